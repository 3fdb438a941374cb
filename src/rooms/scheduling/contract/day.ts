import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { day, id, instant } from '#rooms/directory/contract.ts';
import { OUTCOMES } from '../rules/outcome.ts';
import { appointment, slot } from './shapes.ts';

/**
 * The network's days as the desk sees them: the appointments of its own requests with initials, and everybody's free and held times.
 * What else a therapist has stays hers.
 */
export const networkDays = endpoint({
  name: 'scheduling.networkDays',
  method: 'GET',
  path: '/api/scheduling/desk/days',
  query: z.strictObject({ from: day, days: z.coerce.number().int().min(1).max(14).default(7), practitionerId: id.nullish() }),
  answer: z.strictObject({
    from: day,
    days: z.int(),
    practitioners: z.array(z.strictObject({ id, name: z.string(), title: z.string().nullable() })),
    appointments: z.array(appointment.extend({ practitionerId: id })),
    slots: z.array(slot.extend({ practitionerId: id })),
  }),
});

/** What is printed: a row for each appointment, no more of the person than the day needs. */
const dayListRow = z.strictObject({
  appointmentId: id,
  startsAt: instant,
  endsAt: instant,
  /** As in the rest of the product: initials for the desk's list, the name where it is the therapist's own client. */
  who: z.string(),
  kind: z.string(),
  modality: z.string(),
  isFirst: z.boolean(),
  practitioner: z.string(),
  where: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  interpreter: z.boolean(),
});
const list = z.strictObject({ from: day, days: z.int(), rows: z.array(dayListRow), absences: z.int() });
const range = z.strictObject({ from: day, days: z.coerce.number().int().min(1).max(7).default(1) });

export const myDayList = endpoint({
  name: 'scheduling.myDayList',
  method: 'GET',
  path: '/api/scheduling/my-day-list',
  query: range,
  answer: list,
});
export const myDayListPdf = endpoint({
  name: 'scheduling.myDayListPdf',
  method: 'GET',
  path: '/api/scheduling/my-day-list.pdf',
  query: range.extend({ language: z.enum(['de', 'en']).default('de') }),
  answer: z.never(),
});
/** All first appointments of the day across the network. */
export const deskDayList = endpoint({
  name: 'scheduling.deskDayList',
  method: 'GET',
  path: '/api/scheduling/desk/day-list',
  query: range,
  answer: list,
});
export const deskDayListPdf = endpoint({
  name: 'scheduling.deskDayListPdf',
  method: 'GET',
  path: '/api/scheduling/desk/day-list.pdf',
  query: range.extend({ language: z.enum(['de', 'en']).default('de') }),
  answer: z.never(),
});
