import { useEffect } from 'react';

const EVERY = 1_000;

/** Lets the window's title change with a word while it stands, so that the alarm is seen on the tab; the title itself comes back. */
export function useTitleFlash(word: string): void {
  useEffect(() => {
    let own = document.title;
    const flash = `(!) ${word}`;
    const timer = setInterval(() => {
      if (document.title === flash) document.title = own;
      else {
        own = document.title; // another page may have come meanwhile
        document.title = flash;
      }
    }, EVERY);
    return () => {
      clearInterval(timer);
      if (document.title === flash) document.title = own;
    };
  }, [word]);
}
