import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import type { z } from 'zod';
import type { Modality, SlotKind } from '#kernel/codes.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call, pathOf } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { Banner, type Column, Empty, Icon, State, Table } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { OUTCOME_TONES } from './outcome.ts';

type Row = z.output<typeof scheduling.myDayList.answer>['rows'][number];
export type Whose = 'own' | 'network';
const LISTS = {
  own: { read: scheduling.myDayList, paper: scheduling.myDayListPdf },
  network: { read: scheduling.deskDayList, paper: scheduling.deskDayListPdf },
} as const;

/** The list of some days as a file to print; who draws it is logged. */
export function DayListPaper({ whose, from, days }: { whose: Whose; from: string; days: number }) {
  const w = useWords(calendar);
  const { language } = useLanguage();
  return (
    <a
      className="btn sm"
      href={`${pathOf(LISTS[whose].paper.path, {})}?from=${from}&days=${days}&language=${language}`}
      target="_blank"
      rel="noreferrer"
      title={w.list.logged}
    >
      <Icon of={Printer} />
      {days === 1 ? w.list.print : w.list.printWeek}
    </a>
  );
}

/** One day as a list, on the screen and as a file. */
export function DayListTable({ whose, day }: { whose: Whose; day: string }) {
  const w = useWords(calendar);
  const c = useWords(codes);
  const p = useWords(problems);
  const format = useFormat();
  const { data, error } = useQuery({
    queryKey: ['scheduling', 'day-list', whose, day],
    queryFn: ({ signal }) => call(LISTS[whose].read, { query: { from: day, days: 1 }, signal }),
  });
  if (error) return <Banner tone="no">{problemOf(error).sentence(p)}</Banner>;
  if (!data) return null;
  const what = (row: Row) =>
    [
      c.slotKind[row.kind as SlotKind],
      row.isFirst && whose === 'own' ? w.list.first : '',
      row.interpreter ? w.list.interpreter : '',
      row.modality === 'video' ? c.modality[row.modality as Modality] : '',
    ]
      .filter(Boolean)
      .join(', ');
  const time = (row: Row) => `${format.clock(row.startsAt)}–${format.clock(row.endsAt)}`;
  const state = (row: Row) => w.outcome[row.outcome];
  const columns: Column<Row>[] = [
    { key: 'time', head: w.list.time, cell: (row) => <span className="num">{time(row)}</span>, sortBy: (row) => row.startsAt, text: time },
    { key: 'who', head: w.list.who, cell: (row) => row.who, sortBy: (row) => row.who },
    ...(whose === 'network'
      ? [{ key: 'with', head: w.list.with, cell: (row: Row) => row.practitioner, sortBy: (row: Row) => row.practitioner }]
      : []),
    { key: 'what', head: w.list.what, cell: what, sortBy: what },
    { key: 'where', head: w.list.where, cell: (row) => row.where ?? '', sortBy: (row) => row.where ?? '' },
    { key: 'state', head: w.list.state, cell: (row) => <State tone={OUTCOME_TONES[row.outcome]}>{state(row)}</State>, sortBy: state },
  ];
  const title = whose === 'own' ? w.list.ofDay(format.dayLong(day)) : w.list.firstOfDay(format.dayLong(day));
  return (
    <Table
      label={title}
      columns={columns}
      rows={data.rows}
      rowKey={(row) => row.appointmentId}
      start={{ key: 'time' }}
      fileName={w.list.file(day)}
      exported="day-list"
      empty={<Empty>{whose === 'own' ? w.list.empty : w.list.emptyFirst}</Empty>}
    />
  );
}
