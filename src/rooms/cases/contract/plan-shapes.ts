import { z } from 'zod';
import { DOMAIN_CODES } from '../rules/area-domains.ts';
import { DROP_REASONS, GOAL_STATUSES, type Level } from '../rules/gas.ts';
import { GOAL_GAPS, GOAL_HINTS, GOAL_LEVELS, SMART } from '../rules/goal.ts';
import { VERSION_STATES } from '../rules/life/plan-version.ts';
import { APPROVALS, MEASURE_FAULTS, MEASURE_KINDS, MEASURE_STATUSES, NOT_NOW_REASONS, RESPONSIBLE } from '../rules/plan.ts';

const text = (most: number) => z.string().trim().max(most);
const Day = z.iso.date();
const Factor = z.int().min(1).max(3).nullable();
export const DomainCode = z.enum(DOMAIN_CODES);
export const GasLevel: z.ZodType<Level, Level> = z.union([z.literal(-2), z.literal(-1), z.literal(0), z.literal(1), z.literal(2)]);

export const GoalWords = z.strictObject({
  /** In her words. */
  text: text(400),
  indicator: text(300),
  reasons: z.strictObject({
    specific: text(300),
    measurable: text(300),
    accepted: text(300),
    realistic: text(300),
    dated: text(300),
  }),
  scale: z.strictObject({ '-2': text(300), '-1': text(300), '0': text(300), '1': text(300), '2': text(300) }),
});

/** A goal as it is written. */
export const GoalWish = z.strictObject({
  domain: DomainCode,
  level: z.enum(GOAL_LEVELS),
  words: GoalWords,
  smart: z.array(z.enum(SMART)).max(5),
  importance: Factor,
  difficulty: Factor,
  baseline: GasLevel,
  targetOn: Day.nullable(),
  /** A goal of the Soziotherapie plan that it shows: its words stay there. */
  soziotherapieGoalId: z.uuid().nullable().default(null),
});
export type GoalWish = z.infer<typeof GoalWish>;

const GoalRating = z.strictObject({
  id: z.uuid(),
  level: GasLevel,
  on: Day,
  by: z.enum(['client', 'professional', 'together']),
  byName: z.string().nullable(),
});

export const GoalView = GoalWish.extend({
  id: z.uuid(),
  version: z.int(),
  status: z.enum(GOAL_STATUSES),
  droppedBecause: z.enum(DROP_REASONS).nullable(),
  weight: z.int(),
  agreedOn: Day.nullable(),
  /** The goal whose place it takes once the client agrees. */
  replacesId: z.uuid().nullable(),
  incompatibleWith: z.array(z.uuid()),
  ratings: z.array(GoalRating),
  /**
   * Of a goal that the Soziotherapie plan owns: whether its words there are still these, are others by now, or are not open to this case any
   * more. Null for goals of one's own.
   */
  owner: z.enum(['same', 'changed', 'closed']).nullable(),
  /** Its words at the owner now, where they changed since the client agreed to these. */
  ownerText: z.string().nullable(),
  /** The level as of today. */
  now: GasLevel.nullable(),
  gaps: z.array(z.enum(GOAL_GAPS)),
  hints: z.array(z.enum(GOAL_HINTS)),
});
export type GoalView = z.infer<typeof GoalView>;

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const MeasureWish = z.strictObject({
  goalIds: z.array(z.uuid()).max(12),
  kind: z.enum(MEASURE_KINDS),
  text: text(400).min(1),
  responsible: z.enum(RESPONSIBLE).nullable(),
  /** Who it is, where the kind alone does not say it. */
  who: text(120),
  lineId: z.uuid().nullable(),
  startOn: Day.nullable(),
  endOn: Day.nullable(),
  timesPerWeek: z.number().min(0).max(50).multipleOf(0.25).nullable(),
  weekly: z.array(z.strictObject({ day: z.int().min(1).max(7), from: Time, to: Time })).max(14),
  payer: text(60).nullable(),
  approval: z.enum(APPROVALS),
  approvalRef: text(60).nullable(),
});
export type MeasureWish = z.infer<typeof MeasureWish>;

export const MeasureView = MeasureWish.extend({
  id: z.uuid(),
  version: z.int(),
  status: z.enum(MEASURE_STATUSES),
  startedOn: Day.nullable(),
  faults: z.array(z.enum(MEASURE_FAULTS)),
});
export type MeasureView = z.infer<typeof MeasureView>;

