/** States of an emergency (rule book A.3.5). */
export const EMERGENCY_STATES = ['raised', 'acknowledged', 'in_contact', 'handed_over', 'closed'] as const;
export type EmergencyState = (typeof EMERGENCY_STATES)[number];

/** Levels that an emergency can have; GREEN is none. */
export const ALARM_LEVELS = ['YELLOW', 'ORANGE', 'RED'] as const;
export type AlarmLevel = (typeof ALARM_LEVELS)[number];

/** What made somebody raise it. */
export const RAISED_FROM = ['script', 'button', 'opener', 'no-show', 'web'] as const;
export type RaisedFrom = (typeof RAISED_FROM)[number];

/** Who may be alarmed, in the order of the rule book; "again" repeats the alarm of everybody. */
export const STAGES = ['first-oncall', 'second-oncall', 'coordinator', 'crisis-service', 'again'] as const;
export type Stage = (typeof STAGES)[number];

/** Who takes a person over. */
export const RECEIVERS = [
  'rescue-112',
  'police-110',
  'clinic',
  'crisis-service',
  'practitioner',
  'physician',
  'relative',
  'other',
] as const;
export type Receiver = (typeof RECEIVERS)[number];

/** Whether the person agreed that data are passed on; "necessity": passed without agreement (§ 34 StGB); "no": nothing was passed. */
export const DATA_AGREED = ['yes', 'no', 'necessity'] as const;
export type DataAgreed = (typeof DATA_AGREED)[number];

/** Why an emergency ended. */
export const CLOSED_BECAUSE = ['de-escalated', 'outcome-confirmed', 'outcome-unknown', 'false-alarm'] as const;
export type ClosedBecause = (typeof CLOSED_BECAUSE)[number];

export const CHANNELS = ['session', 'push', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What may be done with an emergency: the `next` of a refusal and of a reading. */
export const EMERGENCY_STEPS = [
  'acknowledge',
  'speak',
  'hand-over',
  'de-escalate',
  'confirm-outcome',
  'inquire',
  'false-alarm',
  'raise-level',
  'lower-level',
  'answer',
  'note',
  'page-again',
  'page-next',
  'call-112',
  'save-record',
  'review',
] as const;
export type EmergencyStep = (typeof EMERGENCY_STEPS)[number];
