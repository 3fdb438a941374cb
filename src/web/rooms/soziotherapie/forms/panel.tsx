import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { pointerLabel } from '#rooms/soziotherapie/rules/forms/sheet.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, type Missing, SidePanel } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import { ROOM } from './data.ts';

/** A step of a prescription as a side panel: sends it once, says a refusal in words, reads everything of the room again. */
export function StepPanel(props: {
  title: string;
  hint?: string | undefined;
  verb?: string;
  /** What keeps the step from being possible: the button says it and goes there. */
  missing?: readonly Missing[];
  /** Which field a refusal of a rule speaks of. */
  places?: Readonly<Record<string, string>>;
  /** What was typed, by field: what is still empty is said to be missing instead of wrong. */
  values?: Readonly<Record<string, unknown>>;
  act: () => Promise<unknown>;
  onClose: () => void;
  children: (at: (pointer: string) => string | undefined) => ReactNode;
}) {
  const w = useWords(forms);
  const problemWords = useWords(problems);
  const form = useRef<HTMLFormElement>(null);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const submit = useSubmit(async () => {
    await props.act();
    await queries.invalidateQueries({ queryKey: [...ROOM] });
  });
  const { problem } = submit;
  const whole = problem && [problem.body.title, problem.sentence(problemWords)].filter(Boolean).join(' ');
  const isEmpty = (pointer: string) => {
    const value = props.values?.[pointer.slice(1)];
    return value === null || value === '';
  };
  const wrong = (pointer: string) => {
    const said = submit.at(pointer);
    return said && isEmpty(pointer) ? problemWords.field.required : said;
  };
  const at = (pointer: string) => wrong(pointer) ?? (whole && problem && props.places?.[problem.code] === pointer ? whole : undefined);
  // what the entry itself does not take stands beside its own fields; of a form the blocks are named
  const elsewhere = problem?.code === 'invalid-input' ? [] : (problem?.body.errors?.filter((one) => one.pointer.includes('/')) ?? []);
  const told = problem !== null && props.places?.[problem.code] === undefined;
  const run = async () => {
    if (!(await submit.run())) {
      // after the refusal stands there: to the first field that it is about
      requestAnimationFrame(() => requestAnimationFrame(() => toFault(form.current)));
      return;
    }
    announce(w.done(props.title));
    props.onClose();
  };
  return (
    <SidePanel title={props.title} onClose={props.onClose}>
      <form
        ref={form}
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {props.hint && <p className="s q">{props.hint}</p>}
        {told && (
          <Banner tone="no" live="assertive">
            {whole}
          </Banner>
        )}
        {told && elsewhere.length > 0 && (
          <ul className="form-told">
            {elsewhere.map(({ pointer, code }) => (
              <li key={`${pointer} ${code}`}>{pointerLabel(pointer, language)}</li>
            ))}
          </ul>
        )}
        {props.children(at)}
        <div>
          <Button type="submit" kind="main" busy={submit.busy} missing={props.missing ?? []}>
            {props.verb ?? w.save}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

/** What is said below a box to tick. */
export function Said({ children }: { children: string | undefined }) {
  return children ? (
    <p className="below err" role="alert">
      {children}
    </p>
  ) : null;
}

function toFault(form: HTMLFormElement | null): void {
  const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.focus();
  (field ?? form?.querySelector<HTMLElement>('.err, .field-error, [role="alert"]'))?.scrollIntoView({ block: 'center' });
}
