import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** Ways in which an appointment is cancelled (rule book A.3.2). */
export const CANCELLATIONS = ['cancelled/patient_in_time', 'cancelled/patient_late', 'cancelled/provider', 'cancelled/network'] as const;
export type Cancellation = (typeof CANCELLATIONS)[number];

export const APPOINTMENT_STATES = ['none', 'booked', 'attended', 'no_show', ...CANCELLATIONS, 'rebooked'] as const;
export type AppointmentState = (typeof APPOINTMENT_STATES)[number];

export const APPOINTMENT_EVENTS = [
  'book',
  'attend',
  'mark-missing',
  'cancel-by-patient',
  'cancel-by-provider',
  'cancel-by-network',
  'move',
  'correct-to-attended',
  'correct-to-missing',
  'correct-to-cancelled',
] as const;
export type AppointmentEvent = (typeof APPOINTMENT_EVENTS)[number];

export const APPOINTMENT_EFFECTS = [
  'send-confirmation',
  'plan-reminders',
  'drop-reminders',
  'first-attended',
  'check-fee',
  'outreach-task',
  'slot-given-back',
  'replace-task',
  'request-provider-cancelled',
  'book-successor',
  'recount-figures',
  'store-reason',
] as const;
export type AppointmentEffect = (typeof APPOINTMENT_EFFECTS)[number];

/** Time limits of A.3.2; defaults that a network may set. */
export const APPOINTMENT_LIMITS = { missingAfterMinutes: 20, markWithinHours: 72, tellCoordinatorDays: 7, correctDays: 14 } as const;

/** What an appointment's checks look at. A fact that is not given never holds. */
export interface AppointmentFacts {
  now: Temporal.Instant;
  start: Temporal.Instant;
  /** Its slot is being booked in the same transaction (SL5). */
  slotBooked?: boolean;
  /** The request is the acting case manager's own (origin = case). */
  requestOfActor?: boolean;
  /** It is in the calendar of the acting therapist. */
  ofActor?: boolean;
  /** It is the acting client's own, or that of somebody for whom the guardian acts. */
  ownOrRepresented?: boolean;
  /** A successor or a later session (A.3 clarification on AP1): all that a therapist may book. */
  laterSession?: boolean;
  /** When the cancellation arrived (voicemail and e-mail count when they arrive, A.5.3). */
  receivedAt?: Temporal.Instant | null;
  /** The notice was long enough, see `placement/rules/cancellation.ts`. */
  inTime?: boolean;
  /** The slot to move to is held by the actor, or is one of the acting therapist's own free slots. */
  successorSlotReady?: boolean;
  /** When it was first marked attended or missing. */
  firstMarkedAt?: Temporal.Instant;
  reasonGiven?: boolean;
}

const compare = Temporal.Instant.compare;
/** The receipt counts if it came before the start and is not dated ahead of now. */
const receivedBeforeStart = ({ receivedAt, start, now }: AppointmentFacts) =>
  receivedAt !== undefined && receivedAt !== null && compare(receivedAt, start) < 0 && compare(receivedAt, now) <= 0;

const inTime = (facts: AppointmentFacts) => facts.inTime === true;

const CHECKS = {
  'slot-not-booked': (facts) => facts.slotBooked === true,
  'request-not-yours': (facts) => facts.requestOfActor === true,
  'appointment-not-yours': (facts) => facts.ofActor === true || facts.ownOrRepresented === true,
  'only-later-sessions': (facts) => facts.laterSession === true,
  'appointment-not-begun': ({ now, start }) => compare(now, start) >= 0,
  'too-early-to-mark-missing': ({ now, start }) => compare(now, start.add({ minutes: APPOINTMENT_LIMITS.missingAfterMinutes })) >= 0,
  'cancellation-was-received': (facts) => facts.receivedAt !== undefined && !receivedBeforeStart(facts),
  'appointment-has-begun': receivedBeforeStart,
  'successor-slot-not-held': (facts) => facts.successorSlotReady === true,
  'correction-too-late': ({ firstMarkedAt, now }) =>
    firstMarkedAt !== undefined && compare(now, firstMarkedAt.add({ hours: APPOINTMENT_LIMITS.correctDays * 24 })) <= 0,
  'reason-missing': (facts) => facts.reasonGiven === true,
} as const satisfies Record<string, (facts: AppointmentFacts) => boolean>;
export type AppointmentNeed = keyof typeof CHECKS;

