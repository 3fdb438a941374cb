import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { collectReactions } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import { directoryRoutes } from '#rooms/directory/routes.ts';
import { freshDatabase } from '#test/database.ts';
import { berlin, MONDAY, OfferStage, type Person } from '#test/offer-stage.ts';
import type { Appointment, Slot } from './contract.ts';
import { schedulingJobs } from './jobs.ts';
import { schedulingReactions } from './reactions.ts';
import { schedulingRoutes } from './routes.ts';

const database = await freshDatabase();
let stage: OfferStage;
let desk: Person;
let coordinator: Person;
let ada: Person;

beforeAll(async () => {
  stage = await OfferStage.set(database, [...directoryRoutes, ...schedulingRoutes], collectReactions([schedulingReactions]));
  desk = await stage.join('Tisch Eins', 'desk');
  coordinator = await stage.join('Karla Koordination', 'coordinator');
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.now = MONDAY;
  ada = await stage.join('Ada Brandt', 'therapist');
});

const publish = (times: string[], more: Record<string, unknown> = {}) => ({
  body: {
    slots: times.map((time) => ({ startsAt: berlin(time).toString(), minutes: 50 })),
    kinds: ['TRIAL', 'THERAPY'],
    locationId: stage.locationId,
    ...more,
  },
});
const free = async (who: Person, ...times: string[]) =>
  (await stage.ask<{ ids: string[] }>(who, 'scheduling.publishSlots', publish(times))).ids as [string, ...string[]];
interface Week {
  slots: Slot[];
  appointments: Appointment[];
  toMark: Appointment[];
  absences: unknown[];
  holidays: { day: string; name: string }[];
}
const week = (who: Person, from = '2026-03-02', days = 7) => stage.ask<Week>(who, 'scheduling.myWeek', { query: { from, days } });
const slotOf = async (id: string) =>
  (
    await stage.look<{ state: string; live: boolean; version: number; reason: string | null }>(
      'select state, live, version, reason from scheduling.slot where id = $1',
      id,
    )
  )[0];
const hold = async (slotId: string, requestId: string, minutes = 10) =>
  stage.admin.query(
    "update scheduling.slot set state = 'held', held_by = $2, held_for = $3, held_until = $4, version = version + 1 where id = $1",
    [slotId, desk.accountId, requestId, stage.now.add({ minutes }).toString()],
  );
const at = (id: string, version = 1, body?: unknown) => ({ params: { id }, version, body });
const runJob = async (name: string) => {
  const job = schedulingJobs.jobs?.[name] ?? schedulingJobs.every?.find((every) => every.name === name)?.work;
  if (!job) throw new Error(`no job ${name}`);
  await job(stage.world, {});
};

