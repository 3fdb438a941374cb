import type { CheckLine, FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import type { ConditionCode } from '#rooms/soziotherapie/rules/forms/conditions.ts';
import { CONDITION_WORDS, conditionText } from '#rooms/soziotherapie/rules/forms/words.ts';
import { AnswerMark, State } from '../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { usePrescriptionName } from './board.tsx';

const isCondition = (code: string): code is ConditionCode => Object.hasOwn(CONDITION_WORDS, code);

/** The check list of the current prescription: each condition with its answer, in words, and where it is written. */
export default function Check({ check }: { check: NonNullable<FileView['check']> }) {
  const w = useWords(soziotherapie);
  const name = usePrescriptionName()(check);
  const text = useLineText();
  const count = (answer: CheckLine['answer']) => check.lines.filter((line) => line.answer === answer).length;
  const [hints, open, no] = [count('partly'), count('open'), count('no')];
  const tone = no > 0 ? 'no' : open > 0 || hints > 0 ? 'partly' : 'yes';
  return (
    <section className="card" aria-labelledby="sozio-check">
      <div className="head wrap">
        <h2 id="sozio-check">{w.check.title(name)}</h2>
        <span className="end">
          <State tone={tone}>{w.check.summary(count('yes'), hints, open, no)}</State>
        </span>
      </div>
      <ul className="plain cond">
        {check.lines.map((line) => (
          <li key={line.code}>
            <span className={line.answer}>
              <AnswerMark answer={line.answer} />
              <span className="vh">{w.check.answer[line.answer]}: </span>
            </span>
            <span>{text(line)}</span>
            <span className="h s">{line.source}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useLineText(): (line: CheckLine) => string {
  const w = useWords(soziotherapie);
  const format = useFormat();
  const { language } = useLanguage();
  const day = (value: unknown) => (typeof value === 'string' ? format.day(value) : '–');
  return ({ code, facts }) => {
    const own = w.check.own[code];
    if (own) return own(facts, day);
    // who may not know the diagnosis reads the line without it
    return isCondition(code) ? conditionText({ code, facts }, language).replaceAll(/ –(?= –|,|$)| – –/g, '') : code;
  };
}
