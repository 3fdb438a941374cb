import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { faultsOfWhere } from '#rooms/directory/actions/where.ts';
import type { endSeries as EndEndpoint, makeSeries as MakeEndpoint, previewSeries as PreviewEndpoint, Series } from '../contract/series.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { stepAppointment } from '../rules/appointment.ts';
import type { MovedBy } from '../rules/outcome.ts';
import { type JudgedSession, judgeSeries, judgeSession, maySave, type PlannedSession, planSeries } from '../rules/series.ts';
import { type AppointmentRow, findAppointment, updateAppointment } from '../store.ts';
import { dataOf, lockKnownAppointment, stepKnownAppointment } from './appointment.ts';
import { insistFields, isOwn, partiesOf } from './own.ts';
import { surroundingsOf } from './series-calendar.ts';
import { takeHour } from './series-hour.ts';
import { append, insistRelation } from './session.ts';
import { giveBack } from './slot.ts';
import { appointmentViews, stateOf } from './views.ts';

type Own = Permit<'scheduling.own'>;
type Previewing = z.output<NonNullable<typeof PreviewEndpoint.body>>;
type Plan = Omit<z.output<NonNullable<typeof MakeEndpoint.body>>, 'dates'>;
type Making = Plan & { dates: string[] };
type Changing = Making & { fromAppointmentId: string; remaining: number; by: MovedBy };
type Ending = z.output<NonNullable<typeof EndEndpoint.body>>;

/** The appointment that says whom and for which place a series is: her own calendar, a client whom she still treats. */
async function modelOf(call: Call, row: AppointmentRow | undefined): Promise<AppointmentRow> {
  if (!row || !isOwn(call, row.practitioner_id)) throw new Refusal('not-found');
  await insistRelation(call, row.person_id);
  return row;
}

function planned(wish: Plan): PlannedSession[] {
  if (wish.rhythm === 'twice-weekly' && !wish.second) insistFields([{ pointer: '/second', code: 'missing' }]);
  return planSeries({ ...wish, firstDay: Temporal.PlainDate.from(wish.firstDay), second: wish.second ?? null });
}

/** Dates as they were chosen; the length is the plan's. */
const chosen = (wish: Plan, dates: readonly string[]): PlannedSession[] =>
  dates.map((date) => {
    const start = Temporal.Instant.from(date);
    return { start, end: start.add({ minutes: wish.minutes }), day: dayInBerlin(start), exists: true };
  });

const locationOf = (like: AppointmentRow, wish: Plan) => (wish.locationId === undefined ? like.location_id : wish.locationId);

/** Every date with what stands in its way, before anything is saved. */
export async function previewSeries(call: Call, _permit: Own, appointmentId: string, wish: Previewing) {
  const like = await modelOf(call, await findAppointment(call.tx, appointmentId));
  const instead = wish.replaces ? await membersFrom(call, wish.replaces.seriesId, wish.replaces.fromAppointmentId) : [];
  const [dates, moved] = [planned(wish), chosen(wish, wish.dates)];
  const around = await surroundingsOf(call, { like, kind: wish.kind, locationId: locationOf(like, wish), instead }, [...dates, ...moved]);
  return { dates: judgeSeries(dates, around).map(judgedView), moved: moved.map((one) => judgedView(judgeSession(one, around))) };
}

function judgedView(one: JudgedSession) {
  const span = ({ start, end }: PlannedSession) => ({ startsAt: start.toString(), endsAt: end.toString() });
  const { day, verdict, holiday, overlapOf, usesFree, suggestion } = one;
  return { day: day.toString(), ...span(one), verdict, holiday, overlapOf, usesFree, suggestion: suggestion && span(suggestion) };
}

/** Makes the chosen sessions, all or none. */
export async function makeSeries(call: Call, _permit: Own, appointmentId: string, wish: Making) {
  const like = await modelOf(call, await lockKnownAppointment(call, appointmentId, undefined));
  const decided = stepAppointment('none', 'book', 'therapist', {
    now: call.now,
    start: Temporal.Instant.from(wish.dates[0] ?? call.now.toString()),
    ofActor: true,
    laterSession: like.state !== 'cancelled' && like.state !== 'rebooked',
    slotBooked: true,
  });
  if (!decided.ok) throw new Refusal(decided.because);
  const id = call.newId();
  const dates = await insistDates(call, like, wish, []);
  await call.tx
    .insertInto('scheduling.series')
    .values({
      id,
      practitioner_id: like.practitioner_id,
      person_id: like.person_id,
      request_id: like.request_id,
      kind: wish.kind,
      rhythm: wish.rhythm,
      wanted: wish.count,
      made: dates.length,
      starts_at: dates[0]?.start ?? call.now,
      made_at: call.now,
      made_by: accountOf(call).accountId,
    })
    .execute();
  for (const session of dates) await tellBooked(call, await bookMember(call, memberLike(like, wish, id), session, wish));
  await tellSeries(call, SCHEDULING_EVENTS.seriesMade, like, id, { made: dates.length, rhythm: wish.rhythm });
  return { id, made: dates.length };
}

