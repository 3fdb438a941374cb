import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PROBLEM_CODES, type SpecialityLevel } from '#kernel/codes.ts';
import { dayInBerlin } from '#kernel/time.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, Dialog, offerUndo } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { network as networkWords } from '../../words/network.ts';
import { Freshness, type Place, PlaceState } from './states.tsx';

/** One place or offer as colleagues see it; the coordinator may let it rest, close it, or interrupt a therapy on it. */
export function PlaceCard({ place, name, room }: { place: Place; name: string; room: string | null | undefined }) {
  const w = useWords(networkWords);
  const c = useWords(codes);
  const format = useFormat();
  const coordinates = useMay('directory.coordinate');
  const problemsAt = (level: SpecialityLevel) =>
    PROBLEM_CODES.filter((code) => place.specialities[code] === level).map((code) => c.problem[code]);
  const windows = place.windows.map(
    (window) =>
      `${format.weekdayShort(window.weekday)} ${window.from}–${window.to}${window.rhythm === 'weekly' ? '' : ` (${w.rhythm[window.rhythm]})`}`,
  );
  const head = [c.offerKind[place.kind], place.procedure && c.procedureShort[place.procedure], place.groupName ?? place.serviceType];
  const facts: [string, string][] = [
    [w.windows, windows.join(', ')],
    [w.languages, place.languages.map(({ tag, level }) => `${format.languageName(tag)} ${level}`).join(', ')],
    [w.focus, problemsAt('S').join(', ')],
    [w.treats, problemsAt('B').join(', ')],
    [w.afterTalk, problemsAt('U').join(', ')],
    [w.payers, place.insuranceKinds.map((kind) => c.insurance[kind]).join(', ')],
    [w.notes, place.notes ?? ''],
  ];
  return (
    <li className="place">
      <div className="row wrap">
        <b>{head.filter(Boolean).join(', ')}</b>
        <span className="end">
          <PlaceState state={place.state} />
        </span>
      </div>
      <p className="s q">
        {[
          c.setting[place.setting],
          w.ages(place.ageMin, place.ageMax),
          place.modality.map((one) => c.modality[one]).join(', '),
          room ?? '',
          place.earliestStart && place.state === 'open' ? w.startsFrom(format.date(place.earliestStart)) : '',
          place.endsOn ? w.endsOn(format.date(place.endsOn)) : '',
          place.interpreterWelcome === 'yes' ? w.interpreterWelcome : '',
          place.interruptedSince ? w.interruptedSince(format.date(dayInBerlin(Temporal.Instant.from(place.interruptedSince)))) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {place.state === 'open' && !place.fresh && (
        <p>
          <Freshness confirmedAt={place.confirmedAt} fresh={false} />
        </p>
      )}
      <dl className="kv s">
        {facts.map(
          ([label, text]) =>
            text && (
              <div key={label} className="pair">
                <dt>{label}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      {coordinates && <Steps place={place} name={name} />}
    </li>
  );
}

const CAN_REST: readonly Place['state'][] = ['draft', 'open'];
const CAN_CLOSE: readonly Place['state'][] = ['draft', 'open', 'paused'];
const HAS_CLIENT: readonly Place['state'][] = ['reserved', 'trial', 'occupied', 'ending'];

function Steps({ place, name }: { place: Place; name: string }) {
  const w = useWords(networkWords);
  const queries = useQueryClient();
  const [asking, setAsking] = useState<'pause' | 'close' | null>(null);
  const step = async (
    endpoint: typeof directory.coordinatePause | typeof directory.coordinateInterrupt,
    version: number = place.version,
  ): Promise<number> => {
    const answer = await call(endpoint, { params: { id: place.id }, ifMatch: version });
    await queries.invalidateQueries({ queryKey: ['network'] });
    return answer.version;
  };
  const settle = useSubmit(async () => {
    await step(asking === 'close' ? directory.coordinateClose : directory.coordinatePause);
    setAsking(null);
  });
  const interrupt = useSubmit(async () => {
    const version = await step(directory.coordinateInterrupt);
    offerUndo(w.interrupted, () => step(directory.coordinateEndInterruption, version));
  });
  const goOn = useSubmit(() => step(directory.coordinateEndInterruption));
  const fault = interrupt.sentence ?? goOn.sentence;
  return (
    <div className="row wrap">
      {fault && (
        <Banner tone="no" live="assertive">
          {fault}
        </Banner>
      )}
      {CAN_REST.includes(place.state) && (
        <Button small kind="quiet" onPress={() => setAsking('pause')}>
          {w.pause}
        </Button>
      )}
      {CAN_CLOSE.includes(place.state) && (
        <Button small kind="quiet" onPress={() => setAsking('close')}>
          {w.closeIt}
        </Button>
      )}
      {HAS_CLIENT.includes(place.state) &&
        (place.interruptedSince ? (
          <Button small kind="quiet" busy={goOn.busy} onPress={goOn.run}>
            {w.endInterruption}
          </Button>
        ) : (
          <Button small kind="quiet" busy={interrupt.busy} onPress={interrupt.run}>
            {w.interrupt}
          </Button>
        ))}
      {asking && (
        <Dialog
          question={asking === 'pause' ? w.pauseQuestion : w.closeQuestion}
          onClose={() => setAsking(null)}
          answers={
            <>
              <Button onPress={() => setAsking(null)}>{w.keep}</Button>
              <Button kind="main" busy={settle.busy} onPress={settle.run}>
                {asking === 'pause' ? w.pause : w.closeIt}
              </Button>
            </>
          }
        >
          <p>{asking === 'pause' ? w.pauseText(name) : w.closeText}</p>
          {settle.sentence && (
            <Banner tone="no" live="assertive">
              {settle.sentence}
            </Banner>
          )}
        </Dialog>
      )}
    </div>
  );
}
