-- Joining two records, and taking them apart again (rule book C.1 rule 6): what was written in between follows the engagement it belongs
-- to, also through two joins in a row; nothing is written under a record that is being joined at the same moment.

-- Two joins in a row are taken apart in reverse: while the kept record is itself gone, its rows are not where the first join left them.
-- Everything of the core that was taken over goes back, unless it was changed since; so does a rule of safe contact.
create or replace function app.decide_merge(p_id uuid, p_version integer, p_to text, p_at timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor(); v people.merge; v_kept people.person; v_gone people.person; v_safe people.safe_contact; v_field text;
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
    select * into v_safe from people.safe_contact s where s.person_id = v.kept_id;
    update people.merge m set state = 'merged', decided_by = v_actor.account_id, decided_at = p_at, undo_until = p_at + interval '30 days',
      before_kept = to_jsonb(v_kept) || jsonb_build_object('safe_contact', case when v_safe.person_id is not null then to_jsonb(v_safe) end),
      xid = pg_current_xact_id(), version = v.version + 1 where m.id = p_id;
    update people.person p set merged_into = v.kept_id, version = p.version + 1 where p.id = v.gone_id;
    -- Only what the kept record does not know is taken over.
    update people.person p set given_name = coalesce(p.given_name, v_gone.given_name), family_name = coalesce(p.family_name, v_gone.family_name), called = coalesce(p.called, v_gone.called),
      birth_date = coalesce(p.birth_date, v_gone.birth_date), gender = coalesce(p.gender, v_gone.gender), phone = coalesce(p.phone, v_gone.phone), email = coalesce(p.email, v_gone.email),
      street = coalesce(p.street, v_gone.street), postal_code = coalesce(p.postal_code, v_gone.postal_code), place = coalesce(p.place, v_gone.place), channel = coalesce(p.channel, v_gone.channel),
      version = p.version + 1 where p.id = v.kept_id;
  elsif p_to = 'undone' then
    if v_kept.merged_into is not null then return 'merge-undo-order'; end if;
    update people.merge m set state = 'undone', undone_by = v_actor.account_id, undone_at = p_at, xid = pg_current_xact_id(), version = v.version + 1 where m.id = p_id;
    update people.person p set merged_into = null, version = p.version + 1 where p.id = v.gone_id;
    -- A field that still stands as the merge left it goes back; what was changed since stays.
    foreach v_field in array array['given_name', 'family_name', 'called', 'birth_date', 'gender', 'phone', 'email', 'street', 'postal_code', 'place', 'channel'] loop
      execute format('update people.person p set %1$I = (jsonb_populate_record(null::people.person, $2)).%1$I where p.id = $1
        and p.%1$I is not distinct from coalesce((jsonb_populate_record(null::people.person, $2)).%1$I, $3.%1$I)', v_field) using v.kept_id, v.before_kept, v_gone;
    end loop;
    update people.person p set version = p.version + 1 where p.id = v.kept_id;
    perform app.gather_since_merge(p_id);
  else
    update people.merge m set state = 'declined', decided_by = v_actor.account_id, decided_at = p_at, version = v.version + 1 where m.id = p_id;
  end if;
  return 'ok';
end $$;

-- What was written while both records were one belongs to the engagement that it names: to a case, a period of Soziotherapie, a request that
-- came with the gone record; a paper or a release without such a name to the service, where only the gone record was helped by it. All of it
-- is written down as moved, so that it goes back with the rest. Everything else stays with the kept record.
create function app.gather_since_merge(p_merge uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v people.merge; v_table record; v_key text; v_owner text; v_any text; v_moved uuid[]; v_services uuid[]; v_belongs text; n integer; total integer := 0; found_now integer;
begin
  select * into v from people.merge m where m.id = p_merge and m.xid = pg_current_xact_id_if_assigned() and m.state = 'undone';
  if not found then raise exception 'nothing was decided here' using errcode = 'insufficient_privilege'; end if;
  loop
    found_now := 0;
    select coalesce(array_agg((r.row ->> 'id')::uuid), '{}') into v_moved from people.merged_row r where r.merge_id = p_merge and r.row ? 'id' and r.table_name <> 'platform.person_key';
    select coalesce(array_agg(distinct s.organisation_id), '{}') into v_services from (
        select c.organisation_id from cases.case c where c.person_id = v.kept_id and c.id = any (v_moved)
        union all select e.organisation_id from soziotherapie.episode e where e.person_id = v.kept_id and e.id = any (v_moved)) s
      where not exists (select 1 from cases.case c where c.person_id = v.kept_id and c.organisation_id = s.organisation_id and not c.id = any (v_moved))
        and not exists (select 1 from soziotherapie.episode e where e.person_id = v.kept_id and e.organisation_id = s.organisation_id and not e.id = any (v_moved));
    for v_table in
      select format('%I.%I', t.nspname, c.relname) as place, c.oid, array_agg(a.attname::text) as columns
      from pg_class c join pg_namespace t on t.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype
      where c.relkind = 'r' and t.nspname in ('access', 'people', 'consent', 'messages', 'tasks', 'scheduling', 'records', 'crisis', 'placement', 'soziotherapie', 'referrals', 'cases', 'billing', 'portal')
        and format('%I.%I', t.nspname, c.relname) <> all (array['people.recognition', 'people.safe_contact', 'messages.suppression', 'access.portal_relation', 'soziotherapie.contingent'])
      group by 1, 2 having 'person_id' = any (array_agg(a.attname::text))
    loop
      select string_agg(format('%L, x.%I', a.attname, a.attname), ', ') into v_key
      from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = v_table.oid and i.indisprimary and a.attname <> 'person_id';
      continue when v_key is null;
      -- the engagement first; where none is named, anything that a row hangs on
      select string_agg(format('x.%I', o.name), ', ' order by o.n) into v_owner
      from unnest(array['case_id', 'episode_id', 'request_id', 'origin_id', 'referral_id', 'cause_id', 'object_id']) with ordinality as o (name, n) where o.name = any (v_table.columns);
      select string_agg(format('x.%I', one), ', ') into v_any from unnest(v_table.columns) one where one not in ('id', 'person_id', 'organisation_id') and one !~ '_by$';
      v_belongs := case when v_owner is null then 'false' else format('coalesce(%s) = any ($3)', v_owner) end
        || case when v_any is null then '' else format(' or %s array[%s]::uuid[] && $3', case when v_owner is null then '' else format('coalesce(%s) is null and', v_owner) end, v_any) end
        || case when 'organisation_id' = any (v_table.columns) then format(' or %s x.organisation_id = any ($4)', case when v_owner is null then '' else format('coalesce(%s) is null and', v_owner) end) else '' end;
      execute format('insert into people.merged_row (merge_id, table_name, row) select $1, $5, jsonb_build_object(%s) from %s x where x.person_id = $2 and (%s) '
        'and not exists (select 1 from people.merged_row r where r.merge_id = $1 and replace(r.table_name, ''"'', '''') = replace($5, ''"'', '''') and r.row = jsonb_build_object(%s))',
        v_key, v_table.place, v_belongs, v_key) using p_merge, v.kept_id, v_moved, v_services, v_table.place;
      get diagnostics n = row_count;
      found_now := found_now + n;
    end loop;
    total := total + found_now;
    exit when found_now = 0;
  end loop;
  return total;
end $$;

-- The keys of a record that was itself joined with another before: each is written down and goes back as it was.
create or replace function app.move_merged_keys(p_merge uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v people.merge; v_base smallint; v_safe people.safe_contact;
begin
  select * into v from people.merge m where m.id = p_merge and m.xid = pg_current_xact_id_if_assigned() and m.state in ('merged', 'undone');
  if not found then raise exception 'nothing was decided here' using errcode = 'insufficient_privilege'; end if;
  if v.state = 'merged' then
    insert into people.merged_row (merge_id, table_name, row)
    select p_merge, 'platform.person_key', jsonb_build_object('version', k.version, 'former_id', k.former_id, 'former_version', k.former_version) from platform.person_key k where k.person_id = v.gone_id;
    select coalesce(max(k.version), 0) + 100 into v_base from platform.person_key k where k.person_id = v.kept_id;
    update platform.person_key k set person_id = v.kept_id, former_id = coalesce(k.former_id, v.gone_id), former_version = coalesce(k.former_version, k.version), version = v_base + k.version
    where k.person_id = v.gone_id;
    insert into soziotherapie.contingent (person_id) select v.kept_id where exists (select 1 from soziotherapie.contingent c where c.person_id = v.gone_id) on conflict do nothing;
    -- Of two rules of safe contact the stricter holds.
    update people.safe_contact a set phone = a.phone and b.phone, voicemail = a.voicemail and b.voicemail, sms = a.sms and b.sms, email = a.email and b.email, letter = a.letter and b.letter,
      alias = coalesce(a.alias, b.alias), version = a.version + 1 from people.safe_contact b where a.person_id = v.kept_id and b.person_id = v.gone_id;
  else
    update platform.person_key k set person_id = v.gone_id, former_id = (r.row ->> 'former_id')::uuid, former_version = (r.row ->> 'former_version')::smallint, version = (r.row ->> 'version')::smallint
    from people.merged_row r where r.merge_id = p_merge and r.table_name = 'platform.person_key' and k.person_id = v.kept_id
      and k.former_id = coalesce((r.row ->> 'former_id')::uuid, v.gone_id) and k.former_version = coalesce((r.row ->> 'former_version')::smallint, (r.row ->> 'version')::smallint);
    -- joined before keys were written down
    update platform.person_key k set person_id = v.gone_id, former_id = null, former_version = null, version = k.former_version where k.person_id = v.kept_id and k.former_id = v.gone_id
      and not exists (select 1 from people.merged_row r where r.merge_id = p_merge and r.table_name = 'platform.person_key');
    insert into platform.person_key (person_id, version, wrapped, root_version, former_id, former_version)
    select v.gone_id, 200 + k.version, k.wrapped, k.root_version, v.kept_id, k.version from platform.person_key k where k.person_id = v.kept_id and k.former_id is null on conflict do nothing;
    insert into soziotherapie.contingent (person_id) select v.gone_id where exists (select 1 from soziotherapie.contingent c where c.person_id = v.kept_id) on conflict do nothing;
    v_safe := jsonb_populate_record(null::people.safe_contact, nullif(v.before_kept -> 'safe_contact', 'null'::jsonb));
    update people.safe_contact s set phone = v_safe.phone, voicemail = v_safe.voicemail, sms = v_safe.sms, email = v_safe.email, letter = v_safe.letter, alias = v_safe.alias, version = s.version + 1
    where s.person_id = v.kept_id and s.person_id = v_safe.person_id and s.version = v_safe.version + 1;
  end if;
end $$;

-- By which a record is recognised is made from its core; the app renews it for both once they are two again.
create function app.renew_recognition(p_merge uuid, p_person uuid, p_tokens jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not exists (select 1 from people.merge m where m.id = p_merge and m.xid = pg_current_xact_id_if_assigned() and m.state = 'undone' and p_person in (m.kept_id, m.gone_id)) then
    raise exception 'nothing was decided here' using errcode = 'insufficient_privilege';
  end if;
  delete from people.recognition r where r.person_id = p_person;
  insert into people.recognition (person_id, kind, token) select p_person, t.kind, decode(t.token, 'hex') from jsonb_to_recordset(p_tokens) as t (kind text, token text);
end $$;

-- Whoever writes about somebody holds her record open until the end; whoever joins it with another waits for that, and then moves what was
-- written. Who comes after finds that the record is gone, and her transaction runs once more, with the record that was kept.
create function app.insist_record() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare v_into uuid;
begin
  select p.merged_into into v_into from people.person p where p.id = new.person_id for key share;
  if v_into is not null then raise exception 'this record was joined with another' using errcode = 'serialization_failure'; end if;
  return new;
end $$;
do $$
declare t text;
begin
  for t in
    select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'person_id' and not a.attisdropped
    where c.relkind = 'r' and (n.nspname in ('access', 'people', 'consent', 'messages', 'tasks', 'scheduling', 'records', 'crisis', 'placement', 'soziotherapie', 'referrals', 'cases', 'billing', 'portal')
      or n.nspname || '.' || c.relname = 'platform.person_key') and c.relname <> 'merged_row'
  loop
    execute format('create trigger insist_record before insert on %s for each row when (new.person_id is not null) execute function app.insist_record()', t);
  end loop;
end $$;

revoke execute on function app.gather_since_merge(uuid), app.renew_recognition(uuid, uuid, jsonb), app.insist_record() from public;
grant execute on function app.renew_recognition(uuid, uuid, jsonb) to geleit_app;
