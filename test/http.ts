import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { AnyRole } from '#kernel/codes.ts';
import { newId } from '#kernel/id.ts';
import { PERMITS } from '#kernel/permits.ts';
import { UploadedFile } from '#kernel/upload.ts';
import type { Route } from '#platform/http.ts';
import { openSession } from '#rooms/access/actions/bootstrap.ts';
import { ROUTES } from '../src/rooms.ts';
import { type Cast, openCast } from './cast/cast.ts';
import { CAST_PASSWORD, type StaffName, type TherapistName } from './cast/people.ts';
import { openPractice, type Practice } from './cast/practice.ts';
import { type OwnDatabase, type Stage, setStage } from './cast/stage.ts';
import { form } from './file-samples.ts';
import { openHttp } from './open-http.ts';

/** Who asks: one of the cast, somebody without a session, or somebody who has given only the password. */
export type Asker = StaffName | TherapistName | 'nobody' | 'half';

/** One person of the cast for every role. */
export const BY_ROLE: Readonly<Record<AnyRole, StaffName | TherapistName>> = {
  desk: 'jana',
  coordinator: 'marit',
  admin: 'tomasz',
  oncall: 'yilmaz',
  'case-manager': 'oksana',
  soziotherapist: 'jonas',
  office: 'mai',
  lead: 'amara',
  auditor: 'karin',
  therapist: 'brandt',
  client: 'klara',
};

export interface Question {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  version?: number;
  /** Idempotency key; a fresh one unless given, none with null. */
  key?: string | null;
  /** Added to, or with undefined taken from, what our own pages send. */
  headers?: Record<string, string | undefined>;
  /** The raw body, when `body` would be too tidy. */
  payload?: string | Buffer;
}

/** An answer with its JSON, if it is any. */
export interface Answer {
  status: number;
  code: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire; each test says what it expects in it
  json: any;
  text: string;
  headers: LightMyRequestResponse['headers'];
}

/** The HTTP door in this process, on a database of one's own, with the cast and the small practice behind it. */
export class House {
  readonly stage: Stage;
  readonly cast: Cast<StaffName | TherapistName>;
  readonly practice: Practice;
  /** Every line the server has logged, at the most talkative level. */
  readonly lines: string[];
  readonly app: FastifyInstance;
  #half: string | undefined;

  private constructor(parts: Pick<House, 'stage' | 'cast' | 'practice' | 'lines' | 'app'>) {
    this.stage = parts.stage;
    this.cast = parts.cast;
    this.practice = parts.practice;
    this.lines = parts.lines;
    this.app = parts.app;
  }

  /** `limits: false` lifts the tries a minute of single routes, for tests that ask them by the hundred. */
  static async open(database: OwnDatabase, { at, limits = true }: { at?: Temporal.Instant; limits?: boolean } = {}): Promise<House> {
    const stage = await setStage(database, at ? { at } : {});
    const { cast, practice } = await openPractice(await openCast(stage.world));
    const { app, lines } = await openHttp(stage.world, { limits });
    await app.ready();
    return new House({ stage, cast, practice, lines, app });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.stage.close();
  }

  /** The session cookie's value of an asker. */
  async token(who: Asker): Promise<string | undefined> {
    if (who === 'nobody') return undefined;
    if (who !== 'half') return this.cast.token(who);
    this.#half ??= await this.#signInHalf();
    return this.#half;
  }

  /** One more session of somebody, for commands that end it. */
  async freshToken(who: StaffName | TherapistName): Promise<string> {
    return this.cast.asSystem((call) => openSession(call, this.cast.account(who)));
  }

  /** Asks an endpoint by name, as our own pages do. */
  async ask(who: Asker | { token: string }, name: string, question: Question = {}): Promise<Answer> {
    const token = typeof who === 'string' ? await this.token(who) : who.token;
    return this.send(requestOf(routeOf(name), question, token));
  }

  /** Asks and insists on a success. */
  async get(who: Asker, name: string, question: Question = {}): Promise<Answer['json']> {
    const answer = await this.ask(who, name, question);
    if (answer.status >= 300) throw new Error(`${name} by ${who}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  async send(options: InjectOptions): Promise<Answer> {
    const response = await this.app.inject(options);
    const text = response.payload;
    const isJson = /json/.test(String(response.headers['content-type'] ?? ''));
    const json = isJson && text !== '' ? JSON.parse(text) : undefined;
    return { status: response.statusCode, code: json?.code, json, text, headers: response.headers };
  }

  async #signInHalf(): Promise<string> {
    const email = 'half.way@geleit.example';
    await this.cast.join('half', { name: 'Halb Da', email, roles: ['desk'], password: CAST_PASSWORD });
    const response = await this.app.inject(requestOf(routeOf('access.signIn'), { body: { email, password: CAST_PASSWORD } }, undefined));
    const cookie = response.cookies.find(({ name }) => name === 'geleit');
    if (!cookie) throw new Error(`no half session: ${response.payload}`);
    return cookie.value;
  }
}

/** The mounted route of an endpoint's name. */
export function routeOf(name: string): Route {
  const route = ROUTES.find(({ endpoint }) => endpoint.name === name);
  if (!route) throw new RangeError(`no endpoint ${name}`);
  return route;
}

/** What our own page would send for an endpoint. */
export function requestOf(route: Route, asked: Question, token: string | undefined): InjectOptions {
  const { endpoint } = route;
  const question = asForm(asked);
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => question.params?.[name] ?? newId());
  const query = new URLSearchParams(question.query ?? {}).toString();
  const command = endpoint.method !== 'GET';
  const payload = question.payload ?? (question.body === undefined ? undefined : JSON.stringify(question.body));
  const headers = {
    host: 'localhost:4000',
    ...(command ? { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin', 'x-geleit': '1' } : {}),
    ...(command && question.key !== null ? { 'idempotency-key': question.key ?? newId() } : {}),
    ...(question.version === undefined ? {} : { 'if-match': `"${question.version}"` }),
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token ? { cookie: `geleit=${token}` } : {}),
    ...question.headers,
  };
  return {
    method: endpoint.method,
    url: query ? `${path}?${query}` : path,
    headers: Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    ...(payload === undefined ? {} : { payload }),
  };
}

/** A body with a file travels as a browser sends it. */
function asForm(question: Question): Question {
  const { body } = question;
  if (typeof body !== 'object' || body === null || question.payload !== undefined) return question;
  const [files, fields] = Object.entries(body).reduce<[[string, UploadedFile][], Record<string, string>]>(
    ([some, others], [name, value]) =>
      value instanceof UploadedFile ? [[...some, [name, value]], others] : [some, { ...others, [name]: String(value) }],
    [[], {}],
  );
  if (files.length === 0) return question;
  const sent = form(
    fields,
    files.map(([name, { name: fileName, bytes, mediaType: type }]) => ({ name, fileName, type, bytes: Buffer.from(bytes) })),
  );
  return { ...question, payload: sent.payload, headers: { ...sent.headers, ...question.headers } };
}

/** Somebody of the cast who holds the permit that a route needs. */
export function holderOf({ need }: Route): Asker {
  return need === 'public' ? 'nobody' : BY_ROLE[PERMITS[need][0]];
}
