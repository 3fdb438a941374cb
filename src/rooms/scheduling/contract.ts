import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { byId, changed, day, id, instant, RHYTHMS, timeOfDay } from '#rooms/directory/contract.ts';
import {
  ABSENCE_KINDS,
  absence,
  appointment,
  BLOCK_REASONS,
  CANCEL_REASONS,
  CANCELLED_HOW,
  CORRECT_REASONS,
  kinds,
  modality,
  STORED_APPOINTMENT_STATES,
  slot,
  slotState,
} from './contract/shapes.ts';
import { EXCUSES, MOST_LATE_MINUTES, MOVED_BY } from './rules/outcome.ts';

export * from './contract/day.ts';
export * from './contract/series.ts';
export {
  ABSENCE_KINDS,
  type Appointment,
  BLOCK_REASONS,
  CANCEL_REASONS,
  CANCELLED_HOW,
  CORRECT_REASONS,
  type Slot,
  STORED_APPOINTMENT_STATES,
  STORED_SLOT_STATES,
} from './contract/shapes.ts';

/** The therapist's own calendar, and every past appointment that still waits for its mark. */
export const myWeek = endpoint({
  name: 'scheduling.myWeek',
  method: 'GET',
  path: '/api/scheduling/my-week',
  query: z.strictObject({ from: day, days: z.coerce.number().int().min(1).max(42).default(7) }),
  answer: z.strictObject({
    from: day,
    days: z.int(),
    slots: z.array(slot),
    appointments: z.array(appointment),
    absences: z.array(absence),
    /** Public holidays of the federal states of the own locations. */
    holidays: z.array(z.strictObject({ day, name: z.string(), states: z.array(z.string()) })),
    toMark: z.array(appointment),
  }),
});

/** Free slots of one therapist as the desk sees them, holds with holder and end. */
export const practitionerSlots = endpoint({
  name: 'scheduling.practitionerSlots',
  method: 'GET',
  path: '/api/scheduling/practitioners/:id/slots',
  params: byId,
  query: z.strictObject({ from: day, days: z.coerce.number().int().min(1).max(84).default(28) }),
  answer: z.strictObject({ slots: z.array(slot) }),
});

const publishing = z.strictObject({
  slots: z
    .array(z.strictObject({ startsAt: instant, minutes: z.int().min(10).max(240) }))
    .min(1)
    .max(60),
  kinds,
  modality: modality.default('in-person'),
  locationId: id.nullable(),
  placeId: id.nullish(),
});
const published = z.strictObject({ ids: z.array(id) });
/** All or nothing; a conflict names the time that stands in the way (`facts.conflict`). */
export const publishSlots = endpoint({
  name: 'scheduling.publishSlots',
  method: 'POST',
  path: '/api/scheduling/slots',
  status: 201,
  body: publishing,
  answer: published,
});
export const coordinatePublish = endpoint({
  name: 'scheduling.coordinatePublish',
  method: 'POST',
  path: '/api/scheduling/desk/practitioners/:id/slots',
  status: 201,
  params: byId,
  body: publishing,
  answer: published,
});

const slotMoved = changed.extend({ state: slotState });
export const blockSlot = endpoint({
  name: 'scheduling.blockSlot',
  method: 'POST',
  path: '/api/scheduling/slots/:id/block',
  versioned: true,
  params: byId,
  body: z.strictObject({ reason: z.enum(BLOCK_REASONS).default('elsewhere') }),
  answer: slotMoved,
});
export const unblockSlot = endpoint({
  name: 'scheduling.unblockSlot',
  method: 'POST',
  path: '/api/scheduling/slots/:id/unblock',
  versioned: true,
  params: byId,
  answer: slotMoved,
});
const withdrawing = z.strictObject({ force: z.boolean().default(false) });
/** A held slot needs `force` (SL8): the hold ends and the desk is told; without it the refusal is `slot-being-offered`. */
export const withdrawSlot = endpoint({
  name: 'scheduling.withdrawSlot',
  method: 'POST',
  path: '/api/scheduling/slots/:id/withdraw',
  versioned: true,
  params: byId,
  body: withdrawing,
  answer: slotMoved,
});
export const coordinateWithdraw = endpoint({
  name: 'scheduling.coordinateWithdraw',
  method: 'POST',
  path: '/api/scheduling/desk/slots/:id/withdraw',
  versioned: true,
  params: byId,
  body: withdrawing,
  answer: slotMoved,
});

