import type { Day } from './calendar.ts';
import { type ContractLine, findContractLine, headPrice, lineAmount } from './price.ts';
import { roundHalfUp, type UnitSetting } from './units.ts';

/** R3: hundredths of a unit of minutes that were rounded to whole steps already. */
export function partHundredths(setting: UnitSetting, minutes: number): number {
  return roundHalfUp(minutes * 100, setting === 'single' ? 60 : 90);
}

/** What a session costs as far as its price is known. */
export interface SessionPrice<Line extends ContractLine, Part> {
  /** The one price of the day; null where there is none, or more than one. */
  line: Line | null;
  /** How many hold on the day. */
  lines: number;
  /** Cent of one participant's unit. */
  headCents: number;
  parts: { part: Part; hundredths: number; amountCents: number }[];
  amountCents: number;
  hundredths: number;
}

/**
 * R25: the price of the day for one head, times the quantity of each stretch, each rounded. Without one clear price every amount is 0.
 * @param present participants of the group who were there
 */
export function priceSession<Line extends ContractLine, Part extends { minutes: number }>(
  session: { day: Day; setting: UnitSetting; present: number; parts: readonly Part[] },
  cover: { insurerGroup: string; state: string } | null,
  providerIk: string | null,
  lines: readonly Line[],
): SessionPrice<Line, Part> {
  const { day, setting } = session;
  const found =
    cover && providerIk
      ? findContractLine(lines, { providerIk, insurerGroup: cover.insurerGroup, state: cover.state, setting, day })
      : undefined;
  const line = found?.ok ? (lines.find(({ id }) => id === found.line.id) ?? null) : null;
  const headCents = line ? headPrice(line, Math.max(1, session.present)) : 0;
  const parts = session.parts.map((part) => {
    const hundredths = partHundredths(setting, part.minutes);
    return { part, hundredths, amountCents: lineAmount(headCents, hundredths) };
  });
  const sum = (field: 'hundredths' | 'amountCents') => parts.reduce((total, one) => total + one[field], 0);
  return {
    line,
    lines: found === undefined ? 0 : found.ok ? 1 : Number(found.facts.lines ?? 0),
    headCents,
    parts,
    amountCents: sum('amountCents'),
    hundredths: sum('hundredths'),
  };
}
