import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recordDecision, recordObjection } from '#rooms/soziotherapie/contract/decisions.ts';
import { type Form28, saveReferralResult } from '#rooms/soziotherapie/contract/forms.ts';
import { call } from '../../../call.ts';
import { forget, useFields, useTyped } from '../../../typed.ts';
import { CheckRow, DateField, Progress, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useWords } from '../../../words/language.tsx';
import { EntryContext, withValue } from './at.tsx';
import { factsQuery, judge, lookupOf, prescriptionQuery } from './data.ts';
import { FileField } from './file-field.tsx';
import { StepPanel } from './panel.tsx';
import type { PanelProps } from './panels.tsx';
import { ResultFields } from './steps-28.tsx';

const DECISION_PLACES = {
  'approved-above-prescribed': '/units',
  'approved-not-all': '/units',
  'approved-not-some': '/units',
  'decision-incomplete': '/units',
  'units-impossible': '/units',
  'days-out-of-order': '/postedOn',
  'day-in-future': '/decidedOn',
  'file-unknown': '/fileId',
};
const KINDS = ['approved', 'partly', 'refused'] as const;

/** A letter of the insurer, also the one after an objection. */
export function DecisionPanel({ card, personId, today, onClose }: PanelProps) {
  const w = useWords(forms);
  const { value, change, reset } = useFields(`soziotherapie.decision.${card.prescriptionId}`, {
    kind: null as (typeof KINDS)[number] | null,
    units: card.units,
    decidedOn: null as string | null,
    postedOn: null as string | null,
    reallyReceivedOn: null as string | null,
    knownOn: today as string | null,
    validFrom: null as string | null,
    validTo: null as string | null,
    number: '',
    remediesTold: true,
    reason: '',
    fileId: null as string | null,
  });
  const refused = value.kind === 'refused';
  const act = async () => {
    await call(recordDecision, {
      params: { id: card.prescriptionId },
      ifMatch: card.version,
      body: {
        ...value,
        kind: value.kind ?? ('' as 'approved'),
        units: refused ? 0 : (value.units ?? 0),
        decidedOn: value.decidedOn ?? '',
        postedOn: value.postedOn ?? '',
        knownOn: value.knownOn ?? '',
        validFrom: refused ? null : value.validFrom,
        validTo: refused ? null : value.validTo,
        number: value.number.trim() || null,
        reason: value.reason.trim() || null,
      },
    });
    reset(value);
  };
  const day = (
    name: 'decidedOn' | 'postedOn' | 'reallyReceivedOn' | 'knownOn' | 'validFrom' | 'validTo',
    at: (pointer: string) => string | undefined,
    hint?: string,
  ) => (
    <DateField
      label={w[name]}
      hint={hint}
      lean={name === 'validTo' ? 'future' : 'past'}
      ageless
      value={value[name]}
      onChange={(next) => change({ [name]: next })}
      error={at(`/${name}`)}
    />
  );
  return (
    <StepPanel
      values={{ ...value }}
      places={DECISION_PLACES}
      title={card.state === 'OBJECTED' ? w.decisionAfter : w.decisionTitle}
      onClose={onClose}
      act={act}
    >
      {(at) => (
        <>
          <Segments
            label={w.decisionKind}
            choices={KINDS.map((kind) => ({ value: kind, label: w.letterKind[kind] }))}
            value={value.kind}
            onChange={(kind) => change({ kind, ...(kind === 'approved' ? { units: card.units } : {}) })}
            error={at('/kind')}
          />
          {!refused && (
            <TextField
              label={w.approvedUnits}
              figures
              inputMode="numeric"
              maxLength={3}
              value={value.units === null ? '' : String(value.units)}
              onChange={(text) => /^\d{0,3}$/.test(text) && change({ units: text === '' ? null : Number(text) })}
              error={at('/units')}
            />
          )}
          {day('decidedOn', at)}
          {day('postedOn', at, w.postedHint)}
          {day('knownOn', at)}
          {day('reallyReceivedOn', at)}
          {!refused && day('validFrom', at)}
          {!refused && day('validTo', at)}
          <TextField
            label={w.number}
            figures
            maxLength={40}
            value={value.number}
            onChange={(number) => change({ number })}
            error={at('/number')}
          />
          {value.kind !== 'approved' && (
            <>
              <CheckRow checked={value.remediesTold} onChange={(remediesTold) => change({ remediesTold })}>
                {w.remedies}
              </CheckRow>
              <TextArea
                label={w.reason}
                maxLength={2000}
                value={value.reason}
                onChange={(reason) => change({ reason })}
                error={at('/reason')}
              />
            </>
          )}
          <FileField
            label={w.file}
            kind="decision"
            personId={personId}
            prescriptionId={card.prescriptionId}
            onChange={(fileId) => change({ fileId })}
            error={at('/fileId')}
          />
        </>
      )}
    </StepPanel>
  );
}

