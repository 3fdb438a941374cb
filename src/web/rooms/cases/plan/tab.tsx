import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { problemOf } from '../../../problem.ts';
import { Banner, Button, Empty } from '../../../ui/index.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import type { TabProps } from '../tab-props.ts';
import { type Plan, planQuery } from './data.ts';
import { GasLegend } from './gas.tsx';
import { GoalRow, Measures, type Open, type Panel } from './goals.tsx';
import { Needs } from './needs.tsx';
import { TCourse } from './t-course.tsx';
import { PlanLinks, Versions } from './versions.tsx';
import './plan.css';

const GoalPanel = lazy(() => import('./goal-panel.tsx'));
const MeasurePanel = lazy(() => import('./measure-panel.tsx'));
const RatePanel = lazy(async () => ({ default: (await import('./small-panels.tsx')).RatePanel }));
const DropPanel = lazy(async () => ({ default: (await import('./small-panels.tsx')).DropPanel }));
const AgreePanel = lazy(async () => ({ default: (await import('./small-panels.tsx')).AgreePanel }));
const LinkPanel = lazy(async () => ({ default: (await import('./small-panels.tsx')).LinkPanel }));

const LAST = ['dropped', 'superseded'];

/** The plan: needs that no goal covers on top, goals in her words with their scale and measures, the score and the versions beside. */
export default function PlanTab({ caseId }: TabProps) {
  const w = useWords(casePlan);
  const faults = useWords(problems);
  const { data: plan, error } = useQuery(planQuery(caseId));
  const [panel, setPanel] = useState<Panel | null>(null);
  if (error && !plan) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!plan) return <p className="q">{w.loading}</p>;
  const [newest] = plan.versions;
  const goals = plan.goals.toSorted((one, other) => Number(LAST.includes(one.status)) - Number(LAST.includes(other.status)));
  const loose = plan.measures.filter(({ goalIds }) => goalIds.length === 0);
  const add = (
    <Button
      kind={goals.length === 0 ? 'main' : 'plain'}
      small={goals.length > 0}
      icon={Plus}
      onPress={() => setPanel({ kind: 'goal', goal: null })}
    >
      {w.addGoal}
    </Button>
  );
  const changed = plan.sinceAgreed ? plan.sinceAgreed.goals.length + plan.sinceAgreed.measures.length : 0;
  const early = !plan.mayWrite && (plan.phase === 'closed' || plan.phase === 'not_opened' ? w.over : w.tooEarly);
  return (
    <div className="case-plan">
      {newest?.state === 'offered' && <Banner tone="partly">{w.versions.waits(newest.number)}</Banner>}
      {newest?.state !== 'offered' && changed > 0 && <Banner tone="partly">{w.versions.since(changed)}</Banner>}
      {early && <Banner tone="open">{early}</Banner>}
      <div className="case-plan-columns">
        <div className="stack">
          <Needs caseId={caseId} plan={plan} open={setPanel} />
          <section className="card" aria-labelledby="goals-title">
            <div className="head wrap">
              <h2 id="goals-title">{w.goals}</h2>
              {plan.mayWrite && goals.length > 0 && <span className="end no-print">{add}</span>}
            </div>
            {goals.length === 0 && <Empty {...(plan.mayWrite ? { action: add } : {})}>{w.noGoals}</Empty>}
            {goals.map((goal) => (
              <GoalRow key={goal.id} goal={goal} plan={plan} open={setPanel} />
            ))}
            {goals.length > 0 && <GasLegend />}
          </section>
          {loose.length > 0 && (
            <section className="card" aria-labelledby="loose-title">
              <h2 id="loose-title">{w.measures.loose}</h2>
              <Measures measures={loose} plan={plan} open={setPanel} />
            </section>
          )}
        </div>
        <div className="stack">
          <section className="card" aria-labelledby="score-title">
            <h2 id="score-title">
              {w.score.course} <span className="q s">{w.score.asExpected}</span>
            </h2>
            <TCourse score={plan.score} />
          </section>
          <Versions caseId={caseId} plan={plan} open={setPanel} />
          <PlanLinks plan={plan} />
        </div>
      </div>
      <Suspense>{panel && <Opened caseId={caseId} plan={plan} panel={panel} open={setPanel} onClose={() => setPanel(null)} />}</Suspense>
    </div>
  );
}

function Opened({ caseId, plan, panel, onClose }: { caseId: string; plan: Plan; panel: Panel; open: Open; onClose: () => void }) {
  if (panel.kind === 'goal')
    return (
      <GoalPanel
        key={panel.goal?.id ?? panel.domain ?? ''}
        caseId={caseId}
        plan={plan}
        goal={panel.goal}
        domain={panel.domain}
        onClose={onClose}
      />
    );
  if (panel.kind === 'measure')
    return (
      <MeasurePanel
        key={panel.measure?.id ?? panel.goalId ?? ''}
        caseId={caseId}
        plan={plan}
        measure={panel.measure}
        goalId={panel.goalId}
        onClose={onClose}
      />
    );
  if (panel.kind === 'rate') return <RatePanel key={panel.goal.id} goal={panel.goal} onClose={onClose} />;
  if (panel.kind === 'drop') return <DropPanel key={panel.goal.id} goal={panel.goal} onClose={onClose} />;
  if (panel.kind === 'agree') return <AgreePanel plan={plan} version={panel.version} onClose={onClose} />;
  return <LinkPanel plan={plan} version={panel.version} onClose={onClose} />;
}
