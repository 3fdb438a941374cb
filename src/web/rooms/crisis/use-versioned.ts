import { useQueryClient } from '@tanstack/react-query';
import { Problem } from '../../problem.ts';
import { emergencyQuery, readAgain, type View } from './data.ts';
import type { Sheet } from './use-sheet.ts';

/** How often a command is tried anew when somebody else was quicker by a line of the protocol. */
const TURNS = 4;

/**
 * Sends a command on the version that is read right before it: the protocol grows every few seconds while people speak, and that is no
 * reason to ask anybody to read again. What the command may do is decided by the server from the state, not from the version.
 */
export function useVersioned(sheet: Pick<Sheet, 'id'>) {
  const queries = useQueryClient();
  return async <Answer>(act: (id: string, ifMatch: number, now: View) => Promise<Answer>): Promise<Answer> => {
    const { id } = sheet;
    if (id === null) throw new Problem({ status: 0, code: 'offline' });
    for (let turn = 1; ; turn += 1) {
      const now = await queries.fetchQuery({ ...emergencyQuery(id), staleTime: 0 });
      try {
        const answer = await act(id, now.version, now);
        await readAgain(queries, id);
        return answer;
      } catch (fault) {
        if (!(fault instanceof Problem) || fault.status !== 412 || turn >= TURNS) throw fault;
      }
    }
  };
}
