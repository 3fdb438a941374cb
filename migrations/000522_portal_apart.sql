-- Who invited somebody to the portal, and which relative sees what of her by which release, belongs to the engagement that did so (rule book
-- C.1: that another one exists is hidden). That she herself, or who represents her, has an access is how she is reached: for all.
alter policy of_my_people on access.portal_invitation
  using (exists (select 1 from access.care_relation r where r.person_id = portal_invitation.person_id and (portal_invitation.invited_by = (select app.account_id())
    or r.organisation_id = portal_invitation.organisation_id or r.kind in ('desk', 'oncall', 'allocated') and portal_invitation.organisation_id is not distinct from (select (app.actor()).organisation_id))))
  with check (exists (select 1 from access.care_relation r where r.person_id = portal_invitation.person_id));
alter policy of_my_people on access.portal_relation using (exists (select 1 from access.care_relation r where r.person_id = portal_relation.person_id)
  and (portal_relation.kind <> 'relative' or exists (select 1 from consent.consent c where c.id = portal_relation.release_id)));
