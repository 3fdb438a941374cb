-- Releases from secrecy (rule book 2.4), what left the house to whom (D7, D8, D12, D13), who read what (D9).

alter table consent.consent
  add column organisation_id uuid,                           -- releases: the service to which it was given
  add column recipient_sealed bytea,                         -- name, and how the recipient is reached
  add column file_id uuid,                                   -- the signed paper, or the signature on screen
  add column given_by text check (given_by in ('client', 'guardian')),
  add column withdrawn_via text check (withdrawn_via in ('spoken', 'phone', 'paper', 'email', 'portal')),
  add column ended_by uuid,
  add column version integer not null default 1;
alter table consent.consent drop constraint consent_form_check;
alter table consent.consent add constraint consent_form_check check (form in ('spoken', 'paper', 'portal', 'screen'));
alter table consent.consent add constraint release_named check (kind <> 'release' or (organisation_id is not null and recipient_kind is not null
  and recipient_sealed is not null and given_by is not null and until_at is not null and until_at > given_at and cardinality(classes) > 0));
create index consent_ends on consent.consent (until_at) where kind = 'release' and withdrawn_at is null;

-- A release concerns the service that it was given to; neither the desk, another practice nor a deputy learns to whom
-- somebody opens herself (rule book 5.3).
create policy releases_of_the_service on consent.consent as restrictive to geleit_app
  using (kind <> 'release'
    or exists (select 1 from access.care_relation r where r.person_id = consent.person_id and r.organisation_id = consent.organisation_id and r.kind = 'team')
    or exists (select 1 from access.office_relation o where o.person_id = consent.person_id and o.organisation_id = consent.organisation_id))
  with check (kind <> 'release'
    or exists (select 1 from access.care_relation r where r.person_id = consent.person_id and r.organisation_id = consent.organisation_id and r.kind = 'team')
    or exists (select 1 from access.office_relation o where o.person_id = consent.person_id and o.organisation_id = consent.organisation_id));

-- What was said cannot be changed; an end is written once (2.4: withdrawn and expired are final).
create function consent.release_stands() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
  if old.kind = 'release' and (old.withdrawn_at is not null
      or (new.recipient_kind, new.recipient_id, new.recipient_sealed, new.classes, new.purpose, new.given_at, new.until_at, new.organisation_id, new.person_id)
        is distinct from (old.recipient_kind, old.recipient_id, old.recipient_sealed, old.classes, old.purpose, old.given_at, old.until_at, old.organisation_id, old.person_id)) then
    raise exception 'a release is not changed' using errcode = 'check_violation', constraint = 'release_stands';
  end if;
  return new;
end $$;
create trigger release_stands before update on consent.consent for each row execute function consent.release_stands();

-- What left the house: packages, copies, refusals of access, answers. Never changed.
create table soziotherapie.disclosure (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null,
  episode_id uuid not null references soziotherapie.episode,
  kind text not null check (kind in ('insurer-package', 'md-package', 'client-copy', 'access-refused', 'erasure-answered')),
  recipient text not null check (length(recipient) between 1 and 160),
  address text[] not null default '{}',                      -- lines of an office, never a person's
  requested_on date,
  reason text check (reason in ('therapeutic', 'third-party')),
  form text check (form in ('pdf', 'json')),
  withheld boolean not null default false,                   -- third-party information was left out
  made_at timestamptz not null,
  made_by uuid,
  unique (id, kind),
  check ((kind = 'access-refused') = (reason is not null))
);
create index disclosure_person on soziotherapie.disclosure (person_id);
create index disclosure_episode on soziotherapie.disclosure (episode_id);
create table soziotherapie.disclosed_document (
  disclosure_id uuid not null,
  disclosure_kind text not null,
  position smallint not null,
  person_id uuid not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('muster-26', 'muster-27', 'muster-28', 'billing', 'closing-notice', 'session-notes', 'review')),
  object_id uuid not null,
  primary key (disclosure_id, position),
  foreign key (disclosure_id, disclosure_kind) references soziotherapie.disclosure (id, kind),
  -- D12: what may go to the insurer; notes are not in the list, whoever asks
  constraint insurer_positive_list check (disclosure_kind <> 'insurer-package' or kind in ('muster-26', 'muster-27', 'muster-28', 'billing', 'closing-notice')),
  check (disclosure_kind in ('insurer-package', 'md-package'))
);
create index disclosed_document_person on soziotherapie.disclosed_document (person_id);

do $$
declare t text;
begin
  foreach t in array array['disclosure', 'disclosed_document'] loop
    execute format('alter table soziotherapie.%s enable row level security', t);
    execute format('alter table soziotherapie.%s force row level security', t);
    execute format('create policy owner_functions on soziotherapie.%s to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on soziotherapie.%s to geleit_jobs using (true) with check (true)', t);
    execute format('create policy by_service on soziotherapie.%1$s to geleit_app using ('
      'exists (select 1 from access.care_relation r where r.person_id = %1$s.person_id and r.organisation_id = %1$s.organisation_id and r.kind = ''team'') '
      'or exists (select 1 from access.office_relation o where o.person_id = %1$s.person_id and o.organisation_id = %1$s.organisation_id)) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %1$s.person_id and r.organisation_id = %1$s.organisation_id and r.kind = ''team'') '
      'or exists (select 1 from access.office_relation o where o.person_id = %1$s.person_id and o.organisation_id = %1$s.organisation_id))', t);
  end loop;
end $$;
grant select, insert on soziotherapie.disclosure, soziotherapie.disclosed_document to geleit_app, geleit_jobs;

-- D9: who read what of a person, when and for what; for the lead of the practice that holds the file, and of its own people and links.
create function app.person_log(p_person uuid, p_before bigint, p_limit integer)
returns table (seq bigint, happened_at timestamptz, kind text, action text, object_kind text, purpose text, actor_kind text, actor_name text, actor_roles text[])
language plpgsql stable security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if not (v_actor.roles && array['lead']) or not (
      exists (select 1 from access.care_relation r where r.person_id = p_person and r.organisation_id = v_actor.organisation_id and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now()))
      or exists (select 1 from access.office_relation o where o.person_id = p_person and o.organisation_id = v_actor.organisation_id and o.from_at <= app.now() and (o.until_at is null or o.until_at > app.now()))) then
    return;
  end if;
  return query
    select e.seq, e.happened_at, e.kind::text, e.action, e.object_kind, e.purpose, e.actor_kind, a.name, e.actor_roles
    from platform.event e left join access.account a on a.id = e.actor_id
    where e.person_id = p_person and (p_before is null or e.seq < p_before)
      and (e.organisation_id = v_actor.organisation_id or e.data ->> 'organisationId' = v_actor.organisation_id::text)
    order by e.seq desc limit least(p_limit, 20000);
end $$;

revoke execute on function app.person_log(uuid, bigint, integer), consent.release_stands() from public;
grant execute on function app.person_log(uuid, bigint, integer) to geleit_app;
-- What ends by itself closes its links, too.
grant update (revoked_at) on access.link to geleit_jobs;
