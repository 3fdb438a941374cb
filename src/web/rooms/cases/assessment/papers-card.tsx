import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/assessment.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { Banner, Button, DateField, SelectField, State, TextField } from '../../../ui/index.ts';
import { assessment } from '../../../words/assessment.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import { useFirstField } from '../fields.ts';
import type { Assessment, Round } from './data.ts';

const KINDS = ['risk-check', 'client-saw-assessment'] as const;
const FORMS = ['spoken', 'paper', 'screen', 'portal'] as const;

/** What the round still lacks, and the records that go with it: risk check, seen by the client, network map. */
export function PapersCard({ caseId, data, round }: { caseId: string; data: Assessment; round: Round }) {
  const w = useWords(assessment);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const [adding, setAdding] = useState<(typeof KINDS)[number] | null>(null);
  const withdraw = async (id: string) => {
    await call(wire.withdrawAssessmentPaper, { params: { id }, body: {} });
    await readAgain();
  };
  return (
    <section className="card" aria-labelledby="assessment-papers">
      <h2 id="assessment-papers">{w.papers.title}</h2>
      <ul className="papers">
        {KINDS.map((kind) => {
          const found = data.artefacts.find((paper) => paper.kind === kind && (kind === 'risk-check' || paper.on >= round.startedOn));
          return (
            <li key={kind}>
              <span>
                {found ? <State tone="yes">{format.date(found.on)}</State> : <State tone="open">{w.papers.open}</State>}{' '}
                {w.papers.names[kind]}
                {found && <span className="s q"> {w.papers.forms[found.form]}</span>}
                {found?.note && <span className="s q"> · {found.note}</span>}
              </span>
              <span className="end">
                {found ? (
                  <Button kind="quiet" small label={`${w.papers.withdraw}: ${w.papers.names[kind]}`} onPress={() => withdraw(found.id)}>
                    {w.papers.withdraw}
                  </Button>
                ) : (
                  <Button
                    small
                    label={`${w.papers.add}: ${w.papers.names[kind]}`}
                    onPress={() => setAdding(adding === kind ? null : kind)}
                    expanded={adding === kind}
                  >
                    {w.papers.add}
                  </Button>
                )}
              </span>
              {adding === kind && !found && <PaperForm caseId={caseId} kind={kind} today={data.today} onDone={() => setAdding(null)} />}
            </li>
          );
        })}
        <li>
          <span>
            {data.networkMap ? <State tone="yes">{w.completedShort[data.networkMap]}</State> : <State tone="open">{w.papers.open}</State>}{' '}
            {w.papers.networkMap}
          </span>
          <span className="end">
            <Link to={to.caseFile(caseId, 'netzwerkkarte')}>{w.papers.map}</Link>
          </span>
        </li>
      </ul>
    </section>
  );
}

function PaperForm(props: { caseId: string; kind: (typeof KINDS)[number]; today: string; onDone: () => void }) {
  const w = useWords(assessment);
  const readAgain = useReadCaseAgain();
  const box = useFirstField<HTMLFormElement>();
  const sheet = `cases.assessment-paper.${props.caseId}.${props.kind}`;
  const [on, setOn] = useTyped<string | null>(sheet, 'on', props.today);
  const [form, setForm] = useTyped<(typeof FORMS)[number]>(sheet, 'form', 'spoken');
  const [note, setNote] = useTyped(sheet, 'note', '');
  const send = useSubmit(async () => {
    await call(wire.recordAssessmentPaper, { params: { id: props.caseId }, body: { kind: props.kind, on: on ?? props.today, form, note } });
    forget(sheet);
    await readAgain();
    props.onDone();
  });
  return (
    <form ref={box} className="paper-form" onSubmit={send.run}>
      {send.sentence && <Banner tone="no">{send.sentence}</Banner>}
      <DateField label={w.papers.on} lean="past" ageless strict value={on} onChange={setOn} error={send.at('/on')} />
      <SelectField
        label={w.papers.form}
        choices={FORMS.map((value) => ({ value, label: w.papers.forms[value] }))}
        value={form}
        onChange={(value) => value && setForm(value)}
      />
      <TextField label={w.papers.note} maxLength={1000} value={note} onChange={setNote} />
      <div className="row">
        <Button kind="main" small type="submit" busy={send.busy}>
          {w.papers.save}
        </Button>
        <Button kind="quiet" small onPress={props.onDone}>
          {w.keep}
        </Button>
      </div>
    </form>
  );
}
