-- Outcome statistics of Case Management (rule book B.5 with its clarifications): counted over the facts of one service. Only sums, counts and
-- lists of numbers leave it; the pure rule (cases/rules/outcomes) makes figures of them. Definitions: docs/handbuch/fallsteuerung.md.
-- p_rhythms: {"health": {"A": 10, …}, …}, days of the rhythm with its grace by area and intensity.
create function app.case_outcomes(p_from date, p_to date, p_area text, p_manager uuid, p_rhythms jsonb) returns jsonb
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
      select q.state in ('completed', 'rejected', 'cancelled', 'client_declined', 'no_response', 'failed_start') and (q.outcome is not null or q.rejected_because is not null) as looped,
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
    tolerance as materialized (
      select c.id, c.phase, c.opened_on, coalesce(c.closed_on, v_today) as until_on, (p_rhythms -> c.area ->> c.intensity)::integer as days from c where c.phase <> 'not_opened'),
    came as (
      select r.on_day, r.on_day <= coalesce(lag(r.on_day) over (partition by r.id order by r.on_day), t.opened_on) + t.days as in_rhythm from reached r join tolerance t on t.id = r.id),
    missed as (
      select t.id from tolerance t left join (select r.id, max(r.on_day) as last_on from reached r group by r.id) l on l.id = t.id
      where t.phase <> 'dormant' and t.until_on > coalesce(l.last_on, t.opened_on) + t.days and coalesce(l.last_on, t.opened_on) + t.days + 1 between p_from and p_to),
    years as materialized (
      select c.id, c.opened_on, (c.opened_on - interval '12 months')::date as begins, (c.opened_on + interval '12 months')::date as ends from c
      where c.previous_id is null and c.phase <> 'not_opened' and (c.opened_on + interval '12 months')::date <= v_today and (c.opened_on + interval '12 months')::date between p_from and p_to),
    nights as (
      select y.id,
        coalesce(sum(greatest(0, least(coalesce(h.discharged_on, v_today), y.opened_on) - greatest(h.admitted_on, y.begins))) filter (where h.id is not null), 0)::integer as before_nights,
        coalesce(sum(greatest(0, least(coalesce(h.discharged_on, v_today), y.ends) - greatest(h.admitted_on, y.opened_on))) filter (where h.id is not null), 0)::integer as after_nights
      from years y left join cases.hospital_stay h on h.case_id = y.id group by y.id),
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
revoke execute on function app.case_outcomes(date, date, text, uuid, jsonb) from public;
grant execute on function app.case_outcomes(date, date, text, uuid, jsonb) to geleit_app;
