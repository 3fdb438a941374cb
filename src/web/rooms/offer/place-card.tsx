import { CircleDot, CirclePause, Clock, Hourglass, Lock, PencilLine, UserRound } from 'lucide-react';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import type { OwnPlace } from '#rooms/directory/contract.ts';
import * as directory from '#rooms/directory/contract.ts';
import { TRIAL } from '#rooms/placement/rules/trial.ts';
import { call } from '../../call.ts';
import { Button, Dialog, offerUndo, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type Allocation, useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { useNow } from '../calendar/now.ts';
import { usePanel } from '../calendar/panel.tsx';
import { ageOf } from './age.ts';
import { PlaceForm } from './place-form.tsx';
import { PlacePanel } from './place-panel.tsx';
import { usePlaceWords } from './place-words.ts';

const LOOK = {
  draft: { tone: 'open', icon: PencilLine },
  open: { tone: 'act', icon: CircleDot },
  held: { tone: 'open', icon: Clock },
  reserved: { tone: 'open', icon: Lock },
  trial: { tone: 'partly', icon: Hourglass },
  occupied: { tone: 'open', icon: UserRound },
  ending: { tone: 'partly', icon: Clock },
  paused: { tone: 'open', icon: CirclePause },
  closed: { tone: 'open', icon: Lock },
} as const;

export function PlaceState({ place }: { place: OwnPlace }) {
  const w = useWords(offerWords);
  const { tone, icon } = LOOK[place.state];
  return (
    <State tone={tone} icon={icon}>
      {w.state[place.state]}
    </State>
  );
}

interface PlaceCardProps {
  place: OwnPlace;
  allocation: Allocation | undefined;
  onDecide: (allocationId: string) => void;
}

export function PlaceCard({ place, allocation, onDecide }: PlaceCardProps) {
  const w = useWords(offerWords);
  const say = usePlaceWords();
  const panel = usePanel();
  const lines = useLines(place, allocation);
  const { act, fault } = useAct();
  const [asking, setAsking] = useState(false);
  const format = useFormat();
  const at = { params: { id: place.id }, ifMatch: place.version };
  const pause = async () => {
    const wasHeld = place.state === 'held';
    const done = await act(() => call(directory.pausePlace, at));
    setAsking(false);
    if (done && !wasHeld)
      offerUndo(w.told.paused, () => act(() => call(directory.resumePlace, { params: at.params, ifMatch: done.version })));
  };
  const resume = async () => {
    const done = await act(() => call(directory.resumePlace, at));
    if (done) offerUndo(w.told.resumed, () => act(() => call(directory.pausePlace, { params: at.params, ifMatch: done.version })));
  };
  const open = () => act(() => call(directory.openPlace, at));
  const until = place.heldUntil ? format.clock(place.heldUntil) : '';
  return (
    <li className="place">
      <div className="row top">
        <h3>{say.title(place)}</h3>
        <PlaceState place={place} />
      </div>
      {lines.map((line) => (
        <p key={line} className="s q">
          {line}
        </p>
      ))}
      {place.state === 'open' && !place.fresh && <p className="s no b">{w.stale}</p>}
      <Fault text={fault} />
      <div className="row wrap">
        {(place.state === 'open' || place.state === 'held') && (
          <Button small onPress={place.state === 'held' ? () => setAsking(true) : pause}>
            {w.act.pause}
          </Button>
        )}
        {place.state === 'paused' && (
          <Button small onPress={resume}>
            {w.act.resume}
          </Button>
        )}
        {place.state === 'draft' && place.missing.length === 0 && (
          <Button small onPress={open}>
            {w.act.openDraft}
          </Button>
        )}
        {place.state === 'trial' && allocation && (
          <Button small onPress={() => onDecide(allocation.id)}>
            {w.act.fits}
          </Button>
        )}
        <Button small kind="quiet" onPress={() => panel.show(<PlaceForm place={place} />)}>
          {w.act.edit}
          <span className="vh">: {say.title(place)}</span>
        </Button>
        {place.state !== 'held' && (
          <Button small kind="quiet" onPress={() => panel.show(<PlacePanel placeId={place.id} />)}>
            {w.act.more}
            <span className="vh">: {say.title(place)}</span>
          </Button>
        )}
      </div>
      {asking && (
        <Dialog
          question={w.pauseHeldQuestion(until)}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.keep}</Button>
              <Button kind="main" onPress={pause}>
                {w.pauseAnyway}
              </Button>
            </>
          }
        >
          <p>{w.pauseHeldText}</p>
        </Dialog>
      )}
    </li>
  );
}

/** What stands under the title: who, since when, until when. */
function useLines(place: OwnPlace, allocation: Allocation | undefined): string[] {
  const w = useWords(offerWords);
  const format = useFormat();
  const now = useNow();
  const say = usePlaceWords();
  const day = (moment: string) => format.listed(dayInBerlin(Temporal.Instant.from(moment)));
  const who = say.who(place);
  const join = (...parts: (string | null | undefined | false)[]) =>
    parts.filter((part) => typeof part === 'string' && part !== '').join(', ');
  const missing = [...new Set(place.missing)].map((field) => w.fieldNames[field] ?? field);
  const interrupted = place.interruptedSince && w.interruptedSince(day(place.interruptedSince));
  const firstLine = ({ state, startsAt }: NonNullable<Allocation['firstAppointment']>) =>
    (state === 'no_show' ? w.firstMissed : state === 'cancelled' ? w.firstCancelled : w.first)(format.when(startsAt));
  const lines: Record<OwnPlace['state'], string[]> = {
    draft: [join(say.times(place)), missing.length > 0 ? w.missing(missing.join(', ')) : ''],
    open: [say.openLine(place, now)],
    held: [place.heldUntil ? w.heldUntil(format.clock(place.heldUntil)) : '', join(say.times(place))],
    reserved: [
      join(
        who,
        allocation?.firstAppointment && firstLine(allocation.firstAppointment),
        allocation && w.bookedAt(format.when(allocation.reservedAt)),
      ),
    ],
    trial: [
      join(
        who,
        allocation && w.sessionsSoFar(allocation.sessions, mostSessions(allocation, now)),
        allocation?.decisionDue && w.decisionOpen,
      ),
    ],
    occupied: [join(who, say.times(place))],
    ending: [join(who, place.endsOn && w.endsOn(format.day(place.endsOn)))],
    paused: [join(say.times(place))],
    closed: [],
  };
  return [...lines[place.state], interrupted ?? ''].filter((line) => line !== '');
}

function mostSessions({ birthDate }: Allocation, now: Temporal.Instant): number {
  const age = ageOf(birthDate, now);
  return age !== null && age < 18 ? TRIAL.minors.sessions : TRIAL.adults.sessions;
}
