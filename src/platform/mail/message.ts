import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type Decision, no, yes } from '#kernel/decision.ts';
import type { TextLanguage } from '#rooms/messages/rules/kinds.ts';
import { calendarInvitation } from '../calendar.ts';
import { isNeutral, neutralSubject } from './neutral.ts';

/** From whom messages of this network come. */
export interface Letterhead {
  networkName: string;
  /** The sending mailbox; its domain also ends the Message-ID. */
  from: string;
  replyTo?: string;
}

/** One message to one recipient. It has no subject of its own: the subject is neutral by rule. */
export interface Mail {
  /** The message's id (UUID). The Message-ID follows from it, so a repeat is recognisable as the same. */
  id: string;
  to: string;
  language: TextLanguage;
  /** Plain text, lines as written. */
  text: string;
  /** When the message was made, not when it is sent: a repeat carries the same date. */
  writtenAt: Temporal.Instant;
  /** An appointment to put into a calendar, without words that tell what it is about. */
  appointment?: { id: string; start: Temporal.Instant; end: Temporal.Instant };
  /** A letter that goes along; its file name is neutral. */
  pdf?: Uint8Array;
  /** Where the reader stops these messages with one click (RFC 8058). */
  stop?: string;
}

export interface BuiltMail {
  messageId: string;
  subject: string;
  from: string;
  to: string;
  /** The whole message (RFC 5322), the same bytes for the same mail. */
  raw: Buffer;
}

/**
 * Builds the message, or says why not: mail-address-invalid (also for two addresses, line breaks, display names),
 * mail-id-invalid, mail-text-empty.
 */
export async function buildMail(
  mail: Mail,
  letterhead: Letterhead,
): Promise<Decision<{ mail: BuiltMail }, 'mail-address-invalid' | 'mail-id-invalid' | 'mail-text-empty'>> {
  const to = oneAddress(mail.to);
  const from = oneAddress(letterhead.from);
  const replyTo = letterhead.replyTo === undefined ? undefined : oneAddress(letterhead.replyTo);
  if (!to || !from || replyTo === null) return no('mail-address-invalid');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(mail.id)) return no('mail-id-invalid');
  if (mail.text.trim() === '') return no('mail-text-empty');

  const domain = from.slice(from.lastIndexOf('@') + 1);
  const messageId = `<${mail.id}@${domain}>`;
  const name = oneLine(letterhead.networkName);
  const subject = neutralSubject(name, mail.language);
  const composer = new MailComposer({
    from: isNeutral(name) ? { name, address: from } : from,
    to,
    ...(replyTo ? { replyTo } : {}),
    subject,
    messageId,
    date: new Date(mail.writtenAt.epochMilliseconds),
    text: mail.text,
    attachments: attachmentsOf(mail, domain),
    headers: {
      'Auto-Submitted': 'auto-generated', // RFC 3834: no holiday note comes back
      'X-Auto-Response-Suppress': 'All', // the same for Exchange
      'Content-Language': mail.language === 'de-easy' ? 'de' : mail.language,
      // RFC 2369 and 8058: the mail program shows a button and posts without opening the page
      ...(mail.stop ? { 'List-Unsubscribe': `<${mail.stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 16),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return yes({ mail: { messageId, subject, from, to, raw: await composer.compile().build() } });
}

function attachmentsOf(mail: Mail, domain: string) {
  const german = mail.language === 'de' || mail.language === 'de-easy';
  const { appointment, pdf } = mail;
  const calendar = appointment && {
    filename: german ? 'termin.ics' : 'appointment.ics',
    contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
    content: calendarInvitation({ ...appointment, changedAt: mail.writtenAt }, german ? 'de' : 'en', domain),
  };
  const letter = pdf && { filename: german ? 'brief.pdf' : 'letter.pdf', contentType: 'application/pdf', content: Buffer.from(pdf) };
  return [letter, calendar].filter((part) => part !== undefined);
}

/**
 * One bare address with its domain in ASCII, or null. Stricter than RFC 5321: no quotes, comments, lists, display names or
 * line breaks, so nothing that could become a second recipient or a header.
 */
export function oneAddress(text: string): string | null {
  const match = /^([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([^\s@<>,;:"()[\]\\]{1,253})$/.exec(text);
  if (!match) return null;
  const [, local = '', domain = ''] = match;
  const ascii = domainToASCII(domain);
  const wellFormed = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(ascii);
  return wellFormed && !/^\.|\.\.|\.$/.test(local) ? `${local}@${ascii}` : null;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
