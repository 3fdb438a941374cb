import { z } from 'zod';
import { GENDERS, INSURANCE_KINDS, MODALITIES, SLOT_KINDS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { Day, Instant } from '#rooms/people/contract.ts';
import { INTERPRETERS } from '../rules/interpreter.ts';
import { CLOSE_REASONS } from '../rules/request.ts';
import { GUIDANCE_TOPICS } from '../rules/waiting.ts';
import { Id, Moved, State } from './criteria.ts';
import { OfferCard } from './fit.ts';

export const SlotView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  startsAt: Instant,
  endsAt: Instant,
  kinds: z.array(z.enum(SLOT_KINDS)),
  modality: z.enum(MODALITIES),
  state: z.enum(['free', 'held', 'booked', 'blocked']),
  mine: z.boolean(),
  /** She has promised that time elsewhere, and agreed that this is seen (rule book C.1 rule 5). */
  clientBusy: z.boolean(),
});

/** The right column: who it is, when it goes, and the rule to read out. */
export const getOffer = endpoint({
  name: 'placement.getOffer',
  method: 'GET',
  path: '/api/placement/offers/:id',
  params: Id,
  query: z.strictObject({ requestId: z.uuid().optional(), from: Day.optional(), slotId: z.uuid().optional() }),
  answer: z.strictObject({
    card: OfferCard,
    profession: z.string(),
    gender: z.enum(GENDERS).nullable(),
    about: z.string().nullable(),
    address: z.string(),
    directions: z.string().nullable(),
    insuranceKinds: z.array(z.enum(INSURANCE_KINDS)),
    languages: z.array(z.strictObject({ tag: z.string(), level: z.string() })),
    access: z.record(z.string(), z.string()),
    from: Day,
    slots: z.array(SlotView),
    policy: z.strictObject({
      id: z.uuid().nullable(),
      version: z.int(),
      /** To read out, for the chosen or first slot, in each language and in easy German. */
      spoken: z.strictObject({ de: z.string(), easy: z.string(), en: z.string() }),
      feeType: z.enum(['none', 'fixed', 'percent']),
      withoutAllowed: z.boolean(),
    }),
    /** Whether this network can send text messages. */
    texts: z.boolean(),
  }),
});

const NextOffer = z.strictObject({ placeId: z.uuid(), practitionerName: z.string(), slotId: z.uuid(), startsAt: Instant });
/** Facts of a lost race: who, until when, and the next three offers. */
export const LostRace = z.strictObject({ by: z.string().nullable(), until: Instant.nullable(), next: z.array(NextOffer) });
export type LostRace = z.infer<typeof LostRace>;

/** Holds place and first slot together for ten minutes; whoever loses gets the reason and the next three offers. */
export const holdOffer = endpoint({
  name: 'placement.holdOffer',
  method: 'POST',
  path: '/api/placement/requests/:id/hold',
  params: Id,
  body: z.strictObject({
    placeId: z.uuid(),
    slotId: z.uuid(),
    /** Coordinator only: hard criteria set aside, with a reason. */
    override: z
      .strictObject({
        criteria: z
          .array(z.string().regex(/^H\d{1,2}$/))
          .min(1)
          .max(9),
        reason: z.string().trim().min(10).max(300),
      })
      .optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), state: State, placeId: z.uuid(), slotId: z.uuid(), heldUntil: Instant }),
});

export const extendHold = endpoint({
  name: 'placement.extendHold',
  method: 'POST',
  path: '/api/placement/requests/:id/hold/extend',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), heldUntil: Instant }),
});

/** Lets go: declined by the caller, or chosen by mistake. */
export const releaseHold = endpoint({
  name: 'placement.releaseHold',
  method: 'POST',
  path: '/api/placement/requests/:id/hold/release',
  params: Id,
  body: z.strictObject({ reason: z.enum(['declined', 'other-offer', 'mistake']).default('mistake') }),
  answer: Moved,
});

/** Books what is held: appointment, place, acknowledgement of the cancellation rule, message: all or nothing. */
export const bookOffer = endpoint({
  name: 'placement.bookOffer',
  method: 'POST',
  path: '/api/placement/requests/:id/book',
  params: Id,
  body: z.strictObject({
    acknowledgement: z.strictObject({
      response: z.enum(['accepted', 'questions', 'declined']),
      policyVersion: z.int(),
      language: z.enum(['de', 'easy', 'en']),
      interpreter: z.boolean().default(false),
    }),
    /** A text message names day, time and telephone, never the cancellation rule: a fee then binds nobody (A.5). */
    channel: z.enum(['email', 'letter', 'sms']),
    /** Young people from 15: confirmation goes to them, not to parents (A.1.6). */
    contractParty: z.enum(['self', 'guardian']),
    /** Who interprets, if it takes an interpreter (D 11). A relative never does in therapy. */
    interpreterBy: z.enum(INTERPRETERS).optional(),
    /** Coordinator only: the client has another appointment then and wants both. */
    clientOverlap: z.strictObject({ reason: z.string().trim().min(10).max(300) }).optional(),
    /** She is busy then in another engagement, was asked, and wants it all the same. */
    despiteBusy: z.boolean().optional(),
  }),
  answer: z.strictObject({
    id: z.uuid(),
    version: z.int(),
    state: State,
    appointmentId: z.uuid(),
    startsAt: Instant,
    endsAt: Instant,
    messageId: z.uuid().nullable(),
  }),
});

export const setWaiting = endpoint({
  name: 'placement.setWaiting',
  method: 'POST',
  path: '/api/placement/requests/:id/wait',
  params: Id,
  body: z.strictObject({
    /** Waits for the wished therapist alone, although others would fit (D 8). */
    wishedOnly: z.boolean().optional(),
    /** What was told about the time until then. */
    guidance: z.array(z.enum(GUIDANCE_TOPICS)).max(4).optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), state: State, nextContactAt: Instant }),
});

export const closeRequest = endpoint({
  name: 'placement.closeRequest',
  method: 'POST',
  path: '/api/placement/requests/:id/close',
  params: Id,
  body: z.strictObject({ reason: z.enum(CLOSE_REASONS) }),
  answer: Moved,
  versioned: true,
});

/** Asks the therapist for a fact that stands between a place and its offer; becomes her task. */
export const askTherapist = endpoint({
  name: 'placement.askTherapist',
  method: 'POST',
  path: '/api/placement/offers/:id/ask',
  params: Id,
  body: z.strictObject({
    criteria: z
      .array(z.string().regex(/^H\d{1,2}$/))
      .min(1)
      .max(9),
  }),
  answer: Id,
});
