import type { FileView } from '../contract/file-view.ts';
import type { Day } from '../rules/calendar.ts';
import { burnDown, forecast, type Pause } from '../rules/forecast.ts';
import { disputedZone, type LedgerEntry, windowEnd } from '../rules/ledger.ts';
import type { Parameters } from '../rules/parameters.ts';
import { UNIT_PARTS } from '../rules/units.ts';
import type { EntryRow, FileRow, StayRow } from '../store/file-view.ts';
import type { PrescriptionRow, WindowRow } from '../store/overview.ts';

/** Times in which nothing could take place: in hospital, and the pause that runs now. */
export function pausesOf(file: Pick<FileRow, 'paused_from' | 'pause_reason' | 'state'>, stays: readonly StayRow[]): Pause[] {
  const pauses: Pause[] = stays.map(({ admitted_on, discharged_on }) => ({ from: admitted_on, to: discharged_on, reason: 'hospital' }));
  const now = file.state === 'PAUSED' && file.paused_from;
  const told = now && pauses.some(({ from, to }) => from <= now && (to === null || now <= to));
  return now && !told ? [...pauses, { from: now, to: null, reason: (file.pause_reason ?? 'other') as Pause['reason'] }] : pauses;
}

/** What counts into a window. */
const within =
  ({ counts_from, start_on, end_on }: WindowRow) =>
  ({ day }: { day: Day }) =>
    (counts_from ?? start_on) <= day && day <= end_on;

/** R2, O1: where the window would end for whoever counts from the first prescription instead of the first unit. */
function disputed(entries: readonly EntryRow[], window: WindowRow, prescriptions: readonly PrescriptionRow[], p: Parameters) {
  const inside = entries.filter(within(window));
  const byDay = new Map<Day, number>();
  for (const { day, minutes } of inside) byDay.set(day, (byDay.get(day) ?? 0) + minutes);
  const firstUnit = [...byDay.entries()]
    .filter(([, minutes]) => minutes > 0)
    .map(([day]) => day)
    .sort()[0];
  const issued = prescriptions
    .filter(({ kind, state }) => (kind === 'INITIAL' || kind === 'FOLLOW_UP') && state !== 'DRAFT' && state !== 'WITHDRAWN')
    .flatMap(({ issued_on }) => issued_on ?? [])
    .filter((day) => day <= window.end_on && firstUnit !== undefined && windowEnd(day, p) >= firstUnit)
    .sort()[0];
  return firstUnit && issued ? disputedZone(firstUnit, issued, p) : null;
}

/** The contingent of a file: bookings, what was left on each day, and how long it lasts. */
export function contingentOf(
  file: FileRow,
  of: {
    today: Day;
    window: WindowRow | undefined;
    entries: readonly EntryRow[];
    prescriptions: readonly PrescriptionRow[];
    stays: readonly StayRow[];
    leftParts: number;
  },
  p: Parameters,
): FileView['contingent'] {
  const { today, window, entries } = of;
  const capMinutes = window?.cap_minutes ?? p.episodeCapMinutes;
  const pauses = pausesOf(file, of.stays);
  const shown = window ? entries.filter(within(window)) : [];
  const externals = new Set(entries.filter(({ kind }) => kind === 'EXTERNAL').map(({ id }) => id));
  const isOwn = (one: EntryRow) =>
    one.organisation_id === file.organisation_id && one.kind !== 'EXTERNAL' && !(one.corrects && externals.has(one.corrects));
  const usedMinutes = window?.used_minutes ?? 0;
  const remainingMinutes = Math.max(0, capMinutes - usedMinutes);
  // R5: what is approved beyond the 120 hours cannot be given
  const leftParts = Math.min(of.leftParts, remainingMinutes * 3);
  const span = window && { start: window.start_on, end: window.end_on, usedMinutes, countsFrom: window.counts_from };
  let left = capMinutes;
  return {
    capMinutes,
    usedMinutes,
    remainingMinutes,
    points: span ? burnDown(span, shown, capMinutes, today) : [],
    forecast: span && today <= span.end ? seen(forecast({ today, window: span, entries: shown.filter(isOwn), pauses, capMinutes })) : null,
    leftHundredths: Math.floor((leftParts * 100) / UNIT_PARTS),
    approvedToMinutes: leftParts > 0 ? Math.max(0, remainingMinutes - Math.floor(leftParts / 3)) : null,
    pauses: span ? pauses.filter(({ from, to }) => from <= span.end && (to === null || to >= span.start)) : [],
    disputed: window ? disputed(entries, window, of.prescriptions, p) : null,
    anchor: p.episodeAnchor,
    entries: shown.map((one) => {
      left -= one.minutes;
      return {
        id: one.id,
        day: one.day,
        kind: one.kind as LedgerEntry['kind'],
        minutes: one.minutes,
        leftMinutes: left,
        own: isOwn(one),
        evidence: one.evidence,
        sessionId: one.session_id,
        corrects: one.corrects,
      };
    }),
  };
}

const seen = ({
  paceHundredths,
  paceDays,
  emptyOn,
  daysWithout,
  lapsingMinutes,
  lastingHundredths,
  pausedNow,
}: ReturnType<typeof forecast>) => ({
  paceHundredths,
  paceDays,
  emptyOn,
  daysWithout,
  lapsingMinutes,
  lastingHundredths,
  pausedNow,
});
