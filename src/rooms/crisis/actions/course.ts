import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { listWithRole } from '#rooms/access/actions/duty.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { CRISIS_EVENTS } from '../events.ts';
import type { AlarmLevel, ClosedBecause, Receiver } from '../rules/codes.ts';
import { followUpDue, REVIEW_DAYS } from '../rules/emergency.ts';
import { missingInRecord } from '../rules/hand-over.ts';
import { type EmergencyRecord, updateEmergency } from '../store/emergencies.ts';
import { sealedPlace, tell, writeEntry } from './protocol.ts';
import { openRecord, sealRecord } from './record.ts';
import { insistStep, insistVersion, lockEmergency, lockToRespond, moved, responds } from './who.ts';
import { timingFor } from './wording.ts';

type Respond = Permit<'crisis.respond'>;
/** Days in which desk and duty psychologist may look at what they closed, as with requests. */
const LOOK_BACK_HOURS = 7 * 24;

/** EM2: one takes it; from here nobody is waited for, and the desk sees name and time. */
export async function acknowledge(call: Call, _permit: Respond, id: string) {
  const row = await lockToRespond(call, id);
  await insistStep(call, row, 'acknowledge');
  return moved(call, await take(call, row));
}

async function take(call: Call, row: EmergencyRecord): Promise<EmergencyRecord> {
  const { accountId } = accountOf(call);
  const seconds = Math.round(row.raised_at.until(call.now).total('seconds'));
  const withinDeadline = row.missed_at === null && row.deadline_at !== null && Temporal.Instant.compare(call.now, row.deadline_at) <= 0;
  // She stays responsible when her duty ends in the middle of it.
  await sql`select app.relate(${call.newId()}, ${row.person_id}, 'substitute', ${accountId}, null, 'emergency', ${row.id}, ${call.now.toString()})`.execute(
    call.tx,
  );
  const change = { state: 'acknowledged', acknowledged_at: call.now, acknowledged_by: accountId, deadline_at: null };
  const after = await updateEmergency(call.tx, row.id, change, true);
  await writeEntry(call, after, 'acknowledged', { seconds, withinDeadline });
  await settleTasks(call, 'emergency-crisis-service', row.id, 'acknowledged');
  await tell(call, CRISIS_EVENTS.acknowledged, after, { seconds, withinDeadline });
  return after;
}

/** EM4 */
export async function speak(call: Call, _permit: Respond, id: string) {
  const row = await lockToRespond(call, id);
  await insistStep(call, row, 'speak');
  return moved(call, await beginContact(call, row));
}

async function beginContact(call: Call, row: EmergencyRecord): Promise<EmergencyRecord> {
  const after = await updateEmergency(call.tx, row.id, { state: 'in_contact', in_contact_at: call.now }, true);
  await writeEntry(call, after, 'in-contact');
  await tell(call, CRISIS_EVENTS.inContact, after);
  return after;
}

/** EM5: somebody named takes over, with a complete record. The desk may do so for 112 at RED. */
export async function handOver(
  call: Call,
  _permit: Permit<'crisis.raise'>,
  id: string,
  version: number | undefined,
  { to, bookingMayContinue }: { to: Receiver; bookingMayContinue: boolean },
) {
  const { accountId, roles } = accountOf(call);
  const row = roles.includes('oncall') ? await lockToRespond(call, id) : await lockEmergency(call, id);
  const record = { ...(await openRecord(call, row)), to };
  const missing = missingInRecord(record, row.called_112_at !== null);
  const decision = await insistStep(call, row, 'hand-over', { receiver: to, recordComplete: missing.length === 0 }).catch(
    (fault: unknown) => {
      if (fault instanceof Refusal && fault.code === 'hand-over-incomplete')
        throw new Refusal(fault.code, { ...fault.detail, errors: missing });
      throw fault;
    },
  );
  insistVersion(row, version);
  const asOncall = await responds(call, row);
  const after = await updateEmergency(
    call.tx,
    id,
    {
      state: decision.to,
      deadline_at: null,
      handed_over_at: call.now,
      handed_over_by: accountId,
      handed_over_to: to,
      record_sealed: await sealRecord(call, row, record),
      data_agreed: record.dataAgreed ?? null,
      booking_may_continue: asOncall && bookingMayContinue,
    },
    true,
  );
  await writeEntry(call, after, 'handed-over', { to, dataAgreed: record.dataAgreed ?? null });
  await followUp(call, after, undefined);
  await settleTasks(call, 'emergency-crisis-service', id, 'handed-over');
  await tell(call, CRISIS_EVENTS.handedOver, after, { to, bookingMayContinue: after.booking_may_continue });
  return moved(call, await getAgain(call, id));
}

