/**
 * How a hand-over of a text message ended. `again`: another try may help. "outcome-unknown" is tried again with the same id, so
 * that the gateway can tell it is the same message.
 */
export type TextDelivery =
  | { ok: true; reference: string }
  | {
      ok: false;
      because: 'sms-number-invalid' | 'sms-refused' | 'sms-sign-in-refused' | 'sms-gateway-unreachable' | 'outcome-unknown';
      again: boolean;
      status?: number;
    };

/** One text message to one number. */
export interface TextMessage {
  /** UUID; the gateway gets it as its reference, a repeat carries the same one. */
  id: string;
  /** E.164: "+4915112345678". */
  to: string;
  text: string;
}

/** Hands text messages over to a gateway. Never throws for what a gateway or a number does. */
export interface Texter {
  send(message: TextMessage): Promise<TextDelivery>;
  close(): Promise<void>;
}
