-- Two records of one person are joined by two people, with an undo within 30 days (rule book C.1 rule 6, scenario 16). The log keeps
-- both ids; every other row is re-pointed, room by room, in the transaction of the merge, and written down so that it can go back.
create table people.merge (
  id uuid primary key,
  kept_id uuid not null references people.person,
  gone_id uuid not null references people.person,
  state text not null check (state in ('proposed', 'declined', 'merged', 'undone')),
  evidence text[] not null default '{}',
  proposed_by uuid not null, proposed_at timestamptz not null,
  decided_by uuid, decided_at timestamptz,
  undo_until timestamptz,
  undone_by uuid, undone_at timestamptz,
  before_kept jsonb,                                         -- the core as it stood, for the undo
  xid xid8,                                                  -- rows move only in the transaction of the decision
  version integer not null default 1,
  check (kept_id <> gone_id),
  check (state = 'proposed' or decided_by is not null),
  constraint merge_by_two check (state not in ('merged', 'undone') or decided_by <> proposed_by)
);
create unique index merge_once on people.merge (gone_id) where state in ('proposed', 'merged');
create index merge_kept on people.merge (kept_id);
create table people.merged_row (
  merge_id uuid not null references people.merge,
  table_name text not null,
  row jsonb not null                                         -- its key without the person
);
create index merged_row_of on people.merged_row (merge_id, table_name);
alter table people.merge enable row level security;
alter table people.merge force row level security;
alter table people.merged_row enable row level security;
alter table people.merged_row force row level security;
create policy owner_functions on people.merge to geleit_owner using (true) with check (true);
create policy owner_functions on people.merged_row to geleit_owner using (true) with check (true);
create policy system_work on people.merge for select to geleit_jobs using (true);
create policy of_coordinators on people.merge for select to geleit_app using ((select app.roles())::text[] && array['coordinator', 'admin']);

-- A key follows its rows: it says under whom it was made, because what it sealed is bound to that person.
alter table platform.person_key add column former_id uuid, add column former_version smallint;

-- Nothing that is append-only changes, but whom it is about may follow a merge, and only by the owner's own function.
create or replace function platform.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_user = 'geleit_owner' and tg_table_schema <> 'platform' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create or replace function consent.release_stands() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if current_user = 'geleit_owner' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') then
    return new;
  end if;
  if old.kind = 'release' and (old.withdrawn_at is not null
      or (new.recipient_kind, new.recipient_id, new.recipient_sealed, new.classes, new.purpose, new.given_at, new.until_at, new.organisation_id, new.person_id, new.direction)
        is distinct from (old.recipient_kind, old.recipient_id, old.recipient_sealed, old.classes, old.purpose, old.given_at, old.until_at, old.organisation_id, old.person_id, old.direction)) then
    raise exception 'a release is not changed' using errcode = 'check_violation', constraint = 'release_stands';
  end if;
  return new;
end $$;

-- Guards of single rooms let a row follow, too: whom it is about, and nothing else, by the owner's own function.
create or replace function crisis.keep_course() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and current_user = 'geleit_owner' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') then
    return new;
  end if;
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
create or replace function soziotherapie.keep_mark() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and current_user = 'geleit_owner' and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') then
    return new;
  end if;
  if old.mistaken_at is not null then
    raise exception 'a letter marked as entered in error stays as it is' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create or replace function app.keep_care_plan() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare v_parties integer; v_last date;
begin
  -- this guard itself runs as the owner: it asks for the merge
  if tg_op = 'UPDATE' and exists (select 1 from people.merge m where m.xid = pg_current_xact_id_if_assigned()) and (to_jsonb(new) - 'person_id') = (to_jsonb(old) - 'person_id') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'draft' then
      raise exception 'a plan begins as a draft' using errcode = 'check_violation', constraint = 'care_plan_course';
    end if;
    return new;
  end if;
  if (new.id, new.episode_id, new.person_id, new.organisation_id, new.number, new.written_at, new.written_by)
     is distinct from (old.id, old.episode_id, old.person_id, old.organisation_id, old.number, old.written_at, old.written_by)
    or old.state <> 'draft' and (new.sealed, new.valid_from, new.planned_units, new.prescription_id, new.review_id, new.offered_at, new.content_digest)
     is distinct from (old.sealed, old.valid_from, old.planned_units, old.prescription_id, old.review_id, old.offered_at, old.content_digest) then
    raise exception 'what was offered for signature does not change' using errcode = 'check_violation', constraint = 'care_plan_unchanged';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (('draft', 'offered'), ('draft', 'dropped'), ('offered', 'agreed'), ('offered', 'dropped'), ('agreed', 'replaced')) then
    raise exception 'no such step of a plan' using errcode = 'check_violation', constraint = 'care_plan_course';
  end if;
  if new.state = 'agreed' and old.state <> 'agreed' then
    select count(*), max(s.signed_on) into v_parties, v_last from soziotherapie.plan_signature s
    where s.care_plan_id = new.id and s.how <> 'refused' and s.content_digest = new.content_digest;
    if v_parties <> 3 or new.signed_on is distinct from v_last then
      raise exception 'agreed needs three signatures' using errcode = 'check_violation', constraint = 'care_plan_three';
    end if;
  elsif new.signed_on is distinct from old.signed_on then
    raise exception 'signed on is the latest of three' using errcode = 'check_violation', constraint = 'care_plan_three';
  end if;
  return new;
