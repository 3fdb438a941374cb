import type { Condition, ScriptBody } from '#rooms/crisis/rules/script.ts';
import type { Language } from '../../words/book.ts';
import type { words as sheet } from '../../words/de/crisis.ts';
import type { words as script } from '../../words/de/script.ts';

type Words = Pick<typeof sheet, 'short' | 'answersSpoken' | 'answers'> & Pick<typeof script, 'condition'>;

/** A condition as a sentence, so that whoever signs reads exactly what holds: "(überlegt, wie: ja) oder (hat es vor: ja)". */
export function conditionWords(body: ScriptBody, when: Condition, w: Words, language: Language): string {
  const inner = (part: Condition) =>
    'all' in part || 'any' in part ? `(${conditionWords(body, part, w, language)})` : conditionWords(body, part, w, language);
  if ('all' in when) return when.all.map(inner).join(` ${w.condition.and} `);
  if ('any' in when) return when.any.map(inner).join(` ${w.condition.or} `);
  if ('opener' in when) return w.condition.opener(when.opener.map((answer) => w.condition.openers[answer]).join('/'));
  if ('mark' in when) return body.marks.find(({ id }) => id === when.mark)?.[language] ?? when.mark;
  if ('fact' in when) return w.condition[when.fact];
  const question = body.questions.find(({ id }) => id === when.question);
  const name = w.short[when.question] ?? question?.[language] ?? when.question;
  const said = (code: string) =>
    w.answersSpoken[code] ?? w.answers[code] ?? question?.answers.find((one) => one.code === code)?.[language] ?? code;
  return 'is' in when ? `${name}: ${when.is.map(said).join('/')}` : w.condition.not(name, when.isNot.map(said).join('/'));
}
