-- A service (a practice of Soziotherapie) and the people it accompanies: relations that carry the organisation, the office's own effect
-- table, cover and payers, files, and links that open exactly one thing.

-- The office of an organisation administers without reading notes: its relation opens no record of care, only what is named below.
create table access.office_relation (
  id uuid primary key,
  person_id uuid not null,
  organisation_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  from_at timestamptz not null,
  until_at timestamptz,
  set_by uuid
);
create index office_relation_person on access.office_relation (person_id, organisation_id);
create index office_relation_organisation on access.office_relation (organisation_id);
create index office_relation_cause on access.office_relation (cause_id);

-- A link for somebody without an account: a prescriber, a client, a partner. The secret stands in the fragment; here only its hash.
create table access.link (
  id uuid primary key,
  token_hash bytea not null unique,
  purpose text not null check (purpose in ('sign-plan', 'read-report', 'answer-question', 'upload')),
  object_kind text not null,
  object_id uuid not null,
  person_id uuid not null,
  organisation_id uuid not null,
  recipient_kind text not null check (recipient_kind in ('prescriber', 'client', 'guardian', 'partner')),
  recipient_id uuid,
  recipient_sealed bytea not null,                           -- name and way, as the sender wrote them
  code_hash bytea,                                           -- told by another way, where health data are behind the link
  code_tries smallint not null default 0 check (code_tries <= 5),
  bound_hash bytea,                                          -- the browser of the first use
  bound_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  expires_at timestamptz not null check (expires_at <= created_at + interval '31 days'),
  revoked_at timestamptz,
  answered_at timestamptz,
  answer text check (answer in ('signed', 'asked-back', 'declined', 'read', 'uploaded')),
  answer_sealed bytea,
  version integer not null default 1
);
create index link_object on access.link (object_id);
create index link_person on access.link (person_id);

-- Cover: who pays for whom from when to when (R18), and certificates of exemption (R11).
create table people.cover (
  id uuid primary key,
  person_id uuid not null references people.person,
  payer_ik text not null check (payer_ik ~ '^\d{9}$'),
  payer_name text not null check (length(payer_name) between 1 and 90),
  kvnr text check (kvnr ~ '^[A-Z]\d{9}$'),
  kvnr_confirmed boolean not null default false,             -- kept although its check digit does not fit
  insured_status text not null check (insured_status ~ '^[135]\d{0,6}$'),
  insurer_group text not null check (insurer_group in ('AOK', 'VDEK', 'BKK', 'IKK', 'LKK', 'KNAPPSCHAFT', 'OTHER')),
  state text not null check (state ~ '^[A-Z]{2}$'),          -- federal state of the insurer: holidays, contract
  from_on date not null,
  to_on date check (to_on >= from_on),
  continues_former boolean not null default false,           -- § 19 (1a) SGB V
  recorded_at timestamptz not null,
  recorded_by uuid,
  withdrawn_at timestamptz,
  version integer not null default 1,
  constraint cover_one_at_a_time exclude using gist (person_id with =, daterange(from_on, to_on, '[]') with &&) where (withdrawn_at is null)
);
create index cover_person on people.cover (person_id);
create table people.copay_exemption (
  id uuid primary key,
  person_id uuid not null references people.person,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  file_id uuid,
  recorded_at timestamptz not null,
  recorded_by uuid,
  withdrawn_at timestamptz
);
create index copay_exemption_person on people.copay_exemption (person_id);

