-- The front door: the public form writes through one function and reads nothing; telephone systems report calls through another.

-- ---- the public form ------------------------------------------------------------------------------------------------------------
alter table portal.intake
  add column put_aside text check (put_aside in ('honey', 'fast')),  -- looks like a machine: waits for a coordinator, is in no queue
  add column failures smallint not null default 0,                   -- takings-over that failed
  add column next_try_at timestamptz;
create index intake_source_at on portal.intake (at);
-- The desk reads what she wrote about calling back, through its relation to her like everything else.
create policy by_relation on portal.intake for select to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = intake.person_id));
grant select on portal.intake to geleit_app;
grant delete on portal.intake to geleit_jobs;

-- The one door for somebody who is not signed in: a new person's key and the sealed form, or nothing. It answers a word and no row.
-- The same id twice is the same form sent twice. Limits hold over all processes: 6 an hour and 20 a day from one source, 200 an hour at all.
create function app.receive_intake(p_id uuid, p_person uuid, p_request uuid, p_language text, p_form_version text, p_sealed bytea, p_wrapped bytea, p_source bytea, p_aside text)
returns text language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_now timestamptz := app.now();
begin
  if length(p_sealed) > 16384 or length(p_wrapped) <> 63 or length(p_source) <> 16 then
    raise exception 'not a form' using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(130, hashtext(encode(p_source, 'hex')));
  if exists (select 1 from portal.intake i where i.id = p_id) then return 'again'; end if;
  if (select count(*) from portal.intake i where i.source_hash = p_source and i.at > v_now - interval '1 hour') >= 6
     or (select count(*) from portal.intake i where i.source_hash = p_source and i.at > v_now - interval '1 day') >= 20
     or (select count(*) from portal.intake i where i.at > v_now - interval '1 hour') >= 200 then
    return 'too-many';
  end if;
  if exists (select 1 from people.person p where p.id = p_person) or exists (select 1 from platform.person_key k where k.person_id = p_person)
     or exists (select 1 from placement.request q where q.id = p_request) then
    raise exception 'a form begins a new person' using errcode = 'insufficient_privilege';
  end if;
  insert into platform.person_key (person_id, version, wrapped) values (p_person, 1, p_wrapped);
  insert into portal.intake (id, person_id, request_id, at, language, form_version, sealed, source_hash, put_aside)
  values (p_id, p_person, p_request, v_now, p_language, p_form_version, p_sealed, p_source, p_aside);
  return 'received';
end $$;

-- What lies aside, for coordinators: when and why, nothing of what was written.
create function app.aside_intakes() returns table (id uuid, at timestamptz, put_aside text)
language sql stable security definer set search_path = pg_catalog as $$
  select i.id, i.at, i.put_aside from portal.intake i
  where i.put_aside is not null and i.taken_over_at is null and 'coordinator' = any (app.roles()) order by i.at limit 200
$$;
create function app.admit_intake(p_id uuid) returns boolean language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not 'coordinator' = any (app.roles()) then return false; end if;
  update portal.intake i set put_aside = null where i.id = p_id and i.put_aside is not null and i.taken_over_at is null;
  return found;
end $$;

-- The system begins persons now, so it also makes the tokens by which they are recognised.
create policy system_work on people.recognition to geleit_jobs using (true) with check (true);
grant select, insert, delete on people.recognition to geleit_jobs;

-- ---- calls ----------------------------------------------------------------------------------------------------------------------
-- Telephone systems that may report calls. The token is shown once and kept as its SHA-256.
create table placement.phone_link (
  id uuid primary key,
  name text not null check (length(name) between 1 and 80),
  token_hash bytea not null unique check (length(token_hash) = 32),
  made_at timestamptz not null,
  made_by uuid not null,
  used_at timestamptz,
  ended_at timestamptz
);
alter table placement.phone_link enable row level security;
alter table placement.phone_link force row level security;
create policy owner_functions on placement.phone_link to geleit_owner using (true) with check (true);
create policy administration on placement.phone_link to geleit_app
  using ('admin' = any ((select app.roles())::text[])) with check ('admin' = any ((select app.roles())::text[]));
grant select (id, name, made_at, made_by, used_at, ended_at), insert, update (ended_at) on placement.phone_link to geleit_app;

alter table placement.phone_call
  add column is_first boolean not null default false,        -- the request's first answered call (V8)
  add column known_request_id uuid,                          -- whose number rang: an open request in the desk's reach
  add column number_sealed bytea,                            -- to call back and to fill in the form; emptied when the call was answered or is 14 days old
  add column ended_because text check (ended_because in ('settled', 'desk', 'next', 'telephone', 'forgotten'));
