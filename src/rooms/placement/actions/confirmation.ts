import type { FederalState, SlotKind } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { appointmentConfirmation } from '#platform/documents/appointment-confirmation.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import { getPerson } from '#rooms/people/actions.ts';
import { findLocationOfPlace, findPractitioner, getPolicyRow } from '../store/policies.ts';
import { findBooking, findRequestRow } from '../store/requests.ts';
import type { AtRequest } from './desk.ts';
import { wordsOf } from './policy.ts';

/** Numbers for a crisis that are true in all of Germany; a network adds its own. */
export const CRISIS_NUMBERS = [
  { name: 'Notruf', number: '112' },
  { name: 'Ärztlicher Bereitschaftsdienst', number: '116 117' },
  { name: 'TelefonSeelsorge', number: '0800 111 0 111' },
] as const;

/** Where an appointment by video takes place. */
export function videoText(language: 'de' | 'de-easy' | 'en'): string {
  if (language === 'en') return 'by video. The practice sends you the link.';
  return language === 'de-easy' ? 'am Bildschirm. Die Praxis sagt Ihnen, wie das geht.' : 'per Video. Den Zugang schickt Ihnen die Praxis.';
}

/** The confirmation as an accessible letter (PDF/UA), for print or to hand over. */
export async function getConfirmation(
  call: Call,
  _permit: AtRequest,
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
