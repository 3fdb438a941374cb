import type { z } from 'zod';
import type { Modality, SlotKind } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin, minutesOfDay } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { faultsOfWhere } from '#rooms/directory/actions/where.ts';
import type { addWeeklyException, addWeeklyTime } from '../contract.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { lockWeeklyTime, selectExceptions, selectWeeklyTimes, type WeeklyRow } from '../store.ts';
import { materialise } from './materialise.ts';
import { insistFields, insistVersion, ownPractitionerId } from './own.ts';

type Wish = z.output<NonNullable<typeof addWeeklyTime.body>>;
type ExceptionWish = z.output<NonNullable<typeof addWeeklyException.body>>;

/** The own weekly times with their single days. */
export async function listWeeklyTimes(call: Call, _permit: Permit<'scheduling.own'>) {
  const rows = await selectWeeklyTimes(call.tx, ownPractitionerId(call));
  const exceptions = await selectExceptions(
    call.tx,
    rows.map(({ id }) => id),
  );
  return {
    weeklyTimes: rows.map((row) => ({
      id: row.id,
      version: row.version,
      locationId: row.location_id,
      placeId: row.place_id,
      weekday: row.weekday,
      from: row.from_time,
      to: row.to_time,
      slotMinutes: row.slot_minutes,
      breakMinutes: row.break_minutes,
      rhythm: row.rhythm as Wish['rhythm'],
      kinds: row.kinds as SlotKind[],
      modality: row.modality as Modality,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      onHolidays: row.on_holidays,
      exceptions: exceptions
        .filter(({ weekly_time_id }) => weekly_time_id === row.id)
        .map(({ id, day, kind, from_time, to_time }) => ({ id, day, kind: kind as 'skipped' | 'extra', from: from_time, to: to_time })),
    })),
  };
}

function columnsOf(wish: Wish) {
  return {
    location_id: wish.locationId,
    place_id: wish.placeId ?? null,
    weekday: wish.weekday,
    from_time: wish.from,
    to_time: wish.to,
    slot_minutes: wish.slotMinutes,
    break_minutes: wish.breakMinutes,
    rhythm: wish.rhythm,
    kinds: wish.kinds,
    modality: wish.modality,
    valid_from: wish.validFrom,
    valid_to: wish.validTo ?? null,
    on_holidays: wish.onHolidays,
  };
}

async function insistWish(call: Call, practitionerId: string, wish: Wish): Promise<void> {
  const faults: { pointer: string; code: string; limit?: number | string }[] = await faultsOfWhere(call, practitionerId, wish);
  const length = minutesOfDay(wish.to) - minutesOfDay(wish.from);
  if (length <= 0) faults.push({ pointer: '/to', code: 'range-reversed', limit: wish.from });
  else if (length < wish.slotMinutes) faults.push({ pointer: '/slotMinutes', code: 'out-of-range', limit: length });
  if (wish.validTo && wish.validTo < wish.validFrom) faults.push({ pointer: '/validTo', code: 'range-reversed', limit: wish.validFrom });
  insistFields(faults);
}

/** A new weekly time; its slots stand at once. */
export async function appendWeeklyTime(call: Call, _permit: Permit<'scheduling.own'>, wish: Wish) {
  const practitionerId = ownPractitionerId(call);
  await insistWish(call, practitionerId, wish);
  const id = call.newId();
  await call.tx
    .insertInto('scheduling.weekly_time')
    .values({ id, practitioner_id: practitionerId, ...columnsOf(wish) })
    .execute();
  return settle(call, id, 'C', {});
}

export async function changeWeeklyTime(call: Call, _permit: Permit<'scheduling.own'>, id: string, version: number | undefined, wish: Wish) {
  const rule = await lockOwn(call, id, version);
  await insistWish(call, rule.practitioner_id, wish);
  return settle(call, id, 'U', columnsOf(wish));
}

export async function withdrawWeeklyTime(call: Call, _permit: Permit<'scheduling.own'>, id: string, version: number | undefined) {
  await lockOwn(call, id, version);
  return settle(call, id, 'U', { withdrawn_at: call.now });
}

/** One day off or one extra day; the rule itself stays untouched. */
export async function appendException(
  call: Call,
  _permit: Permit<'scheduling.own'>,
  id: string,
  version: number | undefined,
  wish: ExceptionWish,
) {
  const rule = await lockOwn(call, id, version);
  const [from, to] = [wish.from ?? null, wish.to ?? null];
  if (wish.day < dayInBerlin(call.now).toString()) insistFields([{ pointer: '/day', code: 'date-in-past' }]);
  if (wish.kind === 'skipped' && (from || to)) insistFields([{ pointer: '/from', code: 'not-alone' }]);
  if (minutesOfDay(to ?? rule.to_time) - minutesOfDay(from ?? rule.from_time) < rule.slot_minutes)
    insistFields([{ pointer: '/to', code: 'too-short', limit: rule.slot_minutes }]);
  await call.tx
    .insertInto('scheduling.weekly_exception')
    .values({ id: call.newId(), weekly_time_id: id, day: wish.day, kind: wish.kind, from_time: from, to_time: to })
    .onConflict((conflict) => conflict.columns(['weekly_time_id', 'day', 'kind']).doUpdateSet({ from_time: from, to_time: to }))
    .execute();
  return settle(call, id, 'U', {});
}

export async function removeException(
  call: Call,
  _permit: Permit<'scheduling.own'>,
  id: string,
  exceptionId: string,
  version: number | undefined,
) {
  await lockOwn(call, id, version);
  const { numDeletedRows } = await call.tx
    .deleteFrom('scheduling.weekly_exception')
    .where('id', '=', exceptionId)
    .where('weekly_time_id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Refusal('not-found');
  return settle(call, id, 'U', {});
}

async function lockOwn(call: Call, id: string, version: number | undefined): Promise<WeeklyRow> {
  const rule = await lockWeeklyTime(call.tx, id);
  if (rule?.practitioner_id !== ownPractitionerId(call) || rule.withdrawn_at) throw new Refusal('not-found');
  insistVersion(rule.version, version);
  return rule;
}

/** Writes the change, then lets the slots follow in the same transaction. */
async function settle(
  call: Call,
  id: string,
  kind: 'C' | 'U',
  change: Partial<ReturnType<typeof columnsOf>> & { withdrawn_at?: Temporal.Instant },
) {
  if (kind === 'U') {
    await call.tx
      .updateTable('scheduling.weekly_time')
      .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }
  const rule = await lockWeeklyTime(call.tx, id);
  if (!rule) throw new Refusal('not-found');
  const result = await materialise(call, rule, await selectExceptions(call.tx, [id]));
  await record(call, {
    action: SCHEDULING_EVENTS.weeklyTimeChanged,
    kind,
    object: ['weekly-time', id],
    data: { practitionerId: rule.practitioner_id, withdrawn: rule.withdrawn_at !== null },
  });
  return { id, version: rule.version, ...result };
}
