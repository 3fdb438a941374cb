import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

type Day = string;

/** Counts of what the parts of a file have come to, in one statement; the phase machine's checks are made of them. */
export interface PartsRow {
  round: string | null;
  rated: number;
  round_done: boolean;
  reassessed: boolean;
  /** Whether she saw the latest round since it began. */
  client_saw: boolean;
  /** The two latest ratings of one goal are both -2. */
  gas_twice: boolean;
  last_assessed_on: Day | null;
  resources: boolean;
  network_map: boolean;
  providers: boolean;
  goals: number;
  needs_without_goal: number;
  goals_without_measure: number;
  measures_incomplete: number;
  plan_state: string | null;
  plan_agreed_on: Day | null;
  client_copy: boolean;
  evaluation: boolean;
  contact_since: boolean;
  open_domains: string[];
  lines: { state: string; domain: string | null; named: boolean }[];
  goal_standings: { status: string; droppedBecause: string | null; weight: number; level: number | null }[];
}

/** @param since the moment the case last entered its phase */
export async function readParts(tx: Tx, caseId: string, since: Temporal.Instant): Promise<PartsRow> {
  const at = since.toString();
  const { rows } = await sql<PartsRow>`
    with round as (select a.id, a.started_on, a.completed_on from cases.assessment a where a.case_id = ${caseId} order by a.round desc limit 1),
      rating as (select d.* from cases.domain_rating d join round on d.assessment_id = round.id),
      open_goal as (select g.id, g.domain from cases.goal g where g.case_id = ${caseId} and g.status not in ('dropped', 'superseded')),
      -- what was agreed holds until the next agreement supersedes it; a revision begun since then changes nothing
      version as (select v.state, v.agreed_on from cases.plan_version v where v.case_id = ${caseId} order by v.state = 'agreed' desc, v.number desc limit 1)
    select (select id from round) as round,
      (select count(*)::int from rating r where r.domain in ('D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8', 'D9', 'D10')
        and (r.not_discussed is not null or r.prof_severity is not null and r.prof_need is not null
          and (r.client_severity is not null and r.client_need is not null or r.client_missing is not null))) as rated,
      coalesce((select completed_on is not null from round), false) as round_done,
      exists (select 1 from cases.artefact f where f.case_id = ${caseId} and f.kind = 'client-saw-assessment' and f.withdrawn_at is null
        and f.at_on >= (select started_on from round)) as client_saw,
      (select max(a.completed_on) from cases.assessment a where a.case_id = ${caseId} and a.kind <> 'evaluation') as last_assessed_on,
      exists (select 1 from cases.goal g cross join lateral (select count(*) as n, bool_and(t.level = -2) as low from (select r.level from cases.goal_rating r
          where r.goal_id = g.id and r.withdrawn_at is null order by r.rated_on desc, r.made_at desc limit 2) t) l
        where g.case_id = ${caseId} and g.status not in ('dropped', 'superseded') and l.n = 2 and l.low) as gas_twice,
      exists (select 1 from cases.assessment a where a.case_id = ${caseId} and a.kind = 'reassessment' and a.completed_on is not null
        and a.completed_on >= (${at}::timestamptz at time zone 'Europe/Berlin')::date) as reassessed,
      exists (select 1 from cases.resource r where r.case_id = ${caseId} and r.removed_on is null) as resources,
      exists (select 1 from cases.network_map m where m.case_id = ${caseId} and m.withdrawn_at is null) as network_map,
      exists (select 1 from cases.service_line l where l.case_id = ${caseId}) as providers,
      (select count(*)::int from open_goal) as goals,
      (select count(*)::int from rating r where r.priority and r.not_now_reason is null and not exists (select 1 from open_goal g where g.domain = r.domain)) as needs_without_goal,
      (select count(*)::int from open_goal g where not exists (select 1 from cases.measure m where m.case_id = ${caseId} and g.id = any (m.goal_ids) and m.status <> 'cancelled')) as goals_without_measure,
      (select count(*)::int from cases.measure m where m.case_id = ${caseId} and m.status in ('planned', 'active')
        and (m.responsible_kind is null or not m.responsible_named or m.start_on is null or (m.approval <> 'none-needed' and m.payer is null))) as measures_incomplete,
      (select state from version) as plan_state, (select agreed_on from version) as plan_agreed_on,
      exists (select 1 from cases.disclosure d where d.case_id = ${caseId} and d.part = 'client-copy') as client_copy,
      exists (select 1 from cases.evaluation e where e.case_id = ${caseId} and (e.summary is not null or e.text_sealed is not null)) as evaluation,
      exists (select 1 from cases.contact c where c.case_id = ${caseId} and c.reached and c.at > ${at}
        and not exists (select 1 from cases.contact z where z.amends_id = c.id)) as contact_since,
      array(select distinct r.domain from rating r where r.client_need = 'unmet' or r.prof_need = 'unmet') as open_domains,
      coalesce((select jsonb_agg(jsonb_build_object('state', l.state, 'domain', l.domain,
          'named', l.provider_organisation_id is not null or l.practitioner_id is not null or l.directory_service_id is not null or l.provider_sealed is not null) order by l.id)
        from cases.service_line l where l.case_id = ${caseId}), '[]') as lines,
      coalesce((select jsonb_agg(jsonb_build_object('status', g.status, 'droppedBecause', g.dropped_because,
          'weight', coalesce(g.importance, 1) * coalesce(g.difficulty, 1),
          'level', (select t.level from cases.goal_rating t where t.goal_id = g.id and t.withdrawn_at is null order by t.rated_on desc, t.made_at desc limit 1)) order by g.id)
        from cases.goal g where g.case_id = ${caseId}), '[]') as goal_standings`.execute(tx);
  const [found] = rows;
  if (!found) throw new Error('a select without a row');
  return found;
}

/** States of a case's service lines, for the derived phase. */
export function selectLineStates(tx: Tx, caseId: string): Promise<{ state: string }[]> {
  return tx.selectFrom('cases.service_line').select('state').where('case_id', '=', caseId).execute();
}

/** The moment a case last entered its phase. */
export async function phaseEnteredAt(tx: Tx, caseId: string): Promise<Temporal.Instant | undefined> {
  const row = await tx
    .selectFrom('cases.phase_visit')
    .select('entered_at')
    .where('case_id', '=', caseId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row?.entered_at;
}
