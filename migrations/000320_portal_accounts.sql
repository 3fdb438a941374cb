-- Accounts of clients and relatives: what opens to them is a relation of its own, never the helpers' relation.
create table access.portal_relation (
  id uuid primary key,
  account_id uuid not null references access.account,
  person_id uuid not null,
  kind text not null check (kind in ('self', 'guardian', 'relative')),
  classes text[] not null default '{}',                      -- relatives: what the person lets them see
  guardian_id uuid,
  from_at timestamptz not null,
  until_at timestamptz,
  invited_by uuid
);
create unique index portal_relation_live on access.portal_relation (account_id, person_id) where until_at is null;
create index portal_relation_person on access.portal_relation (person_id);
create table access.portal_invitation (
  id uuid primary key,
  code_hash bytea not null unique,
  person_id uuid not null,
  kind text not null check (kind in ('self', 'guardian', 'relative')),
  classes text[] not null default '{}',
  guardian_id uuid,
  name text not null check (length(name) between 1 and 120),
  language text not null default 'de',
  invited_by uuid, organisation_id uuid,
  created_at timestamptz not null, expires_at timestamptz not null, tries smallint not null default 0 check (tries <= 5),
  withdrawn_at timestamptz, accepted_at timestamptz, account_id uuid
);
create index portal_invitation_person on access.portal_invitation (person_id);
alter table access.portal_relation enable row level security;
alter table access.portal_relation force row level security;
create policy owner_functions on access.portal_relation to geleit_owner using (true) with check (true);
create policy system_work on access.portal_relation to geleit_jobs using (true) with check (true);
create policy own on access.portal_relation for select to geleit_app using (
  account_id = (select app.account_id()) and from_at <= (select app.now()) and (until_at is null or until_at > (select app.now())));
create policy of_my_people on access.portal_relation for select to geleit_app using (
  exists (select 1 from access.care_relation r where r.person_id = portal_relation.person_id));
alter table access.portal_invitation enable row level security;
alter table access.portal_invitation force row level security;
create policy owner_functions on access.portal_invitation to geleit_owner using (true) with check (true);
create policy system_work on access.portal_invitation to geleit_jobs using (true) with check (true);
create policy of_my_people on access.portal_invitation to geleit_app using (exists (select 1 from access.care_relation r where r.person_id = portal_invitation.person_id))
  with check (exists (select 1 from access.care_relation r where r.person_id = portal_invitation.person_id));
grant select on access.portal_relation to geleit_app, geleit_jobs;
grant select, insert on access.portal_invitation to geleit_app;
grant update (withdrawn_at) on access.portal_invitation to geleit_app;
alter table access.account_role drop constraint account_role_role_check;
alter table access.account_role add constraint account_role_role_check
  check (role in ('admin', 'desk', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'coordinator', 'lead', 'auditor', 'client'));
