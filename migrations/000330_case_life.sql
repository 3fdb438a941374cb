-- The life of a case: what the database itself refuses, and how somebody is handed to a service by who does not belong to it.

-- The steps of rule book B.2.2; what each needs is the rules' part, that no other exists is this one's.
create function cases.phase_step_listed(p_from text, p_to text) returns boolean language sql immutable as $$
  select (p_from, p_to) in (
    ('access', 'case_finding'), ('access', 'not_opened'),
    ('case_finding', 'intake'), ('case_finding', 'access'), ('case_finding', 'not_opened'),
    ('intake', 'assessment'), ('intake', 'not_opened'),
    ('assessment', 'planning'), ('assessment', 'closed'),
    ('planning', 'linking'), ('planning', 'assessment'), ('planning', 'closed'),
    ('linking', 'monitoring'), ('linking', 'planning'), ('linking', 'reassessment'), ('linking', 'evaluation'), ('linking', 'dormant'), ('linking', 'closed'),
    ('monitoring', 'linking'), ('monitoring', 'reassessment'), ('monitoring', 'evaluation'), ('monitoring', 'dormant'), ('monitoring', 'closed'),
    ('reassessment', 'planning'), ('reassessment', 'monitoring'), ('reassessment', 'closed'),
    ('evaluation', 'closed'), ('evaluation', 'planning'),
    ('dormant', 'assessment'), ('dormant', 'reassessment'), ('dormant', 'evaluation'), ('dormant', 'closed'))
$$;
create function cases.case_moves() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.phase is distinct from old.phase then
    if not cases.phase_step_listed(old.phase, new.phase) then
      raise exception 'a case does not go from % to %', old.phase, new.phase using errcode = 'check_violation', constraint = 'case_step_listed';
    end if;
    if new.phase = 'closed' and current_user = 'geleit_app' and not app.roles() && array['lead'] then
      raise exception 'only the lead closes a case' using errcode = 'check_violation', constraint = 'case_closed_by_lead';
    end if;
  end if;
  -- whom it is about follows a merge; nothing else of what says where a case comes from ever changes
  if (new.id, new.organisation_id, new.opened_on, new.previous_id, new.created_at) is distinct from
     (old.id, old.organisation_id, old.opened_on, old.previous_id, old.created_at) then
    raise exception 'the origin of a case stays' using errcode = 'check_violation', constraint = 'case_origin_stays';
  end if;
  return new;
end $$;
create trigger case_moves before update on cases.case for each row execute function cases.case_moves();

-- Exactly one open visit, and it is of the phase in which the case is; asked at the commit of every step.
create function cases.visit_stands() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_phase text;
begin
  select c.phase into v_phase from cases.case c where c.id = new.id;
  if not exists (select 1 from cases.phase_visit v where v.case_id = new.id and v.left_at is null and v.phase = v_phase) then
    raise exception 'the open visit is not of the phase' using errcode = 'check_violation', constraint = 'case_visit_stands';
  end if;
  return null;
end $$;
create constraint trigger case_visit_stands after update of phase on cases.case deferrable initially deferred
  for each row execute function cases.visit_stands();

-- Pseudonymous until consent (rule book B.2.3, B.2.4): of somebody whom only Case Management knows, nothing that names or reaches her is
-- written while no consent to Case Management lives.
create function app.keep_pseudonymous() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if (new.given_name is distinct from old.given_name and new.given_name is not null)
    or (new.family_name is distinct from old.family_name and new.family_name is not null)
    or (new.called is distinct from old.called and new.called is not null)
    or (new.birth_date is distinct from old.birth_date and new.birth_date is not null)
    or (new.phone is distinct from old.phone and new.phone is not null)
    or (new.email is distinct from old.email and new.email is not null)
    or (new.street is distinct from old.street and new.street is not null) then
    if exists (select 1 from cases.case c where c.person_id = new.id and c.phase not in ('closed', 'not_opened'))
      and not exists (select 1 from consent.consent k where k.person_id = new.id and k.kind = 'case-management' and k.withdrawn_at is null
        and (k.until_at is null or k.until_at > app.now()))
      and not exists (select 1 from access.care_relation r where r.person_id = new.id and r.cause_kind <> 'case')
      and not exists (select 1 from access.office_relation o where o.person_id = new.id) then
      raise exception 'nothing names her before she agrees' using errcode = 'check_violation', constraint = 'case_pseudonymous';
    end if;
  end if;
  return new;
end $$;
create trigger case_pseudonymous before update on people.person for each row execute function app.keep_pseudonymous();
revoke execute on function app.keep_pseudonymous(), cases.phase_step_listed(text, text), cases.visit_stands(), cases.case_moves() from public;
grant execute on function cases.phase_step_listed(text, text) to geleit_app, geleit_jobs;