/** Somebody of the roster asks after the person, at the latest by the highest level it had. */
async function followUp(call: Call, row: EmergencyRecord, agreedAt: Temporal.Instant | undefined): Promise<Temporal.Instant> {
  const { followUpHours } = await timingFor(call, row.script_version, row.highest_level as AlarmLevel);
  const latest = followUpDue(call.now, followUpHours);
  const dueAt = agreedAt && Temporal.Instant.compare(agreedAt, latest) < 0 ? agreedAt : latest;
  await updateEmergency(call.tx, row.id, { follow_up_due_at: dueAt }, false);
  await appendTask(call, {
    kind: 'emergency-follow-up',
    object: ['emergency', row.id],
    personId: row.person_id,
    assigneeRole: 'oncall',
    priority: 1,
    dueAt,
    facts: { level: row.highest_level, drill: row.drill },
  });
  return dueAt;
}

const getAgain = (call: Call, id: string) => lockEmergency(call, id);

export interface Deescalation {
  reason: string;
  nextStep: string;
  callBackAt: string;
  bookingMayContinue: boolean;
}

/** EM6: the person is safe, something is agreed, and somebody calls back. */
export async function deescalate(call: Call, _permit: Respond, id: string, version: number | undefined, end: Deescalation) {
  const row = await lockToRespond(call, id);
  return moved(call, await endCalm(call, row, version, end));
}

async function endCalm(call: Call, row: EmergencyRecord, version: number | undefined, end: Deescalation): Promise<EmergencyRecord> {
  const callBackAt = Temporal.Instant.from(end.callBackAt);
  const facts = { reasonGiven: end.reason.trim() !== '', nextStepGiven: end.nextStep.trim() !== '', callBackAt };
  await insistStep(call, row, 'de-escalate', facts);
  insistVersion(row, version);
  await followUp(call, row, callBackAt);
  const seal = (column: string, text: string) => call.sealer.seal(call.tx, row.person_id, sealedPlace(column, row.id), text);
  return close(call, row, 'de-escalated', {
    reason_sealed: await seal('reason_sealed', end.reason),
    next_step_sealed: await seal('next_step_sealed', end.nextStep),
    call_back_at: callBackAt,
    booking_may_continue: end.bookingMayContinue,
  });
}

/**
 * The duty psychologist has spoken with somebody whose opener alone had raised it, and lets booking go on: the whole course in one
 * step, for the room that asks the opener.
 */
export async function settleByRelease(call: Call, row: EmergencyRecord, reason: string): Promise<EmergencyRecord> {
  const taken = row.state === 'raised' ? (await insistStep(call, row, 'acknowledge'), await take(call, row)) : row;
  const spoken = taken.state === 'acknowledged' ? (await insistStep(call, taken, 'speak'), await beginContact(call, taken)) : taken;
  const { followUpHours } = await timingFor(call, row.script_version, row.highest_level as AlarmLevel);
  const callBackAt = followUpDue(call.now, followUpHours).toString();
  return endCalm(call, spoken, spoken.version, { reason, nextStep: 'booking', callBackAt, bookingMayContinue: true });
}

/** EM7: what became of the person, or "unknown" after two inquiries. */
export async function confirmOutcome(
  call: Call,
  _permit: Respond,
  id: string,
  version: number | undefined,
  outcome: 'confirmed' | 'unknown',
  note: string,
) {
  const row = await lockToRespond(call, id);
  await insistStep(call, row, 'confirm-outcome', { outcomeKnown: outcome === 'confirmed' });
  insistVersion(row, version);
  const reason = await call.sealer.seal(call.tx, row.person_id, sealedPlace('reason_sealed', id), note);
  const because = outcome === 'confirmed' ? 'outcome-confirmed' : 'outcome-unknown';
  return moved(call, await close(call, row, because, { reason_sealed: reason }));
}

