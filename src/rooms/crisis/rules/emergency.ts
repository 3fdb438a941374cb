import { ROLES, type Role } from '#kernel/codes.ts';
import type { Decision } from '#kernel/decision.ts';
import { listedEvents, type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';
import { type AlarmLevel, EMERGENCY_STATES, type EmergencyState, type Receiver } from './codes.ts';
import type { Level } from './safety.ts';

/** States of the life cycle (rule book A.3.5); `none` stands for "not there yet". */
export const COURSE_STATES = ['none', ...EMERGENCY_STATES] as const;
export type CourseState = 'none' | EmergencyState;

export const EMERGENCY_EVENTS = [
  'raise',
  'acknowledge',
  'deadline-passed',
  'speak',
  'hand-over',
  'de-escalate',
  'confirm-outcome',
  'false-alarm',
] as const;
export type EmergencyEvent = (typeof EMERGENCY_EVENTS)[number];

export const EMERGENCY_EFFECTS = [
  'start-clock',
  'page-first',
  'show-name',
  'stop-clock',
  'escalate',
  'page-next',
  'name-receiver',
  'follow-up-task',
  'review-task',
  'end-relations',
] as const;
export type EmergencyEffect = (typeof EMERGENCY_EFFECTS)[number];

/** EM7: after so many inquiries without an answer the outcome may stay unknown. */
export const INQUIRIES_NEEDED = 2;

/** What the checks look at. A fact that is not given never holds. */
export interface EmergencyFacts {
  now: Temporal.Instant;
  level?: Level;
  button?: boolean;
  /** Whoever acts has the duty or stands in for it now, or acknowledged this emergency while she had it. */
  responds?: boolean;
  deadlineAt?: Temporal.Instant | null;
  receiver?: Receiver | null;
  recordComplete?: boolean;
  reasonGiven?: boolean;
  nextStepGiven?: boolean;
  callBackAt?: Temporal.Instant | null;
  outcomeKnown?: boolean;
  inquiries?: number;
}

const CHECKS = {
  'level-too-low': ({ level, button }) => button === true || (level !== undefined && level !== 'GREEN'),
  'not-on-duty': ({ responds }) => responds === true,
  // EM3 fires when the deadline is exceeded, not when it is reached
  'deadline-runs': ({ deadlineAt, now }) => deadlineAt != null && Temporal.Instant.compare(now, deadlineAt) > 0,
  'only-112-by-desk': ({ receiver, level }) => receiver === 'rescue-112' && level === 'RED',
  'hand-over-incomplete': ({ recordComplete }) => recordComplete === true,
  'reason-missing': ({ reasonGiven }) => reasonGiven === true,
  'next-step-missing': ({ nextStepGiven }) => nextStepGiven === true,
  'call-back-in-past': ({ callBackAt, now }) => callBackAt != null && Temporal.Instant.compare(callBackAt, now) > 0,
  'inquiries-missing': ({ outcomeKnown, inquiries }) => outcomeKnown === true || (inquiries ?? 0) >= INQUIRIES_NEEDED,
} satisfies Record<string, (facts: EmergencyFacts) => boolean>;
type Need = keyof typeof CHECKS;

type EmergencyRow = Row<CourseState, EmergencyEvent, Need, EmergencyEffect, EmergencyFacts>;
const ANYBODY: readonly Role[] = ROLES;

const HAND_OVER: readonly EmergencyRow[] = [
  {
    id: 'EM5',
    event: 'hand-over',
    to: 'handed_over',
    who: ['oncall'],
    needs: ['not-on-duty', 'hand-over-incomplete'],
    effects: ['stop-clock', 'name-receiver', 'follow-up-task'],
  },
  {
    id: 'EM5',
    event: 'hand-over',
    to: 'handed_over',
    who: ['desk', 'coordinator'],
    needs: ['only-112-by-desk', 'hand-over-incomplete'],
    effects: ['stop-clock', 'name-receiver', 'follow-up-task'],
  },
];
const FALSE_ALARM: EmergencyRow = {
  id: 'EM8',
  event: 'false-alarm',
  to: 'closed',
  who: ['oncall'],
  needs: ['not-on-duty', 'reason-missing'],
  effects: ['stop-clock', 'end-relations'],
};

const MACHINE: Machine<CourseState, EmergencyEvent, Need, EmergencyEffect, EmergencyFacts, UnlistedCode | 'emergency-not-for-role'> = {
  table: {
    none: [{ id: 'EM1', event: 'raise', to: 'raised', who: ANYBODY, needs: ['level-too-low'], effects: ['start-clock', 'page-first'] }],
    raised: [
      {
        id: 'EM2',
        event: 'acknowledge',
        to: 'acknowledged',
        who: ['oncall'],
        needs: ['not-on-duty'],
        effects: ['stop-clock', 'show-name'],
      },
      { id: 'EM3', event: 'deadline-passed', to: 'raised', who: ['system'], needs: ['deadline-runs'], effects: ['escalate', 'page-next'] },
      ...HAND_OVER,
      FALSE_ALARM,
    ],
    acknowledged: [
      { id: 'EM4', event: 'speak', to: 'in_contact', who: ['oncall'], needs: ['not-on-duty'] },
      ...HAND_OVER, // clarification to A.3: EM5 and EM8 also from acknowledged
      FALSE_ALARM,
    ],
    in_contact: [
      ...HAND_OVER,
      {
        id: 'EM6',
        event: 'de-escalate',
        to: 'closed',
        who: ['oncall'],
        needs: ['not-on-duty', 'reason-missing', 'next-step-missing', 'call-back-in-past'],
        effects: ['follow-up-task', 'review-task', 'end-relations'],
      },
    ],
    handed_over: [
      {
        id: 'EM7',
        event: 'confirm-outcome',
        to: 'closed',
        who: ['oncall'],
        needs: ['not-on-duty', 'inquiries-missing'],
        effects: ['review-task', 'end-relations'],
      },
    ],
    closed: [],
  },
  checks: CHECKS,
  unlisted: {
    none: 'emergency-not-raised',
    raised: 'emergency-not-acknowledged',
    acknowledged: 'emergency-acknowledged',
    in_contact: 'emergency-in-contact',
    handed_over: 'emergency-handed-over',
    closed: 'emergency-closed',
  },
  notForRole: 'emergency-not-for-role',
};
type UnlistedCode =
  | 'emergency-not-raised'
  | 'emergency-not-acknowledged'
  | 'emergency-acknowledged'
  | 'emergency-in-contact'
  | 'emergency-handed-over'
  | 'emergency-closed';
export type EmergencyCode = Need | UnlistedCode | 'emergency-not-for-role';

/** One step of an emergency. Whatever is not listed is refused with the code of the state it is in. */
export function stepEmergency(
  state: CourseState,
  event: EmergencyEvent,
  parties: Party | readonly Party[],
  facts: EmergencyFacts,
): Decision<Step<CourseState, EmergencyEffect>, EmergencyCode> {
  return step(MACHINE, state, event, parties, facts);
}

/** The steps of the life cycle that these roles find listed, whatever the facts are. */
export function emergencySteps(state: CourseState, parties: readonly Party[]): EmergencyEvent[] {
  return listedEvents(MACHINE, state, parties);
}

/** Days until the clinical lead has looked at an emergency that was RED (EM7). */
export const REVIEW_DAYS = 7;

/** When somebody asks after the person: RED and ORANGE within 24 h, YELLOW within 72 h, by the highest level it had (EM6). */
export function followUpDue(from: Temporal.Instant, hours: number): Temporal.Instant {
  return from.add({ hours });
}

/** The level at which a missed contact is handed to the duty psychologist: nobody is on the line, so never RED (rule book D 13). */
export function levelOfMissed(highest: AlarmLevel): AlarmLevel {
  return highest === 'RED' ? 'ORANGE' : highest;
}
