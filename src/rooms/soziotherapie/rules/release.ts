import type { CoverStatus } from './coverage-standing.ts';
import { allow, type Refused, type Ruling, refuse } from './ruling.ts';

/** What must be so before a session goes on an invoice (T4, I4). Each `null` is "that rule had nothing against it". */
export interface ReleaseQuestion {
  /** Coverage of each segment that is to be billed. */
  covers: readonly CoverStatus[];
  /** The client's signature, or why there is none. */
  signedOrReason: boolean;
  /** R21: written down, and a late one released by the lead. */
  documented: boolean;
  latePending: boolean;
  leadReleased: boolean;
  /** R25: number of contract lines that hold on the day. */
  contractLines: number;
  /** R19: only one came to a group, and the lead has not decided. */
  groupUndecided: boolean;
  /** R17: in hospital at that time. */
  inHospital: boolean;
  /** R18: the payer of the day is known. */
  payerKnown: boolean;
  disputed: boolean;
  billableMinutes: number;
}

export type ReleaseCode =
  | 'session-not-documented'
  | 'late-release-missing'
  | 'signature-missing'
  | 'session-not-covered'
  | 'contract-line-missing'
  | 'contract-line-ambiguous'
  | 'group-one-came'
  | 'in-hospital'
  | 'not-insured'
  | 'session-disputed'
  | 'nothing-to-bill';

/** Everything that stands against the release of a session, each with its rule; an empty list releases it. */
export function releaseBlocks(question: ReleaseQuestion): Refused<ReleaseCode>[] {
  const blocks: (Refused<ReleaseCode> | false)[] = [
    !question.documented && refuse('R21', 'session-not-documented'),
    question.latePending && !question.leadReleased && refuse('R21', 'late-release-missing'),
    !question.signedOrReason && refuse('LIFE', 'signature-missing', { source: '§ 302 SGB V; Vertrag § 132b SGB V' }),
    question.billableMinutes <= 0 && refuse('R3', 'nothing-to-bill'),
    (question.covers.length === 0 || question.covers.includes('UNCOVERED')) && refuse('R16', 'session-not-covered'),
    question.contractLines === 0 && refuse('R25', 'contract-line-missing'),
    question.contractLines > 1 && refuse('R25', 'contract-line-ambiguous', { facts: { lines: question.contractLines } }),
    question.groupUndecided && refuse('R19', 'group-one-came'),
    question.inHospital && refuse('R17', 'in-hospital'),
    !question.payerKnown && refuse('R18', 'not-insured'),
    question.disputed && refuse('LIFE', 'session-disputed'),
  ];
  return blocks.filter((block) => block !== false);
}

/** T4: may it be released? The first block speaks. */
export function judgeRelease(question: ReleaseQuestion): Ruling<object, ReleaseCode> {
  return releaseBlocks(question)[0] ?? allow('LIFE', {});
}
