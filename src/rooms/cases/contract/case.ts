import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { PersonChange } from '#rooms/people/contract.ts';
import { AREA_CODES } from '../rules/areas.ts';
import { CLOSING_REASONS } from '../rules/closing.ts';
import { CASE_PHASES, PHASE_NEEDS, REASSESSMENT_TRIGGERS, REST_REASONS } from '../rules/phase.ts';

export const Day = z.iso.date();
export const CaseParams = z.strictObject({ id: z.uuid() });
export const CasePhaseShape = z.enum(CASE_PHASES);
export const ClosingReasonShape = z.enum(CLOSING_REASONS);
export const INTENSITIES = ['A', 'B', 'C', 'D'] as const;
export const CASE_SOURCES = ['client', 'relative', 'partner', 'desk', 'soziotherapie', 'clinic', 'authority', 'other'] as const;
/** The stepper's six steps (look of the case file): the three first phases are one. */
export const CASE_STEPS = ['clearing', 'assessment', 'plan', 'linking', 'monitoring', 'evaluation'] as const;
const text = (most: number) => z.string().trim().min(1).max(most);
const Need = z.enum(PHASE_NEEDS);

/** A step that is listed from where the case stands, and what is missing for it (codes of rules/phase.ts, words in the browser). */
const CaseNext = z.strictObject({ to: CasePhaseShape, missing: z.array(Need) });

/** The head of a case: what every tab stands under. A person's name is there only while her consent lives. */
export const CaseHead = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  personId: z.uuid(),
  organisationId: z.uuid(),
  /** What the case is called; the name where there is consent, else the pseudonym. */
  called: z.string(),
  pseudonym: z.string(),
  named: z.boolean(),
  birthDate: Day.nullable(),
  age: z.int().nullable(),
  place: z.string().nullable(),
  phone: z.string().nullable(),
  phase: CasePhaseShape,
  phaseSince: Day,
  /** Days in the phase since it was last entered, and how many are usual; it is never more than a hint. */
  days: z.int(),
  guideDays: z.int().nullable(),
  intensity: z.enum(INTENSITIES),
  area: z.string(),
  source: z.enum(CASE_SOURCES),
  priority: z.int().min(1).max(3),
  openedOn: Day,
  startOn: Day.nullable(),
  closedOn: Day.nullable(),
  closingReason: ClosingReasonShape.nullable(),
  retainUntil: Day.nullable(),
  previousId: z.uuid().nullable(),
  laterId: z.uuid().nullable(),
  manager: z.strictObject({ accountId: z.uuid(), name: z.string() }),
  /** Whether the reader coordinates, stands in, or looks on as the lead. */
  reader: z.enum(['manager', 'substitute', 'lead']),
  restricted: z.boolean(),
  dormant: z.strictObject({ reason: z.enum(REST_REASONS), resumeOn: Day }).nullable(),
  closing: z
    .strictObject({
      reason: ClosingReasonShape,
      asked: z.boolean(),
      askedBy: z.string().nullable(),
      askedByMe: z.boolean(),
      emergency: z.boolean(),
    })
    .nullable(),
  consent: z.strictObject({
    standing: z.enum(['none', 'given', 'withdrawn', 'expired', 'refused']),
    until: Day.nullable(),
    withdrawnOn: Day.nullable(),
  }),
  steps: z.array(
    z.strictObject({
      step: z.enum(CASE_STEPS),
      state: z.enum(['done', 'now', 'ahead']),
      from: Day.nullable(),
      to: Day.nullable(),
    }),
  ),
  /** The phase that follows when all goes as planned, with what is missing for it. */
  next: CaseNext.nullable(),
  others: z.array(CaseNext),
  findings: z.strictObject({ alert: z.int(), warn: z.int(), info: z.int() }),
  today: Day,
});
export type CaseHead = z.infer<typeof CaseHead>;

export const getCase = endpoint({
  name: 'cases.getCase',
  method: 'GET',
  path: '/api/cases/:id',
  versioned: true,
  params: CaseParams,
  answer: CaseHead,
});

/** Where a case stands after a step. */
export const CaseMoved = z.strictObject({ id: z.uuid(), version: z.int(), phase: CasePhaseShape });
export type CaseMoved = z.infer<typeof CaseMoved>;

/**
 * Takes somebody in. A case manager or the lead for her own service (pseudonymous, or named at once with the consent that she gives now),
 * everybody else hands over somebody she has a relation to; then a case manager of that service is asked.
 */
export const openCase = endpoint({
  name: 'cases.openCase',
  method: 'POST',
  path: '/api/cases',
  status: 201,
  body: z.strictObject({
    /** Somebody known here; else a new person begins. */
    personId: z.uuid().optional(),
    /** Only together with consent. */
    person: PersonChange.optional(),
    /** What she agreed to, and how; without it nothing that names her is written. */
    consent: z
      .strictObject({ form: z.enum(['spoken', 'paper', 'screen']), until: Day.nullable(), witness: text(120).optional() })
      .optional(),
    pseudonym: text(40).optional(),
    organisationId: z.uuid().optional(),
    /** She was asked and wants to be handed over; needed from everybody who hands over. */
    agreed: z.literal(true).optional(),
    managerId: z.uuid().optional(),
    /** The area of use; without it the first that is on. */
    area: z.enum(AREA_CODES).optional(),
    source: z.enum(CASE_SOURCES),
    /** What she came with, in a sentence; sealed. */
    note: text(2000).optional(),
    priority: z.int().min(1).max(3).optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), personId: z.uuid(), version: z.int() }),
});

