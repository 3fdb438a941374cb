import { useState } from 'react';
import type { SessionRow } from '#rooms/soziotherapie/contract/sessions.ts';
import { rescheduleSession } from '#rooms/soziotherapie/contract/sessions.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { useAgain } from './data.ts';
import { localsOf, type Times, TimesField } from './times-field.tsx';

/** Another time for what is planned. */
export function MovePanel({ session, onDone }: { session: SessionRow; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useAgain();
  const [times, setTimes] = useState<Times>({ day: session.day, from: session.start.slice(11), till: session.end.slice(11) });
  const locals = localsOf(times);
  const [asked, setAsked] = useState(false);
  const submit = useSubmit(async () => {
    if (!locals) return;
    await call(rescheduleSession, { params: { id: session.id }, body: locals, ifMatch: session.version });
    announce(w.moved);
    again();
    onDone();
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (locals) void submit.run();
      }}
    >
      <h3>{w.move}</h3>
      <TimesField value={times} onChange={setTimes} />
      {asked && !locals && <Banner tone="partly">{w.incomplete}</Banner>}
      {submit.problem && <Banner tone="no">{submit.sentence ?? submit.at('/start') ?? submit.at('/end')}</Banner>}
      <div className="row">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.move}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </form>
  );
}
