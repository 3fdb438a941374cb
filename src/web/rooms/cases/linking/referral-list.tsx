import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { listReferrals, type ReferralRow } from '#rooms/referrals/contract/referrals.ts';
import { isOver, type ReferralState } from '#rooms/referrals/rules/life.ts';
import { call } from '../../../call.ts';
import { useLive } from '../../../live.ts';
import { Banner, Button, type Column, Empty, State, Table } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { referrals as referralWords } from '../../../words/referrals.ts';
import ReferralPanel, { type ReferralStart } from './referral-panel.tsx';
import { useTypeName } from './service-names.ts';

export const TONE_OF = {
  draft: 'open',
  sent: 'partly',
  seen: 'partly',
  accepted: 'yes',
  waitlisted: 'partly',
  rejected: 'no',
  scheduled: 'yes',
  started: 'yes',
  on_hold: 'partly',
  completed: 'yes',
  no_response: 'no',
  cancelled: 'open',
  client_declined: 'open',
  failed_start: 'no',
} as const satisfies Record<ReferralState, string>;

export const referralsKey = (caseId: string) => ['referrals', caseId] as const;

/** The referrals of a case; only a recorded outcome counts as done. `start` opens the form for a service that was found. */
export default function ReferralList({
  caseId,
  lineId = null,
  start,
  about = {},
}: {
  caseId: string;
  lineId?: string | null;
  start?: ReferralStart;
  /** What the search of a new one begins with. */
  about?: ReferralStart;
}) {
  const w = useWords(referralWords);
  const format = useFormat();
  const typeName = useTypeName();
  const queries = useQueryClient();
  const [open, setOpen] = useState<{ id: string | null; start?: ReferralStart } | null>(start ? { id: null, start } : null);
  const readAgain = () => queries.invalidateQueries({ queryKey: ['referrals'] });
  useLive(['referrals.referral'], readAgain);
  const { data, isError, refetch } = useQuery({
    queryKey: referralsKey(caseId),
    queryFn: () => call(listReferrals, { query: { caseId } }),
    select: ({ referrals }) => referrals.filter((row) => lineId === null || row.lineId === lineId),
  });
  const add = (
    <Button small icon={Plus} onPress={() => setOpen({ id: null, start: about })}>
      {w.add}
    </Button>
  );
  const columns: Column<ReferralRow>[] = [
    {
      key: 'recipient',
      head: w.columns.recipient,
      cell: (row) => (
        <button type="button" className="link" onClick={() => setOpen({ id: row.id })} aria-label={w.open(row.recipientName)}>
          {row.recipientName}
        </button>
      ),
      text: (row) => row.recipientName,
      sortBy: (row) => row.recipientName,
    },
    { key: 'type', head: w.columns.type, cell: (row) => typeName(row.serviceType), sortBy: (row) => typeName(row.serviceType) },
    {
      key: 'state',
      head: w.columns.state,
      cell: (row) => (
        <span className="row wrap">
          <State tone={TONE_OF[row.state]}>{w.states[row.state]}</State>
          {row.urgent && !isOver(row.state) && <State tone="act">{w.urgent}</State>}
          {!row.released && !isOver(row.state) && <State tone="no">{w.noAccess}</State>}
        </span>
      ),
      text: (row) => w.states[row.state],
      sortBy: (row) => w.states[row.state],
    },
    { key: 'sent', head: w.columns.sent, cell: (row) => (row.sentOn ? format.date(row.sentOn) : '–'), sortBy: (row) => row.sentOn ?? '' },
    {
      key: 'next',
      head: w.columns.next,
      cell: (row) => (row.nextStep && row.nextOn ? w.follow.nextOn(w.steps[row.nextStep], format.date(row.nextOn)) : '–'),
      sortBy: (row) => row.nextOn ?? '9999',
    },
    {
      key: 'outcome',
      head: w.columns.outcome,
      cell: (row) => (row.outcome ? w.outcomes[row.outcome] : isOver(row.state) ? <State tone="partly">{w.openLoop}</State> : '–'),
      text: (row) => (row.outcome ? w.outcomes[row.outcome] : isOver(row.state) ? w.openLoop : ''),
    },
  ];
  return (
    <section className="card" aria-label={w.title}>
      <h2>{w.title}</h2>
      {isError && (
        <Banner
          tone="no"
          action={
            <Button small onPress={() => void refetch()}>
              ↻
            </Button>
          }
        >
          {w.loading}
        </Banner>
      )}
      {!data && !isError && <p className="q">{w.loading}</p>}
      {data && (
        <Table
          label={w.title}
          columns={columns}
          rows={data}
          rowKey={(row) => row.id}
          current={open?.id ?? null}
          tools={add}
          empty={<Empty action={add}>{w.empty}</Empty>}
        />
      )}
      {open && (
        <ReferralPanel
          key={open.id ?? 'new'}
          caseId={caseId}
          lineId={lineId}
          referralId={open.id}
          start={open.start}
          onClose={() => setOpen(null)}
          onChanged={readAgain}
          onOpen={(id) => setOpen({ id })}
        />
      )}
    </section>
  );
}
