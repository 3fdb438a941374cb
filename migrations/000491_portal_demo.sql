-- Clients and relatives of the demo for the portal's own door; empty everywhere else.
create function app.demo_portal_people() returns table (account_id uuid, name text, kind text)
language sql stable security definer set search_path = pg_catalog as $$
  select a.id, a.name, (select r.kind from access.portal_relation r where r.account_id = a.id order by r.from_at limit 1)
  from access.account a where a.closed_at is null and a.portal and exists (select 1 from access.demo_door)
    and exists (select 1 from access.portal_relation r where r.account_id = a.id) order by a.created_at, a.id
$$;
revoke execute on function app.demo_portal_people() from public;
grant execute on function app.demo_portal_people() to geleit_app;
