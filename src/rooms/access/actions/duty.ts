import { sql } from 'kysely';
import type { Role } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { rolesOf } from '../store.ts';

const LONGEST_DUTY_HOURS = 7 * 24;

export interface OnDuty {
  accountId: string;
  name: string;
  until: Temporal.Instant;
  phone: string | null;
}

/** The duty psychologist of this moment; of several the one of the first rank. */
export async function findOnDuty(call: Call): Promise<OnDuty | undefined> {
  const row = await call.tx
    .selectFrom('access.duty as d')
    .innerJoin('access.account as a', 'a.id', 'd.account_id')
    .select(['a.id', 'a.name', 'd.until_at', 'd.phone'])
    .where('d.withdrawn_at', 'is', null)
    .where('a.closed_at', 'is', null)
    .where('d.from_at', '<=', call.now)
    .where('d.until_at', '>', call.now)
    .orderBy('d.rank')
    .orderBy('d.from_at')
    .limit(1)
    .executeTakeFirst();
  return row && { accountId: row.id, name: row.name, until: row.until_at, phone: row.phone };
}

/** The roster of a period, 28 days from now unless told, in order of time. */
export async function listDuty(call: Call, period: { from?: string | undefined; until?: string | undefined }) {
  const from = period.from ? Temporal.Instant.from(period.from) : call.now;
  const until = period.until ? Temporal.Instant.from(period.until) : from.add({ hours: 28 * 24 });
  const rows = await call.tx
    .selectFrom('access.duty as d')
    .innerJoin('access.account as a', 'a.id', 'd.account_id')
    .select(['d.id', 'd.account_id', 'a.name', 'd.from_at', 'd.until_at', 'd.rank', 'd.phone'])
    .where('d.withdrawn_at', 'is', null)
    .where('d.until_at', '>', from)
    .where('d.from_at', '<', until)
    .orderBy('d.from_at')
    .orderBy('d.rank')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    from: row.from_at.toString(),
    until: row.until_at.toString(),
    rank: row.rank,
    phone: row.phone,
  }));
}

/** Puts somebody with the role `oncall` on the roster. */
export async function addDuty(
  call: Call,
  _permit: Permit<'access.roster'>,
  duty: { accountId: string; from: string; until: string; rank: number; phone: string | null },
): Promise<string> {
  const [from, until] = [Temporal.Instant.from(duty.from), Temporal.Instant.from(duty.until)];
  const hours = from.until(until).total('hours');
  if (hours <= 0 || hours > LONGEST_DUTY_HOURS || Temporal.Instant.compare(until, call.now) <= 0) throw new Refusal('invalid-period');
  const account = await call.tx
    .selectFrom('access.account')
    .select('id')
    .where('id', '=', duty.accountId)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  if (!account) throw new Refusal('account-not-found');
  if (!(await rolesOf(call, [duty.accountId])).get(duty.accountId)?.includes('oncall')) throw new Refusal('not-oncall');
  const id = call.newId();
  await call.tx
    .insertInto('access.duty')
    .values({
      id,
      account_id: duty.accountId,
      from_at: from,
      until_at: until,
      rank: duty.rank,
      phone: duty.phone,
      set_by: call.actor.kind === 'account' ? call.actor.accountId : null,
    })
    .execute();
  await record(call, { action: 'access.duty.added', kind: 'C', object: ['duty', id], data: { account: duty.accountId, rank: duty.rank } });
  return id;
}

/** Strikes a duty that is not over; one that runs now ends now. */
export async function withdrawDuty(call: Call, _permit: Permit<'access.roster'>, id: string): Promise<void> {
  accountOf(call);
  const row = await call.tx
    .selectFrom('access.duty')
    .select('until_at')
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal('duty-not-found');
  if (Temporal.Instant.compare(row.until_at, call.now) <= 0) throw new Refusal('duty-over');
  await call.tx.updateTable('access.duty').set({ withdrawn_at: call.now }).where('id', '=', id).execute();
  await record(call, { action: 'access.duty.withdrawn', kind: 'U', object: ['duty', id] });
}

export interface OnRoster extends OnDuty {
  rank: number;
}

/** Everybody who has duty now, each once, in the order in which they are called. */
export async function listOnDuty(call: Call): Promise<OnRoster[]> {
  const rows = await call.tx
    .selectFrom('access.duty as d')
    .innerJoin('access.account as a', 'a.id', 'd.account_id')
    .select(['a.id', 'a.name', 'd.until_at', 'd.phone', 'd.rank'])
    .where('d.withdrawn_at', 'is', null)
    .where('a.closed_at', 'is', null)
    .where('d.from_at', '<=', call.now)
    .where('d.until_at', '>', call.now)
    .orderBy('d.rank')
    .orderBy('d.from_at')
    .orderBy('a.id')
    .execute();
  const seen = new Set<string>();
  return rows
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .map((row) => ({ accountId: row.id, name: row.name, until: row.until_at, phone: row.phone, rank: row.rank }));
}

/** Everybody with a role whose account is open: whom an alarm reaches beyond the roster. */
export async function listWithRole(call: Call, role: Role): Promise<{ accountId: string; name: string }[]> {
  const rows = await call.tx
    .selectFrom('access.account as a')
    .innerJoin('access.account_role as r', 'r.account_id', 'a.id')
    .select(['a.id', 'a.name'])
    .where('r.role', '=', role)
    .where('a.closed_at', 'is', null)
    .orderBy('a.id')
    .execute();
  return rows.map(({ id, name }) => ({ accountId: id, name }));
}

/** Whether whoever acts stands on the roster now: asked of the database, which asks the same for its policies. */
export async function isOnDuty(call: Call): Promise<boolean> {
  const { rows } = await sql<{ queues: string[] }>`select app.queues() as queues`.execute(call.tx);
  return rows[0]?.queues.includes('oncall') === true;
}
