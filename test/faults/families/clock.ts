import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { Refusal } from '#kernel/decision.ts';
import { asSession, type World } from '#platform/call.ts';
import { permitFor } from '#rooms/access/actions/permit.ts';
import { holdOffer } from '#rooms/placement/actions/hold.ts';
import { beginRequest } from '#rooms/placement/contract.ts';
import { expireHolds } from '#rooms/placement/jobs.ts';
import { setStage as openWorld } from '#test/cast/stage.ts';
import { type Answer, openCaller } from '../../../bench/lib/http.ts';
import { desk } from '../../../bench/race/desk.ts';
import { type Stage, setStage } from '../../../bench/race/stage.ts';
import { codeOf } from '../desks.ts';
import type { Family, Run } from '../family.ts';
import { type App, type Ground, pause, prepareApp, until } from '../ground.ts';
import { broken } from '../invariants.ts';
import { emptyReport, type Report } from '../report.ts';

const DATABASE = 'faults_clock';
const LIMIT_MS = 10 * 60_000; // of a hold, rule book SL2
const GRACE_MS = 60_000;
const SHIFTS = [3_600, -3_600];

/** The night in which 2 o'clock is followed by 3, the one in which it comes twice, and a 29th of February. */
const NIGHTS = ['2027-03-28T00:55:00Z', '2027-10-31T00:55:00Z', '2027-10-30T23:55:00Z', '2028-02-28T22:55:00Z'];

export const clock: Family = {
  name: 'clock',
  what: 'the clock of a process is an hour wrong, and the nights of summer time; holds and sessions follow the clock of the database',
  async run(run) {
    const report = emptyReport('clock', run.seed);
    const { ground } = run;
    await ground.fresh(DATABASE);
    const stage = await ground.with(DATABASE, (client) => setStage(client, { slots: 120, places: 60, spare: 10, requests: 240, desks: 4 }));
    const right = await prepareApp({ databaseUrl: ground.url(DATABASE), dataFolder: ground.dataFolder });
    const lateMs: Record<string, number> = {};
    let next = 0;
    try {
      for (const shift of run.short ? SHIFTS.slice(0, 1) : SHIFTS) {
        for (const way of waysToShift(shift)) {
          await right.start();
          const wrong = await prepareApp({ databaseUrl: ground.url(DATABASE), dataFolder: ground.dataFolder, ...way.settings });
          try {
            await wrong.start();
            report.injected += 1;
            const seen = await way.seen(wrong);
            if (Math.abs(seen - Date.now() - shift * 1_000) < 60_000) report.proved += 1;
            const scene: Scene = { ground, stage, right, wrong, report, next };
            lateMs[`${way.name} ${shift} s`] = await holdsUnderShift(scene);
            await sessionsUnderShift(scene);
            next = scene.next;
            report.cycles += 1;
          } finally {
            await wrong.stop();
            await right.stop();
          }
        }
      }
    } finally {
      await right.stop();
    }
    await ground.with(DATABASE, async (client) => report.violations.push(...(await broken(client))));
    for (const night of NIGHTS) await holdAtNight(run, night, report);
    report.figures = { expiredAfterMs: lateMs, faketime: fakeLibrary() ? 'used' : 'not installed, skipped' };
    report.control = {
      what: 'a process that decides by its own clock, an hour fast, takes a hold from another',
      result: await control(run, report),
    };
    return report;
  },
};

export interface Way {
  name: string;
  settings: { node?: string[]; env?: Record<string, string> };
  /** What the process thinks it is, epoch milliseconds. */
  seen(app: App): Promise<number>;
}

/** JavaScript's own clocks always; all clocks of the process where libfaketime is installed. */
export function waysToShift(seconds: number): Way[] {
  const script = `const by = ${seconds * 1_000}, Real = Date, now = () => Real.now() + by;
    globalThis.Date = class extends Real { constructor(...all) { all.length === 0 ? super(now()) : super(...all); } static now() { return now(); } };
    if (globalThis.Temporal) {
      const instant = Temporal.Now.instant.bind(Temporal.Now);
      Temporal.Now.instant = () => instant().add({ seconds: ${seconds} });
      Temporal.Now.zonedDateTimeISO = (zone) => Temporal.Now.instant().toZonedDateTimeISO(zone ?? Temporal.Now.timeZoneId());
      Temporal.Now.plainDateISO = (zone) => Temporal.Now.zonedDateTimeISO(zone).toPlainDate();
    }
    process.stdout.write('faults-clock ' + Date.now() + '\\n');`;
  const inside: Way = {
    name: 'JavaScript',
    settings: { node: ['--import', `data:text/javascript,${encodeURIComponent(script)}`] },
    seen: async (app) => Number(/faults-clock (\d+)/.exec(app.told())?.[1] ?? 0) + 2_000,
  };
  const library = fakeLibrary();
  if (!library) return [inside];
  const outside: Way = {
    name: 'faketime',
    settings: { env: { LD_PRELOAD: library, FAKETIME: `${seconds > 0 ? '+' : ''}${seconds}`, FAKETIME_DONT_FAKE_MONOTONIC: '1' } },
    async seen(app) {
      const caller = openCaller(app.origin);
      const { headers } = await caller.ask({ method: 'GET', path: '/health/live' });
      caller.close();
      return Date.parse(String(headers.date));
    },
  };
  return [inside, outside];
}

