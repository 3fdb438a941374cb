import type { TextDelivery, Texter, TextMessage } from './texter.ts';

const ANSWER_MS = 12_000;

/** Where text messages are handed over: SMS_URL, SMS_TOKEN, SMS_FROM. */
export interface Gateway {
  url: string;
  token: string;
  /** Sender: a number in E.164 or at most eleven letters and digits, and neutral like every sender. */
  from: string;
}

/**
 * A texter over HTTPS and JSON, as most gateways speak it or a few lines of a bridge make them speak it:
 *
 *     POST <SMS_URL>
 *     Authorization: Bearer <SMS_TOKEN>
 *     Idempotency-Key: <id>
 *     {"id": "<id>", "from": "<SMS_FROM>", "to": "+4915112345678", "text": "…"}
 *
 * Any 2xx is taken; `id`, `reference` or `messageId` of the answer is the reference, else our own id. 409 means that this id is already
 * there, which is what a repeat wants to hear. 401 and 403: sign-in refused; 400, 404 and 422: refused for good (`"code":"invalid-number"`
 * names the number); 429 and 5xx: later. No answer within twelve seconds, or a line that broke: the outcome is unknown and the same id is
 * sent again. Redirects are not followed: the token is for one address.
 */
export function gatewayTexter({ url, token, from }: Gateway, fetchOver: typeof fetch = fetch): Texter {
  const closing = new AbortController();
  return {
    async send(message: TextMessage): Promise<TextDelivery> {
      if (!/^\+[1-9]\d{6,14}$/.test(message.to)) return { ok: false, because: 'sms-number-invalid', again: false };
      try {
        const response = await fetchOver(url, {
          method: 'POST',
          redirect: 'error',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            accept: 'application/json',
            'idempotency-key': message.id,
          },
          body: JSON.stringify({ id: message.id, from, to: message.to, text: message.text }),
          signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), closing.signal]),
        });
        return deliveryOf(response.status, await bodyOf(response), message.id);
      } catch (fault) {
        return { ok: false, because: neverStood(fault) ? 'sms-gateway-unreachable' : 'outcome-unknown', again: true };
      }
    },
    async close() {
      closing.abort();
    },
  };
}

type Body = Record<string, unknown>;

/** At most 64 KiB of the answer: its text is not kept, it may repeat the number. */
async function bodyOf(response: Response): Promise<Body> {
  try {
    const text = (await response.text()).slice(0, 65_536);
    const body: unknown = JSON.parse(text);
    return body !== null && typeof body === 'object' ? (body as Body) : {};
  } catch {
    return {};
  }
}

function deliveryOf(status: number, body: Body, id: string): TextDelivery {
  if ((status >= 200 && status < 300) || status === 409) {
    const reference = [body.id, body.reference, body.messageId].find((one) => typeof one === 'string' && one.length <= 200);
    return { ok: true, reference: typeof reference === 'string' ? reference : id };
  }
  if (status === 401 || status === 403) return { ok: false, because: 'sms-sign-in-refused', again: true, status };
  if (status === 429 || status >= 500) return { ok: false, because: 'sms-gateway-unreachable', again: true, status };
  const number = status === 422 || status === 400 ? body.code === 'invalid-number' : false;
  return { ok: false, because: number ? 'sms-number-invalid' : 'sms-refused', again: false, status };
}

const NEVER_STOOD = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function neverStood(fault: unknown): boolean {
  const cause = fault instanceof Error ? (fault.cause as { code?: string } | undefined) : undefined;
  return NEVER_STOOD.has(cause?.code ?? '');
}
