import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import * as wire from '#rooms/soziotherapie/contract/care-plan.ts';
import { allPlannedUnits, type PlanContent } from '#rooms/soziotherapie/rules/forms/muster-27.ts';
import { call } from '../../../call.ts';
import { useDraft } from '../../../drafts.ts';
import { laidOver } from '../../../laid-over.ts';
import { problemOf } from '../../../problem.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, DateField, Saved, SelectField, TextArea } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { useReadAgain } from '../data.ts';
import { type PlanAnswer, type Plans, planQuery } from './data.ts';
import { CareFields, DiagnosisFields, FindingsFields, PersonFields } from './form-around.tsx';
import { FarGoalFields, MeasureFields, NearGoalFields } from './form-goals.tsx';
import { type At, ListFault, type Section } from './form-parts.tsx';

interface Entry {
  validFrom: string;
  prescriptionId: string;
  content: PlanContent;
}

/** Muster 27, guided: goals first, in the client's words; what is missing is said beside the field. Saves itself. */
export default function PlanForm(props: { planId: string; prescriptions: Plans['prescriptions']; onClose: () => void }) {
  const { data } = useSuspenseQuery({ ...planQuery(props.planId), staleTime: Number.POSITIVE_INFINITY });
  return <Editor plan={data} {...props} />;
}

