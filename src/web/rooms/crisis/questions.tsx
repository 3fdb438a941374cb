import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react';
import type { ScriptQuestion } from '#rooms/crisis/rules/script.ts';
import { Banner, Button, CheckRow } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { nextOpen } from './level.ts';
import type { Sheet } from './use-sheet.ts';

/** The questions in their order; each with its answers beside it, and the next one lit. */
export function Questions({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const list = useRef<HTMLDivElement>(null);
  const answering = useRef(false);
  const { script, answers, marks, view } = sheet;
  if (!script) return sheet.known ? <Unsigned /> : null;
  const { body } = script;
  const fixed = view !== undefined && !sheet.may('answer');
  const next = fixed || view?.scriptFinished ? null : nextOpen(body, answers);
  const go = (from: string, step: number) => {
    const index = body.questions.findIndex(({ id }) => id === from) + step;
    const row = list.current?.querySelectorAll('fieldset')[index];
    (row?.querySelector<HTMLElement>('input:checked') ?? row?.querySelector<HTMLElement>('input'))?.focus();
  };
  const answer = (id: string, code: string, byKey: boolean) => {
    answering.current = true;
    sheet.answer(id, code);
    const then = nextOpen(body, { ...answers, [id]: code });
    if (byKey && then) go(then, 0);
  };
  return (
    <>
      <div className="asked" ref={list}>
        {body.questions.map((question) => (
          <Question
            key={question.id}
            question={question}
            given={answers[question.id] ?? null}
            lit={question.id === next}
            fixed={fixed}
            follow={answering}
            onAnswer={(code, byKey) => answer(question.id, code, byKey)}
            onGo={(step) => go(question.id, step)}
          />
        ))}
        {body.marks.map((mark) => (
          <Mark key={mark.id} mark={mark} on={marks.includes(mark.id)} fixed={fixed} onSet={(on) => sheet.mark(mark.id, on)} />
        ))}
      </div>
      {!fixed && next !== null && Object.keys(answers).length > 0 && (
        <p className="s q row wrap">
          {w.openCounts}
          <Button small onPress={sheet.finish}>
            {w.finish}
          </Button>
        </p>
      )}
    </>
  );
}

function Question(props: {
  question: ScriptQuestion;
  given: string | null;
  lit: boolean;
  fixed: boolean;
  /** Somebody answers here. */
  follow: RefObject<boolean>;
  onAnswer: (code: string, byKey: boolean) => void;
  onGo: (step: number) => void;
}) {
  const w = useWords(crisis);
  const { language } = useLanguage();
  const name = useId();
  const { question, given, lit, follow } = props;
  const row = useRef<HTMLFieldSetElement>(null);
  // The next question is never hidden below the banner; where the cursor is, the browser sees to it. Not when the sheet opens: on a
  // phone who takes over stands above the questions.
  useEffect(() => {
    if (lit && follow.current && row.current?.contains(document.activeElement) === false) row.current.scrollIntoView({ block: 'nearest' });
  }, [lit, follow]);
  const short = question.answers.every(({ code }) => (w.answers[code] ?? code).length <= 4) && question.answers.length <= 3;
  /** Arrows look around without answering; a figure, the space bar or Enter answers. */
  const press = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const inputs = [...event.currentTarget.querySelectorAll('input')];
    const at = inputs.indexOf(event.target as HTMLInputElement);
    if (event.ctrlKey || event.altKey || event.metaKey || at < 0) return;
    const figure = Number(event.key);
    const sideways = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const across = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = event.key === 'Enter' || event.key === ' ' ? question.answers[at] : question.answers[figure - 1];
    if (sideways) inputs[(at + sideways + inputs.length) % inputs.length]?.focus();
    else if (across) props.onGo(across);
    else if (chosen) props.onAnswer(chosen.code, true);
    else return;
    event.preventDefault();
  };
  return (
    <fieldset ref={row} className={lit ? 'asking now' : 'asking'} data-wide={!short} onKeyDown={press} disabled={props.fixed}>
      <legend>{question[language]}</legend>
      <div className="seg">
        {question.answers.map(({ code, ...words }) => (
          <label key={code}>
            <input
              type="radio"
              name={name}
              checked={given === code}
              onChange={() => props.onAnswer(code, false)}
              aria-label={w.answers[code] === '?' ? w.answersSpoken[code] : undefined}
            />
            {w.answers[code] ?? words[language]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Mark(props: { mark: { id: string; de: string; en: string }; on: boolean; fixed: boolean; onSet: (on: boolean) => void }) {
  const { language } = useLanguage();
  return (
    <CheckRow checked={props.on} onChange={(on) => !props.fixed && props.onSet(on)}>
      {props.mark[language]}
    </CheckRow>
  );
}

/** No version is signed: no question may be asked from here. What to do instead, in its order. */
function Unsigned() {
  const w = useWords(crisis);
  return (
    <div className="stack">
      <Banner tone="partly">
        <b>{w.unsigned}</b> {w.unsignedText}
      </Banner>
      <ol className="steps voice">
        {w.noScriptSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}
