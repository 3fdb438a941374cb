import { HINT_WORDS } from '#rooms/soziotherapie/rules/hint-words.ts';
import type { Facts, Ruling } from '#rooms/soziotherapie/rules/ruling.ts';
import { SOZIOTHERAPIE_WORDS } from '#rooms/soziotherapie/rules/words.ts';

const WEEKDAYS = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'];

/** "Donnerstag, 5. März 2026" would be long in a table: "Do 05.03.2026". */
export function day(text: string): string {
  const date = Temporal.PlainDate.from(text);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${WEEKDAYS[date.dayOfWeek - 1]?.slice(0, 2)} ${two(date.day)}.${two(date.month)}.${date.year}`;
}

export const euro = (cents: number) => `${(cents / 100).toFixed(2).replace('.', ',')} €`;
export const units = (hundredths: number) => `${(hundredths / 100).toFixed(2).replace('.', ',')} TE`;
export const hours = (minutes: number) => `${(minutes / 60).toFixed(2).replace('.', ',').replace(',00', '')} Stunden`;

function filled(text: string, facts: Facts): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = facts[name];
    return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : String(value ?? '…');
  });
}

/** What the house answers, in the words that the practice reads on its screen. */
export function said<Yes extends object>(ruling: Ruling<Yes>, yes: (ruling: Yes) => string = () => 'Ja.'): string {
  const words = SOZIOTHERAPIE_WORDS as Readonly<Record<string, { de: { title: string; detail: string } }>>;
  const hintWords = HINT_WORDS as Readonly<Record<string, { de: string }>>;
  const hints = ruling.hints.map(({ code, facts }) => filled(hintWords[code]?.de ?? code, { ...ruling.facts, ...facts }));
  if (ruling.ok) return [yes(ruling), ...hints].join(' ');
  const no = words[ruling.because]?.de;
  return [`Nein. ${filled(`${no?.title ?? ruling.because} ${no?.detail ?? ''}`, ruling.facts).trim()}`, ...hints].join(' ');
}
