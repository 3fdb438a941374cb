import type { Call } from '#platform/call.ts';
import { changeGuardian } from '#rooms/people/actions.ts';
import type { GuardianChange } from '#rooms/people/contract.ts';
import { confirmFit, markSeen, releasePlace } from '#rooms/placement/actions/allocation.ts';
import { bookOffer } from '#rooms/placement/actions/book.ts';
import { closeRequest, setWaiting } from '#rooms/placement/actions/close.ts';
import { beginRequest, saveDraft } from '#rooms/placement/actions/desk.ts';
import { holdOffer, soughtOf } from '#rooms/placement/actions/hold.ts';
import { findFit } from '#rooms/placement/actions/matches.ts';
import { answerOpener, triageRequest } from '#rooms/placement/actions/triage.ts';
import type { RELEASE_REASONS } from '#rooms/placement/contract.ts';
import type { CloseReason } from '#rooms/placement/rules/request.ts';
import { findPolicyRow } from '#rooms/placement/store/policies.ts';
import { findRequestRow } from '#rooms/placement/store/requests.ts';
import { stepKnownAppointment } from '#rooms/scheduling/actions/appointment.ts';
import { bookSession } from '#rooms/scheduling/actions/session.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Caller } from './persons.ts';

export type DeskName = 'jana' | 'samuel';

export interface Intake {
  callerRole?: 'self' | 'parent' | 'guardian' | 'relative' | 'referrer';
  opener?: 'no' | 'yes' | 'unclear' | null;
  waiting?: boolean;
  triaged?: boolean;
  guardians?: GuardianChange[];
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
}

/** What the desk and the therapists do in the demo, each a transaction or two as on a real day. */
export class Calls {
  readonly cast: Cast<string>;

  constructor(cast: Cast<string>) {
    this.cast = cast;
  }

  /** A call comes in and is written down. */
  take(desk: DeskName, { person, criteria, concern }: Caller, wish: Intake = {}): Promise<string> {
    const { callerRole = 'self', opener = 'no', waiting = false, triaged = true, guardians = [] } = wish;
    return this.cast.as(desk, async (call, permit) => {
      const may = permit('placement.desk');
      const { id, personId } = await beginRequest(call, may, person.phone ?? undefined);
      await saveDraft(call, may, id, {
        person,
        criteria,
        concern,
        callerRole,
        privacyVersion: '2026-1',
        remindersConsent: true,
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
      return { requestId, appointmentId: booked.appointmentId, practitionerId, startsAt, endsAt };
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
      };
    });
  }

  confirmFit(therapist: string, requestId: string) {
    return this.cast.as(therapist, async (call, permit) => {
      const allocation = await allocationOf(call, requestId);
      if (allocation) await confirmFit(call, permit('placement.therapist'), allocation.id, allocation.version);
    });
  }

  release(therapist: string, requestId: string, reason: (typeof RELEASE_REASONS)[number]) {
    return this.cast.as(therapist, async (call, permit) => {
      const allocation = await allocationOf(call, requestId);
      if (allocation) await releasePlace(call, permit('placement.therapist'), allocation.id, reason, 'both');
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
