import type { FederalState } from '#kernel/codes.ts';
import { dayInBerlin, minutesOfDay, timeOfDay, type Weekday } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { statesOfLocations } from '#rooms/directory/actions/where.ts';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { overlaps } from '../rules/overlap.ts';
import { type PlannedSlot, planSlots, type WeeklyException } from '../rules/weekly.ts';
import { type AbsenceRow, appendSlots, type ExceptionRow, type SlotRow, selectAbsences, updateSlot, type WeeklyRow } from '../store.ts';
import { wholeDays } from './own.ts';

/** How far ahead weekly times become slots. */
export const AHEAD_DAYS = 56;

export interface Materialised {
  published: number;
  withdrawn: number;
  /** Planned, but something else stands there already. */
  conflicts: { startsAt: string; endsAt: string }[];
}

/**
 * Makes the slots of a weekly time agree with it for the next eight weeks: free ones that it no longer means go, missing ones come.
 * What is held, booked, given elsewhere or withdrawn by hand stays as it is; running it twice changes nothing.
 * The caller has locked the rule's row.
 */
export async function materialise(call: Call, rule: WeeklyRow, exceptions: readonly ExceptionRow[]): Promise<Materialised> {
  const planned = rule.withdrawn_at
    ? []
    : plan(rule, exceptions, await statesOfLocations(call, rule.practitioner_id), dayInBerlin(call.now));
  const ahead = planned.filter(({ start }) => Temporal.Instant.compare(start, call.now) > 0);
  const withdrawn = await settle(call, rule, ahead);
  const span = wholeDays(dayInBerlin(call.now), AHEAD_DAYS + 2);
  const away = await selectAbsences(call.tx, rule.practitioner_id, span);
  const wanted = ahead.filter((slot) => !away.some((absence) => overlaps(slot, stretch(absence))));
  const result = await publish(call, rule, wanted);
  if (result.published + withdrawn > 0) {
    const data = { practitionerId: rule.practitioner_id, published: result.published, withdrawn };
    await record(call, { action: SCHEDULING_EVENTS.slotPublished, kind: 'C', object: ['weekly-time', rule.id], data });
  }
  return { ...result, withdrawn };
}

const stretch = (row: AbsenceRow) => ({ start: row.starts_at, end: row.ends_at });

/** The rule's slots; a break belongs to the time of each slot but is no part of what is offered. */
function plan(
  rule: WeeklyRow,
  exceptions: readonly ExceptionRow[],
  states: ReadonlyMap<string, FederalState>,
  today: Temporal.PlainDate,
): PlannedSlot[] {
  const pause = rule.break_minutes;
  const later = (time: string) => timeOfDay(Math.min(24 * 60, minutesOfDay(time) + pause));
  const state = rule.location_id ? states.get(rule.location_id) : [...states.values()][0];
  const isHoliday = state && !rule.on_holidays ? { isHoliday: holidaysIn(state) } : {};
  const spaced = {
    id: rule.id,
    weekday: rule.weekday as Weekday,
    from: rule.from_time,
    to: later(rule.to_time),
    slotMinutes: rule.slot_minutes + pause,
    rhythm: rule.rhythm as 'weekly' | 'even' | 'odd',
    validFrom: Temporal.PlainDate.from(rule.valid_from),
    validTo: rule.valid_to === null ? null : Temporal.PlainDate.from(rule.valid_to),
  };
  const differing = exceptions.map((row): WeeklyException => {
    const day = Temporal.PlainDate.from(row.day);
    if (row.kind === 'skipped') return { kind: 'skip', day };
    return { kind: 'extra', day, ...(row.from_time ? { from: row.from_time } : {}), ...(row.to_time ? { to: later(row.to_time) } : {}) };
  });
  const slots = planSlots(spaced, today, today.add({ days: AHEAD_DAYS }), { exceptions: differing, ...isHoliday });
  return slots.map((slot) => ({ ...slot, end: slot.end.subtract({ minutes: pause }) }));
}

/** Withdraws what the rule no longer means and brings what stays up to date. Returns how many went. */
async function settle(call: Call, rule: WeeklyRow, planned: readonly PlannedSlot[]): Promise<number> {
  const standing = await call.tx
    .selectFrom('scheduling.slot')
    .selectAll()
    .where('rule_id', '=', rule.id)
    .where('starts_at', '>', call.now)
    .where('state', 'in', ['free', 'blocked'])
    .forUpdate()
    .execute();
  const meant = new Map(planned.map((slot) => [slot.key, slot]));
  let withdrawn = 0;
  for (const slot of standing) {
    const plannedSlot = meant.get(slot.rule_key ?? '');
    const same =
      plannedSlot !== undefined &&
      Temporal.Instant.compare(plannedSlot.start, slot.starts_at) === 0 &&
      Temporal.Instant.compare(plannedSlot.end, slot.ends_at) === 0;
    if (same) await bringUpToDate(call, slot, rule);
    else {
      // Without its key, so that the rule may mean this time again later.
      const gone = { state: 'withdrawn', live: false, reason: 'rule-changed', rule_id: null, rule_key: null };
      await updateSlot(call.tx, slot, gone);
      withdrawn += 1;
    }
  }
  return withdrawn;
}

async function bringUpToDate(call: Call, slot: SlotRow, rule: WeeklyRow): Promise<void> {
  const same =
    slot.location_id === rule.location_id &&
    slot.place_id === rule.place_id &&
    slot.modality === rule.modality &&
    slot.kinds.join() === rule.kinds.join();
  if (same) return;
  await updateSlot(call.tx, slot, {
    location_id: rule.location_id,
    place_id: rule.place_id,
    modality: rule.modality,
    kinds: rule.kinds,
  });
}

async function publish(call: Call, rule: WeeklyRow, wanted: readonly PlannedSlot[]): Promise<Omit<Materialised, 'withdrawn'>> {
  const known = new Set((await keysOf(call, rule.id)).map((row) => row.rule_key));
  const missing = wanted.filter(({ key }) => !known.has(key));
  const made = await appendSlots(
    call.tx,
    missing.map((slot) => ({
      id: call.newId(),
      practitioner_id: rule.practitioner_id,
      location_id: rule.location_id,
      place_id: rule.place_id,
      kinds: rule.kinds,
      modality: rule.modality,
      starts_at: slot.start,
      ends_at: slot.end,
      rule_id: rule.id,
      rule_key: slot.key,
      created_at: call.now,
    })),
  );
  const stands = new Set((await keysOf(call, rule.id)).map((row) => row.rule_key));
  const conflicts = missing
    .filter(({ key }) => !stands.has(key))
    .map(({ start, end }) => ({ startsAt: start.toString(), endsAt: end.toString() }));
  return { published: made.size, conflicts };
}

/** Keys of all slots that a rule has made and that are not yet over, whatever became of them. */
function keysOf(call: Call, ruleId: string) {
  return call.tx.selectFrom('scheduling.slot').select('rule_key').where('rule_id', '=', ruleId).where('ends_at', '>', call.now).execute();
}
