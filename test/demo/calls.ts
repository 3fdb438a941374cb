import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { changeGuardian } from '#rooms/people/actions.ts';
import type { GuardianChange } from '#rooms/people/contract.ts';
import { confirmFit, markSeen, releasePlace } from '#rooms/placement/actions/allocation.ts';
import { bookOffer } from '#rooms/placement/actions/book.ts';
import { closeRequest, continueRequest, setWaiting } from '#rooms/placement/actions/close.ts';
import { beginRequest, saveDraft } from '#rooms/placement/actions/desk.ts';
import { holdOffer, soughtOf } from '#rooms/placement/actions/hold.ts';
import { findFit } from '#rooms/placement/actions/matches.ts';
import { answerOpener, triageRequest } from '#rooms/placement/actions/triage.ts';
import type { RELEASE_REASONS } from '#rooms/placement/contract.ts';
import type { CloseReason } from '#rooms/placement/rules/request.ts';
import { findPolicyRow } from '#rooms/placement/store/policies.ts';
import { findRequestRow } from '#rooms/placement/store/requests.ts';
import { stepKnownAppointment } from '#rooms/scheduling/actions/appointment.ts';
import { bookSession, moveAppointment } from '#rooms/scheduling/actions/session.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Caller } from './persons.ts';

export type DeskName = 'jana' | 'samuel';

export interface Intake {
  callerRole?: 'self' | 'parent' | 'guardian' | 'relative' | 'referrer';
  opener?: 'no' | 'yes' | 'unclear' | null;
  waiting?: boolean;
  triaged?: boolean;
  guardians?: GuardianChange[];
  reminders?: boolean;
}

export interface Held {
  placeId: string;
  practitionerId: string;
  until: Temporal.Instant;
}

export interface Booked {
  requestId: string;
  appointmentId: string;
  practitionerId: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  /** A cancellation rule of the therapist was read out and accepted. */
  ruleAccepted: boolean;
}

/** How far somebody has come, as it stands in the database. */
export interface Standing {
  state: string;
  /** The place that is promised. */
  placeId: string | null;
  /** The next appointment that still stands. */
  booked: string | null;
}

/** What the desk and the therapists do in the demo, each a transaction or two as on a real day. */
export class Calls {
  readonly cast: Cast<string>;

  constructor(cast: Cast<string>) {
    this.cast = cast;
  }

  /** A call comes in and is written down. */
  take(desk: DeskName, { person, criteria, concern }: Caller, wish: Intake = {}): Promise<string> {
    const { callerRole = 'self', opener = 'no', waiting = false, triaged = true, guardians = [], reminders = true } = wish;
    return this.cast.as(desk, async (call, permit) => {
      const may = permit('placement.desk');
      const { id, personId } = await beginRequest(call, may, person.phone ?? undefined);
      await saveDraft(call, may, id, {
        person,
        criteria,
        concern,
        callerRole,
        privacyVersion: '2026-1',
        remindersConsent: reminders,
        waitingConsent: waiting,
      });
      for (const guardian of guardians) await changeGuardian(call, personId, call.newId(), guardian);
      if (opener) await answerOpener(call, may, id, opener);
      if (opener && triaged) await triageRequest(call, may, id);
      return id;
    });
  }

  /** Holds one of the best matches; nothing where nobody fits or has a free time. */
  hold(desk: DeskName, requestId: string, rank = 0): Promise<Held | undefined> {
    return this.cast.as(desk, async (call, permit) => {
      const request = await findRequestRow(call.tx, requestId);
      if (!request || request.state === 'closed' || request.state === 'placed') return undefined;
      const { ranked } = await findFit(call, soughtOf(request), 6, false);
      const bookable = ranked.filter(({ card }) => card.firstSlot !== null);
      const chosen = (bookable[Math.min(rank, bookable.length - 1)] ?? undefined)?.card;
      if (!chosen?.firstSlot) return undefined;
      const held = await holdOffer(call, permit('placement.desk'), requestId, { placeId: chosen.placeId, slotId: chosen.firstSlot.id });
      return { placeId: chosen.placeId, practitionerId: chosen.practitionerId, until: Temporal.Instant.from(held.heldUntil) };
    });
  }

  /** Reads the rule out and books what is held. */
  book(desk: DeskName, requestId: string, practitionerId: string, channel: 'email' | 'letter', guardian = false): Promise<Booked> {
    return this.cast.as(desk, async (call, permit) => {
      const policy = await findPolicyRow(call.tx, practitionerId, call.now);
      const booked = await bookOffer(call, permit('placement.desk'), requestId, {
        acknowledgement: { response: 'accepted', policyVersion: policy?.policy_version ?? 0, language: 'de', interpreter: false },
        channel,
        contractParty: guardian ? 'guardian' : 'self',
      });
      const [startsAt, endsAt] = [Temporal.Instant.from(booked.startsAt), Temporal.Instant.from(booked.endsAt)];
      return { requestId, appointmentId: booked.appointmentId, practitionerId, startsAt, endsAt, ruleAccepted: policy !== undefined };
    });
  }

  wait(desk: DeskName, requestId: string) {
    return this.cast.as(desk, (call, permit) => setWaiting(call, permit('placement.desk'), requestId));
  }

  close(desk: DeskName, requestId: string, reason: CloseReason) {
    return this.cast.as(desk, async (call, permit) => {
      const request = await findRequestRow(call.tx, requestId);
      if (!request || request.state === 'closed') return;
      await closeRequest(call, permit('placement.desk'), requestId, request.version, reason);
    });
  }

