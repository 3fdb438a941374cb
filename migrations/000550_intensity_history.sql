-- How closely somebody is accompanied, with the day from which on: a finding of an overdue contact (B.4 OC) and the reliability of contacts
-- (B.5 O10) ask what held then, not what holds today. And three figures as they are defined: O5 is closed by a recorded outcome alone, O12 looks
-- at a person with all of her stays, each night once.
create table cases.intensity (
  case_id uuid not null references cases.case,
  valid_from date not null,
  intensity text not null check (intensity in ('A', 'B', 'C', 'D')),
  primary key (case_id, valid_from)
);
-- Every case began as B unless somebody set it otherwise; what was before the last change is known from the log only by its day.
insert into cases.intensity (case_id, valid_from, intensity)
  select c.id, c.opened_on, case when c.intensity_since is null then c.intensity else 'B' end from cases.case c;
insert into cases.intensity (case_id, valid_from, intensity)
  select c.id, c.intensity_since, c.intensity from cases.case c where c.intensity_since is not null
  on conflict (case_id, valid_from) do update set intensity = excluded.intensity;
drop trigger intensity_day on cases.case;
drop function cases.keep_intensity_day();
alter table cases.case drop column intensity_since;
create function app.keep_intensity() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'UPDATE' and new.intensity = old.intensity then return null; end if;
  insert into cases.intensity (case_id, valid_from, intensity)
    values (new.id, case when tg_op = 'INSERT' then new.opened_on else greatest(cases.clock_day(), new.opened_on) end, new.intensity)
    on conflict (case_id, valid_from) do update set intensity = excluded.intensity;
  return null;
end $$;
revoke execute on function app.keep_intensity() from public;
create trigger intensity_kept after insert or update of intensity on cases.case for each row execute function app.keep_intensity();
alter table cases.intensity enable row level security;
alter table cases.intensity force row level security;
create policy owner_functions on cases.intensity to geleit_owner using (true) with check (true);
create policy system_work on cases.intensity for select to geleit_jobs using (true);
grant select on cases.intensity to geleit_jobs;

-- A relative or somebody else without a name is nobody (B.3.5, B.4 RS); who it is stands sealed, that it is said stands here.
alter table cases.measure add column responsible_named boolean not null default true;

-- Nights of stays within a stretch of days: each night once, the day of leaving is none.
create function app.nights_within(p_stays datemultirange, p_within daterange) returns integer language sql immutable set search_path = pg_catalog as $$
  select coalesce(sum(upper(r) - lower(r)), 0)::integer from unnest(p_stays * datemultirange(p_within)) r where not isempty(r)
$$;
revoke execute on function app.nights_within(datemultirange, daterange) from public;

create or replace function app.begin_findings(p_cases uuid[], p_day date, p_all boolean) returns table (facts json)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_ids uuid[];
  v_actor app.actor_row := app.actor();