describe('A published time', () => {
  test('stands once: what overlaps is refused with the time in the way, and nothing of the batch is kept', async () => {
    await free(ada, '2026-03-04T09:00', '2026-03-04T10:00');
    const refused = await stage.refusal(ada, 'scheduling.publishSlots', publish(['2026-03-05T09:00', '2026-03-04T09:30']));
    expect(refused).toMatchObject({ code: 'slot-overlaps', detail: { facts: { conflict: { startsAt: '2026-03-04T08:00:00Z' } } } });
    expect((await week(ada)).slots).toHaveLength(2);
    await free(ada, '2026-03-04T09:50', '2026-03-04T11:00').catch(() => {});
    expect((await stage.refusal(ada, 'scheduling.publishSlots', publish(['2026-03-02T09:30']))).code).toBe('slot-in-past');
  });

  test('published by two at once exists once', async () => {
    const both = await Promise.allSettled([1, 2, 3, 4].map(() => free(ada, '2026-03-04T09:00')));
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await week(ada)).slots).toHaveLength(1);
  });

  test('is blocked with one tap, freed, withdrawn, and only by who may', async () => {
    const [id] = await free(ada, '2026-03-04T09:00');
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    expect(await stage.ask(ada, 'scheduling.blockSlot', at(id, 1, {}))).toEqual({ id, version: 2, state: 'blocked' });
    expect(await slotOf(id)).toMatchObject({ state: 'blocked', reason: 'elsewhere' });
    expect((await stage.refusal(ada, 'scheduling.unblockSlot', at(id, 1))).detail.current).toBe(2);
    expect((await stage.refusal(ben, 'scheduling.unblockSlot', at(id, 2))).code).toBe('slot-not-yours');
    expect((await stage.refusal(desk, 'scheduling.blockSlot', at(id, 2, {}))).code).toBe('not-permitted');
    expect((await stage.refusal(desk, 'scheduling.coordinateWithdraw', at(id, 2, {}))).code).toBe('slot-not-for-role');
    await stage.ask(ada, 'scheduling.unblockSlot', at(id, 2));
    await stage.ask(coordinator, 'scheduling.coordinateWithdraw', at(id, 3, {}));
    expect(await slotOf(id)).toMatchObject({ state: 'withdrawn', live: false });
    expect(await free(ada, '2026-03-04T09:00')).toHaveLength(1);
  });

  test('that a desk holds is withdrawn by force only; the place behind it is let go and the room of requests is told', async () => {
    const [id] = await free(ada, '2026-03-04T09:00');
    const { requestId } = await stage.client('Jan', 'Held');
    const placeId = newId();
    await stage.admin.query(
      `insert into directory.place (id, practitioner_id, location_id, kind, setting, age_min, age_max, insurance_kinds, modality, state, held_by, held_for, held_until)
       values ($1, $2, $3, 'PLACE', 'single', 18, 99, '{GKV}', '{in-person}', 'held', $4, $5, $6)`,
      [placeId, ada.practitionerId, stage.locationId, desk.accountId, requestId, stage.now.add({ minutes: 10 }).toString()],
    );
    await hold(id, requestId);
    expect((await week(ada)).slots[0]).toMatchObject({ state: 'held', heldBy: 'Tisch Eins', heldUntil: '2026-03-02T09:10:00Z' });
    const refused = await stage.refusal(ada, 'scheduling.withdrawSlot', at(id, 2, {}));
    expect(refused).toMatchObject({ code: 'slot-being-offered', detail: { facts: { heldUntil: '2026-03-02T09:10:00Z' } } });
    await stage.ask(ada, 'scheduling.withdrawSlot', at(id, 2, { force: true }));
    expect(await stage.look('select state, held_for from directory.place where id = $1', placeId)).toEqual([
      { state: 'open', held_for: null },
    ]);
    const [told] = await stage.look(
      "select data from platform.event where object_id = $1 and action = 'scheduling.slot.withdrawn-while-held'",
      id,
    );
    expect(told).toEqual({ data: { practitionerId: ada.practitionerId, requestId, holderId: desk.accountId, placeId } });
  });

  test('is free again when the place that was held with it is paused', async () => {
    const [id] = await free(ada, '2026-03-04T09:00');
    const { requestId } = await stage.client('Jan', 'Held');
    const added = await stage.ask<{ ids: [string] }>(ada, 'directory.addPlace', {
      body: {
        locationId: stage.locationId,
        kind: 'CONSULT',
        setting: 'single',
        ageMin: 18,
        ageMax: 99,
        insuranceKinds: ['GKV'],
        modality: ['in-person'],
      },
    });
    await hold(id, requestId);
    await stage.admin.query("update directory.place set state = 'held', held_by = $2, held_for = $3, held_until = $4 where id = $1", [
      added.ids[0],
      desk.accountId,
      requestId,
      stage.now.add({ minutes: 10 }).toString(),
    ]);
    await stage.ask(ada, 'directory.pausePlace', at(added.ids[0]));
    expect(await slotOf(id)).toMatchObject({ state: 'free' });
    expect(await stage.told(id)).toContain('scheduling.slot.let-go');
  });

  test('is over once its start has passed, and the next may stand there', async () => {
    const [id] = await free(ada, '2026-03-02T11:00');
    stage.now = berlin('2026-03-02T11:00');
    await runJob('scheduling-expire-slots');
    expect(await slotOf(id)).toMatchObject({ state: 'expired', live: false });
  });
});

