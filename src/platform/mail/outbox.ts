import { appendFile, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextLanguage } from '#rooms/messages/rules/kinds.ts';
import type { Delivery, Mailer } from './mailer.ts';
import { buildMail, type Letterhead, type Mail } from './message.ts';

/** A message in the outbox folder, for the demo's list of "what would have been sent". */
export interface OutboxEntry {
  id: string;
  to: string;
  subject: string;
  language: TextLanguage;
  writtenAt: string;
  file: string;
}

const INDEX = 'index.ndjson';

/**
 * A mailer that writes each message as `<id>.eml` into a folder and a line into its index, instead of sending. For demo and
 * development. Folder 0700, files 0600. Sending the same id again changes nothing.
 */
export function outboxMailer(folder: string, letterhead: Letterhead): Mailer {
  return {
    letterhead,
    async send(mail: Mail): Promise<Delivery> {
      const built = await buildMail(mail, letterhead);
      if (!built.ok) return { ok: false, because: built.because, again: false };
      const { to, subject } = built.mail;
      const entry = { id: mail.id, to, subject, language: mail.language, writtenAt: mail.writtenAt.toString(), file: `${mail.id}.eml` };
      await layDown(folder, entry, built.mail.raw);
      return { ok: true, messageId: built.mail.messageId };
    },
    async close() {},
  };
}

/** Lays one message into the folder, once. The index line first: a line without its file is passed over, a file without its line would never be seen. */
export async function layDown(folder: string, entry: OutboxEntry, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await appendFile(join(folder, INDEX), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  await writeOnce(join(folder, entry.file), bytes);
}

/** What lies in the outbox, newest first, each id once. An absent folder is an empty outbox. */
export async function listOutbox(folder: string): Promise<OutboxEntry[]> {
  const files = new Set(await readdir(folder).catch(orNothing<string[]>([])));
  const index = await readFile(join(folder, INDEX), 'utf8').catch(orNothing(''));
  const entries = new Map<string, OutboxEntry>();
  for (const line of index.split('\n').slice(0, -1)) {
    const entry = JSON.parse(line) as OutboxEntry;
    if (files.has(entry.file)) entries.set(entry.id, entry);
  }
  return [...entries.values()].sort((one, other) => (one.writtenAt < other.writtenAt ? 1 : -1));
}

async function writeOnce(path: string, bytes: Buffer): Promise<void> {
  const half = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(half, bytes, { mode: 0o600, flag: 'wx' });
  try {
    await link(half, path); // a whole file or none, and never over another
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
  } finally {
    await rm(half, { force: true });
  }
}

function orNothing<Value>(nothing: Value): (fault: NodeJS.ErrnoException) => Value {
  return (fault) => {
    if (fault.code === 'ENOENT') return nothing;
    throw fault;
  };
}
