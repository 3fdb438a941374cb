-- Findings of a case (rule book B.4): what they are computed from, and which cases have to be looked at again.

-- Days that findings count from, kept by the database whoever writes.
alter table cases.case add column intensity_since date;
alter table cases.goal add column status_since date;
alter table cases.measure add column made_on date, add column settled_on date;
alter table cases.contact add column next_on date;            -- the agreed next step; its words stand with the summary
create index contact_amends on cases.contact (amends_id) where amends_id is not null;

create function cases.clock_day() returns date language sql stable set search_path = pg_catalog as $$
  select (coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now()) at time zone 'Europe/Berlin')::date
$$;
revoke execute on function cases.clock_day() from public;
grant execute on function cases.clock_day() to geleit_app, geleit_jobs;
create function cases.keep_intensity_day() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.intensity is distinct from old.intensity then new.intensity_since := cases.clock_day(); end if;
  return new;
end $$;
create trigger intensity_day before update on cases.case for each row execute function cases.keep_intensity_day();
create function cases.keep_goal_day() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then new.status_since := coalesce(new.status_since, new.made_on);
  elsif new.status is distinct from old.status then new.status_since := cases.clock_day(); end if;
  return new;
end $$;
create trigger goal_day before insert or update on cases.goal for each row execute function cases.keep_goal_day();
create function cases.keep_measure_day() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' then
    new.made_on := coalesce(new.made_on, cases.clock_day());
    if new.status in ('done', 'cancelled') then new.settled_on := coalesce(new.settled_on, new.end_on, cases.clock_day()); end if;
  elsif new.status is distinct from old.status then
    new.settled_on := case when new.status in ('done', 'cancelled') then cases.clock_day() end;
  end if;
  return new;
end $$;
create trigger measure_day before insert or update on cases.measure for each row execute function cases.keep_measure_day();
-- The day on which four fifths of the units were used; a greater approval takes it back.
create function cases.keep_units_day() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if new.used_units is null or new.approved_units is null or new.approved_units = 0 or new.used_units < 0.8 * new.approved_units then new.used_80_on := null;
  else new.used_80_on := coalesce(new.used_80_on, cases.clock_day()); end if;
  return new;
end $$;
create trigger units_day before insert or update on cases.service_line for each row execute function cases.keep_units_day();

-- The day that a case's findings were last computed for ("infinity": the case is over), and marks of changes since then. A mark belongs to
-- its transaction, so that nobody waits for anybody; it goes when the case is looked at again by somebody who sees it.
create table cases.finding_run (case_id uuid primary key references cases.case, day date not null);
create index finding_run_day on cases.finding_run (day);
create table cases.stale (case_id uuid not null references cases.case, xid xid8 not null default pg_current_xact_id(), primary key (case_id, xid));
do $$
declare t text;
begin
  foreach t in array array['finding_run', 'stale'] loop
    execute format('alter table cases.%I enable row level security', t);
    execute format('alter table cases.%I force row level security', t);
    execute format('create policy owner_functions on cases.%I to geleit_owner using (true) with check (true)', t);
  end loop;
end $$;

create function app.mark_case() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_table_schema = 'cases' and tg_table_name = 'case' then
    insert into cases.stale (case_id) values (new.id) on conflict do nothing;
  elsif tg_table_schema = 'cases' and tg_table_name = 'absence' then
    insert into cases.stale (case_id) select c.id from cases.case c where c.organisation_id = new.organisation_id and c.phase not in ('closed', 'not_opened') on conflict do nothing;
  elsif tg_table_schema = 'cases' then
    insert into cases.stale (case_id) values (new.case_id) on conflict do nothing;
  elsif tg_table_schema = 'referrals' then
    if new.origin_kind = 'case' then insert into cases.stale (case_id) select c.id from cases.case c where c.id = new.origin_id on conflict do nothing; end if;
  elsif tg_table_schema = 'consent' then
    if new.kind = 'release' then
      insert into cases.stale (case_id) select c.id from cases.case c where c.person_id = new.person_id and c.organisation_id = new.organisation_id on conflict do nothing;
    end if;
  elsif tg_table_schema = 'tasks' then
    if new.person_id is not null then
      insert into cases.stale (case_id) select c.id from cases.case c where c.person_id = new.person_id and c.phase not in ('closed', 'not_opened') on conflict do nothing;
    end if;
  end if;
  return null;
end $$;
revoke execute on function app.mark_case() from public;
do $$
declare t text;
begin
  foreach t in array array['cases.case', 'cases.phase_visit', 'cases.assessment', 'cases.domain_rating', 'cases.instrument_result', 'cases.plan_version', 'cases.goal',
    'cases.goal_rating', 'cases.measure', 'cases.service_line', 'cases.line_state', 'cases.contact', 'cases.monitoring_entry', 'cases.review', 'cases.hospital_stay', 'cases.absence',
    'referrals.referral', 'consent.consent', 'tasks.task'] loop
    execute format('create trigger marks_findings after insert or update on %s for each row execute function app.mark_case()', t);
  end loop;
