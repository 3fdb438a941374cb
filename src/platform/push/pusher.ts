/** A browser that may be woken: what `PushSubscription.toJSON()` says (W3C Push API). */
export interface PushTarget {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** `gone`: the browser has forgotten us (404, 410), the subscription ends. */
export type PushDelivery =
  | { ok: true }
  | { ok: false; because: 'push-gone' | 'push-refused' | 'push-service-unreachable'; again: boolean; status?: number };

/** Wakes browsers (RFC 8030, encrypted by RFC 8291, signed by VAPID, RFC 8292). The text holds no name and no health word. */
export interface Pusher {
  /** VAPID public key for the browser's `applicationServerKey`, base64url. */
  readonly publicKey: string;
  send(target: PushTarget, payload: string, options: { ttlSeconds: number; urgency: 'high' | 'normal' }): Promise<PushDelivery>;
}
