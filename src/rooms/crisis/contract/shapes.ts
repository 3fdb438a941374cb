import { z } from 'zod';
import {
  ALARM_LEVELS,
  CHANNELS,
  CLOSED_BECAUSE,
  DATA_AGREED,
  EMERGENCY_STATES,
  EMERGENCY_STEPS,
  RAISED_FROM,
  RECEIVERS,
  STAGES,
} from '../rules/codes.ts';
import { LEVELS, OPENER } from '../rules/safety.ts';

export const Id = z.strictObject({ id: z.uuid() });
/** An instant in UTC, "2026-03-02T10:00:00Z". */
export const Instant = z.iso.datetime();
export const Level = z.enum(LEVELS);
export const AlarmLevelShape = z.enum(ALARM_LEVELS);
export const StateShape = z.enum(EMERGENCY_STATES);
export const Opener = z.enum(OPENER.answers);
export const From = z.enum(RAISED_FROM);
export const ReceiverShape = z.enum(RECEIVERS);
export const StageShape = z.enum(STAGES);
export const ChannelShape = z.enum(CHANNELS);
export const Because = z.enum(CLOSED_BECAUSE);
export const Agreed = z.enum(DATA_AGREED);
export const Step = z.enum(EMERGENCY_STEPS);
export const Words = z.strictObject({ de: z.string().trim().min(1).max(400), en: z.string().trim().min(1).max(400) });
/** Codes of answers by question, "Q0": "yes". */
export const Answers = z.record(z.string().max(8), z.string().max(40));

/** A number of the network or one that holds everywhere. */
export const NumberRow = z.strictObject({
  id: z.uuid().nullable(),
  kind: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  hours: z.string().nullable(),
  text: z.strictObject({ de: z.string().nullable(), en: z.string().nullable() }),
  url: z.string().nullable(),
  /** Holds everywhere in Germany; entered by nobody, so it is always there. */
  nationwide: z.boolean(),
});
export type NumberRow = z.infer<typeof NumberRow>;

/** Somebody on the roster now. */
export const OnDutyRow = z.strictObject({
  accountId: z.uuid(),
  name: z.string(),
  phone: z.string().nullable(),
  rank: z.int(),
  until: Instant,
});

/** Who has duty now, in order; gaps of the next days; what holds when nobody does. */
export const Roster = z.strictObject({
  now: Instant,
  onDuty: z.array(OnDutyRow),
  /** Nobody is on the roster now: permanent banner, fallback numbers; new requests may be taken. */
  nobody: z.boolean(),
  /** When a duty of anybody begins next, where nobody has it now. */
  nextFrom: Instant.nullable(),
  /** Times within the next 14 days with nobody on the roster, at most 20. */
  gaps: z.array(z.strictObject({ from: Instant, until: Instant })),
  /** The reader is on the roster now. */
  mine: z.boolean(),
  numbers: z.array(NumberRow),
});
export type Roster = z.infer<typeof Roster>;