end $$;

-- Those of these cases that have to be looked at again (all of them with p_all), each with every fact that findings are computed from: ids,
-- codes, days and numbers, no text. Only cases that the asker may open; locked until the end of the transaction, so that whoever writes
-- findings has read after whoever wrote before. The same facts for everybody who may see the case: what is stored must not depend on the reader.
create function app.begin_findings(p_cases uuid[], p_day date, p_all boolean) returns table (facts json)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_ids uuid[];
  v_actor app.actor_row := app.actor();
begin
  select array_agg(c.id order by c.id) into v_ids from cases.case c left join cases.finding_run f on f.case_id = c.id
  where c.id = any (p_cases)
    and (p_all or f.case_id is null or (f.day <> p_day and f.day <> 'infinity') or exists (select 1 from cases.stale s where s.case_id = c.id))
    and (app.is_system() or exists (select 1 from access.care_relation r where r.person_id = c.person_id and r.organisation_id = c.organisation_id
      and r.kind in ('team', 'substitute') and r.cause_kind = 'case' and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
      and (r.account_id = v_actor.account_id or r.organisation_id = v_actor.organisation_id and 'lead' = any (v_actor.roles))));
  if v_ids is null then return; end if;
  insert into cases.finding_run (case_id, day)
    select c.id, case when c.phase in ('closed', 'not_opened') then 'infinity'::date else p_day end from cases.case c where c.id = any (v_ids) order by c.id
    on conflict (case_id) do update set day = excluded.day;
  delete from cases.stale s where s.case_id = any (v_ids);
  return query
  select json_build_object('id', c.id, 'personId', c.person_id, 'organisationId', c.organisation_id, 'area', c.area, 'phase', c.phase, 'phaseSince', c.phase_since,
    'resumedOn', (select max(v.left_on) from cases.phase_visit v where v.case_id = c.id and v.phase = 'dormant'),
    'openedOn', c.opened_on, 'intensity', c.intensity, 'intensitySince', c.intensity_since, 'managerId', c.manager_id,
    'agreedPlanOn', coalesce(c.agreed_plan_on, (select max(v.agreed_on) from cases.plan_version v where v.case_id = c.id and v.state = 'agreed')),
    'lastReviewOn', greatest(c.last_review_on, (select max(w.reviewed_on) from cases.review w where w.case_id = c.id)),
    'lastReached', (select json_build_object('id', k.id, 'on', k.on_day) from cases.contact k where k.case_id = c.id and k.reached and k.with_whom in ('client', 'guardian')
      and k.on_day <= p_day and not exists (select 1 from cases.contact z where z.case_id = c.id and z.amends_id = k.id) order by k.on_day desc, k.id desc limit 1),
    'domains', coalesce((select json_agg(json_build_object('id', d.id, 'domain', d.domain, 'round', a.round, 'completedOn', a.completed_on, 'clientNeed', d.client_need,
        'profNeed', d.prof_need, 'clientRated', d.client_severity is not null or d.client_need is not null, 'clientMissing', d.client_missing, 'profRatedOn', d.prof_rated_on,
        'notNowOn', case when d.not_now_reason is not null then coalesce(d.not_now_on, a.completed_on) end) order by d.id)
      from cases.domain_rating d join cases.assessment a on a.id = d.assessment_id where d.case_id = c.id), '[]'),
    'goals', coalesce((select json_agg(json_build_object('id', g.id, 'domain', g.domain, 'status', g.status, 'statusSince', g.status_since, 'agreedOn', g.agreed_on,
        'targetOn', g.target_on, 'incompatibleWith', g.incompatible_with, 'lastRatedOn',
        (select max(r.rated_on) from cases.goal_rating r where r.goal_id = g.id and r.withdrawn_at is null)) order by g.id)
      from cases.goal g where g.case_id = c.id), '[]'),
    'measures', coalesce((select json_agg(json_build_object('id', m.id, 'goalIds', m.goal_ids, 'status', m.status, 'madeOn', coalesce(m.made_on, m.start_on, c.opened_on),
        'settledOn', m.settled_on, 'startOn', m.start_on, 'endOn', m.end_on, 'startedOn', m.started_on, 'lineId', m.service_line_id, 'responsibleKind', m.responsible_kind,
        'responsibleId', m.responsible_id, 'weekly', m.weekly) order by m.id)
      from cases.measure m where m.case_id = c.id), '[]'),
    'lines', coalesce((select json_agg(json_build_object('id', l.id, 'serviceType', l.service_type, 'domain', l.domain, 'goalIds', l.goal_ids,
        'organisationId', l.provider_organisation_id, 'practitionerId', l.practitioner_id,
        'named', coalesce(l.provider_organisation_id, l.practitioner_id, l.directory_service_id) is not null or l.provider_sealed is not null,
        'state', l.state, 'since', l.since,
        'sentOn', (select min(t.on_day) from cases.line_state t where t.line_id = l.id and t.state in ('referred', 'waitlisted', 'accepted', 'scheduled', 'started', 'adapted')),
        'mirrors', l.mirrors, 'mirroredId', l.mirrored_id, 'complementaryWith', l.complementary_with, 'rhythmDays', l.rhythm_days, 'continuous', l.continuous,
        'approvedUnits', l.approved_units, 'usedUnits', l.used_units, 'used80On', l.used_80_on, 'validUntil', l.valid_until, 'followUpAppliedOn', l.follow_up_applied_on,
        'followUpNeeded', l.follow_up_needed, 'inpatient', l.inpatient, 'nextStartOn', l.next_start_on, 'startedOn', l.started_on, 'endedOn', l.ended_on,
        'lastContactOn', greatest(l.last_contact_on, (select max(e.on_day) from cases.monitoring_entry e where e.case_id = c.id and e.service_line_id = l.id and e.on_day <= p_day
          and (e.units_delivered > 0 or e.attended > 0)))) order by l.id)
      from cases.service_line l where l.case_id = c.id), '[]'),
    'referrals', coalesce((select json_agg(json_build_object('id', q.id, 'lineId', q.line_id, 'serviceType', q.service_type, 'domain', q.domain, 'need', q.need,
        'state', q.state, 'since', coalesce((select max(t.on_day) from referrals.step t where t.referral_id = q.id and t.state = q.state), q.answered_on, q.sent_on, q.created_on),
        'urgent', q.urgent, 'sentOn', q.sent_on, 'releaseId', q.release_id, 'recipientId', q.recipient_organisation_id) order by q.id)
      from referrals.referral q where q.origin_id = c.id and q.origin_kind = 'case'), '[]'),
    'releases', coalesce((select json_agg(json_build_object('id', k.id, 'recipientId', k.recipient_id,
        'untilOn', ((k.until_at - interval '1 microsecond') at time zone 'Europe/Berlin')::date, 'withdrawnOn', (k.withdrawn_at at time zone 'Europe/Berlin')::date) order by k.id)
      from consent.consent k where k.person_id = c.person_id and k.kind = 'release' and k.organisation_id = c.organisation_id and k.direction = 'to-recipient'), '[]'),
    'instruments', coalesce((select json_agg(json_build_object('id', i.id, 'instrument', i.instrument, 'ratedOn', i.rated_on, 'partnerId', i.partner_id) order by i.id)
      from cases.instrument_result i where i.case_id = c.id and i.withdrawn_at is null and i.rater = 'partner'), '[]'),
    'tasks', coalesce((select json_agg(json_build_object('id', t.id, 'kind', t.kind, 'assigneeId', t.assignee_id, 'createdOn', (t.created_at at time zone 'Europe/Berlin')::date) order by t.id)
      from tasks.task t join access.account a on a.id = t.assignee_id and a.organisation_id = c.organisation_id where t.person_id = c.person_id and t.done_at is null), '[]'),
    'absences', coalesce((select json_agg(json_build_object('id', b.id, 'accountId', b.account_id, 'fromOn', b.from_on, 'toOn', b.to_on, 'substituteId', b.substitute_id) order by b.id)
      from cases.absence b where b.organisation_id = c.organisation_id and b.withdrawn_at is null and b.to_on >= p_day - 400 and b.from_on <= p_day), '[]'),
    'stays', coalesce((select json_agg(json_build_object('id', h.id, 'admittedOn', h.admitted_on, 'dischargedOn', h.discharged_on, 'followUpNeeded', h.follow_up_needed) order by h.id)
      from cases.hospital_stay h where h.case_id = c.id), '[]'),
    'open', coalesce((select json_agg(json_build_object('id', f.id, 'rule', f.rule, 'subject', f.subject, 'severity', f.severity, 'since', f.since, 'evidence', f.evidence) order by f.id)
      from cases.finding f where f.case_id = c.id and f.closed_at is null), '[]'))
  from cases.case c where c.id = any (v_ids) order by c.id;
end $$;

-- Open cases that nobody has looked at since they changed, or since the day began: for the worker.
create function app.cases_to_look_at(p_day date, p_most integer) returns table (case_id uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  if not app.is_system() then raise exception 'the worker''s question' using errcode = 'insufficient_privilege'; end if;
  return query select x.case_id from ((select distinct s.case_id from cases.stale s limit p_most) union
    (select f.case_id from cases.finding_run f where f.day < p_day or (f.day > p_day and f.day < 'infinity') order by f.day limit p_most)) x limit p_most;
end $$;
revoke execute on function app.begin_findings(uuid[], date, boolean), app.cases_to_look_at(date, integer) from public;
grant execute on function app.begin_findings(uuid[], date, boolean) to geleit_app, geleit_jobs;
grant execute on function app.cases_to_look_at(date, integer) to geleit_jobs;
