import { CalendarPlus, Smartphone, Users } from 'lucide-react';
import { useState } from 'react';
import type { SessionRow } from '#rooms/soziotherapie/contract/sessions.ts';
import { useMay } from '../../../me.ts';
import { to } from '../../../paths.ts';
import { Button, type Column, Icon, State, Table } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { amountOf } from '../../visit/amount.ts';
import { useUnits } from '../../visit/units.ts';
import type { TabProps } from '../tab-props.ts';
import { TONES, useSessions } from './data.ts';
import { FileGroups } from './file-groups.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { SessionPanel } from './session-panel.tsx';
import './sessions.css';

type Open = { kind: 'session'; id: string } | { kind: 'plan' } | { kind: 'groups' } | null;

/** All units of a client: what was, what is planned, who pays, what is still missing. */
export default function SessionsTab({ episodeId }: TabProps) {
  const w = useWords(sessionWords);
  const care = useMay('soziotherapie.care');
  const { data } = useSessions(episodeId);
  const [open, setOpen] = useState<Open>(null);
  const rows = data?.sessions ?? [];
  const expected = new Map(data?.expected.map(({ sessionId, parts }) => [sessionId, parts]));
  const close = () => setOpen(null);
  return (
    <div className="stack sessions">
      <SessionTable
        rows={rows}
        expected={expected}
        current={open?.kind === 'session' ? open.id : null}
        onOpen={(id) => setOpen({ kind: 'session', id })}
        tools={
          <>
            <Button icon={CalendarPlus} onPress={() => setOpen({ kind: 'plan' })}>
              {w.plan}
            </Button>
            <Button icon={Users} onPress={() => setOpen({ kind: 'groups' })}>
              {w.groups}
            </Button>
            {care && (
              <a className="btn quiet" href={to.visits()}>
                <Icon of={Smartphone} />
                {w.phone}
              </a>
            )}
          </>
        }
      />
      {open?.kind === 'session' && <SessionPanel key={open.id} id={open.id} onClose={close} />}
      {open?.kind === 'plan' && <PlanPanel episodeId={episodeId} onClose={close} />}
      {open?.kind === 'groups' && <FileGroups episodeId={episodeId} onClose={close} />}
    </div>
  );
}

function SessionTable(props: {
  rows: readonly SessionRow[];
  /** Who would pay what is planned. */
  expected: ReadonlyMap<string, SessionRow['parts']>;
  current: string | null;
  onOpen: (id: string) => void;
  tools: React.ReactNode;
}) {
  const w = useWords(sessionWords);
  const format = useFormat();
  const units = useUnits();
  const amount = ({ setting, minutes }: SessionRow) => w.minutes(minutes, units(amountOf(setting, minutes).hundredths));
  const cover = useCoverWords();
  const foreseen = ({ id }: SessionRow) => {
    const parts = props.expected.get(id);
    return parts ? w.coverExpected(cover({ parts })) : '';
  };
  const columns: Column<SessionRow>[] = [
    {
      key: 'when',
      head: w.when,
      sortBy: ({ start }) => start,
      text: ({ start }) => start.replace('T', ' '),
      cell: ({ id, day, start, end, setting }) => (
        <button type="button" className="link" onClick={() => props.onOpen(id)}>
          {format.weekday(day)} {format.listed(day)} {start.slice(11)} – {end.slice(11)}
          {setting === 'group' && `, ${w.group}`}
        </button>
      ),
    },
    {
      key: 'state',
      head: w.state,
      sortBy: ({ state }) => w.stateOf[state],
      cell: ({ state }) => <State tone={TONES[state]}>{w.stateOf[state]}</State>,
    },
    { key: 'amount', head: w.amount, figures: true, sortBy: ({ minutes }) => minutes, text: amount, cell: amount },
    {
      key: 'cover',
      head: w.cover,
      text: (row) => (row.parts.length > 0 ? cover(row) : foreseen(row)),
      cell: (row) => <Cover row={row} expected={props.expected.get(row.id)} />,
    },
    {
      key: 'where',
      head: w.place,
      sortBy: ({ placeKind }) => (placeKind ? w.placeOf[placeKind] : ''),
      cell: ({ placeKind }) => placeKind && w.placeOf[placeKind],
    },
    { key: 'who', head: w.who, sortBy: ({ practitioner }) => practitioner, cell: ({ practitioner }) => practitioner },
  ];
  return (
    <Table
      label={w.list}
      columns={columns}
      rows={props.rows}
      rowKey={({ id }) => id}
      current={props.current}
      start={{ key: 'when', down: true }}
      tools={props.tools}
      empty={<p>{w.empty}</p>}
    />
  );
}

/** "45 Min. genehmigt, 15 Min. nicht gedeckt" */
export function useCoverWords(): (row: Pick<SessionRow, 'parts'>) => string {
  const w = useWords(sessionWords);
  return ({ parts }) => {
    const [only] = parts;
    if (only && parts.length === 1) return w.coverOf[only.status];
    return parts.map(({ minutes, status }) => w.coverPart(minutes, w.coverOf[status])).join(', ');
  };
}

function Cover({ row, expected }: { row: SessionRow; expected: SessionRow['parts'] | undefined }) {
  const w = useWords(sessionWords);
  const words = useCoverWords();
  const parts = row.parts.length > 0 ? row.parts : expected;
  if (!parts || parts.length === 0) return null;
  const said = row.parts.length > 0 ? words(row) : w.coverExpected(words({ parts }));
  return parts.some(({ status }) => status === 'UNCOVERED') ? <State tone="no">{said}</State> : <span>{said}</span>;
}
