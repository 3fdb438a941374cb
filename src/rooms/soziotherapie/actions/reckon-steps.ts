import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Day } from '../rules/calendar.ts';
import { type Coverage, coverSessions } from '../rules/coverage.ts';
import { type CoverPrescription, standingOn } from '../rules/coverage-standing.ts';
import { contingentOn, type Window } from '../rules/ledger.ts';
import { stepEpisode } from '../rules/life/episode.ts';
import { type LapseReason, type PrescriptionUsage, stepUsage, type UsageEvent, type UsageFacts } from '../rules/life/usage.ts';
import type { Parameters } from '../rules/parameters.ts';
import { UNIT_PARTS } from '../rules/units.ts';
import type { EpisodeRow } from '../store/episodes.ts';
import * as store from '../store/ledger.ts';
import { takeEpisodeStep } from './episode-step.ts';
import type { Book } from './reckon-question.ts';

const byIssue = (one: CoverPrescription, other: CoverPrescription) =>
  one.issuedOn === other.issuedOn ? (one.id < other.id ? -1 : 1) : one.issuedOn < other.issuedOn ? -1 : 1;

/** Trial units set off against the first regular prescription that follows them (R4); shown, never booked a second time. */
export function setOffParts(prescriptions: readonly CoverPrescription[], id: string, used: ReadonlyMap<string, number>): number {
  const order = [...prescriptions].sort(byIssue);
  const at = order.findIndex((one) => one.id === id);
  if (order[at]?.kind !== 'INITIAL') return 0;
  const before = order.slice(0, at);
  return before
    .slice(before.findLastIndex(({ kind }) => kind === 'INITIAL') + 1)
    .filter(({ kind }) => kind === 'TRIAL')
    .reduce((sum, one) => sum + (used.get(one.id) ?? 0), 0);
}

/** What is left on a prescription as the insurer has decided, in parts of a unit. */
function leftParts(prescription: CoverPrescription, usedParts: number, setOff: number, p: Parameters): number {
  const granted = prescription.approvalFree ? prescription.units : (prescription.decision?.units ?? prescription.units);
  return Math.max(0, Math.min(p.maxUnitsPerPrescription, granted) * UNIT_PARTS - setOff) - usedParts;
}

/** V14: why what is left of a prescription can no longer be used today. */
function lapsedBy(prescription: CoverPrescription, windows: readonly Window[], today: Day): LapseReason | undefined {
  const { decision, usable, lapsesFrom, issuedOn } = prescription;
  if (usable && today > usable.to) return 'discharge';
  if (lapsesFrom && today >= lapsesFrom) return 'insurer';
  if (decision?.validTo && decision.units > 0 && today > decision.validTo) return 'validity';
  return windows.some(({ end }) => issuedOn <= end && today > end) ? 'window' : undefined;
}

/** Nothing of these was ever usable, or the prescriber has ended it. */
const NOT_USABLE: readonly string[] = ['DRAFT', 'WITHDRAWN', 'REFUSED'];

/** V12–V14 from the beginning, as the recount says: what was taken back by a correction is not used up for ever. */
function usageOf(state: string, usedParts: number, left: number, lapse: LapseReason | undefined): PrescriptionUsage {
  let usage: PrescriptionUsage = 'UNUSED';
  const walk: [UsageEvent, UsageFacts][] = [
    ['first-session', { usable: usedParts > 0 }],
    ['last-unit', { leftParts: left }],
    ['lapse', lapse !== undefined && !NOT_USABLE.includes(state) ? { lapseReason: lapse } : {}],
  ];
  for (const [event, facts] of walk) {
    const step = stepUsage(usage, event, 'system', facts);
    if (step.ok) usage = step.to;
  }
  return usage;
}

