import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { berlinInstant } from '#kernel/time.ts';
import { asSystem } from '#platform/call.ts';
import { KeyRing } from '#platform/crypto.ts';
import { createLog } from '#platform/log.ts';
import { openSession } from '#rooms/access/actions/bootstrap.ts';
import { lookAtFindings, refreshFindings } from '#rooms/cases/actions/findings.ts';
import { appendRelease } from '#rooms/consent/actions/releases.ts';
import { appendOrganisation } from '#rooms/directory/actions/coordinate.ts';
import { addService } from '#rooms/directory/actions/services.ts';
import { type OpenedCase, setCases } from '#test/cases-stage.ts';
import { REACTIONS } from '../../../src/rooms.ts';
import { createWorld } from '../../../src/serve.ts';
import { type CaseDesks, type CaseScene, EFFECTS, openCaseDesks } from '../case-desks.ts';
import type { Family } from '../family.ts';
import { type App, type Ground, prepareApp, until } from '../ground.ts';
import { openRelay, type Relay } from '../relay.ts';
import { emptyReport, type Report } from '../report.ts';
import { type Point, strikeAll } from '../strike.ts';
import { withoutKeys } from '../without-keys.ts';

const DATABASE = 'faults_cases';
/** The short form strikes the first of the points. */
const SHORT = 3;
const CASES = 5;

const STEP = /insert into "referrals"\."step"/;
const CONTACT = /insert into "cases"\."contact"/;
const MOVES = /app\.move_merged/;
const POINTS = [
  { at: 'done', statement: STEP, who: 'app', what: 'a referral that is on its way' },
  { at: 'done', statement: MOVES, who: 'database', what: 'two records half joined' },
  { at: 'done', statement: CONTACT, who: 'app', what: 'a contact and what follows from it' },
  { at: 'asked', statement: STEP, who: 'database', what: 'a referral before it goes' },
  { at: 'asked', statement: MOVES, who: 'app', what: 'two records before they are joined' },
  { at: 'asked', statement: /insert into "cases"\."phase_visit"/, who: 'app', what: 'a case that is being opened' },
] as const;

/** How often the effect of each command stands there, by its mark. */
const STANDING: Record<(typeof EFFECTS)[number], string> = {
  opened: 'select pseudonym as mark, count(*)::int as times from cases.case group by 1',
  contact: `select case_id || ' ' || on_day || ' ' || to_char(at at time zone 'Europe/Berlin', 'HH24:MI') as mark, count(*)::int as times from cases.contact group by 1`,
  line: `select line_id::text as mark, count(*)::int as times from cases.line_state where state = 'prepared' group by 1`,
  sent: `select referral_id::text as mark, count(*)::int as times from referrals.step where event = 'send' group by 1`,
  merged: `select object_id::text as mark, count(*)::int as times from platform.event where action = 'people.person.merged' group by 1`,
};

/** What must hold however it was interrupted: each query answers how many rows break it. */
const WHOLE: readonly [words: string, count: string][] = [
  [
    'open cases without their manager’s relation, or without the phase they are in',
    `select count(*) from cases.case c where c.phase <> 'closed'
       and (not exists (select from access.care_relation r where r.cause_kind = 'case' and r.cause_id = c.id and r.account_id = c.manager_id and r.until_at is null)
         or not exists (select from cases.phase_visit v where v.case_id = c.id and v.phase = c.phase and v.left_at is null))`,
  ],
  [
    'cases without the event of their opening',
    `select count(*) from cases.case c where c.pseudonym like 'Fall %-%'
       and not exists (select from platform.event e where e.action = 'cases.case.opened' and e.object_id = c.id)`,
  ],
  [
    'referrals that went without exactly one link, one mail and their packet, or did not go and have one',
    `select count(*) from referrals.referral r where (r.state <> 'draft') <>
       ((select count(*) from access.link l where l.object_id = r.id) = 1 and r.packet_sealed is not null
         and (select count(*) from messages.message m where m.cause_id = r.id) = 1)`,
  ],
  [
    'lines whose state is not the last of their course',
    `select count(*) from cases.service_line l where l.state <>
       (select s.state from cases.line_state s where s.line_id = l.id order by s.at desc, s.id desc limit 1)`,
  ],
];

