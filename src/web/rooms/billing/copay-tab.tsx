import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  addOtherCopay,
  type CopayView,
  getCopay,
  getCopayPaper,
  setIncome,
  withdrawOtherCopay,
} from '#rooms/soziotherapie/contract/copay.ts';
import { call, pathOf } from '../../call.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, CheckRow, type Column, Empty, State, Table, TextField } from '../../ui/index.ts';
import { billing } from '../../words/billing.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { payers } from '../../words/payers.ts';
import type { TabProps } from '../soziotherapie/tab-props.ts';
import { CoverCard } from './cover-card.tsx';
import { centsOf, useMoneyNews } from './data.ts';
import './billing.css';

await Promise.all([billing.load(currentLanguage()), payers.load(currentLanguage())]);

/** Copayments of a client in a year, her insurer and her exemptions. Office and lead. */
export default function CopayTab({ episodeId, personId }: TabProps) {
  const again = useMoneyNews();
  const w = useWords(billing).copay;
  const office = useMay('soziotherapie.office');
  const [year, setYear] = useState(() => Temporal.Now.plainDateISO('Europe/Berlin').year);
  const { data } = useQuery({
    queryKey: ['money', 'copay', episodeId, year],
    queryFn: () => call(getCopay, { params: { id: episodeId }, query: { year } }),
    enabled: office,
  });
  return (
    <div className="money money-copay">
      <div className="money-stack">
        {office && data && <Days view={data} episodeId={episodeId} year={year} setYear={setYear} />}
        <CoverCard personId={personId} title={w.coverTitle} />
      </div>
      {office && data && (
        <div className="money-stack">
          <Limit view={data} episodeId={episodeId} again={again} />
          <Other view={data} episodeId={episodeId} again={again} />
        </div>
      )}
    </div>
  );
}

type Day = CopayView['days'][number];

function Days({ view, episodeId, year, setYear }: { view: CopayView; episodeId: string; year: number; setYear: (year: number) => void }) {
  const w = useWords(billing).copay;
  const format = useFormat();
  const paper = (query: string) => `${pathOf(getCopayPaper.path, { id: episodeId })}?${query}`;
  const columns: Column<Day>[] = [
    { key: 'day', head: w.day, cell: ({ day }) => <span className="num">{format.day(day)}</span>, sortBy: ({ day }) => day },
    { key: 'cost', head: w.cost, figures: true, cell: ({ costCents }) => format.euro(costCents), sortBy: ({ costCents }) => costCents },
    { key: 'due', head: w.due, figures: true, cell: ({ copayCents }) => format.euro(copayCents), sortBy: ({ copayCents }) => copayCents },
    {
      key: 'how',
      head: w.how,
      cell: ({ from, why, forecast, earlier }) => (
        <>
          {forecast && <State tone="act">{w.planned}</State>} {why === 'due' ? w.from[from] : `${w.from.free}: ${w.why[why]}`}
          {earlier.length > 0 && <span className="q"> ({w.was(earlier.map(({ copayCents }) => format.euro(copayCents)).join(', '))})</span>}
        </>
      ),
      text: ({ from, why }) => (why === 'due' ? w.from[from] : w.why[why]),
    },
    {
      key: 'paper',
      head: w.paper,
      cell: ({ day, forecast }) =>
        forecast ? (
          ''
        ) : (
          <a href={paper(`day=${day}`)} target="_blank" rel="noreferrer" aria-label={`${w.receipt} ${format.date(day)}`}>
            {w.receipt}
          </a>
        ),
    },
  ];
  return (
    <section className="card" aria-labelledby="copay-days">
      <div className="head">
        <h3 id="copay-days">
          {w.title} {year}
        </h3>
        <span className="end row wrap">
          <Button kind="quiet" small onPress={() => setYear(year - 1)}>
            {String(year - 1)}
          </Button>
          <a className="btn small" href={paper(`year=${year}`)} target="_blank" rel="noreferrer">
            {w.summary}
          </a>
        </span>
      </div>
      <p className="q s">{w.owed[view.owedTo]}</p>
      <dl className="money-facts">
        <div className="main">
          <dt>{w.sum}</dt>
          <dd className="num">{format.euro(view.totalCents)}</dd>
        </div>
        <div>
          <dt>{w.forecast}</dt>
          <dd className="num">{format.euro(view.forecastCents)}</dd>
        </div>
      </dl>
      {view.bucket.costCents > 0 && <p className="s">{w.bucket(format.number(view.bucket.minutes), format.euro(view.bucket.costCents))}</p>}
      {view.withoutPrice.length > 0 && (
        <Banner tone="partly">{w.withoutPrice(view.withoutPrice.map((day) => format.dayMonth(day)).join(', '))}</Banner>
      )}
      <Table
        label={`${w.title} ${year}`}
        columns={columns}
        rows={view.days}
        rowKey={({ day }) => day}
        start={{ key: 'day', down: true }}
        empty={<Empty>{w.none}</Empty>}
      />
    </section>
  );
}

