import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { CaseCard, TeamMember } from '../contract/caseload.ts';
import type { Area } from '../rules/areas.ts';
import { areaWith } from '../rules/areas.ts';
import { phaseDays, stepsAhead } from '../rules/board.ts';
import { USUAL_LIMIT } from '../rules/load.ts';
import * as store from '../store/caseload.ts';
import { areasOf } from './areas.ts';

const todayOf = (call: Call): string => dayInBerlin(call.now).toString();
const WORST = [null, 'info', 'warn', 'alert'] as const;

const calledOf = (row: store.BoardRow): { called: string; named: boolean } => {
  const name = [row.given_name, row.family_name].filter(Boolean).join(' ');
  return row.consented && name ? { called: name, named: true } : { called: row.pseudonym, named: false };
};

function cardOf(row: store.BoardRow, area: Area, today: string, accountId: string): CaseCard {
  const facts = {
    phase: row.phase,
    phaseSince: row.phase_since,
    intensity: row.intensity,
    openedOn: row.opened_on,
    resumeOn: row.resume_on,
    lastContactOn: row.last_contact_on,
    lastReviewOn: row.last_review_on,
    agreedPlanOn: row.agreed_plan_on,
    task: row.task_kind && row.task_due ? { kind: row.task_kind, dueOn: dayInBerlin(row.task_due).toString() } : null,
  };
  const { days, limit, over } = phaseDays(facts, area, today);
  const steps = stepsAhead(facts, area, today);
  const late = steps.filter(({ kind, overdue }) => overdue && kind !== 'task').length;
  return {
    id: row.id,
    version: row.version,
    personId: row.person_id,
    ...calledOf(row),
    phase: row.phase,
    phaseSince: row.phase_since,
    days,
    limitDays: limit,
    stuck: over,
    intensity: row.intensity,
    area: row.area,
    priority: row.priority,
    openedOn: row.opened_on,
    managerId: row.manager_id,
    managerName: row.manager_name,
    reader: row.manager_id === accountId ? 'manager' : row.substitutes ? 'substitute' : 'lead',
    next: steps[0] ?? null,
    overdue: late + row.overdue_tasks,
    openTasks: row.open_tasks,
    gaps: row.gaps,
    duplicates: row.duplicates,
    others: row.others,
    worst: WORST[row.worst ?? 0] ?? null,
  };
}

/** Loads, limits and absences of the reader's team; no client is in it. */
export async function teamOf(call: Call): Promise<TeamMember[]> {
  const today = todayOf(call);
  return (await store.selectTeam(call.tx)).map((row) => ({
    accountId: row.account_id,
    name: row.name,
    manages: row.manages,
    leads: row.leads,
    points: Number(row.points),
    weighing: row.weighing,
    openCases: row.open_cases,
    limit: row.limit_points === null ? USUAL_LIMIT : Number(row.limit_points),
    limitVersion: row.limit_version ?? 0,
    absence:
      row.absence_id && row.absent_from && row.absent_to
        ? {
            id: row.absence_id,
            fromOn: row.absent_from,
            toOn: row.absent_to,
            now: row.absent_from <= today,
            substituteId: row.substitute_id,
          }
        : null,
  }));
}

/** Every open case that the reader may open, as cards, with her team's loads beside them. */
export async function readBoard(call: Call, _permit: Permit<'cases.care'>) {
  const { accountId, roles } = accountOf(call);
  const today = todayOf(call);
  const [rows, areas, team] = await Promise.all([store.selectBoard(call.tx, today), areasOf(call), teamOf(call)]);
  const known = new Map<string, Area>(areas.map((area) => [area.code, area]));
  await recordReads(
    call,
    'cases.board.read',
    'case',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  return {
    today,
    accountId,
    leads: roles.includes('lead'),
    cards: rows.map((row) => cardOf(row, known.get(row.area) ?? areaWith(row.area), today, accountId)),
    team,
  };
}

/** By name or pseudonym; one log row a case that was shown. */
export async function findCases(call: Call, _permit: Permit<'cases.care'>, q: string) {
  const rows = await store.selectNamed(call.tx, q);
  await recordReads(
    call,
    'cases.board.searched',
    'case',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  return { found: rows.map(({ id, called, phase }) => ({ id, called, phase })) };
}

export async function readTeam(call: Call, _permit: Permit<'cases.care'>) {
  return { today: todayOf(call), team: await teamOf(call) };
}
