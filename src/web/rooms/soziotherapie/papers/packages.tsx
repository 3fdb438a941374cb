import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import * as soz from '#rooms/soziotherapie/contract/package.ts';
import { call, pathOf } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, CheckRow, DateField, type Missing, MissingNote, TextArea, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';

type Data = z.output<typeof soz.listDisclosures.answer>;

/** What may go to the insurer, what the Medizinische Dienst asked for, and what has gone. */
export function Packages({ episodeId }: { episodeId: string }) {
  const w = useWords(papers).packages;
  const queries = useQueryClient();
  const queryKey = ['soziotherapie', 'disclosures', episodeId];
  const { data } = useQuery({ queryKey, queryFn: () => call(soz.listDisclosures, { params: { id: episodeId } }) });
  if (!data) return null;
  const again = async () => {
    announce(w.made);
    await queries.invalidateQueries({ queryKey });
  };
  return (
    <>
      <section className="card stack" aria-labelledby="h-insurer">
        <h2 id="h-insurer">{w.insurer}</h2>
        <p className="q">{w.insurerText}</p>
        <PackageForm
          offered={data.insurer.documents}
          address={data.insurer.name}
          onMake={async ({ address, documents }) => {
            const allowed = documents.filter((one): one is soz.InsurerDocument => soz.INSURER_DOCUMENTS.some((kind) => kind === one.kind));
            await call(soz.makeInsurerPackage, { params: { id: episodeId }, body: { address, documents: allowed } });
            await again();
          }}
        />
      </section>
      {data.md && (
        <section className="card stack" aria-labelledby="h-md">
          <h2 id="h-md">{w.md}</h2>
          <p className="q">{w.mdText}</p>
          <PackageForm
            asked
            offered={data.md.documents}
            address=""
            onMake={async ({ address, documents, recipient, requestedOn }) => {
              await call(soz.makeMdPackage, { params: { id: episodeId }, body: { address, documents, recipient, requestedOn } });
              await again();
            }}
          />
        </section>
      )}
      <Gone rows={data.disclosures} />
    </>
  );
}

interface Wish {
  recipient: string;
  address: string[];
  requestedOn: string;
  documents: soz.MdDocument[];
}

function PackageForm(props: { asked?: true; offered: readonly soz.Offered[]; address: string; onMake: (wish: Wish) => Promise<void> }) {
  const w = useWords(papers).packages;
  const format = useFormat();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [recipient, setRecipient] = useState('');
  const [address, setAddress] = useState(props.address);
  const [requestedOn, setRequestedOn] = useState<string | null>(null);
  const box = useRef<HTMLFormElement>(null);
  const to = (what: string) => () => box.current?.querySelector<HTMLElement>(what)?.focus();
  const documents = props.offered.filter(({ objectId, kind }) => chosen.has(`${kind} ${objectId}`));
  const lines = address.split('\n').flatMap((line) => line.trim() || []);
  const submit = useSubmit(async () => {
    await props.onMake({
      recipient: recipient.trim(),
      address: lines.slice(0, 5),
      requestedOn: requestedOn ?? '',
      documents: documents.map(({ kind, objectId }) => ({ kind, objectId })),
    });
    setChosen(new Set());
  });
  if (props.offered.length === 0) return <p className="q s">{w.noDocuments}</p>;
  const missing: Missing[] = [
    ...(documents.length > 0 ? [] : [{ what: w.documentMissing, go: to('input[type=checkbox]') }]),
    ...(props.asked && !recipient.trim() ? [{ what: w.recipientMissing, go: to('.pair input') }] : []),
    ...(props.asked && !requestedOn ? [{ what: w.requestedMissing, go: to('.pair > :last-child input') }] : []),
    ...(lines.length > 0 ? [] : [{ what: w.addressMissing, go: to('textarea') }]),
  ];
  return (
    <form className="stack" noValidate ref={box} onSubmit={(event) => event.preventDefault()}>
      <fieldset className="plain-set">
        <legend>{w.documents}</legend>
        {props.offered.map(({ kind, objectId, day }) => {
          const key = `${kind} ${objectId}`;
          return (
            <CheckRow
              key={key}
              checked={chosen.has(key)}
              onChange={(on) => setChosen(new Set(on ? [...chosen, key] : [...chosen].filter((one) => one !== key)))}
            >
              {w.document(w.documentKinds[kind], day && format.date(day))}
            </CheckRow>
          );
        })}
      </fieldset>
      {props.asked && (
        <div className="pair">
          <TextField label={w.recipient} value={recipient} onChange={setRecipient} maxLength={120} />
          <DateField label={w.requestedOn} lean="past" ageless strict value={requestedOn} onChange={setRequestedOn} />
        </div>
      )}
      <TextArea label={w.address} rows={3} value={address} onChange={setAddress} maxLength={400} />
      {submit.problem && <Banner tone="no">{submit.sentence ?? submit.problem.body.detail}</Banner>}
      {missing.length > 0 && <MissingNote missing={missing} />}
      <div>
        <Button kind="main" busy={submit.busy} missing={missing} onPress={() => void submit.run()}>
          {w.make}
        </Button>
      </div>
    </form>
  );
}

function Gone({ rows }: { rows: Data['disclosures'] }) {
  const w = useWords(papers).packages;
  const format = useFormat();
  return (
    <section className="card stack" aria-labelledby="h-gone">
      <h2 id="h-gone">{w.sent}</h2>
      {rows.length === 0 && <p className="q s">{w.nothingSent}</p>}
      <ul className="plain lines">
        {rows.map((row) => {
          const what = `${w.kinds[row.kind]}: ${row.recipient}`;
          const about = [
            w.by(row.madeByName ?? '', format.when(row.madeAt)),
            ...row.documents.map(({ kind }) => w.documentKinds[kind]),
            ...(row.reason ? [w.reasons[row.reason]] : []),
            ...(row.withheld ? [w.withheld] : []),
          ];
          return (
            <li key={row.id}>
              <span className="what">
                <b>{what}</b>
                <span className="s q">{about.join(' · ')}</span>
              </span>
              {(row.kind === 'insurer-package' || row.kind === 'md-package') && (
                <span className="acts">
                  <Button
                    small
                    icon={Printer}
                    label={w.coverNamed(what)}
                    onPress={() => window.location.assign(pathOf(soz.printPackage.path, { id: row.id }))}
                  >
                    {w.cover}
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
