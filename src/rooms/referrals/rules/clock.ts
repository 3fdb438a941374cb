import type { ReferralState } from './life.ts';

/** A Berlin calendar day, "YYYY-MM-DD". */
export type Day = string;

/** Days of the clocks (rule book B.3.6 and clarifications); all on Berlin calendar days. */
export const CLOCK = {
  answer: { usual: 14, urgent: 3 },
  /** After the due day: first reminder, second, phone task, no answer. */
  after: { usual: [0, 7, 14, 15], urgent: [0, 1, 3, 4] },
  waitingList: 28,
  start: 7,
  onHold: 28,
  newOption: 7,
} as const;

export const CLOCK_STEPS = ['first-reminder', 'second-reminder', 'phone', 'no-response', 'ask-status', 'start-open', 'hold-over'] as const;
export type ClockStep = (typeof CLOCK_STEPS)[number];
const ANSWER_STEPS = ['first-reminder', 'second-reminder', 'phone', 'no-response'] as const;

export interface Ticking {
  state: ReferralState;
  urgent: boolean;
  sentOn: Day | null;
  /** Steps of the answer clock that were taken: 0–3. */
  reminded: number;
  waitlistedOn: Day | null;
  askedStatusOn: Day | null;
  /** Day of the first appointment. */
  firstOn: Day | null;
  /** Whether the sender was asked if it began, for this appointment. */
  startAsked: boolean;
  heldOn: Day | null;
  holdAsked: boolean;
}

const plus = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();

/** The last day on which an answer is in time. */
export const dueOn = (sentOn: Day, urgent: boolean): Day => plus(sentOn, urgent ? CLOCK.answer.urgent : CLOCK.answer.usual);
/** Until when a new option is to be found after a no, silence or a failed start (B.4 G6). */
export const newOptionOn = (day: Day): Day => plus(day, CLOCK.newOption);

/** The next step of the clock and its day; null where none runs. */
export function nextTick(referral: Ticking): { step: ClockStep; on: Day } | null {
  const { state, urgent, sentOn, reminded } = referral;
  if (state === 'sent' || state === 'seen') {
    const step = ANSWER_STEPS[reminded];
    const after = (urgent ? CLOCK.after.urgent : CLOCK.after.usual)[reminded];
    return sentOn && step && after !== undefined ? { step, on: plus(dueOn(sentOn, urgent), after) } : null;
  }
  if (state === 'waitlisted') {
    const last = referral.askedStatusOn ?? referral.waitlistedOn;
    return last ? { step: 'ask-status', on: plus(last, CLOCK.waitingList) } : null;
  }
  if (state === 'scheduled' && referral.firstOn && !referral.startAsked)
    return { step: 'start-open', on: plus(referral.firstOn, CLOCK.start) };
  if (state === 'on_hold' && referral.heldOn && !referral.holdAsked) return { step: 'hold-over', on: plus(referral.heldOn, CLOCK.onHold) };
  return null;
}

/** What a run of the clock does: the steps taken, of which only the last is told to anybody, and how the referral stands then. */
export interface Ticked {
  steps: ClockStep[];
  /** The step that people hear of: after a stop of the worker nobody is sent two reminders in one minute. */
  tell: ClockStep | null;
  after: Ticking;
  next: { step: ClockStep; on: Day } | null;
}

/** Takes every step whose day has come, each exactly once, however late the run is. */
export function tick(referral: Ticking, today: Day): Ticked {
  const steps: ClockStep[] = [];
  let after = referral;
  for (let due = nextTick(after); due && due.on <= today; due = nextTick(after)) {
    steps.push(due.step);
    after = taken(after, due.step, today);
  }
  return { steps, tell: steps.at(-1) ?? null, after, next: nextTick(after) };
}

function taken(referral: Ticking, step: ClockStep, today: Day): Ticking {
  if (step === 'no-response') return { ...referral, state: 'no_response', reminded: 4 };
  if (step === 'ask-status') return { ...referral, askedStatusOn: today };
  if (step === 'start-open') return { ...referral, startAsked: true };
  if (step === 'hold-over') return { ...referral, holdAsked: true };
  return { ...referral, reminded: referral.reminded + 1 };
}
