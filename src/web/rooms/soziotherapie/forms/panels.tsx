import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  checkPrescription,
  issuePrescription,
  noteDelay,
  noteExpert,
  receivePrescription,
  submitPrescription,
  withdrawPrescription,
} from '#rooms/soziotherapie/contract/prescriptions.ts';
import { isOpen } from '#rooms/soziotherapie/rules/forms/finding.ts';
import { call } from '../../../call.ts';
import { kept } from '../../../drafts.ts';
import { Banner, CheckRow, DateField, Segments, SelectField } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { shell } from '../../../words/shell.ts';
import { OpenList, PrescriberMessage } from './check.tsx';
import { type Card, diagnosesQuery, draftKeyOf, factsQuery, judge, lookupOf, prescriptionQuery } from './data.ts';
import { FileField } from './file-field.tsx';
import { Said, StepPanel } from './panel.tsx';

export interface PanelProps {
  card: Card;
  personId: string;
  episodeId: string;
  today: string;
  onClose: () => void;
  /** To the form itself. */
  onEdit: () => void;
}

/** Days of papers lie in the past; an empty day is refused by the server beside the field. */
function Day(props: {
  label: string;
  hint?: string;
  value: string | null;
  onChange: (day: string | null) => void;
  error?: string | undefined;
  ahead?: boolean;
}) {
  return (
    <DateField
      label={props.label}
      hint={props.hint}
      lean={props.ahead ? 'future' : 'past'}
      ageless
      required
      value={props.value}
      onChange={props.onChange}
      error={props.error}
    />
  );
}

const CHANNELS = ['post', 'fax', 'in-person', 'portal', 'email'] as const;
const on = (card: Card) => ({ params: { id: card.prescriptionId }, ifMatch: card.version });

export function IssuePanel({ card, today, onClose, onEdit }: PanelProps) {
  const w = useWords(forms);
  const { leave } = useWords(shell);
  const unsaved = kept.has(draftKeyOf(card.prescriptionId));
  const [day, setDay] = useState<string | null>(card.issuedOn ?? today);
  const [signed, setSigned] = useState(false);
  return (
    <StepPanel
      missing={unsaved ? [{ what: leave.text, go: onEdit }] : []}
      places={{ 'prescriber-signature-missing': '/signed', 'day-in-future': '/issuedOn' }}
      title={w.issueTitle}
      hint={w.issueHint}
      onClose={onClose}
      values={{ issuedOn: day }}
      act={() => call(issuePrescription, { ...on(card), body: { issuedOn: day ?? '', signed } })}
    >
      {(at) => (
        <>
          <Day label={w.issuedOn} value={day} onChange={setDay} error={at('/issuedOn')} />
          <CheckRow checked={signed} onChange={setSigned}>
            {w.isSigned}
          </CheckRow>
          <Said>{at('/signed')}</Said>
        </>
      )}
    </StepPanel>
  );
}

export function CheckPanel({ card, episodeId, onClose, onEdit }: PanelProps) {
  const w = useWords(forms);
  const form = useQuery(prescriptionQuery(card.prescriptionId)).data?.answer;
  const { data: facts } = useQuery(factsQuery(episodeId));
  const { data: table } = useQuery(diagnosesQuery);
  const own = { id: card.prescriptionId, episodeId };
  const verdict = form && facts && table ? judge(form.content, facts, form.prescriberId, own, lookupOf(table.diagnoses), undefined) : null;
  const [plan, setPlan] = useState<'there' | 'follows'>('there');
  const [due, setDue] = useState<string | null>(null);
  const needed = card.kind !== 'REFERRAL' && card.kind !== 'TRIAL';
  const body = { carePlanDue: plan === 'follows' ? due : null };
  return (
    <StepPanel
      missing={verdict && !verdict.formRules ? [{ what: w.notApplicable, go: onEdit }] : []}
      places={{ 'care-plan-missing': '/carePlan' }}
      title={w.checkPanelTitle}
      onClose={onClose}
      act={() => call(checkPrescription, { ...on(card), body })}
    >
      {(at) => (
        <>
          {verdict && !verdict.formRules && (
            <>
              <Banner tone="no">{w.notApplicable}</Banner>
              <OpenList findings={verdict.findings.filter(isOpen)} go={onEdit} />
              <PrescriberMessage verdict={verdict} issued issuedOn={card.issuedOn} practice={facts?.provider?.name ?? ''} />
            </>
          )}
          {needed && (
            <>
              <Segments
                label={w.carePlan}
                hint={w.carePlanHint}
                choices={[
                  { value: 'there', label: w.carePlanThere },
                  { value: 'follows', label: w.carePlanFollows },
                ]}
                value={plan}
                onChange={setPlan}
                error={at('/carePlan')}
              />
              {plan === 'follows' && <Day label={w.carePlanDue} ahead value={due} onChange={setDue} error={at('/carePlanDue')} />}
            </>
          )}
        </>
      )}
    </StepPanel>
  );
}

