import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { createPrescription } from '#rooms/soziotherapie/contract/prescriptions.ts';
import { PRESCRIPTION_KINDS, type PrescriptionKind } from '#rooms/soziotherapie/rules/eligibility.ts';
import { KIND_LABELS } from '#rooms/soziotherapie/rules/forms/labels.ts';
import { call } from '../../../call.ts';
import { useMay } from '../../../me.ts';
import { to } from '../../../paths.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, Empty, Progress, Segments } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { fileQuery } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { type Card, factsQuery, ROOM } from './data.ts';
import { DecisionPanel, ObjectionPanel, ResultPanel } from './decision-panels.tsx';
import { Entry } from './entry.tsx';
import './forms.css';
import { PrescriptionList, type StepName } from './list.tsx';
import { MistakePanel } from './mistake-panel.tsx';
import { CheckPanel, DelayPanel, ExpertPanel, IssuePanel, ReceivedPanel, SubmitPanel, WithdrawPanel } from './panels.tsx';
import { startContent, usualKind } from './prefill.ts';

const PANELS = {
  issue: IssuePanel,
  check: CheckPanel,
  submit: SubmitPanel,
  'received-in-time': ReceivedPanel,
  'expert-asked': ExpertPanel,
  delay: DelayPanel,
  decide: DecisionPanel,
  object: ObjectionPanel,
  withdraw: WithdrawPanel,
  mistake: MistakePanel,
} as const;

/** Prescriptions of a case: the list with what can be done next, the guided entry, and a panel for each step. */
export default function PrescriptionsTab({ episodeId, personId }: TabProps) {
  const w = useWords(forms);
  const file = useQuery(fileQuery(episodeId));
  const office = useMay('soziotherapie.office');
  // in the address, so that the way back leads to the list and a reload to the same form
  const navigate = useNavigate();
  const hash = useLocation({ select: (at) => at.hash });
  const editing = /^[\da-f-]{36}$/.test(hash) ? hash : null;
  const setEditing = (id: string | null) => void navigate({ to: to.sozioFile(episodeId, 'verordnungen'), hash: id ?? '' });
  const [step, setStep] = useState<{ card: Card; name: StepName } | null>(null);
  const [adding, setAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  if (editing !== null) return <Entry id={editing} episodeId={episodeId} onBack={() => setEditing(null)} />;
  if (file.error)
    return (
      <Banner
        tone="no"
        action={
          <Button small onPress={() => file.refetch()}>
            {w.again}
          </Button>
        }
      >
        {w.trouble}
      </Banner>
    );
  if (!file.data) return <Progress text={w.title} done={0} of={1} />;
  const { prescriptions, today, state } = file.data;
  const shared = {
    personId,
    episodeId,
    today,
    onClose: () => setStep(null),
    onEdit: () => {
      setStep(null);
      setEditing(step?.card.prescriptionId ?? null);
    },
  };
  const go = (card: Card, name: StepName) => (name === 'edit' ? setEditing(card.prescriptionId) : setStep({ card, name }));
  // the panel works on what the list shows now, also after news
  const current = step && prescriptions.find(({ prescriptionId }) => prescriptionId === step.card.prescriptionId);
  const Panel = step && step.name !== 'edit' && step.name !== 'result' ? PANELS[step.name] : null;
  return (
    <section className="forms" aria-labelledby="forms-title">
      <div className="head wrap">
        <h2 id="forms-title">{w.title}</h2>
        {office && state !== 'CLOSED' && (
          <span className="end">
            <Button icon={Plus} expanded={adding} onPress={() => setAdding(!adding)} ref={add}>
              {w.add}
            </Button>
          </span>
        )}
      </div>
      {adding && (
        <NewPrescription
          episodeId={episodeId}
          onDone={(id) => {
            setAdding(false);
            setEditing(id);
          }}
        />
      )}
      {prescriptions.length === 0 && !adding ? (
        <Empty>{office ? w.none : w.noneToRead}</Empty>
      ) : (
        <PrescriptionList cards={prescriptions} go={go} open={(card) => setEditing(card.prescriptionId)} />
      )}
      {Panel && current && <Panel card={current} {...shared} />}
      {step?.name === 'result' && current && <ResultPanel card={current} {...shared} />}
    </section>
  );
}

/** Begins a draft at once, filled in from what is on file, so that nothing typed is lost. */
function NewPrescription({ episodeId, onDone }: { episodeId: string; onDone: (id: string) => void }) {
  const w = useWords(forms);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { data: facts } = useQuery(factsQuery(episodeId));
  const [chosen, setChosen] = useState<PrescriptionKind | null>(null);
  const kind = chosen ?? (facts ? usualKind(facts) : 'INITIAL');
  const submit = useSubmit(async () => {
    if (!facts) return;
    const body = { kind, prescriberId: facts.prescriberId, content: startContent(kind, facts) };
    const { id } = await call(createPrescription, { params: { id: episodeId }, body });
    await queries.invalidateQueries({ queryKey: [...ROOM] });
    onDone(id);
  });
  if (!facts) return <Progress text={w.add} done={0} of={1} />;
  return (
    <form className="card form-new" onSubmit={submit.run} noValidate>
      {submit.problem && (
        <Banner tone="no" live="assertive">
          {submit.sentence ?? w.trouble}
        </Banner>
      )}
      <Segments
        label={w.addWhich}
        choices={PRESCRIPTION_KINDS.map((value) => ({
          value,
          label: value === 'REFERRAL' ? w.entryTitle(KIND_LABELS[value][language], w.form('28')) : KIND_LABELS[value][language],
        }))}
        value={kind}
        onChange={setChosen}
      />
      <div>
        <Button type="submit" kind="main" busy={submit.busy}>
          {w.step.edit}
        </Button>
      </div>
    </form>
  );
}
