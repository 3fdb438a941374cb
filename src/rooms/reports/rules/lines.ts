import type { Figure } from './figures.ts';
import type { Cell } from './tables.ts';
import type { ReportWords } from './words-de.ts';

export const pluralText = (n: number, one: string, several: string): string => `${n} ${n === 1 ? one : several}`;

const DIGITS = { count: 0, rate: 1, percent: 1, days: 1, seconds: 1, minutes: 1, index: 2 } as const;

/** A number as it is read in this language. */
export function numberText(value: number, tag: string, digits = 0, least = 0): string {
  return value.toLocaleString(tag, { minimumFractionDigits: least, maximumFractionDigits: digits });
}

/** The value as printed: "88,1 %", "8 Tage", "0,56". */
export function valueText(figure: Figure, words: ReportWords): string {
  if (figure.value === null) return figure.hidden === 'small' ? words.small : words.nothing;
  const { unit, value } = figure;
  if (unit === 'seconds' && value >= 600) return `${numberText(value / 60, words.tag, 1)}${words.units.minutes}`;
  const month = unit === 'rate' && figure.part.endsWith('month');
  const digits = month ? 2 : DIGITS[unit];
  const least = unit === 'percent' || unit === 'index' || unit === 'rate' ? digits : 0;
  return `${numberText(value, words.tag, digits, least)}${unit === 'days' && value === 1 ? words.oneDay : words.units[unit]}`;
}

/** What the value was made of, with its bounds: "6 von 246, 95 %: 1,1 bis 5,2 %". */
export function basisText(figure: Figure, words: ReportWords): string {
  const { numerator, denominator, low, high, unit } = figure;
  const n = (value: number) => numberText(value, words.tag);
  const share = (value: number) => numberText(value, words.tag, 1, 1);
  const made =
    denominator === null || unit === 'rate'
      ? ''
      : numerator === null
        ? words.among(n(denominator))
        : words.of(n(numerator), n(denominator));
  const bounds = high === null ? '' : low === null ? words.atMost(share(high)) : words.range(share(low), share(high));
  return [made, bounds].filter(Boolean).join(', ');
}

export const labelOf = ({ id, part }: Pick<Figure, 'id' | 'part'>, words: ReportWords): string =>
  words.parts[part ? `${id}/${part}` : id] ?? id;

export function cellText(cell: Cell | undefined, words: ReportWords): string {
  if (!cell) return '';
  return cell.n === null ? (cell.shown === 'small' ? words.below : words.withheld) : numberText(cell.n, words.tag);
}
