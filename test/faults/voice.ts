import { randomUUID } from 'node:crypto';
import { routeOf } from '#test/http.ts';
import { type Answer, type Caller, openCaller } from '../../bench/lib/http.ts';
import { codeOf } from './desks.ts';
import { pause } from './ground.ts';
import { count } from './report.ts';

/** What became of a command of one key. */
export interface Said {
  key: string;
  /** Whether it had to be asked again. */
  again: boolean;
  status: number;
  code: string;
}

interface Question {
  params?: Record<string, string>;
  query?: Record<string, string>;
  version?: number;
  body?: unknown;
  /** A form with a file, as a browser sends it. */
  raw?: { payload: Buffer; headers: Record<string, string> };
}

/** Somebody who asks by the names of endpoints until a clear answer comes, always with the same key. */
export interface Voice {
  say(name: string, asked: Question): Promise<{ answer: Answer; said: Said }>;
  close(): void;
}

/** Everybody who asks one server that dies and comes back, and what all of them were told. */
export interface Hall {
  statuses: Record<string, number>;
  /** Answers that nobody may get, in words with their count. */
  wrong: Record<string, number>;
  /** performance.now() of the last 2xx. */
  lastSuccess(): number;
  voice(token: string): Voice;
}

const AWAY = new Set(['database-away', 'outcome-unknown']);
const PATIENCE_MS = 60_000;

export function openHall(origin: () => string): Hall {
  const statuses: Record<string, number> = {};
  const wrong: Record<string, number> = {};
  let lastSuccess = 0;
  return {
    statuses,
    wrong,
    lastSuccess: () => lastSuccess,
    voice(token) {
      const standing = { cookie: `geleit=${token}`, 'x-geleit': '1', 'accept-language': 'de', origin: origin() };
      let caller: Caller = openCaller(origin(), standing);
      return {
        async say(name, asked) {
          const { endpoint } = routeOf(name);
          const filled = endpoint.path.replace(/:(\w+)/g, (_, part: string) => asked.params?.[part] ?? '');
          const path = asked.query ? `${filled}?${new URLSearchParams(asked.query)}` : filled;
          const said: Said = { key: randomUUID(), again: false, status: 0, code: '' };
          const headers = { 'idempotency-key': said.key, ...(asked.version === undefined ? {} : { 'if-match': `"${asked.version}"` }) };
          const end = performance.now() + PATIENCE_MS;
          for (;;) {
            const answer = await (asked.raw
              ? sendRaw(origin() + path, { ...standing, ...headers }, asked.raw)
              : caller.ask({ method: endpoint.method, path, headers, ...(asked.body === undefined ? {} : { body: asked.body }) }));
            Object.assign(said, { status: answer.status, code: codeOf(answer) });
            count(statuses, String(said.status));
            if (said.status === 503 && !AWAY.has(said.code)) count(wrong, `503 with the code "${said.code}"`);
            else if (said.status >= 500 && said.status !== 503) count(wrong, `${name} status ${said.status}`);
            if ((said.status !== 0 && said.status !== 503 && said.code !== 'key-in-progress') || performance.now() > end) {
              if (said.status >= 200 && said.status < 300) lastSuccess = performance.now();
              return { answer, said };
            }
            said.again = true;
            caller.close();
            await pause(40);
            caller = openCaller(origin(), standing);
          }
        },
        close: () => caller.close(),
      };
    },
  };
}

async function sendRaw(
  url: string,
  headers: Record<string, string>,
  { payload, headers: more }: NonNullable<Question['raw']>,
): Promise<Answer> {
  const began = performance.now();
  const took = () => performance.now() - began;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', ...headers, ...more },
      body: new Uint8Array(payload),
    });
    return { status: answer.status, body: await answer.json(), headers: Object.fromEntries(answer.headers), milliseconds: took() };
  } catch {
    return { status: 0, body: null, headers: {}, milliseconds: took() };
  }
}
