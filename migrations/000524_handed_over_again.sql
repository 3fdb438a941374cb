-- Whoever hands a person over to a service that helps her already does not learn it (rule book C.1, D 16): the answer is the same, and the one
-- who helps her gets a task with the note. Only for somebody with a relation to the person.
create function app.service_runs(p_person uuid, p_organisation uuid) returns table (kind text, id uuid, account_id uuid, practitioner_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select 'case', c.id, c.manager_id, null::uuid from cases.case c
  where c.person_id = p_person and c.organisation_id = p_organisation and c.phase not in ('closed', 'not_opened') and exists (select 1 from app.own_relations_to(p_person))
  union all
  select 'episode', e.id, null, e.practitioner_id from soziotherapie.episode e
  where e.person_id = p_person and e.organisation_id = p_organisation and e.state not in ('CLOSED', 'EXHAUSTED') and exists (select 1 from app.own_relations_to(p_person))
$$;
revoke execute on function app.service_runs(uuid, uuid) from public;
grant execute on function app.service_runs(uuid, uuid) to geleit_app;
