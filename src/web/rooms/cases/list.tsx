import { Link } from '@tanstack/react-router';
import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import type { CaseCard } from '#rooms/cases/contract/caseload.ts';
import { to } from '../../paths.ts';
import { Button, type Column, State, Table } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { NoCases, useStepWords } from './board-view.tsx';
import { byNeed, type CaseFilter, shownCases } from './caseload-filter.ts';
import { useAreaNames } from './filter-bar.tsx';
import { HandOverPanel } from './hand-over-panel.tsx';
import type { BoardData } from './load-line.tsx';

/** All cases as a list: filtered, sorted, taken along as CSV or workbook. */
export default function List({
  board,
  filter,
  onChange,
}: {
  board: BoardData;
  filter: CaseFilter;
  onChange: (filter: CaseFilter) => void;
}) {
  const w = useWords(caseload);
  const [giving, setGiving] = useState<CaseCard | null>(null);
  const columns = useColumns(filter.whose !== 'mine', board.leads ? setGiving : null);
  const cards = shownCases(board.cards, filter).sort(byNeed);
  if (cards.length === 0) return <NoCases filter={filter} onChange={onChange} />;
  return (
    <section className="card case-list" aria-label={w.list}>
      <Table
        label={w.list}
        columns={columns}
        rows={cards}
        rowKey={(card) => card.id}
        filter
        fileName={w.file}
        exported="people"
        current={giving?.id ?? null}
      />
      {giving && <HandOverPanel key={giving.id} card={giving} team={board.team} onClose={() => setGiving(null)} />}
    </section>
  );
}

/** By family name, as files stand on a shelf. */
const sortName = (card: CaseCard) => card.called.split(' ').toReversed().join(' ');

function useColumns(others: boolean, give: ((card: CaseCard) => void) | null): Column<CaseCard>[] {
  const w = useWords(caseload);
  const format = useFormat();
  const stepOf = useStepWords();
  const areas = useAreaNames();
  const figure = (key: string, head: string, of: (card: CaseCard) => number, tone: 'no' | 'partly'): Column<CaseCard> => ({
    key,
    head,
    figures: true,
    cell: (card) => (of(card) > 0 ? <State tone={tone}>{of(card)}</State> : <span className="q">0</span>),
    sortBy: of,
    text: (card) => String(of(card)),
  });
  const manager: Column<CaseCard> = {
    key: 'manager',
    head: w.head.manager,
    cell: (card) => card.managerName,
    sortBy: (card) => card.managerName,
  };
  return [
    {
      key: 'name',
      head: w.head.name,
      cell: (card) => <Link to={to.caseFile(card.id)}>{card.called}</Link>,
      sortBy: sortName,
      text: (card) => card.called,
    },
    { key: 'phase', head: w.head.phase, cell: (card) => w.phases[card.phase], sortBy: (card) => w.phases[card.phase] },
    {
      key: 'days',
      head: w.head.days,
      figures: true,
      cell: (card) => (
        <span className={card.stuck ? 'num no b' : 'num'}>{card.limitDays === null ? card.days : `${card.days}/${card.limitDays}`}</span>
      ),
      sortBy: (card) => card.days,
      text: (card) => String(card.days),
    },
    { key: 'next', head: w.head.next, cell: (card) => stepOf(card), sortBy: (card) => stepOf(card) },
    {
      key: 'until',
      head: w.head.until,
      cell: (card) =>
        card.next ? <span className={card.next.overdue ? 'num no b nw' : 'num nw'}>{format.listed(card.next.on)}</span> : '–',
      sortBy: (card) => card.next?.on ?? null,
      text: (card) => (card.next ? format.date(card.next.on) : ''),
    },
    figure('overdue', w.head.overdue, (card) => card.overdue, 'no'),
    figure('gaps', w.head.gaps, (card) => card.gaps, 'no'),
    figure('duplicates', w.head.duplicates, (card) => card.duplicates, 'partly'),
    { key: 'intensity', head: w.head.intensity, cell: (card) => card.intensity, sortBy: (card) => card.intensity },
    {
      key: 'area',
      head: w.head.area,
      cell: (card) => areas.get(card.area) ?? card.area,
      sortBy: (card) => areas.get(card.area) ?? card.area,
    },
    ...(others ? [manager] : []),
    {
      key: 'opened',
      head: w.head.opened,
      cell: (card) => <span className="num nw">{format.listed(card.openedOn)}</span>,
      sortBy: (card) => card.openedOn,
      text: (card) => format.date(card.openedOn),
    },
    ...(give
      ? [
          {
            key: 'give',
            head: w.handOver,
            cell: (card: CaseCard) => (
              <Button small kind="quiet" icon={ArrowRightLeft} label={w.handOverNamed(card.called)} onPress={() => give(card)} />
            ),
            text: () => '',
          },
        ]
      : []),
  ];
}
