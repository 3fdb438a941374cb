import { z } from 'zod';
import { Agreed, ReceiverShape } from './shapes.ts';

const text = (most: number) => z.string().trim().max(most).nullable().optional();

/** The hand-over record while it is written; what it needs to be complete says `missingInRecord` by receiver. */
export const RecordDraft = z.strictObject({
  to: ReceiverShape.nullable().optional(),
  /** Name of who takes over: clinic and ward, crew, colleague. */
  toName: text(120),
  toPhone: text(40),
  /** Where the person is now. */
  place: text(300),
  /** Number under which the person, or who is with her, can be called back. */
  callbackNumber: text(40),
  /** Who is with the person. */
  withPerson: text(200),
  /** What was agreed. */
  agreed: text(1000),
  dataAgreed: Agreed.nullable().optional(),
  /** Why data were passed without agreement (§ 34 StGB). */
  necessity: text(500),
});
export type RecordDraft = z.infer<typeof RecordDraft>;
