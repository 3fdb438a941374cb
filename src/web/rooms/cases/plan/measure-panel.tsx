import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { addMeasure, changeMeasure, type MeasureWish } from '#rooms/cases/contract/plan.ts';
import { APPROVALS, MEASURE_KINDS, RESPONSIBLE } from '#rooms/cases/rules/plan.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { useFields } from '../../../typed.ts';
import { announce, Banner, Button, CheckRow, DateField, SelectField, SidePanel, TextArea, TextField } from '../../../ui/index.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import type { Measure, Plan } from './data.ts';

type Entry = Omit<MeasureWish, 'timesPerWeek'> & { perWeek: string };
const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;

const entryOf = (measure: Measure | null, goalId: string | undefined): Entry => ({
  goalIds: measure?.goalIds ?? (goalId ? [goalId] : []),
  kind: measure?.kind ?? 'contact',
  text: measure?.text ?? '',
  responsible: measure?.responsible ?? null,
  who: measure?.who ?? '',
  lineId: measure?.lineId ?? null,
  startOn: measure?.startOn ?? null,
  endOn: measure?.endOn ?? null,
  perWeek: measure?.timesPerWeek === null || measure === null ? '' : String(measure.timesPerWeek).replace('.', ','),
  weekly: measure?.weekly ?? [],
  payer: measure?.payer ?? null,
  approval: measure?.approval ?? 'none-needed',
  approvalRef: measure?.approvalRef ?? null,
});

