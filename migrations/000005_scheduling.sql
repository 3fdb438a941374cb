-- Time: slots that a helper publishes, appointments that were promised, absences, weekly times.
create schema scheduling;

create table scheduling.slot (
  id uuid primary key,
  practitioner_id uuid not null,
  location_id uuid,
  place_id uuid,                                             -- only for this place; null: for any of the practitioner
  kinds text[] not null check (cardinality(kinds) > 0 and kinds <@ array['CONSULT', 'ACUTE', 'TRIAL', 'THERAPY', 'GROUP']),
  modality text not null default 'in-person' check (modality in ('in-person', 'video')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at and ends_at <= starts_at + interval '8 hours'),
  span tstzrange generated always as (tstzrange(starts_at, ends_at)) stored,
  state text not null default 'free' check (state in ('free', 'held', 'booked', 'blocked', 'withdrawn', 'expired')),
  live boolean not null default true,                        -- takes part in the overlap rule; cleared when withdrawn or past
  held_by uuid,
  held_for uuid,
  held_until timestamptz,
  held_extended boolean not null default false,
  reason text check (length(reason) <= 60),                  -- a code: why blocked ("elsewhere") or withdrawn
  rule_id uuid,                                              -- weekly time that made it
  rule_key text,                                             -- stable key of the occurrence: publishing twice makes one
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  check ((state = 'held') = (held_for is not null and held_until is not null and held_by is not null)),
  -- two slots of one helper never overlap; state is not in the predicate, so that hold and book do not touch this index
  constraint slot_overlap exclude using gist (practitioner_id with =, span with &&) where (live)
) with (fillfactor = 80);
create unique index slot_rule on scheduling.slot (rule_id, rule_key) where rule_id is not null;
create index slot_free on scheduling.slot (practitioner_id, starts_at) where live;
create index slot_hold_end on scheduling.slot (held_until) where state = 'held';
create unique index slot_held_for on scheduling.slot (held_for) where held_for is not null;

create table scheduling.appointment (
  id uuid primary key,
  slot_id uuid references scheduling.slot,
  practitioner_id uuid not null,
  location_id uuid,
  person_id uuid not null,
  request_id uuid not null,
  place_id uuid,
  kind text not null check (kind in ('CONSULT', 'ACUTE', 'TRIAL', 'THERAPY', 'GROUP')),
  modality text not null default 'in-person' check (modality in ('in-person', 'video')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  span tstzrange generated always as (tstzrange(starts_at, ends_at)) stored,
  state text not null default 'booked' check (state in ('booked', 'attended', 'no_show', 'cancelled', 'rebooked')),
  cancelled_how text check (cancelled_how in ('patient_in_time', 'patient_late', 'provider', 'network')),
  cancellation_received_at timestamptz,
  reason text check (length(reason) <= 60),
  live boolean not null default true,                        -- booked and not yet over
  client_overlap_allowed boolean not null default false,     -- coordinator's override, visible and with reason
  is_first boolean not null default false,
  successor_id uuid references scheduling.appointment,
  interpreter_by text check (length(interpreter_by) <= 60),
  marked_at timestamptz,
  booked_at timestamptz not null,
  booked_by uuid,
  version integer not null default 1,
  check ((state = 'cancelled') = (cancelled_how is not null)),
  constraint appointment_practitioner_overlap exclude using gist (practitioner_id with =, span with &&) where (live and kind <> 'GROUP'),
  constraint appointment_person_overlap exclude using gist (person_id with =, span with &&) where (live and not client_overlap_allowed)
);
create unique index appointment_slot on scheduling.appointment (slot_id) where slot_id is not null and state in ('booked', 'attended', 'no_show');
create index appointment_practitioner on scheduling.appointment (practitioner_id, starts_at);
create index appointment_person on scheduling.appointment (person_id, starts_at);
create index appointment_request on scheduling.appointment (request_id);
create index appointment_over on scheduling.appointment (ends_at) where live;

create table scheduling.absence (
  id uuid primary key,
  practitioner_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  span tstzrange generated always as (tstzrange(starts_at, ends_at)) stored,
  kind text not null check (kind in ('leave', 'sick', 'training', 'other')),
  created_at timestamptz not null,
  created_by uuid,
  withdrawn_at timestamptz,
  version integer not null default 1
);
create index absence_practitioner on scheduling.absence using gist (practitioner_id, span) where withdrawn_at is null;

create table scheduling.weekly_time (
  id uuid primary key,
  practitioner_id uuid not null,
  location_id uuid,
  place_id uuid,
  weekday smallint not null check (weekday between 1 and 7),
  from_time text not null check (from_time ~ '^\d\d:\d\d$'),
  to_time text not null check (to_time ~ '^\d\d:\d\d$'),
  slot_minutes smallint not null check (slot_minutes between 10 and 240),
  break_minutes smallint not null default 0 check (break_minutes between 0 and 120),
  rhythm text not null default 'weekly' check (rhythm in ('weekly', 'even', 'odd')),
  kinds text[] not null,
  modality text not null default 'in-person',
  valid_from date not null,
  valid_to date,
  on_holidays boolean not null default false,
  version integer not null default 1,
  withdrawn_at timestamptz
);
create index weekly_time_practitioner on scheduling.weekly_time (practitioner_id) where withdrawn_at is null;

create table scheduling.weekly_exception (
  id uuid primary key,
  weekly_time_id uuid not null references scheduling.weekly_time,
  day date not null,
  kind text not null check (kind in ('skipped', 'extra')),
  from_time text,
  to_time text,
  unique (weekly_time_id, day, kind)
);

-- Calendar feeds: a revocable secret, no personal data behind it.
create table scheduling.feed (
  id uuid primary key,
  practitioner_id uuid not null,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);
