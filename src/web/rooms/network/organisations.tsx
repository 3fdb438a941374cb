import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { type Column, Empty, Table } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { network as networkWords } from '../../words/network.ts';

export type Organisation = z.output<typeof directory.organisations.answer>['organisations'][number];

export function useOrganisations() {
  return useQuery({
    queryKey: ['network', 'organisations'],
    queryFn: () => call(directory.organisations),
    select: ({ organisations }) => organisations,
  });
}

export function Organisations({
  current,
  onOpen,
  tools,
}: {
  current: string | null;
  onOpen: (organisation: Organisation) => void;
  tools: React.ReactNode;
}) {
  const w = useWords(networkWords);
  const coordinates = useMay('directory.coordinate');
  const { data } = useOrganisations();
  const columns: Column<Organisation>[] = [
    {
      key: 'name',
      head: w.organisation,
      cell: (row) =>
        coordinates ? (
          <button type="button" className="link" onClick={() => onOpen(row)}>
            {row.name}
          </button>
        ) : (
          row.name
        ),
      sortBy: (row) => row.name,
    },
    { key: 'kind', head: w.organisationKind, cell: (row) => w.organisationKinds[row.kind], sortBy: (row) => w.organisationKinds[row.kind] },
    {
      key: 'phone',
      head: w.phone,
      cell: (row) => (row.phone ? <a href={`tel:${row.phone.replaceAll(/[^+\d]/g, '')}`}>{row.phone}</a> : '–'),
      text: (row) => row.phone ?? '',
    },
    {
      key: 'email',
      head: w.email,
      cell: (row) => (row.email ? <a href={`mailto:${row.email}`}>{row.email}</a> : '–'),
      text: (row) => row.email ?? '',
    },
    { key: 'website', head: w.website, cell: (row) => row.website ?? '–', text: (row) => row.website ?? '' },
  ];
  if (!data) return null;
  return (
    <section className="card" aria-label={w.organisations}>
      <Table
        label={w.organisations}
        columns={columns}
        rows={data}
        rowKey={(row) => row.id}
        current={current}
        start={{ key: 'name' }}
        filter
        fileName={w.file}
        exported="network"
        tools={tools}
        empty={<Empty action={tools}>{coordinates ? w.noOrganisation : w.noOrganisationYet}</Empty>}
      />
    </section>
  );
}
