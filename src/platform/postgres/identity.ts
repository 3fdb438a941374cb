import { execFile } from 'node:child_process';
import { chmod, chown, lchown, mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As whom PostgreSQL runs. It refuses to run as root, so root must become someone else. */
export type Identity =
  /** We are an ordinary user: as ourselves. */
  | { kind: 'self' }
  /** We are root: as this user of the system, who owns the files. */
  | { kind: 'user'; uid: number; gid: number }
  /** We are root below a folder that others may not enter: in a user namespace, where root looks like this user. */
  | { kind: 'namespace'; uid: number; gid: number };

/**
 * Decides as whom PostgreSQL runs, so that it can reach all the folders given (they must exist).
 * @throws Error with what to do, where root can neither change the user nor open a namespace.
 */
export async function chooseIdentity(folders: string[]): Promise<Identity> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const user = await findUser();
  let closed: string | null = null;
  for (const folder of folders) closed ??= user && (await findClosed(folder, user));
  if (user && closed === null) return { kind: 'user', ...user };
  const { uid, gid } = user ?? { uid: 65534, gid: 65534 };
  try {
    await run('unshare', ['-U', `--map-user=${uid}`, `--map-group=${gid}`, 'true'], { cwd: '/' });
    return { kind: 'namespace', uid, gid };
  } catch {
    throw new Error(
      `PostgreSQL läuft nicht als root, und der Ordner ${closed ?? '/etc/passwd'} ist für andere Benutzer geschlossen; Benutzer-Namensräume sind hier nicht erlaubt. ` +
        'Was hilft: Geleit als gewöhnlicher Benutzer starten, oder Programm und GELEIT_DATA in einen offenen Ordner legen (zum Beispiel /opt/geleit und /var/lib/geleit), oder DATABASE_URL setzen. / ' +
        `PostgreSQL does not run as root, the folder ${closed ?? '/etc/passwd'} is closed to other users, and user namespaces are forbidden here. ` +
        'What helps: start Geleit as an ordinary user, or put the program and GELEIT_DATA into an open folder (for example /opt/geleit and /var/lib/geleit), or set DATABASE_URL.',
    );
  }
}

/** The program and options with which to start a program as this identity, for `spawn`. */
export function asIdentity(
  identity: Identity,
  program: string,
  args: string[],
): { program: string; args: string[]; ids: { uid?: number; gid?: number } } {
  if (identity.kind === 'user') return { program, args, ids: { uid: identity.uid, gid: identity.gid } };
  if (identity.kind === 'self') return { program, args, ids: {} };
  // unshare becomes the program itself (exec), so the process number stays the one that we know.
  return { program: 'unshare', args: ['-U', `--map-user=${identity.uid}`, `--map-group=${identity.gid}`, program, ...args], ids: {} };
}

/** Makes a folder that only this identity may enter (0700). Its parent must exist. */
export async function makePrivate(identity: Identity, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await chmod(folder, 0o700);
  const owner = ownerOf(identity);
  if (owner) await chown(folder, owner.uid, owner.gid);
}

/** Hands a whole folder to this identity where it belongs to someone else: data may have moved, or a parent been closed. */
export async function handOver(identity: Identity, folder: string): Promise<void> {
  const owner = ownerOf(identity);
  if (!owner || (await stat(folder)).uid === owner.uid) return;
  const names = await readdir(folder, { recursive: true });
  for (const name of names) await lchown(join(folder, name), owner.uid, owner.gid);
  await lchown(folder, owner.uid, owner.gid); // last: a hand-over that broke off is taken up again
}

function ownerOf(identity: Identity): { uid: number; gid: number } | null {
  if (identity.kind === 'self') return null;
  return identity.kind === 'user' ? identity : { uid: 0, gid: 0 };
}

// A user without an entry in passwd is no use: PostgreSQL asks for its name.
async function findUser(): Promise<{ uid: number; gid: number } | null> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const line = lines.find((fields) => fields[0] === name);
    const uid = Number(line?.[2]);
    if (line && uid > 0) return { uid, gid: Number(line[3]) };
  }
  return null;
}

async function findClosed(folder: string, user: { uid: number; gid: number }): Promise<string | null> {
  let at = await realpath(folder);
  for (;;) {
    const { uid, gid, mode } = await stat(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return at;
    if (dirname(at) === at) return null;
    at = dirname(at);
  }
}
