import { useCallback, useEffect, useState } from 'react';
import type { Me } from '../../me.ts';
import { setLocked as setLockedSession } from '../../session.ts';
import { useIdle } from '../../shell/idle.ts';
import { useOnline } from '../../shell/online.ts';
import { Button, useChord } from '../../ui/index.ts';
import { access as accessWords } from '../../words/access.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { Gate } from '../access/overlay.tsx';
import { Blind } from './blind.tsx';
import { closeDayStore } from './device/day-store.ts';
import { forgiveSignOut, oweSignOut, paySignOut } from './device/owed.ts';
import { type Running, running } from './device/waiting-store.ts';

export type Locked = 'idle' | 'hand' | null;

/** Locks after some time without a hand, and by hand: the day plan and its key are thrown away, what waits stays. */
export function useLock(me: Me | null): { locked: Locked; lock: () => void; open: () => void } {
  const w = useWords(visitWords);
  const [locked, setLocked] = useState<Locked>(null);
  const lockNow = useCallback((why: Locked) => {
    closeDayStore(true);
    setLocked((before) => before ?? why);
  }, []);
  useChord('Ctrl+Alt+l', w.lock, () => me && lockNow('hand'));
  useEffect(() => {
    if (!locked) return;
    setLockedSession(true); // throws the readable day away
    return endSession();
  }, [locked]);
  const begin = useIdle(me?.idleSeconds, () => lockNow('idle'));
  const open = useCallback(() => {
    begin();
    forgiveSignOut();
    closeDayStore(false);
    setLockedSession(false);
    setLocked(null);
  }, [begin]);
  return { locked, lock: () => lockNow('hand'), open };
}

/** Reloading must not open what is locked: the session ends, at once or when the network is back. Answers how to stop trying. */
function endSession(): () => void {
  let open = true;
  oweSignOut();
  const end = () => {
    if (open) paySignOut().then(stop, () => undefined);
  };
  const stop = () => {
    open = false;
    window.removeEventListener('online', end);
  };
  window.addEventListener('online', end);
  end();
  return stop;
}

/** The locked page: with network the door, without it the visit that runs can still be written down, blindly. */
export function LockScreen({ why, me, onOpen }: { why: 'idle' | 'hand'; me: Me; onOpen: () => void }) {
  const a = useWords(accessWords);
  const w = useWords(visitWords);
  const online = useOnline();
  const [visit, setVisit] = useState<Running | null>(null);
  const [writing, setWriting] = useState(false);
  useEffect(
    () =>
      void running.get().then(
        (row) => setVisit(row?.accountId === me.accountId ? row : null),
        () => undefined,
      ),
    [me],
  );
  const text = why === 'idle' ? w.lockedIdle(me.name, Math.round(me.idleSeconds / 60)) : w.lockedHand(me.name);
  if (writing && visit) return <Blind visit={visit} onClose={() => setWriting(false)} onDone={() => setVisit(null)} />;
  if (online) return <Gate title={w.locked} text={text} me={me} verb={a.unlock} onIn={onOpen} />;
  return (
    <main id="inhalt" className="locked">
      <h2>{w.locked}</h2>
      <p>{text}</p>
      {visit && <p className="b">{w.runningSince(visit.startLocal.slice(11))}</p>}
      <p>{visit ? w.lockedOffline : w.lockedOfflineNone}</p>
      {visit && (
        <Button kind="main" onPress={() => setWriting(true)}>
          {w.writeBlind}
        </Button>
      )}
    </main>
  );
}
