-- The last word about plans and evaluations of Case Management: what was offered and what was agreed does not change, who agreed is
-- proven, four eyes approve, and a part of a file goes out only under a release that lives and covers it.
alter table cases.plan_version
  add column witness_sealed bytea,                           -- who heard the spoken yes
  add column strokes_sealed bytea,                           -- drawn on the screen
  add column link_id uuid,                                   -- by which link she agreed
  add column recorded_by uuid, add column recorded_at timestamptz;
create unique index plan_version_open on cases.plan_version (case_id) where state in ('draft', 'offered');
create unique index plan_version_in_force on cases.plan_version (case_id) where state = 'agreed';
alter table cases.goal add column replaces_id uuid references cases.goal; -- takes its place once it is agreed
alter table cases.evaluation
  add column returned_at timestamptz, add column returned_by uuid,
  add constraint evaluation_asked check (approved_at is null or (asked_at is not null and approved_by is not null and summary is not null));
create unique index evaluation_open on cases.evaluation (case_id) where approved_at is null;
alter table cases.disclosure
  add column to_client boolean not null default false,
  add constraint disclosure_under_release check (to_client or (release_id is not null and part not in ('client-copy', 'file-copy')));

create function app.keep_plan_version() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if (new.id, new.case_id, new.organisation_id, new.number, new.made_on) is distinct from (old.id, old.case_id, old.organisation_id, old.number, old.made_on)
    or old.state <> 'draft' and (new.content_sealed, new.offered_on) is distinct from (old.content_sealed, old.offered_on) then
    raise exception 'what was offered to the client does not change' using errcode = 'check_violation', constraint = 'plan_version_unchanged';
  end if;
  if old.state in ('agreed', 'superseded') and (new.agreed_on, new.agreed_by, new.agreed_form, new.file_id, new.witness_sealed, new.strokes_sealed, new.link_id, new.recorded_by, new.recorded_at)
      is distinct from (old.agreed_on, old.agreed_by, old.agreed_form, old.file_id, old.witness_sealed, old.strokes_sealed, old.link_id, old.recorded_by, old.recorded_at) then
    raise exception 'what was agreed does not change' using errcode = 'check_violation', constraint = 'plan_version_unchanged';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('draft', 'offered'), ('offered', 'agreed'), ('offered', 'superseded'), ('agreed', 'superseded')) then
    raise exception 'no such step of a plan' using errcode = 'check_violation', constraint = 'plan_version_course';
  end if;
  if new.state = 'agreed' and old.state <> 'agreed' and not (case new.agreed_form
      when 'spoken' then new.witness_sealed is not null when 'paper' then new.file_id is not null
      when 'screen' then new.strokes_sealed is not null when 'link' then new.link_id is not null else true end) then
    raise exception 'a yes needs its proof' using errcode = 'check_violation', constraint = 'plan_version_proven';
  end if;
  return new;
end $$;
create trigger plan_version_keeps before update on cases.plan_version for each row execute function app.keep_plan_version();
create trigger plan_version_stays before delete on cases.plan_version for each row execute function platform.refuse_change();

create function app.keep_goal() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if old.status <> 'proposed' and ((new.domain, new.level, new.text_sealed, new.smart, new.scale_texts, new.importance, new.difficulty, new.baseline, new.target_on, new.foreign_id, new.agreed_on)
      is distinct from (old.domain, old.level, old.text_sealed, old.smart, old.scale_texts, old.importance, old.difficulty, old.baseline, old.target_on, old.foreign_id, old.agreed_on)
      or new.status = 'proposed') then
    raise exception 'an agreed goal stands as it was agreed' using errcode = 'check_violation', constraint = 'goal_unchanged';
  end if;
  return new;
end $$;
create trigger goal_keeps before update on cases.goal for each row execute function app.keep_goal();

create function app.keep_goal_rating() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if (new.id, new.goal_id, new.level, new.rated_on, new."by", new.made_at, new.made_by) is distinct from (old.id, old.goal_id, old.level, old.rated_on, old."by", old.made_at, old.made_by)
    or old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception 'a rating is withdrawn, never changed' using errcode = 'check_violation', constraint = 'goal_rating_unchanged';
  end if;
  return new;
