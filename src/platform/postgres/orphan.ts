import { readFile, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from './log.ts';
import { waitGone, worksIn } from './process.ts';

/** The beginning of the name of every socket folder, so that left-over ones can be told from others' files. */
export const socketPrefix = 'geleit-db-';

/**
 * Stops a PostgreSQL that outlived its supervisor (kill -9, power button of a container). Call only while holding the
 * lock of the data folder: then its supervisor is surely dead.
 * @returns true if there was one.
 */
export async function stopOrphan(pgFolder: string, log: Log): Promise<boolean> {
  const text = await readFile(join(pgFolder, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return false;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const socketFolder = lines[4]?.trim();
  const found = pid > 1 && (await worksIn(pid, await realpath(pgFolder)));
  if (found) {
    log.warn({ pid }, 'a database without its supervisor is still running: stopping it first');
    await stopServer(pid);
  }
  if (socketFolder && basename(socketFolder).startsWith(socketPrefix)) await rm(socketFolder, { recursive: true, force: true });
  return found;
}

/** Fast shutdown; immediate after 20 s (the log is replayed at the next start); by force after 5 s more. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitGone(pid, patience)) return;
  }
  throw new Error(`Die Datenbank (Prozess ${pid}) lässt sich nicht beenden. / The database (process ${pid}) cannot be stopped.`);
}
