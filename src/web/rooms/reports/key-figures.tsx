import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Figures } from '#rooms/reports/contract.ts';
import type { FigureId } from '#rooms/reports/rules/figures.ts';
import { numberText } from '#rooms/reports/rules/lines.ts';
import { to } from '../../paths.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { type ReportsWords, reports } from '../../words/reports.ts';
import { basisOf, figureOf, type One, textOf } from './parts.ts';

/** From each figure down to how it is counted. */
export function DefinitionLink({ of, short }: { of: FigureId; short?: boolean }) {
  const w = useWords(reports);
  return (
    <Link to={to.figuresPart('definitionen')} hash={of} aria-label={w.definition(of)}>
      {short ? of : w.definition(of)}
    </Link>
  );
}

const madeOf = ({ numerator, denominator }: One, w: ReportsWords) =>
  w.report.of(numberText(numerator ?? 0, w.report.tag), numberText(denominator ?? 0, w.report.tag));

/** The five figures that everybody asks for, big, each with what it is made of. */
export function KeyFigures({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const format = useFormat();
  const of = (id: FigureId, part = '') => figureOf(figures.figures, id, part);
  const places = of('V1');
  const each = of('V1', 'per-colleague');
  const before = figureOf(figures.before, 'V1');
  const missed = of('V4', 'first');
  const trial = of('V3', 'on-trial');
  const share = (value: number) => numberText(value, format.tag, 1, 1);
  return (
    <dl className="figs">
      <Big name={w.key.places} figure={places} id="V1">
        {w.key.placesOf(figures.colleagues, each?.value == null ? null : share(each.value))}{' '}
        {before ? w.key.beforeOf(figures.year - 1, textOf(before, w)) : null}
      </Big>
      <Big name={w.key.call} figure={of('V8')} id="V8">
        {of('V8')?.value != null && w.key.callOf(madeOf(of('V8') as One, w))}
      </Big>
      <Big name={w.key.missed} figure={missed} id={missed?.value === 0 ? 'V7' : 'V4'}>
        {missed?.value != null && (
          <>
            {w.key.missedOf(madeOf(missed, w))}{' '}
            <span className="nw">
              {missed.low !== null && missed.high !== null
                ? w.key.rangeOf(share(missed.low), share(missed.high))
                : missed.high !== null
                  ? w.key.atMost(share(missed.high))
                  : ''}
            </span>
          </>
        )}
      </Big>
      <Big name={w.key.fit} figure={of('V3')} id="V3">
        {of('V3')?.value != null && w.key.fitOf(madeOf(of('V3') as One, w), trial?.value == null ? null : format.number(trial.value))}
      </Big>
      <Big name={w.key.wait} figure={of('V9', 'median')} id="V9">
        {of('V9', 'median')?.value != null && w.key.waitOf(textOf(of('V9', 'p90'), w))}
      </Big>
    </dl>
  );
}

function Big({ name, figure, id, children }: { name: string; figure: One | undefined; id: FigureId; children: ReactNode }) {
  const w = useWords(reports);
  const text = textOf(figure, w);
  const known = figure?.value != null;
  const [number, unit] = known ? (/^([\d.,\s-]+?)\s*([^\d.,\s].*)?$/u.exec(text)?.slice(1) ?? [text]) : [w.notShown];
  return (
    <div>
      <dt>{name}</dt>
      <dd className="big">
        {number} {unit && <small>{unit}</small>}
      </dd>
      <dd className="n">
        {known ? children : figure?.hidden === 'small' ? w.key.small : w.key.nothing} <DefinitionLink of={id} />
      </dd>
    </div>
  );
}

/** Every figure of the year as a table, with the year before. */
export const allRows = (figures: Figures, w: ReportsWords) =>
  figures.figures.map((figure) => ({
    key: `${figure.id}/${figure.part}`,
    id: figure.id,
    label: w.report.parts[figure.part ? `${figure.id}/${figure.part}` : figure.id] ?? figure.id,
    value: textOf(figure, w),
    basis: basisOf(figure, w),
    before: textOf(figureOf(figures.before, figure.id, figure.part), w),
  }));
