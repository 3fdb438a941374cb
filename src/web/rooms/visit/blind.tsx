import { useState } from 'react';
import { announce, Banner, Button, MissingNote, type Missing as MissingPart } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { USUAL } from './amount.ts';
import { clock } from './day.ts';
import { putAway } from './device/outbox.ts';
import { isFull, type Running, running, serverKey } from './device/waiting-store.ts';
import { type Draft, missingOf, startDraft, type Target, workOf } from './draft.ts';
import { useKept, whatWasTyped } from './drafts.ts';
import { RunClock } from './run-clock.tsx';
import { Telling } from './telling.tsx';
import { What } from './what.tsx';
import { Where } from './where.tsx';

/** The running visit as far as it is known while the day is locked: ids and its clock. */
const targetOf = (visit: Running): Target => ({
  sessionId: visit.sessionId,
  episodeId: visit.episodeId,
  version: visit.version,
  setting: 'single',
  start: visit.startLocal,
  end: visit.startLocal,
  placeKind: visit.placeKind,
  unitsLeft: { prescriptionMinutes: Number.MAX_SAFE_INTEGER, capMinutes: Number.MAX_SAFE_INTEGER, ofMinutes: 0 }, // the server counts
  counting: USUAL,
  warnings: [],
  goals: null,
});

/**
 * The running visit, written while the page is locked and there is no network to sign in with: no name, no goal, nothing that was
 * written before can be read; what is written now is sealed at once and goes out when its author has signed in.
 */
export function Blind({ visit, onClose, onDone }: { visit: Running; onClose: () => void; onDone: () => void }) {
  const w = useWords(visitWords);
  const target = targetOf(visit);
  const {
    value: draft,
    change,
    forget,
  } = useKept<Draft>(null, `blind:${visit.sessionId}`, () => ({
    ...startDraft(target, '0000'),
    start: visit.startLocal,
    startedAt: visit.startedAt,
    placeKind: visit.placeKind ?? 'home',
    kinds: [...visit.kinds],
    goalIds: [...visit.goalIds],
    signature: whatWasTyped(visit.sessionId)?.signature ?? null,
  }));
  const [asked, setAsked] = useState(false);
  const [full, setFull] = useState(false);
  const missing = missingOf(target, draft, clock.local(), w.blockOf);
  const parts: MissingPart[] = missing.map((one) => ({
    what: w.missing[one],
    go: () => {
      setAsked(true);
      document.querySelector<HTMLElement>(`[data-place="${one}"] :is(input, textarea), .run .round`)?.focus();
    },
  }));
  const finish = async () => {
    const key = await serverKey.get();
    if (!key) throw new Error('the key of the server is not on this device');
    try {
      await putAway(key, workOf(target, draft), { accountId: visit.accountId, writtenLocal: clock.local() });
    } catch (fault) {
      setFull(isFull(fault));
      throw fault;
    }
    await running.clear();
    forget();
    announce(w.blindDone);
    onDone();
    onClose();
  };
  return (
    <>
      <main id="inhalt">
        <h2>{w.blindTitle(visit.startLocal.slice(11))}</h2>
        <p className="s q">{w.blindHint}</p>
        <RunClock visit={target} draft={draft} change={change} />
        <Where value={draft.placeKind} onChange={(placeKind) => change({ placeKind })} />
        <What value={draft.kinds} onChange={(kinds) => change({ kinds })} />
        <Telling draft={draft} change={change} lastNextStep={null} />
        {full && (
          <Banner tone="no" live="assertive">
            {w.notKept}
          </Banner>
        )}
      </main>
      <footer className="foot">
        {asked && <MissingNote missing={parts} />}
        <Button onPress={onClose}>{w.withoutSignature}</Button>
        <Button kind="main" missing={parts} onPress={finish}>
          {w.finish}
        </Button>
      </footer>
    </>
  );
}
