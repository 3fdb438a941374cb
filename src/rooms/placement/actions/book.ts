import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { FederalState, SlotKind } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { violatedConstraint } from '#platform/database.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { insistNotBusy } from '#rooms/consent/actions/busy-times.ts';
import { queueText } from '#rooms/messages/actions.ts';
import { textNumber } from '#rooms/messages/rules/channel.ts';
import { getPerson } from '#rooms/people/actions.ts';
import type { Person } from '#rooms/people/contract.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { bookOffer as BookOffer, Criteria } from '../contract.ts';
import { mayBeHeld, nextKind } from '../rules/fit.ts';
import { isOrganised } from '../rules/interpreter.ts';
import type { RepresentationResult } from '../rules/minors.ts';
import { findLocationOfPlace, findPolicyRow, findPractitioner, type PolicyRecord, type PractitionerRow } from '../store/policies.ts';
import { findHold, type HoldRow, type RequestRecord, updateRequest } from '../store/requests.ts';
import { CRISIS_NUMBERS, videoText } from './confirmation.ts';
import { type AtRequest, lockRequest } from './desk.ts';
import { RULE, search } from './fit.ts';
import { soughtOf } from './hold.ts';
import { copyOverride, findOverride, insistCoordinator, type Override } from './override.ts';
import { isInFirstCall } from './phone-call.ts';
import { wordsOf } from './policy.ts';
import { representationOf } from './representation.ts';
import { against, findStanding, needsInterpreter } from './standing.ts';

type Wish = z.output<NonNullable<typeof BookOffer.body>>;

interface Booked {
  answer: string;
  place_id: string | null;
  slot_id: string;
  practitioner_id: string;
  location_id: string | null;
  person_id: string;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  modality: string;
  request_version: number;
}

/** Books what is held: SL5, PL4, RQ4, the acknowledgement and the message in one transaction, or nothing of it. */
export async function bookOffer(call: Call, permit: AtRequest, id: string, wish: Wish) {
  const request = await lockRequest(call, id);
  const hold = await findHold(call.tx, id);
  if (!hold) throw new Refusal(request.state === 'placed' ? 'request-placed' : 'hold-expired');
  const [person, practitioner, policy, location, representation] = await Promise.all([
    getPerson(call, request.person_id, 'placement.request.read'),
    findPractitioner(call.tx, hold.practitioner_id),
    findPolicyRow(call.tx, hold.practitioner_id, call.now),
    hold.place_id ? findLocationOfPlace(call.tx, hold.place_id) : undefined,
    representationOf(call, request, dayInBerlin(hold.starts_at)),
  ]);
  if (!practitioner) throw new Refusal('place-not-found');
  if (wish.channel === 'sms' && !call.network.texts) throw new Refusal('channel-closed');
  checkBookable(request, person, practitioner, policy, representation, wish);
  const kind = nextKind(
    { ...(request.criteria as Criteria), oncallWantsAcute: request.oncall_wants_acute },
    dayInBerlin(call.now).toString(),
    RULE,
  ).kind;
  if (kind === 'none') throw new Refusal('nothing-lawful-first');
  if (wish.interpreterBy === 'relative') throw new Refusal('relative-not-interpreter');
  const { override, interpreter } = await stillFits(call, request, hold);
  const overlap = clientOverlap(permit, wish);
  await insistNotBusy(call, request.person_id, { start: hold.starts_at, end: hold.ends_at }, wish.despiteBusy || overlap);

  const appointmentId = call.newId();
  const allocationId = call.newId();
  const booked = await book(call, id, { appointmentId, allocationId, kind, overlap });
  if (override) await copyOverride(call, request, allocationId, override);
  const words =
    policy &&
    wordsOf(
      call,
      policy,
      practitioner,
      { kind, start: booked.starts_at, state: (location?.state ?? 'NW') as FederalState, binds: representation.feeRuleBinds },
      languageOf(wish),
    );
  const messageId = await confirm(call, {
    request,
    practitioner,
    booked,
    appointmentId,
    kind,
    wish,
    cancellation: words?.full ?? null,
    address: location ? `${location.street}, ${location.postal_code} ${location.place}` : null,
  });
  await acknowledge(call, { request, policy, booked, appointmentId, wish, text: words?.spoken ?? '', representation });
  await openTasks(call, { request, representation, booked, wish, interpreter });

  const { practitioner_id: practitionerId, place_id: placeId, slot_id: slotId } = booked;
  const personId = request.person_id;
  await record(call, {
    action: 'scheduling.appointment.booked',
    kind: 'C',
    object: ['appointment', appointmentId],
    personId,
    data: { requestId: id, practitionerId, slotId, kind },
  });
  if (placeId)
    await record(call, {
      action: 'directory.place.reserved',
      kind: 'U',
      object: ['place', placeId],
      personId,
      data: { requestId: id, practitionerId },
    });
  await record(call, {
    action: 'placement.offer.booked',
    kind: 'U',
    object: ['request', id],
    personId,
    ...(wish.clientOverlap ? { reason: 'client-overlap' } : {}),
    // V8: placed within the first call
    data: { appointmentId, placeId, slotId, practitionerId, inFirstCall: await isInFirstCall(call, id) },
  });
  return {
    id,
    version: booked.request_version,
    state: 'placed' as const,
    appointmentId,
    startsAt: booked.starts_at.toString(),
    endsAt: booked.ends_at.toString(),
    messageId,
  };
}

