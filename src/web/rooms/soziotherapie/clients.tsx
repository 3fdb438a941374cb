import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ClientRow } from '#rooms/soziotherapie/contract/overview.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, type Column, Empty, Segments, State, Table, TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { clientsQuery } from './data.ts';
import { decimal, hoursOf } from './numbers.ts';

const TYPING_MS = 250;

/** The colour of a state beside its word. */
export const stateTone = (state: ClientRow['state']) =>
  state === 'ACTIVE'
    ? 'yes'
    : state === 'GAP' || state === 'EXHAUSTED'
      ? 'no'
      : state === 'CLOSED' || state === 'INQUIRY'
        ? 'open'
        : 'partly';

/** Clients of the practice: open cases whole, ended ones by pages and by name. No diagnosis stands in a list. */
export function Clients() {
  const w = useWords(soziotherapie);
  const faults = useWords(problems);
  const [which, setWhich] = useState<'open' | 'ended'>('open');
  const [q, setQ] = useState('');
  const [asked, setAsked] = useState('');
  const [page, setPage] = useState(1);
  useEffect(() => {
    const timer = setTimeout(() => {
      setAsked(q.trim());
      setPage(1);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [q]);
  const { data, error } = useQuery({
    ...clientsQuery(which === 'open' ? { which, page: 1 } : { which, page, ...(asked ? { q: asked } : {}) }),
    placeholderData: keepPreviousData,
  });
  const columns = useColumns(which);
  return (
    <section className="card" aria-label={w.clients}>
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      <div className="which">
        <Segments
          label={w.clients}
          hideLabel
          choices={(['open', 'ended'] as const).map((value) => ({ value, label: w.which[value] }))}
          value={which}
          onChange={(value) => {
            setWhich(value);
            setPage(1);
          }}
        />
      </div>
      {which === 'ended' && (
        <div className="which">
          <TextField label={w.searchName} type="search" value={q} onChange={setQ} maxLength={80} />
        </div>
      )}
      {data && (
        <Table
          key={which}
          label={w.clients}
          columns={columns}
          rows={data.clients}
          rowKey={(row) => row.episodeId}
          {...(which === 'open' ? { filter: true, start: { key: 'name' } } : {})}
          fileName={w.clientFile}
          exported="people"
          empty={<Empty>{which === 'open' ? w.noClients : w.noEnded}</Empty>}
        />
      )}
      {which === 'ended' && data && (page > 1 || data.more) && (
        <div className="row pages">
          <Button
            small
            icon={ChevronLeft}
            onPress={() => setPage(page - 1)}
            missing={page === 1 ? [{ what: w.page(1), go: () => undefined }] : []}
          >
            {w.before}
          </Button>
          <span className="num s" role="status">
            {w.page(page)}
          </span>
          <Button
            small
            icon={ChevronRight}
            onPress={() => setPage(page + 1)}
            missing={data.more ? [] : [{ what: w.page(page), go: () => undefined }]}
          >
            {w.further}
          </Button>
        </div>
      )}
    </section>
  );
}

function useColumns(which: 'open' | 'ended'): Column<ClientRow>[] {
  const w = useWords(soziotherapie);
  const format = useFormat();
  const when = (local: string | null) => (local ? `${format.day(local.slice(0, 10))} ${local.slice(11)}` : '–');
  const first: Column<ClientRow>[] = [
    { key: 'name', head: w.name, cell: (row) => <Link to={to.sozioFile(row.episodeId)}>{row.name}</Link>, sortBy: sortName },
    {
      key: 'state',
      head: w.stateHead,
      cell: (row) => <State tone={stateTone(row.state)}>{w.state[row.state]}</State>,
      sortBy: (row) => w.state[row.state],
    },
    {
      key: 'helper',
      head: w.helper,
      cell: (row) => row.helperName ?? <span className="q">{w.nobody}</span>,
      sortBy: (row) => row.helperName,
    },
  ];
  const opened: Column<ClientRow> = {
    key: 'opened',
    head: w.openedOn,
    cell: (row) => <span className="num">{format.date(row.openedOn)}</span>,
    sortBy: (row) => row.openedOn,
    text: (row) => format.date(row.openedOn),
  };
  if (which === 'ended')
    return [
      ...first,
      opened,
      {
        key: 'closed',
        head: w.closedOn,
        cell: (row) => <span className="num">{row.closedOn ? format.date(row.closedOn) : '–'}</span>,
        sortBy: (row) => row.closedOn,
        text: (row) => (row.closedOn ? format.date(row.closedOn) : ''),
      },
    ];
  return [
    ...first,
    {
      key: 'next',
      head: w.nextVisit,
      cell: (row) => <span className="num nw">{when(row.nextVisit)}</span>,
      sortBy: (row) => row.nextVisit,
      text: (row) => when(row.nextVisit),
    },
    {
      key: 'units',
      head: w.unitsLeft,
      figures: true,
      cell: (row) => <span className="num">{row.leftHundredths === null ? '–' : decimal(format, row.leftHundredths)}</span>,
      sortBy: (row) => row.leftHundredths,
      text: (row) => (row.leftHundredths === null ? '' : decimal(format, row.leftHundredths)),
    },
    {
      key: 'hours',
      head: w.hoursLeft,
      figures: true,
      cell: (row) => <span className="num">{row.leftMinutes === null ? '–' : hoursOf(format, row.leftMinutes)}</span>,
      sortBy: (row) => row.leftMinutes,
      text: (row) => (row.leftMinutes === null ? '' : hoursOf(format, row.leftMinutes)),
    },
    opened,
  ];
}

/** By family name, as files stand on a shelf. */
const sortName = (row: ClientRow) => row.name.split(' ').toReversed().join(' ');