export const NeedView = z.strictObject({
  domain: z.string(),
  priority: z.boolean(),
  /** Unmet in her view, in ours. */
  client: z.boolean(),
  professional: z.boolean(),
  wish: z.string(),
  notNow: z.enum(NOT_NOW_REASONS).nullable(),
  notNowOn: Day.nullable(),
  /** By a goal of this domain. */
  covered: z.boolean(),
});
export type NeedView = z.infer<typeof NeedView>;

export const PlanMissing = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('plan-need-uncovered'), domain: z.string() }),
  z.strictObject({ code: z.literal('plan-goal-without-measure'), goalId: z.uuid() }),
  z.strictObject({ code: z.literal('plan-no-goal') }),
  z.strictObject({ code: z.literal('plan-not-agreed') }),
]);

export const AGREED_FORMS = ['spoken', 'paper', 'screen', 'portal', 'link'] as const;
/** Somebody who can say yes to a version: the client, or who acts for her. */
export const PlanVoiceView = z.strictObject({
  by: z.enum(['client', 'guardian']),
  /** Null with a guardian: nobody who has custody is on record. */
  guardianId: z.uuid().nullable(),
  name: z.string().nullable(),
  scope: z.string().nullable(),
  /** Without this yes the version does not hold. */
  missing: z.boolean(),
  agreedOn: Day.nullable(),
  form: z.enum(AGREED_FORMS).nullable(),
  signsForBoth: z.boolean(),
  witness: z.string().nullable(),
});
export type PlanVoiceView = z.infer<typeof PlanVoiceView>;
export const VersionRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  number: z.int(),
  state: z.enum(VERSION_STATES),
  madeOn: Day,
  offeredOn: Day.nullable(),
  agreedOn: Day.nullable(),
  agreedBy: z.enum(['client', 'guardian']).nullable(),
  agreedForm: z.enum(AGREED_FORMS).nullable(),
  witness: z.string().nullable(),
  fileId: z.uuid().nullable(),
  supersededOn: Day.nullable(),
  /** Who can say yes, or who said it; empty for a draft, and for what was agreed before each yes was kept. */
  voices: z.array(PlanVoiceView),
});
export type VersionRow = z.infer<typeof VersionRow>;

const FrozenGoal = z.strictObject({
  id: z.uuid(),
  domain: z.string(),
  level: z.enum(GOAL_LEVELS),
  text: GoalWords,
  smart: z.array(z.enum(SMART)),
  importance: z.number().nullable(),
  difficulty: z.number().nullable(),
  baseline: GasLevel,
  targetOn: Day.nullable(),
});
const FrozenMeasure = z.strictObject({
  id: z.uuid(),
  goalIds: z.array(z.uuid()),
  kind: z.enum(MEASURE_KINDS),
  text: z.string(),
  responsible: z.enum(RESPONSIBLE).nullable(),
  who: z.string(),
  startOn: Day.nullable(),
  endOn: Day.nullable(),
  timesPerWeek: z.number().nullable(),
  weekly: z.array(z.strictObject({ day: z.int(), from: z.string(), to: z.string() })),
  payer: z.string().nullable(),
});
/** What a version holds from the day on which it was offered. */
export const FrozenPlan = z.strictObject({
  goals: z.array(FrozenGoal),
  measures: z.array(FrozenMeasure),
  notNow: z.array(z.strictObject({ domain: z.string(), reason: z.enum(NOT_NOW_REASONS) })),
  wishes: z.array(z.strictObject({ domain: z.string(), text: z.string() })),
});
const changeOf = <Thing extends z.ZodType>(thing: Thing) =>
  z.strictObject({ id: z.uuid(), change: z.enum(['came', 'went', 'changed']), before: thing.nullable(), after: thing.nullable() });
export const PlanDifference = z.strictObject({ goals: z.array(changeOf(FrozenGoal)), measures: z.array(changeOf(FrozenMeasure)) });

export const LinkRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  versionId: z.uuid(),
  recipientKind: z.enum(['client', 'guardian']),
  /** Who of several acts for her. */
  guardianId: z.uuid().nullable(),
  recipientName: z.string(),
  state: z.enum(['open', 'answered', 'expired', 'revoked', 'blocked']),
  createdAt: z.string(),
  expiresAt: z.string(),
  answeredAt: z.string().nullable(),
  answer: z.enum(['agreed', 'asked-back', 'declined']).nullable(),
  /** What was asked back or why it was declined. */
  said: z.string().nullable(),
});
export type LinkRow = z.infer<typeof LinkRow>;
