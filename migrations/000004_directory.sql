-- What the network offers: organisations, locations, practitioners, places, services. No personal data of clients here,
-- except which request holds a place (an id).
create schema directory;

create table directory.organisation (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  kind text not null check (kind in ('practice', 'service', 'desk', 'clinic', 'counselling', 'authority', 'other')),
  phone text check (length(phone) <= 40),
  email text check (length(email) <= 254),
  website text check (length(website) <= 200),
  version integer not null default 1,
  closed_at timestamptz
);

create table directory.location (
  id uuid primary key,
  organisation_id uuid not null references directory.organisation,
  name text check (length(name) <= 80),
  street text not null check (length(street) <= 120),
  postal_code text not null check (postal_code ~ '^\d{5}$'),
  place text not null check (length(place) <= 80),
  latitude double precision not null,
  longitude double precision not null,
  state text not null default 'NW',                          -- federal state: holidays
  zone text check (length(zone) <= 20),                      -- key of the network's zone table, if it has one
  access jsonb not null default '{}',                        -- feature -> yes | no | unknown
  directions text check (length(directions) <= 200),
  version integer not null default 1,
  closed_at timestamptz
);
create index location_organisation on directory.location (organisation_id);

create table directory.practitioner (
  id uuid primary key,
  organisation_id uuid not null references directory.organisation,
  name text not null check (length(name) between 1 and 120),
  title text check (length(title) <= 40),
  profession text not null check (profession in ('PP', 'KJP', 'PP-KJP', 'AERZTL', 'SOZIO', 'OTHER')),
  gender text check (gender in ('f', 'm', 'd')),
  pronoun text check (length(pronoun) <= 20),
  phone text check (length(phone) <= 40),
  email text check (length(email) <= 254),
  about text check (length(about) <= 600),
  accepts_new boolean not null default true,
  pause_until date,
  without_policy_allowed boolean not null default false,     -- books "ohne Ausfallregelung" when declined (A.5.2)
  confirmed_at timestamptz,                                  -- "stimmt noch"
  version integer not null default 1,
  closed_at timestamptz
);

create table directory.place (
  id uuid primary key,
  practitioner_id uuid not null references directory.practitioner,
  location_id uuid not null references directory.location,
  kind text not null check (kind in ('PLACE', 'GROUP_SEAT', 'GROUP_BASIC', 'ACUTE', 'CONSULT', 'SERVICE')),
  procedure text check (procedure in ('VT', 'TP', 'AP', 'ST')),
  setting text not null check (setting in ('single', 'group', 'combined')),
  age_min smallint not null check (age_min between 0 and 120),
  age_max smallint not null check (age_max between 0 and 120),
  insurance_kinds text[] not null,
  languages jsonb not null default '[{"tag":"de","level":"C2"}]',
  interpreter_welcome text not null default 'unknown' check (interpreter_welcome in ('yes', 'no', 'unknown')),
  specialities jsonb not null default '{}',
  modality text[] not null,
  windows jsonb not null default '[]',
  earliest_start date,
  expected_end date,
  max_wait_after_trial smallint,
  notes text check (length(notes) <= 200),
  group_id uuid,                                             -- seats of one group share it
  group_name text check (length(group_name) <= 80),
  service_type text check (length(service_type) <= 60),
  state text not null default 'draft' check (state in ('draft', 'open', 'held', 'reserved', 'trial', 'occupied', 'ending', 'paused', 'closed')),
  open_since timestamptz,
  confirmed_at timestamptz,
  interrupted_since timestamptz,
  trial_since timestamptz,
  ends_on date,
  held_by uuid,                                              -- account of the holder
  held_for uuid,                                             -- request
  held_until timestamptz,
  request_id uuid,                                           -- request while reserved, trial, occupied, ending
  -- copies for one covering index of what can be searched; kept by trigger place_copies
  latitude double precision not null default 0,
  longitude double precision not null default 0,
  offered boolean not null default false,                    -- open, held or ending, of a practitioner who accepts
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  check (age_min <= age_max),
  check ((state = 'held') = (held_for is not null and held_until is not null and held_by is not null)),
  check ((state in ('reserved', 'trial', 'occupied', 'ending')) = (request_id is not null) or kind = 'SERVICE' or (state in ('occupied', 'ending') and request_id is null)),
  check (kind <> 'GROUP_SEAT' or setting in ('group', 'combined'))
);
create index place_practitioner on directory.place (practitioner_id);
create unique index place_held_for on directory.place (held_for) where held_for is not null;      -- I2
create unique index place_request on directory.place (request_id) where request_id is not null and state in ('reserved', 'trial'); -- I2
create index place_search on directory.place (kind, latitude, longitude) include (id, version) where offered;
create index place_hold_end on directory.place (held_until) where state = 'held';

-- Every state of every place with its time, without gaps (I5); figures read it.
create table directory.place_state (
  place_id uuid not null,
  at timestamptz not null,
  seq bigint generated always as identity,
  state text not null,
  practitioner_id uuid not null,
  request_id uuid,
  primary key (place_id, seq)
);
create index place_state_time on directory.place_state (at);

create function directory.place_copies() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'INSERT' or new.location_id is distinct from old.location_id then
    select l.latitude, l.longitude into new.latitude, new.longitude from directory.location l where l.id = new.location_id;
  end if;
  new.offered := new.state in ('open', 'held', 'ending');
  return new;
end $$;
create trigger place_copies before insert or update of state, location_id on directory.place for each row execute function directory.place_copies();

create function directory.place_states() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into directory.place_state (place_id, at, state, practitioner_id, request_id)
  values (new.id, coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now()), new.state, new.practitioner_id, coalesce(new.request_id, new.held_for));
  return null;
end $$;
create trigger place_states_insert after insert on directory.place for each row execute function directory.place_states();
create trigger place_states_update after update of state on directory.place for each row when (old.state is distinct from new.state) execute function directory.place_states();

-- What a therapist does not treat: confidential. Only she reads it; everybody else gets a yes or no for a set of codes.
create table directory.exclusion (
  id uuid primary key,
  practitioner_id uuid not null references directory.practitioner,
  code text not null check (code ~ '^[A-Z_]{3,12}$'),
  valid_from date not null,
  valid_to date,
  created_at timestamptz not null default clock_timestamp()
);
create index exclusion_practitioner on directory.exclusion (practitioner_id);

create function app.excluded_practitioners(p_codes text[], p_day date) returns setof uuid
language sql stable security definer set search_path = pg_catalog as $$
  select distinct e.practitioner_id from directory.exclusion e
  where e.code = any (p_codes) and e.valid_from <= p_day and (e.valid_to is null or e.valid_to >= p_day)
$$;

-- The network's travel times between zones, if it keeps some (symmetric).
create table directory.zone_travel (
  zone_a text not null,
  zone_b text not null,
  minutes smallint not null check (minutes between 0 and 600),
  primary key (zone_a, zone_b),
  check (zone_a <= zone_b)
);

create table directory.postal_code (
  postal_code text primary key check (postal_code ~ '^\d{5}$'),
  places text[] not null,
  state text not null,
  community_code text,
  latitude double precision not null,
  longitude double precision not null,
  zone text
);

create table directory.diagnosis (
  edition text not null,                                     -- "ICD-10-GM 2024"
  code text not null,
  terminal boolean not null,
  title text not null,
  primary key (edition, code)
);
