import { z } from 'zod';
import { ACCESS_FEATURES, GENDERS, INSURANCE_KINDS, MARKERS, MODALITIES, PROBLEM_CODES, PROCEDURES, SLOT_KINDS } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { Day, Guardian, GuardianChange, Instant, Person, PersonChange } from '#rooms/people/contract.ts';
import { PTV11_RECOMMENDATIONS, WANTS } from './rules/fit.ts';
import { CLOSE_REASONS } from './rules/request.ts';

const Id = z.strictObject({ id: z.uuid() });
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const Weekday = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]);
const Window = z.strictObject({ weekday: Weekday, from: Time, to: Time }).refine(({ from, to }) => from < to, 'window-backwards');

/** What the fit reads of a request (rule book A.1.2, A.4): codes, times and a postal code. A missing field is "not asked". */
export const Criteria = z.strictObject({
  birthDate: Day.optional(),
  insurance: z.enum(INSURANCE_KINDS).optional(),
  want: z.enum(WANTS).optional(),
  setting: z.enum(['single', 'group', 'either']).optional(),
  problems: z.array(z.enum(PROBLEM_CODES)).max(3).optional(),
  markers: z.array(z.enum(MARKERS)).max(6).optional(),
  languages: z.array(z.string().min(2).max(12)).max(6).optional(),
  interpreterAccepted: z.boolean().optional(),
  procedureWish: z.array(z.enum(PROCEDURES)).max(4).optional(),
  procedureMust: z.boolean().optional(),
  ptv11: z
    .strictObject({
      date: Day.optional(),
      recommendations: z.array(z.enum(PTV11_RECOMMENDATIONS)).max(7),
      procedures: z.array(z.enum(PROCEDURES)).max(4).optional(),
      urgent: z.boolean().optional(),
    })
    .optional(),
  exemption: z.boolean().optional(),
  windows: z.array(Window).max(60).optional(),
  accessNeeds: z.array(z.enum(ACCESS_FEATURES)).max(8).optional(),
  modalities: z.array(z.enum(MODALITIES)).max(2).optional(),
  modalityWish: z.enum(MODALITIES).optional(),
  genderWish: z.enum(GENDERS).optional(),
  genderMust: z.boolean().optional(),
  postalCode: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  maxTravelMinutes: z.int().min(1).max(600).optional(),
  startDeadline: Day.optional(),
  wishedPractitioner: z.uuid().optional(),
  /** Who speaks for a minor (A.1.6), or for an adult with a court guardian; not read by the fit. */
  custody: z.enum(['joint', 'sole', 'court-guardian', 'unknown']).optional(),
  urgentNeed: z.boolean().optional(),
  betreuung: z.strictObject({ scopeKnown: z.boolean(), certificateSeen: z.boolean() }).optional(),
});
export type Criteria = z.infer<typeof Criteria>;

const CallerRole = z.enum(['self', 'parent', 'guardian', 'relative', 'referrer', 'court-guardian']);
export const REQUEST_STATES_LIVE = ['new', 'triaged', 'offered', 'placed', 'waiting', 'closed'] as const;
const State = z.enum(REQUEST_STATES_LIVE);

const Hold = z.strictObject({
  placeId: z.uuid().nullable(),
  slotId: z.uuid(),
  practitionerId: z.uuid(),
  holderId: z.uuid(),
  holderName: z.string(),
  until: Instant,
  extended: z.boolean(),
});
export type Hold = z.infer<typeof Hold>;

const Booking = z.strictObject({
  appointmentId: z.uuid(),
  practitionerId: z.uuid(),
  practitionerName: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  kind: z.enum(SLOT_KINDS),
  state: z.string(),
  placeId: z.uuid().nullable(),
  placeState: z.string().nullable(),
  allocationId: z.uuid().nullable(),
  locationText: z.string().nullable(),
});

