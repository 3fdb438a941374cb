import { useLayoutEffect, useRef } from 'react';

const find = (selector: string) => document.querySelector<HTMLElement>(selector);

/**
 * The cursor follows somebody on the map: into her form, and back to where the form was opened when it closes.
 * @param open whose form is open
 */
export function useCursor(open: string | null) {
  const before = useRef(open);
  const into = useRef(false);
  const home = useRef<'picture' | 'list'>('list');
  useLayoutEffect(() => {
    const closed = open === null ? before.current : null;
    before.current = open;
    if (open && into.current) find(`#person-${CSS.escape(open)} :is(select, input)`)?.focus();
    if (closed && document.activeElement === document.body)
      find(home.current === 'picture' ? `#alter-${CSS.escape(closed)}` : `#listed-${CSS.escape(closed)} button`)?.focus();
    into.current = false;
  });
  return {
    /** The next form to open takes the cursor in, and gives it back there. */
    enter: (from: 'picture' | 'list') => {
      into.current = true;
      home.current = from;
    },
    leadBack: (to: 'picture' | 'list') => {
      home.current = to;
    },
  };
}
