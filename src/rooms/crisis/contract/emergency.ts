import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { RecordDraft } from './record.ts';
import {
  AlarmLevelShape,
  Answers,
  Because,
  ChannelShape,
  From,
  Id,
  Instant,
  Level,
  NumberRow,
  OnDutyRow,
  Opener,
  ReceiverShape,
  StageShape,
  StateShape,
  Step,
} from './shapes.ts';

/** What most commands answer. `next`: what this person may do now. */
const Moved = z.strictObject({ id: z.uuid(), version: z.int(), state: StateShape, level: AlarmLevelShape, next: z.array(Step) });
const reason = z.string().trim().min(5).max(500);

/** The clock as the server sees it. The browser counts from `now` and never decides by its own. */
const ClockShape = z.strictObject({
  now: Instant,
  from: Instant,
  /** When somebody must have acknowledged; null: nobody is waited for. */
  deadlineAt: Instant.nullable(),
  acknowledgeSeconds: z.int(),
  escalation: z.int(),
  /** How often somebody was alarmed. */
  alarms: z.int(),
  /** Who is alarmed with the next deadline, with names as the roster stands now. */
  next: z.strictObject({ at: Instant, to: StageShape, names: z.array(z.string()) }).nullable(),
});

const Page = z.strictObject({
  accountId: z.uuid(),
  name: z.string(),
  place: z.string(),
  channel: ChannelShape,
  state: z.enum(['queued', 'sent', 'failed', 'seen']),
  at: Instant,
  failure: z.string().nullable(),
});

/** A line of the protocol. `kind` and `facts` are codes; the words stand with the web app. */
export const EntryRow = z.strictObject({
  id: z.uuid(),
  at: Instant,
  byName: z.string().nullable(),
  kind: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  note: z.string().nullable(),
});
export type EntryRow = z.infer<typeof EntryRow>;

export const EmergencyRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: StateShape,
  level: AlarmLevelShape,
  highestLevel: AlarmLevelShape,
  drill: z.boolean(),
  /** Name, or what the person is called; null for a caller without a name. */
  person: z.string().nullable(),
  phone: z.string().nullable(),
  requestId: z.uuid().nullable(),
  raisedAt: Instant,
  raisedByName: z.string().nullable(),
  raisedFrom: From,
  deadlineAt: Instant.nullable(),
  escalation: z.int(),
  acknowledgedAt: Instant.nullable(),
  acknowledgedByName: z.string().nullable(),
  closedAt: Instant.nullable(),
  closedBecause: Because.nullable(),
  reviewDueAt: Instant.nullable(),
  reviewedAt: Instant.nullable(),
});
export type EmergencyRow = z.infer<typeof EmergencyRow>;

/** One emergency with all that somebody who helps needs on one screen. */
export const EmergencyView = EmergencyRow.extend({
  personId: z.uuid(),
  birthDate: z.string().nullable(),
  address: z.string().nullable(),
  appointmentId: z.uuid().nullable(),
  clock: ClockShape,
  /** RED without a call to 112 so far: the prompt stays until `crisis.call112` or the hand-over. */
  prompt112: z.boolean(),
  called112At: Instant.nullable(),
  /** On the roster now, in order; empty: nobody, the fallback numbers hold. */
  onDuty: z.array(OnDutyRow),
  pages: z.array(Page),
  inContactAt: Instant.nullable(),
  scriptVersion: z.string().nullable(),
  opener: Opener.nullable(),
  answers: Answers,
  marks: z.array(z.string()),
  /** Nothing more is asked: open questions count as unanswered. */
  scriptFinished: z.boolean(),
  handedOverAt: Instant.nullable(),
  handedOverByName: z.string().nullable(),
  record: RecordDraft.nullable(),
  /** Fields that the record still needs for its receiver, as pointers. */
  recordMissing: z.array(z.strictObject({ pointer: z.string(), code: z.string() })),
  inquiries: z.int(),
  closedByName: z.string().nullable(),
  /** Reason of closing, with what was agreed next. */
  closedReason: z.string().nullable(),
  nextStep: z.string().nullable(),
  callBackAt: Instant.nullable(),
  /** The duty psychologist lets the booking that waited go on. */
  bookingMayContinue: z.boolean(),
  followUpDueAt: Instant.nullable(),
  reviewedByName: z.string().nullable(),
  reviewNote: z.string().nullable(),
  entries: z.array(EntryRow),
  numbers: z.array(NumberRow),
  /** What the reader may do now. */
  next: z.array(Step),
});
export type EmergencyView = z.infer<typeof EmergencyView>;

/**
 * EM1. From the script: the server computes the level from the answers; GREEN raises nothing and answers `id: null` (it is noted with the
 * request). From the button: ORANGE, or the level told if that is higher. With a request, a person, or neither: then a person without
 * a name begins, and phone and place are kept with it. A request that has an open emergency already answers that one, raised higher
 * where the answers say so.
 */
export const raise = endpoint({
  name: 'crisis.raise',
  method: 'POST',
  path: '/api/crisis/emergencies',
  body: z.strictObject({
    from: z.enum(['script', 'button']),
    requestId: z.uuid().optional(),
    personId: z.uuid().optional(),
    drill: z.boolean().default(false),
    level: AlarmLevelShape.optional(),
    phone: z.string().trim().max(40).optional(),
    place: z.string().trim().max(120).optional(),
    note: z.string().trim().max(500).optional(),
    script: z
      .strictObject({
        scriptVersion: z.string().max(20),
        opener: Opener,
        answers: Answers.default({}),
        marks: z.array(z.string().max(30)).max(6).default([]),
        finished: z.boolean().default(false),
      })
      .optional(),
  }),
  answer: z.strictObject({
    id: z.uuid().nullable(),
    version: z.int().nullable(),
    level: Level,
    state: StateShape.nullable(),
    next: z.array(Step),
  }),
  status: 201,
});

