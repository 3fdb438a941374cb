import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import * as wire from '#rooms/soziotherapie/contract/erasure.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, type Column, Empty, State, Table } from '../../ui/index.ts';
import { erasure } from '../../words/erasure.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { useStepUp } from '../administration/step-up.tsx';

await erasure.load(currentLanguage());

type Preview = z.output<typeof wire.previewErasure.answer>;
type File = Preview['files'][number];
const KEY = ['soziotherapie', 'erasure'];

/** For the lead: files whose ten years are over, and what was proposed of them. */
export default function Erasure() {
  const w = useWords(erasure);
  const { data } = useQuery({ queryKey: KEY, queryFn: () => call(wire.previewErasure), staleTime: Number.POSITIVE_INFINITY });
  return (
    <div className="stack">
      <section className="card stack" aria-labelledby="h-erasure">
        <h2 id="h-erasure">{w.title}</h2>
        <p className="q">{w.text}</p>
        {data &&
          (data.files.length === 0 ? (
            <Empty>{w.none}</Empty>
          ) : (
            <Proposal files={data.files} waits={data.runs.some(({ state }) => state === 'proposed' || state === 'approved')} />
          ))}
      </section>
      <section className="card stack" aria-labelledby="h-erasure-runs">
        <h2 id="h-erasure-runs">{w.runs}</h2>
        {data?.runs.length === 0 && <p className="q">{w.noRuns}</p>}
        {data && <Runs runs={data.runs} />}
      </section>
    </div>
  );
}

/** @param waits a run is under way: the next one is proposed after it */
function Proposal({ files, waits }: { files: readonly File[]; waits: boolean }) {
  const w = useWords(erasure);
  const format = useFormat();
  const queries = useQueryClient();
  const { guard, door } = useStepUp();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = files.filter(({ personId, heldBy }) => heldBy === null && !left.has(personId)).map(({ personId }) => personId);
  const turn = (id: string) => setLeft(new Set(left.has(id) ? [...left].filter((one) => one !== id) : [...left, id]));
  const submit = useSubmit(async () => {
    await guard(() => call(wire.proposeErasure, { body: { personIds: chosen.slice(0, 200) } }));
    announce(w.proposed);
    await queries.invalidateQueries({ queryKey: KEY });
  });
  const columns: Column<File>[] = [
    {
      key: 'name',
      head: w.name,
      cell: ({ personId, name, heldBy }) =>
        heldBy === null && !waits ? (
          <label className="row">
            <input type="checkbox" checked={!left.has(personId)} onChange={() => turn(personId)} aria-label={w.choose(name ?? w.unnamed)} />
            <span>{name ?? w.unnamed}</span>
          </label>
        ) : (
          (name ?? w.unnamed)
        ),
    },
    { key: 'ended', head: w.ended, cell: ({ endedOn }) => <span className="num nw">{format.date(endedOn)}</span> },
    { key: 'until', head: w.keptUntil, cell: ({ keptUntil }) => <span className="num nw">{format.date(keptUntil)}</span> },
    {
      key: 'held',
      head: w.held,
      cell: ({ heldBy }) => (heldBy === null ? <State tone="yes">{w.free}</State> : <State tone="partly">{w.heldBy[heldBy]}</State>),
    },
  ];
  return (
    <>
      <Table label={w.title} rows={files} columns={columns} rowKey={({ personId }) => personId} />
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      {waits && <p className="s q">{w.waits}</p>}
      {!waits && chosen.length > 0 && (
        <div className="row wrap">
          <Button kind="main" busy={submit.busy} onPress={() => void submit.run()}>
            {w.propose(Math.min(200, chosen.length))}
          </Button>
          <span className="s q">{w.sure}</span>
        </div>
      )}
      {door}
    </>
  );
}

function Runs({ runs }: { runs: Preview['runs'] }) {
  const w = useWords(erasure);
  const format = useFormat();
  return (
    <ul className="plain stack tight">
      {runs.map((run) => (
        <li key={run.id} className="row wrap">
          <State tone={run.state === 'done' ? 'yes' : run.state === 'declined' ? 'no' : 'open'}>{w.state[run.state]}</State>
          <span className="s">{w.proposedBy(run.proposedBy, format.when(run.proposedAt))}</span>
          <span className="s q">{w.erased(run.erased, run.entries)}</span>
        </li>
      ))}
    </ul>
  );
}
