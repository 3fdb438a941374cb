import { sql } from 'kysely';
import type { z } from 'zod';
import type { FederalState, SlotKind } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { isHoliday } from '#rooms/directory/rules/holiday.ts';
import { judgeNotice } from '#rooms/scheduling/actions/appointment.ts';
import type { AppointmentState } from '#rooms/scheduling/rules/appointment.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { myFees as MyFees } from '../contract.ts';
import { type Acknowledgement, evaluateFee, type FeeLine, type FeeResult, type Incident, type MissedHour } from '../rules/cancellation.ts';
import { EXCEPTIONS, type Exception, type Policy } from '../rules/cancellation-policy.ts';
import { cancellationState, lastFreeMoment } from '../rules/notice.ts';
import { findPolicyRow, getPolicyRow } from '../store/policies.ts';
import { policyOf } from './policy.ts';

type Waiting = z.input<typeof MyFees.answer>['fees'][number];
interface WaitingRow {
  id: string;
  person_id: string;
  given_name: string | null;
  family_name: string | null;
  starts_at: Temporal.Instant;
  state: Waiting['state'];
  result: FeeResult['result'];
  rule: string;
  amount_cents: number | null;
}

interface Missed {
  id: string;
  practitioner_id: string;
  person_id: string;
  request_id: string;
  kind: SlotKind;
  state: string;
  cancelled_how: string | null;
  reason: string | null;
  excuse: string | null;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  received_at: Temporal.Instant | null;
  birth_date: string | null;
  federal_state: string | null;
  refilled: number;
  flagged_at: Temporal.Instant | null;
}

async function findMissed(call: Call, id: string): Promise<Missed | undefined> {
  const { rows } = await sql<Missed>`
    select a.id, a.practitioner_id, a.person_id, a.request_id, a.kind, a.state, a.cancelled_how, a.reason, a.excuse, a.starts_at, a.ends_at, a.cancellation_received_at as received_at,
      p.birth_date, l.state as federal_state, greatest(q.safety_blocked_at, (select max(e.raised_at) from crisis.emergency e where e.person_id = a.person_id and not e.drill and e.closed_because is distinct from 'false-alarm')) as flagged_at,
      coalesce((select sum(extract(epoch from least(o.ends_at, a.ends_at) - greatest(o.starts_at, a.starts_at)) / 60)::int from scheduling.appointment o
        where o.practitioner_id = a.practitioner_id and o.id <> a.id and o.span && a.span and o.state in ('booked', 'attended')), 0) as refilled
    from scheduling.appointment a join people.person p on p.id = a.person_id left join directory.location l on l.id = a.location_id
    left join placement.request q on q.id = a.request_id where a.id = ${id}`.execute(call.tx);
  return rows[0];
}

