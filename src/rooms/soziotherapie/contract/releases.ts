import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';
import { ReleaseBase, ReleaseFields, Withdrawal } from '#rooms/consent/contract/releases.ts';
import { RELEASE_FORMS } from '#rooms/consent/rules/release.ts';

const Id = z.strictObject({ id: z.uuid() });

export const ReleaseView = ReleaseBase.extend({ fileId: z.uuid().nullable() });
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
  body: ReleaseFields.extend({
    recipientAddress: z.array(said(80)).max(5).optional(),
    form: z.enum(RELEASE_FORMS),
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
  body: Withdrawal,
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