export function SubmitPanel({ card, personId, today, onClose }: PanelProps) {
  const w = useWords(forms);
  const format = useFormat();
  const [day, setDay] = useState<string | null>(today);
  const [channel, setChannel] = useState<(typeof CHANNELS)[number] | null>(null);
  const [proofFileId, setProof] = useState<string | null>(null);
  return (
    <StepPanel
      places={{
        'proof-missing': '/proofFileId',
        'file-unknown': '/proofFileId',
        'channel-unknown': '/channel',
        'day-in-future': '/on',
        'days-out-of-order': '/on',
      }}
      title={w.submitTitle}
      hint={card.submitUntil ? w.submitUntil(format.date(card.submitUntil)) : undefined}
      onClose={onClose}
      values={{ on: day, channel }}
      act={() => call(submitPrescription, { ...on(card), body: { on: day ?? '', channel: channel ?? ('' as 'post'), proofFileId } })}
    >
      {(at) => (
        <>
          <Day label={w.sentOn} value={day} onChange={setDay} error={at('/on')} />
          <SelectField
            label={w.channel}
            empty={w.choose}
            choices={CHANNELS.map((value) => ({ value, label: w.channels[value] }))}
            value={channel}
            onChange={setChannel}
            error={at('/channel')}
          />
          <FileField
            label={w.proof}
            hint={w.proofHint}
            kind="proof-of-sending"
            personId={personId}
            prescriptionId={card.prescriptionId}
            onChange={setProof}
            error={at('/proofFileId')}
          />
        </>
      )}
    </StepPanel>
  );
}

export function ReceivedPanel({ card, today, onClose }: PanelProps) {
  const w = useWords(forms);
  const format = useFormat();
  const [day, setDay] = useState<string | null>(today);
  return (
    <StepPanel
      places={{ 'received-before-issue': '/on', 'day-in-future': '/on', 'receipt-known': '/on' }}
      title={w.receivedTitle}
      hint={card.submitUntil ? w.submitUntil(format.date(card.submitUntil)) : undefined}
      onClose={onClose}
      values={{ on: day }}
      act={() => call(receivePrescription, { ...on(card), body: { on: day ?? '' } })}
    >
      {(at) => <Day label={w.receivedOn} value={day} onChange={setDay} error={at('/on')} />}
    </StepPanel>
  );
}

export function ExpertPanel({ card, today, onClose }: PanelProps) {
  const w = useWords(forms);
  const [day, setDay] = useState<string | null>(today);
  return (
    <StepPanel
      places={{ 'day-in-future': '/on' }}
      title={w.expertTitle}
      hint={w.expertHint}
      onClose={onClose}
      values={{ on: day }}
      act={() => call(noteExpert, { ...on(card), body: { on: day ?? '' } })}
    >
      {(at) => <Day label={w.letterOn} value={day} onChange={setDay} error={at('/on')} />}
    </StepPanel>
  );
}

export function DelayPanel({ card, today, onClose }: PanelProps) {
  const w = useWords(forms);
  const [day, setDay] = useState<string | null>(today);
  const [until, setUntil] = useState<string | null>(null);
  return (
    <StepPanel
      places={{ 'day-in-future': '/on', 'days-out-of-order': '/until' }}
      title={w.delayTitle}
      hint={w.delayHint}
      onClose={onClose}
      values={{ on: day, until }}
      act={() => call(noteDelay, { ...on(card), body: { on: day ?? '', until: until ?? '' } })}
    >
      {(at) => (
        <>
          <Day label={w.letterOn} value={day} onChange={setDay} error={at('/on')} />
          <Day label={w.delayUntil} ahead value={until} onChange={setUntil} error={at('/until')} />
        </>
      )}
    </StepPanel>
  );
}

export function WithdrawPanel({ card, today, onClose }: PanelProps) {
  const w = useWords(forms);
  const [day, setDay] = useState<string | null>(today);
  const [statement, setStatement] = useState(false);
  return (
    <StepPanel
      places={{ 'prescriber-statement-missing': '/statement', 'day-in-future': '/on', 'days-out-of-order': '/on' }}
      title={w.withdrawTitle}
      hint={w.withdrawHint}
      verb={w.step.withdraw}
      onClose={onClose}
      values={{ on: day }}
      act={() => call(withdrawPrescription, { ...on(card), body: { on: day ?? '', statement } })}
    >
      {(at) => (
        <>
          <Day label={w.withdrawnOn} value={day} onChange={setDay} error={at('/on')} />
          <CheckRow checked={statement} onChange={setStatement}>
            {w.statement}
          </CheckRow>
          <Said>{at('/statement')}</Said>
        </>
      )}
    </StepPanel>
  );
}
