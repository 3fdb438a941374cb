-- Row-level security on every table with personal data, and the grants of the roles. Policies call nothing but app.actor() and
-- its parts, each once per query; the relation to a person is asked of access.care_relation, whose own policy shows an actor
-- just the relations that are hers now.

do $$
declare t text;
begin
  foreach t in array array[
    'access.account', 'access.account_role', 'access.session', 'access.invitation', 'access.throttle', 'access.care_relation', 'access.duty',
    'people.person', 'people.guardian', 'people.recognition', 'consent.consent', 'messages.message', 'tasks.task',
    'directory.exclusion', 'scheduling.appointment', 'scheduling.absence', 'scheduling.feed',
    'placement.request', 'placement.fit_snapshot', 'placement.allocation', 'placement.pair_block', 'placement.acknowledgement', 'placement.fee_suggestion',
    'platform.event', 'platform.idempotency', 'platform.person_key'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
  end loop;
  -- Timers and deliveries act for the system; they hold no session.
  foreach t in array array[
    'access.account', 'access.account_role', 'access.care_relation', 'access.duty', 'people.person', 'people.guardian', 'consent.consent', 'messages.message', 'tasks.task',
    'scheduling.appointment', 'scheduling.absence', 'placement.request', 'placement.fit_snapshot', 'placement.allocation', 'placement.pair_block',
    'placement.acknowledgement', 'placement.fee_suggestion', 'platform.event', 'platform.person_key'] loop
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
  end loop;
  -- Everything about a person: only through a live relation.
  foreach t in array array[
    'people.guardian', 'people.recognition', 'consent.consent', 'scheduling.appointment', 'placement.request', 'placement.allocation',
    'placement.pair_block', 'placement.acknowledgement', 'placement.fee_suggestion', 'platform.person_key'] loop
    execute format('create policy by_relation on %s to geleit_app using (exists (select 1 from access.care_relation r where r.person_id = %s.person_id)) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %s.person_id))', t, split_part(t, '.', 2), split_part(t, '.', 2));
  end loop;
end $$;

create policy own_relations on access.care_relation for select to geleit_app using (
  from_at <= app.now() and (until_at is null or until_at > app.now())
  and (kind = any ((select app.queues())::text[]) or account_id = (select app.account_id()) or practitioner_id = (select app.practitioner_id())
    or (organisation_id is not null and organisation_id = (select (app.actor()).organisation_id) and 'lead' = any ((select app.roles())::text[]))));
create policy by_relation on people.person for select to geleit_app using (exists (select 1 from access.care_relation r where r.person_id = person.id));
create policy change_by_relation on people.person for update to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = person.id)) with check (exists (select 1 from access.care_relation r where r.person_id = person.id));
create policy begin_by_relation on people.person for insert to geleit_app with check (exists (select 1 from access.care_relation r where r.person_id = person.id));
create policy by_request on placement.fit_snapshot to geleit_app using (exists (select 1 from placement.request q where q.id = fit_snapshot.request_id))
  with check (exists (select 1 from placement.request q where q.id = fit_snapshot.request_id));
-- A therapist reads and marks appointments of her own calendar, also after the relation has ended (her own records of time).
create policy own_calendar on scheduling.appointment for select to geleit_app using (practitioner_id = (select app.practitioner_id()));

create policy colleagues on access.account for select to geleit_app using ((select app.account_id()) is not null);
create policy own_account on access.account for update to geleit_app
  using (id = (select app.account_id()) or 'admin' = any ((select app.roles())::text[])) with check (id = (select app.account_id()) or 'admin' = any ((select app.roles())::text[]));
create policy colleagues on access.account_role for select to geleit_app using ((select app.account_id()) is not null);
create policy administration on access.account_role to geleit_app
  using ('admin' = any ((select app.roles())::text[])) with check ('admin' = any ((select app.roles())::text[]));
create policy own_sessions on access.session for select to geleit_app
  using (account_id = (select app.account_id()) or 'admin' = any ((select app.roles())::text[]));
create policy administration on access.invitation to geleit_app
  using ('admin' = any ((select app.roles())::text[])) with check ('admin' = any ((select app.roles())::text[]));
