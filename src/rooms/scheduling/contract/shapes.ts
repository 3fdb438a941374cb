import { z } from 'zod';
import { MODALITIES, SLOT_KINDS } from '#kernel/codes.ts';
import { id, instant } from '#rooms/directory/contract.ts';
import { EXCUSES, MOVED_BY } from '../rules/outcome.ts';

export const STORED_SLOT_STATES = ['free', 'held', 'booked', 'blocked', 'withdrawn', 'expired'] as const;
export const STORED_APPOINTMENT_STATES = ['booked', 'attended', 'no_show', 'cancelled', 'rebooked'] as const;
export const CANCELLED_HOW = ['patient_in_time', 'patient_late', 'provider', 'network'] as const;
export const ABSENCE_KINDS = ['leave', 'sick', 'training', 'other'] as const;
/** "elsewhere": given to somebody outside Geleit ("anderswo vergeben"). */
export const BLOCK_REASONS = ['elsewhere', 'own-use', 'other'] as const;
export const CANCEL_REASONS = ['illness', 'leave', 'training', 'double-booked', 'other'] as const;
export const CORRECT_REASONS = ['marked-wrongly', 'cancellation-received', 'other-day'] as const;

export const slotState = z.enum(STORED_SLOT_STATES);
export const kinds = z.array(z.enum(SLOT_KINDS)).min(1).max(SLOT_KINDS.length);
export const modality = z.enum(MODALITIES);

export const slot = z.strictObject({
  id,
  version: z.int(),
  startsAt: instant,
  endsAt: instant,
  state: slotState,
  kinds,
  modality,
  locationId: id.nullable(),
  placeId: id.nullable(),
  reason: z.string().nullable(),
  /** The weekly time that made it. */
  ruleId: id.nullable(),
  /** While held: whose desk holds it until when. */
  heldBy: z.string().nullable(),
  heldUntil: instant.nullable(),
});
export type Slot = z.output<typeof slot>;

export const appointment = z.strictObject({
  id,
  version: z.int(),
  slotId: id.nullable(),
  requestId: id,
  placeId: id.nullable(),
  /** Initials only where a relation to the person stands. */
  client: z.strictObject({ personId: id, initials: z.string() }).nullable(),
  kind: z.enum(SLOT_KINDS),
  modality,
  locationId: id.nullable(),
  startsAt: instant,
  endsAt: instant,
  state: z.enum(STORED_APPOINTMENT_STATES),
  cancelledHow: z.enum(CANCELLED_HOW).nullable(),
  isFirst: z.boolean(),
  bookedAt: instant,
  /** What tells the statuses apart, see `rules/outcome.ts`. */
  seriesId: id.nullable(),
  lateMinutes: z.int().nullable(),
  excuse: z.enum(EXCUSES).nullable(),
  movedBy: z.enum(MOVED_BY).nullable(),
  reason: z.string().nullable(),
  /** Whether it still waits for "war da?" (AP2). */
  mark: z.enum(['none', 'due', 'overdue', 'with-coordinator']),
});
export type Appointment = z.output<typeof appointment>;

export const absence = z.strictObject({ id, version: z.int(), startsAt: instant, endsAt: instant, kind: z.enum(ABSENCE_KINDS) });