/** A request with everything the desk works on. */
export const RequestView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: State,
  origin: z.string(),
  createdAt: Instant,
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  nextStepAt: Instant.nullable(),
  priority: z.int(),
  callerRole: CallerRole.nullable(),
  privacyVersion: z.string().nullable(),
  safetyOpener: z.enum(['no', 'yes', 'unclear']).nullable(),
  /** Booking waits for the duty psychologist. */
  safetyBlocked: z.boolean(),
  criteria: Criteria,
  concern: z.string().nullable(),
  blockers: z.array(z.string()),
  person: Person,
  guardians: z.array(Guardian),
  hold: Hold.nullable(),
  booking: Booking.nullable(),
  remindersConsent: z.boolean(),
  waitingConsent: z.boolean(),
  closedAt: Instant.nullable(),
  closedReason: z.string().nullable(),
});
export type RequestView = z.infer<typeof RequestView>;

const Moved = z.strictObject({ id: z.uuid(), version: z.int(), state: State });

/** Ring: a new request with the first thing typed, usually the phone number. */
export const beginRequest = endpoint({
  name: 'placement.beginRequest',
  method: 'POST',
  path: '/api/placement/requests',
  body: z.strictObject({ phone: z.string().trim().max(40).optional() }),
  answer: z.strictObject({ id: z.uuid(), personId: z.uuid(), version: z.int(), state: State }),
  status: 201,
});

/** Autosave: only what changed. Nothing here is mandatory; every part may come alone. */
export const saveDraft = endpoint({
  name: 'placement.saveDraft',
  method: 'PATCH',
  path: '/api/placement/requests/:id/draft',
  params: Id,
  body: z.strictObject({
    person: PersonChange.optional(),
    criteria: Criteria.optional(),
    callerRole: CallerRole.nullable().optional(),
    concern: z.string().trim().max(120).nullable().optional(),
    privacyVersion: z.string().max(20).optional(),
    remindersConsent: z.boolean().optional(),
    waitingConsent: z.boolean().optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), personVersion: z.int(), state: State, savedAt: Instant }),
});

export const getRequest = endpoint({
  name: 'placement.getRequest',
  method: 'GET',
  path: '/api/placement/requests/:id',
  params: Id,
  answer: RequestView,
  versioned: true,
});

export const RequestRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: State,
  person: z.string().nullable(),
  phone: z.string().nullable(),
  birthDate: z.string().nullable(),
  priority: z.int(),
  createdAt: Instant,
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  nextStepAt: Instant.nullable(),
  problems: z.array(z.enum(PROBLEM_CODES)),
  insurance: z.enum(INSURANCE_KINDS).nullable(),
  safetyBlocked: z.boolean(),
  holdUntil: Instant.nullable(),
  closedReason: z.string().nullable(),
});
export type RequestRow = z.infer<typeof RequestRow>;

export const listRequests = endpoint({
  name: 'placement.listRequests',
  method: 'GET',
  path: '/api/placement/requests',
  query: z.strictObject({
    show: z.enum(['open', 'new', 'triaged', 'offered', 'waiting', 'placed', 'closed', 'mine', 'blocked']).default('open'),
    sort: z.enum(['next-step', 'created', 'priority']).default('next-step'),
  }),
  answer: z.strictObject({ requests: z.array(RequestRow), counts: z.record(z.string(), z.int()) }),
});

/** Requests whose booking waits for the duty psychologist; hers while on the roster. */
export const listBlocked = endpoint({
  name: 'placement.listBlocked',
  method: 'GET',
  path: '/api/placement/blocked',
  answer: z.strictObject({ requests: z.array(RequestRow), counts: z.record(z.string(), z.int()) }),
});

/** A caller of the desk's own reach. Hits elsewhere answer nothing here and become a coordinator's task. */
export const recogniseCaller = endpoint({
  name: 'placement.recogniseCaller',
  method: 'POST',
  path: '/api/placement/recognise',
  body: z.union([
    z.strictObject({ requestId: z.uuid(), phone: z.string().trim().min(3).max(40) }),
    z.strictObject({
      requestId: z.uuid(),
      givenName: z.string().trim().min(1).max(80),
      familyName: z.string().trim().min(1).max(80),
      birthDate: Day,
    }),
  ]),
  answer: z.strictObject({
    known: z.array(
      z.strictObject({ requestId: z.uuid(), state: State, createdAt: Instant, closedAt: Instant.nullable(), mayReopen: z.boolean() }),
    ),
  }),
});

