/** The network's cost among its members: by membership alone, never by placements (§ 73 (7) SGB V: no reward for assigning a patient). */

export interface Member {
  practitionerId: string;
  /** Months of membership in the year, 0 to 12. */
  months: number;
  /** Share of a seat (Versorgungsauftrag): 25, 50, 75 or 100 per cent. */
  seatPercent: number;
}
export interface Share extends Member {
  cents: number;
}

/**
 * Divides an amount so that the shares add up to it to the cent: each is rounded down, and the cents left go to the largest remainders
 * (ties: the smaller id), one each.
 * @param bySeat half a seat pays half; otherwise every member the same for the same months
 * @returns null where nobody was a member
 */
export function shareCosts(totalCents: number, members: readonly Member[], bySeat: boolean): Share[] | null {
  const weights = members.map(({ months, seatPercent }) => BigInt(months) * BigInt(bySeat ? seatPercent : 100));
  const all = weights.reduce((so, weight) => so + weight, 0n);
  if (all === 0n) return null;
  const total = BigInt(totalCents);
  const parts = members.map((member, index) => {
    const exact = total * (weights[index] ?? 0n);
    return { member, cents: exact / all, rest: exact % all };
  });
  let left = total - parts.reduce((so, { cents }) => so + cents, 0n);
  const byRest = parts.toSorted((one, other) =>
    one.rest === other.rest ? (one.member.practitionerId < other.member.practitionerId ? -1 : 1) : one.rest > other.rest ? -1 : 1,
  );
  for (const part of byRest) {
    if (left === 0n) break;
    part.cents += 1n;
    left -= 1n;
  }
  return parts.map(({ member, cents }) => ({ ...member, cents: Number(cents) }));
}
