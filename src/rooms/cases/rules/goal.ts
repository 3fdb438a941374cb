import type { Level } from './gas.ts';

export const GOAL_LEVELS = ['Grundsatz', 'Rahmen', 'Handlung'] as const;
export type GoalLevel = (typeof GOAL_LEVELS)[number];
export const SMART = ['specific', 'measurable', 'accepted', 'realistic', 'dated'] as const;
export type SmartFlag = (typeof SMART)[number];

/** What stands sealed about a goal: her words, how it is seen, the reasons of the SMART check, the five texts of the scale. */
export interface GoalText {
  text: string;
  /** What one can count or see. */
  indicator: string;
  reasons: Readonly<Record<SmartFlag, string>>;
  /** By level; empty where there is no text. */
  scale: Readonly<Record<`${Level}`, string>>;
}

export interface GoalFacts {
  smart: readonly SmartFlag[];
  targetOn: string | null;
  text: GoalText;
}

/** A goal may be agreed only without these (clarification on B.3.4). */
export const GOAL_GAPS = ['goal-text-missing', 'goal-not-accepted', 'goal-target-missing', 'goal-scale-missing'] as const;
export type GoalGap = (typeof GOAL_GAPS)[number];
/** These only warn. */
export const GOAL_HINTS = ['not-specific', 'not-measurable', 'not-realistic', 'not-dated', 'reason-missing', 'target-past'] as const;
export type GoalHint = (typeof GOAL_HINTS)[number];

/** Texts that no agreed goal is without. */
export const NEEDED_LEVELS = ['-1', '0', '1'] as const;

/** Which levels have a text, for the table. */
export const levelsWithText = ({ scale }: Pick<GoalText, 'scale'>): number[] =>
  (['-2', '-1', '0', '1', '2'] as const).filter((level) => scale[level].trim() !== '').map(Number);

/** What keeps a goal from being agreed, and what is only worth a second look. */
export function judgeGoal({ smart, targetOn, text }: GoalFacts, today: string): { gaps: GoalGap[]; hints: GoalHint[] } {
  const has = (flag: SmartFlag) => smart.includes(flag);
  const gaps: [GoalGap, boolean][] = [
    ['goal-text-missing', text.text.trim() === ''],
    ['goal-not-accepted', !has('accepted')],
    ['goal-target-missing', targetOn === null],
    ['goal-scale-missing', NEEDED_LEVELS.some((level) => text.scale[level].trim() === '')],
  ];
  const hints: [GoalHint, boolean][] = [
    ['not-specific', !has('specific')],
    ['not-measurable', !has('measurable')],
    ['not-realistic', !has('realistic')],
    ['not-dated', !has('dated')],
    ['reason-missing', smart.some((flag) => text.reasons[flag].trim() === '')],
    ['target-past', targetOn !== null && targetOn < today],
  ];
  const held = <Code>(list: readonly [Code, boolean][]) => list.filter(([, holds]) => holds).map(([code]) => code);
  return { gaps: held(gaps), hints: held(hints) };
}
