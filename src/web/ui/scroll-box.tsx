import type { ReactNode } from 'react';

/** What may be wider or longer than its place: it scrolls, and keys reach it as well as a mouse. Named by words or by an element. */
export function ScrollBox(props: { label?: string; labelledBy?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="scroll" role="group" aria-label={props.label} aria-labelledby={props.labelledBy} tabIndex={0}>
      {props.children}
    </div>
  );
}
