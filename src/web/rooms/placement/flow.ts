import type { KeyboardEvent } from 'react';
import type { Missing } from '../../ui/index.ts';

const FIELD = 'input:checked, input:not([type=radio]), select, textarea, input, button:not([tabindex="-1"])';

/** Puts the cursor into a field that is named by `data-field`, and brings it into sight. */
export function focusField(name: string): boolean {
  const field = document.querySelector(`[data-field="${name}"]`);
  const control = field?.querySelector<HTMLElement>(FIELD) ?? null;
  // The chosen one of a radio group, else its first.
  const target = field?.querySelector<HTMLElement>('input[type=radio]:checked') ?? control;
  if (!target) return false;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'nearest' });
  return document.activeElement === target;
}

/**
 * Enter goes on with the call: from a field to the next question that every call has (`data-stop`). Tab visits every field.
 * `beyond` is asked after the last one, and whenever it wants the cursor somewhere else.
 */
export function goOnWithEnter(event: KeyboardEvent<HTMLElement>, beyond: (from: string | null) => void, overrule?: () => boolean): void {
  if (event.key !== 'Enter' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (
    !(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.target instanceof HTMLTextAreaElement)
  )
    return;
  event.preventDefault();
  const from = event.target;
  const name = from.closest<HTMLElement>('[data-field]')?.dataset.field ?? null;
  // What is written on leaving (dates, numbers) is written first.
  from.blur();
  if (overrule?.()) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-stop]')];
  const next = stops.find((stop) => from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING && !stop.contains(from));
  if (!next?.dataset.field || !focusField(next.dataset.field)) beyond(name);
}

/** While something is held, Enter leads to what booking still lacks, and then to the button. Answers whether it led anywhere. */
export function toMissing({ hold, missing }: { hold: unknown; missing: readonly Missing[] }): boolean {
  if (!hold) return false;
  const [first] = missing;
  if (first) first.go();
  else focusField('book');
  return true;
}
