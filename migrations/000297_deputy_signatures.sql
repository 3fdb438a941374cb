-- A deputy who makes the visit takes the client's line of the service record herself (T3): the signature of a session that she leads, and
-- nothing else, may come from her into the file.
create function app.leads_session(p_session uuid, p_person uuid, p_organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from soziotherapie.session s where s.id = p_session and s.person_id = p_person and s.organisation_id = p_organisation
    and s.practitioner_id = app.practitioner_id())
$$;
revoke execute on function app.leads_session(uuid, uuid, uuid) from public;
grant execute on function app.leads_session(uuid, uuid, uuid) to geleit_app, geleit_jobs;

drop policy of_the_service on records.file;
create policy of_the_service on records.file to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = file.person_id and r.organisation_id = file.organisation_id and r.kind in ('team', 'substitute'))
    or (audience = 'office' and exists (select 1 from access.office_relation o where o.person_id = file.person_id and o.organisation_id = file.organisation_id)))
  with check (exists (select 1 from access.care_relation r where r.person_id = file.person_id and r.organisation_id = file.organisation_id and r.kind = 'team')
    or (audience = 'office' and exists (select 1 from access.office_relation o where o.person_id = file.person_id and o.organisation_id = file.organisation_id))
    or (kind = 'signature' and object_kind = 'session' and app.leads_session(object_id, person_id, organisation_id)
      and exists (select 1 from access.care_relation r where r.person_id = file.person_id and r.organisation_id = file.organisation_id and r.kind = 'substitute')));
