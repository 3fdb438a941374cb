import { sql } from 'kysely';
import { insist } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { giveTickedConsent } from '#rooms/consent/actions.ts';
import { beginPerson, changePerson } from '#rooms/people/actions.ts';
import type { PersonChange } from '#rooms/people/contract.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { Criteria, RequestView } from '../contract.ts';
import { stepRequest } from '../rules/request.ts';
import { appendWebRequest, openRequestsByPhone } from '../store/web-request.ts';

export interface WebRequest {
  requestId: string;
  personId: string;
  /** What the form is known by. */
  intakeId: string;
  sentAt: Temporal.Instant;
  origin: 'web' | 'partner';
  callerRole: NonNullable<RequestView['callerRole']>;
  person: PersonChange;
  criteria: Criteria;
  concern: string | null;
  consentVersion: string;
  waitingList: boolean;
  urgent: boolean;
  callBackBy: Temporal.Instant;
}

const concernPlace = (id: string) => ({ table: 'placement.request', column: 'concern_sealed', row: id });

/**
 * RQ1 by the web form, carried out by the system: person, request, the desk's relation and the task to call back, in one transaction.
 * The safety opener stays unasked: people ask it (A.1.5); what was ticked as urgent only makes the call back earlier.
 */
export async function beginWebRequest(call: Call, wish: WebRequest): Promise<void> {
  const { requestId: id, personId } = wish;
  insist(stepRequest('none', 'create', ['web'], { now: call.now, callbackChannel: Boolean(wish.person.phone || wish.person.email) }));
  const digits = wish.person.phone ? normalPhone(wish.person.phone) : undefined;
  const known = digits ? await openRequestsByPhone(call.tx, call.sealer.token('phone', digits)) : [];
  await sql`select app.relate_desk(${call.newId()}, ${personId}, ${id}, ${call.now.toString()})`.execute(call.tx);
  await beginPerson(call, personId);
  await appendWebRequest(call.tx, {
    id,
    personId,
    origin: wish.origin,
    originId: wish.intakeId,
    createdAt: wish.sentAt,
    nextStepAt: wish.callBackBy,
    callerRole: wish.callerRole,
    privacyVersion: wish.consentVersion,
    criteria: wish.criteria,
    concernSealed: wish.concern ? await call.sealer.seal(call.tx, personId, concernPlace(id), wish.concern) : null,
  });
  await changePerson(call, personId, wish.person);
  await giveTickedConsent(call, personId, 'record', wish.consentVersion);
  if (wish.waitingList) await giveTickedConsent(call, personId, 'waiting-list', wish.consentVersion);
  await record(call, {
    action: 'placement.request.created',
    kind: 'C',
    object: ['request', id],
    personId,
    data: { origin: wish.origin, urgent: wish.urgent },
  });
  await appendTask(call, {
    kind: 'web-call-back',
    object: ['request', id],
    personId,
    assigneeRole: 'desk',
    priority: wish.urgent ? 1 : 2,
    dueAt: wish.callBackBy,
    facts: { urgent: wish.urgent, ...(known[0] ? { knownRequestId: known[0].requestId } : {}) },
  });
}
