import type { AppointmentState } from './appointment.ts';
import { type Interval, overlaps } from './overlap.ts';
import { type SlotState, slotStateAt } from './slot.ts';

/** A therapist's planned absence; half-open, so that the first hour after the leave is free. */
export interface Absence extends Interval {
  reason: 'leave' | 'illness' | 'training' | 'other';
}

export interface SlotRow extends Interval {
  id: string;
  state: SlotState;
  heldUntil: Temporal.Instant | null;
  /** The hold's request, to be told. */
  request?: string | null;
}

export interface AppointmentRow extends Interval {
  id: string;
  state: AppointmentState;
  slot: string | null;
}

/** What saving the absence will do to one thing. */
export type AbsenceEffect =
  /** SL6: free, becomes blocked, and is free again if the absence is taken back. */
  | { kind: 'slot'; id: string; will: 'be-blocked' }
  /** SL8: somebody at a desk is offering it right now; only by force, the desk gets a banner. */
  | { kind: 'hold'; id: string; will: 'be-withdrawn-by-force'; until: Temporal.Instant; request: string | null }
  /** AP5: the client is told and gets the first new offer, within a working day. Its slot stays away. */
  | { kind: 'appointment'; id: string; will: 'be-cancelled-by-provider'; slot: string | null; start: Temporal.Instant };

export interface AbsencePreview {
  effects: AbsenceEffect[];
  /** How many of each, for the sentence above the button. */
  counts: { slots: number; holds: number; appointments: number };
}

/**
 * What a planned absence touches and what will happen to each, before it is saved, in the order of time (rule book A.1.3, 5).
 * What is over, blocked, withdrawn, cancelled or already begun is left alone.
 */
export function previewAbsence(
  absence: Absence,
  slots: readonly SlotRow[],
  appointments: readonly AppointmentRow[],
  now: Temporal.Instant,
): AbsencePreview {
  const touched = <T extends Interval>(rows: readonly T[]) =>
    rows.filter((row) => Temporal.Instant.compare(row.start, now) > 0 && overlaps(row, absence));
  const found: { start: Temporal.Instant; effect: AbsenceEffect }[] = [];
  for (const { id, start, state, heldUntil, request } of touched(slots)) {
    const current = slotStateAt({ state, start, heldUntil }, now);
    if (current === 'free') found.push({ start, effect: { kind: 'slot', id, will: 'be-blocked' } });
    if (current === 'held' && heldUntil !== null) {
      const effect = { kind: 'hold', id, will: 'be-withdrawn-by-force', until: heldUntil, request: request ?? null } as const;
      found.push({ start, effect });
    }
  }
  for (const { id, start, state, slot } of touched(appointments)) {
    if (state === 'booked') found.push({ start, effect: { kind: 'appointment', id, will: 'be-cancelled-by-provider', slot, start } });
  }
  const effects = found.sort((one, other) => Temporal.Instant.compare(one.start, other.start)).map(({ effect }) => effect);
  const count = (kind: AbsenceEffect['kind']) => effects.filter((effect) => effect.kind === kind).length;
  return { effects, counts: { slots: count('slot'), holds: count('hold'), appointments: count('appointment') } };
}
