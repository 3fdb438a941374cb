import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { endDevice, findPushKey, keepDevice, selectDevices } from '../store/push.ts';

type Raise = Permit<'crisis.raise'>;

/** The key for the browser, and the reader's own devices. */
export async function getPush(call: Call, _permit: Raise) {
  const devices = await selectDevices(call.tx, accountOf(call).accountId);
  return {
    publicKey: await findPushKey(call.tx),
    devices: devices.map((row) => ({
      id: row.id,
      device: row.device,
      endpointHash: createHash('sha256').update(row.endpoint).digest('hex'),
      createdAt: row.created_at.toString(),
      lastOkAt: row.last_ok_at?.toString() ?? null,
    })),
  };
}

/** Lets this browser be woken. */
export async function subscribe(
  call: Call,
  _permit: Raise,
  { endpoint, p256dh, auth, device }: { endpoint: string; p256dh: string; auth: string; device?: string | undefined },
) {
  if ((await findPushKey(call.tx)) === null) throw new Refusal('push-not-set-up');
  const id = await keepDevice(call.tx, { id: call.newId(), endpoint, p256dh, auth, device: device ?? null, at: call.now });
  await record(call, { action: 'crisis.device.subscribed', kind: 'C', object: ['device', id] });
  return { id };
}

export async function unsubscribe(call: Call, _permit: Raise, id: string): Promise<Record<string, never>> {
  if (!(await endDevice(call.tx, id, call.now))) throw new Refusal('not-found');
  await record(call, { action: 'crisis.device.unsubscribed', kind: 'U', object: ['device', id] });
  return {};
}

/** Asks for a test alarm to all of the reader's devices; the worker sends it like a real one. */
export async function testAlarm(call: Call, _permit: Raise) {
  const { accountId } = accountOf(call);
  const devices = await selectDevices(call.tx, accountId);
  if (devices.length === 0) throw new Refusal('no-device');
  await record(call, { action: 'crisis.alarm.tested', kind: 'E', object: ['account', accountId] });
  return { devices: devices.length };
}
