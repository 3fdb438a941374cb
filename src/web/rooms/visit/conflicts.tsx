import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { DeviceWork, EntryView } from '#rooms/soziotherapie/contract/device.ts';
import { resolveEntry } from '#rooms/soziotherapie/contract/device.ts';
import type { Note } from '#rooms/soziotherapie/contract/notes.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, CheckRow, Dialog } from '../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { useRoom } from './context.ts';
import { ENTRIES, useEntries } from './network-banner.tsx';
import { sentenceOf } from './warnings.tsx';

type How = EntryView['how'][number];

/** What was written here and meets something else in the file: both texts side by side, and a word from the person. */
export function Conflicts() {
  const w = useWords(visitWords);
  const { fresh } = useRoom();
  const { data } = useEntries(fresh);
  const open = (data?.entries ?? []).filter(({ state }) => state === 'conflict' || state === 'refused');
  return (
    <main id="inhalt" className="conflicts">
      {open.length === 0 ? <p>{w.conflictsNone}</p> : open.map((entry) => <Entry key={entry.id} entry={entry} />)}
    </main>
  );
}

function Entry({ entry }: { entry: EntryView }) {
  const w = useWords(visitWords);
  const format = useFormat();
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { reload } = useRoom();
  const [work, setWork] = useState<DeviceWork | null>(entry.work);
  const [dropping, setDropping] = useState(false);
  const how = useRef<How>('mine');
  const changed = work !== entry.work;
  const submit = useSubmit(async () => {
    const body = { how: how.current, ...(how.current === 'mine' && changed && work ? { work } : {}) };
    await call(resolveEntry, { params: { id: entry.id }, body, ifMatch: entry.version });
    announce(w.resolved);
    await Promise.all([queries.invalidateQueries({ queryKey: ENTRIES }), reload()]);
  });
  const resolve = (next: How) => {
    how.current = next;
    setDropping(false);
    return submit.run();
  };
  const why = entry.because ? sentenceOf(entry.because, {}, language) : null;
  const day = entry.session?.day ?? entry.writtenLocal.slice(0, 10);
  return (
    <article className="entry" aria-label={entry.name ?? w.unnamed}>
      <h2>{entry.name ?? w.unnamed}</h2>
      <p className="s q">
        {format.day(day)} {entry.session && `${entry.session.start.slice(11)} – ${entry.session.end.slice(11)}`}
      </p>
      <Banner tone="partly">
        {entry.state === 'conflict' ? w.conflictWhy : why ? [why.title, why.detail].filter(Boolean).join(' ') : w.cannotOpen}
      </Banner>
      <div className="sides">
        <section className="side mine">
          <h3>{w.mineTitle(entry.writtenLocal.slice(11))}</h3>
          {work ? <Mine work={work} /> : <p>{w.cannotOpen}</p>}
        </section>
        {(entry.theirs || entry.session) && (
          <section className="side theirs">
            <h3>
              {entry.theirs
                ? w.theirsTitle(entry.theirs.author ?? '', format.when(entry.theirs.recordedAt))
                : w.theirsState(w.state[entry.session?.state ?? ''] ?? '')}
            </h3>
            {entry.theirs && <Text note={entry.theirs.note} />}
            {entry.session && (
              <p className="s q num">
                {entry.session.start.slice(11)} – {entry.session.end.slice(11)}
              </p>
            )}
          </section>
        )}
      </div>
      {entry.state === 'refused' && work?.kind === 'visit' && entry.how.includes('mine') && <Mend work={work} onChange={setWork} />}
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <div className="ways">
        {entry.how.map((way) => (
          <div key={way}>
            <Button
              kind={way === 'both' || (way === 'mine' && !entry.how.includes('both')) ? 'main' : 'plain'}
              wide
              busy={submit.busy && how.current === way}
              onPress={() => (way === 'dropped' ? setDropping(true) : resolve(way))}
            >
              {way === 'mine' && entry.state === 'refused' ? w.applyAgain : w.resolve[way]}
            </Button>
            {entry.state === 'conflict' && <p className="s q">{w.resolveHint[way]}</p>}
          </div>
        ))}
      </div>
      {dropping && (
        <Dialog
          question={w.dropQuestion}
          onClose={() => setDropping(false)}
          answers={
            <>
              <Button onPress={() => setDropping(false)}>{w.dropKeep}</Button>
              <Button kind="main" onPress={() => resolve('dropped')}>
                {w.resolve.dropped}
              </Button>
            </>
          }
        >
          <p>{w.resolveHint.dropped}</p>
        </Dialog>
      )}
    </article>
  );
}

function Mine({ work }: { work: DeviceWork }) {
  const w = useWords(visitWords);
  if (work.kind === 'off')
    return (
      <p>
        {w.offOf[work.event]}: {work.reason}
      </p>
    );
  const { note, thirdParty } = work.kind === 'visit' ? work.visit : work;
  return (
    <>
      <Text note={note} />
      {thirdParty && (
        <p className="apart">
          <span className="s q">{w.thirdParty}</span>
          <br />
          {thirdParty}
        </p>
      )}
      {work.kind === 'visit' && (
        <p className="s q num">
          {work.visit.start.slice(11)} – {work.visit.end.slice(11)}
        </p>
      )}
    </>
  );
}

function Text({ note }: { note: Note }) {
  const w = useWords(visitWords);
  return (
    <>
      <p className="written">{note.done}</p>
      {note.reaction && <p className="written">{note.reaction}</p>}
      {note.nextStep && (
        <p>
          <span className="s q">{w.next}:</span> {note.nextStep}
        </p>
      )}
      <p className="s q">{note.kinds.map((kind) => w.measure[kind]).join(', ')}</p>
    </>
  );
}

/** Times and what must be confirmed, mended before it is tried again; the text stays as it was written. */
function Mend({ work, onChange }: { work: Extract<DeviceWork, { kind: 'visit' }>; onChange: (work: DeviceWork) => void }) {
  const w = useWords(visitWords);
  const { visit } = work;
  const day = visit.start.slice(0, 10);
  const set = (part: Partial<typeof visit>) => onChange({ kind: 'visit', visit: { ...visit, ...part } });
  return (
    <div className="stack">
      <div className="two">
        {(['start', 'end'] as const).map((which) => (
          <label key={which} className="field">
            <span className="label">{which === 'start' ? w.startAt : w.endAt}</span>
            <input
              className="input num"
              type="time"
              value={visit[which].slice(11, 16)}
              onChange={({ target }) => target.value && set({ [which]: `${day}T${target.value}` })}
            />
          </label>
        ))}
      </div>
      <CheckRow checked={visit.riskConfirmed === true} onChange={(riskConfirmed) => set({ riskConfirmed })}>
        {w.riskAll}
      </CheckRow>
      <label className="field">
        <span className="label">{w.lateReason}</span>
        <input
          className="input"
          value={visit.lateReason ?? ''}
          maxLength={300}
          onChange={({ target }) => set({ lateReason: target.value || undefined })}
        />
      </label>
    </div>
  );
}
