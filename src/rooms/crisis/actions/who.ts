import type { AnyRole } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { isOnDuty } from '#rooms/access/actions/duty.ts';
import type { EmergencyState, EmergencyStep, Receiver } from '../rules/codes.ts';
import { type EmergencyEvent, type EmergencyFacts, emergencySteps, stepEmergency } from '../rules/emergency.ts';
import type { Level } from '../rules/safety.ts';
import { type EmergencyRecord, lockEmergencyRow } from '../store/emergencies.ts';

/** Locks an emergency that whoever acts has to do with. */
export async function lockEmergency(call: Call, id: string): Promise<EmergencyRecord> {
  const row = await lockEmergencyRow(call.tx, id);
  if (!row) throw new Refusal('emergency-not-found');
  return row;
}

/** As above for who answers: off duty no emergency is visible, and "not found" would send somebody looking for a fault. */
export async function lockToRespond(call: Call, id: string): Promise<EmergencyRecord> {
  const row = await lockEmergencyRow(call.tx, id);
  if (row) return row;
  throw new Refusal((await isOnDuty(call)) ? 'emergency-not-found' : 'not-on-duty');
}

/** Duty or substitute: on the roster now, or the one who acknowledged it while she was. */
export async function responds(call: Call, row: Pick<EmergencyRecord, 'acknowledged_by'>): Promise<boolean> {
  const { accountId, roles } = accountOf(call);
  if (!roles.includes('oncall')) return false;
  return row.acknowledged_by === accountId || (await isOnDuty(call));
}

export function insistVersion(row: EmergencyRecord, version: number | undefined): void {
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
}

/** Asks the life cycle, and throws its no with who has the emergency and what may be done instead. */
export async function insistStep(call: Call, row: EmergencyRecord, event: EmergencyEvent, facts: Partial<EmergencyFacts> = {}) {
  const parties: readonly Party[] = accountOf(call).roles;
  const decision = stepEmergency(row.state as EmergencyState, event, parties, {
    now: call.now,
    level: row.level as Level,
    responds: await responds(call, row),
    deadlineAt: row.deadline_at,
    inquiries: row.inquiries,
    ...facts,
  });
  if (decision.ok) return decision;
  const who = row.acknowledged_by
    ? await call.tx.selectFrom('access.account').select('name').where('id', '=', row.acknowledged_by).executeTakeFirst()
    : undefined;
  throw new Refusal(decision.because, {
    next: await nextFor(call, row),
    facts: { state: row.state, ...(who ? { name: who.name, at: row.acknowledged_at?.toString() ?? null } : {}) },
  });
}

/** Desk, coordination and duty psychologist; and whoever raised it, who alone may know where the person is. */
export function mayWriteRecord(
  { roles, accountId }: { roles: readonly AnyRole[]; accountId: string },
  row: { raised_by: string | null },
): boolean {
  return roles.some((role) => role === 'desk' || role === 'coordinator' || role === 'oncall') || row.raised_by === accountId;
}

/** What whoever asks may do with an emergency now. */
export async function nextFor(call: Call, row: EmergencyRecord): Promise<EmergencyStep[]> {
  if (call.actor.kind !== 'account') return [];
  const { roles } = call.actor;
  const state = row.state as EmergencyState;
  const mine = await responds(call, row);
  const open = state === 'raised' || state === 'acknowledged' || state === 'in_contact';
  const listed = new Set<string>(emergencySteps(state, mine ? ['oncall'] : []));
  const desk = roles.includes('desk') || roles.includes('coordinator');
  const may: Readonly<Record<EmergencyStep, boolean>> = {
    acknowledge: listed.has('acknowledge'),
    speak: listed.has('speak'),
    'hand-over': listed.has('hand-over') || (open && desk && row.level === 'RED'),
    'de-escalate': listed.has('de-escalate'),
    'confirm-outcome': listed.has('confirm-outcome'),
    inquire: mine && state === 'handed_over',
    'false-alarm': listed.has('false-alarm'),
    'raise-level': open && row.level !== 'RED',
    'lower-level': open && mine && row.level !== 'YELLOW',
    answer: open && row.script_version !== null && row.script_finished_at === null,
    note: state !== 'closed',
    'page-again': state === 'raised',
    'page-next': state === 'raised' && row.escalation < 3,
    'call-112': open && row.called_112_at === null,
    'save-record': open && mayWriteRecord(call.actor, row),
    review: roles.includes('lead') && state === 'closed' && row.review_due_at !== null && row.reviewed_at === null,
  };
  return (Object.keys(may) as EmergencyStep[]).filter((step) => may[step]);
}

/** What most commands answer. */
export async function moved(call: Call, row: EmergencyRecord) {
  return {
    id: row.id,
    version: row.version,
    state: row.state as EmergencyState,
    level: row.level as 'YELLOW' | 'ORANGE' | 'RED',
    next: await nextFor(call, row),
  };
}

export type { Receiver };
