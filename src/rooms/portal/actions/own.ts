import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { Mine, OwnAppointment, OwnConsent, OwnLook, OwnMessage, OwnPerson } from '../contract/own.ts';
import { MESSAGES_A_DAY } from '../rules/own-access.ts';
import { appendMessage, countSince, selectMessages } from '../store/messages.ts';
import * as store from '../store/own.ts';

const LOG_DAYS = 90;
const ANSWER_HOURS = 24;
export const messagePlace = (row: string) => ({ table: 'portal.message', column: 'sealed', row });
const recipientPlace = (row: string) => ({ table: 'consent.consent', column: 'recipient_sealed', row });

export type Relation = store.RelationRow;

/** What is open to whoever calls. */
export function listRelations(call: Call): Promise<Relation[]> {
  return store.selectRelations(call.tx, accountOf(call).accountId);
}

/** The relation that was asked for, else the first; refuses "portal-access-not-found" without any. */
export async function getRelation(call: Call, id?: string): Promise<{ relation: Relation; all: Relation[] }> {
  const all = await listRelations(call);
  const relation = all.find((one) => one.id === id) ?? all[0];
  if (!relation) throw new Refusal('portal-access-not-found');
  return { relation, all };
}

export const noteLook = (call: Call, { id, person_id: personId }: Relation, what: string): Promise<void> =>
  recordReads(call, `portal.${what}.read`, 'portal-access', [{ id, personId }]);

/** Herself and who acts for her in everything; all others see a part only. The database says which (`app.portal_sees`). */
export const isWhole = ({ whole }: Pick<Relation, 'whole'>): boolean => whole;
/** Who says yes or no for the person: to Case Management and the plan. */
export const decides = ({ kind, sees }: Pick<Relation, 'kind' | 'sees'>): boolean => kind !== 'relative' && sees.includes('case');

export async function readPerson(call: Call, personId: string): Promise<OwnPerson | null> {
  const row = await store.findOwnPerson(call.tx, personId);
  if (!row) return null;
  return {
    givenName: row.given_name,
    familyName: row.family_name,
    called: row.called,
    birthDate: row.birth_date,
    phone: row.phone,
    email: row.email,
    street: row.street,
    postalCode: row.postal_code,
    place: row.place,
    language: row.language,
  };
}

/** Those that are still ahead, or with `all` every one. */
export async function readAppointments(call: Call, personId: string, all = false): Promise<OwnAppointment[]> {
  return (await store.selectAppointments(call.tx, personId, { from: all ? null : call.now })).map(viewOf);
}

export async function findAppointment(call: Call, personId: string, id: string): Promise<OwnAppointment | undefined> {
  const [row] = await store.selectAppointments(call.tx, personId, { from: null, id });
  return row && viewOf(row);
}

function viewOf(row: store.AppointmentRow): OwnAppointment {
  return {
    source: row.source,
    id: row.id,
    version: row.version,
    kind: row.kind,
    video: row.video,
    startsAt: row.starts_at.toString(),
    endsAt: row.ends_at.toString(),
    state: row.state,
    standing: row.standing,
    practitioner: row.practitioner,
    phone: row.phone,
    address: [row.street, row.town, row.directions].filter((line): line is string => Boolean(line)),
    changedAt: row.changed_at.toString(),
  };
}

/** Everything that was ever consented to, the newest first. */
export async function readConsents(call: Call, personId: string): Promise<OwnConsent[]> {
  const rows = await store.selectConsents(call.tx, personId);
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      kind: row.kind,
      service: row.organisation_id && row.organisation_name ? { id: row.organisation_id, name: row.organisation_name } : null,
      recipient: row.recipient_sealed ? await recipientOf(call, personId, row.id, row.recipient_sealed) : null,
      classes: row.classes,
      direction: row.direction === 'from-recipient' ? ('from-recipient' as const) : ('to-recipient' as const),
      givenAt: row.given_at.toString(),
      untilAt: row.until_at?.toString() ?? null,
      withdrawnAt: row.withdrawn_at?.toString() ?? null,
      version: row.version,
    })),
  );
}

async function recipientOf(call: Call, personId: string, id: string, sealed: Buffer): Promise<string> {
  const { name } = JSON.parse(await call.sealer.open(call.tx, personId, recipientPlace(id), sealed)) as { name: string };
  return name;
}

