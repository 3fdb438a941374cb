import { CalendarDays, Hourglass, Lock } from 'lucide-react';
import { type KeyboardEvent, useId } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import type { Explained, OfferCard } from '#rooms/placement/contract.ts';
import { minutesAndSeconds, useSecondsLeft } from '../../ui/countdown.tsx';
import { Icon, Reason } from '../../ui/index.ts';
import { serverNow } from './clock.ts';
import { reasonsOf, type Wording } from './note.ts';
import { useDeskState } from './use-desk.ts';
import { useWording } from './wording.ts';

interface CardProps {
  one: Explained;
  current: boolean;
  /** The one card that Tab stops at. */
  stop: boolean;
  onChoose: () => void;
  onStep: (by: 1 | -1) => void;
  onEnter: () => void;
  onExplain: () => void;
}

/** One place that fits: who, how far, when, and why. */
export function FitCard({ one, current, stop, onChoose, onStep, onEnter, onExplain }: CardProps) {
  const wording = useWording();
  const { w, f } = wording;
  const { today } = useDeskState();
  const id = useId();
  const { card } = one;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      onStep(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      onEnter();
    }
  };
  return (
    <article className={current ? 'fit on' : 'fit'} aria-current={current || undefined} aria-labelledby={`${id}-name`}>
      <h3>
        <button
          type="button"
          className="pick"
          id={`${id}-name`}
          data-card
          tabIndex={stop ? 0 : -1}
          aria-describedby={`${id}-when ${id}-why${card.waitingBefore > 0 ? ` ${id}-waits` : ''}`}
          onClick={onChoose}
          onFocus={onChoose}
          onKeyDown={press}
        >
          {fullName(card)}
        </button>
        <small>{kindOf(card, wording)}</small>
        <small className="end num nw">{wayOf(card, wording)}</small>
      </h3>
      <div className="row s" id={`${id}-when`}>
        <Icon of={CalendarDays} />
        <span>
          {card.firstSlot ? <b>{f.when(card.firstSlot.startsAt)}</b> : w.fit.noSlot} · {freeFrom(card, wording, today)}
        </span>
        <span className="end h nw">{confirmedOf(card, wording, today)}</span>
      </div>
      <ul className="why" id={`${id}-why`}>
        {reasonsOf(one, wording).map(({ key, answer, text }) => (
          <li key={key}>
            <Reason answer={answer}>{text}</Reason>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="link s over"
            onClick={onExplain}
            tabIndex={stop ? 0 : -1}
            aria-label={w.fit.explainAloud(card.name)}
          >
            {w.fit.explain}
          </button>
        </li>
      </ul>
      {card.waitingBefore > 0 && <WaitLine id={`${id}-waits`} count={card.waitingBefore} />}
      {card.heldBy && !card.heldBy.mine && <HeldLine name={card.heldBy.name} until={card.heldBy.until} />}
      {card.heldBy?.mine && (
        <p className="held mine">
          <Icon of={Lock} /> {w.fit.heldByMe}
        </p>
      )}
    </article>
  );
}

/** Whoever calls may take it; that others came earlier is seen before it is said (docs/adr/0010). */
function WaitLine({ id, count }: { id: string; count: number }) {
  const { w } = useWording();
  return (
    <p className="row s q" id={id}>
      <Icon of={Hourglass} /> {w.fit.waitBefore(count)}
    </p>
  );
}

/** Longer than any hold of the telephone: the place is kept for a call-back to somebody who waits (RQ7). */
const CALLBACK_SECONDS = 3_600;

function HeldLine({ name, until }: { name: string; until: string }) {
  const { w, f } = useWording();
  const seconds = useSecondsLeft(Temporal.Instant.from(until).epochMilliseconds, serverNow);
  if (seconds > CALLBACK_SECONDS)
    return (
      <p className="held">
        <Icon of={Lock} /> {w.fit.heldForCallback(name, f.when(until))}
      </p>
    );
  return (
    <p className="held">
      <Icon of={Lock} /> {w.fit.heldBy(name)} <span className="num">{minutesAndSeconds(seconds)}</span>
    </p>
  );
}

/** "Dr. Tobias Lindqvist" */
export const fullName = ({ title, name }: OfferCard) => [title, name].filter(Boolean).join(' ');

/** "VT, Einzel", "Akutbehandlung, Video" */
export function kindOf({ procedure, setting, kind, groupName, modalities }: OfferCard, { c }: Wording): string {
  const words: Readonly<Record<string, string>> = { ...c.setting };
  const kinds: Readonly<Record<string, string>> = { ...c.offerKind };
  const what = kind === 'PLACE' || kind === 'GROUP_SEAT' ? (words[setting] ?? setting) : (kinds[kind] ?? kind);
  const onlyVideo = modalities.length === 1 && modalities[0] === 'video';
  return [procedure ? c.procedureShort[procedure] : null, groupName ?? what, onlyVideo ? c.modality.video : null]
    .filter(Boolean)
    .join(', ');
}

/** "1,2 km · 9 Min." */
export function wayOf({ kilometres, travelMinutes, placeName }: OfferCard, { w, f }: Wording): string {
  const parts = [kilometres === null ? null : f.km(kilometres * 1000), travelMinutes === null ? null : w.fit.minutes(travelMinutes)];
  return parts.filter(Boolean).join(' · ') || placeName;
}

function freeFrom({ earliestStart }: OfferCard, { w, f }: Wording, today: Temporal.PlainDate): string {
  return earliestStart <= today.toString() ? w.fit.freeNow : w.fit.freeFrom(f.listed(earliestStart, today));
}

export function confirmedOf({ confirmedAt }: OfferCard, { w, f }: Wording, today: Temporal.PlainDate): string {
  if (!confirmedAt) return w.fit.neverConfirmed;
  const day = dayInBerlin(Temporal.Instant.from(confirmedAt));
  const days = day.until(today).days;
  return days === 0 ? w.fit.confirmedToday : days === 1 ? w.fit.confirmedYesterday : w.fit.confirmed(f.listed(day, today));
}
