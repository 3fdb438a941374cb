-- Emergencies (rule book A.1.5, A.3.5): the safety script as signed data, the emergency with its running clock, its protocol, who was paged how.
create schema crisis;

-- A version of the script: questions, lines of the levels, deadlines, texts. What was once signed never changes; a new wording is a new row.
create table crisis.script (
  id uuid primary key,
  script_version text not null unique check (script_version ~ '^[0-9A-Za-z.-]{1,20}$'),
  body jsonb not null,
  body_hash bytea not null,                                  -- SHA-256 of the canonical body: what exactly was signed
  drafted_at timestamptz not null,
  drafted_by uuid,                                           -- null: shipped with the product
  signed_at timestamptz,
  signed_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  version integer not null default 1,
  check ((signed_at is null) = (signed_by is null))
);
create unique index script_in_use on crisis.script ((true)) where signed_at is not null and withdrawn_at is null;
create function crisis.keep_signed() returns trigger language plpgsql as $$
begin
  if old.signed_at is not null and (new.body, new.body_hash, new.script_version, new.signed_at, new.signed_by)
      is distinct from (old.body, old.body_hash, old.script_version, old.signed_at, old.signed_by) then
    raise exception 'a signed script does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger script_stays before update on crisis.script for each row execute function crisis.keep_signed();

create table crisis.emergency (
  id uuid primary key,
  version integer not null default 1,
  person_id uuid not null,                                   -- a caller without a name, too, is a person with a key
  request_id uuid,                                           -- a request of the desk that waits meanwhile
  appointment_id uuid,                                       -- a missed appointment that made it (D 13)
  state text not null check (state in ('raised', 'acknowledged', 'in_contact', 'handed_over', 'closed')),
  level text not null check (level in ('YELLOW', 'ORANGE', 'RED')),
  highest_level text not null check (highest_level in ('YELLOW', 'ORANGE', 'RED')),
  drill boolean not null default false,                      -- an exercise: real clock, real paging, no figure
  script_version text,                                       -- null: no script was signed, fallback numbers were shown
  raised_at timestamptz not null,
  raised_by uuid,
  raised_from text not null check (raised_from in ('script', 'button', 'opener', 'no-show', 'web')),
  clock_from timestamptz not null,                           -- the clock of the level that holds: raising the level starts it anew
  deadline_at timestamptz,                                   -- null: nobody is waited for (acknowledged or later)
  escalation smallint not null default 0 check (escalation between 0 and 3),
  alarms smallint not null default 0,                        -- how often somebody was alarmed
  missed_at timestamptz,                                     -- when the first deadline passed without an acknowledgement
  opener text check (opener in ('no', 'yes', 'unclear')),
  answers jsonb not null default '{}',                       -- codes by question
  marks text[] not null default '{}',
  script_finished_at timestamptz,                            -- from here open questions count as unanswered
  called_112_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  in_contact_at timestamptz,
  handed_over_at timestamptz,
  handed_over_by uuid,
  handed_over_to text check (handed_over_to in ('rescue-112', 'police-110', 'clinic', 'crisis-service', 'practitioner', 'physician', 'relative', 'other')),
  record_sealed bytea,                                       -- hand-over record: where, callback number, who is there, what was agreed …
  data_agreed text check (data_agreed in ('yes', 'no', 'necessity')), -- necessity: § 34 StGB
  closed_at timestamptz,
  closed_by uuid,
  closed_because text check (closed_because in ('de-escalated', 'outcome-confirmed', 'outcome-unknown', 'false-alarm')),
  reason_sealed bytea,
  next_step_sealed bytea,                                    -- EM6: what was agreed
  call_back_at timestamptz,
  follow_up_due_at timestamptz,
  booking_may_continue boolean not null default false,       -- the duty psychologist's word
  inquiries smallint not null default 0,                     -- EM7: "unknown after 2 inquiries"
  review_due_at timestamptz,                                 -- RED: within 7 days by the clinical lead
  reviewed_at timestamptz,
  reviewed_by uuid,
  review_sealed bytea,
  check ((state = 'closed') = (closed_at is not null)),
  check ((closed_at is null) = (closed_because is null)),
  check (state not in ('acknowledged', 'in_contact') or acknowledged_at is not null),
  check ((handed_over_at is null) = (handed_over_to is null)),
  check (array_position(array['YELLOW', 'ORANGE', 'RED'], level) <= array_position(array['YELLOW', 'ORANGE', 'RED'], highest_level)),
  check (state = 'raised' or deadline_at is null)
);
create unique index emergency_of_request on crisis.emergency (request_id) where request_id is not null and state in ('raised', 'acknowledged', 'in_contact');
create index emergency_person on crisis.emergency (person_id, raised_at);
create index emergency_clock on crisis.emergency (deadline_at) where state = 'raised';
create index emergency_open on crisis.emergency (raised_at) where state <> 'closed';

