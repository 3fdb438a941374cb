import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as directory from '#rooms/directory/contract.ts';
import type { FitAnswer } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { GUIDANCE_TOPICS, type GuidanceTopic } from '#rooms/placement/rules/waiting.ts';
import { call } from '../../call.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { FALLBACK_NUMBERS } from '../../shell/emergency.tsx';
import { announce, Banner, Button, CheckRow, Chips } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { problems } from '../../words/problems.ts';
import { shell } from '../../words/shell.ts';
import { waiting } from '../../words/waiting.ts';
import { criteriaOf } from './form.ts';
import { missingFor, NEEDED_TO_HOLD } from './missing.ts';
import { useDeskState } from './use-desk.ts';
import { EstimateText } from './waiting-estimate.tsx';

/** No match: what could give way stands below; else the waiting list, and what helps until then (rule book A.3.4 RQ6). */
export function NothingFits({ answer }: { answer: FitAnswer }) {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const f = useFormat();
  const desk = useDeskState();
  const { form, change, view, saveNow, refresh } = desk;
  const [problem, setProblem] = useState<Problem | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [told, setTold] = useState<GuidanceTopic[]>([]);
  const [wishedOnly, setWishedOnly] = useState(false);
  const { going } = useWords(waiting);
  const said = { response: null, language: 'de', policyVersion: null, withoutAllowed: false, interpreterBy: null } as const;
  const missing = [
    ...missingFor(NEEDED_TO_HOLD, desk, { said, held: false }, w),
    ...missingFor(['phone'], desk, { said, held: false }, w),
    ...(form.waiting
      ? []
      : [{ what: w.nothing.consentShort, go: () => document.querySelector<HTMLElement>('[data-field="waiting"] input')?.focus() }]),
  ];
  const wait = async () => {
    setProblem(null);
    try {
      const id = await saveNow();
      if (view?.state === 'new' || !view) await call(placement.triageRequest, { params: { id }, body: {} });
      const answer = await call(placement.setWaiting, {
        params: { id },
        body: { guidance: told, ...(form.criteria.wishedPractitioner ? { wishedOnly } : {}) },
      });
      setUntil(answer.nextContactAt);
      announce(w.nothing.waiting(f.date(dayOf(answer.nextContactAt))));
      await refresh();
    } catch (fault) {
      setProblem(problemOf(fault));
    }
  };
  const waits = view?.state === 'waiting';
  const next = until ?? view?.nextStepAt ?? null;
  return (
    <section className="card stack nothing" aria-labelledby="h-nothing">
      <h3 id="h-nothing">{w.nothing.title}</h3>
      <p className="s">{answer.relaxations.single.length + answer.relaxations.pairs.length > 0 ? w.nothing.giveWay : w.nothing.noWay}</p>
      {waits ? (
        <>
          <Banner tone="yes">{w.nothing.waiting(next ? f.date(dayOf(next)) : '')}</Banner>
          <Expected />
        </>
      ) : (
        <>
          <Expected />
          <div data-field="waiting">
            <CheckRow checked={form.waiting} onChange={(waiting) => change({ waiting })}>
              {w.nothing.consent}
            </CheckRow>
          </div>
          {form.criteria.wishedPractitioner && (
            <CheckRow checked={wishedOnly} onChange={setWishedOnly}>
              {going.wishedOnly(going.wishedName)}
            </CheckRow>
          )}
          <Chips
            label={going.told}
            choices={GUIDANCE_TOPICS.map((value) => ({ value, label: going.topics[value] }))}
            value={told}
            onChange={setTold}
          />
          {missing.length > 0 && form.waiting && <p className="s partly">{w.missingToHold(missing.map(({ what }) => what).join(', '))}</p>}
          <Button onPress={wait} missing={missing}>
            {w.nothing.wait}
          </Button>
        </>
      )}
      {problem && (
        <Banner tone="no" live="polite">
          {problem.sentence(p)}
        </Banner>
      )}
      <Guidance />
    </section>
  );
}

const dayOf = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Berlin').toPlainDate();

/** How long it may take with what is on the screen, how that was computed, and when the person is called again. */
function Expected() {
  const w = useWords(waiting);
  const f = useFormat();
  const { form, id } = useDeskState();
  const criteria = criteriaOf(form);
  const { data } = useQuery({
    queryKey: ['placement', 'estimate', id, criteria],
    queryFn: ({ signal }) => call(placement.estimateWaiting, { body: { criteria, ...(id ? { requestId: id } : {}) }, signal }),
    staleTime: 60_000,
  });
  return (
    <div className="stack" aria-live="polite">
      <h4>{w.estimate.title}</h4>
      {data ? (
        <>
          <EstimateText estimate={data.estimate} ahead={data.ahead} />
          <p className="s">{w.going.next(f.date(dayOf(data.nextContactAt)))}</p>
        </>
      ) : (
        <p className="s q">{w.estimate.loading}</p>
      )}
    </div>
  );
}

/** What helps until there is a place. Facts, no promises. */
function Guidance() {
  const w = useWords(placementWords);
  return (
    <details className="s">
      <summary>{w.guidance.title}</summary>
      <GuidanceList />
      <OwnGuidance />
    </details>
  );
}

/** Numbers and places that the network keeps for where the caller lives. */
function OwnGuidance() {
  const w = useWords(waiting).going;
  const { form } = useDeskState();
  const { postalCode } = criteriaOf(form);
  const { data } = useQuery({
    queryKey: ['directory', 'guidance', postalCode ?? ''],
    queryFn: ({ signal }) => call(directory.listGuidance, { query: { only: 'sheet', ...(postalCode ? { postalCode } : {}) }, signal }),
    staleTime: 300_000,
  });
  if (!data || data.guidance.length === 0) return null;
  return (
    <>
      <h4>{w.ownNumbers}</h4>
      <dl className="guidance s">
        {data.guidance.map(({ id, name, phone, hours, address }) => (
          <div key={id} className="pair">
            <dt className="num">{phone ?? name}</dt>
            <dd>{[phone ? name : null, address, hours].filter(Boolean).join(' · ')}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

export function GuidanceList() {
  const w = useWords(placementWords);
  const s = useWords(shell);
  return (
    <dl className="guidance s">
      <dt>116 117</dt>
      <dd>{w.guidance.tss}</dd>
      <dt>{w.guidance.keTitle}</dt>
      <dd>{w.guidance.ke}</dd>
      <dt>{w.guidance.counsellingTitle}</dt>
      <dd>{w.guidance.counselling}</dd>
      {FALLBACK_NUMBERS.filter(({ kind }) => kind !== 'medical').map(({ number, kind }) => (
        <div key={number} className="pair">
          <dt className="num">{number}</dt>
          <dd>{s.numbers[kind]}</dd>
        </div>
      ))}
    </dl>
  );
}
