import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { inBerlin } from '#kernel/time.ts';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, type Column, Empty, offerUndo, SidePanel, State, Table } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { DutyForm } from './duty-form.tsx';
import { DutyStrip } from './duty-strip.tsx';
import { gapsIn, type Span, withoutDeputy } from './gaps.ts';

export type Duty = z.output<typeof access.listDuty.answer>['duties'][number];
const WATCHED_DAYS = 14;

export const spanOf = (duty: Pick<Duty, 'from' | 'until'>): Span => ({
  from: Temporal.Instant.from(duty.from),
  until: Temporal.Instant.from(duty.until),
});

/** Dienstplan: who takes over when somebody at the desk needs a psychologist now, and where nobody does. */
export function DutyRoster() {
  const w = useWords(administration);
  const format = useFormat();
  const queries = useQueryClient();
  const admin = useMay('access.administer');
  const { data } = useQuery({ queryKey: ['duty'], queryFn: () => call(access.listDuty, { query: {} }), select: ({ duties }) => duties });
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: () => call(access.listColleagues) });
  const again = async () => {
    await queries.invalidateQueries({ queryKey: ['duty'] });
    await queries.invalidateQueries({ queryKey: ['me'] });
  };
  useLive(['access.duty', 'gap'], () => void again());
  const [open, setOpen] = useState<{ span: Span | null; deputy: boolean } | null>(null);
  const now = Temporal.Now.instant();
  const period = { from: now, until: inBerlin(now).startOfDay().add({ days: WATCHED_DAYS }).toInstant() };
  const gaps = data ? gapsIn(period, data.map(spanOf)) : [];
  const gapsOfDeputies = data ? withoutDeputy(period, data) : [];
  const withoutPhone = [
    ...new Set(
      data?.filter(({ phone, until }) => !phone && Temporal.Instant.compare(Temporal.Instant.from(until), now) > 0).map(({ name }) => name),
    ),
  ];
  const people = (colleagues.data?.colleagues ?? []).filter(({ roles, closed }) => !closed && roles.includes('oncall'));
  const add = (
    <Button kind="main" icon={CalendarPlus} onPress={() => setOpen({ span: null, deputy: false })}>
      {w.dutyAdd}
    </Button>
  );
  const running = (duty: Duty) =>
    Temporal.Instant.compare(spanOf(duty).from, now) <= 0 && Temporal.Instant.compare(spanOf(duty).until, now) > 0;
  const time = (duty: Duty) => `${format.when(duty.from)} – ${format.when(duty.until)}`;
  const columns: Column<Duty>[] = [
    {
      key: 'time',
      head: w.dutyTime,
      cell: (row) => (
        <span className="nw">
          {time(row)} {running(row) && <State tone="yes">{w.dutyNow}</State>}
        </span>
      ),
      sortBy: (row) => row.from,
      text: time,
    },
    { key: 'person', head: w.dutyPerson, cell: (row) => row.name, sortBy: (row) => row.name },
    { key: 'rank', head: w.dutyRank, cell: (row) => w.ranks[row.rank] ?? row.rank, sortBy: (row) => row.rank },
    { key: 'phone', head: w.dutyPhone, cell: (row) => row.phone ?? '–', text: (row) => row.phone ?? '' },
    { key: 'do', head: w.dutyAction, cell: (row) => <Withdraw duty={row} onDone={again} /> },
  ];
  return (
    <>
      <section className="card stack" aria-labelledby="h-duty">
        <h2 id="h-duty">{w.duty}</h2>
        <p className="q">{w.dutyLead}</p>
        {colleagues.data && people.length === 0 && (
          <Banner tone="partly" action={admin ? <Link to={to.adminPart('personen')}>{w.toPeople}</Link> : undefined}>
            {admin ? w.noOncall : w.noOncallAsk}
          </Banner>
        )}
        {data &&
          (gaps.length === 0 ? (
            <Banner tone="yes">{w.noGaps}</Banner>
          ) : (
            <Gaps gaps={gaps} onFill={(span) => setOpen({ span, deputy: false })} />
          ))}
        {gapsOfDeputies.length > 0 && gaps.length === 0 && (
          <Banner
            action={
              <Button small onPress={() => setOpen({ span: gapsOfDeputies[0] ?? null, deputy: true })}>
                {w.roster.addDeputy}
              </Button>
            }
          >
            {w.roster.noDeputy(gapsOfDeputies.length)}
          </Banner>
        )}
        {withoutPhone.length > 0 && <Banner tone="partly">{w.roster.withoutPhone(format.list(withoutPhone))}</Banner>}
        {data && <DutyStrip from={inBerlin(now).toPlainDate()} days={WATCHED_DAYS} duties={data} gaps={gaps} />}
      </section>
      <section className="card" aria-labelledby="h-duties">
        <h2 id="h-duties">{w.dutyList}</h2>
        {data && (
          <Table
            label={w.dutyList}
            columns={columns}
            rows={data}
            rowKey={(row) => row.id}
            start={{ key: 'time' }}
            fileName={w.dutyFile}
            exported="duty"
            tools={add}
            empty={<Empty action={add}>{w.noDuty}</Empty>}
          />
        )}
      </section>
      {open && (
        <SidePanel title={w.dutyAdd} onClose={() => setOpen(null)}>
          <DutyForm
            key={`${open.span?.from} ${open.deputy}`}
            span={open.span}
            deputy={open.deputy}
            people={people}
            onDone={async (name) => {
              setOpen(null);
              announce(w.dutyAdded(name));
              await again();
            }}
          />
        </SidePanel>
      )}
    </>
  );
}

function Gaps({ gaps, onFill }: { gaps: readonly Span[]; onFill: (gap: Span) => void }) {
  const w = useWords(administration);
  const format = useFormat();
  return (
    <div className="stack">
      <Banner tone="partly">{w.gaps(gaps.length)}</Banner>
      <ul className="plain gaps">
        {gaps.map((gap) => (
          <li key={gap.from.toString()} className="row wrap">
            <span className="num">{w.gap(format.when(gap.from), format.when(gap.until))}</span>
            <Button small label={w.fillNamed(format.when(gap.from))} onPress={() => onFill(gap)}>
              {w.fill}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Withdraw({ duty, onDone }: { duty: Duty; onDone: () => Promise<void> }) {
  const w = useWords(administration);
  const format = useFormat();
  const submit = useSubmit(async () => {
    await call(access.withdrawDuty, { params: { id: duty.id } });
    await onDone();
    const { accountId, from, until, rank, phone } = duty;
    offerUndo(w.dutyWithdrawn(duty.name), async () => {
      await call(access.addDuty, { body: { accountId, from, until, rank, phone } });
      announce(w.undone);
      await onDone();
    });
  });
  return (
    <>
      <Button small busy={submit.busy} onPress={submit.run} label={w.dutyWithdrawNamed(duty.name, format.when(duty.from))}>
        {w.dutyWithdraw}
      </Button>
      {submit.sentence && (
        <span className="s no" role="alert">
          {submit.sentence}
        </span>
      )}
    </>
  );
}
