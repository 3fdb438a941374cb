import { z } from 'zod';
import type { Facts as Counted } from '../rules/facts.ts';

/** What the database counts of one period (app.figures): sums and histograms only. */
const n = z.int().min(0);
const month = z.int().min(1).max(12);

export const Facts: z.ZodType<Counted> = z.object({
  courses: z.array(z.object({ month, what: z.enum(['assigned', 'started', 'released']), n })),
  onTrial: n,
  appointments: z.array(
    z.object({
      month,
      first: z.boolean(),
      what: z.enum(['attended', 'noShow', 'late', 'lateRefilled', 'inTime', 'byUs', 'moved', 'unmarked']),
      n,
    }),
  ),
  firstCall: z.array(z.object({ month, what: z.enum(['inCall', 'later', 'emergency', 'notEligible']), n })),
  days: z.array(z.object({ what: z.enum(['first', 'start']), problem: z.string(), days: z.int(), n })),
  demand: z.array(
    z.object({
      what: z.enum(['with', 'without']),
      reason: z.string().nullable(),
      problem: z.string(),
      language: z.string(),
      area: z.string(),
      n,
    }),
  ),
  /** State → seconds of all places together. */
  places: z.record(z.string(), z.number()),
  helpers: z.array(
    z.object({
      id: z.string(),
      opened: n,
      offered: n,
      assigned: n,
      takesPart: z.boolean(),
      began: n.default(0),
      started: n.default(0),
      released: n.default(0),
      releasedByTherapist: n.default(0),
      attended: n.default(0),
      missed: n.default(0),
    }),
  ),
  fresh: z.array(z.object({ month, open: n, fresh: n })),
  emergencies: z.array(z.object({ level: z.enum(['YELLOW', 'ORANGE', 'RED']), seconds: z.number().nullable(), inTime: z.boolean(), n })),
  phone: z.array(z.object({ answered: z.boolean(), seconds: z.int().nullable(), n })),
  waiting: z.array(z.object({ days: z.int(), contacted: z.boolean(), n })),
});