export const cases: Family = {
  name: 'cases',
  what: 'kill -9 of app and database around opened cases, contacts, service lines, referrals on their way and records being joined',
  async run(run) {
    const report = emptyReport('cases', run.seed);
    const { ground } = run;
    await ground.fresh(DATABASE);
    const scene = await prepare(ground, run.short ? 40 : 400);
    const relay = await openRelay(ground.socketFolder);
    const folder = join(ground.dataFolder, 'case-keys');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'network.key'), Buffer.alloc(32, 7).toString('base64url'), { mode: 0o600 });
    const app = await prepareApp({
      databaseUrl: ground.url(DATABASE, relay.folder),
      dataFolder: ground.dataFolder,
      env: { GELEIT_KEY_FILE: join(folder, 'network.key') },
    });
    try {
      await app.start();
      const desks = openCaseDesks({ ...scene, origin: () => app.origin }, run.short ? 60 : 150);
      const skips = (point: Point) => point.statement === MOVES && scene.pairs.length === 0;
      await strikeAll(run, { points: POINTS, inShort: SHORT, app, relay, report, desks, skips });
      await desks.finish();
      report.wrong.push(...Object.entries(desks.wrong).map(([words, times]) => `${times} answers: ${words}`));
      await judge(ground, desks, report);
      report.figures = { ...report.figures, statuses: desks.statuses };
      report.control = {
        what: 'the same without idempotency keys, the answer lost on its way: a contact stands there twice',
        result: await control({ ground, relay, app }, scene),
      };
    } finally {
      await app.stop();
      await relay.close();
    }
    return report;
  },
};

/** Cases whose clients released a partner of the directory, and records that are one person. */
async function prepare(ground: Ground, pairs: number): Promise<Omit<CaseScene, 'origin'>> {
  const database = { connections: await ground.connections(DATABASE), admin: ground.admin(DATABASE) };
  const stage = await setCases(database, { at: Temporal.Now.instant() });
  const { cast, services, clock } = stage;
  try {
    const serviceId = await cast.as('marit', async (call, permit) => {
      const fields = { name: 'Caritas Bonn', kind: 'counselling' as const, phone: '0228 90 100', email: null, website: null };
      const { id: organisationId } = await appendOrganisation(call, permit('directory.coordinate'), fields);
      const added = await addService(call, permit('directory.services'), {
        ...{
          organisationId,
          name: 'Schuldnerberatung',
          serviceType: 'debt-advice',
          system: 'counselling',
          capacity: 'free',
          waitingDays: 20,
        },
        ...{ postalAreas: ['53'], targetGroups: ['debts'], minAge: 18, maxAge: null, payers: ['FREE'], languages: ['de'], access: {} },
        ...{ modalities: ['in-person'], outreach: false, admission: null },
        ...{ contactName: 'Frau Engel', contactPhone: null, contactEmail: 'schulden@caritas.example' },
      });
      return added.id;
    });
    const opened: OpenedCase[] = [];
    const today = clock.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate();
    for (let index = 0; index < CASES; index += 1) {
      const one = await stage.openCase({ phase: 'linking', familyName: `Fall ${index}` });
      opened.push(one);
      await cast.as('olena', (call) =>
        appendRelease(call, {
          personId: one.personId,
          organisationId: services.rheinsieg,
          recipientKind: 'service',
          recipientId: serviceId,
          recipient: { name: 'Schuldnerberatung', email: null, address: [] },
          classes: ['identity', 'contact'],
          purpose: 'COORD',
          untilAt: berlinInstant(today.add({ months: 6 }), Temporal.PlainTime.from('00:00')),
          form: 'spoken',
          givenBy: 'client',
          fileId: null,
          direction: 'to-recipient',
        }),
      );
    }
    const { rows } = await stage.admin.query<{ kept: string; gone: string }>(
      `with n as (select i, gen_random_uuid() as kept, gen_random_uuid() as gone from generate_series(1, $1::int) i),
         p as (insert into people.person (id, created_at, given_name, family_name, birth_date)
           select kept, now(), 'Anna', 'Doppelt ' || i, date '1990-05-04' from n union all select gone, now(), 'Anna', 'Doppelt ' || i, date '1990-05-04' from n),
         q as (insert into placement.request (id, person_id, state, created_at) select gen_random_uuid(), gone, 'new', now() from n),
         r as (insert into people.recognition (person_id, kind, token)
           select one, 'phone', sha256(convert_to('line ' || i, 'UTF8')) from n cross join lateral (values (kept), (gone)) each (one))
       select kept, gone from n`,
      [pairs],
    );
    const token = (who: 'olena' | 'marit' | 'tomasz') => cast.asSystem((call) => openSession(call, cast.account(who)));
    const tokens = { olena: await token('olena'), marit: await token('marit'), tomasz: await token('tomasz') };
    return { tokens, cases: opened, serviceId, pairs: rows.map(({ kept, gone }) => [kept, gone]) };
  } finally {
    await stage.close();
  }
}

