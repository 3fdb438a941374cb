import type { Me } from '#rooms/access/contract.ts';

let asked: Promise<Me | undefined> | undefined;

/** Asks who is signed in while the app itself is still on its way. */
export function askEarly(): void {
  asked = ask().catch(() => undefined);
}

/** The answer of `askEarly`, once; undefined where it is to be asked in the ordinary way. */
export async function takeEarly(): Promise<Me | undefined> {
  const promise = asked;
  asked = undefined;
  return promise;
}

async function ask(): Promise<Me | undefined> {
  const standing = await read('/api/access/standing');
  if (!standing.ok) return undefined;
  const { stage }: { stage: string } = await standing.json();
  if (stage !== 'in') return undefined; // somebody may sign in before this is taken
  const me = await read('/api/access/me');
  return me.ok ? await me.json() : undefined;
}

const read = (path: string) => fetch(path, { credentials: 'same-origin', cache: 'no-store' });
