/** What became of somebody who went on the list: codes and whole days, nobody's name. */
export interface PastWait {
  kind: string;
  setting: string;
  procedures: readonly string[];
  languages: readonly string[];
  postalCode: string | null;
  /** ISO day of going on the list. */
  since: string;
  /** Days to the first appointment that was agreed, or until they left or until today. */
  days: number;
  ended: 'appointment' | 'left' | 'waits';
}

/** What is sought now, in the same codes. */
export type Sought = Pick<PastWait, 'kind' | 'setting' | 'procedures' | 'languages' | 'postalCode'>;

/** What is given up, one after the other, until there are enough cases. The kind of what is sought never is. */
export const ESTIMATE_STEPS = ['area-wider', 'area', 'procedure', 'language', 'setting', 'older'] as const;
export type EstimateStep = (typeof ESTIMATE_STEPS)[number];

export const ESTIMATE = { leastCases: 5, days: 365, olderDays: 730, lower: 0.1, middle: 0.5, upper: 0.9 } as const;

export interface Basis {
  /** How many went on the list for the same, and what became of them. */
  cases: number;
  placed: number;
  left: number;
  waiting: number;
  /** ISO days: who went on the list in between. */
  from: string;
  to: string;
  relaxed: EstimateStep[];
}

/** Days from going on the list to the first appointment, or why nothing can be said. */
export type Estimate =
  | {
      says: 'range' /** Eight of ten lie between. */;
      lower: number;
      middle: number /** null: longer than can be seen yet. */;
      upper: number | null;
      basis: Basis;
    }
  | { says: 'nothing'; why: 'too-few-cases' | 'most-still-wait'; basis: Basis };

const area = (postalCode: string | null, digits: number) => (postalCode === null ? null : postalCode.slice(0, digits));
const meet = (one: readonly string[], other: readonly string[]) =>
  one.length === 0 || other.length === 0 || one.some((code) => other.includes(code));
/** German is understood where nothing else was said. */
const spoken = (languages: readonly string[]) => (languages.length === 0 ? ['de'] : languages);
const settings = (one: string, other: string) => one === other || one === 'either' || other === 'either';

function alike(sought: Sought, past: PastWait, without: ReadonlySet<EstimateStep>): boolean {
  if (past.kind !== sought.kind) return false;
  if (!without.has('setting') && !settings(past.setting, sought.setting)) return false;
  if (!without.has('language') && !meet(spoken(past.languages), spoken(sought.languages))) return false;
  if (!without.has('procedure') && !meet(past.procedures, sought.procedures)) return false;
  if (without.has('area')) return true;
  const digits = without.has('area-wider') ? 2 : 3;
  return sought.postalCode === null || area(past.postalCode, digits) === area(sought.postalCode, digits);
}

/**
 * How long people waited who sought the same: position alone is no promise. Whoever still waits or left counts up to
 * that day as "not yet" (Kaplan and Meier 1958), so that long waits are not left out because they have not ended.
 * Criteria are given up one after the other until five cases with an appointment are found.
 * @param today ISO day in Berlin
 */
export function estimateWait(sought: Sought, history: readonly PastWait[], today: string): Estimate {
  const relaxed: EstimateStep[] = [];
  let basis: Basis | undefined;
  for (const step of [undefined, ...ESTIMATE_STEPS]) {
    if (step) relaxed.push(step);
    const without = new Set(relaxed);
    const from = Temporal.PlainDate.from(today)
      .subtract({ days: without.has('older') ? ESTIMATE.olderDays : ESTIMATE.days })
      .toString();
    const cases = history.filter((past) => past.since >= from && alike(sought, past, without));
    const placed = cases.filter(({ ended }) => ended === 'appointment').length;
    const found = { cases: cases.length, placed, left: count(cases, 'left'), waiting: count(cases, 'waits'), from, to: today };
    basis = { ...found, relaxed: needed(relaxed, sought) };
    if (placed < ESTIMATE.leastCases) continue;
    const [lower, middle, upper] = quantiles(cases, [ESTIMATE.lower, ESTIMATE.middle, ESTIMATE.upper]);
    if (middle === null || middle === undefined || lower === null || lower === undefined)
      return { says: 'nothing', why: 'most-still-wait', basis };
    return { says: 'range', lower, middle, upper: upper ?? null, basis };
  }
  if (!basis) throw new Error('there is always a first step');
  return { says: 'nothing', why: 'too-few-cases', basis };
}

const count = (cases: readonly PastWait[], how: PastWait['ended']) => cases.filter(({ ended }) => ended === how).length;

/** What was really given up: nothing that had not been asked for, and "no area" says what "a wider area" said. */
function needed(relaxed: readonly EstimateStep[], sought: Sought): EstimateStep[] {
  return relaxed.filter((step) => {
    if (step === 'area-wider') return sought.postalCode !== null && !relaxed.includes('area');
    if (step === 'area') return sought.postalCode !== null;
    if (step === 'procedure') return sought.procedures.length > 0;
    if (step === 'setting') return sought.setting !== 'either';
    return true;
  });
}

/** The days by which these shares had an appointment, with those who had none yet counted as far as is known; null: not yet seen. */
function quantiles(cases: readonly PastWait[], shares: readonly number[]): (number | null)[] {
  const sorted = [...cases].sort((a, b) => a.days - b.days);
  const found: (number | null)[] = shares.map(() => null);
  let without = 1;
  let atRisk = sorted.length;
  for (let index = 0; index < sorted.length; ) {
    const days = sorted[index]?.days ?? 0;
    let placed = 0;
    let gone = 0;
    for (; index < sorted.length && sorted[index]?.days === days; index += 1) {
      gone += 1;
      if (sorted[index]?.ended === 'appointment') placed += 1;
    }
    without *= 1 - placed / atRisk;
    atRisk -= gone;
    for (const [at, share] of shares.entries()) if (found[at] === null && placed > 0 && without <= 1 - share + 1e-9) found[at] = days;
  }
  return found;
}

/** Whether two requests want the same places, as far as can be said without places: who stands ahead for the same. */
export function wantTheSame(one: Sought, other: Sought): boolean {
  return (
    one.kind === other.kind &&
    settings(one.setting, other.setting) &&
    meet(spoken(one.languages), spoken(other.languages)) &&
    meet(one.procedures, other.procedures)
  );
}
