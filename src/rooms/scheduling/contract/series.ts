import { z } from 'zod';
import { MODALITIES } from '#kernel/codes.ts';
import { endpoint } from '#kernel/endpoint.ts';
import { byId, day, id, instant, timeOfDay } from '#rooms/directory/contract.ts';
import { EXCUSES, MOVED_BY } from '../rules/outcome.ts';
import { SERIES_KINDS, SERIES_LIMITS, SERIES_RHYTHMS, SERIES_VERDICTS } from '../rules/series.ts';
import { appointment, CANCEL_REASONS } from './shapes.ts';

/** Several sessions as they are said: from when, how often, how many. Times are those of a clock in Berlin. */
const planFields = z.strictObject({
  rhythm: z.enum(SERIES_RHYTHMS),
  firstDay: day,
  time: timeOfDay,
  /** The other day of the week with "twice-weekly". */
  second: z.strictObject({ weekday: z.int().min(1).max(7), time: timeOfDay }).nullish(),
  minutes: z.int().min(10).max(240),
  count: z.int().min(1).max(SERIES_LIMITS.most),
  kind: z.enum(SERIES_KINDS),
  modality: z.enum(MODALITIES).nullish(),
  locationId: id.nullish(),
});
/** Which sessions of a series the new dates take the place of: this one and all after it. */
const replacing = z.strictObject({ seriesId: id, fromAppointmentId: id });

const judged = z.strictObject({
  day,
  startsAt: instant,
  endsAt: instant,
  verdict: z.enum(SERIES_VERDICTS),
  holiday: z.string().nullable(),
  overlapOf: z.enum(['own', 'client']).nullable(),
  /** So many own free times are used up. */
  usesFree: z.int(),
  suggestion: z.strictObject({ startsAt: instant, endsAt: instant }).nullable(),
});

/** Every date with what stands in its way; changes nothing. `dates` asks about dates that were moved by hand, too. */
export const previewSeries = endpoint({
  name: 'scheduling.previewSeries',
  method: 'POST',
  path: '/api/scheduling/appointments/:id/series/preview',
  params: byId,
  body: planFields.extend({ replaces: replacing.nullish(), dates: z.array(instant).max(SERIES_LIMITS.most).default([]) }),
  answer: z.strictObject({ dates: z.array(judged), moved: z.array(judged) }),
});

const chosen = z.array(instant).min(1).max(SERIES_LIMITS.most);
/** All of the chosen dates or none. A conflict names the date that stands in the way (`facts.conflict`). */
export const makeSeries = endpoint({
  name: 'scheduling.makeSeries',
  method: 'POST',
  path: '/api/scheduling/appointments/:id/series',
  status: 201,
  params: byId,
  body: planFields.extend({ dates: chosen }),
  answer: z.strictObject({ id, made: z.int() }),
});

const series = z.strictObject({
  id,
  rhythm: z.enum(SERIES_RHYTHMS),
  kind: z.string(),
  wanted: z.int(),
  made: z.int(),
  startsAt: instant,
  madeAt: instant,
  endedAt: instant.nullable(),
  members: z.array(appointment),
});
export type Series = z.output<typeof series>;
export const getSeries = endpoint({
  name: 'scheduling.getSeries',
  method: 'GET',
  path: '/api/scheduling/series/:id',
  params: byId,
  answer: series,
});

/** The rest from one session on gets new dates (AP6 for each). `remaining`: how many sessions were seen, so that nothing unseen is moved. */
export const changeSeries = endpoint({
  name: 'scheduling.changeSeries',
  method: 'POST',
  path: '/api/scheduling/series/:id/change',
  params: byId,
  body: planFields.extend({ fromAppointmentId: id, remaining: z.int().min(1), dates: chosen, by: z.enum(MOVED_BY) }),
  answer: z.strictObject({ id, moved: z.int(), made: z.int(), gone: z.int() }),
});

/** All sessions from one on are cancelled: at the client's wish (AP4) or by the practice (AP5). */
export const endSeries = endpoint({
  name: 'scheduling.endSeries',
  method: 'POST',
  path: '/api/scheduling/series/:id/end',
  params: byId,
  body: z.strictObject({
    fromAppointmentId: id,
    remaining: z.int().min(1),
    by: z.enum(['client', 'therapist']),
    receivedAt: instant.nullish(),
    excuse: z.enum(EXCUSES).nullish(),
    reason: z.enum(CANCEL_REASONS).default('other'),
  }),
  answer: z.strictObject({ id, cancelled: z.int() }),
});
