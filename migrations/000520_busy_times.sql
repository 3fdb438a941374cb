-- C.1 rule 5: whoever plans an appointment for a person sees when she is busy elsewhere, if she agreed. Only that: neither who, nor what, nor
-- where, and nothing at all without her agreement. The agreement is a consent of the engagement that obtained it; all others learn only
-- whether one lives.
alter table consent.consent drop constraint consent_kind_check;
alter table consent.consent add constraint consent_kind_check
  check (kind in ('reminders', 'waiting-list', 'record', 'release', 'case-management', 'busy-times'));
alter table consent.consent add column witness_sealed bytea;   -- who heard a spoken one
create index consent_busy_times on consent.consent (person_id) where kind = 'busy-times' and withdrawn_at is null;

-- The row itself is seen where it was obtained, by who searches for a place only if it was there, and by the person.
create policy busy_times_of_the_engagement on consent.consent as restrictive to geleit_app
  using (kind <> 'busy-times' or organisation_id is not null
    or exists (select 1 from access.care_relation r where r.person_id = consent.person_id and r.kind in ('desk', 'oncall', 'allocated'))
    or person_id = any ((select app.portal_persons(null))::uuid[]));

-- Relations to a person that are the actor's now, as own_relations says.
create function app.own_relations_to(p_person uuid) returns table (kind text, cause_kind text, cause_id uuid, organisation_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select r.kind, r.cause_kind, r.cause_id, r.organisation_id from access.care_relation r
  where r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
    and (r.kind = any (app.queues()) or r.account_id = app.account_id() or r.practitioner_id = app.practitioner_id()
      or r.organisation_id is not null and r.organisation_id = (app.actor()).organisation_id and 'lead' = any (app.roles()))
  union all
  -- the office of a practice plans for its helpers
  select 'office', o.cause_kind, o.cause_id, o.organisation_id from access.office_relation o
  where o.person_id = p_person and o.from_at <= app.now() and (o.until_at is null or o.until_at > app.now())
    and o.organisation_id = (app.actor()).organisation_id and app.roles() && array['office', 'lead']
$$;

create function app.busy_agreed(p_person uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from app.own_relations_to(p_person)) and exists (
    select 1 from consent.consent c where c.person_id = p_person and c.kind = 'busy-times' and c.withdrawn_at is null
      and c.given_at <= app.now() and (c.until_at is null or c.until_at > app.now()))
$$;

-- What she has promised in other engagements than the actor's own, to the minute; for the two functions below only.
create function app.busy_spans(p_person uuid, p_from timestamptz, p_to timestamptz) returns table (starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select a.starts_at, a.ends_at from scheduling.appointment a join placement.request q on q.id = a.request_id
  where app.busy_agreed(p_person) and a.person_id = p_person and a.state = 'booked' and a.starts_at < p_to and a.ends_at > p_from
    and a.practitioner_id is distinct from app.practitioner_id()
    and not exists (select 1 from app.own_relations_to(p_person) r where r.kind = 'oncall' or r.kind = 'desk' and q.origin <> 'case'
      or r.kind = 'allocated' and r.cause_id = q.id or r.cause_kind = 'case' and q.origin = 'case' and r.cause_id = q.origin_id)
  union all
  select s.starts_at, s.ends_at from soziotherapie.session s
  where app.busy_agreed(p_person) and s.person_id = p_person and s.state in ('PLANNED', 'CONFIRMED') and s.starts_at < p_to and s.ends_at > p_from
    and s.practitioner_id is distinct from app.practitioner_id()
    and not exists (select 1 from app.own_relations_to(p_person) r where r.organisation_id = s.organisation_id and r.cause_kind not in ('case', 'emergency'))
$$;

-- What a planner sees: whole quarters of an hour, run together, so that their length does not tell what they are for.
create function app.busy_times(p_person uuid, p_from timestamptz, p_to timestamptz) returns table (starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select lower(one), upper(one) from unnest((
    select range_agg(tstzrange(date_bin('15 minutes', b.starts_at, '2020-01-01T00:00Z'), date_bin('15 minutes', b.ends_at + interval '899999 milliseconds', '2020-01-01T00:00Z')))
    from app.busy_spans(p_person, p_from, p_to) b)) as one
  order by 1
$$;

-- Asked right before something is booked. Two engagements that plan at the same moment come one after the other; the later one is told.
create function app.busy_clash(p_person uuid, p_from timestamptz, p_to timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not app.busy_agreed(p_person) then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended('busy-times:' || p_person::text, 0));
  return exists (select 1 from app.busy_spans(p_person, p_from, p_to));
end $$;

-- Whether a paper is in her file, for who is related to her.
create function app.is_paper_of(p_file uuid, p_person uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select 1 from app.own_relations_to(p_person)) and exists (select 1 from records.file f where f.id = p_file and f.person_id = p_person)
$$;

-- She may take it back wherever she is heard, also where the agreement was not obtained.
create function app.end_busy_agreement(p_person uuid, p_via text, p_at timestamptz) returns table (id uuid, organisation_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not exists (select 1 from app.own_relations_to(p_person)) and not p_person = any (app.portal_persons(null)) and not app.is_system() then
    raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
  end if;
  return query update consent.consent c set withdrawn_at = p_at, withdrawn_via = p_via, ended_by = app.account_id(), version = c.version + 1
    where c.person_id = p_person and c.kind = 'busy-times' and c.withdrawn_at is null and (c.until_at is null or c.until_at > p_at)
    returning c.id, c.organisation_id;
end $$;

-- One person has one appointment at a time within one search, and the database says so. Across engagements it is hers to tell: a refusal
-- would say that another one exists (rule 5, 10).
alter table scheduling.appointment add column engagement_id uuid;      -- the case whose search it is; null: the desk's
create function app.name_engagement() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  select case when q.origin = 'case' then q.origin_id end into new.engagement_id from placement.request q where q.id = new.request_id;
  return new;
end $$;
update scheduling.appointment a set engagement_id = q.origin_id from placement.request q where q.id = a.request_id and q.origin = 'case';
create trigger name_engagement before insert on scheduling.appointment for each row execute function app.name_engagement();
alter table scheduling.appointment drop constraint appointment_person_overlap;
alter table scheduling.appointment add constraint appointment_person_overlap
  exclude using gist (person_id with =, (coalesce(engagement_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =, span with &&)
  where (live and not client_overlap_allowed);

-- The log of the desk holds what the search did; what somebody of another organisation did for the person is not in it.
do $$
declare v_opens text;
begin
  v_opens := 'exists (select 1 from access.care_relation r where r.person_id = event.person_id and ('
    'r.kind in (''desk'', ''oncall'') and (event.organisation_id is null or event.organisation_id = (select (app.actor()).organisation_id)) and not event.data ? ''organisationId'' '
    'and not event.data ? ''caseId'' and not (event.action like any (array[''cases.%'', ''referrals.%'', ''soziotherapie.%'', ''billing.%''])) '
    'or r.kind in (''team'', ''substitute'', ''allocated'') and (event.organisation_id = r.organisation_id or event.object_id = r.cause_id '
    'or r.cause_kind = ''case'' and event.data->>''caseId'' = r.cause_id::text)))';
  execute format('alter policy audit on platform.event using (''auditor'' = any ((select app.roles())::text[]) or actor_id = (select app.account_id()) or person_id is not null and %s)', v_opens);
end $$;

revoke execute on function app.own_relations_to(uuid), app.busy_agreed(uuid), app.busy_spans(uuid, timestamptz, timestamptz), app.busy_times(uuid, timestamptz, timestamptz),
  app.busy_clash(uuid, timestamptz, timestamptz), app.is_paper_of(uuid, uuid), app.end_busy_agreement(uuid, text, timestamptz), app.name_engagement() from public;
grant execute on function app.own_relations_to(uuid), app.busy_agreed(uuid), app.busy_times(uuid, timestamptz, timestamptz), app.busy_clash(uuid, timestamptz, timestamptz),
  app.is_paper_of(uuid, uuid), app.end_busy_agreement(uuid, text, timestamptz) to geleit_app;
