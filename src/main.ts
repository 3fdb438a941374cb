import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { asSystem } from '#platform/call.ts';
import { ConfigFault, readConfig } from '#platform/config.ts';
import { createLog, type Log } from '#platform/log.ts';
import { makeFirstInvitation } from '#rooms/access/actions/bootstrap.ts';
import { importFile, loadShippedData, loadShippedGuidance } from './doors/command.ts';
import { isDatabaseAway } from './doors/http.ts';
import { type Ground, openDoors, prepareGround, type Running } from './serve.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

/** `demo` shows a living network on this machine; `start` is for production; `import` reads a publisher's file into it. */
async function main(): Promise<void> {
  const [command = 'demo', ...words] = process.argv.slice(2);
  if (!['demo', 'start', 'import'].includes(command))
    throw new Error(`„${command}“ kennt Geleit nicht: demo, start oder import. / unknown command: demo, start or import.`);
  if (command === 'import') return importInto(words);
  const demo = command === 'demo';
  const config = readConfig(demo ? 'demo' : 'production', process.env, process.cwd());
  await insistOnPort(config.host, config.port);
  const log = createLog(config.logLevel);
  for (const name of config.unknown) log.warn(`${name} is not known and has no effect`);
  const stopping = stopOnSignal(log);
  const network = demo
    ? { name: 'Kollegennetzwerk Bonn', street: 'Poppelsdorfer Allee 12', city: '53115 Bonn', phone: '0228 555 010' }
    : config.network;
  const ground = await prepareGround(config, log, network);
  stopping.holds(ground);
  const people = demo ? await buildDemo(ground) : [];
  if (demo) await loadShippedGuidance(ground.world);
  if (!demo) {
    for (const line of await loadShippedData(ground.world)) say(line);
    await inviteFirst(ground);
  }
  stopping.opens();
  const running = await openDoors(config, ground, log);
  stopping.holds(running);
  say(`\nGeleit: ${running.address}`);
  for (const line of people) say(line);
  if (demo && !config.smtpUrl) say(`E-Mails: ${join(config.dataFolder, 'outbox')}`);
}

/** `import postal-codes DE.txt`, `import icd icd10gm2027syst_kodes.txt 2027`: into the data of `start`, which must not be running on the embedded database. */
async function importInto([kind = '', file = '', year]: string[]): Promise<void> {
  const config = readConfig('production', process.env, process.cwd());
  const ground = await prepareGround(config, createLog('warn'), config.network);
  try {
    if (!existsSync(file)) throw new Error(`Die Datei „${file}“ gibt es nicht. / There is no such file.`);
    say(await importFile(ground.world, kind, file, year === undefined ? undefined : Number(year)));
  } finally {
    await ground.stop();
  }
}

/** Says at once, and before anything is touched, that somebody else listens there. */
async function insistOnPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  const fault = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    probe.once('error', resolve);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
  if (fault?.code === 'EADDRINUSE') {
    throw new Error(
      `Port ${port} ist schon belegt. Beenden Sie, was dort läuft, oder wählen Sie mit PORT einen anderen. / Port ${port} is taken. Stop what listens there, or choose another one with PORT.`,
    );
  }
  if (fault)
    throw new Error(
      `Auf ${host}:${port} kann Geleit nicht hören (${fault.code}). / Geleit cannot listen on ${host}:${port} (${fault.code}).`,
    );
}

/** The demo network is built by the same actions that people use; a second start finds it. */
async function buildDemo(ground: Ground): Promise<string[]> {
  const { ensureDemo } = await import('#test/demo/world.ts');
  return ensureDemo(ground);
}

/** The first administrator comes by a link that works once; it is shown here and nowhere else. */
async function inviteFirst({ world }: Ground): Promise<void> {
  const invited = await asSystem(world, 'first-invitation', makeFirstInvitation);
  if (invited) say(`Erste Verwalterin oder erster Verwalter / first administrator:\n  ${invited.link}`);
}

let cleanUp = async (): Promise<void> => {};

/**
 * SIGTERM and SIGINT stop in order, whenever they come. While the doors are being opened the stop waits for them, since half a worker
 * cannot be stopped.
 */
function stopOnSignal(log: Log) {
  let held: Ground | Running | undefined;
  let opening = false;
  let wanted = false;
  let stopping = false;
  const stop = () => {
    wanted = true;
    if (opening || stopping) return;
    if (!held) process.exit(0);
    stopping = true;
    held.stop().then(
      () => process.exit(0),
      (fault: unknown) => {
        log.error({ fault }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  return {
    holds(what: Ground | Running) {
      held = what;
      opening = false;
      cleanUp = () => what.stop();
      if (wanted) stop();
    },
    opens() {
      opening = !wanted;
    },
  };
}

// The queue's library reports a job over a connection that has just died and waits for nobody; the database comes back, and so does the job.
process.on('unhandledRejection', (fault) => {
  if (isDatabaseAway(fault)) return process.stderr.write('Geleit: a connection to the database was lost; it is made again.\n');
  throw fault;
});

main().catch(async (fault: unknown) => {
  await cleanUp().catch(() => {});
  const text = fault instanceof ConfigFault || fault instanceof Error ? fault.message : String(fault);
  process.stderr.write(`\nGeleit: ${text}\n`);
  if (process.env.LOG_LEVEL === 'debug' && fault instanceof Error) process.stderr.write(`${fault.stack}\n`);
  process.exit(1);
});
