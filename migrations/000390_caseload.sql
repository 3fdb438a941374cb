-- Who stands in for whom, who took a case over from whom, and how much everybody carries (rule book B.1; clarifications B.1/B.5 O11).

-- Every hand-over, kept. Never changed.
create table cases.hand_over (
  id uuid primary key,
  case_id uuid not null references cases.case, person_id uuid not null, organisation_id uuid not null,
  from_id uuid not null references access.account, to_id uuid not null references access.account check (to_id <> from_id),
  because text not null check (because in ('load', 'absence', 'leaves', 'client-wish', 'fit', 'other')),
  at timestamptz not null, by_id uuid
);
create index hand_over_case on cases.hand_over (case_id, at);
alter table cases.hand_over enable row level security;
alter table cases.hand_over force row level security;
create policy owner_functions on cases.hand_over to geleit_owner using (true) with check (true);
create policy system_work on cases.hand_over to geleit_jobs using (true) with check (true);
create policy by_service on cases.hand_over to geleit_app
  using (exists (select 1 from access.care_relation r where r.person_id = hand_over.person_id and r.organisation_id = hand_over.organisation_id
    and r.kind in ('team', 'substitute') and r.cause_kind = 'case'))
  with check (exists (select 1 from access.care_relation r where r.person_id = hand_over.person_id and r.organisation_id = hand_over.organisation_id
    and r.kind in ('team', 'substitute') and r.cause_kind = 'case'));
create trigger hand_over_stays before update or delete on cases.hand_over for each row execute function platform.refuse_change();
grant select, insert on cases.hand_over to geleit_app, geleit_jobs;
create index absence_account on cases.absence (account_id) where withdrawn_at is null;
create index absence_substitute on cases.absence (substitute_id) where withdrawn_at is null;
create index task_person_open on tasks.task (person_id) where done_at is null and person_id is not null;

-- Puts the relations of substitutes where the absences say: for every open case of a manager (and one case that just left her) each deputy
-- from the first day 0:00 to the day after the last one 0:00, Berlin. Rows that are no longer meant end now, or never begin. Asking twice
-- changes nothing, so that whoever opens, moves or ends a case may ask.
create function cases.substitutes_meant(p_manager uuid, p_case uuid) returns table (case_id uuid, person_id uuid, organisation_id uuid, account_id uuid, from_at timestamptz, until_at timestamptz)
language sql stable set search_path = pg_catalog as $$
  select c.id, c.person_id, c.organisation_id, b.substitute_id, b.from_on::timestamp at time zone 'Europe/Berlin', (b.to_on + 1)::timestamp at time zone 'Europe/Berlin'
  from cases.case c
  join cases.absence b on b.account_id = c.manager_id and b.organisation_id = c.organisation_id and b.withdrawn_at is null
  join access.account a on a.id = b.substitute_id and a.organisation_id = c.organisation_id and a.closed_at is null
  where (c.manager_id = p_manager or c.id = p_case) and c.phase not in ('closed', 'not_opened')
    and (b.to_on + 1)::timestamp at time zone 'Europe/Berlin' > app.now()
$$;
create function app.match_substitutes(p_manager uuid, p_case uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_now timestamptz := app.now();
begin
  if not app.is_system() and app.account_id() is null then
    raise exception 'nobody stands in' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('substitutes:' || p_manager, 0));
  update access.care_relation r set until_at = s.until_at
  from (select o.id, coalesce(m.until_at, greatest(o.from_at, v_now)) as until_at
        from access.care_relation o join cases.case c on c.id = o.cause_id
        left join cases.substitutes_meant(p_manager, p_case) m on m.case_id = o.cause_id and m.account_id = o.account_id
          and (m.from_at = o.from_at or (o.from_at <= v_now and m.from_at <= v_now))
        where o.cause_kind = 'case' and o.kind = 'substitute' and (c.manager_id = p_manager or c.id = p_case) and (o.until_at is null or o.until_at > v_now)) s
  where r.id = s.id and r.until_at is distinct from s.until_at;
  insert into access.care_relation (id, person_id, kind, account_id, organisation_id, cause_kind, cause_id, from_at, until_at, set_by)
    select gen_random_uuid(), m.person_id, 'substitute', m.account_id, m.organisation_id, 'case', m.case_id, greatest(m.from_at, v_now), m.until_at, app.account_id()
    from cases.substitutes_meant(p_manager, p_case) m
    where not exists (select 1 from access.care_relation r where r.cause_kind = 'case' and r.cause_id = m.case_id and r.kind = 'substitute' and r.account_id = m.account_id
      and r.until_at = m.until_at and (r.from_at = m.from_at or (r.from_at <= v_now and m.from_at <= v_now)));
end $$;

