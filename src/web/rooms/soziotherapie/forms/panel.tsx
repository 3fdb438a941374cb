import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, SidePanel } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useWords } from '../../../words/language.tsx';
import { ROOM } from './data.ts';

/** A step of a prescription as a side panel: sends it once, says a refusal in words, reads everything of the room again. */
export function StepPanel(props: {
  title: string;
  hint?: string | undefined;
  verb?: string;
  act: () => Promise<unknown>;
  onClose: () => void;
  children: (at: (pointer: string) => string | undefined) => ReactNode;
}) {
  const w = useWords(forms);
  const queries = useQueryClient();
  const submit = useSubmit(async () => {
    await props.act();
    await queries.invalidateQueries({ queryKey: [...ROOM] });
  });
  const run = async () => {
    if (!(await submit.run())) return;
    announce(w.done(props.title));
    props.onClose();
  };
  return (
    <SidePanel title={props.title} onClose={props.onClose}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {props.hint && <p className="s q">{props.hint}</p>}
        {submit.problem && (
          <Banner tone="no" live="assertive">
            {submit.sentence ?? w.trouble}
          </Banner>
        )}
        {props.children(submit.at)}
        <div>
          <Button type="submit" kind="main" busy={submit.busy}>
            {props.verb ?? w.save}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
