import { layDown } from '../mail/outbox.ts';
import type { TextDelivery, Texter, TextMessage } from './texter.ts';

/**
 * A texter that lays each text message as `<id>.sms.txt` beside the mails of the outbox, instead of sending. For demo and development.
 * @param now when it was laid down, for the list
 */
export function outboxTexter(folder: string, now: () => Temporal.Instant = () => Temporal.Now.instant()): Texter {
  return {
    async send(message: TextMessage): Promise<TextDelivery> {
      if (!/^\+[1-9]\d{6,14}$/.test(message.to)) return { ok: false, because: 'sms-number-invalid', again: false };
      await layDown(
        folder,
        { id: message.id, to: message.to, subject: 'SMS', language: 'de', writtenAt: now().toString(), file: `${message.id}.sms.txt` },
        Buffer.from(message.text, 'utf8'),
      );
      return { ok: true, reference: message.id };
    },
    async close() {},
  };
}
