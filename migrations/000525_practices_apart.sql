-- A client has one session of Soziotherapie at a time with a practice (R26). That another practice sees her, too, is hidden (rule book C.1): no
-- refusal and no list of busy times tells of it. (plpgsql, so that it reads the table as it is when it is asked.)
alter table soziotherapie.session drop constraint session_person_overlap;
alter table soziotherapie.session add constraint session_person_overlap
  exclude using gist (person_id with =, organisation_id with =, span with &&, (case when co_led then group_session_id else id end) with <>)
  where (state not in ('NO_SHOW', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER'));
create function app.busy_in_practice(p_organisation uuid, p_practitioner uuid, p_person uuid, p_from text, p_to text)
returns table (id uuid, practitioner_id uuid, own_person boolean, group_session_id uuid, co_led boolean, start_local text, end_local text, place_kind text)
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return query select b.id, b.practitioner_id, b.own_person, b.group_session_id, b.co_led, b.start_local, b.end_local, b.place_kind
  from app.busy_sessions(p_organisation, p_practitioner, p_person, p_from, p_to) b join soziotherapie.session s on s.id = b.id and s.organisation_id = p_organisation;
end $$;
revoke execute on function app.busy_in_practice(uuid, uuid, uuid, text, text) from public;
grant execute on function app.busy_in_practice(uuid, uuid, uuid, text, text) to geleit_app, geleit_jobs;
revoke execute on function app.busy_sessions(uuid, uuid, uuid, text, text) from geleit_app, geleit_jobs;
