import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import { findPayers, getPayer, importPayerFile, listPayerFiles, type PayerFile } from '#rooms/payers/contract/payers.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, type Column, Empty, SidePanel, State, Table, TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { payers } from '../../words/payers.ts';

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Payers by name or IK, with the ways for Soziotherapie, and the files that they come from. */
export function Payers() {
  const w = useWords(payers);
  const [sought, setSought] = useState('');
  const [shownIk, setShownIk] = useState<string | null>(null);
  const q = useDeferredValue(sought.trim());
  const { data } = useQuery({ queryKey: ['money', 'payers', q], queryFn: () => call(findPayers, { query: { q } }), enabled: q.length > 1 });
  return (
    <div className={shownIk ? 'money-beside' : undefined}>
      <div className="money-stack">
        <section className="card" aria-labelledby="money-payers">
          <div className="head">
            <h2 id="money-payers">{w.search}</h2>
          </div>
          <TextField label={w.search} hideLabel type="search" hint={w.searchHint} value={sought} onChange={setSought} maxLength={60} />
          {data && data.payers.length === 0 && <Empty>{w.nobody}</Empty>}
          {data && data.payers.length > 0 && (
            <ul className="money-found" aria-label={w.found}>
              {data.payers.map((payer) => (
                <li key={payer.ik}>
                  <Button kind="quiet" small onPress={() => setShownIk(payer.ik)}>
                    {payer.name}
                  </Button>
                  <span className="q num">
                    {payer.ik}
                    {payer.place && `, ${payer.place}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
          {data?.more && <p className="q s">{w.more}</p>}
        </section>
        <Files />
      </div>
      {shownIk && <OnePayer key={shownIk} ik={shownIk} onClose={() => setShownIk(null)} />}
    </div>
  );
}

function OnePayer({ ik, onClose }: { ik: string; onClose: () => void }) {
  const w = useWords(payers);
  const format = useFormat();
  const { data } = useQuery({ queryKey: ['money', 'payer', ik], queryFn: () => call(getPayer, { params: { ik }, query: {} }) });
  if (!data) return null;
  const { payer } = data;
  return (
    <SidePanel title={payer.name} onClose={onClose}>
      <p>
        {payer.street}
        {payer.street && <br />}
        {payer.postalCode} {payer.place}
      </p>
      <dl className="money-facts">
        <div>
          <dt>{w.ik}</dt>
          <dd className="num">{payer.ik}</dd>
        </div>
        <div>
          <dt>{w.quarter}</dt>
          <dd className="num">{payer.quarter}</dd>
        </div>
        <div>
          <dt>{w.validFrom}</dt>
          <dd className="num">{format.date(payer.validFrom)}</dd>
        </div>
      </dl>
      {data.routes.length > 0 && (
        <>
          <h3>{w.routes}</h3>
          <dl className="money-facts">
            {data.routes.map((route) => (
              <div key={route.kind}>
                <dt>{w.routeKinds[route.kind]}</dt>
                <dd>
                  {route.partnerName} <span className="q num">{route.partnerIk}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {data.earlier.length > 0 && (
        <p className="q s num">
          {w.earlier}: {data.earlier.map(({ quarter }) => quarter).join(', ')}
        </p>
      )}
    </SidePanel>
  );
}

function Files() {
  const w = useWords(payers);
  const format = useFormat();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  const { data } = useQuery({ queryKey: ['money', 'payer-files'], queryFn: () => call(listPayerFiles) });
  const submit = useSubmit(async () => {
    const file = input.current?.files?.[0];
    if (!file) return;
    setSaid(null);
    const done = await call(importPayerFile, { body: { name: file.name.slice(0, 40), content: await base64(file) } });
    setSaid(w.importDone(done.payers, done.quarter, done.skippedContacts));
    await queries.invalidateQueries({ queryKey: ['money'] });
  });
  const columns: Column<PayerFile>[] = [
    { key: 'name', head: w.fileName, cell: ({ name }) => name, sortBy: ({ name }) => name },
    {
      key: 'group',
      head: w.group,
      cell: ({ insurerGroup }) => w.groups[insurerGroup] ?? insurerGroup,
      sortBy: ({ insurerGroup }) => insurerGroup,
    },
    { key: 'quarter', head: w.quarter, cell: ({ quarter }) => <span className="num">{quarter}</span>, sortBy: ({ quarter }) => quarter },
    { key: 'count', head: w.count, figures: true, cell: ({ payers: count }) => format.number(count), sortBy: ({ payers: count }) => count },
    {
      key: 'skipped',
      head: w.skipped,
      figures: true,
      cell: ({ skippedContacts }) => format.number(skippedContacts),
      sortBy: ({ skippedContacts }) => skippedContacts,
    },
    {
      key: 'state',
      head: w.readAt,
      cell: ({ current, importedAt }) => (
        <State tone={current ? 'yes' : 'open'}>{`${current ? w.current : w.former}, ${format.when(importedAt)}`}</State>
      ),
      sortBy: ({ importedAt }) => importedAt,
    },
  ];
  return (
    <section className="card" aria-labelledby="money-files">
      <div className="head">
        <h2 id="money-files">{w.files}</h2>
      </div>
      <p className="q s">{w.importText}</p>
      {data && <Table label={w.files} columns={columns} rows={data.files} rowKey={({ id }) => id} empty={<Empty>{w.noFiles}</Empty>} />}
      <input
        ref={input}
        type="file"
        accept=".ke0,.ke1,.ke2,.ke3,.ke4,.ke5,.ke6,.ke7,.ke8,.ke9"
        className="vh"
        tabIndex={-1}
        aria-label={w.importFile}
        onChange={() => void submit.run()}
      />
      <Button small icon={FileUp} onPress={() => input.current?.click()} busy={submit.busy}>
        {w.importFile}
      </Button>
      {said && (
        <Banner tone="yes" live="polite">
          {said}
        </Banner>
      )}
      {submit.problem && (
        <Banner tone="no" live="assertive">
          {submit.problem.body.title} {submit.sentence}
        </Banner>
      )}
    </section>
  );
}