-- Open tasks go with the case: all of this person that lay with the old manager, unless she keeps another relation to the person; then only
-- those about the case itself and what belongs to it.
create function app.hand_over_tasks(p_case uuid, p_from uuid, p_to uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare v_case cases.case; v_keeps boolean; v_count integer; v_actor app.actor_row := app.actor();
begin
  select * into v_case from cases.case c where c.id = p_case;
  if v_case.id is null or v_case.manager_id <> p_to or (not app.is_system() and not ('lead' = any (v_actor.roles) and v_actor.organisation_id = v_case.organisation_id)) then
    raise exception 'not a hand-over' using errcode = 'insufficient_privilege';
  end if;
  v_keeps := exists (select 1 from access.care_relation r where r.person_id = v_case.person_id and r.account_id = p_from and r.cause_id <> p_case
    and r.from_at <= app.now() and (r.until_at is null or r.until_at > app.now()));
  update tasks.task t set assignee_id = p_to, version = t.version + 1
  where t.done_at is null and t.assignee_id = p_from and t.person_id = v_case.person_id
    and (not v_keeps or t.object_id = p_case
      or exists (select 1 from cases.service_line l where l.id = t.object_id and l.case_id = p_case) or exists (select 1 from cases.goal g where g.id = t.object_id and g.case_id = p_case)
      or exists (select 1 from cases.measure m where m.id = t.object_id and m.case_id = p_case) or exists (select 1 from cases.finding f where f.id = t.object_id and f.case_id = p_case)
      or exists (select 1 from cases.plan_version v where v.id = t.object_id and v.case_id = p_case) or exists (select 1 from cases.evaluation e where e.id = t.object_id and e.case_id = p_case)
      or exists (select 1 from referrals.referral q where q.id = t.object_id and q.origin_id = p_case));
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- The team of whoever asks: who carries how much, who is away and who stands in. Numbers and names of colleagues, nothing of clients.
create function app.case_team() returns table (account_id uuid, name text, leads boolean, manages boolean, points numeric, weighing integer, open_cases integer, limit_points numeric, limit_version integer,
  absence_id uuid, absent_from date, absent_to date, substitute_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  with me as (select (app.actor()).organisation_id as organisation_id, app.roles() as roles), day as (select (app.now() at time zone 'Europe/Berlin')::date as today)
  select a.id, a.name, 'lead' = any (q.roles), 'case-manager' = any (q.roles), coalesce(l.points, 0), coalesce(l.weighing, 0)::integer, coalesce(l.open_cases, 0)::integer, g.points, g.version,
    b.id, b.from_on, b.to_on, b.substitute_id
  from me join access.account a on a.organisation_id = me.organisation_id and a.closed_at is null cross join day
  join lateral (select array_agg(r.role) as roles from access.account_role r where r.account_id = a.id) q on q.roles && array['case-manager', 'lead']
  left join lateral (
    select sum(case c.intensity when 'A' then 3 when 'B' then 2 when 'C' then 1 else 0.5 end) filter (where w.weighs) as points, count(*) filter (where w.weighs) as weighing,
      count(*) as open_cases
    from cases.case c cross join lateral (select c.phase in ('intake', 'assessment', 'planning', 'linking', 'monitoring', 'reassessment', 'evaluation') as weighs) w
    where c.manager_id = a.id and c.organisation_id = me.organisation_id and c.phase not in ('closed', 'not_opened')) l on true
  left join cases.load_limit g on g.account_id = a.id and g.organisation_id = me.organisation_id
  left join lateral (select * from cases.absence x where x.account_id = a.id and x.organisation_id = me.organisation_id and x.withdrawn_at is null and x.to_on >= day.today
    order by x.from_on limit 1) b on true
  where me.roles && array['case-manager', 'lead']
$$;

-- What a board says of the reader's cases beside their own rows: whether consent lives, whether she stands in, open tasks counted, hers and
-- her colleagues' (their rows stay theirs).
create function app.case_glance() returns table (case_id uuid, consented boolean, substitutes boolean, open_tasks integer, overdue_tasks integer, next_kind text, next_due timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  with me as materialized (select (app.actor()).account_id as account_id, (app.actor()).organisation_id as organisation_id, app.roles() as roles, app.now() as now),
  mine as materialized (
    select c.id, c.person_id, c.organisation_id, bool_or(r.kind = 'substitute' and r.account_id = me.account_id) as substitutes from me
    join access.care_relation r on r.cause_kind = 'case' and (r.account_id = me.account_id or (r.organisation_id = me.organisation_id and 'lead' = any (me.roles)))
      and r.from_at <= me.now and (r.until_at is null or r.until_at > me.now)
    join cases.case c on c.id = r.cause_id
    group by c.id),
  agreed as materialized (
    select distinct m.id from me cross join mine m join consent.consent k on k.person_id = m.person_id and k.organisation_id = m.organisation_id and k.kind = 'case-management'
      and k.withdrawn_at is null and (k.until_at is null or k.until_at > me.now)),
  todo as materialized (
    select m.id, count(*)::integer as n, (count(*) filter (where t.due_at < me.now))::integer as late, (array_agg(t.kind order by t.due_at, t.priority, t.id))[1] as kind, min(t.due_at) as due
    from me cross join mine m join tasks.task t on t.person_id = m.person_id and t.done_at is null left join access.account a on a.id = t.assignee_id
    where coalesce(t.organisation_id, a.organisation_id) = m.organisation_id
    group by m.id)
  select m.id, g.id is not null, m.substitutes, coalesce(t.n, 0), coalesce(t.late, 0), t.kind, t.due
  from mine m left join agreed g on g.id = m.id left join todo t on t.id = m.id
$$;
revoke execute on function cases.substitutes_meant(uuid, uuid), app.match_substitutes(uuid, uuid), app.hand_over_tasks(uuid, uuid, uuid), app.case_team(), app.case_glance() from public;
grant execute on function app.match_substitutes(uuid, uuid), app.hand_over_tasks(uuid, uuid, uuid), app.case_team(), app.case_glance() to geleit_app, geleit_jobs;