create policy roster on access.duty for select to geleit_app using ((select app.account_id()) is not null);
create policy roster_change on access.duty to geleit_app
  using ((select app.roles())::text[] && array['admin', 'coordinator']) with check ((select app.roles())::text[] && array['admin', 'coordinator']);

create policy own_exclusions on directory.exclusion to geleit_app
  using (practitioner_id = (select app.practitioner_id())) with check (practitioner_id = (select app.practitioner_id()));
create policy own_absences on scheduling.absence to geleit_app
  using (practitioner_id = (select app.practitioner_id()) or 'coordinator' = any ((select app.roles())::text[]))
  with check (practitioner_id = (select app.practitioner_id()) or 'coordinator' = any ((select app.roles())::text[]));
create policy own_feeds on scheduling.feed to geleit_app
  using (practitioner_id = (select app.practitioner_id())) with check (practitioner_id = (select app.practitioner_id()));

create policy my_tasks on tasks.task for select to geleit_app using (
  assignee_id = (select app.account_id())
  or (assignee_role = any ((select app.roles())::text[]) and (practitioner_id is null or practitioner_id = (select app.practitioner_id()))));
create policy change_my_tasks on tasks.task for update to geleit_app using (
  assignee_id = (select app.account_id())
  or (assignee_role = any ((select app.roles())::text[]) and (practitioner_id is null or practitioner_id = (select app.practitioner_id())))
  or (person_id is not null and exists (select 1 from access.care_relation r where r.person_id = task.person_id)))
  with check (true);
create policy new_tasks on tasks.task for insert to geleit_app with check ((select app.account_id()) is not null);

create policy messages_by_relation on messages.message for select to geleit_app using (
  (person_id is not null and exists (select 1 from access.care_relation r where r.person_id = message.person_id))
  or (person_id is null and 'admin' = any ((select app.roles())::text[])));
create policy new_messages on messages.message for insert to geleit_app with check ((select app.account_id()) is not null);
create policy change_messages on messages.message for update to geleit_app using (
  person_id is not null and exists (select 1 from access.care_relation r where r.person_id = message.person_id)) with check (true);

create policy own_answers on platform.idempotency for select to geleit_app using (actor_id = (select app.account_id()));
create policy audit on platform.event for select to geleit_app using (
  'auditor' = any ((select app.roles())::text[]) or actor_id = (select app.account_id())
  or (person_id is not null and exists (select 1 from access.care_relation r where r.person_id = event.person_id)));
create policy figures on platform.event for select to geleit_report using (true);

-- Relations are opened and ended by functions that ask for the cause, so that nobody gives a relation to herself.
create function app.is_system() returns boolean language sql stable set search_path = pg_catalog as $$ select session_user in ('geleit_jobs') $$;

-- The desk's relation: to a person who is new here, or whose desk relation ended at most 83 days ago (7 + 83 = 90 days after closing).
create function app.relate_desk(p_id uuid, p_person uuid, p_request uuid, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if not (app.is_system() or coalesce(v_actor.roles, '{}') && array['desk', 'coordinator', 'case-manager']) then
    raise exception 'no right to open a desk relation' using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from access.care_relation r where r.person_id = p_person)
     and not exists (select 1 from access.care_relation r where r.person_id = p_person and r.kind = 'desk'
       and (r.until_at is null or r.until_at > app.now() - interval '83 days'))
     and not app.is_system() then
    raise exception 'this person is not in the reach of the desk' using errcode = 'insufficient_privilege';
  end if;
  insert into access.care_relation (id, person_id, kind, cause_kind, cause_id, from_at, set_by)
  values (p_id, p_person, 'desk', 'request', p_request, p_at, v_actor.account_id);
end $$;

