import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import {
  DATA_CLASSES,
  DIRECTIONS,
  GIVEN_BY,
  RECIPIENT_KINDS,
  RECORDED_FORMS,
  RELEASE_PURPOSES,
  WITHDRAWN_VIA,
} from '#rooms/consent/rules/release.ts';

const Id = z.strictObject({ id: z.uuid() });
const line = (most: number) => z.string().trim().min(1).max(most);

export const CaseRelease = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  recipientKind: z.enum(RECIPIENT_KINDS),
  recipientId: z.uuid().nullable(),
  recipientName: z.string(),
  recipientEmail: z.string().nullable(),
  direction: z.enum(DIRECTIONS),
  classes: z.array(z.enum(DATA_CLASSES)),
  purpose: z.enum(RELEASE_PURPOSES),
  form: z.string(),
  language: z.string(),
  givenBy: z.enum(GIVEN_BY),
  givenAt: z.string(),
  /** The last day, inclusive. */
  untilOn: z.iso.date(),
  standing: z.enum(['given', 'withdrawn', 'expired']),
  withdrawnAt: z.string().nullable(),
  withdrawnVia: z.enum(WITHDRAWN_VIA).nullable(),
  endsSoon: z.boolean(),
});
export type CaseRelease = z.infer<typeof CaseRelease>;

/** To whom a client of Case Management opens herself, newest first. */
export const listCaseReleases = endpoint({
  name: 'cases.listReleases',
  method: 'GET',
  path: '/api/cases/:id/releases',
  params: Id,
  answer: z.strictObject({ releases: z.array(CaseRelease), mayGive: z.boolean() }),
});

/** One partner, one direction, named classes, one purpose, one end (rule book B.2.3). Blanket releases are not accepted. */
export const giveCaseRelease = endpoint({
  name: 'cases.giveRelease',
  method: 'POST',
  path: '/api/cases/:id/releases',
  params: Id,
  body: z.strictObject({
    recipientKind: z.enum(RECIPIENT_KINDS),
    recipientId: z.uuid().optional(),
    recipientName: line(120),
    recipientEmail: z.email().max(120).optional(),
    /** Both ways are written down as two records. */
    directions: z.array(z.enum(DIRECTIONS)).min(1).max(2),
    classes: z.array(z.enum(DATA_CLASSES)).min(1),
    purpose: z.enum(RELEASE_PURPOSES),
    untilOn: z.iso.date(),
    form: z.enum(RECORDED_FORMS).exclude(['portal']),
    language: z.string().min(2).max(12),
    givenBy: z.enum(GIVEN_BY),
    /** The signed paper or the signature; not for a spoken one. */
    fileId: z.uuid().optional(),
    /** Who heard a spoken release beside the case manager. */
    witness: line(120).optional(),
  }),
  answer: z.strictObject({ ids: z.array(z.uuid()) }),
  status: 201,
});

/** Takes a release back at once, by whatever channel she said it. */
export const withdrawCaseRelease = endpoint({
  name: 'cases.withdrawRelease',
  method: 'POST',
  path: '/api/cases/releases/:id/withdraw',
  params: Id,
  body: z.strictObject({ via: z.enum(WITHDRAWN_VIA) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), closedLinks: z.int() }),
  versioned: true,
});
