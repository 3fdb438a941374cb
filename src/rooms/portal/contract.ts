import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { REACH, WHO } from './rules/fields.ts';

const instant = z.iso.datetime();

/** What somebody wrote in the public form and the request does not hold: how to reach her, and what the desk still has to ask. */
export const WebForm = z.strictObject({
  reference: z.string(),
  sentAt: instant,
  callBackBy: instant,
  language: z.string(),
  who: z.enum(WHO),
  referrer: z.string().nullable(),
  channel: z.enum(['phone', 'email']),
  reach: z.array(z.enum(REACH)),
  voicemail: z.boolean(),
  age: z.int().nullable(),
  ptv11: z.enum(['yes', 'no', 'unknown']),
  ptv11Date: z.string().nullable(),
  /** Ticked that something cannot wait. The opener is still to be asked. */
  urgent: z.boolean(),
});
export type WebForm = z.infer<typeof WebForm>;

/** Null: this request did not come by the form. */
export const getWebForm = endpoint({
  name: 'portal.getWebForm',
  method: 'GET',
  path: '/api/portal/requests/:id/form',
  params: z.strictObject({ id: z.uuid() }),
  answer: z.strictObject({ form: WebForm.nullable() }),
});

/** Forms that look like a machine's; nothing of what stands in them. */
export const listAside = endpoint({
  name: 'portal.listAside',
  method: 'GET',
  path: '/api/portal/aside',
  answer: z.strictObject({ aside: z.array(z.strictObject({ id: z.uuid(), sentAt: instant, because: z.enum(['honey', 'fast']) })) }),
});

/** Into the queue after all. */
export const admitForm = endpoint({
  name: 'portal.admitForm',
  method: 'POST',
  path: '/api/portal/aside/:id/admit',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});
