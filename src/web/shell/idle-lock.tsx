import { useEffect, useState } from 'react';
import * as access from '#rooms/access/contract.ts';
import { call } from '../call.ts';
import type { Me } from '../me.ts';
import { Gate } from '../rooms/access/overlay.tsx';
import { setLocked as setLockedSession } from '../session.ts';
import { useChord } from '../ui/keys.tsx';
import { access as accessWords } from '../words/access.ts';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { useIdle } from './idle.ts';

/** Locks the screen after some time without a hand on it (security: 15 minutes). What was typed stays in memory. */
export function IdleLock({ me }: { me: Me }) {
  const w = useWords(accessWords);
  const s = useWords(shell);
  const [locked, setLocked] = useState<'idle' | 'hand' | null>(null);
  const begin = useIdle(me.idleSeconds, () => setLocked((before) => before ?? 'idle'));
  useChord('Ctrl+Alt+l', s.lock, () => setLocked('hand'));
  useEffect(() => {
    if (!locked) return;
    setLockedSession(true);
    // Reloading must not open what is locked: the session ends, a new one begins at the door.
    call(access.signOut, { body: {}, anonymous: true }).catch(() => undefined);
  }, [locked]);
  if (!locked) return null;
  const open = () => {
    begin();
    setLocked(null);
    setLockedSession(false);
  };
  const text = locked === 'idle' ? w.lockedText(me.name, Math.round(me.idleSeconds / 60)) : w.lockedByHand(me.name);
  return <Gate title={w.locked} text={text} me={me} verb={w.unlock} onIn={open} />;
}
