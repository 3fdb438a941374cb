import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { takeProposal } from '#rooms/placement/contract.ts';
import { type Answer, openCaller } from '../../../bench/lib/http.ts';
import { desk } from '../../../bench/race/desk.ts';
import { setStage } from '../../../bench/race/stage.ts';
import { codeOf } from '../desks.ts';
import { type Family, goesOn } from '../family.ts';
import { type App, pause, until } from '../ground.ts';
import { broken } from '../invariants.ts';
import { count, emptyReport, type Report, spreadOf } from '../report.ts';
import { killer, onScene, PATIENCE_MS, type Scene, withWrongClock } from '../scene.ts';

const DATABASE = 'faults_waiting';
const HOLD_MS = 48 * 3_600_000; // rule book RQ7
/** The statements that tell the transactions of taking a proposal, and of ending it. */
const TAKES = /update placement\.waiting_offer o\s+set state = 'held'/;
const ENDS = /app\.end_waiting_offers/;
const POINTS = [
  { name: 'ended, worker before the commit', at: 'asked', statement: ENDS, database: false },
  { name: 'taken, app after the commit', at: 'done', statement: TAKES, database: false },
  { name: 'taken, database', at: 'done', statement: TAKES, database: true },
  { name: 'taken, app before the commit', at: 'asked', statement: TAKES, database: false },
  { name: 'ended, worker after the commit', at: 'done', statement: ENDS, database: false },
] as const;
type Point = (typeof POINTS)[number];
/** The short form does so many of them. */
const IN_SHORT = 2;

export const waitingHold: Family = {
  name: 'waiting-hold',
  what: 'kill -9 of app, worker and database exactly where a place is kept for somebody who waits, and where 48 hours end; clocks that jump an hour',
  async run(run) {
    const report = emptyReport('waiting-hold', run.seed);
    const { ground } = run;
    const pairs = run.short ? 16 : 300;
    const set = async (client: pg.ClientBase) => {
      const made = await setStage(client, { slots: pairs, places: pairs, spare: 1, requests: 2 * pairs, desks: 2 });
      await client.query("update scheduling.slot set starts_at = starts_at + interval '14 days', ends_at = ends_at + interval '14 days'");
      await client.query('update directory.practitioner set confirmed_at = now()');
      // Two people wait for each practice, and for no other: so the worker's own lines are known beforehand, however often it looks anew.
      const wishes = made.requests.map((_, index) => made.targets[Math.floor(index / 2)]?.placeId);
      await client.query(
        `update placement.request q set state = 'waiting', waiting_since = now(), last_contact_at = now(), next_step_at = now() + interval '13 days',
           wished_practitioner_id = p.practitioner_id, waiting_wished_only = true
         from unnest($1::uuid[], $2::uuid[]) as w (request, place) join directory.place p on p.id = w.place where q.id = w.request`,
        [made.requests, wishes],
      );
      return made;
    };
    const points: Record<string, number> = {};
    const endedMs: number[] = [];
    await onScene({ ground, report, database: DATABASE }, set, async (ready) => {
      const scene: Lines = { ...ready, next: 0 };
      while (goesOn(run, report.cycles, run.short ? IN_SHORT : POINTS.length) && scene.next < pairs - 4) {
        const point = POINTS[report.cycles % POINTS.length];
        if (!point) break;
        report.injected += 1;
        if (await killAt(scene, point, endedMs)) {
          report.proved += 1;
          count(points, point.name);
        }
        report.cycles += 1;
      }
      await scene.app.stop();
      for (const shift of run.short ? [3_600] : [3_600, -3_600]) await jump(scene, shift);
      report.control = { what: 'a hold that is over while nobody works', result: await control(scene) };
      report.figures = { points, endedAfterMs: spreadOf(endedMs) };
    });
    return report;
  },
};

interface Lines extends Scene {
  /** Which pair of people, and which place, come next. */
  next: number;
}

interface Line {
  placeId: string;
  /** Whose turn it is, and who comes after her. */
  first: { offerId: string; requestId: string };
  second: { offerId: string; requestId: string };
}

