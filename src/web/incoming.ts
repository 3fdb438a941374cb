/** What telephone software hands over: /telefon#nummer=…&anruf=…&zustand=klingelt (or behind a "?", which proxies may write down). */
export interface Incoming {
  number: string | null;
  /** The telephone's own id of the call. */
  call: string | null;
  state: 'ringing' | 'answered' | 'ended';
}

const STATES: Readonly<Record<string, Incoming['state']>> = { klingelt: 'ringing', angenommen: 'answered', beendet: 'ended' };

let waiting: Incoming | null = null;
const listeners = new Set<() => void>();

/** Reads a link; nothing where it is none. Without a state somebody has answered: the software would not open it otherwise. */
export function readIncoming({ pathname, hash, search }: Pick<Location, 'pathname' | 'hash' | 'search'>): Incoming | null {
  if (!/^\/telefon(\/[\w-]*)?$/.test(pathname)) return null;
  const given = new URLSearchParams(hash.length > 1 ? hash.slice(1) : search);
  if (!given.has('nummer') && !given.has('anruf')) return null;
  // In an address a plus that is not encoded reads as a blank; a number never begins with one.
  const number =
    given
      .get('nummer')
      ?.replace(/^ (?=\d)/, '+')
      .trim() || null;
  const call = given.get('anruf')?.trim() ?? '';
  return {
    number: number === null ? null : number.slice(0, 60),
    call: /^[\w.:@-]{1,40}$/.test(call) ? call : null,
    state: STATES[given.get('zustand') ?? ''] ?? 'answered',
  };
}

/** Takes the link out of the address, the history and the next request at once, and keeps it in memory. */
function capture(): void {
  const found = readIncoming(location);
  if (!found) return;
  history.replaceState(history.state, '', location.pathname);
  waiting = found;
  for (const listener of listeners) listener();
}

/** The link, once. */
export function takeIncoming(): Incoming | null {
  const found = waiting;
  waiting = null;
  return found;
}

/** Somebody begins with a number that came another way: a missed call. */
export function putIncoming(incoming: Incoming): void {
  waiting = incoming;
}

/** Hears of links that the software opens in the same window. */
export function onIncoming(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

if (typeof window !== 'undefined') {
  capture();
  addEventListener('hashchange', capture);
}
