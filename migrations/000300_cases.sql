-- Case Management (rule book B): the case and its phases, screening, intake, assessment, network map, plan, service lines, contacts,
-- findings, evaluation; absence and substitutes. Texts about people are sealed with the person's key; codes, days and numbers are not.
create schema cases;

alter table consent.consent drop constraint consent_kind_check;
alter table consent.consent add constraint consent_kind_check check (kind in ('reminders', 'waiting-list', 'record', 'release', 'case-management'));
-- B.2.3: "both ways" are two records, one a direction.
alter table consent.consent
  add column direction text not null default 'to-recipient' check (direction in ('to-recipient', 'from-recipient')),
  add column language text not null default 'de';

create table cases.case (
  id uuid primary key,
  person_id uuid not null references people.person,
  organisation_id uuid not null references directory.organisation,
  manager_id uuid not null references access.account,       -- one person coordinates
  pseudonym text not null check (length(pseudonym) between 1 and 40), -- what it is called until consent
  phase text not null check (phase in ('access', 'case_finding', 'intake', 'assessment', 'planning', 'linking', 'monitoring', 'reassessment',
    'evaluation', 'dormant', 'not_opened', 'closed')),
  phase_since date not null,
  intensity text not null default 'B' check (intensity in ('A', 'B', 'C', 'D')),
  area text not null default 'health' check (area ~ '^[a-z][a-z-]*$'), -- which set of domains, services and rhythms (rules/areas)
  source text not null check (source in ('client', 'relative', 'partner', 'desk', 'soziotherapie', 'clinic', 'authority', 'other')),
  priority smallint not null default 2 check (priority between 1 and 3),
  opened_on date not null,
  start_on date,                                             -- agreed start (intake)
  previous_id uuid references cases.case,                    -- reopened: a new case, linked to the old
  dormant_reason text check (dormant_reason in ('pause', 'clinic', 'prison', 'abroad', 'other')),
  resume_on date,
  agreed_plan_on date,                                       -- of the version that holds
  last_review_on date,
  closing_reason text check (closing_reason in ('CR1', 'CR2', 'CR3', 'CR4', 'CR5', 'CR6', 'CR7', 'CR8')),
  closed_on date,
  closing_emergency boolean not null default false,
  closing_asked_by uuid,                                     -- four eyes: who asked …
  closing_approved_by uuid,                                  -- … and who approved
  closing_note_sealed bytea,
  advice_sealed bytea,                                       -- not_opened: what was advised instead
  retain_until date,
  restricted_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  check ((phase in ('closed', 'not_opened')) = (closed_on is not null)),
  check (phase <> 'closed' or (closing_reason is not null and closing_approved_by is not null and closing_approved_by is distinct from closing_asked_by and retain_until is not null)),
  check (phase <> 'dormant' or (dormant_reason is not null and resume_on is not null))
);
create unique index case_open on cases.case (person_id, organisation_id) where phase not in ('closed', 'not_opened');
create index case_person on cases.case (person_id);
create index case_manager on cases.case (manager_id, phase);
create index case_organisation on cases.case (organisation_id, phase);

-- Every stay in a phase; O9 and the finding "stuck" read it.
create table cases.phase_visit (
  id uuid primary key,
  case_id uuid not null references cases.case,
  person_id uuid not null, organisation_id uuid not null,
  phase text not null,
  entered_on date not null, entered_at timestamptz not null,
  left_on date check (left_on >= entered_on), left_at timestamptz,
  entered_by uuid, because text check (length(because) <= 60)
);
create unique index phase_visit_open on cases.phase_visit (case_id) where left_at is null;
create index phase_visit_case on cases.phase_visit (case_id, entered_at);

-- What the phases ask for before they end: a paper handed over, a talk, a decision (B.2.2 "mandatory artefacts").
create table cases.artefact (
  id uuid primary key,
  case_id uuid not null references cases.case,
  person_id uuid not null, organisation_id uuid not null,
  kind text not null check (kind in ('contact-note', 'information-sheet', 'advice-note', 'tasks-and-limits', 'demarcation', 'data-protection', 'agreement',
    'decision-manager', 'decision-client', 'decision-guardian', 'risk-check', 'client-saw-assessment', 'network-map-declined', 'client-copy',
    'closing-talk', 'partners-informed', 'tasks-handed-over', 'closing-note', 'providers-checked', 'consent-client', 'consent-guardian')),
  at_on date not null,
  answer text check (answer in ('yes', 'no', 'later')),
  guardian_id uuid references people.guardian,
  signs_for_both boolean not null default false,             -- one custody holder's yes stands for the other's, and that is recorded
  until_on date,                                             -- consent: through the end of this day
  text_version text,
  form text check (form in ('spoken', 'paper', 'screen', 'portal')),
  file_id uuid,
  note_sealed bytea,
  made_at timestamptz not null, made_by uuid,
  withdrawn_at timestamptz
);
create index artefact_case on cases.artefact (case_id, kind);

