-- The life cycle of Soziotherapie: what was told of former providers beside what is counted of it, the answer of R1, a file that only
-- the lead opens, and the hand-over of an inquiry to a practice.

-- Units of former providers as somebody told them. What still fits into 120 hours is counted, by ledger entries that name this row.
create table soziotherapie.external_units (
  id uuid primary key,
  person_id uuid not null references soziotherapie.contingent,
  organisation_id uuid not null,
  day date not null,
  minutes integer not null check (minutes between 1 and 7200),
  evidence text check (length(evidence) <= 200),
  evidence_file_id uuid references records.file,
  recorded_at timestamptz not null,
  recorded_by uuid,
  withdrawn_at timestamptz,
  constraint external_units_evidence check (evidence_file_id is not null or coalesce(length(trim(evidence)), 0) > 0)
);
create index external_units_person on soziotherapie.external_units (person_id);
alter table soziotherapie.external_units enable row level security;
alter table soziotherapie.external_units force row level security;
create policy owner_functions on soziotherapie.external_units to geleit_owner using (true) with check (true);
create policy system_work on soziotherapie.external_units to geleit_jobs using (true) with check (true);
-- as the ledger itself: they are the person's, whoever wrote them down
create policy by_service on soziotherapie.external_units to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = external_units.person_id and r.kind in ('team', 'substitute'))
    or exists (select 1 from access.office_relation o where o.person_id = external_units.person_id))
  with check (exists (select 1 from access.care_relation r where r.person_id = external_units.person_id and r.kind in ('team', 'substitute'))
    or exists (select 1 from access.office_relation o where o.person_id = external_units.person_id));
grant select, insert on soziotherapie.external_units to geleit_app, geleit_jobs;
grant update (withdrawn_at) on soziotherapie.external_units to geleit_app, geleit_jobs;

alter table soziotherapie.ledger_entry add column external_id uuid references soziotherapie.external_units;
-- an evidence that is null is none: the first form of this check let it pass
alter table soziotherapie.ledger_entry drop constraint ledger_entry_check3,
  add constraint ledger_evidence check (kind <> 'EXTERNAL' or evidence_file_id is not null or coalesce(length(trim(evidence)), 0) > 0);
create index ledger_entry_external on soziotherapie.ledger_entry (external_id) where external_id is not null;

alter table soziotherapie.prescription
  add column eligible_as text check (eligible_as in ('trial', 'regular', 'individual-case')), -- R1 as it was answered last
  add column eligible_because text check (length(eligible_because) <= 40),
  add column delay_notice_on date,                           -- when the insurer's letter about a delay was stored (R8)
  drop constraint prescription_check,                        -- a draft may be withdrawn before anybody signed it (V15)
  add constraint prescription_issued check (state in ('DRAFT', 'WITHDRAWN') or (issued_on is not null and units is not null)),
  drop constraint prescription_set_off_parts_check,
  add constraint prescription_set_off_parts_check check (set_off_parts between 0 and 5400); -- several trials of up to five units each

-- A file that only the lead opens (Art. 18 GDPR): the relations stay and say so.
alter table access.care_relation add column lead_only boolean not null default false;
alter table access.office_relation add column lead_only boolean not null default false;
drop policy own_relations on access.care_relation;
create policy own_relations on access.care_relation for select to geleit_app using (
  from_at <= app.now() and (until_at is null or until_at > app.now())
  and (not lead_only and (kind = any ((select app.queues())::text[]) or account_id = (select app.account_id()) or practitioner_id = (select app.practitioner_id()))
    or (organisation_id is not null and organisation_id = (select (app.actor()).organisation_id) and 'lead' = any ((select app.roles())::text[]))));
drop policy own_office on access.office_relation;
create policy own_office on access.office_relation for select to geleit_app using (
  from_at <= app.now() and (until_at is null or until_at > app.now())
  and organisation_id = (select (app.actor()).organisation_id)
  and (select app.roles())::text[] && case when lead_only then array['lead'] else array['office', 'lead'] end);

-- Restricts what a cause opened, by anybody of the service; only its lead lifts it.
create function app.restrict_service(p_cause uuid, p_on boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if not app.is_system() and not exists (select 1 from access.office_relation o where o.cause_id = p_cause and o.organisation_id = v_actor.organisation_id
      and ('lead' = any (v_actor.roles) or p_on and v_actor.roles && array['office', 'soziotherapist'])) then
    raise exception 'no right to restrict this file' using errcode = 'insufficient_privilege';
  end if;
  update access.care_relation r set lead_only = p_on where r.cause_id = p_cause and r.kind in ('team', 'substitute');
  update access.office_relation o set lead_only = p_on where o.cause_id = p_cause;
end $$;

-- The desk, a coordinator or a case manager hands somebody over to a practice. She has a relation to the person and gets none to the file.
create function app.hand_over_episode(p_id uuid, p_office_id uuid, p_person uuid, p_organisation uuid, p_day date, p_asked_by text, p_note bytea, p_waiting boolean, p_at timestamptz)
returns void language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not exists (select 1 from soziotherapie.practice s where s.organisation_id = p_organisation) then
    raise exception 'no practice of Soziotherapie' using errcode = 'check_violation', constraint = 'episode_practice';
  end if;
  perform app.relate_service(p_id, p_office_id, p_person, p_organisation, null, 'team', 'episode', p_id, p_at);
  insert into soziotherapie.contingent (person_id) values (p_person) on conflict do nothing;
  insert into soziotherapie.episode (id, person_id, organisation_id, state, opened_on, asked_by, contact_note_sealed, waiting_since)
  values (p_id, p_person, p_organisation, 'INQUIRY', p_day, p_asked_by, p_note, case when p_waiting then p_day end);
end $$;
revoke execute on function app.restrict_service(uuid, boolean), app.hand_over_episode(uuid, uuid, uuid, uuid, date, text, bytea, boolean, timestamptz) from public;
grant execute on function app.restrict_service(uuid, boolean), app.hand_over_episode(uuid, uuid, uuid, uuid, date, text, bytea, boolean, timestamptz) to geleit_app, geleit_jobs;
