import type { FederalState, SlotKind } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { appointmentConfirmation } from '#platform/documents/appointment-confirmation.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { getPerson } from '#rooms/people/actions.ts';
import { findLocationOfPlace, findPractitioner, getPolicyRow } from '../store/policies.ts';
import { findBooking, findRequestRow } from '../store/requests.ts';
import { wordsOf } from './policy.ts';

export interface Confirmation {
  language: 'de' | 'en';
  name: string;
  start: Temporal.ZonedDateTime;
  practitioner: string;
  address: string | null;
  phone: string | null;
  cancellation: string | null;
  network: string;
}

/** Numbers for a crisis that are true in all of Germany; a network adds its own. */
export const CRISIS_NUMBERS = [
  { name: 'Notruf', number: '112' },
  { name: 'Ärztlicher Bereitschaftsdienst', number: '116 117' },
  { name: 'TelefonSeelsorge', number: '0800 111 0 111' },
] as const;

/** The confirmation as plain text: what was agreed on the phone, to keep. */
export function confirmationText({ language, name, start, practitioner, address, phone, cancellation, network }: Confirmation): string {
  const locale = language === 'en' ? 'en-GB' : 'de-DE';
  const when = start.toLocaleString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const numbers = CRISIS_NUMBERS.map((one) => `${one.name}: ${one.number}`).join('\n');
  if (language === 'en') {
    return [
      `Dear ${name},`,
      'this is what we agreed on the phone:',
      [
        `When: ${when}`,
        `With: ${practitioner}`,
        address ? `Where: ${address}` : 'Where: by video. The practice sends you the link.',
        phone ? `Phone: ${phone}` : '',
      ]
        .filter(Boolean)
        .join('\n'),
      'Please bring your insurance card and any papers that you were given.',
      cancellation ?? '',
      'If it turns out that it does not suit you, call us. We will look for another place with you, and you do not have to begin again.',
      `If you cannot wait:\n${numbers}`,
      `Kind regards\n${network}`,
    ]
      .filter(Boolean)
      .join('\n\n');
  }
  return [
    `Guten Tag ${name},`,
    'das haben wir am Telefon vereinbart:',
    [
      `Wann: ${when} Uhr`,
      `Bei: ${practitioner}`,
      address ? `Wo: ${address}` : 'Wo: per Video. Den Zugang schickt Ihnen die Praxis.',
      phone ? `Telefon: ${phone}` : '',
    ]
      .filter(Boolean)
      .join('\n'),
    'Bringen Sie Ihre Versichertenkarte mit und die Unterlagen, die Sie schon bekommen haben.',
    cancellation ?? '',
    'Merken Sie, dass es nicht passt, rufen Sie uns an. Wir suchen mit Ihnen weiter, und Sie müssen nicht von vorn beginnen.',
    `Wenn es nicht warten kann:\n${numbers}`,
    `Freundliche Grüße\n${network}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The same as an accessible letter (PDF/UA), for print or to hand over. */
export async function getConfirmation(
  call: Call,
  _permit: Permit<'placement.desk'>,
  requestId: string,
  language: 'de' | 'easy' | 'en',
): Promise<FileAnswer> {
  const request = await findRequestRow(call.tx, requestId);
  const booking = request && (await findBooking(call.tx, requestId));
  if (!request || !booking || booking.state !== 'booked') throw new Refusal('not-found');
  const [person, practitioner, location, acknowledgement] = await Promise.all([
    getPerson(call, request.person_id, 'placement.confirmation.read'),
    findPractitioner(call.tx, booking.practitioner_id),
    booking.place_id ? findLocationOfPlace(call.tx, booking.place_id) : undefined,
    call.tx
      .selectFrom('placement.acknowledgement')
      .select(['policy_id', 'binding'])
      .where('appointment_id', '=', booking.id)
      .executeTakeFirst(),
  ]);
  if (!practitioner) throw new Refusal('not-found');
  const policy = acknowledgement?.policy_id ? await getPolicyRow(call.tx, acknowledgement.policy_id) : undefined;
  const textLanguage = language === 'easy' ? ('de-easy' as const) : language;
  const words =
    policy &&
    wordsOf(
      call,
      policy,
      practitioner,
      {
        kind: booking.kind as SlotKind,
        start: booking.starts_at,
        state: (location?.state ?? 'NW') as FederalState,
        binds: acknowledgement?.binding ?? true,
      },
      textLanguage,
    );
  const { pdf } = appointmentConfirmation({
    language: textLanguage,
    sender: { name: call.network.name, street: call.network.street ?? '', city: call.network.city ?? '', phone: call.network.phone ?? '' },
    recipient: {
      name: [person.givenName, person.familyName].filter(Boolean).join(' '),
      lines: [person.street, [person.postalCode, person.place].filter(Boolean).join(' ')].filter((line): line is string => Boolean(line)),
    },
    kind: booking.kind as SlotKind,
    start: booking.starts_at,
    minutes: Math.round(booking.starts_at.until(booking.ends_at).total('minutes')),
    practitioner: [practitioner.title, practitioner.name].filter(Boolean).join(' '),
    place: location ? { lines: [location.street, `${location.postal_code} ${location.place}`] } : 'video',
    bring: booking.kind === 'CONSULT' ? ['egk', 'reports'] : ['egk', 'ptv11', 'reports'],
    cancellation: words && policy ? { text: words.full, contact: policy.contact ?? practitioner.phone ?? '' } : null,
    crisis: [...CRISIS_NUMBERS],
    writtenAt: call.now,
  });
  await record(call, {
    action: 'placement.confirmation.printed',
    kind: 'R',
    object: ['appointment', booking.id],
    personId: request.person_id,
    data: { language },
  });
  return new FileAnswer('application/pdf', `bestaetigung-${booking.id}.pdf`, pdf);
}
