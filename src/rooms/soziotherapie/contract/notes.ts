import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';
import { Instant } from '#rooms/people/contract.ts';
import { MEASURE_KINDS, PLACE_KINDS, SIGNED_HOW } from '../rules/note.ts';

export const Id = z.strictObject({ id: z.uuid() });
/** A wall-clock time in Germany, "2026-03-09T10:00", of a day that exists. */
export const Local = z
  .string()
  .regex(/^20\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/)
  .refine((value) => z.iso.date().safeParse(value.slice(0, 10)).success, 'invalid-date');

/** What was written about a session (rule book D3). Complete says `missingInNote` of the rules; 30 characters over the three texts. */
export const Note = z.strictObject({
  kinds: z.array(z.enum(MEASURE_KINDS)).min(1).max(8),
  /** Ids of goals of the plan in force. */
  goalIds: z.array(z.uuid()).max(9),
  done: said(6000),
  reaction: z.string().trim().max(3000),
  nextStep: z.string().trim().max(1000),
});
export type Note = z.infer<typeof Note>;

/** Lines as the finger drew them: points on a field of 1000 × 400. */
export const Strokes = z
  .array(
    z
      .array(z.tuple([z.int().min(0).max(1000), z.int().min(0).max(400)]))
      .min(1)
      .max(1500),
  )
  .min(1)
  .max(60)
  .refine((strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0) <= 4000, 'too-big');

/** The client's line of the service record (T3): drawn on the screen, on paper, or why there is none. */
export const Signature = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('screen'), strokes: Strokes, byGuardian: z.boolean().default(false) }),
  z.strictObject({ how: z.literal('paper'), fileId: z.uuid().nullable().optional() }),
  z.strictObject({ how: z.literal('not-possible'), reason: said(300, 3) }),
  z.strictObject({ how: z.literal('refused'), reason: said(300, 3) }),
]);
export type Signature = z.infer<typeof Signature>;
export const SignedHowShape = z.enum(SIGNED_HOW);

/** As it stands: what was joined of two may be longer than what is typed at once. */
export const WrittenNote = z.strictObject({
  kinds: z.array(z.enum(MEASURE_KINDS)),
  goalIds: z.array(z.uuid()),
  done: z.string(),
  reaction: z.string(),
  nextStep: z.string(),
});

/** One version of a note, the first one and all later ones; nothing is overwritten (§ 630f (1) BGB). */
export const NoteVersion = z.strictObject({
  number: z.int(),
  note: WrittenNote,
  /** As this version tells when and where it was. */
  start: Local,
  end: Local,
  placeKind: z.enum(PLACE_KINDS).nullable(),
  /** Why it was changed; null for the first. */
  reason: z.string().nullable(),
  recordedAt: Instant,
  authorId: z.uuid(),
  author: z.string().nullable(),
});
export type NoteVersion = z.infer<typeof NoteVersion>;

/** What concerns relatives and others, apart so that it can be withheld (D5). */
export const ThirdPartyVersion = z.strictObject({
  number: z.int(),
  text: z.string(),
  recordedAt: Instant,
  author: z.string().nullable(),
});

/** All versions, oldest first, for the helper, a deputy (without the third-party block) and the lead. */
/** A goal as a unit names it. */
export const Goal = z.strictObject({ id: z.uuid(), kind: z.enum(['far', 'near']), text: z.string() });

/** Goals of the plan in force, near ones first: what whoever writes a unit chooses from, a deputy too (rule book 5.3). */
export const listGoals = endpoint({
  name: 'soziotherapie.listGoals',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/goals',
  params: Id,
  answer: z.strictObject({ goals: z.array(Goal) }),
});

export const getNotes = endpoint({
  name: 'soziotherapie.getNotes',
  method: 'GET',
  path: '/api/soziotherapie/sessions/:id/notes',
  params: Id,
  answer: z.strictObject({ versions: z.array(NoteVersion), thirdParty: z.array(ThirdPartyVersion) }),
});

/**
 * T6: a new version by the author or the lead. `number` is the version that was on the screen. Other times or another place only while
 * the client has not signed for them.
 */
export const amendNote = endpoint({
  name: 'soziotherapie.amendNote',
  method: 'POST',
  path: '/api/soziotherapie/sessions/:id/amend',
  params: Id,
  body: z.strictObject({
    number: z.int().min(1),
    note: Note,
    times: z.strictObject({ start: Local, end: Local, placeKind: z.enum(PLACE_KINDS) }).optional(),
    thirdParty: z.string().trim().max(4000).optional(),
    reason: said(300, 3),
    /** After the invoice only together with a correction invoice, which the office then makes. */
    correctionInvoice: z.boolean().optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), number: z.int() }),
});
