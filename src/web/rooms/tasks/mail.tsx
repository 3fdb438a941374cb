import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { to } from '../../paths.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { tasks as taskWords } from '../../words/tasks.ts';

type Trouble = z.output<typeof messages.listTroubles.answer>['letters'][number];
const KEY = ['messages', 'troubles'];

/** What needs a hand before it reaches somebody: letters for the printer, messages that failed. */
export function Mail() {
  const w = useWords(taskWords);
  const queries = useQueryClient();
  useLive(['messages', 'gap'], () => void queries.invalidateQueries({ queryKey: KEY }));
  const { data } = useQuery({ queryKey: KEY, queryFn: () => call(messages.listTroubles), refetchInterval: 60_000 });
  return (
    <div className="stack mail">
      <section className="card stack" aria-labelledby="h-letters">
        <h2 id="h-letters">{w.letters}</h2>
        {data?.letters.length === 0 && <p className="q s">{w.noLetters}</p>}
        {data && data.letters.length > 0 && (
          <>
            <ul className="plain">
              {data.letters.map((letter) => (
                <Letter key={letter.id} letter={letter} />
              ))}
            </ul>
            <p className="s q">
              {w.letterHow} <Link to={to.requests()}>{w.toRequests}</Link>
            </p>
          </>
        )}
      </section>
      <section className="card stack" aria-labelledby="h-failed">
        <h2 id="h-failed">{w.failed}</h2>
        {data?.failed.length === 0 && <p className="q s">{w.noneFailed}</p>}
        {data && data.failed.length > 0 && (
          <ul className="plain">
            {data.failed.map((message) => (
              <Failed key={message.id} message={message} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function useStep(endpoint: typeof messages.markPrinted | typeof messages.tryAgain, id: string, said: string) {
  const queries = useQueryClient();
  return useSubmit(async () => {
    await call(endpoint, { params: { id }, body: {} });
    announce(said);
    await queries.invalidateQueries({ queryKey: KEY });
  });
}

function Letter({ letter }: { letter: Trouble }) {
  const w = useWords(taskWords);
  const format = useFormat();
  const person = letter.person ?? w.anyone;
  const step = useStep(messages.markPrinted, letter.id, w.printedDone(person));
  return (
    <li className="post">
      <p className="b">{person}</p>
      <p className="s q">
        {w.template[letter.template] ?? w.otherTemplate}, {w.waitsSince(format.when(letter.dueAt))}
      </p>
      {step.sentence && (
        <Banner tone="no" live="assertive">
          {step.sentence}
        </Banner>
      )}
      <Button small busy={step.busy} onPress={step.run} label={w.printedFor(person)}>
        {w.printed}
      </Button>
    </li>
  );
}

function Failed({ message }: { message: Trouble }) {
  const w = useWords(taskWords);
  const format = useFormat();
  const person = message.person ?? w.anyone;
  const step = useStep(messages.tryAgain, message.id, w.againDone(person));
  return (
    <li className="post">
      <p className="row wrap">
        <b>{person}</b>
        <State tone="no">{w.failed}</State>
      </p>
      <p className="s">{w.failure[message.failure ?? ''] ?? w.otherFailure}</p>
      <p className="s q">
        {w.template[message.template] ?? w.otherTemplate}, {format.when(message.dueAt)}, {w.attempts(message.attempts)}
      </p>
      {step.sentence && (
        <Banner tone="no" live="assertive">
          {step.sentence}
        </Banner>
      )}
      <Button small busy={step.busy} onPress={step.run} label={w.againFor(person)}>
        {w.again}
      </Button>
    </li>
  );
}