create table cases.screening (
  id uuid primary key,
  case_id uuid not null references cases.case,
  person_id uuid not null, organisation_id uuid not null,
  input jsonb not null,                                      -- codes and numbers of rules/screening, as answered
  reason_sealed bytea,                                       -- K1 with two problem areas
  result text not null check (result in ('indicated', 'pending_consent', 'short_counselling', 'not_indicated', 'undetermined')),
  criteria jsonb not null,                                   -- G, K1–K5: yes | no | unknown
  missing text[] not null default '{}',
  rules_version text not null,
  override_result text check (override_result in ('indicated', 'pending_consent', 'short_counselling', 'not_indicated')),
  override_reason_sealed bytea, override_by uuid, override_at timestamptz,
  made_on date not null, made_at timestamptz not null, made_by uuid,
  version integer not null default 1
);
create index screening_case on cases.screening (case_id, made_at);

create table cases.assessment (                              -- a round: assessment, reassessment, evaluation
  id uuid primary key,
  case_id uuid not null references cases.case,
  person_id uuid not null, organisation_id uuid not null,
  round smallint not null,
  kind text not null check (kind in ('assessment', 'reassessment', 'evaluation')),
  trigger text check (trigger in ('crisis', 'hospital', 'provider', 'goal-unreachable', 'gas-twice', 'client-wish', 'half-year')),
  started_on date not null,
  completed_on date,
  version integer not null default 1,
  unique (case_id, round)
);
create table cases.domain_rating (
  id uuid primary key,
  assessment_id uuid not null references cases.assessment,
  case_id uuid not null references cases.case,
  person_id uuid not null, organisation_id uuid not null,
  domain text not null check (domain ~ '^[A-Z][A-Z0-9]{0,5}$'),
  client_severity smallint check (client_severity between 0 and 4),
  client_need text check (client_need in ('none', 'met', 'unmet', 'unknown')),
  client_missing text check (client_missing in ('acute', 'declined', 'not-reached', 'other')), -- why her view is not there
  prof_severity smallint check (prof_severity between 0 and 4),
  prof_need text check (prof_need in ('none', 'met', 'unmet', 'unknown')),
  not_discussed text check (not_discussed in ('not-relevant', 'client-wish', 'later', 'other')),
  self_managed text check (self_managed in ('yes', 'no', 'unknown')),
  informal_support text check (informal_support in ('enough', 'not-enough', 'unknown')),
  client_rated_on date, prof_rated_on date,
  client_source text check (client_source in ('client', 'portal', 'guardian')),
  client_text_sealed bytea,                                  -- her wish in her own words: never in one seal with what others write
  text_sealed bytea,                                         -- the professional's note, reasons, sentence on the difference
  carried boolean not null default false,                    -- taken over from the round before and not changed since
  not_now_reason text check (not_now_reason in ('client-wish', 'other-first', 'no-offer', 'other')), not_now_on date,
  priority boolean not null default false,
  version integer not null default 1,
  unique (assessment_id, domain)
);
create index domain_rating_case on cases.domain_rating (case_id);
create table cases.resource (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  domain text not null, kind text not null check (kind in ('personal', 'informal', 'formal', 'material')),
  text_sealed bytea not null, recorded_on date not null, removed_on date, version integer not null default 1
);
create index resource_case on cases.resource (case_id);
create table cases.instrument_result (                       -- name, version, score: never item texts
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  assessment_id uuid references cases.assessment,
  instrument text not null check (length(instrument) between 1 and 60), instrument_version text check (length(instrument_version) <= 20),
  score numeric(8,2) not null, rated_on date not null,
  rater text not null check (rater in ('client', 'professional', 'partner', 'relative')), partner_id uuid,
  withdrawn_at timestamptz, version integer not null default 1
);
create index instrument_result_case on cases.instrument_result (case_id);

