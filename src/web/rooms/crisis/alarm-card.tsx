import { useQuery, useQueryClient } from '@tanstack/react-query';
import { BellRing, Volume2 } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import * as room from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button } from '../../ui/index.ts';
import { alarm } from '../../words/alarm.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { deviceName, endpointHere, type PushState, pushState, switchOff, switchOn } from './push.ts';
import { onSound, soundOnce, soundReady, wakeSound } from './tone.ts';

await alarm.load(currentLanguage());

const pushQuery = { queryKey: ['crisis', 'push'], queryFn: () => call(room.getPush) };

/** In Mein Konto: sound in open pages, and being woken when none is open; each with a way to try it. */
export default function AlarmCard() {
  const w = useWords(alarm);
  return (
    <section className="card stack" aria-labelledby="h-alarm">
      <h2 id="h-alarm">{w.title}</h2>
      <Sound />
      <Push />
    </section>
  );
}

function Sound() {
  const w = useWords(alarm);
  const on = useSyncExternalStore(onSound, soundReady);
  const [tried, setTried] = useState(false);
  const test = async () => {
    if (await wakeSound()) soundOnce();
    setTried(true);
  };
  return (
    <>
      <p>{w.text}</p>
      <div className="row wrap">
        <Button icon={Volume2} onPress={test}>
          {w.test}
        </Button>
        <span className="s q" role="status">
          {on ? w.works : tried ? w.blocked : ''}
        </span>
      </div>
    </>
  );
}

function Push() {
  const w = useWords(alarm);
  const format = useFormat();
  const queries = useQueryClient();
  const { data } = useQuery(pushQuery);
  const [state, setState] = useState<PushState | 'blocked' | null>(null);
  const [here, setHere] = useState<string | null>(null);
  const [tested, setTested] = useState(false);
  const look = async () => {
    setState(await pushState());
    setHere(await endpointHere());
    await queries.invalidateQueries({ queryKey: pushQuery.queryKey });
  };
  useEffect(() => {
    void pushState().then(setState);
    void endpointHere().then(setHere);
  }, []);
  const on = useSubmit(async () => {
    if (!data?.publicKey) return;
    const outcome = await switchOn(data.publicKey, deviceName());
    await look();
    setState(outcome);
  });
  const off = useSubmit(async () => {
    const device = data?.devices.find(({ endpointHash }) => endpointHash === here);
    if (device) await call(room.unsubscribe, { params: { id: device.id } });
    await switchOff();
    await look();
  });
  const test = useSubmit(async () => {
    await call(room.testAlarm, { body: {} });
    setTested(true);
  });
  const remove = async (id: string) => {
    await call(room.unsubscribe, { params: { id } });
    await look();
  };
  if (!data || state === null) return null;
  const sentence = on.sentence ?? off.sentence ?? test.sentence;
  return (
    <>
      <h3>{w.push.title}</h3>
      <p>{w.push.text}</p>
      <p className="s q">{w.push.leads}</p>
      {data.publicKey === null ? (
        <Banner>{w.push.unconfigured}</Banner>
      ) : state === 'on' ? (
        <div className="row wrap">
          <span className="tag yes">{w.push.isOn}</span>
          <Button busy={off.busy} onPress={() => void off.run()}>
            {w.push.off}
          </Button>
        </div>
      ) : state === 'off' ? (
        <div>
          <Button icon={BellRing} busy={on.busy} onPress={() => void on.run()}>
            {w.push.on}
          </Button>
        </div>
      ) : (
        <Banner tone="partly">{w.push[state]}</Banner>
      )}
      {data.devices.length > 0 && (
        <>
          <h3>{w.push.devices}</h3>
          <ul className="plain stack">
            {data.devices.map((device) => (
              <li key={device.id} className="row wrap">
                <b>{device.device ?? w.push.unknownDevice}</b>
                <span className="q s">
                  {w.push.since} {format.when(device.createdAt)}, {w.push.lastOk}{' '}
                  {device.lastOkAt ? format.when(device.lastOkAt) : w.push.never}
                </span>
                <Button small label={w.push.removeNamed(device.device ?? w.push.unknownDevice)} onPress={() => remove(device.id)}>
                  {w.push.remove}
                </Button>
              </li>
            ))}
          </ul>
          <div className="row wrap">
            <Button busy={test.busy} onPress={() => void test.run()}>
              {w.push.test}
            </Button>
            <span className="s q" role="status">
              {tested ? w.push.tested : ''}
            </span>
          </div>
        </>
      )}
      {sentence && (
        <Banner tone="no" live="assertive">
          {sentence}
        </Banner>
      )}
    </>
  );
}