/** Chosen dates in order, each judged again with the calendar as it is now: the first that cannot stand refuses them all. */
async function insistDates(call: Call, like: AppointmentRow, wish: Making, instead: readonly AppointmentRow[]): Promise<PlannedSession[]> {
  const locationId = locationOf(like, wish);
  if (wish.locationId) insistFields(await faultsOfWhere(call, like.practitioner_id, { locationId }));
  const dates = chosen(wish, wish.dates).sort((one, other) => Temporal.Instant.compare(one.start, other.start));
  const around = await surroundingsOf(call, { like, kind: wish.kind, locationId, instead }, dates);
  for (const date of dates) {
    const judged = judgeSession(date, around);
    if (maySave(judged)) continue;
    const overlap = judged.overlapOf === 'client' ? 'client-overlap' : 'helper-overlap';
    const because = judged.verdict === 'outside' ? 'series-date-outside' : judged.verdict === 'absent' ? 'helper-absent' : overlap;
    throw new Refusal(because, { facts: { conflict: { startsAt: date.start.toString(), endsAt: date.end.toString() } } });
  }
  return dates;
}

const memberLike = (like: AppointmentRow, wish: Plan, seriesId: string): AppointmentRow => ({
  ...like,
  kind: wish.kind,
  is_first: false,
  series_id: seriesId,
  location_id: locationOf(like, wish) ?? null,
  modality: wish.modality ?? like.modality,
});

async function bookMember(call: Call, like: AppointmentRow, session: PlannedSession, wish: Plan): Promise<AppointmentRow> {
  const hour = await takeHour(call, like, session, wish.kind);
  const id = await append(call, like, hour);
  return { ...like, id, slot_id: hour.id, starts_at: session.start, ends_at: session.end };
}

const tellBooked = (call: Call, member: AppointmentRow) =>
  record(call, {
    action: SCHEDULING_EVENTS.sessionBooked,
    kind: 'C',
    object: ['appointment', member.id],
    personId: member.person_id,
    data: dataOf(member),
  });

function tellSeries(
  call: Call,
  action: (typeof SCHEDULING_EVENTS)['seriesMade' | 'seriesChanged' | 'seriesEnded'],
  like: AppointmentRow,
  id: string,
  data: Record<string, string | number>,
) {
  const { practitioner_id: practitionerId, request_id: requestId } = like;
  return record(call, {
    action,
    kind: action === SCHEDULING_EVENTS.seriesMade ? 'C' : 'U',
    object: ['series', id],
    personId: like.person_id,
    data: { practitionerId, requestId, ...data },
  });
}

/** A series of the own calendar with all its members, also those that were moved or cancelled singly. */
export async function readSeries(call: Call, _permit: Own, id: string): Promise<Series> {
  const row = await call.tx.selectFrom('scheduling.series').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row || !isOwn(call, row.practitioner_id)) throw new Refusal('not-found');
  const members = await call.tx
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('series_id', '=', id)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  await recordReads(call, 'scheduling.series.read', 'series', [{ id, personId: row.person_id }]);
  return {
    id,
    rhythm: row.rhythm as Series['rhythm'],
    kind: row.kind,
    wanted: row.wanted,
    made: row.made,
    startsAt: row.starts_at.toString(),
    madeAt: row.made_at.toString(),
    endedAt: row.ended_at?.toString() ?? null,
    members: await appointmentViews(call, members),
  };
}

/** Locks what a series still has to come from one of its sessions on, in order. */
async function membersFrom(call: Call, seriesId: string, fromId: string): Promise<AppointmentRow[]> {
  const from = await findAppointment(call.tx, fromId);
  if (from?.series_id !== seriesId || !isOwn(call, from.practitioner_id)) throw new Refusal('not-found');
  return call.tx
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('series_id', '=', seriesId)
    .where('state', '=', 'booked')
    .where('starts_at', '>=', from.starts_at)
    .where('starts_at', '>', call.now)
    .orderBy('starts_at')
    .forUpdate()
    .execute();
}

