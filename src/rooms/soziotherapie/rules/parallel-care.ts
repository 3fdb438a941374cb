import { type Day, dayOf, type LocalTime, overlaps } from './calendar.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';

/** Psychiatric home nursing (psychiatrische häusliche Krankenpflege), both days inclusive; null: goes on. */
export interface HomeNursing {
  from: Day;
  to: Day | null;
  goals?: readonly string[];
  visits?: readonly { start: LocalTime; end: LocalTime }[];
}

const activeOn = ({ from, to }: HomeNursing, day: Day) => from <= day && (to === null || day <= to);
const tidy = (text: string) => text.trim().toLocaleLowerCase('de');

/**
 * R20: beside psychiatric home nursing the plan must say how the two differ; equal goals are a warning, never a refusal.
 * @param plan demarcation and goals of Muster 27, on the day of the application
 */
export function judgeDemarcation(
  plan: { demarcation: string; goals: readonly string[] },
  nursing: readonly HomeNursing[],
  day: Day,
): Ruling<object, 'demarcation-missing'> {
  const active = nursing.filter((one) => activeOn(one, day));
  if (active.length === 0) return allow('R20', {});
  if (tidy(plan.demarcation) === '') return refuse('R20', 'demarcation-missing');
  const theirs = new Set(active.flatMap(({ goals = [] }) => goals.map(tidy)));
  const same = plan.goals.filter((goal) => tidy(goal) !== '' && theirs.has(tidy(goal))).length;
  const hints: Hint[] = same > 0 ? [{ code: 'duplicate-goal', facts: { same } }] : [];
  return allow('R20', {}, { hints });
}

/** R20: a visit of the nurses at the same time needs a reason. */
export function judgeNursingVisit(
  session: { start: LocalTime; end: LocalTime; reasonGiven: boolean },
  nursing: readonly HomeNursing[],
): Ruling<object, 'nursing-overlap-reason-missing'> {
  const visits = nursing.filter((one) => activeOn(one, dayOf(session.start))).flatMap(({ visits = [] }) => visits);
  const visit = visits.find((one) => overlaps(one, session));
  if (visit === undefined) return allow('R20', {});
  const facts = { visitStart: visit.start, visitEnd: visit.end };
  if (!session.reasonGiven) return refuse('R20', 'nursing-overlap-reason-missing', { facts });
  return allow('R20', {}, { facts, hints: [{ code: 'nursing-overlap', facts }] });
}
