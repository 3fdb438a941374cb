import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** What became of a prescription's units (rule book 2.2, V12–V14). */
export const USAGES = ['UNUSED', 'IN_USE', 'USED_UP', 'LAPSED'] as const;
export type PrescriptionUsage = (typeof USAGES)[number];
export const USAGE_EVENTS = ['first-session', 'last-unit', 'lapse'] as const;
export type UsageEvent = (typeof USAGE_EVENTS)[number];
/** Why units lapse: end of validity, day 7 after discharge (R23), another insurer (R18), end of the window. */
export const LAPSE_REASONS = ['validity', 'discharge', 'insurer', 'window'] as const;
export type LapseReason = (typeof LAPSE_REASONS)[number];

export interface UsageFacts {
  /** Approved, partly approved, provisional or free of approval. */
  usable?: boolean;
  leftParts?: number;
  lapseReason?: LapseReason;
}

const CHECKS = {
  'prescription-not-usable': (facts) => facts.usable === true,
  'units-left': ({ leftParts }) => leftParts !== undefined && leftParts <= 0,
  'lapse-reason-missing': ({ lapseReason }) => lapseReason !== undefined && LAPSE_REASONS.includes(lapseReason),
} as const satisfies Record<string, (facts: UsageFacts) => boolean>;
type UsageNeed = keyof typeof CHECKS;
type UsageRow = Row<PrescriptionUsage, UsageEvent, UsageNeed, 'note', UsageFacts>;

const lapse: UsageRow = { id: 'V14', event: 'lapse', to: 'LAPSED', who: ['system'], needs: ['lapse-reason-missing'], effects: ['note'] };

export const USAGE_TABLE = {
  UNUSED: [{ id: 'V12', event: 'first-session', to: 'IN_USE', who: ['system'], needs: ['prescription-not-usable'] }, lapse],
  IN_USE: [{ id: 'V13', event: 'last-unit', to: 'USED_UP', who: ['system'], needs: ['units-left'] }, lapse],
  USED_UP: [],
  LAPSED: [],
} as const satisfies Record<PrescriptionUsage, readonly UsageRow[]>;

export const USAGE_UNLISTED = {
  UNUSED: 'prescription-unused',
  IN_USE: 'prescription-in-use',
  USED_UP: 'prescription-used-up',
  LAPSED: 'prescription-lapsed',
} as const satisfies Record<PrescriptionUsage, string>;
export type UsageCode = UsageNeed | (typeof USAGE_UNLISTED)[PrescriptionUsage] | 'prescription-not-for-role';

const USAGE: Machine<PrescriptionUsage, UsageEvent, UsageNeed, 'note', UsageFacts, UsageCode> = {
  table: USAGE_TABLE,
  checks: CHECKS,
  unlisted: USAGE_UNLISTED,
  notForRole: 'prescription-not-for-role',
};

/** One step of a prescription's use. */
export function stepUsage(
  state: PrescriptionUsage,
  event: UsageEvent,
  who: Party | readonly Party[],
  facts: UsageFacts,
): Decision<Step<PrescriptionUsage, 'note'>, UsageCode> {
  return step(USAGE, state, event, who, facts);
}
