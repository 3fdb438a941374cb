import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import type { ExportedList } from '#rooms/access/contract/exports.ts';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { Icon } from './icon.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { TakeAlong } from './take-along.tsx';

export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by; without it the head is plain words. */
  sortBy?: (row: Row) => string | number | null;
  /** What the filter reads and what stands in the file; without it `sortBy`. */
  text?: (row: Row) => string;
  figures?: boolean;
}

interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The row whose side panel is open. */
  current?: string | null;
  start?: { key: string; down?: boolean };
  filter?: boolean;
  /** Name of the file; without it nothing can be saved. */
  fileName?: string;
  /** Which list it is, for the log: who takes which along. */
  exported?: ExportedList;
  tools?: ReactNode;
  empty?: ReactNode;
}

const textOf = <Row,>(column: Column<Row>, row: Row) => column.text?.(row) ?? String(column.sortBy?.(row) ?? '');

/** A list: sorted by its heads, filtered by words, taken along as CSV or workbook. The first column is the row's head. */
export function Table<Row>(props: TableProps<Row>) {
  const w = useWords(shell);
  const [sort, setSort] = useState(props.start ?? null);
  const [wanted, setWanted] = useState('');
  const wantedLater = useDeferredValue(wanted);
  const shown = useMemo(() => {
    const words = wantedLater.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = props.rows.filter((row) => {
      if (words.length === 0) return true;
      const line = props.columns
        .map((column) => textOf(column, row))
        .join(' ')
        .toLowerCase();
      return words.every((word) => line.includes(word));
    });
    const by = props.columns.find((column) => column.key === sort?.key)?.sortBy;
    return by ? kept.toSorted((one, other) => compare(by(one), by(other)) * (sort?.down ? -1 : 1)) : kept;
  }, [props.rows, props.columns, wantedLater, sort]);
  const content = () => ({
    head: props.columns.map((column) => column.head),
    rows: shown.map((row) => props.columns.map((column) => textOf(column, row))),
  });
  if (props.rows.length === 0 && props.empty) return <>{props.empty}</>;
  return (
    <>
      {(props.filter || props.fileName || props.tools) && (
        <div className="tools">
          {props.filter && (
            <input
              className="input"
              type="search"
              aria-label={w.filter}
              placeholder={w.filter}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          )}
          {props.tools}
          <span className="q s end num" role="status">
            {w.rowsOf(shown.length, props.rows.length)}
          </span>
          {props.fileName && <TakeAlong list={props.exported ?? 'other'} fileName={props.fileName} title={props.label} content={content} />}
        </div>
      )}
      <ScrollBox label={props.label}>
        <table className="list" aria-label={props.label}>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <Head key={column.key} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => {
              const key = props.rowKey(row);
              return (
                <tr key={key} aria-current={props.current === key || undefined}>
                  {props.columns.map((column, index) =>
                    index === 0 ? (
                      <th key={column.key} scope="row">
                        {column.cell(row)}
                      </th>
                    ) : (
                      <td key={column.key} className={column.figures ? 'r' : undefined}>
                        {column.cell(row)}
                      </td>
                    ),
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
      {shown.length === 0 && <p className="q">{w.noRows}</p>}
    </>
  );
}

function Head<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: { key: string; down?: boolean } | null;
  onSort: (sort: { key: string; down?: boolean }) => void;
}) {
  const here = sort?.key === column.key;
  const order = here ? (sort.down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" aria-sort={order} className={column.figures ? 'r' : undefined}>
      {column.sortBy ? (
        <button type="button" className="sorter" onClick={() => onSort({ key: column.key, down: here && !sort.down })}>
          {column.head}
          {here && <Icon of={sort.down ? ArrowDown : ArrowUp} />}
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}

/** Nothing known comes last, whatever the direction of the rest. */
function compare(one: string | number | null, other: string | number | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'de');
}
