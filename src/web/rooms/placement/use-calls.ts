import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as phone from '#rooms/placement/contract/phone-call.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';

const CALLS = ['placement', 'calls'];

/** My call and what rings, kept true by the server's news. */
export function useCalls() {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: CALLS });
  useLive(['placement.call'], () => void again());
  const { data, isError } = useQuery({ queryKey: CALLS, queryFn: ({ signal }) => call(phone.myCalls, { signal }) });
  return { running: data?.running ?? null, ringing: data?.ringing ?? [], loaded: data !== undefined || isError, again };
}

/** This desk takes a call; the number and the request it leads to. */
export async function takeCall(id: string) {
  await call(phone.takeCall, { params: { id }, body: {} });
  return call(phone.getCallNumber, { params: { id } });
}
