-- Whether an appointment stands at a time, kept standing until the end of the transaction: a text about it is handed over under this
-- lock, so that whoever moves or cancels it waits for the hand-over, and nothing is handed over once the move is written.
create function app.keep_appointment(p_id uuid, p_at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_stands boolean;
begin
  select a.state = 'booked' and a.starts_at = p_at into v_stands from scheduling.appointment a where a.id = p_id for share;
  return coalesce(v_stands, false);
end $$;
revoke execute on function app.keep_appointment(uuid, timestamptz) from public;
grant execute on function app.keep_appointment(uuid, timestamptz) to geleit_app, geleit_jobs;

-- What has not gone about something that is over never goes, also where the actor may not read it (an absence that a coordinator enters).
create function app.cancel_messages(p_cause uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_count integer;
begin
  if not (app.is_system() or app.account_id() is not null) then
    raise exception 'nobody takes back messages' using errcode = 'insufficient_privilege';
  end if;
  update messages.message m set state = 'cancelled' where m.cause_id = p_cause and m.state = 'queued';
  get diagnostics v_count = row_count;
  return v_count;
end $$;
revoke execute on function app.cancel_messages(uuid) from public;
grant execute on function app.cancel_messages(uuid) to geleit_app, geleit_jobs;