const weeklyFields = z.strictObject({
  locationId: id.nullable(),
  placeId: id.nullish(),
  weekday: z.int().min(1).max(7),
  from: timeOfDay,
  to: timeOfDay,
  slotMinutes: z.int().min(10).max(240),
  breakMinutes: z.int().min(0).max(120).default(0),
  /** Even and odd are ISO week numbers. */
  rhythm: z.enum(RHYTHMS).default('weekly'),
  kinds,
  modality: modality.default('in-person'),
  validFrom: day,
  validTo: day.nullish(),
  onHolidays: z.boolean().default(false),
});
const exception = z.strictObject({ id, day, kind: z.enum(['skipped', 'extra']), from: timeOfDay.nullable(), to: timeOfDay.nullable() });
/** Times that could not be published because something stands there already. */
const conflicts = z.array(z.strictObject({ startsAt: instant, endsAt: instant }));
const materialised = changed.extend({ published: z.int(), withdrawn: z.int(), conflicts });

export const myWeeklyTimes = endpoint({
  name: 'scheduling.myWeeklyTimes',
  method: 'GET',
  path: '/api/scheduling/weekly-times',
  answer: z.strictObject({
    weeklyTimes: z.array(
      weeklyFields.extend({ id, version: z.int(), placeId: id.nullable(), validTo: day.nullable(), exceptions: z.array(exception) }),
    ),
  }),
});
export const addWeeklyTime = endpoint({
  name: 'scheduling.addWeeklyTime',
  method: 'POST',
  path: '/api/scheduling/weekly-times',
  status: 201,
  body: weeklyFields,
  answer: materialised,
});
/** Free slots that the rule no longer means go, new ones come; what is held, booked or given elsewhere stays. */
export const changeWeeklyTime = endpoint({
  name: 'scheduling.changeWeeklyTime',
  method: 'PUT',
  path: '/api/scheduling/weekly-times/:id',
  versioned: true,
  params: byId,
  body: weeklyFields,
  answer: materialised,
});
export const withdrawWeeklyTime = endpoint({
  name: 'scheduling.withdrawWeeklyTime',
  method: 'POST',
  path: '/api/scheduling/weekly-times/:id/withdraw',
  versioned: true,
  params: byId,
  answer: materialised,
});
/** One day off, or one extra day (with its own times, else those of the rule), without touching the rule. */
export const addWeeklyException = endpoint({
  name: 'scheduling.addWeeklyException',
  method: 'POST',
  path: '/api/scheduling/weekly-times/:id/exceptions',
  status: 201,
  versioned: true,
  params: byId,
  body: z.strictObject({ day, kind: z.enum(['skipped', 'extra']), from: timeOfDay.nullish(), to: timeOfDay.nullish() }),
  answer: materialised,
});
export const removeWeeklyException = endpoint({
  name: 'scheduling.removeWeeklyException',
  method: 'DELETE',
  path: '/api/scheduling/weekly-times/:id/exceptions/:exceptionId',
  versioned: true,
  params: byId.extend({ exceptionId: id }),
  answer: materialised,
});

/** Whole days unless times are given; both days included, wall clock in Berlin. */
const absenceFields = z.strictObject({
  fromDay: day,
  toDay: day,
  fromTime: timeOfDay.nullish(),
  toTime: timeOfDay.nullish(),
  kind: z.enum(ABSENCE_KINDS),
});
export const previewAbsence = endpoint({
  name: 'scheduling.previewAbsence',
  method: 'POST',
  path: '/api/scheduling/absences/preview',
  body: absenceFields,
  answer: z.strictObject({
    startsAt: instant,
    endsAt: instant,
    /** Stands for exactly what is shown; saving sends it back. */
    hash: z.string(),
    appointments: z.array(appointment),
    held: z.array(slot),
    free: z.array(slot),
    /** Own absences that touch it already. */
    overlapping: z.array(absence),
  }),
});
/** Refuses `absence-preview-old` when something else would be touched than was shown. */
export const saveAbsence = endpoint({
  name: 'scheduling.saveAbsence',
  method: 'POST',
  path: '/api/scheduling/absences',
  status: 201,
  body: absenceFields.extend({ hash: z.string().length(64) }),
  answer: changed.extend({ cancelled: z.int(), blocked: z.int(), withdrawn: z.int() }),
});
/** Slots that it blocked are free again, weekly times come back; cancelled appointments do not. */
export const withdrawAbsence = endpoint({
  name: 'scheduling.withdrawAbsence',
  method: 'POST',
  path: '/api/scheduling/absences/:id/withdraw',
  versioned: true,
  params: byId,
  answer: changed.extend({ freed: z.int(), published: z.int() }),
});

