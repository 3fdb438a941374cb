import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { eventually, openDuty } from './duty.ts';
import { FrontDoor } from './front-door.ts';

const database = await freshDatabase();
const door = await FrontDoor.open({ database });
afterAll(() => door.close());
const [jana, samuel] = [await door.signedIn('jana'), await door.signedIn('samuel')];
const duty = await openDuty(door);
const scriptVersion = await duty.sign();
await duty.onDuty('yilmaz');
await duty.onDuty('vogt', 2);

/** Method thought, no intent. */
const orange = async (phone: string): Promise<string> => {
  const raised = await jana.done('crisis.raise', {
    body: {
      from: 'script',
      phone,
      requestId: (await jana.done('placement.beginRequest', { body: { phone } })).id,
      script: {
        scriptVersion,
        opener: 'yes',
        answers: { Q2: 'yes', Q3: 'yes', Q4: 'no', Q5: 'no', Q6: 'never', Q7: 'safe+alone', Q8: 'no' },
      },
    },
  });
  expect(raised.level).toBe('ORANGE');
  return raised.id;
};
const minutesAfter = (from: Temporal.Instant, ...minutes: number[]) => minutes.map((each) => from.add({ minutes: each }).toString());
const deadlines = async (id: string) => (await duty.passed(id)).map(({ deadline }) => Temporal.Instant.from(deadline).toString());
const tasksFor = async (id: string) =>
  (await samuel.done('tasks.list')).tasks
    .filter((task: { objectId: string }) => task.objectId === id)
    .map(({ kind }: { kind: string }) => kind);
/** Alarms by stage and person: whoever is reached twice for one deadline stands here twice. */
const alarms = (id: string) =>
  door.stage.look<{ place: string; n: number }>(
    "select place, count(*)::int as n from crisis.page where emergency_id = $1 and channel = 'session' group by place order by place",
    id,
  );

