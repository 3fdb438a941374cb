import { createTransport } from 'nodemailer';
import type { Delivery, Mailer } from './mailer.ts';
import { buildMail, type Letterhead, type Mail } from './message.ts';

// A hand-over holds the lock on the appointment it speaks of, once the server has answered a knock; the database ends a transaction that idles for 30 s.
const CONNECT_MS = 6_000;
const ANSWER_MS = 12_000;

/**
 * A mailer over SMTP.
 * @param url SMTP_URL: "smtps://user:password@host:465" or "smtp://user:password@host:587". Plain smtp must turn to TLS
 * (STARTTLS) unless the host is this machine; "?tls=optional" and "?tls=required" say it expressly. Throws TypeError on another scheme.
 */
export function smtpMailer(url: string, letterhead: Letterhead): Mailer {
  const transport = createTransport({ ...optionsOf(url), disableFileAccess: true, disableUrlAccess: true });
  return {
    letterhead,
    async send(mail: Mail): Promise<Delivery> {
      const built = await buildMail(mail, letterhead);
      if (!built.ok) return { ok: false, because: built.because, again: false };
      const { messageId, raw, from, to } = built.mail;
      try {
        await transport.sendMail({ envelope: { from, to: [to] }, raw });
        return { ok: true, messageId };
      } catch (fault) {
        return failureOf(fault);
      }
    },
    async knock() {
      try {
        await transport.verify();
        return undefined;
      } catch (fault) {
        const failed = failureOf(fault);
        if (failed.ok) return undefined;
        // Nothing was handed over yet: silence is only a server that is away, and no message is at fault.
        return { ...failed, because: failed.because === 'outcome-unknown' ? 'mail-server-unreachable' : failed.because, again: true };
      }
    },
    async close() {
      transport.close();
    },
  };
}

function optionsOf(text: string) {
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') throw new TypeError('SMTP_URL begins with smtp:// or smtps://');
  const secure = url.protocol === 'smtps:';
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && (url.searchParams.get('tls') ?? (here ? 'optional' : 'required')) !== 'optional',
    ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
  };
}

// The connection never stood: nothing can have arrived.
const NEVER_STOOD = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

interface SmtpFault {
  code?: string;
  originalCode?: string;
  responseCode?: number;
  command?: string;
}

function failureOf(fault: unknown): Delivery {
  const { code, originalCode, responseCode, command } = (fault ?? {}) as SmtpFault;
  const because = reasonOf(code, originalCode, responseCode, command);
  // Only this message's own refusal for good (5xx) is final; a wrong password or certificate is mended by the operator.
  const again = !((because === 'mail-recipient-refused' || because === 'mail-refused') && (responseCode ?? 0) >= 500);
  return { ok: false, because, again, ...(responseCode === undefined ? {} : { status: responseCode }) };
}

function reasonOf(code?: string, originalCode?: string, status?: number, command?: string) {
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') return 'mail-sign-in-refused';
  if (code === 'ETLS') return 'mail-encryption-failed';
  if (code === 'EENVELOPE' && command?.startsWith('RCPT')) return 'mail-recipient-refused';
  if (status !== undefined) return 'mail-refused';
  if (code === 'EDNS' || NEVER_STOOD.has(originalCode ?? '')) return 'mail-server-unreachable';
  return 'outcome-unknown'; // a line cut or a silence looks the same before and after the text was taken
}
