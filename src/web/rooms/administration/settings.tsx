import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, offerUndo, TextField } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { ZoneImport } from './zone-import.tsx';

type Shown = z.output<typeof directory.settings.answer>;
const LIMITS = { staleDays: [1, 90], travelBaseMinutes: [0, 60], travelMinutesPerKm: [0.1, 10] } as const;
type Name = keyof typeof LIMITS;
const NAMES = Object.keys(LIMITS) as Name[];

/** Einstellungen: what the network sets, which tables stand behind it. */
export function Settings() {
  const w = useWords(administration);
  const format = useFormat();
  const { data } = useQuery({ queryKey: ['settings'], queryFn: () => call(directory.settings) });
  return (
    <div className="settings">
      {data && <Values key={NAMES.map((name) => data[name]).join(' ')} shown={data} />}
      {data && (
        <section className="card stack" aria-labelledby="h-tables">
          <h2 id="h-tables">{w.tables}</h2>
          <dl className="kv">
            <dt>{w.postalCodes}</dt>
            <dd className="num">{format.number(data.postalCodes)}</dd>
            <dt>{w.diagnoses}</dt>
            <dd>{data.editions.join(', ') || w.none}</dd>
            <dt>{w.zones}</dt>
            <dd>{data.zoneRows === 0 ? w.zonesNone : w.zonesRows(data.zoneRows)}</dd>
          </dl>
          <ZoneImport />
        </section>
      )}
      <section className="card stack" aria-labelledby="h-sessions">
        <h2 id="h-sessions">{w.sessions}</h2>
        <p className="q">{w.sessionsText}</p>
        <p>
          <Link to={to.account()}>{w.toAccount}</Link>
        </p>
      </section>
    </div>
  );
}

function Values({ shown }: { shown: Shown }) {
  const w = useWords(administration);
  const format = useFormat();
  const queries = useQueryClient();
  const decimal = format.number(0.5).charAt(1);
  const [texts, setTexts] = useState(() => ({
    staleDays: String(shown.staleDays),
    travelBaseMinutes: String(shown.travelBaseMinutes).replace('.', decimal),
    travelMinutesPerKm: String(shown.travelMinutesPerKm).replace('.', decimal),
  }));
  const numberOf = (name: Name) => (texts[name].trim() === '' ? Number.NaN : Number(texts[name].replace(',', '.')));
  const faultOf = (name: Name) => {
    const [least, most] = LIMITS[name];
    const value = numberOf(name);
    const well = value >= least && value <= most && (name !== 'staleDays' || Number.isInteger(value));
    return well ? undefined : w.numberFault(least, most);
  };
  const put = async (body: directory.DirectorySettings) => {
    await call(directory.changeSettings, { body });
    await queries.invalidateQueries({ queryKey: ['settings'] });
  };
  const submit = useSubmit(async () => {
    const { staleDays, travelBaseMinutes, travelMinutesPerKm } = shown;
    await put({
      staleDays: numberOf('staleDays'),
      travelBaseMinutes: numberOf('travelBaseMinutes'),
      travelMinutesPerKm: numberOf('travelMinutesPerKm'),
    });
    offerUndo(w.settingsSaved, () => put({ staleDays, travelBaseMinutes, travelMinutesPerKm }).then(() => announce(w.undone)));
  });
  const labels = { staleDays: w.staleDays, travelBaseMinutes: w.travelBase, travelMinutesPerKm: w.travelPerKm };
  const hints = { staleDays: w.staleDaysHint, travelBaseMinutes: w.travelHint, travelMinutesPerKm: undefined };
  return (
    <section className="card" aria-labelledby="h-values">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (NAMES.every((name) => !faultOf(name))) void submit.run();
        }}
      >
        <h2 id="h-values">{w.settings}</h2>
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        {NAMES.map((name) => (
          <TextField
            key={name}
            label={labels[name]}
            hint={hints[name]}
            figures
            inputMode="decimal"
            maxLength={6}
            value={texts[name]}
            onChange={(text) => setTexts({ ...texts, [name]: text })}
            error={faultOf(name) ?? submit.at(`/${name}`)}
          />
        ))}
        <div>
          <Button type="submit" kind="main" busy={submit.busy}>
            {w.save}
          </Button>
        </div>
      </form>
    </section>
  );
}
