-- Soziotherapie (§ 37a SGB V): practice, prescribers, episodes, prescriptions, the contingent with its append-only ledger, sessions with
-- their parts and notes, care plans, reviews.
create schema soziotherapie;

create table soziotherapie.practice (
  organisation_id uuid primary key references directory.organisation,
  ik text not null check (ik ~ '^\d{9}$'),
  state text not null check (state ~ '^[A-Z]{2}$'),
  name text not null check (length(name) between 1 and 120),
  street text not null, postal_code text not null check (postal_code ~ '^\d{5}$'), place text not null,
  phone text, email text,
  bank_name text, iban text check (iban ~ '^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$'),
  tax_number text check (length(tax_number) <= 30),
  choices jsonb not null default '{}',                       -- what the practice chose where the law leaves it open (rules/parameters)
  version integer not null default 1
);

-- Doctors, psychotherapists and clinics who prescribe; no clients in it.
create table soziotherapie.prescriber (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  title text check (length(title) <= 40),
  kind text not null,                                        -- rules/prescriber PRESCRIBER_KINDS
  practice_name text check (length(practice_name) <= 120),
  lanr text check (lanr ~ '^\d{9}$'),
  bsnr text check (bsnr ~ '^\d{9}$'),
  ik text check (ik ~ '^\d{9}$'),                            -- hospital or clinic
  street text, postal_code text, place text,
  phone text, fax text, email text,
  permission_from date,                                      -- of the Kassenärztliche Vereinigung
  permission_to date check (permission_to >= permission_from),
  recorded_at timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1
);

create table soziotherapie.contingent (
  person_id uuid primary key references people.person,       -- the row that writers lock
  version integer not null default 1
);
-- A Krankheitsfall: three years, both days inclusive. The sum is kept by the ledger's own trigger, the ceiling by the table.
create table soziotherapie.contingent_window (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references soziotherapie.contingent,
  start_on date not null,
  end_on date not null check (end_on - start_on >= 1094),    -- I7
  used_minutes integer not null default 0,
  cap_minutes integer not null default 7200 check (cap_minutes between 0 and 7200), -- § 37a (1) SGB V
  constraint contingent_not_overdrawn check (used_minutes between 0 and cap_minutes),
  constraint windows_apart exclude using gist (person_id with =, daterange(start_on, end_on, '[]') with &&)
);

create table soziotherapie.episode (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null references directory.organisation,
  practitioner_id uuid references directory.practitioner,    -- who accompanies; null: not assigned yet
  prescriber_id uuid references soziotherapie.prescriber,    -- who prescribes now
  state text not null check (state in ('INQUIRY', 'REFERRED', 'TRIAL', 'IN_APPLICATION', 'ACTIVE', 'PAUSED', 'GAP', 'EXHAUSTED', 'CLOSED')),
  previous_id uuid references soziotherapie.episode,
  opened_on date not null,
  asked_by text not null check (asked_by in ('office', 'desk', 'client', 'relative', 'prescriber', 'clinic', 'case-manager', 'web')),
  contact_note_sealed bytea,
  waiting_since date,                                        -- on the practice's own waiting list
  paused_from date,
  pause_reason text check (pause_reason in ('hospital', 'vacation', 'unreachable', 'other')),
  frequency_per_week numeric(4,2) check (frequency_per_week between 0.05 and 10),
  closed_on date,
  close_reason text,
  closing_report_sealed bytea,
  restricted_at timestamptz,                                 -- Art. 18 GDPR, or six months after the end
  legal_hold text check (length(legal_hold) <= 200),
  legal_hold_review_on date,
  version integer not null default 1,
  check ((state = 'CLOSED') = (closed_on is not null)),
  check (state <> 'CLOSED' or close_reason is not null),
  check (state <> 'PAUSED' or paused_from is not null)
);
create index episode_person on soziotherapie.episode (person_id);
create index episode_practitioner on soziotherapie.episode (practitioner_id);
create index episode_organisation on soziotherapie.episode (organisation_id, state);
create unique index episode_open on soziotherapie.episode (person_id, organisation_id) where state <> 'CLOSED' and state <> 'EXHAUSTED';

