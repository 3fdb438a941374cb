-- What other services of the region offer (directory), and the closed loop with partners (referrals).

-- A service that is not a psychotherapy place: debt advice, home nursing, housing … searched by the same hard and soft pattern as places.
create table directory.service (
  id uuid primary key,
  organisation_id uuid not null references directory.organisation,
  location_id uuid references directory.location,
  name text not null check (length(name) between 1 and 120),
  service_type text not null check (service_type ~ '^[a-z][a-z0-9-]*$'), -- rules/services
  system text not null check (system in ('health', 'long-term-care', 'participation', 'work', 'youth', 'social-assistance', 'education', 'justice', 'counselling')),
  postal_areas text[] not null default '{}',                 -- leading digits of postal codes; empty: everywhere
  target_groups text[] not null default '{}', min_age smallint check (min_age between 0 and 120), max_age smallint check (max_age between 0 and 120),
  payers text[] not null default '{}', languages text[] not null default '{de}', access jsonb not null default '{}',
  modalities text[] not null default '{in-person}', outreach boolean not null default false,
  admission text check (length(admission) <= 600),           -- what must be there before somebody is taken in
  capacity text not null default 'ask' check (capacity in ('free', 'ask', 'full')), waiting_days smallint check (waiting_days between 0 and 1500),
  contact_name text check (length(contact_name) <= 120), contact_phone text check (length(contact_phone) <= 40), contact_email text check (length(contact_email) <= 254),
  asked integer not null default 0, answered integer not null default 0, -- how many referrals got an answer
  confirmed_at timestamptz, changed_by uuid, closed_at timestamptz, version integer not null default 1
);
create index service_type_open on directory.service (service_type) where closed_at is null;
create index service_organisation on directory.service (organisation_id);

create schema referrals;
create table referrals.referral (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null references directory.organisation, -- who sends
  origin_kind text not null check (origin_kind in ('case', 'episode')), origin_id uuid not null, line_id uuid,
  service_type text not null, domain text, need text check (length(need) <= 40),
  service_id uuid references directory.service, recipient_organisation_id uuid references directory.organisation,
  recipient_sealed bytea not null,                           -- name, person, mail, phone as known to the sender
  release_id uuid references consent.consent,
  classes text[] not null default '{}',                      -- what the packet carries, at most what the release names
  draft_sealed bytea,                                        -- what the sender writes: the request, a text for each class
  packet_sealed bytea,                                       -- frozen when it is sent: exactly what the partner sees
  urgent boolean not null default false,
  state text not null default 'draft' check (state in ('draft', 'sent', 'seen', 'accepted', 'waitlisted', 'rejected', 'scheduled', 'started', 'on_hold', 'completed',
    'no_response', 'cancelled', 'client_declined', 'failed_start')),
  held_from text check (held_from in ('accepted', 'scheduled', 'started')), held_on date,
  sent_on date, seen_on date, answered_on date, due_on date, -- answer expected until
  reminded smallint not null default 0, next_on date,        -- next step of the clock
  waitlisted_on date, expected_on date, asked_status_on date,
  rejected_because text check (rejected_because in ('full', 'not-eligible', 'wrong-area', 'other')),
  start_asked boolean not null default false, hold_asked boolean not null default false, -- whether the clock has asked
  first_at timestamptz, started_on date, started_told_by text check (started_told_by in ('provider', 'client')),
  completed_on date, outcome text check (outcome in ('met', 'partly', 'not')), outcome_on date,
  created_on date not null, created_by uuid, version integer not null default 1,
  check (state = 'draft' or sent_on is not null or state in ('cancelled', 'client_declined')),
  check (state <> 'rejected' or rejected_because is not null), check (state <> 'completed' or outcome is not null)
);
create index referral_person on referrals.referral (person_id);
create index referral_origin on referrals.referral (origin_id);
create index referral_clock on referrals.referral (next_on) where next_on is not null;
create index referral_release on referrals.referral (release_id);
create table referrals.step (                                -- append-only
  id uuid primary key, seq bigint generated always as identity, referral_id uuid not null references referrals.referral, person_id uuid not null, organisation_id uuid not null,
  event text not null, state text not null, on_day date not null, at timestamptz not null, by_account uuid, by_party text not null check (by_party in ('sender', 'partner', 'client', 'system')),
  reason text, note_sealed bytea
);
create index step_referral on referrals.step (referral_id, at);
create trigger step_stays before update or delete on referrals.step for each row execute function platform.refuse_change();

do $$
declare t text;
begin
  foreach t in array array['referral', 'step'] loop
    execute format('alter table referrals.%I enable row level security', t);
    execute format('alter table referrals.%I force row level security', t);
    execute format('create policy owner_functions on referrals.%I to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on referrals.%I to geleit_jobs using (true) with check (true)', t);
    execute format('create policy by_service on referrals.%1$I to geleit_app using ('
      'exists (select 1 from access.care_relation r where r.person_id = %1$I.person_id and r.organisation_id = %1$I.organisation_id and r.kind in (''team'', ''substitute''))) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %1$I.person_id and r.organisation_id = %1$I.organisation_id and r.kind in (''team'', ''substitute'')))', t);
  end loop;
end $$;
grant select, insert on directory.service to geleit_app, geleit_jobs;
grant update on directory.service to geleit_app, geleit_jobs;
grant select on directory.service to geleit_report;
grant usage on schema referrals to geleit_app, geleit_jobs, geleit_report;
grant select, insert, update on referrals.referral to geleit_app, geleit_jobs;
grant select, insert on referrals.step to geleit_app, geleit_jobs;

-- A link may open a referral for a partner, or a plan for the client.
alter table access.link drop constraint link_purpose_check;
alter table access.link add constraint link_purpose_check check (purpose in ('sign-plan', 'read-report', 'answer-question', 'upload', 'answer-referral', 'agree-plan'));
alter table access.link drop constraint link_answer_check;
alter table access.link add constraint link_answer_check check (answer in ('signed', 'asked-back', 'declined', 'read', 'uploaded', 'answered', 'agreed'));
