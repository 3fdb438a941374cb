import type { Measure, PlanContent } from './muster-27.ts';

/** Parts of the plan that are one text or one small block. */
export const PLAN_PARTS = [
  'anamnesis',
  'diagnosis',
  'findings',
  'coordinatedCare',
  'socialEnvironment',
  'prognosis',
  'demarcation',
] as const;
export type PlanPart = (typeof PLAN_PARTS)[number];
export type Change = 'came' | 'went' | 'changed';

/** What differs between two versions of a plan; texts as they stood before and stand now. */
export interface PlanDifference {
  goals: { id: string; kind: 'far' | 'near'; change: Change; before: string | null; after: string | null }[];
  measures: { id: string; change: Change; before: Measure | null; after: Measure | null }[];
  parts: PlanPart[];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

interface Compared<Item> {
  id: string;
  change: Change;
  before: Item | null;
  after: Item | null;
}

function compare<Item extends { id: string }>(before: readonly Item[], after: readonly Item[]): Compared<Item>[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const now = new Set(after.map(({ id }) => id));
  const kept = after.flatMap((item): Compared<Item>[] => {
    const was = old.get(item.id);
    if (!was) return [{ id: item.id, change: 'came', before: null, after: item }];
    return same(was, item) ? [] : [{ id: item.id, change: 'changed', before: was, after: item }];
  });
  const gone = before
    .filter(({ id }) => !now.has(id))
    .map((item): Compared<Item> => ({ id: item.id, change: 'went', before: item, after: null }));
  return [...kept, ...gone];
}

/** Goals and measures are the same where their ids are; the order in which they stand is no difference. */
export function planDifference(before: PlanContent, after: PlanContent): PlanDifference {
  const goals = (kind: 'far' | 'near', one: PlanContent, other: PlanContent) =>
    (kind === 'far' ? compare(one.farGoals, other.farGoals) : compare(one.nearGoals, other.nearGoals)).map((row) => ({
      id: row.id,
      kind,
      change: row.change,
      before: row.before?.text ?? null,
      after: row.after?.text ?? null,
    }));
  return {
    goals: [...goals('far', before, after), ...goals('near', before, after)],
    measures: compare(before.measures, after.measures),
    parts: PLAN_PARTS.filter((part) => !same(before[part], after[part])),
  };
}
