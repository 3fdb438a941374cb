import { z } from 'zod';
import { STATES } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { GUIDANCE_KINDS, SHEET_LANGUAGES } from '../rules/guidance.ts';
import { byId, changed, filled, id, instant, short } from './shapes.ts';

/** A number, a place or a way that the network gives to callers: data of the network, confirmed from time to time. */
const fields = z.strictObject({
  kind: z.enum(GUIDANCE_KINDS),
  name: filled(120),
  phone: short(40)
    .regex(/^[+\d][\d\s/().-]{1,39}$/, 'invalid-phone')
    .nullable(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable(),
  address: short(200).nullable(),
  hours: short(120).nullable(),
  textDe: short(2000).nullable(),
  textEn: short(2000).nullable(),
  textEasy: short(2000).nullable(),
  /** Where it holds; both lists empty: everywhere. */
  postalPrefixes: z.array(z.string().regex(/^\d{1,5}$/)).max(60),
  states: z.array(z.enum(STATES)).max(16),
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(20),
  /** Stands on the emergency sheet and in the emergency room. */
  inEmergency: z.boolean(),
  /** Is given to those who wait. */
  onSheet: z.boolean(),
  source: short(200).nullable(),
});
export const GuidanceFields = fields;
export type GuidanceFields = z.infer<typeof fields>;

export const Guidance = z.strictObject({
  id,
  version: z.int(),
  ...fields.shape,
  position: z.int(),
  confirmedAt: instant.nullable(),
});
export type Guidance = z.infer<typeof Guidance>;

const postalCode = z.string().regex(/^\d{5}$/);

/** What holds where somebody lives, in the network's order; without a postal code everything, for whoever keeps the list. */
export const listGuidance = endpoint({
  name: 'directory.listGuidance',
  method: 'GET',
  path: '/api/directory/guidance',
  query: z.strictObject({ postalCode: postalCode.optional(), only: z.enum(['all', 'emergency', 'sheet']).default('all') }),
  answer: z.strictObject({ guidance: z.array(Guidance) }),
});

export const addGuidance = endpoint({
  name: 'directory.addGuidance',
  method: 'POST',
  path: '/api/directory/guidance',
  body: fields,
  answer: changed,
  status: 201,
});

export const changeGuidance = endpoint({
  name: 'directory.changeGuidance',
  method: 'PUT',
  path: '/api/directory/guidance/:id',
  params: byId,
  body: fields,
  answer: changed,
  versioned: true,
});

/** Somebody has called or looked it up: it is still true. */
export const confirmGuidance = endpoint({
  name: 'directory.confirmGuidance',
  method: 'POST',
  path: '/api/directory/guidance/:id/confirm',
  params: byId,
  body: z.strictObject({}),
  answer: changed,
  versioned: true,
});

export const withdrawGuidance = endpoint({
  name: 'directory.withdrawGuidance',
  method: 'POST',
  path: '/api/directory/guidance/:id/withdraw',
  params: byId,
  body: z.strictObject({}),
  answer: changed,
  versioned: true,
});

/** The order in which everything is shown: the ids that are named come first, as named. */
export const orderGuidance = endpoint({
  name: 'directory.orderGuidance',
  method: 'PUT',
  path: '/api/directory/guidance-order',
  body: z.strictObject({ ids: z.array(id).min(1).max(500) }),
  answer: z.strictObject({ ordered: z.int() }),
});

/** The sheet for somebody who waits, by where she lives. Holds nothing about anybody. */
export const guidanceSheet = endpoint({
  name: 'directory.guidanceSheet',
  method: 'GET',
  path: '/api/directory/guidance-sheet.pdf',
  query: z.strictObject({ postalCode: postalCode.optional(), language: z.enum(SHEET_LANGUAGES).default('de') }),
  answer: z.unknown(),
});
