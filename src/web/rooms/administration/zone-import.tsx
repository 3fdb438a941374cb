import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
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
  const w = useWords(administration);
  const id = useId();
  const [name, setName] = useState('');
  const read = async (file: File | undefined) => {
    setName(file?.name ?? '');
    props.onText(file ? await file.text() : null);
  };
  return (
    <div className="field">
      <span className="label" id={`${id}-label`}>
        {props.label}
      </span>
      <div className="row wrap">
        <label className="btn sm file" id={`${id}-button`}>
          <input
            type="file"
            className="vh"
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(event) => void read(event.target.files?.[0])}
            aria-labelledby={`${id}-label ${id}-button`}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={`${id}-below`}
          />
          {w.chooseFile}
        </label>
        <span className="s">{name}</span>
      </div>
      <p className={props.error ? 'below err' : 'below hint'} id={`${id}-below`}>
        {props.error ?? props.note}
      </p>
    </div>
  );
}
