import { useCallback, useEffect, useRef } from 'react';

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
/** How often the clock is looked at; a device that slept is locked on waking at the latest after this. Milliseconds. */
const LOOK = 5_000;

/**
 * Tells when no hand was on the page for so many seconds (undefined: nobody to watch). Answers how the time begins anew.
 */
export function useIdle(seconds: number | undefined, tell: () => void): () => void {
  const seen = useRef(Date.now());
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    if (seconds === undefined) return;
    const note = () => {
      seen.current = Date.now();
    };
    const look = () => {
      if (Date.now() - seen.current >= seconds * 1000) latest.current();
    };
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, note, { capture: true, passive: true });
    document.addEventListener('visibilitychange', look);
    const timer = setInterval(look, LOOK);
    return () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, note, { capture: true });
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [seconds]);
  return useCallback(() => {
    seen.current = Date.now();
  }, []);
}
