import { CircleHelp } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Explained, FitAnswer } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { announce, Banner, Button, offerUndo } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { FitCard, fullName } from './fit-card.tsx';
import { NextKind } from './next-kind.tsx';
import { clarifyText } from './note.ts';
import { NothingFits } from './nothing-fits.tsx';
import { useDeskState } from './use-desk.ts';
import { reliefsOf } from './what-if.ts';
import { useWording } from './wording.ts';

const WhyNot = lazy(() => import('./why-not.tsx'));
const Explanation = lazy(() => import('./explanation.tsx'));

/** What fits, best first, each with its reasons; what another desk holds; what is to be clarified; what giving way would bring. */
export default function FitColumn({ toOffer, why, onWhy }: { toOffer: () => void; why: boolean; onWhy: (open: boolean) => void }) {
  const { w } = useWording();
  const p = useWords(problems);
  const desk = useDeskState();
  const { answer, behind, problem, news } = desk.fit;
  const [explained, setExplained] = useState<string | null>(null);
  const shown = answer ? [...answer.ranked, ...answer.heldElsewhere] : [];
  const one = [...shown, ...(answer?.clarify ?? [])].find(({ card }) => card.placeId === explained);
  return (
    <section className="col fits" aria-labelledby="h-fit" aria-busy={behind || undefined}>
      <div className="row">
        <h2 id="h-fit">{w.fit.title}</h2>
        {answer && (
          <span className="q s" role="status">
            {w.fit.counts(answer.ranked.length, answer.clarify.length)}
          </span>
        )}
        {answer && answer.excludedCount > 0 && (
          <span className="end s nw">
            <button type="button" className="link" onClick={() => onWhy(true)}>
              {w.fit.whyNot(answer.excludedCount)}
            </button>
          </span>
        )}
      </div>
      {problem && <Banner tone="no">{problem.sentence(p)}</Banner>}
      {news.length > 0 && desk.view?.state !== 'placed' && <NewsLine />}
      {answer && (
        <>
          <Flagged />
          <NextKind answer={answer} />
          <Wished answer={answer} />
          <Cards shown={shown} toOffer={toOffer} onExplain={setExplained} />
          <Suspense fallback={null}>
            {answer.ranked.length === 0 && answer.nextKind.kind !== 'none' && <NothingFits answer={answer} />}
          </Suspense>
          {answer.clarify.length > 0 && <Clarify list={answer.clarify} onExplain={setExplained} />}
          <WhatIf answer={answer} />
        </>
      )}
      <Suspense fallback={null}>
        {why && <WhyNot onClose={() => onWhy(false)} />}
        {one && !why && <Explanation one={one} ruleVersion={answer?.ruleVersion ?? 1} onClose={() => setExplained(null)} />}
      </Suspense>
    </section>
  );
}

/** What another desk did, calmly: in words, for a while. */
function NewsLine() {
  const { w, f } = useWording();
  const { news } = useDeskState().fit;
  const text = f.list(news.map(({ name, what, by }) => w.fit.news[what](name, by ?? '')));
  return <Banner live="polite">{text}</Banner>;
}

/** What an emergency means for this call (rule book A.1.5): booking waits, or what is soon is better. */
function Flagged() {
  const { w } = useWording();
  const { view } = useDeskState();
  if (!view || view.state === 'placed' || view.state === 'closed') return null;
  if (view.safetyBlocked) return <Banner tone="no">{w.safety.blocked}</Banner>;
  return view.safetyLevel === 'YELLOW' ? <Banner tone="partly">{w.safety.soon}</Banner> : null;
}

function Wished({ answer: { wished } }: { answer: FitAnswer }) {
  const { w, f } = useWording();
  const { today } = useDeskState();
  if (!wished) return null;
  if (wished.standing === 'first') return <Banner tone="yes">{w.fit.wishedFirst(wished.name)}</Banner>;
  if (wished.standing === 'shown') return <Banner>{w.fit.wishedShown(wished.name)}</Banner>;
  const similar = wished.similar.slice(0, 2);
  return (
    <Banner tone="partly">
      <b>{w.fit.wishedFull(wished.name || w.wishedUnnamed)}</b>{' '}
      {similar.length > 0
        ? w.fit.wishedSimilar(
            f.list(similar.map(({ name, from }) => w.fit.similarFrom(name, from <= today.toString() ? '' : f.dayMonth(from)))),
            similar.length,
          )
        : ''}
    </Banner>
  );
}

