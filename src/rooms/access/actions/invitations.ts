import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Role } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { berlinInstant } from '#kernel/time.ts';
import { type Call, newSessionToken } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Door } from '#platform/http.ts';
import { storedForm } from '#platform/password.ts';
import type { Permit } from '#platform/permit.ts';
import type { NextStep } from '../contract.ts';
import { HALF_SECONDS, INVITATION_SECONDS, invitationState } from '../rules/session.ts';
import { asAdministrator, endSessionRow } from '../store.ts';
import { insistStepUp } from './permit.ts';
import { insistGoodPassword } from './sessions.ts';
import { deviceOf } from './sign-in.ts';
import { pepperOf, strengthOf } from './strength.ts';

export interface Invited {
  id: string;
  /** The only time that the secret is told. */
  link: string;
  expiresAt: string;
}

export interface Guest {
  email: string;
  name: string;
  roles: readonly Role[];
  organisationId: string | null;
  practitionerId: string | null;
  /** "YYYY-MM-DD" */
  secrecySignedOn: string | null;
}

const codeHash = (code: string) => createHash('sha256').update(code).digest();

/** The instant that stands for a day on paper: its midnight in Berlin. */
export function startOfDay(day: string): Temporal.Instant {
  return berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from('00:00'));
}

/** Invites somebody; her earlier open invitation is withdrawn. */
export async function createInvitation(call: Call, _permit: Permit<'access.administer'>, guest: Guest): Promise<Invited> {
  await insistStepUp(call);
  const invited = await invite(call, guest, null);
  await record(call, {
    action: 'access.invitation.created',
    kind: 'C',
    object: ['invitation', invited.id],
    data: { roles: [...guest.roles] },
  });
  return invited;
}

/** A new start for an account whose owner lost password or app: the link is handed over in person. Her old sessions end when she takes it. */
export async function recoverAccount(call: Call, _permit: Permit<'access.administer'>, accountId: string): Promise<Invited> {
  await insistStepUp(call);
  const nobody = { email: '', name: '', roles: [], organisationId: null, practitionerId: null, secrecySignedOn: null };
  const invited = await invite(call, nobody, accountId);
  await record(call, { action: 'access.recovery.offered', kind: 'C', object: ['account', accountId], data: { invitation: invited.id } });
  return invited;
}

/** Writes the row behind a link; used by the administration and, for the first administrator, by the system. */
export async function invite(call: Call, guest: Guest, recovers: string | null): Promise<Invited> {
  const id = call.newId();
  const code = randomBytes(24).toString('base64url');
  const expiresAt = call.now.add({ seconds: INVITATION_SECONDS });
  const secrecy = guest.secrecySignedOn ? startOfDay(guest.secrecySignedOn) : null;
  if (secrecy && Temporal.Instant.compare(secrecy, call.now) > 0) {
    throw new Refusal('missing-secrecy', { errors: [{ pointer: '/secrecySignedOn', code: 'in-future' }] });
  }
  const asked = sql<{ answer: string }>`
    select app.invite(${id}, ${codeHash(code)}, ${guest.email}, ${guest.name}, ${[...new Set(guest.roles)]}::text[], ${guest.organisationId},
      ${guest.practitionerId}, ${secrecy?.toString() ?? null}, ${recovers}, ${expiresAt.toString()}) as answer`.execute(call.tx);
  const { rows } = await asAdministrator(asked);
  const answer = rows[0]?.answer;
  if (answer !== 'invited') throw new Refusal(answer ?? 'account-not-found');
  return { id, link: `${call.network.publicUrl.replace(/\/$/, '')}/einladung#${code}`, expiresAt: expiresAt.toString() };
}

export async function listInvitations(call: Call, _permit: Permit<'access.administer'>) {
  const rows = await call.tx
    .selectFrom('access.invitation')
    .select([
      'id',
      'email',
      'name',
      'roles',
      'organisation_id',
      'practitioner_id',
      'created_at',
      'expires_at',
      'accepted_at',
      'withdrawn_at',
    ])
    .select(sql<boolean>`recovers is not null`.as('recovery'))
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    roles: row.roles as Role[],
    organisationId: row.organisation_id,
    practitionerId: row.practitioner_id,
    createdAt: row.created_at.toString(),
    expiresAt: row.expires_at.toString(),
    state: invitationState({ acceptedAt: row.accepted_at, withdrawnAt: row.withdrawn_at, expiresAt: row.expires_at }, call.now),
    recovery: row.recovery,
  }));
}

export async function withdrawInvitation(call: Call, _permit: Permit<'access.administer'>, id: string): Promise<void> {
  const { rows } = await asAdministrator(sql<{ withdrawn: boolean }>`select app.withdraw_invitation(${id}) as withdrawn`.execute(call.tx));
  if (rows[0]?.withdrawn !== true) throw new Refusal('invitation-not-found');
  await record(call, { action: 'access.invitation.withdrawn', kind: 'U', object: ['invitation', id] });
}

interface Found {
  email: string | null;
  name: string | null;
  roles: Role[];
  recovery: boolean;
}

/** What a link opens; unknown, used, withdrawn and expired are one answer. */
export async function lookUpInvitation(call: Call, code: string): Promise<Found> {
  const { rows } = await sql<Found>`select * from app.find_invitation(${codeHash(code)})`.execute(call.tx);
  const [found] = rows;
  if (!found) throw new Refusal('link-expired');
  return found;
}

/** Takes an invitation: a password now, the authenticator app next. */
export async function acceptInvitation(
  call: Call,
  body: { code: string; password: string; email?: string | undefined; name?: string | undefined },
  door: Door,
): Promise<NextStep> {
  const found = await lookUpInvitation(call, body.code);
  const email = found.email ?? body.email;
  const name = found.name ?? body.name;
  if (!email || !name) throw new Refusal('missing-name', { errors: missing(email, name) });
  insistGoodPassword(body.password, { name, email }, '/password');
  const stored = await storedForm(body.password, pepperOf(call), await strengthOf(call));

  const token = newSessionToken();
  const { rows } = await sql<{ answer: string; account_id: string; invitation_id: string; recovered: boolean }>`
    select * from app.accept_invitation(${codeHash(body.code)}, ${call.newId()}, ${email}, ${name}, ${stored}, ${call.newId()}, ${token},
      ${deviceOf(door)})`.execute(call.tx);
  const [taken] = rows;
  if (taken?.answer !== 'accepted') throw new Refusal(taken?.answer ?? 'link-expired');
  await endSessionRow(call, null, 'replaced');
  await record(call, {
    action: taken.recovered ? 'access.account.recovered' : 'access.account.opened',
    kind: taken.recovered ? 'U' : 'C',
    object: ['account', taken.account_id],
    data: { invitation: taken.invitation_id },
  });
  door.signIn(token, HALF_SECONDS);
  return 'enrol';
}

function missing(email: string | undefined, name: string | undefined): { pointer: string; code: string }[] {
  const needed = 'required';
  return [...(email ? [] : [{ pointer: '/email', code: needed }]), ...(name ? [] : [{ pointer: '/name', code: needed }])];
}
