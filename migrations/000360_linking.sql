-- Linking (rule book B.3.6, C.1): requests for a therapy place that a case opened, and the lines that show what happens to them.

-- Notes of the four parts of linking stand together, sealed.
alter table cases.service_line rename column adaptation_sealed to parts_sealed;
-- Two steps of one transaction have one time; the order is theirs all the same.
alter table cases.line_state add column number bigint generated always as identity;
create unique index service_line_mirror_open on cases.service_line (mirrored_id)
  where mirrored_id is not null and state not in ('completed', 'rejected', 'no_response', 'client_declined', 'cancelled', 'failed_start');

-- C.1 rule 10: a request of a case is seen through that case, by the therapist whom it was placed with and by the duty psychologist; no desk
-- sees it. Requests of the desk are not seen through a case.
drop policy by_relation on placement.request;
create policy by_relation on placement.request to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = request.person_id
    and (request.origin <> 'case' and r.cause_kind is distinct from 'case'
      or request.origin = 'case' and (r.cause_kind = 'case' and r.cause_id = request.origin_id or r.kind = 'oncall' or r.kind = 'allocated' and r.cause_id = request.id))))
  with check (exists (select 1 from access.care_relation r where r.person_id = request.person_id
    and (request.origin <> 'case' and r.cause_kind is distinct from 'case'
      or request.origin = 'case' and (r.cause_kind = 'case' and r.cause_id = request.origin_id or r.kind = 'oncall' or r.kind = 'allocated' and r.cause_id = request.id))));

-- Who does the desk's part for a request: null is the desk, else the case manager of the case that opened it. For tasks.
create function app.desk_of_request(p_request uuid) returns uuid language sql stable security definer set search_path = pg_catalog as $$
  select c.manager_id from placement.request q join cases.case c on c.id = q.origin_id
  where q.id = p_request and q.origin = 'case' and (app.is_system() or app.account_id() is not null)
$$;

-- Lines that show the states of one request, episode or referral, whoever acts there: a therapist who ends a trial sees no case.
create function app.mirroring_lines(p_mirrored uuid) returns table (id uuid, case_id uuid, person_id uuid, organisation_id uuid, state text, on_trial boolean, since date)
language sql stable security definer set search_path = pg_catalog as $$
  select l.id, l.case_id, l.person_id, l.organisation_id, l.state, l.on_trial, l.since from cases.service_line l
  where l.mirrored_id = p_mirrored and (app.is_system() or app.account_id() is not null)
$$;
-- Moves such a line, and only such a line, and only from the state that was seen.
create function app.show_on_line(p_line uuid, p_step uuid, p_from text, p_to text, p_on_trial boolean, p_outcome text, p_next_start date, p_day date, p_at timestamptz, p_because text)
returns integer language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v cases.service_line;
begin
  if not (app.is_system() or app.account_id() is not null) then raise exception 'nobody moves lines' using errcode = 'insufficient_privilege'; end if;
  update cases.service_line l set state = p_to, on_trial = p_on_trial, since = case when l.state = p_to then l.since else p_day end, version = l.version + 1,
      started_on = case when p_to in ('started', 'adapted') then coalesce(l.started_on, p_day) else l.started_on end,
      ended_on = case when p_to in ('completed', 'failed_start') and l.started_on is not null then greatest(p_day, l.started_on) else l.ended_on end,
      next_start_on = case when p_to = 'scheduled' then coalesce(p_next_start, l.next_start_on) when p_to in ('started', 'failed_start') then null else l.next_start_on end,
      outcome = coalesce(p_outcome, l.outcome)
    where l.id = p_line and l.mirrors is not null and l.state = p_from returning * into v;
  if not found then return null; end if;
  insert into cases.line_state (id, line_id, case_id, person_id, organisation_id, state, on_day, at, by, because)
    values (p_step, v.id, v.case_id, v.person_id, v.organisation_id, p_to, p_day, p_at, app.account_id(), p_because);
  return v.version;
end $$;
-- Phase of a case and the states of all its lines, for the derivation after a mirrored move.
create function app.lines_of_case(p_case uuid) returns table (phase text, manager_id uuid, states text[])
language sql stable security definer set search_path = pg_catalog as $$
  select c.phase, c.manager_id, coalesce(array(select l.state from cases.service_line l where l.case_id = c.id), '{}') from cases.case c
  where c.id = p_case and (app.is_system() or app.account_id() is not null)
