import { useQuery } from '@tanstack/react-query';
import { Siren } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ALARM_LEVELS } from '#rooms/crisis/rules/codes.ts';
import { useMay, useMe } from '../../me.ts';
import { openEmergency } from '../../shell/emergency-state.ts';
import { announce, Button, Icon } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { millis, running, useServerNow } from './clock.ts';
import { emergencyQuery, type Row, type View } from './data.ts';

/** A drill never stands before somebody in need; then what nobody has taken over, then the higher level. */
export const mostUrgentFirst = (rows: readonly Row[]): Row[] =>
  rows.toSorted(
    (one, other) =>
      Number(one.drill) - Number(other.drill) ||
      Number(other.state === 'raised') - Number(one.state === 'raised') ||
      ALARM_LEVELS.indexOf(other.level) - ALARM_LEVELS.indexOf(one.level),
  );

/**
 * Which of the emergencies that were running here have come to an end meanwhile: they leave the list, and who raised them is told once.
 * @param own what runs here now; undefined while nothing is known
 */
export function useEnded(own: readonly Row[] | undefined): { ended: readonly Row[]; dismiss: (id: string) => void } {
  const seen = useRef(new Map<string, Row>());
  const [ended, setEnded] = useState<readonly Row[]>([]);
  useEffect(() => {
    if (!own) return;
    const gone = [...seen.current.values()].filter(({ id }) => !own.some((row) => row.id === id));
    for (const { id } of gone) seen.current.delete(id);
    for (const row of own) seen.current.set(row.id, row);
    if (gone.length > 0) setEnded((before) => [...before, ...gone]);
  }, [own]);
  return { ended, dismiss: (id) => setEnded((before) => before.filter((row) => row.id !== id)) };
}

/** Whoever raised it works on and still sees that help is coming. */
export function Own({ rows: [row, ...more] }: { rows: readonly Row[] }) {
  const w = useWords(crisis);
  const format = useFormat();
  const now = useServerNow();
  const taken = row?.acknowledgedAt && row.acknowledgedByName;
  const words = taken ? w.paging.acknowledged(row.acknowledgedByName ?? '', format.clock(row.acknowledgedAt ?? '')) : w.alarm.waits;
  useSaidOnce(taken ? words : null);
  if (!row) return null;
  return (
    <section className="alarm-bar quiet" aria-label={w.alarm.label}>
      <Icon of={Siren} />
      {row.drill && <b>{w.drill}:</b>}
      <span>{w.alarm.running(row.person ?? row.phone ?? w.nobodyNamed, w.level[row.level], running(now - millis(row.raisedAt)))}</span>
      <b>{words}</b>
      {more.length > 0 && <span className="q">{w.alarm.more(more.length)}</span>}
      <span className="end">
        <Button small onPress={() => openEmergency({ emergencyId: row.id })}>
          {w.alarm.open}
        </Button>
      </span>
    </section>
  );
}

/** What came of it, said once to whoever raised it, and whether the booking that waited may go on. */
export function Over({ row, onRead }: { row: Row; onRead: () => void }) {
  const w = useWords(crisis);
  const format = useFormat();
  // Who only raised it has nothing more to do with it once it is over.
  const mayLook = useMay('crisis.watch');
  const { data: view } = useQuery({ ...emergencyQuery(row.id), enabled: mayLook, retry: false });
  const how =
    view?.state === 'handed_over' && view.handedOverAt
      ? w.paging.handedOver(w.to[view.record?.to ?? 'other'] ?? '', format.clock(view.handedOverAt))
      : view?.closedBecause
        ? [w.closedBecause[view.closedBecause], view.closedByName].filter(Boolean).join(', ')
        : '';
  const booking = view ? bookingAfter(view) : null;
  const { name } = useMe();
  const byMe = view !== undefined && (view.closedByName ?? view.handedOverByName) === name;
  useEffect(() => {
    if (byMe) onRead(); // who ended it knows
  }, [byMe, onRead]);
  const words = w.alarm.ended(row.person ?? row.phone ?? w.nobodyNamed);
  useSaidOnce((view || !mayLook) && !byMe ? `${words} ${how}` : null);
  if (byMe) return null;
  return (
    <section className="alarm-bar over" aria-label={words}>
      <Icon of={Siren} />
      {row.drill && <b>{w.drill}:</b>}
      <span>{words}</span>
      {how && <b>{how}</b>}
      {booking && <span>{booking === 'goes-on' ? w.alarm.mayBook : w.alarm.mayNotBook}</span>}
      <span className="row end">
        {mayLook && (
          <Button small onPress={() => openEmergency({ emergencyId: row.id })}>
            {w.alarm.open}
          </Button>
        )}
        <Button small onPress={onRead}>
          {w.alarm.dismiss}
        </Button>
      </span>
    </section>
  );
}

/** Yellow alone keeps nobody from booking (rule book A.1.5); without a request nothing waits. */
export function bookingAfter(
  view: Pick<View, 'requestId' | 'drill' | 'bookingMayContinue' | 'highestLevel' | 'opener'>,
): 'goes-on' | 'waits' | null {
  if (view.requestId === null || view.drill) return null;
  if (view.bookingMayContinue) return 'goes-on';
  return view.highestLevel !== 'YELLOW' || (view.opener !== null && view.opener !== 'no') ? 'waits' : null;
}

function useSaidOnce(words: string | null): void {
  useEffect(() => {
    if (words) announce(words, 'assertive');
  }, [words]);
}
