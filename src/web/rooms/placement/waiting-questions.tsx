import type { Elsewhere } from '#rooms/placement/rules/waiting.ts';
import { ELSEWHERE } from '#rooms/placement/rules/waiting.ts';
import { type Missing, Segments, TextArea } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { waiting } from '../../words/waiting.ts';

/** What is asked whenever somebody is reached. */
export interface Answers {
  stillNeeded: boolean | null;
  elsewhere: Elsewhere | null;
  note: string;
}

export const NOTHING_ASKED: Answers = { stillNeeded: null, elsewhere: null, note: '' };

/** What goes to the server: only what was answered. */
export const sentAnswers = ({ stillNeeded, elsewhere, note }: Answers) => ({
  ...(stillNeeded === null ? {} : { stillNeeded }),
  ...(elsewhere === null ? {} : { elsewhere }),
  ...(note.trim() ? { note: note.trim() } : {}),
});

/** "Suchen Sie noch?" and "Schon woanders versorgt?" (rule book A.3.4). */
export function Questions({ answers, onChange }: { answers: Answers; onChange: (answers: Answers) => void }) {
  const w = useWords(waiting).ask;
  return (
    <>
      <div data-field="still-needed">
        <Segments
          label={w.stillNeeded}
          choices={[
            { value: 'yes', label: w.yes },
            { value: 'no', label: w.no },
          ]}
          value={answers.stillNeeded === null ? null : answers.stillNeeded ? 'yes' : 'no'}
          onChange={(value) => onChange({ ...answers, stillNeeded: value === 'yes' })}
        />
      </div>
      <div data-field="elsewhere">
        <Segments
          label={w.elsewhere}
          choices={ELSEWHERE.map((value) => ({ value, label: w.elsewheres[value] }))}
          value={answers.elsewhere}
          onChange={(elsewhere) => onChange({ ...answers, elsewhere })}
        />
      </div>
      <TextArea label={w.note} rows={2} maxLength={300} value={answers.note} onChange={(note) => onChange({ ...answers, note })} />
    </>
  );
}

const go = (field: string) => () => document.querySelector<HTMLElement>(`[data-field="${field}"] input`)?.focus();

/** What is still to be asked, with the way there. */
export function useMissingAnswers(answers: Answers): Missing[] {
  const w = useWords(waiting).ask;
  return [
    ...(answers.stillNeeded === null ? [{ what: w.stillNeededShort, go: go('still-needed') }] : []),
    ...(answers.elsewhere === null ? [{ what: w.elsewhereShort, go: go('elsewhere') }] : []),
  ];
}
