import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/assessment.ts';
import { gapOf, type RoundKind } from '#rooms/cases/rules/assessment.ts';
import { REASSESSMENT_TRIGGERS, type ReassessmentTrigger } from '#rooms/cases/rules/phase.ts';
import { call } from '../../../call.ts';
import { problemOf } from '../../../problem.ts';
import { useSavedFirst } from '../../../saved-first.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, Dialog, Empty, SelectField, State } from '../../../ui/index.ts';
import { assessment } from '../../../words/assessment.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import { useReadCaseAgain } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { type Assessment, assessmentQuery, type Round, ruled } from './data.ts';
import { DomainList } from './domain-list.tsx';
import { PapersCard } from './papers-card.tsx';
import { Radar } from './radar.tsx';
import { InstrumentsCard, ResourcesCard } from './things-cards.tsx';
import { ViewsCard } from './views-card.tsx';
import './assessment.css';

await assessment.load(currentLanguage());

/** The assessment of a case: ten domains in two views, the picture over all rounds, what is missing before the round is complete. */
export default function AssessmentTab({ caseId }: TabProps) {
  const w = useWords(assessment);
  const faults = useWords(problems);
  const format = useFormat();
  const { data, error } = useQuery(assessmentQuery(caseId));
  const [chosen, setChosen] = useState<string | null>(null);
  if (error && !data) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!data) return null;
  const round = data.rounds.find(({ id }) => id === chosen) ?? data.rounds.at(-1);
  const begin = <Begin caseId={caseId} kinds={data.mayBegin} first={!round} onBegun={() => setChosen(null)} />;
  if (!round)
    return (
      <section className="card" aria-label={w.title}>
        <Empty {...(data.mayBegin.length > 0 ? { action: begin } : {})}>{data.mayBegin.length > 0 ? w.none : w.notYet}</Empty>
      </section>
    );
  const done = round.ratings.filter((rating) => gapOf(ruled(rating)) === null).length;
  const named = (one: Round) => w.roundOf(w.kinds[one.kind], format.date(one.startedOn));
  return (
    <div className="assessment">
      <section className="card domains-card" aria-labelledby="assessment-domains">
        <header className="card-head">
          <h2 id="assessment-domains">{w.title}</h2>
          {data.rounds.length > 1 ? (
            <SelectField
              label={w.roundChosen}
              hideLabel
              choices={[...data.rounds].reverse().map((one) => ({ value: one.id, label: named(one) }))}
              value={round.id}
              onChange={setChosen}
            />
          ) : (
            <span className="q">{named(round)}</span>
          )}
          {round.completedOn ? (
            <State tone="yes">{w.completedOn(format.date(round.completedOn))}</State>
          ) : (
            <span className="q">{w.progress(done, round.ratings.length)}</span>
          )}
          {round.trigger && <span className="q">{w.triggers[round.trigger]}</span>}
          <span className="end no-print">{begin}</span>
        </header>
        <DomainList key={round.id} caseId={caseId} data={data} round={round} />
        {round.completedOn === null && (
          <>
            <AddCommunity caseId={caseId} data={data} round={round} />
            <Complete data={data} round={round} />
          </>
        )}
      </section>
      <div className="stack">
        <section className="card" aria-labelledby="assessment-picture">
          <h2 id="assessment-picture">{w.picture.title}</h2>
          <Radar rounds={data.rounds} chosen={round} />
        </section>
        <ViewsCard round={round} />
        <PapersCard caseId={caseId} data={data} round={round} />
        <ResourcesCard caseId={caseId} data={data} />
        <InstrumentsCard caseId={caseId} data={data} />
      </div>
    </div>
  );
}