const weekly = (more: Record<string, unknown> = {}) => ({
  locationId: stage.locationId,
  weekday: 4,
  from: '09:00',
  to: '11:50',
  slotMinutes: 50,
  breakMinutes: 10,
  kinds: ['TRIAL'],
  validFrom: '2026-03-01',
  ...more,
});
interface Materialised {
  id: string;
  version: number;
  published: number;
  withdrawn: number;
  conflicts: { startsAt: string }[];
}
const addWeekly = (more: Record<string, unknown> = {}) => stage.ask<Materialised>(ada, 'scheduling.addWeeklyTime', { body: weekly(more) });

describe('A weekly time', () => {
  test('is published eight weeks ahead with its breaks, but not on holidays, and publishing twice adds nothing', async () => {
    const rule = await addWeekly();
    expect(rule).toMatchObject({ published: 24, withdrawn: 0, conflicts: [] }); // eight Thursdays, three times each
    const easter = await week(ada, '2026-04-02', 7);
    expect(easter.slots.map(({ startsAt }) => startsAt)).toEqual(['2026-04-02T07:00:00Z', '2026-04-02T08:00:00Z', '2026-04-02T09:00:00Z']);
    expect(easter.slots[0]?.endsAt).toBe('2026-04-02T07:50:00Z');
    expect(easter.holidays.map(({ day }) => day)).toEqual(['2026-04-03', '2026-04-06']);
    await runJob('scheduling-materialise');
    await runJob('scheduling-materialise');
    expect((await week(ada, '2026-03-02', 42)).slots).toHaveLength(18);
    await addWeekly({ weekday: 5 });
    expect((await week(ada, '2026-04-03', 1)).slots).toEqual([]); // Good Friday
    stage.now = berlin('2026-03-09T10:00');
    await runJob('scheduling-materialise');
    expect((await week(ada, '2026-04-30', 1)).slots).toHaveLength(3);
  });

  test('knows a day off and an extra day without changing itself, and says which times are taken', async () => {
    await free(ada, '2026-03-12T09:30');
    const rule = await addWeekly();
    expect(rule.conflicts.map(({ startsAt }) => startsAt)).toEqual(['2026-03-12T08:00:00Z', '2026-03-12T09:00:00Z']);
    const off = await stage.ask<Materialised>(ada, 'scheduling.addWeeklyException', at(rule.id, 1, { day: '2026-03-05', kind: 'skipped' }));
    expect(off).toMatchObject({ version: 2, withdrawn: 3, published: 0 });
    const extra = await stage.ask<Materialised>(
      ada,
      'scheduling.addWeeklyException',
      at(rule.id, 2, { day: '2026-03-07', kind: 'extra', from: '15:00', to: '16:50' }),
    );
    expect(extra).toMatchObject({ version: 3, published: 2 });
    const { weeklyTimes } = await stage.ask<{ weeklyTimes: { exceptions: { id: string; kind: string }[] }[] }>(
      ada,
      'scheduling.myWeeklyTimes',
    );
    const skipped = weeklyTimes[0]?.exceptions.find(({ kind }) => kind === 'skipped');
    const back = await stage.ask<Materialised>(ada, 'scheduling.removeWeeklyException', {
      params: { id: rule.id, exceptionId: skipped?.id },
      version: 3,
    });
    expect(back).toMatchObject({ published: 3 });
  });

  test('that changes keeps what is held, booked or given elsewhere, and what was withdrawn by hand stays away', async () => {
    const rule = await addWeekly({ validTo: '2026-03-12' });
    const [first, second, third] = (await week(ada)).slots as [Slot, Slot, Slot];
    await stage.ask(ada, 'scheduling.blockSlot', at(first.id, 1, {}));
    await stage.ask(ada, 'scheduling.withdrawSlot', at(second.id, 1, {}));
    const { requestId } = await stage.client('Jan', 'Held');
    await hold(third.id, requestId);
    const changed = await stage.ask<Materialised>(
      ada,
      'scheduling.changeWeeklyTime',
      at(rule.id, 1, weekly({ validTo: '2026-03-12', kinds: ['CONSULT'] })),
    );
    expect(changed).toMatchObject({ published: 0, withdrawn: 0 });
    expect((await week(ada)).slots.map(({ state }) => state)).toEqual(['blocked', 'held']);
    const gone = await stage.ask<Materialised>(ada, 'scheduling.withdrawWeeklyTime', at(rule.id, 2));
    expect(gone).toMatchObject({ withdrawn: 4 });
    expect(await slotOf(third.id)).toMatchObject({ state: 'held' });
    expect((await stage.refusal(ada, 'scheduling.changeWeeklyTime', at(rule.id, 3, weekly()))).code).toBe('not-found');
  });

  test('of a night keeps its clock time when the clock changes', async () => {
    stage.now = berlin('2026-03-20T10:00');
    await addWeekly({
      weekday: 7,
      from: '01:00',
      to: '04:00',
      slotMinutes: 60,
      breakMinutes: 0,
      validFrom: '2026-03-22',
      validTo: '2026-03-29',
    });
    const hours = (await week(ada, '2026-03-22', 8)).slots.map(({ startsAt }) => startsAt);
    expect(hours).toEqual([
      '2026-03-22T00:00:00Z',
      '2026-03-22T01:00:00Z',
      '2026-03-22T02:00:00Z',
      '2026-03-29T00:00:00Z',
      '2026-03-29T01:00:00Z',
    ]);
  });
});

