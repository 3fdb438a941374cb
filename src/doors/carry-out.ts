import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { asSession, type Call, type World } from '#platform/call.ts';
import { type Door, FileAnswer, type PermitNeed, type Route, Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { faultsOf } from './answer.ts';
import { sendFile } from './file-answer.ts';
import { unfitTexts } from './text.ts';

/** Makes the permit that a route names, or throws the refusal; from the access room. */
export interface Grant {
  (call: Call, need: PermitNeed, half: boolean): Permit | undefined;
  /** Logs a denial after its transaction was rolled back. */
  denied(call: Call, need: PermitNeed, code: string): Promise<void>;
}

interface Setting {
  route: Route;
  world: World;
  grant: Grant;
  secure: boolean;
  origins: readonly string[];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What an endpoint without query or body accepts: nothing. */
const NOTHING = z.strictObject({});
const DENIALS = new Set(['not-permitted', 'step-up-needed']);

/** One request from door to answer: check the sender, the input, the permit; do the work once in one transaction. */
export async function carryOut(setting: Setting, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { route, world, grant } = setting;
  const { endpoint, need, options } = route;
  const changes = endpoint.method !== 'GET';
  if (changes) checkSender(setting, request);

  const input = parse(route, request);
  const version = versionOf(endpoint.versioned === true && changes, request);
  const cookieName = setting.secure ? '__Host-geleit' : 'geleit';
  const token = request.cookies[cookieName];
  const key = changes && options.once !== false && need !== 'public' ? keyOf(request) : undefined;
  const { door, apply } = doorOf(setting, request, reply, token);
  const command = key ? { key, name: endpoint.name, hash: hashOf(input.body, input.params, version) } : undefined;

  try {
    const context = { requestId: request.id, ...(command && { ahead: beginning(command) }) };
    const done = await asSession(world, token, context, async (call, ahead): Promise<Done> => {
      const permit = grant(call, need, options.half === true);
      const before = command && doneBefore(command, await ahead);
      if (before) return before;
      const made = await route.work(call, { ...input, permit, version, door });
      // A refusal that is returned, not thrown, is kept: what it counted (a failed sign-in) is committed with it.
      if (made instanceof Refusal) return { refusal: made, status: 0, answer: undefined, etag: undefined, file: undefined };
      if (made instanceof FileAnswer) return { file: made, status: 200, answer: undefined, etag: undefined, refusal: undefined };
      const etag = made instanceof Versioned ? made.version : undefined;
      const answer = endpoint.answer.parse(made instanceof Versioned ? made.answer : made);
      const status = endpoint.status ?? 200;
      if (command) finish(call, command.key, status, answer, etag);
      return { status, answer, etag, file: undefined, refusal: undefined };
    });
    if (done.refusal) throw done.refusal;
    apply();
    if (done.etag !== undefined) void reply.header('etag', `"${done.etag}"`);
    if (done.file) return sendFile(request, reply, done.file);
    if (done.status === 204) return reply.code(204).send();
    return reply.code(done.status).type('application/json; charset=utf-8').send(JSON.stringify(done.answer));
  } catch (fault) {
    if (fault instanceof Refusal && DENIALS.has(fault.code)) {
      await asSession(world, token, { requestId: request.id }, (call) => grant.denied(call, need, fault.code));
    }
    throw fault;
  }
}

/** Commands come from our own pages only (SameSite cookie, Fetch metadata, origin, and a header no form can send). */
function checkSender({ origins }: Setting, request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('cross-site');
  if (origin !== undefined && !origins.includes(origin) && origin !== `${request.protocol}://${request.host}`)
    throw new Refusal('cross-site');
  if (request.headers['x-geleit'] !== '1') throw new Refusal('cross-site');
}

function parse({ endpoint }: Route, request: FastifyRequest): { params: unknown; query: unknown; body: unknown } {
  const errors: NonNullable<Refusal['detail']['errors']> = [];
  const part = (name: 'params' | 'query' | 'body', schema: typeof endpoint.body, value: unknown) => {
    const unfit = unfitTexts(name === 'body' ? '' : `/${name}`, value);
    if (unfit.length > 0) {
      errors.push(...unfit);
      return undefined;
    }
    const parsed = (schema ?? NOTHING).safeParse(value);
    if (parsed.success) return schema ? parsed.data : undefined;
    errors.push(...faultsOf(name, parsed.error.issues));
    return undefined;
  };
  const params = part('params', endpoint.params, request.params);
  const query = part('query', endpoint.query, request.query);
  const body = part('body', endpoint.body, request.body === undefined ? {} : request.body);
  // An address with an impossible id is an unknown address, not a form with a fault.
  if (errors.some(({ pointer }) => pointer.startsWith('/params'))) throw new Refusal('not-found');
  if (errors.length > 0) throw new Refusal('invalid-input', { errors });
  return { params, query, body };
}

function versionOf(needed: boolean, request: FastifyRequest): number | undefined {
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(request.headers['if-match'] ?? '');
  if (match) return Number(match[1]);
  if (needed) throw new Refusal('version-needed');
  return undefined;
}

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !UUID.test(key)) throw new Refusal('key-needed');
  return key.toLowerCase();
}