/** EM8 */
export async function falseAlarm(call: Call, _permit: Respond, id: string, version: number | undefined, reason: string) {
  const row = await lockToRespond(call, id);
  await insistStep(call, row, 'false-alarm', { reasonGiven: reason.trim() !== '' });
  insistVersion(row, version);
  const sealed = await call.sealer.seal(call.tx, row.person_id, sealedPlace('reason_sealed', id), reason);
  return moved(call, await close(call, row, 'false-alarm', { reason_sealed: sealed, booking_may_continue: true }));
}

async function close(
  call: Call,
  row: EmergencyRecord,
  because: ClosedBecause,
  more: Parameters<typeof updateEmergency>[2],
): Promise<EmergencyRecord> {
  const reviewed = row.highest_level === 'RED' && because !== 'false-alarm';
  const reviewDueAt = reviewed ? call.now.add({ hours: REVIEW_DAYS * 24 }) : null;
  const after = await updateEmergency(
    call.tx,
    row.id,
    {
      ...more,
      state: 'closed',
      deadline_at: null,
      closed_at: call.now,
      closed_by: accountOf(call).accountId,
      closed_because: because,
      review_due_at: reviewDueAt,
    },
    true,
  );
  await writeEntry(call, after, 'closed', { because });
  await settleTasks(call, 'emergency-crisis-service', row.id, because);
  if (because === 'false-alarm') await settleTasks(call, 'emergency-follow-up', row.id, because);
  await tell(call, CRISIS_EVENTS.closed, after, {
    because,
    highest: after.highest_level,
    bookingMayContinue: after.booking_may_continue,
  });
  await endRelations(call, after);
  if (reviewDueAt) await askForReview(call, after, reviewDueAt);
  return after;
}

/** With the emergency ends who was let in for it; the desk and the roster look back seven days, as with requests. */
async function endRelations(call: Call, row: EmergencyRecord): Promise<void> {
  const later = call.now.add({ hours: LOOK_BACK_HOURS });
  for (const [kind, until] of [
    ['team', call.now],
    ['desk', later],
    ['oncall', later],
    ['substitute', later],
  ] as const)
    await sql`select app.end_relations(${row.id}, ${kind}, ${until.toString()})`.execute(call.tx);
}

/** RED: the clinical lead looks at it again within seven days (EM7), and may see it for that. */
async function askForReview(call: Call, row: EmergencyRecord, dueAt: Temporal.Instant): Promise<void> {
  for (const { accountId } of await listWithRole(call, 'lead'))
    await sql`select app.relate(${call.newId()}, ${row.person_id}, 'team', ${accountId}, null, 'emergency', ${row.id}, ${call.now.toString()})`.execute(
      call.tx,
    );
  await appendTask(call, {
    kind: 'emergency-review',
    object: ['emergency', row.id],
    personId: row.person_id,
    assigneeRole: 'lead',
    priority: 2,
    dueAt,
    facts: { level: row.highest_level, drill: row.drill },
  });
}

/** EM7: asked the receiver once more. */
export async function inquire(call: Call, _permit: Respond, id: string) {
  const row = await lockToRespond(call, id);
  if (row.state !== 'handed_over') throw new Refusal('emergency-not-handed-over');
  const after = await updateEmergency(call.tx, id, { inquiries: row.inquiries + 1 }, true);
  await writeEntry(call, after, 'inquired', { count: after.inquiries });
  await tell(call, CRISIS_EVENTS.noted, after, { kind: 'inquired' });
  return moved(call, after);
}

/** The clinical lead has looked at a closed emergency again. */
export async function review(call: Call, _permit: Permit<'crisis.lead'>, id: string, version: number | undefined, text: string) {
  const row = await lockEmergency(call, id);
  if (row.state !== 'closed' || row.review_due_at === null) throw new Refusal('no-review-asked');
  if (row.reviewed_at !== null) throw new Refusal('already-reviewed');
  insistVersion(row, version);
  const sealed = await call.sealer.seal(call.tx, row.person_id, sealedPlace('review_sealed', id), text);
  const after = await updateEmergency(
    call.tx,
    id,
    { reviewed_at: call.now, reviewed_by: accountOf(call).accountId, review_sealed: sealed },
    true,
  );
  await writeEntry(call, after, 'reviewed');
  await settleTasks(call, 'emergency-review', id, 'reviewed');
  await tell(call, CRISIS_EVENTS.reviewed, after);
  const until = call.now.add({ hours: LOOK_BACK_HOURS });
  await sql`select app.end_relations(${id}, 'team', ${until.toString()})`.execute(call.tx);
  return { id, version: after.version };
}
