import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/evaluation.ts';
import { CLASSES_OF_PART, PARTS } from '#rooms/cases/rules/evaluation.ts';
import { call } from '../../../call.ts';
import { problemOf } from '../../../problem.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, Empty, SelectField, SidePanel, State, TextArea } from '../../../ui/index.ts';
import { evaluation as words } from '../../../words/evaluation.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import { useReadCaseAgain } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { type Evaluation, type EvaluationRow, evaluationQuery, pdfOfEvaluation } from './data.ts';
import { BeforeAndAfter, Figures } from './figures.tsx';
import { EvaluationForm } from './form.tsx';
import '../plan/plan.css';
import './evaluation.css';

const TONES = { draft: 'open', asked: 'partly', approved: 'yes' } as const;

/** The end of a case: what the figures say, what she says, what we learn, and who has received what. */
export default function EvaluationTab({ caseId }: TabProps) {
  const w = useWords(words);
  const faults = useWords(problems);
  const readAgain = useReadCaseAgain();
  const { data, error } = useQuery(evaluationQuery(caseId));
  const [panel, setPanel] = useState<'disclose' | 'return' | null>(null);
  const begin = useSubmit(async () => {
    await call(wire.startEvaluation, { params: { id: caseId }, body: {} });
    await readAgain();
  });
  if (error && !data) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!data) return <p className="q">{w.loading}</p>;
  const row = data.evaluation;
  return (
    <div className="case-evaluation">
      <div className="case-plan-columns">
        <div className="stack">
          <section className="card" aria-labelledby="eval-title">
            <div className="head wrap">
              <h2 id="eval-title">{w.title}</h2>
              {row && <State tone={TONES[row.state]}>{w.states[row.state]}</State>}
            </div>
            {begin.sentence && <Banner tone="no">{begin.sentence}</Banner>}
            {row ? (
              <Words data={data} row={row} onReturn={() => setPanel('return')} />
            ) : (
              <Empty
                {...(data.mayWrite
                  ? {
                      action: (
                        <Button kind="main" busy={begin.busy} onPress={begin.run}>
                          {w.begin}
                        </Button>
                      ),
                    }
                  : {})}
              >
                {w.none}
              </Empty>
            )}
          </section>
          <BeforeAndAfter data={data} />
        </div>
        <div className="stack">
          <Figures data={data} />
          <Disclosures data={data} onDisclose={() => setPanel('disclose')} />
        </div>
      </div>
      {panel === 'disclose' && <DisclosePanel caseId={caseId} data={data} onClose={() => setPanel(null)} />}
      {panel === 'return' && row && <ReturnPanel row={row} onClose={() => setPanel(null)} />}
    </div>
  );
}

function Words({ data, row, onReturn }: { data: Evaluation; row: EvaluationRow; onReturn: () => void }) {
  const w = useWords(words);
  const format = useFormat();
  const { language } = useLanguage();
  const readAgain = useReadCaseAgain();
  const approve = useSubmit(async () => {
    await call(wire.approveEvaluation, { params: { id: row.id }, ifMatch: row.version, body: {} });
    await readAgain();
    announce(w.approved);
  });
  const day = (at: string) => format.date(Temporal.Instant.from(at).toZonedDateTimeISO(format.zone).toPlainDate());
  const writes = row.state === 'draft' && data.mayWrite;
  const report = (
    <a className="btn" href={pdfOfEvaluation(row.id, language)} download>
      <FileText className="i" aria-hidden="true" />
      {w.report}
    </a>
  );
  return (
    <div className="stack">
      {row.approvedAt ? (
        <p className="s q">{w.approvedBy(row.approvedByName ?? '', day(row.approvedAt))}</p>
      ) : (
        row.askedAt && <p className="s q">{w.askedBy(row.askedByName ?? '', day(row.askedAt))}</p>
      )}
      {row.returned && (
        <Banner tone="partly">
          {w.returned} {row.returned}
        </Banner>
      )}
      {approve.sentence && (
        <Banner tone="no" live="assertive">
          {approve.sentence}
        </Banner>
      )}
      {writes ? (
        <EvaluationForm key={row.id} row={row}>
          {report}
        </EvaluationForm>
      ) : (
        <>
          <Told row={row} />
          <p className="row wrap no-print">
            {row.state === 'asked' && data.mayApprove && (
              <>
                <Button kind="main" busy={approve.busy} onPress={approve.run}>
                  {w.approve}
                </Button>
                <Button onPress={onReturn}>{w.giveBack}</Button>
              </>
            )}
            {report}
          </p>
        </>
      )}
    </div>
  );
}