begin
  select array_agg(c.id order by c.id) into v_ids from cases.case c left join cases.finding_run f on f.case_id = c.id
  where c.id = any (p_cases)
    and (p_all or f.case_id is null or (f.day <> p_day and f.day <> 'infinity') or exists (select 1 from cases.stale s where s.case_id = c.id))
    and (app.is_system() or exists (select 1 from access.care_relation r where r.person_id = c.person_id and r.organisation_id = c.organisation_id
      and r.kind in ('team', 'substitute') and r.cause_kind = 'case' and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now())
      and (r.account_id = v_actor.account_id or r.organisation_id = v_actor.organisation_id and 'lead' = any (v_actor.roles))));
  if v_ids is null then return; end if;
  insert into cases.finding_run (case_id, day)
    select c.id, case when c.phase in ('closed', 'not_opened') then 'infinity'::date else p_day end from cases.case c where c.id = any (v_ids) order by c.id
    on conflict (case_id) do update set day = excluded.day;
  delete from cases.stale s where s.case_id = any (v_ids);
  return query
  select json_build_object('id', c.id, 'personId', c.person_id, 'organisationId', c.organisation_id, 'area', c.area, 'phase', c.phase, 'phaseSince', c.phase_since,
    'resumedOn', (select max(v.left_on) from cases.phase_visit v where v.case_id = c.id and v.phase = 'dormant'),
    'openedOn', c.opened_on,
    'intensities', coalesce((select json_agg(json_build_object('from', i.valid_from, 'intensity', i.intensity) order by i.valid_from) from cases.intensity i where i.case_id = c.id),
      json_build_array(json_build_object('from', c.opened_on, 'intensity', c.intensity))),
    'managerId', c.manager_id,
    'agreedPlanOn', coalesce(c.agreed_plan_on, (select max(v.agreed_on) from cases.plan_version v where v.case_id = c.id and v.state = 'agreed')),
    'lastReviewOn', greatest(c.last_review_on, (select max(w.reviewed_on) from cases.review w where w.case_id = c.id)),
    'lastReached', (select json_build_object('id', k.id, 'on', k.on_day) from cases.contact k where k.case_id = c.id and k.reached and k.with_whom in ('client', 'guardian')
      and k.on_day <= p_day and not exists (select 1 from cases.contact z where z.case_id = c.id and z.amends_id = k.id) order by k.on_day desc, k.id desc limit 1),
    'domains', coalesce((select json_agg(json_build_object('id', d.id, 'domain', d.domain, 'round', a.round, 'completedOn', a.completed_on, 'clientNeed', d.client_need,
        'profNeed', d.prof_need, 'clientRated', d.client_severity is not null or d.client_need is not null, 'clientMissing', d.client_missing, 'profRatedOn', d.prof_rated_on,
        'notNowOn', case when d.not_now_reason is not null then coalesce(d.not_now_on, a.completed_on) end) order by d.id)
      from cases.domain_rating d join cases.assessment a on a.id = d.assessment_id where d.case_id = c.id), '[]'),
    'goals', coalesce((select json_agg(json_build_object('id', g.id, 'domain', g.domain, 'status', g.status, 'statusSince', g.status_since, 'agreedOn', g.agreed_on,
        'targetOn', g.target_on, 'incompatibleWith', g.incompatible_with, 'lastRatedOn',
        (select max(r.rated_on) from cases.goal_rating r where r.goal_id = g.id and r.withdrawn_at is null)) order by g.id)
      from cases.goal g where g.case_id = c.id), '[]'),
    'measures', coalesce((select json_agg(json_build_object('id', m.id, 'goalIds', m.goal_ids, 'status', m.status, 'madeOn', coalesce(m.made_on, m.start_on, c.opened_on),
        'settledOn', m.settled_on, 'startOn', m.start_on, 'endOn', m.end_on, 'startedOn', m.started_on, 'lineId', m.service_line_id, 'responsibleKind', case when m.responsible_named then m.responsible_kind end,
        'responsibleId', m.responsible_id, 'weekly', m.weekly) order by m.id)
      from cases.measure m where m.case_id = c.id), '[]'),
    'lines', coalesce((select json_agg(json_build_object('id', l.id, 'serviceType', l.service_type, 'domain', l.domain, 'goalIds', l.goal_ids,
        'organisationId', l.provider_organisation_id, 'practitionerId', l.practitioner_id,
        'named', coalesce(l.provider_organisation_id, l.practitioner_id, l.directory_service_id) is not null or l.provider_sealed is not null,
        'state', l.state, 'since', l.since,
        'sentOn', (select min(t.on_day) from cases.line_state t where t.line_id = l.id and t.state in ('referred', 'waitlisted', 'accepted', 'scheduled', 'started', 'adapted')),
        'mirrors', l.mirrors, 'mirroredId', l.mirrored_id, 'complementaryWith', l.complementary_with, 'rhythmDays', l.rhythm_days, 'continuous', l.continuous,
        'approvedUnits', l.approved_units, 'usedUnits', l.used_units, 'used80On', l.used_80_on, 'validUntil', l.valid_until, 'followUpAppliedOn', l.follow_up_applied_on,
        'followUpNeeded', l.follow_up_needed, 'inpatient', l.inpatient, 'nextStartOn', l.next_start_on, 'startedOn', l.started_on, 'endedOn', l.ended_on,
        'lastContactOn', greatest(l.last_contact_on, (select max(e.on_day) from cases.monitoring_entry e where e.case_id = c.id and e.service_line_id = l.id and e.on_day <= p_day
          and (e.units_delivered > 0 or e.attended > 0)))) order by l.id)
      from cases.service_line l where l.case_id = c.id), '[]'),
    'referrals', coalesce((select json_agg(json_build_object('id', q.id, 'lineId', q.line_id, 'serviceType', q.service_type, 'domain', q.domain, 'need', q.need,
        'state', q.state, 'since', coalesce((select max(t.on_day) from referrals.step t where t.referral_id = q.id and t.state = q.state), q.answered_on, q.sent_on, q.created_on),
        'urgent', q.urgent, 'sentOn', q.sent_on, 'releaseId', q.release_id, 'recipientId', q.recipient_organisation_id) order by q.id)
      from referrals.referral q where q.origin_id = c.id and q.origin_kind = 'case'), '[]'),
    'releases', coalesce((select json_agg(json_build_object('id', k.id, 'recipientId', k.recipient_id,
        'untilOn', ((k.until_at - interval '1 microsecond') at time zone 'Europe/Berlin')::date, 'withdrawnOn', (k.withdrawn_at at time zone 'Europe/Berlin')::date) order by k.id)
      from consent.consent k where k.person_id = c.person_id and k.kind = 'release' and k.organisation_id = c.organisation_id and k.direction = 'to-recipient'), '[]'),
    'instruments', coalesce((select json_agg(json_build_object('id', i.id, 'instrument', i.instrument, 'ratedOn', i.rated_on, 'partnerId', i.partner_id) order by i.id)
      from cases.instrument_result i where i.case_id = c.id and i.withdrawn_at is null and i.rater = 'partner'), '[]'),
    'tasks', coalesce((select json_agg(json_build_object('id', t.id, 'kind', t.kind, 'assigneeId', t.assignee_id, 'createdOn', (t.created_at at time zone 'Europe/Berlin')::date) order by t.id)
      from tasks.task t join access.account a on a.id = t.assignee_id and a.organisation_id = c.organisation_id where t.person_id = c.person_id and t.done_at is null), '[]'),
    'absences', coalesce((select json_agg(json_build_object('id', b.id, 'accountId', b.account_id, 'fromOn', b.from_on, 'toOn', b.to_on, 'substituteId', b.substitute_id) order by b.id)
      from cases.absence b where b.organisation_id = c.organisation_id and b.withdrawn_at is null and b.to_on >= p_day - 400 and b.from_on <= p_day), '[]'),
    'stays', coalesce((select json_agg(json_build_object('id', h.id, 'admittedOn', h.admitted_on, 'dischargedOn', h.discharged_on, 'followUpNeeded', h.follow_up_needed) order by h.id)
      from cases.hospital_stay h where h.case_id = c.id), '[]'),
    'open', coalesce((select json_agg(json_build_object('id', f.id, 'rule', f.rule, 'subject', f.subject, 'severity', f.severity, 'since', f.since, 'evidence', f.evidence) order by f.id)
      from cases.finding f where f.case_id = c.id and f.closed_at is null), '[]'))
  from cases.case c where c.id = any (v_ids) order by c.id;
