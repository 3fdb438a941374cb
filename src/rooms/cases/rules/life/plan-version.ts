import { type Machine, step } from '#kernel/machine.ts';

export const VERSION_STATES = ['draft', 'offered', 'agreed', 'superseded'] as const;
export type VersionState = (typeof VERSION_STATES)[number];
export type VersionEvent = 'offer' | 'agree' | 'withdraw' | 'supersede';

export interface VersionFacts {
  /** Nothing of the content keeps it from being agreed. */
  complete: boolean;
  /** The day of the agreement lies between the offer and today. */
  dayFits: boolean;
  /** Paper has its scan, the screen its strokes, the spoken word its witness. */
  proven: boolean;
}
export type VersionNeed = 'case-plan-incomplete' | 'case-plan-day-impossible' | 'case-plan-proof-missing';
export type VersionCode = 'case-plan-not-offered' | 'case-plan-offered' | 'case-plan-settled' | 'case-plan-not-for-role';

const AGREEING = ['case-manager', 'lead', 'client', 'guardian', 'system'] as const;
const WRITING = ['case-manager', 'lead'] as const;

/** A version of the plan (rule book B.3.4, point 6): its content stands from the offer on, and an agreed one is only ever replaced. */
export const PLAN_VERSION: Machine<VersionState, VersionEvent, VersionNeed, never, VersionFacts, VersionCode> = {
  table: {
    draft: [{ id: 'PV1', event: 'offer', to: 'offered', who: WRITING, needs: ['case-plan-incomplete'] }],
    offered: [
      { id: 'PV2', event: 'agree', to: 'agreed', who: AGREEING, needs: ['case-plan-day-impossible', 'case-plan-proof-missing'] },
      { id: 'PV3', event: 'withdraw', to: 'superseded', who: WRITING },
    ],
    agreed: [{ id: 'PV4', event: 'supersede', to: 'superseded', who: AGREEING }],
    superseded: [],
  },
  checks: {
    'case-plan-incomplete': ({ complete }) => complete,
    'case-plan-day-impossible': ({ dayFits }) => dayFits,
    'case-plan-proof-missing': ({ proven }) => proven,
  },
  unlisted: { draft: 'case-plan-not-offered', offered: 'case-plan-offered', agreed: 'case-plan-settled', superseded: 'case-plan-settled' },
  notForRole: 'case-plan-not-for-role',
};

/** One step of a version; says the next state or the code of why not. */
export const stepVersion = (
  state: VersionState,
  event: VersionEvent,
  parties: Parameters<typeof step>[3],
  facts: Partial<VersionFacts> = {},
) => step(PLAN_VERSION, state, event, parties, { complete: false, dayFits: false, proven: false, ...facts });
