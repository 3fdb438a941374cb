import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  ASKED_BY,
  closeEpisode,
  PAUSE_REASONS,
  pauseEpisode,
  restrictEpisode,
  resumeEpisode,
  setLegalHold,
  startNextEpisode,
} from '#rooms/soziotherapie/contract/episodes.ts';
import { CLOSE_REASONS, type CloseReason } from '#rooms/soziotherapie/rules/life/episode.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { useTyped } from '../../../typed.ts';
import { CheckRow, DateField, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { soziotherapie } from '../../../words/soziotherapie.ts';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { lacks, type PanelProps, StepPanel } from './panel.tsx';

export function PausePanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const [from, setFrom] = useState<string | null>(file.today);
  const [reason, setReason] = useState<(typeof PAUSE_REASONS)[number]>('unreachable');
  return (
    <StepPanel
      title={w.steps.pause}
      text={w.pauseHint}
      action={w.steps.pause}
      missing={lacks(from === null, w.pauseFrom)}
      act={() => call(pauseEpisode, { params: { id: file.episodeId }, body: { from: from ?? '', reason }, ifMatch: file.version })}
      onClose={onClose}
    >
      {(at) => (
        <>
          <DateField label={w.pauseFrom} lean="past" ageless value={from} onChange={setFrom} error={at('/from')} />
          <SelectField
            label={w.reason}
            choices={PAUSE_REASONS.map((value) => ({ value, label: w.pauseReason[value] }))}
            value={reason}
            onChange={(value) => value && setReason(value)}
          />
        </>
      )}
    </StepPanel>
  );
}

export function ResumePanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  return (
    <StepPanel
      title={w.steps.resume}
      text={w.resumeText}
      action={w.steps.resume}
      act={() => call(resumeEpisode, { params: { id: file.episodeId }, body: {}, ifMatch: file.version })}
      onClose={onClose}
    />
  );
}

export function ClosePanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const all = useWords(soziotherapie);
  const sheet = `soziotherapie.close.${file.episodeId}`;
  const [reason, setReason] = useTyped<CloseReason | null>(sheet, 'reason', null);
  const [on, setOn] = useTyped<string | null>(sheet, 'on', file.today);
  const [report, setReport] = useTyped(sheet, 'report', '');
  return (
    <StepPanel
      title={w.steps.close}
      text={w.closeText}
      action={w.closeDo}
      missing={[...lacks(reason === null, w.reason), ...lacks(on === null, w.closedOn)]}
      act={() =>
        call(closeEpisode, {
          params: { id: file.episodeId },
          body: { reason: reason ?? 'OTHER', on: on ?? '', ...(report.trim() ? { report: report.trim() } : {}) },
          ifMatch: file.version,
        })
      }
      sheet={sheet}
      onClose={onClose}
    >
      {(at) => (
        <>
          <SelectField
            label={w.reason}
            empty={w.choose}
            choices={CLOSE_REASONS.map((value) => ({ value, label: all.closeReason[value] }))}
            value={reason}
            onChange={setReason}
            error={at('/reason')}
          />
          <DateField label={w.closedOn} lean="past" ageless value={on} onChange={setOn} error={at('/on')} />
          <TextArea
            label={w.report}
            hint={w.reportHint}
            value={report}
            onChange={setReport}
            rows={8}
            maxLength={20_000}
            error={at('/report')}
          />
        </>
      )}
    </StepPanel>
  );
}

export function NextPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const navigate = useNavigate();
  const [indicationAgain, setIndication] = useState(false);
  const [askedBy, setAskedBy] = useState<(typeof ASKED_BY)[number]>('client');
  const act = async () => {
    const { id } = await call(startNextEpisode, { params: { id: file.episodeId }, body: { indicationAgain, askedBy } });
    void navigate({ to: to.sozioFile(id) });
  };
  return (
    <StepPanel title={w.steps.next} text={w.nextText} action={w.nextDo} act={act} onClose={onClose}>
      <CheckRow checked={indicationAgain} onChange={setIndication} must>
        {w.indication}
      </CheckRow>
      <SelectField
        label={w.askedBy}
        choices={ASKED_BY.map((value) => ({ value, label: w.asked[value] }))}
        value={askedBy}
        onChange={(value) => value && setAskedBy(value)}
      />
    </StepPanel>
  );
}

/** Two protections of a file, for the lead: who may open it, and that nothing of it is erased. */
export function ProtectPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const [what, setWhat] = useState<'restrict' | 'hold'>('restrict');
  const sheet = `soziotherapie.protect.${file.episodeId}`;
  const [reason, setReason] = useTyped(sheet, 'reason', '');
  const [reviewOn, setReviewOn] = useTyped<string | null>(sheet, 'reviewOn', null);
  const params = { id: file.episodeId };
  const restrict = () => call(restrictEpisode, { params, body: { restricted: !file.restricted }, ifMatch: file.version });
  const hold = () =>
    call(setLegalHold, {
      params,
      body: { hold: file.legalHold ? null : { reason: reason.trim(), reviewOn: reviewOn ?? '' } },
      ifMatch: file.version,
    });
  const setting = what === 'hold' && !file.legalHold;
  const action = what === 'restrict' ? (file.restricted ? w.unrestrictDo : w.restrictDo) : file.legalHold ? w.unholdDo : w.holdDo;
  return (
    <StepPanel
      title={w.steps.protect}
      action={action}
      missing={setting ? [...lacks(!reason.trim(), w.holdReason), ...lacks(reviewOn === null, w.holdReview)] : []}
      act={what === 'restrict' ? restrict : hold}
      sheet={sheet}
      onClose={onClose}
    >
      <Segments
        label={w.steps.protect}
        hideLabel
        choices={[
          { value: 'restrict', label: w.restrict },
          { value: 'hold', label: w.hold },
        ]}
        value={what}
        onChange={setWhat}
      />
      <p className="s q">{what === 'restrict' ? w.restrictText : w.holdText}</p>
      {setting && (
        <>
          <TextField label={w.holdReason} value={reason} onChange={setReason} maxLength={200} />
          <DateField label={w.holdReview} value={reviewOn} onChange={setReviewOn} />
        </>
      )}
    </StepPanel>
  );
}
