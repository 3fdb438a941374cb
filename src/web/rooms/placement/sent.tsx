import { useQuery, useQueryClient } from '@tanstack/react-query';
import { dayInBerlin } from '#kernel/time.ts';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, State } from '../../ui/index.ts';
import { type BookedWords, booked } from '../../words/booked.ts';
import type { Format } from '../../words/format.ts';
import { useFormat, useWords } from '../../words/language.tsx';

const KEY = ['messages', 'of'];

/** Whether the confirmation of an appointment has reached somebody; where it failed, somebody has to ring up. */
export function Sent({ appointmentId }: { appointmentId: string }) {
  const w = useWords(booked).sent;
  const f = useFormat();
  const allowed = useMay('messages.read');
  const queries = useQueryClient();
  useLive(['messages'], () => void queries.invalidateQueries({ queryKey: KEY }));
  const { data } = useQuery({
    queryKey: [...KEY, appointmentId],
    queryFn: ({ signal }) => call(messages.listMessages, { query: { cause: appointmentId }, signal }),
    enabled: allowed,
    // Mail goes within seconds, and not every change of a queue is called out.
    refetchInterval: ({ state }) => (state.data?.messages.some((one) => one.state === 'queued') ? 5_000 : false),
  });
  if (!data || data.messages.length === 0) return null;
  return (
    <ul className="plain stack tight" aria-label={w.title}>
      {data.messages.map((one) => (
        <li key={one.id}>{one.state === 'failed' ? <Failed message={one} /> : <p className="s">{stateOf(one, w, f)}</p>}</li>
      ))}
    </ul>
  );
}

function stateOf({ state, channel, sentAt }: messages.MessageRow, w: BookedWords['sent'], f: Format) {
  const at = sentAt
    ? dayInBerlin(Temporal.Instant.from(sentAt)).equals(dayInBerlin(Temporal.Now.instant()))
      ? f.clock(sentAt)
      : f.when(sentAt)
    : '';
  if (state === 'sent') return <State tone="yes">{w.sent(at)}</State>;
  if (state === 'printed') return <State tone="yes">{w.printed(at)}</State>;
  if (state === 'cancelled') return <State tone="open">{w.cancelled}</State>;
  return <State tone="partly">{channel === 'letter' ? w.letterWaits : w.waits}</State>;
}

function Failed({ message }: { message: messages.MessageRow }) {
  const w = useWords(booked).sent;
  const queries = useQueryClient();
  const again = useSubmit(async () => {
    await call(messages.tryAgain, { params: { id: message.id }, body: {} });
    announce(w.againDone);
    await queries.invalidateQueries({ queryKey: KEY });
  });
  return (
    <>
      <Banner
        tone="no"
        action={
          <Button small busy={again.busy} onPress={again.run}>
            {w.again}
          </Button>
        }
      >
        <b>{w.failed}</b> {w.call}
      </Banner>
      {again.sentence && <Banner tone="no">{again.sentence}</Banner>}
    </>
  );
}