const OBJECTORS = ['client', 'guardian', 'provider', 'prescriber'] as const;

export function ObjectionPanel({ card, today, onClose }: PanelProps) {
  const w = useWords(forms);
  const [day, setDay] = useState<string | null>(today);
  const [by, setBy] = useState<(typeof OBJECTORS)[number] | null>(null);
  return (
    <StepPanel
      values={{ on: day, by }}
      places={{ 'objection-not-by-client': '/by', 'objection-too-late': '/on', 'day-in-future': '/on' }}
      title={w.objectionTitle}
      hint={w.objectionHint}
      onClose={onClose}
      act={() =>
        call(recordObjection, {
          params: { id: card.prescriptionId },
          ifMatch: card.version,
          body: { on: day ?? '', by: by ?? ('' as 'client') },
        })
      }
    >
      {(at) => (
        <>
          <DateField label={w.objectedOn} lean="past" ageless value={day} onChange={setDay} error={at('/on')} />
          <SelectField
            label={w.objectedBy}
            empty={w.choose}
            choices={OBJECTORS.map((value) => ({ value, label: w.objectors[value] }))}
            value={by}
            onChange={setBy}
            error={at('/by')}
          />
        </>
      )}
    </StepPanel>
  );
}

/** The provider's part of Muster 28. */
export function ResultPanel(props: PanelProps) {
  const w = useWords(forms);
  const { data } = useQuery(prescriptionQuery(props.card.prescriptionId));
  const { data: facts } = useQuery(factsQuery(props.episodeId));
  if (!data || !facts || data.answer.content.form !== '28') return <Progress text={w.resultTitle} done={0} of={1} />;
  const start = data.answer.content;
  return <Result {...props} start={start} facts={facts} prescriberId={data.answer.prescriberId} />;
}

function Result(
  props: PanelProps & {
    start: Form28;
    facts: Parameters<typeof judge>[1];
    prescriberId: string | null;
  },
) {
  const w = useWords(forms);
  const { card, facts } = props;
  const sheet = `soziotherapie.result.${card.prescriptionId}`;
  const [content, setContent] = useTyped<Form28>(sheet, 'content', props.start);
  const own = { id: card.prescriptionId, episodeId: props.episodeId };
  const verdict = judge(content, facts, props.prescriberId, own, lookupOf(undefined), undefined);
  const findings = verdict.findings.filter(({ pointer }) => /^\/(deliveredUnits|result|sentTo)/.test(pointer));
  const { deliveredUnits, result, sentToInsurerOn, sentToDoctorOn } = content;
  const act = async () => {
    await call(saveReferralResult, {
      params: { id: card.prescriptionId },
      ifMatch: card.version,
      body: { deliveredUnits, result, sentToInsurerOn, sentToDoctorOn },
    });
    forget(sheet);
  };
  return (
    <StepPanel title={w.resultTitle} onClose={props.onClose} act={act}>
      {(at) => (
        <EntryContext
          value={{
            content,
            set: (pointer, value) => setContent(withValue(content, pointer, value)),
            findings,
            strict: true,
            refused: at,
            fixed: false,
          }}
        >
          <ResultFields />
        </EntryContext>
      )}
    </StepPanel>
  );
}