describe('D 5: ORANGE, and the duty psychologist is silent', () => {
  test('5 min: the second on call; 10 min: the regional crisis service into a conference; every time stands there, and no browser is open', async () => {
    const live = await jana.listen();
    const id = await orange('0171 5550501');
    await live.until('crisis.emergency.raised', id);
    live.stop(); // the desk's page is closed; nobody else listens either
    const from = door.clock.now;
    door.clock.pass({ minutes: 5 });
    await new Promise((go) => setTimeout(go, 1_300)); // the clock has looked: not exceeded yet
    expect(await deadlines(id)).toEqual([]);
    door.clock.pass({ seconds: 1 });
    await eventually(async () => (await deadlines(id)).length === 1);
    expect((await tasksFor(id)).includes('emergency-crisis-service')).toBe(false);
    door.clock.pass({ minutes: 5 });
    await eventually(async () => (await deadlines(id)).length === 2);
    expect(await duty.passed(id)).toMatchObject([{ to: 'second-oncall' }, { to: 'crisis-service' }]);
    expect(await deadlines(id)).toEqual(minutesAfter(from, 5, 10));

    // what the desk sees when somebody opens the page again
    const view = await duty.read(id);
    expect(view).toMatchObject({ level: 'ORANGE', state: 'raised', escalation: 2, raisedAt: from.toString() });
    const times = (kind: string) =>
      view.entries.filter((entry: { kind: string }) => entry.kind === kind).map(({ at }: { at: string }) => at);
    expect(times('raised')).toEqual([from.toString()]);
    expect(times('deadline-passed')).toEqual([
      from.add({ minutes: 5, seconds: 1 }).toString(),
      from.add({ minutes: 10, seconds: 1 }).toString(),
    ]);
    expect(await tasksFor(id)).toContain('emergency-crisis-service');
    expect(view.numbers.some(({ phone }: { phone: string }) => phone === '116117')).toBe(true);
    await duty.yilmaz.done('crisis.acknowledge', { params: { id }, body: {} });
    expect((await duty.read(id)).acknowledgedAt).toBe(door.clock.now.toString());
  });

  test('the server is stopped over both deadlines: they are carried out at once when it is back, each once, in order', async () => {
    const id = await orange('0171 5550502');
    const from = door.clock.now;
    await door.stopServer();
    await expect(jana.ask('crisis.getRoster')).rejects.toThrow();
    door.clock.pass({ minutes: 12 });
    await new Promise((go) => setTimeout(go, 1_300));
    expect(await deadlines(id)).toEqual([]); // nobody was there
    const began = Date.now();
    await door.startServer();
    await eventually(async () => (await deadlines(id)).length >= 2);
    const took = Date.now() - began;
    process.stdout.write(`two deadlines that passed while the server was down: carried out ${took} ms after it was started again\n`);
    expect(took).toBeLessThan(5_000);
    await new Promise((go) => setTimeout(go, 2_200)); // two more looks of the clock
    expect(await deadlines(id)).toEqual(minutesAfter(from, 5, 10));
    expect(await duty.passed(id)).toMatchObject([{ to: 'second-oncall' }, { to: 'crisis-service' }]);
    expect(await alarms(id)).toEqual([
      { place: 'again', n: 2 },
      { place: 'first-oncall', n: 1 },
      { place: 'second-oncall', n: 1 },
    ]);
    expect((await tasksFor(id)).filter((kind: string) => kind === 'emergency-crisis-service')).toHaveLength(1);
    await duty.yilmaz.done('crisis.acknowledge', { params: { id }, body: {} });
  });

  test('a worker in a process of its own is killed between the deadlines: the next one goes on where it ended', async () => {
    await door.stopServer();
    await door.startServer({ noWorker: true });
    const id = await orange('0171 5550503');
    const from = door.clock.now;
    const first = await spawned();
    door.clock.pass({ minutes: 5, seconds: 1 });
    await first.turn();
    await eventually(async () => (await deadlines(id)).length === 1);
    expect(await first.kill()).toBe('SIGKILL');
    door.clock.pass({ minutes: 5 });
    await new Promise((go) => setTimeout(go, 1_300));
    expect(await deadlines(id)).toEqual(minutesAfter(from, 5)); // the killed one is really gone
    const others = await Promise.all([spawned(), spawned()]); // and two at once change nothing
    await eventually(async () => (await deadlines(id)).length === 2);
    await new Promise((go) => setTimeout(go, 1_300));
    expect(await deadlines(id)).toEqual(minutesAfter(from, 5, 10));
    expect(await alarms(id)).toEqual([
      { place: 'again', n: 2 },
      { place: 'first-oncall', n: 1 },
      { place: 'second-oncall', n: 1 },
    ]);
    await Promise.all(others.map((worker) => worker.kill()));
    await duty.yilmaz.done('crisis.acknowledge', { params: { id }, body: {} });
  }, 120_000);

  test('control: where the clock of emergencies does not run, nothing escalates however late it is', async () => {
    await door.stopServer();
    await door.startServer({ without: ['crisis clock'] });
    const id = await orange('0171 5550504');
    door.clock.pass({ minutes: 30 });
    await new Promise((go) => setTimeout(go, 2_200));
    expect(await deadlines(id)).toEqual([]);
    expect((await duty.read(id)).escalation).toBe(0);
    await door.stopServer();
    await door.startServer();
    await eventually(async () => (await deadlines(id)).length >= 2);
    expect(door.faults).toEqual([]);
  });
});

const WORKER = fileURLToPath(new URL('worker-process.ts', import.meta.url));

/** A worker in a process of its own, at the clock of the door; answers when it works. */
async function spawned() {
  const { connections, admin } = database;
  const child: ChildProcess = spawn(process.execPath, [WORKER, JSON.stringify({ connections, admin }), door.clock.now.toString()], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told = async (word: string) => {
    const [message] = await once(child, 'message');
    expect(message).toBe(word);
  };
  await told('works');
  return {
    async turn() {
      child.send(door.clock.now.toString());
      await told('turned');
    },
    /** kill -9; answers the signal with which it ended. */
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      return child.signalCode;
    },
  };
}
