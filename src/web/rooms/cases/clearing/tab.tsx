import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { CaseHead } from '#rooms/cases/contract/case.ts';
import { type ArtefactKind, type Clearing, withdrawArtefact } from '#rooms/cases/contract/clearing.ts';
import { call } from '../../../call.ts';
import { loadBusyTimes } from '../../../pages.ts';
import { problemOf } from '../../../problem.ts';
import { useSubmit } from '../../../submit.ts';
import { AnswerMark, Banner, Button } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import { caseQuery, useReadCaseAgain } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { ConsentCard } from './consent.tsx';
import { clearingQuery } from './data.ts';
import { PaperPanel } from './paper-panel.tsx';
import { ScreeningCard } from './screening.tsx';
import { StartPanel } from './start-panel.tsx';

const BusyTimes = lazy(loadBusyTimes);
const CaseReleases = lazy(() => import('../releases/panel.tsx'));
export const CONTACT: readonly ArtefactKind[] = ['contact-note', 'information-sheet'];
export const INTAKE: readonly ArtefactKind[] = ['tasks-and-limits', 'demarcation', 'data-protection', 'agreement'];
const LATER: readonly ArtefactKind[] = [
  'risk-check',
  'providers-checked',
  'client-saw-assessment',
  'network-map-declined',
  'client-copy',
  'closing-talk',
  'partners-informed',
  'tasks-handed-over',
];
const EARLY: readonly CaseHead['phase'][] = ['access', 'case_finding', 'intake', 'not_opened'];

/** The first three phases: contact, screening, intake, consent, decision, start. */
export default function ClearingTab({ caseId }: TabProps) {
  const faults = useWords(problems);
  const w = useWords(caseFile);
  const { data: head } = useQuery(caseQuery(caseId));
  const { data: clearing, error } = useQuery(clearingQuery(caseId));
  if (error && !clearing) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!head || !clearing) return <p className="q">{w.loading}</p>;
  const closed = head.phase === 'closed' || head.phase === 'not_opened';
  const mayWrite = !closed;
  const early = EARLY.includes(head.phase);
  const papers = (title: string, id: string, kinds: readonly ArtefactKind[], text?: string) => (
    <Papers title={title} id={id} kinds={kinds} text={text} caseId={caseId} clearing={clearing} mayWrite={mayWrite} />
  );
  // before the intake only what somebody noted already
  const ahead = early && head.phase !== 'intake' ? LATER.filter((kind) => clearing.artefacts.some((one) => one.kind === kind)) : LATER;
  const later = ahead.length > 0 && papers(w.clearing.further, 'case-later', ahead, w.clearing.furtherText);
  return (
    <div className="case-stack">
      {clearing.advice && (
        <section className="card" aria-labelledby="case-advice">
          <h2 id="case-advice">{w.clearing.kinds['advice-note']}</h2>
          <p className="said">{clearing.advice}</p>
        </section>
      )}
      {!early && later}
      <div className="case-halves">
        {papers(w.clearing.contact, 'case-contact', CONTACT)}
        {papers(w.clearing.intake, 'case-intake', INTAKE, w.clearing.intakeText)}
      </div>
      <ScreeningCard head={head} clearing={clearing} />
      <div className="case-halves">
        <ConsentCard head={head} clearing={clearing} mayWrite={mayWrite} />
        <Decision head={head} clearing={clearing} mayWrite={mayWrite} />
      </div>
      {head.consent.standing === 'given' && (
        <Suspense>
          <CaseReleases caseId={caseId} personId={head.personId} />
          <BusyTimes personId={head.personId} papers />
        </Suspense>
      )}
      {early && later}
    </div>
  );
}