create index phone_call_token on placement.phone_call (phone_token, at) where phone_token is not null;

-- Open requests of whoever has this number.
create function app.open_requests_by_phone(p_token bytea) returns table (request_id uuid, person_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select q.id, q.person_id from people.recognition r join placement.request q on q.person_id = r.person_id and q.state <> 'closed'
  where r.kind = 'phone' and r.token = p_token and (app.is_system() or app.roles() && array['desk', 'coordinator'])
    and exists (select 1 from access.care_relation c where c.person_id = r.person_id and c.kind = 'desk' and (c.until_at is null or c.until_at > app.now()))
  order by q.created_at limit 20
$$;

-- A telephone system says what a call does: ringing, answered, ended. Late, doubled and swapped reports change nothing wrongly.
-- No row: this token opens nothing. It answers ids only, and whether the report was news.
create function app.report_call(p_token_hash bytea, p_id uuid, p_foreign text, p_state text, p_at timestamptz, p_phone bytea, p_number bytea)
returns table (call_id uuid, news text, known_request_id uuid) language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_link uuid;
  v placement.phone_call;
  v_new boolean;
begin
  select l.id into v_link from placement.phone_link l where l.token_hash = p_token_hash and l.ended_at is null;
  if not found then return; end if;
  update placement.phone_link l set used_at = app.now() where l.id = v_link and (l.used_at is null or l.used_at < app.now() - interval '1 minute');
  insert into placement.phone_call (id, at, source, phone_token, number_sealed, foreign_id, known_request_id)
  values (p_id, p_at, 'telephone', p_phone, p_number, v_link || ':' || p_foreign, (
    select q.id from people.recognition r join placement.request q on q.person_id = r.person_id and q.state <> 'closed'
    where r.kind = 'phone' and r.token = p_phone
      and exists (select 1 from access.care_relation c where c.person_id = r.person_id and c.kind = 'desk' and (c.until_at is null or c.until_at > app.now()))
    order by q.created_at desc limit 1))
  on conflict (foreign_id) where foreign_id is not null do nothing;
  v_new := found;
  select c.* into v from placement.phone_call c where c.foreign_id = v_link || ':' || p_foreign for update;
  call_id := v.id;
  known_request_id := v.known_request_id;
  news := case when v_new then 'rang' end;
  if p_state = 'answered' and v.answered_at is null and (v.ended_at is null or p_at <= v.ended_at) then
    update placement.phone_call c set answered_at = greatest(p_at, v.at), number_sealed = case when v.ended_at is null then c.number_sealed end where c.id = v.id;
    news := 'answered';
  elsif p_state = 'ended' and v.ended_because is distinct from 'telephone' then
    update placement.phone_call c set ended_at = greatest(p_at, v.at, v.answered_at), ended_because = 'telephone',
      number_sealed = case when v.answered_at is null then c.number_sealed end where c.id = v.id;
    news := case when v.answered_at is null then 'missed' else 'ended' end;
  end if;
  return next;
end $$;

-- ---- guidance sheets ------------------------------------------------------------------------------------------------------------
alter table directory.guidance
  drop column postal_prefix,
  add column postal_prefixes text[] not null default '{}' check (array_to_string(postal_prefixes, ',') ~ '^(\d{1,5}(,\d{1,5})*)?$'),
  add column states text[] not null default '{}' check (states <@ array['BW','BY','BE','BB','HB','HH','HE','MV','NI','NW','RP','SL','SN','ST','SH','TH']),
  add column text_easy text check (length(text_easy) <= 2000); -- in plain German
comment on column directory.guidance.postal_prefixes is 'where it holds, together with states; both empty: everywhere';
create index guidance_order on directory.guidance (position, name) where withdrawn_at is null;

revoke execute on function app.receive_intake(uuid, uuid, uuid, text, text, bytea, bytea, bytea, text), app.aside_intakes(), app.admit_intake(uuid),
  app.open_requests_by_phone(bytea), app.report_call(bytea, uuid, text, text, timestamptz, bytea, bytea) from public;
grant execute on function app.receive_intake(uuid, uuid, uuid, text, text, bytea, bytea, bytea, text), app.aside_intakes(), app.admit_intake(uuid),
  app.open_requests_by_phone(bytea), app.report_call(bytea, uuid, text, text, timestamptz, bytea, bytea) to geleit_app, geleit_jobs;