/** A place that the worker has proposed to the two people who wait for it: how it comes to that is tested elsewhere. */
async function lineOf(scene: Lines): Promise<Line> {
  const { stage, ground } = scene;
  const placeId = stage.targets[scene.next]?.placeId ?? '';
  scene.next += 1;
  let offers: Line['first'][] = [];
  await until(PATIENCE_MS, async () => {
    const { rows } = await ground.with(DATABASE, (client) =>
      client.query<Line['first']>(
        `select id as "offerId", request_id as "requestId" from placement.waiting_offer where place_id = $1 and state = 'proposed' order by rank`,
        [placeId],
      ),
    );
    offers = rows;
    return rows.length === 2;
  });
  const [first, second] = offers;
  if (!first || !second) throw new Error(`the worker proposed the place to ${offers.length} instead of two`);
  return { placeId, first, second };
}

async function take({ stage }: Scene, app: App, offerId: string, key: string, session = 0): Promise<Answer> {
  const caller = openCaller(app.origin, desk.headers(stage.sessions[session] ?? ''));
  const answer = await caller.ask({
    method: takeProposal.method,
    path: takeProposal.path.replace(':id', offerId),
    body: {},
    headers: { 'idempotency-key': key },
  });
  caller.close();
  return answer;
}

interface Standing {
  offer: string;
  other: string;
  place: string;
  request: string;
  held_ms: number | null;
  holds: number;
  ends: number;
}

/** What the database says of a line: everything that belongs together, in one look. */
const standing = ({ ground }: Scene, { placeId, first, second }: Line): Promise<Standing> =>
  ground.with(DATABASE, async (client) => {
    const { rows } = await client.query<Standing>(
      `select (select state from placement.waiting_offer where id = $1) as offer, (select state from placement.waiting_offer where id = $2) as other,
         (select state from directory.place where id = $3) as place, (select state from placement.request where id = $4) as request,
         (select extract(epoch from until_at - held_at)::float8 * 1000 from placement.waiting_offer where id = $1) as held_ms,
         (select count(*)::int from platform.event where action = 'placement.waiting.offered' and object_id = $1) as holds,
         (select count(*)::int from platform.event where action = 'placement.waiting.lapsed' and object_id = $1) as ends`,
      [first.offerId, second.offerId, placeId, first.requestId],
    );
    const [row] = rows;
    if (!row) throw new Error('nothing stands there');
    return row;
  });

/** The end of a hold is moved near: nobody waits two days in a test. */
const nearEnd = ({ ground }: Scene, { first }: Line, interval: string): Promise<void> =>
  ground.with(DATABASE, async (client) => {
    for (const table of ['directory.place', 'scheduling.slot'])
      await client.query(`update ${table} set held_until = now() + $2::interval where held_for = $1`, [first.requestId, interval]);
    await client.query('update placement.waiting_offer set until_at = now() + $2::interval where id = $1', [first.offerId, interval]);
  });

/** Taken over HTTP: with the same key again until there is a clear answer, as a browser does. */
async function taken(scene: Scene, line: Line, key: string): Promise<Answer> {
  const { app } = scene;
  let answer: Answer = await take(scene, app, line.first.offerId, key);
  await until(PATIENCE_MS, async () => {
    if (answer.status !== 0 && answer.status !== 503) return true;
    if (!app.alive()) await app.start();
    answer = await take(scene, app, line.first.offerId, key);
    return false;
  });
  return answer;
}

