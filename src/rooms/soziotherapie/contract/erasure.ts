import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { Day } from '#rooms/people/contract.ts';

/** What still holds a file whose retention time is over; null: nothing. */
export const HELD_BY = ['treatment-goes-on', 'retention-runs', 'voucher-kept', 'legal-hold', 'open-claim', 'kept-elsewhere'] as const;
const HeldBy = z.enum(HELD_BY);

const RunState = z.enum(['proposed', 'declined', 'approved', 'done']);
const Run = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: RunState,
  organisation: z.string(),
  proposedBy: z.string(),
  proposedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  doneAt: z.string().nullable(),
});
/** A line of the protocol: no name, no id of the person. */
const Entry = z.strictObject({
  id: z.uuid(),
  /** Keyed mark of the person, for the list beside the backups. */
  mark: z.string(),
  rule: z.literal('R22'),
  endedOn: Day,
  keptUntil: Day,
  result: z.enum(['erased', 'kept']).nullable(),
  because: z.string().nullable(),
  settledAt: z.string().nullable(),
});

/** The lead's preview: files whose ten years are over, and what still holds some of them (R22). */
export const previewErasure = endpoint({
  name: 'soziotherapie.previewErasure',
  method: 'GET',
  path: '/api/soziotherapie/erasure',
  answer: z.strictObject({
    files: z.array(
      z.strictObject({ personId: z.uuid(), name: z.string().nullable(), endedOn: Day, keptUntil: Day, heldBy: HeldBy.nullable() }),
    ),
    runs: z.array(Run.extend({ entries: z.int(), erased: z.int() })),
  }),
});

/** Proposes files for erasure; nothing is erased before the auditor agrees. Needs a fresh code. */
export const proposeErasure = endpoint({
  name: 'soziotherapie.proposeErasure',
  method: 'POST',
  path: '/api/soziotherapie/erasure/runs',
  body: z.strictObject({ personIds: z.array(z.uuid()).min(1).max(200) }),
  answer: z.strictObject({ id: z.uuid(), files: z.int() }),
  status: 201,
});

/** Runs with their protocol, for the auditor: marks and days, no names. */
export const listErasureRuns = endpoint({
  name: 'soziotherapie.listErasureRuns',
  method: 'GET',
  path: '/api/soziotherapie/erasure/runs',
  answer: z.strictObject({ runs: z.array(Run.extend({ mine: z.boolean(), entries: z.array(Entry) })) }),
});

/** The second pair of eyes. Approved runs are carried out by a job, which asks again for each file. Needs a fresh code. */
export const decideErasure = endpoint({
  name: 'soziotherapie.decideErasure',
  method: 'POST',
  path: '/api/soziotherapie/erasure/runs/:id/decide',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ to: z.enum(['approved', 'declined']) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});
