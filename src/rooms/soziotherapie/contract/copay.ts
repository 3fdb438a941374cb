import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';

const Day = z.iso.date();
const byEpisode = z.strictObject({ id: z.uuid() });
const Year = z.coerce.number().int().min(2020).max(2100);

/** One calendar day of the ledger (R10–R13). */
export const CopayDayView = z.strictObject({
  day: Day,
  costCents: z.int(),
  copayCents: z.int(),
  /** `day`: of this day's cost; `bucket`: of parts of several days (R12); `free`: nothing is due (R11); `waits`: in the bucket. */
  from: z.enum(['day', 'bucket', 'free', 'waits']),
  why: z.enum(['due', 'under-age', 'exempt']),
  /** Planned, not delivered yet. */
  forecast: z.boolean(),
  /** What it was before, with the time of the change (R11-07). */
  earlier: z.array(z.strictObject({ copayCents: z.int(), until: z.string() })),
});
export type CopayDayView = z.infer<typeof CopayDayView>;

export const CopayView = z.strictObject({
  personId: z.uuid(),
  year: z.int(),
  owedTo: z.enum(['insurer', 'provider']),
  days: z.array(CopayDayView),
  bucket: z.strictObject({ minutes: z.number(), costCents: z.int(), lastDay: Day.nullable() }),
  /** Delivered, of this year. */
  totalCents: z.int(),
  /** With what is planned until the end of the year. */
  forecastCents: z.int(),
  /** Days whose price is missing; they count nothing yet (R25). */
  withoutPrice: z.array(Day),
  limit: z
    .strictObject({
      notice: z.enum(['none', 'near-limit', 'limit-reached']),
      limitCents: z.int(),
      sumCents: z.int(),
      chronic: z.boolean(),
      grossCents: z.int(),
      deductionsCents: z.int(),
      source: z.string(),
    })
    .nullable(),
  other: z.array(z.strictObject({ id: z.uuid(), cents: z.int(), what: z.string(), recordedAt: z.string() })),
});
export type CopayView = z.infer<typeof CopayView>;

/** The copayments of a client in a calendar year: shown, owed to the insurer (§ 43c SGB V), not collected. */
export const getCopay = endpoint({
  name: 'soziotherapie.copay',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/copay',
  params: byEpisode,
  query: z.strictObject({ year: Year.optional() }),
  answer: CopayView,
});

export const addOtherCopay = endpoint({
  name: 'soziotherapie.addOtherCopay',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/copay/other',
  params: byEpisode,
  body: z.strictObject({ year: z.int().min(2020).max(2100), cents: z.int().min(1).max(1_000_000), what: said(80) }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});

export const withdrawOtherCopay = endpoint({
  name: 'soziotherapie.withdrawOtherCopay',
  method: 'POST',
  path: '/api/soziotherapie/copay/other/:id/withdraw',
  params: byEpisode,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});

/** Income and deductions of a year, for the limit of § 62 SGB V only; sealed, and only for the office. */
export const setIncome = endpoint({
  name: 'soziotherapie.setIncome',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/copay/income',
  params: byEpisode,
  body: z.strictObject({
    year: z.int().min(2020).max(2100),
    grossCents: z.int().min(0).max(1_000_000_000),
    deductionsCents: z.int().min(0).max(1_000_000_000),
    chronic: z.boolean(),
  }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});

/** A receipt for one day, or the summary of a year, as PDF. */
export const getCopayPaper = endpoint({
  name: 'soziotherapie.copayPaper',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/copay/paper',
  params: byEpisode,
  query: z.strictObject({ year: Year.optional(), day: Day.optional() }),
  answer: z.unknown(),
});
