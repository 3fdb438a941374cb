import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { lanrFault } from '#kernel/identifiers.ts';
import * as wire from '#rooms/soziotherapie/contract/practice.ts';
import { PRESCRIBER_KINDS, type PrescriberKind } from '#rooms/soziotherapie/rules/prescriber.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Banner, Button, type Column, DateField, Empty, SelectField, SidePanel, Table, TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { practice } from '../../words/practice.ts';

type Row = wire.PrescriberRow;
const KEY = ['soziotherapie', 'prescribers'];

/** Who prescribes for the clients of the practice; the office keeps the list. */
export function Prescribers() {
  const w = useWords(practice);
  const format = useFormat();
  const may = useMay('soziotherapie.office');
  const [open, setOpen] = useState<Row | 'new' | null>(null);
  const { data } = useQuery({ queryKey: KEY, queryFn: () => call(wire.listPrescribers, { query: {} }) });
  const permission = ({ permissionFrom, permissionTo }: Row) =>
    permissionTo
      ? w.permissionUntil(format.listed(permissionTo))
      : permissionFrom
        ? w.permissionSince(format.listed(permissionFrom))
        : w.permissionNone;
  const full = (row: Row) => [row.title, row.name].filter(Boolean).join(' ');
  const columns: Column<Row>[] = [
    {
      key: 'name',
      head: w.prescriberName,
      cell: (row) =>
        may ? (
          <button type="button" className="link" onClick={() => setOpen(row)}>
            {full(row)}
          </button>
        ) : (
          full(row)
        ),
      sortBy: (row) => row.name,
      text: full,
    },
    { key: 'kind', head: w.kind, cell: (row) => w.kinds[row.kind], sortBy: (row) => w.kinds[row.kind] },
    { key: 'practice', head: w.practiceName, cell: (row) => row.practiceName ?? '–', text: (row) => row.practiceName ?? '' },
    { key: 'lanr', head: w.lanr, cell: (row) => <span className="num">{row.lanr ?? '–'}</span>, text: (row) => row.lanr ?? '' },
    { key: 'permission', head: w.permission, cell: permission },
    {
      key: 'phone',
      head: w.phone,
      cell: (row) => (row.phone ? <a href={`tel:${row.phone.replaceAll(/[^+\d]/g, '')}`}>{row.phone}</a> : '–'),
      text: (row) => row.phone ?? '',
    },
  ];
  const tools = may && (
    <Button kind="main" icon={UserPlus} onPress={() => setOpen('new')}>
      {w.newPrescriber}
    </Button>
  );
  if (!data) return null;
  return (
    <>
      <section className="card" aria-label={w.prescribers}>
        <Table
          label={w.prescribers}
          columns={columns}
          rows={data.prescribers}
          rowKey={(row) => row.id}
          current={open && open !== 'new' ? open.id : null}
          start={{ key: 'name' }}
          filter
          fileName={w.filePrescribers}
          exported="network"
          tools={tools}
          empty={<Empty action={tools}>{w.noPrescribers}</Empty>}
        />
      </section>
      {open && <PrescriberForm key={open === 'new' ? 'new' : open.id} row={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

const TEXTS = ['name', 'title', 'practiceName', 'lanr', 'bsnr', 'ik', 'street', 'postalCode', 'place', 'phone', 'fax', 'email'] as const;
type Values = Record<(typeof TEXTS)[number], string> & { kind: PrescriberKind; permissionFrom: string | null; permissionTo: string | null };

/** One prescriber; `row` null makes a new one. `onDone` gets the id, for forms that ask for a prescriber on their way. */
export function PrescriberForm({ row, onClose, onDone }: { row: Row | null; onClose: () => void; onDone?: (id: string) => void }) {
  const w = useWords(practice);
  const queries = useQueryClient();
  const start: Values = {
    ...(Object.fromEntries(TEXTS.map((key) => [key, row?.[key] ?? ''])) as Record<(typeof TEXTS)[number], string>),
    kind: row?.kind ?? 'psychiatrist',
    permissionFrom: row?.permissionFrom ?? null,
    permissionTo: row?.permissionTo ?? null,
  };
  const draft = useFields(`soziotherapie.prescriber.${row?.id ?? 'new'}`, start);
  const { value, change } = draft;
  const orNull = (text: string) => text.trim() || null;
  const submit = useSubmit(async () => {
    const { kind, permissionFrom, permissionTo, name, ...texts } = value;
    const rest = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, orNull(text)])) as Omit<
      wire.PrescriberFields,
      'name' | 'kind' | 'permissionFrom' | 'permissionTo'
    >;
    const body = { name, kind, permissionFrom, permissionTo, ...rest };
    const answer = row
      ? await call(wire.changePrescriber, { params: { id: row.id }, body, ifMatch: row.version })
      : await call(wire.addPrescriber, { body });
    draft.reset(start);
    await queries.invalidateQueries({ queryKey: KEY });
    announce(w.saved);
    onDone?.(answer.id);
    onClose();
  });
  const pseudo = lanrFault(value.lanr.replaceAll(/\s/g, '')) === 'pseudo' ? w.pseudo : undefined;
  const labels = { ...w, name: w.prescriberName, title: w.titleField };
  return (
    <SidePanel title={row ? [row.title, row.name].filter(Boolean).join(' ') : w.newPrescriber} onClose={onClose}>
      <form className="stack" noValidate onSubmit={submit.run}>
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        <SelectField
          label={w.kind}
          choices={PRESCRIBER_KINDS.map((kind) => ({ value: kind, label: w.kinds[kind] }))}
          value={value.kind}
          onChange={(kind) => kind && change({ kind })}
        />
        {TEXTS.map((key) => (
          <TextField
            key={key}
            label={labels[key]}
            required={key === 'name'}
            figures={['lanr', 'bsnr', 'ik', 'postalCode', 'phone', 'fax'].includes(key)}
            value={value[key]}
            onChange={(text) => change({ [key]: text })}
            warning={key === 'lanr' ? pseudo : undefined}
            error={submit.at(`/${key}`)}
          />
        ))}
        <DateField
          label={w.permissionFrom}
          hint={w.permissionHint}
          lean="past"
          value={value.permissionFrom}
          onChange={(permissionFrom) => change({ permissionFrom })}
          error={submit.at('/permissionFrom')}
        />
        <DateField
          label={w.permissionTo}
          value={value.permissionTo}
          onChange={(permissionTo) => change({ permissionTo })}
          error={submit.at('/permissionTo')}
        />
        <div>
          <Button type="submit" kind="main" busy={submit.busy}>
            {w.save}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}
