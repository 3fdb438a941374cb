import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { DOMAIN_CODES } from '../rules/area-domains.ts';
import {
  MISSING_REASONS,
  NEEDS,
  NOT_DISCUSSED_REASONS,
  NOT_NOW_REASONS,
  RESOURCE_KINDS,
  ROUND_KINDS,
  type Severity,
} from '../rules/assessment.ts';
import { REASSESSMENT_TRIGGERS } from '../rules/phase.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
const text = (most: number) => z.string().trim().max(most);
const Domain = z.enum(DOMAIN_CODES);
const SeverityShape: z.ZodType<Severity, Severity> = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const Saved = z.strictObject({ id: z.uuid(), version: z.int() });

/** The client's own view. Nothing here is ever filled from the professional view. */
export const OwnView = z.strictObject({
  severity: SeverityShape.nullable(),
  need: z.enum(NEEDS).nullable(),
  /** Her wish, in her own words; sealed. */
  wish: text(1000),
});
export type OwnView = z.infer<typeof OwnView>;

/** One domain of a round as it is filled in: both views beside each other. */
export const RatingFields = z.strictObject({
  client: OwnView.extend({
    /** Why her view is not there. */
    missing: z.enum(MISSING_REASONS).nullable(),
    missingNote: text(300),
    source: z.enum(['client', 'portal', 'guardian']),
  }),
  professional: z.strictObject({
    severity: SeverityShape.nullable(),
    need: z.enum(NEEDS).nullable(),
    note: text(2000),
  }),
  notDiscussed: z.enum(NOT_DISCUSSED_REASONS).nullable(),
  notDiscussedNote: text(300),
  selfManaged: z.enum(['yes', 'no', 'unknown']).nullable(),
  informalSupport: z.enum(['enough', 'not-enough', 'unknown']).nullable(),
  /** The sentence on a difference of two points or more. */
  sentence: text(1000),
  priority: z.boolean(),
  notNow: z.strictObject({ reason: z.enum(NOT_NOW_REASONS), on: Day, note: text(300) }).nullable(),
});
export type RatingFields = z.infer<typeof RatingFields>;

export const DomainRatingShape = RatingFields.extend({
  id: z.uuid(),
  version: z.int(),
  domain: Domain,
  /** Taken over from the round before and not changed since. */
  carried: z.boolean(),
  clientRatedOn: Day.nullable(),
  professionalRatedOn: Day.nullable(),
});
export type DomainRatingShape = z.infer<typeof DomainRatingShape>;

export const RoundShape = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  round: z.int(),
  kind: z.enum(ROUND_KINDS),
  trigger: z.enum(REASSESSMENT_TRIGGERS).nullable(),
  startedOn: Day,
  completedOn: Day.nullable(),
  ratings: z.array(DomainRatingShape),
});
export type RoundShape = z.infer<typeof RoundShape>;

const ResourceFields = z.strictObject({ domain: Domain, kind: z.enum(RESOURCE_KINDS), text: text(500).min(1) });
export const ResourceShape = ResourceFields.extend({ id: z.uuid(), version: z.int(), recordedOn: Day, removedOn: Day.nullable() });
export type ResourceShape = z.infer<typeof ResourceShape>;

export const RATERS = ['client', 'professional', 'partner', 'relative'] as const;
const InstrumentFields = z.strictObject({
  instrument: text(60).min(1),
  instrumentVersion: text(20),
  score: z.number().min(-99_999).max(99_999).multipleOf(0.01),
  ratedOn: Day,
  rater: z.enum(RATERS),
  /** The organisation of the directory that rated; exactly where a partner did. */
  partnerId: z.uuid().nullable(),
});
export type InstrumentFields = z.infer<typeof InstrumentFields>;
export const InstrumentShape = InstrumentFields.extend({
  id: z.uuid(),
  version: z.int(),
  withdrawn: z.boolean(),
  partner: z.string().nullable(),
});
export type InstrumentShape = z.infer<typeof InstrumentShape>;

/** Papers of an assessment; each is kept as a record of its day. */
export const ASSESSMENT_ARTEFACTS = ['risk-check', 'client-saw-assessment', 'network-map-declined'] as const;
const ArtefactFields = z.strictObject({
  kind: z.enum(ASSESSMENT_ARTEFACTS),
  on: Day,
  form: z.enum(['spoken', 'paper', 'screen', 'portal']),
  note: text(1000),
});
export const ArtefactShape = ArtefactFields.extend({ id: z.uuid() });
export type ArtefactShape = z.infer<typeof ArtefactShape>;

const Gap = z.union([
  z.strictObject({ code: z.literal('domain'), domain: Domain, gap: z.enum(['not-rated', 'professional-missing', 'client-missing']) }),
  z.strictObject({ code: z.enum(['resources', 'network-map', 'risk-check', 'client-saw', 'round', 'not-completed']) }),
]);

