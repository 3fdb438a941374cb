import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { INSURER_GROUPS } from '../rules/cover.ts';

/**
 * How a cover begins. `new`: nothing was known for these days. `changed`: another insurer from this day, the former one ends the day
 * before. `merged`: the former insurer was closed or merged, its decisions go on (§ 19 (1a) SGB V).
 */
export const COVER_BEGINNINGS = ['new', 'changed', 'merged'] as const;

const Day = z.iso.date();
const byPerson = z.strictObject({ id: z.uuid() });
const number = z.string().trim().min(1).max(30);

export const CoverWish = z.strictObject({
  how: z.enum(COVER_BEGINNINGS),
  /** As typed: spaces and lower case are understood; a wrong check digit is refused. */
  payerIk: number,
  payerName: z.string().trim().min(1).max(90),
  kvnr: number.nullable(),
  /** The KVNR stays although its check digit does not fit: read from the card once more. */
  kvnrConfirmed: z.boolean(),
  /** Status of the card: 1 member, 3 family, 5 pensioner, with the digits after it. */
  insuredStatus: z.string().regex(/^[135]\d{0,6}$/),
  insurerGroup: z.enum(INSURER_GROUPS),
  /** Federal state of the insurer: holidays and contract. */
  state: z.string().regex(/^[A-Z]{2}$/),
  from: Day,
  to: Day.nullable(),
});
export type CoverWish = z.infer<typeof CoverWish>;

export const Cover = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  payerIk: z.string(),
  payerName: z.string(),
  kvnr: z.string().nullable(),
  kvnrConfirmed: z.boolean(),
  insuredStatus: z.string(),
  insurerGroup: z.enum(INSURER_GROUPS),
  state: z.string(),
  from: Day,
  to: Day.nullable(),
  continuesFormer: z.boolean(),
  recordedAt: z.string(),
});
export type Cover = z.infer<typeof Cover>;

/** A certificate of the insurer: no copayment on these days, both inclusive (§ 62 SGB V). */
export const Exemption = z.strictObject({ id: z.uuid(), from: Day, to: Day, fileId: z.uuid().nullable(), recordedAt: z.string() });
export type Exemption = z.infer<typeof Exemption>;

export const CoverView = z.strictObject({ personId: z.uuid(), covers: z.array(Cover), exemptions: z.array(Exemption) });
export type CoverView = z.infer<typeof CoverView>;

const Made = z.strictObject({ id: z.uuid(), version: z.int() });

/** Who pays from when to when, newest first, and the certificates. */
export const getCover = endpoint({
  name: 'people.cover',
  method: 'GET',
  path: '/api/people/:id/cover',
  params: byPerson,
  answer: CoverView,
});

export const recordCover = endpoint({
  name: 'people.recordCover',
  method: 'POST',
  path: '/api/people/:id/cover',
  params: byPerson,
  body: CoverWish,
  answer: Made,
  status: 201,
});

/** The insurance ended, or ends, without another one. */
export const endCover = endpoint({
  name: 'people.endCover',
  method: 'POST',
  path: '/api/people/cover/:id/end',
  params: byPerson,
  body: z.strictObject({ to: Day }),
  answer: Made,
  versioned: true,
});

/** It was entered by mistake; the row stays readable as withdrawn. */
export const withdrawCover = endpoint({
  name: 'people.withdrawCover',
  method: 'POST',
  path: '/api/people/cover/:id/withdraw',
  params: byPerson,
  body: z.strictObject({}),
  answer: Made,
  versioned: true,
});

export const recordExemption = endpoint({
  name: 'people.recordExemption',
  method: 'POST',
  path: '/api/people/:id/exemptions',
  params: byPerson,
  body: z.strictObject({ from: Day, to: Day, fileId: z.uuid().nullable() }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});

export const withdrawExemption = endpoint({
  name: 'people.withdrawExemption',
  method: 'POST',
  path: '/api/people/exemptions/:id/withdraw',
  params: byPerson,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});
