import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { beginPerson, changePerson, getPerson } from '#rooms/people/actions.ts';
import { appendTask, findRunning, settleTasks } from '#rooms/tasks/actions.ts';
import type * as wire from '../contract/episodes.ts';
import { contingentOn } from '../rules/ledger.ts';
import { stepEpisode } from '../rules/life/episode.ts';
import * as store from '../store/episodes.ts';
import { findPractice } from '../store/practice.ts';
import { hasPrescriber } from '../store/prescriptions.ts';
import { carryOutEpisodeEffect, partiesOf, takeEpisodeStep } from './episode-step.ts';
import { ownOrganisation } from './practice.ts';
import * as step from './prescription-step.ts';
import { lockContingent } from './reckon.ts';
import { openBook, todayOf } from './reckon-question.ts';
import { episodeFacts } from './reckon-steps.ts';

type Inquiry = z.output<NonNullable<typeof wire.openInquiry.body>>;
const notePlace = (id: string) => ({ table: 'soziotherapie.episode', column: 'contact_note_sealed', row: id });
const reportPlace = (id: string) => ({ table: 'soziotherapie.episode', column: 'closing_report_sealed', row: id });

/** The office, its lead or a helper takes in for her own practice; everybody else hands over. */
const isOfPractice = (call: Call) =>
  accountOf(call).roles.some((role) => role === 'office' || role === 'lead' || role === 'soziotherapist');

/** Locks an episode in the actor's reach; an old version is refused. */
export async function lockEpisode(call: Call, id: string, version: number | undefined): Promise<store.EpisodeRow> {
  const seen = await step.getEpisode(call, id);
  await lockContingent(call, seen.person_id);
  const row = await step.getEpisode(call, id, true);
  if (version !== undefined && row.version !== version) throw new Refusal('version-old', { current: row.version });
  return row;
}

/** E1: name and one way to reach her; a known person is read, a new one begun in the same transaction. */
export async function openInquiry(call: Call, _permit: Permit<'soziotherapie.inquire'>, wish: Inquiry) {
  const known = wish.personId !== undefined;
  const personId = wish.personId ?? call.newId();
  const id = call.newId();
  const own = isOfPractice(call);
  const organisationId = own ? ownOrganisation(call) : wish.organisationId;
  if (!organisationId || !(await findPractice(call.tx, organisationId))) throw new Refusal('practice-unknown');
  if (!own && !known) throw new Refusal('person-of-another');
  const practitionerId = own ? await helperOf(call, organisationId, wish.practitionerId) : null;
  if (own) await relate(call, { id, personId, organisationId, practitionerId });
  if (!known) await beginPerson(call, personId);
  const person = wish.person
    ? await changePerson(call, personId, wish.person)
    : await getPerson(call, personId, 'soziotherapie.inquiry.read');
  const nameAndChannel = Boolean((person.familyName || person.givenName) && (person.phone || person.email || person.street));
  const first = stepEpisode('NONE', 'inquire', inquirers(call), { nameAndChannel });
  if (!first.ok) throw new Refusal(first.because);
  const running = own ? undefined : (await findRunning(call, personId, organisationId)).find(({ kind }) => kind === 'episode');
  if (running) {
    // the practice has her already, which whoever hands over does not learn: the same answer, and a task for who helps her
    await appendTask(call, {
      kind: 'handed-over-again',
      object: ['episode', running.id],
      personId,
      ...(running.practitioner_id
        ? { assigneeRole: 'soziotherapist' as const, practitionerId: running.practitioner_id }
        : { assigneeRole: 'office' as const }),
      organisationId,
      dueAt: call.now.add({ hours: 72 }),
      note: wish.note,
    });
    return { id, personId, version: 1 };
  }
  const noteSealed = wish.note ? await call.sealer.seal(call.tx, personId, notePlace(id), wish.note) : null;
  const today = todayOf(call);
  const waiting = wish.waiting === true;
  if (own) await append(call, { id, personId, organisationId, practitionerId, askedBy: wish.askedBy, noteSealed, waiting });
  else await handOver(call, { id, personId, organisationId, askedBy: wish.askedBy, noteSealed, waiting, day: today });
  await record(call, {
    action: 'soziotherapie.episode.opened',
    kind: 'C',
    object: ['episode', id],
    personId,
    data: { organisationId, episodeId: id, askedBy: wish.askedBy, handedOver: !own, waiting },
  });
  const asked = { id, person_id: personId, organisation_id: organisationId, practitioner_id: practitionerId };
  for (const effect of first.effects) await carryOutEpisodeEffect(call, asked, effect);
  return { id, personId, version: 1 };
}

