import type { Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import type { PassedPlace } from '../contract.ts';
import { selectPassed } from '../store/waiting.ts';

const DAYS = 30;

/**
 * Places that were booked for a caller although people with an older request waited for them (docs/adr/0010): nobody is blocked, but it is
 * seen. Names of the places and of the desk, numbers of people, no names of callers.
 */
export async function listPassed(call: Call, _permit: Permit<'placement.override'>): Promise<{ passed: PassedPlace[] }> {
  const rows = await selectPassed(call.tx, call.now.subtract({ hours: DAYS * 24 }));
  return {
    passed: rows.map((row) => ({
      placeId: row.place_id,
      at: row.at.toString(),
      practitionerName: [row.title, row.name].filter(Boolean).join(' '),
      by: row.by_name,
      requestId: row.request_id,
      waited: Number(row.waited),
      longestSince: row.longest_since.toString(),
    })),
  };
}
