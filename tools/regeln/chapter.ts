import type { SettingName } from '#rooms/soziotherapie/rules/parameters.ts';
import type { RuleId } from '#rooms/soziotherapie/rules/ruling.ts';

/** A rule for the handbook: what it says, the numbers it uses, and what it answers when it is asked. */
export interface Chapter {
  rule: Exclude<RuleId, 'LIFE'>;
  settings: readonly SettingName[];
  text: string;
  /** Number in the rule book, the question, and the answer as the rule itself gives it. */
  examples: readonly (readonly [id: string, question: string, answer: () => string])[];
}
