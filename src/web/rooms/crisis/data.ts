import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import * as crisis from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { withServerNow } from './clock.ts';

export type View = crisis.EmergencyView;
export type Row = crisis.EmergencyRow;
export type InUse = z.output<typeof crisis.getScript.answer>;
export type Script = NonNullable<InUse['script']>;

/** Script, numbers, roster: fetched at the start and kept, so that the sheet has them also without a network. */
export const scriptQuery = queryOptions({
  queryKey: ['crisis', 'script'],
  queryFn: () =>
    withServerNow(
      () => call(crisis.getScript),
      ({ roster }) => roster.now,
    ),
  staleTime: 30_000,
  gcTime: Number.POSITIVE_INFINITY,
});

export const openQuery = queryOptions({
  queryKey: ['crisis', 'open'],
  queryFn: () =>
    withServerNow(
      () => call(crisis.listOpen),
      ({ now }) => now,
    ),
  staleTime: 1_000,
});

export const recentQuery = queryOptions({
  queryKey: ['crisis', 'recent'],
  queryFn: () => call(crisis.listRecent),
});

export const emergencyKey = (id: string) => ['crisis', 'one', id] as const;
export const emergencyQuery = (id: string) =>
  queryOptions({
    queryKey: emergencyKey(id),
    queryFn: () =>
      withServerNow(
        () => call(crisis.getEmergency, { params: { id } }),
        ({ clock }) => clock.now,
      ),
    staleTime: 500,
  });

/** Reads again what changed. Who hears no news of the crisis room (a therapist who raised it) looks every few seconds instead. */
export function useEmergency(id: string | null, active = true) {
  const queries = useQueryClient();
  useLive(['crisis', 'access.duty', 'gap'], (news) => {
    if (id && (!('objectId' in news) || news.objectId === id || news.objectKind !== 'emergency'))
      void queries.invalidateQueries({ queryKey: emergencyKey(id) });
  });
  return useQuery({
    ...emergencyQuery(id ?? ''),
    enabled: id !== null && active,
    refetchInterval: 5_000,
    refetchIntervalInBackground: true,
  });
}

/** What an answer of a command says about versions is not enough to show: the page reads again. */
export const readAgain = (queries: QueryClient, id: string) =>
  Promise.all([
    queries.invalidateQueries({ queryKey: emergencyKey(id) }),
    queries.invalidateQueries({ queryKey: openQuery.queryKey }),
    queries.invalidateQueries({ queryKey: recentQuery.queryKey }),
  ]);

/** Fetched while nobody needs it. */
export const prepare = (queries: QueryClient) => Promise.all([queries.prefetchQuery(scriptQuery), queries.prefetchQuery(openQuery)]);
