import { Link2, Pencil, Plus, Trash2 } from 'lucide-react';
import { HORIZONS, RELATIONS, SECTORS, TIES } from '#rooms/cases/rules/network-map.ts';
import { Button, Chips, SelectField, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { networkMap } from '../../../words/network-map.ts';
import { type Alter, type Entry, type Fields, joined } from './data.ts';
import { EntryField } from './entry-field.tsx';
import { useAlterName } from './picture.tsx';

interface ListProps {
  map: Fields & { entries: readonly Entry[] };
  /** Who stays where she stood while her form is open. */
  still?: Alter | null;
  /** Whose form is open. */
  open: string | null;
  onOpen?: (id: string | null) => void;
  onChange?: (id: string, change: Partial<Alter>) => void;
  onKnows?: (id: string, known: string[]) => void;
  onConnect?: (id: string) => void;
  onRemove?: (id: string) => void;
  onAdd?: () => void;
  /** An entry was chosen whose name the map does not know yet. */
  onEntry?: (entry: Entry) => void;
}

/** The list that is the map's equal: everybody by sector and nearness, with whom they know; everything can be done here. */
export function PeopleList(props: ListProps) {
  const w = useWords(networkMap);
  const format = useFormat();
  const nameOf = useAlterName();
  const { map } = props;
  const at = (alter: Alter) => (props.still?.id === alter.id ? props.still : alter);
  const linkedTo = ({ link }: Alter) => link && map.entries.find(({ id }) => id === link.id)?.name;
  const knows = (id: string) => map.alters.filter((other) => joined(map.edges, id, other.id)).map(nameOf);
  return (
    <section className="card network-list" aria-labelledby="network-list">
      <header className="row">
        <h2 id="network-list">{w.list}</h2>
        {props.onAdd && (
          <span className="end">
            <Button small icon={Plus} onPress={props.onAdd}>
              {w.add}
            </Button>
          </span>
        )}
      </header>
      {props.onAdd && <p className="s q no-print">{w.listHint}</p>}
      {SECTORS.map((sector) => {
        const people = HORIZONS.flatMap((horizon) =>
          map.alters.filter((alter) => at(alter).sector === sector && at(alter).horizon === horizon),
        );
        if (people.length === 0) return null;
        return (
          <div key={sector}>
            <h3>{w.sectors[sector]}</h3>
            <ul>
              {people.map((alter) => (
                <li key={alter.id} id={`listed-${alter.id}`} data-open={props.open === alter.id || undefined}>
                  <div className="row">
                    <span>
                      <b>{nameOf(alter)}</b>
                      <span className="s q">
                        {' · '}
                        {alter.name && `${w.relations[alter.relation]} · `}
                        {w.horizons[alter.horizon]}
                        {map.ties && alter.tie && ` · ${w.ties[alter.tie]}`}
                        {' · '}
                        {linkedTo(alter) && `${w.linkedTo(linkedTo(alter) ?? '')} · `}
                        {w.knows} {knows(alter.id).length > 0 ? format.list(knows(alter.id)) : w.knowsNobody}
                      </span>
                    </span>
                    {props.onOpen && (
                      <span className="end">
                        <Button
                          kind="quiet"
                          small
                          icon={Pencil}
                          label={w.edit(nameOf(alter))}
                          expanded={props.open === alter.id}
                          onPress={() => props.onOpen?.(props.open === alter.id ? null : alter.id)}
                        />
                      </span>
                    )}
                  </div>
                  {props.onOpen && props.open === alter.id && <PersonForm {...props} alter={alter} />}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function PersonForm({ alter, map, ...props }: ListProps & { alter: Alter }) {
  const w = useWords(networkMap);
  const nameOf = useAlterName();
  const change = (part: Partial<Alter>) => props.onChange?.(alter.id, part);
  const others = map.alters.filter(({ id }) => id !== alter.id);
  const nameable = map.namesAgreed || alter.sector === 'professional';
  return (
    <div className="person-form" id={`person-${alter.id}`}>
      <div className="pair">
        <SelectField
          label={w.relation}
          choices={[...RELATIONS[alter.sector], 'other' as const].map((value) => ({ value, label: w.relations[value] }))}
          value={alter.relation}
          onChange={(relation) => relation && change({ relation })}
        />
        {nameable ? (
          <TextField label={w.name} maxLength={60} value={alter.name} onChange={(name) => change({ name })} />
        ) : (
          <p className="s q">{w.nameHint}</p>
        )}
        <SelectField
          label={w.sector}
          choices={SECTORS.map((value) => ({ value, label: w.sectors[value] }))}
          value={alter.sector}
          onChange={(sector) => sector && change({ sector })}
        />
        <SelectField
          label={w.horizon}
          choices={HORIZONS.map((value) => ({ value, label: w.horizons[value] }))}
          value={alter.horizon}
          onChange={(horizon) => horizon && change({ horizon })}
        />
        {map.ties && (
          <SelectField
            label={w.tie}
            empty={w.tieNone}
            choices={TIES.map((value) => ({ value, label: w.ties[value] }))}
            value={alter.tie}
            onChange={(tie) => change({ tie })}
          />
        )}
      </div>
      {alter.sector === 'professional' && (
        <EntryField
          value={alter.link}
          known={map.entries}
          onChange={(entry) =>
            change({
              link: entry && { kind: entry.kind, id: entry.id },
              ...(entry && alter.name === '' ? { name: entry.name.slice(0, 60) } : {}),
            })
          }
          onFound={(entry) => props.onEntry?.(entry)}
        />
      )}
      {others.length > 0 && (
        <Chips
          label={w.knowsLabel}
          choices={others.map((other) => ({ value: other.id, label: nameOf(other) }))}
          value={others.filter((other) => joined(map.edges, alter.id, other.id)).map(({ id }) => id)}
          onChange={(known) => props.onKnows?.(alter.id, known)}
        />
      )}
      <div className="row">
        <Button kind="main" small onPress={() => props.onOpen?.(null)}>
          {w.close}
        </Button>
        <Button small icon={Link2} onPress={() => props.onConnect?.(alter.id)}>
          {w.connect}
        </Button>
        <Button kind="quiet" small icon={Trash2} onPress={() => props.onRemove?.(alter.id)}>
          {w.remove}
        </Button>
      </div>
    </div>
  );
}
