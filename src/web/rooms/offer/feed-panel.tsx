import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { announce, Button, SidePanel, State, TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { usePanel } from '../calendar/panel.tsx';

export const feedQuery = queryOptions({
  queryKey: ['scheduling', 'my-feed'],
  queryFn: ({ signal }) => call(scheduling.myFeed, { signal }),
});

/** The calendar to subscribe to. Its address is a secret and stands here once. */
export function FeedPanel() {
  const w = useWords(offerWords).feed;
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const { data } = useQuery(feedQuery);
  const [url, setUrl] = useState<string | null>(null);
  const since = data?.since;
  const make = async () => {
    const made = await act(() => call(scheduling.makeFeed));
    if (made) setUrl(made.url);
  };
  const revoke = async () => {
    if (!(await act(() => call(scheduling.revokeFeed)))) return;
    setUrl(null);
    announce(w.revoked);
  };
  const copy = async () => {
    if (!url) return;
    await navigator.clipboard.writeText(url);
    announce(w.copied);
  };
  return (
    <SidePanel title={w.title} onClose={panel.close}>
      <p>{w.lead}</p>
      <Fault text={fault} />
      {since && (
        <p>
          <State tone="yes">{w.since(format.date(dayInBerlin(Temporal.Instant.from(since))))}</State>
        </p>
      )}
      {url && (
        <div className="secret-note stack">
          <p className="b">{w.once}</p>
          <TextField label={w.address} value={url} onChange={() => undefined} readOnly />
          <div>
            <Button kind="main" onPress={copy}>
              {w.copy}
            </Button>
          </div>
        </div>
      )}
      {!url && (
        <div>
          <Button kind={since ? 'plain' : 'main'} onPress={make}>
            {since ? w.makeAnew : w.make}
          </Button>
          {since && <p className="s q">{w.anewNote}</p>}
        </div>
      )}
      {since && (
        <div>
          <Button onPress={revoke}>{w.revoke}</Button>
        </div>
      )}
    </SidePanel>
  );
}