const languageOf = (wish: Wish) => (wish.acknowledgement.language === 'easy' ? ('de-easy' as const) : wish.acknowledgement.language);

/** Nothing is booked without name, birth date, one channel and the notice of the rule (A.1.2 b); blockers of A.1.6 stand. */
function checkBookable(
  request: RequestRecord,
  person: Person,
  practitioner: PractitionerRow,
  policy: PolicyRecord | undefined,
  representation: RepresentationResult,
  wish: Wish,
): void {
  const errors: { pointer: string; code: string }[] = [];
  const need = (pointer: string, there: unknown) => {
    if (!there) errors.push({ pointer, code: 'required' });
  };
  need('/person/givenName', person.givenName);
  need('/person/familyName', person.familyName);
  need('/person/birthDate', person.birthDate);
  need('/privacyVersion', request.privacy_version);
  if (wish.channel === 'email') need('/person/email', person.email);
  if (wish.channel === 'sms' && !textNumber(normalPhone(person.phone ?? ''))) errors.push({ pointer: '/person/phone', code: 'invalid' });
  if (wish.channel === 'letter') for (const field of ['street', 'postalCode', 'place'] as const) need(`/person/${field}`, person[field]);
  if (errors.length > 0) throw new Refusal('missing-for-booking', { errors });
  if (request.safety_opener === null) throw new Refusal('opener-not-answered');
  if (representation.blockers.length > 0) throw new Refusal('representation-missing', { facts: { blockers: representation.blockers } });
  if (policy && wish.acknowledgement.policyVersion !== policy.policy_version)
    throw new Refusal('policy-changed', { facts: { version: policy.policy_version } });
  if (policy && policy.fee_type !== 'none' && wish.acknowledgement.response === 'declined' && !practitioner.without_policy_allowed)
    throw new Refusal('policy-declined');
}

/** What was typed since the hold may have changed everything: the rule is asked once more, with what the coordinator set aside. */
async function stillFits(
  call: Call,
  request: RequestRecord,
  hold: HoldRow,
): Promise<{ override: Override | undefined; interpreter: boolean }> {
  if (!hold.place_id) return { override: undefined, interpreter: false };
  const [found, override] = await Promise.all([
    search(call, { ...soughtOf(request), placeId: hold.place_id }),
    findOverride(call, request, hold.place_id),
  ]);
  const one = findStanding(found, hold.place_id, { id: hold.slot_id, starts_at: hold.starts_at });
  if (!one) throw new Refusal('does-not-fit');
  const standing = against(found, one);
  const decision = mayBeHeld(standing, override?.criteria);
  if (!decision.ok) throw new Refusal(decision.because, { facts: { criteria: [...standing.no, ...standing.clarify] } });
  return { override, interpreter: needsInterpreter(found, one) };
}

function clientOverlap(permit: Permit, wish: Wish): boolean {
  if (!wish.clientOverlap) return false;
  insistCoordinator(permit);
  return true;
}

interface Booking {
  appointmentId: string;
  allocationId: string;
  kind: SlotKind;
  overlap: boolean;
}

/** The database has the last word: overlaps and double uses come back as constraints. */
async function book(call: Call, id: string, { appointmentId, allocationId, kind, overlap }: Booking): Promise<Booked> {
  try {
    const { rows } =
      await sql<Booked>`select * from placement.book_offer(${id}, ${appointmentId}, ${allocationId}, ${call.newId()}, ${accountOf(call).accountId}, ${kind}, ${call.now.toString()}, ${overlap})`.execute(
        call.tx,
      );
    const [booked] = rows;
    if (booked?.answer !== 'booked') throw new Refusal(booked?.answer ?? 'hold-expired');
    return booked;
  } catch (fault) {
    const constraint = violatedConstraint(fault);
    if (constraint === 'appointment_person_overlap') throw new Refusal('client-overlap');
    if (constraint === 'appointment_practitioner_overlap') throw new Refusal('helper-overlap');
    if (constraint === 'appointment_slot' || constraint === 'allocation_place') throw new Refusal('slot-taken');
    if (constraint === 'allocation_request') throw new Refusal('request-placed');
    throw fault;
  }
}

