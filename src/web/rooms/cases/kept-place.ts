import { type RefObject, useEffect } from 'react';

/** What stands beside or over the page gives the cursor back by itself; it is not where somebody was. */
const ASIDE = '.panel, dialog';

/**
 * Where the button that was pressed goes away with what it did, the cursor stays in the same part of the page, on its heading: nobody who
 * works by keys or by ear is thrown back to the top.
 * @param ready whether the page stands there yet
 */
export function useKeptPlace(page: RefObject<HTMLElement | null>, ready: boolean): void {
  useEffect(() => {
    const root = page.current;
    if (!ready || !root) return;
    let chain: Element[] = [];
    let last: Element | null = null;
    let frame = 0;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      last = target;
      if (target.closest(ASIDE)) return;
      chain = [];
      for (let at: Element | null = target; at && at !== root.parentElement; at = at.parentElement) chain.push(at);
    };
    const lost = () => document.activeElement === document.body && last?.isConnected === false;
    const stay = () => {
      if (!lost()) return;
      const aside = root.querySelector<HTMLElement>(ASIDE);
      if (aside) return aside.focus({ preventScroll: true }); // its next step: the title says which
      const part = chain.find((at) => at.isConnected)?.closest('section, article') ?? root;
      const heading = part === root ? root.querySelector<HTMLElement>('nav.tabs ~ * h2') : part.querySelector<HTMLElement>('h2, h3');
      if (!heading) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    };
    // After the next picture: whoever knows better where the cursor belongs has moved it by then.
    const watch = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      if (lost()) frame = requestAnimationFrame(() => (frame = requestAnimationFrame(stay)));
    });
    root.addEventListener('focusin', remember);
    watch.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', remember);
      watch.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [page, ready]);
}
