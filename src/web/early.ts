import type { Me } from '#rooms/access/contract.ts';

let asked: Promise<Me | null | undefined> | undefined;

/** Asks who is signed in while the app itself is still on its way. */
export function askEarly(): void {
  asked = ask().catch(() => undefined);
}

/** The answer of `askEarly`, once: null when nobody is signed in, undefined where it is to be asked in the ordinary way. */
export async function takeEarly(): Promise<Me | null | undefined> {
  const promise = asked;
  asked = undefined;
  return promise;
}

async function ask(): Promise<Me | null | undefined> {
  const standing = await read('/api/access/standing');
  if (!standing.ok) return undefined;
  const { stage }: { stage: string } = await standing.json();
  if (stage !== 'in') return null;
  const me = await read('/api/access/me');
  return me.ok ? await me.json() : undefined;
}

const read = (path: string) => fetch(path, { credentials: 'same-origin', cache: 'no-store' });