/** Goes on with an earlier request of this caller instead of the one just begun, which is closed as a duplicate. */
export const continueRequest = endpoint({
  name: 'placement.continueRequest',
  method: 'POST',
  path: '/api/placement/requests/:id/continue',
  params: Id,
  body: z.strictObject({ insteadOf: z.uuid().optional() }),
  answer: Moved,
});

export const changeGuardian = endpoint({
  name: 'placement.changeGuardian',
  method: 'PUT',
  path: '/api/placement/requests/:id/guardians/:guardianId',
  params: z.strictObject({ id: z.uuid(), guardianId: z.uuid() }),
  body: GuardianChange,
  answer: Moved,
});

export const answerOpener = endpoint({
  name: 'placement.answerOpener',
  method: 'POST',
  path: '/api/placement/requests/:id/safety',
  params: Id,
  body: z.strictObject({ answer: z.enum(['no', 'yes', 'unclear']) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), state: State, blocked: z.boolean() }),
});

/** The duty psychologist lets booking go on, with a reason. */
export const releaseSafety = endpoint({
  name: 'placement.releaseSafety',
  method: 'POST',
  path: '/api/placement/requests/:id/safety-release',
  params: Id,
  body: z.strictObject({ reason: z.string().trim().min(5).max(500), wantsAcute: z.boolean().default(false) }),
  answer: Moved,
});

export const triageRequest = endpoint({
  name: 'placement.triageRequest',
  method: 'POST',
  path: '/api/placement/requests/:id/triage',
  params: Id,
  body: z.strictObject({}),
  answer: Moved,
});

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
});
export type OfferCard = z.infer<typeof OfferCard>;