-- Closed is final but for the review; the highest level never goes down; who was the person stays.
create function crisis.keep_course() returns trigger language plpgsql as $$
begin
  if old.state = 'closed' and (to_jsonb(new) - array['version', 'reviewed_at', 'reviewed_by', 'review_sealed'])
      is distinct from (to_jsonb(old) - array['version', 'reviewed_at', 'reviewed_by', 'review_sealed']) then
    raise exception 'a closed emergency does not change' using errcode = 'check_violation';
  end if;
  if old.person_id <> new.person_id or old.drill <> new.drill or old.raised_at <> new.raised_at then
    raise exception 'whose emergency it is does not change' using errcode = 'check_violation';
  end if;
  if array_position(array['YELLOW', 'ORANGE', 'RED'], new.highest_level) < array_position(array['YELLOW', 'ORANGE', 'RED'], old.highest_level) then
    raise exception 'the highest level does not go down' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger emergency_course before update on crisis.emergency for each row execute function crisis.keep_course();

-- The protocol: append-only, each line with its second.
create table crisis.entry (
  seq bigint generated always as identity,                   -- lines of one second keep their order
  id uuid primary key,
  emergency_id uuid not null references crisis.emergency,
  person_id uuid not null,
  at timestamptz not null,
  by uuid,                                                   -- null: the system
  kind text not null check (kind ~ '^[a-z][a-z0-9-]*$' and length(kind) <= 40),
  facts jsonb not null default '{}',                         -- codes: question and answer, level, account, channel
  note_sealed bytea
);
create index entry_of on crisis.entry (emergency_id, at);
create index entry_person on crisis.entry (person_id);
create trigger entry_is_append_only before update or delete on crisis.entry for each row execute function platform.refuse_change();

-- Who was called to help, over what, and what became of it.
create table crisis.page (
  id uuid primary key,
  emergency_id uuid not null references crisis.emergency,
  account_id uuid not null,
  place text not null check (place in ('first-oncall', 'second-oncall', 'coordinator', 'again')),
  channel text not null check (channel in ('session', 'push', 'sms')),
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed', 'seen')),
  made_at timestamptz not null,
  by uuid,                                                   -- null: the clock
  tries smallint not null default 0,
  next_try_at timestamptz,
  ended_at timestamptz,
  failure text check (length(failure) <= 60)
);
create index page_of on crisis.page (emergency_id);
create index page_queue on crisis.page (made_at) where state = 'queued';
create index page_account on crisis.page (account_id, emergency_id);

-- A browser of a member of staff that may be woken (Push API, RFC 8030/8291).
create table crisis.push_subscription (
  id uuid primary key,
  account_id uuid not null references access.account,
  endpoint text not null unique check (length(endpoint) <= 1000),
  p256dh text not null check (length(p256dh) <= 200),
  auth text not null check (length(auth) <= 100),
  device text check (length(device) <= 120),
  created_at timestamptz not null,
  last_ok_at timestamptz,
  ended_at timestamptz
);
create index push_of on crisis.push_subscription (account_id) where ended_at is null;

-- The public half of the key with which this installation wakes browsers; another key ends every subscription.
create table crisis.push_key (
  id boolean primary key default true check (id),
  public_key text not null check (length(public_key) <= 200),
  set_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['crisis.emergency', 'crisis.entry', 'crisis.page', 'crisis.push_subscription'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
  end loop;
  foreach t in array array['crisis.emergency', 'crisis.entry'] loop
    execute format('create policy by_relation on %s to geleit_app using (exists (select 1 from access.care_relation r where r.person_id = %s.person_id)) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %s.person_id))', t, split_part(t, '.', 2), split_part(t, '.', 2));
  end loop;
end $$;
create policy paged on crisis.page to geleit_app using ((select app.account_id()) is not null) with check ((select app.account_id()) is not null);
create policy own_devices on crisis.push_subscription to geleit_app
  using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()));

