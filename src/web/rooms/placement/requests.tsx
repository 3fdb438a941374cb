import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Phone } from 'lucide-react';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import type { RequestRow } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { useMay, useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, type Column, Empty, Icon, State, Table } from '../../ui/index.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { waiting } from '../../words/waiting.ts';

import { RequestPanel } from './request-panel.tsx';
import { type RequestWording, useRequestWording } from './request-wording.ts';
import { CallPanel } from './waiting-call.tsx';
import { WaitingList } from './waiting-list.tsx';
import { Proposals } from './waiting-proposals.tsx';
import './requests.css';

const QUEUES = ['open', 'mine', 'new', 'triaged', 'offered', 'waiting', 'proposals', 'placed', 'blocked', 'closed'] as const;
type Tab = (typeof QUEUES)[number];
/** The list of proposals is none of requests. */
type Queue = Exclude<Tab, 'proposals'>;
const isTab = (key: string): key is Tab => QUEUES.some((one) => one === key);

/** Anfragen: what is open, whose it is, and when the next step is due. */
export default function Requests() {
  const wording = useRequestWording();
  const { w } = wording;
  const p = useWords(problems);
  const waits = useWords(waiting);
  const me = useMe();
  const atDesk = useMay('placement.desk');
  const { requestId = null } = useParams({ strict: false });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [tab, setTab] = useState<Tab>(atDesk ? 'open' : 'blocked');
  const [offerId, setOfferId] = useState<string | null>(null);
  // counts of all tabs come with every queue
  const queue: Queue = tab === 'proposals' ? 'waiting' : tab;
  const { data, error } = useQuery({
    queryKey: ['placement', 'queue', queue],
    queryFn: ({ signal }) =>
      atDesk
        ? call(placement.listRequests, { query: { show: queue, sort: 'next-step' }, signal })
        : call(placement.listBlocked, { signal }),
    placeholderData: keepPreviousData,
  });
  useLive(['placement'], () => void queries.invalidateQueries({ queryKey: ['placement', 'queue'] }));
  const open = (id: string | null) => void navigate({ to: id ? to.request(id) : to.requests() });
  const counts = data?.counts ?? {};
  const rows = data?.requests ?? [];
  const tabs = (atDesk ? QUEUES : (['blocked'] as const)).map((key) => ({
    key,
    label: (
      <>
        {key === 'proposals' ? waits.proposals : w.queues[key]} {counts[key] !== undefined && <b className="num">{counts[key]}</b>}
      </>
    ),
  }));
  return (
    <div className="page requests">
      <div className="row wrap">
        <p className="q grow">{w.inbox.lead}</p>
        {atDesk && (
          <Button kind="main" icon={Phone} onPress={() => void navigate({ to: to.telefon() })}>
            {w.inbox.newCall}
          </Button>
        )}
      </div>
      {error && <Banner tone="no">{problemOf(error).sentence(p)}</Banner>}
      <Tabs label={w.inbox.queues} tabs={tabs} value={tab} onChange={(key) => isTab(key) && setTab(key)}>
        <div className="card list-card">
          {tab === 'waiting' && <WaitingList current={requestId} onOffer={setOfferId} />}
          {tab === 'proposals' && <Proposals onOpen={setOfferId} />}
          {data && tab === queue && tab !== 'waiting' && (
            <Table
              label={w.queues[queue]}
              columns={columnsOf(wording, queue, me.accountId, atDesk)}
              rows={rows}
              rowKey={({ id }) => id}
              current={requestId}
              filter
              fileName={w.inbox.file(queue)}
              exported="requests"
              empty={
                <Empty
                  action={
                    atDesk && queue !== 'closed' && queue !== 'blocked' ? (
                      <Button icon={Phone} onPress={() => void navigate({ to: to.telefon() })}>
                        {w.inbox.newCall}
                      </Button>
                    ) : undefined
                  }
                >
                  {w.inbox.empty[queue]}
                </Empty>
              }
            />
          )}
        </div>
      </Tabs>
      {offerId && <CallPanel key={offerId} offerId={offerId} onClose={() => setOfferId(null)} />}
      {requestId && !offerId && (
        <RequestPanel key={requestId} id={requestId} row={rows.find(({ id }) => id === requestId) ?? null} onClose={() => open(null)} />
      )}
    </div>
  );
}

