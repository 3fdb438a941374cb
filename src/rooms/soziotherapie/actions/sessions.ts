import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { violatedConstraint } from '#platform/database.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { Planned, Warning } from '../contract/sessions.ts';
import type { LocalTime } from '../rules/calendar.ts';
import { SESSION_UNLISTED, type SessionEvent, type SessionState } from '../rules/life/session.ts';
import type { PlaceKind } from '../rules/note.ts';
import { findPracticeState } from '../store/overview.ts';
import * as store from '../store/sessions.ts';
import { holidaysOf } from './cases.ts';
import { askService } from './episode-step.ts';
import { lockContingent, reckon } from './reckon.ts';
import { type Book, bookWith, openBook } from './reckon-question.ts';
import { type AskedUnit, judgeAhead, timesOf } from './session-judge.ts';
import { accountId, insistListed, insistOn, lockForStep, movedAnswer, nowLocal, sealedIn, takeStep } from './session-step.ts';

export interface Wish {
  start: LocalTime;
  end: LocalTime;
  placeKind: PlaceKind;
  address?: string | undefined;
  practitionerId?: string | undefined;
  weeks: number;
}

/** What the database refused, in the words of the rule (R26). */
export function overlapRefusal(fault: unknown): unknown {
  const constraint = violatedConstraint(fault);
  if (constraint === 'session_practitioner_overlap') return new Refusal('therapist-overlap');
  if (constraint === 'session_person_overlap' || constraint === 'session_once_in_meeting') return new Refusal('client-already-booked');
  if (constraint === 'group_seats') return new Refusal('group-full');
  return fault;
}

/**
 * Runs a step that may fail without spoiling what came before it in this transaction. The person's key is made before it, since one that
 * is made within would be taken back with it and still be remembered.
 */
export async function attempt<Result>(call: Call, personId: string, work: () => Promise<Result>): Promise<Result> {
  const told = call.happened.length;
  await call.sealer.seal(call.tx, personId, { table: 'soziotherapie.session', column: 'probe', row: personId }, '');
  // the connection keeps the order of statements, so that neither is waited for: a fault of one is told by the commit
  call.pending.push(quietly(sql`savepoint attempt`.execute(call.tx)));
  try {
    const result = await work();
    call.pending.push(quietly(sql`release savepoint attempt`.execute(call.tx)));
    return result;
  } catch (fault) {
    await sql`rollback to savepoint attempt`.execute(call.tx);
    await sql`release savepoint attempt`.execute(call.tx); // so that an outer one of the same name is meant again
    call.happened.length = told;
    throw overlapRefusal(fault);
  }
}

/** A statement that only the commit waits for. */
function quietly(statement: Promise<unknown>): Promise<unknown> {
  statement.catch(() => {});
  return statement;
}

/** The case that something is planned for; ended ones get nothing new. */
export async function getRunning(call: Call, episodeId: string): Promise<store.EpisodeRecord> {
  const episode = await store.findEpisode(call.tx, episodeId);
  if (!episode || episode.organisation_id !== accountOf(call).organisationId) throw new Refusal('not-found');
  if (episode.state === 'CLOSED') throw new Refusal('episode-closed', { facts: { state: episode.state } });
  return episode;
}

const weekly = ({ start, end, weeks }: Wish) =>
  Array.from({ length: weeks }, (_, week) => {
    const later = (time: LocalTime) => Temporal.PlainDateTime.from(time).add({ weeks: week }).toString({ smallestUnit: 'minute' });
    return { start: later(start), end: later(end) };
  });

function unitOf(episode: store.EpisodeRecord, wish: Wish, times: { start: LocalTime; end: LocalTime }): AskedUnit {
  const practitionerId = wish.practitionerId ?? episode.practitioner_id;
  if (!practitionerId) throw new Refusal('session-helper-missing');
  const { day, minutes } = timesOf(times);
  const { person_id: personId, organisation_id: organisationId } = episode;
  return { ...times, day, minutes, setting: 'single', personId, organisationId, practitionerId, placeKind: wish.placeKind };
}

/** Days of a series on which the practice is closed by law are left out; a single visit on such a day is somebody's own wish. */
async function holidayOf(call: Call, episode: store.EpisodeRecord, wish: Wish): Promise<(times: { start: LocalTime }) => boolean> {
  if (wish.weeks === 1) return () => false;
  const isHoliday = holidaysOf(await findPracticeState(call.tx, episode.organisation_id));
  return ({ start }) => isHoliday(start.slice(0, 10));
}
const leftOut = (times: { start: LocalTime; end: LocalTime }, refused: string): Planned => ({
  id: null,
  version: null,
  ...times,
  refused,
  warnings: [],
});

