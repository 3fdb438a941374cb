-- A release has one direction (rule book B.2.3): what the practice released to this service opens its plan to the case, and what was taken
-- here from the practice, too; a release by which the practice learns something opens nothing.
create or replace function app.released_care_plans(p_case uuid) returns table (plan_id uuid, person_id uuid, sealed bytea)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  return query
    select p.id, p.person_id, p.sealed from cases."case" c
      join soziotherapie.episode e on e.person_id = c.person_id and e.state <> 'CLOSED'
      join soziotherapie.care_plan p on p.episode_id = e.id and p.state = 'agreed'
    where c.id = p_case
      and (app.is_system() or exists (select 1 from access.care_relation r where r.person_id = c.person_id and r.organisation_id = c.organisation_id
        and r.cause_kind = 'case' and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
        and (r.account_id = v_actor.account_id or r.organisation_id = v_actor.organisation_id and 'lead' = any (v_actor.roles))))
      and exists (select 1 from consent.consent k where k.kind = 'release' and k.person_id = c.person_id and 'plan' = any (k.classes)
        and k.given_at <= app.now() and k.until_at > app.now() and k.withdrawn_at is null
        and (k.organisation_id = e.organisation_id and k.recipient_kind = 'case-manager' and k.recipient_id in (c.organisation_id, c.manager_id) and k.direction = 'to-recipient'
          or k.organisation_id = c.organisation_id and k.recipient_id = e.organisation_id and k.direction = 'from-recipient'));
end $$;
