import { type ReactNode, useRef } from 'react';
import { useSubmit } from '../../submit.ts';
import { forget } from '../../typed.ts';
import { announce, Banner, Button, type Missing, SidePanel } from '../../ui/index.ts';
import { caseFile } from '../../words/case-file.ts';
import { useWords } from '../../words/language.tsx';
import { useReadCaseAgain } from './data.ts';
import { toField } from './fields.ts';
import './file.css';

/** One step in a side panel: what it means, its fields, one button that says what it does. Closes when it went well. */
export function StepPanel(props: {
  title: string;
  text?: string;
  action: string;
  /** Names of fields that are still empty. */
  missing?: readonly string[];
  /** Carries it out; a sentence that comes back is told instead of the usual one. */
  act: () => Promise<unknown>;
  /** What its fields are kept under; forgotten when it went well. */
  sheet?: string;
  onClose: () => void;
  children?: ReactNode | ((at: (pointer: string) => string | undefined) => ReactNode);
}) {
  const w = useWords(caseFile);
  const again = useReadCaseAgain();
  const fields = useRef<HTMLDivElement>(null);
  const done = useRef<unknown>(undefined);
  const submit = useSubmit(async () => {
    done.current = await props.act();
    if (props.sheet) forget(props.sheet);
    await again();
  });
  const missing: Missing[] = (props.missing ?? []).map((what) => ({ what, go: () => toField(fields.current, what) }));
  const run = async () => {
    if (!(await submit.run())) return;
    announce(typeof done.current === 'string' ? done.current : w.saved);
    props.onClose();
  };
  return (
    <SidePanel
      title={props.title}
      onClose={props.onClose}
      footer={
        <>
          <Button kind="main" onPress={run} busy={submit.busy} missing={missing}>
            {props.action}
          </Button>
          <Button onPress={props.onClose}>{w.cancel}</Button>
        </>
      }
    >
      {props.text && <p className="s q">{props.text}</p>}
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {[submit.problem?.body.title, submit.sentence].filter(Boolean).join(' ')}
        </Banner>
      )}
      <div className="case-fields" ref={fields}>
        {typeof props.children === 'function' ? props.children(submit.at) : props.children}
      </div>
    </SidePanel>
  );
}

/** The choices of a field from its words. */
export function choicesOf<Key extends string>(words: Readonly<Record<Key, string>>): { value: Key; label: string }[] {
  return (Object.entries(words) as [Key, string][]).map(([value, label]) => ({ value, label }));
}
