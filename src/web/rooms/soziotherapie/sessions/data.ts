import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { getNotes, listGoals } from '#rooms/soziotherapie/contract/notes.ts';
import type { SessionRow } from '#rooms/soziotherapie/contract/sessions.ts';
import { getSession, listSessions } from '#rooms/soziotherapie/contract/sessions.ts';
import { call } from '../../../call.ts';
import { useLive } from '../../../live.ts';

export type SessionState = SessionRow['state'];

export const TONES: Record<SessionState, 'yes' | 'partly' | 'open' | 'no' | 'act'> = {
  PLANNED: 'act',
  CONFIRMED: 'act',
  DELIVERED: 'partly',
  LATE_PENDING: 'partly',
  DOCUMENTED: 'partly',
  SIGNED: 'yes',
  RELEASED: 'yes',
  INVOICED: 'yes',
  PAID: 'yes',
  NO_SHOW: 'open',
  CANCELLED_PATIENT: 'open',
  CANCELLED_PROVIDER: 'open',
  DISPUTED: 'no',
};

const KEY = 'soziotherapie-sessions';

/** The sessions of an episode; read again when one of them changes anywhere. */
export function useSessions(episodeId: string) {
  const again = useAgain();
  useLive(['soziotherapie.session', 'soziotherapie.note', 'soziotherapie.ledger', 'soziotherapie.prescription'], again);
  return useQuery({ queryKey: [KEY, episodeId, 'list'], queryFn: () => call(listSessions, { params: { id: episodeId }, query: {} }) });
}

export const useSession = (id: string) => useQuery({ queryKey: [KEY, id], queryFn: () => call(getSession, { params: { id } }) });

/** Versions of what was written; not for the office. */
export const useNotes = (id: string, may: boolean) =>
  useQuery({ queryKey: [KEY, id, 'notes'], queryFn: () => call(getNotes, { params: { id } }), enabled: may });

/** Reads everything about sessions again. */
export function useAgain(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: [KEY] }), [queries]);
}

/** The goals of the plan in force; empty where none is. */
export const useGoals = (episodeId: string) =>
  useQuery({
    queryKey: [KEY, episodeId, 'goals'],
    queryFn: async () => (await call(listGoals, { params: { id: episodeId } })).goals,
  });
