import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';

export const MessageRow = z.strictObject({
  id: z.uuid(),
  channel: z.enum(['email', 'letter', 'sms']),
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

/** Letters that wait for the printer, and messages that failed. */
export const listTroubles = endpoint({
  name: 'messages.troubles',
  method: 'GET',
  path: '/api/messages/troubles',
  answer: z.strictObject({
    letters: z.array(MessageRow.extend({ causeId: z.uuid(), person: z.string().nullable() })),
    failed: z.array(MessageRow.extend({ causeId: z.uuid(), person: z.string().nullable() })),
  }),
});

/** The letter was printed and put into the post. */
export const markPrinted = endpoint({
  name: 'messages.markPrinted',
  method: 'POST',
  path: '/api/messages/:id/printed',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});

/** Tries a failed message again. */
export const tryAgain = endpoint({
  name: 'messages.tryAgain',
  method: 'POST',
  path: '/api/messages/:id/again',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});
