import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useWords } from '../../words/language.tsx';
import { type RowFault, readTravel, readZones } from './zones.ts';

interface Chosen<Row> {
  rows: Row[] | null;
  fault: RowFault | null;
}

/** Reads the network's zone table from two files; nothing is sent before both are whole. */
export function ZoneImport() {
  const w = useWords(administration);
  const queries = useQueryClient();
  const [zones, setZones] = useState<Chosen<{ postalCode: string; zone: string }>>({ rows: null, fault: null });
  const [travel, setTravel] = useState<Chosen<{ from: string; to: string; minutes: number }>>({ rows: null, fault: null });
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState('');
  const submit = useSubmit(async () => {
    if (!zones.rows || !travel.rows) return;
    const answer = await call(directory.importZones, { body: { zones: zones.rows, travel: travel.rows } });
    const sentence = w.zonesImported(answer.zones, answer.rows);
    setSaid(sentence);
    announce(sentence);
    await queries.invalidateQueries({ queryKey: ['settings'] });
  });
  const take =
    <Row,>(read: (text: string) => { ok: true; rows: Row[] } | { ok: false; fault: RowFault }, put: (chosen: Chosen<Row>) => void) =>
    (text: string | null) => {
      setSaid('');
      if (text === null) return put({ rows: null, fault: null });
      const found = read(text);
      put(found.ok ? { rows: found.rows, fault: null } : { rows: null, fault: found.fault });
    };
  const faultOf = (chosen: Chosen<unknown>) =>
    chosen.fault ? w.rowFaults[chosen.fault.because](chosen.fault.line) : tried && !chosen.rows ? w.fileMissing : undefined;
  return (
    <form
      className="stack part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        void submit.run();
      }}
    >
      <h3>{w.zones}</h3>
      <p className="s q">{w.zonesLead}</p>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {said && <Banner tone="yes">{said}</Banner>}
      <FileField
        label={w.zoneFile}
        note={zones.rows ? w.rowsRead(zones.rows.length) : ''}
        error={faultOf(zones)}
        onText={take(readZones, setZones)}
      />
      <FileField
        label={w.travelFile}
        note={travel.rows ? w.rowsRead(travel.rows.length) : ''}
        error={faultOf(travel)}
        onText={take(readTravel, setTravel)}
      />
      <div>
        <Button type="submit" busy={submit.busy}>
          {w.zonesImport}
        </Button>
      </div>
    </form>
  );
}

function FileField(props: { label: string; note: string; error: string | undefined; onText: (text: string | null) => void }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const read = async () => {
    const file = field.current?.files?.[0];
    props.onText(file ? await file.text() : null);
  };
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        onChange={() => void read()}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={`${id}-below`}
        ref={field}
      />
      <p className={props.error ? 'below err' : 'below hint'} id={`${id}-below`}>
        {props.error ?? props.note}
      </p>
    </div>
  );
}
