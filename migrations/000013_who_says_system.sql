-- Only the worker's own role may say that the system acted; the app's role without a session is the public.
create or replace function app.record_event(
  p_happened_at timestamptz, p_kind char, p_action text, p_object_kind text, p_object_id uuid, p_person_id uuid,
  p_purpose text, p_request_id uuid, p_reason text, p_data jsonb, p_system text)
returns bigint language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_actor app.actor_row := app.actor();
  v_system boolean := session_user = 'geleit_jobs';
  v_seq bigint;
begin
  insert into platform.event (happened_at, kind, action, object_kind, object_id, person_id, purpose, request_id, reason, data,
      actor_kind, actor_id, actor_roles, organisation_id, session_hash, source, decision, outcome)
  values (p_happened_at, p_kind, p_action, p_object_kind, p_object_id, p_person_id, p_purpose, p_request_id, p_reason, coalesce(p_data, '{}'),
      case when v_actor.account_id is not null then 'account' when v_system then 'system' else 'public' end,
      v_actor.account_id, coalesce(v_actor.roles, '{}'), v_actor.organisation_id, sha256(v_actor.token_hash),
      case when v_system then coalesce(p_system, 'app') else 'app' end,
      case when p_action like '%.denied' then 'deny' else 'permit' end, case when p_action like '%.denied' then 4 else 0 end)
  returning seq into v_seq;
  return v_seq;
end $$;
