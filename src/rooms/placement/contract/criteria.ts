import { z } from 'zod';
import { ACCESS_FEATURES, GENDERS, INSURANCE_KINDS, MARKERS, MODALITIES, PROBLEM_CODES, PROCEDURES } from '#kernel/codes.ts';
import { Day } from '#rooms/people/contract.ts';
import { PTV11_RECOMMENDATIONS, WANTS } from '../rules/fit/types.ts';

export const Id = z.strictObject({ id: z.uuid() });
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
export const Weekday = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)]);
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

export const REQUEST_STATES_LIVE = ['new', 'triaged', 'offered', 'placed', 'waiting', 'closed'] as const;
export const State = z.enum(REQUEST_STATES_LIVE);
/** What most commands answer. */
export const Moved = z.strictObject({ id: z.uuid(), version: z.int(), state: State });
