import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { getMonth, type MonthSession, releaseMonth, releaseSession, runMonth } from '#rooms/billing/contract/month.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, type Column, Empty, State, Table } from '../../ui/index.ts';
import { billing } from '../../words/billing.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { unitsOf, wordsOf } from './data.ts';

const now = () => Temporal.Now.plainDateISO('Europe/Berlin').toPlainYearMonth();
const monthName = (month: string, tag: string) =>
  Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 }).toLocaleString(tag, { month: 'long', year: 'numeric' });

/** Where a block is mended. */
function mendPath({ mendAt }: MonthSession['blocks'][number], { episodeId }: MonthSession): string {
  if (mendAt === 'contract') return to.billingPart('preise');
  if (mendAt === 'payer') return to.billingPart('kassen');
  if (mendAt === 'practice') return to.sozio();
  const tab = {
    session: 'einheiten',
    cover: 'zuzahlung',
    person: undefined,
    prescription: 'verordnungen',
    prescriber: 'verordnungen',
    stay: undefined,
  }[mendAt];
  return to.sozioFile(episodeId, tab);
}

const BEFORE = ['DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'DISPUTED'];
type Group = 'blocked' | 'releasable' | 'released' | 'invoiced';
function groupOf({ state, releasable }: MonthSession): Group {
  if (releasable) return 'releasable';
  if (state === 'RELEASED') return 'released';
  return BEFORE.includes(state) ? 'blocked' : 'invoiced';
}

/** The month: what stands in the way first, each with the place where it is mended; then what can be released, and what is. */
export function Month() {
  const w = useWords(billing);
  const format = useFormat();
  const me = useMe();
  const queries = useQueryClient();
  const [month, setMonth] = useState(() => now().subtract({ months: 1 }).toString());
  const [said, setSaid] = useState<string | null>(null);
  const { data } = useQuery({ queryKey: ['money', 'month', month], queryFn: () => call(getMonth, { params: { month } }) });
  const again = () => queries.invalidateQueries({ queryKey: ['money'] });
  const office = me.roles.includes('office');
  const releaseAll = useSubmit(async () => {
    const { released } = await call(releaseMonth, { params: { month }, body: {} });
    setSaid(w.releasedNow(released));
    await again();
  });
  const run = useSubmit(async () => {
    const { invoices } = await call(runMonth, { params: { month }, body: { payerIk: null } });
    setSaid(invoices.length === 0 ? w.ranNothing : w.ran(invoices.length));
    await again();
  });
  const move = (months: number) => {
    setSaid(null);
    setMonth(Temporal.PlainYearMonth.from(month).add({ months }).toString());
  };
  const of = (group: Group) => data?.sessions.filter((one) => groupOf(one) === group) ?? [];
  const name = monthName(month, format.tag);
  return (
    <>
      <div className="row wrap money-head">
        <Button small icon={ChevronLeft} label={w.monthBefore} onPress={() => move(-1)} />
        <h2>{name}</h2>
        <Button small icon={ChevronRight} label={w.monthAfter} onPress={() => move(1)} />
        {data && (
          <span className="q num">
            {w.sums(format.plural(data.sums.sessions, w.session, w.sessions), format.euro(data.sums.amountCents))}
          </span>
        )}
        <span className="end row wrap">
          {data && data.sums.releasable > 0 && (
            <Button onPress={releaseAll.run} busy={releaseAll.busy}>
              {w.releaseAll(data.sums.releasable)}
            </Button>
          )}
          {office && data && data.sums.released > 0 && (
            <Button kind="main" onPress={run.run} busy={run.busy}>
              {data.lastRunAt ? w.runAgain : w.run}
            </Button>
          )}
        </span>
      </div>
      {said && (
        <Banner tone="yes" live="polite">
          {said}
        </Banner>
      )}
      {(releaseAll.sentence ?? run.sentence) && (
        <Banner tone="no" live="assertive">
          {releaseAll.sentence ?? run.sentence}
        </Banner>
      )}
      {data && data.earlier.length > 0 && (
        <Banner
          tone="partly"
          action={
            <Button kind="quiet" small onPress={() => setMonth(data.earlier[0]?.month ?? month)}>
              {monthName(data.earlier[0]?.month ?? month, format.tag)}
            </Button>
          }
        >
          {w.earlier(
            data.earlier
              .map((one) => `${monthName(one.month, format.tag)}: ${format.plural(one.sessions, w.session, w.sessions)}`)
              .join(', '),
          )}
        </Banner>
      )}
      {data && data.sessions.length === 0 && <Empty>{w.none}</Empty>}
      {data && of('blocked').length > 0 && <Blocked sessions={of('blocked')} />}
      {data &&
        (['releasable', 'released', 'invoiced'] as const).map((group) =>
          of(group).length > 0 ? <Sessions key={group} group={group} sessions={of(group)} again={again} /> : null,
        )}
    </>
  );
}

function Blocked({ sessions }: { sessions: readonly MonthSession[] }) {
  const w = useWords(billing);
  const format = useFormat();
  return (
    <section className="card" aria-labelledby="money-blocked">
      <div className="head">
        <h3 id="money-blocked">{w.blocked}</h3>
        <span className="q num">{format.plural(sessions.length, w.session, w.sessions)}</span>
      </div>
      <ul className="money-blocks">
        {sessions.map((one) => (
          <li key={one.id}>
            <div className="money-who">
              <strong>{one.person}</strong>
              <span className="q num">
                {format.day(one.day)} {one.start.slice(11)}
              </span>
            </div>
            <ul>
              {one.blocks
                .toSorted((a, b) => Number(b.blocks) - Number(a.blocks))
                .map((block) => {
                  const { title, detail } = wordsOf(block.code, block.facts);
                  return (
                    <li key={block.code}>
                      <State tone={block.blocks ? 'no' : 'open'}>{title}</State>
                      <span className="q">
                        {detail} <span className="money-rule">({block.source})</span>
                      </span>
                      <Link className="end" to={mendPath(block, one)}>
                        {w.mend[block.mendAt]}
                      </Link>
                    </li>
                  );
                })}
              {one.blocks.length === 0 && (
                <li>
                  <State tone="partly">{w.sessionStates[one.state] ?? one.state}</State>
                </li>
              )}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sessions({
  group,
  sessions,
  again,
}: {
  group: 'releasable' | 'released' | 'invoiced';
  sessions: readonly MonthSession[];
  again: () => unknown;
}) {
  const w = useWords(billing);
  const format = useFormat();
  const columns: Column<MonthSession>[] = [
    {
      key: 'person',
      head: w.person,
      cell: ({ person, episodeId }) => <Link to={to.sozioFile(episodeId)}>{person}</Link>,
      sortBy: ({ person }) => person,
    },
    {
      key: 'day',
      head: w.day,
      cell: ({ day }) => <span className="num">{format.day(day)}</span>,
      sortBy: ({ day, start }) => `${day}${start}`,
    },
    {
      key: 'time',
      head: w.time,
      cell: ({ start, end, setting }) => (
        <span className="num">
          {start.slice(11)}–{end.slice(11)} {setting === 'group' && w.group}
        </span>
      ),
      text: ({ start, end }) => `${start.slice(11)}–${end.slice(11)}`,
    },
    {
      key: 'units',
      head: w.units,
      figures: true,
      cell: ({ hundredths }) => unitsOf(format.tag, hundredths),
      sortBy: ({ hundredths }) => hundredths,
    },
    {
      key: 'amount',
      head: w.amount,
      figures: true,
      cell: ({ amountCents }) => format.euro(amountCents),
      sortBy: ({ amountCents }) => amountCents,
    },
    { key: 'payer', head: w.insurer, cell: ({ payerName }) => payerName ?? '', sortBy: ({ payerName }) => payerName },
    {
      key: 'state',
      head: w.state,
      cell: (one) =>
        group === 'releasable' ? (
          <Release session={one} again={again} />
        ) : (
          <State tone={one.state === 'PAID' ? 'yes' : 'act'}>{w.sessionStates[one.state] ?? one.state}</State>
        ),
      sortBy: ({ state }) => state,
    },
  ];
  return (
    <section className="card" aria-labelledby={`money-${group}`}>
      <div className="head">
        <h3 id={`money-${group}`}>{w[group]}</h3>
      </div>
      <Table
        label={w[group]}
        columns={columns}
        rows={sessions}
        rowKey={({ id }) => id}
        start={{ key: 'day' }}
        fileName={`termine-${group}`}
      />
    </section>
  );
}

function Release({ session, again }: { session: MonthSession; again: () => unknown }) {
  const w = useWords(billing);
  const release = useSubmit(async () => {
    await call(releaseSession, { params: { id: session.id }, body: {}, ifMatch: session.version });
    await again();
  });
  return (
    <>
      <Button small onPress={release.run} busy={release.busy}>
        {w.release}
      </Button>
      {release.sentence && (
        <p role="alert" className="s no">
          {release.sentence}
        </p>
      )}
    </>
  );
}
