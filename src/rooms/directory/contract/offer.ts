import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import {
  byId,
  changed,
  day,
  EARLY_END_REASONS,
  EXCLUSION_CODES,
  id,
  instant,
  location,
  locationFields,
  ownPlace,
  placeFields,
  placeState,
  profile,
  profileFields,
} from './shapes.ts';

/** What only the owner can answer. A fit question comes while a place is on trial; marks of appointments stand in scheduling. */
const question = z.strictObject({
  kind: z.enum(['still-true', 'fit', 'end-reached', 'interruption']),
  placeId: id.nullable(),
  requestId: id.nullable(),
  since: instant.nullable(),
});

export const myOffer = endpoint({
  name: 'directory.myOffer',
  method: 'GET',
  path: '/api/directory/my-offer',
  answer: z.strictObject({
    profile,
    locations: z.array(location),
    places: z.array(ownPlace),
    groups: z.array(z.strictObject({ groupId: id, name: z.string().nullable(), seats: z.int(), taken: z.int(), free: z.int() })),
    questions: z.array(question),
    /** `until`: from then on the places rest unless confirmed; null where nothing was ever confirmed. */
    freshness: z.strictObject({ confirmedAt: instant.nullable(), until: instant.nullable(), fresh: z.boolean(), days: z.int() }),
    /** The place that "like the last one" copies. */
    likeLast: id.nullable(),
  }),
});

/** Profile and all places in one click (A.1.3). */
export const confirmStillTrue = endpoint({
  name: 'directory.confirmStillTrue',
  method: 'POST',
  path: '/api/directory/my-offer/still-true',
  answer: z.strictObject({ at: instant, until: instant, places: z.int() }),
});

export const changeProfile = endpoint({
  name: 'directory.changeProfile',
  method: 'PUT',
  path: '/api/directory/my-profile',
  versioned: true,
  body: profileFields,
  answer: changed,
});

/** A draft, or with `open` at once an open place; `seats` makes a group of so many seats in one go. */
export const addPlace = endpoint({
  name: 'directory.addPlace',
  method: 'POST',
  path: '/api/directory/places',
  status: 201,
  body: placeFields
    .partial({
      procedure: true,
      languages: true,
      interpreterWelcome: true,
      specialities: true,
      windows: true,
      earliestStart: true,
      expectedEnd: true,
      maxWaitAfterTrial: true,
      notes: true,
      groupName: true,
      serviceType: true,
    })
    .extend({ seats: z.int().min(1).max(12).optional(), open: z.boolean().optional() }),
  answer: z.strictObject({ ids: z.array(id), groupId: id.nullable(), version: z.int(), state: placeState }),
});

/** A new open place with the fields of an earlier one: one tap more than finding it. */
export const openLike = endpoint({
  name: 'directory.openLike',
  method: 'POST',
  path: '/api/directory/places/open-like/:id',
  status: 201,
  params: byId,
  answer: z.strictObject({ id, version: z.int(), state: placeState }),
});

/** Warnings say that somebody is already promised the place (`place-reserved`, `place-on-trial` …); the change holds anyway. */
export const changePlace = endpoint({
  name: 'directory.changePlace',
  method: 'PUT',
  path: '/api/directory/places/:id',
  versioned: true,
  params: byId,
  body: placeFields,
  answer: changed.extend({ warnings: z.array(z.string()) }),
});

const moved = changed.extend({ state: placeState });
const placeStep = <Body extends z.ZodType = z.ZodUndefined>(name: string, verb: string, body?: Body) =>
  endpoint({
    name: `directory.${name}`,
    method: 'POST',
    path: `/api/directory/places/:id/${verb}`,
    versioned: true,
    params: byId,
    ...(body ? { body } : {}),
    answer: moved,
  });
export const openPlace = placeStep('openPlace', 'open');
export const pausePlace = placeStep('pausePlace', 'pause');
export const resumePlace = placeStep('resumePlace', 'resume');
export const closePlace = placeStep('closePlace', 'close');
export const announceEnd = placeStep('announceEnd', 'announce-end', z.strictObject({ endsOn: day }));
export const confirmEnd = placeStep('confirmEnd', 'confirm-end');
export const extendTherapy = placeStep('extendTherapy', 'extend');
export const endEarly = placeStep('endEarly', 'end-early', z.strictObject({ reason: z.enum(EARLY_END_REASONS) }));
export const interruptPlace = placeStep('interruptPlace', 'interrupt');
export const endInterruption = placeStep('endInterruption', 'end-interruption');
/** The same for the coordinator on anybody's place. */
const coordinated = (name: string, verb: string) =>
  endpoint({
    name: `directory.${name}`,
    method: 'POST',
    path: `/api/directory/network/places/:id/${verb}`,
    versioned: true,
    params: byId,
    answer: moved,
  });
export const coordinatePause = coordinated('coordinatePause', 'pause');
export const coordinateClose = coordinated('coordinateClose', 'close');
export const coordinateInterrupt = coordinated('coordinateInterrupt', 'interrupt');
export const coordinateEndInterruption = coordinated('coordinateEndInterruption', 'end-interruption');

/** Confidential: answered to nobody but their owner. */
export const myExclusions = endpoint({
  name: 'directory.myExclusions',
  method: 'GET',
  path: '/api/directory/my-exclusions',
  answer: z.strictObject({
    exclusions: z.array(z.strictObject({ id, code: z.enum(EXCLUSION_CODES), validFrom: day, validTo: day.nullable() })),
  }),
});
export const addExclusion = endpoint({
  name: 'directory.addExclusion',
  method: 'POST',
  path: '/api/directory/my-exclusions',
  status: 201,
  body: z.strictObject({ code: z.enum(EXCLUSION_CODES), validFrom: day.optional(), validTo: day.nullish() }),
  answer: z.strictObject({ id }),
});
export const removeExclusion = endpoint({
  name: 'directory.removeExclusion',
  method: 'DELETE',
  path: '/api/directory/my-exclusions/:id',
  params: byId,
  answer: z.strictObject({ id }),
});

export const addLocation = endpoint({
  name: 'directory.addLocation',
  method: 'POST',
  path: '/api/directory/locations',
  status: 201,
  body: locationFields,
  answer: changed,
});
export const changeLocation = endpoint({
  name: 'directory.changeLocation',
  method: 'PUT',
  path: '/api/directory/locations/:id',
  versioned: true,
  params: byId,
  body: locationFields,
  answer: changed,
});
