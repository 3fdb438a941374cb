import { useState } from 'react';
import { MISTAKE_REASONS, markMistake } from '#rooms/soziotherapie/contract/decisions.ts';
import { call } from '../../../call.ts';
import { SelectField } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { markable } from './list.tsx';
import { StepPanel } from './panel.tsx';
import type { PanelProps } from './panels.tsx';

/** The lead takes back what was typed by mistake: it stays to be read and counts no more; then the right one is entered. */
export function MistakePanel({ card, onClose }: PanelProps) {
  const w = useWords(forms);
  const format = useFormat();
  const [because, setBecause] = useState<(typeof MISTAKE_REASONS)[number] | null>(null);
  const what = markable(card);
  const on = what === 'receipt' ? card.receivedOn : what === 'decision' ? card.decidedOn : null;
  return (
    <StepPanel
      title={w.step.mistake}
      verb={w.mistakeDo}
      values={{ because }}
      onClose={onClose}
      act={() =>
        call(markMistake, {
          params: { id: card.prescriptionId },
          ifMatch: card.version,
          body: { what: what ?? 'decision', because: because ?? ('' as 'typed-wrong') },
        })
      }
    >
      {(at) => (
        <>
          {what && (
            <p>
              <strong>{w.mistakeOf(w.mistakeWhat[what], on && format.date(on))}</strong>
            </p>
          )}
          <p className="s q">{w.mistakeHint}</p>
          <SelectField
            label={w.mistakeWhy}
            empty={w.choose}
            choices={MISTAKE_REASONS.map((value) => ({ value, label: w.mistakeBecause[value] }))}
            value={because}
            onChange={setBecause}
            error={at('/because')}
          />
        </>
      )}
    </StepPanel>
  );
}