/** The same, for a change: the series is locked first, and what was seen must be what is there. */
async function lockRest(call: Call, seriesId: string, { fromAppointmentId, remaining }: { fromAppointmentId: string; remaining: number }) {
  const series = await call.tx.selectFrom('scheduling.series').selectAll().where('id', '=', seriesId).forUpdate().executeTakeFirst();
  if (!series || !isOwn(call, series.practitioner_id)) throw new Refusal('not-found');
  const rest = await membersFrom(call, seriesId, fromAppointmentId);
  const [first] = rest;
  if (rest.length !== remaining || !first) throw new Refusal('series-changed', { facts: { remaining: rest.length } });
  return { series, rest, first };
}

/**
 * The rest of a series at other times (AP6 for each, by mutual agreement, never a fee): the n-th old session is moved to the n-th new
 * one. More new than old are booked besides; of fewer, the last new one follows all that are left over.
 */
export async function changeSeries(call: Call, _permit: Own, id: string, wish: Changing) {
  const { series, rest, first } = await lockRest(call, id, wish);
  const like = await modelOf(call, first);
  const dates = await insistDates(call, like, wish, rest);
  for (const old of rest) await letGo(call, old, wish.by);
  const made: AppointmentRow[] = [];
  for (const session of dates) made.push(await bookMember(call, memberLike(like, wish, id), session, wish));
  for (const [index, old] of rest.entries()) await follow(call, old, made[index], made.at(-1)?.id ?? null, wish.by);
  for (const extra of made.slice(rest.length)) await tellBooked(call, extra);
  await call.tx
    .updateTable('scheduling.series')
    .set({ rhythm: wish.rhythm, kind: wish.kind, made: Math.max(series.made - rest.length + made.length, 1), ended_at: null })
    .where('id', '=', id)
    .execute();
  const moved = Math.min(rest.length, made.length);
  const counts = { moved, made: made.length - moved, gone: rest.length - moved };
  await tellSeries(call, SCHEDULING_EVENTS.seriesChanged, like, id, { ...counts, rhythm: wish.rhythm, movedBy: wish.by });
  return { id, ...counts };
}

async function letGo(call: Call, old: AppointmentRow, by: MovedBy): Promise<void> {
  const decided = stepAppointment(stateOf(old), 'move', partiesOf(call), {
    now: call.now,
    start: old.starts_at,
    ofActor: true,
    successorSlotReady: true,
  });
  if (!decided.ok) throw new Refusal(decided.because);
  await updateAppointment(call.tx, old, { state: 'rebooked', live: false, moved_by: by });
  if (old.slot_id) await giveBack(call, old.slot_id);
}

async function follow(call: Call, old: AppointmentRow, own: AppointmentRow | undefined, last: string | null, movedBy: MovedBy) {
  const successorId = own?.id ?? last;
  await call.tx.updateTable('scheduling.appointment').set({ successor_id: successorId }).where('id', '=', old.id).execute();
  await record(call, {
    action: SCHEDULING_EVENTS.moved,
    kind: 'U',
    object: ['appointment', old.id],
    personId: old.person_id,
    // Of what is left over nothing new is promised: its messages stop, and no second ones go out for the last new session.
    data: { ...dataOf(old), successorId: own?.id ?? null, newSlotId: own?.slot_id ?? null, movedBy },
  });
}

/** All sessions from one on are off: AP4 at the client's wish, else AP5 with one call at the desk for all of them. */
export async function endSeries(call: Call, _permit: Own, id: string, wish: Ending) {
  const { rest, first } = await lockRest(call, id, wish);
  const receivedAt = wish.receivedAt ? Temporal.Instant.from(wish.receivedAt) : call.now;
  for (const [index, member] of rest.entries()) {
    const step = { id: member.id, withoutReplaceTask: index > 0 };
    if (wish.by === 'client') await stepKnownAppointment(call, { ...step, event: 'cancel-by-patient', receivedAt, excuse: wish.excuse });
    else await stepKnownAppointment(call, { ...step, event: 'cancel-by-provider', reason: wish.reason });
  }
  await call.tx.updateTable('scheduling.series').set({ ended_at: call.now }).where('id', '=', id).execute();
  await tellSeries(call, SCHEDULING_EVENTS.seriesEnded, first, id, { cancelled: rest.length, by: wish.by });
  return { id, cancelled: rest.length };
}
