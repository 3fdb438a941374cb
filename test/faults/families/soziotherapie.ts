import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asSystem } from '#platform/call.ts';
import { KeyRing } from '#platform/crypto.ts';
import { createLog } from '#platform/log.ts';
import { openSession } from '#rooms/access/actions/bootstrap.ts';
import { ALL, SERVICE_INVARIANTS } from '#test/simulation/soziotherapie/invariants.ts';
import { advance, order } from '#test/simulation/soziotherapie/orders.ts';
import { openSimulated } from '#test/simulation/soziotherapie/practice.ts';
import { differs } from '#test/simulation/soziotherapie/recount.ts';
import { createWorld } from '../../../src/serve.ts';
import type { Family, Run } from '../family.ts';
import { type App, type Ground, pause, prepareApp, until } from '../ground.ts';
import { unsound } from '../invariants.ts';
import { openRelay, type Relay } from '../relay.ts';
import { count, emptyReport, type Report } from '../report.ts';
import { type Done, openServiceDesks, type ServiceDesks, type ServiceScene } from '../service-desks.ts';
import { strikeAll } from '../strike.ts';
import { withoutKeys } from '../without-keys.ts';

export const DATABASE = 'faults_soziotherapie';
const CLIENTS = 6;
/** The short form strikes the first of the points. */
const SHORT = 4;

const NOTE = /insert into "soziotherapie"\."session_note"/;
const NUMBER = /"?billing"?\."?number_range"?/;
const POINTS = [
  { at: 'done', statement: NUMBER, who: 'app', what: 'an invoice that has its number' },
  { at: 'done', statement: /insert into "soziotherapie"\."decision"/, who: 'database', what: 'a decision that was just counted' },
  { at: 'asked', statement: NOTE, who: 'app', what: 'a visit before its commit' },
  { at: 'asked', statement: /"soziotherapie"\."device_entry"/, who: 'app', what: 'a batch of a telephone' },
  { at: 'asked', statement: NUMBER, who: 'database', what: 'an invoice before it has its number' },
  { at: 'done', statement: NOTE, who: 'app', what: 'a visit after its commit' },
  { at: 'asked', statement: /insert into "records"\."file"/, who: 'app', what: 'a file before its commit' },
] as const;

export const soziotherapie: Family = {
  name: 'soziotherapie',
  what: 'kill -9 of app and database around visits, sealed batches, decisions, files and numbers of invoices of a practice of Soziotherapie',
  async run(run) {
    const report = emptyReport('soziotherapie', run.seed);
    const { ground } = run;
    await ground.fresh(DATABASE);
    const { scene, people, organisationId } = await prepare(run);
    const relay = await openRelay(ground.socketFolder);
    const app = await serviceApp(ground, relay.folder);
    try {
      await app.start();
      const desks = openServiceDesks({ ...scene, origin: () => app.origin }, run.short ? 60 : 250);
      await strikeAll(run, {
        ...{ points: POINTS, inShort: SHORT, app, relay, report, desks },
        skips: ({ what }) => /decision/.test(what) && scene.waiting.length === 0,
        after: async ({ who }) => {
          if (who === 'database' && !run.short) await pause(14_000);
        },
      });
      await desks.finish();
      report.wrong.push(...Object.entries(desks.wrong).map(([words, times]) => `${times} answers: ${words}`));
      await judge(ground, desks, report);
      report.violations.push(...(await brokenAfter(ground, people, organisationId)));
      await ground.with(DATABASE, async (client) => report.violations.push(...(await unsound(client))));
      report.figures = { ...report.figures, statuses: desks.statuses };
      report.control = {
        what: 'the same without idempotency keys, the answer lost on its way: units of a former provider stand there twice',
        result: await control({ ground, relay, app }, scene),
      };
    } finally {
      await app.stop();
      await relay.close();
    }
    return report;
  },
};

/** The product over the prepared database, with the key that its texts were sealed with. */
export async function serviceApp(ground: Ground, socketFolder?: string): Promise<App> {
  const folder = join(ground.dataFolder, 'service-keys');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'network.key'), Buffer.alloc(32, 7).toString('base64url'), { mode: 0o600 });
  const env = { GELEIT_KEY_FILE: join(folder, 'network.key') };
  return prepareApp({ databaseUrl: ground.url(DATABASE, socketFolder), dataFolder: ground.dataFolder, env });
}