create table cases.network_map (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  drawn_on date not null, title text not null check (title in ('before', 'between', 'after')), ties boolean not null default false, -- line kinds: only if she wants
  names_agreed_on date,                                      -- she agrees that family and friends stand here by name
  withdrawn_at timestamptz, fixed_at timestamptz, version integer not null default 1
);
create index network_map_case on cases.network_map (case_id);
create table cases.network_node (
  id uuid primary key, map_id uuid not null references cases.network_map on delete cascade,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  sector text not null check (sector in ('family', 'friends', 'work', 'professional')),
  horizon text not null check (horizon in ('close', 'middle', 'loose')),
  angle smallint not null default 45 check (angle between 0 and 90), -- place within its quarter, in degrees
  name_sealed bytea not null,                                -- who it is to her, and the name
  tie text check (tie in ('strong', 'weak', 'stressful')),   -- the line to her
  origin_id uuid not null,                                   -- the same person on copied maps
  practitioner_id uuid, service_line_id uuid, version integer not null default 1,
  unique (map_id, id)
);
create index network_node_map on cases.network_node (map_id);
create table cases.network_edge (
  map_id uuid not null references cases.network_map on delete cascade,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  from_id uuid, to_id uuid, tie text check (tie in ('strong', 'weak', 'stressful')),
  primary key (map_id, from_id, to_id), check (from_id < to_id),
  foreign key (map_id, from_id) references cases.network_node (map_id, id) on delete cascade,
  foreign key (map_id, to_id) references cases.network_node (map_id, id) on delete cascade
);

create table cases.plan_version (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  number smallint not null, state text not null check (state in ('draft', 'offered', 'agreed', 'superseded')),
  content_sealed bytea,                                      -- frozen when it is offered: goals, measures, in words
  made_on date not null, offered_on date, agreed_on date,
  agreed_by text check (agreed_by in ('client', 'guardian')), agreed_form text check (agreed_form in ('spoken', 'paper', 'screen', 'portal', 'link')), file_id uuid,
  superseded_on date, version integer not null default 1,
  unique (case_id, number), check (state <> 'agreed' or (agreed_on is not null and agreed_by is not null and agreed_form is not null and content_sealed is not null))
);
create table cases.goal (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  domain text not null, level text not null default 'Handlung' check (level in ('Grundsatz', 'Rahmen', 'Handlung')),
  text_sealed bytea not null,                                -- her words, the SMART reasons, the five texts of the scale, indicators
  smart text[] not null default '{}',                        -- which of specific, measurable, accepted, realistic, dated hold
  scale_texts smallint[] not null default '{}',              -- which levels have a text
  importance smallint check (importance between 1 and 3), difficulty smallint check (difficulty between 1 and 3),
  baseline smallint not null default -1 check (baseline between -2 and 2),
  target_on date,
  status text not null default 'proposed' check (status in ('proposed', 'agreed', 'active', 'reached', 'partly', 'dropped', 'superseded')),
  dropped_because text check (dropped_because in ('no-longer-wanted', 'not-reachable', 'taken-over', 'other')),
  agreed_on date, incompatible_with uuid[] not null default '{}',
  foreign_kind text check (foreign_kind in ('soziotherapie-goal')), foreign_id uuid, -- C.1: same text shown, one owner
  made_on date not null, version integer not null default 1,
  check (status in ('proposed', 'dropped', 'superseded') or ('accepted' = any (smart) and target_on is not null and scale_texts @> '{-1,0,1}'))
);
create index goal_case on cases.goal (case_id);
create table cases.goal_rating (
  id uuid primary key, goal_id uuid not null references cases.goal,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  level smallint not null check (level between -2 and 2), rated_on date not null, by text not null check (by in ('client', 'professional', 'together')),
  made_at timestamptz not null, made_by uuid, withdrawn_at timestamptz
);
create index goal_rating_goal on cases.goal_rating (goal_id, rated_on);
create index goal_rating_case on cases.goal_rating (case_id);
create table cases.measure (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  goal_ids uuid[] not null default '{}', kind text not null check (kind ~ '^[a-z][a-z-]*$'), text_sealed bytea not null,
  responsible_kind text check (responsible_kind in ('manager', 'client', 'relative', 'provider', 'other')), responsible_id uuid, service_line_id uuid,
  start_on date, end_on date check (end_on >= start_on), started_on date,
  times_per_week numeric(4,2), weekly jsonb not null default '[]', -- [{day 1–7, from "10:00", to "12:00"}]
  payer text check (length(payer) <= 60), approval text not null default 'none-needed' check (approval in ('none-needed', 'to-apply', 'applied', 'approved', 'refused')),
  approval_ref text check (length(approval_ref) <= 60),
  status text not null default 'planned' check (status in ('planned', 'active', 'done', 'cancelled')), version integer not null default 1
);
create index measure_case on cases.measure (case_id);

