import { type ArtefactKind, recordArtefact } from '#rooms/cases/contract/clearing.ts';
import { call } from '../../../call.ts';
import { useTyped } from '../../../typed.ts';
import { CheckRow, DateField, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useWords } from '../../../words/language.tsx';
import { choicesOf, StepPanel } from '../step-panel.tsx';

/** Notes that something was handed over, said, decided or consented to. */
export function PaperPanel(props: { caseId: string; kind: ArtefactKind; guardianId?: string | null; today: string; onClose: () => void }) {
  const { kind } = props;
  const w = useWords(caseFile);
  const consent = kind === 'consent-client' || kind === 'consent-guardian';
  const decision = kind.startsWith('decision-');
  const asks = consent || decision || kind === 'contact-note';
  const sheet = `cases.paper.${props.caseId}.${kind}.${props.guardianId ?? ''}`;
  const [answer, setAnswer] = useTyped<'yes' | 'no' | 'later' | null>(sheet, 'answer', null);
  const [on, setOn] = useTyped<string | null>(sheet, 'on', props.today);
  const [form, setForm] = useTyped<'spoken' | 'paper' | 'screen' | null>(sheet, 'form', null);
  const [witness, setWitness] = useTyped(sheet, 'witness', '');
  const [until, setUntil] = useTyped<string | null>(sheet, 'until', null);
  const [both, setBoth] = useTyped(sheet, 'both', false);
  const [note, setNote] = useTyped(sheet, 'note', '');
  const spoken = consent && answer === 'yes' && form === 'spoken';
  const missing = [
    asks && !answer && (kind === 'contact-note' ? w.clearing.wish : w.clearing.kinds[kind]),
    !on && w.clearing.on,
    consent && !form && w.opening.form,
    spoken && !witness.trim() && w.opening.witness,
    kind === 'contact-note' && !note.trim() && w.clearing.text,
  ].filter((one): one is string => typeof one === 'string');
  const answers = choicesOf(w.clearing.answers).filter(({ value }) => value !== 'later' || decision);
  const { portal: _, ...forms } = w.forms;
  return (
    <StepPanel
      title={w.clearing.kinds[kind]}
      action={w.clearing.add}
      missing={missing}
      act={() =>
        call(recordArtefact, {
          params: { id: props.caseId },
          body: {
            kind,
            ...(on ? { on } : {}),
            ...(asks && answer ? { answer } : {}),
            ...(props.guardianId ? { guardianId: props.guardianId } : {}),
            ...(consent && form ? { form } : {}),
            ...(spoken ? { witness: witness.trim() } : {}),
            ...(consent && answer === 'yes' ? { until } : {}),
            ...(both ? { signsForBoth: true } : {}),
            ...(note.trim() ? { note: note.trim() } : {}),
          },
        })
      }
      sheet={sheet}
      onClose={props.onClose}
    >
      {(at) => (
        <>
          {asks && (
            <Segments
              label={kind === 'contact-note' ? w.clearing.wish : w.clearing.kinds[kind]}
              choices={answers}
              value={answer}
              onChange={setAnswer}
              error={at('/answer')}
            />
          )}
          <DateField label={w.clearing.on} value={on} onChange={setOn} lean="past" strict ageless error={at('/on')} required />
          {consent && (
            <SelectField
              label={w.opening.form}
              choices={choicesOf(forms)}
              value={form}
              onChange={setForm}
              empty={w.choose}
              error={at('/form')}
            />
          )}
          {spoken && <TextField label={w.opening.witness} value={witness} onChange={setWitness} maxLength={120} error={at('/witness')} />}
          {consent && answer === 'yes' && (
            <DateField label={w.opening.until} hint={w.optional} value={until} onChange={setUntil} strict error={at('/until')} />
          )}
          {kind === 'consent-guardian' || kind === 'decision-guardian' ? (
            <CheckRow checked={both} onChange={setBoth}>
              {w.clearing.signsForBoth}
            </CheckRow>
          ) : null}
          <TextArea label={w.clearing.text} value={note} onChange={setNote} rows={3} maxLength={2000} error={at('/note')} />
        </>
      )}
    </StepPanel>
  );
}