create table soziotherapie.prescription (
  id uuid primary key,
  episode_id uuid not null references soziotherapie.episode,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  form text not null check (form in ('26', '28')),
  kind text not null check (kind in ('TRIAL', 'INITIAL', 'FOLLOW_UP', 'DISCHARGE', 'REFERRAL')),
  prescriber_id uuid references soziotherapie.prescriber,
  payer_ik text check (payer_ik ~ '^\d{9}$'),
  issued_on date,
  units smallint check (units between 1 and 30),             -- ST-RL § 5 (1)
  group_allowed boolean not null default false,
  state text not null default 'DRAFT' check (state in ('DRAFT', 'ISSUED', 'COMPLETE', 'SUBMITTED', 'PROVISIONAL', 'MD_REVIEW', 'APPROVED', 'PARTIALLY_APPROVED',
    'REFUSED', 'OBJECTED', 'APPROVAL_FREE', 'WITHDRAWN')),
  usage text not null default 'UNUSED' check (usage in ('UNUSED', 'IN_USE', 'USED_UP', 'LAPSED')),
  lapse_reason text check (lapse_reason in ('validity', 'discharge', 'insurer', 'window')),
  approval_free boolean not null default false,
  form_sealed bytea,                                         -- diagnoses, GAF, impairments, goals … (forms of chapter 4)
  discharged_on date,
  submit_until date,                                         -- R7
  submitted_on date,
  submitted_by_channel text check (submitted_by_channel in ('post', 'fax', 'in-person', 'portal', 'email')),
  proof_file_id uuid references records.file,
  care_plan_due_on date,                                     -- Muster 27 "follows"
  received_on date,                                          -- by the insurer
  md_notice_on date,
  delay_notice_until date,
  decision_due_on date,                                      -- R8
  deemed_flag_on date,                                       -- deemedApprovalPossible was raised
  withdrawn_on date,
  lapses_from date,                                          -- R18
  used_parts integer not null default 0,                     -- 180 parts are a unit; kept by the ledger's trigger
  set_off_parts integer not null default 0 check (set_off_parts between 0 and 900), -- trial units (R4)
  version integer not null default 1,
  created_at timestamptz not null,
  check (state = 'DRAFT' or (issued_on is not null and units is not null)),
  check (kind not in ('TRIAL', 'REFERRAL') or units is null or units <= 5),
  check ((form = '28') = (kind = 'REFERRAL')),
  check (received_on is null or issued_on is not null and received_on >= issued_on),
  constraint prescription_not_overdrawn check (used_parts between 0 and coalesce(units, 0) * 180) -- I2
);
create index prescription_person on soziotherapie.prescription (person_id);
create index prescription_episode on soziotherapie.prescription (episode_id);
create index prescription_waiting on soziotherapie.prescription (decision_due_on) where state in ('SUBMITTED', 'PROVISIONAL', 'MD_REVIEW');

-- Decisions of the insurer, one row a letter; an objection names the one that it is against.
create table soziotherapie.decision (
  id uuid primary key,
  prescription_id uuid not null references soziotherapie.prescription,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  kind text not null check (kind in ('approved', 'partly', 'refused')),
  units smallint not null check (units between 0 and 30),
  decided_on date not null,
  posted_on date not null,
  really_received_on date,
  known_on date not null,
  notified_on date not null,                                 -- R9
  valid_from date, valid_to date check (valid_to >= valid_from),
  number text check (length(number) <= 40),
  remedies_told boolean not null default true,
  reason_sealed bytea,
  file_id uuid references records.file,
  objection_until date,                                      -- R9
  objected_on date,
  objected_by text check (objected_by in ('client', 'guardian')),
  after_objection boolean not null default false,
  recorded_at timestamptz not null,
  recorded_by uuid
);
create index decision_prescription on soziotherapie.decision (prescription_id, recorded_at);
create index decision_person on soziotherapie.decision (person_id);