const LEAVE = { fromDay: '2026-03-28', toDay: '2026-03-29', kind: 'leave' };
interface Preview {
  hash: string;
  startsAt: string;
  endsAt: string;
  appointments: Appointment[];
  held: Slot[];
  free: Slot[];
}
const preview = (body: unknown) => stage.ask<Preview>(ada, 'scheduling.previewAbsence', { body });

describe('An absence', () => {
  test('over the night of the clock change lasts 47 hours and touches what is shown, nothing else', async () => {
    const [inside] = await free(ada, '2026-03-29T23:00', '2026-03-30T00:00');
    const shown = await preview(LEAVE);
    expect(shown).toMatchObject({ startsAt: '2026-03-27T23:00:00Z', endsAt: '2026-03-29T22:00:00Z', appointments: [], held: [] });
    expect(shown.free.map(({ id }) => id)).toEqual([inside]);
    expect(await stage.ask(ada, 'scheduling.saveAbsence', { body: { ...LEAVE, hash: shown.hash } })).toMatchObject({
      blocked: 1,
      cancelled: 0,
      withdrawn: 0,
    });
    expect(await slotOf(inside)).toMatchObject({ state: 'blocked', reason: 'absence' });
    expect((await stage.refusal(ada, 'scheduling.publishSlots', publish(['2026-03-28T09:00']))).code).toBe('helper-absent');
  });

  test('cancels appointments only when exactly they were shown, and taking it back brings the times back, not the promises', async () => {
    const [id, other] = (await free(ada, '2026-03-28T09:00', '2026-03-28T10:00')) as [string, string];
    const rule = await addWeekly({ weekday: 6, from: '12:00', to: '12:50', validFrom: '2026-03-28', validTo: '2026-03-28' });
    expect(rule.published).toBe(1);
    const before = await preview(LEAVE);
    const client = await stage.client('Eva', 'Klein', ada);
    const appointmentId = await stage.appointment(ada, client, berlin('2026-03-28T09:00'), { slotId: id });
    expect((await stage.refusal(ada, 'scheduling.saveAbsence', { body: { ...LEAVE, hash: before.hash } })).code).toBe(
      'absence-preview-old',
    );
    expect(await slotOf(other)).toMatchObject({ state: 'free' });
    const shown = await preview(LEAVE);
    expect(shown.appointments).toMatchObject([{ id: appointmentId, client: { initials: 'E. K.' } }]);
    const saved = await stage.ask<{ id: string }>(ada, 'scheduling.saveAbsence', { body: { ...LEAVE, hash: shown.hash } });
    expect(saved).toMatchObject({ cancelled: 1, blocked: 2 });
    expect(await stage.look('select state, cancelled_how, live, reason from scheduling.appointment where id = $1', appointmentId)).toEqual([
      { state: 'cancelled', cancelled_how: 'provider', live: false, reason: 'leave' },
    ]);
    expect(await slotOf(id)).toMatchObject({ state: 'blocked' });
    const tasks = await stage.look('select kind, assignee_role, priority, due_at from tasks.task where object_id = $1', appointmentId);
    expect(tasks).toEqual([
      { kind: 're-place', assignee_role: 'desk', priority: 1, due_at: new Date(berlin('2026-03-03T17:00').epochMilliseconds) },
    ]);
    expect(await stage.ask(ada, 'scheduling.withdrawAbsence', at(saved.id))).toMatchObject({ freed: 3, published: 0 });
    expect(await slotOf(id)).toMatchObject({ state: 'free' });
    expect(await stage.look('select state from scheduling.appointment where id = $1', appointmentId)).toEqual([{ state: 'cancelled' }]);
  });
});

