import { Refusal } from '#kernel/decision.ts';
import { NotSealedForUs, newSealingKeys, openAsServer } from '#kernel/seal-to-server.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { DeviceWork, type ENTRY_STATES, type Outcome } from '../contract/device.ts';
import { SESSION_UNLISTED } from '../rules/life/session.ts';
import * as store from '../store/device.ts';
import { findEpisode, findSession, type SessionRecord } from '../store/sessions.ts';
import { carryOutWork } from './device-work.ts';
import { attempt } from './sessions.ts';

type Care = Permit<'soziotherapie.care'>;
/** Devices get a new key four times a year; the old one still opens. */
const KEY_DAYS = 90;
const MOST_AT_ONCE = 20;

const keyPlace = (row: string) => ({ table: 'soziotherapie.device_key', column: 'private_sealed', row });

function ownPractitioner(call: Call) {
  const { accountId, practitionerId } = accountOf(call);
  if (!practitionerId) throw new Refusal('session-helper-missing');
  return { accountId, practitionerId };
}

/** The public key that devices seal to; made when there is none or when it is too old. */
export async function getDeviceKey(call: Call, _permit: Care) {
  ownPractitioner(call);
  const current = await store.findCurrentKey(call.tx);
  const oldest = call.now.subtract({ hours: 24 * KEY_DAYS });
  if (current && Temporal.Instant.compare(current.made_at, oldest) > 0) return keyAnswer(current);
  const id = call.newId();
  const { publicKey, privateKey } = await newSealingKeys();
  await store.renewKey(call.tx, { id, publicKey, sealed: call.sealer.sealSecret(keyPlace(id), privateKey), at: call.now });
  const made = await store.findCurrentKey(call.tx);
  if (!made) throw new Error('the key that was just made is not there');
  if (made.id === id) await record(call, { action: 'soziotherapie.device-key.made', kind: 'C', object: ['device-key', id] });
  return keyAnswer(made);
}

function keyAnswer({ id, public_key, made_at }: NonNullable<Awaited<ReturnType<typeof store.findCurrentKey>>>) {
  return { keyId: id, publicKey: public_key.toString('base64'), madeAt: made_at.toString() };
}

/** Keeps what a device wrote without opening it: from here on nothing of it can be lost. */
export async function keepEntries(
  call: Call,
  _permit: Care,
  entries: readonly { id: string; keyId: string; body: string; writtenLocal: string }[],
) {
  const { accountId, practitionerId } = ownPractitioner(call);
  const rows = entries.map(({ id, keyId, body, writtenLocal }) => ({ id, keyId, body: Buffer.from(body, 'base64'), writtenLocal }));
  await store.keepRows(call.tx, rows, { accountId, practitionerId, at: call.now });
  const kept = await store.selectKept(
    call.tx,
    rows.map(({ id }) => id),
  );
  await record(call, {
    action: 'soziotherapie.entries.kept',
    kind: 'C',
    object: ['account', accountId],
    data: { practitionerId, entries: kept },
  });
  return { kept };
}

/** Opens an entry. Undefined where its bytes, its key or its form say nothing to us; it stays kept as it came. */
export async function openEntry(call: Call, row: store.EntryRecord): Promise<DeviceWork | undefined> {
  const secret = await store.findSecret(call.tx, row.key_id);
  if (!secret) return undefined;
  try {
    const privateKey = new Uint8Array(call.sealer.openSecret(keyPlace(row.key_id), secret.sealed));
    const keys = { publicKey: new Uint8Array(secret.publicKey), privateKey };
    const text = await openAsServer(keys, { keyId: row.key_id, entryId: row.id }, row.sealed_body);
    return DeviceWork.safeParse(JSON.parse(text)).data;
  } catch (fault) {
    if (fault instanceof NotSealedForUs || fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

/** Whom it is about, as far as the writer still sees the case. */
export async function personOf(call: Call, work: DeviceWork): Promise<string | undefined> {
  const sessionId = work.kind === 'visit' ? work.visit.sessionId : work.sessionId;
  if (sessionId !== null) return (await findSession(call.tx, sessionId))?.person_id;
  return work.kind === 'visit' ? (await findEpisode(call.tx, work.visit.episodeId))?.person_id : undefined;
}

/** Something else stands here in the meantime: both sides are shown and a person decides. Everything else is a rule's plain no. */
const CONFLICTS: ReadonlySet<string> = new Set([
  ...Object.values(SESSION_UNLISTED),
  'entry-session-changed',
  'session-not-yours',
  'session-not-covered',
  'risk-not-confirmed',
  'cap-exhausted',
  'therapist-overlap',
  'co-leader-overlap',
  'client-already-booked',
]);

type State = (typeof ENTRY_STATES)[number];
interface Applied {
  state: State;
  because: string | null;
  personId: string | null;
  session: SessionRecord | null;
}

/** What the database cannot take (a value of no form, a broken reference) is set aside like an unreadable one. */
const isUnfit = (fault: unknown): boolean => /^2[23]/.test(String((fault as { code?: unknown }).code ?? ''));

async function applyOne(call: Call, row: store.EntryRecord): Promise<Applied> {
  const aside = (because: string, personId: string | null = null): Applied => ({
    state: CONFLICTS.has(because) ? 'conflict' : 'refused',
    because,
    personId,
    session: null,
  });
  const work = await openEntry(call, row);
  if (!work) return aside('entry-unreadable');
  const personId = await personOf(call, work);
  if (!personId) return aside('entry-session-gone');
  try {
    const session = await attempt(call, personId, () => carryOutWork(call, work, row.written_local));
    return { state: 'applied', because: null, personId, session };
  } catch (fault) {
    if (fault instanceof Refusal) {
      const code = fault.code === 'version-old' ? 'entry-session-changed' : fault.code === 'not-found' ? 'entry-session-gone' : fault.code;
      return aside(code, personId);
    }
    if (isUnfit(fault)) return aside('entry-unreadable', personId);
    throw fault;
  }
}

/** Applies what is kept, in the order it was written, each exactly once: its effect and its state are one transaction. */
export async function applyEntries(call: Call, _permit: Care) {
  ownPractitioner(call);
  const outcomes: Outcome[] = [];
  for (const row of await store.lockReceived(call.tx, MOST_AT_ONCE)) {
    const { state, because, personId, session } = await applyOne(call, row);
    await store.updateEntry(call.tx, row.id, { state, because, person_id: personId, session_id: session?.id ?? null });
    await tellEntry(call, row, personId, 'soziotherapie.entry.applied', { state, because, sessionId: session?.id ?? null });
    outcomes.push({ id: row.id, state, because, sessionId: session?.id ?? null, version: session?.version ?? null });
  }
  return { outcomes, left: await store.countReceived(call.tx) };
}

export async function tellEntry(
  call: Call,
  row: store.EntryRecord,
  personId: string | null,
  action: string,
  data: Record<string, string | null>,
): Promise<void> {
  const { organisationId } = accountOf(call);
  await record(call, {
    action,
    kind: 'E',
    object: ['device-entry', row.id],
    personId,
    data: { organisationId, practitionerId: row.practitioner_id, ...data },
  });
}