create table soziotherapie.hospital_stay (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  admitted_on date not null, admitted_at text check (admitted_at ~ '^\d\d:\d\d$'),
  discharged_on date check (discharged_on >= admitted_on), discharged_at text check (discharged_at ~ '^\d\d:\d\d$'),
  recorded_at timestamptz not null, recorded_by uuid,
  withdrawn_at timestamptz,
  version integer not null default 1
);
create index hospital_stay_person on soziotherapie.hospital_stay (person_id);
-- Other help beside it: psychiatric home nursing and the like (R20).
create table soziotherapie.parallel_care (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  kind text not null check (kind in ('pHKP', 'psychotherapy', 'Eingliederungshilfe', 'other')),
  from_on date not null, to_on date check (to_on >= from_on),
  details_sealed bytea,                                      -- provider, goals, visiting times
  recorded_at timestamptz not null, recorded_by uuid,
  withdrawn_at timestamptz,
  version integer not null default 1
);
create index parallel_care_person on soziotherapie.parallel_care (person_id);

create table soziotherapie.therapy_group (
  id uuid primary key,
  organisation_id uuid not null references directory.organisation,
  practitioner_id uuid not null references directory.practitioner,
  co_practitioner_id uuid references directory.practitioner,
  name text not null check (length(name) between 1 and 80),
  seats smallint not null default 12 check (seats between 2 and 12),
  closed_at timestamptz,
  version integer not null default 1
);