/** Begins the next round where the phase lets it; a reassessment asks why. */
function Begin(props: { caseId: string; kinds: readonly RoundKind[]; first: boolean; onBegun: () => void }) {
  const w = useWords(assessment);
  const readAgain = useReadCaseAgain();
  const [asking, setAsking] = useState(false);
  const [trigger, setTrigger] = useState<ReassessmentTrigger | null>(null);
  const [kind] = props.kinds;
  const send = useSubmit(async () => {
    if (!kind) return;
    await call(wire.beginRound, { params: { id: props.caseId }, body: { kind, trigger: kind === 'reassessment' ? trigger : null } });
    setAsking(false);
    await readAgain();
    props.onBegun();
  });
  if (!kind) return null;
  return (
    <>
      {send.sentence && !asking && <Banner tone="no">{send.sentence}</Banner>}
      <Button
        kind={props.first ? 'main' : 'plain'}
        icon={Plus}
        busy={send.busy}
        onPress={kind === 'reassessment' ? () => setAsking(true) : () => send.run()}
      >
        {w.begin[kind]}
      </Button>
      {asking && (
        <Dialog
          question={w.beginTitle}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button kind="main" busy={send.busy} onPress={() => send.run()}>
                {w.begins}
              </Button>
              <Button onPress={() => setAsking(false)}>{w.keep}</Button>
            </>
          }
        >
          <SelectField
            label={w.trigger}
            choices={REASSESSMENT_TRIGGERS.map((value) => ({ value, label: w.triggers[value] }))}
            value={trigger}
            onChange={setTrigger}
            error={send.sentence}
          />
        </Dialog>
      )}
    </>
  );
}

function AddCommunity({ caseId: _, data, round }: { caseId: string; data: Assessment; round: Round }) {
  const w = useWords(assessment);
  const readAgain = useReadCaseAgain();
  const left = data.domains.find(({ code }) => !round.ratings.some(({ domain }) => domain === code));
  if (!left) return null;
  const add = async () => {
    await call(wire.addDomain, { params: { id: round.id }, body: { domain: left.code } });
    await readAgain();
  };
  return (
    <p className="no-print">
      <Button kind="quiet" small icon={Plus} onPress={add}>
        {w.addCommunity}
      </Button>
    </p>
  );
}

/** What is missing, in words, and the way to complete the round. */
function Complete({ data, round }: { data: Assessment; round: Round }) {
  const w = useWords(assessment);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const [asking, setAsking] = useState(false);
  const savedFirst = useSavedFirst();
  const ask = useSubmit(async () => {
    await savedFirst();
    await readAgain(); // the round as it stands with what was just saved
    setAsking(true);
  });
  const send = useSubmit(async () => {
    await call(wire.completeRound, { params: { id: round.id }, body: {}, ifMatch: round.version });
    setAsking(false);
    await readAgain();
    announce(w.completed);
  });
  const open = data.missing.flatMap((gap) => (gap.code === 'domain' ? [w.short[gap.domain] ?? gap.domain] : []));
  const others = data.missing.flatMap((gap) => (gap.code === 'domain' ? [] : [w.missingCodes[gap.code]]));
  const all = [...(open.length > 0 ? [w.missingDomains(format.list(open))] : []), ...others];
  return (
    <div className="complete">
      {all.length > 0 ? (
        <>
          <h3>{w.missingTitle}</h3>
          <ul>
            {all.map((what) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </>
      ) : (
        <>
          {ask.sentence && <Banner tone="no">{ask.sentence}</Banner>}
          <Button kind="main" busy={ask.busy} onPress={ask.run}>
            {w.complete}
          </Button>
        </>
      )}
      {asking && (
        <Dialog
          question={w.completeQuestion}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button kind="main" busy={send.busy} onPress={() => send.run()}>
                {w.complete}
              </Button>
              <Button onPress={() => setAsking(false)}>{w.keep}</Button>
            </>
          }
        >
          <p>{w.completeDetail}</p>
          {send.sentence && <Banner tone="no">{send.sentence}</Banner>}
        </Dialog>
      )}
    </div>
  );
}
