/** A waiting request whose hard criteria a free place meets, and how well (tenths of a point, rule book A.4.2). */
export interface Pair {
  placeId: string;
  requestId: string;
  tenths: number;
}

/** One step of a place's line; the first is the one whose turn it is. */
export interface InLine {
  requestId: string;
  tenths: number;
  /** This person is called next for this place. Nobody has two turns at once, no place has two. */
  turn: boolean;
}

/** So many stand in a place's line; whoever comes behind is found again when the line moves. */
export const MOST_IN_LINE = 12;

/**
 * Who is called for which place (rule book A.3.4, RQ7 and waiting order; decision: docs/adr/0010).
 * Fit decides membership: only pairs that are given can stand in a line. Fairness decides the order: persons are taken in fair order, and
 * each gets the turn at the best-fitting of the places that nobody before has taken. So the score chooses among the places of one person,
 * never among persons. Behind the turn stand those who have no turn elsewhere, in fair order.
 * @param order requests in fair order (`compareWaiting`); a pair of somebody who is not in it is left out
 * @returns lines by place; places without anybody are missing
 */
export function linesOf(order: readonly string[], pairs: readonly Pair[], most = MOST_IN_LINE): Map<string, InLine[]> {
  const byRequest = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const own = byRequest.get(pair.requestId);
    if (own) own.push(pair);
    else byRequest.set(pair.requestId, [pair]);
  }
  const lines = new Map<string, InLine[]>();
  const left: Pair[] = [];
  for (const requestId of order) {
    const own = (byRequest.get(requestId) ?? []).sort((a, b) => b.tenths - a.tenths || (a.placeId < b.placeId ? -1 : 1));
    const best = own.find(({ placeId }) => !lines.has(placeId));
    if (best) lines.set(best.placeId, [{ requestId, tenths: best.tenths, turn: true }]);
    else left.push(...own);
  }
  for (const { placeId, requestId, tenths } of left) {
    const line = lines.get(placeId);
    if (line && line.length < most) line.push({ requestId, tenths, turn: false });
  }
  return lines;
}

/** Why somebody is called although others stand before. Each can be named to them. */
export const BEFORE_OTHERS = ['on-the-phone', 'others-unreachable-today', 'agreed-with-coordinator'] as const;
export type BeforeOthers = (typeof BEFORE_OTHERS)[number];
