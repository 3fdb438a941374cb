import { Client, type ClientConfig } from 'pg';
import type { World } from '#platform/call.ts';
import { adminOf } from '#platform/postgres/cluster.ts';
import { openDemoDoor } from '#rooms/access/actions/bootstrap.ts';
import { forgetKept } from '#rooms/placement/actions/fit.ts';
import { CAST_PASSWORD, STAFF } from '#test/cast/people.ts';
import { Clock, followRealTime, followSimulatedTime } from '#test/cast/simulated-time.ts';
import type { Ground } from '../../src/serve.ts';
import { Agenda } from './agenda.ts';
import { buildNetwork, HISTORY_DAYS } from './building.ts';
import { Calls } from './calls.ts';
import { finishHistory } from './finish.ts';
import { DEMO_THERAPISTS } from './network.ts';
import { Stories } from './stories.ts';
import { tellToday } from './today.ts';

const SEED = 2026;
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
    await note(client, BEGUN);
    await build(ground, admin);
    await note(client, BUILT);
    return linesOf((performance.now() - started) / 1000);
  } finally {
    await client.end();
  }
}

async function build(ground: Ground, admin: ClientConfig): Promise<void> {
  await followSimulatedTime(admin);
  try {
    const now = Temporal.Now.instant().round({ smallestUnit: 'second', roundingMode: 'floor' });
    const clock = new Clock(now.subtract({ hours: 24 * HISTORY_DAYS }));
    const world: World = { ...ground.world, clock: () => clock.now };
    const agenda = new Agenda(clock, now);
    const cast = await buildNetwork(world, agenda);
    const calls = new Calls(cast);
    const therapists = new Map(DEMO_THERAPISTS.map(({ key }) => [cast.practitioner(key), key]));
    const stories = new Stories(agenda, calls, therapists, SEED);
    stories.tellHistory();
    tellToday(agenda, calls, stories);
    await finishHistory(agenda, cast, world, ground.mailer, clock);
    await cast.asSystem(openDemoDoor);
  } finally {
    await followRealTime(admin);
    forgetKept();
  }
}

async function has(client: Client, name: string): Promise<boolean> {
  return (await client.query('select 1 from platform.setting where name = $1', [name])).rows.length > 0;
}

async function note(client: Client, name: string): Promise<void> {
  await client.query("insert into platform.setting (name, valid_from, value) values ($1, now(), 'true')", [name]);
}

async function inUse(client: Client): Promise<boolean> {
  return (await client.query('select 1 from access.account limit 1')).rows.length > 0;
}

/** Removes every row of a half-built demo, the log's too; triggers stand still meanwhile. */
async function emptyAgain(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('platform', 'access', 'people', 'consent', 'messages', 'tasks', 'directory', 'scheduling', 'placement')
       and tablename not in ('migration', 'fit_rule')`,
  );
  await client.query('begin');
  await client.query('set local session_replication_role = replica');
  await client.query(`truncate ${rows.map(({ name }) => name).join(', ')}`);
  await client.query('commit');
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
  const people = Object.entries(STAFF).map(([key, { name, email }]) => `  ${name.padEnd(20)} ${(ROLES[key] ?? '').padEnd(24)} ${email}`);
  return [
    ...built,
    'Alle hier sind erfunden. Anmelden mit einem Klick auf der Startseite, oder mit Adresse und Passwort. / Everybody here is invented.',
    ...people,
    `  und ${DEMO_THERAPISTS.length} Therapeutinnen und Therapeuten, zum Beispiel Henrike Brandt`,
    `  Passwort / password: ${CAST_PASSWORD}`,
  ];
}
