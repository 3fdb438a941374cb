import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import * as directory from '#rooms/directory/contract/guidance.ts';
import { call } from '../../call.ts';

export type Guidance = z.output<typeof directory.Guidance>;
const KEY = ['network', 'guidance'];

/** What holds at a postal code, or everything. */
export function useGuidance(postalCode: string | null) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: [...KEY, postalCode],
    queryFn: ({ signal }) =>
      call(directory.listGuidance, { query: { ...(postalCode ? { postalCode } : {}), only: 'all' as const }, signal }),
    select: ({ guidance }) => guidance,
    placeholderData: (before) => before,
  });
  return { guidance: data, again: () => queries.invalidateQueries({ queryKey: KEY }) };
}
