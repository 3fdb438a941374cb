import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { showAreas } from '#rooms/cases/contract/areas.ts';
import * as wire from '#rooms/cases/contract/case.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';

/** All queries of this room begin with this key: news of the room reads them again. */
export const CASES = 'cases';
/** Days pass while somebody looks at a file. */
const READ_AGAIN_MS = 300_000;

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: [CASES, 'case', id],
    queryFn: ({ signal }) => call(wire.getCase, { params: { id }, signal }),
    refetchInterval: READ_AGAIN_MS,
  });

export const areasQuery = queryOptions({
  queryKey: [CASES, 'areas'],
  queryFn: ({ signal }) => call(showAreas, { signal }),
  staleTime: 300_000,
});

/** What changes in the service is read again by what stands on the page. */
export function useCaseNews(): void {
  const queries = useQueryClient();
  useLive([CASES, 'referrals', 'tasks', 'gap'], () => void queries.invalidateQueries({ queryKey: [CASES] }));
}

/** After an own command: the page reads again at once. */
export function useReadCaseAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [CASES] });
}
