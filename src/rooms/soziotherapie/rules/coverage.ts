import type { Day, LocalTime } from './calendar.ts';
import { type CoverPrescription, type CoverStatus, type Standing, standingOn, type UncoveredCode } from './coverage-standing.ts';
import { anchorOf, type Window, windowEnd } from './ledger.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';
import { type Quantity, quantityOf, type UnitSetting } from './units.ts';

export interface CoverSession {
  id: string;
  day: Day;
  start?: LocalTime;
  setting: UnitSetting;
  /** By the clock on the wall (R3). */
  minutes: number;
}

/** Units of a former provider; they take from the 120 hours before ours of the same day. */
export interface CoverExternal {
  id: string;
  setting?: never;
  day: Day;
  minutes: number;
}

/** A stretch of one session that is paid, or not, in one way: one billing line each. */
export interface Segment {
  minutes: number;
  parts: number;
  capMinutes: number;
  status: CoverStatus;
  prescriptionId: string | null;
  /** Why it is not covered. */
  because?: UncoveredCode;
  hints: readonly Hint[];
}

export interface SessionCover {
  id: string;
  segments: readonly Segment[];
  /** Documented and not billed, because of the step (R3). */
  unbilledMinutes: number;
  /** All of it is covered. */
  covered: boolean;
}

export interface PrescriptionUse {
  id: string;
  usedParts: number;
}

export interface Coverage {
  sessions: readonly SessionCover[];
  prescriptions: readonly PrescriptionUse[];
  windows: readonly Window[];
  /** Minutes of former providers as they were counted; what no longer fits into 120 hours is not. */
  externals: readonly { id: string; minutes: number }[];
}

export interface CoverQuestion {
  sessions: readonly CoverSession[];
  prescriptions: readonly CoverPrescription[];
  externals?: readonly CoverExternal[];
}

type Counting = Pick<
  Parameters,
  'billingStepMinutes' | 'groupCapCounting' | 'episodeCapMinutes' | 'episodeYears' | 'episodeAnchor' | 'maxUnitsPerPrescription'
>;

/** Where the walk through a person's days stands. */
interface Walk {
  windows: Window[];
  used: Map<string, PrescriptionUse>;
  prescriptions: readonly CoverPrescription[];
  regularOn: readonly Day[];
  p: Counting;
}

const byIssue = (one: CoverPrescription, other: CoverPrescription) =>
  one.issuedOn === other.issuedOn ? (one.id < other.id ? -1 : 1) : one.issuedOn < other.issuedOn ? -1 : 1;
const orderOf = (one: CoverSession | CoverExternal) =>
  one.setting !== undefined ? `${one.day} 1 ${one.start ?? ''} ${one.id}` : `${one.day} 0 ${one.id}`;

function capLeft({ windows, p }: Walk, day: Day): number {
  const window = windows.at(-1);
  return window === undefined || day > window.end ? p.episodeCapMinutes : p.episodeCapMinutes - window.usedMinutes;
}

function spendCap(walk: Walk, day: Day, minutes: number): void {
  if (minutes <= 0) return;
  let window = walk.windows.at(-1);
  if (window === undefined || day > window.end) {
    const start = anchorOf(day, window?.end, walk.regularOn, walk.p);
    window = { start, end: windowEnd(start, walk.p), usedMinutes: 0 };
    walk.windows.push(window);
  }
  window.usedMinutes += minutes;
}

function spendUnits(walk: Walk, { id }: CoverPrescription, parts: number): void {
  walk.used.set(id, { id, usedParts: (walk.used.get(id)?.usedParts ?? 0) + parts });
}

/** Trial units are set off against the first regular prescription that follows them (R4). */
function setOffOf(walk: Walk, prescription: CoverPrescription): number {
  if (prescription.kind !== 'INITIAL') return 0;
  const before = walk.prescriptions.slice(0, walk.prescriptions.indexOf(prescription));
  return before
    .slice(before.findLastIndex(({ kind }) => kind === 'INITIAL') + 1)
    .filter(({ kind }) => kind === 'TRIAL')
    .reduce((sum, { id }) => sum + (walk.used.get(id)?.usedParts ?? 0), 0);
}

function standing(walk: Walk, prescription: CoverPrescription, session: CoverSession): Standing {
  return standingOn(
    prescription,
    {
      day: session.day,
      group: session.setting === 'group',
      usedParts: walk.used.get(prescription.id)?.usedParts ?? 0,
      setOffParts: setOffOf(walk, prescription),
      windowEnd: walk.windows.at(-1)?.end ?? null,
    },
    walk.p,
  );
}

interface Taken {
  segments: Segment[];
  rest: number;
  because: UncoveredCode;
}

/** A prescription of a later day says nothing about why an earlier one does not pay. */
const moreTelling = (because: UncoveredCode, next: UncoveredCode): UncoveredCode =>
  next === 'session-before-prescription' && because !== 'no-prescription' ? because : next;

/** A single session takes what it can from each prescription in the order of issue, in whole steps. */
function coverSingle(walk: Walk, session: CoverSession, quantity: Quantity): Taken {
  const step = walk.p.billingStepMinutes;
  const wholeSteps = (minutes: number) => Math.floor(Math.max(0, minutes) / step) * step;
  const segments: Segment[] = [];
  let rest = quantity.billableMinutes;
  let because: UncoveredCode = 'no-prescription';
  for (const prescription of walk.prescriptions) {
    for (let turn = 0; turn < 2 && rest > 0; turn += 1) {
      const stands = standing(walk, prescription, session);
      if (!stands.usable) {
        because = moreTelling(because, stands.because);
        break;
      }
      const fromCap = wholeSteps(capLeft(walk, session.day));
      const minutes = Math.min(rest, wholeSteps(stands.leftParts / 3), fromCap);
      because = fromCap === 0 ? 'cap-exhausted' : 'units-used-up';
      if (minutes === 0) break;
      segments.push(segmentOf(prescription.id, stands, { minutes, parts: minutes * 3, capMinutes: minutes }));
      spendUnits(walk, prescription, minutes * 3);
      spendCap(walk, session.day, minutes);
      rest -= minutes;
      because = capLeft(walk, session.day) < step ? 'cap-exhausted' : 'units-used-up';
    }
  }
  return { segments, rest, because };
}

