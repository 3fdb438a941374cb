import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { raise } from '#rooms/crisis/contract.ts';
import { openCaller } from '../../../bench/lib/http.ts';
import { desk } from '../../../bench/race/desk.ts';
import { type Stage, setStage } from '../../../bench/race/stage.ts';
import { type Family, goesOn } from '../family.ts';
import { type Ground, pause, prepareApp, until } from '../ground.ts';
import { broken } from '../invariants.ts';
import { count, emptyReport, type Report, spreadOf } from '../report.ts';
import { killer, onScene, PATIENCE_MS, type Scene, withWrongClock } from '../scene.ts';

const DATABASE = 'faults_escalation';
/** The statement that tells the transaction which carries out a deadline. */
const ESCALATES = /update "crisis"\."emergency" set "escalation"/;
/** Minutes after which an ORANGE emergency that nobody takes escalates (rule book A.1.5), and whom it reaches. */
const ORANGE = [
  [5, 'second-oncall'],
  [10, 'crisis-service'],
] as const;
const POINTS = ['app after the commit', 'database', 'one of two workers', 'app before the commit'] as const;
/** The short form does so many of them. */
const IN_SHORT = 2;

export const escalationClock: Family = {
  name: 'escalation-clock',
  what: 'kill -9 of app, one of two workers and database exactly where a deadline of an emergency is carried out; clocks that jump an hour',
  async run(run) {
    const report = emptyReport('escalation-clock', run.seed);
    const { ground } = run;
    const lateMs: number[] = [];
    const points: Record<string, number> = {};
    await onScene({ ground, report, database: DATABASE }, setDuty, async (scene) => {
      while (goesOn(run, report.cycles, run.short ? IN_SHORT : POINTS.length)) {
        const point = POINTS[report.cycles % POINTS.length] ?? 'database';
        report.injected += 1;
        const cycle = await killWhileEscalating(scene, point);
        if (cycle.proved) {
          report.proved += 1;
          count(points, point);
        }
        lateMs.push(cycle.lateMs);
        report.cycles += 1;
      }
      await scene.app.stop();
      for (const shift of run.short ? [3_600] : [3_600, -3_600]) await jump(scene, shift);
      report.control = { what: 'the same kill, and nobody starts the process again', result: await control(scene) };
      report.figures = { points, doneAfterMs: spreadOf(lateMs) };
    });
    await ground.with(DATABASE, async (client) => report.violations.push(...(await broken(client))));
    return report;
  },
};

/** Two desks that are signed in, two psychologists on the roster and a coordinator behind them. */
async function setDuty(client: pg.ClientBase): Promise<Stage> {
  const stage = await setStage(client, { slots: 2, places: 1, spare: 1, requests: 2, desks: 2 });
  for (const [name, role, rank] of [
    ['Erste', 'oncall', 1],
    ['Zweite', 'oncall', 2],
    ['Leitung', 'coordinator', 0],
  ] as const) {
    const id = randomUUID();
    await client.query('insert into access.account (id, email, name, secrecy_bound_at) values ($1, $2, $3, now())', [
      id,
      `${name.toLowerCase()}@example.org`,
      name,
    ]);
    await client.query('insert into access.account_role (account_id, role) values ($1, $2)', [id, role]);
    if (rank > 0)
      await client.query(
        "insert into access.duty (id, account_id, from_at, until_at, rank, phone) values ($1, $2, now() - interval '1 hour', now() + interval '6 days', $3, '0228 555 112')",
        [randomUUID(), id, rank],
      );
  }
  return stage;
}

/** Raised over HTTP by a desk; then its clock is set back, for nobody waits ten minutes in a test. */
async function raiseOrange({ app, stage, ground, report }: Scene, minutesAgo: number): Promise<string> {
  const caller = openCaller(app.origin, desk.headers(stage.sessions[0] ?? ''));
  const answer = await caller.ask({
    method: raise.method,
    path: raise.path,
    body: { from: 'button', phone: '0171 5550404' },
    headers: { 'idempotency-key': randomUUID() },
  });
  caller.close();
  const id = String(Reflect.get(Object(answer.body), 'id'));
  if (answer.status !== 201) throw new Error(`an emergency was not raised: ${answer.status} ${JSON.stringify(answer.body)}`);
  report.acknowledged += 1;
  await ground.with(DATABASE, (client) =>
    client.query(
      "update crisis.emergency set clock_from = now() - $2 * interval '1 minute', deadline_at = now() - $2 * interval '1 minute' + interval '5 minutes' where id = $1",
      [id, minutesAgo],
    ),
  );
  return id;
}

interface Passed {
  minutes: number;
  to: string;
  late: boolean;
}

/** Which deadlines of an emergency were carried out, in the order of the protocol. */
const passedOf = (ground: Ground, id: string): Promise<Passed[]> =>
  ground.with(DATABASE, async (client) => {
    const { rows } = await client.query<Passed>(
      `select (round(extract(epoch from (l.facts ->> 'deadline')::timestamptz - e.clock_from) / 60))::int as minutes, l.facts ->> 'to' as to,
         l.at > (l.facts ->> 'deadline')::timestamptz as late
       from crisis.entry l join crisis.emergency e on e.id = l.emergency_id where e.id = $1 and l.kind = 'deadline-passed' order by l.seq`,
      [id],
    );
    return rows;
  });

