import { useState } from 'react';
import { moveEpisode, setWaiting } from '#rooms/soziotherapie/contract/episodes.ts';
import { call } from '../../../call.ts';
import { DateField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { lacks, type PanelProps, StepPanel } from './panel.tsx';

/** The practice's own waiting list: put on it with a day, or taken off. */
export function WaitingPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const format = useFormat();
  const [since, setSince] = useState<string | null>(file.today);
  const waits = file.waitingSince !== null;
  return (
    <StepPanel
      title={waits ? w.steps.waitingOff : w.steps.waiting}
      text={file.waitingSince ? w.waitsSince(format.date(file.waitingSince)) : w.waitingText}
      action={waits ? w.waitingOff : w.waitingOn}
      missing={waits ? [] : lacks(since === null, w.waitingSince)}
      act={() => call(setWaiting, { params: { id: file.episodeId }, body: { since: waits ? null : (since ?? '') }, ifMatch: file.version })}
      onClose={onClose}
    >
      {(at) =>
        !waits && <DateField label={w.waitingSince} lean="past" ageless value={since} onChange={setSince} error={at('/since')} required />
      }
    </StepPanel>
  );
}

const issued = (file: PanelProps['file']) =>
  file.prescriptions.filter(({ state, usage }) => state !== 'DRAFT' && state !== 'WITHDRAWN' && usage !== 'LAPSED');

/** E4: the specialist that Muster 28 led to was reached; the newest form of hers takes the case on. */
export function SpecialistPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const form = issued(file).findLast(({ kind }) => kind !== 'REFERRAL');
  return (
    <StepPanel
      title={w.steps.specialist}
      text={form ? w.specialistText : w.specialistWithout}
      action={w.steps.specialist}
      missing={lacks(!form, w.specialistForm)}
      act={() =>
        call(moveEpisode, {
          params: { id: file.episodeId },
          body: { event: 'reach-specialist', prescriptionId: form?.prescriptionId ?? '' },
          ifMatch: file.version,
        })
      }
      onClose={onClose}
    />
  );
}

/** E7: nobody objected in time, or the objection was refused: the case ends. */
export function FinalPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const refused = file.prescriptions.findLast(({ state }) => state === 'REFUSED');
  return (
    <StepPanel
      title={w.steps.final}
      text={w.finalText}
      action={w.closeDo}
      missing={lacks(!refused, w.finalForm)}
      act={() =>
        call(moveEpisode, {
          params: { id: file.episodeId },
          body: { event: 'refused-finally', prescriptionId: refused?.prescriptionId ?? '' },
          ifMatch: file.version,
        })
      }
      onClose={onClose}
    />
  );
}
