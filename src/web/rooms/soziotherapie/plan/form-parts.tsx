import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PlanContent } from '#rooms/soziotherapie/rules/forms/muster-27.ts';
import { Octagon } from '../../../ui/answer-mark.tsx';
import { Button } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';

/** What is said beside the field at a pointer. */
export type At = (pointer: string) => { error: string | undefined; warning: string | undefined };

/** What each part of the form works on. */
export interface Section {
  content: PlanContent;
  change: (part: Partial<PlanContent>) => void;
  at: At;
}

/** Says what is missing of a whole list; the way to the first fault leads here too. */
export function ListFault({ error }: { error: string | undefined }) {
  if (!error) return null;
  return (
    <p className="below err" data-fault tabIndex={-1}>
      <Octagon /> {error}
    </p>
  );
}

/** One entry of a list, with its name and a way to take it out. */
export function Item(props: { name: string; warning?: string | undefined; onRemove: () => void; children: ReactNode }) {
  const w = useWords(planWords).form;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset inside a fieldset is read out twice
    <div className="plan-item" role="group" aria-label={props.name}>
      <div className="row">
        <b className="s">{props.name}</b>
        {props.warning && <span className="s partly">{props.warning}</span>}
        <span className="end">
          <Button small kind="quiet" icon={X} label={w.remove(props.name)} onPress={props.onRemove} />
        </span>
      </div>
      {props.children}
    </div>
  );
}

export function Add({ onPress, children }: { onPress: () => void; children: ReactNode }) {
  return (
    <p>
      <Button small icon={Plus} onPress={onPress}>
        {children}
      </Button>
    </p>
  );
}

/** The list with one entry changed. */
export const replaced = <One extends object>(list: readonly One[], index: number, part: Partial<One>): One[] =>
  list.map((one, at) => (at === index ? { ...one, ...part } : one));
export const without = <One,>(list: readonly One[], index: number): One[] => list.filter((_, at) => at !== index);