/** Papers and talks, each with its day or the button that notes it. */
function Papers({
  title,
  id,
  kinds,
  text,
  caseId,
  clearing,
  mayWrite,
}: {
  title: string;
  id: string;
  kinds: readonly ArtefactKind[];
  text: string | undefined;
  caseId: string;
  clearing: Clearing;
  mayWrite: boolean;
}) {
  const w = useWords(caseFile);
  const format = useFormat();
  const again = useReadCaseAgain();
  const [adding, setAdding] = useState<ArtefactKind | null>(null);
  const [undoing, setUndoing] = useState('');
  const undo = useSubmit(async () => {
    await call(withdrawArtefact, { params: { id: caseId, artefactId: undoing } });
    await again();
  });
  return (
    <section className="card" aria-labelledby={id}>
      <div className="head">
        <h2 id={id}>{title}</h2>
        {text && <span className="q s">{text}</span>}
      </div>
      {undo.sentence && <Banner tone="no">{undo.sentence}</Banner>}
      <ul className="case-list">
        {kinds.map((kind) => {
          const made = clearing.artefacts.filter((one) => one.kind === kind);
          const last = made.at(-1);
          return (
            <li key={kind}>
              <AnswerMark answer={last && last.answer !== 'no' ? 'yes' : 'open'} />
              <span className="grow">
                {w.clearing.kinds[kind]}
                {last?.answer && `: ${w.clearing.answers[last.answer]}`}
              </span>
              <span className="q s">{last ? format.dayMonth(last.on) : w.clearing.notYet}</span>
              {mayWrite && (
                <Button
                  small
                  kind={last ? 'quiet' : 'plain'}
                  onPress={() => setAdding(kind)}
                  label={`${last ? w.clearing.addAgain : w.clearing.add}: ${w.clearing.kinds[kind]}`}
                >
                  {last ? w.clearing.addAgain : w.clearing.add}
                </Button>
              )}
              {mayWrite && last && (
                <Button
                  small
                  kind="quiet"
                  label={`${w.clearing.undo}: ${w.clearing.kinds[kind]}`}
                  onPress={() => {
                    setUndoing(last.id);
                    queueMicrotask(() => void undo.run());
                  }}
                >
                  {w.clearing.undo}
                </Button>
              )}
              {made.map(
                (one) =>
                  one.note && (
                    <p key={one.id} className="said">
                      {one.note}
                    </p>
                  ),
              )}
            </li>
          );
        })}
      </ul>
      {adding && <PaperPanel caseId={caseId} kind={adding} today={clearing.today} onClose={() => setAdding(null)} />}
    </section>
  );
}

/** Whether and when to start: hers, the client's, and of a minor every custody holder's word. */
function Decision({ head, clearing, mayWrite }: { head: CaseHead; clearing: Clearing; mayWrite: boolean }) {
  const w = useWords(caseFile);
  const format = useFormat();
  const [asking, setAsking] = useState<{ kind: ArtefactKind; guardianId: string | null } | null>(null);
  const [starting, setStarting] = useState(false);
  const own = clearing.artefacts.findLast((one) => one.kind === 'decision-manager');
  const voices = [
    {
      key: 'manager',
      name: w.clearing.kinds['decision-manager'],
      answer: own?.answer ?? null,
      kind: 'decision-manager' as const,
      guardianId: null,
    },
    ...clearing.voices.map((voice) => ({
      key: voice.guardianId ?? 'client',
      name: voice.name ?? w.clearing.client,
      answer: voice.decision,
      kind: voice.by === 'client' ? ('decision-client' as const) : ('decision-guardian' as const),
      guardianId: voice.guardianId,
    })),
  ];
  return (
    <section className="card" aria-labelledby="case-decision">
      <div className="head">
        <h2 id="case-decision">{w.clearing.decision}</h2>
      </div>
      <ul className="case-list">
        {voices.map((voice) => (
          <li key={voice.key}>
            <AnswerMark answer={voice.answer === 'yes' ? 'yes' : voice.answer === 'no' ? 'no' : 'open'} />
            <span className="grow">{voice.name}</span>
            <span className="q s">{voice.answer ? w.clearing.answers[voice.answer] : w.clearing.notYet}</span>
            {mayWrite && (
              <Button
                small
                onPress={() => setAsking({ kind: voice.kind, guardianId: voice.guardianId })}
                label={`${w.clearing.ask}: ${voice.name}`}
              >
                {w.clearing.ask}
              </Button>
            )}
          </li>
        ))}
        <li>
          <AnswerMark answer={head.startOn ? 'yes' : 'open'} />
          <span className="grow">{w.clearing.start}</span>
          <span className="q s">{head.startOn ? format.date(head.startOn) : w.clearing.notYet}</span>
          {mayWrite && (
            <Button small onPress={() => setStarting(true)}>
              {w.clearing.startSet}
            </Button>
          )}
        </li>
      </ul>
      {asking && (
        <PaperPanel
          caseId={head.id}
          kind={asking.kind}
          guardianId={asking.guardianId}
          today={clearing.today}
          onClose={() => setAsking(null)}
        />
      )}
      {starting && <StartPanel head={head} onClose={() => setStarting(false)} />}
    </section>
  );
}
