import { daysBetween } from '#kernel/time.ts';

export const SEARCH_CHANNELS = ['phone', 'email', 'visit', 'web', '116117'] as const;
export type SearchChannel = (typeof SEARCH_CHANNELS)[number];
export const SEARCH_ANSWERS = ['no-place', 'waiting-list', 'no-answer', 'does-not-fit', 'private-only', 'appointment-only'] as const;
export type SearchAnswer = (typeof SEARCH_ANSWERS)[number];

/** What a person tells of one try of her own. */
export interface OwnSearch {
  onDay: Temporal.PlainDate;
  channel: SearchChannel;
  answer: SearchAnswer;
  waitWeeks: number | null;
}

/** A search more than this long ago says nothing about today (two years; a house rule, not law). */
export const OLDEST_SEARCH_DAYS = 730;

export type SearchFault = { pointer: '/onDay' | '/waitWeeks'; code: 'date-in-future' | 'too-long-ago' | 'weeks-need-a-list' };

/** Why a try cannot be written down; empty where it can: it has happened, not too long ago, and weeks of waiting belong to a waiting list. */
export function searchFaults(search: OwnSearch, today: Temporal.PlainDate): SearchFault[] {
  const days = daysBetween(search.onDay, today);
  if (days < 0) return [{ pointer: '/onDay', code: 'date-in-future' }];
  if (days > OLDEST_SEARCH_DAYS) return [{ pointer: '/onDay', code: 'too-long-ago' }];
  return search.waitWeeks !== null && search.answer !== 'waiting-list' ? [{ pointer: '/waitWeeks', code: 'weeks-need-a-list' }] : [];
}

export interface SearchSummary {
  /** Own tries, 116117 included. */
  own: number;
  /** Of them in vain: everything but a place on a waiting list with under three months. */
  inVain: number;
  first: Temporal.PlainDate | null;
  last: Temporal.PlainDate | null;
  /** A try at the appointment service point (Terminservicestelle, § 75 (1a) SGB V). */
  service: boolean;
  /** The shortest waiting time that was named. */
  shortestWeeks: number | null;
}

const BEARABLE_WEEKS = 12;

/** What the list says at a glance. */
export function summarise(searches: readonly OwnSearch[]): SearchSummary {
  const days = searches.map(({ onDay }) => onDay).sort(Temporal.PlainDate.compare);
  const weeks = searches.flatMap(({ waitWeeks }) => waitWeeks ?? []);
  const helped = ({ answer, waitWeeks }: OwnSearch) => answer === 'waiting-list' && waitWeeks !== null && waitWeeks <= BEARABLE_WEEKS;
  return {
    own: searches.length,
    inVain: searches.filter((one) => !helped(one)).length,
    first: days[0] ?? null,
    last: days.at(-1) ?? null,
    service: searches.some(({ channel }) => channel === '116117'),
    shortestWeeks: weeks.length > 0 ? Math.min(...weeks) : null,
  };
}
