import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { caseFileSheet } from '#platform/documents/case-file-sheet.ts';
import { coverSheet } from '#platform/documents/cover-sheet.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { insistStepUp } from '#rooms/access/actions/permit.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { RightsView } from '../contract/rights.ts';
import { judgeDeletion, keepFileUntil } from '../rules/retention.ts';
import { findEpisode } from '../store/episodes.ts';
import * as store from '../store/rights.ts';
import { type CopyPart, gatherFile } from './case-file.ts';
import { caseFileOnPaper } from './case-file-paper.ts';
import { parametersFor } from './practice.ts';
import { findPracticeHead } from './practice-head.ts';

type Read = Permit<'soziotherapie.read'>;
type Lead = Permit<'soziotherapie.lead'>;

/** How long the file is kept and what holds it (R22), whether it is restricted, how often it was handed out. */
export async function readRights(call: Call, _permit: Read, episodeId: string): Promise<RightsView> {
  const episode = await getEpisode(call, episodeId);
  const given = await store.selectDisclosures(call.tx, episode.person_id, episode.organisation_id);
  return {
    version: episode.version,
    retention: await retentionOf(call, episode.person_id, episode.organisation_id),
    restrictedAt: episode.restricted_at?.toString() ?? null,
    legalHold:
      episode.legal_hold && episode.legal_hold_review_on ? { reason: episode.legal_hold, reviewOn: episode.legal_hold_review_on } : null,
    copies: given.filter(({ kind }) => kind === 'client-copy').length,
    mayDecide: accountOf(call).roles.includes('lead'),
  };
}

async function retentionOf(call: Call, personId: string, organisationId: string): Promise<RightsView['retention']> {
  const cases = await store.caseEnds(call.tx, personId, organisationId);
  const today = dayInBerlin(call.now).toString();
  const p = await parametersFor(call, organisationId);
  const file = { episodes: cases.map(({ closed_on }) => closed_on), legalHold: cases.some(({ legal_hold }) => legal_hold !== null) };
  const ruling = judgeDeletion(file, today, p);
  if (!ruling.ok && ruling.because === 'treatment-goes-on') return { keptUntil: null, deletableFrom: null, because: 'treatment-goes-on' };
  const last =
    file.episodes
      .filter((end) => end !== null)
      .sort()
      .at(-1) ?? today;
  const keptUntil = keepFileUntil(last, p);
  const deletableFrom = Temporal.PlainDate.from(keptUntil).add({ days: 1 }).toString();
  return { keptUntil, deletableFrom, because: ruling.ok ? 'over' : ruling.because };
}

/** D9: who read or changed what, for the lead. Looking is itself written down. */
export async function readAccessLog(call: Call, _permit: Lead, episodeId: string, before?: number) {
  const episode = await getEpisode(call, episodeId);
  const rows = await store.personLog(call.tx, episode.person_id, before ?? null, 101);
  await record(call, {
    action: 'access.log.read',
    kind: 'Q',
    object: ['episode', episodeId],
    personId: episode.person_id,
    data: { organisationId: episode.organisation_id, episodeId },
  });
  const page = rows.slice(0, 100);
  return {
    entries: page.map((row) => ({
      seq: row.seq,
      at: row.happened_at.toString(),
      kind: row.kind,
      action: row.action,
      who: row.actor_name,
      actorKind: row.actor_kind,
      roles: row.actor_roles,
      purpose: row.purpose,
    })),
    next: rows.length > 100 ? (page.at(-1)?.seq ?? null) : null,
  };
}

/**
 * D7: the client's copy of everything, readable by her or by a machine. Third parties are withheld and the copy says so. Each is logged.
 * @param parts what rooms add that this one does not know: conversations of the portal, invoices
 */
export async function copyFile(
  call: Call,
  _permit: Lead,
  episodeId: string,
  { form, parts }: { form: 'pdf' | 'json'; parts: readonly CopyPart[] },
): Promise<FileAnswer> {
  await insistStepUp(call);
  const episode = await getEpisode(call, episodeId);
  const { person_id: personId, organisation_id: organisationId } = episode;
  const file = await gatherFile(call, { personId, organisationId }, { withContents: form === 'json', parts });
  await disclose(call, episode, { kind: 'client-copy', recipient: file.subject.name || '–', form, withheld: file.withheld !== null });
  const name = `akte-${episodeId.slice(0, 8)}`;
  if (form === 'json') return new FileAnswer('application/json; charset=utf-8', `${name}.json`, Buffer.from(JSON.stringify(file, null, 1)));
  const head = await findPracticeHead(call, organisationId);
  return new FileAnswer('application/pdf', `${name}.pdf`, caseFileSheet(caseFileOnPaper(file, head.name, call.now)).pdf);
}

