import { randomUUID } from 'node:crypto';
import { type Answer, type Caller, openCaller } from '../lib/http.ts';
import type { Stage, Target } from './stage.ts';

/** How a caller's wish is said over HTTP; the race itself knows no path. */
export interface Desk {
  headers(session: string): Record<string, string>;
  hold(request: string, target: Target): { method: string; path: string; body: unknown };
  book(request: string, target: Target): { method: string; path: string; body: unknown };
  /** Whether a refusal shows what to offer next. */
  alternatives(refusal: Answer): boolean;
}

export interface Tally {
  attempts: number;
  /** Requests whose booking was acknowledged (2xx). */
  won: string[];
  /** Refusals by problem code. */
  refused: Record<string, number>;
  refusedWithAlternatives: number;
  refusedWithout: number;
  /** Answers of 500 and above, and broken connections, by status (0 = broken). */
  troubles: Record<string, number>;
  /** Attempts that never got a clear answer, for all their asking. */
  unclear: number;
  latencies: number[];
  seconds: number;
}

export interface Competition {
  stage: Stage;
  desk: Desk;
  /** Where the processes of the product listen; the list may change while they are killed and started. */
  origins: () => readonly string[];
  clients: number;
  /** Asks again with the same key after a broken connection or a 503, as the product's own web app does. */
  persistent: boolean;
  /** Told after every attempt how many there were. */
  progress?: (attempts: number) => void;
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 50;

/**
 * All clients want the same target at the same time, then the next one: request k attempts target ⌊k / attempts per target⌋.
 * Whoever holds it books it. Everybody keeps one connection and the session of one of the desks.
 */
export async function compete({ stage, desk, origins, clients, persistent, progress }: Competition): Promise<Tally> {
  const began = performance.now();
  const each = Math.ceil(stage.requests.length / stage.targets.length);
  const tally: Tally = {
    attempts: 0,
    won: [],
    refused: {},
    refusedWithAlternatives: 0,
    refusedWithout: 0,
    troubles: {},
    unclear: 0,
    latencies: [],
    seconds: 0,
  };
  let next = 0;

  const client = async (number: number): Promise<void> => {
    const headers = desk.headers(stage.sessions[number % stage.sessions.length] ?? '');
    const line = lineOf(number, origins, headers);
    const send = async (wish: { method: string; path: string; body: unknown }): Promise<Answer> => {
      const key = randomUUID();
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        const answer = await line.caller().ask({ ...wish, headers: { 'idempotency-key': key } });
        if (answer.status !== 0 && answer.status < 500) return answer;
        count(tally.troubles, String(answer.status));
        if (!persistent || performance.now() > until) return answer;
        line.change();
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    };
    while (next < stage.requests.length) {
      const index = next;
      next += 1;
      const request = stage.requests[index];
      const target = stage.targets[Math.floor(index / each)];
      if (!request || !target) continue;
      const held = await send(desk.hold(request, target));
      const end = succeeded(held) ? await send(desk.book(request, target)) : held;
      judge(end, request);
      tally.latencies.push(held.milliseconds);
      tally.attempts += 1;
      progress?.(tally.attempts);
    }
    line.close();
  };

  const judge = (end: Answer, request: string): void => {
    if (succeeded(end)) tally.won.push(request);
    else if (end.status === 0 || end.status >= 500) tally.unclear += 1;
    else {
      count(tally.refused, codeOf(end));
      if (desk.alternatives(end)) tally.refusedWithAlternatives += 1;
      else tally.refusedWithout += 1;
    }
  };

  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  tally.seconds = (performance.now() - began) / 1000;
  return tally;
}

/** One kept connection to one of the processes, and the way to the next one. */
function lineOf(number: number, origins: () => readonly string[], headers: Record<string, string>) {
  let at = number;
  let open: { origin: string; caller: Caller } | null = null;
  const hangUp = (): void => {
    open?.caller.close();
    open = null;
  };
  return {
    caller(): Caller {
      if (open) return open.caller;
      const all = origins();
      const origin = all[at % all.length];
      if (!origin) throw new Error('no process listens');
      open = { origin, caller: openCaller(origin, headers) };
      return open.caller;
    },
    change(): void {
      hangUp();
      at += 1;
    },
    close: hangUp,
  };
}

function succeeded({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

function codeOf({ status, body }: Answer): string {
  const code = typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : undefined;
  return `${status} ${typeof code === 'string' ? code : ''}`.trim();
}

function count(all: Record<string, number>, key: string): void {
  all[key] = (all[key] ?? 0) + 1;
}
