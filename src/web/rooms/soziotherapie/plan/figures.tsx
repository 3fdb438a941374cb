import { useFormat } from '../../../words/language.tsx';

/** Sums side by side, each with what it counts below. */
export function Figures({ figures }: { figures: readonly (readonly [count: number, what: string])[] }) {
  const format = useFormat();
  return (
    <dl className="plan-figures">
      {figures.map(([count, what]) => (
        <div key={what}>
          <dd className="num">{format.number(count)}</dd>
          <dt className="s">{what}</dt>
        </div>
      ))}
    </dl>
  );
}
