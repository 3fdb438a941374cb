import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Clock, UserPlus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { dayInBerlin } from '#kernel/time.ts';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, type Column, Empty, State, Table } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useOrganisations } from '../network/organisations.tsx';
import { AccountPanel } from './account-panel.tsx';
import { InviteForm } from './invite-form.tsx';
import { invitationWished } from './wish.ts';

type Account = access.AccountRow;
type Invitation = z.output<typeof access.listInvitations.answer>['invitations'][number];

/** Personen: who has an account, what they may, and who is invited. */
export function People() {
  const w = useWords(administration);
  const c = useWords(codes);
  const format = useFormat();
  const queries = useQueryClient();
  const organisations = useOrganisations();
  const { data } = useQuery({ queryKey: ['accounts'], queryFn: () => call(access.listAccounts), select: ({ accounts }) => accounts });
  useLive(['access', 'gap'], () => {
    void queries.invalidateQueries({ queryKey: ['accounts'] });
    void queries.invalidateQueries({ queryKey: ['invitations'] });
  });
  const [open, setOpen] = useState<string | null>(null);
  const [inviting, setInviting] = useState<{ again: React.ComponentProps<typeof InviteForm>['again'] } | null>(
    invitationWished() ? { again: null } : null,
  );
  const place = (account: Account) => organisations.data?.find(({ id }) => id === account.organisationId)?.name ?? '';
  const roles = (account: Account) => account.roles.map((role) => c.role[role]).join(', ');
  const state = (account: Account) =>
    account.closedAt
      ? w.closed(format.date(dayInBerlin(Temporal.Instant.from(account.closedAt))))
      : account.secondFactor
        ? w.active
        : w.noFactor;
  const columns: Column<Account>[] = [
    {
      key: 'name',
      head: w.name,
      cell: (row) => (
        <button type="button" className="link" onClick={() => setOpen(row.id)}>
          {row.name}
        </button>
      ),
      sortBy: (row) => row.name,
    },
    { key: 'roles', head: w.roles, cell: roles, sortBy: roles },
    { key: 'email', head: w.email, cell: (row) => row.email, sortBy: (row) => row.email },
    {
      key: 'place',
      head: w.organisation,
      cell: (row) => [place(row), row.deskLabel].filter(Boolean).join(', ') || '–',
      sortBy: (row) => place(row) || null,
      text: (row) => [place(row), row.deskLabel].filter(Boolean).join(', '),
    },
    {
      key: 'state',
      head: w.state,
      cell: (row) => <State tone={row.closedAt ? 'open' : row.secondFactor ? 'yes' : 'partly'}>{state(row)}</State>,
      sortBy: state,
    },
  ];
  const invite = (
    <Button kind="main" icon={UserPlus} onPress={() => setInviting({ again: null })}>
      {w.invite}
    </Button>
  );
  const account = data?.find(({ id }) => id === open);
  return (
    <>
      <section className="card" aria-labelledby="h-people">
        <h2 id="h-people">{w.people}</h2>
        {data && (
          <Table
            label={w.people}
            columns={columns}
            rows={data}
            rowKey={(row) => row.id}
            current={open}
            start={{ key: 'name' }}
            filter
            fileName={w.file}
            exported="people"
            tools={invite}
            empty={<Empty action={invite}>{w.nobody}</Empty>}
          />
        )}
      </section>
      <Invitations onAgain={(again) => setInviting({ again })} />
      {account && !inviting && <AccountPanel key={account.id} account={account} onClose={() => setOpen(null)} />}
      {inviting && <InviteForm again={inviting.again} onDone={() => setInviting(null)} />}
    </>
  );
}

function Invitations({ onAgain }: { onAgain: (again: NonNullable<React.ComponentProps<typeof InviteForm>['again']>) => void }) {
  const w = useWords(administration);
  const c = useWords(codes);
  const format = useFormat();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['invitations'],
    queryFn: () => call(access.listInvitations),
    select: ({ invitations }) => invitations,
  });
  const chosen = useRef<Invitation>(null);
  const withdraw = useSubmit(async () => {
    if (!chosen.current) return;
    const { id, name, email } = chosen.current;
    await call(access.withdrawInvitation, { params: { id } });
    announce(w.withdrawn(name || email));
    await queries.invalidateQueries({ queryKey: ['invitations'] });
  });
  const again = (row: Invitation) =>
    onAgain({ email: row.email, name: row.name, roles: [...row.roles], organisationId: row.organisationId });
  const columns: Column<Invitation>[] = [
    {
      key: 'name',
      head: w.name,
      cell: (row) => row.name || row.email,
      sortBy: (row) => row.name,
    },
    { key: 'email', head: w.email, cell: (row) => row.email, sortBy: (row) => row.email },
    {
      key: 'roles',
      head: w.roles,
      cell: (row) => (row.recovery ? w.recoveryMark : row.roles.map((role) => c.role[role]).join(', ')),
      text: (row) => row.roles.map((role) => c.role[role]).join(', '),
    },
    { key: 'created', head: w.created, cell: (row) => format.when(row.createdAt), sortBy: (row) => row.createdAt },
    {
      key: 'state',
      head: w.state,
      cell: (row) =>
        row.state === 'open' ? (
          <State tone="partly" icon={Clock}>
            {w.openUntil(format.when(row.expiresAt))}
          </State>
        ) : (
          <State tone={row.state === 'accepted' ? 'yes' : 'open'}>{w.invitationStates[row.state]}</State>
        ),
      sortBy: (row) => w.invitationStates[row.state],
    },
    {
      key: 'do',
      head: w.dutyAction,
      cell: (row) =>
        row.state === 'open' ? (
          <Button
            small
            label={w.withdrawNamed(row.name || row.email)}
            onPress={() => {
              chosen.current = row;
              return withdraw.run();
            }}
          >
            {w.withdraw}
          </Button>
        ) : row.state === 'accepted' || row.recovery ? null : (
          <Button small kind="quiet" onPress={() => again(row)}>
            {w.inviteAgain}
          </Button>
        ),
    },
  ];
  return (
    <section className="card" aria-labelledby="h-invitations">
      <h2 id="h-invitations">{w.invitations}</h2>
      {withdraw.sentence && (
        <Banner tone="no" live="assertive">
          {withdraw.sentence}
        </Banner>
      )}
      {data && (
        <Table
          label={w.invitations}
          columns={columns}
          rows={data}
          rowKey={(row) => row.id}
          start={{ key: 'created', down: true }}
          empty={<p className="q s">{w.noInvitations}</p>}
        />
      )}
    </section>
  );
}
