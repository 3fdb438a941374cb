import { createHash, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { type Call, newSessionToken } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Door } from '#platform/http.ts';
import { storedForm } from '#platform/password.ts';
import { keepPortalLanguage } from '#rooms/access/actions/portal-accounts.ts';
import { endOwnSession, insistGoodPassword } from '#rooms/access/actions/sessions.ts';
import { deviceOf } from '#rooms/access/actions/sign-in.ts';
import { pepperOf, strengthOf } from '#rooms/access/actions/strength.ts';
import { clearFailures, countFailure, guardOf, lockGuard, rememberPlace, secondsLeft } from '#rooms/access/actions/throttle.ts';
import { ABSOLUTE_SECONDS, HALF_SECONDS, IDLE_SECONDS } from '#rooms/access/rules/session.ts';
import { queueMessage } from '#rooms/messages/actions.ts';
import type { FormLanguage } from '../rules/fields.ts';
import { readInvitationCode } from '../rules/own-access.ts';
import { OWN_WORDS } from '../rules/own-words.ts';
import { filled } from '../rules/page.ts';
import { findPortalAccount } from '../store/own.ts';

export const invitationHash = (code: string) => createHash('sha256').update(code).digest();

interface Acceptance {
  code: string;
  /** "YYYY-MM-DD" */
  birth: string;
  email: string;
  password: string;
  language: FormLanguage;
}

/**
 * Takes an invitation: account, access and half a session. Every no to code and birth date is the same word, in the same time; it is
 * returned, since the tries that it counted must stay. Throws "invalid-password".
 */
export async function acceptPortalInvitation(call: Call, wish: Acceptance, door: Door): Promise<'accepted' | Refusal> {
  insistGoodPassword(wish.password, { name: '', email: wish.email }, '/password');
  // each source has tries of its own, whatever it tries them at; the invitation counts its own five
  const guard = await guardOf(call, 'code', `portal-invitation ${door.source}`, door);
  if ((await secondsLeft(call, guard)) > 0) return denied(call, 'blocked');
  const stored = await storedForm(wish.password, pepperOf(call), await strengthOf(call));
  const { left, counted } = await lockGuard(call, guard);
  if (left > 0) return denied(call, 'blocked');
  const code = readInvitationCode(wish.code) ?? '';
  const token = newSessionToken();
  const { rows } = await sql<{ answer: string; account_id: string; person_id: string; invitation_id: string; recovered: boolean }>`
    select * from app.accept_portal_invitation(${invitationHash(code)}, ${wish.birth}, ${call.newId()}, ${wish.email}, ${stored}, ${wish.language},
      ${call.newId()}, ${call.newId()}, ${token}, ${deviceOf(door)})`.execute(call.tx);
  const [taken] = rows;
  if (taken?.answer === 'portal-email-taken') return new Refusal('portal-email-taken');
  if (taken?.answer !== 'accepted') {
    await countFailure(call, guard, counted);
    return denied(call, 'wrong');
  }
  await clearFailures(call, guard);
  await endOwnSession(call, 'replaced');
  await record(call, {
    action: taken.recovered ? 'portal.access.renewed' : 'portal.access.begun',
    kind: 'C',
    object: ['account', taken.account_id],
    personId: taken.person_id,
    data: { invitation: taken.invitation_id },
  });
  door.signIn(token, HALF_SECONDS);
  return 'accepted';
}

/** One more person for an account that is signed in. */
export async function attachInvitation(call: Call, typed: string, birth: string, door: Door): Promise<'accepted' | Refusal> {
  const guard = await guardOf(call, 'code', `portal-invitation ${door.source}`, door);
  const { left, counted } = await lockGuard(call, guard);
  if (left > 0) return denied(call, 'blocked');
  const { rows } = await sql<{ answer: string; person_id: string; invitation_id: string }>`
    select * from app.attach_portal_invitation(${invitationHash(readInvitationCode(typed) ?? '')}, ${birth}, ${call.newId()})`.execute(
    call.tx,
  );
  const [taken] = rows;
  if (taken?.answer !== 'accepted') {
    await countFailure(call, guard, counted);
    return denied(call, 'wrong');
  }
  await record(call, {
    action: 'portal.access.begun',
    kind: 'C',
    object: ['invitation', taken.invitation_id],
    personId: taken.person_id,
    data: { invitation: taken.invitation_id },
  });
  return 'accepted';
}