/** A case manager hands over as a coordinator does, a lead takes in as her office does. */
function inquirers(call: Call) {
  const parties = partiesOf(call);
  return parties.includes('case-manager') ? [...parties, 'coordinator' as const] : parties;
}

/** Who accompanies: whom the wish names; a helper who opens it herself; else nobody yet. */
async function helperOf(call: Call, organisationId: string, wished: string | undefined): Promise<string | null> {
  const { roles, practitionerId } = accountOf(call);
  const helper = wished ?? (roles.includes('soziotherapist') ? practitionerId : null);
  if (helper !== null && !(await store.isHelperOf(call.tx, helper, organisationId))) throw new Refusal('helper-not-of-practice');
  return helper;
}

async function relate(
  call: Call,
  { id, personId, organisationId, practitionerId }: { id: string; personId: string; organisationId: string; practitionerId: string | null },
) {
  const wish = {
    id: call.newId(),
    officeId: call.newId(),
    personId,
    organisationId,
    practitionerId,
    kind: 'team',
    episodeId: id,
    at: call.now,
  } as const;
  await store.relateService(call.tx, wish).catch(denied);
}

/** The database asks for the relation, too: who has none is told so in words. */
function denied(fault: unknown): never {
  const { code, constraint } = fault as { code?: string; constraint?: string };
  if (code === '42501') throw new Refusal('person-of-another');
  if (constraint === 'episode_open') throw new Refusal('episode-open-already');
  throw fault;
}

async function append(
  call: Call,
  wish: Pick<store.NewEpisode, 'id' | 'personId' | 'organisationId' | 'practitionerId' | 'askedBy' | 'noteSealed'> & {
    waiting: boolean;
    previousId?: string;
    prescriberId?: string | null;
  },
): Promise<void> {
  const { waiting, previousId = null, prescriberId = null, ...episode } = wish;
  const today = todayOf(call);
  await lockContingent(call, wish.personId);
  const running = await store.selectRunning(call.tx, wish.personId, wish.organisationId);
  if (running.some(({ state }) => state !== 'EXHAUSTED')) throw new Refusal('episode-open-already');
  await store
    .appendEpisode(call.tx, { ...episode, previousId, prescriberId, openedOn: today, waitingSince: waiting ? today : null })
    .catch(denied);
}

async function handOver(call: Call, wish: Omit<store.HandOver, 'officeId' | 'at'>): Promise<void> {
  await store.handOver(call.tx, { ...wish, officeId: call.newId(), at: call.now }).catch(denied);
}

/** Practices that offer Soziotherapie. */
export async function listPractices(call: Call, _permit: Permit<'soziotherapie.inquire'>) {
  return { practices: await store.selectPractices(call.tx) };
}

/** The practice's own waiting list. */
export async function setWaiting(
  call: Call,
  _permit: Permit<'soziotherapie.read'>,
  id: string,
  version: number | undefined,
  since: string | null,
) {
  const row = await lockEpisode(call, id, version);
  step.insistPast(call, since);
  if (row.state !== 'INQUIRY' && since !== null) refuseIn(row);
  return change(call, row, 'waiting-set', { waiting_since: since }, { waiting: since !== null });
}

