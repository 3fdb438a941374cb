import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** A release from secrecy for one recipient and purpose (rule book 2.4). A new one is a new record. */
export const RELEASE_STATES = ['NONE', 'GIVEN', 'WITHDRAWN', 'EXPIRED'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];
export const RELEASE_EVENTS = ['give', 'withdraw', 'expire'] as const;
export type ReleaseEvent = (typeof RELEASE_EVENTS)[number];

export interface ReleaseFacts {
  /** Informed, recipient, purpose, data classes and end are named. */
  named?: boolean;
  signed?: boolean;
  /** The end has come, or the episode was closed. */
  over?: boolean;
}

const CHECKS = {
  'release-incomplete': (facts) => facts.named === true,
  'client-signature-missing': (facts) => facts.signed === true,
  'release-not-over': (facts) => facts.over === true,
} as const satisfies Record<string, (facts: ReleaseFacts) => boolean>;
type ReleaseNeed = keyof typeof CHECKS;
type ReleaseEffect = 'stop-transfers' | 'tell-recipient';
type ReleaseRow = Row<ReleaseState, ReleaseEvent, ReleaseNeed, ReleaseEffect, ReleaseFacts>;

/** C2 has no precondition: at any time, in any form, without a reason (§ 630d (3) BGB, Art. 7 (3) GDPR). */
export const RELEASE_TABLE = {
  NONE: [{ id: 'C1', event: 'give', to: 'GIVEN', who: ['client', 'guardian'], needs: ['release-incomplete', 'client-signature-missing'] }],
  GIVEN: [
    {
      id: 'C2',
      event: 'withdraw',
      to: 'WITHDRAWN',
      who: ['client', 'guardian', 'soziotherapist', 'office', 'lead'],
      effects: ['stop-transfers', 'tell-recipient'],
    },
    { id: 'C3', event: 'expire', to: 'EXPIRED', who: ['system'], needs: ['release-not-over'], effects: ['stop-transfers'] },
  ],
  WITHDRAWN: [],
  EXPIRED: [],
} as const satisfies Record<ReleaseState, readonly ReleaseRow[]>;

export const RELEASE_UNLISTED = {
  NONE: 'release-not-given',
  GIVEN: 'release-given',
  WITHDRAWN: 'release-withdrawn',
  EXPIRED: 'release-expired',
} as const satisfies Record<ReleaseState, string>;
export type ReleaseCode = ReleaseNeed | (typeof RELEASE_UNLISTED)[ReleaseState] | 'release-not-for-role';

const RELEASE: Machine<ReleaseState, ReleaseEvent, ReleaseNeed, ReleaseEffect, ReleaseFacts, ReleaseCode> = {
  table: RELEASE_TABLE,
  checks: CHECKS,
  unlisted: RELEASE_UNLISTED,
  notForRole: 'release-not-for-role',
};

/** One step of a release (2.4). */
export function stepRelease(
  state: ReleaseState,
  event: ReleaseEvent,
  who: Party | readonly Party[],
  facts: ReleaseFacts,
): Decision<Step<ReleaseState, ReleaseEffect>, ReleaseCode> {
  return step(RELEASE, state, event, who, facts);
}

/** I8: may something go to the recipient at this moment? From the second of a withdrawal or the end on it may not. */
export function mayTransfer(
  release: { givenAt: Temporal.Instant; withdrawnAt: Temporal.Instant | null; expiresAt: Temporal.Instant | null },
  at: Temporal.Instant,
): boolean {
  const before = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other) < 0;
  const ended = [release.withdrawnAt, release.expiresAt].some((end) => end !== null && !before(at, end));
  return !before(at, release.givenAt) && !ended;
}