-- Payers as their official file names them; no person in it (contact persons are left out at the door).
create schema payers;
create table payers.payer_file (
  id uuid primary key,
  name text not null check (length(name) <= 40),             -- AO05Q425
  quarter text not null check (quarter ~ '^\d{4}-Q[1-4]$'),
  insurer_group text not null,
  valid_from date not null,
  made_at text not null,                                     -- as the file's head says; the later one of a quarter replaces the earlier
  hash bytea not null unique,
  payers integer not null,
  skipped_contacts integer not null,
  imported_at timestamptz not null,
  imported_by uuid
);
create table payers.payer (
  id uuid primary key,
  file_id uuid not null references payers.payer_file,
  ik text not null check (ik ~ '^\d{9}$'),
  name text not null check (length(name) between 1 and 130),
  short_name text check (length(short_name) <= 45),
  insurer_group text not null,
  street text, postal_code text, place text,
  valid_from date not null,
  valid_to date
);
create index payer_ik on payers.payer (ik, valid_from);
create table payers.payer_route (
  id uuid primary key,
  file_id uuid not null references payers.payer_file,
  ik text not null,
  kind text not null check (kind in ('01', '02', '03', '09')), -- payer, data office without and with decryption, paper office
  partner_ik text not null,
  provider_group text,
  billing_code text,                                         -- 69 exactly, 99 all others, 00 all
  region text,
  data_kind text
);
create index payer_route_ik on payers.payer_route (ik);
-- Prices after § 132b SGB V: data of a contract, never constants (R25).
create table payers.contract_line (
  id uuid primary key,
  organisation_id uuid not null,
  provider_ik text not null check (provider_ik ~ '^\d{9}$'),
  insurer_group text not null check (insurer_group in ('AOK', 'VDEK', 'BKK', 'IKK', 'LKK', 'KNAPPSCHAFT', 'OTHER')),
  state text not null check (state ~ '^[A-Z]{2}$'),
  setting text not null check (setting in ('single', 'group')),
  price_cents integer not null check (price_cents between 1 and 100000),
  per text not null default 'head' check (per in ('head', 'group')),
  step_minutes smallint not null default 15 check (step_minutes in (60, 30, 15, 6, 3)),
  copay_collection text not null default 'insurer' check (copay_collection in ('insurer', 'provider')),
  billable_kinds text[] not null default '{session}',
  invoice_within_months smallint check (invoice_within_months between 1 and 48),
  position_number text check (position_number ~ '^\d{7}$'),
  tariff text check (tariff ~ '^[0-9A-Z]{5}$'),
  contract_name text not null check (length(contract_name) between 1 and 120),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  recorded_at timestamptz not null,
  recorded_by uuid,
  withdrawn_at timestamptz,
  version integer not null default 1
);
create index contract_line_organisation on payers.contract_line (organisation_id);

-- Files: sealed with the person's key, under random names, never opened by the server again after their check.
create schema records;
create table records.file_content (
  id uuid primary key,
  person_id uuid not null,
  digest bytea not null,                                     -- keyed, so that equal files of different people do not show
  sealed bytea not null
);
create index file_content_same on records.file_content (person_id, digest);
create table records.file (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  audience text not null check (audience in ('care', 'office')), -- care: not for the office
  kind text not null check (kind ~ '^[a-z][a-z0-9-]*$'),     -- muster-26, decision, proof-of-sending, signature, release, letter …
  object_kind text,
  object_id uuid,
  content_id uuid not null references records.file_content deferrable initially deferred, -- the same scan twice is stored once
  name_sealed bytea not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')),
  size integer not null check (size between 1 and 26214400),
  notes text[] not null default '{}',                        -- what was taken away: metadata, a long name
  state text not null default 'kept' check (state in ('pending', 'kept', 'refused', 'withdrawn')), -- pending: waits for the virus scanner
  uploaded_at timestamptz not null,
  uploaded_by uuid,
  link_id uuid,
  version integer not null default 1
);
create index file_person on records.file (person_id);
create index file_content_of on records.file (content_id);
create index file_object on records.file (object_id) where object_id is not null;
create index file_pending on records.file (uploaded_at) where state = 'pending';

-- Row-level security.
do $$
declare t text;
begin
  foreach t in array array['access.office_relation', 'access.link', 'people.cover', 'people.copay_exemption', 'payers.contract_line', 'records.file', 'records.file_content'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy owner_functions on %s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on %s to geleit_jobs using (true) with check (true)', t);
  end loop;
  foreach t in array array['people.cover', 'people.copay_exemption'] loop
    execute format('create policy by_relation on %s to geleit_app using ('
      'exists (select 1 from access.care_relation r where r.person_id = %s.person_id) or exists (select 1 from access.office_relation o where o.person_id = %s.person_id)) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %s.person_id) or exists (select 1 from access.office_relation o where o.person_id = %s.person_id))',
      t, split_part(t, '.', 2), split_part(t, '.', 2), split_part(t, '.', 2), split_part(t, '.', 2));
  end loop;
end $$;
create policy own_office on access.office_relation for select to geleit_app using (
  from_at <= app.now() and (until_at is null or until_at > app.now())
  and organisation_id = (select (app.actor()).organisation_id) and (select app.roles())::text[] && array['office', 'lead']);
create policy of_the_service on access.link to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = link.person_id and r.organisation_id = link.organisation_id and r.kind = 'team')
    or exists (select 1 from access.office_relation o where o.person_id = link.person_id and o.organisation_id = link.organisation_id))
  with check (exists (select 1 from access.care_relation r where r.person_id = link.person_id and r.organisation_id = link.organisation_id and r.kind = 'team')
    or exists (select 1 from access.office_relation o where o.person_id = link.person_id and o.organisation_id = link.organisation_id));
create policy of_the_organisation on payers.contract_line to geleit_app
  using (organisation_id = (select (app.actor()).organisation_id)) with check (organisation_id = (select (app.actor()).organisation_id) and (select app.roles())::text[] && array['office', 'lead']);
