import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Channel, TemplateName, TextLanguage } from '../rules/kinds.ts';
import type { MessageRecord } from '../store.ts';

/** What is sealed of a message. */
export interface Content {
  /** Where it goes, only where it was said so expressly; otherwise the person's address at the time of the hand-over. */
  to?: string;
  text: string;
  appointment?: { id: string; start: string; end: string };
  /** What `queueText` was asked for, to ask again for another channel. */
  wish?: {
    template: TemplateName;
    data: Record<string, { at: string } | { day: string } | { text: string } | null>;
    language: TextLanguage;
  };
}

export interface SealedMessage {
  personId: string;
  channel: Channel;
  template: string;
  templateVersion?: number | null;
  language: TextLanguage;
  content: Content;
  cause: [kind: string, id: string];
  dueAt?: Temporal.Instant;
  onlyWhileAt?: Temporal.Instant;
  attachment?: 'confirmation-pdf';
  /** No channel is open: it stands as failed from the beginning. */
  failure?: string;
}

const sealedPlace = (row: string) => ({ table: 'messages.message', column: 'sealed', row });

/** Writes a message, sealed with the key of its person. */
export async function sealMessage(call: Call, message: SealedMessage): Promise<string> {
  const id = call.newId();
  const sealed = await call.sealer.seal(call.tx, message.personId, sealedPlace(id), JSON.stringify(message.content));
  await call.tx
    .insertInto('messages.message')
    .values({
      id,
      person_id: message.personId,
      channel: message.channel,
      template: message.template,
      template_version: message.templateVersion ?? null,
      language: message.language,
      sealed,
      due_at: message.dueAt ?? call.now,
      created_at: call.now,
      cause_kind: message.cause[0],
      cause_id: message.cause[1],
      attachment: message.attachment ?? null,
      only_while_at: message.onlyWhileAt ?? null,
      ...(message.failure ? { state: 'failed', failure: message.failure } : {}),
    })
    .execute();
  await record(call, {
    action: message.failure ? 'messages.message.failed' : 'messages.message.queued',
    kind: 'C',
    object: ['message', id],
    personId: message.personId,
    ...(message.failure ? { reason: message.failure } : {}),
    data: { channel: message.channel, template: message.template },
  });
  return id;
}

/** Opens what is sealed. Throws where it cannot be read any more. */
export async function contentOf(call: Call, row: MessageRecord): Promise<Content> {
  if (!row.person_id) throw new Error('a message without a person has no sealed content');
  return JSON.parse(await call.sealer.open(call.tx, row.person_id, sealedPlace(row.id), row.sealed)) as Content;
}
