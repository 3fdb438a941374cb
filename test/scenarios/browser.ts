import { newId } from '#kernel/id.ts';
import { ROUTES } from '../../src/rooms.ts';

export interface Question {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  version?: number;
  /** Idempotency key; a fresh one unless given. */
  key?: string;
  language?: 'de' | 'en';
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  code: string | undefined;
  etag: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire; each scenario says what it expects in it
  body: any;
  text: string;
}

/** One event as a browser hears it. */
export interface Heard {
  topic: string;
  objectId: string | null;
  data: Record<string, unknown>;
  at: number;
}

/** Somebody's browser: keeps the cookie, sends what our own pages send, and hears live updates. */
export class Browser {
  readonly who: string;
  readonly #address: string;
  #cookie: string | undefined;

  constructor(address: string, who: string, token?: string) {
    this.#address = address;
    this.who = who;
    this.#cookie = token && `geleit=${token}`;
  }

  async ask(name: string, question: Question = {}): Promise<Answer> {
    const endpoint = ROUTES.find((route) => route.endpoint.name === name)?.endpoint;
    if (!endpoint) throw new RangeError(`no endpoint ${name}`);
    const path = endpoint.path.replace(/:(\w+)/g, (_, part: string) => question.params?.[part] ?? 'missing');
    const query = question.query ? `?${new URLSearchParams(question.query)}` : '';
    const command = endpoint.method !== 'GET';
    const response = await fetch(`${this.#address}${path}${query}`, {
      method: endpoint.method,
      headers: {
        'accept-language': question.language ?? 'de',
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(command ? { 'x-geleit': '1', 'sec-fetch-site': 'same-origin', 'idempotency-key': question.key ?? newId() } : {}),
        ...(command && endpoint.body ? { 'content-type': 'application/json' } : {}),
        ...(question.version === undefined ? {} : { 'if-match': `"${question.version}"` }),
      },
      ...(command && endpoint.body ? { body: JSON.stringify(question.body ?? {}) } : {}),
      ...(question.signal ? { signal: question.signal } : {}),
    });
    const [set] = response.headers.getSetCookie();
    if (set?.startsWith('geleit=')) this.#cookie = set.split(';', 1)[0];
    const text = await response.text();
    const body = /json/.test(response.headers.get('content-type') ?? '') && text ? JSON.parse(text) : undefined;
    return { status: response.status, code: body?.code, etag: response.headers.get('etag'), body, text };
  }

  /** Asks and insists on success. */
  async done(name: string, question: Question = {}): Promise<Answer['body']> {
    const answer = await this.ask(name, question);
    if (answer.status >= 300) throw new Error(`${name} by ${this.who}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** Opens the live updates; answers when they run. */
  async listen(): Promise<Live> {
    const ended = new AbortController();
    const response = await fetch(`${this.#address}/api/live`, {
      headers: this.#cookie ? { cookie: this.#cookie } : {},
      signal: ended.signal,
    });
    if (!response.ok || !response.body) throw new Error(`live updates: ${response.status}`);
    return new Live(response.body, () => ended.abort());
  }
}

/** What somebody hears, in order. */
export class Live {
  readonly heard: Heard[] = [];
  readonly stop: () => void;

  constructor(body: ReadableStream<Uint8Array>, stop: () => void) {
    this.stop = stop;
    void this.#read(body).catch(() => {});
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const piece of body) {
      const parts = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const data = part.split('\n').find((line) => line.startsWith('data: '));
        if (data) this.heard.push({ ...JSON.parse(data.slice(6)), at: Date.now() });
      }
    }
  }

  /** Waits for an event of a topic about an object. */
  async until(topic: string, objectId?: string, within = 5_000): Promise<Heard> {
    const end = Date.now() + within;
    for (;;) {
      const found = this.heard.find((one) => one.topic === topic && (objectId === undefined || one.objectId === objectId));
      if (found) return found;
      if (Date.now() > end) throw new Error(`${topic} was not heard; heard: ${this.heard.map((one) => one.topic).join(', ')}`);
      await new Promise((go) => setTimeout(go, 10));
    }
  }
}
