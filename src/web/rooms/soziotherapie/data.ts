import { queryOptions, useQueryClient } from '@tanstack/react-query';
import * as wire from '#rooms/soziotherapie/contract/file-view.ts';
import * as lists from '#rooms/soziotherapie/contract/overview.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';

const ROOM = 'soziotherapie';
/** Deadlines pass while somebody looks at them. */
const READ_AGAIN_MS = 300_000;

export const overviewQuery = queryOptions({
  queryKey: [ROOM, 'overview'],
  queryFn: ({ signal }) => call(lists.overview, { signal }),
  refetchInterval: READ_AGAIN_MS,
});
export const clientsQuery = (query: { which: 'open' | 'ended'; q?: string; page: number }) =>
  queryOptions({ queryKey: [ROOM, 'clients', query], queryFn: ({ signal }) => call(lists.clients, { query, signal }) });
export const boardQuery = queryOptions({ queryKey: [ROOM, 'board'], queryFn: ({ signal }) => call(lists.approvalBoard, { signal }) });
export const fileQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOM, 'file', id],
    queryFn: ({ signal }) => call(wire.fileView, { params: { id }, signal }),
    refetchInterval: READ_AGAIN_MS,
  });

/** What changes anywhere in the practice is read again by what stands on the page. */
export function useServiceNews(): void {
  const queries = useQueryClient();
  useLive([ROOM, 'records', 'people', 'gap'], () => void queries.invalidateQueries({ queryKey: [ROOM] }));
}

/** After an own command: the page reads again at once. */
export function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [ROOM] });
}
