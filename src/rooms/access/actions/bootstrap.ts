import { sql } from 'kysely';
import type { AnyRole } from '#kernel/codes.ts';
import { type Call, newSessionToken } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { STRENGTHS, type Strength, storedForm } from '#platform/password.ts';
import { IDLE_SECONDS } from '../rules/session.ts';
import { type Invited, invite } from './invitations.ts';
import { pepperOf } from './strength.ts';
import { makeSecret } from './totp.ts';

/** An account as a demo, a test or an import wants it. */
export interface NewAccount {
  id?: string;
  email: string;
  name: string;
  roles: readonly AnyRole[];
  organisationId?: string | null;
  practitionerId?: string | null;
  deskLabel?: string | null;
  locale?: 'de' | 'en';
  /** Bound to secrecy since now unless told; null only goes with the role `admin` alone. */
  secrecyBoundAt?: Temporal.Instant | null;
  password?: string;
  /** Cost of stretching the password; tests take less. */
  strength?: Strength;
  /** Base32 secret of an authenticator app that counts as set up. */
  totpSecret?: string;
}

/** Opens an account without an invitation; for the system alone (`asSystem`). Answers its id. */
export async function createAccount(call: Call, wish: NewAccount): Promise<string> {
  const id = wish.id ?? call.newId();
  const stored = wish.password ? await storedForm(wish.password, pepperOf(call), wish.strength ?? STRENGTHS.standard) : null;
  const factor = wish.totpSecret ? makeSecret(call, id, wish.totpSecret) : null;
  const secrecy = wish.secrecyBoundAt === undefined ? call.now : wish.secrecyBoundAt;
  await sql`select app.create_account(${id}, ${wish.email.toLowerCase()}, ${wish.name}, ${[...wish.roles]}::text[], ${wish.organisationId ?? null},
    ${wish.practitionerId ?? null}, ${wish.deskLabel ?? null}, ${secrecy?.toString() ?? null}, ${wish.locale ?? 'de'}, ${stored},
    ${factor?.sealed ?? null}, ${factor?.check ?? null})`.execute(call.tx);
  await record(call, { action: 'access.account.opened', kind: 'C', object: ['account', id], data: { roles: [...wish.roles] } });
  return id;
}

/** Lets people of a demo or a test sign in without proof. In production it throws; nothing else can open that door. */
export async function openDemoDoor(call: Call): Promise<void> {
  if (call.network.mode === 'production') throw new Error('production has no demo door');
  await sql`select app.open_demo_door()`.execute(call.tx);
}

/** A whole session for a test or a demo's builder; answers its token for `asSession`. System only; throws in production. */
export async function openSession(call: Call, accountId: string): Promise<string> {
  await openDemoDoor(call);
  const token = newSessionToken();
  const { rows } = await sql<{ opened: boolean }>`
    select app.open_unproven_session(${accountId}, ${call.newId()}, ${token}, ${call.network.mode}, ${IDLE_SECONDS}) as opened`.execute(
    call.tx,
  );
  if (rows[0]?.opened !== true) throw new Error(`no open account ${accountId}`);
  return token;
}

/**
 * The link for the first administrator, who names herself when she takes it. Nothing once there is one. Each start makes a new link
 * and withdraws the one before, since only its hash was kept.
 */
export async function makeFirstInvitation(call: Call): Promise<Invited | undefined> {
  const { rows } = await sql<{ there: boolean }>`select exists (
    select 1 from access.account_role r join access.account a on a.id = r.account_id where r.role = 'admin' and a.closed_at is null) as there`.execute(
    call.tx,
  );
  if (rows[0]?.there !== false) return undefined;
  const first = {
    email: '',
    name: 'Verwaltung',
    roles: ['admin'],
    organisationId: null,
    practitionerId: null,
    secrecySignedOn: null,
  } as const;
  const invited = await invite(call, first, null);
  await record(call, { action: 'access.invitation.created', kind: 'C', object: ['invitation', invited.id], data: { roles: ['admin'] } });
  return invited;
}