/** What planning would meet, a week at a time; nothing is written. */
export async function judgePlan(call: Call, _permit: Permit<'soziotherapie.read'>, episodeId: string, wish: Wish) {
  const episode = await getRunning(call, episodeId);
  const book = await openBook(call, episode.person_id, episode.organisation_id);
  const sessions: Planned[] = [];
  const onHoliday = await holidayOf(call, episode, wish);
  for (const times of weekly(wish)) {
    if (onHoliday(times)) {
      sessions.push(leftOut(times, 'session-on-holiday'));
      continue;
    }
    const { busy, warnings } = await judgeAhead(call, unitOf(episode, wish, times), book);
    sessions.push({ id: null, version: null, ...times, refused: busy.ok ? null : busy.because, warnings });
  }
  return { sessions };
}

/** Plans one session, or one a week. What overlaps is refused; of a series it is left out and named, and so are public holidays. */
export async function planSessions(call: Call, _permit: Permit<'soziotherapie.read'>, episodeId: string, wish: Wish) {
  const episode = await getRunning(call, episodeId);
  await insistHelperOfPractice(call, wish.practitionerId);
  await lockContingent(call, episode.person_id);
  let book = await openBook(call, episode.person_id, episode.organisation_id);
  const sessions: Planned[] = [];
  const onHoliday = await holidayOf(call, episode, wish);
  for (const times of weekly(wish)) {
    if (onHoliday(times)) {
      sessions.push(leftOut(times, 'session-on-holiday'));
      continue;
    }
    try {
      const { row, warnings } = await attempt(call, episode.person_id, () => planOne(call, episode, wish, times, book));
      sessions.push({ id: row.id, version: row.version, ...times, refused: null, warnings });
      book = bookWith(book, row); // the next week meets what this one takes
    } catch (fault) {
      if (!(fault instanceof Refusal) || wish.weeks === 1) throw fault;
      sessions.push(leftOut(times, fault.code));
    }
  }
  return { sessions };
}

