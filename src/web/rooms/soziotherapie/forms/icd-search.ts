import { tidyIcd } from '#rooms/soziotherapie/rules/eligibility.ts';

export interface Diagnosis {
  code: string;
  title: string;
  terminal: boolean;
}
const SHOWN = 12;

/** Codes that begin so, or titles that hold every word; complete codes first. */
export function findIn(table: readonly Diagnosis[], typed: string): Diagnosis[] {
  const words = typed.toLocaleLowerCase('de').split(/\s+/).filter(Boolean);
  const code = tidyIcd(typed);
  const fits = table.filter(
    ({ code: own, title }) => own.startsWith(code) || words.every((word) => title.toLocaleLowerCase('de').includes(word)),
  );
  return fits.sort((one, other) => Number(other.terminal) - Number(one.terminal)).slice(0, SHOWN);
}
