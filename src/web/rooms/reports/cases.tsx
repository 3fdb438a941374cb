import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import { figureCases } from '#rooms/reports/contract.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { type Column, Empty, Table } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { usePeriod } from './period.ts';

type Case = z.output<typeof figureCases.answer>['cases'][number];

/** The cases behind V1: day and therapist; the request only where somebody here still has to do with it. */
export function Cases() {
  const w = useWords(reports);
  const c = useWords(codes);
  const format = useFormat();
  const { year, area } = usePeriod();
  const { data } = useQuery({
    queryKey: ['figure-cases', year, area],
    queryFn: () => call(figureCases, { params: { year }, query: { area } }),
  });
  if (!data) return null;
  const kindOf = ({ placeKind }: Case) => c.offerKind[placeKind as keyof typeof c.offerKind] ?? placeKind;
  const columns: Column<Case>[] = [
    { key: 'day', head: w.cases.day, cell: (row) => format.date(row.day), sortBy: (row) => row.day, text: (row) => format.date(row.day) },
    { key: 'who', head: w.cases.who, cell: (row) => row.practitioner, sortBy: (row) => row.practitioner },
    { key: 'kind', head: w.cases.kind, cell: kindOf, sortBy: kindOf },
    {
      key: 'request',
      head: w.cases.request,
      cell: (row) =>
        row.requestId ? <Link to={to.request(row.requestId)}>{w.cases.open}</Link> : <span className="q">{w.cases.closed}</span>,
      text: (row) => (row.requestId ? w.cases.open : w.cases.closed),
    },
  ];
  return (
    <section className="card" aria-labelledby="cases">
      <h2 id="cases">{w.cases.title(year)}</h2>
      <p className="sub">{w.cases.lead}</p>
      <Table
        label={w.cases.title(year)}
        columns={columns}
        rows={data.cases}
        rowKey={(row) => `${data.cases.indexOf(row)}`}
        fileName={w.cases.file(year)}
        exported="figures"
        filter
        empty={<Empty>{w.cases.none}</Empty>}
      />
    </section>
  );
}