function Editor(props: { plan: PlanAnswer; planId: string; prescriptions: Plans['prescriptions']; onClose: () => void }) {
  const { plan, prescriptions } = props;
  const w = useWords(planWords);
  const format = useFormat();
  const queries = useQueryClient();
  const readAgain = useReadAgain();
  const version = useRef(plan.version);
  const [judged, setJudged] = useState({ faults: plan.faults, hints: plan.hints });
  const [tried, setTried] = useState(false);
  const start: Entry = { validFrom: plan.validFrom, prescriptionId: plan.prescriptionId, content: plan.content };
  const base = useRef(start);
  const save = async (entry: Entry) => {
    const saved = await call(wire.savePlan, { params: { id: plan.id }, ifMatch: version.current, body: entry });
    version.current = saved.version;
    base.current = entry;
    setJudged({ faults: saved.faults, hints: saved.hints });
  };
  const draft = useDraft<Entry>(`plan ${plan.id}`, start, save);
  const { content } = draft.value;
  const change = (part: Partial<PlanContent>) => draft.change({ content: { ...content, ...part } });
  const said = (remarks: typeof judged.faults, pointer: string) => {
    const found = remarks.find((one) => one.pointer === pointer);
    return found && (w.faults[found.code]?.(found.facts) ?? found.code);
  };
  const at: At = (pointer) => ({
    error: tried ? said(judged.faults, pointer) : undefined,
    warning: said(judged.hints, pointer),
  });
  const close = async () => {
    if (!(await draft.flush())) return;
    await readAgain();
    props.onClose();
  };
  const offer = useSubmit(async () => {
    if (!(await draft.flush())) return; // what stands above the fields says why
    await call(wire.offerPlan, { params: { id: plan.id }, ifMatch: version.current, body: {} });
    await readAgain();
    announce(w.form.offered);
    props.onClose();
  });
  const goToFault = () => {
    setTried(true);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.plan-form [aria-invalid=true], .plan-form [data-fault]')?.focus());
  };
  const press = async () => {
    if (!(await draft.flush())) return;
    const { faults } = await queries.fetchQuery({ ...planQuery(plan.id), staleTime: 0 });
    if (faults.length > 0) {
      setJudged((before) => ({ ...before, faults }));
      return goToFault();
    }
    return offer.run();
  };
  const conflict = draft.state.kind === 'failed' && problemOf(draft.state.fault).status === 412;
  const readTheirs = async (): Promise<Entry> => {
    const fresh = await queries.fetchQuery({ ...planQuery(plan.id), staleTime: 0 });
    version.current = fresh.version;
    setJudged({ faults: fresh.faults, hints: fresh.hints });
    return { validFrom: fresh.validFrom, prescriptionId: fresh.prescriptionId, content: fresh.content };
  };
  const reload = async () => {
    base.current = await readTheirs();
    draft.reset(base.current);
  };
  /** Her parts of the plan over theirs: what she did not touch stays as the other person wrote it. */
  const keepMine = async () => {
    const theirs = await readTheirs();
    const joined = laidOver(theirs.content, base.current.content, content);
    draft.change({ ...laidOver(theirs, base.current, draft.value), content: joined });
    await draft.flush();
  };
  const prescribed = prescriptions.find(({ id }) => id === draft.value.prescriptionId)?.units ?? null;
  const section: Section = { content, change, at };
  return (
    <section className="card plan-form" aria-labelledby="plan-form-title">
      <div className="head wrap">
        <h2 id="plan-form-title">
          {w.title} <span className="q s">{w.version(plan.number)}</span>
        </h2>
        <Saved state={draft.state} />
        <span className="end">
          <Button small kind="quiet" onPress={close}>
            {w.form.close}
          </Button>
        </span>
      </div>
      <p className="q">{w.form.lead}</p>
      {conflict && (
        <Banner
          tone="partly"
          live="assertive"
          action={
            <span className="row">
              <Button small onPress={keepMine}>
                {w.form.keepMine}
              </Button>
              <Button small onPress={reload}>
                {w.form.reload}
              </Button>
            </span>
          }
        >
          {w.form.conflict}
        </Banner>
      )}
      <fieldset>
        <legend>{w.parts.goals}</legend>
        <ListFault {...at('/farGoals')} />
        <FarGoalFields {...section} />
        <ListFault {...at('/nearGoals')} />
        <NearGoalFields {...section} />
      </fieldset>
      <fieldset>
        <legend>{w.parts.measures}</legend>
        <ListFault {...at('/measures')} />
        <MeasureFields {...section} />
        <p className="s q num">
          {w.planned(format.number(allPlannedUnits(content)), prescribed === null ? null : format.number(prescribed))}
        </p>
      </fieldset>
      <fieldset>
        <legend>{w.parts.findings}</legend>
        <FindingsFields {...section} />
      </fieldset>
      <fieldset>
        <legend>{w.parts.diagnosis}</legend>
        <ListFault {...at('/diagnosis/list')} />
        <DiagnosisFields {...section} />
      </fieldset>
      <fieldset>
        <legend>{w.parts.anamnesis}</legend>
        <TextArea
          label={w.parts.anamnesis}
          hideLabel
          rows={4}
          maxLength={6000}
          value={content.anamnesis}
          onChange={(anamnesis) => change({ anamnesis })}
          {...at('/anamnesis')}
        />
      </fieldset>
      <fieldset>
        <legend>{w.parts.coordinatedCare}</legend>
        <ListFault {...at('/coordinatedCare')} />
        <CareFields {...section} />
      </fieldset>
      <fieldset>
        <legend>{w.parts.socialEnvironment}</legend>
        <PersonFields {...section} releases={plan.releases} />
      </fieldset>
      <fieldset>
        <legend>{`${w.parts.prognosis}, ${w.parts.demarcation}`}</legend>
        <TextArea
          label={w.parts.prognosis}
          rows={3}
          maxLength={2000}
          value={content.prognosis}
          onChange={(prognosis) => change({ prognosis })}
          {...at('/prognosis')}
        />
        <TextArea
          label={w.parts.demarcation}
          hint={w.form.demarcationHint}
          rows={3}
          maxLength={2000}
          value={content.demarcation}
          onChange={(demarcation) => change({ demarcation })}
          {...at('/demarcation')}
        />
      </fieldset>
      <fieldset>
        <legend>{w.form.prescription}</legend>
        <div className="plan-grid">
          <SelectField
            label={w.form.prescription}
            value={draft.value.prescriptionId}
            onChange={(id) => id && draft.change({ prescriptionId: id })}
            choices={prescriptions.map(({ id, issuedOn, units }) => ({
              value: id,
              label: w.form.prescriptionOf(issuedOn ? format.date(issuedOn) : '', units),
            }))}
          />
          <DateField
            label={w.form.validFrom}
            ageless
            value={draft.value.validFrom}
            onChange={(day) => day && draft.change({ validFrom: day })}
          />
        </div>
      </fieldset>
      {offer.sentence && (
        <Banner tone="no" live="assertive">
          {offer.sentence}
        </Banner>
      )}
      <div className="row wrap plan-foot">
        <span className={judged.faults.length === 0 ? 's' : 's q'} role="status">
          {w.form.open(judged.faults.length)}
        </span>
        <span className="end">
          <Button kind="main" busy={offer.busy} onPress={press}>
            {w.form.offer}
          </Button>
        </span>
      </div>
    </section>
  );
}
