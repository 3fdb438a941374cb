import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { meQuery } from '../../me.ts';
import { homeOf } from '../../shell/rooms.ts';

/** Only ways inside this app: "/telefon", never "//elsewhere". */
export const isInside = (path: unknown): path is string => typeof path === 'string' && /^\/[^/\\]/.test(path);

/** Reads who is there now and goes where they wanted to go, or to their own room. */
export function useEnter(): (to?: string) => Promise<void> {
  const queries = useQueryClient();
  const router = useRouter();
  return async (wanted) => {
    queries.removeQueries({ queryKey: ['standing'] });
    const me = await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    if (!me) return;
    const asked = wanted ?? new URLSearchParams(window.location.search).get('weiter');
    await router.navigate({ href: isInside(asked) ? asked : homeOf(me.abilities, me.organisation !== null), replace: true });
  };
}

/** Where this browser stands at the door. */
export const useStanding = () => useQuery({ queryKey: ['standing'], queryFn: () => call(access.standing), staleTime: 0 });
