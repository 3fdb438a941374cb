import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { copayPaper } from '#platform/documents/copay.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { findCovers } from '#rooms/people/actions/cover.ts';
import { findPerson } from '#rooms/people/actions.ts';
import { findPractice } from '../store/practice.ts';
import { getCopay } from './copay.ts';
import { ownOrganisation } from './practice.ts';

/** A receipt for a day, or the summary of a year, for the client to take along. Days that are only planned do not stand on it. */
export async function getCopayPaper(
  call: Call,
  permit: Permit<'soziotherapie.office'>,
  episodeId: string,
  wish: { year?: number | undefined; day?: string | undefined },
): Promise<FileAnswer> {
  const year = wish.day ? Number(wish.day.slice(0, 4)) : (wish.year ?? dayInBerlin(call.now).year);
  const view = await getCopay(call, permit, episodeId, year);
  const days = view.days.filter(({ forecast, day }) => !forecast && (wish.day === undefined || day === wish.day));
  if (wish.day !== undefined && days.length === 0) throw new Refusal('not-found');
  const person = await findPerson(call, view.personId);
  const practice = (await findPractice(call.tx, ownOrganisation(call)))?.fields;
  const { covers } = await findCovers(call, [view.personId]);
  const last = days.at(-1)?.day ?? `${year}-12-31`;
  const cover = covers.findLast(({ from }) => from <= last) ?? covers.at(-1);
  const language = person?.language === 'en' ? 'en' : 'de';
  const { pdf } = copayPaper({
    language,
    practice: practice?.name ?? '',
    address: practice ? `${practice.street}, ${practice.postalCode} ${practice.place}` : '',
    person: [person?.givenName, person?.familyName].filter(Boolean).join(' '),
    birthDate: person?.birthDate ?? '',
    year,
    day: wish.day ?? null,
    owedTo: view.owedTo,
    insurer: cover?.payerName ?? (language === 'de' ? 'die Krankenkasse' : 'the health insurer'),
    rows: days,
    totalCents: days.reduce((sum, { copayCents }) => sum + copayCents, 0),
    limitCents: wish.day ? null : (view.limit?.limitCents ?? null),
    writtenAt: call.now,
  });
  await record(call, {
    action: 'soziotherapie.copay.printed',
    kind: 'E',
    object: ['episode', episodeId],
    personId: view.personId,
    data: { what: wish.day ? 'receipt' : 'year', year },
  });
  return new FileAnswer('application/pdf', wish.day ? `Zuzahlung-${wish.day}.pdf` : `Zuzahlungen-${year}.pdf`, pdf);
}
