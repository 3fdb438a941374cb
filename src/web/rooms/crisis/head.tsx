import { useEffect, useRef } from 'react';
import { announce, State } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { left, millis, running, useServerNow } from './clock.ts';
import { LevelBadge } from './level-banner.tsx';
import type { Sheet } from './use-sheet.ts';

/** Level, drill, clock: what is seen from across the room. */
export function HeadAside({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  return (
    <>
      {sheet.view?.drill && <State tone="open">{w.drill}</State>}
      {sheet.level && (
        <span className="level-now">
          <LevelBadge level={sheet.level} long={sheet.view?.state !== 'closed'} />
        </span>
      )}
      {sheet.view ? <Clock sheet={sheet} /> : <p className="q s clock-box">{sheet.raising ? w.raising : w.clockNotRunning}</p>}
    </>
  );
}

/** Since the alarm, and how long until the next is called; both by the server's clock. */
function Clock({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const format = useFormat();
  const now = useServerNow();
  const { view } = sheet;
  const before = useRef(Number.POSITIVE_INFINITY);
  const next = view?.clock.next;
  const rest = next ? millis(next.at) - now : Number.POSITIVE_INFINITY;
  const words = next ? w.untilNext(left(rest), w.nextIs[next.to]) : '';
  useEffect(() => {
    // Said once when a minute is left, not each second.
    if (before.current > 60_000 && rest <= 60_000 && Number.isFinite(before.current)) announce(words);
    before.current = rest;
  }, [rest, words]);
  if (!view) return null;
  const end = view.closedAt ? millis(view.closedAt) : now;
  const since = end - millis(view.raisedAt);
  const seconds = Math.max(0, Math.floor(since / 1000));
  const waits = view.state === 'raised' && next;
  return (
    <div className="clock-box" role="timer" aria-label={w.clockSaid(Math.floor(seconds / 60), seconds % 60)}>
      <span className="clock" aria-hidden="true">
        {running(since)}
      </span>
      <p className="s q" aria-hidden="true">
        {waits ? (rest > 0 ? words : w.overdueNow) : view.closedAt ? w.paging.closed(format.clock(view.closedAt)) : w.sinceRaised}
      </p>
    </div>
  );
}

/** Who it is about, and who speaks. */
export function useLead(sheet: Sheet): string {
  const w = useWords(crisis);
  const now = useServerNow();
  const { view, me } = sheet;
  if (view) {
    const who = [view.person ?? w.nobodyNamed, view.phone, view.address].filter(Boolean).join(', ');
    return view.raisedByName ? `${who}. ${w.raisedBy(view.raisedByName)}` : who;
  }
  const who = me?.headline || (me ? w.nobodyNamed : '');
  const minutes = me?.since ? Math.max(1, Math.floor((now - millis(me.since)) / 60_000)) : null;
  return [who && `${who}.`, minutes !== null && minutes < 120 ? w.speaking(w.minutes(minutes)) : '', sheet.raising ? '' : w.notRaised]
    .filter(Boolean)
    .join(' ');
}
