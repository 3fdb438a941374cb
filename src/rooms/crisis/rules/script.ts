import type { AlarmLevel, Stage } from './codes.ts';
import { higher, LEVELS, type Level, type OpenerAnswer } from './safety.ts';

/** Words in both languages of the house. */
export interface Words {
  de: string;
  en: string;
}

/** A question as it is read out, with its answers in order; `unanswered` is what silence counts as once the script is open. */
export interface ScriptQuestion extends Words {
  id: string;
  answers: readonly (Words & { code: string })[];
  unanswered: string;
}

/** Something the desk ticks without asking: the caller names a person, is threatening. */
export interface ScriptMark extends Words {
  id: string;
}

/** When a line holds. Everything is spelled out; there is no score and no weight (rule book A.1.5, regulatory warning). */
export type Condition =
  | { question: string; is: readonly string[] }
  | { question: string; isNot: readonly string[] }
  | { opener: readonly OpenerAnswer[] }
  | { mark: string }
  | { fact: 'minor' | 'button' }
  | { all: readonly Condition[] }
  | { any: readonly Condition[] };

/** One line of the level function; lines are read from the first, the first that holds wins. */
export interface ScriptLine extends Words {
  level: AlarmLevel;
  when: Condition;
}

/** What holds at a level: seconds, who is alarmed when, and what is said and done. */
export interface ScriptLevel {
  acknowledgeSeconds: number;
  /** Who is alarmed after how many seconds without an acknowledgement. */
  escalation: readonly { afterSeconds: number; to: Exclude<Stage, 'first-oncall' | 'again'> }[];
  call112: boolean;
  booking: 'after-hand-over' | 'by-oncall' | 'continue';
  followUpHours: number;
  do: readonly Words[];
  say: readonly Words[];
}

/** The script as a clinical lead signs it. */
export interface ScriptBody {
  opener: Words;
  questions: readonly ScriptQuestion[];
  marks: readonly ScriptMark[];
  lines: readonly ScriptLine[];
  levels: Readonly<Record<AlarmLevel, ScriptLevel>>;
}

/** What was said so far in a call. */
export interface ScriptCall {
  opener: OpenerAnswer | null;
  /** Answers by question. */
  answers: Readonly<Record<string, string>>;
  /** Ticked marks. */
  marks: readonly string[];
  button?: boolean;
  raisedTo?: Level;
  /** Age in years; unknown counts as under 18 (clarification to A.1.5). */
  age: number | null;
  /**
   * True when nothing more will be asked: open questions then count as unanswered. While the script is being asked they hold nothing
   * against nobody, so that the level of a half-asked script is what was really said.
   */
  finished: boolean;
}

/** The level of a call by a script's lines; never below what somebody raised it to. */
export function levelByScript(body: ScriptBody, call: ScriptCall): Level {
  const answers = answersOf(body, call);
  const holds = (when: Condition): boolean => {
    if ('all' in when) return when.all.every(holds);
    if ('any' in when) return when.any.some(holds);
    if ('opener' in when) return call.opener !== null && when.opener.includes(call.opener);
    if ('mark' in when) return call.marks.includes(when.mark);
    if ('fact' in when) return when.fact === 'button' ? call.button === true : call.age === null || call.age < 18;
    const given = answers[when.question];
    if ('is' in when) return given !== undefined && when.is.includes(given);
    return given === undefined || !when.isNot.includes(given);
  };
  const line = body.lines.find(({ when }) => holds(when));
  return higher(line?.level ?? 'GREEN', call.raisedTo ?? 'GREEN');
}

function answersOf(body: ScriptBody, call: ScriptCall): Readonly<Record<string, string>> {
  if (!call.finished) return call.answers;
  return Object.fromEntries(body.questions.map(({ id, unanswered }) => [id, call.answers[id] ?? unanswered]));
}

/** The next question that has no answer, in the script's order. */
export function nextQuestion(body: ScriptBody, answers: Readonly<Record<string, string>>): ScriptQuestion | undefined {
  return body.questions.find(({ id }) => answers[id] === undefined);
}

/** True where one level is above another. */
export function above(one: Level, other: Level): boolean {
  return LEVELS.indexOf(one) > LEVELS.indexOf(other);
}
