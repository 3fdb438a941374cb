import { execFile } from 'node:child_process';
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asIdentity, handOver, type Identity, makePrivate } from './identity.ts';
import { findSecret, keepSecret } from './keys.ts';
import type { Native } from './native.ts';

const run = promisify(execFile);
/** The superuser of the embedded cluster. Only the supervisor and the migrations use it. */
export const superuser = 'geleit_superuser';

/**
 * Makes the cluster's folder if there is none, and checks that what is there can be opened.
 * @param scratch a folder that `identity` may read, for the password's moment of passing
 * @returns the superuser's password
 */
export async function ensureCluster(options: {
  native: Native;
  identity: Identity;
  dataFolder: string;
  keysFolder: string;
  scratch: string;
  /** Leave out the final sync to disk: for test clusters only. */
  hasty?: boolean;
}): Promise<string> {
  const { native, identity, dataFolder, keysFolder, scratch } = options;
  const folder = join(dataFolder, 'pg');
  const major = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (major) {
    await refuseOtherMajor(native, folder, major);
    const password = await findSecret(keysFolder, superuser);
    if (!password) {
      throw new Error(
        `Zum Datenbestand ${folder} fehlt der Schlüssel ${join(keysFolder, superuser)}. Spielen Sie den Ordner keys aus der Sicherung zurück. / ` +
          'The key of this data folder is missing. Restore the folder keys from your backup.',
      );
    }
    await handOver(identity, folder);
    return password;
  }
  for (const name of await readdir(dataFolder)) {
    if (name.startsWith('pg.new-')) await rm(join(dataFolder, name), { recursive: true, force: true }); // a first start that broke off
  }
  const password = await keepSecret(keysFolder, superuser);
  const draft = join(dataFolder, `pg.new-${process.pid}`);
  const passwordFile = join(scratch, 'initdb-password');
  await makePrivate(identity, draft);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity.kind === 'user') await chown(passwordFile, identity.uid, identity.gid);
  const as = asIdentity(identity, native.initdb, [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=icu', // sorts as German readers expect, without a locale of the operating system
    '--icu-locale=de-DE',
    '--locale=C.UTF-8',
    '--data-checksums',
    ...(options.hasty ? ['--no-sync'] : []),
  ]);
  try {
    await run(as.program, as.args, { cwd: '/', ...as.ids, env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' } });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() || (error instanceof Error ? error.message : String(error));
    throw new Error(`Die Datenbank ließ sich nicht anlegen: ${said} / The database could not be created.`, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, folder); // the folder appears whole or not at all
  return password;
}

async function refuseOtherMajor(native: Native, folder: string, major: string): Promise<void> {
  const { stdout } = await run(native.postgres, ['--version'], { cwd: '/' });
  const ours = /(\d+)/.exec(stdout)?.[1] ?? '';
  if (ours === major) return;
  throw new Error(
    `Der Datenbestand ${folder} gehört zu PostgreSQL ${major}, diese Fassung von Geleit bringt PostgreSQL ${ours} mit. ` +
      'Starten Sie die bisherige Fassung, sichern Sie dort, und spielen Sie die Sicherung hier ein. / ' +
      `This data belongs to PostgreSQL ${major}, this version of Geleit brings PostgreSQL ${ours}. Start the former version, back up there, and restore here.`,
  );
}
