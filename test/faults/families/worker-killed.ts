import { randomUUID } from 'node:crypto';
import { openCaller } from '../../../bench/lib/http.ts';
import { desk } from '../../../bench/race/desk.ts';
import { type Stage, setStage } from '../../../bench/race/stage.ts';
import { type Family, goesOn } from '../family.ts';
import { type App, type Ground, prepareApp, until } from '../ground.ts';
import { broken } from '../invariants.ts';
import { type MailServer, openMailServer } from '../mail-server.ts';
import { emptyReport, type Report } from '../report.ts';

const DATABASE = 'faults_worker';
const PATIENCE_MS = 30_000;

export const workerKilled: Family = {
  name: 'worker-killed',
  what: 'kill -9 between handing a message over and writing it down; messages that nobody takes, and one that cannot even be read',
  async run(run) {
    const report = emptyReport('worker-killed', run.seed);
    const { ground } = run;
    await ground.fresh(DATABASE);
    const stage = await ground.with(DATABASE, (client) => setStage(client, { slots: 400, places: 200, spare: 5, requests: 400, desks: 2 }));
    const mails = await openMailServer();
    const app = await prepareApp({
      databaseUrl: ground.url(DATABASE),
      dataFolder: ground.dataFolder,
      env: { SMTP_URL: mails.url, GELEIT_MAIL_FROM: 'netz@example.org' },
    });
    const scene: Scene = { ground, stage, app, mails, report, next: 0 };
    try {
      await app.start();
      while (goesOn(run, report.cycles, 1) && scene.next < 380) {
        await killAfterHandOver(scene);
        report.cycles += 1;
      }
      await poison(scene);
      await ground.with(DATABASE, async (client) => report.violations.push(...(await broken(client))));
      report.control = { what: 'a message that is written down as sent before it is handed over', result: await control(scene) };
      report.figures = { handedOver: mails.taken.length, refused: { ...mails.refused } };
    } finally {
      await app.stop();
      await mails.close();
    }
    return report;
  },
};

interface Scene {
  ground: Ground;
  stage: Stage;
  app: App;
  mails: MailServer;
  report: Report;
  next: number;
}

interface Row {
  id: string;
  state: string;
  attempts: number;
  failure: string | null;
}

/** Holds and books the next of the requests; the recipient of the confirmation is told beforehand. */
async function book(scene: Scene, email?: string): Promise<string> {
  const { stage, app, ground, report } = scene;
  const request = stage.requests[scene.next];
  const target = stage.targets[scene.next];
  scene.next += 1;
  if (!request || !target) throw new Error('the stage is too small');
  if (email)
    await ground.with(DATABASE, (client) =>
      client.query('update people.person set email = $2 where id = (select person_id from placement.request where id = $1)', [
        request,
        email,
      ]),
    );
  const caller = openCaller(app.origin, desk.headers(stage.sessions[0] ?? ''));
  const held = await caller.ask({ ...desk.hold(request, target), headers: { 'idempotency-key': randomUUID() } });
  const booked = await caller.ask({ ...desk.book(request, target), headers: { 'idempotency-key': randomUUID() } });
  caller.close();
  if (booked.status !== 200) throw new Error(`hold ${held.status}, book ${booked.status} ${JSON.stringify(booked.body)}`);
  report.acknowledged += 1;
  return String(Reflect.get(Object(booked.body), 'messageId'));
}

const rowOf = async ({ ground }: Scene, id: string): Promise<Row | undefined> =>
  await ground.with(
    DATABASE,
    async (client) => (await client.query<Row>('select id, state, attempts, failure from messages.message where id = $1', [id])).rows[0],
  );

/** Lets the time until the next try pass. */
const timePasses = async ({ ground }: Scene): Promise<void> => {
  await ground.with(DATABASE, (client) =>
    client.query("update messages.message set next_try_at = now() where state = 'queued' and next_try_at is not null"),
  );
};

