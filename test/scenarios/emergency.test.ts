import { afterAll, describe, expect, test } from 'vitest';
import { book, fitFor, hold, KOWALSKI, offerOf, takeCall, USUAL } from './calls.ts';
import { eventually, openDuty, RESCUE } from './duty.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const [jana, samuel, yilmaz, amara, marit] = [
  await door.signedIn('jana'),
  await door.signedIn('samuel'),
  await door.signedIn('yilmaz'),
  await door.signedIn('amara'),
  await door.signedIn('marit'),
];
const duty = await openDuty(door);
const { places } = door.practice;
const wanted = { ...USUAL, birthDate: KOWALSKI.birthDate };
const scriptVersion = await duty.sign();

const held = async (familyName: string) => {
  const id = await takeCall(jana, { caller: { ...KOWALSKI, familyName } });
  expect((await hold(jana, id, await offerOf(jana, id, wanted, places.brandt))).status).toBe(200);
  return id;
};
/** Opener yes, Q2 yes, Q4 yes, Q5 "Tabletten liegen hier", at home alone. */
const RED = { Q2: 'yes', Q4: 'yes', Q5: 'yes', Q7: 'safe+alone' };
const raisedByScript = (requestId: string, answers: Record<string, string> = RED) =>
  jana.done('crisis.raise', { body: { from: 'script', requestId, script: { scriptVersion, opener: 'yes', answers } } });
const withdrawn = async (id: string) => {
  const { version } = await jana.done('placement.getRequest', { params: { id } });
  await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
};

