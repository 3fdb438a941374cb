-- Somebody died: nothing that waits for her goes out any more, whoever wrote it (rule book 2.1, E13 with DECEASED).
create function app.stop_messages(p_person uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor(); v_count integer;
begin
  if not app.is_system() and not exists (select 1 from access.office_relation o where o.person_id = p_person and o.organisation_id = v_actor.organisation_id) then
    raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
  end if;
  update messages.message m set state = 'cancelled' where m.person_id = p_person and m.state = 'queued';
  get diagnostics v_count = row_count;
  return v_count;
end $$;
revoke execute on function app.stop_messages(uuid) from public;
grant execute on function app.stop_messages(uuid) to geleit_app, geleit_jobs;
