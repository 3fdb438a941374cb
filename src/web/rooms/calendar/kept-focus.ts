import { useEffect } from 'react';

/** What lies over the page; when it goes, the focus belongs to what was used before it. */
const OVER = '.panel, .toasts, dialog';

/** An element with everything around it, from the inside out. */
function pathOf(element: Element): Element[] {
  const path: Element[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) path.push(one);
  return path;
}

/**
 * Where the focus goes when the element that had it is gone: to the heading of the nearest thing around it that still stands.
 * @param paths what had the focus, last first, each with everything around it from the inside out
 */
export function refuge(paths: readonly (readonly Element[])[]): HTMLElement | null {
  for (const path of paths) {
    const layer = path.find((one) => one.matches(OVER));
    if (layer && !layer.isConnected) continue;
    for (const around of path) {
      if (!around.isConnected) continue;
      const heading = around.querySelector<HTMLElement>('h1, h2, h3');
      if (heading) return heading;
    }
  }
  return null;
}

/**
 * What is done often disappears together with its button (a question that was answered, a place that was closed). The focus then goes to
 * the heading of what still stands around it, never to nowhere.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element[] = [];
    let below: Element[] = [];
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      last = pathOf(target);
      if (!target.closest(OVER)) below = last;
    };
    const watch = new MutationObserver(() => {
      if (!last[0] || last[0].isConnected || document.activeElement !== document.body || document.querySelector('dialog[open]')) return;
      const heading = refuge([last, below]);
      last = [];
      if (!heading) return;
      heading.tabIndex = -1;
      heading.focus();
    });
    document.addEventListener('focusin', remember);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', remember);
      watch.disconnect();
    };
  }, []);
}
