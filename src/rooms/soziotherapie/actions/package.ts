import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { type CoverSheet, coverSheet } from '#platform/documents/cover-sheet.ts';
import { record, recordReads } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { DisclosureView, InsurerDocument, MdDocument, Offered } from '../contract/package.ts';
import { findEpisode } from '../store/episodes.ts';
import * as store from '../store/rights.ts';
import { findPracticeHead } from './practice-head.ts';
import { disclose } from './rights.ts';

type Read = Permit<'soziotherapie.read'>;
type Care = Permit<'soziotherapie.care'>;

/** D12: what the insurer may get. The type has no word for notes, and neither have contract and table. */
const FOR_INSURER = {
  'muster-26': true,
  'muster-27': true,
  'muster-28': true,
  billing: true,
  'closing-notice': true,
} as const satisfies Record<InsurerDocument['kind'], true>;
const isForInsurer = (document: MdDocument): document is InsurerDocument => Object.hasOwn(FOR_INSURER, document.kind);

const NAMES = {
  'muster-26': 'Verordnung (Muster 26)',
  'muster-27': 'Betreuungsplan (Muster 27)',
  'muster-28': 'Überweisung (Muster 28)',
  billing: 'Abrechnung',
  'closing-notice': 'Abschlussmitteilung',
  'session-notes': 'Dokumentation einer Einheit',
  review: 'Überprüfung',
} as const satisfies Record<MdDocument['kind'], string>;

/** What left the house about a person, and what is ready to go. */
export async function readDisclosures(call: Call, _permit: Read, episodeId: string) {
  const episode = await getEpisode(call, episodeId);
  const rows = await store.selectDisclosures(call.tx, episode.person_id, episode.organisation_id);
  const documents = await store.documentsOf(
    call.tx,
    rows.map(({ id }) => id),
  );
  await recordReads(call, 'soziotherapie.disclosure.read', 'episode', [{ id: episodeId, personId: episode.person_id }]);
  const ready = (await store.finishedDocuments(call.tx, episodeId)).map(offered);
  const insurer = await store.findInsurer(call.tx, episode.person_id, dayInBerlin(call.now).toString());
  return {
    disclosures: rows.map((row) => viewOf(row, documents)),
    insurer: { name: insurer ?? '', documents: ready.filter(isForInsurer) },
    md: isOfCare(call) ? { documents: ready } : null,
  };
}

export async function makeInsurerPackage(
  call: Call,
  _permit: Read,
  episodeId: string,
  wish: { address: string[]; documents: InsurerDocument[] },
) {
  const episode = await getEpisode(call, episodeId);
  await insistReady(call, episodeId, wish.documents);
  const insurer = await store.findInsurer(call.tx, episode.person_id, dayInBerlin(call.now).toString());
  const recipient = insurer ?? wish.address[0] ?? '–';
  return { id: await disclose(call, episode, { kind: 'insurer-package', recipient, address: wish.address }, wish.documents) };
}

/** D13: asked for by the Medizinische Dienst, answered to it alone (§ 276 (2) SGB V). */
export async function makeMdPackage(
  call: Call,
  _permit: Care,
  episodeId: string,
  wish: { recipient: string; address: string[]; requestedOn: string; documents: MdDocument[] },
) {
  const episode = await getEpisode(call, episodeId);
  await insistReady(call, episodeId, wish.documents);
  const { recipient, address, requestedOn } = wish;
  return { id: await disclose(call, episode, { kind: 'md-package', recipient, address, requestedOn }, wish.documents) };
}