/** Clients with a prescription that the insurer has and has not decided; their practice acts as in the simulation, six days ago. */
export async function prepare({ ground, random }: Pick<Run, 'ground' | 'random'>) {
  const now = Temporal.Now.instant();
  const database = { connections: await ground.connections(DATABASE), admin: ground.admin(DATABASE) };
  const practice = await openSimulated(database, random, CLIENTS, now.subtract({ hours: 24 * 6 }));
  const { cast, clock, helpers, look, practices } = practice.door.stage;
  try {
    for (const [index, one] of practice.cases.entries()) {
      const id = await order(practice, one, 'INITIAL', 30);
      for (let turn = 0; id && turn < 3; turn += 1) await advance(practice, id, true);
      // even ones are Weidner's, odd ones Brück's
      const [{ version, who } = { version: 1, who: '' }] = await look<{ version: number; who: string }>(
        'select version, practitioner_id as who from soziotherapie.episode where id = $1',
        one.episodeId,
      );
      const practitionerId = helpers[index % 2 ? 'brueck' : 'weidner'];
      if (who !== practitionerId)
        await practice.door.get('leitung', 'soziotherapie.assignHelper', {
          params: { id: one.episodeId },
          version,
          body: { practitionerId },
        });
    }
    clock.now = now;
    const waiting = await look<{ id: string }>(
      `select id from soziotherapie.prescription where state in ('PROVISIONAL', 'SUBMITTED') order by id`,
    );
    const token = (who: 'weidner' | 'brueck' | 'buero') => cast.asSystem((call) => openSession(call, cast.account(who)));
    const tokens = { weidner: await token('weidner'), brueck: await token('brueck'), buero: await token('buero') };
    const scene: Omit<ServiceScene, 'origin'> = { tokens, cases: practice.cases, waiting: waiting.map(({ id }) => id) };
    return { scene, people: practice.cases.map(({ personId }) => personId), organisationId: practices.musterweg };
  } finally {
    await practice.door.close();
  }
}

/** Each acknowledged effect stands there once; what was refused is not there. */
export async function judge(ground: Ground, desks: ServiceDesks, report: Report): Promise<void> {
  const good = desks.done.filter(({ status }) => status >= 200 && status < 300);
  const marks = (name: Done['name']) =>
    good.filter((one) => one.name === name).flatMap(({ mark }) => mark.split(name === 'kept' ? ' ' : '\n'));
  const acknowledged: Record<string, number> = {};
  report.figures.acknowledged = acknowledged;
  await ground.with(DATABASE, async (client) => {
    const counted = async (name: Done['name'], text: string): Promise<void> => {
      const { rows } = await client.query<{ mark: string; times: number }>(
        `select mark, (${text})::int as times from unnest($1::text[]) mark`,
        [marks(name)],
      );
      report.lost += rows.filter(({ times }) => times === 0).length;
      report.doubled += rows.filter(({ times }) => times > 1).length;
      report.acknowledged += rows.length;
      acknowledged[name] = rows.length;
    };
    const written = `select count(*) from soziotherapie.session s where s.start_local = mark and s.state in ('SIGNED', 'LATE_PENDING', 'RELEASED', 'INVOICED') and s.signed_how is not null
      and exists (select from soziotherapie.session_note n where n.session_id = s.id and n.number = 1)`;
    await counted('visit', written);
    await counted(
      'kept',
      `select count(*) from soziotherapie.device_entry d where d.id = mark::uuid and d.state = 'applied' and d.session_id is not null`,
    );
    await counted('external', 'select count(*) from soziotherapie.external_units u where u.evidence = mark');
    await counted('decision', 'select count(*) from soziotherapie.decision d where d.prescription_id = mark::uuid');
    await counted('upload', `select count(*) from platform.event e where e.object_id = mark::uuid and e.action = 'records.file.kept'`);
    await counted('sent', `select count(*) from billing.invoice i where i.id = mark::uuid and i.number is not null and i.state = 'SENT'`);
    // one event per change
    const { rows: events } = await client.query<{ action: string; several: number }>(
      `select action, count(*)::int as several from (select action, object_id from platform.event where action in ('soziotherapie.session.documented', 'soziotherapie.prescription.decided',
         'soziotherapie.external-units.added', 'records.file.kept', 'soziotherapie.entry.applied') group by 1, 2 having count(*) > 1) each group by 1`,
    );
    for (const { action, several } of events) report.violations.push(`${several} times ${action} was told more than once`);
    const { rows: untold } = await client.query<{ sessions: number }>(
      `select count(*)::int as sessions from soziotherapie.session s where s.documented_at is not null
         and not exists (select from platform.event e where e.object_id = s.id and e.action = 'soziotherapie.session.documented')`,
    );
    if ((untold[0]?.sessions ?? 0) > 0) report.violations.push(`${untold[0]?.sessions} notes have no event`);
    const { rows } = await client.query<{ files: number; kept: number }>(
      `select (select count(*) from records.file where kind = 'letter')::int as files, (select count(*) from platform.event where action = 'records.file.kept' and data ->> 'kind' = 'letter')::int as kept`,
    );
    if ((rows[0]?.files ?? 0) !== marks('upload').length) report.doubled += Math.abs((rows[0]?.files ?? 0) - marks('upload').length);
  });
  const again = good.filter((one) => one.again);
  report.unknownCommitted = again.length;
  const refused = desks.done.filter(({ status }) => status >= 400 && status < 500);
  const codes: Record<string, number> = {};
  for (const { name, code } of refused) count(codes, `${name} ${code}`);
  report.figures.refused = codes;
  // a visit of that moment may have moved the prescription: the office reads it again and decides again
  const strange = refused.filter(({ again: asked, code }) => asked && code !== 'version-old');
  if (strange.length > 0)
    report.wrong.push(`${strange.length} commands were refused only when they were asked again (${strange[0]?.name} ${strange[0]?.code})`);
}

