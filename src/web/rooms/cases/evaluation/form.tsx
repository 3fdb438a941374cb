import { type ReactNode, useRef } from 'react';
import { askApproval, type EvaluationWish, saveEvaluation } from '#rooms/cases/contract/evaluation.ts';
import { CLOSING_REASONS } from '#rooms/cases/rules/closing.ts';
import { call } from '../../../call.ts';
import { useDraft } from '../../../drafts.ts';
import { problemOf } from '../../../problem.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, CheckRow, Saved, Segments, SelectField, TextArea } from '../../../ui/index.ts';
import { evaluation as words } from '../../../words/evaluation.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import { useReadCaseAgain } from '../data.ts';
import type { EvaluationRow } from './data.ts';

const SUPPORT = ['0', '1', '2', '3', '4'] as const;
const SATISFIED = ['', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

const wishOf = (row: EvaluationRow): EvaluationWish => ({
  closingReason: row.closingReason,
  supportBefore: row.supportBefore,
  supportAfter: row.supportAfter,
  statement: row.statement,
  reflection: row.reflection,
  recommendations: row.recommendations,
  satisfactionAsked: row.satisfactionAsked,
  satisfaction: row.satisfaction,
});

/** Where a gap is filled, so that its name leads to the right field. */
const FIELD_OF: Readonly<Record<EvaluationRow['gaps'][number], keyof EvaluationWish>> = {
  'closing-reason-missing': 'closingReason',
  'reflection-missing': 'reflection',
  'recommendations-missing': 'recommendations',
  'support-missing': 'supportBefore',
  'statement-missing': 'statement',
  'satisfaction-not-asked': 'satisfactionAsked',
};

/** Puts the cursor where a gap is filled; of two answers where the first is missing. */
function toGap(gap: EvaluationRow['gaps'][number], row: EvaluationRow): void {
  const field = gap === 'support-missing' && row.supportBefore !== null ? 'supportAfter' : FIELD_OF[gap];
  const place = document.querySelector(`.case-evaluation [data-field="${field}"]`);
  place?.scrollIntoView({ block: 'center' });
  place?.querySelector<HTMLElement>('textarea, select, input')?.focus();
}

/** The words of an evaluation; the form saves itself, and each save knows the version before it. Approval is asked for what is saved. */
export function EvaluationForm({ row, children }: { row: EvaluationRow; children: ReactNode }) {
  const all = useWords(words);
  const w = all.form;
  const faults = useWords(problems);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const version = useRef(row.version);
  if (row.version > version.current) version.current = row.version;
  const draft = useDraft<EvaluationWish>(`evaluation ${row.id}`, wishOf(row), async (value) => {
    const made = await call(saveEvaluation, { params: { id: row.id }, ifMatch: version.current, body: value });
    version.current = made.version;
    await readAgain();
  });
  const { value, change, state } = draft;
  const ask = useSubmit(async () => {
    if (!(await draft.flush())) return; // what stands above the fields says why
    await call(askApproval, { params: { id: row.id }, ifMatch: version.current, body: {} });
    await readAgain();
    announce(all.asked);
  });
  const support = (label: string, at: 'supportBefore' | 'supportAfter') => (
    <div data-field={at}>
      <Segments
        label={label}
        value={value[at] === null ? null : (String(value[at]) as (typeof SUPPORT)[number])}
        onChange={(next) => change({ [at]: Number(next) })}
        choices={SUPPORT.map((one) => ({ value: one, label: w.support[one] }))}
      />
    </div>
  );
  return (
    <div className="stack">
      {state.kind === 'failed' && (
        <Banner tone="no" live="assertive">
          {problemOf(state.fault).sentence(faults)}
        </Banner>
      )}
      <div data-field="closingReason">
        <SelectField
          label={w.closingReason}
          empty=""
          value={value.closingReason}
          onChange={(closingReason) => change({ closingReason })}
          choices={CLOSING_REASONS.map((one) => ({ value: one, label: w.reasons[one] }))}
        />
      </div>
      <div data-field="statement">
        <TextArea
          label={w.statement}
          hint={w.statementHint}
          voice
          rows={3}
          maxLength={4000}
          value={value.statement}
          onChange={(statement) => change({ statement })}
        />
      </div>
      <div data-field="satisfactionAsked">
        <CheckRow checked={value.satisfactionAsked} onChange={(satisfactionAsked) => change({ satisfactionAsked })}>
          {w.asked}
        </CheckRow>
      </div>
      {value.satisfactionAsked && (
        <SelectField
          label={w.satisfaction}
          value={String(value.satisfaction ?? '') as (typeof SATISFIED)[number]}
          onChange={(next) => change({ satisfaction: next ? Number(next) : null })}
          choices={SATISFIED.map((one) => ({ value: one, label: one === '' ? w.noAnswer : one }))}
        />
      )}
      {support(w.supportBefore, 'supportBefore')}
      {support(w.supportAfter, 'supportAfter')}
      <div data-field="reflection">
        <TextArea
          label={w.reflection}
          hint={w.reflectionHint}
          rows={5}
          maxLength={8000}
          value={value.reflection}
          onChange={(reflection) => change({ reflection })}
        />
      </div>
      <div data-field="recommendations">
        <TextArea
          label={w.recommendations}
          rows={3}
          maxLength={4000}
          value={value.recommendations}
          onChange={(recommendations) => change({ recommendations })}
        />
      </div>
      <Saved state={state} />
      {row.gaps.length > 0 && (
        <p className="s">
          {all.missing} {format.list(row.gaps.map((gap) => all.gapsOf[gap]))}
        </p>
      )}
      {ask.sentence && (
        <Banner tone="no" live="assertive">
          {ask.sentence}
        </Banner>
      )}
      <p className="row wrap no-print">
        <Button
          kind="main"
          busy={ask.busy}
          missing={row.gaps.map((gap) => ({ what: all.gapsOf[gap], go: () => toGap(gap, row) }))}
          onPress={ask.run}
        >
          {all.ask}
        </Button>
        {children}
      </p>
    </div>
  );
}
