import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a room's contract says about one endpoint. The server mounts the value, the browser calls the same value. */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** "placement.holdOffer": room and verb; the name in logs, metrics and the route × role tables. */
  name: string;
  method: Method;
  /** "/api/placement/requests/:id/hold" */
  path: string;
  params?: Params;
  query?: Query;
  body?: Body;
  answer: Answer;
  /** Success status; 200 unless told. */
  status?: 200 | 201 | 202 | 204;
  /** True where the answer carries an ETag with the object's version and the command needs If-Match. */
  versioned?: boolean;
}

/** Says an endpoint; exists so that its parts keep their types. Objects in it are strict: an unknown key is a 400 that names it. */
export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  value: Endpoint<P, Q, B, A>,
): Endpoint<P, Q, B, A> {
  return value;
}
