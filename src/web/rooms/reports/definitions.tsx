import { FIGURES } from '#rooms/reports/rules/figures.ts';
import { useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';

/** How each figure is counted; every figure of the page leads here. */
export function Definitions() {
  const w = useWords(reports);
  return (
    <section className="card definitions" aria-labelledby="definitions">
      <h2 id="definitions">{w.defs.title}</h2>
      <p className="lead">{w.defs.lead}</p>
      <dl>
        {FIGURES.map((id) => (
          <div key={id} id={id}>
            <dt>
              <b className="num">{id}</b> {w.definitions[id].name}
            </dt>
            <dd>{w.definitions[id].text}</dd>
            <dd className="q s">
              {w.defs.source}: {w.definitions[id].source}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