/** A measure: what, who, when, how often, who pays. Gaps are told and do not keep it from being saved. */
export default function MeasurePanel(props: {
  caseId: string;
  plan: Plan;
  measure: Measure | null;
  goalId?: string | undefined;
  onClose: () => void;
}) {
  const { caseId, plan, measure } = props;
  const all = useWords(casePlan);
  const w = all.measureForm;
  const words = all.measures;
  const readAgain = useReadCaseAgain();
  const start = entryOf(measure, props.goalId);
  const draft = useFields<Entry>(`measure ${caseId} ${measure?.id ?? `new ${props.goalId ?? ''}`}`, start);
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const often = value.perWeek.trim() === '' ? null : Number(value.perWeek.replace(',', '.'));
  const oftenFault = often !== null && !(often >= 0 && often <= 50 && Number.isInteger(often * 4));
  const submit = useSubmit(async () => {
    const { perWeek: _, ...rest } = value;
    const body = { ...rest, timesPerWeek: often };
    const made = measure
      ? await call(changeMeasure, { params: { id: measure.id }, ifMatch: measure.version, body })
      : await call(addMeasure, { params: { id: caseId }, body });
    draft.reset(start);
    await readAgain();
    announce(made.faults.length > 0 ? w.savedWith(made.faults.length) : w.saved);
    props.onClose();
  });
  const bare = value.text.trim() === '';
  const focus = (selector: string) => () => {
    setTried(true);
    document.querySelector<HTMLElement>(selector)?.focus();
  };
  const goals = plan.goals.filter(({ status, id }) => value.goalIds.includes(id) || (status !== 'dropped' && status !== 'superseded'));
  const setTime = (at: number, part: Partial<MeasureWish['weekly'][number]>) =>
    change({ weekly: value.weekly.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <SidePanel
      title={measure ? w.change : w.add}
      onClose={props.onClose}
      footer={
        <Button
          kind="main"
          busy={submit.busy}
          missing={[
            ...(bare ? [{ what: w.needed, go: focus('.measure-text textarea') }] : []),
            ...(oftenFault ? [{ what: w.perWeekFault, go: focus('.measure-often input') }] : []),
          ]}
          onPress={submit.run}
        >
          {w.save}
        </Button>
      }
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <div className="measure-text">
        <TextArea
          label={w.text}
          rows={2}
          maxLength={400}
          value={value.text}
          onChange={(text) => change({ text })}
          error={tried && bare ? w.needed : undefined}
        />
      </div>
      <fieldset className="stack tight">
        <legend>{w.goals}</legend>
        {goals.map(({ id, words: said }) => (
          <CheckRow
            key={id}
            checked={value.goalIds.includes(id)}
            onChange={(on) => change({ goalIds: on ? [...value.goalIds, id] : value.goalIds.filter((one) => one !== id) })}
          >
            <span className="said">„{said.text}“</span>
          </CheckRow>
        ))}
      </fieldset>
      <SelectField
        label={w.kind}
        value={value.kind}
        onChange={(kind) => kind && change({ kind })}
        choices={MEASURE_KINDS.map((one) => ({ value: one, label: words.kinds[one] }))}
      />
      <SelectField
        label={w.responsible}
        empty=""
        value={value.responsible}
        onChange={(responsible) => change({ responsible })}
        choices={RESPONSIBLE.map((one) => ({ value: one, label: words.who[one] }))}
      />
      {value.responsible !== null && value.responsible !== 'client' && value.responsible !== 'manager' && (
        <TextField label={w.who} hint={w.whoHint} value={value.who} maxLength={120} onChange={(who) => change({ who })} />
      )}
      {plan.lines.length > 0 && (
        <SelectField
          label={w.line}
          empty={w.noLine}
          value={value.lineId}
          onChange={(lineId) => change({ lineId })}
          choices={plan.lines.map(({ id, name, serviceType }) => ({ value: id, label: name || serviceType }))}
          error={submit.at('/lineId')}
        />
      )}
      <DateField label={w.startOn} lean="future" value={value.startOn} onChange={(startOn) => change({ startOn })} />
      <DateField label={w.endOn} lean="future" value={value.endOn} onChange={(endOn) => change({ endOn })} error={submit.at('/endOn')} />
      <div className="measure-often">
        <TextField
          label={w.perWeek}
          inputMode="decimal"
          figures
          maxLength={5}
          value={value.perWeek}
          onChange={(perWeek) => change({ perWeek })}
          error={oftenFault ? w.perWeekFault : undefined}
        />
      </div>
      <fieldset className="stack tight">
        <legend>{w.weekly}</legend>
        {value.weekly.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: times have no name but their place
          <div key={at} className="weekly-row">
            <SelectField
              label={w.day}
              value={String(one.day) as (typeof DAYS)[number]}
              onChange={(day) => setTime(at, { day: Number(day ?? 1) })}
              choices={DAYS.map((day) => ({ value: day, label: words.days[Number(day) - 1] ?? day }))}
            />
            <TextField label={w.from} figures maxLength={5} value={one.from} onChange={(from) => setTime(at, { from })} />
            <TextField
              label={w.to}
              figures
              maxLength={5}
              value={one.to}
              onChange={(to) => setTime(at, { to })}
              error={submit.at(`/weekly/${at}/to`)}
            />
            <Button
              small
              kind="quiet"
              icon={X}
              label={w.dropTime}
              onPress={() => change({ weekly: value.weekly.filter((_, index) => index !== at) })}
            />
          </div>
        ))}
        <p>
          <Button small icon={Plus} onPress={() => change({ weekly: [...value.weekly, { day: 2, from: '10:00', to: '11:00' }] })}>
            {w.addTime}
          </Button>
        </p>
      </fieldset>
      <TextField label={w.payer} value={value.payer ?? ''} maxLength={60} onChange={(payer) => change({ payer: payer || null })} />
      <SelectField
        label={w.approval}
        value={value.approval}
        onChange={(approval) => approval && change({ approval })}
        choices={APPROVALS.map((one) => ({ value: one, label: words.approval[one] }))}
      />
      {value.approval !== 'none-needed' && (
        <TextField
          label={w.approvalRef}
          value={value.approvalRef ?? ''}
          maxLength={60}
          onChange={(approvalRef) => change({ approvalRef: approvalRef || null })}
        />
      )}
    </SidePanel>
  );
}
