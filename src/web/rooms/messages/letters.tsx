import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, CheckRow, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';

type Run = z.output<typeof messages.listRuns.answer>['runs'][number];
const RUNS = ['messages', 'runs'];

/** Letters that wait, printed together: select, print, and say when they lie in the post. A jam lets all of them wait again. */
export function Letters({ letters }: { letters: messages.Trouble[] }) {
  const w = useWords(messageWords);
  const { data: runs = [] } = useQuery({ queryKey: RUNS, queryFn: async () => (await call(messages.listRuns)).runs });
  const open = runs.filter(({ printedAt, withdrawnAt }) => !printedAt && !withdrawnAt);
  const over = runs.filter(({ printedAt, withdrawnAt }) => printedAt ?? withdrawnAt);
  const waiting = letters.filter(({ runId }) => runId === null);
  return (
    <section className="card stack" aria-labelledby="h-letters">
      <h2 id="h-letters">{w.letters}</h2>
      {open.map((run) => (
        <OpenRun key={run.id} run={run} />
      ))}
      {waiting.length === 0 ? open.length === 0 && <p className="q s">{w.noLetters}</p> : <Waiting waiting={waiting} />}
      {over.length > 0 && (
        <details className="s">
          <summary>{w.earlierRuns}</summary>
          <ul className="plain runs">
            {over.map((run) => (
              <Past key={run.id} run={run} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Waiting({ waiting }: { waiting: messages.Trouble[] }) {
  const w = useWords(messageWords);
  const format = useFormat();
  const queries = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = waiting.filter(({ id }) => !left.has(id));
  const choose = (id: string, on: boolean) => setLeft(new Set(on ? [...left].filter((one) => one !== id) : [...left, id]));
  const start = useSubmit(async () => {
    const { letters } = await call(messages.startRun, { body: { letters: chosen.map(({ id }) => id) } });
    announce(w.started(letters));
    setLeft(new Set());
    await queries.invalidateQueries({ queryKey: ['messages'] });
  });
  return (
    <>
      {waiting.length > 1 && (
        <CheckRow checked={chosen.length === waiting.length} onChange={(on) => setLeft(new Set(on ? [] : waiting.map(({ id }) => id)))}>
          {w.allLetters}
        </CheckRow>
      )}
      <ul className="plain letters">
        {waiting.map((letter) => (
          <li key={letter.id}>
            <CheckRow checked={!left.has(letter.id)} onChange={(on) => choose(letter.id, on)}>
              <b>{letter.person ?? w.anyone}</b>
              <span className="s q block">
                {w.template[letter.template] ?? w.otherTemplate}, {w.waitsSince(format.when(letter.dueAt))}
              </span>
            </CheckRow>
          </li>
        ))}
      </ul>
      {start.sentence && (
        <Banner tone="no" live="assertive">
          {start.sentence}
        </Banner>
      )}
      <div>
        <Button kind="main" icon={Printer} busy={start.busy} onPress={() => chosen.length > 0 && void start.run()}>
          {w.print(chosen.length)}
        </Button>
      </div>
      <p className="s q">{w.printHow}</p>
    </>
  );
}

function OpenRun({ run }: { run: Run }) {
  const w = useWords(messageWords);
  const format = useFormat();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['messages'] });
  const finish = useSubmit(async () => {
    const { printed } = await call(messages.finishRun, { params: { id: run.id }, body: {} });
    announce(w.postedDone(printed.length));
    await again();
  });
  const jam = useSubmit(async () => {
    await call(messages.withdrawRun, { params: { id: run.id }, body: {} });
    announce(w.jamDone);
    await again();
  });
  const fault = finish.sentence ?? jam.sentence;
  const when = format.when(run.at);
  return (
    <div className="run stack tight">
      <p className="row wrap">
        <b>{w.runOf(when, run.letters)}</b>
        <State tone="partly">{w.runState.open}</State>
      </p>
      {run.takenBack > 0 && (
        <Banner tone="no" live="polite">
          {w.takenBack(run.takenBack)}
        </Banner>
      )}
      {fault && (
        <Banner tone="no" live="assertive">
          {fault}
        </Banner>
      )}
      <div className="row wrap">
        <a
          className="btn sm"
          href={`/api/messages/print-runs/${run.id}/letters.pdf`}
          target="_blank"
          rel="noreferrer"
          aria-label={w.openFileOf(when)}
        >
          {w.openFile}
        </a>
        <Button small kind="main" busy={finish.busy} onPress={finish.run}>
          {w.posted}
        </Button>
        <Button small kind="quiet" busy={jam.busy} onPress={jam.run}>
          {w.jam}
        </Button>
      </div>
    </div>
  );
}

function Past({ run }: { run: Run }) {
  const w = useWords(messageWords);
  const format = useFormat();
  return (
    <li>
      {w.runOf(format.when(run.at), run.letters)} <span className="q">{run.by && w.runBy(run.by)}</span>{' '}
      {run.printedAt ? <State tone="yes">{w.runState.posted}</State> : <State tone="open">{w.runState.withdrawn}</State>}
    </li>
  );
}