/** Only helpers of one's own practice lead sessions. */
export async function insistHelperOfPractice(call: Call, practitionerId: string | undefined): Promise<void> {
  if (practitionerId === undefined) return;
  const helper = await call.tx
    .selectFrom('directory.practitioner')
    .select('id')
    .where('id', '=', practitionerId)
    .where('organisation_id', '=', accountOf(call).organisationId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (!helper) throw new Refusal('session-helper-elsewhere');
}

async function planOne(call: Call, episode: store.EpisodeRecord, wish: Wish, times: { start: LocalTime; end: LocalTime }, book: Book) {
  const unit = unitOf(episode, wish, times);
  const { busy, warnings } = await judgeAhead(call, unit, book);
  insistOn(busy);
  return { row: await appendPlanned(call, episode, unit, wish.address), warnings };
}

/** Writes a planned session and says so. */
export async function appendPlanned(
  call: Call,
  episode: store.EpisodeRecord,
  unit: Pick<AskedUnit, 'start' | 'end' | 'practitionerId' | 'placeKind'>,
  address: string | undefined,
  group?: { groupId: string; meetingId: string; coPractitionerId: string | null },
): Promise<store.SessionRecord> {
  const id = call.newId();
  const times = timesOf(unit);
  const addressSealed = address ? await call.sealer.seal(call.tx, episode.person_id, sealedIn('address_sealed', id), address) : null;
  const row = await store.appendSession(call.tx, {
    id,
    episode,
    practitionerId: unit.practitionerId,
    ...times,
    placeKind: unit.placeKind,
    addressSealed,
    at: call.now,
    by: accountId(call),
    ...(group ? { group } : {}),
  });
  await record(call, {
    action: 'soziotherapie.session.planned',
    kind: 'C',
    object: ['session', id],
    personId: episode.person_id,
    data: { organisationId: episode.organisation_id, episodeId: episode.id, practitionerId: unit.practitionerId, day: row.day },
  });
  return row;
}

/** Another time or place for what has not taken place yet. */
export async function rescheduleSession(
  call: Call,
  _permit: Permit<'soziotherapie.read'>,
  id: string,
  version: number | undefined,
  wish: { start: LocalTime; end: LocalTime; placeKind?: PlaceKind | undefined; address?: string | undefined },
) {
  const row = await lockForStep(call, id, version);
  insistListed(call, row, 'cancel-by-provider'); // whoever may call it off may move it
  const state = row.state as SessionState;
  if (state !== 'PLANNED' && state !== 'CONFIRMED') throw new Refusal(SESSION_UNLISTED[state], { facts: { state } });
  if (row.group_session_id !== null) throw new Refusal('session-of-group');
  return reschedule(call, row, wish);
}

/** The same for a row that is locked already, also one of a group. */
export async function reschedule(
  call: Call,
  row: store.SessionRecord,
  wish: { start: LocalTime; end: LocalTime; placeKind?: PlaceKind | undefined; address?: string | undefined },
) {
  const { id } = row;
  const times = timesOf(wish);
  const placeKind = wish.placeKind ?? (row.place_kind as PlaceKind | null) ?? 'home';
  const book = await openBook(call, row.person_id, row.organisation_id);
  const unit: AskedUnit = {
    ...times,
    id,
    setting: row.setting as AskedUnit['setting'],
    meetingId: row.group_session_id,
    personId: row.person_id,
    organisationId: row.organisation_id,
    practitionerId: row.practitioner_id,
    placeKind,
  };
  const { busy, warnings } = await judgeAhead(call, unit, book);
  insistOn(busy);
  const address =
    wish.address === undefined
      ? {}
      : { address_sealed: await call.sealer.seal(call.tx, row.person_id, sealedIn('address_sealed', id), wish.address) };
  const after = await attempt(call, row.person_id, () =>
    store.updateSession(call.tx, id, { ...columnsOf(times), place_kind: placeKind, ...address, route_order: null, moved_at: call.now }),
  );
  await record(call, {
    action: 'soziotherapie.session.rescheduled',
    kind: 'U',
    object: ['session', id],
    personId: row.person_id,
    data: {
      organisationId: row.organisation_id,
      episodeId: row.episode_id,
      practitionerId: row.practitioner_id,
      from: row.start_local,
      to: times.start,
    },
  });
  const told: Warning[] = warnings;
  return { ...movedAnswer(after), warnings: told };
}

export const columnsOf = ({ start, end, day, minutes, startsAt, endsAt }: ReturnType<typeof timesOf>) => ({
  start_local: start,
  end_local: end,
  day,
  minutes,
  starts_at: startsAt,
  ends_at: endsAt,
});

export type PlainEvent = Extract<
  SessionEvent,
  'confirm' | 'mark-no-show' | 'cancel-by-client' | 'cancel-by-provider' | 'release-late' | 'dispute' | 'settle'
>;

/** A step that needs no times and no texts of care (T0, T7, T8, T9). */
export async function moveSession(
  call: Call,
  _permit: Permit<'soziotherapie.read'>,
  id: string,
  version: number | undefined,
  event: PlainEvent,
  reason?: string,
) {
  const row = await lockForStep(call, id, version);
  insistListed(call, row, event);
  return movedAnswer(await movePlainly(call, row, event, reason));
}

/** The same for a row that is locked already. */
export async function movePlainly(
  call: Call,
  row: store.SessionRecord,
  event: PlainEvent,
  reason?: string,
  as?: readonly Party[],
): Promise<store.SessionRecord> {
  const before = row.disputed_from as SessionState | null;
  const facts = { reasonGiven: reason !== undefined, before: before ?? (row.state as SessionState) };
  const { after, effects } = await takeStep(
    call,
    row,
    event,
    facts,
    await columnsFor(call, row, event, reason),
    before ? { before } : {},
    as,
  );
  if (effects.includes('give-back-units')) await reckon(call, row.person_id, row.organisation_id);
  if (effects.includes('count-no-show')) await countNoShows(call, after);
  if (row.state === 'LATE_PENDING') await settleTasks(call, 'sozio-late-release', row.id, event === 'release-late' ? 'released' : 'off');
  // the client had signed at the door already
  if (event === 'release-late' && after.signed_how !== null)
    return (await takeStep(call, after, 'sign', { signedOrReason: true }, {}, { how: after.signed_how }, ['client'])).after;
  return after;
}

async function columnsFor(
  call: Call,
  row: store.SessionRecord,
  event: PlainEvent,
  reason: string | undefined,
): Promise<store.SessionChange> {
  if (event === 'dispute') return { disputed_from: row.state, off_reason: reason ?? null };
  if (event === 'settle') return { disputed_from: null, off_reason: null };
  if (event !== 'release-late') return event === 'confirm' ? {} : { off_reason: reason ?? null };
  const place = sealedIn('late_release_sealed', row.id);
  return {
    late_released_by: accountId(call),
    late_released_at: call.now,
    documented_at: row.documented_at ?? call.now,
    late_release_sealed: reason ? await call.sealer.seal(call.tx, row.person_id, place, reason) : null,
  };
}

/** T7: after so many no-shows in a row the helper speaks to the prescriber. */
async function countNoShows(call: Call, row: store.SessionRecord): Promise<void> {
  const { p } = await openBook(call, row.person_id, row.organisation_id);
  const until = [nowLocal(call), row.start_local].sort()[1] ?? row.start_local;
  const states = await store.selectLatestStates(call.tx, row.episode_id, until, p.noShowsInARow);
  if (states.length < p.noShowsInARow || states.some((state) => state !== 'NO_SHOW')) return;
  const episode = await store.findEpisode(call.tx, row.episode_id);
  if (!episode) return;
  await askService(call, episode, { kind: 'sozio-contact-prescriber', for: 'helper', due: call.now, facts: { noShows: p.noShowsInARow } });
}