/** Every deadline once, in order, not before its time, with one alarm each for whoever it reaches. */
async function judge({ ground, report }: Scene, id: string, wanted: readonly (readonly [number, string])[]): Promise<void> {
  const passed = await passedOf(ground, id);
  const times = (minutes: number): number => passed.filter((one) => one.minutes === minutes).length;
  for (const [minutes] of wanted) {
    if (times(minutes) === 0) report.lost += 1;
    report.doubled += Math.max(0, times(minutes) - 1);
  }
  const course = passed.map(({ minutes, to }) => `${minutes} ${to}`).join(', ');
  const expected = wanted.map(([minutes, to]) => `${minutes} ${to}`).join(', ');
  if (course !== expected) report.wrong.push(`deadlines ${course || 'none'} instead of ${expected || 'none'}`);
  if (passed.some(({ late }) => !late)) report.wrong.push('a deadline was carried out before it was exceeded');
  await ground.with(DATABASE, async (client) => {
    const { rows } = await client.query<{ n: number }>(
      'select count(*)::int as n from crisis.page where emergency_id = $1 group by account_id, place, channel, made_at having count(*) > 1',
      [id],
    );
    if (rows.length > 0) report.wrong.push('somebody was alarmed twice for one deadline');
    const { rows: told } = await client.query<{ n: number }>(
      "select count(*)::int as n from platform.event where action = 'crisis.emergency.escalated' and object_id = $1",
      [id],
    );
    if (told[0]?.n !== passed.length) report.wrong.push(`${told[0]?.n} events of ${passed.length} deadlines`);
    // taken, so that the next cycle is about its own
    await client.query(
      "update crisis.emergency set state = 'acknowledged', acknowledged_at = now(), deadline_at = null where id = $1 and state = 'raised'",
      [id],
    );
  });
}

/** Both deadlines are over while the process is killed at the first of them; answers how long it took until both were carried out. */
async function killWhileEscalating(scene: Scene, point: (typeof POINTS)[number]): Promise<{ proved: boolean; lateMs: number }> {
  const { ground, app, relay, report } = scene;
  const kill = killer(scene, point === 'database' ? 'database' : 'app');
  const other =
    point === 'one of two workers' ? await prepareApp({ databaseUrl: ground.url(DATABASE), dataFolder: ground.dataFolder }) : undefined;
  const done = async (id: string): Promise<boolean> => (await passedOf(ground, id).catch(() => [])).length >= ORANGE.length;
  try {
    // the second worker comes only when the first is caught, so that it is surely the first that is killed
    void relay.trap({ at: point === 'app after the commit' ? 'done' : 'asked', statement: ESCALATES, act: kill.act });
    const id = await raiseOrange(scene, 11);
    const began = performance.now();
    const { caught, proved } = await kill.caught();
    if (!caught) report.wrong.push(`${point}: no deadline was carried out`);
    // what stands there in between is all or nothing of one deadline
    if (point !== 'database') {
      const between = (await passedOf(ground, id)).length;
      if (between !== (point === 'app after the commit' ? 1 : 0))
        report.wrong.push(`${point}: ${between} deadlines stand there after the kill`);
      report.unknownCommitted += between;
    }
    if (other) await other.start();
    else if (!app.alive()) await app.start();
    if (!(await until(PATIENCE_MS, () => done(id)))) report.wrong.push(`${point}: what was missed was not carried out`);
    const lateMs = performance.now() - began;
    await pause(1_200); // one more look of the clock
    await judge(scene, id, ORANGE);
    return { proved, lateMs };
  } finally {
    await other?.stop();
    if (!app.alive()) await app.start();
  }
}

/** A process whose own clock is an hour wrong: deadlines follow the clock of the database. */
async function jump(scene: Scene, shift: number): Promise<void> {
  const { ground, report } = scene;
  await withWrongClock(scene, shift, async (app, name) => {
    const id = await raiseOrange({ ...scene, app }, 0);
    await pause(1_200);
    if ((await passedOf(ground, id)).length > 0) report.wrong.push(`${name}: a deadline was carried out too early`);
    await ground.with(DATABASE, (client) =>
      client.query(
        "update crisis.emergency set clock_from = now() - interval '5 minutes' + interval '300 ms', deadline_at = now() + interval '300 ms' where id = $1",
        [id],
      ),
    );
    if (!(await until(10_000, async () => (await passedOf(ground, id)).length > 0)))
      report.wrong.push(`${name}: a deadline was not carried out`);
    await judge(scene, id, ORANGE.slice(0, 1));
  });
}

/** Without anybody who looks, what was due must be found missing. */
async function control(scene: Scene): Promise<Report['control']['result']> {
  const { app, ground, report } = scene;
  await app.start();
  const id = await raiseOrange(scene, 0);
  await app.kill();
  await ground.with(DATABASE, (client) =>
    client.query(
      "update crisis.emergency set clock_from = now() - interval '11 minutes', deadline_at = now() - interval '6 minutes' where id = $1",
      [id],
    ),
  );
  await pause(1_300);
  const naked = emptyReport('control', report.seed);
  await judge({ ...scene, report: naked }, id, ORANGE);
  return naked.lost === ORANGE.length ? 'failed' : 'passed';
}
