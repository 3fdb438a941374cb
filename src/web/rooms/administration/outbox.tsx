import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { type Column, Empty, Table } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useFormat, useWords } from '../../words/language.tsx';

/** The demo's own door (it belongs to no room): mails that lie in a folder instead of being sent. */
const demoOutbox = endpoint({
  name: 'demo.outbox',
  method: 'GET',
  path: '/api/demo/outbox',
  answer: z.object({
    mails: z.array(
      z.object({
        id: z.string(),
        to: z.string(),
        subject: z.string(),
        writtenAt: z.string(),
        file: z.string(),
        text: z.string().optional(),
      }),
    ),
  }),
});
type Mail = z.output<typeof demoOutbox.answer>['mails'][number];

export function Outbox() {
  const w = useWords(administration);
  const format = useFormat();
  const { data } = useQuery({ queryKey: ['outbox'], queryFn: () => call(demoOutbox), refetchInterval: 5_000 });
  const columns: Column<Mail>[] = [
    {
      key: 'subject',
      head: w.outboxSubject,
      cell: (row) => (
        <details>
          <summary>{row.subject}</summary>
          {row.text === undefined ? <p className="s q">{w.outboxFile(row.file)}</p> : <p className="voice letter">{row.text}</p>}
        </details>
      ),
      sortBy: (row) => row.subject,
    },
    { key: 'to', head: w.outboxTo, cell: (row) => row.to, sortBy: (row) => row.to },
    {
      key: 'at',
      head: w.outboxAt,
      cell: (row) => <span className="nw">{format.when(row.writtenAt)}</span>,
      sortBy: (row) => row.writtenAt,
    },
  ];
  return (
    <section className="card stack" aria-labelledby="h-outbox">
      <h2 id="h-outbox">{w.outbox}</h2>
      <p className="q">{w.outboxLead}</p>
      {data && (
        <Table
          label={w.outbox}
          columns={columns}
          rows={data.mails}
          rowKey={(row) => row.id}
          start={{ key: 'at', down: true }}
          empty={<Empty action={<Link to={to.telefon()}>{w.toDesk}</Link>}>{w.outboxNone}</Empty>}
        />
      )}
    </section>
  );
}