const appointmentMoved = changed.extend({ state: z.enum(STORED_APPOINTMENT_STATES), cancelledHow: z.enum(CANCELLED_HOW).nullable() });
const step = <Body extends z.ZodType = z.ZodUndefined>(name: string, path: string, body?: Body) =>
  endpoint({
    name: `scheduling.${name}`,
    method: 'POST',
    path: `/api/scheduling/${path}`,
    versioned: true,
    params: byId,
    ...(body ? { body } : {}),
    answer: appointmentMoved,
  });
/** With the reason that was given, if one was: a code, never a diagnosis (rule book A.5.2). */
const received = z.strictObject({ receivedAt: instant, excuse: z.enum(EXCUSES).nullish() });
const provider = z.strictObject({ reason: z.enum(CANCEL_REASONS) });
const correction = z.strictObject({
  to: z.enum(['attended', 'no_show', 'cancelled']),
  reason: z.enum(CORRECT_REASONS),
  /** Only with "cancelled": when the cancellation had arrived. */
  receivedAt: instant.nullish(),
});
/** She is busy in another engagement then (`client-busy`), was asked, and wants it all the same. */
const despiteBusy = z.boolean().optional();
/** `by`: at whose wish it is moved. */
const successor = z.strictObject({ slotId: id, slotVersion: z.int(), by: z.enum(MOVED_BY).nullish(), despiteBusy });

export const markAttended = step('markAttended', 'appointments/:id/attended');
/** Came, but so many minutes late: marks it (AP2), or adds the minutes to a mark that stands. */
export const markLate = step('markLate', 'appointments/:id/came-late', z.strictObject({ minutes: z.int().min(1).max(MOST_LATE_MINUTES) }));
/** Why somebody did not come or told late, when it is known later; the fee is looked at again (A.5.3 C10). */
export const noteExcuse = step('noteExcuse', 'appointments/:id/excuse', z.strictObject({ excuse: z.enum(EXCUSES) }));
export const deskNoteExcuse = step('deskNoteExcuse', 'desk/appointments/:id/excuse', z.strictObject({ excuse: z.enum(EXCUSES) }));
export const markNoShow = step('markNoShow', 'appointments/:id/no-show');
export const correctMark = step('correctMark', 'appointments/:id/correct', correction);
export const cancelByProvider = step('cancelByProvider', 'appointments/:id/cancel-by-provider', provider);
export const cancelByPatient = step('cancelByPatient', 'appointments/:id/cancel-by-patient', received);
/** By mutual agreement into one of the own free slots (AP6); answers the successor. */
export const moveAppointment = step('moveAppointment', 'appointments/:id/move', successor);
export const deskCancelByPatient = step('deskCancelByPatient', 'desk/appointments/:id/cancel-by-patient', received);
export const deskMoveAppointment = step('deskMoveAppointment', 'desk/appointments/:id/move', successor);
export const coordinateCancelByProvider = step('coordinateCancelByProvider', 'desk/appointments/:id/cancel-by-provider', provider);
export const coordinateCancelByNetwork = step('coordinateCancelByNetwork', 'desk/appointments/:id/cancel-by-network', provider);
export const coordinateCorrectMark = step('coordinateCorrectMark', 'desk/appointments/:id/correct', correction);

/** A later session of somebody who has an appointment here already: an own free slot is booked without a hold. */
export const addSession = endpoint({
  name: 'scheduling.addSession',
  method: 'POST',
  path: '/api/scheduling/appointments/:id/next',
  status: 201,
  params: byId,
  body: z.strictObject({ slotId: id, slotVersion: z.int(), kind: z.enum(['TRIAL', 'THERAPY', 'GROUP']), despiteBusy }),
  answer: changed,
});

/** The calendar to subscribe to. The secret is answered once, when it is made; making a new one ends the old. */
export const myFeed = endpoint({
  name: 'scheduling.myFeed',
  method: 'GET',
  path: '/api/scheduling/my-feed',
  answer: z.strictObject({ since: instant.nullable() }),
});
export const makeFeed = endpoint({
  name: 'scheduling.makeFeed',
  method: 'POST',
  path: '/api/scheduling/my-feed',
  status: 201,
  answer: z.strictObject({ url: z.string() }),
});
export const revokeFeed = endpoint({
  name: 'scheduling.revokeFeed',
  method: 'DELETE',
  path: '/api/scheduling/my-feed',
  answer: z.strictObject({ revoked: z.int() }),
});
/** For calendar programs: a text of busy and free times, nothing else. */
export const feed = endpoint({
  name: 'scheduling.feed',
  method: 'GET',
  path: '/feed/:file',
  params: z.strictObject({ file: z.string().regex(/^[0-9a-f]{64}\.ics$/) }),
  answer: z.never(),
});