interface Done {
  status: number;
  answer: unknown;
  etag: number | undefined;
  file: FileAnswer | undefined;
  refusal: Refusal | undefined;
}

interface Command {
  key: string;
  name: string;
  hash: Buffer;
}

function hashOf(body: unknown, params: unknown, version: number | undefined): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([body ?? null, params ?? null, version ?? null]))
    .digest();
}

/**
 * The row of the key is part of the transaction, so it exists exactly when the effect does (security 0.2). It goes out together with the
 * session's: whoever may not do this is refused afterwards, and the row goes with the transaction.
 */
const beginning = ({ key, name, hash }: Command) => ({ text: 'select * from app.begin_command($1, $2, $3)', values: [key, name, hash] });

/** Nothing = go on; else what the first time answered. */
function doneBefore({ name }: Command, rows: readonly Record<string, unknown>[] | undefined): Done | undefined {
  if (!rows) throw new Error('a command was let in without a session to keep its key');
  const [before] = rows as { endpoint: string; same_body: boolean; status: number | null; answer: unknown; etag: number | null }[];
  if (!before) return undefined;
  if (before.endpoint !== name || !before.same_body) throw new Refusal('key-used-otherwise');
  if (before.status === null) throw new Refusal('key-in-progress', { retryAfter: 1 });
  return { status: before.status, answer: before.answer, etag: before.etag ?? undefined, file: undefined, refusal: undefined };
}

function finish(call: Call, key: string, status: number, answer: unknown, etag: number | undefined): void {
  call.later('select app.finish_command($1, $2::smallint, $3, $4)', [key, status, JSON.stringify(answer ?? null), etag ?? null]);
}

function doorOf(
  { secure }: Setting,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | undefined,
): { door: Door; apply: () => void } {
  const after: (() => void)[] = [];
  const name = secure ? '__Host-geleit' : 'geleit';
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  const door: Door = {
    token,
    source: request.ip,
    device: (request.headers['user-agent'] ?? '').slice(0, 120),
    signIn: (fresh, seconds) => after.push(() => void reply.setCookie(name, fresh, { ...options, maxAge: seconds })),
    signOut: () =>
      after.push(() => {
        void reply.clearCookie(name, options);
        // Not "storage": the page itself wipes what it could read (src/web/session.ts). Entries of home visits that still wait stay; only
        // the server can open them. So does the worker that wakes somebody on duty.
        void reply.header('clear-site-data', '"cache"');
      }),
  };
  return {
    door,
    apply: () => {
      for (const step of after) step();
    },
  };
}