-- A relation of a helper to a person, by somebody who has one herself: allocation by the desk, duty psychologist in a safety question.
create function app.relate(p_id uuid, p_person uuid, p_kind text, p_account uuid, p_practitioner uuid, p_cause_kind text, p_cause uuid, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v_queues text[] := app.queues();
begin
  if p_kind not in ('allocated', 'oncall', 'substitute', 'team') then
    raise exception 'not a relation to give' using errcode = 'insufficient_privilege';
  end if;
  if not app.is_system() and not exists (
      select 1 from access.care_relation r where r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
        and (r.kind = any (v_queues) or r.account_id = v_actor.account_id or r.practitioner_id = v_actor.practitioner_id)) then
    raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
  end if;
  insert into access.care_relation (id, person_id, kind, account_id, practitioner_id, cause_kind, cause_id, from_at, set_by)
  values (p_id, p_person, p_kind, p_account, p_practitioner, p_cause_kind, p_cause, p_at, v_actor.account_id);
end $$;

-- Ends what a cause had opened, for all or one kind; the desk keeps its view 7 days after closing (p_until).
create function app.end_relations(p_cause uuid, p_kind text, p_until timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not (app.is_system() or app.account_id() is not null) then
    raise exception 'nobody ends relations' using errcode = 'insufficient_privilege';
  end if;
  update access.care_relation r set until_at = p_until
  where r.cause_id = p_cause and r.kind = p_kind and (r.until_at is null or r.until_at > p_until);
end $$;

-- Grants. No DELETE but where a row is no record; no table of the log, keys or sessions may be written but through app.*.
grant usage on schema app, platform, access, people, consent, messages, tasks, directory, scheduling, placement to geleit_app, geleit_jobs, geleit_report;
revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to geleit_app, geleit_jobs;
grant execute on function app.now() to geleit_report;
grant select on platform.event, platform.setting, platform.idempotency to geleit_app;
grant insert on platform.setting to geleit_app;
grant select, insert on platform.person_key to geleit_app, geleit_jobs;
grant select on platform.event, platform.setting to geleit_jobs;
grant select, insert, update on platform.reader to geleit_jobs;
grant delete, select on platform.idempotency to geleit_jobs;
create policy old_answers on platform.idempotency to geleit_jobs using (at < now() - interval '30 days');
grant select on platform.event, platform.setting to geleit_report;

grant select (id, email, name, locale, scheme, organisation_id, practitioner_id, desk_label, secrecy_bound_at, totp_confirmed_at, closed_at, version, created_at) on access.account to geleit_app, geleit_jobs;
grant update (name, locale, scheme, desk_label, organisation_id, practitioner_id, version) on access.account to geleit_app;
grant select, insert, delete on access.account_role to geleit_app;
grant select on access.account_role to geleit_jobs;
grant select (id, account_id, roles, organisation_id, practitioner_id, name, level, device, created_at, seen_at, idle_until, absolute_until, ended_at, ended_because, stepped_up_at) on access.session to geleit_app;
grant select, insert, update on access.invitation to geleit_app;
grant select on access.care_relation to geleit_app, geleit_jobs;
grant select, insert, update on access.duty to geleit_app;
grant select on access.duty to geleit_jobs;
grant select, insert, update on people.person, people.guardian, consent.consent, messages.message, tasks.task to geleit_app, geleit_jobs;
grant insert, delete on people.recognition to geleit_app;
grant select on people.recognition to geleit_app; -- behind the policy; needed so that DELETE can name its rows
grant select, insert, update on directory.organisation, directory.location, directory.practitioner, directory.place to geleit_app, geleit_jobs;
grant select on directory.place_state to geleit_app, geleit_jobs, geleit_report;
grant select, insert, update, delete on directory.exclusion to geleit_app;
grant select, insert, update, delete on directory.zone_travel, directory.postal_code, directory.diagnosis to geleit_app, geleit_jobs;
grant select, insert, update on scheduling.slot, scheduling.appointment, scheduling.absence, scheduling.weekly_time, scheduling.feed to geleit_app, geleit_jobs;
grant select, insert, update, delete on scheduling.weekly_exception to geleit_app, geleit_jobs;
grant select, insert, update on placement.request, placement.allocation, placement.pair_block, placement.cancellation_policy, placement.acknowledgement, placement.fee_suggestion to geleit_app, geleit_jobs;
grant select, insert on placement.fit_snapshot, placement.fit_rule to geleit_app, geleit_jobs;
grant select on directory.organisation, directory.location, directory.practitioner, directory.place, scheduling.slot, placement.fit_rule to geleit_report;
