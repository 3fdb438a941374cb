import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { z } from 'zod';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { LanguageSwitch, SchemeSwitch } from '../../shell/look-switch.tsx';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, type Column, Dialog, KeyHint, Table, TextField } from '../../ui/index.ts';
import { useChordsInUse } from '../../ui/keys.tsx';
import { access as accessWords } from '../../words/access.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { leaveForGood } from './overlay.tsx';
import './account.css';

const AlarmCard = lazy(() => import('../crisis/alarm-card.tsx'));

type Session = z.output<typeof access.listSessions.answer>['sessions'][number];

/** Kept on the account too, so that a new device begins with it. The switch itself has already happened. */
const keep = (wish: z.input<NonNullable<typeof access.setPreferences.body>>) =>
  void call(access.setPreferences, { body: wish }).catch((fault: unknown) => console.warn(fault));

/** My account: who I am here, how it looks, where I am signed in, my password, my keys. */
export default function Account() {
  const w = useWords(accessWords);
  const c = useWords(codes);
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const signOut = async () => {
    await call(access.signOut, { body: {} });
    leaveForGood();
  };
  const everywhere = async () => {
    await call(access.signOutEverywhere, { body: {} });
    leaveForGood();
  };
  return (
    <div className="page account">
      <section className="card stack" aria-labelledby="h-me">
        <h2 id="h-me">{me.name}</h2>
        <dl className="kv">
          <dt>{w.email}</dt>
          <dd>{me.email}</dd>
          <dt>{w.roles}</dt>
          <dd>{me.roles.map((role) => c.role[role]).join(', ')}</dd>
          {me.deskLabel && (
            <>
              <dt>{w.place}</dt>
              <dd>{me.deskLabel}</dd>
            </>
          )}
        </dl>
        <div className="row wrap">
          <Button onPress={signOut}>{w.signOut}</Button>
          <Button kind="quiet" onPress={() => setAsking(true)}>
            {w.signOutEverywhere}
          </Button>
        </div>
      </section>
      <section className="card stack" aria-labelledby="h-look">
        <h2 id="h-look">{w.thisDevice}</h2>
        <LanguageSwitch onChoose={(locale) => keep({ locale })} />
        <SchemeSwitch onChoose={(scheme) => keep({ scheme })} />
      </section>
      <Suspense fallback={null}>
        <AlarmCard />
      </Suspense>
      <Password />
      <Keys />
      <Sessions />
      {asking && (
        <Dialog
          question={w.everywhereQuestion}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.stay}</Button>
              <Button kind="main" onPress={everywhere}>
                {w.signOutEverywhere}
              </Button>
            </>
          }
        >
          <p>{w.everywhereText}</p>
        </Dialog>
      )}
    </div>
  );
}

function Sessions() {
  const w = useWords(accessWords);
  const format = useFormat();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ['sessions'], queryFn: () => call(access.listSessions) });
  const end = async (session: Session) => {
    await call(access.endSession, { params: { id: session.id } });
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  const device = (session: Session) => session.device ?? w.unknownDevice;
  const columns: Column<Session>[] = [
    { key: 'device', head: w.device, cell: device, sortBy: device },
    { key: 'since', head: w.since, cell: (row) => format.when(row.createdAt), sortBy: (row) => row.createdAt },
    { key: 'seen', head: w.seen, cell: (row) => format.when(row.seenAt), sortBy: (row) => row.seenAt },
    {
      key: 'end',
      head: w.end,
      cell: (row) =>
        row.current ? (
          w.current
        ) : (
          <Button small onPress={() => end(row)}>
            {w.end}
            <span className="vh"> {w.endDevice(device(row))}</span>
          </Button>
        ),
    },
  ];
  return (
    <section className="card wide" aria-labelledby="h-sessions">
      <h2 id="h-sessions">{w.sessions}</h2>
      {data && (
        <Table label={w.device} columns={columns} rows={data.sessions} rowKey={(row) => row.id} start={{ key: 'seen', down: true }} />
      )}
    </section>
  );
}

function Password() {
  const w = useWords(accessWords);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState<string | null>(null);
  const submit = useSubmit(async () => {
    const { ended } = await call(access.changePassword, { body: { current, next } });
    setCurrent('');
    setNext('');
    setDone(w.changed(ended));
    announce(w.changed(ended));
  });
  return (
    <section className="card" aria-labelledby="h-password">
      <form className="stack" noValidate onSubmit={(event) => void submit.run(event)}>
        <h2 id="h-password">{w.changePassword}</h2>
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        {done && <Banner tone="yes">{done}</Banner>}
        <TextField
          label={w.currentPassword}
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={submit.at('/current')}
        />
        <TextField
          label={w.newPassword}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          hint={w.newPasswordHint}
          error={submit.at('/next')}
        />
        <div>
          <Button type="submit" busy={submit.busy}>
            {w.changePassword}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Keys() {
  const w = useWords(accessWords);
  return (
    <section className="card stack" aria-labelledby="h-keys">
      <h2 id="h-keys">{w.keys}</h2>
      <dl className="kv">
        {useChordsInUse().map(({ chord, label }) => (
          <div key={`${chord} ${label}`} className="pair">
            <dt>
              <KeyHint chord={chord} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
