import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, Dialog } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';

/** Ways over which somebody is not written to any more, and why. */
export function Stopped({ stopped }: { stopped: messages.Stopped[] }) {
  const w = useWords(messageWords);
  return (
    <section className="card stack" aria-labelledby="h-stopped">
      <h2 id="h-stopped">{w.stopped}</h2>
      {stopped.length === 0 ? (
        <p className="q s">{w.noneStopped}</p>
      ) : (
        <ul className="plain">
          {stopped.map((one) => (
            <One key={one.id} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ one }: { one: messages.Stopped }) {
  const w = useWords(messageWords);
  const format = useFormat();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const person = one.person ?? w.anyone;
  const channel = w.channel[one.channel] ?? one.channel;
  const open = useSubmit(async () => {
    await call(messages.openChannel, { params: { id: one.id }, body: {} });
    announce(w.reopenDone(person, channel));
    setAsked(false);
    await queries.invalidateQueries({ queryKey: ['messages'] });
  });
  return (
    <li className="post">
      <p>
        <b>{person}</b>: {channel}
      </p>
      <p className="s q">
        {[w.stoppedBecause[one.because], one.scope === 'reminders' && w.onlyReminders, format.when(one.at)].filter(Boolean).join(', ')}
      </p>
      <Button small kind="quiet" onPress={() => setAsked(true)} label={w.reopenFor(person, channel)}>
        {w.reopen}
      </Button>
      {asked && (
        <Dialog
          question={w.reopenAsk(channel, person)}
          onClose={() => setAsked(false)}
          answers={
            <>
              <Button kind="main" busy={open.busy} onPress={open.run}>
                {w.reopen}
              </Button>
              <Button onPress={() => setAsked(false)}>{w.cancel}</Button>
            </>
          }
        >
          <p>{w.reopenWhy}</p>
          {open.sentence && (
            <Banner tone="no" live="assertive">
              {open.sentence}
            </Banner>
          )}
        </Dialog>
      )}
    </li>
  );
}