create policy of_the_service on records.file to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = file.person_id and r.organisation_id = file.organisation_id and r.kind in ('team', 'substitute'))
    or (audience = 'office' and exists (select 1 from access.office_relation o where o.person_id = file.person_id and o.organisation_id = file.organisation_id)))
  with check (exists (select 1 from access.care_relation r where r.person_id = file.person_id and r.organisation_id = file.organisation_id and r.kind = 'team')
    or (audience = 'office' and exists (select 1 from access.office_relation o where o.person_id = file.person_id and o.organisation_id = file.organisation_id)));
create policy by_file on records.file_content to geleit_app
  using (exists (select 1 from records.file f where f.content_id = file_content.id)) with check (exists (select 1 from records.file f where f.content_id = file_content.id));
-- What the office of a service sees of a person: who it is, who represents her, and the key of what it may open.
create policy by_office on people.person for select to geleit_app using (exists (select 1 from access.office_relation o where o.person_id = person.id));
create policy change_by_office on people.person for update to geleit_app
  using (exists (select 1 from access.office_relation o where o.person_id = person.id)) with check (exists (select 1 from access.office_relation o where o.person_id = person.id));
create policy begin_by_office on people.person for insert to geleit_app with check (exists (select 1 from access.office_relation o where o.person_id = person.id));
create policy by_office on people.guardian to geleit_app using (exists (select 1 from access.office_relation o where o.person_id = guardian.person_id))
  with check (exists (select 1 from access.office_relation o where o.person_id = guardian.person_id));
create policy by_office on people.recognition to geleit_app using (exists (select 1 from access.office_relation o where o.person_id = recognition.person_id))
  with check (exists (select 1 from access.office_relation o where o.person_id = recognition.person_id));
create policy by_office on platform.person_key to geleit_app using (exists (select 1 from access.office_relation o where o.person_id = person_key.person_id))
  with check (exists (select 1 from access.office_relation o where o.person_id = person_key.person_id));
create policy by_office on consent.consent to geleit_app using (exists (select 1 from access.office_relation o where o.person_id = consent.person_id))
  with check (exists (select 1 from access.office_relation o where o.person_id = consent.person_id));
create policy by_office on messages.message for select to geleit_app using (person_id is not null and exists (select 1 from access.office_relation o where o.person_id = message.person_id));
create policy change_by_office on tasks.task for update to geleit_app using (
  person_id is not null and exists (select 1 from access.office_relation o where o.person_id = task.person_id)) with check (true);

-- A service takes somebody in: its helper and its office get their relations together. By somebody of the service for a person who is
-- new or already its own, or by somebody who has a relation herself (the desk, a coordinator, a case manager hands over).
create function app.relate_service(p_id uuid, p_office_id uuid, p_person uuid, p_organisation uuid, p_practitioner uuid, p_kind text,
  p_cause_kind text, p_cause uuid, p_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if p_kind not in ('team', 'substitute') then
    raise exception 'not a relation of a service' using errcode = 'insufficient_privilege';
  end if;
  if not app.is_system() then
    if v_actor.account_id is null or not v_actor.roles && array['office', 'lead', 'soziotherapist', 'desk', 'coordinator', 'case-manager'] then
      raise exception 'no right to take somebody in' using errcode = 'insufficient_privilege';
    end if;
    if not (
      (v_actor.organisation_id = p_organisation and v_actor.roles && array['office', 'lead', 'soziotherapist']
        and (not exists (select 1 from access.care_relation r where r.person_id = p_person) and not exists (select 1 from access.office_relation o where o.person_id = p_person)
          or exists (select 1 from access.office_relation o where o.person_id = p_person and o.organisation_id = p_organisation)))
      or exists (select 1 from access.care_relation r where r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
        and (r.kind = any (app.queues()) or r.account_id = v_actor.account_id or r.practitioner_id = v_actor.practitioner_id))) then
      raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
    end if;
  end if;
  if p_practitioner is not null then
    insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at, set_by)
    values (p_id, p_person, p_kind, p_practitioner, p_organisation, p_cause_kind, p_cause, p_at, v_actor.account_id);
  end if;
  if p_office_id is not null then
    insert into access.office_relation (id, person_id, organisation_id, cause_kind, cause_id, from_at, set_by)
    values (p_office_id, p_person, p_organisation, p_cause_kind, p_cause, p_at, v_actor.account_id);
  end if;