-- Whoever is signed in may call for help, also for somebody with whom nobody here has to do yet. The desk and the duty psychologists get
-- their relation; it ends with the emergency (app.end_relations of its id).
create function app.relate_emergency(p_desk uuid, p_oncall uuid, p_person uuid, p_emergency uuid, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if not app.is_system() then
    if v_actor.account_id is null then raise exception 'nobody raises an emergency' using errcode = 'insufficient_privilege'; end if;
    if exists (select 1 from access.care_relation r where r.person_id = p_person)
       and not exists (select 1 from access.care_relation r where r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
         and (r.kind = any (app.queues()) or r.account_id = v_actor.account_id or r.practitioner_id = v_actor.practitioner_id)) then
      raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
    end if;
  end if;
  insert into access.care_relation (id, person_id, kind, cause_kind, cause_id, from_at, set_by)
    values (p_desk, p_person, 'desk', 'emergency', p_emergency, p_at, v_actor.account_id),
           (p_oncall, p_person, 'oncall', 'emergency', p_emergency, p_at, v_actor.account_id);
  -- Whoever raised it sees it, whatever her role is.
  if v_actor.account_id is not null then
    insert into access.care_relation (id, person_id, kind, account_id, cause_kind, cause_id, from_at, set_by)
      values (gen_random_uuid(), p_person, 'team', v_actor.account_id, 'emergency', p_emergency, p_at, v_actor.account_id);
  end if;
end $$;

-- A browser that may be woken belongs to whoever subscribed with it last: at a shared machine the one before hears nothing more.
create function app.keep_push(p_id uuid, p_endpoint text, p_p256dh text, p_auth text, p_device text, p_at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_account uuid := app.account_id();
  v_id uuid;
begin
  if v_account is null then raise exception 'nobody subscribes' using errcode = 'insufficient_privilege'; end if;
  insert into crisis.push_subscription (id, account_id, endpoint, p256dh, auth, device, created_at)
    values (p_id, v_account, p_endpoint, p_p256dh, p_auth, p_device, p_at)
  on conflict (endpoint) do update set account_id = excluded.account_id, p256dh = excluded.p256dh, auth = excluded.auth,
    device = coalesce(excluded.device, crisis.push_subscription.device), ended_at = null
  returning id into v_id;
  return v_id;
end $$;

-- Whom a request is about, for somebody who has to do with that person; otherwise nothing. Locks it: two desks that call for help at
-- once for one request make one emergency.
create function app.person_of_request(p_request uuid) returns uuid language sql volatile security definer set search_path = pg_catalog as $$
  select q.person_id from placement.request q
  where q.id = p_request and (app.is_system() or exists (
    select 1 from access.care_relation r where r.person_id = q.person_id and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
      and (r.kind = any (app.queues()) or r.account_id = app.account_id() or r.practitioner_id = app.practitioner_id())))
  for update
$$;
revoke execute on function app.keep_push(uuid, text, text, text, text, timestamptz) from public;
revoke execute on function app.person_of_request(uuid) from public;
revoke execute on function crisis.keep_course() from public;
grant execute on function app.keep_push(uuid, text, text, text, text, timestamptz) to geleit_app;
grant execute on function app.person_of_request(uuid) to geleit_app, geleit_jobs;
revoke execute on function app.relate_emergency(uuid, uuid, uuid, uuid, timestamptz) from public;
revoke execute on function crisis.keep_signed() from public;
grant execute on function app.relate_emergency(uuid, uuid, uuid, uuid, timestamptz) to geleit_app, geleit_jobs;
grant usage on schema crisis to geleit_app, geleit_jobs, geleit_report;
grant select, insert, update on crisis.script, crisis.emergency, crisis.page, crisis.push_subscription to geleit_app, geleit_jobs;
grant select on crisis.push_key to geleit_app;
grant select, insert, update on crisis.push_key to geleit_jobs;
grant select, insert on crisis.entry to geleit_app, geleit_jobs;
