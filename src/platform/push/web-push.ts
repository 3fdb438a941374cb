import { createECDH } from 'node:crypto';
import { isIP } from 'node:net';
import webPush from 'web-push';
import type { Pusher, PushTarget } from './pusher.ts';

export interface WebPushSettings {
  /** 256 bits, base64url (`keepSecret`): the private VAPID key. */
  secret: string;
  /** Whom a push service may ask about us: "mailto:…" or an https address (RFC 8292). */
  subject: string;
  /** Push services on this machine and without TLS: demo and tests. In production a subscription must name a host on the internet. */
  local?: boolean;
  /** Milliseconds until a push service that does not answer counts as away. */
  timeout?: number;
}

/** Wakes browsers through their makers' push services, encrypted for the browser alone (RFC 8291, aes128gcm). */
export function webPusher({ secret, subject, local = false, timeout = 5_000 }: WebPushSettings): Pusher {
  const { publicKey, privateKey } = vapidKeys(secret);
  return {
    publicKey,
    async send(target, payload, { ttlSeconds, urgency }) {
      if (!local && !isOnInternet(target.endpoint)) return { ok: false, because: 'push-refused', again: false };
      let request: ReturnType<typeof detailsFor>;
      try {
        request = detailsFor(target, payload, { subject, publicKey, privateKey }, ttlSeconds, urgency);
      } catch {
        return { ok: false, because: 'push-refused', again: false }; // keys that are no keys
      }
      let status: number;
      try {
        const answer = await fetch(request.endpoint, {
          method: 'POST',
          headers: request.headers,
          body: new Uint8Array(request.body),
          redirect: 'error',
          signal: AbortSignal.timeout(timeout),
        });
        await answer.body?.cancel();
        status = answer.status;
      } catch {
        return { ok: false, because: 'push-service-unreachable', again: true };
      }
      if (status >= 200 && status < 300) return { ok: true };
      // 404 and 410: the browser has taken its subscription back (RFC 8030, 7.3)
      if (status === 404 || status === 410) return { ok: false, because: 'push-gone', again: false, status };
      return { ok: false, because: 'push-refused', again: status === 429 || status >= 500, status };
    },
  };
}

/** The key pair that belongs to a secret of 256 bits: it is the private number on P-256. */
function vapidKeys(secret: string): { publicKey: string; privateKey: string } {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(secret, 'base64url'));
  return { publicKey: curve.getPublicKey('base64url'), privateKey: curve.getPrivateKey().toString('base64url').padStart(43, 'A') };
}

function detailsFor(
  { endpoint, p256dh, auth }: PushTarget,
  payload: string,
  vapidDetails: webPush.RequestOptions['vapidDetails'],
  ttlSeconds: number,
  urgency: 'high' | 'normal',
) {
  const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
    vapidDetails,
    TTL: ttlSeconds,
    urgency,
    contentEncoding: 'aes128gcm',
  } as webPush.RequestOptions);
  const { 'Content-Length': _, ...rest } = headers as Record<string, string | number>; // fetch counts itself
  return { endpoint, body, headers: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])) };
}

/** A subscription names where we send to: nothing of our own network, nothing without TLS, no other port than the usual one. */
function isOnInternet(endpoint: string): boolean {
  const { protocol, hostname, port, username } = new URL(endpoint);
  const bare = hostname.replace(/^\[|\]$/g, '');
  return (
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    isIP(bare) === 0 &&
    /\.[a-z]{2,}$/.test(bare) &&
    !/\.(local|internal|localhost|lan|home)$/.test(bare)
  );
}
