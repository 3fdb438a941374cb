import { Client, type ClientConfig } from 'pg';
import { Refusal } from '#kernel/decision.ts';
import type { World } from '#platform/call.ts';
import { adminOf } from '#platform/postgres/cluster.ts';
import { openDemoDoor } from '#rooms/access/actions/bootstrap.ts';
import { forgetKept } from '#rooms/placement/actions/fit.ts';
import { CAST_PASSWORD, STAFF } from '#test/cast/people.ts';
import { Clock, followRealTime, followSimulatedTime } from '#test/cast/simulated-time.ts';
import { ownPools } from '#test/replay/house.ts';
import { type Inputs, USUAL } from '#test/replay/inputs.ts';
import { setNetwork } from '#test/replay/network.ts';
import { loadShippedPayers } from '../../src/doors/command.ts';
import type { Ground } from '../../src/serve.ts';
import { buildCases } from './cases/build.ts';
import { PORTAL_PEOPLE } from './cases/portal.ts';
import { DEMO_THERAPISTS } from './network.ts';
import { buildSoziotherapie } from './soziotherapie/build.ts';
import { Stories } from './stories.ts';
import { tellDrill, tellToday } from './today.ts';

/** Days of history before today, and the fewest with which every story of the demo fits. */
export const HISTORY_DAYS = 730;
const SHORTEST_DAYS = 100;
/** With fewer days of history a third of the cases is told. */
const ALL_CASES_DAYS = 300;
/** Calendars are full in the last weeks only; years of free times that nobody took would make the first start slow. */
const DENSE_DAYS = 15;
/** Machine and database work at the same time when several people do something at once. */
const TOGETHER = 4;

/**
 * Two years as the founding network reported them, about 134 and 191 places. The first start shall not take long: so the worker's nights
 * and evenings are played less often than in a replay that is checked, of a therapy only the trial sessions are booked, and people are
 * asked about reminders in the last month only.
 */
const INPUTS: Inputs = {
  ...USUAL,
  seed: 2026,
  callsPerYear: [240, 310],
  openingsPerYear: [60, 130],
  laterSessions: 0,
  nightEvery: 28,
  eveningEvery: 7,
  forgetsToConfirm: 0.4,
  remindersSinceDays: 30,
  races: 0,
  restartsPerYear: 0,
};
const BEGUN = 'demo.begun';
const BUILT = 'demo.built';

/** Builds the demo network if it is not there yet; answers the lines that the start prints. */
export async function ensureDemo(ground: Ground): Promise<string[]> {
  if (ground.world.network.mode !== 'demo') throw new Error('the demo network belongs to the demo only');
  const admin = adminOf(ground.cluster, ground.connections.app.database ?? ground.cluster.database);
  const client = new Client(admin);
  await client.connect();
  try {
    if (await has(client, BUILT)) return linesOf(0);
    // A building that was interrupted cannot be gone on with; only a demo may be emptied.
    if (await has(client, BEGUN)) await emptyAgain(client);
    else if (await inUse(client)) throw new Error('Diese Daten gehören keiner Vorführung. / These data belong to no demo.');
    const started = performance.now();
    await note(client, BEGUN, await shippedTables(client));
    await build(ground, admin);
    await note(client, BUILT, true);
    return linesOf((performance.now() - started) / 1000);
  } finally {
    await client.end();
  }
}

async function build(ground: Ground, admin: ClientConfig): Promise<void> {
  await followSimulatedTime(admin);
  await hurry(admin, true);
  const now = Temporal.Now.instant().round({ smallestUnit: 'second', roundingMode: 'floor' });
  const days = historyDays();
  const clock = new Clock(now.subtract({ hours: 24 * days }));
  const world: World = { ...ground.world, ...ownPools(ground.world, ground.connections), idleSeconds: 12 * 3600, clock: () => clock.now };
  try {
    const building = { days, denseDays: DENSE_DAYS };
    const { mailer, connections } = ground;
    const set = await setNetwork({ world, clock, connections, mailer, inputs: INPUTS, building, now, ownLastWeeks: true });
    const { scene, agenda, replay, house } = set;
    const stories = new Stories(agenda, scene.calls, scene.therapists, INPUTS.seed);
    replay.begin();
    stories.tellHistory();
    tellToday(agenda, scene.calls, stories);
    // Tests take the short history, and not the alarm that rings over every screen.
    if (days === HISTORY_DAYS) tellDrill(agenda, scene.calls);
    // A story may find the door closed, because a colleague is away or somebody else was faster; it then ends there.
    await agenda.run({ forgives: (name, fault) => name === 'told' && fault instanceof Refusal, together: TOGETHER });
    clock.turnTo(now);
    await house.deliver();
    await house.night();
    await loadShippedPayers(world); // an invoice needs its payer's address
    await withClient(admin, (client) => buildSoziotherapie(scene.cast, client, now));
    await buildCases(world, scene.cast, now, days < ALL_CASES_DAYS, { calls: scene.calls, callers: stories.callers });
    await scene.cast.asSystem(openDemoDoor);
  } finally {
    await Promise.all([world.app.end(), world.jobs.end()]);
    await hurry(admin, false);
    await followRealTime(admin);
    forgetKept();
  }
}