const TONE = { none: 'yes', 'near-limit': 'partly', 'limit-reached': 'no' } as const;

function Limit({ view, episodeId, again }: { view: CopayView; episodeId: string; again: () => void }) {
  const w = useWords(billing).copay;
  const words = useWords(billing);
  const format = useFormat();
  const { limit, year } = view;
  const text = (cents: number | undefined) => (cents === undefined ? '' : (cents / 100).toFixed(2).replace('.', ','));
  const [gross, setGross] = useState(text(limit?.grossCents));
  const [deductions, setDeductions] = useState(text(limit?.deductionsCents) || '0');
  const [chronic, setChronic] = useState(limit?.chronic ?? false);
  const [grossCents, deductionsCents] = [centsOf(gross), centsOf(deductions)];
  const submit = useSubmit(async () => {
    if (grossCents === null || deductionsCents === null) return;
    await call(setIncome, { params: { id: episodeId }, body: { year, grossCents, deductionsCents, chronic } });
    again();
  });
  return (
    <section className="card" aria-labelledby="copay-limit">
      <div className="head">
        <h3 id="copay-limit">{w.limitTitle}</h3>
        {limit && <span className="q s">{limit.source}</span>}
      </div>
      {limit ? (
        <p className="row wrap">
          <State tone={TONE[limit.notice]}>{w.notice[limit.notice]}</State>
          <span className="num">{w.limit(format.euro(limit.sumCents), format.euro(limit.limitCents))}</span>
        </p>
      ) : (
        <p className="q s">{w.noIncome}</p>
      )}
      <form className="money-form" onSubmit={submit.run} aria-label={w.saveIncome}>
        <TextField
          label={w.gross}
          inputMode="decimal"
          figures
          value={gross}
          onChange={setGross}
          error={gross !== '' && grossCents === null ? words.amountUnreadable : undefined}
        />
        <TextField
          label={w.deductions}
          inputMode="decimal"
          figures
          value={deductions}
          onChange={setDeductions}
          error={deductionsCents === null ? words.amountUnreadable : undefined}
        />
        <CheckRow checked={chronic} onChange={setChronic}>
          {w.chronic}
        </CheckRow>
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        <Button small type="submit" busy={submit.busy}>
          {w.saveIncome}
        </Button>
      </form>
    </section>
  );
}

function Other({ view, episodeId, again }: { view: CopayView; episodeId: string; again: () => void }) {
  const w = useWords(billing).copay;
  const words = useWords(billing);
  const format = useFormat();
  const [what, setWhat] = useState('');
  const [amount, setAmount] = useState('');
  const cents = centsOf(amount);
  const submit = useSubmit(async () => {
    if (cents === null || what.trim() === '') return;
    await call(addOtherCopay, { params: { id: episodeId }, body: { year: view.year, cents, what: what.trim() } });
    setWhat('');
    setAmount('');
    again();
  });
  return (
    <section className="card" aria-labelledby="copay-other">
      <div className="head">
        <h3 id="copay-other">{w.otherTitle}</h3>
      </div>
      {view.other.length > 0 && (
        <ul className="money-found">
          {view.other.map((one) => (
            <li key={one.id}>
              <span>{one.what}</span>
              <span className="num">{format.euro(one.cents)}</span>
              <Button
                kind="quiet"
                small
                label={`${w.withdraw}: ${one.what}`}
                onPress={async () => {
                  await call(withdrawOtherCopay, { params: { id: one.id }, body: {} });
                  again();
                }}
              >
                {w.withdraw}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form className="money-form" onSubmit={submit.run} aria-label={w.otherTitle}>
        <TextField label={w.otherWhat} maxLength={80} value={what} onChange={setWhat} />
        <TextField
          label={w.otherCents}
          inputMode="decimal"
          figures
          value={amount}
          onChange={setAmount}
          error={amount !== '' && cents === null ? words.amountUnreadable : undefined}
        />
        <Button small type="submit" busy={submit.busy}>
          {w.addOther}
        </Button>
      </form>
    </section>
  );
}
