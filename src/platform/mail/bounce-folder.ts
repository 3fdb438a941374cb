import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

const LARGEST = 1024 * 1024;
const MOST = 100;

/**
 * Reads the mails of a folder, oldest name first, and puts each aside once it was worked on: in a Maildir from `new` to `cur`, plain
 * `.eml` files get `.seen` at their end. An absent folder is an empty one. What is larger than 1 MiB is put aside unread.
 * @returns how many were read
 */
export async function readFolder(folder: string, work: (raw: Buffer) => Promise<void>): Promise<number> {
  const maildir = await isFolder(join(folder, 'new'));
  const from = maildir ? join(folder, 'new') : folder;
  const names = await readdir(from).catch(() => []);
  const waiting = names.filter((name) => !name.startsWith('.') && (maildir || name.endsWith('.eml'))).sort();
  let read = 0;
  for (const name of waiting.slice(0, MOST)) {
    const path = join(from, name);
    const { size } = await stat(path);
    if (size <= LARGEST) {
      await work(await readFile(path));
      read += 1;
    }
    if (maildir) await mkdir(join(folder, 'cur'), { recursive: true, mode: 0o700 });
    await rename(path, maildir ? join(folder, 'cur', `${name.replace(/:2,.*$/, '')}:2,S`) : `${path}.seen`);
  }
  return read;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
