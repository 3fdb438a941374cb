import { sql } from 'kysely';
import { staffRoles } from '#kernel/codes.ts';
import { permitsOf } from '#kernel/permits.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Me } from '../contract.ts';
import { IDLE_SECONDS, stepUpUntil } from '../rules/session.ts';
import { findSecondFactor } from '../store.ts';
import { findOnDuty } from './duty.ts';

export type Stage = 'out' | 'totp' | 'enrol' | 'in';

/** Where a browser stands between the door and the desk. */
export async function standing(call: Call): Promise<Stage> {
  // who came in by the portal's door is not in here
  if (call.actor.kind === 'account') return call.actor.roles.includes('client') ? 'out' : 'in';
  if (call.actor.kind !== 'half') return 'out';
  const factor = await findSecondFactor(call);
  if (!factor) return 'out';
  return factor.confirmed ? 'totp' : 'enrol';
}

/** Who is signed in, what she may do, and who is on duty behind her. */
export async function me(call: Call): Promise<Me> {
  const actor = accountOf(call);
  const own = await call.tx
    .selectFrom('access.account as a')
    .innerJoin('access.session as s', 's.account_id', 'a.id')
    .select(['a.email', 'a.name', 'a.locale', 'a.scheme', 'a.desk_label'])
    // app.enter() has just renewed both, unless the session is younger than a minute or near its end
    .select(sql<number>`extract(epoch from s.idle_until - s.seen_at)::int`.as('idle'))
    .where('a.id', '=', actor.accountId)
    .where('s.id', '=', actor.sessionId)
    .executeTakeFirstOrThrow();
  const duty = await findOnDuty(call);
  return {
    accountId: actor.accountId,
    name: own.name,
    email: own.email,
    roles: staffRoles(actor.roles),
    abilities: permitsOf(actor.roles),
    organisation: actor.organisationId ? { id: actor.organisationId } : null,
    practitionerId: actor.practitionerId,
    deskLabel: own.desk_label,
    locale: own.locale === 'en' ? 'en' : 'de',
    scheme: own.scheme === 'light' || own.scheme === 'dark' ? own.scheme : 'system',
    idleSeconds: own.idle > 0 ? own.idle : IDLE_SECONDS,
    stepUpUntil: stepUpUntil(actor.steppedUpAt, call.now)?.toString() ?? null,
    duty: duty ? { accountId: duty.accountId, name: duty.name, until: duty.until.toString(), phone: duty.phone } : null,
    network: { name: call.network.name, mode: call.network.mode },
  };
}

/** Language and colours of one's own screen. */
export async function setPreferences(
  call: Call,
  wish: { locale?: 'de' | 'en' | undefined; scheme?: 'system' | 'light' | 'dark' | undefined },
): Promise<void> {
  const { accountId } = accountOf(call);
  const change = { ...(wish.locale && { locale: wish.locale }), ...(wish.scheme && { scheme: wish.scheme }) };
  if (Object.keys(change).length === 0) return;
  await call.tx.updateTable('access.account').set(change).where('id', '=', accountId).execute();
  await record(call, { action: 'access.preferences.changed', kind: 'U', object: ['account', accountId], data: change });
}