/** What is open, the most urgent first, as far as the reader has to do with it; the banner of every screen. */
export const listOpen = endpoint({
  name: 'crisis.listOpen',
  method: 'GET',
  path: '/api/crisis/emergencies',
  answer: z.strictObject({ now: Instant, emergencies: z.array(EmergencyRow) }),
});

/** What was closed in the last 30 days and may still be read, and what waits for the review. */
export const listRecent = endpoint({
  name: 'crisis.listRecent',
  method: 'GET',
  path: '/api/crisis/emergencies/recent',
  answer: z.strictObject({ now: Instant, emergencies: z.array(EmergencyRow) }),
});

export const getEmergency = endpoint({
  name: 'crisis.getEmergency',
  method: 'GET',
  path: '/api/crisis/emergencies/:id',
  params: Id,
  answer: EmergencyView,
  versioned: true,
});

/** One answer, or a mark that is ticked or taken back. The level follows at once, upwards only. */
export const answerQuestion = endpoint({
  name: 'crisis.answerQuestion',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/answers',
  params: Id,
  body: z.union([
    z.strictObject({ question: z.string().max(8), answer: z.string().max(40) }),
    z.strictObject({ mark: z.string().max(30), set: z.boolean() }),
    z.strictObject({ finished: z.literal(true) }),
  ]),
  answer: Moved,
});

export const raiseLevel = endpoint({
  name: 'crisis.raiseLevel',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/raise-level',
  params: Id,
  body: z.strictObject({ level: AlarmLevelShape }),
  answer: Moved,
});

/** Only by the duty psychologist, with a reason. */
export const lowerLevel = endpoint({
  name: 'crisis.lowerLevel',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/lower-level',
  params: Id,
  body: z.strictObject({ level: AlarmLevelShape, reason }),
  answer: Moved,
  versioned: true,
});

export const addNote = endpoint({
  name: 'crisis.addNote',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/notes',
  params: Id,
  body: z.strictObject({ note: z.string().trim().min(1).max(500) }),
  answer: Moved,
});

/** Number and place of a caller without a request, as they become known. */
export const saveCaller = endpoint({
  name: 'crisis.saveCaller',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/caller',
  params: Id,
  body: z.strictObject({
    called: z.string().trim().max(80).nullable().optional(),
    phone: z.string().trim().max(40).nullable().optional(),
    street: z.string().trim().max(120).nullable().optional(),
    place: z.string().trim().max(80).nullable().optional(),
  }),
  answer: Moved,
});

const plain = (verb: string, path: string) =>
  endpoint({
    name: `crisis.${verb}`,
    method: 'POST',
    path: `/api/crisis/emergencies/:id/${path}`,
    params: Id,
    body: z.strictObject({}),
    answer: Moved,
  });
/** EM2. Two at once: one has it, the other is told who. */
export const acknowledge = plain('acknowledge', 'acknowledge');
/** EM4 */
export const speak = plain('speak', 'speak');
/** Alarms everybody again who was alarmed so far. */
export const pageAgain = plain('pageAgain', 'page-again');
/** Alarms the next of the roster now; the clock keeps its deadline. */
export const pageNext = plain('pageNext', 'page-next');
/** 112 was called: by whom and when stands in the protocol. */
export const call112 = plain('call112', 'called-112');
/** The reader has the emergency on the screen: her alarms count as seen. */
export const markSeen = plain('markSeen', 'seen');
/** EM7: asked the receiver once more, no answer so far. */
export const inquire = plain('inquire', 'inquiries');

/** Writes the record down as far as it is known; nothing is required. */
export const saveRecord = endpoint({
  name: 'crisis.saveRecord',
  method: 'PUT',
  path: '/api/crisis/emergencies/:id/record',
  params: Id,
  body: RecordDraft,
  answer: Moved.extend({ missing: z.array(z.strictObject({ pointer: z.string(), code: z.string() })) }),
  versioned: true,
});

/**
 * EM5, with the record as it was saved. The desk may hand over to 112 at RED. `bookingMayContinue`: the duty psychologist lets the
 * waiting booking go on; from others it changes nothing.
 */
export const handOver = endpoint({
  name: 'crisis.handOver',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/hand-over',
  params: Id,
  body: z.strictObject({ to: ReceiverShape, bookingMayContinue: z.boolean().default(false) }),
  answer: Moved,
  versioned: true,
});

/** EM6 */
export const deescalate = endpoint({
  name: 'crisis.deescalate',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/de-escalate',
  params: Id,
  body: z.strictObject({
    reason,
    nextStep: z.string().trim().min(3).max(300),
    callBackAt: Instant,
    bookingMayContinue: z.boolean().default(true),
  }),
  answer: Moved,
  versioned: true,
});

/** EM7; "unknown" only after two inquiries. */
export const confirmOutcome = endpoint({
  name: 'crisis.confirmOutcome',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/outcome',
  params: Id,
  body: z.strictObject({ outcome: z.enum(['confirmed', 'unknown']), note: reason }),
  answer: Moved,
  versioned: true,
});

/** EM8 */
export const falseAlarm = endpoint({
  name: 'crisis.falseAlarm',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/false-alarm',
  params: Id,
  body: z.strictObject({ reason }),
  answer: Moved,
  versioned: true,
});

/** The clinical lead looks at a closed emergency again. */
export const review = endpoint({
  name: 'crisis.review',
  method: 'POST',
  path: '/api/crisis/emergencies/:id/review',
  params: Id,
  body: z.strictObject({ note: reason }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});