  cancelByPatient(desk: DeskName, appointmentId: string) {
    return this.cast.as(desk, (call, permit) => {
      permit('scheduling.desk');
      return stepKnownAppointment(call, { id: appointmentId, event: 'cancel-by-patient', receivedAt: call.now });
    });
  }

  /** "War da", "war nicht da" */
  mark(therapist: string, appointmentId: string, event: 'attend' | 'mark-missing') {
    return this.cast.as(therapist, async (call, permit) => {
      permit('scheduling.own');
      const marked = await stepKnownAppointment(call, { id: appointmentId, event });
      const allocation = await allocationAt(call, appointmentId);
      if (allocation) await markSeen(call, permit('placement.therapist'), allocation.id);
      return marked;
    });
  }

  /** The next session in an own free slot about a week later; nothing where none is free. */
  addSession(therapist: string, after: { appointmentId: string; kind: 'TRIAL' | 'THERAPY' }): Promise<Booked | undefined> {
    return this.cast.as(therapist, async (call, permit) => {
      const slot = await call.tx
        .selectFrom('scheduling.slot')
        .selectAll()
        .where('practitioner_id', '=', this.cast.practitioner(therapist))
        .where('state', '=', 'free')
        .where('starts_at', '>', call.now.add({ hours: 5 * 24 }))
        .orderBy('starts_at')
        .limit(1)
        .executeTakeFirst();
      const before = await call.tx
        .selectFrom('scheduling.appointment')
        .selectAll()
        .where('id', '=', after.appointmentId)
        .executeTakeFirst();
      if (!slot?.kinds.includes(after.kind) || !before) return undefined;
      const { id } = await bookSession(call, permit('scheduling.own'), after.appointmentId, {
        slotId: slot.id,
        slotVersion: slot.version,
        kind: after.kind,
      });
      return {
        requestId: before.request_id,
        appointmentId: id,
        practitionerId: slot.practitioner_id,
        startsAt: slot.starts_at,
        endsAt: slot.ends_at,
        ruleAccepted: (await findPolicyRow(call.tx, slot.practitioner_id, call.now)) !== undefined,
      };
    });
  }

  /** Moves an appointment to the next free time of the same therapist that suits it; nothing where there is none. */
  move(desk: DeskName, booked: Booked): Promise<Booked | undefined> {
    return this.cast.as(desk, async (call, permit) => {
      const before = await call.tx
        .selectFrom('scheduling.appointment')
        .selectAll()
        .where('id', '=', booked.appointmentId)
        .executeTakeFirst();
      if (before?.state !== 'booked') return undefined;
      const slots = await call.tx
        .selectFrom('scheduling.slot')
        .selectAll()
        .where('practitioner_id', '=', booked.practitionerId)
        .where('state', '=', 'free')
        .where('starts_at', '>', booked.startsAt)
        .orderBy('starts_at')
        .limit(6)
        .execute();
      const slot = slots.find(({ kinds, place_id }) => kinds.includes(before.kind) && (place_id === null || place_id === before.place_id));
      if (!slot) return undefined;
      const { id } = await moveAppointment(call, permit('scheduling.desk'), before.id, before.version, {
        slotId: slot.id,
        slotVersion: slot.version,
      });
      return { ...booked, appointmentId: id, startsAt: slot.starts_at, endsAt: slot.ends_at };
    });
  }

  confirmFit(therapist: string, requestId: string) {
    return this.cast.as(therapist, async (call, permit) => {
      const allocation = await allocationOf(call, requestId);
      if (!allocation) return undefined;
      await confirmFit(call, permit('placement.therapist'), allocation.id, allocation.version);
      return { placeId: allocation.place_id };
    });
  }

  release(therapist: string, requestId: string, reason: (typeof RELEASE_REASONS)[number]) {
    return this.cast.as(therapist, async (call, permit) => {
      const allocation = await allocationOf(call, requestId);
      if (allocation) await releasePlace(call, permit('placement.therapist'), allocation.id, reason, 'both');
      return allocation?.place_id;
    });
  }

  /** PL6 by the desk: the first talk did not take place, the place is free for others, the search goes on. */
  freePlace(desk: DeskName, requestId: string) {
    return this.cast.as(desk, async (call, permit) => {
      const allocation = await allocationOf(call, requestId);
      if (allocation) await releasePlace(call, permit('placement.desk'), allocation.id, 'time', 'client');
    });
  }

  /** An earlier caller is recognised, and the desk goes on with that request. */
  goOn(desk: DeskName, requestId: string) {
    return this.cast.as(desk, (call, permit) => continueRequest(call, permit('placement.desk'), requestId, undefined, 'called-again'));
  }

  standing(requestId: string): Promise<Standing> {
    return this.cast.asSystem(async (call) => {
      const { rows } = await sql<Standing>`select q.state,
          (select l.place_id from placement.allocation l where l.request_id = q.id and l.ended_at is null) as "placeId",
          (select a.id from scheduling.appointment a where a.request_id = q.id and a.state = 'booked' and a.starts_at > ${call.now.toString()}
            order by a.starts_at limit 1) as booked
        from placement.request q where q.id = ${requestId}`.execute(call.tx);
      return rows[0] ?? { state: 'closed', placeId: null, booked: null };
    });
  }
}

function allocationOf(call: Call, requestId: string) {
  return call.tx
    .selectFrom('placement.allocation')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

function allocationAt(call: Call, appointmentId: string) {
  return call.tx
    .selectFrom('placement.allocation as l')
    .innerJoin('scheduling.appointment as a', 'a.request_id', 'l.request_id')
    .select(['l.id', 'l.version'])
    .where('a.id', '=', appointmentId)
    .where('l.ended_at', 'is', null)
    .executeTakeFirst();
}
