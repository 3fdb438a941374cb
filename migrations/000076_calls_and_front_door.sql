-- Telephone calls of the desk (V8, V16), appointment series, the client's own search, guidance sheets, the public request form.
create schema portal;

create table placement.phone_call (
  id uuid primary key,
  at timestamptz not null,                                   -- when it rang
  answered_at timestamptz,                                   -- null: nobody answered
  ended_at timestamptz,
  account_id uuid,
  request_id uuid references placement.request,
  person_id uuid,
  source text not null check (source in ('desk', 'telephone', 'typed')),
  phone_token bytea,                                         -- keyed: to see that it is the same caller, never who
  foreign_id text check (length(foreign_id) <= 80),          -- the telephone's own id of the call
  check (answered_at is null or answered_at >= at),
  check (ended_at is null or ended_at >= at)
);
create index phone_call_at on placement.phone_call (at);
create index phone_call_request on placement.phone_call (request_id) where request_id is not null;
create unique index phone_call_foreign on placement.phone_call (foreign_id) where foreign_id is not null;
create unique index phone_call_running on placement.phone_call (account_id) where answered_at is not null and ended_at is null and account_id is not null;

-- What the person did to find a place: evidence for Kostenerstattung (§ 13 (3) SGB V).
create table placement.own_search (
  id uuid primary key,
  request_id uuid not null references placement.request,
  person_id uuid not null,
  on_day date not null,
  whom_sealed bytea not null,                                -- practice or service, as the person named it
  channel text not null check (channel in ('phone', 'email', 'visit', 'web', '116117')),
  answer text not null check (answer in ('no-place', 'waiting-list', 'no-answer', 'does-not-fit', 'private-only', 'appointment-only')),
  wait_weeks smallint check (wait_weeks between 0 and 520),
  noted_at timestamptz not null,
  noted_by uuid,
  withdrawn_at timestamptz
);
create index own_search_of on placement.own_search (request_id, on_day);
create index own_search_person on placement.own_search (person_id);

-- Several sessions of one person with one therapist, made together.
create table scheduling.series (
  id uuid primary key,
  practitioner_id uuid not null,
  person_id uuid not null,
  request_id uuid not null,
  kind text not null check (kind in ('TRIAL', 'THERAPY', 'GROUP', 'CONSULT')),
  rhythm text not null check (rhythm in ('weekly', 'fortnightly', 'twice-weekly', 'four-weekly')),
  wanted smallint not null check (wanted between 1 and 60),
  made smallint not null,
  starts_at timestamptz not null,
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz
);
create index series_practitioner on scheduling.series (practitioner_id, starts_at);
create index series_person on scheduling.series (person_id);
alter table scheduling.appointment
  add column series_id uuid references scheduling.series,
  add column late_minutes smallint check (late_minutes between 1 and 240),  -- came, but late
  add column excuse text check (excuse in ('none', 'illness', 'accident', 'hospital', 'child-ill', 'bereavement', 'transport', 'crisis', 'other')),
  add column moved_by text check (moved_by in ('client', 'therapist', 'network'));

-- What a network gives callers to take along: numbers, places, ways. Data of the network, confirmed from time to time.
create table directory.guidance (
  id uuid primary key,
  kind text not null check (kind in ('rescue', 'medical', 'counselling', 'crisis-service', 'psychiatric-admission', 'social-psychiatric', 'tss-116117', 'reimbursement', 'advice-centre', 'self-help', 'other')),
  name text not null check (length(name) between 1 and 120),
  phone text check (length(phone) <= 40),
  url text check (length(url) <= 300),
  address text check (length(address) <= 200),
  hours text check (length(hours) <= 120),
  text_de text check (length(text_de) <= 2000),
  text_en text check (length(text_en) <= 2000),
  postal_prefix text check (postal_prefix ~ '^\d{0,5}$'),    -- where it holds; null or empty: everywhere
  languages text[] not null default '{}',
  in_emergency boolean not null default false,               -- stands on the emergency sheet
  on_sheet boolean not null default true,                    -- is given to those who wait
  position smallint not null default 100,
  confirmed_at timestamptz,
  source text check (length(source) <= 200),
  version integer not null default 1,
  set_at timestamptz not null,
  set_by uuid,
  withdrawn_at timestamptz
);

-- A request that came by the public form. Nobody who is not signed in can read anything here, not even what she wrote.
create table portal.intake (
  id uuid primary key,
  person_id uuid not null,
  request_id uuid not null,
  at timestamptz not null,
  language text not null default 'de',
  form_version text not null,
  sealed bytea not null,
  source_hash bytea,                                         -- of the sender's address and the day: to slow down floods
  taken_over_at timestamptz
);
create index intake_waiting on portal.intake (at) where taken_over_at is null;
create index intake_source on portal.intake (source_hash, at);

do $$
declare t text;
begin
  foreach t in array array['placement.phone_call', 'placement.own_search', 'scheduling.series', 'portal.intake'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
  end loop;
  foreach t in array array['placement.own_search', 'scheduling.series'] loop
    execute format('create policy by_relation on %s to geleit_app using (exists (select 1 from access.care_relation r where r.person_id = %s.person_id)) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %s.person_id))', t, split_part(t, '.', 2), split_part(t, '.', 2));
  end loop;
end $$;
create policy desk_calls on placement.phone_call to geleit_app
  using ((select app.roles())::text[] && array['desk', 'coordinator']) with check ((select app.roles())::text[] && array['desk', 'coordinator']);
create policy own_series on scheduling.series for select to geleit_app using (practitioner_id = (select app.practitioner_id()));
grant usage on schema portal to geleit_app, geleit_jobs, geleit_report;
grant select, insert, update on placement.phone_call, placement.own_search, scheduling.series, directory.guidance to geleit_app, geleit_jobs;
grant select, update on portal.intake to geleit_jobs;