end $$;
-- Ends both kinds for a cause (an episode was handed to another practice, a deputy's time is over).
create function app.end_service(p_cause uuid, p_practitioner uuid, p_office boolean, p_until timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if not app.is_system() and not exists (select 1 from access.office_relation o where o.cause_id = p_cause and o.organisation_id = v_actor.organisation_id)
     and not exists (select 1 from access.care_relation r where r.cause_id = p_cause and r.practitioner_id = v_actor.practitioner_id) then
    raise exception 'no relation of this service' using errcode = 'insufficient_privilege';
  end if;
  update access.care_relation r set until_at = p_until
  where r.cause_id = p_cause and r.kind in ('team', 'substitute') and (p_practitioner is null or r.practitioner_id = p_practitioner) and (r.until_at is null or r.until_at > p_until);
  if p_office then
    update access.office_relation o set until_at = p_until where o.cause_id = p_cause and (o.until_at is null or o.until_at > p_until);
  end if;
end $$;
-- What stands behind a link: one statement tells whether it opens, binds it to the browser of the first use and counts wrong codes.
create function app.open_link(p_token_hash bytea, p_browser_hash bytea, p_code_hash bytea, p_at timestamptz)
returns table (outcome text, link_id uuid, purpose text, object_kind text, object_id uuid, person_id uuid, organisation_id uuid, recipient_kind text, recipient_id uuid, answered_at timestamptz, expires_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v access.link;
begin
  select * into v from access.link l where l.token_hash = p_token_hash for update;
  if not found then return query select 'unknown', null::uuid, null, null, null::uuid, null::uuid, null::uuid, null, null::uuid, null::timestamptz, null::timestamptz; return; end if;
  if v.revoked_at is not null or v.expires_at <= p_at then
    return query select 'gone', v.id, v.purpose, null::text, null::uuid, null::uuid, null::uuid, v.recipient_kind, null::uuid, v.answered_at, v.expires_at; return;
  end if;
  if v.bound_hash is not null and v.bound_hash is distinct from p_browser_hash then
    return query select 'other-browser', v.id, v.purpose, null::text, null::uuid, null::uuid, null::uuid, v.recipient_kind, null::uuid, v.answered_at, v.expires_at; return;
  end if;
  if v.bound_hash is null and v.code_hash is not null then
    if v.code_tries >= 5 then
      return query select 'blocked', v.id, v.purpose, null::text, null::uuid, null::uuid, null::uuid, v.recipient_kind, null::uuid, v.answered_at, v.expires_at; return;
    end if;
    if p_code_hash is null or p_code_hash <> v.code_hash then
      if p_code_hash is not null then update access.link l set code_tries = l.code_tries + 1 where l.id = v.id; end if;
      return query select case when p_code_hash is null then 'code-needed' else 'code-wrong' end, v.id, v.purpose, null::text, null::uuid, null::uuid, null::uuid, v.recipient_kind, null::uuid, v.answered_at, v.expires_at; return;
    end if;
  end if;
  if v.bound_hash is null then update access.link l set bound_hash = p_browser_hash, bound_at = p_at where l.id = v.id; end if;
  return query select 'open', v.id, v.purpose, v.object_kind, v.object_id, v.person_id, v.organisation_id, v.recipient_kind, v.recipient_id, v.answered_at, v.expires_at;
end $$;

revoke execute on function app.relate_service(uuid, uuid, uuid, uuid, uuid, text, text, uuid, timestamptz), app.end_service(uuid, uuid, boolean, timestamptz),
  app.open_link(bytea, bytea, bytea, timestamptz) from public;
grant execute on function app.relate_service(uuid, uuid, uuid, uuid, uuid, text, text, uuid, timestamptz), app.end_service(uuid, uuid, boolean, timestamptz) to geleit_app, geleit_jobs;
grant execute on function app.open_link(bytea, bytea, bytea, timestamptz) to geleit_jobs;
grant usage on schema payers, records to geleit_app, geleit_jobs, geleit_report;
grant select on access.office_relation to geleit_app, geleit_jobs;
grant select, insert on access.link to geleit_app, geleit_jobs;
grant update (revoked_at, version) on access.link to geleit_app;
grant update (answered_at, answer, answer_sealed, version) on access.link to geleit_jobs;
grant select, insert, update on people.cover, people.copay_exemption to geleit_app, geleit_jobs;
grant select, insert on payers.payer_file, payers.payer, payers.payer_route to geleit_app, geleit_jobs;
grant update (valid_to) on payers.payer to geleit_app, geleit_jobs;
grant select, insert on payers.contract_line to geleit_app, geleit_jobs;
grant update (valid_to, withdrawn_at, version) on payers.contract_line to geleit_app, geleit_jobs;
grant select, insert on records.file, records.file_content to geleit_app, geleit_jobs;
grant update (state, version, kind, object_kind, object_id) on records.file to geleit_app, geleit_jobs;
