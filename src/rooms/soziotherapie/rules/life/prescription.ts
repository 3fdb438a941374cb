import type { Decision } from '#kernel/decision.ts';
import { type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';
import type { PrescriptionUsage } from './usage.ts';

/** What the insurer has to do with it (rule book 2.2); what became of the units is a field of its own, see `usage.ts`. */
export const PRESCRIPTION_STATES = [
  'DRAFT',
  'ISSUED',
  'COMPLETE',
  'SUBMITTED',
  'PROVISIONAL',
  'MD_REVIEW',
  'APPROVED',
  'PARTIALLY_APPROVED',
  'REFUSED',
  'OBJECTED',
  'APPROVAL_FREE',
  'WITHDRAWN',
] as const;
export type PrescriptionState = (typeof PRESCRIPTION_STATES)[number];

export const PRESCRIPTION_EVENTS = [
  'issue',
  'check',
  'set-free',
  'submit',
  'received-in-time',
  'expert-asked',
  'approve',
  'approve-partly',
  'refuse',
  'object',
  'withdraw',
] as const;
export type PrescriptionEvent = (typeof PRESCRIPTION_EVENTS)[number];

export const PRESCRIPTION_EFFECTS = [
  'store-form',
  'care-plan-task',
  'store-proof',
  'decision-clock',
  'expert-package',
  'store-decision',
  'objection-clock',
  'prescriber-task',
  'store-notice',
] as const;
export type PrescriptionEffect = (typeof PRESCRIPTION_EFFECTS)[number];

export interface PrescriptionFacts {
  requiredFields?: boolean;
  signedOn?: boolean;
  /** The rules of chapter 4 pass. */
  formRules?: boolean;
  carePlan?: 'attached' | 'follows' | 'not-needed';
  carePlanDue?: boolean;
  /** R4 says that no approval is needed. */
  approvalFree?: boolean;
  channel?: boolean;
  proofStored?: boolean;
  /** R7 says that receipt was in time. */
  receivedInTime?: boolean;
  noticeStored?: boolean;
  decisionComplete?: boolean;
  prescribed?: number;
  approved?: number;
  /** Who objects: only the client or who represents her (R9). */
  objector?: 'client' | 'guardian' | 'provider';
  objectionInTime?: boolean;
  usage?: PrescriptionUsage;
  prescriberStopped?: boolean;
}

const share = ({ approved, prescribed }: PrescriptionFacts) =>
  approved === undefined || prescribed === undefined
    ? undefined
    : approved > prescribed
      ? 'over'
      : approved === prescribed
        ? 'all'
        : approved;

const CHECKS = {
  'form-incomplete': (facts) => facts.requiredFields === true,
  'prescriber-signature-missing': (facts) => facts.signedOn === true,
  'form-rules-open': (facts) => facts.formRules === true,
  'care-plan-missing': ({ carePlan, carePlanDue }) =>
    carePlan === 'attached' || carePlan === 'not-needed' || (carePlan === 'follows' && carePlanDue === true),
  'approval-needed': (facts) => facts.approvalFree === true,
  'channel-unknown': (facts) => facts.channel === true,
  'proof-missing': (facts) => facts.proofStored === true,
  'submission-too-late': (facts) => facts.receivedInTime === true,
  'notice-missing': (facts) => facts.noticeStored === true,
  'decision-incomplete': (facts) => facts.decisionComplete === true,
  'approved-not-all': (facts) => share(facts) === 'all',
  'approved-not-some': (facts) => typeof share(facts) === 'number' && (facts.approved ?? 0) > 0,
  'approved-above-prescribed': (facts) => share(facts) !== undefined && share(facts) !== 'over',
  'objection-not-by-client': ({ objector }) => objector === 'client' || objector === 'guardian',
  'objection-too-late': (facts) => facts.objectionInTime === true,
  'prescription-used-up': ({ usage }) => usage !== undefined && usage !== 'USED_UP',
  'prescription-lapsed': ({ usage }) => usage !== undefined && usage !== 'LAPSED',
  'prescriber-statement-missing': (facts) => facts.prescriberStopped === true,
} as const satisfies Record<string, (facts: PrescriptionFacts) => boolean>;
export type PrescriptionNeed = keyof typeof CHECKS;
type PrescriptionRow = Row<PrescriptionState, PrescriptionEvent, PrescriptionNeed, PrescriptionEffect, PrescriptionFacts>;

const withdraw: PrescriptionRow = {
  id: 'V15',
  event: 'withdraw',
  to: 'WITHDRAWN',
  // the prescriber speaks by link or by letter, which the office or the therapist records
  who: ['web', 'office', 'soziotherapist'],
  needs: ['prescriber-statement-missing', 'prescription-used-up', 'prescription-lapsed'],
  effects: ['store-notice'],
};
const setFree: PrescriptionRow = { id: 'V3', event: 'set-free', to: 'APPROVAL_FREE', who: ['system'], needs: ['approval-needed'] };

/** V7–V9, and V11 after an objection. */
function decisions(objection: boolean): readonly PrescriptionRow[] {
  const id = (own: string) => (objection ? 'V11' : own);
  const store: PrescriptionEffect[] = ['store-decision'];
  const told: PrescriptionEffect[] = ['store-decision', 'objection-clock', 'prescriber-task'];
  return [
    {
      id: id('V7'),
      event: 'approve',
      to: 'APPROVED',
      who: ['office'],
      needs: ['decision-incomplete', 'approved-above-prescribed', 'approved-not-all'],
      effects: store,
    },
    {
      id: id('V8'),
      event: 'approve-partly',
      to: 'PARTIALLY_APPROVED',
      who: ['office'],
      needs: ['decision-incomplete', 'approved-above-prescribed', 'approved-not-some'],
      effects: told,
    },
    { id: id('V9'), event: 'refuse', to: 'REFUSED', who: ['office'], needs: ['decision-incomplete'], effects: told },
  ];
}

const expert: PrescriptionRow = {
  id: 'V6',
  event: 'expert-asked',
  to: 'MD_REVIEW',
  who: ['office'],
  needs: ['notice-missing'],
  effects: ['decision-clock', 'expert-package'],
};
const object: PrescriptionRow = {
  id: 'V10',
  event: 'object',
  to: 'OBJECTED',
  who: ['client', 'guardian', 'office'],
  needs: ['objection-not-by-client', 'objection-too-late'],
};

/**
 * Rule book 2.2 with its clarifications. A deadline of the insurer that passes changes nothing here: it raises the flag of R8 and
 * never a state.
 */
export const PRESCRIPTION_TABLE = {
  DRAFT: [
    {
      id: 'V1',
      event: 'issue',
      to: 'ISSUED',
      who: ['web', 'office'],
      needs: ['form-incomplete', 'prescriber-signature-missing'],
      effects: ['store-form'],
    },
    withdraw,
  ],
  ISSUED: [
    {
      id: 'V2',
      event: 'check',
      to: 'COMPLETE',
      who: ['office'],
      when: ({ carePlan }) => carePlan === 'follows',
      needs: ['form-rules-open', 'care-plan-missing'],
      effects: ['care-plan-task'],
    },
    { id: 'V2', event: 'check', to: 'COMPLETE', who: ['office'], needs: ['form-rules-open', 'care-plan-missing'] },
    setFree,
    withdraw,
  ],
  COMPLETE: [
    setFree,
    {
      id: 'V4',
      event: 'submit',
      to: 'SUBMITTED',
      who: ['office'],
      needs: ['channel-unknown', 'proof-missing'],
      effects: ['store-proof', 'decision-clock'],
    },
    withdraw,
  ],
  SUBMITTED: [
    { id: 'V5', event: 'received-in-time', to: 'PROVISIONAL', who: ['system'], needs: ['submission-too-late'] },
    expert,
    ...decisions(false),
    withdraw,
  ],
  PROVISIONAL: [expert, ...decisions(false), withdraw],
  MD_REVIEW: [...decisions(false), withdraw],
  APPROVED: [withdraw],
  PARTIALLY_APPROVED: [object, withdraw],
  REFUSED: [object],
  OBJECTED: [...decisions(true), withdraw],
  APPROVAL_FREE: [withdraw],
  WITHDRAWN: [],
} as const satisfies Record<PrescriptionState, readonly PrescriptionRow[]>;

export const PRESCRIPTION_UNLISTED = {
  DRAFT: 'prescription-draft',
  ISSUED: 'prescription-issued',
  COMPLETE: 'prescription-complete',
  SUBMITTED: 'prescription-submitted',
  PROVISIONAL: 'prescription-provisional',
  MD_REVIEW: 'prescription-with-expert',
  APPROVED: 'prescription-approved',
  PARTIALLY_APPROVED: 'prescription-partly-approved',
  REFUSED: 'prescription-refused',
  OBJECTED: 'prescription-objected',
  APPROVAL_FREE: 'prescription-approval-free',
  WITHDRAWN: 'prescription-withdrawn',
} as const satisfies Record<PrescriptionState, string>;
export type PrescriptionCode = PrescriptionNeed | (typeof PRESCRIPTION_UNLISTED)[PrescriptionState] | 'prescription-not-for-role';

const PRESCRIPTION: Machine<
  PrescriptionState,
  PrescriptionEvent,
  PrescriptionNeed,
  PrescriptionEffect,
  PrescriptionFacts,
  PrescriptionCode
> = { table: PRESCRIPTION_TABLE, checks: CHECKS, unlisted: PRESCRIPTION_UNLISTED, notForRole: 'prescription-not-for-role' };

/** One step of a prescription (2.2). Whatever is not listed is refused. */
export function stepPrescription(
  state: PrescriptionState,
  event: PrescriptionEvent,
  who: Party | readonly Party[],
  facts: PrescriptionFacts,
): Decision<Step<PrescriptionState, PrescriptionEffect>, PrescriptionCode> {
  return step(PRESCRIPTION, state, event, who, facts);
}
