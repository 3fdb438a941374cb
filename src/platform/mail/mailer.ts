import type { Letterhead, Mail } from './message.ts';

/**
 * How a hand-over ended. `again`: another try may help. A hand-over whose end is not known ("outcome-unknown") is tried again
 * with the same Message-ID, so that the receiving side can tell it is the same message.
 */
export type Delivery =
  | { ok: true; messageId: string }
  | {
      ok: false;
      because:
        | 'mail-address-invalid'
        | 'mail-id-invalid'
        | 'mail-text-empty'
        | 'mail-recipient-refused'
        | 'mail-refused'
        | 'mail-sign-in-refused'
        | 'mail-server-unreachable'
        | 'mail-encryption-failed'
        | 'outcome-unknown';
      again: boolean;
      /** The server's three-digit answer. Its text is not kept: it often repeats the address. */
      status?: number;
    };

/** Hands over one message to one recipient. Never throws for what a mail server or an address does. */
export interface Mailer {
  readonly letterhead: Letterhead;
  send(mail: Mail): Promise<Delivery>;
  /**
   * Whether the server answers and lets us in, asked before a lock is taken for a hand-over: a server that is silent holds up nobody.
   * Undefined when it does. Absent where there is no server to ask.
   */
  knock?(): Promise<(Delivery & { ok: false }) | undefined>;
  close(): Promise<void>;
}
