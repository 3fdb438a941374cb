import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import type { Day } from '../rules/calendar.ts';
import type { CoverExternal, CoverQuestion, CoverSession } from '../rules/coverage.ts';
import type { CoverDecision, CoverPrescription } from '../rules/coverage-standing.ts';
import { dischargeDays } from '../rules/discharge.ts';
import type { PrescriptionKind } from '../rules/eligibility.ts';
import { lapsesByInsurerFrom } from '../rules/insurer.ts';
import type { Parameters } from '../rules/parameters.ts';
import * as store from '../store/ledger.ts';
import type { SessionRecord } from '../store/sessions.ts';
import { parametersFor } from './practice.ts';

/** All that stands about a person in a practice, and what R16 is asked with it. */
export interface Book {
  personId: string;
  organisationId: string;
  today: Day;
  p: Parameters;
  question: CoverQuestion & { externals: CoverExternal[] };
  sessions: readonly store.SessionRow[];
  prescriptions: readonly store.PrescriptionRow[];
  standing: readonly store.Standing[];
  externals: readonly store.ExternalRow[];
  windows: readonly store.DrawnWindow[];
  /** From when another insurer pays (R18), by prescription. */
  lapses: ReadonlyMap<string, Day | null>;
}

export const todayOf = (call: Call): Day => dayInBerlin(call.now).toString();

const tookPlace = ({ state }: store.SessionRow) => (store.TOOK_PLACE as readonly string[]).includes(state);

export function asked({
  id,
  day,
  start,
  setting,
  minutes,
}: Pick<store.SessionRow, 'id' | 'day' | 'start' | 'setting' | 'minutes'>): CoverSession {
  return { id, day, start, setting, minutes };
}

/**
 * The decision in force: the newest letter; an objection keeps the one objected to until it is decided itself. Provisional cover ended
 * with the first letter and does not begin again with a second one.
 */
function decisionOf(letters: readonly store.DecisionRow[]): CoverDecision | null {
  const [first, last] = [letters[0], letters.at(-1)];
  if (!first || !last) return null;
  return { units: last.units, notifiedOn: first.notified_on, knownOn: first.known_on, validFrom: last.valid_from, validTo: last.valid_to };
}

function coverPrescription(
  row: store.PrescriptionRow,
  letters: readonly store.DecisionRow[],
  lapsesFrom: Day | null,
  p: Parameters,
): CoverPrescription | undefined {
  if (row.state === 'DRAFT' || row.issued_on === null || row.units === null) return undefined;
  return {
    id: row.id,
    kind: row.kind as PrescriptionKind,
    issuedOn: row.issued_on,
    units: row.units,
    groupAllowed: row.group_allowed,
    approvalFree: row.approval_free,
    receivedOn: row.received_on,
    submitUntil: row.submit_until ?? row.issued_on,
    decision: decisionOf(letters),
    ...(row.kind === 'DISCHARGE' && row.discharged_on ? { usable: dischargeDays(row.discharged_on, p) } : {}),
    lapsesFrom,
    // withdrawn before it was ever issued or sent: nothing of it is usable
    withdrawnOn: row.state === 'WITHDRAWN' ? (row.withdrawn_on ?? row.issued_on) : null,
  };
}

/** Minutes that stand in the ledger from other providers of this house, or from letters written down before, a day at a time. */
function othersOf(standing: readonly store.Standing[], organisationId: string): CoverExternal[] {
  const byDay = new Map<Day, number>();
  for (const entry of standing) {
    const own = entry.sessionId !== null && entry.organisationId === organisationId;
    if (!own && entry.externalId === null) byDay.set(entry.day, (byDay.get(entry.day) ?? 0) + entry.minutes);
  }
  return [...byDay].map(([day, minutes]) => ({ id: `${OTHERS}${day}`, day, minutes }));
}
/** Marks minutes that another practice wrote down: they cannot be counted anew from here. */
export const OTHERS = 'others:';

/** The same book after one session of it was written, by whoever holds the person's contingent: nothing else in it can have changed. */
export function bookWith(book: Book, row: SessionRecord): Book {
  const others = book.sessions.filter(({ id }) => id !== row.id);
  const own = store.sessionOf(row);
  const sessions = row.takes_place ? [...others, own] : others;
  return { ...book, sessions, question: { ...book.question, sessions: sessions.filter(tookPlace).map(asked) } };
}

/** Reads everything that R16 asks for; all reads go out at once. */
export async function openBook(call: Call, personId: string, organisationId: string): Promise<Book> {
  const { tx } = call;
  const today = todayOf(call);
  const [p, sessions, rows, letters, standing, externals, windows, cover] = await Promise.all([
    parametersFor(call, organisationId, today),
    store.selectSessions(tx, personId, organisationId),
    store.selectPrescriptionRows(tx, personId, organisationId),
    store.selectDecisionRows(tx, personId, organisationId),
    store.selectStanding(tx, personId),
    store.selectExternalUnits(tx, personId),
    store.selectWindows(tx, personId),
    store.selectCoverPeriods(tx, personId),
  ]);
  const lapses = new Map(rows.map(({ id, issued_on }) => [id, issued_on === null ? null : lapsesByInsurerFrom(issued_on, cover)]));
  const prescriptions = rows.flatMap((row) => {
    const own = letters.filter(({ prescription_id }) => prescription_id === row.id);
    return coverPrescription(row, own, lapses.get(row.id) ?? null, p) ?? [];
  });
  const told = externals.filter(({ withdrawn_at }) => withdrawn_at === null).map(({ id, day, minutes }) => ({ id, day, minutes }));
  const question = {
    sessions: sessions.filter(tookPlace).map(asked),
    prescriptions,
    externals: [...othersOf(standing, organisationId), ...told],
  };
  return { personId, organisationId, today, p, question, sessions, prescriptions: rows, standing, externals, windows, lapses };
}
