import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as wire from '#rooms/soziotherapie/contract/practice.ts';
import type { SettingName } from '#rooms/soziotherapie/rules/parameters.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Button, ScrollBox, Segments, SelectField, State, TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { practice } from '../../words/practice.ts';

type Row = wire.SettingRow;
type Filter = 'all' | 'open' | 'chosen';
type Value = Row['value'];

const isChosen = (row: Row) => row.value !== row.usual;

/** How Geleit counts: every number with its source; where the law leaves it open, the practice chooses here. */
export function Numbers({ settings }: { settings: readonly Row[] }) {
  const w = useWords(practice);
  const may = useMay('soziotherapie.lead');
  const [filter, setFilter] = useState<Filter>('all');
  const rows = settings.filter((row) => filter === 'all' || (filter === 'open' ? row.open !== null : isChosen(row)));
  return (
    <section className="card stack" aria-labelledby="h-numbers">
      <h2 id="h-numbers">{w.numbers}</h2>
      <p className="q measure">{w.numbersText}</p>
      <div className="narrow">
        <Segments
          label={w.filter}
          value={filter}
          onChange={setFilter}
          choices={[
            { value: 'all', label: w.filterAll },
            { value: 'open', label: w.filterOpen },
            { value: 'chosen', label: w.filterChosen },
          ]}
        />
      </div>
      <ScrollBox labelledBy="h-numbers">
        <table className="list law-numbers" aria-labelledby="h-numbers">
          <thead>
            <tr>
              <th scope="col">{w.setting}</th>
              <th scope="col">{w.value}</th>
              <th scope="col">{w.source}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <NumberRow key={row.name} row={row} may={may} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

function NumberRow({ row, may }: { row: Row; may: boolean }) {
  const w = useWords(practice);
  const format = useFormat();
  const name = w.names[row.name as SettingName] ?? row.name;
  const worded = (value: Value) => w.values[String(value)] ?? (typeof value === 'number' ? format.number(value) : String(value));
  return (
    <tr>
      <th scope="row">
        {name}
        {row.open && (
          <>
            {' '}
            <State tone="partly">{w.open}</State>
          </>
        )}
      </th>
      <td>
        {may && row.mayChange ? <Choice row={row} name={name} worded={worded} /> : <span className="num">{worded(row.value)}</span>}
        {isChosen(row) && <p className="s q">{w.usual(worded(row.usual))}</p>}
      </td>
      <td>
        <span className="b">{w.basis[row.basis]}</span> · {row.source}
        {row.validFrom && <p className="s q">{w.since(format.dayLong(row.validFrom))}</p>}
      </td>
    </tr>
  );
}

function Choice({ row, name, worded }: { row: Row; name: string; worded: (value: Value) => string }) {
  const w = useWords(practice);
  const queries = useQueryClient();
  const [typed, setTyped] = useState(String(row.value));
  const [wanted, setWanted] = useState<Value | null>(row.value);
  const put = async (value: Value | null) => {
    await call(wire.changeChoice, { body: { name: row.name, value } });
    await queries.invalidateQueries({ queryKey: ['soziotherapie', 'practice'] });
    announce(w.chosen(name, worded(value ?? row.usual)));
  };
  const submit = useSubmit(() => put(wanted));
  const choose = (value: Value | null) => {
    setWanted(value);
    return put(value);
  };
  const again = useSubmit(() => choose(null));
  const whole = /^[1-9]\d{0,6}$/.test(typed.trim()) ? Number(typed) : undefined;
  const choices = row.choices?.map((value) => ({ value: String(value), label: worded(value) }));
  return (
    <form
      className="row wrap"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (choices || whole !== undefined) void submit.run();
      }}
    >
      {choices ? (
        <SelectField
          label={w.choose(name)}
          hideLabel
          choices={choices}
          value={String(wanted)}
          onChange={(text) => setWanted(row.choices?.find((value) => String(value) === text) ?? row.value)}
          error={submit.sentence ?? submit.at('/value')}
        />
      ) : (
        <TextField
          label={w.choose(name)}
          hideLabel
          figures
          inputMode="numeric"
          maxLength={7}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setWanted(Number(text));
          }}
          error={whole === undefined ? w.numberFault : (submit.sentence ?? submit.at('/value'))}
        />
      )}
      {wanted !== row.value && (
        <Button type="submit" kind="main" busy={submit.busy}>
          {w.save}
        </Button>
      )}
      {isChosen(row) && wanted === row.value && (
        <Button onPress={() => void again.run()} busy={again.busy}>
          {w.undo}
        </Button>
      )}
    </form>
  );
}
