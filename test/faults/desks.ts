import { randomUUID } from 'node:crypto';
import { beginRequest } from '#rooms/placement/contract.ts';
import { type Answer, type Ask, type Caller, openCaller } from '../../bench/lib/http.ts';
import { desk } from '../../bench/race/desk.ts';
import type { Stage } from '../../bench/race/stage.ts';
import { pause } from './ground.ts';
import { count } from './report.ts';

/** One command of one key, from its first sending to its clear answer. */
export interface Command {
  name: 'begin' | 'hold' | 'book';
  key: string;
  /** The request it is about; of `begin` the one that the answer named. */
  request: string | undefined;
  /** Date.now() of every sending. */
  sentAt: number[];
  /** Asked again at least once, because no clear answer came. */
  again: boolean;
  status: number;
  code: string;
  answer: unknown;
}

/** Desks at work over HTTP: each rings in a call, holds and books for another one, and asks again with the same key. */
export interface Desks {
  /** Every command that ended with a clear answer, or was given up. */
  commands: readonly Command[];
  /** Answers by status; 0 is a broken connection. */
  statuses: Record<string, number>;
  /** Answers that are not as they should be: a 500, a 503 without Retry-After or with another code. */
  wrong: Record<string, number>;
  /** performance.now() of the last clear success. */
  lastSuccess(): number;
  /** Told of every clear answer at once. */
  onAnswer(listener: (command: Command) => void): void;
  /** Begins nothing new, ends what runs. */
  finish(): Promise<void>;
}

export interface DeskSettings {
  stage: Stage;
  origin(): string;
  /** Connections at once. */
  clients: number;
  /** How long one command is asked again before it counts as given up, ms. */
  patience?: number;
  /** Milliseconds between two calls of one desk. */
  breath?: number;
}

/** Codes of a 503 that say what is the matter. */
const AWAY = new Set(['database-away', 'outcome-unknown']);

export function openDesks({ stage, origin, clients, patience = 60_000, breath = 0 }: DeskSettings): Desks {
  const commands: Command[] = [];
  const statuses: Record<string, number> = {};
  const wrong: Record<string, number> = {};
  const listeners: ((command: Command) => void)[] = [];
  let next = 0;
  let over = false;
  let lastSuccess = 0;

  const work = async (number: number): Promise<void> => {
    const headers = desk.headers(stage.sessions[number % stage.sessions.length] ?? '');
    let caller: Caller = openCaller(origin(), headers);
    const send = async (name: Command['name'], request: string | undefined, ask: Ask): Promise<Command> => {
      const command: Command = { name, key: randomUUID(), request, sentAt: [], again: false, status: 0, code: '', answer: null };
      const end = performance.now() + patience;
      for (;;) {
        command.sentAt.push(Date.now());
        const answer = await caller.ask({ ...ask, headers: { 'idempotency-key': command.key } });
        count(statuses, String(answer.status));
        judge(answer, wrong);
        Object.assign(command, { status: answer.status, code: codeOf(answer), answer: answer.body });
        if (answer.status !== 0 && answer.status !== 503) break;
        if (performance.now() > end) break;
        command.again = true;
        caller.close();
        await pause(40);
        caller = openCaller(origin(), headers);
      }
      if (command.name === 'begin' && command.status === 201) command.request = String(Reflect.get(Object(command.answer), 'id'));
      if (command.status >= 200 && command.status < 300) lastSuccess = performance.now();
      commands.push(command);
      for (const listener of listeners) listener(command);
      return command;
    };
    while (!over && next < stage.requests.length) {
      const index = next;
      next += 1;
      const request = stage.requests[index];
      const target = stage.targets[index % stage.targets.length];
      if (!request || !target) break;
      await send('begin', undefined, { method: beginRequest.method, path: beginRequest.path, body: {} });
      const held = await send('hold', request, desk.hold(request, target));
      if (held.status === 200) await send('book', request, desk.book(request, target));
      if (breath > 0) await pause(breath);
    }
    caller.close();
  };
  const working = Promise.all(Array.from({ length: clients }, (_, number) => work(number)));
  return {
    commands,
    statuses,
    wrong,
    lastSuccess: () => lastSuccess,
    onAnswer: (listener) => void listeners.push(listener),
    async finish() {
      over = true;
      await working;
    },
  };
}

function judge(answer: Answer, wrong: Record<string, number>): void {
  if (answer.status === 503) {
    if (!AWAY.has(codeOf(answer))) count(wrong, `503 with the code "${codeOf(answer)}"`);
    if (!answer.headers['retry-after']) count(wrong, '503 without Retry-After');
  } else if (answer.status >= 500) count(wrong, `status ${answer.status}`);
}

export function codeOf({ body }: Answer): string {
  const code = typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
