import { type Decision, no, yes } from '#kernel/decision.ts';
import { readIdentifier } from '#kernel/identifiers.ts';

/** Kassenart: which contract of § 132b SGB V holds. */
export const INSURER_GROUPS = ['AOK', 'VDEK', 'BKK', 'IKK', 'LKK', 'KNAPPSCHAFT', 'OTHER'] as const;
export type InsurerGroup = (typeof INSURER_GROUPS)[number];

export type CoverCode =
  | 'payer-ik-impossible'
  | 'payer-ik-no-insurer'
  | 'kvnr-impossible'
  | 'kvnr-confirm'
  | 'cover-ends-before-start'
  | 'cover-overlaps'
  | 'cover-without-former'
  | 'cover-same-payer';

export interface CoverPeriod {
  id: string;
  payerIk: string;
  from: string;
  to: string | null;
}

export interface CoverQuestion {
  how: 'new' | 'changed' | 'merged';
  payerIk: string;
  kvnr: string | null;
  kvnrConfirmed: boolean;
  from: string;
  to: string | null;
}

const dayBefore = (day: string) => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

/**
 * May this cover be entered (R18)? IK: refused where it cannot be one. KVNR: a wrong check digit is asked back once and then kept,
 * because cards in use break the rule. A change ends the former insurer the day before; two at a time never stand.
 * @returns the numbers as they are stored, and what to end
 */
export function judgeCover(
  wish: CoverQuestion,
  periods: readonly CoverPeriod[],
): Decision<{ payerIk: string; kvnr: string | null; kvnrConfirmed: boolean; ends: { id: string; on: string } | null }, CoverCode> {
  const ik = readIdentifier('ik', wish.payerIk);
  if (ik.verdict !== 'taken') return no('payer-ik-impossible');
  if (!ik.value.startsWith('10')) return no('payer-ik-no-insurer');
  const kvnr = wish.kvnr === null ? null : readIdentifier('kvnr', wish.kvnr);
  if (kvnr?.verdict === 'refused' || (kvnr?.verdict === 'confirm' && kvnr.why === 'misread')) return no('kvnr-impossible');
  if (kvnr?.verdict === 'confirm' && !wish.kvnrConfirmed) return no('kvnr-confirm');
  if (wish.to !== null && wish.to < wish.from) return no('cover-ends-before-start');
  const touched = periods.filter(({ from, to }) => (wish.to === null || from <= wish.to) && (to === null || wish.from <= to));
  const former = touched.find(({ from }) => from < wish.from);
  const stored = { payerIk: ik.value, kvnr: kvnr?.value ?? null, kvnrConfirmed: kvnr?.verdict === 'confirm' };
  if (wish.how === 'new') return touched.length > 0 ? no('cover-overlaps') : yes({ ...stored, ends: null });
  const before = former ?? periods.filter(({ to }) => to !== null && to < wish.from).at(-1);
  if (!before) return no('cover-without-former');
  if (before.payerIk === ik.value) return no('cover-same-payer');
  if (touched.some(({ id }) => id !== former?.id)) return no('cover-overlaps');
  return yes({ ...stored, ends: former ? { id: former.id, on: dayBefore(wish.from) } : null });
}
