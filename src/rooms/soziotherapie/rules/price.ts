import type { Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';
import { roundHalfUp, type UnitSetting } from './units.ts';

/** One price of a contract after § 132b SGB V. Both days inclusive; null: goes on. */
export interface ContractLine {
  id: string;
  providerIk: string;
  /** Kassenart: AOK, VDEK, BKK, IKK, LKK, KNAPPSCHAFT … */
  insurerGroup: string;
  state: string;
  setting: UnitSetting;
  /** Cent for one unit: 60 minutes single, 90 minutes group. */
  priceCents: number;
  /** Group prices hold for each head or for the whole group. */
  per: 'head' | 'group';
  validFrom: Day;
  validTo: Day | null;
}

export type PriceCode = 'contract-line-missing' | 'contract-line-ambiguous';

/** R25: the one line that holds on the day of service; none or several stop the release. */
export function findContractLine(
  lines: readonly ContractLine[],
  wanted: Pick<ContractLine, 'providerIk' | 'insurerGroup' | 'state' | 'setting'> & { day: Day },
): Ruling<{ line: ContractLine }, PriceCode> {
  const found = lines.filter(
    (line) =>
      line.providerIk === wanted.providerIk &&
      line.insurerGroup === wanted.insurerGroup &&
      line.state === wanted.state &&
      line.setting === wanted.setting &&
      line.validFrom <= wanted.day &&
      (line.validTo === null || wanted.day <= line.validTo),
  );
  const [line, second] = found;
  const facts = { day: wanted.day, lines: found.length };
  if (line === undefined) return refuse('R25', 'contract-line-missing', { facts });
  return second ? refuse('R25', 'contract-line-ambiguous', { facts }) : allow('R25', { line }, { facts });
}

/** R25: price times quantity, halves of a cent up. Hundredths of a unit in, cent out. */
export function lineAmount(priceCents: number, hundredths: number): number {
  return roundHalfUp(priceCents * hundredths, 100);
}

/** R25, R19: what one participant's insurer pays; a price for the group is divided by those who were present, the rest cent stays. */
export function headPrice(line: Pick<ContractLine, 'priceCents' | 'per' | 'setting'>, present: number): number {
  return line.setting === 'group' && line.per === 'group' ? roundHalfUp(line.priceCents, present) : line.priceCents;
}

/** R25, I12: the sum of the rounded lines; the copayment is taken off only where the provider collects it. */
export function invoiceTotals(
  lineCents: readonly number[],
  copayCents: readonly number[],
  p: Pick<Parameters, 'copayCollection'>,
): { grossCents: number; copayCents: number; netCents: number } {
  const sum = (cents: readonly number[]) => cents.reduce((total, one) => total + one, 0);
  const [grossCents, copay] = [sum(lineCents), sum(copayCents)];
  return { grossCents, copayCents: copay, netCents: p.copayCollection === 'provider' ? grossCents - copay : grossCents };
}
