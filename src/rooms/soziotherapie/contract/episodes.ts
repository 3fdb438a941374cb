import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';
import { PersonChange } from '#rooms/people/contract.ts';
import { CLOSE_REASONS, EPISODE_STATES } from '../rules/life/episode.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
const text = (most: number) => said(most);
export const EpisodeStateShape = z.enum(EPISODE_STATES);

/** From whom an inquiry came. */
export const ASKED_BY = ['office', 'desk', 'client', 'relative', 'prescriber', 'clinic', 'case-manager', 'web'] as const;
export const PAUSE_REASONS = ['hospital', 'vacation', 'unreachable', 'other'] as const;
/** Steps of an episode that follow a prescription or a decision; whoever may, says the life table (rule book 2.1). */
export const EPISODE_MOVES = ['receive-referral', 'receive-trial', 'reach-specialist', 'apply', 'refused-finally'] as const;

/** Where an episode stands after a step. */
export const EpisodeMoved = z.strictObject({ id: z.uuid(), version: z.int(), state: EpisodeStateShape });
export type EpisodeMoved = z.infer<typeof EpisodeMoved>;

/**
 * E1: somebody asks for Soziotherapie. A person who is new, or one that the asker has a relation to; the desk, a coordinator or a case
 * manager hands over to a practice of her choice, everybody else opens with her own.
 */
export const openInquiry = endpoint({
  name: 'soziotherapie.openInquiry',
  method: 'POST',
  path: '/api/soziotherapie/episodes',
  status: 201,
  body: z.strictObject({
    personId: z.uuid().optional(),
    person: PersonChange.optional(),
    organisationId: z.uuid().optional(),
    practitionerId: z.uuid().optional(),
    askedBy: z.enum(ASKED_BY),
    note: text(2000).optional(),
    waiting: z.boolean().optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), personId: z.uuid(), version: z.int() }),
});

/** Practices of Soziotherapie that an inquiry can be handed to. */
export const listPractices = endpoint({
  name: 'soziotherapie.listPractices',
  method: 'GET',
  path: '/api/soziotherapie/practices',
  answer: z.strictObject({ practices: z.array(z.strictObject({ organisationId: z.uuid(), name: z.string(), place: z.string() })) }),
});

/** The practice's own waiting list: since when, or null where somebody no longer waits. */
export const setWaiting = endpoint({
  name: 'soziotherapie.setWaiting',
  method: 'PUT',
  path: '/api/soziotherapie/episodes/:id/waiting',
  versioned: true,
  params: Id,
  body: z.strictObject({ since: Day.nullable() }),
  answer: EpisodeMoved,
});

/** Who prescribes now, and how often a week; what is not named stays. */
export const changeEpisode = endpoint({
  name: 'soziotherapie.changeEpisode',
  method: 'PATCH',
  path: '/api/soziotherapie/episodes/:id',
  versioned: true,
  params: Id,
  body: z.strictObject({
    prescriberId: z.uuid().nullable().optional(),
    frequencyPerWeek: z.number().min(0.05).max(10).nullable().optional(),
  }),
  answer: EpisodeMoved,
});

/** The lead gives the case to a helper; who had it before no longer sees it. */
export const assignHelper = endpoint({
  name: 'soziotherapie.assignHelper',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/helper',
  versioned: true,
  params: Id,
  body: z.strictObject({ practitionerId: z.uuid() }),
  answer: EpisodeMoved,
});

/** A deputy sees the case until the end of a day; ended early with a day of the past. */
export const setDeputy = endpoint({
  name: 'soziotherapie.setDeputy',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/deputy',
  params: Id,
  body: z.strictObject({ practitionerId: z.uuid(), until: Day.nullable() }),
  answer: z.strictObject({ id: z.uuid() }),
});