/** The rule that was told for this appointment, else the one in force when it was to take place. */
async function ruleFor(call: Call, missed: Missed) {
  const told = await call.tx
    .selectFrom('placement.acknowledgement')
    .selectAll()
    .where('request_id', '=', missed.request_id)
    .where('person_id', '=', missed.person_id)
    .orderBy('read_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = told?.policy_id
    ? await getPolicyRow(call.tx, told.policy_id)
    : await findPolicyRow(call.tx, missed.practitioner_id, missed.starts_at);
  const policy = row && row.practitioner_id === missed.practitioner_id ? policyOf(row) : null;
  const acknowledgement: Acknowledgement | null =
    told && policy
      ? {
          policyId: policy.id,
          policyVersion: policy.version,
          textHash: told.text_hash.toString('hex'),
          contractParty: told.contract_party as Acknowledgement['contractParty'],
          channelRead: told.channel_read as Acknowledgement['channelRead'],
          readAt: told.read_at,
          response: told.response as Acknowledgement['response'],
          textDeliveredAt: told.text_delivered_at,
          language: told.language,
          interpreter: told.interpreter,
        }
      : null;
  return { policy, acknowledgement };
}

const isClaimed = ({ reason, excuse }: Missed) =>
  (excuse !== null && excuse !== 'none') ||
  (reason !== null && (EXCEPTIONS.includes(reason as Exception) || reason === 'ill' || reason === 'other-exception'));

const onHolidayOf = (missed: Missed) => (day: Temporal.PlainDate) => isHoliday((missed.federal_state ?? 'NW') as FederalState, day);

/** AP4 in time or late, by the rule that was told for this appointment. */
async function judge(call: Call, missed: Missed, policy: Policy | null): Promise<void> {
  const patient = missed.state === 'cancelled' && missed.cancelled_how?.startsWith('patient_') === true;
  if (!patient || !missed.received_at) return;
  const state = cancellationState(policy, missed.starts_at, missed.received_at, onHolidayOf(missed));
  const how = state.split('/')[1] as 'patient_in_time' | 'patient_late';
  if (how !== missed.cancelled_how) await judgeNotice(call, missed.id, how);
  missed.cancelled_how = how;
}

/** The same without a word about a fee: the request was closed, and nobody asks for money then. */
export async function judgeByRule(call: Call, appointmentId: string): Promise<void> {
  const missed = await findMissed(call, appointmentId);
  if (missed) await judge(call, missed, (await ruleFor(call, missed)).policy);
}

/** What the rule says of an hour that did not happen; written down with its line, never invoiced (rule book A.5). */
export async function suggestFee(call: Call, appointmentId: string): Promise<FeeResult | undefined> {
  const missed = await findMissed(call, appointmentId);
  if (!missed) return undefined;
  const { policy, acknowledgement } = await ruleFor(call, missed);
  await judge(call, missed, policy);
  const result = evaluateFee(await hourOf(call, missed, { policy, acknowledgement }));
  await keep(call, missed, result);
  return result;
}

async function hourOf(call: Call, missed: Missed, { policy, acknowledgement }: Awaited<ReturnType<typeof ruleFor>>): Promise<MissedHour> {
  return {
    now: call.now,
    policy,
    acknowledgement,
    birthDate: missed.birth_date ? Temporal.PlainDate.from(missed.birth_date) : null,
    appointment: {
      kind: missed.kind,
      state: (missed.cancelled_how ? `cancelled/${missed.cancelled_how}` : missed.state) as AppointmentState,
      start: missed.starts_at,
      end: missed.ends_at,
    },
    receivedAt: missed.received_at,
    movedByAgreement: missed.reason === 'moved-by-agreement',
    therapyEnded: missed.reason === 'therapy-ended',
    therapistUnable: missed.reason === 'therapist-unable',
    refilledMinutes: missed.refilled,
    exceptionClaimed: isClaimed(missed),
    levels: missed.flagged_at ? [{ at: missed.flagged_at, level: 'YELLOW' }] : [],
    incidents: await incidentsOf(call, missed),
    isHoliday: onHolidayOf(missed),
  };
}

/**
 * What a cancellation by the client would cost if it arrived now and named no reason: told before she decides, by the same lines. Writes
 * nothing. `until`: the last moment at which the notice is long enough; null where no rule asks for one.
 */
export async function foreseeFee(
  call: Call,
  appointmentId: string,
): Promise<{ result: FeeResult; until: Temporal.Instant | null } | undefined> {
  const missed = await findMissed(call, appointmentId);
  if (!missed) return undefined;
  const rule = await ruleFor(call, missed);
  const [, how] = cancellationState(rule.policy, missed.starts_at, call.now, onHolidayOf(missed)).split('/');
  const hour = await hourOf(call, { ...missed, state: 'cancelled', cancelled_how: how ?? null, received_at: call.now }, rule);
  const until =
    rule.policy && rule.policy.fee.type !== 'none' ? lastFreeMoment(rule.policy, missed.starts_at, hour.isHoliday).toInstant() : null;
  return { result: evaluateFee(hour), until };
}

async function incidentsOf(call: Call, missed: Missed): Promise<Incident[]> {
  const { rows } = await sql<{ starts_at: Temporal.Instant; state: string; cancelled_how: string | null; rule: string }>`
    select distinct on (a.id) a.starts_at, a.state, a.cancelled_how, f.rule from placement.fee_suggestion f join scheduling.appointment a on a.id = f.appointment_id
    where f.person_id = ${missed.person_id} and a.practitioner_id = ${missed.practitioner_id} and a.id <> ${missed.id} order by a.id, f.at desc`.execute(
    call.tx,
  );
  return rows.map((row) => ({
    start: row.starts_at,
    state: (row.cancelled_how ? `cancelled/${row.cancelled_how}` : row.state) as AppointmentState,
    line: row.rule as FeeLine,
  }));
}

async function keep(call: Call, missed: Missed, result: FeeResult): Promise<void> {
  const id = call.newId();
  await call.tx
    .insertInto('placement.fee_suggestion')
    .values({
      id,
      appointment_id: missed.id,
      person_id: missed.person_id,
      at: call.now,
      result: result.result,
      rule: result.rule,
      amount_cents: result.amountCents ?? null,
    })
    .execute();
  await record(call, {
    action: 'placement.fee.suggested',
    kind: 'C',
    object: ['appointment', missed.id],
    personId: missed.person_id,
    data: { result: result.result, rule: result.rule, practitionerId: missed.practitioner_id },
  });
  if (result.task === 'outreach-now') {
    await appendTask(call, {
      kind: 'outreach-now',
      object: ['request', missed.request_id],
      personId: missed.person_id,
      ...(await deskOf(call, missed.request_id)),
      priority: 1,
      dueAt: call.now.add({ hours: 1 }),
    });
  }
}

async function ownMissed(call: Call, id: string): Promise<Missed> {
  const missed = await findMissed(call, id);
  if (!missed || missed.practitioner_id !== accountOf(call).practitionerId) throw new Refusal('not-found');
  return missed;
}

/** The latest suggestion for a therapist's own appointment. */
export async function getFeeSuggestion(call: Call, _permit: Permit<'placement.therapist'>, id: string) {
  await ownMissed(call, id);
  const row = await call.tx
    .selectFrom('placement.fee_suggestion')
    .selectAll()
    .where('appointment_id', '=', id)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found');
  return {
    result: row.result as FeeResult['result'],
    rule: row.rule,
    amountCents: row.amount_cents,
    recommendation: row.result === 'manual_review' ? 'no_fee' : null,
    at: row.at.toString(),
    decided: row.decided as 'waived' | 'noted' | null,
  };
}

const FEE_DAYS = 30;

/** Hours of the last weeks on whose fee the therapist has said nothing yet; cancelled in time is no question. */
export async function listFees(call: Call, _permit: Permit<'placement.therapist'>): Promise<Waiting[]> {
  const since = call.now.subtract({ hours: FEE_DAYS * 24 });
  const { rows } = await sql<WaitingRow>`
    select a.id, a.person_id, p.given_name, p.family_name, a.starts_at, a.state, f.result, f.rule, f.amount_cents
    from scheduling.appointment a
    join lateral (select * from placement.fee_suggestion s where s.appointment_id = a.id order by s.at desc limit 1) f on f.decided is null
    join people.person p on p.id = a.person_id
    where a.practitioner_id = ${accountOf(call).practitionerId} and a.starts_at > ${since.toString()}
      and (a.state = 'no_show' or (a.state = 'cancelled' and a.cancelled_how = 'patient_late'))
    order by a.starts_at limit 50`.execute(call.tx);
  await recordReads(
    call,
    'placement.fees.read',
    'appointment',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  return rows.map((row) => ({
    appointmentId: row.id,
    person: [row.given_name, row.family_name].filter(Boolean).join(' '),
    startsAt: row.starts_at.toString(),
    state: row.state,
    result: row.result,
    rule: row.rule,
    amountCents: row.amount_cents,
  }));
}

/** What the therapist makes of it; the product writes no invoice either way. */
export async function decideFee(
  call: Call,
  _permit: Permit<'placement.therapist'>,
  id: string,
  decided: 'waived' | 'noted',
): Promise<{ id: string }> {
  const missed = await ownMissed(call, id);
  const row = await call.tx
    .selectFrom('placement.fee_suggestion')
    .select('id')
    .where('appointment_id', '=', id)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found');
  await call.tx
    .updateTable('placement.fee_suggestion')
    .set({ decided, decided_at: call.now, decided_by: accountOf(call).accountId })
    .where('id', '=', row.id)
    .execute();
  await record(call, {
    action: 'placement.fee.decided',
    kind: 'U',
    object: ['appointment', id],
    personId: missed.person_id,
    data: { decided },
  });
  return { id };
}

/** The text of the rule reached the person: an e-mail when the server took it, a letter three days after it was posted. */
export async function noteDelivery(call: Call, appointmentId: string, channel: 'email' | 'letter'): Promise<void> {
  const delivered = channel === 'email' ? call.now : call.now.add({ hours: 72 });
  await call.tx
    .updateTable('placement.acknowledgement')
    .set({ text_sent_at: call.now, text_delivered_at: delivered })
    .where('appointment_id', '=', appointmentId)
    .where('text_sent_at', 'is', null)
    .execute();
}
