import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of secrets below the data folder: only we may enter it; it lies outside the database's own folder. */
export async function openKeys(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return folder;
}

/** A random secret of 256 bits that stays the same: read from its file (0600), or made now. */
export async function keepSecret(keysFolder: string, name: string): Promise<string> {
  const path = join(keysFolder, name);
  const found = await findSecret(keysFolder, name);
  if (found) return found;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  // Two processes at once: the first link wins, both read the winner's.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  return (await readFile(path, 'utf8')).trim();
}

/** The secret if there is one. */
export async function findSecret(keysFolder: string, name: string): Promise<string | null> {
  return (await readFile(join(keysFolder, name), 'utf8').catch(() => '')).trim() || null;
}
