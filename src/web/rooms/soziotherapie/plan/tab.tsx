import { useQuery } from '@tanstack/react-query';
import { FileText, PenLine, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import * as wire from '#rooms/soziotherapie/contract/care-plan.ts';
import { call } from '../../../call.ts';
import { useLive } from '../../../live.ts';
import { useMay } from '../../../me.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, Dialog, Empty, State } from '../../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { useReadAgain } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { linksQuery, type PlanAnswer, type Plans, pdfOfPlan, planQuery, plansQuery, reviewsQuery } from './data.ts';
import { Differences } from './differences.tsx';
import { LinkList } from './links.tsx';
import './plan.css';
import { Goals, PlanDetails } from './plan-view.tsx';
import { Reviews } from './reviews.tsx';
import { Signatures } from './signatures.tsx';
import { Versions } from './versions.tsx';

const PlanForm = lazy(() => import('./plan-form.tsx'));
const SignPanel = lazy(() => import('./sign-panel.tsx'));
const LinkPanel = lazy(() => import('./link-panel.tsx'));
const ReviewPanel = lazy(() => import('./review-panel.tsx'));

export type Panel =
  | { kind: 'sign'; party: wire.Signature['party'] }
  | { kind: 'link'; purpose: 'sign-plan' | 'read-report'; objectId: string }
  | { kind: 'review' };

/** Which version stands on the page: the one chosen, else the one in force, else the newest that is not dropped. */
function shownOf(plans: Plans['plans'], chosen: string | null): Plans['plans'][number] | undefined {
  const open = plans.find(({ state }) => state === 'draft' || state === 'offered');
  return plans.find(({ id }) => id === chosen) ?? plans.find(({ state }) => state === 'agreed') ?? open ?? plans[0];
}

/** The care plan of a case: what the client wants, who has signed, versions and links, and the review every two months. */
export default function PlanTab({ episodeId }: TabProps) {
  const w = useWords(planWords);
  const readAgain = useReadAgain();
  const may = useMay('soziotherapie.care');
  const { data } = useQuery(plansQuery(episodeId));
  const [chosen, setChosen] = useState<string | null>(null);
  const [writing, setWriting] = useState(false);
  const [panel, setPanel] = useState<Panel | null>(null);
  const reviews = useQuery({ ...reviewsQuery(episodeId), enabled: may });
  useLive(['access.link', 'soziotherapie.plan', 'soziotherapie.review'], () => void readAgain());
  const begin = useSubmit(async () => {
    const { id } = await call(wire.draftPlan, { params: { id: episodeId }, body: {} });
    await readAgain();
    setChosen(id);
    setWriting(true);
  });
  if (!data) return null;
  const row = shownOf(data.plans, chosen);
  const open = data.plans.find(({ state }) => state === 'draft' || state === 'offered');
  const show = (id: string, write = false) => {
    setChosen(id);
    setWriting(write);
  };
  const beginButton = (label: string) => (
    <Button
      kind={data.plans.length === 0 ? 'main' : 'plain'}
      small={data.plans.length > 0}
      icon={Plus}
      busy={begin.busy}
      onPress={begin.run}
    >
      {label}
    </Button>
  );
  return (
    <div className="sozio-plan">
      {begin.sentence && <Banner tone="no">{begin.sentence}</Banner>}
      {open && row && open.id !== row.id && (
        <Banner tone="partly" action={<Button onPress={() => show(open.id)}>{w.versions.go}</Button>}>
          {open.state === 'offered' ? w.versions.waits(open.number) : w.versions.begun(open.number)}
        </Banner>
      )}
      <div className="plan-columns">
        <div className="stack">
          {!row && (
            <section className="card" aria-label={w.title}>
              <Empty {...(data.mayWrite && data.prescriptions.length > 0 ? { action: beginButton(w.begin) } : {})}>
                {data.prescriptions.length === 0 ? w.noPrescription : w.none}
              </Empty>
            </section>
          )}
          {row && writing && row.state === 'draft' ? (
            <Suspense>
              <PlanForm key={row.id} planId={row.id} prescriptions={data.prescriptions} onClose={() => setWriting(false)} />
            </Suspense>
          ) : (
            row && (
              <PlanCard
                key={row.id}
                row={row}
                mayWrite={data.mayWrite}
                onWrite={() => setWriting(true)}
                extra={!open && data.mayWrite ? beginButton(w.newVersion) : null}
              />
            )
          )}
          {reviews.data && !writing && (
            <Reviews
              reviews={reviews.data}
              onHold={() => setPanel({ kind: 'review' })}
              onLink={(objectId) => setPanel({ kind: 'link', purpose: 'read-report', objectId })}
            />
          )}
        </div>
        {row && !writing && (
          <div className="stack">
            {row.state !== 'draft' && (
              <Signatures row={row} mayWrite={data.mayWrite} onSign={(party) => setPanel({ kind: 'sign', party })}>
                {row.state === 'offered' && (
                  <Button small onPress={() => setPanel({ kind: 'link', purpose: 'sign-plan', objectId: row.id })}>
                    {w.links.send}
                  </Button>
                )}
              </Signatures>
            )}
            <Versions plans={data.plans} shownId={row.id} onShow={show} />
            <Links episodeId={episodeId} />
          </div>
        )}
      </div>
      <Suspense>
        {panel?.kind === 'sign' && row && (
          <SignPanel row={row} party={panel.party} hasGuardian={data.hasGuardian} onClose={() => setPanel(null)} />
        )}
        {panel?.kind === 'link' && <LinkPanel episodeId={episodeId} wish={panel} plans={data} onClose={() => setPanel(null)} />}
        {panel?.kind === 'review' && reviews.data && (
          <ReviewPanel
            episodeId={episodeId}
            reviews={reviews.data}
            onClose={() => setPanel(null)}
            onDraft={(id) => {
              setPanel(null);
              show(id, true);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function Links({ episodeId }: { episodeId: string }) {
  const { data } = useQuery(linksQuery(episodeId));
  return data && data.links.length > 0 ? <LinkList links={data.links} /> : null;
}

const TONES = { draft: 'open', offered: 'partly', agreed: 'yes', replaced: 'open', dropped: 'open' } as const;

function PlanCard(props: { row: Plans['plans'][number]; mayWrite: boolean; onWrite: () => void; extra: React.ReactNode }) {
  const { row, mayWrite } = props;
  const w = useWords(planWords);
  const format = useFormat();
  const { language } = useLanguage();
  const { data } = useQuery(planQuery(row.id));
  const [dropping, setDropping] = useState(false);
  const said =
    row.signedOn !== null
      ? w.signedOn(format.listed(row.signedOn))
      : row.offeredOn
        ? w.offeredOn(format.listed(row.offeredOn))
        : w.writtenOn(format.listed(row.writtenAt.slice(0, 10)), row.writtenByName ?? '');
  return (
    <section className="card" aria-labelledby="plan-title">
      <div className="head wrap">
        <h2 id="plan-title">{w.title}</h2>
        <span className="q s">
          {w.version(row.number)}, {said}
        </span>
        <State tone={TONES[row.state]}>{w.states[row.state]}</State>
        <span className="row wrap end no-print">
          {mayWrite && row.state === 'draft' && (
            <Button small kind="main" icon={PenLine} onPress={props.onWrite}>
              {w.goOn}
            </Button>
          )}
          {props.extra}
          <a className="btn sm" href={pdfOfPlan(row.id, language)} download>
            <FileText className="i" aria-hidden="true" />
            {w.print}
          </a>
          {mayWrite && (row.state === 'draft' || row.state === 'offered') && (
            <Button small kind="quiet" onPress={() => setDropping(true)}>
              {w.drop}
            </Button>
          )}
        </span>
      </div>
      {data && <Body plan={data} />}
      {dropping && <Drop row={row} onClose={() => setDropping(false)} />}
    </section>
  );
}

function Body({ plan }: { plan: PlanAnswer }) {
  const w = useWords(planWords);
  return (
    <>
      <Goals content={plan.content} />
      {plan.difference && plan.formerNumber !== null && (
        <details className="plan-more" open={plan.state === 'offered'}>
          <summary>{w.versions.differences(plan.formerNumber)}</summary>
          <Differences difference={plan.difference} />
        </details>
      )}
      <details className="plan-more">
        <summary>{w.more}</summary>
        <PlanDetails content={plan.content} prescribedUnits={plan.prescribedUnits} />
      </details>
    </>
  );
}

function Drop({ row, onClose }: { row: Plans['plans'][number]; onClose: () => void }) {
  const w = useWords(planWords);
  const readAgain = useReadAgain();
  const submit = useSubmit(async () => {
    await call(wire.dropPlan, { params: { id: row.id }, body: {}, ifMatch: row.version });
    await readAgain();
    announce(w.states.dropped);
    onClose();
  });
  return (
    <Dialog
      question={w.dropQuestion(row.number)}
      onClose={onClose}
      answers={
        <>
          <Button onPress={onClose}>{w.dropNo}</Button>
          <Button kind="main" busy={submit.busy} onPress={submit.run}>
            {w.dropYes}
          </Button>
        </>
      }
    >
      <p>{w.dropText}</p>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
    </Dialog>
  );
}
