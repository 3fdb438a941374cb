import { afterAll, describe, expect, test } from 'vitest';
import { book, hold, KOWALSKI, offerOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const [jana, samuel, marit, yilmaz, amara] = [
  await door.signedIn('jana'),
  await door.signedIn('samuel'),
  await door.signedIn('marit'),
  await door.signedIn('yilmaz'),
  await door.signedIn('amara'),
];
const { places } = door.practice;
const wanted = { ...USUAL, birthDate: KOWALSKI.birthDate };

let duties: string[] = [];
const onDuty = async () => {
  const now = door.clock.now;
  const body = {
    accountId: door.cast.account('yilmaz'),
    from: now.toString(),
    until: now.add({ hours: 8 }).toString(),
    rank: 1,
    phone: '0228 555 112',
  };
  const { id } = await marit.done('access.addDuty', { body });
  duties.push(id);
};
const offDuty = async () => {
  for (const id of duties) await marit.ask('access.withdrawDuty', { params: { id } });
  duties = [];
};
const read = (id: string, who = jana) => who.done('crisis.getEmergency', { params: { id } });
const openOf = async (requestId: string) =>
  (await jana.done('crisis.listOpen')).emergencies.find((row: { requestId: string }) => row.requestId === requestId);
const held = async (familyName: string) => {
  const id = await takeCall(jana, { caller: { ...KOWALSKI, familyName } });
  const offer = await offerOf(jana, id, wanted, places.brandt);
  expect((await hold(jana, id, offer)).status).toBe(200);
  return { id, offer };
};
const withdrawn = async (id: string) => {
  const { version } = await jana.done('placement.getRequest', { params: { id } });
  await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
};
const RECORD = {
  to: 'rescue-112',
  place: 'Kölnstraße 4, Bonn, 2. Stock',
  callbackNumber: '0171 3920041',
  withPerson: 'allein',
  agreed: 'öffnet die Tür',
  dataAgreed: 'yes',
};

describe('D 4: a caller is suicidal', () => {
  test('RED by her answers; 112 at once, the psychologist after 41 s; what was held is still held; nothing is booked before the hand-over', async () => {
    await amara.done('crisis.listScripts');
    await onDuty();
    const { id: requestId } = await held('Rot');
    const oncall = await yilmaz.listen();
    await jana.done('placement.answerOpener', { params: { id: requestId }, body: { answer: 'yes' } });
    const { id } = await openOf(requestId);
    const heard = await oncall.until('crisis.emergency.raised', id);
    expect(heard.data).toMatchObject({ level: 'YELLOW', drill: false, for: [door.cast.account('yilmaz')] });
    expect(JSON.stringify(heard)).not.toMatch(/Rot|Kowalski|Anna|0171 |3920041/);
    // no script is signed here: by hand
    const raised = await jana.done('crisis.raiseLevel', { params: { id }, body: { level: 'RED' } });
    expect(raised.level).toBe('RED');
    expect((await read(id)).prompt112).toBe(true);
    await jana.done('crisis.call112', { params: { id }, body: {} });
    door.clock.pass({ seconds: 41 });
    expect((await yilmaz.done('crisis.acknowledge', { params: { id }, body: {} })).state).toBe('acknowledged');
    expect(await read(id)).toMatchObject({ acknowledgedByName: 'Dr. Elif Yılmaz', prompt112: false });
    await yilmaz.done('crisis.speak', { params: { id }, body: {} });

    // the desk neither lowers nor closes, nor books
    const { version } = await read(id);
    for (const [name, body] of [
      ['crisis.lowerLevel', { level: 'YELLOW', reason: 'klingt ruhiger' }],
      ['crisis.falseAlarm', { reason: 'klingt ruhiger' }],
      ['crisis.deescalate', { reason: 'klingt ruhiger', nextStep: 'Rückruf', callBackAt: door.clock.now.add({ hours: 1 }).toString() }],
    ] as const)
      expect((await jana.ask(name, { params: { id }, version, body })).code).toBe('not-permitted');
    door.clock.pass({ minutes: 25 });
    expect(await book(jana, requestId)).toMatchObject({ status: 409, code: 'safety-not-released' });
    const early = await yilmaz.ask('placement.releaseSafety', { params: { id: requestId }, body: { reason: 'Gesprochen, stabil' } });
    expect(early).toMatchObject({
      status: 409,
      code: 'emergency-before-hand-over',
      body: { title: 'Bei Rot wird erst nach der Übergabe gebucht.' },
    });

    const incomplete = await yilmaz.ask('crisis.handOver', { params: { id }, version, body: { to: 'rescue-112' } });
    expect(incomplete).toMatchObject({ status: 409, code: 'hand-over-incomplete' });
    expect(incomplete.body.errors).toContainEqual(expect.objectContaining({ pointer: '/place', code: 'required' }));
    const saved = await jana.done('crisis.saveRecord', { params: { id }, version, body: RECORD });
    expect(saved.missing).toEqual([]);
    expect((await yilmaz.ask('crisis.handOver', { params: { id }, version, body: { to: 'rescue-112' } })).code).toBe('version-old');
    await yilmaz.done('crisis.handOver', { params: { id }, version: saved.version, body: { to: 'rescue-112', bookingMayContinue: true } });
    const tasks = (await yilmaz.done('tasks.list')).tasks.filter(({ objectId }: { objectId: string }) => objectId === id);
    expect(tasks).toMatchObject([{ kind: 'emergency-follow-up', dueAt: door.clock.now.add({ hours: 24 }).toString() }]);
    // 26 minutes after the call began the place is still hers
    expect((await book(jana, requestId)).status).toBe(200);

    const after = await read(id, yilmaz);
    await yilmaz.done('crisis.confirmOutcome', {
      params: { id },
      version: after.version,
      body: { outcome: 'confirmed', note: 'In der Klinik aufgenommen' },
    });
    const review = (await amara.done('tasks.list')).tasks.find(({ kind }: { kind: string }) => kind === 'emergency-review');
    expect(review).toMatchObject({ objectId: id, dueAt: door.clock.now.add({ hours: 7 * 24 }).toString() });
    const closed = await read(id, amara);
    await amara.done('crisis.review', { params: { id }, version: closed.version, body: { note: 'Ablauf gut, Adresse früher erfragen' } });
    const [request] = await door.stage.look<{ safety_level: string }>(
      'select safety_level from placement.request where id = $1',
      requestId,
    );
    expect(request?.safety_level).toBe('RED');
    oncall.stop();
    await withdrawn(requestId);
    await offDuty();
  });

  test('with a dead roster: the fallback list, 112 unaffected, and the desk itself hands over to it', async () => {
    const { id } = await jana.done('crisis.raise', { body: { from: 'button', level: 'RED', phone: '0171 5550404', place: 'Rheinufer' } });
    const roster = await samuel.done('crisis.getRoster');
    expect(roster).toMatchObject({ nobody: true, onDuty: [], gaps: [expect.anything()] });
    expect(roster.numbers[0]).toMatchObject({ phone: '112', nationwide: true });
    expect((await yilmaz.ask('crisis.acknowledge', { params: { id }, body: {} })).code).toBe('not-on-duty');
    await samuel.done('crisis.call112', { params: { id }, body: {} });
    const { version } = await read(id);
    const saved = await samuel.done('crisis.saveRecord', { params: { id }, version, body: RECORD });
    expect((await samuel.done('crisis.handOver', { params: { id }, version: saved.version, body: { to: 'rescue-112' } })).state).toBe(
      'handed_over',
    );
  });
});

describe('D 5: orange, and nobody answers', () => {
  test('the server calls on by itself; no browser is open in between', async () => {
    await onDuty();
    const { id } = await jana.done('crisis.raise', { body: { from: 'button' } });
    const until = async (escalation: number) => {
      for (let tries = 0; tries < 300; tries += 1) {
        const [row] = await door.stage.look<{ escalation: number }>('select escalation from crisis.emergency where id = $1', id);
        if (row?.escalation === escalation) return;
        await new Promise((go) => setTimeout(go, 20));
      }
      throw new Error(`escalation ${escalation} did not come`);
    };
    const from = door.clock.now;
    door.clock.pass({ minutes: 5, seconds: 1 });
    await until(1);
    door.clock.pass({ minutes: 5 });
    await until(2);
    const view = await read(id);
    const passed = view.entries.filter(({ kind }: { kind: string }) => kind === 'deadline-passed');
    expect(passed.map(({ facts }: { facts: { deadline: string } }) => facts.deadline)).toEqual(
      [5, 10].map((minutes) => from.add({ minutes }).toString()),
    );
    const tasks = (await samuel.done('tasks.list')).tasks.filter(({ objectId }: { objectId: string }) => objectId === id);
    expect(tasks.map(({ kind }: { kind: string }) => kind)).toContain('emergency-crisis-service');
    await yilmaz.done('crisis.acknowledge', { params: { id }, body: {} });
    await offDuty();
  });

  test('ORANGE is booked when the duty psychologist says so; the hold outlives its ten minutes', async () => {
    const { id: requestId } = await held('Orange');
    const { id } = await jana.done('crisis.raise', { body: { from: 'button', requestId } });
    door.clock.pass({ minutes: 14 });
    await new Promise((go) => setTimeout(go, 1_200)); // the timer that ends holds has looked
    expect(await book(jana, requestId)).toMatchObject({ status: 409, code: 'safety-not-released' });
    await onDuty();
    await yilmaz.done('crisis.acknowledge', { params: { id }, body: {} });
    expect(
      (await yilmaz.ask('placement.releaseSafety', { params: { id: requestId }, body: { reason: 'Abgesprochen, soll buchen' } })).status,
    ).toBe(200);
    expect((await book(jana, requestId)).status).toBe(200);
    expect((await read(id)).state).toBe('acknowledged');
    const false_ = await yilmaz.done('crisis.falseAlarm', {
      params: { id },
      version: (await read(id)).version,
      body: { reason: 'vertippt' },
    });
    expect(false_.state).toBe('closed');
    await withdrawn(requestId);
    await offDuty();
  });
});

describe('D 13: a flagged person misses the appointment', () => {
  test('is called within the hour; not reached twice, the duty psychologist is called; the place stays reserved', async () => {
    const { id: requestId } = await held('Verpasst');
    await onDuty();
    await jana.done('placement.answerOpener', { params: { id: requestId }, body: { answer: 'unclear' } });
    await yilmaz.done('placement.releaseSafety', { params: { id: requestId }, body: { reason: 'Gesprochen, stabil' } });
    await offDuty();
    expect(await openOf(requestId)).toBeUndefined();
    expect((await book(jana, requestId)).status).toBe(200);
    const { booking } = await jana.done('placement.getRequest', { params: { id: requestId } });
    door.clock.turnTo(Temporal.Instant.from(booking.startsAt).add({ minutes: 30 }));
    const brandt = await door.therapist('brandt');
    const [appointment] = await door.stage.look<{ version: number }>(
      'select version from scheduling.appointment where id = $1',
      booking.appointmentId,
    );
    await brandt.done('scheduling.markNoShow', { params: { id: booking.appointmentId }, version: appointment?.version ?? 1, body: {} });

    const taskOf = async (kind: string) =>
      (await jana.done('tasks.list')).tasks.find(
        (task: { kind: string; objectId: string }) => task.kind === kind && task.objectId === requestId,
      );
    const first = await taskOf('no-show-outreach');
    expect(first).toMatchObject({ dueAt: door.clock.now.add({ hours: 1 }).toString(), priority: 1, facts: { level: 'YELLOW' } });
    const notReached = (task: { id: string; version: number }) =>
      jana.done('tasks.complete', { params: { id: task.id }, version: task.version, body: { outcome: 'not-reached' } });
    await notReached(first);
    expect(await openOf(requestId)).toBeUndefined();
    await notReached(await taskOf('no-show-outreach-again'));
    expect(await openOf(requestId)).toMatchObject({ level: 'YELLOW', raisedFrom: 'no-show', state: 'raised' });
    expect((await read((await openOf(requestId)).id)).appointmentId).toBe(booking.appointmentId);
    const [place] = await door.stage.look<{ state: string }>('select state from directory.place where id = $1', places.brandt);
    expect(place?.state).toBe('reserved');
    const [fee] = await door.stage.look<{ rule: string; result: string }>(
      'select rule, result from placement.fee_suggestion where appointment_id = $1',
      booking.appointmentId,
    );
    expect(fee?.result).not.toBe('fee_possible');
    expect(door.faults).toEqual([]);
  });
});
