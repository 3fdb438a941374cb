import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { BERLIN, berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { previewAbsence as previewEndpoint } from '../contract.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { type AbsenceEffect, previewAbsence } from '../rules/absence.ts';
import type { Interval } from '../rules/overlap.ts';
import {
  type AppointmentRow,
  findSlot,
  lockAbsence,
  lockSlot,
  lockWeeklyTime,
  type SlotRow,
  selectAbsences,
  selectAppointments,
  selectExceptions,
  selectSlots,
  selectWeeklyTimes,
  updateSlot,
} from '../store.ts';
import { cancelForAbsence } from './appointment.ts';
import { materialise } from './materialise.ts';
import { insistFields, insistVersion, ownPractitionerId } from './own.ts';
import { withdraw } from './slot.ts';
import { absenceView, appointmentViews, slotNow, slotViews, stateOf } from './views.ts';

type Wish = z.output<NonNullable<typeof previewEndpoint.body>>;

const LONGEST_DAYS = 400;

/** Wall-clock days and times of Berlin as a stretch; nights of the clock change are as long as they are. */
function stretchOf(wish: Wish, now: Temporal.Instant): Interval {
  const [first, last] = [Temporal.PlainDate.from(wish.fromDay), Temporal.PlainDate.from(wish.toDay)];
  const start = at(first, wish.fromTime ?? '00:00');
  const end = at(last, wish.toTime ?? '24:00');
  if (Temporal.Instant.compare(start, end) >= 0) insistFields([{ pointer: '/toDay', code: 'range-reversed', limit: wish.fromDay }]);
  if (Temporal.Instant.compare(end, now) <= 0) insistFields([{ pointer: '/toDay', code: 'date-in-past' }]);
  if (first.until(last).days > LONGEST_DAYS) insistFields([{ pointer: '/toDay', code: 'out-of-range', limit: LONGEST_DAYS }]);
  return { start, end };
}

function at(day: Temporal.PlainDate, time: string): Temporal.Instant {
  if (time === '24:00') return day.add({ days: 1 }).toZonedDateTime(BERLIN).toInstant();
  return berlinInstant(day, Temporal.PlainTime.from(time));
}

const RULE_KINDS = { leave: 'leave', sick: 'illness', training: 'training', other: 'other' } as const;

interface Touched {
  span: Interval;
  slots: SlotRow[];
  appointments: AppointmentRow[];
  effects: AbsenceEffect[];
  hash: string;
}

/** What the absence touches now. The hash stands for the whole list, so that what is saved is what was seen. */
async function touchedBy(call: Call, practitionerId: string, wish: Wish): Promise<Touched> {
  const span = stretchOf(wish, call.now);
  const [slots, appointments] = await Promise.all([
    selectSlots(call.tx, practitionerId, span),
    selectAppointments(call.tx, practitionerId, span),
  ]);
  const { effects } = previewAbsence(
    { ...span, reason: RULE_KINDS[wish.kind] },
    slots.map((row) => ({
      id: row.id,
      start: row.starts_at,
      end: row.ends_at,
      state: slotNow(row, call.now),
      heldUntil: row.held_until,
      request: row.held_for,
    })),
    appointments.map((row) => ({ id: row.id, start: row.starts_at, end: row.ends_at, state: stateOf(row), slot: row.slot_id })),
    call.now,
  );
  // Free slots may come and go unseen; promises to clients and holds of a desk may not.
  const serious = effects.filter(({ kind }) => kind !== 'slot').map(({ kind, id }) => `${kind}/${id}`);
  const hash = createHash('sha256')
    .update([practitionerId, span.start, span.end, ...serious.sort()].join('\n'))
    .digest('hex');
  return { span, slots, appointments, effects, hash };
}

/** Shows before saving what will happen; changes nothing. */
export async function previewOwnAbsence(call: Call, _permit: Permit<'scheduling.own'>, wish: Wish) {
  const me = ownPractitionerId(call);
  const { span, slots, appointments, effects, hash } = await touchedBy(call, me, wish);
  const of = (kind: AbsenceEffect['kind']) => new Set(effects.filter((effect) => effect.kind === kind).map(({ id }) => id));
  const [free, held, promised] = [of('slot'), of('hold'), of('appointment')];
  const shown = await appointmentViews(
    call,
    appointments.filter(({ id }) => promised.has(id)),
  );
  const named = shown.flatMap(({ id, client }) => (client ? [{ id, personId: client.personId }] : []));
  await recordReads(call, 'scheduling.absence.previewed', 'appointment', named);
  return {
    startsAt: span.start.toString(),
    endsAt: span.end.toString(),
    hash,
    appointments: shown,
    held: await slotViews(
      call,
      slots.filter(({ id }) => held.has(id)),
    ),
    free: await slotViews(
      call,
      slots.filter(({ id }) => free.has(id)),
    ),
    overlapping: (await selectAbsences(call.tx, me, span)).map(absenceView),
  };
}

/**
 * Saves an absence: recomputes what it touches, and only if that is what was shown, cancels appointments (AP5), ends holds (SL8) and
 * blocks free slots.
 */
export async function saveOwnAbsence(call: Call, _permit: Permit<'scheduling.own'>, { hash, ...wish }: Wish & { hash: string }) {
  const practitionerId = ownPractitionerId(call);
  const id = call.newId();
  // The absence first: from now on a booking that waits for us finds it (app.absent).
  const span = stretchOf(wish, call.now);
  await call.tx
    .insertInto('scheduling.absence')
    .values({
      id,
      practitioner_id: practitionerId,
      starts_at: span.start,
      ends_at: span.end,
      kind: wish.kind,
      created_at: call.now,
      created_by: call.actor.kind === 'account' ? call.actor.accountId : null,
    })
    .execute();
  const { effects, hash: current } = await touchedBy(call, practitionerId, wish);
  if (current !== hash) throw new Refusal('absence-preview-old');
  const counts = { cancelled: 0, blocked: 0, withdrawn: 0 };
  for (const effect of effects) {
    if (effect.kind === 'appointment') {
      await cancelForAbsence(call, effect.id, wish.kind);
      counts.cancelled += 1;
    } else if (effect.kind === 'hold') {
      await endHold(call, effect.id);
      counts.withdrawn += 1;
    } else if (await block(call, effect.id)) counts.blocked += 1;
  }
  await record(call, { action: SCHEDULING_EVENTS.absenceSaved, kind: 'C', object: ['absence', id], data: { practitionerId, ...counts } });
  return { id, version: 1, ...counts };
}

/** SL8 by force; a hold that became a booking while we waited was not on the preview. */
async function endHold(call: Call, slotId: string): Promise<void> {
  const slot = await findSlot(call.tx, slotId);
  if (!slot) return;
  try {
    await withdraw(call, slot, 'absence');
  } catch (fault) {
    if (fault instanceof Refusal && fault.code === 'version-old') throw new Refusal('absence-preview-old');
    throw fault;
  }
}

async function block(call: Call, slotId: string): Promise<boolean> {
  const slot = await lockSlot(call.tx, slotId);
  if (!slot) return false;
  const state = slotNow(slot, call.now);
  if (state === 'held' || state === 'booked') throw new Refusal('absence-preview-old'); // taken since we looked
  if (state !== 'free') return false;
  const noHold = { held_by: null, held_for: null, held_until: null, held_extended: false };
  await updateSlot(call.tx, slot, { ...noHold, state: 'blocked', reason: 'absence' });
  return true;
}

/** Takes an absence back: what it blocked is free again unless another absence covers it; weekly times fill up. */
export async function withdrawOwnAbsence(call: Call, _permit: Permit<'scheduling.own'>, id: string, version: number | undefined) {
  const practitionerId = ownPractitionerId(call);
  const absence = await lockAbsence(call.tx, id);
  if (absence?.practitioner_id !== practitionerId || absence.withdrawn_at) throw new Refusal('not-found');
  insistVersion(absence.version, version);
  await call.tx
    .updateTable('scheduling.absence')
    .set({ withdrawn_at: call.now, version: absence.version + 1 })
    .where('id', '=', id)
    .execute();
  const freed = await free(call, practitionerId, { start: absence.starts_at, end: absence.ends_at });
  const published = await refill(call, practitionerId);
  await record(call, {
    action: SCHEDULING_EVENTS.absenceWithdrawn,
    kind: 'U',
    object: ['absence', id],
    data: { practitionerId, freed, published },
  });
  return { id, version: absence.version + 1, freed, published };
}

async function free(call: Call, practitionerId: string, span: Interval): Promise<number> {
  let freed = 0;
  for (const seen of await selectSlots(call.tx, practitionerId, span)) {
    if (seen.state !== 'blocked' || seen.reason !== 'absence' || Temporal.Instant.compare(seen.starts_at, call.now) <= 0) continue;
    const others = await selectAbsences(call.tx, practitionerId, { start: seen.starts_at, end: seen.ends_at });
    const slot = others.length === 0 ? await lockSlot(call.tx, seen.id) : undefined;
    if (slot?.state !== 'blocked') continue;
    await updateSlot(call.tx, slot, { state: 'free', reason: null });
    freed += 1;
  }
  return freed;
}

/** Lets all weekly times of a practitioner publish what is missing. */
async function refill(call: Call, practitionerId: string): Promise<number> {
  let published = 0;
  for (const { id } of await selectWeeklyTimes(call.tx, practitionerId)) {
    const rule = await lockWeeklyTime(call.tx, id);
    if (!rule || rule.withdrawn_at) continue;
    if (rule.valid_to !== null && rule.valid_to < dayInBerlin(call.now).toString()) continue;
    published += (await materialise(call, rule, await selectExceptions(call.tx, [id]))).published;
  }
  return published;
}
