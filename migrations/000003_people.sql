-- Persons, consents, messages, tasks: shared by every engagement.
create schema people;
create schema consent;
create schema messages;
create schema tasks;

create table people.person (
  id uuid primary key,
  version integer not null default 1,
  created_at timestamptz not null,
  given_name text check (length(given_name) <= 80),
  family_name text check (length(family_name) <= 80),
  called text check (length(called) <= 80),                  -- the form the person uses
  birth_date date check (birth_date > '1900-01-01'),
  gender text check (gender in ('f', 'm', 'd')),
  phone text check (length(phone) <= 40),
  email text check (length(email) <= 254),
  street text check (length(street) <= 120),
  postal_code text check (postal_code ~ '^\d{5}$'),
  place text check (length(place) <= 80),
  channel text check (channel in ('email', 'letter', 'sms', 'phone')),
  language text not null default 'de',
  merged_into uuid references people.person
);

create table people.guardian (
  id uuid primary key,
  person_id uuid not null references people.person,
  name text not null check (length(name) between 1 and 120),
  relation text not null check (relation in ('parent', 'guardian', 'court', 'other')),
  has_custody boolean,                                       -- null = not known
  agrees text not null default 'unknown' check (agrees in ('yes', 'no', 'unknown')),
  agreed_at timestamptz,
  phone text check (length(phone) <= 40),
  email text check (length(email) <= 254),
  contact_allowed boolean not null default false,            -- the young person allows contact (rule book D 9)
  scope text check (length(scope) <= 120),                   -- court: scope of the certificate
  version integer not null default 1
);
create index guardian_person on people.guardian (person_id);

-- Keyed tokens to recognise a caller: equality only, never readable by the app.
create table people.recognition (
  person_id uuid not null references people.person,
  kind text not null check (kind in ('phone', 'name-birth')),
  token bytea not null,
  primary key (kind, token, person_id)
);
create index recognition_person on people.recognition (person_id);

create table consent.consent (
  id uuid primary key,
  person_id uuid not null references people.person,
  kind text not null check (kind in ('reminders', 'waiting-list', 'record', 'release')),
  recipient_kind text,
  recipient_id uuid,
  classes text[] not null default '{}',
  purpose text not null,
  form text not null check (form in ('spoken', 'paper', 'portal')),
  text_version text not null,
  given_at timestamptz not null,
  until_at timestamptz,
  withdrawn_at timestamptz,
  taken_by uuid
);
create index consent_person on consent.consent (person_id, kind);

create table messages.message (
  id uuid primary key,
  person_id uuid references people.person,                   -- null: to a member of staff (invitation)
  account_id uuid,
  channel text not null check (channel in ('email', 'letter', 'sms')),
  template text not null check (length(template) <= 60),
  language text not null default 'de',
  state text not null default 'queued' check (state in ('queued', 'sent', 'printed', 'failed', 'cancelled')),
  sealed bytea not null,                                     -- recipient, subject, text
  due_at timestamptz not null,
  created_at timestamptz not null,
  attempts smallint not null default 0,
  next_try_at timestamptz,
  failure text,                                              -- a code
  sent_at timestamptz,
  delivered_at timestamptz,
  cause_kind text not null,
  cause_id uuid not null,
  attachment text check (attachment in ('confirmation-pdf', 'letter-pdf'))
);
create index message_queue on messages.message (due_at) where state = 'queued';
create index message_cause on messages.message (cause_id);

create table tasks.task (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z][a-z-]*$'),        -- its words stand with the room that makes it
  object_kind text not null,
  object_id uuid not null,
  person_id uuid references people.person,
  assignee_id uuid,                                          -- an account …
  assignee_role text,                                        -- … or everybody of a role
  practitioner_id uuid,                                      -- the role therapist: of this practitioner only
  priority smallint not null default 2 check (priority between 1 and 3),
  due_at timestamptz not null,
  created_at timestamptz not null,
  created_by uuid,
  facts jsonb not null default '{}',                         -- codes, times, ids
  note_sealed bytea,
  done_at timestamptz,
  done_by uuid,
  outcome text check (length(outcome) <= 60),
  version integer not null default 1,
  check (assignee_id is not null or assignee_role is not null)
);
create index task_open on tasks.task (assignee_role, due_at) where done_at is null;
create index task_assignee on tasks.task (assignee_id, due_at) where done_at is null;
create unique index task_once on tasks.task (kind, object_id) where done_at is null;

-- A caller is recognised by equality of keyed tokens. Only a person whose placement work lies in the desk's reach is named;
-- every other hit says nothing but that a coordinator must look (house 5).
create function app.recognise(p_kind text, p_token bytea)
returns table (person_id uuid, reach text) language sql stable security definer set search_path = pg_catalog as $$
  select r.person_id,
    case when exists (
      select 1 from access.care_relation c where c.person_id = r.person_id and c.kind = 'desk'
        and c.from_at <= app.now() and (c.until_at is null or c.until_at > app.now() - interval '83 days'))
      then 'desk' else 'elsewhere' end
  from people.recognition r where r.kind = p_kind and r.token = p_token and app.roles() && array['desk', 'coordinator']
  limit 20
$$;