const Explained = z.strictObject({
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

export const SlotView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  startsAt: Instant,
  endsAt: Instant,
  kinds: z.array(z.enum(SLOT_KINDS)),
  modality: z.enum(MODALITIES),
  state: z.enum(['free', 'held', 'booked', 'blocked']),
  mine: z.boolean(),
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
    channel: z.enum(['email', 'letter']),
    /** Young people from 15: confirmation goes to them, not to parents (A.1.6). */
    contractParty: z.enum(['self', 'guardian']),
    interpreterBy: z.string().trim().max(60).optional(),
    /** Coordinator only: the client has another appointment then and wants both. */
    clientOverlap: z.strictObject({ reason: z.string().trim().min(10).max(300) }).optional(),
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
  body: z.strictObject({}),
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

/** What a therapist sees of those placed with her: new bookings and questions to answer. */
export const myAllocations = endpoint({
  name: 'placement.myAllocations',
  method: 'GET',
  path: '/api/placement/my-allocations',
  answer: z.strictObject({
    allocations: z.array(
      z.strictObject({
        id: z.uuid(),
        version: z.int(),
        placeId: z.uuid(),
        requestId: z.uuid(),
        state: z.enum(['reserved', 'trial', 'occupied', 'ending']),
        person: z.string(),
        birthDate: z.string().nullable(),
        phone: z.string().nullable(),
        insurance: z.enum(INSURANCE_KINDS).nullable(),
        problems: z.array(z.enum(PROBLEM_CODES)),
        reservedAt: Instant,
        firstAppointment: z.strictObject({ id: z.uuid(), startsAt: Instant, kind: z.enum(SLOT_KINDS), state: z.string() }).nullable(),
        sessions: z.int(),
        decisionDue: z.boolean(),
        decisionOverdue: z.boolean(),
        mayConfirm: z.boolean(),
        clientSaidYes: z.boolean(),
        policyAccepted: z.enum(['accepted', 'questions', 'declined']).nullable(),
        feeBinding: z.boolean(),
        seen: z.boolean(),
        custodyOpen: z.boolean(),
        interpreterBy: z.string().nullable(),
      }),
    ),
  }),
});

/** "Ja, es passt": the place is occupied (PL7); the client's own yes is part of it. */
export const confirmFit = endpoint({
  name: 'placement.confirmFit',
  method: 'POST',
  path: '/api/placement/allocations/:id/confirm',
  params: Id,
  body: z.strictObject({ clientAgrees: z.literal(true) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

export const RELEASE_REASONS = ['chemistry', 'procedure', 'disorder', 'time', 'other-help', 'client-stopped'] as const;
/** "Nein": the place is free again, the client goes back to the desk with priority (PL8). By the therapist, or by the desk for the client. */
export const releasePlace = endpoint({
  name: 'placement.releasePlace',
  method: 'POST',
  path: '/api/placement/allocations/:id/release',
  params: Id,
  body: z.strictObject({ reason: z.enum(RELEASE_REASONS), initiator: z.enum(['client', 'therapist', 'both']) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

/** The same for a client who tells the desk; the therapist learns no details (D 7). */
export const releasePlaceForClient = endpoint({
  name: 'placement.releasePlaceForClient',
  method: 'POST',
  path: '/api/placement/allocations/:id/release-for-client',
  params: Id,
  body: z.strictObject({ reason: z.enum(RELEASE_REASONS) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

/** Seen: a new booking is no longer new. */
export const markSeen = endpoint({
  name: 'placement.markSeen',
  method: 'POST',
  path: '/api/placement/allocations/:id/seen',
  params: Id,
  body: z.strictObject({}),
  answer: Id,
});

export const Policy = z.strictObject({
  noticeHours: z.int().min(0).max(48),
  noticeMode: z.enum(['wallClock', 'workingDays']),
  feeType: z.enum(['none', 'fixed', 'percent']),
  amountCents: z.int().min(0).max(50_000).nullable(),
  percent: z.int().min(0).max(100).nullable(),
  sessionPriceCents: z.int().min(0).max(50_000).nullable(),
  appliesTo: z.array(z.enum(SLOT_KINDS)),
  goodwillFirst: z.boolean(),
  exceptions: z.record(
    z.enum(['illness', 'accident', 'hospital', 'child-ill', 'bereavement', 'transport', 'crisis']),
    z.enum(['none', 'statement', 'certificate']),
  ),
  contact: z.string().trim().max(200).nullable(),
});
export type Policy = z.infer<typeof Policy>;

const PolicyAnswer = z.strictObject({
  id: z.uuid().nullable(),
  version: z.int(),
  validFrom: Instant.nullable(),
  policy: Policy.nullable(),
  spoken: z.strictObject({ de: z.string(), easy: z.string(), en: z.string() }),
});

export const getMyPolicy = endpoint({ name: 'placement.getMyPolicy', method: 'GET', path: '/api/placement/policy', answer: PolicyAnswer });

/** A new version of one's rule; older bookings keep theirs. */
export const changeMyPolicy = endpoint({
  name: 'placement.changeMyPolicy',
  method: 'PUT',
  path: '/api/placement/policy',
  body: Policy,
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

/** What the rule says of a cancelled or missed appointment; a suggestion, never an invoice. */
export const getFeeSuggestion = endpoint({
  name: 'placement.getFeeSuggestion',
  method: 'GET',
  path: '/api/placement/appointments/:id/fee',
  params: Id,
  answer: z.strictObject({
    result: z.enum(['no_fee', 'manual_review', 'fee_possible']),
    rule: z.string(),
    amountCents: z.int().nullable(),
    recommendation: z.string().nullable(),
    at: Instant,
    decided: z.enum(['waived', 'noted']).nullable(),
  }),
});

export const decideFee = endpoint({
  name: 'placement.decideFee',
  method: 'POST',
  path: '/api/placement/appointments/:id/fee',
  params: Id,
  body: z.strictObject({ decided: z.enum(['waived', 'noted']) }),
  answer: Id,
});

/** The confirmation as an accessible PDF, for print. */
export const getConfirmation = endpoint({
  name: 'placement.getConfirmation',
  method: 'GET',
  path: '/api/placement/requests/:id/confirmation.pdf',
  params: Id,
  query: z.strictObject({ language: z.enum(['de', 'easy', 'en']).default('de') }),
  answer: z.unknown(),
});