async function denied(call: Call, reason: string): Promise<Refusal> {
  await record(call, { action: 'portal.invitation.denied', kind: 'E', object: ['portal-try', call.requestId], reason });
  return new Refusal('portal-code-failed');
}

export interface Sending {
  personId: string;
  email: string;
  language: FormLanguage;
  code: string;
  sessionId: string;
}

const codeHash = (call: Call, sessionId: string, code: string) => call.sealer.token('portal-code', `${sessionId} ${code}`);

/**
 * Makes a code for this half session; the system sends it (`mailCode`). Nothing where an app is set up or nobody is half signed in. Refuses
 * "too-many" where this start, or the account within the hour, has had enough.
 */
export async function makeCode(call: Call): Promise<Sending | undefined> {
  const account = await findPortalAccount(call.tx);
  if (account?.level !== 1 || account.confirmed || !account.person_id) return undefined;
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const { rows } = await sql<{
    begun: string;
  }>`select app.start_portal_code(${codeHash(call, account.session_id, code)}) as begun`.execute(call.tx);
  if (rows[0]?.begun === 'too-many') throw new Refusal('too-many');
  if (rows[0]?.begun !== 'begun') return undefined;
  await record(call, { action: 'portal.code.made', kind: 'E', object: ['account', account.account_id] });
  return { personId: account.person_id, email: account.email, language: account.language, code, sessionId: account.session_id };
}

/** By the system: the code as a mail with neutral words, sealed until it goes. */
export async function mailCode(call: Call, { personId, email, language, code, sessionId }: Sending): Promise<void> {
  await queueMessage(call, {
    personId,
    channel: 'email',
    template: 'portal-code',
    language,
    cause: ['portal-code', sessionId],
    content: { to: email, text: filled(OWN_WORDS[language].mail.text, { code }) },
  });
}

/** The code from the mail makes the session whole. A refusal is returned, its count stays; "too-many" ends this start. */
export async function confirmMailCode(call: Call, code: string, door: Door): Promise<'done' | Refusal> {
  if (call.actor.kind === 'account') return 'done';
  const account = await findPortalAccount(call.tx);
  if (!account) throw new Refusal('not-signed-in');
  const guard = await guardOf(call, 'code', account.email, door);
  const { left, counted } = await lockGuard(call, guard);
  const token = newSessionToken();
  const answer = left > 0 ? 'blocked' : await raise(call, codeHash(call, account.session_id, code.replace(/\s/g, '')), token);
  if (answer !== 'raised') {
    if (left <= 0) await countFailure(call, guard, counted);
    await record(call, { action: 'access.second-factor.denied', kind: 'E', object: ['account', account.account_id], reason: answer });
    if (answer !== 'used-up') return new Refusal(answer === 'blocked' ? 'too-many' : 'second-factor-failed');
    await endOwnSession(call, 'codes-used-up');
    door.signOut();
    return new Refusal('too-many');
  }
  await clearFailures(call, guard);
  await rememberPlace(call, guard);
  await record(call, { action: 'access.session.opened', kind: 'C', object: ['session', account.session_id] });
  door.signIn(token, ABSOLUTE_SECONDS);
  return 'done';
}

async function raise(call: Call, hash: Buffer, token: string): Promise<string> {
  const { rows } = await sql<{ answer: string }>`select app.raise_portal_session(${hash}, ${token}, ${IDLE_SECONDS}) as answer`.execute(
    call.tx,
  );
  return rows[0]?.answer ?? 'no-session';
}

/** Whoever is signed in to the portal, half or wholly; nobody for an account of staff. */
export const findAccount = (call: Call) => findPortalAccount(call.tx);

/** The language of the pages is also that of the mails. */
export async function keepLanguage(call: Call, language: FormLanguage): Promise<void> {
  if (call.actor.kind !== 'account' || !call.actor.roles.includes('client')) return;
  await keepPortalLanguage(call.tx, call.actor.accountId, language);
}