/** D8: the lead refuses, with one of the two reasons that the law knows. */
export async function refuseAccess(call: Call, _permit: Lead, episodeId: string, reason: 'therapeutic' | 'third-party') {
  const episode = await getEpisode(call, episodeId);
  return { id: await disclose(call, episode, { kind: 'access-refused', recipient: await nameOf(call, episode.person_id), reason }) };
}

/** Art. 17 (3): what must be kept is not erased; the letter says until when, and what happens then. */
export async function answerErasure(call: Call, _permit: Lead, episodeId: string, requestedOn: string): Promise<FileAnswer> {
  const episode = await getEpisode(call, episodeId);
  const { keptUntil, deletableFrom, because } = await retentionOf(call, episode.person_id, episode.organisation_id);
  const person = await findPerson(call, episode.person_id);
  const name = [person?.givenName, person?.familyName].filter(Boolean).join(' ') || '–';
  await disclose(call, episode, { kind: 'erasure-answered', recipient: name, requestedOn });
  const letter = coverSheet({
    title: 'Ihr Wunsch, Daten zu löschen',
    sender: await findPracticeHead(call, episode.organisation_id),
    recipient: [name, person?.street ?? '', [person?.postalCode, person?.place].filter(Boolean).join(' ')].filter((line) => line !== ''),
    greeting: `Guten Tag ${name},`,
    opening: erasureText(requestedOn, keptUntil, deletableFrom, because),
    sections: [],
    closing: ['Freundliche Grüße'],
    writtenAt: call.now,
  });
  return new FileAnswer('application/pdf', `loeschwunsch-${episodeId.slice(0, 8)}.pdf`, letter.pdf);
}

const onPaper = (day: string) => day.split('-').toReversed().join('.');

function erasureText(
  requestedOn: string,
  keptUntil: string | null,
  from: string | null,
  because: RightsView['retention']['because'],
): string[] {
  const asked = `Sie haben am ${onPaper(requestedOn)} gewünscht, dass wir Ihre Daten löschen.`;
  const rights = 'Sie können sich bei der Datenschutzaufsicht Ihres Landes beschweren.';
  if (!keptUntil || !from)
    return [
      asked,
      'Ihre Behandlung läuft. Ihre Akte müssen wir führen und danach zehn Jahre aufbewahren (§ 630f BGB, Artikel 17 Absatz 3 DSGVO).',
      rights,
    ];
  if (because === 'over') return [asked, `Die Aufbewahrungsfrist ist am ${onPaper(keptUntil)} abgelaufen. Wir löschen Ihre Akte.`, rights];
  return [
    asked,
    `Ihre Akte und die Abrechnung müssen wir aufbewahren, und zwar bis zum ${onPaper(keptUntil)} (§ 630f Absatz 3 BGB, Artikel 17 Absatz 3 DSGVO). Ab dem ${onPaper(from)} dürfen wir sie löschen.`,
    'Bis dahin öffnet nur noch die Leitung unserer Praxis Ihre Akte, und nur, wenn es das Gesetz verlangt oder Sie es wünschen (Artikel 18 DSGVO).',
    'Was wir nicht aufbewahren müssen, zum Beispiel Einwilligungen in Erinnerungen, haben wir gelöscht oder löschen es innerhalb von dreißig Tagen.',
    rights,
  ];
}

export async function disclose(
  call: Call,
  episode: { id: string; person_id: string; organisation_id: string },
  what: Pick<store.NewDisclosure, 'kind' | 'recipient'> & Partial<store.NewDisclosure>,
  documents: readonly { kind: string; objectId: string }[] = [],
): Promise<string> {
  const id = call.newId();
  const { person_id: personId, organisation_id: organisationId } = episode;
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  await store
    .appendDisclosure(call.tx, { ...what, id, personId, organisationId, episodeId: episode.id, at: call.now, by }, documents)
    .catch(denied);
  await record(call, {
    action: `soziotherapie.disclosure.${what.kind}`,
    kind: 'E',
    object: ['disclosure', id],
    personId,
    reason: what.reason ?? null,
    data: { organisationId, episodeId: episode.id, documents: documents.map(({ kind }) => kind), form: what.form ?? null },
  });
  return id;
}

/** Row-level security says no: a deputy hands nothing out. */
function denied(fault: unknown): never {
  throw (fault as { code?: string }).code === '42501' ? new Refusal('not-permitted') : fault;
}

async function nameOf(call: Call, personId: string): Promise<string> {
  const person = await findPerson(call, personId);
  return [person?.givenName, person?.familyName].filter(Boolean).join(' ') || '–';
}

async function getEpisode(call: Call, id: string) {
  const episode = await findEpisode(call.tx, id);
  if (!episode) throw new Refusal('not-found');
  return episode;
}
