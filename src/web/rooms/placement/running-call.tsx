import { PhoneCall, PhoneOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import * as phone from '#rooms/placement/contract/phone-call.ts';
import { call } from '../../call.ts';
import { minutesAndSeconds } from '../../ui/countdown.tsx';
import { announce, Button, State } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { phone as phoneWords } from '../../words/phone.ts';
import { serverNow } from './clock.ts';
import { useCalls } from './use-calls.ts';

/** The call bar of a request: how long somebody has been speaking about it, and hanging up. */
export function RunningCall({ requestId }: { requestId: string }) {
  const w = useWords(phoneWords);
  const { running, again } = useCalls();
  const mine = running?.requestId === requestId ? running : null;
  const end = async () => {
    if (mine) await call(phone.endCall, { params: { id: mine.id }, body: {} });
    await again();
    announce(w.ended);
  };
  const begin = async () => {
    await call(phone.beginCall, { body: { requestId } });
    await again();
    announce(w.begun);
  };
  if (!mine)
    return (
      <Button small icon={PhoneCall} onPress={begin}>
        {w.begin}
      </Button>
    );
  return (
    <span className="row">
      <Length since={mine.answeredAt ?? mine.at} />
      <Button small icon={PhoneOff} onPress={end} label={w.endNamed}>
        {w.end}
      </Button>
    </span>
  );
}

function Length({ since }: { since: string }) {
  const w = useWords(phoneWords);
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - Temporal.Instant.from(since).epochMilliseconds) / 1000));
  return (
    <State tone="open" icon={PhoneCall}>
      <span className="num">
        <span className="vh">{w.talk} </span>
        {minutesAndSeconds(seconds)}
      </span>
    </State>
  );
}
