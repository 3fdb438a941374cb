import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { SEARCH_ANSWERS, SEARCH_CHANNELS } from '../rules/own-search.ts';
import { Id } from './criteria.ts';

const Instant = z.iso.datetime({ offset: true });
const Day = z.iso.date();

const search = z.strictObject({
  id: z.uuid(),
  onDay: Day,
  /** The practice or service, as the person named it. */
  whom: z.string(),
  channel: z.enum(SEARCH_CHANNELS),
  answer: z.enum(SEARCH_ANSWERS),
  waitWeeks: z.int().nullable(),
});
export type OwnSearchView = z.output<typeof search>;

/**
 * What shows that somebody looked for a place: her own tries, and those of the network as dates and numbers. Whom the network asked
 * and why somebody did not fit is never said: a therapist's exclusions are her own.
 */
export const getSearchProtocol = endpoint({
  name: 'placement.getSearchProtocol',
  method: 'GET',
  path: '/api/placement/requests/:id/search-protocol',
  params: Id,
  answer: z.strictObject({
    requestId: z.uuid(),
    searches: z.array(search),
    summary: z.strictObject({
      own: z.int(),
      inVain: z.int(),
      first: Day.nullable(),
      last: Day.nullable(),
      service: z.boolean(),
      shortestWeeks: z.int().nullable(),
    }),
    network: z.strictObject({
      askedAt: Instant,
      waitingSince: Instant.nullable(),
      /** Searches that found nothing: how many places were looked at. */
      tries: z.array(z.strictObject({ at: Instant, places: z.int() })),
      /** Days on which somebody spoke or tried to speak to the person about a place. */
      contacts: z.int(),
      offers: z.array(z.strictObject({ on: Day, ended: z.enum(['not-taken', 'not-reached', 'no-fit', 'practice-cancelled']) })),
    }),
    /** The form PTV 11 says since when treatment is recommended. */
    ptv11: z.strictObject({ on: Day.nullable(), urgent: z.boolean() }).nullable(),
    /** Where a letter could go; without an address it is handed over. */
    addressKnown: z.boolean(),
  }),
});

export const noteOwnSearch = endpoint({
  name: 'placement.noteOwnSearch',
  method: 'POST',
  path: '/api/placement/requests/:id/own-searches',
  status: 201,
  params: Id,
  body: z.strictObject({
    onDay: Day,
    whom: z.string().trim().min(1).max(120),
    channel: z.enum(SEARCH_CHANNELS),
    answer: z.enum(SEARCH_ANSWERS),
    waitWeeks: z.int().min(0).max(520).nullish(),
  }),
  answer: z.strictObject({ id: z.uuid() }),
});

export const withdrawOwnSearch = endpoint({
  name: 'placement.withdrawOwnSearch',
  method: 'POST',
  path: '/api/placement/requests/:id/own-searches/:searchId/withdraw',
  params: Id.extend({ searchId: z.uuid() }),
  answer: z.strictObject({ id: z.uuid() }),
});

/** Searches the whole network now and writes down how many places were looked at and how many fit. */
export const noteNetworkSearch = endpoint({
  name: 'placement.noteNetworkSearch',
  method: 'POST',
  path: '/api/placement/requests/:id/network-search',
  params: Id,
  answer: z.strictObject({ places: z.int(), fitting: z.int() }),
});

/** The letter to the person. What the treatment is for stands in it only if she wants it there. */
export const getSearchLetter = endpoint({
  name: 'placement.getSearchLetter',
  method: 'GET',
  path: '/api/placement/requests/:id/search-protocol.pdf',
  params: Id,
  query: z.strictObject({ withProblem: z.enum(['yes', 'no']).default('no'), withOffers: z.enum(['yes', 'no']).default('yes') }),
  answer: z.never(),
});
