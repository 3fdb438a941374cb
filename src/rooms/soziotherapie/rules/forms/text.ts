import { visible, visibleLength } from '#kernel/visible.ts';
import type { Findings } from './finding.ts';

export type Maybe<Value> = Value | null | undefined;

/** Blank at the ends goes, inside it counts once; composed letters are one. */
export const tidy = (text: Maybe<string>) => (text ?? '').normalize('NFC').trim().replace(/\s+/g, ' ');
/** Nothing of it can be seen: empty, white space, or marks of no width. */
export const isBlank = (text: Maybe<string>) => visible(text ?? '') === '';
/** As people see it: a composed letter is one, a mark of no width none. */
export const lengthOf = (text: Maybe<string>) => visibleLength(tidy(text));

/** Equal for a comparison of names: spaces and case aside. */
export const sameText = (one: Maybe<string>, other: Maybe<string>) =>
  tidy(one).toLocaleLowerCase('de') === tidy(other).toLocaleLowerCase('de');

// control characters and the marks that turn the direction of what follows; line breaks are text
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}]/u;
const LATIN = /^[\p{Script=Latin}\p{M}\p{N}\p{Zs}\p{P}\n\r\t§€+°´`^=<>|~$]*$/u;

/** One text: there, not too long, made of characters that a form can carry. */
export function checkText(
  found: Findings,
  pointer: string,
  value: Maybe<string>,
  rule: { required?: boolean; least?: number; most: number; printed?: boolean },
): void {
  if (isBlank(value)) {
    if (rule.required) found.missing(pointer);
    return;
  }
  const text = value ?? '';
  const length = lengthOf(text);
  if (CONTROL.test(text)) found.wrong(pointer, 'characters-impossible');
  else if (rule.printed && !LATIN.test(text)) found.warn(pointer, 'characters-unusual');
  if (length > rule.most) found.wrong(pointer, 'text-too-long', { facts: { length, most: rule.most } });
  else if (rule.least !== undefined && length < rule.least)
    found.wrong(pointer, 'text-too-short', { facts: { length, least: rule.least } });
}

/** True for a day of the calendar, "2026-03-02". */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** One day: there where it must be, of the calendar, not after `today`. Answers it only where it can be used. */
export function checkDay(
  found: Findings,
  pointer: string,
  value: Maybe<string>,
  rule: { required?: boolean; today?: string; stage?: 'issue' | 'application' },
): string | undefined {
  const stage = rule.stage ?? 'issue';
  if (isBlank(value)) {
    if (rule.required) found.missing(pointer, 'field-missing', { stage });
    return undefined;
  }
  const day = tidy(value);
  if (!isDay(day)) found.wrong(pointer, 'day-impossible', { stage });
  else if (rule.today !== undefined && day > rule.today) found.wrong(pointer, 'day-in-future', { stage, facts: { day } });
  else return day;
  return undefined;
}
