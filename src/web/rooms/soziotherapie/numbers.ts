import type { Due } from '#rooms/soziotherapie/contract/overview.ts';
import type { DueFacts } from '../../words/de/soziotherapie-due.ts';
import type { Format } from '../../words/format.ts';
import type { SoziotherapieWords } from '../../words/soziotherapie.ts';

/** "4,25" of hundredths; whole numbers without decimals. */
export const decimal = (format: Format, hundredths: number): string =>
  (hundredths / 100).toLocaleString(format.tag, { minimumFractionDigits: hundredths % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 });
/** "64,5" hours of minutes. */
export const hoursOf = (format: Format, minutes: number): string => (minutes / 60).toLocaleString(format.tag, { maximumFractionDigits: 2 });

/** "2026-03-02T14:00" as "heute 14:00" or "Do 05.03. 14:00"; the clock on the wall needs no zone. */
export function wallTime(format: Format, local: string, today: string, todayWord: string): string {
  const [day = '', clock = ''] = local.split('T');
  return `${day === today ? todayWord : format.day(day)} ${clock}`;
}

/** What the sentences of a deadline are made from. */
export function dueFacts(format: Format, w: SoziotherapieWords, { facts }: Pick<Due, 'facts'>): DueFacts {
  return {
    f: facts,
    day: (value) => (typeof value === 'string' ? format.day(value) : '–'),
    units: (hundredths) => decimal(format, Number(hundredths ?? 0)),
    hours: (minutes) => w.contingent.hours(hoursOf(format, Number(minutes ?? 0))),
  };
}
