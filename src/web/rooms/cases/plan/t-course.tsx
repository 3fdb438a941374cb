import { casePlan } from '../../../words/case-plan.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { type Plan, scoreText } from './data.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [380, 170, 30, 46, 12, 24];
const [LOW, HIGH] = [20, 80];

/** The T-score over time: a line from the beginning to now, with the line of "as expected"; the same as a table. */
export function TCourse({ score }: { score: Plan['score'] }) {
  const w = useWords(casePlan).score;
  const format = useFormat();
  const { language } = useLanguage();
  const text = (value: number) => scoreText(language, value);
  const { course, baseline, now, change } = score;
  const first = course[0];
  const last = course.at(-1);
  if (baseline === null) return <p className="q">{w.none}</p>;
  const days = course.map(({ on }) => Temporal.PlainDate.from(on));
  const begin = days[0];
  const end = days.at(-1);
  const span = begin && end ? Math.max(1, begin.until(end).days) : 1;
  const x = (day: Temporal.PlainDate) => LEFT + (course.length < 2 || !begin ? 0.5 : begin.until(day).days / span) * (WIDTH - LEFT - RIGHT);
  const y = (t: number) => TOP + ((HIGH - Math.max(LOW, Math.min(HIGH, t))) / (HIGH - LOW)) * (HEIGHT - TOP - BOTTOM);
  const points = course.map(({ t }, at) => [days[at] ? x(days[at]) : LEFT, y(t)] as const);
  return (
    <>
      <p className="t-now">
        {now !== null && (
          <>
            <strong className="num">{text(now)}</strong> {w.now},{' '}
          </>
        )}
        <span className="num">{text(baseline)}</span> {w.baseline}
        {change !== null && <span className="q"> · {w.change(`${change > 0 ? '+' : ''}${text(change).replace('-', '−')}`)}</span>}
      </p>
      {score.unrated.length > 0 && <p className="s q">{w.unrated(score.unrated.length)}</p>}
      {first && last && (
        <>
          <svg
            className="t-course"
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            role="img"
            aria-label={w.picture(course.map(({ on, t }) => `${format.listed(on)} ${text(t)}`).join(', '))}
          >
            {[30, 40, 60, 70].map((t) => (
              <line key={t} className="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(t)} y2={y(t)} />
            ))}
            <line className="expected" x1={LEFT} x2={WIDTH - RIGHT} y1={y(50)} y2={y(50)} />
            {[30, 50, 70].map((t) => (
              <text key={t} x={LEFT - 6} y={y(t) + 4} textAnchor="end">
                {t}
              </text>
            ))}
            <polyline className="line" points={points.map(([px, py]) => `${px},${py}`).join(' ')} />
            {points.map(([px, py], at) => (
              <circle key={course[at]?.on} cx={px} cy={py} r={at === points.length - 1 ? 5 : 3.5} />
            ))}
            <text className="here" x={(points.at(-1)?.[0] ?? 0) + 9} y={(points.at(-1)?.[1] ?? 0) + 4}>
              {text(last.t)}
            </text>
            <text x={LEFT} y={HEIGHT - 6}>
              {course.length > 1 ? format.listed(first.on) : ''}
            </text>
            <text x={course.length > 1 ? WIDTH - RIGHT : points[0]?.[0]} y={HEIGHT - 6} textAnchor={course.length > 1 ? 'end' : 'middle'}>
              {format.listed(last.on)}
            </text>
          </svg>
          <details className="s">
            <summary>{w.table}</summary>
            <table className="t-table">
              <thead>
                <tr>
                  <th scope="col">{w.day}</th>
                  <th scope="col">{w.title}</th>
                </tr>
              </thead>
              <tbody>
                {course.map(({ on, t }) => (
                  <tr key={on}>
                    <th scope="row">{format.date(on)}</th>
                    <td className="num">{text(t)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
      <details className="s">
        <summary>{w.how}</summary>
        <p>{w.howText}</p>
      </details>
    </>
  );
}