end $$;

create or replace function app.case_outcomes(p_from date, p_to date, p_area text, p_manager uuid, p_rhythms jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  v_org uuid := (app.actor()).organisation_id;
  v_roles text[] := app.roles();
  v_today date := (app.now() at time zone 'Europe/Berlin')::date;
  v_to date := least(p_to, (app.now() at time zone 'Europe/Berlin')::date);
begin
  if v_org is null or not v_roles && array['case-manager', 'lead'] or (p_manager is not null and p_manager <> app.account_id() and not 'lead' = any (v_roles)) then
    raise exception 'no right to these figures' using errcode = 'insufficient_privilege';
  end if;
  return (
    with c as materialized (
      select x.* from cases.case x where x.organisation_id = v_org and (p_area is null or x.area = p_area) and (p_manager is null or x.manager_id = p_manager)),
    ended as materialized (select * from c where c.phase = 'closed' and c.closed_on between p_from and p_to),
    goals as materialized (
      select g.case_id, coalesce(g.importance, 1) * coalesce(g.difficulty, 1) as w, g.baseline as b, r.level as l
      from cases.goal g join ended e on e.id = g.case_id
      left join lateral (select r.level from cases.goal_rating r where r.goal_id = g.id and r.withdrawn_at is null order by r.rated_on desc, r.made_at desc, r.id desc limit 1) r on true
      where g.status in ('agreed', 'active', 'reached', 'partly') or (g.status = 'dropped' and g.dropped_because is distinct from 'no-longer-wanted')),
    -- T now - T at the start: the 50 falls out; a goal without a rating blocks the score
    scored as (select 10 * (sum(w * l) - sum(w * b)) / sqrt(0.7 * sum(w * w) + 0.3 * power(sum(w), 2)) as change from goals group by case_id having bool_and(l is not null)),
    rounds as materialized (
      select a.id, a.case_id, a.round, row_number() over (partition by a.case_id order by a.round) as n from cases.assessment a join ended e on e.id = a.case_id where a.completed_on is not null),
    needs as materialized (
      select d.client_need, d.prof_need,
        (select l.client_need from rounds b join cases.domain_rating l on l.assessment_id = b.id and l.domain = d.domain and l.client_need is not null
          where b.case_id = f.case_id and b.round > f.round order by b.round desc limit 1) as client_end,
        (select l.prof_need from rounds b join cases.domain_rating l on l.assessment_id = b.id and l.domain = d.domain and l.prof_need is not null
          where b.case_id = f.case_id and b.round > f.round order by b.round desc limit 1) as prof_end
      from rounds f join cases.domain_rating d on d.assessment_id = f.id where f.n = 1),
    sent as materialized (
      select q.state in ('completed', 'rejected', 'cancelled', 'client_declined', 'no_response', 'failed_start') and q.outcome is not null as looped,
        q.outcome = 'met' as met, q.sent_on between p_from and p_to as in_period, q.started_on, q.sent_on
      from referrals.referral q join c on c.id = q.origin_id where q.origin_kind = 'case' and q.organisation_id = v_org and q.sent_on is not null),
    spans as materialized (
      select c.id, daterange(greatest(c.opened_on, p_from), least(coalesce(c.closed_on, v_today), v_to) + 1) as span from c
      where greatest(c.opened_on, p_from) <= least(coalesce(c.closed_on, v_today), v_to)),
    gaps as (
      select coalesce(sum(upper(u.r) - lower(u.r)), 0)::integer as days from (
        select range_agg(daterange(f.since, greatest(f.since, coalesce((f.closed_at at time zone 'Europe/Berlin')::date, v_today + 1))) * s.span) as m
        from spans s join cases.finding f on f.case_id = s.id and f.rule in ('G1', 'G2', 'G3', 'G4') group by s.id) g cross join lateral unnest(g.m) u (r)),
    visits as (
      select v.phase, v.case_id, sum(v.left_on - v.entered_on)::integer as days from cases.phase_visit v join c on c.id = v.case_id
      where v.left_on between p_from and p_to group by v.phase, v.case_id),
    reached as materialized (
      select distinct c.id, k.on_day from c join cases.contact k on k.case_id = c.id and k.reached and k.with_whom in ('client', 'guardian') and k.on_day > c.opened_on
      where c.phase <> 'not_opened' and not exists (select 1 from cases.contact a where a.amends_id = k.id)),
    -- the rhythm of each stretch of days with one intensity; the first one also stands for what was before it, the last one is open
    rhythm as materialized (
      select i.case_id, case when row_number() over w > 1 then i.valid_from end as from_on, lead(i.valid_from) over w - 1 as to_on,
        (p_rhythms -> c.area ->> i.intensity)::integer as days
      from c join cases.intensity i on i.case_id = c.id where c.phase <> 'not_opened' window w as (partition by i.case_id order by i.valid_from)),
    steps as (
      select r.id, r.on_day, coalesce(lag(r.on_day) over (partition by r.id order by r.on_day), c.opened_on) as before_on from reached r join c on c.id = r.id),
    came as (
      select s.on_day, s.on_day <= s.before_on + t.days as in_rhythm from steps s join rhythm t on t.case_id = s.id
        and (t.from_on is null or t.from_on <= s.on_day) and (t.to_on is null or t.to_on >= s.on_day)),
    -- the open interval, once overdue: since the day after the last one on which it was not
    missed as (
      select l.id from (
        select c.id, coalesce(c.closed_on, v_today) as until_on, coalesce(max(r.on_day), c.opened_on) as last_on from c left join reached r on r.id = c.id
        where c.phase not in ('not_opened', 'dormant') group by c.id, c.opened_on, c.closed_on) l
      cross join lateral (
        select greatest(l.last_on, max(least(t.to_on, l.last_on + t.days)) filter (where t.from_on is null or t.from_on <= l.last_on + t.days)) as fine_until
        from rhythm t where t.case_id = l.id) f
      where f.fine_until < l.until_on and f.fine_until + 1 between p_from and p_to),
    -- one window for each person, around the first case that she had here; her stays count wherever they were written down, each night once
    years as materialized (
      select x.person_id, x.opened_on, (x.opened_on - interval '12 months')::date as begins, (x.opened_on + interval '12 months')::date as ends from (
        select distinct on (c.person_id) c.person_id, c.opened_on from c where c.phase <> 'not_opened'
          and not exists (select 1 from cases.case e where e.person_id = c.person_id and e.organisation_id = v_org and e.phase <> 'not_opened' and e.opened_on < c.opened_on)
        order by c.person_id, c.opened_on, c.id) x
      where (x.opened_on + interval '12 months')::date <= v_today and (x.opened_on + interval '12 months')::date between p_from and p_to),
    nights as (
      select y.person_id, app.nights_within(s.stays, daterange(y.begins, y.opened_on)) as before_nights, app.nights_within(s.stays, daterange(y.opened_on, y.ends)) as after_nights
      from years y cross join lateral (
        select coalesce(range_agg(daterange(h.admitted_on, coalesce(h.discharged_on, v_today))), '{}') as stays
        from cases.hospital_stay h where h.person_id = y.person_id and h.organisation_id = v_org and h.admitted_on < coalesce(h.discharged_on, v_today)) s),
    views as (
      select d.client_need <> 'none' as hers, d.prof_need <> 'none' as ours from cases.domain_rating d join cases.assessment a on a.id = d.assessment_id join c on c.id = a.case_id
      where a.completed_on between p_from and p_to and d.client_need <> 'unknown' and d.prof_need <> 'unknown'),
    asked as (
      select distinct on (v.case_id) v.satisfaction, v.satisfaction_asked from cases.evaluation v join ended e on e.id = v.case_id order by v.case_id, v.started_on desc, v.id desc)
    select jsonb_build_object(
      'scoreChanges', (select coalesce(jsonb_agg(s.change order by s.change), '[]') from scored s),
      'goalsReached', (select count(*) filter (where l >= 0) from goals), 'goalsRated', (select count(*) filter (where l is not null) from goals),
      'clientUnmet', (select count(*) from needs where client_need = 'unmet' and client_end is not null),
      'clientConverted', (select count(*) from needs where client_need = 'unmet' and client_end in ('met', 'none')),
      'profUnmet', (select count(*) from needs where prof_need = 'unmet' and prof_end is not null),
      'profConverted', (select count(*) from needs where prof_need = 'unmet' and prof_end in ('met', 'none')),
      'closingReasons', (select coalesce(jsonb_object_agg(r.closing_reason, r.n), '{}') from (select e.closing_reason, count(*) as n from ended e group by e.closing_reason) r),
      'referralsSent', (select count(*) from sent where in_period), 'referralsLooped', (select count(*) from sent where in_period and looped),
      'referralsMet', (select count(*) from sent where in_period and met),
      'daysToStart', (select coalesce(jsonb_agg(s.started_on - s.sent_on order by s.started_on - s.sent_on), '[]') from sent s where s.started_on between p_from and p_to),
      'gapDays', (select days from gaps), 'caseDays', (select coalesce(sum(upper(span) - lower(span)), 0)::integer from spans),
      'duplicates', (select count(*) from cases.finding f join c on c.id = f.case_id where f.rule in ('DU1', 'DU2', 'DU3') and f.since between p_from and p_to),
      'duplicatesChanged', (select count(*) from cases.finding f join c on c.id = f.case_id where f.rule in ('DU1', 'DU2', 'DU3') and f.since between p_from and p_to and f.closed_because = 'changed'),
      'phaseDays', (select coalesce(jsonb_object_agg(v.phase, v.days), '{}') from (select phase, jsonb_agg(days order by days) as days from visits group by phase) v),
      'contactsInRhythm', (select count(*) from came where in_rhythm and on_day between p_from and p_to),
      'contactsDue', (select count(*) from came where on_day between p_from and p_to) + (select count(*) from missed),
      'hospital', (select jsonb_build_object('persons', count(*), 'before', coalesce(sum(before_nights), 0), 'after', coalesce(sum(after_nights), 0)) from nights),
      'views', (select jsonb_build_object('bothYes', count(*) filter (where hers and ours), 'onlyClient', count(*) filter (where hers and not ours),
        'onlyProfessional', count(*) filter (where not hers and ours), 'bothNo', count(*) filter (where not hers and not ours)) from views),
      'satisfaction', (select coalesce(jsonb_agg(a.satisfaction order by a.satisfaction) filter (where a.satisfaction_asked and a.satisfaction is not null), '[]') from asked a),
      'satisfactionAsked', (select count(*) filter (where a.satisfaction_asked) from asked a)));
end $$;
