import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { ReleaseBase, ReleaseFields, Withdrawal } from '#rooms/consent/contract/releases.ts';
import { DIRECTIONS, RECORDED_FORMS } from '#rooms/consent/rules/release.ts';

const Id = z.strictObject({ id: z.uuid() });

export const CaseRelease = ReleaseBase.extend({ direction: z.enum(DIRECTIONS), language: z.string() });
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
  body: ReleaseFields.extend({
    /** Both ways are written down as two records. */
    directions: z.array(z.enum(DIRECTIONS)).min(1).max(2),
    form: z.enum(RECORDED_FORMS).exclude(['portal']),
    language: z.string().min(2).max(12),
    /** The signed paper or the signature; not for a spoken one. */
    fileId: z.uuid().optional(),
    /** Who heard a spoken release beside the case manager. */
    witness: z.string().trim().min(1).max(120).optional(),
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
  body: Withdrawal,
  answer: z.strictObject({ id: z.uuid(), version: z.int(), closedLinks: z.int() }),
  versioned: true,
});