function refuseIn(row: store.EpisodeRow): never {
  const unlisted = stepEpisode(row.state, 'inquire', ['office'], {});
  throw new Refusal(unlisted.ok ? 'not-found' : unlisted.because, { facts: { state: row.state } });
}

async function change(
  call: Call,
  row: store.EpisodeRow,
  verb: string,
  columns: store.EpisodeChange,
  data: Record<string, string | boolean | null> = {},
) {
  const version = await store.updateEpisode(call.tx, row.id, columns);
  await record(call, {
    action: `soziotherapie.episode.${verb}`,
    kind: 'U',
    object: ['episode', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.id, ...data },
  });
  return { id: row.id, version, state: row.state };
}

/** Who prescribes from now on (S10), and how often a week. */
export async function changeEpisode(
  call: Call,
  _permit: Permit<'soziotherapie.read'>,
  id: string,
  version: number | undefined,
  wish: { prescriberId?: string | null | undefined; frequencyPerWeek?: number | null | undefined },
) {
  const row = await lockEpisode(call, id, version);
  if (row.state === 'CLOSED') refuseIn(row);
  if (wish.prescriberId && !(await hasPrescriber(call.tx, wish.prescriberId))) throw new Refusal('prescriber-unknown');
  const columns: store.EpisodeChange = {
    ...(wish.prescriberId !== undefined ? { prescriber_id: wish.prescriberId } : {}),
    ...(wish.frequencyPerWeek !== undefined
      ? { frequency_per_week: wish.frequencyPerWeek === null ? null : String(wish.frequencyPerWeek) }
      : {}),
  };
  return change(call, row, 'changed', columns, {
    prescriberChanged: wish.prescriberId !== undefined && wish.prescriberId !== row.prescriber_id,
  });
}

/** The lead gives the case to a helper; who had it no longer sees it. */
export async function assignHelper(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  id: string,
  version: number | undefined,
  practitionerId: string,
) {
  const row = await lockEpisode(call, id, version);
  if (!(await store.isHelperOf(call.tx, practitionerId, row.organisation_id))) throw new Refusal('helper-not-of-practice');
  if (row.practitioner_id === practitionerId) return { id, version: row.version, state: row.state };
  if (row.practitioner_id !== null) await store.endService(call.tx, id, row.practitioner_id, call.now);
  await store.endService(call.tx, id, practitionerId, call.now); // a deputy becomes the helper
  await store
    .relateService(call.tx, {
      id: call.newId(),
      officeId: null,
      personId: row.person_id,
      organisationId: row.organisation_id,
      practitionerId,
      kind: 'team',
      episodeId: id,
      at: call.now,
    })
    .catch(denied);
  if (row.restricted_at !== null) await store.restrictService(call.tx, id, true);
  await settleTasks(call, 'sozio-answer-inquiry', id, 'done');
  return change(call, row, 'assigned', { practitioner_id: practitionerId }, { practitionerId, former: row.practitioner_id });
}

/** A deputy sees the case until the end of a day; without a day the deputising ends now. */
export async function setDeputy(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  id: string,
  { practitionerId, until }: { practitionerId: string; until: string | null },
) {
  const row = await lockEpisode(call, id, undefined);
  if (row.practitioner_id === practitionerId || !(await store.isHelperOf(call.tx, practitionerId, row.organisation_id)))
    throw new Refusal('helper-not-of-practice');
  await store.endService(call.tx, id, practitionerId, call.now);
  const end = until === null ? null : Temporal.PlainDate.from(until).add({ days: 1 }).toZonedDateTime('Europe/Berlin').toInstant();
  if (end && Temporal.Instant.compare(end, call.now) > 0) {
    const wish = {
      id: call.newId(),
      officeId: null,
      personId: row.person_id,
      organisationId: row.organisation_id,
      kind: 'substitute',
    } as const;
    await store.relateService(call.tx, { ...wish, practitionerId, episodeId: id, at: call.now }).catch(denied);
    await store.endService(call.tx, id, practitionerId, end);
  }
  await record(call, {
    action: 'soziotherapie.episode.deputy-set',
    kind: 'U',
    object: ['episode', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: id, practitionerId, until },
  });
  return { id };
}