end $$;

-- The core by which two records are compared.
create function app.person_core(p people.person) returns jsonb language sql immutable set search_path = pg_catalog as $$
  select jsonb_build_object('givenName', p.given_name, 'familyName', p.family_name, 'birthDate', p.birth_date, 'phone', p.phone, 'email', p.email,
    'street', p.street, 'postalCode', p.postal_code, 'place', p.place, 'since', p.created_at::date)
$$;
-- Pairs that may be one person: the same name and birth date, or what somebody proposed. For coordinators; they see the core and nothing else.
create function app.duplicate_pairs()
returns table (one_id uuid, other_id uuid, evidence text[], one jsonb, other jsonb)
language sql stable security definer set search_path = pg_catalog as $$
  with pairs as (
    select least(a.person_id, b.person_id) as one_id, greatest(a.person_id, b.person_id) as other_id, array_agg(distinct a.kind order by a.kind) as evidence
    from people.recognition a join people.recognition b on b.kind = a.kind and b.token = a.token and b.person_id > a.person_id
    where app.roles() && array['coordinator', 'admin']
    group by 1, 2
  )
  select p.one_id, p.other_id, p.evidence, app.person_core(a), app.person_core(b)
  from pairs p join people.person a on a.id = p.one_id join people.person b on b.id = p.other_id
  where 'name-birth' = any (p.evidence) and a.merged_into is null and b.merged_into is null
    and not exists (select 1 from people.merge m where (m.kept_id, m.gone_id) in ((p.one_id, p.other_id), (p.other_id, p.one_id)) and m.state in ('proposed', 'declined', 'undone'))
  order by a.created_at limit 200
$$;
create function app.merge_cores(p_merge uuid) returns table (kept jsonb, gone jsonb)
language sql stable security definer set search_path = pg_catalog as $$
  select app.person_core(a), app.person_core(b) from people.merge m join people.person a on a.id = m.kept_id join people.person b on b.id = m.gone_id
  where m.id = p_merge and app.roles() && array['coordinator', 'admin']
$$;

