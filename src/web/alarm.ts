/**
 * The service worker: wakes the device of somebody on duty when no page of Geleit is open (Push API). It keeps nothing and answers no
 * request; what it shows names no person and no health word.
 */

interface Heard extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface PushHeard extends Heard {
  data: { json(): unknown } | null;
}
interface ClickHeard extends Heard {
  notification: Notification;
}
interface OpenPage {
  url: string;
  focus(): Promise<OpenPage>;
  navigate(url: string): Promise<OpenPage | null>;
}

// The browser's own names inside a worker; the page's types do not know them.
declare const registration: ServiceWorkerRegistration;
declare const clients: {
  matchAll(wish: { type: 'window'; includeUncontrolled: boolean }): Promise<OpenPage[]>;
  openWindow(url: string): Promise<OpenPage | null>;
  claim(): Promise<void>;
};
declare const skipWaiting: () => Promise<void>;

/** What the server sends: a sentence that anybody may read, and where it leads. */
interface Message {
  title?: string;
  body?: string;
  url?: string;
  tag?: string;
}

const PLACE = '/notfaelle';

self.addEventListener('install', (event) => (event as Heard).waitUntil(skipWaiting()));
self.addEventListener('activate', (event) => (event as Heard).waitUntil(clients.claim()));

self.addEventListener('push', (event) => {
  const { data, waitUntil } = event as PushHeard;
  const { title = 'Geleit', body = 'Bitte öffnen Sie Geleit.', url = PLACE, tag = 'geleit' } = messageOf(data);
  const shown: NotificationOptions & { renotify: boolean; vibrate: number[] } = {
    body,
    tag,
    data: { url },
    icon: '/mark.svg',
    requireInteraction: true,
    // the same alarm again sounds again
    renotify: true,
    vibrate: [300, 150, 300, 150, 600],
  };
  waitUntil.call(event, registration.showNotification(title, shown));
});

self.addEventListener('notificationclick', (event) => {
  const { notification, waitUntil } = event as ClickHeard;
  notification.close();
  waitUntil.call(event, show(placeOf(notification.data)));
});

async function show(path: string): Promise<void> {
  const url = new URL(path, location.origin);
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).origin === url.origin);
  if (!page) {
    await clients.openWindow(url.href);
    return;
  }
  await page.focus();
  await page.navigate(url.href);
}

function messageOf(data: PushHeard['data']): Message {
  try {
    const told = data?.json();
    return typeof told === 'object' && told !== null ? (told as Message) : {};
  } catch {
    return {}; // not JSON: it still means "look"
  }
}

/** Only a path of ours is opened, whatever the message says. */
function placeOf(data: unknown): string {
  const url = typeof data === 'object' && data !== null && 'url' in data ? String(data.url) : PLACE;
  return url.startsWith('/') && !url.startsWith('//') ? url : PLACE;
}
