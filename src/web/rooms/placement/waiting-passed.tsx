import { useQuery } from '@tanstack/react-query';
import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { type Column, Table } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { waiting } from '../../words/waiting.ts';
import { useRequestWording } from './request-wording.ts';

/** Places that went to a caller although somebody waited for them: for the coordination, which can see whether one call is fair to all. */
export function Passed() {
  const w = useWords(waiting).passed;
  const { free } = useWords(waiting);
  const { f } = useRequestWording();
  const { data } = useQuery({
    queryKey: ['placement', 'queue', 'passed'],
    queryFn: ({ signal }) => call(placement.listPassed, { signal }),
  });
  if (!data || data.passed.length === 0) return null;
  const days = (since: string, at: string) =>
    Math.max(0, daysBetween(dayInBerlin(Temporal.Instant.from(since)), dayInBerlin(Temporal.Instant.from(at))));
  const columns: Column<placement.PassedPlace>[] = [
    {
      key: 'at',
      head: w.at,
      cell: ({ at, requestId }) => <a href={to.request(requestId)}>{f.when(at)}</a>,
      sortBy: ({ at }) => at,
      text: ({ at }) => f.when(at),
    },
    { key: 'place', head: w.place, cell: ({ practitionerName }) => practitionerName, sortBy: ({ practitionerName }) => practitionerName },
    { key: 'by', head: w.by, cell: ({ by }) => by ?? '' },
    { key: 'waited', head: w.waited, cell: ({ waited }) => waited, sortBy: ({ waited }) => waited, figures: true },
    {
      key: 'longest',
      head: w.longest,
      cell: ({ longestSince, at }) => free.waitsOf(days(longestSince, at)),
      sortBy: ({ longestSince, at }) => days(longestSince, at),
      figures: true,
    },
  ];
  return (
    <details className="passed">
      <summary>{w.title(data.passed.length)}</summary>
      <p className="s q">{w.lead}</p>
      <Table label={w.label} columns={columns} rows={data.passed} rowKey={({ requestId }) => requestId} />
    </details>
  );
}
