import { useRef } from 'react';
import { useUnsaved } from '../../drafts.ts';

/** Leaving a form whose values are no longer those it began with asks first. */
export function useTouched(...values: readonly unknown[]): void {
  const now = JSON.stringify(values);
  const first = useRef(now);
  useUnsaved(now !== first.current);
}
