import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { cancelMessages } from '#rooms/messages/actions.ts';
import { judgeByRule } from './fee.ts';

/**
 * Takes back what a request still has booked, with its messages; the slots are free again if there is time (SL9).
 * @param because closed: the client gave up; fit-ended: nobody cancelled on anybody, the course is over (PL8), so it counts as nobody's
 */
export async function withdrawAppointments(
  call: Call,
  { id: requestId, person_id: personId }: { id: string; person_id: string },
  because: 'closed' | 'fit-ended',
): Promise<void> {
  const ended = because === 'fit-ended';
  const { rows } = await sql<{ id: string; practitioner_id: string }>`
    select a.id, a.practitioner_id from scheduling.cancel_of_request(${requestId}, ${call.now.toString()}, ${ended}) c
    join scheduling.appointment a on a.id = c.id`.execute(call.tx);
  for (const { id, practitioner_id: practitionerId } of rows) {
    await cancelMessages(call, id);
    if (!ended) await judgeByRule(call, id); // in time or late by the therapist's own rule, as if she had been called (A.5.3)
    await record(call, {
      action: 'scheduling.appointment.withdrawn',
      kind: 'U',
      object: ['appointment', id],
      personId,
      reason: because,
      data: { requestId, practitionerId },
    });
  }
}