/** A group session fits whole into one prescription and into the 120 hours, or it is not covered. */
function coverGroup(walk: Walk, session: CoverSession, quantity: Quantity): Taken {
  const { billableMinutes: minutes, parts, capMinutes } = quantity;
  if (minutes === 0) return { segments: [], rest: 0, because: 'no-prescription' };
  let because: UncoveredCode = 'no-prescription';
  for (const prescription of walk.prescriptions) {
    const stands = standing(walk, prescription, session);
    if (!stands.usable) {
      because = moreTelling(because, stands.because);
      continue;
    }
    because = capMinutes > capLeft(walk, session.day) ? 'cap-exhausted' : 'units-used-up';
    const whole = stands.ways.find(({ leftParts }) => leftParts >= parts);
    if (because === 'cap-exhausted' || whole === undefined) continue;
    const segment = segmentOf(prescription.id, { ...stands, status: whole.status }, { minutes, parts, capMinutes });
    spendUnits(walk, prescription, parts);
    spendCap(walk, session.day, capMinutes);
    return { segments: [segment], rest: 0, because };
  }
  return { segments: [], rest: minutes, because };
}

function segmentOf(
  prescriptionId: string,
  stands: Extract<Standing, { usable: true }>,
  size: Pick<Segment, 'minutes' | 'parts' | 'capMinutes'>,
): Segment {
  const early = stands.knewEarlier && stands.status === 'PROVISIONAL';
  return { ...size, status: stands.status, prescriptionId, hints: early ? [{ code: 'decision-known-earlier' }] : [] };
}

function coverSession(walk: Walk, session: CoverSession): SessionCover {
  const quantity = quantityOf(session.setting, session.minutes, walk.p);
  const { segments, rest, because } =
    session.setting === 'single' ? coverSingle(walk, session, quantity) : coverGroup(walk, session, quantity);
  const factor = session.setting === 'single' ? 3 : 2;
  const uncovered: Segment = {
    minutes: rest,
    parts: rest * factor,
    capMinutes: 0,
    status: 'UNCOVERED',
    prescriptionId: null,
    because,
    hints: because === 'submission-pending' ? [{ code: 'recomputed-on-receipt' }] : [],
  };
  const all = rest > 0 ? [...segments, uncovered] : segments;
  return { id: session.id, segments: all, unbilledMinutes: quantity.unbilledMinutes, covered: rest === 0 };
}

/**
 * R16 with R2, R4, R5, R18, R19 and R23: walks through all sessions of a person in the order of time and says for each who pays, as far
 * as is known. Free of approval goes before approved, approved before provisional cover, and the rest is not covered. The order of
 * the lists given does not matter; whatever becomes known later (receipt, decision, external units) is a new walk.
 */
export function coverSessions(question: CoverQuestion, p: Counting): Coverage {
  const prescriptions = [...question.prescriptions].sort(byIssue);
  const regular = prescriptions.filter(({ kind }) => kind === 'INITIAL' || kind === 'FOLLOW_UP').map(({ issuedOn }) => issuedOn);
  const regularOn = p.episodeAnchor === 'firstPrescription' ? regular : [];
  const walk: Walk = { windows: [], used: new Map(), prescriptions, regularOn, p };
  const all: (CoverSession | CoverExternal)[] = [...(question.externals ?? []), ...question.sessions];
  const steps = all.map((one) => ({ one, key: orderOf(one) }));
  steps.sort((one, other) => (one.key < other.key ? -1 : 1));
  const sessions: SessionCover[] = [];
  const externals: { id: string; minutes: number }[] = [];
  for (const { one } of steps) {
    if (one.setting !== undefined) sessions.push(coverSession(walk, one));
    else {
      const minutes = Math.min(one.minutes, capLeft(walk, one.day));
      spendCap(walk, one.day, minutes);
      externals.push({ id: one.id, minutes });
    }
  }
  return { sessions, prescriptions: [...walk.used.values()], windows: walk.windows, externals };
}

/** What a planned session would meet on its day; said at planning already, not only at the door. */
export function judgePlanned(planned: CoverSession, question: CoverQuestion, p: Counting): Ruling<{ cover: SessionCover }, UncoveredCode> {
  return judgeWithin(coverSessions({ ...question, sessions: [...question.sessions, planned] }, p), planned.id);
}

/** The same of one session within a walk that was made already. */
export function judgeWithin(coverage: Coverage, id: string): Ruling<{ cover: SessionCover }, UncoveredCode> {
  const cover = coverage.sessions.find((one) => one.id === id);
  if (cover === undefined) throw new RangeError(`session ${id} was not covered`);
  const uncovered = cover.segments.find(({ status }) => status === 'UNCOVERED');
  const coveredMinutes = cover.segments.filter(({ status }) => status !== 'UNCOVERED').reduce((sum, { minutes }) => sum + minutes, 0);
  const facts = { coveredMinutes, uncoveredMinutes: uncovered?.minutes ?? 0 };
  const hints = cover.segments.flatMap((segment) => segment.hints);
  if (uncovered?.because && coveredMinutes === 0) return refuse('R16', uncovered.because, { facts, hints });
  return allow('R16', { cover }, { facts, hints: uncovered ? [...hints, { code: 'session-split', facts }] : hints });
}