type AppointmentRow = Row<AppointmentState, AppointmentEvent, AppointmentNeed, AppointmentEffect, AppointmentFacts>;
const CONFIRM = ['send-confirmation', 'plan-reminders'] as const;
const PROVIDER_GONE = ['drop-reminders', 'slot-given-back', 'replace-task', 'request-provider-cancelled'] as const;
const correctNeeds = {
  therapist: ['appointment-not-yours', 'correction-too-late', 'reason-missing'],
  coordinator: ['correction-too-late', 'reason-missing'],
} as const;

function cancelByPatient(who: readonly Party[], needs: readonly AppointmentNeed[]): readonly AppointmentRow[] {
  const row = { id: 'AP4', event: 'cancel-by-patient', who } as const;
  return [
    {
      ...row,
      to: 'cancelled/patient_in_time',
      when: inTime,
      needs: [...needs, 'appointment-has-begun'],
      effects: ['drop-reminders', 'slot-given-back'],
    },
    {
      ...row,
      to: 'cancelled/patient_late',
      needs: [...needs, 'appointment-has-begun'],
      effects: ['drop-reminders', 'slot-given-back', 'check-fee'],
    },
  ];
}

function correct(event: 'correct-to-attended' | 'correct-to-missing', to: AppointmentState): readonly AppointmentRow[] {
  const row = { id: 'AP7', event, to, effects: ['store-reason', 'recount-figures'] } as const;
  return [
    { ...row, who: ['therapist'], needs: correctNeeds.therapist },
    { ...row, who: ['coordinator'], needs: correctNeeds.coordinator },
  ];
}

/** A no_show whose cancellation had arrived before the start after all (A.5 clarification). */
function correctToCancelled(who: readonly Party[], needs: readonly AppointmentNeed[]): readonly AppointmentRow[] {
  const row = { id: 'AP7', event: 'correct-to-cancelled', who, effects: ['store-reason', 'recount-figures', 'check-fee'] } as const;
  return [
    { ...row, to: 'cancelled/patient_in_time', when: inTime, needs: [...needs, 'appointment-has-begun'] },
    { ...row, to: 'cancelled/patient_late', needs: [...needs, 'appointment-has-begun'] },
  ];
}

