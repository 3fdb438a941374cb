-- Names that an offer shows beside its ids. Both run as the asker, so row-level security decides what there is to name.

create function app.initials(p_given text, p_family text) returns text language sql immutable set search_path = pg_catalog as $$
  select coalesce(nullif(concat_ws(' ', upper(left(nullif(trim(p_given), ''), 1)) || '.', upper(left(nullif(trim(p_family), ''), 1)) || '.'), ''), '?')
$$;

-- Whose request it is, where the asker has a live relation to that person: initials for the therapist's own offer.
create function app.clients_of(p_requests uuid[]) returns table (request_id uuid, person_id uuid, initials text)
language sql stable set search_path = pg_catalog as $$
  select distinct on (r.cause_id) r.cause_id, p.id, app.initials(p.given_name, p.family_name)
  from access.care_relation r join people.person p on p.id = r.person_id
  where r.cause_kind = 'request' and r.cause_id = any (p_requests)
  order by r.cause_id, p.id
$$;

-- Initials of persons the asker has a live relation to.
create function app.initials_of(p_persons uuid[]) returns table (person_id uuid, initials text)
language sql stable set search_path = pg_catalog as $$
  select p.id, app.initials(p.given_name, p.family_name) from people.person p where p.id = any (p_persons)
$$;

-- Who holds something: colleagues may see each other's names.
create function app.holders(p_accounts uuid[]) returns table (account_id uuid, name text)
language sql stable set search_path = pg_catalog as $$
  select a.id, a.name from access.account a where a.id = any (p_accounts)
$$;

create index place_group on directory.place (group_id) where group_id is not null;

revoke execute on function app.clients_of(uuid[]), app.initials(text, text), app.initials_of(uuid[]), app.holders(uuid[]) from public;
grant execute on function app.clients_of(uuid[]), app.initials(text, text), app.initials_of(uuid[]), app.holders(uuid[]) to geleit_app, geleit_jobs;