-- One session of one person; the sessions of a group meeting share their group_session_id.
create table soziotherapie.session (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  episode_id uuid not null references soziotherapie.episode,
  practitioner_id uuid not null references directory.practitioner,
  setting text not null check (setting in ('single', 'group')),
  group_id uuid references soziotherapie.therapy_group,
  group_session_id uuid,
  co_led boolean not null default false,
  state text not null check (state in ('PLANNED', 'CONFIRMED', 'DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'RELEASED', 'INVOICED', 'PAID',
    'NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER', 'DISPUTED')),
  disputed_from text,
  start_local text not null check (start_local ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d$'), -- by the clock on the wall (R3)
  end_local text not null check (end_local ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d$'),
  day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  span tstzrange generated always as (tstzrange(starts_at, ends_at)) stored,
  minutes integer not null check (minutes between 1 and 1440),
  place_kind text check (place_kind in ('home', 'outside', 'office', 'practice', 'other')),
  address_sealed bytea,                                      -- where else than at home
  route_order smallint,
  takes_place boolean generated always as (state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER')) stored,
  risk_confirmed_by uuid, risk_confirmed_at timestamptz,     -- delivered although not covered
  hospital_note_sealed bytea, overlap_reason_sealed bytea,   -- R17, R20
  delivered_at timestamptz, documented_at timestamptz,       -- the server's clock (R21)
  late_reason_sealed bytea, late_released_by uuid, late_released_at timestamptz,
  off_reason text check (length(off_reason) <= 60),
  signed_how text check (signed_how in ('screen', 'paper', 'not-possible', 'refused')),
  signed_at timestamptz, signature_file_id uuid references records.file, signature_reason_sealed bytea,
  released_by uuid, released_at timestamptz,
  invoice_line_id uuid,
  device_entry uuid unique,                                  -- key of an entry written without network: exactly once
  version integer not null default 1,
  created_at timestamptz not null, created_by uuid,
  check ((setting = 'group') = (group_session_id is not null)),
  check (state <> 'LATE_PENDING' or late_reason_sealed is not null),
  constraint session_practitioner_overlap exclude using gist (practitioner_id with =, span with &&)
    where (setting = 'single' and state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER')),
  constraint session_person_overlap exclude using gist (person_id with =, span with &&)
    where (not co_led and state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER'))
);
create index session_person on soziotherapie.session (person_id, day);
create index session_practitioner on soziotherapie.session (practitioner_id, day);
create index session_episode on soziotherapie.session (episode_id);
create index session_month on soziotherapie.session (organisation_id, day);
create index session_undone on soziotherapie.session (organisation_id, state) where state in ('PLANNED', 'CONFIRMED', 'DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED');

-- How a session counts now: one row a way of being paid (R16). A new walk writes new rows; the old ones stay, no longer live.
create table soziotherapie.session_part (
  id uuid primary key,
  session_id uuid not null references soziotherapie.session,
  person_id uuid not null,
  organisation_id uuid not null,
  position smallint not null,
  prescription_id uuid references soziotherapie.prescription,
  status text not null check (status in ('EXEMPT', 'APPROVED', 'PROVISIONAL', 'UNCOVERED')),
  because text,
  minutes integer not null check (minutes >= 0),
  parts integer not null check (parts >= 0),
  cap_minutes integer not null check (cap_minutes >= 0),
  reckoned_at timestamptz not null,
  live boolean not null default true,
  check ((status = 'UNCOVERED') = (prescription_id is null))
);
create unique index session_part_live on soziotherapie.session_part (session_id, position) where live;
create index session_part_person on soziotherapie.session_part (person_id);
create index session_part_session on soziotherapie.session_part (session_id);

-- The contingent: never changed, never deleted; the only basis of R2.
create table soziotherapie.ledger_entry (
  id uuid primary key,
  person_id uuid not null references soziotherapie.contingent,
  organisation_id uuid not null,
  day date not null,
  kind text not null check (kind in ('OWN_SINGLE', 'OWN_GROUP', 'TRIAL', 'REFERRAL', 'DISCHARGE', 'EXTERNAL', 'CORRECTION')),
  minutes integer not null check (case when kind = 'CORRECTION' then minutes < 0 else minutes > 0 end),
  parts integer not null default 0 check (case when kind = 'CORRECTION' then parts <= 0 when kind = 'EXTERNAL' then parts = 0 else parts > 0 end),
  prescription_id uuid references soziotherapie.prescription,
  session_id uuid references soziotherapie.session,
  corrects uuid references soziotherapie.ledger_entry,
  evidence_file_id uuid references records.file,
  evidence text check (length(evidence) <= 200),
  recorded_at timestamptz not null,
  recorded_by uuid,
  check ((kind = 'CORRECTION') = (corrects is not null)),
  check (kind <> 'EXTERNAL' or evidence_file_id is not null or length(trim(evidence)) > 0)
);
create index ledger_entry_person on soziotherapie.ledger_entry (person_id, day);
create index ledger_entry_session on soziotherapie.ledger_entry (session_id) where session_id is not null;
create index ledger_entry_corrects on soziotherapie.ledger_entry (corrects) where corrects is not null;

create function app.post_ledger_entry() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if new.corrects is not null and (
      select c.day <> new.day or c.person_id <> new.person_id or c.kind = 'CORRECTION' or c.prescription_id is distinct from new.prescription_id
        or c.minutes + new.minutes + coalesce((select sum(o.minutes) from soziotherapie.ledger_entry o where o.corrects = c.id and o.id <> new.id), 0) < 0
      from soziotherapie.ledger_entry c where c.id = new.corrects) then
    raise exception 'a correction that does not fit what it corrects' using errcode = 'check_violation', constraint = 'ledger_correction';
  end if;
  update soziotherapie.contingent_window w set used_minutes = w.used_minutes + new.minutes
  where w.person_id = new.person_id and new.day between w.start_on and w.end_on;
  if not found then
    raise exception 'no window holds this day' using errcode = 'check_violation', constraint = 'ledger_window';
  end if;
  if new.prescription_id is not null then
    update soziotherapie.prescription p set used_parts = p.used_parts + new.parts
    where p.id = new.prescription_id and p.person_id = new.person_id and p.state not in ('DRAFT', 'ISSUED', 'COMPLETE', 'WITHDRAWN') or p.id = new.prescription_id and new.parts <= 0 or p.id = new.prescription_id and p.state = 'WITHDRAWN' and new.day <= p.withdrawn_on;
    if not found then
      raise exception 'no usable prescription' using errcode = 'check_violation', constraint = 'ledger_prescription';
    end if;
  end if;
  return null;
end $$;
create trigger post_ledger_entry after insert on soziotherapie.ledger_entry for each row execute function app.post_ledger_entry();

-- The windows as the rule draws them (an earlier day became known); their sums come from the ledger itself.
create function app.draw_windows(p_person uuid, p_windows jsonb, p_cap_minutes integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not app.is_system() and not exists (select 1 from access.office_relation o where o.person_id = p_person and o.organisation_id = (app.actor()).organisation_id)
     and not exists (select 1 from access.care_relation r where r.person_id = p_person and r.practitioner_id = app.practitioner_id()
       and r.kind in ('team', 'substitute') and (r.until_at is null or r.until_at > app.now())) then
    raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
  end if;
  perform 1 from soziotherapie.contingent c where c.person_id = p_person for update;
  delete from soziotherapie.contingent_window w where w.person_id = p_person;
  insert into soziotherapie.contingent_window (person_id, start_on, end_on, cap_minutes, used_minutes)
  select p_person, (w->>'start')::date, (w->>'end')::date, p_cap_minutes, coalesce((
    select sum(e.minutes) from soziotherapie.ledger_entry e
    where e.person_id = p_person and e.day between (w->>'start')::date and (w->>'end')::date), 0)
  from jsonb_array_elements(p_windows) w;
  if exists (
    select 1 from soziotherapie.ledger_entry e where e.person_id = p_person
      and not exists (select 1 from soziotherapie.contingent_window w where w.person_id = p_person and e.day between w.start_on and w.end_on)
    group by e.day having sum(e.minutes) <> 0) then
    raise exception 'a day of the ledger lies in no window' using errcode = 'check_violation', constraint = 'ledger_window';
  end if;
end $$;

-- What was written about a session: versions, each with author and the server's time; nothing is overwritten (§ 630f (1) BGB).
create table soziotherapie.session_note (
  id uuid primary key,
  session_id uuid not null references soziotherapie.session,
  person_id uuid not null,
  organisation_id uuid not null,
  number smallint not null check (number >= 1),
  kinds text[] not null check (cardinality(kinds) >= 1),     -- measure kinds
  goal_ids uuid[] not null default '{}',
  sealed bytea not null,                                     -- what was done, reaction, next step
  change_reason_sealed bytea,
  occurred_local text not null,
  recorded_at timestamptz not null,
  author_id uuid not null,
  unique (session_id, number)
);
create index session_note_person on soziotherapie.session_note (person_id);
-- What concerns relatives and other third parties: apart, so that it can be withheld (D5).
create table soziotherapie.third_party_note (
  id uuid primary key,
  session_id uuid not null references soziotherapie.session,
  person_id uuid not null,
  organisation_id uuid not null,
  number smallint not null check (number >= 1),
  sealed bytea not null,
  recorded_at timestamptz not null,
  author_id uuid not null,
  unique (session_id, number)
);
create index third_party_note_person on soziotherapie.third_party_note (person_id);

create table soziotherapie.gaf_rating (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  episode_id uuid not null references soziotherapie.episode,
  rated_on date not null,
  rated_by text not null check (rated_by in ('prescriber', 'soziotherapist')),
  prescriber_id uuid references soziotherapie.prescriber,
  source_kind text not null check (source_kind in ('muster-26', 'muster-27', 'review')),
  source_id uuid not null,
  sealed bytea not null,                                     -- the number
  recorded_at timestamptz not null,
  recorded_by uuid
);
create index gaf_rating_person on soziotherapie.gaf_rating (person_id, rated_on);

-- Muster 27: a version is agreed by three and then never changed; the next one is a new row.
create table soziotherapie.care_plan (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  episode_id uuid not null references soziotherapie.episode,
  prescription_id uuid not null references soziotherapie.prescription,
  number smallint not null check (number >= 1),
  state text not null check (state in ('draft', 'offered', 'agreed', 'replaced', 'dropped')),
  sealed bytea not null,
  valid_from date not null,
  planned_units numeric(5,2),
  signed_on date,                                            -- the latest of the three (R6)
  review_id uuid,
  written_at timestamptz not null,
  written_by uuid not null,
  version integer not null default 1,
  unique (episode_id, number),
  check ((state in ('agreed', 'replaced')) = (signed_on is not null))
);
create index care_plan_person on soziotherapie.care_plan (person_id);
create unique index care_plan_in_force on soziotherapie.care_plan (episode_id) where state = 'agreed';
create table soziotherapie.plan_signature (
  id uuid primary key,
  care_plan_id uuid not null references soziotherapie.care_plan,
  person_id uuid not null,
  organisation_id uuid not null,
  party text not null check (party in ('client', 'provider', 'prescriber')),
  how text not null check (how in ('paper', 'screen', 'link', 'refused')),
  by_guardian boolean not null default false,
  signed_on date not null,
  file_id uuid references records.file,
  link_id uuid references access.link,
  content_digest bytea not null,                             -- of exactly what was signed
  recorded_at timestamptz not null,
  recorded_by uuid,
  unique (care_plan_id, party)
);
create index plan_signature_person on soziotherapie.plan_signature (person_id);

create table soziotherapie.review (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  episode_id uuid not null references soziotherapie.episode,
  care_plan_id uuid not null references soziotherapie.care_plan,
  due_on date not null,
  done_on date not null,
  outcome text not null check (outcome in ('continue', 'change', 'end')),
  sealed bytea not null,                                     -- goals, what was agreed
  next_due_on date not null,
  reported_to uuid references soziotherapie.prescriber,
  reported_at timestamptz,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  version integer not null default 1
);
create index review_person on soziotherapie.review (person_id);

-- Amounts that a client paid elsewhere and adds by hand (R14).
create table soziotherapie.other_copay (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  year smallint not null,
  cents integer not null check (cents between 1 and 1000000),
  what text not null check (length(what) <= 80),
  recorded_at timestamptz not null,
  recorded_by uuid,
  withdrawn_at timestamptz
);
create index other_copay_person on soziotherapie.other_copay (person_id);
create table soziotherapie.income (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  year smallint not null,
  sealed bytea not null,                                     -- gross, deductions
  chronic boolean not null,
  recorded_at timestamptz not null,
  recorded_by uuid
);
create index income_person on soziotherapie.income (person_id, year);

-- A device for home visits: its entries are sealed to the server's key and opened here; a conflict keeps both texts.
create table soziotherapie.device_key (
  id uuid primary key,
  public_key bytea not null,
  private_sealed bytea not null,                             -- with the network's own secret
  made_at timestamptz not null,
  retired_at timestamptz
);
create table soziotherapie.device_entry (
  id uuid primary key,                                       -- made on the device
  account_id uuid not null,
  practitioner_id uuid not null,
  person_id uuid,
  session_id uuid,
  sealed_body bytea not null,                                -- as it came
  written_local text not null,
  arrived_at timestamptz not null,
  state text not null check (state in ('applied', 'conflict', 'refused', 'resolved')),
  because text,
  resolved_how text check (resolved_how in ('mine', 'theirs', 'both', 'dropped')),
  resolved_at timestamptz,
  version integer not null default 1
);
create index device_entry_open on soziotherapie.device_entry (practitioner_id) where state in ('conflict', 'refused');

-- Row-level security. "By service": the helper and deputy of the person in this organisation; "by office": its office and lead.
do $$
declare t text; n text; v_care text; v_office text;
begin
  foreach t in array array['contingent', 'contingent_window', 'ledger_entry', 'episode', 'prescription', 'decision', 'hospital_stay', 'parallel_care', 'session', 'session_part',
    'session_note', 'third_party_note', 'gaf_rating', 'care_plan', 'plan_signature', 'review', 'other_copay', 'income', 'device_key', 'device_entry'] loop
    n := 'soziotherapie.' || t;
    execute format('alter table %s enable row level security', n);
    execute format('alter table %s force row level security', n);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', n);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', n);
  end loop;
  foreach t in array array['contingent', 'contingent_window', 'ledger_entry'] loop
    v_care := format('exists (select 1 from access.care_relation r where r.person_id = %s.person_id and r.kind in (''team'', ''substitute''))', t);
    v_office := format('exists (select 1 from access.office_relation o where o.person_id = %s.person_id)', t);
    execute format('create policy by_service on soziotherapie.%s to geleit_app using (%s or %s) with check (%s or %s)', t, v_care, v_office, v_care, v_office);
  end loop;
  foreach t in array array['episode', 'prescription', 'decision', 'hospital_stay', 'parallel_care', 'session', 'session_part', 'care_plan', 'plan_signature', 'gaf_rating'] loop
    v_care := format('exists (select 1 from access.care_relation r where r.person_id = %1$s.person_id and r.organisation_id = %1$s.organisation_id and r.kind in (''team'', ''substitute''))', t);
    v_office := format('exists (select 1 from access.office_relation o where o.person_id = %1$s.person_id and o.organisation_id = %1$s.organisation_id)', t);
    execute format('create policy by_service on soziotherapie.%s to geleit_app using (%s or %s) with check (%s or %s)', t, v_care, v_office, v_care, v_office);
  end loop;
  -- Not for the office: what was written about the person.
  foreach t in array array['session_note', 'review'] loop
    v_care := format('exists (select 1 from access.care_relation r where r.person_id = %1$s.person_id and r.organisation_id = %1$s.organisation_id and r.kind in (''team'', ''substitute''))', t);
    execute format('create policy by_care on soziotherapie.%s to geleit_app using (%s) with check (%s)', t, v_care, v_care);
  end loop;
  -- Not for a deputy either.
  v_care := 'exists (select 1 from access.care_relation r where r.person_id = third_party_note.person_id and r.organisation_id = third_party_note.organisation_id and r.kind = ''team'')';
  execute format('create policy by_case on soziotherapie.third_party_note to geleit_app using (%s) with check (%s)', v_care, v_care);
  -- Money of the client: office and lead only (rule book 5.3).
  foreach t in array array['other_copay', 'income'] loop
    v_office := format('exists (select 1 from access.office_relation o where o.person_id = %1$s.person_id and o.organisation_id = %1$s.organisation_id)', t);
    execute format('create policy by_office on soziotherapie.%s to geleit_app using (%s) with check (%s)', t, v_office, v_office);
  end loop;
end $$;
create policy own_entries on soziotherapie.device_entry to geleit_app using (account_id = (select app.account_id())) with check (account_id = (select app.account_id()));
create policy begin_case on soziotherapie.contingent for insert to geleit_app with check ((select app.account_id()) is not null);

-- Tasks of one organisation's office or lead are seen by no other's.
alter table tasks.task add column organisation_id uuid;
drop policy my_tasks on tasks.task;
create policy my_tasks on tasks.task for select to geleit_app using (
  assignee_id = (select app.account_id())
  or (assignee_role = any ((select app.roles())::text[]) and (practitioner_id is null or practitioner_id = (select app.practitioner_id()))
    and (organisation_id is null or organisation_id = (select (app.actor()).organisation_id))));
drop policy change_my_tasks on tasks.task;
create policy change_my_tasks on tasks.task for update to geleit_app using (
  assignee_id = (select app.account_id())
  or (assignee_role = any ((select app.roles())::text[]) and (practitioner_id is null or practitioner_id = (select app.practitioner_id()))
    and (organisation_id is null or organisation_id = (select (app.actor()).organisation_id)))
  or (person_id is not null and exists (select 1 from access.care_relation r where r.person_id = task.person_id)))
  with check (true);

revoke execute on function app.post_ledger_entry(), app.draw_windows(uuid, jsonb, integer) from public;
grant execute on function app.draw_windows(uuid, jsonb, integer) to geleit_app, geleit_jobs;
grant usage on schema soziotherapie to geleit_app, geleit_jobs, geleit_report;
grant select, insert, update on soziotherapie.practice, soziotherapie.prescriber, soziotherapie.episode, soziotherapie.prescription, soziotherapie.hospital_stay,
  soziotherapie.parallel_care, soziotherapie.therapy_group, soziotherapie.session, soziotherapie.care_plan, soziotherapie.contingent, soziotherapie.device_entry to geleit_app, geleit_jobs;
grant select, insert on soziotherapie.ledger_entry, soziotherapie.session_note, soziotherapie.third_party_note, soziotherapie.gaf_rating, soziotherapie.plan_signature,
  soziotherapie.review, soziotherapie.decision, soziotherapie.session_part, soziotherapie.other_copay, soziotherapie.income to geleit_app, geleit_jobs;
grant select on soziotherapie.contingent_window to geleit_app, geleit_jobs;
grant update (live) on soziotherapie.session_part to geleit_app, geleit_jobs;
grant update (objected_on, objected_by) on soziotherapie.decision to geleit_app, geleit_jobs;
grant update (reported_to, reported_at, version) on soziotherapie.review to geleit_app, geleit_jobs;
grant update (withdrawn_at) on soziotherapie.other_copay to geleit_app, geleit_jobs;
grant select (id, public_key, made_at, retired_at) on soziotherapie.device_key to geleit_app;
grant select, insert, update on soziotherapie.device_key to geleit_jobs;
