import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { DATA_CLASSES, GIVEN_BY, RECIPIENT_KINDS, RELEASE_FORMS, RELEASE_PURPOSES, WITHDRAWN_VIA } from '#rooms/consent/rules/release.ts';

const Id = z.strictObject({ id: z.uuid() });
const line = (most: number) => z.string().trim().min(1).max(most);

export const ReleaseView = z.strictObject({
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
  fileId: z.uuid().nullable(),
  givenAt: z.string(),
  /** The last day, inclusive. */
  untilOn: z.iso.date(),
  standing: z.enum(['given', 'withdrawn', 'expired']),
  withdrawnAt: z.string().nullable(),
  withdrawnVia: z.enum(WITHDRAWN_VIA).nullable(),
  /** Ends within 30 days. */
  endsSoon: z.boolean(),
});
export type ReleaseView = z.infer<typeof ReleaseView>;

/** Releases from secrecy of a client to this practice, newest first. */
export const listReleases = endpoint({
  name: 'soziotherapie.listReleases',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/releases',
  params: Id,
  answer: z.strictObject({ releases: z.array(ReleaseView), mayGive: z.boolean() }),
});

/** The client or her guardian releases the practice from secrecy towards one recipient (C1). The signature was kept before as a file. */
export const giveRelease = endpoint({
  name: 'soziotherapie.giveRelease',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/releases',
  params: Id,
  body: z.strictObject({
    recipientKind: z.enum(RECIPIENT_KINDS),
    recipientId: z.uuid().optional(),
    recipientName: line(120),
    recipientEmail: z.email().max(120).optional(),
    recipientAddress: z.array(line(80)).max(5).optional(),
    classes: z.array(z.enum(DATA_CLASSES)).min(1),
    purpose: z.enum(RELEASE_PURPOSES),
    untilOn: z.iso.date(),
    form: z.enum(RELEASE_FORMS),
    givenBy: z.enum(GIVEN_BY),
    fileId: z.uuid(),
  }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  status: 201,
});

/** Takes a release back at once, by whatever channel she said it (C2). */
export const withdrawRelease = endpoint({
  name: 'soziotherapie.withdrawRelease',
  method: 'POST',
  path: '/api/soziotherapie/releases/:id/withdraw',
  params: Id,
  body: z.strictObject({ via: z.enum(WITHDRAWN_VIA) }),
  answer: z.strictObject({
    id: z.uuid(),
    version: z.int(),
    /** Links closed and messages taken back with it. */
    closedLinks: z.int(),
    /** The recipient is told by mail that the release ended, and nothing else; otherwise the office has a task. */
    told: z.enum(['email', 'task']),
  }),
  versioned: true,
});
