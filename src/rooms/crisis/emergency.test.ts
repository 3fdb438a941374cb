import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision.ts';
import { setCrisis } from '#test/crisis-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { addNote, call112, pageAgain, pageNext } from './actions/along.ts';
import { acknowledge, confirmOutcome, deescalate, falseAlarm, handOver, inquire, review, speak } from './actions/course.ts';
import { lowerLevel, raiseLevel } from './actions/level.ts';
import { getRoster, listOpen, listRecent } from './actions/read.ts';
import { saveRecord } from './actions/record.ts';
import { runClock, watchDuty } from './actions/tick.ts';

const database = await freshDatabase();
const stage = await setCrisis(database);
const { cast, clock, raiseAs, read, take, speakWith, pass, tick, kinds, pages, onDuty, offDuty } = stage;
afterAll(() => stage.close());
let duties: string[] = [];
beforeEach(async () => {
  for (const id of duties) await offDuty(id).catch(() => {});
  duties = [];
  // what an earlier test left open waits for nobody any more
  await stage.admin.query(
    "update crisis.emergency set state = 'acknowledged', acknowledged_at = clock_from, deadline_at = null where state = 'raised'",
  );
  clock.pass({ hours: 1 });
});
const roster = async () => {
  duties = [await onDuty('yilmaz'), await onDuty('reserve', { rank: 2, phone: null })];
};
const LATER = () => clock.now.add({ hours: 2 }).toString();
const RECORD = {
  to: 'rescue-112',
  place: 'Markt 1, Bonn',
  callbackNumber: '0171 5550101',
  withPerson: 'allein',
  agreed: 'bleibt in der Leitung',
  dataAgreed: 'necessity',
  necessity: 'Tabletten eingenommen, wird schläfrig',
} as const;

describe('raising (EM1)', () => {
  test('everybody who is signed in may, with a request, a person of hers, or nobody; the first of the roster is alarmed', async () => {
    await roster();
    const { id: requestId } = await stage.request();
    const one = await raiseAs('jana', { requestId });
    expect(one).toMatchObject({ state: 'raised', level: 'ORANGE', next: expect.arrayContaining(['raise-level', 'note', 'call-112']) });
    expect(await pages(one.id)).toEqual([
      { name: 'Dr. Elif Yılmaz', place: 'first-oncall', channel: 'push', state: 'queued', failure: null },
      { name: 'Dr. Elif Yılmaz', place: 'first-oncall', channel: 'session', state: 'sent', failure: null },
      { name: 'Dr. Elif Yılmaz', place: 'first-oncall', channel: 'sms', state: 'queued', failure: null },
    ]);
    const again = await raiseAs('samuel', { requestId, level: 'RED' });
    expect(again).toMatchObject({ id: one.id, level: 'RED' });

    for (const who of ['tomasz', 'brandt', 'jonas', 'oksana', 'mai', 'karin', 'amara'] as const) {
      const raised = await raiseAs(who, { phone: '0171 5550202', place: 'Hauptbahnhof', drill: true });
      expect((await read(who, raised.id)).phone).toBe('0171 5550202');
      expect((await read('yilmaz', raised.id)).drill).toBe(true);
      await take('yilmaz', raised.id);
    }
    await take('yilmaz', one.id);
  });

  test('two desks that call for help for one request at once make one emergency, and the higher level holds', async () => {
    await roster();
    const { id: requestId } = await stage.request();
    const raised = await Promise.all([
      raiseAs('jana', { requestId }),
      raiseAs('samuel', { requestId, level: 'RED' }),
      raiseAs('marit', { requestId }),
    ]);
    expect(new Set(raised.map(({ id }) => id)).size).toBe(1);
    expect(await read('jana', raised[0].id)).toMatchObject({ level: 'RED', state: 'raised' });
    await take('yilmaz', raised[0].id);
  });

  test('nobody raises for a person with whom she has nothing to do', async () => {
    const { id: requestId, personId } = await stage.request();
    expect((await cast.refusal('brandt', async () => raiseAs('brandt', { personId }))).code).toBe('person-not-found');
    expect((await cast.refusal('jonas', async () => raiseAs('jonas', { requestId }))).code).toBe('request-not-found');
    expect((await cast.refusal('jana', async () => raiseAs('jana', { from: 'script' }))).code).toBe('script-missing');
    expect((await cast.refusal('jana', async () => raiseAs('jana', { phone: 'zwölf' }))).code).toBe('invalid-input');
  });
});

