import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import type { Plans } from './data.ts';

/** Every version, newest first; older ones stay readable. */
export function Versions({ plans, shownId, onShow }: { plans: Plans['plans']; shownId: string; onShow: (id: string) => void }) {
  const w = useWords(planWords);
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="plan-versions">
      <h2 id="plan-versions">{w.versions.title}</h2>
      <ul className="plan-rows">
        {plans.map(({ id, number, state, signedOn, offeredOn, writtenAt }) => (
          <li key={id} aria-current={id === shownId || undefined}>
            <span>
              <b>{w.version(number)}</b>{' '}
              <span className="s q">
                {w.states[state]}, {format.listed(signedOn ?? offeredOn ?? writtenAt.slice(0, 10))}
              </span>
            </span>
            {id === shownId ? (
              <span className="s q">{w.versions.shown}</span>
            ) : (
              <button type="button" className="link s" onClick={() => onShow(id)}>
                {w.versions.show(number)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
