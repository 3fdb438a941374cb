import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { assignHelper, changeEpisode, setDeputy } from '#rooms/soziotherapie/contract/episodes.ts';
import { listPrescribers } from '#rooms/soziotherapie/contract/practice.ts';
import { call } from '../../../call.ts';
import { DateField, SelectField, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { practiceQuery } from './inquiry.tsx';
import { lacks, type PanelProps, StepPanel } from './panel.tsx';

function HelperField({
  value,
  onChange,
  without,
}: {
  value: string | null;
  onChange: (id: string | null) => void;
  without?: string | undefined;
}) {
  const w = useWords(soziotherapieSteps);
  const { data } = useQuery(practiceQuery);
  const choices = (data?.helpers ?? []).filter(({ practitionerId }) => practitionerId !== without);
  return (
    <SelectField
      label={w.helper}
      empty={w.choose}
      choices={choices.map(({ practitionerId, name }) => ({ value: practitionerId, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
}

export function HelperPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const [helper, setHelper] = useState<string | null>(null);
  return (
    <StepPanel
      title={w.steps.helper}
      text={w.helperHint}
      action={w.save}
      missing={lacks(helper === null, w.helper)}
      act={() => call(assignHelper, { params: { id: file.episodeId }, body: { practitionerId: helper ?? '' }, ifMatch: file.version })}
      onClose={onClose}
    >
      <HelperField value={helper} onChange={setHelper} without={file.helper?.practitionerId} />
    </StepPanel>
  );
}

export function DeputyPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const [helper, setHelper] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  return (
    <StepPanel
      title={w.steps.deputy}
      text={w.deputyHint}
      action={w.save}
      missing={[...lacks(helper === null, w.helper), ...lacks(until === null, w.until)]}
      act={() => call(setDeputy, { params: { id: file.episodeId }, body: { practitionerId: helper ?? '', until } })}
      onClose={onClose}
    >
      <HelperField value={helper} onChange={setHelper} without={file.helper?.practitionerId} />
      <DateField label={w.until} value={until} onChange={setUntil} required />
    </StepPanel>
  );
}

/** "0,5" and "0.5" alike. */
const readNumber = (typed: string) => Number(typed.trim().replace(',', '.'));

export function PrescriberPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const format = useFormat();
  const { data } = useQuery({ queryKey: ['soziotherapie', 'prescribers'], queryFn: () => call(listPrescribers, { query: {} }) });
  const [prescriber, setPrescriber] = useState<string | null>(file.prescriber?.id ?? null);
  const [typed, setTyped] = useState(file.frequencyPerWeek === null ? '' : format.number(file.frequencyPerWeek));
  const value = typed.trim() === '' ? null : readNumber(typed);
  const wrong = value !== null && !(value >= 0.05 && value <= 10);
  return (
    <StepPanel
      title={w.steps.prescriber}
      action={w.save}
      missing={lacks(wrong, w.frequency)}
      act={() =>
        call(changeEpisode, {
          params: { id: file.episodeId },
          body: { prescriberId: prescriber, frequencyPerWeek: value },
          ifMatch: file.version,
        })
      }
      onClose={onClose}
    >
      <SelectField
        label={w.prescriber}
        empty={w.later}
        choices={(data?.prescribers ?? []).map(({ id, title, name }) => ({ value: id, label: [title, name].filter(Boolean).join(' ') }))}
        value={prescriber}
        onChange={setPrescriber}
      />
      <TextField
        label={w.frequency}
        hint={w.frequencyHint}
        inputMode="decimal"
        figures
        value={typed}
        onChange={setTyped}
        error={wrong ? w.frequencyWrong : undefined}
      />
    </StepPanel>
  );
}
