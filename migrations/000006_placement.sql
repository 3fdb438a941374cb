-- The desk's work: requests, the fit and its snapshots, allocations, blocked pairs, cancellation rules.
create schema placement;

create table placement.request (
  id uuid primary key,
  version integer not null default 1,
  person_id uuid not null,
  state text not null default 'new' check (state in ('new', 'triaged', 'offered', 'placed', 'waiting', 'closed')),
  origin text not null default 'phone' check (origin in ('phone', 'web', 'case', 'partner')),
  origin_id uuid,
  created_at timestamptz not null,
  created_by uuid,
  owner_id uuid,
  next_step_at timestamptz,
  priority smallint not null default 3 check (priority between 1 and 3),
  caller_role text check (caller_role in ('self', 'parent', 'guardian', 'relative', 'referrer', 'court-guardian')),
  privacy_version text,
  privacy_given_at timestamptz,
  safety_opener text check (safety_opener in ('no', 'yes', 'unclear')),
  safety_asked_at timestamptz,
  safety_level text check (safety_level in ('GREEN', 'YELLOW', 'ORANGE', 'RED')),
  safety_blocked_at timestamptz,                             -- yes or unclear: booking waits for the duty psychologist
  safety_released_at timestamptz,
  safety_released_by uuid,
  safety_reason_sealed bytea,
  oncall_wants_acute boolean not null default false,
  criteria jsonb not null default '{}',                      -- codes, times, postal code: what the fit reads
  concern_sealed bytea,                                      -- "In einem Satz: worum geht es?"
  wished_practitioner_id uuid,
  blockers text[] not null default '{}',                     -- "second-consent" …
  snapshot_id uuid,
  triaged_at timestamptz,
  placed_at timestamptz,
  waiting_since timestamptz,
  hold_lost_at timestamptz,
  closed_at timestamptz,
  closed_reason text check (length(closed_reason) <= 40),
  check ((state = 'closed') = (closed_at is not null)),
  check (state <> 'placed' or safety_blocked_at is null or safety_released_at is not null)
);
create index request_person on placement.request (person_id);
create index request_queue on placement.request (state, priority, created_at) where state <> 'closed';

-- What the fit saw and said, with the rule's version: replayable.
create table placement.fit_snapshot (
  id uuid primary key,
  request_id uuid not null references placement.request,
  at timestamptz not null,
  rule_version integer not null,
  seen jsonb not null,
  said jsonb not null
);
create index fit_snapshot_request on placement.fit_snapshot (request_id, at);

create table placement.fit_rule (
  version integer primary key,
  valid_from timestamptz not null,
  rule jsonb not null,
  set_by uuid
);

-- A place given to a request, from booking to its end. Never two at once for a place or a request (I1, I2).
create table placement.allocation (
  id uuid primary key,
  place_id uuid not null,
  request_id uuid not null references placement.request,
  person_id uuid not null,
  practitioner_id uuid not null,
  first_appointment_id uuid not null,
  reserved_at timestamptz not null,
  trial_at timestamptz,
  started_at timestamptz,                                    -- PL7
  client_said_yes_at timestamptz,
  ended_at timestamptz,
  ended_because text check (length(ended_because) <= 40),
  ended_by text check (ended_by in ('client', 'therapist', 'both', 'desk', 'system')),
  overridden text[] not null default '{}',                   -- hard criteria a coordinator set aside
  override_reason_sealed bytea,
  version integer not null default 1
);
create unique index allocation_place on placement.allocation (place_id) where ended_at is null;
create unique index allocation_request on placement.allocation (request_id) where ended_at is null;
create index allocation_person on placement.allocation (person_id);
create index allocation_practitioner on placement.allocation (practitioner_id);

create table placement.pair_block (
  id uuid primary key,
  person_id uuid not null,
  practitioner_id uuid not null,
  reason text not null check (reason in ('failed-fit', 'relative', 'acquaintance', 'opponent', 'client-wish')),
  from_at timestamptz not null,
  until_on date,                                             -- free again on this day; null = for good
  cause_id uuid
);
create index pair_block_person on placement.pair_block (person_id);

create table placement.cancellation_policy (
  id uuid primary key,
  practitioner_id uuid not null,
  policy_version integer not null,
  valid_from timestamptz not null,
  notice_hours smallint not null check (notice_hours between 0 and 48),
  notice_mode text not null default 'wallClock' check (notice_mode in ('wallClock', 'workingDays')),
  fee_type text not null check (fee_type in ('none', 'fixed', 'percent')),
  amount_cents integer check (amount_cents between 0 and 50000),
  percent smallint check (percent between 0 and 100),
  session_price_cents integer check (session_price_cents between 0 and 50000),
  applies_to text[] not null default '{TRIAL,THERAPY,GROUP}',
  goodwill_first boolean not null default true,
  exceptions jsonb not null default '{}',                    -- illness -> none | statement | certificate …
  contact text check (length(contact) <= 200),
  set_by uuid,
  unique (practitioner_id, policy_version),
  check (notice_mode <> 'workingDays' or notice_hours in (0, 24, 48)),
  check (fee_type <> 'fixed' or amount_cents is not null),
  check (fee_type <> 'percent' or (percent is not null and session_price_cents is not null))
);

create table placement.acknowledgement (
  id uuid primary key,
  policy_id uuid references placement.cancellation_policy,   -- null: this practitioner has none
  request_id uuid not null references placement.request,
  person_id uuid not null,
  appointment_id uuid,
  text_hash bytea not null,
  contract_party text not null check (contract_party in ('self', 'guardian')),
  binding boolean not null default true,                     -- false: not binding without custody holder (A.1.6)
  channel_read text not null check (channel_read in ('phone', 'portal', 'practice')),
  read_at timestamptz not null,
  read_by uuid,
  response text not null check (response in ('accepted', 'questions', 'declined')),
  text_sent_at timestamptz,
  text_delivered_at timestamptz,
  text_confirmed_at timestamptz,
  language text not null default 'de',
  interpreter boolean not null default false
);
create index acknowledgement_request on placement.acknowledgement (request_id);
create index acknowledgement_appointment on placement.acknowledgement (appointment_id);

-- What the fee engine suggested, and with which rule; it never invoices.
create table placement.fee_suggestion (
  id uuid primary key,
  appointment_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  result text not null check (result in ('no_fee', 'manual_review', 'fee_possible')),
  rule text not null,
  amount_cents integer,
  decided_at timestamptz,
  decided text check (decided in ('waived', 'noted')),
  decided_by uuid
);
create index fee_suggestion_appointment on placement.fee_suggestion (appointment_id);
