import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import { dayInBerlin } from '#kernel/time.ts';
import type { WaitingRow } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, type Column, Empty, Icon, State, Table } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { type WaitingWords, waiting as waitingWords } from '../../words/waiting.ts';
import type { RequestWording } from './request-wording.ts';
import { useRequestWording } from './request-wording.ts';
import './waiting.css';

/** Everybody who waits, in the fair order, with why, and what is overdue. */
export function WaitingList({ current, onOffer }: { current: string | null; onOffer: (offerId: string) => void }) {
  const wording = useRequestWording();
  const w = useWords(waitingWords);
  const p = useWords(problems);
  const { data, error } = useQuery({
    queryKey: ['placement', 'queue', 'waiting-list'],
    queryFn: ({ signal }) => call(placement.listWaiting, { signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      {error && <Banner tone="no">{problemOf(error).sentence(p)}</Banner>}
      {data && data.waiting.length > 0 && <p className="s q">{w.list.summary(data.waiting.length, data.overdue)}</p>}
      {data && (
        <Table
          label={w.list.label}
          columns={columnsOf(w, wording, onOffer)}
          rows={data.waiting}
          rowKey={({ id }) => id}
          current={current}
          filter
          fileName={w.list.file}
          exported="waiting-list"
          empty={<Empty>{w.list.empty}</Empty>}
        />
      )}
    </>
  );
}

const dayOf = (instant: string) => dayInBerlin(Temporal.Instant.from(instant));

/** The next contact stands beside the name: what is overdue is seen first. */
function columnsOf(w: WaitingWords, { w: desk, c, f }: RequestWording, onOffer: (offerId: string) => void): Column<WaitingRow>[] {
  const name = ({ person, phone }: WaitingRow) => person ?? phone ?? desk.inbox.unnamed;
  const rank = ({ priority, reason }: WaitingRow) =>
    priority === 3 ? (w.ranks[3] ?? '') : `${w.ranks[priority] ?? priority}: ${w.reasons[reason]}`;
  const skips = ({ skipped, finalNoticeAt }: WaitingRow) =>
    finalNoticeAt ? w.list.notice(f.listed(dayOf(finalNoticeAt))) : skipped > 0 ? `${skipped}×` : '';
  const offers = (row: WaitingRow) =>
    row.heldUntil
      ? w.list.held(f.when(row.heldUntil))
      : row.turn
        ? w.list.turn
        : row.proposals > 0
          ? w.list.inLine(row.proposals)
          : row.wishedOnly
            ? w.list.wishedOnly
            : '';
  return [
    { key: 'position', head: w.list.position, cell: ({ position }) => position, sortBy: ({ position }) => position, figures: true },
    {
      key: 'name',
      head: desk.inbox.name,
      cell: (row) => (
        <span className="row nw">
          <Link to={to.request(row.id)}>{name(row)}</Link>
          <Link to={to.call(row.id)} className="btn sm quiet" aria-label={desk.inbox.openAloud(name(row))}>
            <Icon of={Phone} />
          </Link>
        </span>
      ),
      sortBy: name,
    },
    {
      key: 'contact',
      head: w.list.contact,
      cell: (row) => <NextContact row={row} />,
      sortBy: ({ nextContactAt }) => nextContactAt,
      text: ({ nextContactAt }) => (nextContactAt ? f.date(dayOf(nextContactAt)) : ''),
    },
    { key: 'priority', head: w.list.priority, cell: rank, sortBy: ({ priority }) => priority, text: rank },
    {
      key: 'proposals',
      head: w.list.proposals,
      cell: (row) =>
        row.offerId ? (
          <button type="button" className="link" onClick={() => row.offerId && onOffer(row.offerId)}>
            {offers(row)}
          </button>
        ) : (
          <span className="q">{offers(row)}</span>
        ),
      sortBy: (row) => (row.heldUntil ? 0 : row.turn ? 1 : row.proposals > 0 ? 2 : 3),
      text: offers,
    },
    { key: 'skips', head: w.list.skips, cell: skips, sortBy: ({ skipped }) => skipped, text: skips },
    {
      key: 'what',
      head: desk.inbox.what,
      cell: ({ problems: list }) => list.map((code) => c.problem[code]).join(', '),
      sortBy: ({ problems: list }) => list.join(),
      text: ({ problems: list }) => list.map((code) => c.problem[code]).join(', '),
    },
    {
      key: 'since',
      head: w.list.since,
      cell: ({ waitingSince }) => f.date(dayOf(waitingSince)),
      sortBy: ({ waitingSince }) => waitingSince,
      text: ({ waitingSince }) => f.date(dayOf(waitingSince)),
      figures: true,
    },
  ];
}

function NextContact({ row: { nextContactAt, overdue, state } }: { row: WaitingRow }) {
  const w = useWords(waitingWords).list;
  const { f } = useRequestWording();
  if (state === 'offered') return <span className="q">{w.calling}</span>;
  if (!nextContactAt || state !== 'waiting') return <span className="q">{w.noContact}</span>;
  const day = dayOf(nextContactAt);
  if (overdue) return <State tone="no">{w.contactOverdue(f.listed(day))}</State>;
  if (day.equals(dayInBerlin(Temporal.Now.instant()))) return <State tone="partly">{w.contactToday}</State>;
  return <span className="num">{f.day(day)}</span>;
}
