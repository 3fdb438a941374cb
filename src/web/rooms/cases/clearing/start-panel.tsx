import { useState } from 'react';
import { type CaseHead, changeCase } from '#rooms/cases/contract/case.ts';
import { call } from '../../../call.ts';
import { DateField } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useWords } from '../../../words/language.tsx';
import { StepPanel } from '../step-panel.tsx';

/** The day on which the work begins, as both agreed. */
export function StartPanel({ head, onClose }: { head: CaseHead; onClose: () => void }) {
  const w = useWords(caseFile);
  const [day, setDay] = useState<string | null>(head.startOn ?? head.today);
  return (
    <StepPanel
      title={w.clearing.start}
      action={w.save}
      missing={day ? [] : [w.clearing.start]}
      act={() => call(changeCase, { params: { id: head.id }, ifMatch: head.version, body: { startOn: day } })}
      onClose={onClose}
    >
      {(at) => <DateField label={w.clearing.start} value={day} onChange={setDay} error={at('/startOn')} required />}
    </StepPanel>
  );
}