describe('acknowledging (EM2)', () => {
  test('of two at once one has it, and the other is told who', async () => {
    await roster();
    const { id } = await raiseAs('jana');
    pass(41);
    const ends = await Promise.allSettled([take('yilmaz', id), take('reserve', id)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refusal = ends.find((end) => end.status === 'rejected')?.reason as Refusal;
    expect(refusal.code).toBe('emergency-acknowledged');
    expect(refusal.detail.facts).toMatchObject({ state: 'acknowledged', name: expect.stringMatching(/^Dr\. /) });
    const view = await read('jana', id);
    expect(view).toMatchObject({ state: 'acknowledged', deadlineAt: null, acknowledgedByName: refusal.detail.facts?.name });
    const [event] = await stage.look<{ data: object }>(
      "select data from platform.event where action = 'crisis.emergency.acknowledged' and object_id = $1",
      id,
    );
    expect(event?.data).toMatchObject({ seconds: 41, withinDeadline: true, level: 'ORANGE', drill: false });
  });

  test('only the duty or the substitute: a role alone is nothing, and the desk has no permit', async () => {
    const { id } = await raiseAs('jana');
    expect((await cast.refusal('yilmaz', (call, permit) => acknowledge(call, permit('crisis.respond'), id))).code).toBe('not-on-duty');
    expect((await cast.refusal('jana', (call, permit) => acknowledge(call, permit('crisis.respond'), id))).code).toBe('not-permitted');
    duties = [await onDuty('yilmaz')];
    expect(await take('yilmaz', id)).toMatchObject({ state: 'acknowledged' });
    // her duty ends in the middle of it: she stays responsible, a colleague off duty is nobody
    for (const duty of duties) await offDuty(duty);
    expect(await speakWith('yilmaz', id)).toMatchObject({ state: 'in_contact' });
    expect((await cast.refusal('reserve', (call, permit) => speak(call, permit('crisis.respond'), id))).code).toBe('not-on-duty');
  });
});

describe('the clock (EM3)', () => {
  test.each([
    ['RED', 60],
    ['ORANGE', 300],
    ['YELLOW', 1800],
  ] as const)('%s: after %i s the next is alarmed, once for each deadline, whatever number of workers look', async (level, seconds) => {
    await roster();
    const { id } = await raiseAs('jana', { level: level === 'YELLOW' ? 'ORANGE' : level });
    if (level === 'YELLOW') {
      const { version } = await read('yilmaz', id);
      await cast.as('yilmaz', (call, permit) => lowerLevel(call, permit('crisis.respond'), id, version, 'YELLOW', 'Gesprochen, ruhig'));
    }
    pass(seconds);
    expect(await tick()).toBe(0); // reached is not exceeded
    clock.now = clock.now.add({ milliseconds: 1 });
    const carried = await Promise.all([tick(), tick(), runClock(stage.world)]);
    expect(carried.reduce((sum, one) => sum + one, 0)).toBe(1);
    const view = await read('jana', id);
    expect(view).toMatchObject({ state: 'raised', escalation: 1, prompt112: level === 'RED' });
    expect(new Set((await pages(id)).map(({ name, place }) => `${place} ${name}`))).toEqual(
      new Set(['first-oncall Dr. Elif Yılmaz', 'second-oncall Dr. Ines Vogt']),
    );
    expect(view.clock.next?.to).toBe(level === 'ORANGE' ? 'crisis-service' : 'coordinator');
    await take('reserve', id);
    pass(seconds * 5);
    expect(await tick()).toBe(0);
  });

  test('D 4: RED reaches the coordinator after two minutes, and 112 is prompted until it was called', async () => {
    await roster();
    const { id } = await raiseAs('jana', { level: 'RED' });
    pass(61);
    await tick();
    pass(60);
    await tick();
    expect((await pages(id)).map(({ place }) => place)).toContain('coordinator');
    expect((await kinds(id)).filter((kind) => kind === 'prompt-112')).toHaveLength(2);
    await cast.as('jana', (call, permit) => call112(call, permit('crisis.raise'), id));
    await cast.as('jana', (call, permit) => call112(call, permit('crisis.raise'), id));
    expect((await kinds(id)).filter((kind) => kind === 'called-112')).toHaveLength(1);
    pass(61);
    await tick();
    expect(await read('jana', id)).toMatchObject({ escalation: 3, prompt112: false });
    expect((await kinds(id)).filter((kind) => kind === 'prompt-112')).toHaveLength(2);
    pass(61);
    await tick();
    expect(await read('jana', id)).toMatchObject({ escalation: 3 }); // stays 3, the alarm is repeated
    await take('yilmaz', id);
    const [event] = await stage.look<{ data: { withinDeadline: boolean } }>(
      "select data from platform.event where action = 'crisis.emergency.acknowledged' and object_id = $1",
      id,
    );
    expect(event?.data.withinDeadline).toBe(false);
  });

  test('D 5: ORANGE, the roster silent: after ten minutes the desk calls the crisis service, every second written down', async () => {
    await roster();
    const { id } = await raiseAs('jana');
    const raisedAt = clock.now;
    pass(301);
    await tick();
    pass(300);
    await tick();
    expect(await stage.tasksFor('desk', id)).toMatchObject([{ kind: 'emergency-crisis-service', done_at: null }]);
    const passed = (await read('jana', id)).entries.filter(({ kind }) => kind === 'deadline-passed');
    expect(passed.map(({ facts }) => facts.deadline)).toEqual([300, 600].map((after) => raisedAt.add({ seconds: after }).toString()));
    await take('reserve', id);
    expect((await stage.tasksFor('desk', id))[0]?.done_at).not.toBeNull();
  });

  test('a server that stood for hours catches up once, and a worker that died in between changes nothing', async () => {
    await roster();
    const { id } = await raiseAs('jana', { level: 'RED' });
    pass(4 * 3600);
    // the worker dies after the work and before the commit: nothing of it stays
    await expect(
      stage.inSystem(async (call) => {
        await call.tx.updateTable('crisis.emergency').set({ escalation: 1 }).where('id', '=', id).execute();
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect(await tick()).toBe(4); // three stages, and the alarm repeated once
    expect(await tick()).toBe(0);
    expect((await kinds(id)).filter((kind) => kind === 'deadline-passed')).toHaveLength(4);
    expect((await read('jana', id)).clock.deadlineAt).toBe(clock.now.add({ seconds: 60 }).toString());
    await take('yilmaz', id);
  });

  test('nobody on the roster: the coordinator at once, the fallback written down, 112 unaffected', async () => {
    const { id } = await raiseAs('jana', { level: 'RED' });
    const view = await read('jana', id);
    expect(view).toMatchObject({ onDuty: [], escalation: 2, prompt112: true });
    expect((await pages(id)).map(({ name }) => name)).toContain('Marit Lindqvist');
    expect(view.entries.map(({ kind }) => kind)).toContain('fallback');
    expect(view.numbers.slice(0, 2).map(({ phone }) => phone)).toEqual(['112', '110']);
    expect(await cast.as('jana', (call) => getRoster(call))).toMatchObject({ nobody: true, mine: false });
    await cast.as('jana', (call, permit) => call112(call, permit('crisis.raise'), id));
    const { version } = await stage.writeRecord('jana', id, RECORD);
    const handed = await cast.as('jana', (call, permit) =>
      handOver(call, permit('crisis.raise'), id, version, { to: 'rescue-112', bookingMayContinue: true }),
    );
    expect(handed.state).toBe('handed_over');
  });

  test('nobody on the roster at ORANGE: the desk is sent to the crisis service at once, and later deadlines repeat the alarm', async () => {
    const { id } = await raiseAs('jana');
    expect(await stage.tasksFor('desk', id)).toMatchObject([{ kind: 'emergency-crisis-service', done_at: null }]);
    pass(301);
    expect(await tick()).toBe(1);
    expect((await read('jana', id)).entries.find(({ kind }) => kind === 'deadline-passed')?.facts).toMatchObject({
      to: 'again',
      escalation: 3,
    });
  });

  test('with one psychologist alone the second stage is the coordinator', async () => {
    duties = [await onDuty('yilmaz')];
    const { id } = await raiseAs('jana');
    pass(301);
    await tick();
    expect((await pages(id)).filter(({ place }) => place === 'second-oncall').map(({ name }) => name)).toContain('Marit Lindqvist');
    await take('yilmaz', id);
  });

  test('whoever comes on duty is alarmed for what is open, once', async () => {
    duties = [await onDuty('yilmaz', { hours: 1 })];
    const { id } = await raiseAs('jana');
    const held = await raiseAs('jana');
    await take('yilmaz', held.id);
    expect(await watchDuty(stage.world)).toBe(0);
    clock.pass({ hours: 1 });
    duties = [await onDuty('reserve')];
    expect((await cast.as('reserve', (call, permit) => listOpen(call, permit('crisis.raise')))).emergencies.map((row) => row.id)).toEqual(
      expect.arrayContaining([id, held.id]),
    );
    expect(await watchDuty(stage.world)).toBeGreaterThanOrEqual(2);
    expect(await watchDuty(stage.world)).toBe(0);
    expect((await kinds(id)).filter((kind) => kind === 'duty-changed')).toHaveLength(1);
    await take('reserve', id);
  });

  test('alarmed again, and the next one now, by hand; the deadline stays', async () => {
    await roster();
    const { id } = await raiseAs('jana');
    const { deadlineAt } = await read('jana', id);
    await cast.as('jana', (call, permit) => pageAgain(call, permit('crisis.raise'), id));
    for (let times = 0; times < 3; times += 1) await cast.as('jana', (call, permit) => pageNext(call, permit('crisis.raise'), id));
    expect((await cast.refusal('jana', (call, permit) => pageNext(call, permit('crisis.raise'), id))).code).toBe('nobody-further');
    expect(await read('jana', id)).toMatchObject({ deadlineAt, escalation: 3 });
    await take('yilmaz', id);
    expect((await cast.refusal('jana', (call, permit) => pageAgain(call, permit('crisis.raise'), id))).code).toBe('emergency-acknowledged');
  });
});

describe('the level', () => {
  test('is raised by anybody, with the shorter deadline, and lowered by the duty psychologist alone, with the version she saw', async () => {
    await roster();
    const { id } = await raiseAs('jana');
    pass(30);
    const red = await cast.as('jana', (call, permit) => raiseLevel(call, permit('crisis.raise'), id, 'RED'));
    expect((await read('jana', id)).clock.deadlineAt).toBe(clock.now.add({ seconds: 60 }).toString());
    expect((await cast.refusal('jana', (call, permit) => raiseLevel(call, permit('crisis.raise'), id, 'ORANGE'))).code).toBe(
      'level-not-higher',
    );
    const lower = (version: number, level: 'ORANGE' | 'RED' = 'ORANGE') =>
      cast.refusal('yilmaz', (call, permit) => lowerLevel(call, permit('crisis.respond'), id, version, level, 'Gesprochen, abgesprochen'));
    expect((await lower(1)).code).toBe('version-old');
    expect((await lower(red.version, 'RED')).code).toBe('level-not-lower');
    expect(
      (await cast.refusal('jana', (call, permit) => lowerLevel(call, permit('crisis.respond'), id, red.version, 'ORANGE', 'ruhig'))).code,
    ).toBe('not-permitted');
    const lowered = await cast.as('yilmaz', (call, permit) =>
      lowerLevel(call, permit('crisis.respond'), id, red.version, 'YELLOW', 'Gesprochen, abgesprochen'),
    );
    expect(lowered.level).toBe('YELLOW');
    expect(await read('jana', id)).toMatchObject({ level: 'YELLOW', highestLevel: 'RED' });
    await take('yilmaz', id);
  });
});

describe('the end', () => {
  const inContact = async (level: 'ORANGE' | 'RED' = 'ORANGE') => {
    await roster();
    const { id } = await raiseAs('jana', { level });
    await take('yilmaz', id);
    await speakWith('yilmaz', id);
    return read('yilmaz', id);
  };

  test('EM6: safe, with a call-back; somebody asks after the person within 24 h', async () => {
    const { id, version } = await inContact();
    const end = { reason: 'Abgesprochen, Freundin da', nextStep: 'Anruf um 18 Uhr', callBackAt: LATER(), bookingMayContinue: true };
    const past = { ...end, callBackAt: clock.now.toString() };
    expect((await cast.refusal('yilmaz', (call, permit) => deescalate(call, permit('crisis.respond'), id, version, past))).code).toBe(
      'call-back-in-past',
    );
    expect(
      (await cast.refusal('yilmaz', (call, permit) => deescalate(call, permit('crisis.respond'), id, version, { ...end, nextStep: ' ' })))
        .code,
    ).toBe('next-step-missing');
    await cast.as('yilmaz', (call, permit) => deescalate(call, permit('crisis.respond'), id, version, end));
    expect(await read('jana', id)).toMatchObject({
      state: 'closed',
      closedBecause: 'de-escalated',
      closedReason: end.reason,
      next: [],
      reviewDueAt: null,
    });
    expect(await stage.tasksFor('oncall', id)).toMatchObject([{ kind: 'emergency-follow-up', due_at: new Date(end.callBackAt) }]);
    expect((await cast.refusal('jana', (call, permit) => addNote(call, permit('crisis.raise'), id, 'noch etwas'))).code).toBe(
      'emergency-closed',
    );
    expect((await cast.refusal('yilmaz', (call, permit) => speak(call, permit('crisis.respond'), id))).code).toBe('emergency-closed');
    const { emergencies } = await cast.as('jana', (call, permit) => listRecent(call, permit('crisis.watch')));
    expect(emergencies.map((row) => row.id)).toContain(id);
  });

  test('EM5 to EM7 at RED: complete record, two inquiries, review by the clinical lead within seven days', async () => {
    const { id } = await inContact('RED');
    expect((await cast.refusal('yilmaz', (call, permit) => inquire(call, permit('crisis.respond'), id))).code).toBe(
      'emergency-not-handed-over',
    );
    const half = await stage.writeRecord('yilmaz', id, { ...RECORD, to: 'clinic', place: null });
    expect(half.missing).toEqual([{ pointer: '/toName', code: 'required' }]);
    const refused = await cast.refusal('yilmaz', (call, permit) =>
      handOver(call, permit('crisis.raise'), id, half.version, { to: 'clinic', bookingMayContinue: false }),
    );
    expect(refused).toMatchObject({ code: 'hand-over-incomplete', detail: { errors: [{ pointer: '/toName', code: 'required' }] } });
    expect(
      (
        await cast.refusal('jana', (call, permit) =>
          handOver(call, permit('crisis.raise'), id, half.version, { to: 'clinic', bookingMayContinue: false }),
        )
      ).code,
    ).toBe('only-112-by-desk');
    const { version } = await stage.writeRecord('jana', id, { toName: 'LVR-Klinik, Aufnahme' });
    expect((await cast.refusal('yilmaz', (call, permit) => saveRecord(call, permit('crisis.raise'), id, half.version, {}))).code).toBe(
      'version-old',
    );
    await cast.as('yilmaz', (call, permit) =>
      handOver(call, permit('crisis.raise'), id, version, { to: 'clinic', bookingMayContinue: false }),
    );
    expect(await read('jana', id)).toMatchObject({ state: 'handed_over', record: { to: 'clinic', necessity: RECORD.necessity } });
    const [row] = await stage.look<{ data_agreed: string; handed_over_to: string; sealed: string }>(
      "select data_agreed, handed_over_to, encode(record_sealed, 'escape') as sealed from crisis.emergency where id = $1",
      id,
    );
    expect(row).toMatchObject({ data_agreed: 'necessity', handed_over_to: 'clinic' });
    expect(row?.sealed).not.toContain('Tabletten');

    const unknown = async (at: number) =>
      cast.refusal('yilmaz', (call, permit) => confirmOutcome(call, permit('crisis.respond'), id, at, 'unknown', 'niemand erreicht'));
    expect((await unknown(version + 1)).code).toBe('inquiries-missing');
    for (let times = 0; times < 2; times += 1) await cast.as('yilmaz', (call, permit) => inquire(call, permit('crisis.respond'), id));
    const seen = (await read('yilmaz', id)).version;
    await cast.as('yilmaz', (call, permit) => confirmOutcome(call, permit('crisis.respond'), id, seen, 'unknown', 'zweimal nachgefragt'));
    const closed = await read('amara', id);
    expect(closed).toMatchObject({
      state: 'closed',
      closedBecause: 'outcome-unknown',
      next: ['review'],
      reviewDueAt: clock.now.add({ hours: 168 }).toString(),
    });
    expect(await stage.tasksFor('lead', id)).toMatchObject([{ kind: 'emergency-review', done_at: null }]);
    await cast.as('amara', (call, permit) => review(call, permit('crisis.lead'), id, closed.version, 'Ablauf besprochen'));
    expect((await stage.tasksFor('lead', id))[0]?.done_at).not.toBeNull();
    expect(
      (await cast.refusal('amara', (call, permit) => review(call, permit('crisis.lead'), id, closed.version + 1, 'noch einmal'))).code,
    ).toBe('already-reviewed');
  });

  test('EM8: a false alarm ends it for the duty psychologist alone, and is never reviewed', async () => {
    await roster();
    const { id, version } = await raiseAs('jana', { level: 'RED' });
    expect((await cast.refusal('jana', (call, permit) => falseAlarm(call, permit('crisis.respond'), id, version, 'vertippt'))).code).toBe(
      'not-permitted',
    );
    expect((await cast.refusal('yilmaz', (call, permit) => falseAlarm(call, permit('crisis.respond'), id, version, ' '))).code).toBe(
      'reason-missing',
    );
    await cast.as('yilmaz', (call, permit) => falseAlarm(call, permit('crisis.respond'), id, version, 'vertippt'));
    expect(await read('jana', id)).toMatchObject({ closedBecause: 'false-alarm', reviewDueAt: null });
    expect((await cast.refusal('amara', (call, permit) => review(call, permit('crisis.lead'), id, version, 'ansehen'))).code).toMatch(
      /emergency-not-found|no-review-asked/,
    );
  });

  test('with it ends who was let in: the raiser at once, desk and roster after seven days', async () => {
    await roster();
    const { id, version } = await raiseAs('jonas', { level: 'RED' });
    await cast.as('yilmaz', (call, permit) => falseAlarm(call, permit('crisis.respond'), id, version, 'vertippt'));
    expect((await cast.refusal('jonas', async () => read('jonas', id))).code).toBe('emergency-not-found');
    expect((await read('jana', id)).state).toBe('closed');
    clock.pass({ days: 7, seconds: 1 });
    expect((await cast.refusal('jana', async () => read('jana', id))).code).toBe('emergency-not-found');
  });

  test('the database has the last word: closed is closed, the protocol only grows, the highest level stays', async () => {
    const { id } = await inContact('RED');
    const { version } = await read('yilmaz', id);
    await expect(
      stage.admin.query("update crisis.emergency set highest_level = 'YELLOW', level = 'YELLOW' where id = $1", [id]),
    ).rejects.toThrow('does not go down');
    await expect(stage.admin.query("update crisis.entry set kind = 'nothing' where emergency_id = $1", [id])).rejects.toThrow(
      'append-only',
    );
    await expect(stage.admin.query('delete from crisis.entry where emergency_id = $1', [id])).rejects.toThrow('append-only');
    const end = { reason: 'Abgesprochen', nextStep: 'Rückruf', callBackAt: LATER(), bookingMayContinue: false };
    await cast.as('yilmaz', (call, permit) => deescalate(call, permit('crisis.respond'), id, version, end));
    await expect(
      stage.admin.query("update crisis.emergency set state = 'raised', closed_at = null, closed_because = null where id = $1", [id]),
    ).rejects.toThrow('does not change');
  });
});
