import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { getNumbers, type InvoiceHead, listInvoices } from '#rooms/billing/contract/invoices.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { Banner, Button, type Column, Empty, Segments, State, Table } from '../../ui/index.ts';
import { billing } from '../../words/billing.ts';
import { useFormat, useWords } from '../../words/language.tsx';

const InvoicePanel = lazy(() => import('./invoice-panel.tsx'));

export const TONES = {
  DRAFT: 'act',
  CHECKED: 'act',
  SENT: 'act',
  RECEIVED: 'act',
  PAID: 'yes',
  SHORTENED: 'partly',
  REJECTED: 'no',
  CORRECTION: 'open',
  WRITTEN_OFF: 'open',
} as const satisfies Record<InvoiceHead['state'], string>;

const SHOWN = ['all', 'drafts', 'sent'] as const;

/** Invoices of the practice, or only those on which money is still to come. */
export function Invoices({ openOnly }: { openOnly: boolean }) {
  const w = useWords(billing);
  const format = useFormat();
  const me = useMe();
  const [show, setShow] = useState<(typeof SHOWN)[number]>('all');
  const [shownId, setShownId] = useState<string | null>(null);
  const wanted = openOnly ? 'open' : show;
  const { data } = useQuery({ queryKey: ['money', 'invoices', wanted], queryFn: () => call(listInvoices, { query: { show: wanted } }) });
  const columns: Column<InvoiceHead>[] = [
    {
      key: 'number',
      head: w.number,
      cell: ({ id, number, kind }) => (
        <Button kind="quiet" small onPress={() => setShownId(id)}>
          {number ?? w.draft}
          {kind !== 'invoice' && `, ${w.kinds[kind]}`}
        </Button>
      ),
      sortBy: ({ number }) => number ?? '9999',
      text: ({ number, kind }) => `${number ?? w.draft} ${w.kinds[kind]}`,
    },
    { key: 'payer', head: w.insurer, cell: ({ payerName }) => payerName, sortBy: ({ payerName }) => payerName },
    {
      key: 'month',
      head: w.monthLabel,
      cell: ({ month }) => (
        <span className="num">
          {month.slice(5)}/{month.slice(0, 4)}
        </span>
      ),
      sortBy: ({ month }) => month,
    },
    { key: 'net', head: w.net, figures: true, cell: ({ netCents }) => format.euro(netCents), sortBy: ({ netCents }) => netCents },
    {
      key: 'open',
      head: w.open,
      figures: true,
      cell: ({ openCents }) => (openCents === 0 ? '' : format.euro(openCents)),
      sortBy: ({ openCents }) => openCents,
    },
    {
      key: 'due',
      head: w.due,
      cell: ({ dueOn, overdue, openCents }) =>
        dueOn && openCents > 0 ? (
          overdue ? (
            <State tone="no">{`${format.date(dueOn)}, ${w.overdue}`}</State>
          ) : (
            <span className="num">{format.date(dueOn)}</span>
          )
        ) : (
          ''
        ),
      sortBy: ({ dueOn }) => dueOn,
    },
    {
      key: 'state',
      head: w.state,
      cell: ({ state }) => <State tone={TONES[state]}>{w.invoiceStates[state] ?? state}</State>,
      sortBy: ({ state }) => w.invoiceStates[state] ?? state,
    },
  ];
  return (
    <div className={shownId ? 'money-beside' : undefined}>
      <section className="card" aria-labelledby="money-invoices">
        <div className="head">
          <h2 id="money-invoices">{openOnly ? w.parts.offen : w.parts.rechnungen}</h2>
          {data && <span className="q num">{w.openSums(format.euro(data.openCents), format.euro(data.overdueCents))}</span>}
        </div>
        {!me.roles.includes('office') && <Banner>{w.leadReads}</Banner>}
        {!openOnly && (
          <Segments label={w.show} hideLabel choices={SHOWN.map((value) => ({ value, label: w[value] }))} value={show} onChange={setShow} />
        )}
        {data && (
          <Table
            label={openOnly ? w.parts.offen : w.parts.rechnungen}
            columns={columns}
            rows={data.invoices}
            rowKey={({ id }) => id}
            current={shownId}
            filter
            fileName={openOnly ? 'offene-posten' : 'rechnungen'}
            empty={<Empty>{openOnly ? w.noOpen : show === 'drafts' ? w.noDrafts : w.noInvoices}</Empty>}
          />
        )}
        {!openOnly && <Numbers />}
      </section>
      {shownId && (
        <Suspense fallback={null}>
          <InvoicePanel key={shownId} id={shownId} onClose={() => setShownId(null)} onShow={setShownId} />
        </Suspense>
      )}
    </div>
  );
}

function Numbers() {
  const w = useWords(billing);
  const { data } = useQuery({ queryKey: ['money', 'numbers'], queryFn: () => call(getNumbers) });
  if (!data) return null;
  return (
    <div className="money-numbers">
      <h3>{w.numbersTitle}</h3>
      {data.years.map(({ year, next, missing }) => (
        <p key={year} className="num">
          {w.numbersNext(next)}. {missing.length === 0 ? w.numbersWhole : w.numbersMissing(missing.join(', '))}
        </p>
      ))}
    </div>
  );
}
