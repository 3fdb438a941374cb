import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Lock, Phone } from 'lucide-react';
import { type KeyboardEvent, useId } from 'react';
import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import type { ProposedPlace } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, Empty, Icon, State } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { waiting } from '../../words/waiting.ts';
import { useRequestWording } from './request-wording.ts';
import { Passed } from './waiting-passed.tsx';
import './waiting.css';

const SHOWN = 3;

/** Free places and the people they fit, in order; Enter on the first begins the call. Arrows go from place to place. */
export function Proposals({ onOpen }: { onOpen: (offerId: string) => void }) {
  const w = useWords(waiting).free;
  const p = useWords(problems);
  const coordinator = useMay('placement.override');
  const { data, error } = useQuery({
    queryKey: ['placement', 'queue', 'proposals'],
    queryFn: ({ signal }) => call(placement.listProposals, { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Banner tone="no">{problemOf(error).sentence(p)}</Banner>;
  if (!data) return null;
  const passed = coordinator && <Passed />;
  if (data.places.length === 0)
    return (
      <>
        <Empty>{w.empty}</Empty>
        {passed}
      </>
    );
  return (
    <>
      <p className="s q">{w.lead}</p>
      <ul className="plain proposals" onKeyDown={step}>
        {data.places.map((place) => (
          <li key={place.placeId}>
            <Place place={place} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {passed}
    </>
  );
}

/** Up and down between the first buttons of the places. */
function step(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-first] button')];
  const at = document.activeElement instanceof HTMLElement ? all.indexOf(document.activeElement) : -1;
  const next = all[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Place({ place, onOpen }: { place: ProposedPlace; onOpen: (offerId: string) => void }) {
  const { free: w, reasons } = useWords(waiting);
  const { w: desk, c, f } = useRequestWording();
  const id = useId();
  const { held, line } = place;
  const kinds: Readonly<Record<string, string>> = c.offerKind;
  const procedures: Readonly<Record<string, string>> = c.procedureShort;
  const what = [place.procedure ? procedures[place.procedure] : null, kinds[place.kind]].filter(Boolean).join(', ');
  const title = w.place(place.practitionerName, place.placeName);
  return (
    <article className={held ? 'card proposal held' : 'card proposal'} aria-labelledby={id}>
      <header className="row wrap">
        <h2 id={id}>{title}</h2>
        <span className="s q">{what}</span>
        <span className="end s q nw">{w.since(w.causes[place.cause], f.when(place.proposedAt))}</span>
      </header>
      {held && (
        <div className="row wrap reserved" data-first>
          <Icon of={Lock} />
          <b>{w.reserved(held.person ?? desk.inbox.unnamed)}</b>
          <span className="num">{w.until(f.when(held.until))}</span>
          <span className="s q">
            {held.mine ? w.mine : w.by(held.by)}, {w.attempts(held.attempts)}
          </span>
          <span className="end">
            <Button small label={w.openAloud(held.person ?? desk.inbox.unnamed)} onPress={() => onOpen(held.offerId)}>
              {w.open}
            </Button>
          </span>
        </div>
      )}
      {!held && (
        <ol className="plain people">
          {line.slice(0, SHOWN).map((one, index) => (
            <li key={one.offerId} className="row wrap" data-first={index === 0 || undefined}>
              <span className="num rank">{w.rank(index + 1)}</span>
              <b>{one.person ?? desk.inbox.unnamed}</b>
              {one.priority < 3 && <State tone="partly">{`${desk.priorities[one.priority] ?? ''}: ${reasons[one.reason]}`}</State>}
              <span className="s q">{w.waits(w.waitsOf(daysSince(one.waitingSince)), f.date(dayOf(one.createdAt)))}</span>
              {one.skipped > 0 && <span className="s q">{w.skipped(one.skipped)}</span>}
              <span className="end">
                <Button
                  small
                  kind={one.turn ? 'main' : 'quiet'}
                  icon={Phone}
                  label={w.callAloud(one.person ?? desk.inbox.unnamed, title)}
                  onPress={() => onOpen(one.offerId)}
                >
                  {w.call}
                </Button>
              </span>
            </li>
          ))}
          {line.length > SHOWN && <li className="s q">{w.more(line.length - SHOWN)}</li>}
        </ol>
      )}
    </article>
  );
}

const dayOf = (instant: string) => dayInBerlin(Temporal.Instant.from(instant));
const daysSince = (instant: string) => Math.max(0, daysBetween(dayOf(instant), dayInBerlin(Temporal.Now.instant())));
