import type { WaitEstimate } from '#rooms/placement/contract.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { waiting } from '../../words/waiting.ts';

/** How long it may take, and how that was computed: never a number without where it comes from. */
export function EstimateText({ estimate, ahead }: { estimate: WaitEstimate; ahead?: number }) {
  const w = useWords(waiting).estimate;
  const f = useFormat();
  const { basis } = estimate;
  return (
    <div className="estimate stack s">
      {estimate.says === 'range' ? (
        <p>
          <b>{estimate.upper === null ? w.openRange(w.days(estimate.lower)) : w.range(estimate.lower, estimate.upper)}</b>{' '}
          {w.middle(w.days(estimate.middle))} {w.noPromise}
        </p>
      ) : (
        <p>
          <b>{w.cannot[estimate.why]}</b>
        </p>
      )}
      {ahead !== undefined && <p>{w.ahead(ahead)}</p>}
      <details>
        <summary>{w.how}</summary>
        <p>
          {estimate.says === 'range' || estimate.why === 'most-still-wait'
            ? w.basis(basis.cases, basis.placed, basis.waiting, basis.left, f.date(basis.from), f.date(basis.to))
            : w.few(basis.cases, basis.placed)}{' '}
          {basis.relaxed.length > 0 ? w.relaxed(basis.relaxed.map((step) => w.steps[step]).join(', ')) : w.exact}
        </p>
      </details>
    </div>
  );
}
