/** A seeded source of chance: the same seed gives the same world on every machine. */
export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number;
  /** A whole number, 0 ≤ x < below. */
  below(below: number): number;
  /** An index into the weights, each as likely as its weight says. */
  weighted(weights: readonly number[]): number;
  /** Normal distribution with mean 0 and deviation 1 (Box–Muller). */
  normal(): number;
  /** True with the probability given. */
  coin(probability: number): boolean;
}

/** Chance by mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough for worlds, never for secrets. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (below) => Math.floor(next() * below),
    weighted(weights) {
      let rest = next() * weights.reduce((sum, weight) => sum + weight, 0);
      const index = weights.findIndex((weight) => {
        rest -= weight;
        return rest < 0;
      });
      return index < 0 ? weights.length - 1 : index;
    },
    normal: () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next()),
    coin: (probability) => next() < probability,
  };
}

/** The numbers 0 … count - 1 in a seeded order (Fisher–Yates). */
export function shuffled(count: number, seed: number): Int32Array {
  const { below } = chance(seed);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index -= 1) {
    const other = below(index + 1);
    const kept = order[index] ?? 0;
    order[index] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