$$;
-- The jump between linking and monitoring, which follows the lines by itself (B.2.2); no other phase can be reached here.
create function app.move_derived_phase(p_case uuid, p_visit uuid, p_from text, p_to text, p_day date, p_at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v cases.case;
begin
  if p_from not in ('linking', 'monitoring') or p_to not in ('linking', 'monitoring') or not (app.is_system() or app.account_id() is not null) then
    raise exception 'not a derived phase' using errcode = 'insufficient_privilege';
  end if;
  update cases.case c set phase = p_to, phase_since = p_day, version = c.version + 1 where c.id = p_case and c.phase = p_from returning * into v;
  if not found then return false; end if;
  update cases.phase_visit p set left_on = p_day, left_at = p_at where p.case_id = p_case and p.left_at is null;
  insert into cases.phase_visit (id, case_id, person_id, organisation_id, phase, entered_on, entered_at, because)
    values (p_visit, v.id, v.person_id, v.organisation_id, p_to, p_day, p_at, 'derived');
  return true;
end $$;

-- C.1 rule 3: status and dates of an episode of Soziotherapie that a line of the asker's case shows; nothing else of it.
create function app.episode_on_line(p_line uuid) returns table (episode_id uuid, person_id uuid, practice_id uuid, practice text, state text, opened_on date, closed_on date)
language sql stable security definer set search_path = pg_catalog as $$
  select e.id, e.person_id, e.organisation_id, o.name, e.state, e.opened_on, e.closed_on
  from cases.service_line l join soziotherapie.episode e on e.id = l.mirrored_id and l.mirrors = 'episode' join directory.organisation o on o.id = e.organisation_id
  where l.id = p_line and exists (select 1 from access.care_relation r where r.person_id = l.person_id and r.cause_kind = 'case' and r.cause_id = l.case_id
    and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and (r.account_id = app.account_id() or r.organisation_id = (app.actor()).organisation_id and 'lead' = any (app.roles())))
$$;
-- … and of its plan goals, next review and hours while a release of the client lives that covers the plan: from the practice to this service, or
-- given here towards the practice.
create function app.episode_summary_on_line(p_line uuid) returns table (plan_id uuid, plan_sealed bytea, next_review_on date, used_units numeric, approved_units numeric)
language sql stable security definer set search_path = pg_catalog as $$
  select p.id, p.sealed,
    coalesce((select r.next_due_on from soziotherapie.review r where r.care_plan_id = p.id order by r.done_on desc limit 1), (p.signed_on + interval '2 months')::date),
    round((select coalesce(sum(v.used_parts), 0) from soziotherapie.prescription v where v.episode_id = e.episode_id) / 180.0, 2),
    (select coalesce(sum(case v.state when 'PARTIALLY_APPROVED' then (select d.units from soziotherapie.decision d where d.prescription_id = v.id order by d.known_on desc limit 1)
        else v.units end), 0) from soziotherapie.prescription v where v.episode_id = e.episode_id and v.state in ('APPROVED', 'PARTIALLY_APPROVED', 'APPROVAL_FREE', 'PROVISIONAL'))
  from app.episode_on_line(p_line) e join cases.service_line l on l.id = p_line
    left join soziotherapie.care_plan p on p.episode_id = e.episode_id and p.state = 'agreed'
  where exists (select 1 from consent.consent k where k.person_id = e.person_id and k.kind = 'release' and 'plan' = any (k.classes)
    and k.withdrawn_at is null and k.given_at <= app.now() and (k.until_at is null or k.until_at > app.now())
    and (k.organisation_id = e.practice_id and k.recipient_id = l.organisation_id and k.direction = 'to-recipient'
      or k.organisation_id = l.organisation_id and k.recipient_id = e.practice_id and k.direction = 'from-recipient'))
$$;
revoke execute on function app.desk_of_request(uuid), app.mirroring_lines(uuid), app.show_on_line(uuid, uuid, text, text, boolean, text, date, date, timestamptz, text),
  app.lines_of_case(uuid), app.move_derived_phase(uuid, uuid, text, text, date, timestamptz), app.episode_on_line(uuid), app.episode_summary_on_line(uuid) from public;
grant execute on function app.desk_of_request(uuid), app.mirroring_lines(uuid), app.show_on_line(uuid, uuid, text, text, boolean, text, date, date, timestamptz, text),
  app.lines_of_case(uuid), app.move_derived_phase(uuid, uuid, text, text, date, timestamptz), app.episode_on_line(uuid), app.episode_summary_on_line(uuid) to geleit_app, geleit_jobs;
