import { z } from 'zod';
import { DATA_CLASSES, GIVEN_BY, RECIPIENT_KINDS, RELEASE_PURPOSES, WITHDRAWN_VIA } from '../rules/release.ts';

const line = (most: number) => z.string().trim().min(1).max(most);

/** What every reader of a release sees; each room adds what is its own. */
export const ReleaseBase = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  recipientKind: z.enum(RECIPIENT_KINDS),
  recipientId: z.uuid().nullable(),
  recipientName: z.string(),
  recipientEmail: z.string().nullable(),
  classes: z.array(z.enum(DATA_CLASSES)),
  purpose: z.enum(RELEASE_PURPOSES),
  form: z.string(),
  givenBy: z.enum(GIVEN_BY),
  givenAt: z.string(),
  /** The last day, inclusive. */
  untilOn: z.iso.date(),
  standing: z.enum(['given', 'withdrawn', 'expired']),
  withdrawnAt: z.string().nullable(),
  withdrawnVia: z.enum(WITHDRAWN_VIA).nullable(),
  /** Ends within 30 days. */
  endsSoon: z.boolean(),
});
export type ReleaseBase = z.infer<typeof ReleaseBase>;

/** What is written down of a release, whoever takes it up: to whom, what, for what, until when, by whom. */
export const ReleaseFields = z.strictObject({
  recipientKind: z.enum(RECIPIENT_KINDS),
  recipientId: z.uuid().optional(),
  recipientName: line(120),
  recipientEmail: z.email().max(120).optional(),
  classes: z.array(z.enum(DATA_CLASSES)).min(1),
  purpose: z.enum(RELEASE_PURPOSES),
  untilOn: z.iso.date(),
  givenBy: z.enum(GIVEN_BY),
});
export type ReleaseFields = z.infer<typeof ReleaseFields>;

/** By which channel she takes it back. */
export const Withdrawal = z.strictObject({ via: z.enum(WITHDRAWN_VIA) });
export type WithdrawnVia = z.infer<typeof Withdrawal>['via'];
