import { z } from 'zod';
import { MODALITIES, PROCEDURES, SLOT_KINDS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { Instant } from '#rooms/people/contract.ts';
import { Criteria, Weekday } from './criteria.ts';

const Fact = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  z.array(z.strictObject({ weekday: Weekday, from: z.string(), to: z.string() })),
]);
const Note = z.strictObject({ key: z.string(), facts: z.record(z.string(), Fact) });
const Line = z.strictObject({
  id: z.string(),
  label: z.string(),
  verdict: z.enum(['yes', 'no', 'clarify', 'partly', 'unknown']),
  points: z.number(),
  max: z.number(),
  note: Note,
});

/** What a card shows of a place beside the reasons. */
export const OfferCard = z.strictObject({
  placeId: z.uuid(),
  placeVersion: z.int(),
  practitionerId: z.uuid(),
  name: z.string(),
  title: z.string().nullable(),
  kind: z.string(),
  procedure: z.enum(PROCEDURES).nullable(),
  setting: z.string(),
  groupName: z.string().nullable(),
  modalities: z.array(z.enum(MODALITIES)),
  kilometres: z.number().nullable(),
  travelMinutes: z.int().nullable(),
  placeName: z.string(),
  earliestStart: z.string(),
  firstSlot: z.strictObject({ id: z.uuid(), startsAt: Instant, kind: z.enum(SLOT_KINDS) }).nullable(),
  confirmedAt: Instant.nullable(),
  notes: z.string().nullable(),
  heldBy: z.strictObject({ name: z.string(), until: Instant, mine: z.boolean() }).nullable(),
  /** People on the waiting list whom the place fits and whose request is older than this one; booking is not blocked by it. */
  waitingBefore: z.int(),
});
export type OfferCard = z.infer<typeof OfferCard>;

export const Explained = z.strictObject({
  card: OfferCard,
  verdict: z.enum(['fits', 'clarify', 'excluded']),
  score: z.number().nullable(),
  band: z.int().nullable(),
  rank: z.int().nullable(),
  no: z.array(z.string()),
  clarify: z.array(z.string()),
  lines: z.array(Line),
});
export type Explained = z.infer<typeof Explained>;

const Step = z.strictObject({ key: z.string(), facts: z.record(z.string(), Fact), places: z.int() });
const Relaxation = z.strictObject({ criteria: z.array(z.string()), places: z.int(), samples: z.array(z.uuid()), steps: z.array(Step) });

export const FitAnswer = z.strictObject({
  ruleVersion: z.int(),
  today: z.string(),
  nextKind: z.strictObject({
    kind: z.enum(['CONSULT', 'ACUTE', 'TRIAL', 'none']),
    warnings: z.array(z.string()),
    guidance: z.enum(['oncall', 'other-help']).optional(),
  }),
  warnings: z.array(z.string()),
  ranked: z.array(Explained),
  /** They would fit, but another request holds them right now; shown with holder and countdown. */
  heldElsewhere: z.array(Explained),
  clarify: z.array(Explained),
  /** How many of the looked-at places are out, by criterion; each with its reasons on demand (`why`). */
  excludedCount: z.int(),
  excluded: z.array(Explained),
  relaxations: z.strictObject({
    hints: z.boolean(),
    single: z.array(Relaxation),
    further: z.array(Relaxation),
    video: z.strictObject({ places: z.int(), samples: z.array(z.uuid()) }).nullable(),
    pairs: z.array(Relaxation),
  }),
  wished: z
    .discriminatedUnion('standing', [
      z.strictObject({ standing: z.literal('first'), practitionerId: z.uuid(), name: z.string(), placeId: z.uuid() }),
      z.strictObject({ standing: z.literal('shown'), practitionerId: z.uuid(), name: z.string(), placeIds: z.array(z.uuid()) }),
      z.strictObject({
        standing: z.literal('full'),
        practitionerId: z.uuid(),
        name: z.string(),
        similar: z.array(
          z.strictObject({
            placeId: z.uuid(),
            practitionerId: z.uuid(),
            name: z.string(),
            rank: z.int(),
            from: z.string(),
            percent: z.int(),
            sameProcedure: z.boolean(),
            sameGender: z.boolean(),
            shared: z.array(z.string()),
          }),
        ),
      }),
    ])
    .nullable(),
});
export type FitAnswer = z.infer<typeof FitAnswer>;

/** The matches for what is on the screen now; reading, so it needs no key. Without a request it looks for nobody in particular. */
export const findFit = endpoint({
  name: 'placement.findFit',
  method: 'POST',
  path: '/api/placement/fit',
  body: z.strictObject({
    requestId: z.uuid().optional(),
    criteria: Criteria,
    most: z.int().min(1).max(50).default(20),
    why: z.boolean().default(false),
  }),
  answer: FitAnswer,
});
