import type { AlarmLevel, Stage } from './codes.ts';
import type { ScriptLevel } from './script.ts';

type Timing = Pick<ScriptLevel, 'acknowledgeSeconds' | 'escalation'>;

/** The clock of an emergency that waits for somebody. */
export interface AlarmClock {
  from: Temporal.Instant;
  deadlineAt: Temporal.Instant;
  escalation: number;
}

const HIGHEST_ESCALATION = 3;
/** Where nobody stands on the roster, nobody is waited for: the second stage is skipped at once. */
const WITHOUT_DUTY = 2;

/**
 * Starts the clock of a level (rule book A.1.5).
 * @param nobodyOnDuty then it begins with the stage after the roster
 */
export function startClock(timing: Timing, now: Temporal.Instant, nobodyOnDuty = false): AlarmClock {
  return {
    from: now,
    deadlineAt: now.add({ seconds: timing.acknowledgeSeconds }),
    escalation: nobodyOnDuty ? WITHOUT_DUTY : 0,
  };
}

/** Raising the level starts the clock anew; a deadline that is nearer still holds, and who was alarmed stays alarmed. */
export function restartClock(timing: Timing, now: Temporal.Instant, before: AlarmClock): AlarmClock {
  const fresh = now.add({ seconds: timing.acknowledgeSeconds });
  const nearer = Temporal.Instant.compare(before.deadlineAt, fresh) < 0 ? before.deadlineAt : fresh;
  return { from: now, deadlineAt: nearer, escalation: before.escalation };
}

/** Who is alarmed when a deadline passes at this escalation; after the last one everybody again. */
export function stageAfter(timing: Timing, escalation: number): Stage {
  return timing.escalation[escalation]?.to ?? 'again';
}

/**
 * EM3: one deadline has passed. Answers the next one: the level's own, later the same length again. What a standing server missed
 * beyond the third escalation is repeated once, not once for each minute of standing.
 */
export function escalate(timing: Timing, clock: AlarmClock, now: Temporal.Instant): AlarmClock & { to: Stage } {
  const to = stageAfter(timing, clock.escalation);
  const escalation = Math.min(HIGHEST_ESCALATION, clock.escalation + 1);
  const own = timing.escalation[clock.escalation + 1]?.afterSeconds;
  const planned = own === undefined ? undefined : clock.from.add({ seconds: own });
  let deadlineAt =
    planned && Temporal.Instant.compare(planned, clock.deadlineAt) > 0
      ? planned
      : clock.deadlineAt.add({ seconds: timing.acknowledgeSeconds });
  if (clock.escalation >= HIGHEST_ESCALATION && Temporal.Instant.compare(deadlineAt, now) <= 0)
    deadlineAt = now.add({ seconds: timing.acknowledgeSeconds });
  return { from: clock.from, deadlineAt, escalation, to };
}

/** What is repeated besides the alarm. */
export const prompt112 = (level: AlarmLevel, called: boolean): boolean => level === 'RED' && !called;
