import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { insist, Refusal } from '#kernel/decision.ts';
import { ageOn, dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { portalSheet } from '#platform/documents/portal-sheet.ts';
import { record, recordReads } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import * as accounts from '#rooms/access/actions/portal-accounts.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { Accesses, Conversation } from '../contract/own.ts';
import { FORM_LANGUAGES, type FormLanguage } from '../rules/fields.ts';
import {
  invitationCode,
  mayInvite,
  PORTAL_INVITATION_DAYS,
  type PortalKind,
  portalInvitationState,
  type RelativeClass,
  readInvitationCode,
} from '../rules/own-access.ts';
import { OWN_WORDS } from '../rules/own-words.ts';
import { filled } from '../rules/page.ts';
import { FORM_WORDS } from '../rules/words.ts';
import * as store from '../store/access.ts';
import { appendMessage, markRead, selectMessages } from '../store/messages.ts';
import { messageOf, messagePlace } from './own.ts';
import { invitationHash } from './own-door.ts';

type Inviting = Permit<'portal.invite'>;
const recipientPlace = (row: string) => ({ table: 'consent.consent', column: 'recipient_sealed', row });
const addressOf = (call: Call) => `${call.network.publicUrl.replace(/\/$/, '')}/portal`;

async function getPerson(call: Call, id: string) {
  const person = await store.findInvitee(call.tx, id);
  if (!person) throw new Refusal('not-found');
  return person;
}

/** Everything that the panel of a helper shows. */
export async function readAccesses(call: Call, _permit: Inviting, personId: string): Promise<Accesses> {
  const person = await getPerson(call, personId);
  const [guardians, releases, invitations, accesses] = [
    await store.selectGuardians(call.tx, personId),
    await relativeReleases(call, personId),
    await accounts.selectInvitations(call.tx, personId),
    await accounts.selectAccesses(call.tx, personId, call.now),
  ];
  await recordReads(call, 'portal.accesses.read', 'person', [{ id: personId, personId }]);
  return {
    name: [person.given_name, person.family_name].filter(Boolean).join(' '),
    language: languageOf(person.language),
    birthDateKnown: person.birth_date !== null,
    guardians: guardians.map(({ id, name, relation, scope }) => ({ id, name, relation, scope })),
    young: isYoung(call, person.birth_date),
    releases,
    invitations: invitations.map((row) => ({
      id: row.id,
      kind: row.kind as PortalKind,
      name: row.name,
      classes: row.classes as RelativeClass[],
      language: languageOf(row.language),
      createdAt: row.created_at.toString(),
      expiresAt: row.expires_at.toString(),
      state: portalInvitationState(row, call.now),
    })),
    accesses: accesses.map((row) => ({
      id: row.id,
      accountId: row.account_id,
      kind: row.kind as PortalKind,
      name: row.name,
      classes: row.classes,
      fromAt: row.from_at.toString(),
      untilAt: row.until_at?.toString() ?? null,
    })),
  };
}

const reached = (call: Call, birthDate: string | null, age: number): boolean =>
  birthDate !== null && ageOn(Temporal.PlainDate.from(birthDate), dayInBerlin(call.now)) >= age;
/** Owed secrecy towards who has custody as well (rule book A.1.6). */
const isYoung = (call: Call, birthDate: string | null): boolean => reached(call, birthDate, 14) && !reached(call, birthDate, 18);

const languageOf = (tag: string): FormLanguage =>
  tag === 'easy' ? 'de-easy' : (FORM_LANGUAGES.find((one) => one === tag || one === tag.split('-')[0]) ?? 'de');

/** Releases to relatives that live now and name something to see; empty for whom releases are not. */
async function relativeReleases(call: Call, personId: string) {
  const rows = await store.selectRelativeReleases(call.tx, personId, call.now);
  return Promise.all(
    rows.map(async ({ id, classes, recipient_sealed: sealed }) => {
      const { name } = sealed
        ? (JSON.parse(await call.sealer.open(call.tx, personId, recipientPlace(id), sealed)) as { name: string })
        : { name: '' };
      return { id, name, classes };
    }),
  );
}

export interface PortalGuest {
  kind: PortalKind;
  name: string;
  language: FormLanguage;
  guardianId: string | null;
  releaseId: string | null;
  /** Of who represents her: a part only. */
  part?: readonly RelativeClass[] | null;
}

/**
 * Invites somebody: the code is told this once and handed over in person or by letter. An open invitation of the same kind and name is
 * withdrawn. Refuses "portal-birth-date-missing", "portal-guardian-missing", "portal-guardian-over", "portal-release-missing".
 */
export async function inviteToPortal(call: Call, _permit: Inviting, personId: string, guest: PortalGuest) {
  const person = await getPerson(call, personId);
  const guardian = guest.guardianId
    ? (await store.selectGuardians(call.tx, personId)).find(({ id }) => id === guest.guardianId)
    : undefined;
  const release = guest.releaseId ? (await relativeReleases(call, personId)).find(({ id }) => id === guest.releaseId) : undefined;
  const { classes } = insist(
    mayInvite({
      kind: guest.kind,
      birthDate: person.birth_date,
      guardian: guardian
        ? {
            relation: guardian.relation,
            hasCustody: guardian.has_custody,
            ofAge: reached(call, person.birth_date, 18),
            young: isYoung(call, person.birth_date),
          }
        : null,
      part: guest.part ?? null,
      released: release?.classes ?? null,
    }),
  );
  const id = call.newId();
  const code = invitationCode(randomBytes(12));
  const expiresAt = call.now.add({ hours: PORTAL_INVITATION_DAYS * 24 });
  const { accountId, organisationId } = accountOf(call);
  await accounts.withdrawEqual(call.tx, { personId, kind: guest.kind, name: guest.name, at: call.now });
  await accounts.appendInvitation(call.tx, {
    id,
    code_hash: invitationHash(code),
    person_id: personId,
    kind: guest.kind,
    classes,
    guardian_id: guest.kind === 'guardian' ? guest.guardianId : null,
    release_id: guest.kind === 'relative' ? guest.releaseId : null,
    name: guest.name,
    language: guest.language,
    invited_by: accountId,
    organisation_id: organisationId,
    created_at: call.now,
    expires_at: expiresAt,
  });
  await record(call, {
    action: 'portal.invitation.made',
    kind: 'C',
    object: ['portal-invitation', id],
    personId,
    data: { kind: guest.kind, classes },
  });
  return { id, code, address: addressOf(call), expiresAt: expiresAt.toString() };
}

/** The letter with the code, in the language of the invitation. It holds neither reason nor birth date. */
export async function printInvitation(call: Call, _permit: Inviting, id: string, typed: string): Promise<FileAnswer> {
  const row = await accounts.findInvitation(call.tx, id);
  const code = readInvitationCode(typed);
  if (!row || !code || !row.code_hash.equals(invitationHash(code)) || portalInvitationState(row, call.now) !== 'open')
    throw new Refusal('portal-invitation-not-found');
  const language = languageOf(row.language);
  const { letter } = OWN_WORDS[language];
  const { lang, dir, locale } = FORM_WORDS[language];
  const until = dayInBerlin(row.expires_at).toLocaleString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const { pdf } = portalSheet({
    lang,
    dir,
    title: letter.title,
    sender: call.network.name,
    writtenAt: call.now,
    parts: [
      { title: row.name, lines: [letter.lead] },
      { lines: letter.steps.map((step, at) => `${at + 1}. ${filled(step, { address: addressOf(call) })}`) },
      { title: letter.code, large: code, lines: [filled(letter.until, { day: until }), letter.birth] },
      { lines: [letter.free, ...(call.network.phone ? [filled(letter.help, { phone: call.network.phone })] : [])] },
    ],
  });
  await record(call, { action: 'portal.invitation.printed', kind: 'R', object: ['portal-invitation', id], personId: row.person_id });
  return new FileAnswer('application/pdf', 'einladung.pdf', pdf);
}

export async function withdrawPortalInvitation(call: Call, _permit: Inviting, id: string): Promise<{ id: string }> {
  const row = await accounts.findInvitation(call.tx, id);
  if (!row || !(await accounts.withdrawInvitation(call.tx, id, call.now))) throw new Refusal('portal-invitation-not-found');
  await record(call, { action: 'portal.invitation.withdrawn', kind: 'U', object: ['portal-invitation', id], personId: row.person_id });
  return { id };
}

/** By a helper, by the person herself for a relative, or by the owner. It acts on the next request. */
export async function endAccess(call: Call, id: string): Promise<{ id: string }> {
  const { rows } = await sql<{ person_id: string; account_id: string }>`select * from app.end_portal_relation(${id})`.execute(call.tx);
  const [ended] = rows;
  if (!ended) throw new Refusal('portal-access-not-found');
  await record(call, {
    action: 'portal.access.ended',
    kind: 'U',
    object: ['portal-access', id],
    personId: ended.person_id,
    data: { accountId: ended.account_id },
  });
  return { id };
}

/** The conversations that this helper's service (or the desk) has with the person's portal accounts; what was new is read with it. */
export async function readConversations(call: Call, _permit: Inviting, personId: string): Promise<Conversation[]> {
  await getPerson(call, personId);
  const accesses = await accounts.selectAccesses(call.tx, personId, null);
  const found = new Map<string, Conversation>();
  for (const row of (await selectMessages(call.tx, personId)).reverse()) {
    const key = `${row.account_id} ${row.organisation_id ?? ''}`;
    const access = accesses.find(({ account_id }) => account_id === row.account_id);
    const conversation = found.get(key) ?? {
      accountId: row.account_id,
      organisationId: row.organisation_id,
      name: access?.name ?? '',
      kind: (access?.kind ?? 'self') as PortalKind,
      open: access !== undefined && (access.until_at === null || Temporal.Instant.compare(access.until_at, call.now) > 0),
      messages: [],
    };
    conversation.messages.push({ ...(await messageOf(call, row)), writtenBy: row.writer });
    found.set(key, conversation);
  }
  await recordReads(call, 'portal.messages.read', 'person', found.size > 0 ? [{ id: personId, personId }] : []);
  return [...found.values()];
}

/** Answers in a conversation; what the client wrote is read, and the task is done. Refuses "portal-access-not-found". */
export async function answerMessage(
  call: Call,
  _permit: Inviting,
  personId: string,
  wish: { accountId: string; organisationId: string | null; text: string },
): Promise<{ id: string }> {
  await getPerson(call, personId);
  const { accountId: writtenBy } = accountOf(call);
  const { accountId, organisationId, text } = wish;
  const mine = (await selectMessages(call.tx, personId, accountId)).some((row) => row.organisation_id === organisationId);
  if (!mine) throw new Refusal('portal-access-not-found');
  const id = call.newId();
  const sealed = await call.sealer.seal(call.tx, personId, messagePlace(id), text);
  await appendMessage(call.tx, { id, personId, accountId, organisationId, fromClient: false, sealed, writtenAt: call.now, writtenBy });
  await markRead(call.tx, personId, true, call.now);
  for (const causeId of await accounts.selectCauses(call.tx, personId, organisationId))
    await settleTasks(call, 'portal-message', causeId, 'done');
  await record(call, {
    action: 'portal.message.written',
    kind: 'C',
    object: ['portal-message', id],
    personId,
    data: { ...(organisationId ? { organisationId } : {}), fromClient: false },
  });
  return { id };
}