create table cases.service_line (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  service_type text not null check (service_type ~ '^[a-z][a-z0-9-]*$'), domain text, goal_ids uuid[] not null default '{}',
  provider_organisation_id uuid references directory.organisation, practitioner_id uuid references directory.practitioner, directory_service_id uuid,
  provider_sealed bytea,                                     -- who it is where the directory has none
  state text not null default 'identified' check (state in ('identified', 'prepared', 'referred', 'waitlisted', 'accepted', 'scheduled', 'started', 'adapted', 'completed',
    'rejected', 'no_response', 'client_declined', 'cancelled', 'failed_start')),
  on_trial boolean not null default false,
  mirrors text check (mirrors in ('request', 'episode', 'referral')), mirrored_id uuid, -- whose states it shows
  complementary_with uuid[] not null default '{}',           -- "different focus"
  rhythm_days smallint check (rhythm_days between 1 and 365), continuous boolean not null default true,
  approved_units numeric(8,2), used_units numeric(8,2), used_80_on date, valid_until date, follow_up_applied_on date,
  follow_up_needed boolean not null default false, inpatient boolean not null default false, next_start_on date,
  started_on date, ended_on date check (ended_on >= started_on), last_contact_on date, outcome text check (outcome in ('met', 'partly', 'not')),
  preparation jsonb not null default '{}',                   -- the four parts of linking (B.3.6) with their days
  adaptation_sealed bytea, since date not null, version integer not null default 1
);
create index service_line_case on cases.service_line (case_id);
create index service_line_mirrored on cases.service_line (mirrored_id) where mirrored_id is not null;
create table cases.line_state (                              -- append-only course of a line
  id uuid primary key, line_id uuid not null references cases.service_line,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  state text not null, on_day date not null, at timestamptz not null, by uuid, because text check (length(because) <= 60)
);
create index line_state_line on cases.line_state (line_id, at);

create table cases.contact (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  kind text not null check (kind in ('phone', 'visit', 'video', 'office', 'message', 'conference')),
  with_whom text not null check (with_whom in ('client', 'guardian', 'relative', 'partner', 'team')), at timestamptz not null, on_day date not null,
  minutes smallint check (minutes between 1 and 600), reached boolean not null, summary_sealed bytea, service_line_id uuid references cases.service_line,
  made_at timestamptz not null, made_by uuid, amends_id uuid references cases.contact -- corrected by a new row
);
create index contact_case on cases.contact (case_id, on_day);
create table cases.monitoring_entry (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  on_day date not null, source text not null check (source in ('client', 'provider', 'observation')),
  service_line_id uuid references cases.service_line, goal_id uuid references cases.goal,
  units_planned numeric(8,2), units_delivered numeric(8,2), attended smallint, fits text check (fits in ('fits', 'partly', 'not')),
  satisfaction smallint check (satisfaction between 0 and 10), barrier text check (barrier ~ '^[a-z][a-z-]*$'), next_on date,
  text_sealed bytea, made_at timestamptz not null, made_by uuid
);
create index monitoring_entry_case on cases.monitoring_entry (case_id, on_day);
create table cases.review (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  reviewed_on date not null, outcome text not null check (outcome in ('continue', 'change', 'reassess', 'evaluate', 'pause')), with_client boolean not null, text_sealed bytea,
  made_at timestamptz not null, made_by uuid
);
create index review_case on cases.review (case_id, reviewed_on);
create table cases.hospital_stay (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  admitted_on date not null, discharged_on date check (discharged_on >= admitted_on), follow_up_needed boolean not null default true, recorded_at timestamptz not null
);
create index hospital_stay_case on cases.hospital_stay (case_id);