/** All sentences of the rule book, and every person counted anew, on fresh connections. */
export async function brokenAfter(ground: Ground, people: readonly string[], organisationId: string): Promise<string[]> {
  const network = { name: 'Netz Bonn', publicUrl: 'http://localhost:4000', mode: 'test' as const };
  const world = createWorld(await ground.connections(DATABASE), new KeyRing(Buffer.alloc(32, 7)), network, createLog('silent'));
  try {
    return await ground.with(DATABASE, async (client) => {
      const { rows } = await client.query<{ number: number; rows: number; first: unknown }>(ALL);
      const found = rows
        // with several at once the numbers of savepoints lie far apart: `judge` asks for the events by name
        .filter((row) => row.rows > 0 && SERVICE_INVARIANTS[row.number]?.says.includes('one event per change') !== true)
        .map((row) => `${row.rows} rows, such as ${JSON.stringify(row.first)}, break: ${SERVICE_INVARIANTS[row.number]?.says}`);
      const ledgers = {
        asSystem: <Result>(work: Parameters<typeof asSystem<Result>>[2]) => asSystem(world, 'recount', work),
        look: async <Row>(text: string, ...values: unknown[]) => (await client.query(text, values)).rows as Row[],
        ...{ organisationId, seed: 1 },
      };
      for (const personId of people) {
        const words = await differs(ledgers, personId);
        if (words) found.push(words);
      }
      return found;
    });
  } finally {
    await Promise.all([world.app.end(), world.jobs.end()]);
  }
}

/** Without the memory of keys, what was asked again because its answer was lost must stand there twice. */
async function control(
  { ground, relay, app }: { ground: Ground; relay: Relay; app: App },
  scene: Omit<ServiceScene, 'origin'>,
): Promise<Report['control']['result']> {
  await ground.with(DATABASE, withoutKeys);
  if (!app.alive()) await app.start();
  const desks = openServiceDesks({ ...scene, waiting: [], origin: () => app.origin });
  let cut = false;
  void relay.trap({
    at: 'done',
    statement: /insert into "soziotherapie"\."external_units"/,
    act: () => {
      cut = true;
    },
  });
  await until(15_000, () => cut);
  await pause(300);
  await desks.finish();
  const { rows } = await ground.with(DATABASE, (client) =>
    client.query<{ twice: number }>(
      'select count(*)::int as twice from (select evidence from soziotherapie.external_units group by 1 having count(*) > 1) each',
    ),
  );
  return (rows[0]?.twice ?? 0) > 0 ? 'failed' : 'passed';
}
