import { ChevronDown } from 'lucide-react';
import { useId, useRef } from 'react';
import { Icon, TextArea, TextField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { type Draft, ownWordsLeft } from './draft.ts';

type Told = Pick<Draft, 'done' | 'reaction' | 'nextStep' | 'thirdParty'>;

/** What was done, with beginnings to tap; the next step; the rest is folded away, relatives apart (D5). */
export function Telling(props: { draft: Told; change: (part: Partial<Told>) => void; lastNextStep: string | null; alone?: boolean }) {
  const w = useWords(visitWords);
  const { draft, change } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const blocks = useId();
  const left = ownWordsLeft(draft, w.blockOf);
  const append = (block: string) => {
    const before = draft.done.trimEnd();
    change({ done: before === '' ? block : `${before}${/[.!?]$/.test(before) ? '' : '.'} ${block}` });
    area.current?.focus();
  };
  return (
    <div className="g telling" data-place="done">
      {props.lastNextStep && (
        <p className="s">
          <span className="q">{w.nextTime}</span> <span className="said-so">{props.lastNextStep}</span>
        </p>
      )}
      <TextArea
        label={w.done}
        value={draft.done}
        onChange={(done) => change({ done })}
        rows={3}
        maxLength={6000}
        areaRef={area}
        hint={w.doneHint(left)}
      />
      {draft.done.trim() === '' && (
        // biome-ignore lint/a11y/useSemanticElements: a row of buttons, no form of its own
        <div className="tags small" role="group" aria-labelledby={blocks}>
          <span className="vh" id={blocks}>
            {w.blocks}
          </span>
          {w.blockOf.map((block) => (
            <button key={block} type="button" className="chip more" onClick={() => append(block)}>
              {block.trim().replace(/[,:]$/, '')} …
            </button>
          ))}
        </div>
      )}
      <TextField label={w.next} value={draft.nextStep} onChange={(nextStep) => change({ nextStep })} maxLength={1000} />
      {!props.alone && (
        <details className="fold">
          <summary>
            <Icon of={ChevronDown} /> {w.more}
          </summary>
          <TextArea label={w.reaction} value={draft.reaction} onChange={(reaction) => change({ reaction })} rows={2} maxLength={3000} />
          <div className="apart">
            <TextArea
              label={w.thirdParty}
              value={draft.thirdParty}
              onChange={(thirdParty) => change({ thirdParty })}
              rows={2}
              maxLength={4000}
              hint={w.thirdPartyHint}
            />
          </div>
        </details>
      )}
    </div>
  );
}
