import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import * as people from '#rooms/people/contract/merging.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, Dialog, Empty, State } from '../../ui/index.ts';
import { duplicates } from '../../words/duplicates.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';

await duplicates.load(currentLanguage());

const KEY = ['people', 'duplicates'];
type Answer = Awaited<ReturnType<typeof read>>;
type Merge = Answer['merges'][number];
const read = (signal?: AbortSignal) => call(people.listDuplicates, signal ? { signal } : {});
const nameOf = ({ givenName, familyName }: people.Core) => [givenName, familyName].filter(Boolean).join(' ');
const TONES = { proposed: 'partly', declined: 'open', merged: 'yes', undone: 'open' } as const;

/** Verwaltung, Doppelte Personen: two people join what was recorded twice, and may take it apart again for 30 days. */
export function Duplicates() {
  const w = useWords(duplicates);
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => read(signal) });
  const again = () => queries.invalidateQueries({ queryKey: KEY });
  if (!data) return null;
  return (
    <>
      <section className="card stack" aria-labelledby="duplicates">
        <h2 id="duplicates">{w.title}</h2>
        <p className="q">{w.intro}</p>
        <h3>{w.proposals}</h3>
        {data.merges.length === 0 && <Empty>{w.noProposals}</Empty>}
        {data.merges.map((merge) => (
          <Proposal key={merge.id} merge={merge} onDone={again} />
        ))}
      </section>
      <section className="card stack" aria-labelledby="pairs">
        <h2 id="pairs">{w.pairs}</h2>
        {data.pairs.length === 0 && <Empty>{w.none}</Empty>}
        {data.pairs.map((pair) => (
          <Pair key={`${pair.oneId}${pair.otherId}`} pair={pair} onDone={again} />
        ))}
      </section>
    </>
  );
}

function Pair({ pair, onDone }: { pair: Answer['pairs'][number]; onDone: () => unknown }) {
  const w = useWords(duplicates);
  const kept = useRef(pair.oneId);
  const propose = useSubmit(async () => {
    const keptId = kept.current;
    await call(people.proposeMerge, { body: { keptId, goneId: keptId === pair.oneId ? pair.otherId : pair.oneId } });
    announce(w.proposed);
    await onDone();
  });
  const keep = (id: string) => {
    kept.current = id;
    void propose.run();
  };
  return (
    <article className="stack" aria-label={nameOf(pair.one)}>
      <Compared one={pair.one} other={pair.other} titles={[w.first, w.second]} />
      <p className="s q">{pair.evidence.map((one) => w.evidence[one]).join(' · ')}</p>
      {propose.sentence && <Banner tone="no">{propose.sentence}</Banner>}
      <div className="row wrap">
        <Button busy={propose.busy} onPress={() => keep(pair.oneId)}>
          {w.keepFirst}
        </Button>
        <Button busy={propose.busy} onPress={() => keep(pair.otherId)}>
          {w.keepSecond}
        </Button>
      </div>
    </article>
  );
}

function Proposal({ merge, onDone }: { merge: Merge; onDone: () => unknown }) {
  const w = useWords(duplicates);
  const f = useFormat();
  const [asking, setAsking] = useState<'merged' | 'undone' | null>(null);
  const wish = useRef<'merged' | 'declined' | 'undone'>('declined');
  const decide = useSubmit(async () => {
    const to = wish.current;
    await call(people.decideMerge, { params: { id: merge.id }, body: { to }, ifMatch: merge.version });
    setAsking(null);
    announce(w[to]);
    await onDone();
  });
  const choose = (to: typeof wish.current) => {
    wish.current = to;
    void decide.run();
  };
  const name = nameOf(merge.kept);
  const open = merge.state === 'proposed';
  return (
    <article className="stack" aria-label={name}>
      <div className="row wrap">
        <b>{name}</b>
        <State tone={TONES[merge.state]}>{w.states[merge.state]}</State>
        <span className="s q">{w.by(merge.proposedBy, f.when(merge.proposedAt))}</span>
        {merge.decidedBy && merge.decidedAt && <span className="s q">{w.decidedBy(merge.decidedBy, f.when(merge.decidedAt))}</span>}
        {merge.state === 'merged' && merge.undoUntil && <span className="s q">{w.undoUntil(f.when(merge.undoUntil))}</span>}
      </div>
      {open && <Compared one={merge.kept} other={merge.gone} titles={[w.kept, w.gone]} />}
      {decide.sentence && <Banner tone="no">{decide.sentence}</Banner>}
      {open && merge.mine && <p className="q">{w.mine}</p>}
      <div className="row wrap">
        {open && !merge.mine && (
          <Button kind="main" onPress={() => setAsking('merged')}>
            {w.confirm}
          </Button>
        )}
        {open && (
          <Button busy={decide.busy} onPress={() => choose('declined')}>
            {w.decline}
          </Button>
        )}
        {merge.state === 'merged' && (
          <Button label={`${w.undo}: ${name}`} onPress={() => setAsking('undone')}>
            {w.undo}
          </Button>
        )}
      </div>
      {asking && (
        <Dialog
          question={asking === 'merged' ? w.askConfirm(name) : w.askUndo(name)}
          onClose={() => setAsking(null)}
          answers={
            <>
              <Button onPress={() => setAsking(null)}>{w.notNow}</Button>
              <Button kind="main" busy={decide.busy} onPress={() => choose(asking)}>
                {asking === 'merged' ? w.confirm : w.undo}
              </Button>
            </>
          }
        >
          <p>{asking === 'merged' ? w.confirmText : w.undoText}</p>
          {decide.sentence && <Banner tone="no">{decide.sentence}</Banner>}
        </Dialog>
      )}
    </article>
  );
}

function Compared({ one, other, titles }: { one: people.Core; other: people.Core; titles: readonly [string, string] }) {
  const w = useWords(duplicates);
  const f = useFormat();
  const address = ({ street, postalCode, place }: people.Core) =>
    [street, [postalCode, place].filter(Boolean).join(' ')].filter(Boolean).join(', ') || null;
  const rows: readonly [string, string | null, string | null][] = [
    [w.name, nameOf(one) || null, nameOf(other) || null],
    [w.birthDate, one.birthDate && f.date(one.birthDate), other.birthDate && f.date(other.birthDate)],
    [w.phone, one.phone, other.phone],
    [w.email, one.email, other.email],
    [w.address, address(one), address(other)],
    [w.since, f.date(one.since), f.date(other.since)],
  ];
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{w.field}</th>
            <th scope="col">{titles[0]}</th>
            <th scope="col">{titles[1]}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, first, second]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{first ?? <span className="q">{w.unknown}</span>}</td>
              <td>{second ?? <span className="q">{w.unknown}</span>}</td>
              <td className="s q">{first && second && label !== w.since ? (first === second ? w.same : w.differs) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
