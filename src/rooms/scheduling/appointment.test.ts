import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id.ts';
import { FileAnswer } from '#platform/http.ts';
import { LEAVE, setCalendar } from '#test/calendar-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { berlin, type Person } from '#test/offer-stage.ts';

const database = await freshDatabase();
const { stage, desk, begin, free, week, slotOf, at, runJob, addWeekly, preview } = await setCalendar(database);
let ada: Person;

afterAll(() => stage.close());
beforeEach(async () => {
  ada = await begin();
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

describe('What a therapist does not treat', () => {
  test('stands in no answer of this room', async () => {
    await stage.admin.query(
      "insert into directory.exclusion (id, practitioner_id, code, valid_from) values ($1, $2, 'CHRONIC_SUI', '2026-01-01')",
      [newId(), ada.practitionerId],
    );
    await free(ada, '2026-03-04T09:00');
    await addWeekly();
    const said = [
      await week(ada),
      await preview(LEAVE),
      await stage.ask(ada, 'scheduling.myWeeklyTimes'),
      await stage.ask(ada, 'scheduling.myFeed'),
      await stage.ask(desk, 'scheduling.practitionerSlots', { params: { id: ada.practitionerId }, query: { from: '2026-03-02' } }),
      await stage.look('select * from platform.event'),
    ];
    expect(JSON.stringify(said)).not.toMatch(/CHRONIC_SUI|xclusion/);
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
