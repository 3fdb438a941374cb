import { addDays, addMonthsClip, type Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

export const LEDGER_KINDS = ['OWN_SINGLE', 'OWN_GROUP', 'TRIAL', 'REFERRAL', 'DISCHARGE', 'EXTERNAL', 'CORRECTION'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** One line of a person's contingent; never changed and never deleted. */
export interface LedgerEntry {
  id: string;
  day: Day;
  kind: LedgerKind;
  /** Minutes of the 120 hours; negative only in a correction. */
  minutes: number;
  /** The session, decision or letter behind it. */
  reference: string;
  /** What a correction takes back, in whole or in part; its day is the entry's. */
  corrects?: string;
  /** Where units of a former provider are known from. */
  evidence?: string;
}

/** A Krankheitsfall: up to three years, both days inclusive, and what is used of it. */
export interface Window {
  start: Day;
  end: Day;
  usedMinutes: number;
}

/** R2: same day three years later minus one day; where that month has no such day, its last one (§§ 187 (2), 188 (2), (3) BGB). */
export function windowEnd(start: Day, p: Pick<Parameters, 'episodeYears'>): Day {
  const later = addMonthsClip(start, 12 * p.episodeYears);
  return later.slice(8) === start.slice(8) ? addDays(later, -1) : later;
}

type Counting = Pick<Parameters, 'episodeYears' | 'episodeAnchor'>;

/** Minutes that stand after all corrections, by day, earliest first. Days on which nothing stands are left out: they open no window. */
function standing(entries: readonly LedgerEntry[]): [Day, number][] {
  const byDay = new Map<Day, number>();
  for (const { day, minutes } of entries) byDay.set(day, (byDay.get(day) ?? 0) + minutes);
  return [...byDay].filter(([, minutes]) => minutes > 0).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The first day of the window that a unit opens. A prescription whose own three years are over before the unit opens none. */
export function anchorOf(unit: Day, after: Day | undefined, issued: readonly Day[], p: Pick<Parameters, 'episodeYears'>): Day {
  const candidates = issued.filter((one) => (after === undefined || (one > after && one <= unit)) && windowEnd(one, p) >= unit);
  return candidates[0] ?? unit;
}

/**
 * R2: the windows of a person, recounted from the entries alone. A window is fixed, not rolling; the next one starts with the
 * first unit after its end, unused minutes lapse. With the anchor "firstPrescription" it starts on the issue date of a regular
 * Muster 26; trial units and Muster 28 before the very first one count into it.
 * @param prescribedOn issue dates of regular prescriptions, for that anchor only
 */
export function recountWindows(entries: readonly LedgerEntry[], p: Counting, prescribedOn: readonly Day[] = []): Window[] {
  const windows: Window[] = [];
  const issued = p.episodeAnchor === 'firstPrescription' ? [...prescribedOn].sort() : [];
  let current: Window | undefined;
  for (const [day, minutes] of standing(entries)) {
    if (current === undefined || day > current.end) {
      const start = anchorOf(day, current?.end, issued, p);
      current = { start, end: windowEnd(start, p), usedMinutes: 0 };
      windows.push(current);
    }
    current.usedMinutes += minutes;
  }
  return windows;
}

/** The contingent of a person: all entries in the order they came, and the windows that are shown. A recount gives the same windows. */
export interface Ledger {
  entries: readonly LedgerEntry[];
  windows: readonly Window[];
}
export const EMPTY_LEDGER: Ledger = { entries: [], windows: [] };

export type LedgerCode =
  | 'ledger-entry-exists'
  | 'ledger-minutes-impossible'
  | 'ledger-evidence-missing'
  | 'ledger-correction-unknown'
  | 'ledger-correction-too-large'
  | 'cap-exhausted';

/** Where the day lies inside a shown window and the entry cannot move its start, adding is enough. */
function addedTo(ledger: Ledger, entry: LedgerEntry): Window[] | undefined {
  const at = ledger.windows.findIndex(({ start, end }) => start <= entry.day && entry.day <= end);
  const window = ledger.windows[at];
  if (window === undefined || entry.minutes < 0 || entry.day === window.start) return undefined;
  return ledger.windows.with(at, { ...window, usedMinutes: window.usedMinutes + entry.minutes });
}

function entryFault(ledger: Ledger, entry: LedgerEntry): LedgerCode | undefined {
  if (ledger.entries.some(({ id }) => id === entry.id)) return 'ledger-entry-exists';
  const negative = entry.kind === 'CORRECTION';
  if (!Number.isSafeInteger(entry.minutes) || (negative ? entry.minutes >= 0 : entry.minutes <= 0)) return 'ledger-minutes-impossible';
  if (entry.kind === 'EXTERNAL' && !entry.evidence?.trim()) return 'ledger-evidence-missing';
  if (!negative) return undefined;
  const corrected = ledger.entries.find(({ id, kind }) => id === entry.corrects && kind !== 'CORRECTION');
  if (corrected === undefined || corrected.day !== entry.day) return 'ledger-correction-unknown';
  const left = ledger.entries
    .filter(({ corrects }) => corrects === corrected.id)
    .reduce((sum, one) => sum + one.minutes, corrected.minutes);
  return left + entry.minutes < 0 ? 'ledger-correction-too-large' : undefined;
}

/**
 * R2: writes one line. Units of former providers that become known later are refused as ours are where they do not fit into 120
 * hours; `over` says how many minutes are too many, and own ones beyond it must first be taken out as not covered.
 */
export function appendEntry(
  ledger: Ledger,
  entry: LedgerEntry,
  p: Counting & Pick<Parameters, 'episodeCapMinutes'>,
  prescribedOn: readonly Day[] = [],
): Ruling<{ ledger: Ledger }, LedgerCode> {
  const fault = entryFault(ledger, entry);
  if (fault !== undefined) return refuse('R2', fault, { facts: { minutes: entry.minutes, day: entry.day } });
  const entries = [...ledger.entries, entry];
  const quick = p.episodeAnchor === 'firstUnit' ? addedTo(ledger, entry) : undefined;
  const windows = quick ?? recountWindows(entries, p, prescribedOn);
  const over = windows.find(({ usedMinutes }) => usedMinutes > p.episodeCapMinutes);
  if (over) {
    const facts = { over: over.usedMinutes - p.episodeCapMinutes, capMinutes: p.episodeCapMinutes, windowEnd: over.end };
    return refuse('R2', 'cap-exhausted', { facts });
  }
  return allow('R2', { ledger: { entries, windows } }, { facts: { minutes: entry.minutes } });
}

/** What is left on a day, in minutes, and until when. Without a window of that day everything is left and none has begun. */
export function contingentOn(
  windows: readonly Window[],
  day: Day,
  p: Pick<Parameters, 'episodeCapMinutes'>,
): { window: Window | null; usedMinutes: number; remainingMinutes: number } {
  const window = windows.find(({ start, end }) => start <= day && day <= end) ?? null;
  const usedMinutes = window?.usedMinutes ?? 0;
  return { window, usedMinutes, remainingMinutes: p.episodeCapMinutes - usedMinutes };
}

/**
 * R2: both ends of a window when it is not settled from when it counts (O1): the screen shows both and warns between them.
 * @returns the days from which and to which insurer and practice may count differently
 */
export function disputedZone(firstUnit: Day, firstPrescription: Day, p: Pick<Parameters, 'episodeYears'>): { from: Day; to: Day } | null {
  const [one, other] = [windowEnd(firstUnit, p), windowEnd(firstPrescription, p)].sort() as [Day, Day];
  return one === other ? null : { from: addDays(one, 1), to: other };
}

export type SplitCode = 'cap-exhausted' | 'group-not-split';

/**
 * R2, R16: what of a session still fits. A single one is split at the border in whole steps, the rest is not covered; a group session
 * is covered whole or not at all.
 */
export function splitAtBorder(
  session: { setting: 'single' | 'group'; billableMinutes: number; capMinutes: number },
  remainingMinutes: number,
  p: Pick<Parameters, 'billingStepMinutes'>,
): Ruling<{ coveredMinutes: number; uncoveredMinutes: number; exhausts: boolean }, SplitCode> {
  const { setting, billableMinutes, capMinutes } = session;
  const facts = { remainingMinutes, billableMinutes };
  if (capMinutes <= remainingMinutes) {
    const exhausts = remainingMinutes - capMinutes < p.billingStepMinutes;
    return allow('R2', { coveredMinutes: billableMinutes, uncoveredMinutes: 0, exhausts }, { facts });
  }
  if (setting === 'group') return refuse('R2', 'group-not-split', { facts });
  const coveredMinutes = Math.floor(Math.max(0, remainingMinutes) / p.billingStepMinutes) * p.billingStepMinutes;
  if (coveredMinutes === 0) return refuse('R2', 'cap-exhausted', { facts });
  const uncoveredMinutes = billableMinutes - coveredMinutes;
  const hint = { code: 'session-split', facts: { coveredMinutes, uncoveredMinutes } } as const;
  return allow('R2', { coveredMinutes, uncoveredMinutes, exhausts: true }, { facts, hints: [hint] });
}
