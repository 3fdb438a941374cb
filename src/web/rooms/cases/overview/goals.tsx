import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { to } from '../../../paths.ts';
import { caseOverview } from '../../../words/case-overview.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { domainName, type Goal, planQuery, scoreText } from '../plan/data.ts';
import { Gas, GasLegend } from '../plan/gas.tsx';

const SHOWN = 5;
const OVER: readonly Goal['status'][] = ['dropped', 'superseded'];

/** The goals in the client's words with where each stands, and what they come to together. */
export function Goals({ caseId }: { caseId: string }) {
  const w = useWords(caseOverview).goals;
  const plan = useWords(casePlan);
  const format = useFormat();
  const { language } = useLanguage();
  const { data } = useQuery(planQuery(caseId));
  if (!data) return null;
  const { now, baseline } = data.score;
  const goals = data.goals.filter(({ status }) => !OVER.includes(status));
  const rated = goals.flatMap(({ ratings }) => ratings.map(({ on }) => on)).sort();
  const last = rated.at(-1);
  const text = (value: number) => scoreText(language, value);
  return (
    <section className="card" aria-labelledby="case-goals">
      <div className="head">
        <h2 id="case-goals">{w.title}</h2>
        {baseline !== null && <span className="q s">{now === null ? w.tAtBegin(text(baseline)) : w.t(text(baseline), text(now))}</span>}
        <Link className="s end" to={to.caseFile(caseId, 'hilfeplan')}>
          {w.open}
        </Link>
      </div>
      {goals.length === 0 ? (
        <p className="q">{w.none}</p>
      ) : (
        <>
          {goals.slice(0, SHOWN).map((goal) => (
            <div key={goal.id} className="overview-goal">
              <div>
                <p className="said">„{goal.words.text}“</p>
                <p className="s q">
                  {[domainName(language, goal.domain), goal.weight > 1 ? plan.weight(goal.weight) : '', goal.words.indicator]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              <Gas baseline={goal.baseline} now={goal.now} scale={goal.words.scale} />
            </div>
          ))}
          {goals.length > SHOWN && <p className="s q">{w.more(goals.length - SHOWN)}</p>}
          <div className="overview-foot">
            <GasLegend />
            {last && <span className="s q">{plan.lastRated(format.listed(last))}</span>}
          </div>
        </>
      )}
    </section>
  );
}
