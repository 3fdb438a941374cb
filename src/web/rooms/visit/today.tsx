import { ChevronDown, ChevronRight, ChevronUp, MapPin, Phone } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';
import { orderDay } from '#rooms/soziotherapie/contract/day-plan.ts';
import { call } from '../../call.ts';
import { Banner, Button, Icon, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { useRoom } from './context.ts';
import { running } from './device/waiting-store.ts';
import { whatWasTyped } from './drafts.ts';
import { isOff, OFF, type Stop, stopsOf } from './stops.ts';
import { hundredthsOf, useUnits } from './units.ts';
import { Warnings } from './warnings.tsx';

/** Today's visits by the clock, or in the order that somebody chose. */
export function Today() {
  const w = useWords(visitWords);
  const format = useFormat();
  const { day, fresh, reload } = useRoom();
  const [failed, setFailed] = useState(false);
  const all = stopsOf(day.plan.visits);
  const stops = all.filter((stop) => !isOff(stop));
  const off = all.filter(isOff);
  const reorder = (order: readonly Stop[]) => write(order.flatMap(({ visits }) => visits.map(({ sessionId }) => sessionId)));
  const write = async (order: readonly string[]) => {
    setFailed(false);
    try {
      await call(orderDay, {
        body: { day: day.plan.day, order: [...order] },
      });
      await reload();
    } catch {
      setFailed(true);
    }
  };
  // a day kept by an older version of this page has none
  const nearest: readonly string[] = day.plan.nearest ?? [];
  const swap = (index: number, by: 1 | -1) => {
    const next = [...stops];
    const [one, other] = [next[index], next[index + by]];
    if (!one || !other) return undefined;
    next[index] = other;
    next[index + by] = one;
    return reorder(next);
  };
  return (
    <main id="inhalt">
      <h2 className="day">{w.today(format.dayLong(day.plan.day))}</h2>
      {all.length === 0 && <p className="q">{w.none}</p>}
      {fresh && !day.plan.byHand && nearest.length > 0 && (
        <p className="row wrap s q">
          {w.byClock}
          <Button kind="quiet" onPress={() => write(nearest)}>
            {w.shortest}
          </Button>
        </p>
      )}
      <ol className="plain stops" aria-label={w.route}>
        {stops.map((stop, index) => (
          <StopCard
            key={stop.key}
            stop={stop}
            earlier={fresh && index > 0 ? () => swap(index, -1) : null}
            later={fresh && index < stops.length - 1 ? () => swap(index, 1) : null}
          />
        ))}
        {off.map((stop) => (
          <StopCard key={stop.key} stop={stop} earlier={null} later={null} />
        ))}
      </ol>
      {failed && <Banner tone="partly">{w.orderOffline}</Banner>}
      {day.plan.byHand && fresh && (
        <p className="row wrap s q">
          {w.byHand}
          <Button kind="quiet" onPress={() => write([])}>
            {w.byTime}
          </Button>
        </p>
      )}
      {day.plan.open.length > 0 && <Open />}
    </main>
  );
}

const SETTLED = new Set(['SIGNED', 'RELEASED', 'INVOICED', 'PAID']);

function StopCard({ stop, earlier, later }: { stop: Stop; earlier: (() => unknown) | null; later: (() => unknown) | null }) {
  const w = useWords(visitWords);
  const units = useUnits();
  const format = useFormat();
  const { goTo, waiting } = useRoom();
  const { visit, visits } = stop;
  const name = stop.group ?? visit.name ?? w.unnamed;
  const waits = visits.some(({ sessionId }) => waiting.has(sessionId));
  const runs = useRunning(stop);
  const open = visits.some(({ state }) => state === 'PLANNED' || state === 'CONFIRMED') && !waits;
  const left = visit.unitsLeft.prescriptionMinutes === null ? 0 : Math.min(visit.unitsLeft.prescriptionMinutes, visit.unitsLeft.capMinutes);
  return (
    <li className={open ? 'stop' : 'stop done'}>
      <div className="head">
        <p className="when num">
          {visit.start.slice(11)}
          <span className="q"> – {visit.end.slice(11)}</span>
        </p>
        {open && !stop.group && (
          <span className={left <= 6 * 60 ? 's partly b' : 's q'}>{left > 0 ? w.left(units(hundredthsOf(left))) : w.leftNone}</span>
        )}
      </div>
      <h3>
        {open ? (
          <button type="button" className="to" onClick={() => goTo(stop.key)}>
            <span>{name}</span>
            <Icon of={ChevronRight} />
          </button>
        ) : (
          name
        )}
      </h3>
      {stop.group && <p className="s">{visits.map((one) => one.name ?? w.unnamed).join(', ')}</p>}
      {open && runs !== null && (
        <p>
          <State tone="act">{w.runsSince(runs)}</State>
        </p>
      )}
      {!open && (
        <p>
          {waits ? (
            <State tone="open">{w.state.waiting}</State>
          ) : (
            <State tone={SETTLED.has(visit.state) ? 'yes' : OFF.has(visit.state) ? 'open' : 'partly'}>
              {w.state[visit.state] ?? visit.state}
            </State>
          )}
        </p>
      )}
      {open && (
        <>
          <Address
            visit={visit}
            group={stop.group !== null}
            name={name}
            more={visit.tenthKilometres && visit.order > 1 ? w.distance(format.km(visit.tenthKilometres * 100)) : null}
          >
            {earlier && <Button kind="quiet" icon={ChevronUp} label={w.moveEarlier(name)} onPress={earlier} />}
            {later && <Button kind="quiet" icon={ChevronDown} label={w.moveLater(name)} onPress={later} />}
          </Address>
          {visit.warnings.length > 0 && <Warnings warnings={visit.warnings} quiet />}
          {visit.lastNextStep && !stop.group && (
            <p className="s">
              <span className="q">{w.nextTime}</span> <span className="said-so">{visit.lastNextStep}</span>
            </p>
          )}
        </>
      )}
    </li>
  );
}

/** Since when a visit's clock runs, "14:03": as it stands on the page, else as the device keeps it; null: it does not. */
function useRunning({ key, visit }: Stop): string | null {
  const [kept, setKept] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    running.get().then(
      (row) => here && setKept(row?.sessionId === visit.sessionId ? row.startLocal : null),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [visit.sessionId]);
  const typed = whatWasTyped(key);
  const since = typed ? (typed.end === null ? typed.start : null) : kept;
  return since?.slice(11) ?? null;
}

/** Street and place with the way there, and the telephone. The map is the device's own; no address goes to anybody else's page. */
function Address(props: { visit: DayVisit; group: boolean; name: string; more: string | null; children: ReactNode }) {
  const w = useWords(visitWords);
  const { day } = useRoom();
  const { visit, group, name, more } = props;
  // a group meets in the practice unless another place is named
  const { street = null, postalCode = null, place = null } = group ? (day.plan.from ?? {}) : visit.address;
  const { other } = visit.address;
  const text = other ?? [street, [postalCode, place].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return (
    <>
      <p>
        {text || w.noAddress}
        {more && <span className="s q"> {more}</span>}
      </p>
      <div className="row wrap reach">
        {text && (
          <a className="btn" href={mapLink(text)} rel="noreferrer" aria-label={w.mapNamed(name)}>
            <Icon of={MapPin} />
            {w.map}
          </a>
        )}
        {visit.phone && !group && (
          <a className="btn" href={`tel:${visit.phone.replaceAll(/[^\d+]/g, '')}`} aria-label={w.callNamed(name)}>
            <Icon of={Phone} />
            {w.call}
          </a>
        )}
        <span className="end row">{props.children}</span>
      </div>
    </>
  );
}

/** Opens the map app of the device: Apple has its own address for it. */
export const mapLink = (text: string, agent = navigator.userAgent): string =>
  `${/iPhone|iPad|Macintosh/.test(agent) ? 'maps:?q=' : 'geo:0,0?q='}${encodeURIComponent(text)}`;

/** Delivered in the last days and not written or signed yet; that is done in the file. */
function Open() {
  const w = useWords(visitWords);
  const format = useFormat();
  const { day } = useRoom();
  return (
    <section className="g" aria-labelledby="h-open">
      <h2 id="h-open" className="label">
        {w.openTitle}
      </h2>
      <ul className="plain stops">
        {day.plan.open.map((one) => (
          <li key={one.sessionId} className="stop">
            <a className="to" href={`/soziotherapie/akte/${one.episodeId}/einheiten`}>
              <span>{one.name ?? w.unnamed}</span>
              <Icon of={ChevronRight} />
            </a>
            <p className="s">
              {format.day(one.start.slice(0, 10))} {one.start.slice(11)} <State tone="partly">{w.openOf[one.state] ?? one.state}</State>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
