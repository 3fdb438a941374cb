import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { CHANNELS, FORMS, TEMPLATE_NAMES, TEXT_LANGUAGES } from './rules/kinds.ts';

const id = z.uuid();
const byId = z.strictObject({ id });
const done = z.strictObject({ id });

export const MessageRow = z.strictObject({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  template: z.string(),
  state: z.enum(['queued', 'sent', 'printed', 'failed', 'cancelled']),
  dueAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
  attempts: z.int(),
});
export type MessageRow = z.infer<typeof MessageRow>;

/** What was sent for one cause (a request): states only, no texts. */
export const listMessages = endpoint({
  name: 'messages.list',
  method: 'GET',
  path: '/api/messages',
  query: z.strictObject({ cause: z.uuid() }),
  answer: z.strictObject({ messages: z.array(MessageRow) }),
});

const Trouble = MessageRow.extend({
  causeKind: z.string(),
  causeId: z.uuid(),
  person: z.string().nullable(),
  /** To call, where writing failed. */
  phone: z.string().nullable(),
  /** The print run in which the letter lies. */
  runId: z.uuid().nullable(),
  /** A failure notice came back after it had been handed over. */
  bouncedAt: z.iso.datetime().nullable(),
});
export type Trouble = z.infer<typeof Trouble>;

const Stopped = z.strictObject({
  id: z.uuid(),
  personId: z.uuid(),
  person: z.string().nullable(),
  channel: z.enum(CHANNELS),
  because: z.enum(['opt-out', 'bounced', 'wrong-person', 'safe-contact']),
  scope: z.enum(['all', 'reminders']),
  at: z.iso.datetime(),
});
export type Stopped = z.infer<typeof Stopped>;

/** Letters that wait for the printer, messages that failed, channels that are closed. */
export const listTroubles = endpoint({
  name: 'messages.troubles',
  method: 'GET',
  path: '/api/messages/troubles',
  answer: z.strictObject({ letters: z.array(Trouble), failed: z.array(Trouble), stopped: z.array(Stopped) }),
});

/** The letter was printed and put into the post. */
export const markPrinted = endpoint({
  name: 'messages.markPrinted',
  method: 'POST',
  path: '/api/messages/:id/printed',
  params: byId,
  body: z.strictObject({}),
  answer: done,
});

/** Tries a failed message again. */
export const tryAgain = endpoint({
  name: 'messages.tryAgain',
  method: 'POST',
  path: '/api/messages/:id/again',
  params: byId,
  body: z.strictObject({}),
  answer: done,
});

/** Somebody has called instead, or it no longer matters. */
export const settleFailed = endpoint({
  name: 'messages.settleFailed',
  method: 'POST',
  path: '/api/messages/:id/settled',
  params: byId,
  body: z.strictObject({}),
  answer: done,
});

const PrintRun = z.strictObject({
  id: z.uuid(),
  at: z.iso.datetime(),
  by: z.string().nullable(),
  letters: z.int(),
  printedAt: z.iso.datetime().nullable(),
  withdrawnAt: z.iso.datetime().nullable(),
  /** Letters of it that were taken back while it lay at the printer: their appointment was moved or cancelled. */
  takenBack: z.int(),
});
export type PrintRun = z.infer<typeof PrintRun>;

export const listRuns = endpoint({
  name: 'messages.runs',
  method: 'GET',
  path: '/api/messages/print-runs',
  answer: z.strictObject({ runs: z.array(PrintRun) }),
});

/** Puts waiting letters into one run; one that another desk has just taken refuses the whole. */
export const startRun = endpoint({
  name: 'messages.startRun',
  method: 'POST',
  path: '/api/messages/print-runs',
  status: 201,
  body: z.strictObject({ letters: z.array(id).min(1).max(200) }),
  answer: z.strictObject({ id, letters: z.int() }),
});

/** All letters of a run in one accessible PDF. */
export const runFile = endpoint({
  name: 'messages.runFile',
  method: 'GET',
  path: '/api/messages/print-runs/:id/letters.pdf',
  params: byId,
  answer: z.never(),
});

