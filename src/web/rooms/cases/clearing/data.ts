import { queryOptions } from '@tanstack/react-query';
import { getClearing } from '#rooms/cases/contract/clearing.ts';
import { call } from '../../../call.ts';
import { CASES } from '../data.ts';

export const clearingQuery = (id: string) =>
  queryOptions({ queryKey: [CASES, 'clearing', id], queryFn: ({ signal }) => call(getClearing, { params: { id }, signal }) });
