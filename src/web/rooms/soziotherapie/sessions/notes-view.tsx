import { useState } from 'react';
import type { NoteVersion } from '#rooms/soziotherapie/contract/notes.ts';
import { amendNote } from '#rooms/soziotherapie/contract/notes.ts';
import type { SessionRow } from '#rooms/soziotherapie/contract/sessions.ts';
import { call } from '../../../call.ts';
import { useMe } from '../../../me.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, CheckRow, TextArea, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { visit as visitWords } from '../../../words/visit.ts';
import { Goals, What } from '../../visit/what.tsx';
import { useAgain, useGoals, useNotes } from './data.ts';
import { differencesBetween } from './differences.ts';

/** Everything that was written about a unit: the newest version first, all older ones readable with what changed. */
export function Notes({ session }: { session: SessionRow }) {
  const w = useWords(sessionWords);
  const format = useFormat();
  const me = useMe();
  const { data } = useNotes(session.id, true);
  const [amending, setAmending] = useState(false);
  if (!data) return null;
  const versions = data.versions.toReversed();
  const [newest] = versions;
  const author = data.versions[0]?.authorId;
  const may = newest !== undefined && (author === me.accountId || me.roles.includes('lead'));
  return (
    <section className="stack" aria-labelledby="h-notes">
      <h3 id="h-notes">{w.notes}</h3>
      {!newest && <p className="q">{w.noNote}</p>}
      {amending && newest ? (
        <Amend session={session} newest={newest} onDone={() => setAmending(false)} />
      ) : (
        may && <Button onPress={() => setAmending(true)}>{w.amend}</Button>
      )}
      {versions.map((version, index) => (
        <Version key={version.number} version={version} before={versions[index + 1]} newest={index === 0} />
      ))}
      {data.thirdParty.length > 0 && (
        <section className="apart-note stack" aria-label={w.thirdParty}>
          <h4>{w.thirdParty}</h4>
          <p className="s q">{w.thirdPartyHint}</p>
          {data.thirdParty.toReversed().map(({ number, text, author: who, recordedAt }) => (
            <div key={number}>
              <p className="written">{text}</p>
              <p className="s q">{w.by(who ?? '', format.when(recordedAt))}</p>
            </div>
          ))}
        </section>
      )}
    </section>
  );
}

function Version({ version, before, newest }: { version: NoteVersion; before: NoteVersion | undefined; newest: boolean }) {
  const w = useWords(sessionWords);
  const v = useWords(visitWords);
  const format = useFormat();
  const { note } = version;
  const head = `${w.version(version.number)}: ${w.by(version.author ?? '', format.when(version.recordedAt))}`;
  const body = (
    <>
      {version.reason && <p className="s q">{w.because(version.reason)}</p>}
      <p className="written">{note.done}</p>
      {note.reaction && (
        <p className="written">
          <span className="s q">{w.reaction}:</span> {note.reaction}
        </p>
      )}
      {note.nextStep && (
        <p>
          <span className="s q">{w.next}:</span> {note.nextStep}
        </p>
      )}
      <p className="s q">{note.kinds.map((kind) => v.measure[kind]).join(', ')}</p>
      {before && <Differences before={before} after={version} />}
    </>
  );
  if (newest)
    return (
      <article className="stack note-version">
        <h4>{head}</h4>
        {body}
      </article>
    );
  return (
    <details className="note-version">
      <summary>{head}</summary>
      <div className="stack">{body}</div>
    </details>
  );
}

/** What is different to the version before, with words beside the marks. */
function Differences({ before, after }: { before: NoteVersion; after: NoteVersion }) {
  const w = useWords(sessionWords);
  const fields = (['done', 'reaction', 'nextStep'] as const).filter((field) => before.note[field] !== after.note[field]);
  if (fields.length === 0) return null;
  const names = { done: w.doneText, reaction: w.reaction, nextStep: w.next };
  return (
    <details>
      <summary>{w.differences}</summary>
      {fields.map((field) => (
        <p key={field} className="written">
          <span className="s q">{names[field]}:</span>{' '}
          {differencesBetween(before.note[field], after.note[field]).map(({ kind, text }, index) =>
            kind === 'same' ? (
              text
            ) : kind === 'gone' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change while it is shown
              <del key={index}>
                <span className="vh">{w.gone} </span>
                {text}
              </del>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text that does not change while it is shown
              <ins key={index}>
                <span className="vh">{w.came} </span>
                {text}
              </ins>
            ),
          )}
        </p>
      ))}
    </details>
  );
}

/** T6: a new version with its reason; nothing is overwritten. */
function Amend({ session, newest, onDone }: { session: SessionRow; newest: NoteVersion; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useAgain();
  const { data: goals } = useGoals(session.episodeId);
  const sheet = `soziotherapie.amend.${session.id}`;
  const [note, setNote] = useTyped(sheet, 'note', newest.note);
  const [thirdParty, setThirdParty] = useTyped(sheet, 'thirdParty', '');
  const [reason, setReason] = useTyped(sheet, 'reason', '');
  const [correction, setCorrection] = useTyped(sheet, 'correction', false);
  const [asked, setAsked] = useState(false);
  const invoiced = session.state === 'INVOICED' || session.state === 'PAID';
  const submit = useSubmit(async () => {
    await call(amendNote, {
      params: { id: session.id },
      body: {
        number: newest.number,
        note,
        reason: reason.trim(),
        ...(thirdParty.trim() ? { thirdParty: thirdParty.trim() } : {}),
        ...(correction ? { correctionInvoice: true } : {}),
      },
    });
    announce(w.done);
    forget(sheet);
    again();
    onDone();
  });
  const short = reason.trim().length < 3;
  return (
    <form
      className="stack at-door in-panel"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!short) void submit.run();
      }}
    >
      <p className="s q">{w.amendHint}</p>
      <TextArea label={w.doneText} value={note.done} onChange={(done) => setNote({ ...note, done })} rows={4} maxLength={6000} />
      <TextArea label={w.reaction} value={note.reaction} onChange={(reaction) => setNote({ ...note, reaction })} maxLength={3000} />
      <TextField label={w.next} value={note.nextStep} onChange={(nextStep) => setNote({ ...note, nextStep })} maxLength={1000} />
      <What value={note.kinds} onChange={(kinds) => setNote({ ...note, kinds })} />
      {goals && goals.length > 0 && <Goals goals={goals} value={note.goalIds} onChange={(goalIds) => setNote({ ...note, goalIds })} />}
      <TextArea label={w.thirdParty} value={thirdParty} onChange={setThirdParty} hint={w.thirdPartyHint} maxLength={4000} />
      <TextField
        label={w.amendReason}
        value={reason}
        onChange={setReason}
        maxLength={300}
        error={asked && short ? w.reasonMissing : submit.at('/reason')}
      />
      {invoiced && (
        <CheckRow must checked={correction} onChange={setCorrection}>
          {w.correctionInvoice}
        </CheckRow>
      )}
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div className="row wrap">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.amendSave}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </form>
  );
}