/** Everything of a case's assessment: all rounds, resources, scores, and what is missing before the open round can be completed. */
export const readAssessment = endpoint({
  name: 'cases.readAssessment',
  method: 'GET',
  path: '/api/cases/:id/assessment',
  params: Id,
  answer: z.strictObject({
    phase: z.string(),
    today: Day,
    /** The domains of the case's area; `asked` ones are needed for completion, the others can be taken up. */
    domains: z.array(z.strictObject({ code: Domain, de: z.string(), en: z.string(), asked: z.boolean(), emphasis: z.boolean() })),
    /** Oldest first. */
    rounds: z.array(RoundShape),
    resources: z.array(ResourceShape),
    instruments: z.array(InstrumentShape),
    artefacts: z.array(ArtefactShape),
    networkMap: z.enum(['drawn', 'declined']).nullable(),
    /** Rounds that may begin now. */
    mayBegin: z.array(z.enum(ROUND_KINDS)),
    missing: z.array(Gap),
  }),
});

/** Begins a round. The next one carries over what the last one knew; carried domains are marked until somebody changes them. */
export const beginRound = endpoint({
  name: 'cases.beginAssessment',
  method: 'POST',
  path: '/api/cases/:id/assessment/rounds',
  status: 201,
  params: Id,
  body: z.strictObject({ kind: z.enum(ROUND_KINDS), trigger: z.enum(REASSESSMENT_TRIGGERS).nullable() }),
  answer: Saved.extend({ round: z.int() }),
});

/** Takes a domain up that the area does not ask (D11). */
export const addDomain = endpoint({
  name: 'cases.addDomain',
  method: 'POST',
  path: '/api/cases/assessments/:id/domains',
  status: 201,
  params: Id,
  body: z.strictObject({ domain: Domain }),
  answer: Saved,
});

/** Keeps one domain of the open round; saved by itself while it is filled in. The version is the domain's own. */
export const rateDomain = endpoint({
  name: 'cases.rateDomain',
  method: 'PUT',
  path: '/api/cases/domain-ratings/:id',
  versioned: true,
  params: Id,
  body: RatingFields,
  answer: Saved,
});

/** Completes the round; what is missing is named. Then nothing of it changes any more. */
export const completeRound = endpoint({
  name: 'cases.completeAssessment',
  method: 'POST',
  path: '/api/cases/assessments/:id/complete',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: Saved,
});

export const addResource = endpoint({
  name: 'cases.addResource',
  method: 'POST',
  path: '/api/cases/:id/resources',
  status: 201,
  params: Id,
  body: ResourceFields,
  answer: Saved,
});
export const changeResource = endpoint({
  name: 'cases.changeResource',
  method: 'PUT',
  path: '/api/cases/resources/:id',
  versioned: true,
  params: Id,
  body: ResourceFields,
  answer: Saved,
});
/** No longer there: it stays readable with the day. */
export const removeResource = endpoint({
  name: 'cases.removeResource',
  method: 'POST',
  path: '/api/cases/resources/:id/remove',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: Saved,
});

/** An instrument's result: name, version, score, rater, day. Never item texts. */
export const addInstrument = endpoint({
  name: 'cases.addInstrument',
  method: 'POST',
  path: '/api/cases/:id/instruments',
  status: 201,
  params: Id,
  body: InstrumentFields,
  answer: Saved,
});
export const withdrawInstrument = endpoint({
  name: 'cases.withdrawInstrument',
  method: 'POST',
  path: '/api/cases/instruments/:id/withdraw',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: Saved,
});

/** The risk check was made, the client has seen the assessment, or declined a network map. */
export const recordAssessmentPaper = endpoint({
  name: 'cases.recordAssessmentPaper',
  method: 'POST',
  path: '/api/cases/:id/assessment/papers',
  status: 201,
  params: Id,
  body: ArtefactFields,
  answer: z.strictObject({ id: z.uuid() }),
});
export const withdrawAssessmentPaper = endpoint({
  name: 'cases.withdrawAssessmentPaper',
  method: 'POST',
  path: '/api/cases/assessment-papers/:id/withdraw',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});

/**
 * The client's own view from the portal has no route here: the portal calls `readOwnView` and `recordOwnView` of
 * `actions/own-view.ts` with a call of the client's (or guardian's) own session. They need nothing but her access: the functions
 * `app.own_view` and `app.keep_own_view` (migration 000340) ask for a living `access.portal_relation` of kind self or guardian to the
 * person of the case, show the columns of her own view and no other, and write no other. Sealing needs her key: the migration lets the
 * same relation read it.
 */
export const OwnDomain = z.strictObject({
  domain: Domain,
  de: z.string(),
  en: z.string(),
  severity: SeverityShape.nullable(),
  need: z.enum(NEEDS).nullable(),
  wish: z.string(),
  ratedOn: Day.nullable(),
});
export const OwnViewAnswer = z.strictObject({
  /** Whether a round is open, so that something can be written. */
  open: z.boolean(),
  domains: z.array(OwnDomain),
});
export type OwnViewAnswer = z.infer<typeof OwnViewAnswer>;
