import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { announce } from './announce.tsx';
import { Icon } from './icon.tsx';

const LATE_SECONDS = 120;
const ANNOUNCED_MINUTES = [5, 2, 1];
const RADIUS = 22;
const AROUND = 2 * Math.PI * RADIUS;

/** Seconds left until `until` (epoch milliseconds), ticking. `clock` is the server's idea of now where it is known. */
export function useSecondsLeft(until: number, clock: () => number = Date.now): number {
  const left = () => Math.max(0, Math.ceil((until - clock()) / 1000));
  const [seconds, setSeconds] = useState(left);
  const latest = useRef(left);
  latest.current = left;
  useEffect(() => {
    setSeconds(latest.current());
    const timer = setInterval(() => setSeconds(latest.current()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.min(seconds, left());
}

export const minutesAndSeconds = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/**
 * The clock of a hold: 48 px; amber two minutes before the end; announced at 5, 2 and 1 minute, not each second.
 * @param until epoch milliseconds
 * @param total seconds of a full ring
 */
export function CountdownRing(props: { until: number; total: number; clock?: () => number; onEnd?: () => void }) {
  const w = useWords(shell);
  const seconds = useSecondsLeft(props.until, props.clock);
  const before = useRef(seconds);
  const end = useRef(props.onEnd);
  end.current = props.onEnd;
  useEffect(() => {
    const passed = ANNOUNCED_MINUTES.find((minutes) => before.current > minutes * 60 && seconds <= minutes * 60);
    if (passed !== undefined) announce(`${w.minutesLeft(passed)}${passed <= 2 ? ` ${w.extend}` : ''}`);
    if (before.current > 0 && seconds === 0) {
      announce(w.expired);
      end.current?.();
    }
    before.current = seconds;
  }, [seconds, w]);
  const part = Math.min(1, seconds / props.total);
  return (
    <span
      className={seconds <= LATE_SECONDS ? 'ring late' : 'ring'}
      role="timer"
      aria-label={w.held(Math.floor(seconds / 60), seconds % 60)}
    >
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle className="track" cx="24" cy="24" r={RADIUS} />
        <circle className="rest" cx="24" cy="24" r={RADIUS} strokeDasharray={AROUND} strokeDashoffset={AROUND * (1 - part)} />
      </svg>
      {seconds === 0 ? <Icon of={X} /> : <b aria-hidden="true">{minutesAndSeconds(seconds)}</b>}
    </span>
  );
}
