import { FEE_BECAUSE } from '#rooms/placement/rules/cancellation.ts';
import { FEE_WORDS } from '#rooms/placement/rules/words.ts';
import type { Language } from '../../words/book.ts';

/** A suggestion of the cancellation rule, with the line on which it ended. */
export interface Fee {
  result: 'no_fee' | 'manual_review' | 'fee_possible';
  /** C0 to C13 of A.5.3. */
  rule: string;
  amountCents: number | null;
}

const isLine = (rule: string): rule is keyof typeof FEE_BECAUSE => rule in FEE_BECAUSE;

/** Why the rule says so, as a sentence; empty for a line that is not known here yet. */
export const feeBecause = (rule: string, language: Language): string => (isLine(rule) ? FEE_WORDS[FEE_BECAUSE[rule]][language] : '');
