import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, State } from '../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';
import { Letters } from '../messages/letters.tsx';
import { Stopped } from '../messages/stopped.tsx';
import '../messages/messages.css';

await messageWords.load(currentLanguage());

export const TROUBLES = ['messages', 'troubles'];

/** What needs a hand before it reaches somebody: letters for the printer, messages that failed, ways that are closed. */
export function Mail() {
  const queries = useQueryClient();
  useLive(['messages', 'gap'], () => void queries.invalidateQueries({ queryKey: ['messages'] }));
  const { data } = useQuery({ queryKey: TROUBLES, queryFn: () => call(messages.listTroubles), refetchInterval: 60_000 });
  if (!data) return null;
  return (
    <div className="stack mail">
      {data.failed.length > 0 && <FailedOnes failed={data.failed} />}
      <Letters letters={data.letters} />
      {data.failed.length === 0 && <FailedOnes failed={[]} />}
      <Stopped stopped={data.stopped} />
    </div>
  );
}

function FailedOnes({ failed }: { failed: messages.Trouble[] }) {
  const w = useWords(messageWords);
  return (
    <section className="card stack" aria-labelledby="h-failed">
      <h2 id="h-failed">{w.failed}</h2>
      {failed.length === 0 ? (
        <p className="q s">{w.noneFailed}</p>
      ) : (
        <ul className="plain">
          {failed.map((message) => (
            <Failed key={message.id} message={message} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Sending again helps where a server was away or somebody's address was corrected; for the rest somebody calls. */
const TRY_AGAIN = new Set([
  'mail-lost',
  'mail-refused',
  'mail-server-unreachable',
  'mail-sign-in-refused',
  'mail-encryption-failed',
  'mail-address-invalid',
  'mail-recipient-refused',
  'sms-gateway-unreachable',
  'sms-sign-in-refused',
  'outcome-unknown',
]);

function Failed({ message }: { message: messages.Trouble }) {
  const w = useWords(messageWords);
  const format = useFormat();
  const queries = useQueryClient();
  const person = message.person ?? w.anyone;
  const act = async (endpoint: typeof messages.tryAgain | typeof messages.settleFailed, said: string) => {
    await call(endpoint, { params: { id: message.id }, body: {} });
    announce(said);
    await queries.invalidateQueries({ queryKey: ['messages'] });
  };
  const again = useSubmit(() => act(messages.tryAgain, w.againDone(person)));
  const settle = useSubmit(() => act(messages.settleFailed, w.settledDone(person)));
  const fault = again.sentence ?? settle.sentence;
  return (
    <li className="post">
      <p className="row wrap">
        <b>{person}</b>
        <State tone="no">{w.channel[message.channel]}</State>
      </p>
      <p className="s">{w.failure[message.failure ?? ''] ?? w.otherFailure}</p>
      {message.phone && <p className="num b">{w.callThem(message.phone)}</p>}
      <p className="s q">
        {w.template[message.template] ?? w.otherTemplate}, {format.when(message.bouncedAt ?? message.dueAt)}
        {message.attempts > 1 && `, ${w.attempts(message.attempts)}`}
      </p>
      {fault && (
        <Banner tone="no" live="assertive">
          {fault}
        </Banner>
      )}
      <div className="row wrap">
        <Button small busy={settle.busy} onPress={settle.run} label={w.settledFor(person)}>
          {w.settled}
        </Button>
        {TRY_AGAIN.has(message.failure ?? '') && (
          <Button small kind="quiet" busy={again.busy} onPress={again.run} label={w.againFor(person)}>
            {w.again}
          </Button>
        )}
      </div>
    </li>
  );
}
