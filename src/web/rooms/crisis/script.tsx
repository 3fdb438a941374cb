import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePen, PenLine } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { dayInBerlin } from '#kernel/time.ts';
import * as room from '#rooms/crisis/contract.ts';
import type { ScriptBody } from '#rooms/crisis/rules/script.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, type Column, Dialog, State, Table, TextField } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { script as scriptWords } from '../../words/script.ts';
import { useStepUp } from '../administration/step-up.tsx';
import { blanksIn, changedAt, differences } from './script-diff.ts';
import { ScriptTable } from './script-table.tsx';

await administration.load(currentLanguage());

type Version = room.ScriptRow;
type Whole = z.output<typeof room.getScriptVersion.answer>;
const listKey = ['crisis', 'scripts'] as const;
const TONES = { 'in-use': 'yes', draft: 'act', withdrawn: 'no', replaced: 'open' } as const;

/** The script: its versions, what is in use, and one of them to read, to word and to sign. */
export function Scripts() {
  const w = useWords(scriptWords);
  const format = useFormat();
  // a version holds for years: its day needs the year
  const dated = (at: string) => `${format.date(dayInBerlin(Temporal.Instant.from(at)))} ${format.clock(at)}`;
  const { data } = useQuery({ queryKey: listKey, queryFn: () => call(room.listScripts), select: ({ scripts }) => scripts });
  const [chosen, setChosen] = useState<string | null>(null);
  if (!data) return null;
  const inUse = data.find(({ state }) => state === 'in-use');
  const shown = data.find(({ id }) => id === chosen) ?? inUse ?? data[0];
  const columns: Column<Version>[] = [
    {
      key: 'version',
      head: w.version,
      cell: (row) => (
        <button type="button" className="link" onClick={() => setChosen(row.id)}>
          {row.scriptVersion}
        </button>
      ),
      sortBy: (row) => row.scriptVersion,
    },
    {
      key: 'state',
      head: w.status,
      cell: (row) => <State tone={TONES[row.state]}>{w.states[row.state]}</State>,
      sortBy: (row) => row.state,
      text: (row) => w.states[row.state],
    },
    {
      key: 'drafted',
      head: w.drafted,
      cell: (row) => `${row.draftedByName ?? w.shipped}, ${dated(row.draftedAt)}`,
      sortBy: (row) => row.draftedAt,
    },
    {
      key: 'signed',
      head: w.signed,
      cell: (row) => (row.signedAt ? w.signedBy(row.signedByName ?? '', dated(row.signedAt)) : '–'),
      sortBy: (row) => row.signedAt,
    },
  ];
  return (
    <>
      <section className="card stack" aria-labelledby="h-script">
        <h2 id="h-script">{w.title}</h2>
        <p className="q">{w.lead}</p>
        {!inUse && <Banner tone="partly">{w.none}</Banner>}
        <Table
          label={w.versions}
          columns={columns}
          rows={data}
          rowKey={(row) => row.id}
          current={shown?.id ?? null}
          start={{ key: 'drafted', down: true }}
        />
      </section>
      {shown && <Chosen key={shown.id} id={shown.id} inUseId={inUse?.id ?? null} onDrafted={setChosen} />}
    </>
  );
}

const versionQuery = (id: string) => ({
  queryKey: ['crisis', 'scripts', id],
  queryFn: () => call(room.getScriptVersion, { params: { id } }),
});

function Chosen({ id, inUseId, onDrafted }: { id: string; inUseId: string | null; onDrafted: (id: string) => void }) {
  const { data } = useQuery(versionQuery(id));
  const { data: inUse } = useQuery({ ...versionQuery(inUseId ?? ''), enabled: inUseId !== null && inUseId !== id });
  if (!data) return null;
  return <Reading key={data.version} whole={data} inUse={inUse?.body ?? null} onDrafted={onDrafted} />;
}

