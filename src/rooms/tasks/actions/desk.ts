import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';

/**
 * Who does the desk's part for a request: the desk, or the case manager whose case opened it and whom alone it is shown to (rule book C.1).
 * @param requestId nothing where it is about no request: then it is the desk's
 */
export async function deskOf(call: Call, requestId: string | null | undefined): Promise<{ assigneeRole: 'desk' } | { assigneeId: string }> {
  if (!requestId) return { assigneeRole: 'desk' };
  const { rows } = await sql<{ manager: string | null }>`select app.desk_of_request(${requestId}) as manager`.execute(call.tx);
  const manager = rows[0]?.manager;
  return manager ? { assigneeId: manager } : { assigneeRole: 'desk' };
}
