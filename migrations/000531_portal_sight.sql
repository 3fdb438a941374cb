-- What an access to the portal opens, at one place: herself everything; who represents her as far as the authority reaches and still stands;
-- a relative what a living release names. From 14 on a young person is owed secrecy towards her parents as well (rule book A.1.6): they keep
-- what they must agree to (her name, the plan, the consent), and see appointments only where she wants it. Whom a court has set for a part
-- sees that part.
create function app.portal_sees(r access.portal_relation, p_class text) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select case r.kind
    when 'self' then true
    when 'guardian' then coalesce((
      select (g.relation = 'court' or g.has_custody is not false) and case
          when p_class = 'case' then true
          when young.is then p_class is not null and (p_class in ('identity', 'plan') or p_class = any (r.classes))
          else r.classes = '{}' or (p_class is not null and p_class = any (r.classes)) end
      from people.guardian g join people.person p on p.id = g.person_id cross join lateral (
        select coalesce(p.birth_date + interval '14 years' <= d.today and p.birth_date + interval '18 years' > d.today, false) as is
        from (select (app.now() at time zone 'Europe/Berlin')::date as today) d) as young
      where g.id = r.guardian_id and g.person_id = r.person_id), false)
    else p_class is not null and p_class = any (r.classes) and exists (
      select 1 from consent.consent c where c.id = r.release_id and c.person_id = r.person_id and c.kind = 'release' and c.recipient_kind = 'relative'
        and p_class = any (c.classes) and c.withdrawn_at is null and c.given_at <= app.now() and c.until_at > app.now())
  end
$$;
-- Persons whose rows of a class this client may read now. Without a class: all of a person, so herself and who acts for her in everything.
create or replace function app.portal_persons(p_class text) returns uuid[] language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(r.person_id), '{}') from access.portal_relation r, app.actor() a
  where 'client' = any (a.roles) and r.account_id = a.account_id and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and app.portal_sees(r, p_class)
$$;
create or replace function app.portal_all() returns uuid[] language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(array_agg(r.person_id), '{}') from access.portal_relation r, app.actor() a
  where 'client' = any (a.roles) and r.account_id = a.account_id and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and case when r.kind <> 'relative' then app.portal_sees(r, 'case')
      else exists (select 1 from consent.consent c where c.id = r.release_id and c.person_id = r.person_id and c.kind = 'release'
        and c.recipient_kind = 'relative' and c.withdrawn_at is null and c.given_at <= app.now() and c.until_at > app.now()) end
$$;
-- Whoever has custody agrees to Case Management and may take it back, so she sees that one consent and that there is a case.
create policy of_the_guardian on consent.consent for select to geleit_app using (kind = 'case-management' and person_id = any ((select app.portal_persons('case'))::uuid[]));
alter policy of_the_client on cases.case using (person_id = any ((select app.portal_persons('case'))::uuid[]));

-- A part of a person shows no other help: whoever sees only a part writes to the service that invited her (rule book C.1).
create or replace function app.portal_helpers(p_person uuid) returns table (organisation_id uuid, organisation_name text, phone text, helper text, account_id uuid, cause text, cause_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct on (r.organisation_id, r.cause_kind) r.organisation_id, o.name, o.phone, a.name, a.id, r.cause_kind, r.cause_id
  from access.care_relation r left join directory.organisation o on o.id = r.organisation_id left join access.account a on a.id = r.account_id
  where p_person = any (app.portal_all()) and r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and ((r.kind = 'team' and r.organisation_id is not null and r.account_id is not null) or r.kind = 'desk')
    and (p_person = any (app.portal_persons(null)) or exists (
      select 1 from access.portal_relation p left join consent.consent c on c.id = p.release_id left join access.account i on i.id = p.invited_by
      where p.account_id = app.account_id() and p.person_id = p_person and (p.until_at is null or p.until_at > app.now())
        and r.organisation_id is not distinct from coalesce(c.organisation_id, i.organisation_id)))
  order by r.organisation_id, r.cause_kind, r.from_at
$$;

-- Her own view of her life is hers: nobody who sees only a part reads or writes it.
create or replace function app.own_view(p_case uuid) returns table (rating_id uuid, person_id uuid, area text, open boolean, domain text, severity smallint, need text,
  sealed bytea, rated_on date, version integer)
language sql stable security definer set search_path = pg_catalog as $$
  select d.id, d.person_id, c.area, a.completed_on is null and c.phase not in ('closed', 'not_opened', 'dormant'), d.domain, d.client_severity, d.client_need,
    d.client_text_sealed, d.client_rated_on, d.version
  from cases.case c
    join cases.assessment a on a.case_id = c.id and a.round = (select max(l.round) from cases.assessment l where l.case_id = c.id)
    join cases.domain_rating d on d.assessment_id = a.id
  where c.id = p_case and c.restricted_at is null and c.person_id = any (app.portal_persons(null))
$$;
create or replace function app.keep_own_view(p_rating uuid, p_source text, p_severity smallint, p_need text, p_sealed bytea, p_on date) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_version integer;
begin
  if not exists (select 1 from cases.domain_rating d join access.portal_relation r on r.person_id = d.person_id
    where d.id = p_rating and d.person_id = any (app.portal_persons(null)) and r.account_id = (app.actor()).account_id
      and r.kind = case p_source when 'portal' then 'self' when 'guardian' then 'guardian' end
      and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())) then return null; end if;
  update cases.domain_rating d set client_severity = p_severity, client_need = p_need, client_text_sealed = p_sealed, client_rated_on = p_on,
    client_source = p_source, client_missing = null,
    not_discussed = case when p_severity is null and p_need is null then d.not_discussed end, carried = false, version = d.version + 1
  from cases.assessment a join cases.case c on c.id = a.case_id
  where d.id = p_rating and a.id = d.assessment_id and a.completed_on is null and c.phase not in ('closed', 'not_opened', 'dormant') and c.restricted_at is null
  returning d.version into v_version;
  return v_version;
end $$;
revoke execute on function app.portal_sees(access.portal_relation, text) from public;
