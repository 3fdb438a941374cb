import { useId } from 'react';
import type { Figures } from '#rooms/reports/contract.ts';
import { LEVELS } from '#rooms/reports/rules/figures.ts';
import { numberText } from '#rooms/reports/rules/lines.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { FigureFrame, ShareBar } from './figure-frame.tsx';
import { DefinitionLink } from './key-figures.tsx';
import { basisOf, figureOf, textOf } from './parts.ts';

/** V15: how many, how fast, how many in time. */
export function Emergencies({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const id = useId();
  const of = (part: string) => figureOf(figures.figures, 'V15', part);
  const rows = LEVELS.filter((level) => of(level)?.value !== 0);
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>{rows.length === 0 ? w.emergencies.none : w.emergencies.title}</h3>
      <p className="sub">
        {w.emergencies.sub} <DefinitionLink of="V15" />
      </p>
      {rows.length > 0 && (
        <div className="scroll">
          <table className="list" aria-labelledby={id}>
            <thead>
              <tr>
                <th scope="col">{w.emergencies.level}</th>
                {[w.emergencies.count, w.emergencies.median, w.emergencies.p95, w.emergencies.inTime].map((head) => (
                  <th key={head} scope="col" className="r">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((level) => {
                const inTime = of(`${level}-in-time`);
                return (
                  <tr key={level}>
                    <th scope="row">{w.emergencies.levels[level]}</th>
                    <td className="r">{of(level)?.hidden === 'small' ? w.report.below : textOf(of(level), w)}</td>
                    <td className="r">{of(`${level}-median`)?.value == null ? w.notShown : textOf(of(`${level}-median`), w)}</td>
                    <td className="r">{of(`${level}-p95`)?.value == null ? w.notShown : textOf(of(`${level}-p95`), w)}</td>
                    <td className="r">{inTime?.value == null ? w.notShown : basisOf(inTime, w)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** V16, V17 and V11. */
export function Work({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const id = useId();
  const rows = [
    ['V16', 'answered', w.work.answered],
    ['V16', 'median', w.work.handling],
    ['V17', 'length', w.work.length],
    ['V17', 'median', w.work.age],
    ['V17', 'contacted', w.work.contacted],
    ['V11', '', w.work.vacancy],
  ] as const;
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>{w.work.title}</h3>
      <dl className="lines">
        {rows.map(([figure, part, label]) => {
          const one = figureOf(figures.figures, figure, part);
          const basis =
            figure === 'V11' && one?.numerator != null && one.denominator != null
              ? w.work.vacancyOf(numberText(one.numerator, w.report.tag), numberText(one.denominator, w.report.tag))
              : basisOf(one, w);
          return (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <b className="num">{textOf(one, w)}</b> <span className="q s">{basis}</span>
              </dd>
              <dd className="end">
                <DefinitionLink of={figure} short />
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

/** V13 by month. */
export function Freshness({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const format = useFormat();
  const all = figureOf(figures.figures, 'V13');
  const rows = figures.freshness;
  const monthName = (month: number) =>
    new Intl.DateTimeFormat(format.tag, { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, month - 1, 1)));
  return (
    <FigureFrame
      title={all?.value == null ? w.fresh.none : w.fresh.title(numberText(all.value, format.tag, 1, 1))}
      sub={w.fresh.sub}
      chart={null}
      table={
        rows.length === 0 ? null : (
          <table className="list" aria-label={w.fresh.sub}>
            <thead>
              <tr>
                <th scope="col">{w.fresh.month}</th>
                <th scope="col" className="r">
                  {w.fresh.open}
                </th>
                <th scope="col" className="r">
                  {w.fresh.confirmed}
                </th>
                <th scope="col">{w.fresh.share}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.month}>
                  <th scope="row">{monthName(row.month)}</th>
                  <td className="r">{row.open ?? w.notShown}</td>
                  <td className="r">{row.fresh ?? w.notShown}</td>
                  <td className="nw">
                    {row.percent === null ? (
                      <span className="q">{w.report.withheld}</span>
                    ) : (
                      <>
                        <ShareBar percent={row.percent} />
                        {numberText(row.percent, format.tag, 1, 1)} %
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
      caption={<DefinitionLink of="V13" />}
    />
  );
}
