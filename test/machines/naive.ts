import type { PlaceFacts } from '#rooms/directory/rules/place.ts';
import type { RequestFacts } from '#rooms/placement/rules/request.ts';
import type { AppointmentFacts } from '#rooms/scheduling/rules/appointment.ts';
import type { SlotFacts } from '#rooms/scheduling/rules/slot.ts';

/**
 * The life cycles of A.3 once more, written down plainly and apart from the tables: one sentence for each event. Each answers the next
 * state, or null where the rule book allows nothing.
 */
const minutes = (from: Temporal.Instant, to: Temporal.Instant) => (to.epochMilliseconds - from.epochMilliseconds) / 60_000;
const days = (from: Temporal.Instant, to: Temporal.PlainDate) =>
  from.toZonedDateTimeISO('Europe/Berlin').toPlainDate().until(to, { largestUnit: 'days' }).days;

type Who = string;
const isDesk = (who: Who, own: boolean | undefined) => who === 'desk' || (who === 'case-manager' && own === true);
const isOwnOrCoordinator = (who: Who, own: boolean | undefined) => who === 'coordinator' || (who === 'therapist' && own === true);

export function naiveSlot(state: string, event: string, who: Who, f: SlotFacts): string | null {
  const ahead = minutes(f.now, f.start);
  const holds = f.heldUntil !== undefined && minutes(f.now, f.heldUntil) > 0;
  const desk = isDesk(who, f.requestOfActor);
  const party = who === 'desk' || who === 'case-manager';
  switch (`${event} ${state}`) {
    case 'publish none':
      return isOwnOrCoordinator(who, f.ofActor) && ahead > 0 && f.overlapsOther === false ? 'free' : null;
    case 'hold free':
      return desk && ['triaged', 'offered'].includes(f.requestState ?? '') && ahead >= 120 && f.versionMatches === true ? 'held' : null;
    case 'hold-for-callback free':
      return desk && f.requestState === 'waiting' && ahead >= 50 * 60 && f.versionMatches === true ? 'held' : null;
    case 'extend held':
      return party && f.byHolder === true && holds && f.extended === false && f.forCallback !== true ? 'held' : null;
    case 'release held':
      return party && f.byHolder === true ? 'free' : null;
    case 'time-out held':
      return who === 'system' && f.heldUntil !== undefined && !holds ? 'free' : null;
    case 'book held': {
      const recorded = f.nameKnown === true && f.birthDateKnown === true && f.channelKnown === true && f.policyNoticed === true;
      const coupled = f.place === 'held-by-same-request' || f.place === 'none';
      return party && f.byHolder === true && holds && ahead > 0 && recorded && coupled ? 'booked' : null;
    }
    case 'book free':
      return who === 'therapist' && f.ofActor === true && f.laterSession === true && ahead > 0 && f.versionMatches === true
        ? 'booked'
        : null;
    case 'block free':
      return who === 'therapist' && f.ofActor === true && f.reasonGiven === true ? 'blocked' : null;
    case 'unblock blocked':
      return who === 'therapist' && f.ofActor === true ? 'free' : null;
    case 'withdraw free':
    case 'withdraw blocked':
      return isOwnOrCoordinator(who, f.ofActor) ? 'withdrawn' : null;
    case 'withdraw held':
      return isOwnOrCoordinator(who, f.ofActor) && f.force === true ? 'withdrawn' : null;
    case 'appointment-ended booked':
      return who === 'system' ? (ahead >= 120 ? 'free' : 'expired') : null;
    case 'pass-start free':
    case 'pass-start blocked':
    case 'pass-start held':
      return who === 'system' && ahead <= 0 ? 'expired' : null;
    default:
      return null;
  }
}

export function naiveAppointment(state: string, event: string, who: Who, f: AppointmentFacts): string | null {
  const since = minutes(f.start, f.now);
  const own = who === 'therapist' && (f.ofActor === true || f.ownOrRepresented === true);
  const receipt = f.receivedAt;
  const before = receipt !== undefined && receipt !== null && minutes(receipt, f.start) > 0 && minutes(receipt, f.now) >= 0;
  const judged = f.inTime === true ? 'cancelled/patient_in_time' : 'cancelled/patient_late';
  const corrects =
    (own || who === 'coordinator') &&
    f.reasonGiven === true &&
    f.firstMarkedAt !== undefined &&
    minutes(f.firstMarkedAt, f.now) <= 14 * 24 * 60;
  switch (`${event} ${state}`) {
    case 'book none': {
      const may = isDesk(who, f.requestOfActor) || (own && f.laterSession === true);
      return may && f.slotBooked === true ? 'booked' : null;
    }
    case 'attend booked':
      return own && since >= 0 ? 'attended' : null;
    case 'mark-missing booked':
      return own && since >= 20 && receipt !== undefined && !before ? 'no_show' : null;
    case 'cancel-by-patient booked': {
      const theirs = ['therapist', 'client', 'guardian'].includes(who) && (f.ofActor === true || f.ownOrRepresented === true);
      return (who === 'desk' || theirs) && before ? judged : null;
    }
    case 'cancel-by-provider booked':
      return own || who === 'coordinator' ? 'cancelled/provider' : null;
    case 'cancel-by-network booked':
      return who === 'coordinator' ? 'cancelled/network' : null;
    case 'move booked':
      return (who === 'desk' || own) && f.successorSlotReady === true ? 'rebooked' : null;
    case 'correct-to-missing attended':
      return corrects ? 'no_show' : null;
    case 'correct-to-attended no_show':
      return corrects ? 'attended' : null;
    case 'correct-to-cancelled no_show':
      return corrects && before ? judged : null;
    default:
      return null;
  }
}

