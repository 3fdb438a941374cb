import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, CheckRow, TextField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';

type Quiet = z.output<typeof messages.QuietHours>;
const KEY = ['messages', 'quiet-hours'];
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** When no reminder goes out. */
export function QuietHours() {
  const { data } = useQuery({ queryKey: KEY, queryFn: () => call(messages.getQuietHours) });
  return data ? <Form key={`${data.from} ${data.until} ${data.restDays}`} shown={data} /> : null;
}

function Form({ shown }: { shown: Quiet }) {
  const w = useWords(messageWords);
  const queries = useQueryClient();
  const [quiet, setQuiet] = useState(shown);
  const fault = (time: string) => (TIME.test(time) ? undefined : w.timeFault);
  const save = useSubmit(async () => {
    await call(messages.changeQuietHours, { body: quiet });
    announce(w.quietSaved);
    await queries.invalidateQueries({ queryKey: KEY });
  });
  return (
    <section className="card" aria-labelledby="h-quiet">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!fault(quiet.from) && !fault(quiet.until)) void save.run();
        }}
      >
        <h2 id="h-quiet">{w.quiet}</h2>
        <p className="q">{w.quietLead}</p>
        <TextField
          label={w.quietFrom}
          maxLength={5}
          figures
          value={quiet.from}
          onChange={(from) => setQuiet({ ...quiet, from })}
          error={fault(quiet.from)}
        />
        <TextField
          label={w.quietUntil}
          maxLength={5}
          figures
          value={quiet.until}
          onChange={(until) => setQuiet({ ...quiet, until })}
          error={fault(quiet.until)}
        />
        <CheckRow checked={quiet.restDays} onChange={(restDays) => setQuiet({ ...quiet, restDays })}>
          {w.quietRest}
        </CheckRow>
        {save.sentence && (
          <Banner tone="no" live="assertive">
            {save.sentence}
          </Banner>
        )}
        <div>
          <Button type="submit" kind="main" busy={save.busy}>
            {w.safeSave}
          </Button>
        </div>
      </form>
    </section>
  );
}
