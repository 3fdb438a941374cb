import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { LINE_EVENTS, LINE_OUTCOMES, LINE_STATES } from '../rules/line.ts';
import { MIRRORED } from '../rules/line-mirror.ts';
import { LINKING_PARTS, PART_CHECKS } from '../rules/line-parts.ts';
import { MEASURE_KINDS } from '../rules/plan.ts';

const ofCase = z.strictObject({ id: z.uuid() });
const ofLine = z.strictObject({ lineId: z.uuid() });
const day = z.iso.date();
const code = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
const domain = z.string().regex(/^[A-Z][A-Z0-9]{0,5}$/);
const text = (most: number) => z.string().trim().min(1).max(most);
const CHECKS = z.enum([...PART_CHECKS.preparation, ...PART_CHECKS.placement, ...PART_CHECKS.adaptation, ...PART_CHECKS.networking]);

const Part = z.strictObject({ part: z.enum(LINKING_PARTS), on: day, checks: z.array(CHECKS), note: z.string().nullable() });

/** Who offers the service: of the directory, or by name where the directory has none. */
export const Provider = z.strictObject({
  organisationId: z.uuid().nullable(),
  practitionerId: z.uuid().nullable(),
  serviceId: z.uuid().nullable(),
  name: z.string().nullable(),
});

/** Limits of a service, as far as it has any. */
const limits = {
  rhythmDays: z.int().min(1).max(365).nullable(),
  continuous: z.boolean(),
  approvedUnits: z.number().min(0).max(99_999).nullable(),
  usedUnits: z.number().min(0).max(99_999).nullable(),
  validUntil: day.nullable(),
  followUpAppliedOn: day.nullable(),
  followUpNeeded: z.boolean(),
  inpatient: z.boolean(),
  nextStartOn: day.nullable(),
  complementaryWith: z.array(z.uuid()).max(20),
  goalIds: z.array(z.uuid()).max(20),
  domain: domain.nullable(),
};

export const LineView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  caseId: z.uuid(),
  serviceType: code,
  ...limits,
  provider: Provider,
  state: z.enum(LINE_STATES),
  since: day,
  onTrial: z.boolean(),
  mirrors: z.enum(MIRRORED).nullable(),
  mirroredId: z.uuid().nullable(),
  startedOn: day.nullable(),
  endedOn: day.nullable(),
  lastContactOn: day.nullable(),
  outcome: z.enum(LINE_OUTCOMES).nullable(),
  parts: z.array(Part),
  course: z.array(z.strictObject({ state: z.enum(LINE_STATES), on: day, because: z.string().nullable() })),
  /** What can be done with it now by hand. */
  events: z.array(z.enum(LINE_EVENTS)),
});
export type LineView = z.infer<typeof LineView>;

/** A need that somebody sees, from the latest assessment: what lines are looked for. */
const NeedView = z.strictObject({ domain, client: z.string().nullable(), professional: z.string().nullable(), priority: z.boolean() });
const MeasureView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(MEASURE_KINDS),
  text: z.string(),
  status: z.string(),
  domains: z.array(domain),
  goalIds: z.array(z.uuid()),
  lineId: z.uuid().nullable(),
});

/** All service lines of a case, with the needs and measures that ask for one. */
export const listLines = endpoint({
  name: 'cases.listLines',
  method: 'GET',
  path: '/api/cases/:id/lines',
  params: ofCase,
  answer: z.strictObject({
    phase: z.string(),
    open: z.boolean(),
    lines: z.array(LineView),
    needs: z.array(NeedView),
    measures: z.array(MeasureView),
  }),
});

const LineAnswer = z.strictObject({ id: z.uuid(), version: z.int(), state: z.enum(LINE_STATES) });

const wish = {
  provider: Provider.partial().optional(),
  ...Object.fromEntries(Object.entries(limits).map(([key, schema]) => [key, schema.optional()])),
} as { provider: z.ZodOptional<ReturnType<typeof Provider.partial>> } & {
  [Key in keyof typeof limits]: z.ZodOptional<(typeof limits)[Key]>;
};

