import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { PermitName } from '#kernel/permits.ts';
import * as access from '#rooms/access/contract.ts';
import { call } from './call.ts';
import { takeEarly } from './early.ts';

export type { Me } from '#rooms/access/contract.ts';

/** Null when nobody is signed in. Asked after the standing, so that an ordinary start shows no 401 in the log of the browser. */
async function fetchMe(): Promise<access.Me | null> {
  const early = await takeEarly();
  if (early) return early;
  const { stage } = await call(access.standing);
  return stage === 'in' ? call(access.me) : null;
}

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: fetchMe, staleTime: 60_000, retry: false });

/** Inside the frame somebody is always signed in. */
export function useMe(): access.Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Error('used outside of the frame');
  return data;
}

export function useMay(permit: PermitName): boolean {
  return useMe().abilities.includes(permit);
}
