import type { CopayLedger } from '#rooms/soziotherapie/rules/copay.ts';

interface DayLine {
  id: string;
  personId: string;
  day: string;
  start: string;
}

/**
 * Which line carries a day's copayment where the provider collects it: the last one of the day, so that the sum of the lines is the sum
 * of the ledger and nothing is taken twice (R13). Days of the ledger without a line here belong to another invoice.
 * @returns cent by id of the line
 */
export function copayByLine(lines: readonly DayLine[], ledgers: ReadonlyMap<string, Pick<CopayLedger, 'days'>>): Map<string, number> {
  const last = new Map<string, DayLine>();
  for (const line of lines) {
    const key = `${line.personId} ${line.day}`;
    const known = last.get(key);
    if (!known || `${line.start} ${line.id}` > `${known.start} ${known.id}`) last.set(key, line);
  }
  return new Map(
    [...last.values()].flatMap(({ id, personId, day }) => {
      const cents = (ledgers.get(personId)?.days ?? []).filter((one) => one.day === day).reduce((sum, one) => sum + one.copayCents, 0);
      return cents > 0 ? [[id, cents] as const] : [];
    }),
  );
}
