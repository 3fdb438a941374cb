import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useId, useState } from 'react';
import * as directory from '#rooms/directory/contract/imports.ts';
import * as scheduling from '#rooms/scheduling/contract/imports.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { csvOf, saveAs } from '../../ui/csv.ts';
import { announce, Banner, Button, Field, Segments } from '../../ui/index.ts';
import { imports } from '../../words/imports.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { ImportOutcome } from './import-outcome.tsx';
import { ImportRuns } from './import-runs.tsx';

await imports.load(currentLanguage());

export type ImportKind = 'practitioners' | 'places' | 'appointments' | 'services';
const KINDS: readonly ImportKind[] = ['practitioners', 'places', 'appointments', 'services'];
const MOST_BYTES = 3 * 1024 * 1024;

interface Chosen {
  name: string;
  content: string;
  encoding?: 'windows-1252';
}
export type Existing = 'ask' | 'change' | 'keep';
export type Mapping = Record<string, string | null>;

/** Headings of an empty table, so that nobody has to guess them. */
const SAMPLES: Readonly<Record<ImportKind, readonly string[]>> = {
  practitioners: [
    'Vorname',
    'Nachname',
    'Titel',
    'Beruf',
    'Geschlecht',
    'Telefon',
    'E-Mail',
    'Praxis',
    'Straße',
    'PLZ',
    'Ort',
    'Nimmt auf',
  ],
  places: [
    'Therapeut',
    'Art',
    'Verfahren',
    'Setting',
    'Alter von',
    'Alter bis',
    'Kassen',
    'Sprachen',
    'Vor Ort oder Video',
    'Schwerpunkte',
    'Behandelt',
    'Zeiten',
    'Frei ab',
    'Raum',
    'Anmerkung',
    'Anzahl',
  ],
  services: [
    'Dienst',
    'Träger',
    'Art',
    'Gebiet',
    'Für wen',
    'Alter von',
    'Alter bis',
    'Wer zahlt',
    'Sprachen',
    'Kommt nach Hause',
    'Aufnahmebedingungen',
    'Platz',
    'Wartezeit in Tagen',
    'Ansprechperson',
    'Telefon',
    'E-Mail',
  ],
  appointments: ['Therapeut', 'Datum', 'Beginn', 'Ende', 'Art', 'Vor Ort oder Video', 'Raum'],
};

const preview = (kind: ImportKind, body: Chosen & { mapping?: Mapping; existing: Existing }) =>
  kind === 'appointments' ? call(scheduling.previewSlotImport, { body }) : call(directory.previewImport, { params: { kind }, body });
const confirm = (kind: ImportKind, body: Chosen & { mapping?: Mapping; existing: Existing; digest: string }) =>
  kind === 'appointments' ? call(scheduling.confirmSlotImport, { body }) : call(directory.confirmImport, { params: { kind }, body });

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(text);
}

/** Verwaltung, Listen einlesen: first a look, then the word, afterwards a way back. */
export function Imports() {
  const w = useWords(imports);
  const queries = useQueryClient();
  const [kind, setKind] = useState<ImportKind>('practitioners');
  const [file, setFile] = useState<Chosen | null>(null);
  const [mapping, setMapping] = useState<Mapping | undefined>();
  const [existing, setExisting] = useState<Existing>('ask');
  const [tooLarge, setTooLarge] = useState(false);
  const [said, setSaid] = useState('');
  const wish = file && { ...file, ...(mapping ? { mapping } : {}), existing };
  const looked = useQuery({
    queryKey: ['import', kind, file?.name, file?.content.length, file?.content.slice(-64), file?.encoding, mapping, existing],
    queryFn: () => preview(kind, wish as NonNullable<typeof wish>),
    enabled: wish !== null,
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  });
  const fault = looked.error ? problemOf(looked.error) : null;
  const forget = () => {
    setMapping(undefined);
    setExisting('ask');
    setSaid('');
    setTooLarge(false);
  };
  const submit = useSubmit(async () => {
    if (!wish || !looked.data) return;
    const done = await confirm(kind, { ...wish, digest: looked.data.digest });
    forget();
    setFile(null);
    setSaid(w.done(done.made, done.changed));
    announce(w.done(done.made, done.changed));
    await queries.invalidateQueries();
  });
  const choose = async (chosen: File | undefined) => {
    forget();
    setFile(null);
    submit.clear();
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) setTooLarge(true);
    else setFile({ name: chosen.name, content: await base64Of(chosen) });
  };
  return (
    <>
      <section className="card stack" aria-labelledby="h-import">
        <h2 id="h-import">{w.title}</h2>
        <p className="q">{w.lead}</p>
        <Segments
          label={w.kind}
          value={kind}
          choices={KINDS.map((value) => ({ value, label: w.kinds[value] }))}
          onChange={(value) => {
            forget();
            setFile(null);
            setKind(value);
          }}
          hint={w.kindHints[kind]}
        />
        <div>
          <Button small icon={Download} onPress={() => saveAs(`${w.sampleName[kind]}.csv`, csvOf(SAMPLES[kind], []))}>
            {w.sample}
          </Button>
        </div>
        <FileField key={`${kind} ${said}`} name={file?.name ?? ''} fault={tooLarge ? w.tooLarge : undefined} onFile={choose} />
        {said && <Banner tone="yes">{said}</Banner>}
        {fault?.code === 'file-encoding' && file && (
          <Banner
            tone="partly"
            action={
              <Button small onPress={() => setFile({ ...file, encoding: 'windows-1252' })}>
                {w.windowsYes}
              </Button>
            }
          >
            {w.windows}
          </Banner>
        )}
        {fault && fault.code !== 'file-encoding' && (
          <Banner tone="no" live="assertive">
            {[fault.body.title, fault.body.detail].filter(Boolean).join(' ')}
          </Banner>
        )}
        {looked.isLoading && <p className="q">{w.looking}</p>}
      </section>
      {file && looked.data && !fault && (
        <ImportOutcome
          found={looked.data}
          mapping={mapping}
          existing={existing}
          onMapping={(heading, field) => {
            const before = Object.fromEntries(looked.data.columns.map((column) => [column.heading, column.field]));
            // Somebody assigns the next column before the answer to the last one is here.
            setMapping((now) => ({ ...(now ?? before), [heading]: field }));
          }}
          onExisting={setExisting}
          busy={submit.busy || looked.isFetching}
          sentence={submit.sentence}
          onConfirm={() => void submit.run()}
        />
      )}
      <ImportRuns />
    </>
  );
}

function FileField(props: { name: string; fault: string | undefined; onFile: (file: File | undefined) => Promise<void> }) {
  const w = useWords(imports);
  const id = useId();
  return (
    <Field label={w.file} hint={w.fileHint} error={props.fault} group>
      {(ids) => (
        <div className="row wrap">
          <label className="btn file" id={`${id}-button`}>
            <input
              type="file"
              className="vh"
              accept=".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
              onChange={(event) => void props.onFile(event.target.files?.[0])}
              aria-labelledby={`${ids.labelId} ${id}-button`}
              aria-invalid={props.fault ? true : undefined}
              aria-describedby={ids['aria-describedby']}
            />
            {w.chooseFile}
          </label>
          <span className="s">{props.name}</span>
        </div>
      )}
    </Field>
  );
}
