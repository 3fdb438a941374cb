-- The person herself sees to whom she opened herself; a release still concerns no other service (000270, 000420).
alter policy releases_of_the_service on consent.consent
  using (kind <> 'release'
    or exists (select 1 from access.care_relation r where r.person_id = consent.person_id and r.organisation_id = consent.organisation_id
      and (r.kind = 'team' or r.kind = 'substitute' and r.cause_kind = 'case'))
    or exists (select 1 from access.office_relation o where o.person_id = consent.person_id and o.organisation_id = consent.organisation_id)
    or person_id = any ((select app.portal_persons(null))::uuid[]));
