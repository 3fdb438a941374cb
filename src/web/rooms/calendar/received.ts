import { instantOfWall } from './wall.ts';

/** What is wrong with the moment at which a cancellation is said to have arrived (rule book AP4); null where nothing is. */
export function receivedFault(received: string | null, startsAt: string, now: Temporal.Instant): 'future' | 'begun' | null {
  if (received === null) return null;
  const at = Temporal.Instant.from(instantOfWall(received));
  if (Temporal.Instant.compare(at, now) > 0) return 'future';
  return Temporal.Instant.compare(at, Temporal.Instant.from(startsAt)) >= 0 ? 'begun' : null;
}
