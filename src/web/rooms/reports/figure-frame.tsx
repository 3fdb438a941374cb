import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ScrollBox } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';

/** The width that a picture may have, in CSS pixels: it is drawn in them, so that its text is never smaller than it says. */
export function useWidth(start: number) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(start);
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, Math.round(entry.contentRect.width))));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}

interface FrameProps {
  title: ReactNode;
  sub: ReactNode;
  /** Draws itself at a width; null where there is nothing to draw. */
  chart: ((width: number) => ReactNode) | null;
  table: ReactNode;
  caption?: ReactNode;
  className?: string;
}

/** A picture with its table: the title is the finding, the line under it says what is counted, one button turns the picture into its table. */
export function FigureFrame({ title, sub, chart, table, caption, className }: FrameProps) {
  const w = useWords(reports);
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const { ref, width } = useWidth(560);
  return (
    <section className={`card ${className ?? ''}`} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p className="sub">{sub}</p>
      <figure>
        <div ref={ref}>{chart && !asTable ? chart(width) : <ScrollBox labelledBy={id}>{table}</ScrollBox>}</div>
        <figcaption>
          {caption}
          {caption && chart && <span className="no-print"> · </span>}
          {chart && (
            <button type="button" className="as-link no-print" onClick={() => setAsTable(!asTable)}>
              {asTable ? w.asChart : w.asTable}
            </button>
          )}
        </figcaption>
      </figure>
    </section>
  );
}

/** A share as a bar beside its number; the number says it all, so the bar is silent. */
export function ShareBar({ percent }: { percent: number }) {
  return (
    <svg className="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect className="track" width="100" height="10" />
      <rect className="fill" width={percent} height="10" />
    </svg>
  );
}
