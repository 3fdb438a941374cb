-- A request that is reopened within seven days of closing still has a relation that is about to end: it lasts again for as long as the
-- request is open. Without this the desk lost sight of an open request a week after its first closing.
create or replace function app.reopen_desk_relation(p_id uuid, p_request uuid, p_now timestamptz) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_person uuid;
begin
  if not (app.roles() && array['desk', 'coordinator']) then raise exception 'not the desk' using errcode = 'insufficient_privilege'; end if;
  select q.person_id into v_person from placement.request q
    where q.id = p_request and (q.closed_at is null or q.closed_at > p_now - interval '90 days');
  if v_person is null then return null; end if;
  update access.care_relation c set until_at = null
    where c.person_id = v_person and c.kind = 'desk' and c.cause_id = p_request and c.until_at > app.now();
  insert into access.care_relation (id, person_id, kind, cause_kind, cause_id, from_at, set_by)
    select p_id, v_person, 'desk', 'request', p_request, p_now, app.account_id()
    where not exists (select 1 from access.care_relation c where c.person_id = v_person and c.kind = 'desk' and c.cause_id = p_request and c.until_at is null);
  return v_person;
end $$;
