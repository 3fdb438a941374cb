import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { type Coverage, type CoverSession, coverSessions, judgePlanned, type SessionCover } from '../rules/coverage.ts';
import type { UncoveredCode } from '../rules/coverage-standing.ts';
import type { HospitalStay } from '../rules/hospital.ts';
import type { Ruling } from '../rules/ruling.ts';
import { selectRunning } from '../store/episodes.ts';
import * as store from '../store/ledger.ts';
import { selectStays } from '../store/stays.ts';
import { insistOthersFit, postLedger, writeParts } from './reckon-post.ts';
import { asked, type Book, openBook } from './reckon-question.ts';
import { moveEpisodes, moveUsage } from './reckon-steps.ts';

/**
 * Locks the person's contingent: whoever writes what the ledger counts takes this row first. Made when missing; refuses "not-found" where
 * there is no relation to the person.
 */
export async function lockContingent(call: Call, personId: string): Promise<void> {
  if (!(await store.lockContingentRow(call.tx, personId))) throw new Refusal('not-found');
}

/** Of which practice the walk is: the actor's own; a job names it. */
function practiceOf(call: Call, organisationId?: string): string {
  const own = organisationId ?? accountOf(call).organisationId;
  if (!own) throw new Refusal('not-found');
  return own;
}

/** How each session counted so far, on its way from the database since the contingent is locked. */
type LiveParts = ReturnType<typeof store.selectLiveParts>;

/**
 * Counts a person's units anew after anything that may change them (R2, R4, R5, R16, R18, R23): writes how each session counts, posts the
 * difference to the ledger, moves the use of prescriptions (V12–V14) and the episode (E6, E10–E12). Doing it twice changes nothing.
 * Call it last, in the transaction of the change; the contingent is locked here where it is not yet.
 * @param organisationId the practice; the actor's own where nothing is said
 * @param known the book as it stands, from who opened it in this transaction with the contingent locked; read where nothing is given
 */
export async function reckon(
  call: Call,
  personId: string,
  organisationId?: string,
  known?: Book & { live?: LiveParts },
): Promise<Coverage> {
  const practice = practiceOf(call, organisationId);
  if (!known) await lockContingent(call, personId);
  const [book, live] = await Promise.all([
    known ?? openBook(call, personId, practice),
    known?.live ?? store.selectLiveParts(call.tx, personId, practice),
  ]);
  const coverage = coverSessions(book.question, book.p);
  insistOthersFit(book, coverage);
  // all go out at once; a fault of one is told when the others have come back too
  const episodes = selectRunning(call.tx, personId, practice);
  const written = await Promise.allSettled([postLedger(call, book, coverage), writeParts(call, book, coverage, live), episodes]);
  for (const one of written) if (one.status === 'rejected') throw one.reason;
  await moveUsage(call, book, coverage);
  await moveEpisodes(call, book, coverage.windows, await episodes);
  return coverage;
}

/** A unit that is planned; with the id of a session that exists already it is asked in its place. */
export interface PlannedUnit extends Omit<CoverSession, 'id'> {
  id?: string;
}

/**
 * What a planned unit would meet on its day (R16): who pays, where it is split, whether it is past the border of the 120 hours. Units that
 * are agreed before it count as given. Said at planning already; writes nothing.
 */
export async function judgePlannedUnit(
  call: Call,
  personId: string,
  unit: PlannedUnit,
  organisationId?: string,
): Promise<Ruling<{ cover: SessionCover }, UncoveredCode>> {
  return judgeInBook(await openBook(call, personId, practiceOf(call, organisationId)), unit);
}

/** The same with the book open already. */
export function judgeInBook(book: Book, unit: PlannedUnit): Ruling<{ cover: SessionCover }, UncoveredCode> {
  const planned = { ...unit, id: unit.id ?? '~planned' };
  const sessions = book.sessions.filter(({ id }) => id !== planned.id).map(asked);
  return judgePlanned(planned, { ...book.question, sessions }, book.p);
}

/** Hospital stays of a person as R17 asks for them. */
export async function hospitalStays(call: Call, personId: string, organisationId?: string): Promise<HospitalStay[]> {
  const rows = await selectStays(call.tx, personId, practiceOf(call, organisationId));
  return rows.map((row) => ({
    admittedOn: row.admitted_on,
    ...(row.admitted_at ? { admittedAt: `${row.admitted_on}T${row.admitted_at}` } : {}),
    dischargedOn: row.discharged_on,
    ...(row.discharged_on && row.discharged_at ? { dischargedAt: `${row.discharged_on}T${row.discharged_at}` } : {}),
  }));
}