describe('An appointment', () => {
  const booked = async (time = '2026-03-02T11:00', more: { kind?: string; isFirst?: boolean } = {}) => {
    const client = await stage.client('Daniel', 'Rosenthal', ada);
    const [slotId] = await free(ada, time);
    const id = await stage.appointment(ada, client, berlin(time), { slotId, ...more });
    return { id, slotId, client };
  };

  test('is marked from its start, missing from 20 minutes after it, and corrected for 14 days', async () => {
    const { id, client } = await booked('2026-03-02T11:00', { isFirst: true });
    expect((await stage.refusal(ada, 'scheduling.markAttended', at(id))).code).toBe('appointment-not-begun');
    stage.now = berlin('2026-03-02T11:00');
    expect((await stage.refusal(ada, 'scheduling.markNoShow', at(id))).code).toBe('too-early-to-mark-missing');
    expect((await week(ada)).toMark).toMatchObject([{ id, mark: 'due', client: { initials: 'D. R.' } }]);
    expect((await stage.refusal(desk, 'scheduling.markAttended', at(id))).code).toBe('not-permitted');
    expect(await stage.ask(ada, 'scheduling.markAttended', at(id))).toEqual({ id, version: 2, state: 'attended', cancelledHow: null });
    const [event] = await stage.look<{ person_id: string; data: object }>(
      "select person_id, data from platform.event where action = 'scheduling.appointment.attended' and object_id = $1",
      id,
    );
    expect(event).toMatchObject({
      person_id: client.personId,
      data: { requestId: client.requestId, practitionerId: ada.practitionerId, isFirst: true },
    });
    stage.now = berlin('2026-03-16T11:00');
    expect(await stage.ask(ada, 'scheduling.correctMark', at(id, 2, { to: 'no_show', reason: 'marked-wrongly' }))).toMatchObject({
      state: 'no_show',
      version: 3,
    });
    stage.now = berlin('2026-03-16T11:01');
    expect((await stage.refusal(ada, 'scheduling.correctMark', at(id, 3, { to: 'attended', reason: 'marked-wrongly' }))).code).toBe(
      'correction-too-late',
    );
  });

  test('belongs to one calendar: a colleague finds nothing, and her own she marks also after the relation has ended', async () => {
    const { id, client } = await booked();
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    stage.now = berlin('2026-03-02T12:00');
    expect((await stage.refusal(ben, 'scheduling.markAttended', at(id))).code).toBe('not-found');
    await stage.admin.query("update access.care_relation set until_at = $2 where cause_id = $1 and kind = 'allocated'", [
      client.requestId,
      stage.now.toString(),
    ]);
    expect((await week(ada)).appointments).toMatchObject([{ id, client: null }]);
    expect(await stage.ask(ada, 'scheduling.markNoShow', at(id))).toMatchObject({ state: 'no_show' });
  });

  test('cancelled by the client gives its slot back; by the desk, too, and not after it began', async () => {
    const { id, slotId } = await booked('2026-03-04T11:00');
    const received = { receivedAt: '2026-03-02T08:30:00Z' };
    expect(await stage.ask(desk, 'scheduling.deskCancelByPatient', at(id, 1, received))).toMatchObject({
      state: 'cancelled',
      cancelledHow: 'patient_in_time',
    });
    expect(await slotOf(slotId)).toMatchObject({ state: 'free', live: true });
    expect(await stage.told(slotId)).toContain('scheduling.slot.given-back');
    const second = await booked('2026-03-02T11:00');
    stage.now = berlin('2026-03-02T10:30');
    await stage.ask(ada, 'scheduling.cancelByPatient', at(second.id, 1, { receivedAt: stage.now.toString() }));
    expect(await slotOf(second.slotId)).toMatchObject({ state: 'expired', live: false });
    const third = await booked('2026-03-02T12:00');
    stage.now = berlin('2026-03-02T12:30');
    expect((await stage.refusal(ada, 'scheduling.cancelByPatient', at(third.id, 1, { receivedAt: stage.now.toString() }))).code).toBe(
      'appointment-has-begun',
    );
  });

  test('moves into an own free slot: successor booked, old slot free, never a double booking of helper or client', async () => {
    const { id, slotId, client } = await booked('2026-03-04T11:00', { isFirst: true });
    const [target, busy] = (await free(ada, '2026-03-05T11:00', '2026-03-06T11:00')) as [string, string];
    const ben = await stage.join('Ben Yilmaz', 'therapist');
    await stage.appointment(ben, client, berlin('2026-03-06T11:30'));
    const overlap = await stage.refusal(ada, 'scheduling.moveAppointment', at(id, 1, { slotId: busy, slotVersion: 1 }));
    expect(overlap).toMatchObject({ code: 'client-overlap', detail: { facts: { conflict: { startsAt: '2026-03-06T10:30:00Z' } } } });
    const both = await Promise.allSettled(
      [1, 2].map(() => stage.ask<{ id: string }>(ada, 'scheduling.moveAppointment', at(id, 1, { slotId: target, slotVersion: 1 }))),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const rows = await stage.look<{ state: string; is_first: boolean; slot_id: string }>(
      'select state, is_first, slot_id from scheduling.appointment where request_id = $1 and practitioner_id = $2 order by starts_at',
      client.requestId,
      ada.practitionerId,
    );
    expect(rows).toEqual([
      { state: 'rebooked', is_first: true, slot_id: slotId },
      { state: 'booked', is_first: true, slot_id: target },
    ]);
    expect(await slotOf(slotId)).toMatchObject({ state: 'free' });
    expect(await slotOf(busy)).toMatchObject({ state: 'free', version: 1 });
  });

  test('is followed by later sessions in own slots, for a client whom the therapist still has', async () => {
    const { id, client } = await booked('2026-03-04T11:00');
    const [next, third] = (await free(ada, '2026-03-11T11:00', '2026-03-18T11:00')) as [string, string];
    const session = await stage.ask<{ id: string }>(ada, 'scheduling.addSession', {
      params: { id },
      body: { slotId: next, slotVersion: 1, kind: 'TRIAL' },
    });
    expect(await stage.told(session.id)).toEqual(['scheduling.appointment.session-booked']);
    expect(
      (await stage.refusal(ada, 'scheduling.addSession', { params: { id }, body: { slotId: next, slotVersion: 2, kind: 'TRIAL' } })).code,
    ).toBe('slot-taken');
    expect(
      (await stage.refusal(ada, 'scheduling.addSession', { params: { id }, body: { slotId: third, slotVersion: 1, kind: 'GROUP' } })).code,
    ).toBe('slot-of-other-kind');
    await stage.admin.query("update access.care_relation set until_at = $2 where cause_id = $1 and kind = 'allocated'", [
      client.requestId,
      stage.now.toString(),
    ]);
    expect(
      (await stage.refusal(ada, 'scheduling.addSession', { params: { id }, body: { slotId: third, slotVersion: 1, kind: 'TRIAL' } })).code,
    ).toBe('not-found');
  });

  test("that stays unmarked becomes the therapist's task after 72 hours and the coordinator's after seven days", async () => {
    const { id } = await booked('2026-03-02T11:00');
    stage.now = berlin('2026-03-05T11:51');
    await runJob('scheduling-ask-for-marks');
    await runJob('scheduling-leave-overlap');
    const kinds = () =>
      stage.look('select kind, assignee_role, done_at is not null as done from tasks.task where object_id = $1 order by kind', id);
    expect(await kinds()).toEqual([{ kind: 'mark-appointment', assignee_role: 'therapist', done: false }]);
    stage.now = berlin('2026-03-09T11:50');
    await runJob('scheduling-ask-for-marks');
    await runJob('scheduling-ask-for-marks');
    expect(await kinds()).toHaveLength(2);
    expect(await stage.look('select live, state from scheduling.appointment where id = $1', id)).toEqual([
      { live: false, state: 'booked' },
    ]);
    await stage.ask(ada, 'scheduling.markAttended', at(id));
    expect(await kinds()).toContainEqual({ kind: 'mark-appointment', assignee_role: 'therapist', done: true });
  });
});

describe('The calendar to subscribe to', () => {
  test('holds times and no person, lives until it is revoked, and its secret is stored nowhere', async () => {
    const client = await stage.client('Daniel', 'Rosenthal', ada);
    await free(ada, '2026-03-04T09:00');
    await stage.appointment(ada, client, berlin('2026-03-05T09:00'));
    const { url } = await stage.ask<{ url: string }>(ada, 'scheduling.makeFeed');
    const file = url.slice(url.lastIndexOf('/') + 1);
    const read = async (name: string) => {
      const answer = await stage.ask<unknown>(null, 'scheduling.feed', { params: { file: name } });
      if (!(answer instanceof FileAnswer)) throw new Error('no file');
      return Buffer.from(answer.bytes).toString();
    };
    const text = await read(file);
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(text).toContain('DTSTART:20260304T080000Z');
    expect(text).not.toMatch(/Daniel|Rosenthal|D\. R\.|TRIAL|Rheinweg/);
    expect(text).not.toContain(client.personId);
    expect(JSON.stringify(await stage.look('select * from platform.event'))).not.toContain(file.slice(0, 64));
    expect((await stage.refusal(null, 'scheduling.feed', { params: { file: `${'0'.repeat(64)}.ics` } })).code).toBe('not-found');
    const again = await stage.ask<{ url: string }>(ada, 'scheduling.makeFeed');
    expect((await stage.refusal(null, 'scheduling.feed', { params: { file } })).code).toBe('not-found');
    expect(await stage.ask(ada, 'scheduling.revokeFeed')).toEqual({ revoked: 1 });
    expect((await stage.refusal(null, 'scheduling.feed', { params: { file: again.url.slice(-68) } })).code).toBe('not-found');
    expect(await stage.ask(ada, 'scheduling.myFeed')).toEqual({ since: null });
  });
});
