import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Modality, SlotKind } from '#kernel/codes.ts';
import { offerQuery } from './data.ts';

/** What a click on a free hour offers. */
export interface Template {
  kinds: readonly SlotKind[];
  minutes: number;
  modality: Modality;
  locationId: string | null;
}

let kept: Partial<Template> = {};
const listeners = new Set<() => void>();

/** Holds until the page is loaded anew. */
export function keepTemplate(next: Template): void {
  kept = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useTemplate(): Template {
  const own = useSyncExternalStore(subscribe, () => kept);
  const { data } = useQuery(offerQuery);
  return { kinds: ['TRIAL'], minutes: 50, modality: 'in-person', locationId: data?.locations[0]?.id ?? null, ...own };
}
