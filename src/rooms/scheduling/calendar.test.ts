import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { LEAVE, type Materialised, type Preview, setCalendar } from '#test/calendar-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { berlin, type Person } from '#test/offer-stage.ts';
import type { Slot } from './contract.ts';

const database = await freshDatabase();
const { stage, desk, coordinator, begin, publish, free, week, slotOf, hold, at, runJob, weekly, addWeekly, preview } =
  await setCalendar(database);
let ada: Person;

afterAll(() => stage.close());
beforeEach(async () => {
  ada = await begin();
});

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

describe('An absence over a time that a desk holds', () => {
  const day = { fromDay: '2026-03-04', toDay: '2026-03-04', kind: 'sick' };

  test('shows the hold, ends it by force, and refuses when it was not shown', async () => {
    const [id] = await free(ada, '2026-03-04T09:00');
    const unseen = await preview(day);
    const { requestId } = await stage.client('Jan', 'Held');
    await hold(id, requestId);
    expect((await stage.refusal(ada, 'scheduling.saveAbsence', { body: { ...day, hash: unseen.hash } })).code).toBe('absence-preview-old');
    const shown = await preview(day);
    expect(shown.held).toMatchObject([{ id, heldBy: 'Tisch Eins' }]);
    expect(await stage.ask(ada, 'scheduling.saveAbsence', { body: { ...day, hash: shown.hash } })).toMatchObject({
      withdrawn: 1,
      blocked: 0,
    });
    expect(await stage.told(id)).toContain('scheduling.slot.withdrawn-while-held');
  });

  test('and a hold that comes at the same moment never stands inside it', async () => {
    const { requestId } = await stage.client('Jan', 'Held');
    for (let round = 0; round < 6; round += 1) {
      const who = await stage.join(`Runde ${round}`, 'therapist');
      const [id] = await free(who, '2026-03-04T09:00');
      const { hash } = await stage.ask<Preview>(who, 'scheduling.previewAbsence', { body: day });
      // as the hold of the desk does: only where the slot is free, and never twice for one request
      const held = stage.admin.query(
        "update scheduling.slot set state = 'held', held_by = $2, held_for = $3, held_until = $4, version = version + 1 where id = $1 and state = 'free'",
        [id, desk.accountId, requestId, stage.now.add({ minutes: 10 }).toString()],
      );
      const [saved, hit] = await Promise.allSettled([stage.ask(who, 'scheduling.saveAbsence', { body: { ...day, hash } }), held]);
      const won = hit.status === 'fulfilled' && hit.value.rowCount === 1;
      expect([saved.status === 'fulfilled', won].filter(Boolean)).toHaveLength(1);
      expect((await slotOf(id))?.state).toBe(won ? 'held' : 'blocked');
      await stage.admin.query(
        "update scheduling.slot set state = 'free', held_by = null, held_for = null, held_until = null where id = $1 and state = 'held'",
        [id],
      );
    }
  });
});
