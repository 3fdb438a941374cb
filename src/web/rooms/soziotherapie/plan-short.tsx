import { Link } from '@tanstack/react-router';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { to } from '../../paths.ts';
import { AnswerMark, Empty } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { soziotherapie } from '../../words/soziotherapie.ts';

/** The plan in the client's words: far goal, near goals, and how often each was worked on since it was signed. */
export function PlanShort({ file }: { file: FileView }) {
  const w = useWords(soziotherapie).plan;
  const format = useFormat();
  const { plan } = file;
  return (
    <section className="card" aria-labelledby="sozio-plan">
      <div className="head wrap">
        <h2 id="sozio-plan">{w.title}</h2>
        {plan && (
          <span className="q s">
            {w.version(plan.number)}, {plan.signedOn ? w.signed(format.listed(plan.signedOn)) : w.state[plan.state]}
          </span>
        )}
        <Link className="s end no-print" to={to.sozioFile(file.episodeId, 'plan')}>
          {w.toPlan}
        </Link>
      </div>
      {!plan && <Empty>{w.none}</Empty>}
      {plan?.farGoals.map((goal) => (
        <div key={goal} className="goalx">
          <span className="s q">{w.far}</span>
          <p className="said">„{goal}“</p>
        </div>
      ))}
      {plan?.nearGoals.map((goal, index) => (
        <div key={goal.text} className="goalx">
          <span className="s q">
            {[
              w.near(index + 1),
              goal.measure?.frequency && w.per[goal.measure.per](format.number(goal.measure.frequency)),
              goal.measure && w.measure[goal.measure.kind],
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <p className="said">„{goal.text}“</p>
          {goal.sessions !== null && plan.signedOn && <Worked count={goal.sessions} since={format.listed(plan.signedOn)} />}
        </div>
      ))}
    </section>
  );
}

function Worked({ count, since }: { count: number; since: string }) {
  const words = useWords(soziotherapie).plan.sessions(count, since);
  return (
    <p className="s">
      <span className={count > 0 ? 'yes b' : 'open b'}>
        <AnswerMark answer={count > 0 ? 'yes' : 'open'} /> {words.n}
      </span>{' '}
      <span className="q">{words.since}</span>
    </p>
  );
}
