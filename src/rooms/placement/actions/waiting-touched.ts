import type { LoggedEvent } from '#platform/jobs.ts';

export type Cause = 'freed' | 'opened' | 'slot' | 'triaged' | 'next-in-line';

/** Whose places and which requests some events of the log concern, and why. */
export interface Touched {
  everything: boolean;
  /** Practitioner, place, slot, request → what came about. */
  practitioners: Map<string, Cause>;
  places: Map<string, Cause>;
  slots: Map<string, Cause>;
  requests: Map<string, Cause>;
}

const WATCHED = /^(directory|scheduling|placement|crisis)\./;
/** What the list itself says changes nothing that it would have to look at again. */
const OWN = /^placement\.waiting\./;
const FREED = new Set([
  'placement.place.released',
  'placement.place.freed',
  'directory.place.end-confirmed',
  'directory.place.ended-early',
]);
const EVERYBODYS = new Set(['location', 'organisation', 'table', 'settings']);

/** A place was freed, opened or resumed, a time published, fields or criteria changed, a hold lost (rule book RQ7, SL9). */
export function touchedBy(events: readonly LoggedEvent[]): Touched | 'everything' {
  const touched: Touched = { everything: false, practitioners: new Map(), places: new Map(), slots: new Map(), requests: new Map() };
  for (const event of events) {
    if (event.kind === 'R' || event.kind === 'Q' || !WATCHED.test(event.action) || OWN.test(event.action)) continue;
    if (event.action.startsWith('directory.') && EVERYBODYS.has(event.objectKind)) return 'everything';
    note(touched, event);
  }
  return touched;
}

function note(touched: Touched, { action, objectKind, objectId, data }: LoggedEvent): void {
  const cause = causeOf(action);
  const put = (where: Map<string, Cause>, id: unknown) => {
    if (typeof id === 'string' && where.get(id) !== 'freed') where.set(id, cause);
  };
  put(touched.practitioners, data.practitionerId);
  put(touched.places, data.placeId);
  put(touched.slots, data.slotId);
  put(touched.requests, data.requestId);
  if (objectKind === 'practitioner') put(touched.practitioners, objectId);
  if (objectKind === 'place') put(touched.places, objectId);
  if (objectKind === 'slot') put(touched.slots, objectId);
  if (objectKind === 'request') put(touched.requests, objectId);
}

function causeOf(action: string): Cause {
  if (FREED.has(action)) return 'freed';
  if (action.startsWith('scheduling.')) return 'slot';
  if (action.startsWith('placement.hold.') || action.startsWith('placement.offer.')) return 'next-in-line';
  if (action.startsWith('placement.request.')) return 'triaged';
  return 'opened';
}

/** Why a proposal is made now. */
export function causeIn(
  touched: Touched | 'everything',
  { placeId, practitionerId, requestId }: { placeId: string; practitionerId: string; requestId: string },
): Cause {
  if (touched === 'everything') return 'opened';
  return touched.places.get(placeId) ?? touched.practitioners.get(practitionerId) ?? touched.requests.get(requestId) ?? 'slot';
}