async function killAt(scene: Lines, { name, at, statement, database }: Point, endedMs: number[]): Promise<boolean> {
  const { app, relay, report } = scene;
  const line = await lineOf(scene);
  const key = randomUUID();
  const kill = killer(scene, database ? 'database' : 'app');
  const caught = async (): Promise<boolean> => {
    const outcome = await kill.caught();
    if (!outcome.caught) report.wrong.push(`${name}: nothing was caught`);
    return outcome.proved;
  };
  let proved = false;
  const taking = statement === TAKES;
  if (taking) {
    void relay.trap({ at, statement, act: kill.act });
    const asking = taken(scene, line, key);
    proved = await caught();
    const answer = await asking;
    if (answer.status === 200) report.acknowledged += 1;
    else report.wrong.push(`${name}: asked again with the same key, answered ${answer.status} ${codeOf(answer)}`);
    if (at === 'done') report.unknownCommitted += 1;
  } else if ((await taken(scene, line, key)).status === 200) report.acknowledged += 1;
  await judgeHeld(scene, line, name);

  // and its end, by the worker
  if (!taking) void relay.trap({ at, statement, act: kill.act });
  await nearEnd(scene, line, '200 ms');
  const began = performance.now();
  if (!taking) {
    proved = await caught();
    const { offer, place } = await standing(scene, line);
    const expected = at === 'asked' ? 'held held' : 'lapsed open';
    if (`${offer} ${place}` !== expected) report.wrong.push(`${name}: ${offer} ${place} stands there after the kill`);
    await app.start();
  }
  const over = await until(PATIENCE_MS, async () => (await standing(scene, line)).offer === 'lapsed');
  endedMs.push(performance.now() - began);
  if (!over) report.wrong.push(`${name}: a hold was not ended`);
  await pause(1_200); // one more look
  await judgeEnded(scene, line, name);
  return proved;
}

/** Exactly one hold of 48 hours; another desk gets neither this proposal nor the next in line. */
async function judgeHeld(scene: Scene, line: Line, name: string): Promise<void> {
  const { report, app } = scene;
  const { offer, place, request, held_ms: heldMs, holds } = await standing(scene, line);
  if (`${offer} ${place} ${request}` !== 'held held offered') {
    report.lost += 1;
    report.wrong.push(`${name}: an acknowledged hold stands there as ${offer} ${place} ${request}`);
  }
  report.doubled += Math.max(0, holds - 1);
  if (heldMs === null || Math.abs(heldMs - HOLD_MS) > 1_000) report.wrong.push(`${name}: held for ${heldMs} ms`);
  for (const offerId of [line.first.offerId, line.second.offerId]) {
    const { status } = await take(scene, app, offerId, randomUUID(), 1);
    if (status !== 409) report.wrong.push(`${name}: a second desk was answered ${status}`);
  }
  await scene.ground.with(DATABASE, async (client) =>
    report.violations.push(...(await broken(client)).map((words) => `${name}: ${words}`)),
  );
}

async function judgeEnded(scene: Scene, line: Line, name: string): Promise<void> {
  const { report } = scene;
  const { offer, place, request, ends } = await standing(scene, line);
  if (`${offer} ${place} ${request}` !== 'lapsed open waiting') report.wrong.push(`${name}: it ended as ${offer} ${place} ${request}`);
  if (ends === 0) report.lost += 1;
  report.doubled += Math.max(0, ends - 1);
}

/** A process whose own clock is an hour wrong keeps for 48 hours of the database, and ends nothing early. */
async function jump(scene: Lines, shift: number): Promise<void> {
  const { report } = scene;
  await withWrongClock(scene, shift, async (app, name) => {
    const line = await lineOf(scene);
    if ((await take(scene, app, line.first.offerId, randomUUID())).status === 200) report.acknowledged += 1;
    await judgeHeld({ ...scene, app }, line, name);
    await nearEnd(scene, line, '30 minutes');
    await pause(1_200);
    if ((await standing(scene, line)).offer !== 'held') report.wrong.push(`${name}: a hold was ended too early`);
    await nearEnd(scene, line, '200 ms');
    await until(PATIENCE_MS, async () => (await standing(scene, line)).offer === 'lapsed');
    await judgeEnded(scene, line, name);
  });
}

/** Without a worker the hold outlives its end, and that must be seen. */
async function control(scene: Lines): Promise<Report['control']['result']> {
  const { app, report } = scene;
  await app.start();
  const line = await lineOf(scene);
  await take(scene, app, line.first.offerId, randomUUID());
  await app.kill();
  await nearEnd(scene, line, '-2 minutes');
  await pause(1_200);
  const naked = emptyReport('control', report.seed);
  await judgeEnded({ ...scene, report: naked }, line, 'control');
  const seen = await scene.ground.with(DATABASE, broken);
  return naked.lost === 1 && seen.some((words) => words.includes('I6')) ? 'failed' : 'passed';
}
