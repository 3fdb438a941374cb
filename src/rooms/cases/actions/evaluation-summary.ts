import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import type { Summary } from '../contract/evaluation.ts';
import { foundAndRemoved, needsConverted, needsCourse, phaseDays, type RatedDomain } from '../rules/evaluation.ts';
import { attainment, counts, levelOn, weightOf } from '../rules/gas.ts';
import * as store from '../store/evaluation.ts';
import * as plans from '../store/plan.ts';
import { openProvider } from './line-texts.ts';
import { figure, scoredGoal } from './plan.ts';
import { goalText, todayOf } from './plan-case.ts';

/** The figures of a case as of now: codes, days and numbers, no text. */
export async function summaryOf(call: Call, found: plans.PlanCase): Promise<Summary> {
  const [caseId, today] = [found.id, todayOf(call)];
  const ratings = await plans.selectRatings(call.tx, caseId);
  const goals = (await plans.selectGoals(call.tx, caseId)).filter(({ status }) => status !== 'proposed' && status !== 'superseded');
  const scored = goals.map((row) => scoredGoal(row, ratings));
  const { now, baseline, change } = attainment(scored, today);
  const needs = await needsFor(call, caseId);
  const findings = (await store.selectFindings(call.tx, caseId)).map(({ rule, since, closed_at, closed_because }) => ({
    rule,
    since,
    closedOn: closed_at ? dayInBerlin(closed_at).toString() : null,
    closedBecause: closed_because,
  }));
  return {
    openedOn: found.opened_on,
    endedOn: found.closed_on,
    goals: scored.map((goal, at) => ({
      id: goal.id,
      domain: goals[at]?.domain ?? '',
      status: goal.status,
      droppedBecause: goal.droppedBecause,
      weight: weightOf(goal),
      start: goal.baseline,
      end: levelOn(goal, today),
      counts: counts(goal),
    })),
    t: { start: figure(baseline), end: figure(now), change: figure(change) },
    needs,
    converted: { client: needsConverted(needs, 'client'), professional: needsConverted(needs, 'professional') },
    services: (await store.selectServices(call.tx, caseId)).map((line) => ({
      id: line.id,
      serviceType: line.service_type,
      state: line.state,
      startedOn: line.started_on,
      endedOn: line.ended_on,
      outcome: line.outcome as Summary['services'][number]['outcome'], // CHECK of the table
    })),
    found: foundAndRemoved(findings),
    findings: findings.filter(({ rule }) => /^(G\d|DU\d)$/.test(rule)),
    phases: phaseDays(
      (await store.selectStays(call.tx, caseId)).map(({ phase, entered_on, left_on }) => ({ phase, from: entered_on, to: left_on })),
      found.closed_on ?? today,
    ),
  };
}

async function needsFor(call: Call, caseId: string) {
  const rows = await store.selectRounds(call.tx, caseId);
  const [first = 0, last = 0] = [rows[0]?.round, rows.at(-1)?.round];
  const of = (round: number): RatedDomain[] =>
    rows
      .filter((row) => row.round === round)
      .map((row) => ({
        domain: row.domain,
        client: { severity: row.client_severity, need: row.client_need },
        professional: { severity: row.prof_severity, need: row.prof_need },
      }));
  return needsCourse(of(first), last === first ? null : of(last));
}

/** Words of the goals and names of the services, by id. */
export async function namesOf(call: Call, caseId: string): Promise<Record<string, string>> {
  const goals = await plans.selectGoals(call.tx, caseId);
  const lines = await plans.selectLineNames(call.tx, caseId);
  const words = await Promise.all(goals.map(async (row) => [row.id, (await goalText(call, row)).text] as const));
  const named = await Promise.all(lines.map(async (line) => [line.id, line.name ?? (await openProvider(call, line)) ?? ''] as const));
  return Object.fromEntries([...words, ...named]);
}
