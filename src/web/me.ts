import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { Role } from '#kernel/codes.ts';
import { fetchMe } from './rooms/access/calls.ts';

/** Who is signed in, with what they may do and who is on call. */
export interface Me {
  accountId: string;
  name: string;
  roles: readonly Role[];
  /** Names of permits: "desk.work". */
  abilities: readonly string[];
  locale: 'de' | 'en' | null;
  /** "Tisch 1" */
  desk: string | null;
  /** Null when nobody is on call. `until` is an instant. */
  duty: { name: string; until: string | null; phone: string | null } | null;
}

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: fetchMe, staleTime: 60_000, retry: false });

/** Inside the frame somebody is always signed in. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Error('used outside of the frame');
  return data;
}

export function useMay(permit: string): boolean {
  return useMe().abilities.includes(permit);
}