/** Services of Case Management that somebody can be handed to, and the case managers of one's own. */
export const listCaseServices = endpoint({
  name: 'cases.listCaseServices',
  method: 'GET',
  path: '/api/cases/services',
  answer: z.strictObject({
    services: z.array(z.strictObject({ organisationId: z.uuid(), name: z.string(), own: z.boolean() })),
    managers: z.array(z.strictObject({ accountId: z.uuid(), name: z.string(), me: z.boolean() })),
  }),
});

/** Intensity, priority, area, agreed start, pseudonym; what is not named stays. */
export const changeCase = endpoint({
  name: 'cases.changeCase',
  method: 'PATCH',
  path: '/api/cases/:id',
  versioned: true,
  params: CaseParams,
  body: z.strictObject({
    intensity: z.enum(INTENSITIES).optional(),
    priority: z.int().min(1).max(3).optional(),
    area: z
      .string()
      .regex(/^[a-z][a-z-]{1,39}$/)
      .optional(),
    startOn: Day.nullable().optional(),
    pseudonym: text(40).optional(),
  }),
  answer: CaseMoved,
});

/** Name and contact, while the consent lives. */
export const changeCasePerson = endpoint({
  name: 'cases.changeCasePerson',
  method: 'PATCH',
  path: '/api/cases/:id/person',
  params: CaseParams,
  body: z.strictObject({ person: PersonChange }),
  answer: z.strictObject({ id: z.uuid() }),
});

/** A step of the phase machine. What a step needs beside the artefacts comes with it. */
export const moveCase = endpoint({
  name: 'cases.moveCase',
  method: 'POST',
  path: '/api/cases/:id/move',
  versioned: true,
  params: CaseParams,
  body: z.strictObject({
    to: z.enum(['access', 'case_finding', 'intake', 'assessment', 'planning', 'linking', 'monitoring', 'reassessment', 'evaluation']),
    trigger: z.enum(REASSESSMENT_TRIGGERS).optional(),
    closingReason: ClosingReasonShape.optional(),
  }),
  answer: CaseMoved,
});

export const restCase = endpoint({
  name: 'cases.restCase',
  method: 'POST',
  path: '/api/cases/:id/rest',
  versioned: true,
  params: CaseParams,
  body: z.strictObject({ reason: z.enum(REST_REASONS), resumeOn: Day }),
  answer: CaseMoved,
});

/** Final; always with what was advised instead. */
export const leaveUnopened = endpoint({
  name: 'cases.leaveUnopened',
  method: 'POST',
  path: '/api/cases/:id/not-opened',
  versioned: true,
  params: CaseParams,
  body: z.strictObject({ advice: text(2000) }),
  answer: CaseMoved,
});

/** The case manager asks for the end; a note replaces the talk for CR4, CR6, CR7, CR8 and is needed for an emergency close. */
export const askClosing = endpoint({
  name: 'cases.askClosing',
  method: 'POST',
  path: '/api/cases/:id/closing',
  versioned: true,
  params: CaseParams,
  body: z.strictObject({ reason: ClosingReasonShape, note: text(4000).optional(), emergency: z.boolean().optional() }),
  answer: CaseMoved,
});

/** Another account of the lead approves; or gives it back with a sentence. */
export const approveClosing = endpoint({
  name: 'cases.approveClosing',
  method: 'POST',
  path: '/api/cases/:id/closing/approve',
  versioned: true,
  params: CaseParams,
  answer: CaseMoved,
});
export const returnClosing = endpoint({
  name: 'cases.returnClosing',
  method: 'POST',
  path: '/api/cases/:id/closing/return',
  versioned: true,
  params: CaseParams,
  answer: CaseMoved,
});

/** Who comes again gets a new case in access, linked to the old one. */
export const reopenCase = endpoint({
  name: 'cases.reopenCase',
  method: 'POST',
  path: '/api/cases/:id/reopen',
  status: 201,
  params: CaseParams,
  answer: z.strictObject({ id: z.uuid(), personId: z.uuid(), version: z.int() }),
});

/** What happened, from the log: ids and codes; the browser says it in words. */
export const listCourse = endpoint({
  name: 'cases.listCourse',
  method: 'GET',
  path: '/api/cases/:id/course',
  params: CaseParams,
  query: z.strictObject({ before: z.coerce.number().int().positive().optional() }),
  answer: z.strictObject({
    events: z.array(
      z.strictObject({
        seq: z.int(),
        at: z.string(),
        action: z.string(),
        by: z.string().nullable(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
    more: z.boolean(),
  }),
});
