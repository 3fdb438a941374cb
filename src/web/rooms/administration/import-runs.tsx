import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import * as directory from '#rooms/directory/contract/imports.ts';
import * as scheduling from '#rooms/scheduling/contract/imports.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, type Column, Dialog, Empty, Table } from '../../ui/index.ts';
import { imports } from '../../words/imports.ts';
import { useFormat, useWords } from '../../words/language.tsx';

type Run = z.output<typeof directory.listImports.answer>['imports'][number];

const undo = ({ kind, id }: Run) =>
  kind === 'appointments'
    ? call(scheduling.undoSlotImport, { params: { id }, body: {} })
    : call(directory.undoImport, { params: { kind, id }, body: {} });

/** What was read in so far, and the way back. */
export function ImportRuns() {
  const w = useWords(imports);
  const format = useFormat();
  const { data } = useQuery({ queryKey: ['imports'], queryFn: () => call(directory.listImports), select: (answer) => answer.imports });
  const [asked, setAsked] = useState<Run | null>(null);
  const result = (run: Run) => (run.undoneAt ? w.undone : w.done(run.made, run.changed));
  const columns: Column<Run>[] = [
    {
      key: 'when',
      head: w.when,
      cell: (run) => <span className="nw">{format.when(run.at)}</span>,
      sortBy: (run) => run.at,
      text: (run) => run.at,
    },
    { key: 'kind', head: w.what, cell: (run) => w.kinds[run.kind], sortBy: (run) => w.kinds[run.kind] },
    { key: 'who', head: w.who, cell: (run) => run.by ?? '–', sortBy: (run) => run.by ?? '' },
    { key: 'result', head: w.result, cell: result, sortBy: result },
    {
      key: 'do',
      head: w.undo,
      cell: (run) =>
        run.mayUndo && (
          <Button small onPress={() => setAsked(run)}>
            {w.undo} …
          </Button>
        ),
    },
  ];
  return (
    <section className="card stack" aria-labelledby="h-import-runs">
      <h2 id="h-import-runs">{w.runs}</h2>
      <Table label={w.runs} columns={columns} rows={data ?? []} rowKey={({ id }) => id} empty={<Empty>{w.noRuns}</Empty>} />
      {asked && <Undo run={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function Undo({ run, onClose }: { run: Run; onClose: () => void }) {
  const w = useWords(imports);
  const queries = useQueryClient();
  const submit = useSubmit(async () => {
    const done = await undo(run);
    announce(w.undoneNow(done.items));
    await queries.invalidateQueries();
    onClose();
  });
  const rows = submit.problem?.body.facts?.rows;
  return (
    <Dialog
      question={w.undoAsk(w.kinds[run.kind])}
      onClose={onClose}
      answers={
        <>
          <Button kind="main" busy={submit.busy} onPress={() => void submit.run()}>
            {w.undo}
          </Button>
          <Button onPress={onClose}>{w.leave}</Button>
        </>
      }
    >
      <p>{w.undoLead}</p>
      {submit.problem && (
        <Banner tone="no" live="assertive">
          {submit.problem.body.detail} {Array.isArray(rows) && w.inTheWay(rows.join(', '))}
        </Banner>
      )}
    </Dialog>
  );
}