/** Writes use, lapse and set-off of every prescription where the recount says otherwise than its row. */
export async function moveUsage(call: Call, book: Book, coverage: Coverage): Promise<void> {
  const used = new Map(coverage.prescriptions.map(({ id, usedParts }) => [id, usedParts]));
  // what is less than one billing step cannot be given any more (R2/R16)
  const least = (groupAllowed: boolean) => book.p.billingStepMinutes * (groupAllowed ? 2 : 3);
  for (const row of book.prescriptions) {
    const prescription = book.question.prescriptions.find(({ id }) => id === row.id);
    if (!prescription) continue;
    const usedParts = used.get(row.id) ?? 0;
    const setOff = setOffParts(book.question.prescriptions, row.id, used);
    const left = leftParts(prescription, usedParts, setOff, book.p);
    const lapse = lapsedBy(prescription, coverage.windows, book.today);
    const usage = usageOf(row.state, usedParts, left < least(prescription.groupAllowed) ? Math.min(left, 0) : left, lapse);
    const change = {
      usage,
      lapse_reason: usage === 'LAPSED' ? (lapse ?? null) : null,
      lapses_from: book.lapses.get(row.id) ?? null,
      set_off_parts: Math.min(setOff, 5400),
    };
    const same =
      row.usage === change.usage &&
      row.lapse_reason === change.lapse_reason &&
      row.lapses_from === change.lapses_from &&
      row.set_off_parts === change.set_off_parts;
    if (same) continue;
    await store.updateUsage(call.tx, row.id, change);
    if (row.usage === usage && row.lapse_reason === change.lapse_reason) continue;
    await record(call, {
      action: 'soziotherapie.prescription.moved',
      kind: 'U',
      object: ['prescription', row.id],
      personId: book.personId,
      reason: change.lapse_reason,
      data: { organisationId: book.organisationId, episodeId: row.episode_id, from: row.usage, to: usage, what: 'usage' },
    });
  }
}

/** What today's unit would meet: one billing step, late in the evening. */
function meetsToday(book: Book, prescriptions: readonly CoverPrescription[]) {
  const probe = {
    id: PROBE,
    day: book.today,
    start: `${book.today}T23:59`,
    setting: 'single',
    minutes: book.p.billingStepMinutes,
  } as const;
  const cover = coverSessions({ ...book.question, prescriptions, sessions: [...book.question.sessions, probe] }, book.p);
  return cover.sessions.find(({ id }) => id === PROBE)?.segments[0]?.status ?? 'UNCOVERED';
}
const PROBE = '~today';

/** Facts of an episode that follow from the ledger and the prescriptions as they stand. */
export function episodeFacts(book: Book, windows: readonly Window[]) {
  // trial units end today for this question and not before: what was used of them is still set off (R4)
  const free = book.question.prescriptions.some(({ approvalFree }) => approvalFree);
  const insured = book.question.prescriptions.map((one) => (one.approvalFree ? { ...one, lapsesFrom: book.today } : one));
  const all = meetsToday(book, book.question.prescriptions);
  const latest = windows.at(-1);
  const { remainingMinutes } = contingentOn(windows, book.today, book.p);
  const step = book.p.billingStepMinutes;
  return {
    /** By the insurer: units free of approval carry a trial, not an episode (E6). */
    unitUsable: (free ? meetsToday(book, insured) : all) !== 'UNCOVERED',
    usableUnits: all === 'UNCOVERED' ? 0 : 1,
    remainingCapMinutes: Math.floor(remainingMinutes / step) * step,
    windowOpen: latest === undefined || book.today <= latest.end,
  };
}

/** E6, E10, E11, E12: what the ledger and the prescriptions make of an episode. One step at a time until none is listed. */
export async function moveEpisodes(call: Call, book: Book, windows: readonly Window[], running: readonly EpisodeRow[]): Promise<void> {
  if (running.length === 0) return;
  const facts = episodeFacts(book, windows);
  const events = facts.unitUsable
    ? (['cap-gone', 'first-usable-unit', 'follow-up-usable'] as const)
    : (['cap-gone', 'units-gone'] as const);
  for (const episode of running) {
    for (const event of events) {
      if (!stepEpisode(episode.state, event, 'system', facts).ok) continue;
      const { state } = await takeEpisodeStep(call, episode, event, ['system'], facts);
      episode.state = state;
      break;
    }
  }
}

/** What can be used today: prescriptions in the order of issue, what is left on them together, and the last day of the last of them. */
export function usableToday(book: Book): { ids: string[]; leftParts: number; until: Day | null } {
  const used = new Map(book.prescriptions.map(({ id, used_parts }) => [id, used_parts]));
  const windowEnd = book.windows.findLast(({ start }) => start <= book.today)?.end ?? null;
  const usable = [...book.question.prescriptions].sort(byIssue).flatMap((prescription) => {
    const usedParts = used.get(prescription.id) ?? 0;
    const at = {
      day: book.today,
      group: false,
      usedParts,
      setOffParts: setOffParts(book.question.prescriptions, prescription.id, used),
      windowEnd,
    };
    const stands = standingOn(prescription, at, book.p);
    return stands.usable ? [{ prescription, leftParts: stands.leftParts }] : [];
  });
  const ends = usable.map(({ prescription }) => prescription.usable?.to ?? prescription.decision?.validTo ?? windowEnd);
  const until = ends.includes(null) ? null : ([...ends].sort().at(-1) ?? null);
  return { ids: usable.map(({ prescription }) => prescription.id), leftParts: usable.reduce((sum, one) => sum + one.leftParts, 0), until };
}