create function app.propose_merge(p_id uuid, p_kept uuid, p_gone uuid, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor(); v_evidence text[];
begin
  if v_actor.account_id is null or not v_actor.roles && array['coordinator', 'admin'] then raise exception 'no right to join people' using errcode = 'insufficient_privilege'; end if;
  if p_kept = p_gone then return 'merge-same'; end if;
  perform 1 from people.person where id in (p_kept, p_gone) order by id for update;
  if (select count(*) from people.person where id in (p_kept, p_gone) and merged_into is null) <> 2 then return 'merge-gone'; end if;
  select array_agg(distinct a.kind order by a.kind) into v_evidence from people.recognition a join people.recognition b on b.kind = a.kind and b.token = a.token and b.person_id = p_gone
  where a.person_id = p_kept;
  -- Without anything in common nobody may look two people up by joining them.
  if v_evidence is null then return 'merge-nothing-in-common'; end if;
  if exists (select 1 from people.merge m where m.state = 'proposed' and (m.gone_id in (p_kept, p_gone) or m.kept_id in (p_kept, p_gone))) then return 'merge-proposed'; end if;
  insert into people.merge (id, kept_id, gone_id, state, evidence, proposed_by, proposed_at) values (p_id, p_kept, p_gone, 'proposed', v_evidence, v_actor.account_id, p_at);
  return 'ok';
end $$;

-- Decides: merged, declined, undone. Rows move afterwards, by each room's reaction, in this transaction.
create function app.decide_merge(p_id uuid, p_version integer, p_to text, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor(); v people.merge; v_kept people.person; v_gone people.person;
begin
  if v_actor.account_id is null or not v_actor.roles && array['coordinator', 'admin'] then raise exception 'no right to join people' using errcode = 'insufficient_privilege'; end if;
  select * into v from people.merge m where m.id = p_id for update;
  if not found then return 'not-found'; end if;
  if v.version is distinct from p_version then return 'version-old'; end if;
  if p_to in ('merged', 'declined') and v.state <> 'proposed' or p_to = 'undone' and v.state <> 'merged' then return 'merge-decided'; end if;
  if p_to = 'merged' and v.proposed_by = v_actor.account_id then return 'merge-own'; end if;
  if p_to = 'undone' and v.undo_until < p_at then return 'merge-undo-late'; end if;
  perform 1 from people.person where id in (v.kept_id, v.gone_id) order by id for update;
  select * into v_kept from people.person where id = v.kept_id;
  select * into v_gone from people.person where id = v.gone_id;
  if p_to = 'merged' then
    if v_kept.merged_into is not null or v_gone.merged_into is not null then return 'merge-decided'; end if;
    update people.merge m set state = 'merged', decided_by = v_actor.account_id, decided_at = p_at, undo_until = p_at + interval '30 days', before_kept = to_jsonb(v_kept),
      xid = pg_current_xact_id(), version = v.version + 1 where m.id = p_id;
    update people.person p set merged_into = v.kept_id, version = p.version + 1 where p.id = v.gone_id;
    -- Only what the kept record does not know is taken over.
    update people.person p set given_name = coalesce(p.given_name, v_gone.given_name), family_name = coalesce(p.family_name, v_gone.family_name), called = coalesce(p.called, v_gone.called),
      birth_date = coalesce(p.birth_date, v_gone.birth_date), gender = coalesce(p.gender, v_gone.gender), phone = coalesce(p.phone, v_gone.phone), email = coalesce(p.email, v_gone.email),
      street = coalesce(p.street, v_gone.street), postal_code = coalesce(p.postal_code, v_gone.postal_code), place = coalesce(p.place, v_gone.place), channel = coalesce(p.channel, v_gone.channel),
      version = p.version + 1 where p.id = v.kept_id;
  elsif p_to = 'undone' then
    update people.merge m set state = 'undone', undone_by = v_actor.account_id, undone_at = p_at, xid = pg_current_xact_id(), version = v.version + 1 where m.id = p_id;
    update people.person p set merged_into = null, version = p.version + 1 where p.id = v.gone_id;
    -- A field that still stands as the merge left it goes back; what was changed since stays.
    update people.person p set
      phone = case when p.phone is not distinct from coalesce(v.before_kept ->> 'phone', v_gone.phone) then v.before_kept ->> 'phone' else p.phone end,
      email = case when p.email is not distinct from coalesce(v.before_kept ->> 'email', v_gone.email) then v.before_kept ->> 'email' else p.email end,
      street = case when p.street is not distinct from coalesce(v.before_kept ->> 'street', v_gone.street) then v.before_kept ->> 'street' else p.street end,
      postal_code = case when p.postal_code is not distinct from coalesce(v.before_kept ->> 'postal_code', v_gone.postal_code) then v.before_kept ->> 'postal_code' else p.postal_code end,
      place = case when p.place is not distinct from coalesce(v.before_kept ->> 'place', v_gone.place) then v.before_kept ->> 'place' else p.place end,
      version = p.version + 1 where p.id = v.kept_id;
  else
    update people.merge m set state = 'declined', decided_by = v_actor.account_id, decided_at = p_at, version = v.version + 1 where m.id = p_id;
  end if;
  return 'ok';
end $$;

-- One room's rows follow the decision of this transaction, there or back. What must not be twice for one person refuses the whole; a look-up
-- token, a blocked channel and a rule of safe contact that the kept record has, too, stay where they are.
create function app.move_merged(p_merge uuid, p_tables text[]) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v people.merge; t text; v_key text; v_row record; n integer; total integer := 0;
begin
  select * into v from people.merge m where m.id = p_merge and m.xid = pg_current_xact_id_if_assigned() and m.state in ('merged', 'undone');
  if not found then raise exception 'nothing was decided here' using errcode = 'insufficient_privilege'; end if;
  foreach t in array p_tables loop
    if t !~ '^(access|people|consent|messages|tasks|scheduling|records|crisis|placement|soziotherapie|referrals|cases|billing|portal)\."?[a-z_]+"?$' then
      raise exception 'not a table of a room' using errcode = 'insufficient_privilege';
    end if;
    -- the key of a row, without the person
    select string_agg(format('%L, x.%I', a.attname, a.attname), ', ') into v_key
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = t::regclass and i.indisprimary and a.attname <> 'person_id';
    if v.state = 'merged' then
      if t in ('people.recognition', 'messages.suppression', 'people.safe_contact', 'access.portal_relation') then
        for v_row in execute format('select x.ctid as place, jsonb_build_object(%s) as key from %s x where x.person_id = $1', coalesce(v_key, ''), t) using v.gone_id loop
          begin
            execute format('update %s x set person_id = $1 where x.ctid = $2', t) using v.kept_id, v_row.place;
            insert into people.merged_row (merge_id, table_name, row) values (p_merge, t, v_row.key);
            total := total + 1;
          exception when unique_violation then null;
          end;
        end loop;
      else
        execute format('with moved as (update %1$s x set person_id = $1 where x.person_id = $2 returning jsonb_build_object(%2$s) as key) '
          'insert into people.merged_row (merge_id, table_name, row) select $3, $4, key from moved', t, coalesce(v_key, '')) using v.kept_id, v.gone_id, p_merge, t;
        get diagnostics n = row_count;
        total := total + n;
      end if;
    else
      execute format('update %1$s x set person_id = $1 from people.merged_row r where r.merge_id = $2 and r.table_name = $3 and x.person_id = $4 and jsonb_build_object(%2$s) = r.row',
        t, coalesce(v_key, '')) using v.gone_id, p_merge, t, v.kept_id;
      get diagnostics n = row_count;
      total := total + n;
    end if;
  end loop;
  return total;
end $$;

-- The keys: there they follow their rows; back, the gone record also gets the kept one's key, for what was written in between.
create function app.move_merged_keys(p_merge uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v people.merge; v_base smallint;
begin
  select * into v from people.merge m where m.id = p_merge and m.xid = pg_current_xact_id_if_assigned() and m.state in ('merged', 'undone');
  if not found then raise exception 'nothing was decided here' using errcode = 'insufficient_privilege'; end if;
  if v.state = 'merged' then
    select coalesce(max(k.version), 0) + 100 into v_base from platform.person_key k where k.person_id = v.kept_id;
    update platform.person_key k set person_id = v.kept_id, former_id = coalesce(k.former_id, v.gone_id), former_version = coalesce(k.former_version, k.version), version = v_base + k.version
    where k.person_id = v.gone_id;
    insert into soziotherapie.contingent (person_id) select v.kept_id where exists (select 1 from soziotherapie.contingent c where c.person_id = v.gone_id) on conflict do nothing;
    -- Of two rules of safe contact the stricter holds.
    update people.safe_contact a set phone = a.phone and b.phone, voicemail = a.voicemail and b.voicemail, sms = a.sms and b.sms, email = a.email and b.email, letter = a.letter and b.letter,
      alias = coalesce(a.alias, b.alias), version = a.version + 1 from people.safe_contact b where a.person_id = v.kept_id and b.person_id = v.gone_id;
  else
    update platform.person_key k set person_id = v.gone_id, former_id = null, former_version = null, version = k.former_version where k.person_id = v.kept_id and k.former_id = v.gone_id;
    insert into platform.person_key (person_id, version, wrapped, root_version, former_id, former_version)
    select v.gone_id, 200 + k.version, k.wrapped, k.root_version, v.kept_id, k.version from platform.person_key k where k.person_id = v.kept_id and k.former_id is null on conflict do nothing;
  end if;
end $$;

revoke execute on function app.duplicate_pairs(), app.person_core(people.person), app.merge_cores(uuid), app.propose_merge(uuid, uuid, uuid, timestamptz),
  app.decide_merge(uuid, integer, text, timestamptz), app.move_merged(uuid, text[]), app.move_merged_keys(uuid), consent.release_stands(), platform.refuse_change() from public;
grant execute on function app.duplicate_pairs(), app.merge_cores(uuid), app.propose_merge(uuid, uuid, uuid, timestamptz),
  app.decide_merge(uuid, integer, text, timestamptz), app.move_merged(uuid, text[]), app.move_merged_keys(uuid) to geleit_app;
grant select on people.merge to geleit_app, geleit_jobs;
