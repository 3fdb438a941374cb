import { useCallback, useEffect, useRef, useState } from 'react';
import * as access from '#rooms/access/contract.ts';
import type { DayPlan } from '#rooms/soziotherapie/contract/day-plan.ts';
import { getDayPlan } from '#rooms/soziotherapie/contract/day-plan.ts';
import * as device from '#rooms/soziotherapie/contract/device.ts';
import { call } from '../../call.ts';
import type { Me } from '../../me.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { keep, type Owner, take, touch } from './device/day-store.ts';
import { aheadBy, DeviceClock, localOf } from './device/device-clock.ts';
import { applyAll, onOutcomes, sendFor } from './device/outbox.ts';
import { owesSignOut, paySignOut } from './device/owed.ts';
import type { ServerKey } from './device/seal.ts';
import { serverKey } from './device/waiting-store.ts';

/** Everything that a day of visits needs at the door. */
export interface Day {
  me: Me;
  plan: DayPlan;
  key: ServerKey;
}

export type DayState =
  | { kind: 'loading' }
  | { kind: 'out' } // nobody is signed in
  | { kind: 'nothing' } // no network, and nothing is kept here
  | { kind: 'refused'; problem: Problem }
  | { kind: 'ready'; day: Day; fresh: boolean /** The session ended while there was no network. */; signIn?: boolean };

/** One clock for the page. */
export const clock = new DeviceClock();
export const today = (): string => clock.local().slice(0, 10);

/** Read again after this while the page is looked at, milliseconds. */
const AGAIN = 5 * 60_000;
const TOUCH_AFTER = 20_000;

export const ownerOf = ({ me, plan }: Day): Owner => ({ day: plan.day, accountId: me.accountId, idleSeconds: me.idleSeconds });

async function fetchDay(): Promise<DayState> {
  const { stage } = await call(access.standing, { anonymous: true });
  if (stage !== 'in') return { kind: 'out' };
  const me = await call(access.me, { anonymous: true });
  const asked = Date.now();
  const plan = await call(getDayPlan, { query: {}, anonymous: true });
  clock.ahead = aheadBy(Temporal.Instant.from(plan.madeAt).epochMilliseconds, asked, Date.now());
  const { keyId, publicKey } = await call(device.getDeviceKey, { anonymous: true });
  return { kind: 'ready', day: { me, plan, key: { keyId, publicKey } }, fresh: true };
}

async function keptDay(): Promise<DayState> {
  const kept = (await take('day', localOf(Temporal.Now.instant()).slice(0, 10)).catch(() => null)) as { day: Day; ahead: number } | null;
  if (kept === null) return { kind: 'nothing' };
  clock.ahead = kept.ahead;
  return { kind: 'ready', day: kept.day, fresh: false };
}

async function readDay(): Promise<DayState> {
  try {
    if (owesSignOut()) {
      await paySignOut();
      return { kind: 'out' };
    }
    const state = await fetchDay();
    if (state.kind === 'ready') {
      await keep(ownerOf(state.day), 'day', { day: state.day, ahead: clock.ahead }).catch(() => undefined);
      await serverKey.set(state.day.key).catch(() => undefined);
    }
    return state;
  } catch (fault) {
    const problem = problemOf(fault);
    if (problem.status === 401) return { kind: 'out' };
    // no answer of the house itself: what is kept stands
    return problem.status === 0 || problem.status >= 500 ? keptDay() : { kind: 'refused', problem };
  }
}

/** The day as the server has it, else as it is kept; read again when the network is back and when entries have been written. */
export function useDay(locked: boolean): { state: DayState; reload: () => Promise<void> } {
  const [state, setState] = useState<DayState>({ kind: 'loading' });
  const latest = useRef(0);
  const reload = useCallback(async () => {
    const turn = ++latest.current;
    const next = await readDay();
    if (turn !== latest.current) return;
    // A plan on the screen, and what is being typed, is not taken away because the network went or the session ended meanwhile.
    setState((before) => {
      if (before.kind !== 'ready') return next;
      if (next.kind === 'out') return { ...before, fresh: false, signIn: true };
      return next.kind === 'nothing' ? { ...before, fresh: false } : next;
    });
    sendFor(next.kind === 'ready' ? next.day.me.accountId : null);
    if (next.kind === 'ready' && next.fresh) void applyAll().catch(() => undefined);
  }, []);
  useEffect(() => {
    if (locked) {
      latest.current += 1;
      setState({ kind: 'loading' });
      sendFor(null);
      return;
    }
    void reload();
    const again = () => document.visibilityState === 'visible' && void reload();
    const offline = () => setState((before) => (before.kind === 'ready' ? { ...before, fresh: false } : before));
    const timer = setInterval(again, AGAIN);
    const quiet = onOutcomes((outcomes) => outcomes.length > 0 && again());
    window.addEventListener('online', again);
    window.addEventListener('offline', offline);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      quiet();
      window.removeEventListener('online', again);
      window.removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', again);
    };
  }, [locked, reload]);
  useHandOnPage();
  return { state, reload };
}

/** The kept day lives as long as a hand is on the page. */
function useHandOnPage(): void {
  useEffect(() => {
    let last = 0;
    const note = () => {
      if (Date.now() - last < TOUCH_AFTER) return;
      last = Date.now();
      void touch().catch(() => undefined);
    };
    for (const sign of ['pointerdown', 'keydown'] as const) window.addEventListener(sign, note, { capture: true, passive: true });
    return () => {
      for (const sign of ['pointerdown', 'keydown'] as const) window.removeEventListener(sign, note, { capture: true });
    };
  }, []);
}
