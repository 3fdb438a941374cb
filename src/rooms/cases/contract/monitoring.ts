import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { EVIDENCE_KINDS, FINDING_RULES, SEVERITIES } from '../rules/findings/kinds.ts';
import { LINE_STATES } from '../rules/line.ts';
import { BARRIERS, CONTACT_KINDS, ENTRY_FITS, ENTRY_SOURCES, LIGHTS, REVIEW_OUTCOMES, WITH_WHOM } from '../rules/monitoring.ts';

const Day = z.iso.date();
const OfCase = z.strictObject({ id: z.uuid() });
const text = (most: number) => z.string().trim().max(most);
const units = z.number().min(0).max(99_999);

export const EvidenceShape = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS),
  id: z.string(),
  on: Day.optional(),
  code: z.string().optional(),
  amount: z.number().optional(),
  /** What the reader calls it (a provider, a goal in the client's words); opened for who may read the case. */
  name: z.string().optional(),
});

export const FindingView = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  rule: z.enum(FINDING_RULES),
  subject: z.string(),
  severity: z.enum(SEVERITIES),
  since: Day,
  evidence: z.array(EvidenceShape),
  /** Hidden through this day; null where it is not snoozed, or not any more. */
  snoozedUntil: Day.nullable(),
  snoozeReason: z.string().nullable(),
});
export type FindingView = z.infer<typeof FindingView>;

export const ContactView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(CONTACT_KINDS),
  withWhom: z.enum(WITH_WHOM),
  at: z.string(),
  onDay: Day,
  minutes: z.int().nullable(),
  reached: z.boolean(),
  summary: z.string(),
  nextStep: z.string(),
  nextOn: Day.nullable(),
  lineId: z.uuid().nullable(),
  byName: z.string().nullable(),
  /** The older row that this one corrects; corrected ones stand beneath. */
  amendsId: z.uuid().nullable(),
  amended: z.boolean(),
});
export type ContactView = z.infer<typeof ContactView>;

export const EntryView = z.strictObject({
  id: z.uuid(),
  onDay: Day,
  source: z.enum(ENTRY_SOURCES),
  lineId: z.uuid().nullable(),
  goalId: z.uuid().nullable(),
  unitsPlanned: z.number().nullable(),
  unitsDelivered: z.number().nullable(),
  attended: z.int().nullable(),
  fits: z.enum(ENTRY_FITS).nullable(),
  satisfaction: z.int().nullable(),
  barrier: z.string().nullable(),
  nextOn: Day.nullable(),
  note: z.string(),
  byName: z.string().nullable(),
});
export type EntryView = z.infer<typeof EntryView>;

/** A traffic light with what it rests on (B.3.8); the colour is always said in words, too. */
export const LightView = z.strictObject({
  colour: z.enum(LIGHTS),
  /** Why: codes of rules/light.ts. */
  because: z.array(z.string()),
  /** Delivered of planned, unrounded, 0 to …; null where nothing was planned. */
  share: z.number().nullable(),
  planned: z.number().nullable(),
  delivered: z.number().nullable(),
  fits: z.enum(ENTRY_FITS).nullable(),
  lastContactOn: Day.nullable(),
  /** The first day on which it counts as silent; null without a rhythm. */
  silentFrom: Day.nullable(),
});
export type LightView = z.infer<typeof LightView>;

export const MonitoredLine = z.strictObject({
  id: z.uuid(),
  serviceType: z.string(),
  provider: z.string().nullable(),
  state: z.enum(LINE_STATES),
  startedOn: Day.nullable(),
  rhythmDays: z.int().nullable(),
  approvedUnits: z.number().nullable(),
  usedUnits: z.number().nullable(),
  validUntil: Day.nullable(),
  /** Null: nothing to judge yet, or the service does not run. */
  light: LightView.nullable(),
  mirrored: z.boolean(),
});
export type MonitoredLine = z.infer<typeof MonitoredLine>;

