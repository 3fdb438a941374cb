import type { ReactNode } from 'react';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, type Missing, SidePanel } from '../../../ui/index.ts';
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
  onClose: () => void;
  /** What stands already, above the fields. */
  kept?: ReactNode;
  children?: ReactNode | ((at: (pointer: string) => string | undefined) => ReactNode);
}) {
  const w = useWords(soziotherapieSteps);
  const again = useReadAgain();
  const submit = useSubmit(async () => {
    await props.act();
    await again();
  });
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
          <Button kind="main" onPress={run} busy={submit.busy} {...(props.missing ? { missing: props.missing } : {})}>
            {props.action}
          </Button>
          <Button onPress={props.onClose}>{w.cancel}</Button>
        </>
      }
    >
      {props.text && <p className="s q">{props.text}</p>}
      {props.kept}
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div className="fields">{typeof props.children === 'function' ? props.children(submit.at) : props.children}</div>
    </SidePanel>
  );
}

/** "missing" for a button, where a field is empty. */
export const lacks = (missing: boolean, what: string): Missing[] => (missing ? [{ what, go: () => undefined }] : []);