/** What was written, to be read. */
function Told({ row }: { row: EvaluationRow }) {
  const w = useWords(words).form;
  const parts: [string, string, boolean][] = [
    [w.closingReason, row.closingReason ? w.reasons[row.closingReason] : '', false],
    [w.statement, row.statement, true],
    [w.satisfaction, row.satisfactionAsked ? (row.satisfaction === null ? w.noAnswer : String(row.satisfaction)) : '', false],
    [w.supportBefore, row.supportBefore === null ? '' : String(row.supportBefore), false],
    [w.supportAfter, row.supportAfter === null ? '' : String(row.supportAfter), false],
    [w.reflection, row.reflection, false],
    [w.recommendations, row.recommendations, false],
  ];
  return (
    <dl className="eval-told">
      {parts
        .filter(([, text]) => text !== '')
        .map(([label, text, said]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={said ? 'said' : undefined}>{text}</dd>
          </div>
        ))}
    </dl>
  );
}

function Disclosures({ data, onDisclose }: { data: Evaluation; onDisclose: () => void }) {
  const w = useWords(words);
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="eval-disclosed">
      <div className="head wrap">
        <h2 id="eval-disclosed">{w.disclosed}</h2>
        <span className="end no-print">
          <Button small onPress={onDisclose}>
            {w.disclose}
          </Button>
        </span>
      </div>
      {data.disclosures.length === 0 ? (
        <p className="q">{w.noneDisclosed}</p>
      ) : (
        <ul className="plain case-versions">
          {data.disclosures.map((one) => (
            <li key={one.id}>
              <b>{w.parts[one.part]}</b>, {one.recipient}
              <p className="s q">
                {format.when(one.madeAt)} · {one.releaseId ? `${w.release} ${one.releaseId.slice(-8)}` : w.own}
                {one.madeByName && ` · ${one.madeByName}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Only what a release covers can be chosen for somebody; the server and the database ask again. */
function DisclosePanel({ caseId, data, onClose }: { caseId: string; data: Evaluation; onClose: () => void }) {
  const w = useWords(words);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const [part, setPart] = useState<(typeof PARTS)[number]>('evaluation');
  const [to, setTo] = useState('');
  const [form, setForm] = useState<'pdf' | 'json' | 'link'>('pdf');
  const needed: readonly string[] | null = CLASSES_OF_PART[part];
  const covering = data.releases.filter(({ classes }) => needed?.every((one) => classes.includes(one)));
  const submit = useSubmit(async () => {
    await call(wire.disclosePart, { params: { id: caseId }, body: { part, releaseId: to || null, form } });
    await readAgain();
    announce(w.disclosedNow);
    onClose();
  });
  return (
    <SidePanel
      title={w.disclose}
      onClose={onClose}
      footer={
        <Button kind="main" busy={submit.busy} onPress={submit.run}>
          {w.discloseSave}
        </Button>
      }
    >
      <p className="q">{w.discloseLead}</p>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <SelectField
        label={w.part}
        value={part}
        onChange={(next) => {
          if (next) setPart(next);
          setTo('');
        }}
        choices={PARTS.map((one) => ({ value: one, label: w.parts[one] }))}
      />
      <SelectField
        label={w.recipient}
        value={to}
        onChange={(next) => setTo(next ?? '')}
        choices={[
          { value: '', label: w.herself(data.clientName) },
          ...covering.map(({ id, recipient, untilOn }) => ({ value: id, label: w.until(recipient, format.date(untilOn)) })),
        ]}
        error={submit.at('/releaseId')}
      />
      <SelectField
        label={w.form_}
        value={form}
        onChange={(next) => next && setForm(next)}
        choices={(['pdf', 'json', 'link'] as const).map((one) => ({ value: one, label: w.forms[one] }))}
      />
    </SidePanel>
  );
}

function ReturnPanel({ row, onClose }: { row: EvaluationRow; onClose: () => void }) {
  const w = useWords(words);
  const readAgain = useReadCaseAgain();
  const sheet = `evaluation.return.${row.id}`;
  const [note, setNote] = useTyped(sheet, 'note', '');
  const submit = useSubmit(async () => {
    await call(wire.returnEvaluation, { params: { id: row.id }, ifMatch: row.version, body: { note } });
    forget(sheet);
    await readAgain();
    announce(w.givenBack);
    onClose();
  });
  return (
    <SidePanel
      title={w.giveBackTitle}
      onClose={onClose}
      footer={
        <Button
          kind="main"
          busy={submit.busy}
          missing={note.trim() ? [] : [{ what: w.giveBackNote, go: () => document.querySelector<HTMLElement>('.panel textarea')?.focus() }]}
          onPress={submit.run}
        >
          {w.giveBack}
        </Button>
      }
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <TextArea label={w.giveBackNote} rows={4} maxLength={2000} value={note} onChange={setNote} error={submit.at('/note')} />
    </SidePanel>
  );
}