/** One stop for Tab; arrows go through the cards and choose; Enter goes to the free appointments. */
function Cards({ shown, toOffer, onExplain }: { shown: readonly Explained[]; toOffer: () => void; onExplain: (placeId: string) => void }) {
  const { w } = useWording();
  const { chosen, choose } = useDeskState();
  const list = useRef<HTMLOListElement>(null);
  const at = Math.max(
    0,
    shown.findIndex(({ card }) => card.placeId === chosen?.placeId),
  );
  const step = (index: number) => {
    const next = shown[index];
    if (!next) return;
    choose({ placeId: next.card.placeId });
    list.current?.querySelectorAll<HTMLElement>('[data-card]')[index]?.focus();
  };
  if (shown.length === 0) return null;
  return (
    <ol className="plain stack cards" ref={list} aria-label={w.fit.cards}>
      {shown.map((one, index) => (
        <li key={one.card.placeId}>
          <FitCard
            one={one}
            current={one.card.placeId === chosen?.placeId}
            stop={index === at}
            onChoose={() => choose({ placeId: one.card.placeId })}
            onStep={(by) => step(index + by)}
            onEnter={() => {
              choose({ placeId: one.card.placeId });
              whenThere(toOffer);
            }}
            onExplain={() => onExplain(one.card.placeId)}
          />
        </li>
      ))}
    </ol>
  );
}

/** The offer is read while the card is being looked at; where it is not there yet, the cursor follows once it is. */
function whenThere(go: () => void, tries = 20): void {
  if (document.querySelector('.desk .offer[data-ready="true"] .slot[tabindex="0"]')) go();
  else if (tries > 0) setTimeout(() => whenThere(go, tries - 1), 50);
}

function Clarify({ list, onExplain }: { list: readonly Explained[]; onExplain: (placeId: string) => void }) {
  const wording = useWording();
  const { w } = wording;
  const p = useWords(problems);
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const [more, setMore] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const ask = async ({ card, clarify }: Explained) => {
    setFault(null);
    try {
      await call(placement.askTherapist, { params: { id: card.placeId }, body: { criteria: clarify.slice(0, 9) } });
      setAsked((now) => new Set([...now, card.placeId]));
      announce(w.fit.askedOf(card.name));
    } catch (thrown) {
      setFault(problemOf(thrown).sentence(p));
    }
  };
  return (
    <section className="clarify s" aria-label={w.fit.toClarify}>
      <h3 className="row s">
        <CircleHelp className="i open" aria-hidden /> {w.fit.toClarify}
      </h3>
      <ul className="plain">
        {(more ? list : list.slice(0, 3)).map((one) => (
          <li key={one.card.placeId} className="row">
            <span className="grow">
              <button type="button" className="link" onClick={() => onExplain(one.card.placeId)}>
                {fullName(one.card)}
              </button>{' '}
              <span className="q">{clarifyText(one, wording)}</span>
            </span>
            {asked.has(one.card.placeId) ? (
              <span className="q nw">{w.fit.asked}</span>
            ) : (
              <Button small kind="quiet" onPress={() => ask(one)} label={w.fit.askAloud(one.card.name)}>
                {w.fit.ask}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.length > 3 && (
        <button type="button" className="link" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? w.fit.fewer : w.fit.moreToClarify(list.length - 3)}
        </button>
      )}
      {fault && <Banner tone="no">{fault}</Banner>}
    </section>
  );
}

function WhatIf({ answer }: { answer: FitAnswer }) {
  const wording = useWording();
  const { w } = wording;
  const { form, setCriteria } = useDeskState();
  const latest = useRef(setCriteria);
  useEffect(() => {
    latest.current = setCriteria;
  });
  const reliefs = reliefsOf(answer, wording);
  if (reliefs.length === 0) return null;
  return (
    <section className="whatif" aria-labelledby="h-whatif">
      <div className="row">
        <h3 id="h-whatif">{w.whatIf.title}</h3>
        <kbd className="end">{w.whatIf.key}</kbd>
      </div>
      <div className="row wrap tight">
        {reliefs.map(({ key, label, gain, apply }) => (
          <Button
            key={key}
            small
            onPress={() => {
              const before = form.criteria;
              setCriteria(apply(before));
              offerUndo(w.whatIf.done(label), () => latest.current(before));
            }}
          >
            {label} <span className="gain">+{gain}</span>
            <span className="vh"> {w.whatIf.places(gain)}</span>
          </Button>
        ))}
      </div>
    </section>
  );
}
