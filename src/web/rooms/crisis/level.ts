import { LEVELS, type Level } from '#rooms/crisis/rules/safety.ts';
import { levelByScript, type ScriptBody, type ScriptCall } from '#rooms/crisis/rules/script.ts';

export type Reason = { question: string; answer: string } | { mark: string };

const reaches = (level: Level, wanted: Level) => LEVELS.indexOf(level) >= LEVELS.indexOf(wanted);

/**
 * What was said that makes the level, in the script's order: what is enough by itself; where nothing is, what the level would fall
 * without. Empty where the button, the opener or a hand made it. Asks the script's own lines, so it needs no second copy of them.
 */
export function reasonsOf(body: ScriptBody, call: ScriptCall, level: Level): Reason[] {
  if (level === 'GREEN') return [];
  const said: Reason[] = [
    ...body.questions.flatMap(({ id }) => {
      const answer = call.answers[id];
      return answer === undefined ? [] : [{ question: id, answer }];
    }),
    ...call.marks.map((mark) => ({ mark })),
  ];
  const levelOf = (parts: readonly Reason[]) =>
    levelByScript(body, {
      opener: 'no',
      age: call.age,
      finished: false,
      answers: Object.fromEntries(parts.flatMap((part) => ('question' in part ? [[part.question, part.answer]] : []))),
      marks: parts.flatMap((part) => ('mark' in part ? [part.mark] : [])),
    });
  if (!reaches(levelOf(said), level)) return [];
  const alone = said.filter((one) => reaches(levelOf([one]), level));
  return alone.length > 0 ? alone : said.filter((one) => !reaches(levelOf(said.filter((other) => other !== one)), level));
}

/** The question that comes next: the first without an answer. */
export const nextOpen = (body: ScriptBody, answers: Readonly<Record<string, string>>): string | null =>
  body.questions.find(({ id }) => answers[id] === undefined)?.id ?? null;