async function withClient(admin: ClientConfig, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(admin);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** GELEIT_DEMO_DAYS: tests take a shorter history than the two years that people see. */
function historyDays(): number {
  const given = Number(process.env.GELEIT_DEMO_DAYS || HISTORY_DAYS);
  if (!Number.isInteger(given) || given < SHORTEST_DAYS) throw new RangeError(`GELEIT_DEMO_DAYS: ${SHORTEST_DAYS} days at least`);
  return given;
}

/** While the world is built nobody would miss it after a power cut, so commits do not wait for the disk; `BUILT` is written without hurry. */
async function hurry(admin: ClientConfig, on: boolean): Promise<void> {
  const client = new Client(admin);
  await client.connect();
  const { rows } = await client.query<{ name: string }>("select format('%I', current_database()) as name");
  await client.query(`alter database ${rows[0]?.name} ${on ? 'set synchronous_commit = off' : 'reset synchronous_commit'}`);
  await client.end();
}

async function has(client: Client, name: string): Promise<boolean> {
  return (await client.query('select 1 from platform.setting where name = $1', [name])).rows.length > 0;
}

async function note(client: Client, name: string, value: unknown): Promise<void> {
  await client.query('insert into platform.setting (name, valid_from, value) values ($1, now(), $2)', [name, JSON.stringify(value)]);
}

async function inUse(client: Client): Promise<boolean> {
  return (await client.query('select 1 from access.account limit 1')).rows.length > 0;
}

/** Removes every row of a half-built demo, the log's too, but not what the migrations brought; triggers stand still meanwhile. */
async function emptyAgain(client: Client): Promise<void> {
  const { rows } = await client.query<{ value: string[] }>('select value from platform.setting where name = $1', [BEGUN]);
  const shipped = new Set(rows[0]?.value ?? []);
  const names = (await tablesOf(client)).filter((name) => !shipped.has(name));
  await client.query('begin');
  await client.query('set local session_replication_role = replica');
  await client.query(`truncate ${names.join(', ')}`);
  await client.query('commit');
}

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker')`,
  );
  return rows.map(({ name }) => name);
}

/** Tables that hold rows before anybody has done anything. */
async function shippedTables(client: Client): Promise<string[]> {
  const shipped: string[] = [];
  for (const name of await tablesOf(client)) if ((await client.query(`select 1 from ${name} limit 1`)).rows.length > 0) shipped.push(name);
  return shipped;
}

const ROLES: Record<string, string> = {
  jana: 'Telefonplatz, Tisch 1',
  samuel: 'Telefonplatz, Tisch 2',
  marit: 'Koordination',
  tomasz: 'Verwaltung',
  yilmaz: 'Psychologin im Dienst',
  oksana: 'Case Management',
  jonas: 'Soziotherapie',
  mai: 'Büro',
  amara: 'Fachliche Leitung',
  karin: 'Prüfung',
};

function linesOf(seconds: number): string[] {
  const built = seconds > 0 ? [`Netz für die Vorführung gebaut in ${seconds.toFixed(1)} s / demo network built`] : [];
  const people = Object.entries(STAFF)
    .filter(([key]) => key in ROLES)
    .map(([key, { name, email }]) => `  ${name.padEnd(20)} ${(ROLES[key] ?? '').padEnd(24)} ${email}`);
  return [
    ...built,
    'Alle hier sind erfunden. Anmelden mit einem Klick auf der Startseite, oder mit Adresse und Passwort. / Everybody here is invented.',
    ...people,
    `  ${'Ruth Kessler'.padEnd(20)} ${'Leitung Soziotherapie'.padEnd(24)} ruth.kessler@geleit.example`,
    `  ${'Hanna Lorenz'.padEnd(20)} ${'Leitung Case Management'.padEnd(24)} hanna.lorenz@geleit.example`,
    ...PORTAL_PEOPLE.map(({ name, email, what }) => `  ${name.padEnd(20)} ${what.padEnd(24)} ${email}`),
    `  ${STAFF.klara.name.padEnd(20)} ${'Portal, Klientin'.padEnd(24)} ${STAFF.klara.email}`,
    `  und ${DEMO_THERAPISTS.length} Therapeutinnen und Therapeuten, zum Beispiel Henrike Brandt`,
    `  Passwort / password: ${CAST_PASSWORD}`,
    '  Portal für Klientinnen, Klienten und Angehörige / portal: /portal',
  ];
}