/** The mail server has the message, the process dies, and nothing of it was written down. */
async function killAfterHandOver(scene: Scene): Promise<void> {
  const { app, mails, report } = scene;
  let signal: string | null = null;
  mails.once('taken', async () => {
    signal = await app.kill();
  });
  report.injected += 1;
  // The confirmation goes as soon as the booking is committed, perhaps before its answer: so it is looked up in the database.
  const before = mails.taken.length;
  const id = await book(scene).catch(() => undefined);
  if (!(await until(PATIENCE_MS, () => signal !== null))) return void report.wrong.push('no message was handed over');
  const messageId = mails.taken[before]?.messageId ?? '';
  const known = id ?? /^<([0-9a-f-]{36})@/.exec(messageId)?.[1] ?? '';
  const between = await rowOf(scene, known);
  if (signal === 'SIGKILL' && between?.state === 'queued' && between.attempts === 1) report.proved += 1;
  if (id === undefined) report.acknowledged += 1;
  await app.start();
  await timePasses(scene);
  if (!(await until(PATIENCE_MS, async () => (await rowOf(scene, known))?.state === 'sent'))) {
    report.lost += 1;
    return;
  }
  const same = mails.taken.filter((mail) => mail.messageId === messageId);
  report.unknownCommitted += 1;
  if (same.length !== 2) report.wrong.push(`a message was handed over ${same.length} times with its Message-ID`);
  if (new Set(same.map(({ hash }) => hash)).size > 1) report.wrong.push('the repeat of a message has other bytes');
  if (!messageId.startsWith(`<${known}@`)) report.wrong.push('the Message-ID does not follow from the message');
}

/** Nobody stands in the way of the others: refused for good, refused for now until the tries are over, and not to be read at all. */
async function poison(scene: Scene): Promise<void> {
  const { ground, mails, report } = scene;
  report.injected += 3;
  const unreadable = randomUUID();
  const refused = await book(scene, 'refused@example.org');
  const busy = await book(scene, 'busy@example.org');
  await ground.with(DATABASE, (client) =>
    client.query(
      `insert into messages.message (id, person_id, channel, template, language, state, sealed, due_at, created_at, cause_kind, cause_id)
       select $1, person_id, channel, 'unreadable', language, 'queued', '\\x0001', now() - interval '1 day', now(), cause_kind, $3 from messages.message where id = $2`,
      [unreadable, refused, randomUUID()],
    ),
  );
  const others = [await book(scene), await book(scene), await book(scene)];
  for (const id of others)
    if (!(await until(PATIENCE_MS, async () => (await rowOf(scene, id))?.state === 'sent'))) {
      report.lost += 1;
      report.wrong.push('a message waits behind one that cannot be delivered');
    }
  const parked = async (id: string): Promise<Row | undefined> => {
    for (let round = 0; round < 14; round += 1) {
      const row = await rowOf(scene, id);
      if (row?.state !== 'queued') return row;
      await timePasses(scene);
      await book(scene); // a new message wakes the worker
      await until(1_500, async () => ((await rowOf(scene, id))?.attempts ?? 0) > row.attempts);
    }
    return await rowOf(scene, id);
  };
  for (const [id, name] of [
    [refused, 'refused for good'],
    [busy, 'refused for now'],
    [unreadable, 'not to be read'],
  ] as const) {
    const row = await parked(id);
    if (row?.state === 'failed') report.proved += 1;
    else report.wrong.push(`a message ${name} is ${row?.state} after ${row?.attempts} tries`);
  }
  await ground.with(DATABASE, (client) => client.query("delete from messages.message where template = 'unreadable'"));
  if ((mails.refused['busy@example.org'] ?? 0) < 2) report.wrong.push('a message that was refused for now was tried once only');
}

/** Written down first and then sent: a death in between loses the message. */
async function control(scene: Scene): Promise<Report['control']['result']> {
  const { ground, app, mails } = scene;
  let signal: string | null = null;
  mails.once('offered', async () => {
    await ground.with(DATABASE, (client) =>
      client.query("update messages.message set state = 'sent' where state = 'queued' and attempts = 1"),
    );
    signal = await app.kill();
  });
  const before = mails.taken.length;
  await book(scene).catch(() => undefined);
  await until(PATIENCE_MS, () => signal !== null);
  await app.start();
  await timePasses(scene);
  const came = await until(4_000, () => mails.taken.length > before);
  return came ? 'passed' : 'failed';
}
