import { Link } from '@tanstack/react-router';
import { Copy, Unplug } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { CaseCard } from '#rooms/cases/contract/caseload.ts';
import { to } from '../../paths.ts';
import { Button, Empty, State } from '../../ui/index.ts';
import { arrowFrom } from '../../ui/roving.ts';
import { caseload } from '../../words/caseload.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { tasks } from '../../words/tasks.ts';
import { COLUMN_OF, COLUMNS, type ColumnKey, SHARED } from './caseload-data.ts';
import { byNeed, type CaseFilter, shownCases } from './caseload-filter.ts';
import type { BoardData } from './load-line.tsx';

/** So many cards a column at first: 500 cases stay quick to draw and to read. */
const FIRST = 25;

/** What is next in a case, in words. */
export function useStepWords(): (card: Pick<CaseCard, 'next'>) => string {
  const w = useWords(caseload);
  const t = useWords(tasks);
  const kinds: Record<string, string> = t.kinds;
  return ({ next }) => (next ? (next.taskKind && kinds[next.taskKind]) || w.steps[next.kind] : w.noStep);
}

interface BoardViewProps {
  board: BoardData;
  filter: CaseFilter;
  onChange: (filter: CaseFilter) => void;
}

/** Cases by phase. Arrow keys go from card to card, Enter opens; on a phone the columns stand under each other as one list. */
export function BoardView({ board, filter, onChange }: BoardViewProps) {
  const w = useWords(caseload);
  const cards = shownCases(board.cards, { ...filter, phase: null });
  const [all, setAll] = useState<readonly ColumnKey[]>([]);
  const [here, setHere] = useState<string | null>(null);
  const root = useRef<HTMLOListElement>(null);
  const columns = COLUMNS.map((key) => {
    const whole = cards.filter((card) => COLUMN_OF[card.phase] === key).sort(byNeed);
    return { key, whole, seen: all.includes(key) ? whole : whole.slice(0, FIRST) };
  });
  const first = columns.find(({ seen }) => seen.length > 0)?.seen[0]?.id;
  const current = columns.some(({ seen }) => seen.some(({ id }) => id === here)) ? here : first;
  const focus = (id: string | undefined) => {
    if (!id) return;
    setHere(id);
    root.current?.querySelector<HTMLElement>(`[data-case="${id}"]`)?.focus();
  };
  const move = (event: KeyboardEvent, column: number, row: number) => {
    const seen = columns[column]?.seen ?? [];
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const step = event.key === 'ArrowLeft' ? -1 : 1;
      let next = column + step;
      while (columns[next] && columns[next]?.seen.length === 0) next += step;
      const there = columns[next]?.seen;
      if (!there || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      focus(there[Math.min(row, there.length - 1)]?.id);
      return;
    }
    const step = event.key === 'Home' ? 0 : event.key === 'End' ? seen.length - 1 : arrowFrom(event, row, 0, seen.length, 1)?.row;
    if (step === undefined) return;
    event.preventDefault();
    focus(seen[step]?.id);
  };
  if (cards.length === 0) return <NoCases filter={filter} onChange={onChange} />;
  return (
    <>
      <p className="vh" id="board-keys">
        {w.keysHint}
      </p>
      <ol className="plain case-columns" aria-label={w.board} aria-describedby="board-keys" ref={root}>
        {columns.map(({ key, whole, seen }, column) => (
          <li key={key} className={whole.length === 0 ? 'none' : undefined}>
            <h2>
              {w.columns[key]} <span className="q num">{whole.length}</span>
            </h2>
            {whole.length === 0 && <p className="s q">{w.columnEmpty}</p>}
            {seen.length > 0 && (
              <ul className="plain">
                {seen.map((card, row) => (
                  <li key={card.id}>
                    <Card
                      card={card}
                      shared={SHARED.includes(key)}
                      owner={filter.whose === 'all' || card.reader !== 'manager'}
                      tabIndex={card.id === current ? 0 : -1}
                      onFocus={() => setHere(card.id)}
                      onKeyDown={(event) => move(event, column, row)}
                    />
                  </li>
                ))}
              </ul>
            )}
            {whole.length > seen.length && (
              <Button small kind="quiet" onPress={() => setAll([...all, key])}>
                {w.more(whole.length - seen.length)}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Nobody to show: what to do instead. */
export function NoCases({ filter, onChange }: { filter: CaseFilter; onChange: (filter: CaseFilter) => void }) {
  const w = useWords(caseload);
  const narrow = filter.overdue || filter.area !== null || filter.intensity !== null || filter.phase !== null;
  if (!narrow) return <Empty>{filter.whose === 'standIn' ? w.emptyStandIn : filter.whose === 'all' ? w.emptyTeam : w.emptyMine}</Empty>;
  const wide: CaseFilter = { ...filter, overdue: false, area: null, intensity: null, phase: null };
  return (
    <Empty
      action={
        <Button small onPress={() => onChange(wide)}>
          {w.showAll}
        </Button>
      }
    >
      {w.emptyFilter}
    </Empty>
  );
}

interface CardProps {
  card: CaseCard;
  shared: boolean;
  owner: boolean;
  tabIndex: number;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Card({ card, shared, owner, tabIndex, onFocus, onKeyDown }: CardProps) {
  const w = useWords(caseload);
  const format = useFormat();
  const stepOf = useStepWords();
  const { next } = card;
  const late = card.overdue > 0;
  return (
    <Link
      className={late ? 'case-tile hot' : 'case-tile'}
      to={to.caseFile(card.id)}
      data-case={card.id}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <span className="case-name">
        <b>{card.called}</b>
        <span className="case-letter" title={w.intensityOf(card.intensity)}>
          <span className="vh">{w.intensityOf(card.intensity)}</span>
          <span aria-hidden="true">{card.intensity}</span>
        </span>
      </span>
      {shared && card.phase !== 'monitoring' && <span className="s q">{w.phases[card.phase]}</span>}
      <span className="case-step">{next ? (next.overdue ? w.stepLate : w.step)(stepOf(card), format.listed(next.on)) : w.noStep}</span>
      <span className="case-marks">
        {late && <State tone="no">{w.overdue(card.overdue)}</State>}
        {card.gaps > 0 && (
          <State tone="no" icon={Unplug}>
            {w.gaps(card.gaps)}
          </State>
        )}
        {card.duplicates > 0 && (
          <State tone="partly" icon={Copy}>
            {w.duplicates(card.duplicates)}
          </State>
        )}
        {card.others > 0 && <State tone="partly">{w.others(card.others)}</State>}
      </span>
      <span className={card.stuck ? 's no num' : 's q num'}>
        {card.stuck && card.limitDays !== null ? w.stuck(card.days, card.limitDays) : w.daysOf(card.days, card.limitDays)}
      </span>
      {owner && (
        <span className="s q">
          {card.managerName}
          {card.reader === 'substitute' && ` · ${w.substituteMark}`}
        </span>
      )}
    </Link>
  );
}