describe('D 4: a caller is suicidal', () => {
  test('her answers by the signed script are RED; 112 and the duty psychologist at once; nothing is booked before a complete hand-over', async () => {
    await duty.onDuty('yilmaz');
    await duty.onDuty('vogt', 2);
    const requestId = await held('Rot');
    const [first, second] = [await yilmaz.listen(), await duty.vogt.listen()];

    // answer by answer: the level rises and never falls
    await jana.done('placement.answerOpener', { params: { id: requestId }, body: { answer: 'yes' } });
    const { id } = await eventually(() => duty.openOf(requestId));
    await first.until('crisis.emergency.raised', id);
    const levels = [(await duty.read(id)).level];
    for (const [question, answer] of Object.entries(RED))
      levels.push((await jana.done('crisis.answerQuestion', { params: { id }, body: { question, answer } })).level);
    expect(levels).toEqual(['YELLOW', 'YELLOW', 'ORANGE', 'RED', 'RED']);
    const red = await duty.read(id);
    expect(red).toMatchObject({ state: 'raised', prompt112: true, called112At: null, drill: false, phone: '0171 3920041' });
    expect(red.clock).toMatchObject({ acknowledgeSeconds: 60, escalation: 0, deadlineAt: door.clock.now.add({ seconds: 60 }).toString() });
    expect(red.clock.next).toMatchObject({ to: 'second-oncall', names: ['Dr. Ines Vogt'] });
    // paging waits for nobody: session, push and text message of the first of the roster stand there with the answer
    expect(red.pages.map(({ channel }: { channel: string }) => channel).sort()).toEqual(expect.arrayContaining(['push', 'session', 'sms']));

    // 112 over the second line does not wait for her
    await jana.done('crisis.call112', { params: { id }, body: {} });
    expect(await duty.read(id)).toMatchObject({ state: 'raised', prompt112: false, called112At: door.clock.now.toString() });
    const from = door.clock.now;
    door.clock.pass({ seconds: 41 });
    expect((await yilmaz.done('crisis.acknowledge', { params: { id }, body: {} })).state).toBe('acknowledged');
    expect(await duty.read(id)).toMatchObject({
      acknowledgedByName: 'Dr. Elif Yılmaz',
      acknowledgedAt: from.add({ seconds: 41 }).toString(),
      clock: { deadlineAt: null },
    });
    door.clock.pass({ seconds: 120 });
    await new Promise((go) => setTimeout(go, 1_300)); // the clock has looked: nobody is waited for any more
    expect(await duty.passed(id)).toEqual([]);
    expect(second.heard.filter(({ topic, objectId }) => topic === 'crisis.emergency.escalated' && objectId === id)).toEqual([]);

    // the form: blocked for every desk, and the server refuses what a page might still send
    const view = await samuel.done('placement.getRequest', { params: { id: requestId } });
    expect(view.safetyBlocked).toBe(true);
    expect(await book(jana, requestId)).toMatchObject({ status: 409, code: 'safety-not-released' });

    // C: DESK cannot close or lower, neither can the coordinator or a second psychologist's word from the desk's page
    await yilmaz.done('crisis.speak', { params: { id }, body: {} });
    const { version } = await duty.read(id);
    for (const who of [jana, samuel])
      for (const [name, body] of [
        ['crisis.lowerLevel', { level: 'YELLOW', reason: 'klingt ruhiger' }],
        ['crisis.falseAlarm', { reason: 'klingt ruhiger' }],
        ['crisis.deescalate', { reason: 'klingt ruhiger', nextStep: 'Rückruf', callBackAt: from.add({ hours: 2 }).toString() }],
        ['crisis.confirmOutcome', { outcome: 'confirmed', note: 'in der Klinik' }],
      ] as const)
        expect([name, (await who.ask(name, { params: { id }, version, body })).code]).toEqual([name, 'not-permitted']);
    expect((await duty.read(id)).level).toBe('RED');

    // the record: every field that is missing is named, also to who would hand over without it
    const empty = await yilmaz.ask('crisis.handOver', { params: { id }, version, body: { to: 'rescue-112' } });
    expect(empty).toMatchObject({ status: 409, code: 'hand-over-incomplete' });
    const named = (errors: { pointer: string }[]) => errors.map(({ pointer }) => pointer);
    expect(named(empty.body.errors)).toEqual(expect.arrayContaining(['/place', '/callbackNumber', '/withPerson', '/agreed']));
    const half = await jana.done('crisis.saveRecord', { params: { id }, version, body: { ...RESCUE, necessity: null, withPerson: null } });
    expect(named(half.missing).sort()).toEqual(['/necessity', '/withPerson']);
    expect(
      (await yilmaz.ask('crisis.handOver', { params: { id }, version: half.version, body: { to: 'rescue-112' } })).body.errors,
    ).toHaveLength(2);
    expect((await duty.read(id)).state).toBe('in_contact');
    expect((await book(jana, requestId)).code).toBe('safety-not-released');
    const saved = await jana.done('crisis.saveRecord', { params: { id }, version: half.version, body: RESCUE });
    expect(saved.missing).toEqual([]);
    await yilmaz.done('crisis.handOver', { params: { id }, version: saved.version, body: { to: 'rescue-112' } });
    const handedOver = door.clock.now;

    // follow-up of the psychologist within 24 h; handed over alone books nothing
    const tasksOf = async (who: typeof jana, kind: string) =>
      (await who.done('tasks.list')).tasks.filter((task: { kind: string; objectId: string }) => task.kind === kind && task.objectId === id);
    const [followUp, ...none] = await tasksOf(yilmaz, 'emergency-follow-up');
    expect(none).toEqual([]);
    expect(Temporal.Instant.compare(Temporal.Instant.from(followUp.dueAt), handedOver.add({ hours: 24 }))).toBeLessThanOrEqual(0);
    expect((await book(jana, requestId)).code).toBe('safety-not-released');

    // outcome, and the clinical lead looks at it again within 7 days
    const after = await duty.read(id, yilmaz);
    await yilmaz.done('crisis.confirmOutcome', {
      params: { id },
      version: after.version,
      body: { outcome: 'confirmed', note: 'Aufgenommen, Station 3' },
    });
    const [review] = await tasksOf(amara, 'emergency-review');
    expect(Temporal.Instant.compare(Temporal.Instant.from(review.dueAt), handedOver.add({ hours: 7 * 24 }))).toBeLessThanOrEqual(0);
    const closed = await duty.read(id, amara);
    expect(closed).toMatchObject({ state: 'closed', highestLevel: 'RED', reviewedAt: null });
    expect((await jana.ask('crisis.review', { params: { id }, version: closed.version, body: { note: 'alles gut' } })).code).toBe(
      'not-permitted',
    );
    await amara.done('crisis.review', { params: { id }, version: closed.version, body: { note: 'Ablauf gut, Adresse früher' } });
    // the whole course with its times, in order
    const kinds = closed.entries.map(({ kind }: { kind: string }) => kind);
    for (const kind of ['raised', 'alarmed', 'acknowledged']) expect(kinds).toContain(kind);
    const times = closed.entries.map(({ at }: { at: string }) => at);
    expect([...times].sort((a, b) => Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)))).toEqual(times);
    first.stop();
    second.stop();
    await withdrawn(requestId);
  });

  test('when nobody acknowledges, the second is called after 60 s and not before, the coordinator after 120 s, and 112 is asked for again', async () => {
    const { id } = await jana.done('crisis.raise', { body: { from: 'button', level: 'RED', phone: '0171 5550406', place: 'Rheinufer' } });
    const [second, coordinator] = [await duty.vogt.listen(), await marit.listen()];
    const from = door.clock.now;
    door.clock.pass({ seconds: 60 });
    await new Promise((go) => setTimeout(go, 1_300)); // the clock has looked at the very second: a deadline is over when it is exceeded
    expect(await duty.passed(id)).toEqual([]);
    door.clock.pass({ seconds: 1 });
    const heard = await second.until('crisis.emergency.escalated', id);
    expect(heard.data).toMatchObject({ to: 'second-oncall', escalation: 1, for: [duty.accounts.vogt] });
    door.clock.pass({ seconds: 60 });
    await eventually(async () => (await duty.passed(id)).length === 2);
    await eventually(async () => coordinator.heard.some((one) => one.objectId === id && one.data.to === 'coordinator'));
    expect(await duty.passed(id)).toMatchObject([
      { deadline: from.add({ seconds: 60 }).toString(), to: 'second-oncall' },
      { deadline: from.add({ seconds: 120 }).toString(), to: 'coordinator' },
    ]);
    expect((await duty.lines(id, 'prompt-112')).length).toBeGreaterThanOrEqual(2);
    expect(await duty.read(id)).toMatchObject({ prompt112: true, state: 'raised', level: 'RED' });
    // what an event or an open session hears names nobody
    expect(JSON.stringify([...second.heard, ...coordinator.heard])).not.toMatch(/0171|Rheinufer/);
    expect((await duty.vogt.done('crisis.acknowledge', { params: { id }, body: {} })).state).toBe('acknowledged');
    expect(await yilmaz.ask('crisis.acknowledge', { params: { id }, body: {} })).toMatchObject({ status: 409 });
    second.stop();
    coordinator.stop();
    await duty.offDuty();
  });

  test('with a dead roster the fallback stands on every desk, the coordinator is alarmed at once, and the way over 112 is the same', async () => {
    const live = await marit.listen();
    const requestId = await takeCall(jana, { caller: { ...KOWALSKI, familyName: 'Niemand' } });
    const { id } = await raisedByScript(requestId);
    expect((await live.until('crisis.emergency.raised', id)).data.for).toEqual([duty.accounts.marit]);
    live.stop();
    const script = await jana.done('crisis.getScript');
    expect(script).toMatchObject({ script: { scriptVersion }, roster: { nobody: true, onDuty: [] } });
    expect(script.roster.numbers[0]).toMatchObject({ phone: '112', nationwide: true });
    expect(await duty.read(id)).toMatchObject({ prompt112: true, onDuty: [], level: 'RED' });
    expect((await duty.read(id)).numbers[0]).toMatchObject({ phone: '112' });
    expect(await duty.lines(id, 'fallback')).toHaveLength(1);
    for (const who of [yilmaz, duty.vogt])
      expect((await who.ask('crisis.acknowledge', { params: { id }, body: {} })).code).toBe('not-on-duty');
    await samuel.done('crisis.call112', { params: { id }, body: {} });
    const { version } = await duty.read(id);
    const saved = await jana.done('crisis.saveRecord', { params: { id }, version, body: RESCUE });
    expect((await jana.done('crisis.handOver', { params: { id }, version: saved.version, body: { to: 'rescue-112' } })).state).toBe(
      'handed_over',
    );
    // a new call is taken all the same
    expect((await fitFor(jana, await takeCall(jana), wanted)).ranked.length).toBeGreaterThan(0);
    expect(door.faults).toEqual([]);
  });
});
