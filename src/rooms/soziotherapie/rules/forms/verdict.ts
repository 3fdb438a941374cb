import type { EligibleAs, Meets } from '../eligibility.ts';
import type { Condition } from './conditions.ts';
import { type Finding, type Findings, isOpen } from './finding.ts';

/** What the checks of one form say together. */
export interface FormVerdict {
  findings: readonly Finding[];
  /** The check list of the file: "6 erfüllt, 1 Hinweis, 1 offen". */
  conditions: readonly Condition[];
  summary: { met: number; hints: number; open: number; notMet: number };
  /** R1: as what it may be prescribed; null: not (yet). */
  eligibleAs: EligibleAs | null;
  /** Outside the regular list (4.2 `individualCase`). */
  individualCase: boolean;
  /** Whether the indication would meet the law, and the founding document (chapter 9). */
  meets: Meets;
  approvalNeeded: boolean;
  /** Every field that the issue needs is there (V1); signatures aside. */
  requiredFields: boolean;
  /** The prescriber signed, with a day (V1). */
  signed: boolean;
  /** All of chapter 4 passes (V2): nothing missing, wrong or unconfirmed. */
  formRules: boolean;
}

/** Adds up what was found. */
export function verdict(
  found: Findings,
  conditions: readonly Condition[],
  more: Pick<FormVerdict, 'eligibleAs' | 'individualCase' | 'meets' | 'approvalNeeded'>,
): FormVerdict {
  const count = (state: Condition['state']) => conditions.filter((one) => one.state === state).length;
  const signs = (pointer: string) => pointer.startsWith('/prescriberSignature');
  return {
    findings: found.list,
    conditions,
    summary: { met: count('met'), hints: count('hint'), open: count('open'), notMet: count('no') },
    ...more,
    requiredFields: !found.list.some(({ severity, stage, pointer }) => severity === 'missing' && stage === 'issue' && !signs(pointer)),
    signed: !found.list.some((one) => signs(one.pointer) && isOpen(one)),
    formRules: !found.list.some(isOpen),
  };
}