export const TONES = { new: 'open', triaged: 'open', offered: 'partly', waiting: 'partly', placed: 'yes', closed: 'open' } as const;

/** Name, state, next step first; a spreadsheet gets the same words. */
function columnsOf({ w, c, f }: RequestWording, queue: Queue, own: string, atDesk: boolean): Column<RequestRow>[] {
  const name = ({ person, phone }: RequestRow) => person ?? phone ?? w.inbox.unnamed;
  const born = ({ birthDate }: RequestRow) => (birthDate ? f.date(birthDate) : '');
  const what = ({ problems: list }: RequestRow) => list.map((code) => c.problem[code]).join(', ');
  const state = (row: RequestRow) => (row.safetyBlocked ? w.inbox.blocked : w.state[row.state]);
  const owner = (row: RequestRow) => (row.ownerId === own ? w.inbox.me : (row.ownerName ?? w.inbox.nobody));
  return [
    {
      key: 'name',
      head: w.inbox.name,
      cell: (row) => (
        <span className="row nw">
          <Link to={to.request(row.id)}>{name(row)}</Link>
          {atDesk && (
            <Link to={to.call(row.id)} className="btn sm quiet" aria-label={w.inbox.openAloud(name(row))}>
              <Icon of={Phone} />
            </Link>
          )}
        </span>
      ),
      sortBy: name,
    },
    { key: 'born', head: w.inbox.born, cell: (row) => born(row), sortBy: ({ birthDate }) => birthDate, text: born, figures: true },
    {
      key: 'state',
      head: w.inbox.state,
      cell: (row) => <State tone={row.safetyBlocked ? 'no' : TONES[row.state]}>{state(row)}</State>,
      sortBy: state,
    },
    ...(queue === 'closed'
      ? [
          {
            key: 'reason',
            head: w.inbox.reason,
            cell: ({ closedReason }: RequestRow) => reasonOf(closedReason, w),
            sortBy: ({ closedReason }: RequestRow) => reasonOf(closedReason, w),
          },
        ]
      : [
          {
            key: 'next',
            head: w.inbox.next,
            cell: (row: RequestRow) => <NextStep row={row} wording={{ w, c, f }} />,
            sortBy: ({ nextStepAt }: RequestRow) => nextStepAt,
            text: ({ nextStepAt }: RequestRow) => (nextStepAt ? f.date(dayInBerlin(Temporal.Instant.from(nextStepAt))) : ''),
          },
        ]),
    {
      key: 'priority',
      head: w.inbox.priority,
      cell: ({ priority }) => w.priorities[priority] ?? String(priority),
      sortBy: ({ priority }) => priority,
      text: ({ priority }) => w.priorities[priority] ?? String(priority),
    },
    { key: 'what', head: w.inbox.what, cell: what, sortBy: what },
    {
      key: 'insurance',
      head: w.payer,
      cell: ({ insurance }) => (insurance ? c.insurance[insurance] : ''),
      sortBy: ({ insurance }) => (insurance ? c.insurance[insurance] : null),
    },
    { key: 'owner', head: w.inbox.owner, cell: owner, sortBy: owner },
    {
      key: 'since',
      head: w.inbox.since,
      cell: ({ createdAt }) => f.listed(dayInBerlin(Temporal.Instant.from(createdAt))),
      sortBy: ({ createdAt }) => createdAt,
      text: ({ createdAt }) => f.date(dayInBerlin(Temporal.Instant.from(createdAt))),
      figures: true,
    },
  ];
}

export function reasonOf(reason: string | null, w: RequestWording['w']): string {
  const reasons: Readonly<Record<string, string>> = w.closeReasons;
  return reason ? (reasons[reason] ?? reason) : '';
}

/** The date stands in the row with a word. */
function NextStep({ row: { nextStepAt }, wording: { w, f } }: { row: RequestRow; wording: RequestWording }) {
  if (!nextStepAt) return <span className="q">{w.inbox.noNext}</span>;
  const day = dayInBerlin(Temporal.Instant.from(nextStepAt));
  const days = dayInBerlin(Temporal.Now.instant()).until(day).days;
  if (days < 0) return <State tone="no">{w.inbox.overdue(f.listed(day))}</State>;
  if (days === 0) return <State tone="partly">{w.inbox.today}</State>;
  return <span className="num">{f.day(day)}</span>;
}
