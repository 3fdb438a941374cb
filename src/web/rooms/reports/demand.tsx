import { useId, useState } from 'react';
import type { Figures } from '#rooms/reports/contract.ts';
import type { ProblemGroup } from '#rooms/reports/rules/definitions.ts';
import { cellText, numberText } from '#rooms/reports/rules/lines.ts';
import { ScrollBox, Segments } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { ShareBar } from './figure-frame.tsx';

type Row = NonNullable<Figures['demand']>[number];
const BY = ['reason', 'language', 'area'] as const;

/** V14 beside V1: where demand stays open, and why. */
export function Demand({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const id = useId();
  const { demand } = figures;
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>{w.demand.title}</h3>
      <p className="sub">
        {w.demand.sub} {!figures.open && w.demand.subSmall}
      </p>
      {demand === null ? (
        <p className="q">{w.demand.hidden}</p>
      ) : demand.length === 0 ? (
        <p className="q">{w.demand.none}</p>
      ) : (
        <Groups rows={demand} id={id} />
      )}
    </section>
  );
}

function Groups({ rows, id }: { rows: readonly Row[]; id: string }) {
  const w = useWords(reports);
  const { report } = w.report;
  return (
    <ScrollBox labelledBy={id}>
      <table className="list demand" aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{report.group}</th>
            {[report.requests, report.withPlace, report.without].map((head) => (
              <th key={head} scope="col" className="r">
                {head}
              </th>
            ))}
            <th scope="col">{report.share}</th>
            <th scope="col" className="r">
              {report.days}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DemandLine key={row.group} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function DemandLine({ row }: { row: Row }) {
  const w = useWords(reports);
  const format = useFormat();
  const beyond = `> ${format.number(Math.max(0, row.total - 5))}`;
  const hidden = (which: 'with' | 'without') => (row.below === null ? w.notShown : row.below === which ? '< 5' : beyond);
  return (
    <tr>
      <th scope="row">{w.report.groups[row.group as ProblemGroup] ?? row.group}</th>
      <td className="r">{format.number(row.total)}</td>
      <td className="r">{row.withPlace === null ? hidden('with') : format.number(row.withPlace)}</td>
      <td className="r">{row.without === null ? hidden('without') : format.number(row.without)}</td>
      <td className="nw">
        {row.percent === null ? (
          <span className="q">{w.report.withheld}</span>
        ) : (
          <>
            <ShareBar percent={row.percent} />
            {numberText(Math.round(row.percent), format.tag)} %
          </>
        )}
      </td>
      <td className="r">{row.medianDays === null ? w.notShown : numberText(row.medianDays, format.tag, 1)}</td>
    </tr>
  );
}

/** Those without a place, by main reason, language or area. */
export function Unserved({ figures }: { figures: Figures }) {
  const w = useWords(reports);
  const format = useFormat();
  const id = useId();
  const [by, setBy] = useState<(typeof BY)[number]>('reason');
  const rows = figures.unserved[by];
  const nameOf = (key: string) =>
    by === 'reason'
      ? (w.report.reasons[key] ?? key)
      : by === 'language'
        ? key === ''
          ? w.report.noLanguage
          : format.languageName(key)
        : key === ''
          ? w.report.noArea
          : `${key}…`;
  const most = Math.max(1, ...(rows ?? []).map(({ cell }) => cell.n ?? 0));
  return (
    <section className="card" aria-labelledby={id}>
      <h3 id={id}>{w.demand.by}</h3>
      <div className="no-print">
        <Segments
          label={w.demand.by}
          hideLabel
          choices={BY.map((value) => ({ value, label: w.demand.byOf[value] }))}
          value={by}
          onChange={setBy}
        />
      </div>
      {rows === null ? (
        <p className="q">{w.demand.hidden}</p>
      ) : rows.length === 0 ? (
        <p className="q">{w.demand.none}</p>
      ) : (
        <table className="list" aria-label={`${w.demand.by} ${w.demand.byOf[by]}`}>
          <thead>
            <tr>
              <th scope="col">{w.demand.byOf[by]}</th>
              <th scope="col" className="r">
                {w.report.report.requests}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cell }) => (
              <tr key={key}>
                <th scope="row">{nameOf(key)}</th>
                <td className="r nw">
                  {cell.n !== null && <ShareBar percent={(cell.n / most) * 100} />}
                  <span className="count">{cellText(cell, w.report)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
