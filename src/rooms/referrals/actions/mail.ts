import type { Call } from '#platform/call.ts';
import { queueMessage } from '#rooms/messages/actions.ts';
import type { Recipient } from '../contract/referrals.ts';
import { findSender, type ReferralRecord } from '../store/referrals.ts';

/**
 * Mails to a partner hold nothing about anybody: whose service it is, that an answer is waited for, and the way to it. The code never
 * goes by mail.
 */
const greeting = ({ contactName, name }: Recipient) => `Guten Tag ${contactName ?? name},`;
const end = (organisation: string, phone: string | null) =>
  `Freundliche Grüße\n${[organisation, phone && `Telefon ${phone}`].filter(Boolean).join('\n')}\n`;

/** The address of the link; false where no mail address is known. */
export async function mailLink(call: Call, row: ReferralRecord, recipient: Recipient, address: string): Promise<boolean> {
  const lines = [
    'wir haben eine Anfrage an Sie. Öffnen Sie sie mit Ihrem persönlichen Link:',
    address,
    'Den Code dazu nennen wir Ihnen am Telefon. Sie brauchen kein Konto. Der Link gilt 31 Tage.',
  ];
  return post(call, row, recipient, 'referral-link', lines);
}

/** The reminder, or the question how it stands; false where no mail address is known. */
export async function mailReminder(call: Call, row: ReferralRecord, recipient: Recipient, what: 'answer' | 'status'): Promise<boolean> {
  const lines =
    what === 'answer'
      ? ['auf unsere Anfrage fehlt uns noch Ihre Antwort. Bitte öffnen Sie Ihren persönlichen Link, oder rufen Sie uns an.']
      : [
          'Sie haben uns einen Platz auf Ihrer Warteliste genannt. Wie steht es damit? Bitte öffnen Sie Ihren persönlichen Link, oder rufen Sie uns an.',
        ];
  return post(call, row, recipient, what === 'answer' ? 'referral-reminder' : 'referral-status', lines);
}

async function post(call: Call, row: ReferralRecord, recipient: Recipient, template: string, lines: readonly string[]): Promise<boolean> {
  if (!recipient.email) return false;
  const { organisation, phone } = await findSender(call.tx, row.organisation_id, null);
  await queueMessage(call, {
    personId: row.person_id,
    channel: 'email',
    template,
    language: 'de',
    cause: ['referral', row.id],
    content: {
      to: recipient.email,
      text: [greeting(recipient), '', ...lines.flatMap((line) => [line, '']), end(organisation, phone)].join('\n'),
    },
  });
  return true;
}