/** Cover sheet with the list of what lies behind it; for the Medizinische Dienst with the notes that it asked for. */
export async function printPackage(call: Call, _permit: Read, id: string): Promise<FileAnswer> {
  const made = await store.findDisclosure(call.tx, id);
  if (made?.kind !== 'insurer-package' && made?.kind !== 'md-package') throw new Refusal('disclosure-not-found');
  const toMd = made.kind === 'md-package';
  if (toMd && !isOfCare(call)) throw new Refusal('disclosure-not-found');
  const documents = await store.documentsOf(call.tx, [id]);
  const ready = new Map((await store.finishedDocuments(call.tx, made.episode_id)).map((row) => [`${row.kind} ${row.object_id}`, row]));
  const person = await findPerson(call, made.person_id);
  const name = [person?.givenName, person?.familyName].filter(Boolean).join(' ');
  const listed = documents.map(({ kind, object_id }) => {
    const { day = null, number = null } = ready.get(`${kind} ${object_id}`) ?? {};
    return [`${NAMES[kind as MdDocument['kind']]}${number ? `, Fassung ${number}` : ''}`, day ? onPaper(day) : ''];
  });
  const letter: CoverSheet = {
    title: toMd ? 'Angeforderte Unterlagen' : 'Unterlagen zu einem Antrag',
    sender: await findPracticeHead(call, made.organisation_id),
    recipient: [made.recipient, ...made.address.filter((line) => line !== made.recipient)],
    greeting: 'Guten Tag,',
    opening: [
      `zu ${name}${person?.birthDate ? `, geboren am ${onPaper(person.birthDate)}` : ''}, erhalten Sie die unten genannten Unterlagen.`,
      ...(toMd && made.requested_on ? [`Sie haben sie am ${onPaper(made.requested_on)} angefordert (§ 276 Absatz 2 SGB V).`] : []),
    ],
    sections: [
      { title: 'Anlagen', text: [], head: ['Unterlage', 'Vom'], rows: listed },
      ...(toMd ? await noteSections(call, documents) : []),
    ],
    closing: ['Freundliche Grüße'],
    writtenAt: call.now,
  };
  await record(call, {
    action: 'soziotherapie.disclosure.printed',
    kind: 'R',
    object: ['disclosure', id],
    personId: made.person_id,
    data: { organisationId: made.organisation_id, episodeId: made.episode_id },
  });
  return new FileAnswer(
    'application/pdf',
    `${toMd ? 'medizinischer-dienst' : 'krankenkasse'}-${id.slice(0, 8)}.pdf`,
    coverSheet(letter).pdf,
  );
}

/** What was written about the units that were asked for, never what concerns third parties. */
async function noteSections(call: Call, documents: readonly { kind: string; object_id: string }[]): Promise<CoverSheet['sections']> {
  const ids = documents.filter(({ kind }) => kind === 'session-notes').map(({ object_id }) => object_id);
  const notes = (await store.notesOfSessions(call.tx, ids)).toSorted((one, other) => one.day.localeCompare(other.day));
  await recordReads(
    call,
    'soziotherapie.note.read',
    'session',
    notes.map(({ session_id, person_id }) => ({ id: session_id, personId: person_id })),
  );
  return Promise.all(
    notes.map(async (row) => {
      const text = await call.sealer.open(
        call.tx,
        row.person_id,
        { table: 'soziotherapie.session_note', column: 'sealed', row: row.id },
        row.sealed,
      );
      const { done = '', reaction = '', nextStep = '' } = JSON.parse(text) as Record<string, string>;
      return {
        title: `Einheit vom ${onPaper(row.day)}, ${row.minutes} Minuten`,
        text: [done, reaction, nextStep].filter((part) => part !== ''),
        head: [],
        rows: [],
      };
    }),
  );
}

/** Each document is of this case and finished, and shown to whoever packs it. */
async function insistReady(call: Call, episodeId: string, documents: readonly MdDocument[]): Promise<void> {
  const ready = new Set((await store.finishedDocuments(call.tx, episodeId)).map((row) => `${row.kind} ${row.object_id}`));
  const errors = documents.flatMap(({ kind, objectId }, index) =>
    ready.has(`${kind} ${objectId}`) ? [] : [{ pointer: `/documents/${index}`, code: 'document-not-allowed' }],
  );
  if (errors.length > 0) throw new Refusal('document-not-allowed', { errors });
}

const offered = (row: store.OfferedRow): Offered => ({ kind: row.kind, objectId: row.object_id, day: row.day, number: row.number });
const onPaper = (day: string) => day.split('-').toReversed().join('.');
const isOfCare = (call: Call) => accountOf(call).roles.some((role) => role === 'soziotherapist' || role === 'lead');

function viewOf(
  row: Awaited<ReturnType<typeof store.selectDisclosures>>[number],
  documents: readonly { disclosure_id: string; kind: string; object_id: string }[],
): DisclosureView {
  return {
    id: row.id,
    kind: row.kind as DisclosureView['kind'], // CHECK of the table, as below
    recipient: row.recipient,
    address: row.address,
    requestedOn: row.requested_on,
    reason: row.reason as DisclosureView['reason'],
    form: row.form as DisclosureView['form'],
    withheld: row.withheld,
    madeAt: row.made_at.toString(),
    madeByName: row.made_by_name,
    documents: documents
      .filter(({ disclosure_id }) => disclosure_id === row.id)
      .map(({ kind, object_id }) => ({ kind: kind as MdDocument['kind'], objectId: object_id })),
  };
}

async function getEpisode(call: Call, id: string) {
  const episode = await findEpisode(call.tx, id);
  if (!episode) throw new Refusal('not-found');
  return episode;
}