/** Whether a consent lives now. */
export const lives = ({ withdrawnAt, untilAt }: OwnConsent, now: Temporal.Instant): boolean =>
  withdrawnAt === null && (untilAt === null || Temporal.Instant.compare(Temporal.Instant.from(untilAt), now) > 0);

/** The account's own conversation about a person, oldest first. */
export async function readMessages(call: Call, personId: string): Promise<OwnMessage[]> {
  const rows = await selectMessages(call.tx, personId, accountOf(call).accountId);
  return Promise.all(rows.reverse().map((row) => messageOf(call, row)));
}

export async function messageOf(call: Call, row: Awaited<ReturnType<typeof selectMessages>>[number]): Promise<OwnMessage> {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    fromClient: row.from_client,
    text: await call.sealer.open(call.tx, row.person_id, messagePlace(row.id), row.sealed),
    writtenAt: row.written_at.toString(),
    readAt: row.read_at?.toString() ?? null,
  };
}

/** Services and desk to which somebody may write now. */
export const listHelpers = (call: Call, personId: string) => store.selectHelpers(call.tx, personId);

/**
 * A short text to a service or the desk, sealed; its helper finds a task. Refuses "portal-access-not-found", "portal-recipient-unknown",
 * "portal-too-many-messages".
 */
export async function sendMessage(
  call: Call,
  wish: { personId: string; organisationId: string | null; text: string },
): Promise<{ id: string }> {
  const { accountId } = accountOf(call);
  if (!(await listRelations(call)).some(({ person_id }) => person_id === wish.personId)) throw new Refusal('portal-access-not-found');
  const helper = (await listHelpers(call, wish.personId)).find(({ organisation_id }) => organisation_id === wish.organisationId);
  if (!helper) throw new Refusal('portal-recipient-unknown');
  if ((await countSince(call.tx, accountId, call.now.subtract({ hours: 24 }))) >= MESSAGES_A_DAY)
    throw new Refusal('portal-too-many-messages');
  const id = call.newId();
  const { personId, organisationId, text } = wish;
  const sealed = await call.sealer.seal(call.tx, personId, messagePlace(id), text);
  await appendMessage(call.tx, {
    id,
    personId,
    accountId,
    organisationId,
    fromClient: true,
    sealed,
    writtenAt: call.now,
    writtenBy: accountId,
  });
  await appendTask(call, {
    kind: 'portal-message',
    object: [helper.cause, helper.cause_id],
    personId,
    ...(helper.account_id ? { assigneeId: helper.account_id } : { assigneeRole: 'desk' }),
    organisationId,
    dueAt: call.now.add({ hours: ANSWER_HOURS }),
    facts: { accountId },
  });
  await record(call, {
    action: 'portal.message.written',
    kind: 'C',
    object: ['portal-message', id],
    personId,
    data: { ...(organisationId ? { organisationId } : {}), fromClient: true },
  });
  return { id };
}

/** Who looked at the person's data in the last 90 days, in words of the house: name, roles, service, how often. */
export async function readLooks(call: Call, personId: string): Promise<OwnLook[]> {
  const rows = await store.selectLooks(call.tx, personId, call.now.subtract({ hours: LOG_DAYS * 24 }));
  return rows.map((row) => ({
    day: row.day,
    name: row.actor,
    roles: row.roles,
    service: row.organisation,
    looked: row.looked,
    changed: row.changed,
  }));
}

/** Everything of all persons of the account, to take along. */
export async function readMine(call: Call): Promise<Mine> {
  const persons: Mine['persons'] = [];
  for (const relation of await listRelations(call)) {
    const { person_id: personId } = relation;
    const whole = isWhole(relation);
    persons.push({
      accessId: relation.id,
      personId,
      kind: relation.kind,
      person: await readPerson(call, personId),
      appointments: await readAppointments(call, personId, true),
      consents: whole ? await readConsents(call, personId) : [],
      messages: await readMessages(call, personId),
      looks: whole ? await readLooks(call, personId) : [],
    });
    await noteLook(call, relation, 'data');
  }
  return { at: call.now.toString(), persons };
}
