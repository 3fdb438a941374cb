import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, type Column, Empty, Progress, SelectField, Table, TakeAlong } from '../../ui/index.ts';
import type { List } from '../../ui/take-along.tsx';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { network as networkWords } from '../../words/network.ts';
import { problems } from '../../words/problems.ts';
import { countSet, FilterBar, type Filters, isPostalCode, NO_FILTERS, queryOf } from './filters.tsx';
import { Freshness, freshnessWords, Room, type Row } from './states.tsx';

/** Kept while somebody visits another room. */
let kept = { filters: NO_FILTERS, page: 1 };
const TYPING_MS = 250;

/** What stands still for a moment; typing does not ask the server with each letter. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export function Practitioners({ current, tools, empty }: { current: string | null; tools: ReactNode; empty: ReactNode }) {
  const w = useWords(networkWords);
  const c = useWords(codes);
  const faults = useWords(problems);
  const format = useFormat();
  const queries = useQueryClient();
  const [now, setNow] = useState(kept);
  kept = now;
  const asked = useSettled(now);
  const { data, error, isFetching } = useQuery({
    queryKey: ['network', 'practitioners', queryOf(asked.filters, asked.page)],
    queryFn: ({ signal }) => call(directory.practitioners, { query: queryOf(asked.filters, asked.page), signal }),
    placeholderData: keepPreviousData,
  });
  useLive(['directory', 'placement', 'gap'], () => void queries.invalidateQueries({ queryKey: ['network'] }));
  const change = (filters: Filters) => setNow({ filters, page: 1 });
  const near = isPostalCode(now.filters.postalCode);
  const columns: Column<Row>[] = [
    {
      key: 'name',
      head: w.name,
      cell: (row) => (
        <Link to={to.practitioner(row.id)} className="nw">
          {[row.title, row.name].filter(Boolean).join(' ')}
        </Link>
      ),
    },
    { key: 'places', head: w.places, cell: (row) => <Room row={row} /> },
    { key: 'fresh', head: w.state, cell: (row) => <Freshness confirmedAt={row.confirmedAt} fresh={row.fresh} /> },
    ...(near
      ? [
          {
            key: 'km',
            head: w.distance,
            figures: true,
            cell: (row: Row) => <span className="nw">{row.kilometres === null ? '–' : format.km(row.kilometres * 1000)}</span>,
          },
        ]
      : []),
    { key: 'procedure', head: w.procedure, cell: (row) => row.procedures.map((one) => c.procedureShort[one]).join(', ') || '–' },
    { key: 'languages', head: w.languages, cell: (row) => row.languages.map(format.languageName).join(', ') || '–' },
    { key: 'where', head: w.where, cell: (row) => row.places.join(', ') || '–' },
    { key: 'practice', head: w.practice, cell: (row) => <span className="q">{row.organisation}</span> },
  ];
  const sorts = (['name', 'distance', 'freshness', 'open-places'] as const).filter((one) => one !== 'distance' || near);
  const pages = data ? Math.max(1, Math.ceil(data.total / data.pageSize)) : 1;
  const problem = error ? problemOf(error) : null;
  return (
    <div className="network-grid">
      <FilterBar filters={now.filters} onChange={change} problem={problem} />
      <section className="card" aria-label={w.list}>
        <div className="tools">
          <span className="b num" role="status">
            {data ? w.total(data.total) : ''}
          </span>
          <div className="end row wrap">
            <SelectField
              label={w.sort}
              hideLabel
              choices={sorts.map((value) => ({ value, label: w.sortOf[value] }))}
              value={now.filters.sort === 'distance' && !near ? 'name' : now.filters.sort}
              onChange={(sort) => sort && change({ ...now.filters, sort })}
            />
            {tools}
            <Export filters={asked.filters} />
          </div>
        </div>
        {problem && !problem.body.errors?.length && <Banner tone="no">{problem.sentence(faults)}</Banner>}
        {data?.total === 0 ? (
          countSet(asked.filters) > 0 ? (
            <Empty action={<Button onPress={() => change(NO_FILTERS)}>{w.clear}</Button>}>{w.nothing}</Empty>
          ) : (
            empty
          )
        ) : (
          data && (
            <div className="people-table" aria-busy={isFetching}>
              <Table label={w.list} columns={columns} rows={data.practitioners} rowKey={(row) => row.id} current={current} />
            </div>
          )
        )}
        {pages > 1 && (
          <div className="row pages">
            <Button
              small
              icon={ChevronLeft}
              onPress={() => setNow({ ...now, page: Math.max(1, now.page - 1) })}
              missing={now.page === 1 ? [{ what: w.page(1, pages), go: () => undefined }] : []}
            >
              {w.before}
            </Button>
            <span className="num s" role="status">
              {w.page(now.page, pages)}
            </span>
            <Button
              small
              icon={ChevronRight}
              onPress={() => setNow({ ...now, page: Math.min(pages, now.page + 1) })}
              missing={now.page === pages ? [{ what: w.page(pages, pages), go: () => undefined }] : []}
            >
              {w.next}
            </Button>
          </div>
        )}
      </section>
    </div>
  );
}

/** All pages of what is filtered, as one file. */
function Export({ filters }: { filters: Filters }) {
  const w = useWords(networkWords);
  const c = useWords(codes);
  const format = useFormat();
  const [running, setRunning] = useState<{ done: number; of: number } | null>(null);
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const content = async (): Promise<List | undefined> => {
    const control = new AbortController();
    stop.current = control;
    const rows: Row[] = [];
    try {
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const answer = await call(directory.practitioners, { query: queryOf(filters, page), signal: control.signal });
        rows.push(...answer.practitioners);
        pages = Math.ceil(answer.total / answer.pageSize);
        setRunning({ done: page, of: Math.max(1, pages) });
      }
    } catch (fault) {
      if (control.signal.aborted) return undefined;
      throw fault;
    } finally {
      setRunning(null);
    }
    return { head, rows: rows.map(line) };
  };
  const head = [w.name, w.professionLabel, w.practice, w.where, w.procedure, w.languages, w.csvFree, w.csvTakes, w.state, w.distance];
  const line = (row: Row) => [
    [row.title, row.name].filter(Boolean).join(' '),
    w.profession[row.profession],
    row.organisation,
    row.places.join(', '),
    row.procedures.map((one) => c.procedureShort[one]).join(', '),
    row.languages.map(format.languageName).join(', '),
    String(row.openPlaces),
    row.acceptsNew ? w.yes : w.no,
    freshnessWords(w, format, row),
    row.kilometres === null ? '' : format.km(row.kilometres * 1000),
  ];
  return (
    <>
      {running && running.of > 1 && (
        <Progress
          text={w.csvRunning(running.done, running.of)}
          done={running.done}
          of={running.of}
          onCancel={() => stop.current?.abort()}
        />
      )}
      <TakeAlong list="network" fileName={w.file} title={w.list} content={content} />
    </>
  );
}