/** They lie in the post. */
export const finishRun = endpoint({
  name: 'messages.finishRun',
  method: 'POST',
  path: '/api/messages/print-runs/:id/posted',
  params: byId,
  body: z.strictObject({}),
  answer: z.strictObject({ printed: z.array(id), takenBack: z.array(id) }),
});

/** Jam: all of them wait again. */
export const withdrawRun = endpoint({
  name: 'messages.withdrawRun',
  method: 'POST',
  path: '/api/messages/print-runs/:id/withdraw',
  params: byId,
  body: z.strictObject({}),
  answer: done,
});

/** The person said or wrote "STOP". */
export const stopChannel = endpoint({
  name: 'messages.stopChannel',
  method: 'POST',
  path: '/api/messages/persons/:id/stops',
  status: 201,
  params: byId,
  body: z.strictObject({ channel: z.enum(CHANNELS), scope: z.enum(['all', 'reminders']) }),
  answer: done,
});

/** Opens a channel again. */
export const openChannel = endpoint({
  name: 'messages.openChannel',
  method: 'POST',
  path: '/api/messages/stops/:id/end',
  params: byId,
  body: z.strictObject({}),
  answer: done,
});

/** What is closed for one person. */
export const listStops = endpoint({
  name: 'messages.stops',
  method: 'GET',
  path: '/api/messages/persons/:id/stops',
  params: byId,
  answer: z.strictObject({ stopped: z.array(Stopped.omit({ person: true })) }),
});

const Version = z.strictObject({
  version: z.int(),
  body: z.string(),
  validFrom: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().nullable(),
});

const Text = z.strictObject({
  name: z.enum(TEMPLATE_NAMES),
  form: z.enum(FORMS),
  placeholders: z.array(z.string()),
  /** Whether the wording must be free of telling words. */
  neutral: z.boolean(),
  reminder: z.boolean(),
  wordings: z.array(
    z.strictObject({
      language: z.enum(TEXT_LANGUAGES),
      /** Null: not worded in this language; sent in German unless the network words it. */
      shipped: z.string().nullable(),
      own: z.string().nullable(),
      version: z.int(),
      history: z.array(Version),
    }),
  ),
});
export type Text = z.infer<typeof Text>;

const byText = z.strictObject({ name: z.enum(TEMPLATE_NAMES), form: z.enum(FORMS), language: z.enum(TEXT_LANGUAGES) });

export const TextChange = z.strictObject({ body: z.string().max(4000) });
export type TextChange = z.infer<typeof TextChange>;

export const listTexts = endpoint({
  name: 'messages.texts',
  method: 'GET',
  path: '/api/messages/texts',
  answer: z.strictObject({ texts: z.array(Text) }),
});

export const changeText = endpoint({
  name: 'messages.changeText',
  method: 'PUT',
  path: '/api/messages/texts/:name/:form/:language',
  versioned: true,
  params: byText,
  body: TextChange,
  answer: z.strictObject({ version: z.int() }),
});

/** Back to the shipped wording. */
export const withdrawText = endpoint({
  name: 'messages.withdrawText',
  method: 'POST',
  path: '/api/messages/texts/:name/:form/:language/withdraw',
  versioned: true,
  params: byText,
  body: z.strictObject({}),
  answer: z.strictObject({ version: z.int() }),
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** When nobody is written to by a timer. */
export const QuietHours = z.strictObject({ from: timeOfDay, until: timeOfDay, restDays: z.boolean() });

export const getQuietHours = endpoint({
  name: 'messages.quietHours',
  method: 'GET',
  path: '/api/messages/quiet-hours',
  answer: QuietHours,
});

/** Holds for reminders that are made from now on; those in the queue keep their time. */
export const changeQuietHours = endpoint({
  name: 'messages.changeQuietHours',
  method: 'PUT',
  path: '/api/messages/quiet-hours',
  body: QuietHours,
  answer: z.strictObject({ at: z.string() }),
});