-- Withdrawn, deceased or opened in error: what must be kept is kept, but only the lead sees it from now on (rule book B.2.3, retention).
create function app.shut_case(p_case uuid) returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if not app.is_system() and not exists (select 1 from access.care_relation r where r.cause_kind = 'case' and r.cause_id = p_case
      and r.organisation_id = v_actor.organisation_id and 'lead' = any (v_actor.roles)) then
    raise exception 'only the lead shuts a case' using errcode = 'insufficient_privilege';
  end if;
  update access.care_relation r set lead_only = true where r.cause_kind = 'case' and r.cause_id = p_case;
end $$;
revoke execute on function app.shut_case(uuid) from public;
grant execute on function app.shut_case(uuid) to geleit_app, geleit_jobs;

-- Services of Case Management: those where somebody is case manager. For everybody who may hand over; names of services are no secret.
create function app.case_services() returns table (organisation_id uuid, name text) language sql stable security definer set search_path = pg_catalog as $$
  select o.id, o.name from directory.organisation o
  where exists (select 1 from access.account a join access.account_role q on q.account_id = a.id and q.role = 'case-manager' where a.organisation_id = o.id and a.closed_at is null)
    and (app.is_system() or app.roles() && array['case-manager', 'lead', 'desk', 'coordinator', 'soziotherapist', 'therapist'])
  order by o.name, o.id
$$;
-- Case managers of one's own service.
create function app.case_managers() returns table (account_id uuid, name text) language sql stable security definer set search_path = pg_catalog as $$
  select a.id, a.name from access.account a
  where a.organisation_id = (app.actor()).organisation_id and a.closed_at is null
    and exists (select 1 from access.account_role q where q.account_id = a.id and q.role = 'case-manager')
    and app.roles() && array['case-manager', 'lead']
  order by a.name, a.id
$$;
-- Hands somebody over: a case in access with its visit, for the case manager of that service who has the least (weighted 3-2-1-½, then the
-- oldest account); who hands over gets no relation to it. The relation itself asks whether she may (app.relate_case).
create function app.hand_over_case(p_case uuid, p_visit uuid, p_relation uuid, p_person uuid, p_organisation uuid, p_pseudonym text, p_source text, p_priority int,
  p_note_id uuid, p_note bytea, p_at timestamptz, p_day date) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_manager uuid; v_actor app.actor_row := app.actor();
begin
  select a.id into v_manager from access.account a
    join access.account_role q on q.account_id = a.id and q.role = 'case-manager'
    left join cases.case c on c.manager_id = a.id and c.phase in ('access', 'case_finding', 'intake', 'assessment', 'planning', 'linking', 'monitoring', 'reassessment', 'evaluation')
    where a.organisation_id = p_organisation and a.closed_at is null
    group by a.id
    order by coalesce(sum(case c.intensity when 'A' then 3 when 'B' then 2 when 'C' then 1 when 'D' then 0.5 end), 0), a.id
    limit 1;
  if v_manager is null then raise exception 'no case manager there' using errcode = 'foreign_key_violation', constraint = 'case_service'; end if;
  perform app.relate_case(p_relation, p_person, p_organisation, v_manager, 'team', p_case, p_at, null);
  insert into cases.case (id, person_id, organisation_id, manager_id, pseudonym, phase, phase_since, source, priority, opened_on, created_at, created_by)
  values (p_case, p_person, p_organisation, v_manager, p_pseudonym, 'access', p_day, p_source, p_priority, p_day, p_at, v_actor.account_id);
  insert into cases.phase_visit (id, case_id, person_id, organisation_id, phase, entered_on, entered_at, entered_by)
  values (p_visit, p_case, p_person, p_organisation, 'access', p_day, p_at, v_actor.account_id);
  if p_note is not null then
    insert into cases.artefact (id, case_id, person_id, organisation_id, kind, at_on, note_sealed, made_at, made_by)
    values (p_note_id, p_case, p_person, p_organisation, 'contact-note', p_day, p_note, p_at, v_actor.account_id);
  end if;
  return v_manager;
end $$;
revoke execute on function app.case_services(), app.case_managers(), app.hand_over_case(uuid, uuid, uuid, uuid, uuid, text, text, int, uuid, bytea, timestamptz, date) from public;
grant execute on function app.case_services(), app.case_managers(), app.hand_over_case(uuid, uuid, uuid, uuid, uuid, text, text, int, uuid, bytea, timestamptz, date) to geleit_app, geleit_jobs;

-- Whom a withdrawal concerns: also where the client herself takes her consent back and sees nothing of the case.
create function app.case_of_consent(p_person uuid, p_organisation uuid) returns table (case_id uuid, manager_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select c.id, c.manager_id from cases.case c
  where c.person_id = p_person and c.organisation_id = p_organisation and c.phase not in ('closed', 'not_opened')
    and (app.is_system() or exists (select 1 from access.care_relation r where r.person_id = p_person and r.from_at <= app.now()
      and (r.until_at is null or r.until_at > app.now())
      and (r.account_id = app.account_id() or r.organisation_id = (app.actor()).organisation_id and 'lead' = any (app.roles()))))
$$;
revoke execute on function app.case_of_consent(uuid, uuid) from public;
grant execute on function app.case_of_consent(uuid, uuid) to geleit_app, geleit_jobs;
