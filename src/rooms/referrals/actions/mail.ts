import type { Call } from '#platform/call.ts';
import { queueMessage } from '#rooms/messages/actions.ts';
import type { Recipient } from '../contract/referrals.ts';
import { type PartnerMail, partnerMail } from '../rules/mail-texts.ts';
import { findSender, type ReferralRecord } from '../store/referrals.ts';

const TEMPLATES = { link: 'referral-link', answer: 'referral-reminder', status: 'referral-status' } as const;

/** The address of the link; false where no mail address is known. */
export function mailLink(call: Call, row: ReferralRecord, recipient: Recipient, address: string): Promise<boolean> {
  return post(call, row, recipient, 'link', address);
}

/** The reminder, or the question how it stands; false where no mail address is known. */
export function mailReminder(call: Call, row: ReferralRecord, recipient: Recipient, what: 'answer' | 'status'): Promise<boolean> {
  return post(call, row, recipient, what);
}

/** In the partner's language as the sender knows it, German where nobody said. */
async function post(call: Call, row: ReferralRecord, recipient: Recipient, what: PartnerMail, address = ''): Promise<boolean> {
  if (!recipient.email) return false;
  const { organisation, phone } = await findSender(call.tx, row.organisation_id, null);
  const language = recipient.language ?? 'de';
  const to = recipient.contactName ?? recipient.name;
  await queueMessage(call, {
    personId: row.person_id,
    channel: 'email',
    template: TEMPLATES[what],
    language,
    cause: ['referral', row.id],
    content: { to: recipient.email, text: partnerMail(what, language, { to, organisation, phone, address }) },
  });
  return true;
}
