import { useRef, useState } from 'react';
import { RELATIONS } from '#rooms/cases/rules/network-map.ts';
import { problemOf } from '../../../problem.ts';
import { announce, Banner, Button, CheckRow, DateField, offerUndo, Saved, SelectField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { networkMap } from '../../../words/network-map.ts';
import { problems } from '../../../words/problems.ts';
import { type Alter, type Entry, type Fields, joined, type NetworkMap, toggled } from './data.ts';
import { Figures } from './figures.tsx';
import { freeAngle, type Place } from './geometry.ts';
import { PeopleList } from './people-list.tsx';
import { Picture, useAlterName } from './picture.tsx';
import { useCursor } from './use-cursor.ts';
import { useMap } from './use-map.ts';

const TITLES = ['before', 'between', 'after'] as const;

/** A map that can still be drawn on: picture and list are the same map, and each does everything. */
export function Editor({ caseId, map }: { caseId: string; map: NetworkMap }) {
  const w = useWords(networkMap);
  const faults = useWords(problems);
  const format = useFormat();
  const nameOf = useAlterName();
  const { fields, state, change, theirs, keepMine, takeTheirs } = useMap(caseId, map);
  const [open, setOpen] = useState<string | null>(null);
  const [connecting, setConnecting] = useState<string | null>(null);
  const cursor = useCursor(open);
  // names of entries that were linked since the map was read
  const [chosen, setChosen] = useState<Entry[]>([]);
  // while her form is open she stays where she stands in the list, whatever is chosen in it
  const [still, setStill] = useState<Alter | null>(null);
  // who somebody was said to be: a way through other sectors does not lose it
  const spoken = useRef(new Map<string, Pick<Alter, 'relation' | 'name'>>());
  const find = (id: string) => fields.alters.find((alter) => alter.id === id);
  const alterBy = (id: string, part: Partial<Alter>) => {
    const before = find(id);
    if (!before) return;
    const next = { ...before, ...part };
    if (part.relation || part.name !== undefined) spoken.current.set(id, { relation: next.relation, name: next.name });
    if (part.sector || part.horizon) setStill(still?.id === id ? still : before);
    const kept = part.sector && part.sector !== before.sector ? moveInto(next, before, fields) : next;
    change({ alters: fields.alters.map((alter) => (alter.id === id ? kept : alter)) });
  };
  const move = (id: string, { sector, horizon, angle }: Place) => {
    const before = find(id);
    if (!before) return;
    const said = spoken.current.get(id) ?? { relation: before.relation, name: before.name };
    spoken.current.set(id, said);
    const next = fitted({ ...before, ...said, sector, horizon, angle }, fields.namesAgreed);
    setStill(null);
    change({ alters: fields.alters.map((alter) => (alter.id === id ? next : alter)) });
    if (before.sector !== sector || before.horizon !== horizon) announce(w.placed(nameOf(next), w.sectors[sector], w.horizons[horizon]));
  };
  const connect = (a: string, b: string) => {
    const [one, two] = [find(a), find(b)];
    if (!one || !two) return;
    announce((joined(fields.edges, a, b) ? w.cut : w.connected)(nameOf(one), nameOf(two)));
    change({ edges: toggled(fields.edges, a, b) });
    setConnecting(null);
  };
  const beginConnect = (id: string | null) => {
    const from = id === null ? undefined : find(id);
    setConnecting(from ? from.id : null);
    announce(from ? w.connecting(nameOf(from)) : w.stopped);
    if (from) document.getElementById(`alter-${from.id}`)?.focus();
  };
  const remove = (id: string) => {
    const gone = find(id);
    if (!gone) return;
    const lines = fields.edges.filter(({ from, to }) => from === id || to === id);
    change({ alters: fields.alters.filter((alter) => alter.id !== id), edges: fields.edges.filter((edge) => !lines.includes(edge)) });
    if (open === id) setOpen(null);
    if (connecting === id) setConnecting(null);
    latest.current = fields;
    offerUndo(w.removed(nameOf(gone)), () => {
      const now = latest.current;
      change({ alters: [...now.alters.filter((alter) => alter.id !== id), gone], edges: [...now.edges, ...lines] });
    });
  };
  const latest = useRef<Fields>(fields);
  latest.current = fields;
  const add = () => {
    const id = crypto.randomUUID();
    const place = { sector: 'family', horizon: 'middle' } as const;
    const angle = freeAngle(fields.alters, place.sector, place.horizon);
    change({ alters: [...fields.alters, { id, ...place, angle, relation: 'relative', name: '', tie: null, link: null }] });
    cursor.enter('list');
    setStill(null);
    setOpen(id);
  };
  const agree = (namesAgreed: boolean) =>
    change({ namesAgreed, alters: namesAgreed ? fields.alters : fields.alters.map((alter) => fitted(alter, false)) });
  const wanted = (ties: boolean) =>
    change({
      ties,
      alters: ties ? fields.alters : fields.alters.map((alter) => ({ ...alter, tie: null })),
      edges: ties ? fields.edges : fields.edges.map((edge) => ({ ...edge, tie: null })),
    });
  const named = fields.alters.some(({ sector, name }) => sector !== 'professional' && name !== '');
  return (
    <div className="network-columns">
      <section className="card" aria-label={w.canvas}>
        {theirs ? (
          <Banner
            tone="partly"
            live="polite"
            action={
              <span className="row">
                <Button small onPress={keepMine}>
                  {w.keepMine}
                </Button>
                <Button small onPress={takeTheirs}>
                  {w.takeTheirs}
                </Button>
              </span>
            }
          >
            {w.conflict}
          </Banner>
        ) : (
          state.kind === 'failed' && <Banner tone="no">{problemOf(state.fault).sentence(faults)}</Banner>
        )}
        {connecting && (
          <Banner
            action={
              <Button small onPress={() => beginConnect(null)}>
                {w.keep}
              </Button>
            }
          >
            {w.connecting(nameOf(find(connecting) ?? (fields.alters[0] as Alter)))}
          </Banner>
        )}
        <Picture
          map={fields}
          label={w.canvas}
          hands={{
            selected: open,
            connecting,
            onSelect: (id, enter) => {
              if (enter) cursor.enter('picture');
              setStill(null);
              setOpen(id);
            },
            onMove: move,
            onConnect: connect,
            onBeginConnect: beginConnect,
            onRemove: remove,
          }}
        />
        <p className="s q no-print" id="network-keys">
          {w.keys}
        </p>
        <p className="s q">
          {w.legend} {fields.ties && w.legendTies}
        </p>
        <div className="network-frame no-print">
          <div className="pair">
            <SelectField
              label={w.titleLabel}
              choices={TITLES.map((value) => ({ value, label: w.titles[value] }))}
              value={fields.title}
              onChange={(title) => title && change({ title })}
            />
            <DateField
              label={w.drawnOn}
              lean="past"
              ageless
              strict
              value={fields.drawnOn}
              onChange={(drawnOn) => drawnOn && change({ drawnOn })}
            />
          </div>
          <CheckRow
            checked={fields.namesAgreed}
            onChange={agree}
            detail={
              <>
                {w.namesAgreedDetail} {map.namesAgreedOn && w.namesAgreedOn(format.date(map.namesAgreedOn))} {named && w.namesGo}
              </>
            }
          >
            {w.namesAgreed}
          </CheckRow>
          <CheckRow checked={fields.ties} onChange={wanted} detail={w.tiesDetail}>
            {w.tiesWanted}
          </CheckRow>
          <Saved state={state} />
        </div>
      </section>
      <div className="stack">
        <PeopleList
          map={{ ...fields, entries: [...map.entries, ...chosen] }}
          onEntry={(entry) => setChosen((before) => [...before, entry])}
          still={still}
          open={open}
          onOpen={(id) => {
            setStill(null);
            if (id) cursor.leadBack('list');
            setOpen(id);
          }}
          onChange={alterBy}
          onKnows={(id, known) =>
            change({
              edges: fields.alters
                .filter((other) => other.id !== id && known.includes(other.id) !== joined(fields.edges, id, other.id))
                .reduce((edges, other) => toggled(edges, id, other.id), fields.edges),
            })
          }
          onConnect={beginConnect}
          onRemove={remove}
          onAdd={add}
        />
        <Figures map={fields} />
      </div>
    </div>
  );
}

/** Who comes into another sector: a relation that this sector has, a name only where names may stand, a link only as a professional. */
function fitted(alter: Alter, namesAgreed: boolean): Alter {
  const known: readonly string[] = RELATIONS[alter.sector];
  const name = namesAgreed || alter.sector === 'professional' ? alter.name : '';
  const link = alter.sector === 'professional' ? alter.link : null;
  return { ...alter, name, link, relation: known.includes(alter.relation) ? alter.relation : 'other' };
}

/** By the list: a free place of the new sector. */
function moveInto(next: Alter, before: Alter, { alters, namesAgreed }: Fields): Alter {
  const others = alters.filter(({ id }) => id !== before.id);
  return fitted({ ...next, angle: freeAngle(others, next.sector, next.horizon) }, namesAgreed);
}
