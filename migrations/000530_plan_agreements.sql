-- Who said yes to a version of a plan: of a minor she herself from 14 on and everybody who has custody, each with form and proof
-- (rule book A.1.6, B.2.2 planning, B.2.4). The version holds when nobody's yes is missing any more.
create table cases.plan_agreement (
  id uuid primary key,
  plan_version_id uuid not null references cases.plan_version,
  case_id uuid not null references cases."case",
  person_id uuid not null references people.person,
  organisation_id uuid not null references directory.organisation,
  "by" text not null check ("by" in ('client', 'guardian')),
  guardian_id uuid references people.guardian,
  signs_for_both boolean not null default false,             -- this custody holder speaks for the other, too, and that is on record
  agreed_on date not null,
  form text not null check (form in ('spoken', 'paper', 'screen', 'portal', 'link')),
  file_id uuid, link_id uuid, witness_sealed bytea, strokes_sealed bytea,
  recorded_at timestamptz not null,
  recorded_by uuid references access.account,
  constraint plan_agreement_whose check (("by" = 'guardian') = (guardian_id is not null) and ("by" = 'guardian' or not signs_for_both)),
  constraint plan_agreement_proven check (case form when 'spoken' then witness_sealed is not null when 'paper' then file_id is not null
    when 'screen' then strokes_sealed is not null when 'link' then link_id is not null else true end)
);
create unique index plan_agreement_once on cases.plan_agreement (plan_version_id, guardian_id) nulls not distinct;
create index plan_agreement_person on cases.plan_agreement (person_id);
alter table cases.plan_agreement enable row level security;
alter table cases.plan_agreement force row level security;
create policy owner_functions on cases.plan_agreement to geleit_owner using (true) with check (true);
create policy system_work on cases.plan_agreement to geleit_jobs using (true) with check (true);
create policy by_service on cases.plan_agreement to geleit_app using (exists (
    select 1 from access.care_relation r where r.person_id = plan_agreement.person_id and r.organisation_id = plan_agreement.organisation_id and r.kind in ('team', 'substitute') and r.cause_kind = 'case'))
  with check (exists (
    select 1 from access.care_relation r where r.person_id = plan_agreement.person_id and r.organisation_id = plan_agreement.organisation_id and r.kind in ('team', 'substitute') and r.cause_kind = 'case'));
grant select, insert on cases.plan_agreement to geleit_app, geleit_jobs;
create trigger plan_agreement_stays before delete on cases.plan_agreement for each row execute function platform.refuse_change();

-- Whose yes is missing still, as the database sees it: nobody's, or the version does not hold.
create function app.plan_whole(p_version uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  with about as (
    select v.id, p.id as person_id,
      case when p.birth_date is null then exists (select 1 from people.guardian g where g.person_id = p.id and g.relation = 'parent' and g.has_custody is not false)
        else p.birth_date + interval '18 years' > (app.now() at time zone 'Europe/Berlin')::date end as minor,
      p.birth_date is not null and p.birth_date + interval '14 years' > (app.now() at time zone 'Europe/Berlin')::date as child
    from cases.plan_version v join people.person p on p.id = v.person_id where v.id = p_version
  ), yes as (select a.* from cases.plan_agreement a where a.plan_version_id = p_version),
  holders as (
    select g.id from people.guardian g join about b on b.person_id = g.person_id where g.has_custody or (g.has_custody is null and g.relation = 'parent')
  )
  select case when b.minor then
      (b.child or exists (select 1 from yes y where y."by" = 'client')) and exists (select 1 from holders)
      and (exists (select 1 from yes y join holders h on h.id = y.guardian_id where y.signs_for_both)
        or not exists (select 1 from holders h where not exists (select 1 from yes y where y.guardian_id = h.id)))
    else exists (select 1 from yes y where y."by" = 'client')
      or exists (select 1 from yes y join people.guardian g on g.id = y.guardian_id and g.person_id = b.person_id and g.relation = 'court') end
  from about b
$$;
create function app.keep_plan_whole() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not app.plan_whole(new.id) then
    raise exception 'somebody''s yes is missing' using errcode = 'check_violation', constraint = 'plan_version_whole';
  end if;
  return new;
end $$;
create trigger plan_version_whole before update on cases.plan_version for each row
  when (new.state = 'agreed' and old.state <> 'agreed') execute function app.keep_plan_whole();
revoke execute on function app.plan_whole(uuid), app.keep_plan_whole() from public;
