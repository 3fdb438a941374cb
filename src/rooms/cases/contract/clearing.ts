import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { CARE_SYSTEMS } from '#rooms/directory/rules/service-types.ts';
import { Guardian, GuardianChange, Person } from '#rooms/people/contract.ts';
import { CONSENT_FORMS } from '../rules/consent.ts';
import { CRITERIA, OVERRIDE_RESULTS, SCREENING_EVENTS, SCREENING_RESULTS } from '../rules/screening.ts';
import { CaseParams, Day } from './case.ts';

const text = (most: number) => z.string().trim().min(1).max(most);

/** What a phase asks for before it ends (B.2.2): handed over, talked about, decided. */
export const ARTEFACT_KINDS = [
  'contact-note',
  'information-sheet',
  'advice-note',
  'tasks-and-limits',
  'demarcation',
  'data-protection',
  'agreement',
  'decision-manager',
  'decision-client',
  'decision-guardian',
  'risk-check',
  'providers-checked',
  'client-saw-assessment',
  'network-map-declined',
  'client-copy',
  'closing-talk',
  'closing-note',
  'partners-informed',
  'tasks-handed-over',
  'consent-client',
  'consent-guardian',
] as const;
export type ArtefactKind = (typeof ARTEFACT_KINDS)[number];

const Artefact = z.strictObject({
  id: z.uuid(),
  kind: z.enum(ARTEFACT_KINDS),
  on: Day,
  answer: z.enum(['yes', 'no', 'later']).nullable(),
  guardianId: z.uuid().nullable(),
  signsForBoth: z.boolean(),
  until: Day.nullable(),
  textVersion: z.string().nullable(),
  form: z.enum(CONSENT_FORMS).nullable(),
  note: z.string().nullable(),
  by: z.string().nullable(),
});
export type Artefact = z.infer<typeof Artefact>;

const severity = z.int().min(0).max(4).nullable();
export const ScreeningInputShape = z.strictObject({
  domains: z.record(
    z.string().regex(/^D(1[01]|[1-9])$/),
    z.strictObject({
      client: severity,
      professional: severity,
      selfManaged: z.enum(['yes', 'no', 'unknown']),
      informalSupport: z.enum(['enough', 'not-enough', 'unknown']),
    }),
  ),
  providers: z
    .array(
      z.strictObject({
        serviceType: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
        organisation: z.int().min(0).max(40).nullable(),
        system: z.enum(CARE_SYSTEMS).nullable(),
        active: z.boolean(),
        needed: z.boolean(),
      }),
    )
    .max(40),
  providersComplete: z.boolean(),
  events: z.array(z.strictObject({ kind: z.enum(SCREENING_EVENTS), on: Day.nullable(), dischargedOn: Day.nullable().optional() })).max(40),
  eventsComplete: z.boolean(),
  complexReason: z.boolean(),
});

const Screened = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  input: ScreeningInputShape,
  reason: z.string().nullable(),
  /** Names of the organisations by their number in the input. */
  names: z.array(z.string()),
  result: z.enum(SCREENING_RESULTS),
  /** What holds after an override and with the consent of today. */
  effective: z.enum(SCREENING_RESULTS),
  criteria: z.record(z.enum(CRITERIA), z.enum(['yes', 'no', 'unknown'])),
  on: Day,
  by: z.string().nullable(),
  override: z.strictObject({ result: z.enum(OVERRIDE_RESULTS), reason: z.string(), by: z.string().nullable(), on: Day }).nullable(),
});

export const getClearing = endpoint({
  name: 'cases.getClearing',
  method: 'GET',
  path: '/api/cases/:id/clearing',
  params: CaseParams,
  answer: z.strictObject({
    artefacts: z.array(Artefact),
    person: Person,
    guardians: z.array(Guardian),
    minor: z.boolean(),
    /** Whose yes is needed: the client, of a minor also every custody holder. */
    voices: z.array(
      z.strictObject({
        by: z.enum(['client', 'guardian']),
        guardianId: z.uuid().nullable(),
        name: z.string().nullable(),
        consent: z.enum(['yes', 'no']).nullable(),
        decision: z.enum(['yes', 'no', 'later']).nullable(),
      }),
    ),
    screening: Screened.nullable(),
    startOn: Day.nullable(),
    advice: z.string().nullable(),
    closingNote: z.string().nullable(),
    /** The wording that is read out or signed today. */
    consentText: z.string(),
    today: Day,
  }),
});
export type Clearing = z.infer<typeof getClearing.answer>;

/** Writes down that something was handed over, said or decided. Answers to the consent are kept for each whose yes is needed. */
export const recordArtefact = endpoint({
  name: 'cases.recordArtefact',
  method: 'POST',
  path: '/api/cases/:id/artefacts',
  status: 201,
  params: CaseParams,
  body: z.strictObject({
    kind: z.enum(ARTEFACT_KINDS),
    on: Day.optional(),
    answer: z.enum(['yes', 'no', 'later']).optional(),
    guardianId: z.uuid().optional(),
    signsForBoth: z.boolean().optional(),
    form: z.enum(CONSENT_FORMS).optional(),
    /** Spoken: before whom; kept with the note. */
    witness: text(120).optional(),
    until: Day.nullable().optional(),
    note: text(2000).optional(),
  }),
  answer: z.strictObject({ id: z.uuid() }),
});

export const withdrawArtefact = endpoint({
  name: 'cases.withdrawArtefact',
  method: 'POST',
  path: '/api/cases/:id/artefacts/:artefactId/withdraw',
  params: z.strictObject({ id: z.uuid(), artefactId: z.uuid() }),
  answer: z.strictObject({ id: z.uuid() }),
});

export const saveScreening = endpoint({
  name: 'cases.saveScreening',
  method: 'POST',
  path: '/api/cases/:id/screenings',
  status: 201,
  params: CaseParams,
  body: z.strictObject({ input: ScreeningInputShape, reason: text(2000).optional(), names: z.array(text(80)).max(41).optional() }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), result: z.enum(SCREENING_RESULTS) }),
});

/** By the lead, with a reason; it is counted, and it never replaces the consent. */
export const overrideScreening = endpoint({
  name: 'cases.overrideScreening',
  method: 'POST',
  path: '/api/cases/:id/screenings/:screeningId/override',
  versioned: true,
  params: z.strictObject({ id: z.uuid(), screeningId: z.uuid() }),
  body: z.strictObject({ result: z.enum(OVERRIDE_RESULTS), reason: text(2000) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), effective: z.enum(SCREENING_RESULTS) }),
});

/** At any time, without a reason, in any form; acts on the next request. */
export const withdrawConsent = endpoint({
  name: 'cases.withdrawConsent',
  method: 'POST',
  path: '/api/cases/:id/consent/withdraw',
  params: CaseParams,
  body: z.strictObject({ via: z.enum(['spoken', 'phone', 'paper', 'email', 'portal']) }),
  answer: z.strictObject({ id: z.uuid() }),
});

export const changeGuardianOfCase = endpoint({
  name: 'cases.changeGuardian',
  method: 'PUT',
  path: '/api/cases/:id/guardians/:guardianId',
  params: z.strictObject({ id: z.uuid(), guardianId: z.uuid() }),
  body: GuardianChange,
  answer: z.strictObject({ id: z.uuid() }),
});