const BOUND = ['reserved', 'trial', 'occupied', 'ending'];

export function naivePlace(state: string, event: string, who: Who, f: PlaceFacts): string | null {
  const own = who === 'therapist' && f.ofActor === true;
  const either = own || who === 'coordinator';
  const party = who === 'desk' || who === 'case-manager';
  const confirmed = f.confirmedAt ?? undefined;
  const fresh = confirmed !== undefined && -days(f.now, confirmed.toZonedDateTimeISO('Europe/Berlin').toPlainDate()) <= 14;
  const holds = f.heldUntil !== undefined && minutes(f.now, f.heldUntil) > 0;
  const left = f.endDay === undefined ? undefined : days(f.now, f.endDay);
  if (event === 'pause' && BOUND.includes(state)) return either && f.interrupted === false ? state : null;
  if (event === 'resume' && BOUND.includes(state)) return either && f.interrupted === true ? state : null;
  switch (`${event} ${state}`) {
    case 'create none':
      return who === 'coordinator' || own ? 'draft' : null;
    case 'open draft':
      return own && f.fieldsComplete === true && fresh ? 'open' : null;
    case 'hold open': {
      const coupled = f.requestHasOtherPlace === false && f.slotHeldForSameRequest === true;
      return isDesk(who, f.requestOfActor) && coupled && f.acceptsPatients === true && fresh && f.versionMatches === true ? 'held' : null;
    }
    case 'release-hold held':
      return party && f.byHolder === true ? 'open' : null;
    case 'time-out held':
      return who === 'system' && f.heldUntil !== undefined && !holds ? 'open' : null;
    case 'book held':
      return party && f.byHolder === true && holds && f.slotBooked === true ? 'reserved' : null;
    case 'first-attended reserved':
      return who === 'system' ? 'trial' : null;
    case 'first-failed reserved':
      return (own || who === 'desk') && f.firstAppointmentFailed === true && f.hasBookedSuccessor === false ? 'open' : null;
    case 'confirm-start trial':
      return own && f.trialEnough === true && f.clientSaidYes === true ? 'occupied' : null;
    case 'release trial': {
      const may = (own && f.initiator !== undefined) || (who === 'desk' && f.initiator === 'client');
      return may && f.reason !== undefined ? 'open' : null;
    }
    case 'decision-overdue trial':
      return who === 'system' && f.decisionOverdue === true ? 'trial' : null;
    case 'announce-end occupied':
      return own && left !== undefined && left >= 0 && left <= 90 ? 'ending' : null;
    case 'end-reached ending':
      return own && left !== undefined && left <= 0 ? 'open' : null;
    case 'extend ending':
      return own ? 'occupied' : null;
    case 'end-early occupied':
    case 'end-early ending':
      return own && f.reasonGiven === true ? 'open' : null;
    case 'pause open':
    case 'pause held':
      return either ? 'paused' : null;
    case 'resume paused':
      return own && fresh ? 'open' : null;
    case 'close draft':
    case 'close open':
    case 'close paused':
      return either ? 'closed' : null;
    default:
      return null;
  }
}

export function naiveRequest(state: string, event: string, who: Who, f: RequestFacts): string | null {
  const desk = isDesk(who, f.ofActor);
  switch (`${event} ${state}`) {
    case 'create none':
      return ['desk', 'case-manager', 'soziotherapist', 'web'].includes(who) && f.callbackChannel === true ? 'new' : null;
    case 'triage new':
      return desk && f.openerAnswered === true && f.minimumKnown === true ? 'triaged' : null;
    case 'present triaged':
      return desk && (f.candidates ?? 0) >= 1 ? 'offered' : null;
    case 'wait triaged':
      return desk && f.candidates === 0 && f.waitingConsent === true && f.callbackChannel === true ? 'waiting' : null;
    case 'book offered': {
      const clear = f.safetyClear === true && f.representationClear === true;
      return desk && f.byHolder === true && clear && f.slotAndPlaceBooked === true ? 'placed' : null;
    }
    case 'fit-confirmed placed':
      return who === 'system' ? 'closed' : null;
    case 'place-freed placed':
    case 'provider-cancelled placed':
      return who === 'system' ? 'triaged' : null;
    case 'offer-from-waiting waiting':
      return desk && f.proposedBySystem === true && f.hardCriteriaHold === true && f.slotAndPlaceHeld === true ? 'offered' : null;
    case 'not-reached waiting': {
      const twice = new Set(f.callDays?.map(String)).size >= 2;
      return desk && f.skipped !== undefined && twice && f.finalNoticeAt === null ? 'waiting' : null;
    }
    case 'final-notice-over waiting': {
      const over = f.finalNoticeAt !== undefined && f.finalNoticeAt !== null && minutes(f.finalNoticeAt, f.now) >= 14 * 24 * 60;
      return who === 'system' && over ? 'closed' : null;
    }
    // Whoever came from the waiting list goes back to it; everybody else to the desk's list.
    case 'decline offered':
      return desk ? (f.waits === true ? 'waiting' : 'triaged') : null;
    case 'hold-lost offered':
      return who === 'system' ? (f.waits === true ? 'waiting' : 'triaged') : null;
    case 'waiting-consent-withdrawn waiting':
    case 'waiting-consent-withdrawn offered':
      return who === 'system' ? 'triaged' : null;
    case 'reopen closed':
      return who === 'desk' && f.reasonGiven === true && f.closedAt !== undefined && minutes(f.closedAt, f.now) <= 90 * 24 * 60
        ? 'triaged'
        : null;
    default:
      if (event === 'close' && state !== 'none' && state !== 'closed')
        return (who === 'desk' || who === 'coordinator') && f.closeReason !== undefined ? 'closed' : null;
      return null;
  }
}
