import { asSystem, type World } from '#platform/call.ts';
import type { Pusher } from '#platform/push/pusher.ts';
import type { Texter } from '#platform/sms/texter.ts';
import { listOnDuty } from '#rooms/access/actions/duty.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import { endPage, type TakenPage, takePage } from '../store/pages.ts';
import { endDevice, keepPushKey, noteDevice, selectDevices } from '../store/push.ts';

/** What wakes people outside of their open session; each may be absent. */
export interface Alarms {
  pusher?: Pusher | undefined;
  texter?: Texter | undefined;
}

const MOST_AT_ONCE = 100;
/** Seconds until an alarm is tried again while somebody is waited for. */
const AGAIN_SECONDS = { RED: 5, ORANGE: 10, YELLOW: 30 } as const;
/** An alarm that arrives later wakes somebody for nothing: the next stage has been called long before. */
const PUSH_TTL_SECONDS = 120;

// No name and no word about health: this stands on a locked screen (security 2).
const NEUTRAL = {
  real: { title: 'Notfall im Netz', body: 'Bitte öffnen.' },
  drill: { title: 'Übung: Notfall im Netz', body: 'Bitte öffnen.' },
  test: { title: 'Probealarm', body: 'Es ist nichts geschehen.' },
};

/** What the service worker shows: a title, a sentence, and the page that it opens. The same emergency again replaces its own alarm. */
export function pushPayload(kind: keyof typeof NEUTRAL, id: string | null): string {
  return JSON.stringify({ ...NEUTRAL[kind], url: id ? `/notfaelle/${id}` : '/notfaelle', tag: id ?? 'test' });
}

/** Keeps the public key where every process and browser finds it. */
export async function keepKey(world: World, pusher: Pusher): Promise<void> {
  await asSystem(world, 'crisis.push-key', (call) => keepPushKey(call.tx, pusher.publicKey, call.now));
}

/**
 * Delivers what waits: the try is written down before it is made, so a crash means a second alarm, never a lost one. It is tried again
 * as long as the emergency waits for somebody; then it ends as not needed any more.
 */
export async function deliverPages(world: World, alarms: Alarms): Promise<number> {
  let handled = 0;
  for (; handled < MOST_AT_ONCE; handled += 1) {
    const page = await asSystem(world, 'crisis.deliver', ({ tx, now }) => takePage(tx, now, now.add({ seconds: 10 })));
    if (!page) break;
    const end = page.state === 'raised' || page.tries === 0 ? await handOver(world, alarms, page) : 'not-needed';
    await asSystem(world, 'crisis.deliver', async ({ tx, now }) => {
      if (end === 'sent') await endPage(tx, page.id, 'sent', now, null);
      else if (typeof end === 'string') await endPage(tx, page.id, 'failed', now, end);
      else await putOff(tx, page, now);
    });
  }
  return handled;
}

type Ending = 'sent' | 'no-device' | 'no-gateway' | 'no-number' | 'not-needed' | 'refused' | { again: true };

async function handOver(world: World, { pusher, texter }: Alarms, page: TakenPage): Promise<Ending> {
  if (page.channel === 'push') return pusher ? push(world, pusher, page) : 'no-gateway';
  if (!texter) return 'no-gateway';
  const to = await asSystem(world, 'crisis.deliver', async (call) => {
    const phone = (await listOnDuty(call)).find(({ accountId }) => accountId === page.account_id)?.phone;
    return phone ? normalPhone(phone) : undefined;
  });
  if (!to) return 'no-number';
  const { title, body } = page.drill ? NEUTRAL.drill : NEUTRAL.real;
  const text = `${title}. ${body} ${world.network.publicUrl}`;
  const delivery = await texter.send({ id: page.id, to: `+${to}`, text });
  if (delivery.ok) return 'sent';
  return delivery.again ? { again: true } : 'refused';
}

async function push(world: World, pusher: Pusher, page: TakenPage): Promise<Ending> {
  const payload = pushPayload(page.drill ? 'drill' : 'real', page.emergency_id);
  const { sent, again, devices } = await wake(world, pusher, page.account_id, payload);
  if (sent > 0) return 'sent';
  if (again) return { again: true };
  return devices === 0 ? 'no-device' : 'refused';
}

/** Wakes all browsers of an account; one that has forgotten us is not asked again. */
async function wake(world: World, pusher: Pusher, accountId: string, payload: string) {
  const devices = await asSystem(world, 'crisis.deliver', ({ tx }) => selectDevices(tx, accountId));
  let sent = 0;
  let again = false;
  let gone = 0;
  await Promise.all(
    devices.map(async ({ id, endpoint, p256dh, auth }) => {
      const delivery = await pusher.send({ endpoint, p256dh, auth }, payload, { ttlSeconds: PUSH_TTL_SECONDS, urgency: 'high' });
      await asSystem(world, 'crisis.deliver', async ({ tx, now }) => {
        if (delivery.ok) await noteDevice(tx, id, now);
        else if (delivery.because === 'push-gone') await endDevice(tx, id, now);
      });
      if (delivery.ok) sent += 1;
      else if (delivery.because === 'push-gone') gone += 1;
      else again ||= delivery.again;
    }),
  );
  return { sent, again, devices: devices.length - gone };
}

async function putOff(tx: Parameters<typeof endPage>[0], page: TakenPage, now: Temporal.Instant): Promise<void> {
  const seconds = AGAIN_SECONDS[page.level as keyof typeof AGAIN_SECONDS];
  await tx
    .updateTable('crisis.page')
    .set({ next_try_at: now.add({ seconds }) })
    .where('id', '=', page.id)
    .where('state', '=', 'queued')
    .execute();
}

/** The test alarm that somebody asked for. */
export async function deliverTest(world: World, { pusher }: Alarms, accountId: string): Promise<void> {
  if (pusher) await wake(world, pusher, accountId, pushPayload('test', null));
}
