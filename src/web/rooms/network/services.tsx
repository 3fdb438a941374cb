import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { listServices, type ServiceView } from '#rooms/directory/contract/services.ts';
import { CARE_SYSTEMS } from '#rooms/directory/rules/service-types.ts';
import { confirmedDaysAgo, SERVICE_FRESH_DAYS } from '#rooms/directory/rules/services.ts';
import { call } from '../../call.ts';
import { Button, type Column, Empty, SelectField, State, Table, TextField } from '../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { services as serviceWords } from '../../words/services.ts';
import { useServiceTypes, useTypeName } from '../cases/linking/service-names.ts';
import ServicePanel from './service-panel.tsx';

// Words come with the part, so that nothing of it waits for them.
await serviceWords.load(currentLanguage());

const CAPACITY_TONES = { free: 'yes', ask: 'partly', full: 'no' } as const;

/** Netzwerk, part "Dienste": what other services of the region offer, how fresh it is, and how often they answer. */
export default function Services() {
  const w = useWords(serviceWords);
  const format = useFormat();
  const types = useServiceTypes();
  const typeName = useTypeName();
  const [serviceType, setServiceType] = useState<string | null>(null);
  const [system, setSystem] = useState<(typeof CARE_SYSTEMS)[number] | null>(null);
  const [place, setPlace] = useState('');
  const [open, setOpen] = useState<ServiceView | 'new' | null>(null);
  const query = {
    ...(serviceType ? { serviceType } : {}),
    ...(system ? { system } : {}),
    ...(/^\d{5}$/.test(place) ? { postalCode: place } : {}),
  };
  const { data } = useQuery({
    queryKey: ['services', 'list', query],
    queryFn: () => call(listServices, { query }),
    placeholderData: (before) => before,
  });
  if (!data) return <p className="q">{w.loading}</p>;
  const today = Temporal.Now.plainDateISO(format.zone);
  const add = data.mayEdit && (
    <Button kind="main" icon={Plus} onPress={() => setOpen('new')}>
      {w.add}
    </Button>
  );
  const fresh = (row: ServiceView) => {
    const ago = confirmedDaysAgo(row.confirmedOn, today);
    return { said: ago === null ? w.never : w.confirmedAgo(ago), old: ago === null || ago > SERVICE_FRESH_DAYS };
  };
  const columns: Column<ServiceView>[] = [
    {
      key: 'name',
      head: w.name,
      cell: (row) => (
        <button type="button" className="link" onClick={() => setOpen(row)} aria-label={w.show(row.name)}>
          {row.name}
        </button>
      ),
      text: (row) => row.name,
      sortBy: (row) => row.name,
    },
    { key: 'organisation', head: w.organisation, cell: (row) => row.organisation, sortBy: (row) => row.organisation },
    { key: 'type', head: w.type, cell: (row) => typeName(row.serviceType), sortBy: (row) => typeName(row.serviceType) },
    { key: 'area', head: w.area, cell: (row) => row.postalAreas.join(', ') || w.everywhere },
    {
      key: 'capacity',
      head: w.capacity,
      cell: (row) => <State tone={CAPACITY_TONES[row.capacity]}>{w.capacities[row.capacity]}</State>,
      text: (row) => w.capacities[row.capacity],
      sortBy: (row) => w.capacities[row.capacity],
    },
    {
      key: 'waiting',
      head: w.waitingShort,
      figures: true,
      cell: (row) => (row.waitingDays === null ? '–' : String(row.waitingDays)),
      sortBy: (row) => row.waitingDays ?? 9999,
    },
    {
      key: 'answers',
      head: w.answers,
      cell: (row) => (row.asked === 0 ? <span className="q">{w.noAnswers}</span> : w.answersOf(row.answered, row.asked)),
      text: (row) => (row.asked === 0 ? '' : `${row.answered}/${row.asked}`),
      sortBy: (row) => (row.asked === 0 ? -1 : row.answered / row.asked),
    },
    {
      key: 'confirmed',
      head: w.confirmed,
      cell: (row) => (fresh(row).old ? <State tone="partly">{fresh(row).said}</State> : fresh(row).said),
      text: (row) => row.confirmedOn ?? '',
      sortBy: (row) => row.confirmedOn ?? '',
    },
  ];
  const filtered = serviceType !== null || system !== null || place !== '';
  return (
    <section className="card" aria-label={w.list}>
      <div className="row wrap services-filter">
        <SelectField label={w.filterType} empty={w.all} choices={types} value={serviceType} onChange={setServiceType} />
        <SelectField
          label={w.filterSystem}
          empty={w.all}
          choices={CARE_SYSTEMS.map((value) => ({ value, label: w.systems[value] }))}
          value={system}
          onChange={setSystem}
        />
        <TextField label={w.filterPlace} inputMode="numeric" figures maxLength={5} value={place} onChange={setPlace} />
      </div>
      <Table
        label={w.list}
        columns={columns}
        rows={data.services}
        rowKey={(row) => row.id}
        current={open && open !== 'new' ? open.id : null}
        start={{ key: 'name' }}
        filter
        fileName={w.file}
        exported="network"
        tools={add}
        empty={<Empty action={add}>{filtered ? w.noneFound : data.mayEdit ? w.empty : w.emptyRead}</Empty>}
      />
      {open && (
        <ServicePanel
          key={open === 'new' ? 'new' : open.id}
          service={open === 'new' ? null : open}
          mayEdit={data.mayEdit}
          mayConfirm={data.mayConfirm}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}
