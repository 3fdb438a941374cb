/**
 * The service worker of home visits: keeps the app itself (script, styles, letters) so that `/hausbesuch` opens without network. Nothing
 * about people passes through it: what comes from `/api/` is neither answered nor kept here.
 */

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

export {}; // names of its own

// The browser's own names inside a worker; the page's types do not know them.
declare const clients: { claim(): Promise<void> };
declare const skipWaiting: () => Promise<void>;

/** Filled in when the app is built (offline-shell.ts): the files that the page needs, and what tells one build from another. */
const SHELL = JSON.parse('__OFFLINE_SHELL__') as { version: string; files: readonly string[] };

const PREFIX = 'hausbesuch-';
const CACHE = PREFIX + SHELL.version;
const PAGE = '/hausbesuch';
/** A network that says nothing for so long is none, milliseconds. */
const PATIENCE = 3_000;

self.addEventListener('install', (event) => (event as Lasting).waitUntil(fetchShell()));
self.addEventListener('activate', (event) => (event as Lasting).waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { request } = event as Fetched;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') {
    if (pathname === PAGE || pathname.startsWith(`${PAGE}/`)) (event as Fetched).respondWith(page(request));
  } else if (SHELL.files.includes(pathname)) (event as Fetched).respondWith(file(request));
});

async function fetchShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...SHELL.files].map((path) => new Request(path, { cache: 'no-cache', credentials: 'same-origin' })));
  await skipWaiting();
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

/** The newest page where there is a network, the kept one where there is none. */
async function page(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status < 500) return answer;
  } catch {
    // no network: the kept page stands below
  }
  return (await caches.match(PAGE, { cacheName: CACHE })) ?? Response.error();
}

/** Files carry their content in their name, so that what is kept is right for ever. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(new URL(request.url).pathname, { cacheName: CACHE })) ?? fetch(request);
}