/** Rule book A.3.2 with its clarifications, row by row. */
export const APPOINTMENT_TABLE = {
  none: [
    { id: 'AP1', event: 'book', to: 'booked', who: ['desk'], needs: ['slot-not-booked'], effects: CONFIRM },
    { id: 'AP1', event: 'book', to: 'booked', who: ['case-manager'], needs: ['request-not-yours', 'slot-not-booked'], effects: CONFIRM },
    {
      id: 'AP1',
      event: 'book',
      to: 'booked',
      who: ['therapist'],
      needs: ['appointment-not-yours', 'only-later-sessions', 'slot-not-booked'],
      effects: CONFIRM,
    },
  ],
  booked: [
    {
      id: 'AP2',
      event: 'attend',
      to: 'attended',
      who: ['therapist'],
      needs: ['appointment-not-yours', 'appointment-not-begun'],
      effects: ['first-attended'],
    },
    {
      id: 'AP3',
      event: 'mark-missing',
      to: 'no_show',
      who: ['therapist'],
      needs: ['appointment-not-yours', 'too-early-to-mark-missing', 'cancellation-was-received'],
      effects: ['check-fee', 'outreach-task'],
    },
    ...cancelByPatient(['desk'], []),
    ...cancelByPatient(['therapist', 'client', 'guardian'], ['appointment-not-yours']),
    {
      id: 'AP5',
      event: 'cancel-by-provider',
      to: 'cancelled/provider',
      who: ['therapist'],
      needs: ['appointment-not-yours'],
      effects: PROVIDER_GONE,
    },
    { id: 'AP5', event: 'cancel-by-provider', to: 'cancelled/provider', who: ['coordinator'], effects: PROVIDER_GONE },
    { id: 'AP5b', event: 'cancel-by-network', to: 'cancelled/network', who: ['coordinator'], effects: PROVIDER_GONE },
    {
      id: 'AP6',
      event: 'move',
      to: 'rebooked',
      who: ['desk'],
      needs: ['successor-slot-not-held'],
      effects: ['drop-reminders', 'book-successor', 'slot-given-back'],
    },
    {
      id: 'AP6',
      event: 'move',
      to: 'rebooked',
      who: ['therapist'],
      needs: ['appointment-not-yours', 'successor-slot-not-held'],
      effects: ['drop-reminders', 'book-successor', 'slot-given-back'],
    },
  ],
  attended: correct('correct-to-missing', 'no_show'),
  no_show: [
    ...correct('correct-to-attended', 'attended'),
    ...correctToCancelled(['therapist'], correctNeeds.therapist),
    ...correctToCancelled(['coordinator'], correctNeeds.coordinator),
  ],
  'cancelled/patient_in_time': [],
  'cancelled/patient_late': [],
  'cancelled/provider': [],
  'cancelled/network': [],
  rebooked: [],
} satisfies Record<AppointmentState, readonly AppointmentRow[]>;

export const APPOINTMENT_UNLISTED = {
  none: 'appointment-unknown',
  booked: 'appointment-not-marked',
  attended: 'appointment-attended',
  no_show: 'appointment-missed',
  'cancelled/patient_in_time': 'appointment-cancelled',
  'cancelled/patient_late': 'appointment-cancelled',
  'cancelled/provider': 'appointment-cancelled',
  'cancelled/network': 'appointment-cancelled',
  rebooked: 'appointment-moved',
} as const satisfies Record<AppointmentState, string>;

const APPOINTMENT = {
  table: APPOINTMENT_TABLE,
  checks: CHECKS,
  unlisted: APPOINTMENT_UNLISTED,
  notForRole: 'appointment-not-for-role',
} as const satisfies Machine<AppointmentState, AppointmentEvent, AppointmentNeed, AppointmentEffect, AppointmentFacts, string>;
export type AppointmentCode = AppointmentNeed | (typeof APPOINTMENT_UNLISTED)[AppointmentState] | 'appointment-not-for-role';

/** One step of an appointment. */
export function stepAppointment(
  state: AppointmentState,
  event: AppointmentEvent,
  who: Party | readonly Party[],
  facts: AppointmentFacts,
): Decision<Step<AppointmentState, AppointmentEffect>, AppointmentCode> {
  return step<AppointmentState, AppointmentEvent, AppointmentNeed, AppointmentEffect, AppointmentFacts, AppointmentCode>(
    APPOINTMENT,
    state,
    event,
    who,
    facts,
  );
}

/** Whether a past appointment still waits for its mark (AP2): due up to 72 h after its end, then overdue, from day 7 with the coordinator. */
export type MarkFlag = 'none' | 'due' | 'overdue' | 'with-coordinator';

/** @param end end of the appointment; both edges are still the milder flag, day 7 itself is the coordinator's */
export function markFlag(state: AppointmentState, start: Temporal.Instant, end: Temporal.Instant, now: Temporal.Instant): MarkFlag {
  if (state !== 'booked' || compare(now, start) < 0) return 'none';
  if (compare(now, end.add({ hours: APPOINTMENT_LIMITS.tellCoordinatorDays * 24 })) >= 0) return 'with-coordinator';
  if (compare(now, end.add({ hours: APPOINTMENT_LIMITS.markWithinHours })) > 0) return 'overdue';
  return 'due';
}