/** A service is looked for: the line begins as identified. */
export const addLine = endpoint({
  name: 'cases.addLine',
  method: 'POST',
  path: '/api/cases/:id/lines',
  params: ofCase,
  body: z.strictObject({ serviceType: code, measureId: z.uuid().optional(), ...wish }),
  answer: LineAnswer,
  status: 201,
});

/** Provider, goals, rhythm, approval, "different focus": what is known of the service. */
export const changeLine = endpoint({
  name: 'cases.changeLine',
  method: 'PATCH',
  path: '/api/cases/lines/:lineId',
  params: ofLine,
  body: z.strictObject(wish),
  answer: LineAnswer,
  versioned: true,
});

/** One step forward, or to the side (B.3.6). */
export const moveLine = endpoint({
  name: 'cases.moveLine',
  method: 'POST',
  path: '/api/cases/lines/:lineId/move',
  params: ofLine,
  body: z.strictObject({
    event: z.enum(LINE_EVENTS),
    /** When it happened; today unless told. */
    on: day.optional(),
    nextStartOn: day.optional(),
    onTrial: z.boolean().optional(),
    outcome: z.enum(LINE_OUTCOMES).optional(),
    followUpNeeded: z.boolean().optional(),
    because: code.optional(),
  }),
  answer: LineAnswer,
  versioned: true,
});

/** One of the four parts of linking: its day, what was looked at, a note. */
export const recordPart = endpoint({
  name: 'cases.recordPart',
  method: 'PUT',
  path: '/api/cases/lines/:lineId/parts',
  params: ofLine,
  body: z.strictObject({ part: z.enum(LINKING_PARTS), on: day.optional(), checks: z.array(CHECKS).max(4), note: text(2000).nullable() }),
  answer: LineAnswer,
  versioned: true,
});

/** Opens the search for a therapy place from the case, or the one that is open; only what the desk would ask goes with it. */
export const openPlaceSearch = endpoint({
  name: 'cases.openPlaceSearch',
  method: 'POST',
  path: '/api/cases/lines/:lineId/place-search',
  params: ofLine,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), requestId: z.uuid() }),
  status: 201,
});

/** Hands the client over to a practice of Soziotherapie; the line shows the states of its episode from then on. */
export const handToSoziotherapie = endpoint({
  name: 'cases.handToSoziotherapie',
  method: 'POST',
  path: '/api/cases/lines/:lineId/soziotherapie',
  params: ofLine,
  body: z.strictObject({ practiceId: z.uuid(), note: text(600).optional(), waiting: z.boolean().optional() }),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), episodeId: z.uuid() }),
  status: 201,
});

/** What the case may know of the mirrored engagement: status and dates; of a plan only under a release that covers it (C.1). */
export const getMirrored = endpoint({
  name: 'cases.getMirrored',
  method: 'GET',
  path: '/api/cases/lines/:lineId/mirrored',
  params: ofLine,
  answer: z.strictObject({
    request: z
      .strictObject({
        id: z.uuid(),
        state: z.string(),
        practitioner: z.string().nullable(),
        firstAt: z.string().nullable(),
        placedOn: day.nullable(),
        waitingSince: day.nullable(),
        nextStepOn: day.nullable(),
      })
      .nullable(),
    episode: z
      .strictObject({
        state: z.string(),
        since: day,
        practice: z.string(),
        closedOn: day.nullable(),
        /** Null without a live release of the client to this service. */
        summary: z
          .strictObject({ goals: z.array(z.string()), nextReviewOn: day.nullable(), usedHours: z.number(), approvedHours: z.number() })
          .nullable(),
      })
      .nullable(),
  }),
});

/** Of which case and line a search for a therapy place is; for who begins at the search (a task, a link). */
export const getPlaceSearch = endpoint({
  name: 'cases.getPlaceSearch',
  method: 'GET',
  path: '/api/cases/place-searches/:requestId',
  params: z.strictObject({ requestId: z.uuid() }),
  answer: z.strictObject({ caseId: z.uuid(), lineId: z.uuid() }),
});
