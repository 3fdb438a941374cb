import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudUpload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { listEntries } from '#rooms/soziotherapie/contract/device.ts';
import { call } from '../../call.ts';
import type { Me } from '../../me.ts';
import { announce, Banner, Button } from '../../ui/index.ts';
import { access as accessWords } from '../../words/access.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { Gate } from '../access/overlay.tsx';
import { clock } from './day.ts';
import { onOutcomes, sendAll, useSending } from './device/outbox.ts';
import { type DeviceState, tryDevice } from './device/waiting-store.ts';

/** Said once, at the top: no network, what waits, and what is wrong with the device. */
export function NetworkBanner({ fresh, asking, madeAt }: { fresh: boolean; asking: boolean; madeAt: string | null }) {
  const w = useWords(visitWords);
  const format = useFormat();
  const { count, others, cut, busy } = useSending();
  useEffect(() => onOutcomes((outcomes) => outcomes.length > 0 && announce(w.sent(outcomes.length))), [w]);
  return (
    <>
      {!fresh || cut ? (
        <Banner tone="offline" live="polite">
          <b>{w.offline}</b> {w.offlineText} {count > 0 ? w.waits(count) : madeAt && w.keptAt(format.clock(madeAt))}
        </Banner>
      ) : (
        !asking &&
        count > 0 && (
          <Banner
            tone="open"
            icon={CloudUpload}
            live="polite"
            action={
              busy ? undefined : (
                <Button small onPress={sendAll}>
                  {w.sendNow}
                </Button>
              )
            }
          >
            {busy ? w.sending(count) : w.waits(count)}
          </Banner>
        )
      )}
      {others > 0 && <Banner tone="partly">{w.waitsOthers(others)}</Banner>}
    </>
  );
}

/** The network is back, the session is over: what is on the screen stays, and what waits goes out after the proof. */
export function SignInBanner({ me, onIn }: { me: Me; onIn: () => void }) {
  const w = useWords(visitWords);
  const a = useWords(accessWords);
  const { count } = useSending();
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    onIn();
  };
  return (
    <>
      <Banner tone="partly" live="polite" action={<Button onPress={() => setOpen(true)}>{w.signIn}</Button>}>
        {w.signInAgain} {count > 0 && w.waits(count)}
      </Banner>
      {open && <Gate title={a.again} text={w.signInText} me={me} onIn={done} />}
    </>
  );
}

/** What has to be known before somebody leaves for a place without network. */
export function DeviceBanner({ shell }: { shell: boolean }) {
  const w = useWords(visitWords);
  const [state, setState] = useState<DeviceState>('ready');
  const [, tick] = useState(0);
  useEffect(() => {
    void tryDevice().then(setState);
    const timer = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  const minutes = Math.round(Math.abs(clock.ahead) / 60_000);
  return (
    <>
      {state === 'missing' && <Banner tone="no">{w.deviceMissing}</Banner>}
      {state === 'full' && <Banner tone="no">{w.deviceFull}</Banner>}
      {state === 'ready' && !shell && <Banner tone="partly">{w.shellMissing}</Banner>}
      {clock.wrong && <Banner tone="partly">{clock.ahead > 0 ? w.clockAhead(minutes) : w.clockBehind(minutes)}</Banner>}
    </>
  );
}

export const ENTRIES = ['soziotherapie', 'device-entries'];

/** Own entries that need a word; asked when the network is there. */
export function useEntries(fresh: boolean) {
  const queries = useQueryClient();
  useEffect(() => onOutcomes((outcomes) => outcomes.length > 0 && void queries.invalidateQueries({ queryKey: ENTRIES })), [queries]);
  return useQuery({
    queryKey: ENTRIES,
    queryFn: () => call(listEntries, { anonymous: true }),
    enabled: fresh,
    retry: false,
  });
}
