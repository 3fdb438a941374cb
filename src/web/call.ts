import type { z } from 'zod';
import type { Endpoint } from '#kernel/endpoint.ts';
import { Problem, type ProblemBody } from './problem.ts';
import { signInAgain } from './session.ts';
import { currentLanguage } from './words/language.tsx';

type Sent<Schema extends z.ZodType> = unknown extends z.input<Schema> ? undefined : z.input<Schema>;
type Part<Name extends string, Schema extends z.ZodType> = [Sent<Schema>] extends [undefined]
  ? { [K in Name]?: undefined }
  : { [K in Name]: Sent<Schema> };

export type CallWith<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Part<'params', P> &
  Part<'query', Q> &
  Part<'body', B> & {
    /** The version that the change was made on; sent as If-Match. */
    ifMatch?: number;
    /** The same key means the same command; made anew unless given. */
    key?: string;
    signal?: AbortSignal;
    /** Sign-in and the like: a 401 is an answer, not a reason to ask for the password. */
    anonymous?: boolean;
  };

/** Another try after a cut: soon, then with patience. Milliseconds. */
const AFTER_CUT = 400;
const AFTER_UNKNOWN = [1_000, 2_000, 4_000];

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Calls an endpoint of a room's contract and answers what its schema says. Throws `Problem`.
 * - The server has checked the answer against the schema; it is not checked again here (the built app has no schemas).
 * - Commands carry an Idempotency-Key; a cut connection is tried once more with the same key, and where the server does not
 *   know its outcome (503) it is asked again with the same key, so nothing happens twice.
 * - 401 asks the person to sign in over the page and then goes on; nothing typed is lost.
 */
export async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
  ...[wish]: Record<string, never> extends CallWith<P, Q, B> ? [CallWith<P, Q, B>?] : [CallWith<P, Q, B>]
): Promise<z.output<A>> {
  return (await callVersioned<P, Q, B, A>(endpoint, (wish ?? {}) as CallWith<P, Q, B>)).answer;
}

/** As `call`, with the version from the ETag (null where there is none). */
export async function callVersioned<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
  wish: CallWith<P, Q, B>,
): Promise<{ answer: z.output<A>; version: number | null }> {
  const request = requestOf(endpoint, wish);
  const response = await persist(request, wish.signal, wish.anonymous === true);
  if (!response.ok) throw new Problem(await bodyOf(response));
  const tag = /\d+/.exec(response.headers.get('ETag') ?? '');
  const answer: z.output<A> = response.status === 204 ? undefined : await response.json();
  return { answer, version: tag ? Number(tag[0]) : null };
}

function requestOf(
  endpoint: Endpoint,
  wish: { params?: unknown; query?: unknown; body?: unknown; ifMatch?: number; key?: string },
): { url: string; init: RequestInit } {
  const headers = new Headers({
    Accept: 'application/json, application/problem+json',
    'Accept-Language': currentLanguage(),
    'X-Geleit': '1',
  });
  if (endpoint.method !== 'GET') headers.set('Idempotency-Key', wish.key ?? crypto.randomUUID());
  if (wish.ifMatch !== undefined) headers.set('If-Match', `"${wish.ifMatch}"`);
  const init: RequestInit = { method: endpoint.method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (wish.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(wish.body);
  }
  return { url: pathOf(endpoint.path, wish.params) + searchOf(wish.query), init };
}

/** "/api/requests/:id/hold" with {id} filled in. */
export function pathOf(path: string, params: unknown): string {
  const values = new Map(Object.entries(params ?? {}));
  return path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => {
    if (!values.has(name)) throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(String(values.get(name)));
  });
}

/** Lists are repeated names; what is undefined or null is left out. */
export function searchOf(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null) search.append(name, String(one));
  }
  const text = search.toString();
  return text && `?${text}`;
}

async function persist(
  request: { url: string; init: RequestInit },
  signal: AbortSignal | undefined,
  anonymous: boolean,
): Promise<Response> {
  for (let unknowns = 0; ; ) {
    const response = await reach(request, signal);
    if (response.status === 401 && !anonymous) {
      if (!(await signInAgain())) throw new Problem({ status: 401, code: 'signed-out' });
      continue;
    }
    if (response.status !== 503) return response;
    const body = await bodyOf(response.clone());
    if (body.outcome !== 'unknown') return response;
    const pause = AFTER_UNKNOWN[unknowns];
    if (pause === undefined) throw new Problem({ ...body, code: 'outcome-unknown' });
    unknowns += 1;
    await wait(Math.max(pause, (body.retryAfter ?? 0) * 1000));
  }
}

/** The network, tried twice with the same key. */
async function reach({ url, init }: { url: string; init: RequestInit }, signal: AbortSignal | undefined): Promise<Response> {
  const send = () => fetch(url, signal ? { ...init, signal } : init);
  try {
    return await send();
  } catch (fault) {
    if (signal?.aborted) throw fault;
  }
  await wait(AFTER_CUT);
  try {
    return await send();
  } catch (fault) {
    if (signal?.aborted) throw fault;
    throw new Problem({ status: 0, code: 'offline' });
  }
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  const retry = Number(response.headers.get('Retry-After'));
  const told: Partial<ProblemBody> = await response.json().catch(() => ({}));
  return {
    ...told,
    status: response.status,
    code: told.code ?? (response.status === 503 ? 'unavailable' : 'fault'),
    ...(retry > 0 ? { retryAfter: retry } : {}),
  };
}
