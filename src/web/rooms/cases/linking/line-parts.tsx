import * as wire from '#rooms/cases/contract/linking.ts';
import { LINKING_PARTS, type LinkingPart, PART_CHECKS, type PartCheck } from '#rooms/cases/rules/line-parts.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { AnswerMark, announce, Banner, Button, Chips, DateField, TextArea } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { useReadCaseAgain } from '../data.ts';

/** Vorbereitung, Vermittlung, Anpassung, Vernetzung: each with its day, what was looked at, and a note (B.3.6). */
export function LineParts({ line, mayChange }: { line: wire.LineView; mayChange: boolean }) {
  const w = useWords(linking);
  return (
    <section className="stack" aria-labelledby="h-parts">
      <h3 id="h-parts">{w.partsTitle}</h3>
      <div>
        {LINKING_PARTS.map((part) => (
          <Part key={part} line={line} part={part} mayChange={mayChange} />
        ))}
      </div>
    </section>
  );
}

function Part({ line, part, mayChange }: { line: wire.LineView; part: LinkingPart; mayChange: boolean }) {
  const w = useWords(linking);
  const f = useFormat();
  const again = useReadCaseAgain();
  const kept = line.parts.find((one) => one.part === part);
  const sheet = `cases.part.${line.id}.${part}`;
  const [checks, setChecks] = useTyped<PartCheck[]>(sheet, 'checks', kept?.checks ?? []);
  const [on, setOn] = useTyped<string | null>(sheet, 'on', kept?.on ?? null);
  const [note, setNote] = useTyped(sheet, 'note', kept?.note ?? '');
  const submit = useSubmit(async () => {
    await call(wire.recordPart, {
      params: { lineId: line.id },
      ifMatch: line.version,
      body: { part, checks, note: note.trim() || null, ...(on ? { on } : {}) },
    });
    announce(w.kept(w.parts[part]));
    forget(sheet);
    await again();
  });
  return (
    <details className="line-part">
      <summary>
        <AnswerMark answer={kept ? 'yes' : 'open'} /> <b>{w.parts[part]}</b>{' '}
        <span className="s q">{kept ? w.partOn(f.date(kept.on)) : w.partOpen}</span>
      </summary>
      {mayChange ? (
        <div className="stack">
          <Chips
            label={w.parts[part]}
            hideLabel
            value={checks}
            onChange={setChecks}
            choices={PART_CHECKS[part].map((value) => ({ value, label: w.checks[value] }))}
          />
          <DateField label={w.on} value={on} onChange={setOn} lean="past" ageless />
          <TextArea label={w.note} value={note} onChange={setNote} maxLength={2000} />
          {submit.problem && <Banner tone="no">{submit.problem.code === 'version-old' ? w.conflict : submit.sentence}</Banner>}
          <div>
            <Button small busy={submit.busy} onPress={() => void submit.run()}>
              {w.keep}
            </Button>
          </div>
        </div>
      ) : (
        <p className="s">{[...checks.map((check) => w.checks[check]), note].filter(Boolean).join(' · ')}</p>
      )}
    </details>
  );
}