end $$;
create trigger goal_rating_keeps before update on cases.goal_rating for each row execute function app.keep_goal_rating();

create function app.keep_evaluation() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if old.approved_at is not null and (new.closing_reason, new.support_before, new.support_after, new.text_sealed, new.satisfaction, new.satisfaction_asked, new.summary, new.asked_at, new.asked_by, new.approved_at, new.approved_by)
      is distinct from (old.closing_reason, old.support_before, old.support_after, old.text_sealed, old.satisfaction, old.satisfaction_asked, old.summary, old.asked_at, old.asked_by, old.approved_at, old.approved_by) then
    raise exception 'an approved evaluation does not change' using errcode = 'check_violation', constraint = 'evaluation_unchanged';
  end if;
  if new.approved_at is not null and old.approved_at is null and (new.text_sealed, new.summary, new.asked_by) is distinct from (old.text_sealed, old.summary, old.asked_by) then
    raise exception 'what is approved is what was asked for' using errcode = 'check_violation', constraint = 'evaluation_unchanged';
  end if;
  return new;
end $$;
create trigger evaluation_keeps before update on cases.evaluation for each row execute function app.keep_evaluation();

-- "Not now" is decided while planning, when the round is complete already (B.2.2); everything else of a completed round stays.
drop trigger completed_stays on cases.domain_rating;
create trigger completed_stays before insert or update of domain, client_severity, client_need, client_missing, prof_severity, prof_need, not_discussed, self_managed,
  informal_support, client_rated_on, prof_rated_on, client_source, client_text_sealed, text_sealed, carried, priority
  on cases.domain_rating for each row execute function cases.completed_stays();

-- B.2.3, B.3.9: no disclosure without a release of this person and service that lives now and covers the part.
create function app.check_case_disclosure() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_needed text[] := case new.part when 'plan' then array['plan'] when 'evaluation' then array['plan', 'assessment'] else array['assessment'] end;
begin
  if not new.to_client and not exists (select 1 from consent.consent k where k.id = new.release_id and k.kind = 'release' and k.person_id = new.person_id
      and k.organisation_id = new.organisation_id and k.direction = 'to-recipient' and k.given_at <= new.made_at and k.until_at > new.made_at and k.withdrawn_at is null
      and k.classes @> v_needed) then
    raise exception 'no release covers this part' using errcode = 'check_violation', constraint = 'disclosure_under_release';
  end if;
  return new;
end $$;
create trigger disclosure_checked before insert on cases.disclosure for each row execute function app.check_case_disclosure();

-- C.1: a goal of Case Management may show a goal of the Soziotherapie plan, its words have one owner. The plan that all signed, of a
-- practice whose release opens the class "plan" to this service or its case manager; for who keeps the case, and the lead.
create function app.released_care_plans(p_case uuid) returns table (plan_id uuid, person_id uuid, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  return query
    select p.id, p.person_id, p.sealed from cases."case" c
      join soziotherapie.episode e on e.person_id = c.person_id and e.state <> 'CLOSED'
      join soziotherapie.care_plan p on p.episode_id = e.id and p.state = 'agreed'
    where c.id = p_case
      and (app.is_system() or exists (select 1 from access.care_relation r where r.person_id = c.person_id and r.organisation_id = c.organisation_id
        and r.cause_kind = 'case' and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
        and (r.account_id = v_actor.account_id or r.organisation_id = v_actor.organisation_id and 'lead' = any (v_actor.roles))))
      and exists (select 1 from consent.consent k where k.kind = 'release' and k.person_id = c.person_id and k.organisation_id = e.organisation_id
        and k.recipient_kind = 'case-manager' and k.recipient_id in (c.organisation_id, c.manager_id) and 'plan' = any (k.classes)
        and k.given_at <= app.now() and k.until_at > app.now() and k.withdrawn_at is null);
end $$;
revoke execute on function app.released_care_plans(uuid), app.keep_plan_version(), app.keep_goal(), app.keep_goal_rating(), app.keep_evaluation(), app.check_case_disclosure() from public;
grant execute on function app.released_care_plans(uuid) to geleit_app, geleit_jobs;
