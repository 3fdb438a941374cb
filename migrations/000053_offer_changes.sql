-- Whose offer changed since a transaction id: practitioners only, read from the log; the rows themselves are read again.
create function app.offer_changes(p_xid xid8) returns table (seq bigint, practitioner_id uuid, everybody boolean, xmin xid8)
language sql stable security definer set search_path = pg_catalog as $$
  select e.seq,
    coalesce((e.data ->> 'practitionerId')::uuid, case when e.object_kind = 'practitioner' then e.object_id end,
      (select s.practitioner_id from scheduling.slot s where s.id = (e.data ->> 'slotId')::uuid)),
    e.object_kind in ('location', 'organisation', 'table'),
    null::xid8
  from platform.event e
  where e.xid >= p_xid and e.kind in ('C', 'U', 'D', 'E') and (e.action like 'directory.%' or e.action like 'scheduling.%' or e.action like 'placement.%')
  union all
  select 0, null, false, pg_snapshot_xmin(pg_current_snapshot())
$$;
revoke execute on function app.offer_changes(xid8) from public;
grant execute on function app.offer_changes(xid8) to geleit_app, geleit_jobs;
