import { type ReactNode, useRef, useState } from 'react';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { useSubmit } from '../../../submit.ts';
import { forget } from '../../../typed.ts';
import { announce, Banner, Button, type Missing, MissingNote, SidePanel } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { useReadAgain } from '../data.ts';

export interface PanelProps {
  file: FileView;
  onClose: () => void;
}

/** One step in a side panel: what it means, its fields, one button that says what it does. Closes when it went well. */
export function StepPanel(props: {
  title: string;
  text?: string;
  action: string;
  missing?: readonly Missing[];
  act: () => Promise<unknown>;
  /** What its fields are kept under; forgotten when it went well. */
  sheet?: string;
  onClose: () => void;
  /** What stands already, above the fields. */
  kept?: ReactNode;
  /** Nothing can be changed: only the way out. */
  readOnly?: boolean;
  children?: ReactNode | ((at: (pointer: string) => string | undefined) => ReactNode);
}) {
  const w = useWords(soziotherapieSteps);
  const again = useReadAgain();
  const submit = useSubmit(async () => {
    await props.act();
    if (props.sheet) forget(props.sheet);
    await again();
  });
  const fields = useRef<HTMLDivElement>(null);
  const [told, setTold] = useState(false);
  const missing = (props.missing ?? []).map(({ what }) => ({
    what,
    go: () => {
      setTold(true);
      toField(fields.current, what);
    },
  }));
  const run = async () => {
    if (!(await submit.run())) return;
    announce(w.saved);
    props.onClose();
  };
  return (
    <SidePanel
      title={props.title}
      onClose={props.onClose}
      footer={
        <>
          {told && <MissingNote missing={missing} />}
          {!props.readOnly && (
            <Button kind="main" onPress={run} busy={submit.busy} missing={missing}>
              {props.action}
            </Button>
          )}
          <Button onPress={props.onClose}>{w.cancel}</Button>
        </>
      }
    >
      {props.text && <p className="s q">{props.text}</p>}
      {props.kept}
      {submit.sentence && <Banner tone="no">{[submit.problem?.body.title, submit.sentence].filter(Boolean).join(' ')}</Banner>}
      <div className="fields" ref={fields}>
        {typeof props.children === 'function' ? props.children(submit.at) : props.children}
      </div>
    </SidePanel>
  );
}

/** To the field that is named so, else to the first that is empty. */
function toField(fields: HTMLElement | null, what: string): void {
  const labels = [...(fields?.querySelectorAll('label') ?? [])];
  const named = labels.find((label) => label.textContent?.includes(what))?.control;
  const empty = [...(fields?.querySelectorAll<HTMLInputElement>('input, select, textarea') ?? [])].find(({ value }) => value === '');
  ((named as HTMLElement | null | undefined) ?? empty)?.focus();
}

/** "missing" for a button, where a field is empty. */
export const lacks = (missing: boolean, what: string): Missing[] => (missing ? [{ what, go: () => undefined }] : []);
