import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { pathOf, searchOf } from './call.ts';
import { Problem } from './problem.ts';

const hold = endpoint({
  name: 'placement.holdOffer',
  method: 'POST',
  path: '/api/requests/:id/hold',
  params: z.strictObject({ id: z.string() }),
  body: z.strictObject({ slot: z.string() }),
  answer: z.strictObject({ id: z.string() }),
});
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const sent: { url: string; key: string | null; headers: Headers }[] = [];

function answerWith(...answers: (Response | Error)[]) {
  sent.length = 0;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    sent.push({ url, key: headers.get('Idempotency-Key'), headers });
    const next = answers.shift();
    return next instanceof Error || !next ? Promise.reject(next ?? new Error('nothing more is answered')) : Promise.resolve(next);
  });
}

const send = async () => {
  const { call } = await import('./call.ts');
  const promise = call(hold, { params: { id: 'a/b' }, body: { slot: 's1' } });
  const caught = promise.then(
    (answer) => answer,
    (fault: unknown) => fault,
  );
  await vi.advanceTimersByTimeAsync(20_000);
  return caught;
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { documentElement: { lang: 'de' } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('A command arrives once', () => {
  test('A cut connection is tried once more with the same key', async () => {
    answerWith(new TypeError('cut'), json(200, { id: 'h1' }));
    expect(await send()).toEqual({ id: 'h1' });
    expect(sent).toHaveLength(2);
    expect(sent[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  test('Two cuts are told as offline', async () => {
    answerWith(new TypeError('cut'), new TypeError('cut'));
    const fault = await send();
    expect(fault).toBeInstanceOf(Problem);
    expect((fault as Problem).code).toBe('offline');
  });

  test('Where the server does not know the outcome it is asked again with the same key', async () => {
    answerWith(
      json(503, { code: 'commit-unknown', outcome: 'unknown' }),
      json(503, { code: 'commit-unknown', outcome: 'unknown' }),
      json(200, { id: 'h1' }),
    );
    expect(await send()).toEqual({ id: 'h1' });
    expect(new Set(sent.map((one) => one.key)).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  test('An outcome that stays unknown is never called a success', async () => {
    answerWith(...Array.from({ length: 4 }, () => json(503, { code: 'commit-unknown', outcome: 'unknown' })));
    expect(((await send()) as Problem).code).toBe('outcome-unknown');
  });

  test('An ordinary 503 is not repeated', async () => {
    answerWith(json(503, { code: 'too-busy' }, { 'Retry-After': '7' }));
    expect(((await send()) as Problem).body).toMatchObject({ code: 'too-busy', retryAfter: 7 });
    expect(sent).toHaveLength(1);
  });
});

describe('What a call says', () => {
  test('It names the app, the language and the address with its id', async () => {
    answerWith(json(200, { id: 'h1' }));
    await send();
    expect(sent[0]?.url).toBe('/api/requests/a%2Fb/hold');
    expect(sent[0]?.headers.get('X-Geleit')).toBe('1');
    expect(sent[0]?.headers.get('Accept-Language')).toBe('de');
  });

  test('After a 401 the person signs in over the page and the same command goes on', async () => {
    answerWith(json(401, { code: 'not-signed-in' }), json(200, { id: 'h1' }));
    const { onSignInWanted, settleSignIn, signInWanted } = await import('./session.ts');
    const stop = onSignInWanted(() => {
      if (signInWanted()) queueMicrotask(() => settleSignIn(true));
    });
    expect(await send()).toEqual({ id: 'h1' });
    expect(sent[1]?.key).toBe(sent[0]?.key);
    stop();
  });

  test('A refusal carries its code and the fields at fault', async () => {
    answerWith(json(422, { code: 'invalid', errors: [{ pointer: '/slot', code: 'required' }] }));
    const fault = (await send()) as Problem;
    expect(fault.status).toBe(422);
    expect(fault.body.errors?.[0]?.pointer).toBe('/slot');
  });
});

test('Lists in a query are repeated names, what is missing is left out', () => {
  expect(searchOf({ languages: ['de', 'pl'], near: undefined, km: 5 })).toBe('?languages=de&languages=pl&km=5');
  expect(searchOf(undefined)).toBe('');
});

test('A path without its id is a fault of ours', () => {
  expect(() => pathOf('/api/requests/:id', {})).toThrow(TypeError);
});
