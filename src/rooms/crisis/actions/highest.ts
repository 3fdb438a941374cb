import type { Call } from '#platform/call.ts';
import type { Level } from '../rules/safety.ts';
import { findHighestSince } from '../store/emergencies.ts';

/** The highest level that a person had since then, also if it was lowered later; exercises and false alarms say nothing about anybody. */
export async function highestSince(call: Call, personId: string, since: Temporal.Instant): Promise<Level> {
  return ((await findHighestSince(call.tx, personId, since)) as Level | undefined) ?? 'GREEN';
}
