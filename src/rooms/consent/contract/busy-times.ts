import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { BUSY_TIMES_FORMS, MOST_DAYS } from '../rules/busy-times.ts';
import { GIVEN_BY, WITHDRAWN_VIA } from '../rules/release.ts';

const byPerson = z.strictObject({ id: z.uuid() });

/** Somebody is busy: when, and nothing else. */
export const BusyTime = z.strictObject({ startsAt: z.string(), endsAt: z.string() });
export type BusyTime = z.infer<typeof BusyTime>;

/** When a person is busy in other engagements, if she agreed (rule book C.1 rule 5). Without an agreement the list is empty for everybody. */
export const getBusyTimes = endpoint({
  name: 'consent.getBusyTimes',
  method: 'GET',
  path: '/api/consent/people/:id/busy-times',
  params: byPerson,
  query: z.strictObject({ from: z.iso.date().optional(), days: z.coerce.number().int().min(1).max(MOST_DAYS).optional() }),
  answer: z.strictObject({
    /** Valid for this purpose or not: all that others learn of it. */
    agreed: z.boolean(),
    /** Where it was obtained here: how, by whom, until when. */
    own: z
      .strictObject({
        form: z.string(),
        givenBy: z.enum(GIVEN_BY).nullable(),
        givenAt: z.string(),
        /** The last day, inclusive; null: until she takes it back. */
        untilOn: z.iso.date().nullable(),
        textVersion: z.string(),
        witness: z.string().nullable(),
      })
      .nullable(),
    busy: z.array(BusyTime),
  }),
});
export type BusyTimes = z.infer<(typeof getBusyTimes)['answer']>;

export const giveBusyAgreement = endpoint({
  name: 'consent.giveBusyAgreement',
  method: 'POST',
  path: '/api/consent/people/:id/busy-times/agreement',
  params: byPerson,
  body: z.strictObject({
    form: z.enum(BUSY_TIMES_FORMS),
    givenBy: z.enum(GIVEN_BY),
    /** Who heard it. */
    witness: z.string().trim().min(1).max(120).optional(),
    /** The signed paper in her file. */
    fileId: z.uuid().optional(),
    untilOn: z.iso.date().optional(),
  }),
  answer: byPerson,
  status: 201,
});

/** Takes it back, wherever it was obtained; from the next question on nothing is shown. */
export const endBusyAgreement = endpoint({
  name: 'consent.endBusyAgreement',
  method: 'POST',
  path: '/api/consent/people/:id/busy-times/withdrawal',
  params: byPerson,
  body: z.strictObject({ via: z.enum(WITHDRAWN_VIA) }),
  answer: z.strictObject({ ended: z.int() }),
});
