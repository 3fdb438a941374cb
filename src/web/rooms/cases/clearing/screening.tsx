import { useState } from 'react';
import type { CaseHead } from '#rooms/cases/contract/case.ts';
import { type Clearing, overrideScreening, saveScreening } from '#rooms/cases/contract/clearing.ts';
import { screen } from '#rooms/cases/rules/screening.ts';
import { call } from '../../../call.ts';
import { useMay } from '../../../me.ts';
import { useSubmit } from '../../../submit.ts';
import { useFields } from '../../../typed.ts';
import { announce, Banner, Button, Empty, SelectField, State, TextArea } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import { choicesOf, StepPanel } from '../step-panel.tsx';
import { ScreeningForm } from './screening-form.tsx';
import { inputOf, type Typed, typedOf } from './screening-input.ts';
import { RESULT_TONE, ScreeningResult } from './screening-result.tsx';

const OPEN: readonly CaseHead['phase'][] = ['access', 'case_finding', 'intake'];

/** The five criteria: answers on the left, what they come to on the right, computed by the rule that the server uses, too. */
export function ScreeningCard({ head, clearing }: { head: CaseHead; clearing: Clearing }) {
  const w = useWords(caseFile);
  const saved = clearing.screening;
  if (!OPEN.includes(head.phase))
    return (
      <section className="card" aria-labelledby="case-screening">
        <div className="head">
          <h2 id="case-screening">{w.clearing.screening}</h2>
          {saved && <State tone={RESULT_TONE[saved.effective]}>{w.clearing.results[saved.effective]}</State>}
        </div>
        {saved ? <p className="q">{w.clearing.screeningOver}</p> : <Empty>{w.clearing.noScreening}</Empty>}
        {saved && <Said saved={saved} />}
      </section>
    );
  return <Editable key={saved?.id ?? 'new'} head={head} clearing={clearing} />;
}

function Editable({ head, clearing }: { head: CaseHead; clearing: Clearing }) {
  const w = useWords(caseFile);
  const lead = useMay('cases.lead');
  const saved = clearing.screening;
  const again = useReadCaseAgain();
  const draft = useFields<Typed>(`case-screening-${head.id}-${saved?.id ?? 'new'}`, typedOf(saved));
  const [overriding, setOverriding] = useState(false);
  const { input, names } = inputOf(draft.value);
  const screening = screen(input, head.consent.standing === 'given', clearing.today);
  const save = useSubmit(async () => {
    const reason = draft.value.reason.trim();
    const body = {
      input: {
        ...input,
        providers: [...input.providers],
        events: input.events.map((event) => ({ ...event, dischargedOn: event.dischargedOn ?? null })),
      },
      names,
      ...(reason ? { reason } : {}),
    };
    await call(saveScreening, { params: { id: head.id }, body });
    draft.reset(draft.value);
    await again();
    announce(w.saved);
  });
  return (
    <section className="card" aria-labelledby="case-screening">
      <div className="head">
        <h2 id="case-screening">{w.clearing.screening}</h2>
        <span className="q s">{w.clearing.screeningText}</span>
      </div>
      {saved && <Said saved={saved} />}
      <div className="case-two">
        <ScreeningForm typed={draft.value} change={draft.change} needsReason={screening.counted.problemAreas.least === 2} />
        <div>
          <ScreeningResult screening={screening} typed={draft.value} />
          {save.sentence && (
            <Banner tone="no" live="assertive">
              {save.sentence}
            </Banner>
          )}
          <div className="row no-print case-save">
            <Button kind="main" busy={save.busy} onPress={save.run}>
              {w.clearing.saveScreening}
            </Button>
            {lead && saved && head.phase === 'case_finding' && <Button onPress={() => setOverriding(true)}>{w.clearing.override}</Button>}
          </div>
        </div>
      </div>
      {overriding && saved && <OverridePanel caseId={head.id} saved={saved} onClose={() => setOverriding(false)} />}
    </section>
  );
}

function Said({ saved }: { saved: NonNullable<Clearing['screening']> }) {
  const w = useWords(caseFile);
  const format = useFormat();
  return (
    <>
      <p className="s q">
        {w.clearing.savedOn(format.date(saved.on), saved.by ?? '')}: {w.clearing.results[saved.effective]}
      </p>
      {saved.override && (
        <Banner tone="partly">
          {w.clearing.overridden(saved.override.by ?? '', w.clearing.results[saved.override.result])} {saved.override.reason}
        </Banner>
      )}
    </>
  );
}

function OverridePanel({ caseId, saved, onClose }: { caseId: string; saved: NonNullable<Clearing['screening']>; onClose: () => void }) {
  const w = useWords(caseFile);
  const { undetermined: _, ...results } = w.clearing.results;
  const [result, setResult] = useState<keyof typeof results | null>(null);
  const [reason, setReason] = useState('');
  return (
    <StepPanel
      title={w.clearing.override}
      text={w.clearing.overrideText}
      action={w.clearing.override}
      missing={[...(result ? [] : [w.clearing.becomes]), ...(reason.trim() ? [] : [w.reason])]}
      act={() =>
        call(overrideScreening, {
          params: { id: caseId, screeningId: saved.id },
          ifMatch: saved.version,
          body: { result: result ?? 'not_indicated', reason: reason.trim() },
        })
      }
      onClose={onClose}
    >
      <SelectField label={w.clearing.becomes} choices={choicesOf(results)} value={result} onChange={setResult} empty={w.choose} />
      <TextArea label={w.reason} value={reason} onChange={setReason} rows={4} maxLength={2000} />
    </StepPanel>
  );
}
