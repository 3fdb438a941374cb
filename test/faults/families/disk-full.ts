import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, rmdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setStage } from '../../../bench/race/stage.ts';
import { type Desks, openDesks } from '../desks.ts';
import { type Family, goesOn, type Run } from '../family.ts';
import { type Ground, openGround, pause, prepareApp, until } from '../ground.ts';
import { broken, unsound } from '../invariants.ts';
import { openRelay } from '../relay.ts';
import { emptyReport, type Report, spreadOf } from '../report.ts';
import { verify } from '../verify.ts';

const run = promisify(execFile);
const DATABASE = 'faults_disk';
const MEGABYTES = 400;
const RECOVERY_MS = 30_000;

export const diskFull: Family = {
  name: 'disk-full',
  what: 'the disk with database, log and outbox is filled to the last byte under load, and freed again',
  run: (settings) => onSmallDisk(emptyReport('disk-full', settings.seed), (folder, report) => fillAndFree(settings, folder, report)),
};

/** Mounts a small disk in memory for the work, and takes it away whatever happens. */
export async function onSmallDisk(report: Report, work: (folder: string, report: Report) => Promise<void>): Promise<Report> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return { ...report, skipped: 'a small disk can only be mounted by root on Linux' };
  const folder = await mkdtemp(join(tmpdir(), 'geleit-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m,mode=0755`, 'tmpfs', folder]);
  } catch {
    await rmdir(folder);
    return { ...report, skipped: 'mounting a small disk is not permitted here' };
  }
  const leave = (): void => void execFileSync('umount', ['--lazy', folder]);
  process.once('exit', leave);
  try {
    await work(folder, report);
  } finally {
    process.off('exit', leave);
    await run('umount', ['--lazy', folder]);
    await rm(folder, { recursive: true, force: true });
  }
  return report;
}

async function fillAndFree(settings: Run, folder: string, report: Report): Promise<void> {
  let ground: Ground = await openGround({ dataFolder: join(folder, 'data') });
  const recoveries: number[] = [];
  let panics = 0;
  let restarts = 0;
  const relay = await openRelay(() => ground.socketFolder);
  try {
    await ground.fresh(DATABASE);
    const slots = settings.short ? 4_000 : 20_000;
    const stage = await ground.with(DATABASE, (client) =>
      setStage(client, { slots, places: slots / 2, spare: 5, requests: slots, desks: 4 }),
    );
    const app = await prepareApp({ databaseUrl: ground.url(DATABASE, relay.folder), dataFolder: ground.dataFolder });
    try {
      await app.start();
      const desks = openDesks({ stage, origin: () => app.origin, clients: 4, patience: 120_000 });
      await until(10_000, () => desks.lastSuccess() > 0);
      await pause(1_000);
      report.control = {
        what: 'the same load with room on the disk: somebody is told to come again',
        result: desks.statuses['503'] ? 'passed' : 'failed',
      };
      while (goesOn(settings, report.cycles, 1)) {
        const lines = ground.said().length;
        const free = await fill(folder, desks, report);
        if (report.cycles % 2 === 1) await needAnotherLogFile(ground);
        const said = ground.said().slice(lines);
        panics += said.filter((line) => line.includes('PANIC')).length;
        await free();
        const began = performance.now();
        if (ground.said().some((line) => line.includes('giving up'))) {
          restarts += 1; // the supervisor has called for a person: who frees the disk starts the database again
          await ground.stop();
          ground = await openGround({ dataFolder: join(folder, 'data') });
        }
        if (await until(RECOVERY_MS, () => desks.lastSuccess() > began)) recoveries.push(desks.lastSuccess() - began);
        else report.wrong.push(`no command was possible ${RECOVERY_MS / 1000} s after the disk was freed`);
        report.cycles += 1;
        if (!settings.short) await pause(10_000);
      }
      await desks.finish();
      if (!app.alive()) report.wrong.push(`the app ended: ${app.told().slice(-500)}`);
      report.wrong.push(...Object.entries(desks.wrong).map(([words, times]) => `${times} answers: ${words}`));
      if (desks.wrong['status 500']) report.wrong.push(app.told().slice(-1_500));
      await ground.with(DATABASE, async (client) => {
        const { acknowledged, lost, unknownCommitted, doubled, wrong } = await verify(client, desks.commands);
        Object.assign(report, { acknowledged, lost, unknownCommitted, doubled });
        report.wrong.push(...wrong);
        report.violations.push(...(await broken(client)), ...(await unsound(client)));
      });
      report.figures = { statuses: desks.statuses, recoveryMs: spreadOf(recoveries), panics, restarts };
    } finally {
      await app.stop();
    }
  } finally {
    await relay.close();
    await ground.stop();
  }
}

/** The log itself finds no room: PostgreSQL stops with PANIC, and its supervisor tries until it gives up or there is room. */
async function needAnotherLogFile(ground: Ground): Promise<void> {
  for (let file = 0; file < 3; file += 1) {
    await ground
      .with(DATABASE, async (client) => {
        await client.query('select pg_switch_wal()');
        await client.query('create table public.fills_the_log as select 1 as one');
        await client.query('drop table public.fills_the_log');
      })
      .catch(() => {});
  }
  await pause(3_000);
}

/** Fills the disk to the last byte and sees that desks are turned away; answers how to free it. */
export async function fill(folder: string, desks: Pick<Desks, 'statuses'>, report: Report): Promise<() => Promise<void>> {
  const path = join(folder, 'ballast');
  const ballast = await open(path, 'w');
  report.injected += 1;
  const away = desks.statuses['503'] ?? 0;
  const block = Buffer.alloc(1 << 20, 1);
  let size = 1 << 20;
  const pour = async (): Promise<boolean> => {
    try {
      for (;;) await ballast.write(block, 0, size);
    } catch {
      size = Math.max(4_096, size >> 4);
    }
    return (desks.statuses['503'] ?? 0) > away + 3;
  };
  const turnedAway = await until(30_000, pour);
  const { bavail, bsize } = await statfs(folder);
  if (turnedAway && bavail * bsize < 1 << 20) report.proved += 1;
  await pause(1_500);
  return async () => {
    await ballast.close();
    await rm(path, { force: true });
  };
}
