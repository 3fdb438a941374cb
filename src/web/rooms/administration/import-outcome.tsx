import type { ImportPreview } from '#rooms/directory/contract/imports.ts';
import { Banner, Button, type Column, Segments, State, Table } from '../../ui/index.ts';
import { imports } from '../../words/imports.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { Existing, Mapping } from './imports.tsx';

type Planned = ImportPreview['shown'][number];
type Fault = ImportPreview['faults'][number];
const TONES = { make: 'yes', same: 'open', differs: 'partly' } as const;

/** What a file would do: its columns, its rows, its faults; and the word that carries it out. */
export function ImportOutcome(props: {
  found: ImportPreview;
  /** As assigned here; the answer to it may still be on its way. */
  mapping: Mapping | undefined;
  existing: Existing;
  onMapping: (heading: string, field: string | null) => void;
  onExisting: (existing: Existing) => void;
  busy: boolean;
  sentence: string | undefined;
  onConfirm: () => void;
}) {
  const w = useWords(imports);
  const format = useFormat();
  const { found } = props;
  const called = (field: string) => w.fields[field] ?? field;
  const ready = found.missing.length === 0 && found.twice.length === 0;
  const nothing = found.make === 0 && (found.differs === 0 || props.existing === 'keep');
  const undecided = found.differs > 0 && props.existing === 'ask';
  const tidied = w.tidied(found.notices.trimmed, found.notices.invisible);
  return (
    <section className="card stack" aria-labelledby="h-import-outcome">
      <h2 id="h-import-outcome">{w.outcome}</h2>
      <p>
        {[w.read(found.rows), found.headRow > 1 && w.headRow(found.headRow), found.remembered && w.remembered, tidied]
          .filter(Boolean)
          .join(' ')}
      </p>
      {found.earlier && <Banner tone="partly">{w.earlier(format.when(found.earlier))}</Banner>}
      <Columns found={found} mapping={props.mapping} onMapping={props.onMapping} />
      {found.missing.length > 0 && <Banner tone="no">{w.missing(found.missing.map(called).join(', '))}</Banner>}
      {found.twice.length > 0 && <Banner tone="no">{w.twice(found.twice.map(called).join(', '))}</Banner>}
      {ready && found.faultCount > 0 && <Faults found={found} />}
      {ready && (
        <>
          <p>
            <b>{w.summary(found.make, found.same, found.differs)}</b>
          </p>
          {found.differs > 0 && (
            <Segments
              label={w.differs}
              hint={w.existingHint}
              value={props.existing}
              choices={(['ask', 'change', 'keep'] as const).map((value) => ({ value, label: w.existing[value] }))}
              onChange={props.onExisting}
            />
          )}
          <Rows found={found} />
          {props.sentence && (
            <Banner tone="no" live="assertive">
              {props.sentence}
            </Banner>
          )}
          {nothing && found.faultCount === 0 && <p className="q">{w.confirmNothing}</p>}
          {!nothing && !undecided && found.faultCount === 0 && !found.earlier && (
            <div>
              <Button kind="main" busy={props.busy} onPress={props.onConfirm}>
                {w.confirm}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

interface Assigning {
  found: ImportPreview;
  mapping: Mapping | undefined;
  onMapping: (heading: string, field: string | null) => void;
}

function Columns({ found, mapping, onMapping }: Assigning) {
  const w = useWords(imports);
  return (
    <div className="table-wrap columns">
      <table className="list">
        <caption className="vh">{w.columns}</caption>
        <thead>
          <tr>
            <th scope="col">{w.column}</th>
            <th scope="col">{w.example}</th>
            <th scope="col">{w.field}</th>
          </tr>
        </thead>
        <tbody>
          {found.columns.map((column) => (
            <tr key={column.heading}>
              <th scope="row">{column.heading}</th>
              <td>{column.sample}</td>
              <td>
                <select
                  className="input"
                  aria-label={`${column.heading}: ${w.field}`}
                  value={(mapping ? mapping[column.heading] : column.field) ?? ''}
                  onChange={(event) => onMapping(column.heading, event.target.value || null)}
                >
                  <option value="">{w.leaveOut}</option>
                  {found.fields.map(({ name, required }) => (
                    <option key={name} value={name}>
                      {w.fields[name] ?? name}
                      {required ? ` (${w.required})` : ''}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Faults({ found }: { found: ImportPreview }) {
  const w = useWords(imports);
  const said = (fault: Fault) =>
    [w.codes[fault.code] ?? w.otherFault, fault.suggestion ? w.meant(fault.suggestion) : ''].filter(Boolean).join(' ');
  const headings = new Set(found.columns.map(({ heading }) => heading));
  // Where no column fills a field, the fault names the field.
  const where = ({ column }: Fault) => (column === undefined ? '–' : headings.has(column) ? column : (w.fields[column] ?? column));
  const columns: Column<Fault>[] = [
    { key: 'row', head: w.row, cell: ({ row }) => `${w.row} ${row}`, sortBy: ({ row }) => row },
    { key: 'column', head: w.column, cell: where, sortBy: where },
    { key: 'fault', head: w.fault, cell: said, sortBy: said },
  ];
  return (
    <>
      <Banner tone="no">
        <b>{w.faults(found.faultCount)}.</b> {w.faultsLead}
      </Banner>
      <Table
        label={w.faults(found.faultCount)}
        columns={columns}
        rows={found.faults}
        rowKey={({ row, column, code }) => `${row} ${column} ${code}`}
        fileName={w.fault}
        exported="imports"
      />
      {found.faultCount > found.faults.length && <p className="q">{w.more(found.faultCount - found.faults.length)}</p>}
    </>
  );
}

function Rows({ found }: { found: ImportPreview }) {
  const w = useWords(imports);
  const verdict = (row: Planned) =>
    [w.verdicts[row.verdict], row.fields ? `(${row.fields.map((field) => w.fields[field] ?? field).join(', ')})` : '']
      .filter(Boolean)
      .join(' ');
  const columns: Column<Planned>[] = [
    { key: 'row', head: w.row, cell: ({ row }) => `${w.row} ${row}`, sortBy: ({ row }) => row },
    { key: 'what', head: w.what, cell: ({ label }) => label, sortBy: ({ label }) => label },
    { key: 'verdict', head: w.verdict, cell: (row) => <State tone={TONES[row.verdict]}>{verdict(row)}</State>, sortBy: verdict },
  ];
  const all = found.make + found.same + found.differs;
  return (
    <>
      <Table label={w.outcome} columns={columns} rows={found.shown} rowKey={({ row }) => String(row)} />
      {all > found.shown.length && <p className="q">{w.shownOnly(found.shown.length, all)}</p>}
    </>
  );
}