/** Each acknowledged effect stands there once, nothing stands there by half, and findings are what they would be if counted anew. */
async function judge(ground: Ground, desks: CaseDesks, report: Report): Promise<void> {
  const acknowledged: Record<string, number> = {};
  report.figures.acknowledged = acknowledged;
  await ground.with(DATABASE, async (client) => {
    for (const name of EFFECTS) {
      const { rows } = await client.query<{ mark: string; times: number }>(STANDING[name]);
      const times = new Map(rows.map((row) => [row.mark, row.times]));
      const said = desks.done.filter((one) => one.name === name && one.status >= 200 && one.status < 300);
      acknowledged[name] = said.length;
      report.acknowledged += said.length;
      report.lost += said.filter(({ mark }) => !times.has(mark)).length;
      report.unknownCommitted += said.filter(({ again }) => again).length;
      report.doubled += desks.done.filter((one) => one.name === name && (times.get(one.mark) ?? 0) > 1).length;
      const refused = desks.done.filter((one) => one.name === name && one.status >= 400);
      report.wrong.push(...refused.map(({ status, code }) => `${name} was answered ${status} ${code}`));
    }
    for (const [words, text] of WHOLE) await noRows(client, report, words, text);
    for (const table of followers())
      await noRows(
        client,
        report,
        `rows of ${table} that a joined record left behind`,
        `select count(*) from ${table} t join people.merge m on m.gone_id = t.person_id and m.state = 'merged'`,
      );
  });
  const world = createWorld(
    await ground.connections(DATABASE),
    new KeyRing(Buffer.alloc(32, 7)),
    { name: 'Netz', publicUrl: 'https://netz.example', mode: 'test' },
    createLog('silent'),
  );
  try {
    while ((await lookAtFindings(world)) > 0);
    const changed = await asSystem(world, 'recount', async (call) => {
      const rows = await call.tx.selectFrom('cases.case').select('id').execute();
      return refreshFindings(
        call,
        rows.map(({ id }) => id),
        { all: true },
      );
    });
    if (changed > 0) report.violations.push(`${changed} cases have other findings when all are counted anew`);
  } finally {
    await Promise.all([world.app.end(), world.jobs.end()]);
  }
}

async function noRows(client: pg.ClientBase, report: Report, words: string, text: string): Promise<void> {
  const { rows } = await client.query<{ count: string }>(text);
  if (Number(rows[0]?.count) > 0) report.violations.push(`${rows[0]?.count} ${words}`);
}

/** Tables whose rows follow when two records become one; by what both are recognised, the one that stays has already. */
const followers = () =>
  (REACTIONS.get('people.person.merged') ?? [])
    .flatMap((one) => ('tables' in one ? (one.tables as string[]) : []))
    .filter((table) => table !== 'people.recognition');

/** Without the memory of keys, what was asked again because its answer was lost must stand there twice. */
async function control(
  { ground, relay, app }: { ground: Ground; relay: Relay; app: App },
  scene: Omit<CaseScene, 'origin'>,
): Promise<Report['control']['result']> {
  await ground.with(DATABASE, withoutKeys);
  if (!app.alive()) await app.start();
  const desks = openCaseDesks({ ...scene, pairs: [], origin: () => app.origin });
  let cut = false;
  void relay.trap({
    at: 'done',
    statement: CONTACT,
    act: () => {
      cut = true;
    },
  });
  await until(15_000, () => cut);
  const back = performance.now();
  await until(15_000, () => desks.lastSuccess() > back);
  await desks.finish();
  const twice = await ground.with(DATABASE, (client) => client.query(`select from (${STANDING.contact}) each where times > 1`));
  return twice.rowCount ? 'failed' : 'passed';
}