interface Confirming {
  request: RequestRecord;
  practitioner: PractitionerRow;
  booked: Booked;
  appointmentId: string;
  kind: SlotKind;
  wish: Wish;
  cancellation: string | null;
  address: string | null;
}

async function confirm(
  call: Call,
  { request, practitioner, booked, appointmentId, wish, cancellation, address }: Confirming,
): Promise<string> {
  const { starts_at: start, ends_at: end } = booked;
  const language = languageOf(wish);
  const { messageId } = await queueText(call, {
    personId: request.person_id,
    template: 'appointment-confirmation',
    data: {
      when: start,
      practitioner: [practitioner.title, practitioner.name].filter(Boolean).join(' '),
      where: booked.modality === 'video' ? videoText(language) : address,
      contact: practitioner.phone,
      cancellation,
      numbers: CRISIS_NUMBERS.map((one) => `${one.name}: ${one.number}`).join('\n'),
    },
    cause: ['appointment', appointmentId],
    channel: wish.channel,
    language,
    appointment: { id: appointmentId, start, end },
    onlyWhileAt: start,
  });
  return messageId;
}

interface Acknowledging {
  request: RequestRecord;
  policy: PolicyRecord | undefined;
  booked: Booked;
  appointmentId: string;
  wish: Wish;
  text: string;
  representation: RepresentationResult;
}

/** What was read out, to whom, with which answer: a record, never changed. */
async function acknowledge(call: Call, { request, policy, appointmentId, wish, text, representation }: Acknowledging): Promise<void> {
  const id = call.newId();
  await call.tx
    .insertInto('placement.acknowledgement')
    .values({
      id,
      policy_id: policy?.id ?? null,
      request_id: request.id,
      person_id: request.person_id,
      appointment_id: appointmentId,
      text_hash: createHash('sha256').update(text).digest(),
      contract_party: wish.contractParty,
      binding: representation.feeRuleBinds,
      channel_read: 'phone',
      read_at: call.now,
      read_by: accountOf(call).accountId,
      response: wish.acknowledgement.response,
      language: wish.acknowledgement.language,
      interpreter: wish.acknowledgement.interpreter,
    })
    .execute();
  await record(call, {
    action: 'placement.policy.acknowledged',
    kind: 'C',
    object: ['acknowledgement', id],
    personId: request.person_id,
    data: { appointmentId, response: wish.acknowledgement.response, binding: representation.feeRuleBinds },
  });
}

/** Second signatures before the first trial session, certificates, an interpreter to organise (D 9, 10, 11). */
async function openTasks(
  call: Call,
  {
    request,
    representation,
    booked,
    wish,
    interpreter,
  }: { request: RequestRecord; representation: RepresentationResult; booked: Booked; wish: Wish; interpreter: boolean },
): Promise<void> {
  for (const kind of representation.tasks) {
    const therapist = kind === 'insight-by-therapist';
    await appendTask(call, {
      kind,
      object: ['request', request.id],
      personId: request.person_id,
      ...(therapist ? { assigneeRole: 'therapist' as const, practitionerId: booked.practitioner_id } : await deskOf(call, request.id)),
      dueAt: booked.starts_at.subtract({ hours: 24 }),
      priority: 1,
    });
  }
  if (wish.interpreterBy)
    await call.tx
      .updateTable('scheduling.appointment')
      .set({ interpreter_by: wish.interpreterBy })
      .where('request_id', '=', request.id)
      .where('state', '=', 'booked')
      .execute();
  if (interpreter && !isOrganised(wish.interpreterBy)) {
    // D 11: not paid by public insurance; asked of the social office or a project, settled five days before
    await appendTask(call, {
      kind: 'organise-interpreter',
      object: ['request', request.id],
      personId: request.person_id,
      ...(await deskOf(call, request.id)),
      dueAt: booked.starts_at.subtract({ hours: 5 * 24 }),
      priority: 1,
    });
  }
  if (request.safety_blocked_at !== null) await updateRequest(call.tx, request.id, { priority: 1 });
}
