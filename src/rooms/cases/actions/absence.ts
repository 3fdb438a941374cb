import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { type KnownAbsence, mayBeAbsent, overlap, type Stretch } from '../rules/absence.ts';
import * as store from '../store/caseload.ts';

const todayOf = (call: Call): string => dayInBerlin(call.now).toString();

/** The service of whoever asks; refuses "not-found" for somebody of none. */
function ownService(call: Call): string {
  const { organisationId } = accountOf(call);
  if (!organisationId) throw new Refusal('not-found');
  return organisationId;
}

/** One's own absence, or as the lead anybody's. */
function insistMine(call: Call, accountId: string): void {
  const { accountId: me, roles } = accountOf(call);
  if (accountId !== me && !roles.includes('lead')) throw new Refusal('absence-not-yours');
}

interface Wish extends Stretch {
  accountId: string;
  substituteId: string | null;
}

async function insistPossible(call: Call, organisationId: string, wish: Wish, before?: Stretch & { id: string }): Promise<KnownAbsence[]> {
  const today = todayOf(call);
  const team = (await store.selectTeam(call.tx)).map(({ account_id }) => account_id);
  if (!team.includes(wish.accountId)) throw new Refusal('absence-not-of-team');
  const known = (await store.selectAbsences(call.tx, organisationId, wish.fromOn < today ? wish.fromOn : today)).map((row) => ({
    id: row.id,
    accountId: row.account_id,
    fromOn: row.from_on,
    toOn: row.to_on,
    substituteId: row.substitute_id,
  }));
  const decision = mayBeAbsent(wish, { ...(before ? { id: before.id, before } : {}), today, team, known });
  if (!decision.ok) throw new Refusal(decision.because);
  return known.filter((one) => one.substituteId === wish.accountId && overlap(one, wish));
}

/** Tells who stands in, and the lead where nobody does or where somebody who stands in will be away herself. */
async function tell(call: Call, organisationId: string, id: string, wish: Wish, standsInFor: readonly KnownAbsence[]): Promise<void> {
  const first = wish.fromOn < todayOf(call) ? todayOf(call) : wish.fromOn;
  const dueAt = berlinInstant(Temporal.PlainDate.from(first), Temporal.PlainTime.from('09:00'));
  const facts = { fromOn: wish.fromOn, toOn: wish.toOn };
  await settleTasks(call, 'case-stand-in', id, 'changed');
  await settleTasks(call, 'case-nobody-stands-in', id, 'changed');
  if (wish.substituteId)
    await appendTask(call, { kind: 'case-stand-in', object: ['absence', id], assigneeId: wish.substituteId, organisationId, dueAt, facts });
  else
    await appendTask(call, {
      kind: 'case-nobody-stands-in',
      object: ['absence', id],
      assigneeRole: 'lead',
      organisationId,
      priority: 1,
      dueAt,
      facts,
    });
  for (const one of standsInFor)
    await appendTask(call, {
      kind: 'case-nobody-stands-in',
      object: ['absence', one.id],
      assigneeRole: 'lead',
      organisationId,
      priority: 1,
      dueAt,
      facts: { fromOn: one.fromOn, toOn: one.toOn },
    });
}

const told = (call: Call, verb: string, kind: 'C' | 'U', id: string, organisationId: string, wish: Wish) =>
  record(call, {
    action: `cases.absence.${verb}`,
    kind,
    object: ['absence', id],
    data: { organisationId, accountId: wish.accountId, substituteId: wish.substituteId, fromOn: wish.fromOn, toOn: wish.toOn },
  });

/** Absences of the team that are not over. */
export async function listAbsences(call: Call, _permit: Permit<'cases.care'>) {
  const today = todayOf(call);
  const { accountId, roles } = accountOf(call);
  const rows = await store.selectAbsences(call.tx, ownService(call), today);
  const stretch = (row: store.AbsenceRow): Stretch => ({ fromOn: row.from_on, toOn: row.to_on });
  return {
    today,
    absences: rows.map((row) => ({
      id: row.id,
      version: row.version,
      accountId: row.account_id,
      name: row.name,
      ...stretch(row),
      substituteId: row.substitute_id,
      substituteName: row.substitute_name,
      substituteAway: rows.some((other) => other.account_id === row.substitute_id && overlap(stretch(other), stretch(row))),
      mayChange: row.account_id === accountId || roles.includes('lead'),
    })),
  };
}

/** Somebody will be away: her cases open for whoever stands in, from the first day 0:00 to the end of the last one, Berlin. */
export async function setAbsence(call: Call, _permit: Permit<'cases.care'>, wish: Wish) {
  const organisationId = ownService(call);
  insistMine(call, wish.accountId);
  await store.lockAbsences(call.tx, organisationId);
  const standsInFor = await insistPossible(call, organisationId, wish);
  const id = call.newId();
  await store.appendAbsence(call.tx, call.now, accountOf(call).accountId, { id, organisationId, ...wish });
  await store.matchSubstitutes(call.tx, wish.accountId);
  await tell(call, organisationId, id, wish, standsInFor);
  await told(call, 'set', 'C', id, organisationId, wish);
  return { id, version: 1 };
}

async function lockOwn(call: Call, id: string, version: number | undefined) {
  const organisationId = ownService(call);
  await store.lockAbsences(call.tx, organisationId);
  const row = await store.lockAbsence(call.tx, id);
  if (!row || row.organisation_id !== organisationId || row.withdrawn_at) throw new Refusal('not-found');
  insistMine(call, row.account_id);
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  return { organisationId, row };
}

/** Shorter, longer, or somebody else stands in. What was before today stays as it was. */
export async function changeAbsence(
  call: Call,
  _permit: Permit<'cases.care'>,
  id: string,
  version: number | undefined,
  change: Omit<Wish, 'accountId'>,
) {
  const { organisationId, row } = await lockOwn(call, id, version);
  const wish = { accountId: row.account_id, ...change };
  const before = { id, fromOn: row.from_on, toOn: row.to_on };
  const standsInFor = await insistPossible(call, organisationId, wish, before);
  await store.updateAbsence(call.tx, id, row.version + 1, wish);
  await store.matchSubstitutes(call.tx, row.account_id);
  await tell(call, organisationId, id, wish, standsInFor);
  await told(call, 'changed', 'U', id, organisationId, wish);
  return { id, version: row.version + 1 };
}

/** She is here after all: nobody stands in any more, from now on. */
export async function withdrawAbsence(call: Call, _permit: Permit<'cases.care'>, id: string, version: number | undefined) {
  const { organisationId, row } = await lockOwn(call, id, version);
  await store.endAbsence(call.tx, id, row.version + 1, call.now);
  await store.matchSubstitutes(call.tx, row.account_id);
  await settleTasks(call, 'case-stand-in', id, 'withdrawn');
  await settleTasks(call, 'case-nobody-stands-in', id, 'withdrawn');
  const wish = { accountId: row.account_id, substituteId: row.substitute_id, fromOn: row.from_on, toOn: row.to_on };
  await told(call, 'withdrawn', 'U', id, organisationId, wish);
  return { id, version: row.version + 1 };
}
