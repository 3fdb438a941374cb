import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { ALARM_LEVELS } from '../rules/codes.ts';
import type { Condition, ScriptBody } from '../rules/script.ts';
import { Id, Instant, NumberRow, Opener, Roster, Words } from './shapes.ts';

const Code = z.string().trim().min(1).max(40);
const QuestionId = z.string().regex(/^Q\d{1,2}$/);
const MarkId = z.string().regex(/^[a-z][A-Za-z]{1,29}$/);
const ConditionShape: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ question: QuestionId, is: z.array(Code).min(1).max(8) }),
    z.strictObject({ question: QuestionId, isNot: z.array(Code).min(1).max(8) }),
    z.strictObject({ opener: z.array(Opener).min(1).max(3) }),
    z.strictObject({ mark: MarkId }),
    z.strictObject({ fact: z.enum(['minor', 'button']) }),
    z.strictObject({ all: z.array(ConditionShape).min(1).max(12) }),
    z.strictObject({ any: z.array(ConditionShape).min(1).max(12) }),
  ]),
);
const LevelShape = z.strictObject({
  acknowledgeSeconds: z.int().min(1).max(86_400),
  escalation: z
    .array(z.strictObject({ afterSeconds: z.int().min(1).max(86_400), to: z.enum(['second-oncall', 'coordinator', 'crisis-service']) }))
    .max(3),
  call112: z.boolean(),
  booking: z.enum(['after-hand-over', 'by-oncall', 'continue']),
  followUpHours: z.int().min(1).max(720),
  do: z.array(Words).max(10),
  say: z.array(Words).max(10),
});

/** The script: questions, lines, deadlines, texts. Shape only; what it must contain is said by `scriptFaults`. */
export const Body: z.ZodType<ScriptBody> = z.strictObject({
  opener: Words,
  questions: z
    .array(
      Words.extend({
        id: QuestionId,
        answers: z
          .array(Words.extend({ code: Code }))
          .min(2)
          .max(8),
        unanswered: Code,
      }),
    )
    .max(20),
  marks: z.array(Words.extend({ id: MarkId })).max(6),
  lines: z.array(Words.extend({ level: z.enum(ALARM_LEVELS), when: ConditionShape })).max(40),
  levels: z.strictObject({ RED: LevelShape, ORANGE: LevelShape, YELLOW: LevelShape }),
});

export const ScriptFault = z.strictObject({ pointer: z.string(), code: z.string() });

const InUse = z.strictObject({
  id: z.uuid(),
  scriptVersion: z.string(),
  signedAt: Instant,
  signedByName: z.string(),
  body: Body,
});

/**
 * What the desk works with now. `script` null: none is signed, so no question may be asked from here; the numbers and the roster
 * are given instead, and raising by the button works as ever.
 */
export const getScript = endpoint({
  name: 'crisis.getScript',
  method: 'GET',
  path: '/api/crisis/script',
  answer: z.strictObject({ script: InUse.nullable(), numbers: z.array(NumberRow), roster: Roster }),
});

export const ScriptRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  scriptVersion: z.string(),
  state: z.enum(['draft', 'in-use', 'withdrawn', 'replaced']),
  draftedAt: Instant,
  /** Null: shipped with the product. */
  draftedByName: z.string().nullable(),
  signedAt: Instant.nullable(),
  signedByName: z.string().nullable(),
  withdrawnAt: Instant.nullable(),
  withdrawnByName: z.string().nullable(),
});
export type ScriptRow = z.infer<typeof ScriptRow>;

/** All versions, newest first; for the clinical lead. */
export const listScripts = endpoint({
  name: 'crisis.listScripts',
  method: 'GET',
  path: '/api/crisis/scripts',
  answer: z.strictObject({ scripts: z.array(ScriptRow) }),
});

/** One version with what is wrong with it; `hash` goes back with the signature: exactly this was shown. */
export const getScriptVersion = endpoint({
  name: 'crisis.getScriptVersion',
  method: 'GET',
  path: '/api/crisis/scripts/:id',
  params: Id,
  answer: ScriptRow.extend({ body: Body, hash: z.string().length(64), faults: z.array(ScriptFault) }),
  versioned: true,
});

const Saved = z.strictObject({ id: z.uuid(), version: z.int(), hash: z.string(), faults: z.array(ScriptFault) });
const VersionName = z.string().regex(/^[0-9A-Za-z.-]{1,20}$/);

/** A new draft as a copy of an older version. */
export const draftScript = endpoint({
  name: 'crisis.draftScript',
  method: 'POST',
  path: '/api/crisis/scripts',
  body: z.strictObject({ fromId: z.uuid(), scriptVersion: VersionName }),
  answer: Saved,
  status: 201,
});

/** Changes a draft; a draft with faults is kept, only signing refuses it. */
export const saveScript = endpoint({
  name: 'crisis.saveScript',
  method: 'PUT',
  path: '/api/crisis/scripts/:id',
  params: Id,
  body: z.strictObject({ scriptVersion: VersionName, body: Body }),
  answer: Saved,
  versioned: true,
});

/** Signs exactly what was shown; needs step-up. The version in use before is replaced. */
export const signScript = endpoint({
  name: 'crisis.signScript',
  method: 'POST',
  path: '/api/crisis/scripts/:id/sign',
  params: Id,
  body: z.strictObject({ hash: z.string().length(64) }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

/** Takes the version in use out of use, or throws a draft away; needs step-up. */
export const withdrawScript = endpoint({
  name: 'crisis.withdrawScript',
  method: 'POST',
  path: '/api/crisis/scripts/:id/withdraw',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});
