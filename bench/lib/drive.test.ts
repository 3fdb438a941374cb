import { describe, expect, it } from 'vitest';
import { drive } from './drive.ts';
import { median, quantile } from './figures.ts';
import { interleave } from './rounds.ts';
import { SIZES } from './sizes.ts';
import { places, wishes } from './world.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('measuring', () => {
  it('does every operation once and leaves the first fifth out of the figures', async () => {
    const seen: number[] = [];
    const sample = await drive({ label: 'x', clients: 4, operations: 100 }, async (index) => {
      seen.push(index);
      await pause(1);
    });
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(sample.latencies).toHaveLength(80);
    expect(sample.errors).toBe(0);
  });

  it('counts an operation that throws as an error, never as a latency', async () => {
    const sample = await drive({ label: 'x', clients: 1, operations: 10 }, async (index) => {
      if (index === 9) throw new Error('no');
    });
    expect(sample).toMatchObject({ errors: 1 });
    expect(sample.latencies).toHaveLength(7);
  });

  it('takes the median ratio over rounds in which each side goes first in turn', async () => {
    const order: string[] = [];
    const side = (name: string, milliseconds: number) => async () => {
      order.push(name);
      return [{ label: 'x', latencies: [milliseconds], perSecond: 1000 / milliseconds, serverCpuMs: null, errors: 0 }];
    };
    let round = 0;
    const product = async () => side('product', [30, 20, 90][round++] ?? 0)();
    const prepared = { run: product, floor: side('floor', 10), check: async () => [], close: async () => {} };
    const [outcome] = await interleave(prepared, 3, 'p50');
    expect(order).toEqual(['floor', 'product', 'product', 'floor', 'floor', 'product']);
    expect(outcome).toMatchObject({ ratio: 3, ratioRange: [2, 9] });
  });

  it('takes quantiles by nearest rank and the mean of the middle two as median', () => {
    expect([0.01, 0.5, 0.51, 0.99, 1].map((share) => quantile([1, 2, 3, 4], share))).toEqual([1, 2, 3, 4, 4]);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});

describe('the world', () => {
  it('is the same for the same seed and another for another', () => {
    const first = [...places(SIZES.small, 1)];
    expect([...places(SIZES.small, 1)]).toEqual(first);
    expect([...places(SIZES.small, 2)]).not.toEqual(first);
    expect(first).toHaveLength(1200);
    expect(wishes(SIZES.small, 5, 1)).toEqual(wishes(SIZES.small, 5, 1));
  });
});