export const getMonitoring = endpoint({
  name: 'cases.getMonitoring',
  method: 'GET',
  path: '/api/cases/:id/monitoring',
  params: OfCase,
  answer: z.strictObject({
    today: Day,
    mayWrite: z.boolean(),
    phase: z.string(),
    intensity: z.enum(['A', 'B', 'C', 'D']),
    openedOn: Day,
    rhythm: z.strictObject({ days: z.int(), graceDays: z.int() }),
    lastReachedOn: Day.nullable(),
    /** When the next contact is due by the rhythm, and the last day on which it is in time. Null while the case rests or is over. */
    contact: z.strictObject({ dueOn: Day, until: Day, overdue: z.boolean() }).nullable(),
    review: z.strictObject({ lastOn: Day.nullable(), dueOn: Day.nullable(), overdue: z.boolean(), everyDays: z.int() }),
    findings: z.array(FindingView),
    lines: z.array(MonitoredLine),
    goals: z.array(z.strictObject({ id: z.uuid(), text: z.string(), status: z.string() })),
    contacts: z.array(ContactView),
    entries: z.array(EntryView),
    reviews: z.array(
      z.strictObject({
        id: z.uuid(),
        reviewedOn: Day,
        outcome: z.enum(REVIEW_OUTCOMES),
        withClient: z.boolean(),
        note: z.string(),
        byName: z.string().nullable(),
      }),
    ),
    stays: z.array(z.strictObject({ id: z.uuid(), admittedOn: Day, dischargedOn: Day.nullable(), followUpNeeded: z.boolean() })),
  }),
});
export type Monitoring = z.infer<(typeof getMonitoring)['answer']>;

const Written = z.strictObject({ id: z.uuid() });

/** Writes a contact: two minutes at most. `amendsId` corrects an older one by a new row; the old one stays. */
export const recordContact = endpoint({
  name: 'cases.recordContact',
  method: 'POST',
  path: '/api/cases/:id/contacts',
  status: 201,
  params: OfCase,
  body: z.strictObject({
    kind: z.enum(CONTACT_KINDS),
    withWhom: z.enum(WITH_WHOM),
    /** Wall-clock time in Berlin; now, where nothing is said. */
    onDay: Day.optional(),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    minutes: z.int().min(1).max(600).nullable(),
    reached: z.boolean(),
    summary: text(500),
    nextStep: text(200),
    nextOn: Day.nullable(),
    lineId: z.uuid().nullable(),
    amendsId: z.uuid().nullable(),
  }),
  answer: Written,
});

export const recordEntry = endpoint({
  name: 'cases.recordMonitoringEntry',
  method: 'POST',
  path: '/api/cases/:id/monitoring-entries',
  status: 201,
  params: OfCase,
  body: z.strictObject({
    onDay: Day,
    source: z.enum(ENTRY_SOURCES),
    lineId: z.uuid().nullable(),
    goalId: z.uuid().nullable(),
    unitsPlanned: units.nullable(),
    unitsDelivered: units.nullable(),
    attended: z.int().min(0).max(999).nullable(),
    fits: z.enum(ENTRY_FITS).nullable(),
    satisfaction: z.int().min(0).max(10).nullable(),
    barrier: z.enum(BARRIERS).nullable(),
    nextOn: Day.nullable(),
    note: text(500),
  }),
  answer: Written,
});

/** Holds a review of the plan; the answer names the step that its outcome leads to. */
export const holdReview = endpoint({
  name: 'cases.holdReview',
  method: 'POST',
  path: '/api/cases/:id/reviews',
  status: 201,
  params: OfCase,
  body: z.strictObject({ reviewedOn: Day, outcome: z.enum(REVIEW_OUTCOMES), withClient: z.boolean(), note: text(2000) }),
  answer: z.strictObject({ id: z.uuid(), nextDueOn: Day.nullable(), leadsTo: z.string().nullable() }),
});

export const recordStay = endpoint({
  name: 'cases.recordHospitalStay',
  method: 'POST',
  path: '/api/cases/:id/hospital-stays',
  status: 201,
  params: OfCase,
  body: z.strictObject({ admittedOn: Day, dischargedOn: Day.nullable(), followUpNeeded: z.boolean() }),
  answer: Written,
});

/** Says when somebody came out, or that no follow-up is needed after all. */
export const changeStay = endpoint({
  name: 'cases.changeHospitalStay',
  method: 'POST',
  path: '/api/cases/hospital-stays/:id',
  params: OfCase,
  body: z.strictObject({ dischargedOn: Day.nullable(), followUpNeeded: z.boolean() }),
  answer: Written,
});

/** Hides a finding through a day, with the reason; it keeps its since. A day of null brings it back. */
export const snoozeFinding = endpoint({
  name: 'cases.snoozeFinding',
  method: 'POST',
  path: '/api/cases/findings/:id/snooze',
  params: OfCase,
  versioned: true,
  body: z.strictObject({ until: Day.nullable(), reason: text(300) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
});
