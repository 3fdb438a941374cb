-- Tasks end with their cause, whoever brought that about: a therapist who marks an hour at last also ends the coordinator's question
-- about it, which she may not read.
create function app.settle_tasks(p_kind text, p_object uuid, p_outcome text, p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_count integer;
begin
  if not (app.is_system() or app.account_id() is not null) then
    raise exception 'nobody settles tasks' using errcode = 'insufficient_privilege';
  end if;
  update tasks.task t set done_at = p_now, done_by = app.account_id(), outcome = p_outcome, version = t.version + 1
    where t.kind = p_kind and t.object_id = p_object and t.done_at is null;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
revoke execute on function app.settle_tasks(text, uuid, text, timestamptz) from public;
grant execute on function app.settle_tasks(text, uuid, text, timestamptz) to geleit_app, geleit_jobs;