function fakeLibrary(): string | undefined {
  return globSync('/usr/lib/*/faketime/libfaketime.so.1')[0];
}

interface Scene {
  ground: Ground;
  stage: Stage;
  right: App;
  wrong: App;
  report: Report;
  next: number;
}

async function hold(app: App, stage: Stage, request: number, target: number): Promise<Answer> {
  const wanted = stage.targets[target];
  if (!wanted) throw new Error('the stage is too small');
  const caller = openCaller(app.origin, desk.headers(stage.sessions[request % 2] ?? ''));
  const answer = await caller.ask({ ...desk.hold(stage.requests[request] ?? '', wanted), headers: { 'idempotency-key': randomUUID() } });
  caller.close();
  return answer;
}

const instantIn = ({ body }: Answer): number => Date.parse(String(Reflect.get(Object(body), 'heldUntil')));

/** Whoever holds holds, for ten minutes of the database; answers how late an end of a hold was written down, ms. */
async function holdsUnderShift(scene: Scene): Promise<number> {
  const { ground, stage, right, wrong, report } = scene;
  for (const [first, second] of [
    [wrong, right],
    [right, wrong],
  ] as const) {
    const target = scene.next;
    scene.next += 1;
    const held = await hold(first, stage, target * 2, target);
    if (held.status === 200) report.acknowledged += 1;
    const length = instantIn(held) - Date.now();
    if (Math.abs(length - LIMIT_MS) > 5_000)
      report.wrong.push(`a hold lasts ${Math.round(length / 1000)} s, answered ${held.status} ${codeOf(held)}`);
    const taken = await hold(second, stage, target * 2 + 1, target);
    if (taken.status !== 409) report.wrong.push(`a living hold was given to somebody else: ${taken.status} ${codeOf(taken)}`);
  }
  // The worker of the process with the wrong clock alone ends a hold, neither early nor late.
  await right.stop();
  const target = scene.next;
  scene.next += 1;
  await hold(wrong, stage, target * 2, target);
  const slot = stage.targets[target]?.slotId ?? '';
  const stateOf = (): Promise<string> =>
    ground.with(
      DATABASE,
      async (client) =>
        (await client.query<{ state: string }>('select state from scheduling.slot where id = $1', [slot])).rows[0]?.state ?? '',
    );
  await pause(1_500);
  if ((await stateOf()) !== 'held') report.wrong.push('a worker with a wrong clock ended a hold too early');
  const request = stage.requests[target * 2];
  await ground.with(DATABASE, async (client) => {
    await client.query("update scheduling.slot set held_until = now() + interval '500 ms' where held_for = $1", [request]);
    await client.query("update directory.place set held_until = now() + interval '500 ms' where held_for = $1", [request]);
  });
  const due = performance.now() + 500;
  const ended = await until(GRACE_MS + 5_000, async () => (await stateOf()) === 'free');
  const late = Math.round(performance.now() - due);
  if (!ended || late > GRACE_MS) report.wrong.push(`a hold lived ${late} ms beyond its end`);
  if (late < 0) report.wrong.push('a hold ended before its time');
  return late;
}

/** A session lives and ends by the clock of the database. */
async function sessionsUnderShift({ ground, stage, wrong, report }: Scene): Promise<void> {
  const ring = async (session: number): Promise<number> => {
    const caller = openCaller(wrong.origin, desk.headers(stage.sessions[session] ?? ''));
    const { status } = await caller.ask({
      method: beginRequest.method,
      path: beginRequest.path,
      body: {},
      headers: { 'idempotency-key': randomUUID() },
    });
    caller.close();
    return status;
  };
  const idle = (session: number, interval: string): Promise<unknown> =>
    ground.with(DATABASE, (client) =>
      client.query(`update access.session set idle_until = now() + interval '${interval}' where name = $1`, [`Tisch ${session + 1}`]),
    );
  await idle(2, '1 minute');
  const alive = await ring(2);
  if (alive === 201) report.acknowledged += 1;
  else report.wrong.push(`a living session was answered ${alive}`);
  await idle(3, '-1 second');
  const ended = await ring(3);
  if (ended !== 401) report.wrong.push(`a session that had ended was answered ${ended}`);
}