-- Findings (B.4) as they stand: one row a finding, closed when its cause is gone.
create table cases.finding (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  rule text not null check (rule in ('G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'DU1', 'DU2', 'DU3', 'OC', 'RA', 'GM', 'MG', 'GD', 'RV', 'CO', 'CV', 'RS', 'ST', 'CT')),
  subject text not null check (length(subject) <= 120),      -- what it is about, so that the same one is known again
  severity text not null check (severity in ('info', 'warn', 'alert')), since date not null, evidence jsonb not null default '[]',
  found_at timestamptz not null, closed_at timestamptz, closed_because text check (closed_because in ('gone', 'changed', 'case-ended')),
  snoozed_until date, snooze_reason_sealed bytea, snoozed_by uuid, version integer not null default 1
);
create unique index finding_open on cases.finding (case_id, rule, subject) where closed_at is null;
create index finding_case on cases.finding (case_id);
create index finding_organisation on cases.finding (organisation_id) where closed_at is null;

create table cases.evaluation (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  started_on date not null, closing_reason text, support_before smallint check (support_before between 0 and 4), support_after smallint check (support_after between 0 and 4),
  text_sealed bytea,                                         -- client's statement, reflection, recommendations
  satisfaction smallint check (satisfaction between 0 and 10), satisfaction_asked boolean not null default false,
  summary jsonb, asked_at timestamptz, asked_by uuid, approved_at timestamptz, approved_by uuid, returned_note_sealed bytea, version integer not null default 1,
  check (approved_by is null or approved_by is distinct from asked_by)
);
create index evaluation_case on cases.evaluation (case_id);
-- Who received which part, under which release. Never changed.
create table cases.disclosure (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  part text not null check (part in ('plan', 'assessment', 'evaluation', 'client-copy', 'network-map', 'file-copy')), recipient_sealed bytea not null, release_id uuid references consent.consent,
  form text not null check (form in ('pdf', 'json', 'link')), made_at timestamptz not null, made_by uuid
);
create index disclosure_case on cases.disclosure (case_id);

create table cases.absence (
  id uuid primary key, account_id uuid not null references access.account, organisation_id uuid not null references directory.organisation,
  from_on date not null, to_on date not null check (to_on >= from_on), substitute_id uuid references access.account check (substitute_id is distinct from account_id),
  set_by uuid, set_at timestamptz not null, withdrawn_at timestamptz, version integer not null default 1,
  constraint absence_once exclude using gist (account_id with =, daterange(from_on, to_on, '[]') with &&) where (withdrawn_at is null)
);
create table cases.load_limit (account_id uuid primary key references access.account, organisation_id uuid not null, points numeric(6,1) not null check (points between 1 and 400), set_by uuid, set_at timestamptz not null, version integer not null default 1);

-- Row-level security: the case manager and her substitute (rows of their own), and the lead of the organisation, who sees its relations.
do $$
declare t text;
begin
  foreach t in array array['case', 'phase_visit', 'artefact', 'screening', 'assessment', 'domain_rating', 'resource', 'instrument_result', 'network_map', 'network_node', 'network_edge',
    'plan_version', 'goal', 'goal_rating', 'measure', 'service_line', 'line_state', 'contact', 'monitoring_entry', 'review', 'hospital_stay', 'finding', 'evaluation', 'disclosure'] loop
    execute format('alter table cases.%I enable row level security', t);
    execute format('alter table cases.%I force row level security', t);
    execute format('create policy owner_functions on cases.%I to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on cases.%I to geleit_jobs using (true) with check (true)', t);
    execute format('create policy by_service on cases.%1$I to geleit_app using ('
      'exists (select 1 from access.care_relation r where r.person_id = %1$I.person_id and r.organisation_id = %1$I.organisation_id and r.kind in (''team'', ''substitute'') and r.cause_kind = ''case'')) '
      'with check (exists (select 1 from access.care_relation r where r.person_id = %1$I.person_id and r.organisation_id = %1$I.organisation_id and r.kind in (''team'', ''substitute'') and r.cause_kind = ''case''))', t);
  end loop;
  foreach t in array array['absence', 'load_limit'] loop
    execute format('alter table cases.%I enable row level security', t);
    execute format('alter table cases.%I force row level security', t);
    execute format('create policy owner_functions on cases.%I to geleit_owner using (true) with check (true)', t);
    execute format('create policy system_work on cases.%I to geleit_jobs using (true) with check (true)', t);
    execute format('create policy of_the_service on cases.%1$I to geleit_app using (organisation_id = (select (app.actor()).organisation_id)) '
      'with check (organisation_id = (select (app.actor()).organisation_id) and (select app.roles())::text[] && array[''case-manager'', ''lead''])', t);
  end loop;
end $$;
create trigger line_state_stays before update or delete on cases.line_state for each row execute function platform.refuse_change();
create trigger disclosure_stays before update or delete on cases.disclosure for each row execute function platform.refuse_change();
create trigger contact_stays before update or delete on cases.contact for each row execute function platform.refuse_change();
create trigger monitoring_entry_stays before update or delete on cases.monitoring_entry for each row execute function platform.refuse_change();

-- Takes somebody into Case Management: by a case manager or lead of the organisation for a person who is new, already theirs, or to whom she has a relation
-- herself; by the desk, a coordinator or another helper who has a relation (hands her over and gets none to the case).
create function app.relate_case(p_id uuid, p_person uuid, p_organisation uuid, p_account uuid, p_kind text, p_case uuid, p_from timestamptz, p_until timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if p_kind not in ('team', 'substitute') then raise exception 'not a relation of a case' using errcode = 'insufficient_privilege'; end if;
  if not exists (select 1 from access.account a join access.account_role q on q.account_id = a.id and q.role in ('case-manager', 'lead')
      where a.id = p_account and a.organisation_id = p_organisation and a.closed_at is null) then
    raise exception 'not a case manager of this service' using errcode = 'insufficient_privilege';
  end if;
  if not app.is_system() then
    if v_actor.account_id is null or not v_actor.roles && array['case-manager', 'lead', 'desk', 'coordinator', 'soziotherapist', 'therapist'] then
      raise exception 'no right to take somebody in' using errcode = 'insufficient_privilege';
    end if;
    if not (
      (v_actor.organisation_id = p_organisation and v_actor.roles && array['case-manager', 'lead']
        and (not exists (select 1 from access.care_relation r where r.person_id = p_person) and not exists (select 1 from access.office_relation o where o.person_id = p_person)
          or exists (select 1 from access.care_relation r where r.person_id = p_person and r.organisation_id = p_organisation and r.cause_kind = 'case'
            and (r.until_at is null or r.until_at > app.now()) and ('lead' = any (v_actor.roles) or r.account_id = v_actor.account_id))
          or exists (select 1 from cases.case c where c.person_id = p_person and c.organisation_id = p_organisation and c.phase in ('closed', 'not_opened'))))
      or exists (select 1 from access.care_relation r where r.person_id = p_person and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
        and (r.kind = any (app.queues()) or r.account_id = v_actor.account_id or r.practitioner_id = v_actor.practitioner_id))) then
      raise exception 'no relation to this person' using errcode = 'insufficient_privilege';
    end if;
  end if;
  insert into access.care_relation (id, person_id, kind, account_id, organisation_id, cause_kind, cause_id, from_at, until_at, set_by)
  values (p_id, p_person, p_kind, p_account, p_organisation, 'case', p_case, p_from, p_until, v_actor.account_id);
end $$;
-- Ends relations of a case: of one account (handed over, deputy back) or of all (p_account null).
create function app.end_case_relations(p_case uuid, p_account uuid, p_kind text, p_until timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_actor app.actor_row := app.actor();
begin
  if not app.is_system() and not exists (select 1 from access.care_relation r where r.cause_kind = 'case' and r.cause_id = p_case
      and (r.account_id = v_actor.account_id or r.organisation_id = v_actor.organisation_id and 'lead' = any (v_actor.roles))) then
    raise exception 'no relation of this case' using errcode = 'insufficient_privilege';
  end if;
  update access.care_relation r set until_at = p_until where r.cause_kind = 'case' and r.cause_id = p_case and (p_account is null or r.account_id = p_account)
    and (p_kind is null or r.kind = p_kind) and (r.until_at is null or r.until_at > p_until);
end $$;
revoke execute on function app.relate_case(uuid, uuid, uuid, uuid, text, uuid, timestamptz, timestamptz), app.end_case_relations(uuid, uuid, text, timestamptz) from public;
grant execute on function app.relate_case(uuid, uuid, uuid, uuid, text, uuid, timestamptz, timestamptz), app.end_case_relations(uuid, uuid, text, timestamptz) to geleit_app, geleit_jobs;
grant usage on schema cases to geleit_app, geleit_jobs, geleit_report;
grant select, insert, update on all tables in schema cases to geleit_app, geleit_jobs;
grant delete on cases.network_node, cases.network_edge to geleit_app;
revoke update on cases.line_state, cases.disclosure, cases.contact, cases.monitoring_entry from geleit_app, geleit_jobs;
