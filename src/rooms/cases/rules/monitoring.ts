import type { Decision } from '#kernel/decision.ts';
import { no, yes } from '#kernel/decision.ts';
import { type Day, latest, plusDays } from './findings/days.ts';

export const CONTACT_KINDS = ['phone', 'visit', 'video', 'office', 'message', 'conference'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];
export const WITH_WHOM = ['client', 'guardian', 'relative', 'partner', 'team'] as const;
export type WithWhom = (typeof WITH_WHOM)[number];

export const ENTRY_SOURCES = ['client', 'provider', 'observation'] as const;
export type EntrySource = (typeof ENTRY_SOURCES)[number];
export const ENTRY_FITS = ['fits', 'partly', 'not'] as const;
export type EntryFit = (typeof ENTRY_FITS)[number];
/** What stands in the way of a service or goal. */
export const BARRIERS = [
  'health',
  'crisis',
  'motivation',
  'way',
  'money',
  'language',
  'provider-capacity',
  'provider-fit',
  'payer',
  'family',
  'other',
] as const;
export type Barrier = (typeof BARRIERS)[number];

export const REVIEW_OUTCOMES = ['continue', 'change', 'reassess', 'evaluate', 'pause'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];
/** Where the outcome of a review leads: a phase of the case, or nowhere. The step itself is the case manager's. */
export const REVIEW_LEADS_TO = {
  continue: null,
  change: 'plan',
  reassess: 'reassessment',
  evaluate: 'evaluation',
  pause: 'dormant',
} as const satisfies Record<ReviewOutcome, string | null>;

export const LIGHTS = ['green', 'yellow', 'red'] as const;
export type LightColour = (typeof LIGHTS)[number];
export const LIGHT_REASONS = ['share-high', 'share-middle', 'share-low', 'fits', 'fits-partly', 'fits-not', 'silent'] as const;
export type LightReason = (typeof LIGHT_REASONS)[number];

export interface LightFacts {
  /** Units planned and delivered since the last look; null where nobody said it. */
  planned: number | null;
  delivered: number | null;
  fits: EntryFit | null;
  rhythmDays: number | null;
  /** The last delivered contact, else the start. */
  lastContactOn: Day | null;
}

export interface Light {
  colour: LightColour;
  because: LightReason[];
  share: number | null;
  silentFrom: Day | null;
}

/**
 * The traffic light of a service line (B.3.8 with its clarification): red is tested first, then yellow, else green. The share is not
 * rounded; nothing planned gives no share, and without share, fit or silence there is no light.
 */
export function lightOf({ planned, delivered, fits, rhythmDays, lastContactOn }: LightFacts, day: Day): Light | null {
  if (planned === 0) return null;
  const share = planned === null || delivered === null ? null : delivered / planned;
  const silentFrom = rhythmDays === null || lastContactOn === null ? null : plusDays(lastContactOn, 2 * rhythmDays + 1);
  const silent = silentFrom !== null && silentFrom <= day;
  const red: LightReason[] = [
    ...(share !== null && share < 0.5 ? (['share-low'] as const) : []),
    ...(fits === 'not' ? (['fits-not'] as const) : []),
    ...(silent ? (['silent'] as const) : []),
  ];
  if (red.length > 0) return { colour: 'red', because: red, share, silentFrom };
  const yellow: LightReason[] = [
    ...(share !== null && share < 0.8 ? (['share-middle'] as const) : []),
    ...(fits === 'partly' ? (['fits-partly'] as const) : []),
  ];
  if (yellow.length > 0) return { colour: 'yellow', because: yellow, share, silentFrom };
  // green needs both: enough delivered, and somebody who says that it fits
  if (share === null || fits === null) return null;
  return { colour: 'green', because: ['share-high', 'fits'], share, silentFrom };
}

/** A day on which something happened: not in the future, and not before the case was opened. */
export function happenedOn(
  on: Day,
  { openedOn, today }: { openedOn: Day; today: Day },
): Decision<{ on: Day }, 'day-in-future' | 'day-before-case'> {
  if (on > today) return no('day-in-future');
  return on < openedOn ? no('day-before-case') : yes({ on });
}

/** A snooze ends at some day from today on, a quarter of a year ahead at most: nothing is put away for ever. */
export const LONGEST_SNOOZE_DAYS = 92;
export function snoozeUntil(
  until: Day,
  reason: string,
  today: Day,
): Decision<{ until: Day }, 'snooze-day-wrong' | 'snooze-reason-missing'> {
  if (until < today || until > plusDays(today, LONGEST_SNOOZE_DAYS)) return no('snooze-day-wrong');
  return reason.trim() === '' ? no('snooze-reason-missing') : yes({ until });
}

/** When the next contact is due by the rhythm, and the last day in time. */
export function nextContact(
  last: { reachedOn: Day | null; openedOn: Day },
  rhythm: { days: number; graceDays: number },
): { dueOn: Day; until: Day } {
  const from = latest(last.reachedOn) ?? last.openedOn;
  return { dueOn: plusDays(from, rhythm.days), until: plusDays(from, rhythm.days + rhythm.graceDays) };
}
