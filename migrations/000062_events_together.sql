-- All rows of the log of one transaction in one statement, in their order, each with the actor of the session.
create function app.record_events(p_happened_at timestamptz, p_purpose text, p_request_id uuid, p_system text, p_events jsonb)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v_system boolean := session_user = 'geleit_jobs';
begin
  insert into platform.event (happened_at, kind, action, object_kind, object_id, person_id, purpose, request_id, reason, data,
      actor_kind, actor_id, actor_roles, organisation_id, session_hash, source, decision, outcome)
  select p_happened_at, e.kind, e.action, e.object_kind, e.object_id, e.person_id, p_purpose, p_request_id, e.reason, coalesce(e.data, '{}'),
      case when v_actor.account_id is not null then 'account' when v_system then 'system' else 'public' end,
      v_actor.account_id, coalesce(v_actor.roles, '{}'), v_actor.organisation_id, sha256(v_actor.token_hash),
      case when v_system then coalesce(p_system, 'app') else 'app' end,
      case when e.action like '%.denied' then 'deny' else 'permit' end, case when e.action like '%.denied' then 4 else 0 end
  from rows from (jsonb_to_recordset(p_events) as (kind text, action text, object_kind text, object_id uuid, person_id uuid, reason text, data jsonb))
    with ordinality as e (kind, action, object_kind, object_id, person_id, reason, data, n)
  order by e.n;
end $$;
revoke execute on function app.record_events(timestamptz, text, uuid, text, jsonb) from public;
grant execute on function app.record_events(timestamptz, text, uuid, text, jsonb) to geleit_app, geleit_jobs;
