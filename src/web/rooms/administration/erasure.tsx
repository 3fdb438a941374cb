import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import * as wire from '#rooms/soziotherapie/contract/erasure.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, type Column, Empty, State, Table } from '../../ui/index.ts';
import { erasure } from '../../words/erasure.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { useStepUp } from './step-up.tsx';

await erasure.load(currentLanguage());

type Run = z.output<typeof wire.listErasureRuns.answer>['runs'][number];
type Entry = Run['entries'][number];
const KEY = ['soziotherapie', 'erasure-runs'];

/** For the auditor: the second pair of eyes, and the protocol without names. */
export default function ErasureRuns() {
  const w = useWords(erasure);
  const { data } = useQuery({ queryKey: KEY, queryFn: () => call(wire.listErasureRuns) });
  return (
    <div className="stack">
      <h2>{w.title}</h2>
      <p className="q">{w.auditText}</p>
      {data?.runs.length === 0 && <Empty>{w.noRuns}</Empty>}
      {data?.runs.map((run) => (
        <OneRun key={run.id} run={run} />
      ))}
    </div>
  );
}

function OneRun({ run }: { run: Run }) {
  const w = useWords(erasure);
  const format = useFormat();
  const queries = useQueryClient();
  const { guard, door } = useStepUp();
  const approve = useSubmit(() => decided('approved'));
  const decline = useSubmit(() => decided('declined'));
  const decided = async (to: 'approved' | 'declined') => {
    await guard(() => call(wire.decideErasure, { params: { id: run.id }, body: { to }, ifMatch: run.version }));
    announce(to === 'approved' ? w.approved : w.declined);
    await queries.invalidateQueries({ queryKey: KEY });
  };
  const said = ({ result, because }: Entry): string => {
    const why = because !== null && because in w.heldBy ? `: ${w.heldBy[because as keyof typeof w.heldBy]}` : '';
    return `${w.results[result ?? 'open']}${why}`;
  };
  const columns: Column<Entry>[] = [
    { key: 'mark', head: w.mark, text: ({ mark }) => mark, cell: ({ mark }) => <span className="code">{mark}</span> },
    { key: 'rule', head: w.rule, text: ({ rule }) => rule, cell: ({ rule }) => rule },
    {
      key: 'ended',
      head: w.ended,
      text: ({ endedOn }) => endedOn,
      cell: ({ endedOn }) => <span className="num nw">{format.date(endedOn)}</span>,
    },
    {
      key: 'until',
      head: w.keptUntil,
      text: ({ keptUntil }) => keptUntil,
      cell: ({ keptUntil }) => <span className="num nw">{format.date(keptUntil)}</span>,
    },
    {
      key: 'result',
      head: w.result,
      text: said,
      cell: said,
    },
  ];
  return (
    <section className="card stack" aria-label={`${run.organisation}, ${format.when(run.proposedAt)}`}>
      <h3>
        {run.organisation}{' '}
        <State tone={run.state === 'done' ? 'yes' : run.state === 'declined' ? 'no' : 'open'}>{w.state[run.state]}</State>
      </h3>
      <p className="s q">
        {w.proposedBy(run.proposedBy, format.when(run.proposedAt))}
        {run.decidedAt !== null && `, ${w.decidedBy(run.decidedBy ?? '', format.when(run.decidedAt))}`}
      </p>
      <Table label={w.title} rows={run.entries} columns={columns} rowKey={({ id }) => id} fileName={w.fileName} exported="other" />
      {(approve.sentence || decline.sentence) && <Banner tone="no">{approve.sentence || decline.sentence}</Banner>}
      {run.state === 'proposed' &&
        (run.mine ? (
          <p className="q">{w.mine}</p>
        ) : (
          <div className="row wrap">
            <Button kind="main" busy={approve.busy} onPress={() => void approve.run()}>
              {w.approve}
            </Button>
            <Button busy={decline.busy} onPress={() => void decline.run()}>
              {w.decline}
            </Button>
          </div>
        ))}
      {door}
    </section>
  );
}
