import { SERVICE_TYPES } from '#rooms/directory/rules/service-types.ts';
import { State } from '../../../ui/index.ts';
import { evaluation as words } from '../../../words/evaluation.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { domainName, scoreText } from '../plan/data.ts';
import { Gas } from '../plan/gas.tsx';
import type { Evaluation } from './data.ts';

const NO_TEXTS: Record<string, string> = {};

/** What the figures of the case say: goals, gaps and phases. Frozen ones once asked for. */
export function Figures({ data }: { data: Evaluation }) {
  const w = useWords(words);
  const { language } = useLanguage();
  const { summary, names } = data;
  const { start, end, change } = summary.t;
  const text = (value: number) => scoreText(language, value).replace('-', '−');
  return (
    <>
      <section className="card" aria-labelledby="eval-goals">
        <h2 id="eval-goals">{w.goals}</h2>
        <p>
          {start !== null && end !== null && change !== null
            ? w.tNow(text(start), text(end), `${change > 0 ? '+' : ''}${text(change)}`)
            : w.noScore}
        </p>
        <ul className="plain">
          {summary.goals.map((goal) => (
            <li key={goal.id} className="case-goal">
              <div className="case-goal-head">
                <div>
                  <p className="said">„{names[goal.id]}“</p>
                  <p className="s q">
                    {domainName(language, goal.domain)}
                    {!goal.counts && ` · ${w.leftOut}`}
                  </p>
                </div>
                <Gas baseline={goal.start} now={goal.end} scale={NO_TEXTS} />
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section className="card" aria-labelledby="eval-found">
        <h2 id="eval-found">{w.found}</h2>
        <p>
          {w.gaps(summary.found.gaps, summary.found.gapsClosed)}. {w.duplicates(summary.found.duplicates, summary.found.duplicatesRemoved)}.
        </p>
        <p className="s q">{w.caution}</p>
      </section>
      <section className="card" aria-labelledby="eval-phases">
        <h2 id="eval-phases">{w.phases}</h2>
        <dl className="eval-phases">
          {summary.phases.map(({ phase, days }) => (
            <div key={phase}>
              <dt>{w.phaseNames[phase] ?? phase}</dt>
              <dd className="num">{w.days(days)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

/** Needs and services before and after: wide, so beneath the words. */
export function BeforeAndAfter({ data }: { data: Evaluation }) {
  return (
    <>
      <Needs data={data} />
      <Services data={data} />
    </>
  );
}

type Course = Evaluation['summary']['needs'][number]['client'];

function Needs({ data: { summary } }: { data: Evaluation }) {
  const w = useWords(words);
  const { language } = useLanguage();
  if (summary.needs.length === 0) return null;
  const view = ({ need, severity }: Course['before']) =>
    need === null && severity === null ? w.nothing : [need ? w.need[need] : null, severity].filter((part) => part !== null).join(', ');
  const course = ({ before, after }: Course) => (
    <>
      {view(before)}
      {after && view(after) !== view(before) && (
        <> → {before.need === 'unmet' && after.need !== 'unmet' ? <State tone="yes">{view(after)}</State> : view(after)}</>
      )}
    </>
  );
  const { client, professional } = summary.converted;
  return (
    <section className="card" aria-labelledby="eval-needs">
      <h2 id="eval-needs">{w.needs}</h2>
      {summary.needs.every((one) => one.client.after === null) && <p className="q">{w.oneRound}</p>}
      {client && (
        <p>
          {w.client}: {w.converted(client.converted, client.of)}
        </p>
      )}
      {professional && (
        <p>
          {w.professional}: {w.converted(professional.converted, professional.of)}
        </p>
      )}
      <div className="eval-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{w.domain}</th>
              <th scope="col">{w.client}</th>
              <th scope="col">{w.professional}</th>
            </tr>
          </thead>
          <tbody>
            {summary.needs.map((one) => (
              <tr key={one.domain}>
                <th scope="row">{domainName(language, one.domain)}</th>
                <td>{course(one.client)}</td>
                <td>{course(one.professional)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Services({ data: { summary, names } }: { data: Evaluation }) {
  const w = useWords(words);
  const format = useFormat();
  const { language } = useLanguage();
  const kind = (code: string) => SERVICE_TYPES.find((type) => type.code === code)?.[language] ?? code;
  return (
    <section className="card" aria-labelledby="eval-services">
      <h2 id="eval-services">{w.services}</h2>
      {summary.services.length === 0 ? (
        <p className="q">{w.noServices}</p>
      ) : (
        <div className="eval-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{w.service}</th>
                <th scope="col">{w.from}</th>
                <th scope="col">{w.to}</th>
                <th scope="col">{w.outcome}</th>
              </tr>
            </thead>
            <tbody>
              {summary.services.map((line) => (
                <tr key={line.id}>
                  <th scope="row">
                    {names[line.id]} <span className="q s">· {kind(line.serviceType)}</span>
                  </th>
                  <td>{line.startedOn ? format.date(line.startedOn) : '–'}</td>
                  <td>{line.endedOn ? format.date(line.endedOn) : '–'}</td>
                  <td>{line.outcome ? w.outcomes[line.outcome] : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