/** Art. 18 GDPR: only the lead opens a restricted file; only she lifts it. */
export async function restrictEpisode(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  id: string,
  version: number | undefined,
  restricted: boolean,
) {
  const row = await lockEpisode(call, id, version);
  await store.restrictService(call.tx, id, restricted);
  return change(call, row, restricted ? 'restricted' : 'unrestricted', {
    restricted_at: restricted ? (row.restricted_at ?? call.now) : null,
  });
}

/** Nothing of the case is erased while a hold stands. */
export async function setLegalHold(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  id: string,
  version: number | undefined,
  hold: { reason: string; reviewOn: string } | null,
) {
  const row = await lockEpisode(call, id, version);
  const columns = { legal_hold: hold?.reason ?? null, legal_hold_review_on: hold?.reviewOn ?? null };
  return change(call, row, hold ? 'held' : 'hold-lifted', columns);
}

/** Contact note and closing report; the report is not for the office. */
export async function getEpisodeTexts(call: Call, _permit: Permit<'soziotherapie.read'>, id: string) {
  const row = await step.getEpisode(call, id);
  const care = accountOf(call).roles.some((role) => role === 'soziotherapist' || role === 'lead');
  await recordReads(call, 'soziotherapie.episode.texts-read', 'episode', [{ id, personId: row.person_id }]);
  const open = (place: typeof notePlace, bytes: Buffer | null) =>
    bytes ? call.sealer.open(call.tx, row.person_id, place(id), bytes) : null;
  return {
    contactNote: await open(notePlace, row.contact_note_sealed),
    closingReport: care ? await open(reportPlace, row.closing_report_sealed) : null,
  };
}

/** E14: the next episode is a record of its own and begins as an inquiry; the old one stays as it is. */
export async function startNextEpisode(
  call: Call,
  _permit: Permit<'soziotherapie.office'>,
  id: string,
  wish: { indicationAgain: boolean; askedBy: (typeof wire.ASKED_BY)[number] },
) {
  const row = await lockEpisode(call, id, undefined);
  const book = await openBook(call, row.person_id, row.organisation_id);
  const facts = { ...episodeFacts(book, book.windows), indicationAgain: wish.indicationAgain };
  const next = stepEpisode(row.state, 'start-next', partiesOf(call), facts);
  if (!next.ok)
    throw new Refusal(next.because, { facts: { remainingMinutes: contingentOn(book.windows, book.today, book.p).remainingMinutes } });
  const newId = call.newId();
  const practitionerId =
    row.practitioner_id !== null && (await store.isHelperOf(call.tx, row.practitioner_id, row.organisation_id))
      ? row.practitioner_id
      : null;
  await relate(call, { id: newId, personId: row.person_id, organisationId: row.organisation_id, practitionerId });
  await append(call, {
    id: newId,
    personId: row.person_id,
    organisationId: row.organisation_id,
    practitionerId,
    askedBy: wish.askedBy,
    noteSealed: null,
    waiting: false,
    previousId: id,
    prescriberId: row.prescriber_id,
  });
  const window = next.effects.includes('same-window') ? ('same' as const) : ('new' as const);
  await settleTasks(call, 'sozio-window-end', id, 'done');
  await record(call, {
    action: 'soziotherapie.episode.opened',
    kind: 'C',
    object: ['episode', newId],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: newId, askedBy: wish.askedBy, previousId: id, window },
  });
  return { id: newId, personId: row.person_id, version: 1, window };
}

export { reportPlace, takeEpisodeStep };
