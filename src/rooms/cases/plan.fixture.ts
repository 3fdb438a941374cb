import { randomUUID } from 'node:crypto';
import type { OpenedCase, setCases } from '#test/cases-stage.ts';
import { addGoal, rateGoal } from './actions/goals.ts';
import { addMeasure } from './actions/measures.ts';
import { readPlan } from './actions/plan.ts';
import { agreePlan, offerPlan } from './actions/plan-versions.ts';
import type { GoalWish, MeasureWish } from './contract/plan.ts';
import { SMART } from './rules/goal.ts';

export type CaseStage = Awaited<ReturnType<typeof setCases>>;

/** A goal with nothing missing. */
export const wholeGoal = (more: Partial<GoalWish> = {}): GoalWish => ({
  domain: 'D10',
  level: 'Handlung',
  words: {
    text: 'Ich mache meine Post wieder selbst auf.',
    indicator: 'geöffnete Briefe pro Woche',
    reasons: {
      specific: 'Es geht um die Post.',
      measurable: 'Wir zählen Briefe.',
      accepted: 'Es ist ihr eigener Satz.',
      realistic: 'Mit jemandem daneben geht es schon.',
      dated: 'Bis Ende Mai.',
    },
    scale: {
      '-2': 'Die Post liegt im Keller.',
      '-1': 'Kein Brief ist offen.',
      '0': 'Ein Brief in der Woche.',
      '1': 'Alle zwei Tage.',
      '2': 'Jeden Tag.',
    },
  },
  smart: [...SMART],
  importance: null,
  difficulty: null,
  baseline: -1,
  targetOn: '2026-05-31',
  soziotherapieGoalId: null,
  ...more,
});
export const wholeMeasure = (goalIds: string[], more: Partial<MeasureWish> = {}): MeasureWish => ({
  goalIds,
  kind: 'contact',
  text: 'Die Post gemeinsam öffnen',
  responsible: 'manager',
  who: '',
  lineId: null,
  startOn: '2026-03-03',
  endOn: null,
  timesPerWeek: null,
  weekly: [{ day: 2, from: '10:00', to: '11:00' }],
  payer: null,
  approval: 'none-needed',
  approvalRef: null,
  ...more,
});

/** The usual steps towards an agreed plan, by the case manager. */
export function casePlanSteps(stage: CaseStage) {
  const { cast } = stage;
  type Staff = Parameters<typeof cast.as>[0];
  const today = () => stage.clock.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString();
  const read = (caseId: string, as: Staff = 'olena') => cast.as(as, (call, permit) => readPlan(call, permit('cases.care'), caseId));
  const goal = (caseId: string, more: Partial<GoalWish> = {}) =>
    cast.as('olena', (call, permit) => addGoal(call, permit('cases.care'), caseId, wholeGoal(more)));
  const measure = (caseId: string, goalIds: string[], more: Partial<MeasureWish> = {}) =>
    cast.as('olena', (call, permit) => addMeasure(call, permit('cases.care'), caseId, wholeMeasure(goalIds, more)));
  const offer = (caseId: string) => cast.as('olena', (call, permit) => offerPlan(call, permit('cases.care'), caseId));
  const agree = (version: { id: string; version: number }, more: Record<string, unknown> = {}) =>
    cast.as('olena', (call, permit) =>
      agreePlan(call, permit('cases.care'), version.id, version.version, {
        by: 'client',
        guardianId: null,
        signsForBoth: false,
        form: 'spoken',
        on: today(),
        witness: 'Benno Thiel',
        fileId: null,
        ...more,
      }),
    );
  const rate = (goalId: string, level: -2 | -1 | 0 | 1 | 2, on = today(), by: 'client' | 'professional' | 'together' = 'together') =>
    cast.as('olena', (call, permit) => rateGoal(call, permit('cases.care'), goalId, { level, on, by }));
  /** A case with one goal and its measure, offered. */
  const offered = async (client: Parameters<CaseStage['openCase']>[0] = { phase: 'planning' }) => {
    const opened = await stage.openCase(client);
    const { id: goalId } = await goal(opened.caseId);
    const { id: measureId } = await measure(opened.caseId, [goalId]);
    return { ...opened, goalId, measureId, version: await offer(opened.caseId) };
  };
  const agreed = async (client?: Parameters<CaseStage['openCase']>[0]) => {
    const made = await offered(client);
    await agree(made.version);
    return made;
  };
  return { today, read, goal, measure, offer, agree, rate, offered, agreed };
}

type View = 'none' | 'met' | 'unmet' | 'unknown' | null;
/** A round of the assessment with its domains: [code, her view, ours, priority]. */
export async function putRound(
  stage: CaseStage,
  { caseId, personId }: OpenedCase,
  round: number,
  domains: readonly [domain: string, client: View, professional: View, priority?: boolean][],
): Promise<void> {
  const assessmentId = randomUUID();
  const about = [caseId, personId, stage.services.rheinsieg];
  await stage.admin.query(
    `insert into cases.assessment (id, case_id, person_id, organisation_id, round, kind, started_on)
     values ($1, $2, $3, $4, $5, 'assessment', '2026-02-10')`,
    [assessmentId, ...about, round],
  );
  for (const [domain, client, professional, priority = false] of domains)
    await stage.admin.query(
      `insert into cases.domain_rating (id, assessment_id, case_id, person_id, organisation_id, domain, client_need, prof_need, client_severity, prof_severity, priority)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        randomUUID(),
        assessmentId,
        ...about,
        domain,
        client,
        professional,
        client === null ? null : 2,
        professional === null ? null : 3,
        priority,
      ],
    );
  await stage.admin.query("update cases.assessment set completed_on = '2026-02-10' where id = $1", [assessmentId]);
}
