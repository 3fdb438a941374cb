import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileText, Search } from 'lucide-react';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call, pathOf } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, CheckRow, Icon } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { protocol } from '../../words/protocol.ts';
import { NoteSearch } from './search-protocol-note.tsx';
import './search-protocol.css';

type Protocol = Awaited<ReturnType<typeof read>>;
const read = (id: string, signal: AbortSignal) => call(placement.getSearchProtocol, { params: { id }, signal });

/** "Suche belegen": evidence that somebody looked for a place, and the letter that comes of it. Closed until somebody asks for it. */
export function SearchProtocol({ requestId }: { requestId: string }) {
  const w = useWords(protocol);
  const [open, setOpen] = useState(false);
  return (
    <details className="more search-protocol" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.open}</summary>
      {open && <Evidence requestId={requestId} />}
    </details>
  );
}

const queryKey = (id: string) => ['placement', 'search-protocol', id];

function Evidence({ requestId }: { requestId: string }) {
  const w = useWords(protocol);
  const p = useWords(problems);
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: queryKey(requestId), queryFn: ({ signal }) => read(requestId, signal) });
  const again = () => queries.invalidateQueries({ queryKey: queryKey(requestId) });
  if (error) return <Banner tone="no">{problemOf(error).sentence(p)}</Banner>;
  if (!data) return null;
  const { own, inVain, service } = data.summary;
  return (
    <div className="stack">
      <p className="q">{w.lead}</p>
      <p className="b" role="status">
        {w.summary(own, inVain)}
      </p>
      <p className={service ? 's' : 's q'}>{w.service[service ? 'yes' : 'no']}</p>
      <Own data={data} onChange={again} />
      <Network data={data} onChange={again} />
      <Letter data={data} />
    </div>
  );
}

interface Part {
  data: Protocol;
  onChange: () => Promise<void>;
}

function Own({ data, onChange }: Part) {
  const w = useWords(protocol);
  return (
    <section className="stack" aria-labelledby="h-own">
      <h3 id="h-own">{w.own}</h3>
      {data.searches.length === 0 && <p className="q">{w.none}</p>}
      <ul className="plain evidence">
        {data.searches.map((one) => (
          <Entry key={one.id} requestId={data.requestId} one={one} onChange={onChange} />
        ))}
      </ul>
      <NoteSearch requestId={data.requestId} onNoted={onChange} />
    </section>
  );
}

function Entry({ requestId, one, onChange }: { requestId: string; one: placement.OwnSearchView; onChange: () => Promise<void> }) {
  const w = useWords(protocol);
  const format = useFormat();
  const remove = useSubmit(async () => {
    await call(placement.withdrawOwnSearch, { params: { id: requestId, searchId: one.id } });
    announce(w.removed);
    await onChange();
  });
  return (
    <li>
      <span className="num">{format.date(one.onDay)}</span>
      <span>
        <b>{one.whom}</b>, {w.channels[one.channel]}: {w.answers[one.answer]}
        {one.waitWeeks !== null && `, ${w.weeksOf(one.waitWeeks)}`}
      </span>
      <button type="button" className="link s" onClick={() => void remove.run()}>
        {w.removeShort}
        <span className="vh">: {w.remove(one.whom)}</span>
      </button>
      {remove.sentence && <Banner tone="no">{remove.sentence}</Banner>}
    </li>
  );
}

function Network({ data, onChange }: Part) {
  const w = useWords(protocol);
  const format = useFormat();
  const { network } = data;
  const [found, setFound] = useState<string | null>(null);
  const day = (instant: string) => format.date(dayInBerlin(Temporal.Instant.from(instant)));
  const submit = useSubmit(async () => {
    const { places, fitting } = await call(placement.noteNetworkSearch, { params: { id: data.requestId } });
    setFound(fitting > 0 ? w.searchedSome(fitting) : w.searchedNone(places));
    await onChange();
  });
  return (
    <section className="stack" aria-labelledby="h-net">
      <h3 id="h-net">{w.network}</h3>
      <p>
        {w.askedAt(day(network.askedAt))} {network.waitingSince && w.waitingSince(day(network.waitingSince))}{' '}
        {network.contacts > 0 && w.contacts(network.contacts)}
      </p>
      <p>{network.tries.length === 0 ? w.noTries : w.tries(network.tries.length)}</p>
      <ul className="plain num">
        {network.tries.map(({ at, places }) => (
          <li key={at}>{w.tried(day(at), places)}</li>
        ))}
        {network.offers.map(({ on, ended }) => (
          <li key={`${on} ${ended}`}>{w.offered(format.date(on), w.ends[ended])}</li>
        ))}
      </ul>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div>
        <Button small icon={Search} busy={submit.busy} onPress={submit.run}>
          {w.searchNow}
        </Button>
      </div>
      <p role="status" className={found ? 'b' : 'vh'}>
        {found}
      </p>
    </section>
  );
}

function Letter({ data }: { data: Protocol }) {
  const w = useWords(protocol);
  const format = useFormat();
  const [withProblem, setWithProblem] = useState(false);
  const [withOffers, setWithOffers] = useState(true);
  const query = `withProblem=${withProblem ? 'yes' : 'no'}&withOffers=${withOffers ? 'yes' : 'no'}`;
  return (
    <section className="stack" aria-labelledby="h-letter">
      <h3 id="h-letter">{w.letter}</h3>
      <p className="s">{data.ptv11 ? w.ptv11(data.ptv11.on && format.date(data.ptv11.on), data.ptv11.urgent) : w.noPtv11}</p>
      <CheckRow checked={withProblem} onChange={setWithProblem} detail={w.withProblemHint}>
        {w.withProblem}
      </CheckRow>
      {data.network.offers.length > 0 && (
        <CheckRow checked={withOffers} onChange={setWithOffers}>
          {w.withOffers}
        </CheckRow>
      )}
      {!data.addressKnown && <Banner tone="partly">{w.addressMissing}</Banner>}
      <div>
        <a
          className="btn"
          href={`${pathOf(placement.getSearchLetter.path, { id: data.requestId })}?${query}`}
          target="_blank"
          rel="noreferrer"
        >
          <Icon of={FileText} />
          {w.print}
        </a>
      </div>
      <h4>{w.facts}</h4>
      <ul className="facts s">
        {w.factsText.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
