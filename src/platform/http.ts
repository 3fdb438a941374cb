import type { z } from 'zod';
import type { Endpoint } from '#kernel/endpoint.ts';
import type { PermitName } from '#kernel/permits.ts';
import type { Call } from './call.ts';
import type { Permit } from './permit.ts';

/** What a route's work gets beside the call: checked input, the permit it named, and the version of If-Match. */
export interface Input<P, Q, B, Held> {
  params: P;
  query: Q;
  body: B;
  permit: Held;
  /** Version of If-Match; the door refuses a versioned command without it (428). */
  version: number | undefined;
  /** For sign-in only: the session's token, the caller's address (never stored in plain) and what the browser says it is. */
  door: Door;
}

/** The few things that only sign-in and files need from HTTP itself. */
export interface Door {
  token: string | undefined;
  source: string;
  device: string;
  /** What this browser was given when somebody signed in fully; it is at home where it was before, whatever its address. */
  place?: string | undefined;
  /** Sets the session cookie after the commit. */
  signIn(token: string, untilSeconds: number): void;
  /** Clears the session cookie after the commit. */
  signOut(): void;
}

/** Says nothing, needs nothing: for sign-in and public pages. */
export type PermitNeed = PermitName | 'public';

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** An answer with the version of what it shows; the door sends it as ETag. */
export class Versioned<Answer> {
  readonly version: number;
  readonly answer: Answer;
  constructor(version: number, answer: Answer) {
    this.version = version;
    this.answer = answer;
  }
}

/** A file instead of JSON: a letter, an export. */
export class FileAnswer {
  readonly type: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  constructor(type: string, name: string, bytes: Uint8Array) {
    this.type = type;
    this.name = name;
    this.bytes = bytes;
  }
}

/** A mounted endpoint. */
export interface Route {
  endpoint: Endpoint;
  need: PermitNeed;
  /** Commands that must not be remembered by key (sign-in) and limits other than the usual. */
  options: RouteOptions;
  work(call: Call, input: Input<unknown, unknown, unknown, Permit | undefined>): Promise<unknown>;
}

export interface RouteOptions {
  /** Sign-in has no actor yet, so it keeps no idempotency row. */
  once?: false;
  /** Calls a minute from one source; the usual limits unless told. */
  limit?: number;
  /** Bytes of the body at most, where a file comes along; the usual limit unless told. */
  body?: number;
  /** Takes multipart/form-data with one file, and so many of them at once; each stands in memory as a whole. */
  file?: { atOnce: number };
  /** Also for somebody who has given only the password. */
  half?: true;
}

/** Mounts an endpoint with the permit that it needs; saying nothing does not compile. */
export function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType, Need extends PermitNeed>(
  endpoint: Endpoint<P, Q, B, A>,
  need: Need,
  work: (
    call: Call,
    input: Input<Out<P>, Out<Q>, Out<B>, Need extends PermitName ? Permit<Need> : undefined>,
  ) => Promise<z.input<A> | Versioned<z.input<A>> | FileAnswer>,
  options: RouteOptions = {},
): Route {
  return { endpoint: endpoint as unknown as Endpoint, need, options, work: work as unknown as Route['work'] };
}
