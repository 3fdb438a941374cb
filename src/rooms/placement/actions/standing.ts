import type { Call } from '#platform/call.ts';
import { decide, explain, type HardId, type Judgement, prepareOffer } from '../rules/fit.ts';
import type { Search } from './fit.ts';

interface Slot {
  id: string;
  starts_at: Temporal.Instant;
}

/**
 * How a place stands for a request whose first talk is in this slot. The list judges the earliest slot; whoever turns 18 or 21 in between
 * is judged on the day of the appointment (H3).
 */
export function findStanding(found: Search, placeId: string, slot: Slot): Judgement | undefined {
  const { judged, prepared } = found;
  const all = [...judged.ranked.map(({ judgement }) => judgement), ...judged.others, ...judged.clarify, ...judged.excluded];
  const one = all.find(({ offer }) => offer.place.id === placeId);
  const { kind } = prepared.nextKind;
  if (!one || kind === 'none') return undefined;
  const firstSlots = [{ kind, start: slot.starts_at.toString(), id: slot.id }];
  return decide(prepared, { offer: prepareOffer({ ...one.offer.place, firstSlots }), relation: one.relation });
}

/** What stands against it once the database gave the hold: availability (H1) and a free first slot (H2) were its word. */
export function against({ judged }: Search, one: Judgement): { no: HardId[]; clarify: HardId[] } {
  const { no, clarify } = explain(judged, one);
  return { no: no.filter((id) => id !== 'H1'), clarify: clarify.filter((id) => id !== 'H1' && id !== 'H2') };
}

/** Whether the two understand each other only with an interpreter (H8, D 11). */
export function needsInterpreter({ judged }: Search, one: Judgement): boolean {
  return explain(judged, one).lines.some(({ id, note }) => id === 'H8' && note.key === 'interpreter');
}

/** The slot as hold and booking look at it. */
export function findSlot(call: Call, id: string) {
  return call.tx.selectFrom('scheduling.slot').select(['id', 'starts_at', 'kinds']).where('id', '=', id).executeTakeFirst();
}
