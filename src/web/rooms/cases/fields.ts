import { type RefObject, useEffect, useRef } from 'react';

const CONTROLS = 'input, select, textarea';

/** To the field that is named so, else to the first that is empty. */
export function toField(fields: HTMLElement | null, what: string): void {
  const named = [...(fields?.querySelectorAll('label') ?? [])].find((label) => label.textContent?.includes(what))?.control;
  const empty = [...(fields?.querySelectorAll<HTMLInputElement>(CONTROLS) ?? [])].find(({ value }) => value === '');
  ((named as HTMLElement | null | undefined) ?? empty)?.focus();
}

/** A form that opens in the page: the cursor goes to its first field, as it goes into a panel. */
export function useFirstField<Form extends HTMLElement>(): RefObject<Form | null> {
  const form = useRef<Form>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>(CONTROLS)?.focus(), []);
  return form;
}
