import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
/** "14:30"; null where nobody wrote it down (R17). */
const Time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .nullable();
export const PARALLEL_KINDS = ['pHKP', 'psychotherapy', 'Eingliederungshilfe', 'other'] as const;

export const StayFields = z.strictObject({ admittedOn: Day, admittedAt: Time, dischargedOn: Day.nullable(), dischargedAt: Time });
export type StayFields = z.infer<typeof StayFields>;
export const Stay = StayFields.extend({ id: z.uuid(), version: z.int() });
export type Stay = z.infer<typeof Stay>;
const StaySaved = z.strictObject({ id: z.uuid(), version: z.int(), blockedSessionIds: z.array(z.uuid()) });

export const listStays = endpoint({
  name: 'soziotherapie.listStays',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/stays',
  params: Id,
  answer: z.strictObject({ stays: z.array(Stay) }),
});
/** R17: units inside the stay are blocked; those already invoiced become a task for a correction. */
export const addStay = endpoint({
  name: 'soziotherapie.addStay',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/stays',
  status: 201,
  params: Id,
  body: StayFields,
  answer: StaySaved,
});
export const changeStay = endpoint({
  name: 'soziotherapie.changeStay',
  method: 'PUT',
  path: '/api/soziotherapie/stays/:id',
  versioned: true,
  params: Id,
  body: StayFields,
  answer: StaySaved,
});
export const withdrawStay = endpoint({
  name: 'soziotherapie.withdrawStay',
  method: 'POST',
  path: '/api/soziotherapie/stays/:id/withdraw',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});

const local = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
/** Other help beside Soziotherapie (R20): goals and visits are compared with ours. */
export const CareFields = z.strictObject({
  kind: z.enum(PARALLEL_KINDS),
  from: Day,
  to: Day.nullable(),
  provider: z.string().trim().max(120).nullable(),
  goals: z.array(said(300)).max(20),
  visits: z.array(z.strictObject({ start: local, end: local })).max(200),
});
export type CareFields = z.infer<typeof CareFields>;
export const Care = CareFields.extend({ id: z.uuid(), version: z.int() });
export type Care = z.infer<typeof Care>;
const CareSaved = z.strictObject({ id: z.uuid(), version: z.int() });

export const listParallelCare = endpoint({
  name: 'soziotherapie.listParallelCare',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/parallel-care',
  params: Id,
  answer: z.strictObject({ care: z.array(Care) }),
});
export const addParallelCare = endpoint({
  name: 'soziotherapie.addParallelCare',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/parallel-care',
  status: 201,
  params: Id,
  body: CareFields,
  answer: CareSaved,
});
export const changeParallelCare = endpoint({
  name: 'soziotherapie.changeParallelCare',
  method: 'PUT',
  path: '/api/soziotherapie/parallel-care/:id',
  versioned: true,
  params: Id,
  body: CareFields,
  answer: CareSaved,
});
export const withdrawParallelCare = endpoint({
  name: 'soziotherapie.withdrawParallelCare',
  method: 'POST',
  path: '/api/soziotherapie/parallel-care/:id/withdraw',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: CareSaved,
});
