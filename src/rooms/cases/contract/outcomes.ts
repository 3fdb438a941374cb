import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { AREA_CODES } from '../rules/areas.ts';
import { OUTCOMES, UNITS } from '../rules/outcomes.ts';

const Day = z.iso.date();

/** For the team as they are; for others without what could be somebody. */
export const AUDIENCES = ['team', 'others'] as const;

export const OutcomeShape = z.strictObject({
  id: z.enum(OUTCOMES),
  parts: z.array(
    z.strictObject({
      /** A closing reason, a phase, a view …; in O11 an account. */
      key: z.string(),
      unit: z.enum(UNITS),
      value: z.number().nullable(),
      count: z.int().nullable(),
      n: z.int(),
      hidden: z.boolean(),
    }),
  ),
});

/** The outcome statistics O1–O14 of the reader's service, counted now. */
export const readOutcomes = endpoint({
  name: 'cases.outcomes',
  method: 'GET',
  path: '/api/cases/outcomes',
  query: z
    .strictObject({
      from: Day,
      to: Day,
      area: z.enum(AREA_CODES).optional(),
      /** Of one manager: her own figures; anybody's for the lead. */
      managerId: z.uuid().optional(),
      audience: z.enum(AUDIENCES).default('team'),
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends-before-start' }),
  answer: z.strictObject({
    from: Day,
    to: Day,
    countedAt: z.string(),
    leads: z.boolean(),
    outcomes: z.array(OutcomeShape),
    managers: z.array(z.strictObject({ accountId: z.uuid(), name: z.string() })),
  }),
});