/** The stage of a night: the times of the practices are moved there, the clock of the world stands where it begins. */
async function atNight({ ground }: Run, night: string) {
  const database = 'faults_night';
  await ground.fresh(database);
  const connections = await ground.connections(database);
  const stage = await ground.with(database, async (client) => {
    const made = await setStage(client, { slots: 4, places: 2, spare: 4, requests: 8, desks: 2 });
    await client.query(
      `update scheduling.slot set starts_at = starts_at + d, ends_at = ends_at + d from (select ($1::timestamptz - now()) + interval '8 days' d) by_`,
      [night],
    );
    await client.query(
      `update directory.place set confirmed_at = $1::timestamptz - interval '1 day', open_since = $1::timestamptz - interval '9 days', earliest_start = ($1::timestamptz)::date`,
      [night],
    );
    await client.query(`update directory.practitioner set confirmed_at = $1::timestamptz - interval '1 day'`, [night]);
    return made;
  });
  const {
    world,
    clock: turned,
    close,
  } = await openWorld({ connections, admin: ground.admin(database) }, { at: Temporal.Instant.from(night) });
  const holds = async (by: World, request: number, target: number): Promise<string> => {
    const { placeId = '', slotId = '' } = stage.targets[target] ?? {};
    try {
      const held = await asSession(by, stage.sessions[request % 2], {}, (call) =>
        holdOffer(call, permitFor(call, 'placement.desk'), stage.requests[request] ?? '', { placeId, slotId }),
      );
      return held.heldUntil;
    } catch (fault) {
      if (fault instanceof Refusal) return fault.code;
      throw fault;
    }
  };
  return { database, world, turned, close, holds };
}

/** Ten minutes are ten minutes, also where the clock on the wall jumps. */
async function holdAtNight(run: Run, night: string, report: Report): Promise<void> {
  const { world, turned, close, holds, database } = await atNight(run, night);
  try {
    report.injected += 1;
    const began = turned.now;
    const held = await holds(world, 0, 0);
    const offsets = [began, began.add({ minutes: 10 })].map((at) => at.toZonedDateTimeISO('Europe/Berlin').offset);
    const changes = offsets[0] !== offsets[1];
    const day = began.toZonedDateTimeISO('Europe/Berlin').day !== began.add({ minutes: 10 }).toZonedDateTimeISO('Europe/Berlin').day;
    if (changes || day || night === '2027-10-30T23:55:00Z') report.proved += 1;
    if (!held.startsWith('20')) return void report.wrong.push(`${night}: a hold was refused: ${held}`);
    report.acknowledged += 1;
    if (Temporal.Instant.from(held).epochMilliseconds - began.epochMilliseconds !== LIMIT_MS)
      report.wrong.push(`${night}: a hold until ${held}`);
    turned.pass({ minutes: 9, seconds: 59 });
    if ((await holds(world, 1, 0)).startsWith('20')) report.wrong.push(`${night}: a living hold was given away`);
    if ((await expireHolds(world)) !== 0) report.wrong.push(`${night}: a hold ended a second early`);
    turned.pass({ seconds: 1 });
    if ((await expireHolds(world)) !== 1) report.wrong.push(`${night}: a hold outlived its time`);
    if (!(await holds(world, 1, 0)).startsWith('20')) report.wrong.push(`${night}: what was free again could not be held`);
    report.cycles += 1;
  } finally {
    await close();
  }
  await run.ground.with(database, async (client) => {
    const { rows } = await client.query<{ held: number }>("select count(*)::int held from scheduling.slot where state = 'held'");
    if (rows[0]?.held !== 1) report.violations.push(`${night}: ${rows[0]?.held} slots are held by one`);
  });
}

async function control(run: Run, report: Report): Promise<Report['control']['result']> {
  const night = NIGHTS[0] ?? '';
  const { world, turned, close, holds } = await atNight(run, night);
  try {
    const held = await holds(world, 0, 0);
    if (!held.startsWith('20')) report.wrong.push(`control: ${held}`);
    const taken = await holds({ ...world, clock: () => turned.now.add({ hours: 1 }) }, 1, 0);
    return taken.startsWith('20') ? 'failed' : 'passed';
  } finally {
    await close();
  }
}