function Reading({ whole, inUse, onDrafted }: { whole: Whole; inUse: ScriptBody | null; onDrafted: (id: string) => void }) {
  const w = useWords(scriptWords);
  const queries = useQueryClient();
  const { guard, door } = useStepUp();
  const sheet = `crisis.script.${whole.id}`;
  const [body, setBody] = useTyped<ScriptBody | null>(sheet, 'body', null);
  const [name, setName] = useTyped(sheet, 'name', whole.scriptVersion);
  const [asking, setAsking] = useState<'sign' | 'withdraw' | 'draft' | null>(null);
  const [newName, setNewName] = useState('');
  const { id, version, scriptVersion, state } = whole;
  const again = async () => {
    setAsking(null);
    await queries.invalidateQueries({ queryKey: ['crisis'] });
  };
  const save = useSubmit(async () => {
    await call(room.saveScript, { params: { id }, body: { scriptVersion: name.trim(), body: body ?? whole.body }, ifMatch: version });
    forget(sheet); // the page may be there anew, with the new version, before all is read again: it must not take up what is saved
    // What is shown next is the draft as the server has it now, with its new checksum.
    await again();
    setBody(null);
  });
  const sign = useSubmit(async () => {
    await guard(() => call(room.signScript, { params: { id }, body: { hash: whole.hash }, ifMatch: version }));
    announce(w.signed2(scriptVersion));
    await again();
  });
  const withdraw = useSubmit(async () => {
    await guard(() => call(room.withdrawScript, { params: { id }, body: {}, ifMatch: version }));
    await again();
  });
  const draft = useSubmit(async () => {
    const made = await call(room.draftScript, { body: { fromId: id, scriptVersion: newName.trim() } });
    await again();
    onDrafted(made.id);
  });
  const shown = body ?? whole.body;
  const changes = inUse ? differences(inUse, shown) : null;
  const editing = body !== null;
  const blanks = editing ? blanksIn(shown) : [];
  const blankWords = blanks.map((pointer) => {
    const path = pointer.split('/').slice(-2);
    return `${path[0] === 'opener' ? w.opener : path[0]} ${path[1] === 'de' ? w.german : w.english}`;
  });
  return (
    <section className="card stack" aria-labelledby="h-version">
      <div className="row wrap">
        <h2 id="h-version">
          {w.version} {scriptVersion}
        </h2>
        <State tone={TONES[state]}>{w.states[state]}</State>
        <span className="row wrap end">
          {state === 'draft' && !editing && (
            <Button icon={FilePen} onPress={() => setBody(whole.body)}>
              {w.edit}
            </Button>
          )}
          {!editing && <Button onPress={() => setAsking('draft')}>{w.newDraft}</Button>}
          {(state === 'draft' || state === 'in-use') && !editing && (
            <Button onPress={() => setAsking('withdraw')}>{state === 'draft' ? w.discard : w.withdraw}</Button>
          )}
          {state === 'draft' && !editing && whole.faults.length === 0 && (
            <Button kind="main" icon={PenLine} onPress={() => setAsking('sign')}>
              {w.sign}
            </Button>
          )}
          {editing && (
            <>
              <Button onPress={() => setBody(null)}>{w.keep}</Button>
              <Button kind="main" busy={save.busy} onPress={() => blanks.length === 0 && void save.run()}>
                {w.save}
              </Button>
            </>
          )}
        </span>
      </div>
      {save.sentence && (
        <Banner tone="no" live="assertive">
          {save.sentence}
        </Banner>
      )}
      {blanks.length > 0 ? (
        <Banner tone="partly" live="polite">
          {w.blank(blankWords.join(', '))}
        </Banner>
      ) : whole.faults.length > 0 ? (
        <Banner tone="no">
          <b>{w.faults}</b> {whole.faults.map(({ pointer, code }) => `${w.faultOf[code] ?? code} (${pointer})`).join('; ')}
        </Banner>
      ) : (
        state === 'draft' && <Banner tone="yes">{w.valid}</Banner>
      )}
      {changes && (
        <p className="s q" role="status">
          {changes.size === 0 ? w.same : w.differs(changes.size)}
        </p>
      )}
      {editing && (
        <TextField label={w.name} hint={w.nameHint} value={name} onChange={setName} maxLength={20} error={save.at('/scriptVersion')} />
      )}
      <ScriptTable body={shown} was={changes} onChange={editing ? (pointer, value) => setBody(changedAt(shown, pointer, value)) : null} />
      <p className="hash">
        {w.hash}: {whole.hash}
      </p>
      {asking && (
        <Dialog
          question={
            asking === 'sign'
              ? w.signQuestion(scriptVersion)
              : asking === 'draft'
                ? w.newDraft
                : state === 'draft'
                  ? w.discardQuestion(scriptVersion)
                  : w.withdrawQuestion(scriptVersion)
          }
          onClose={() => setAsking(null)}
          answers={
            <>
              <Button onPress={() => setAsking(null)}>{w.keep}</Button>
              <Button
                kind="main"
                busy={sign.busy || withdraw.busy || draft.busy}
                onPress={() => void (asking === 'sign' ? sign : asking === 'draft' ? draft : withdraw).run()}
              >
                {asking === 'sign' ? w.sign : asking === 'draft' ? w.newDraft : state === 'draft' ? w.discard : w.withdraw}
              </Button>
            </>
          }
        >
          {asking === 'sign' && <p>{w.signText}</p>}
          {asking === 'withdraw' && <p>{state === 'draft' ? w.discardText : w.withdrawText}</p>}
          {asking === 'draft' && (
            <TextField
              label={w.name}
              hint={w.nameHint}
              value={newName}
              onChange={setNewName}
              maxLength={20}
              error={draft.at('/scriptVersion')}
            />
          )}
          {(sign.sentence ?? withdraw.sentence ?? draft.sentence) && (
            <Banner tone="no" live="assertive">
              {sign.sentence ?? withdraw.sentence ?? draft.sentence}
            </Banner>
          )}
        </Dialog>
      )}
      {door}
    </section>
  );
}