/** E2–E5, E7: the step that a form, a plan or a final refusal brings. */
export const moveEpisode = endpoint({
  name: 'soziotherapie.moveEpisode',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/move',
  versioned: true,
  params: Id,
  body: z.strictObject({ event: z.enum(EPISODE_MOVES), prescriptionId: z.uuid() }),
  answer: EpisodeMoved,
});

export const pauseEpisode = endpoint({
  name: 'soziotherapie.pauseEpisode',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/pause',
  versioned: true,
  params: Id,
  body: z.strictObject({ from: Day, reason: z.enum(PAUSE_REASONS) }),
  answer: EpisodeMoved,
});

export const resumeEpisode = endpoint({
  name: 'soziotherapie.resumeEpisode',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/resume',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: EpisodeMoved,
});

/** E13. The report is needed once anything was delivered, but not where the person died. */
export const closeEpisode = endpoint({
  name: 'soziotherapie.closeEpisode',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/close',
  versioned: true,
  params: Id,
  body: z.strictObject({ reason: z.enum(CLOSE_REASONS), on: Day, report: text(20_000).optional() }),
  answer: EpisodeMoved,
});

/** E14: the next episode of the same person; in the same window after an early end, in a new one after its end. */
export const startNextEpisode = endpoint({
  name: 'soziotherapie.startNextEpisode',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/next',
  status: 201,
  params: Id,
  body: z.strictObject({ indicationAgain: z.boolean(), askedBy: z.enum(ASKED_BY) }),
  answer: z.strictObject({ id: z.uuid(), personId: z.uuid(), version: z.int(), window: z.enum(['same', 'new']) }),
});

/** Art. 18 GDPR: only the lead opens a restricted file, and only she lifts it. */
export const restrictEpisode = endpoint({
  name: 'soziotherapie.restrictEpisode',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/restriction',
  versioned: true,
  params: Id,
  body: z.strictObject({ restricted: z.boolean() }),
  answer: EpisodeMoved,
});

/** Nothing of the case is erased while a hold stands; null lifts it. */
export const setLegalHold = endpoint({
  name: 'soziotherapie.setLegalHold',
  method: 'PUT',
  path: '/api/soziotherapie/episodes/:id/legal-hold',
  versioned: true,
  params: Id,
  body: z.strictObject({ hold: z.strictObject({ reason: text(200), reviewOn: Day }).nullable() }),
  answer: EpisodeMoved,
});

/** The texts of an episode; the closing report is not for the office. */
export const getEpisodeTexts = endpoint({
  name: 'soziotherapie.getEpisodeTexts',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/texts',
  params: Id,
  answer: z.strictObject({ contactNote: z.string().nullable(), closingReport: z.string().nullable() }),
});

/** Units of a former provider: from whom or which letter they are known must be told (R2). */
export const ExternalUnits = z.strictObject({
  id: z.uuid(),
  day: Day,
  minutes: z.int(),
  /** What of them is counted; what no longer fits into 120 hours is not. */
  countedMinutes: z.int(),
  evidence: z.string().nullable(),
  evidenceFileId: z.uuid().nullable(),
  withdrawnAt: z.string().nullable(),
});
export type ExternalUnits = z.infer<typeof ExternalUnits>;

export const listExternalUnits = endpoint({
  name: 'soziotherapie.listExternalUnits',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/external-units',
  params: Id,
  answer: z.strictObject({ units: z.array(ExternalUnits) }),
});

export const addExternalUnits = endpoint({
  name: 'soziotherapie.addExternalUnits',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/external-units',
  status: 201,
  params: Id,
  body: z.strictObject({
    day: Day,
    minutes: z.int().min(1).max(7200),
    evidence: text(200).optional(),
    evidenceFileId: z.uuid().optional(),
  }),
  answer: z.strictObject({ id: z.uuid() }),
});

/** Entered by mistake: taken back by a correction, the first entry stays to be seen. */
export const withdrawExternalUnits = endpoint({
  name: 'soziotherapie.withdrawExternalUnits',
  method: 'POST',
  path: '/api/soziotherapie/external-units/:id/withdraw',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});
