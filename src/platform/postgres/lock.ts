import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { findStart, pause } from './process.ts';

/** Who holds a data folder. */
export interface Holder {
  id: string;
  pid: number;
  /** Tells this process from a later one with the same number. */
  start: string;
  host: string;
  /** The folder from which it was started, and since when it runs: for the words of a refusal. */
  from: string;
  since: string;
}

/** Thrown where another living Geleit holds the same data; `message` is meant for people, exit code 1. */
export class DataInUse extends Error {
  readonly holder: Holder;
  constructor(dataFolder: string, holder: Holder) {
    super(
      `Diese Daten sind schon in Benutzung: Prozess ${holder.pid} auf ${holder.host} läuft seit ${holder.since}, gestartet in ${holder.from}. ` +
        `Er bleibt unberührt. Beenden Sie ihn zuerst, oder geben Sie mit GELEIT_DATA einen anderen Ordner an als ${dataFolder}. / ` +
        `This data is in use: process ${holder.pid} on ${holder.host} has been running since ${holder.since}, started in ${holder.from}. ` +
        'It is left alone. Stop it first, or name another folder in GELEIT_DATA.',
    );
    this.name = 'DataInUse';
    this.holder = holder;
  }
}

/**
 * Takes the data folder for this process. The lock of a process that is gone is taken over.
 * @returns a function that gives it back; it never throws and never removes another one's lock.
 * @throws DataInUse
 */
export async function takeLock(dataFolder: string): Promise<() => void> {
  const path = join(dataFolder, 'geleit.lock');
  const mine: Holder = {
    id: randomUUID(),
    pid: process.pid,
    start: (await findStart(process.pid)) ?? '',
    host: hostname(),
    from: process.cwd(),
    since: new Date().toISOString(),
  };
  const draft = `${path}.${mine.id}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    let takenOver = false;
    while (!(await linked(draft, path))) {
      const found = await readFile(path, 'utf8').catch(() => null);
      if (found === null) continue;
      const holder = parse(found);
      if (holder && (await findStart(holder.pid)) === holder.start) throw new DataInUse(dataFolder, holder);
      await removeStale(path, found, draft);
      takenOver = true;
    }
    // Two that take over the same dead lock at once: whoever lost the file meanwhile gives way.
    if (takenOver) {
      await pause(50);
      const now = parse(await readFile(path, 'utf8').catch(() => ''));
      if (now?.id !== mine.id) {
        if (now) throw new DataInUse(dataFolder, now);
        throw new Error(`Die Sperre ${path} verschwand beim Start. / The lock ${path} vanished during the start.`);
      }
    }
  } finally {
    await unlink(draft).catch(() => {});
  }
  return () => {
    try {
      if (parse(readFileSync(path, 'utf8'))?.id === mine.id) unlinkSync(path);
    } catch {
      // already gone
    }
  };
}

/** The holder named in the lock file, if it lives. */
export async function findHolder(dataFolder: string): Promise<Holder | null> {
  const holder = parse(await readFile(join(dataFolder, 'geleit.lock'), 'utf8').catch(() => ''));
  return holder && (await findStart(holder.pid)) === holder.start ? holder : null;
}

// A hard link appears with its whole content or not at all, unlike a file that is created and then written.
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

// Moves the lock aside and looks what it was: a lock that someone else took meanwhile is put back.
async function removeStale(path: string, judged: string, draft: string): Promise<void> {
  const aside = `${draft}.aside`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const moved = await readFile(aside, 'utf8').catch(() => judged);
  if (moved !== judged) await link(aside, path).catch(() => {});
  await unlink(aside).catch(() => {});
}

function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return typeof value.pid === 'number' && typeof value.start === 'string' && typeof value.id === 'string' ? (value as Holder) : null;
  } catch {
    return null;
  }
}
