import type { Report } from '#rooms/soziotherapie/contract/reviews.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { link as linkWords } from '../../words/link.ts';
import { plan as planWords } from '../../words/plan.ts';
import { Figures } from '../soziotherapie/plan/figures.tsx';
import { GafChart } from '../soziotherapie/plan/gaf-chart.tsx';
import '../soziotherapie/plan/plan.css';

/** The short report: sums, goals, GAF and the summary. */
export function ReportShown({ report }: { report: Report }) {
  const words = useWords(linkWords);
  const w = words.report;
  const p = useWords(planWords);
  const format = useFormat();
  const { client } = report;
  const figures: [number, string][] = [
    [report.units, w.units],
    [report.delivered, w.delivered],
    [report.noShow, w.noShow],
    [report.cancelled, w.cancelled],
  ];
  return (
    <section className="card" aria-labelledby="link-report">
      <h2 id="link-report">{client.name}</h2>
      <p className="s q">
        {[client.birthDate && words.born(format.date(client.birthDate)), w.period(format.date(report.from), format.date(report.to))]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {report.summary && (
        <>
          <h3>{w.summary}</h3>
          <p className="plan-prose">{report.summary}</p>
        </>
      )}
      <h3>{w.done}</h3>
      <Figures figures={figures} />
      <h3>{w.goals}</h3>
      <ul className="plan-rows">
        {report.goals.map(({ text, state }) => (
          <li key={text}>
            <span className="said">„{text}“</span>
            <span className="s b">{p.review.states[state]}</span>
          </li>
        ))}
      </ul>
      <GafChart ratings={report.ratings} />
      <dl className="plan-facts">
        <dt>{w.outcome}</dt>
        <dd>{p.review.outcomes[report.outcome]}</dd>
        {report.outcome !== 'end' && (
          <>
            <dt>{w.next}</dt>
            <dd>{format.date(report.nextDueOn)}</dd>
          </>
        )}
        {report.writerName && (
          <>
            <dt>{w.writer}</dt>
            <dd>{report.writerName}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
