import * as crisis from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';

const WORKER = '/alarm.js';

/** What keeps this browser from being woken, or that nothing does. */
export type PushState = 'unsupported' | 'insecure' | 'denied' | 'off' | 'on';

/** Enough of Trusted Types for one address; browsers without it take the text itself. */
interface TrustedTypesHere {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL: (url: string) => string };
}

let policy: { createScriptURL: (url: string) => string } | null = null;

/** The worker's address in the form that the page's policy asks for; it makes no other. Throws where the policy allows none. */
function workerUrl(): string {
  const types = (globalThis as { trustedTypes?: TrustedTypesHere }).trustedTypes;
  if (!types) return WORKER;
  policy ??= types.createPolicy('alarm', {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError('only the alarm may become a worker');
      return url;
    },
  });
  return policy.createScriptURL(WORKER);
}

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  return (await subscriptionHere()) ? 'on' : 'off';
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Asks the person, makes the subscription, tells the server. `blocked`: the page's own rules let no worker in. */
export async function switchOn(publicKey: string, device: string): Promise<PushState | 'blocked'> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  let registration: ServiceWorkerRegistration;
  try {
    registration = await navigator.serviceWorker.register(workerUrl());
  } catch {
    return 'blocked';
  }
  await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint = subscription.endpoint, keys = {} } = subscription.toJSON();
  await call(crisis.subscribe, { body: { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '', device } });
  return 'on';
}

export async function switchOff(): Promise<void> {
  await (await subscriptionHere())?.unsubscribe();
}

/** SHA-256 of this browser's endpoint, hex: which of the devices one sits at. */
export async function endpointHere(): Promise<string | null> {
  if (!('serviceWorker' in navigator)) return null;
  const subscription = await subscriptionHere();
  if (!subscription) return null;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(subscription.endpoint));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** "Chrome, Windows": what the person sees in the list of her devices. */
export function deviceName(agent = navigator.userAgent): string {
  const browser = /Firefox/.test(agent)
    ? 'Firefox'
    : /Edg\//.test(agent)
      ? 'Edge'
      : /Chrome/.test(agent)
        ? 'Chrome'
        : /Safari/.test(agent)
          ? 'Safari'
          : '';
  const system = /Android/.test(agent)
    ? 'Android'
    : /iPhone|iPad/.test(agent)
      ? 'iOS'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : '';
  return [browser, system].filter(Boolean).join(', ');
}
