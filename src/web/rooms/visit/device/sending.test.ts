import { describe, expect, test } from 'vitest';
import { type Fate, Outgoing, type Sending } from './sending.ts';
import type { Shelf, Waiting } from './waiting-store.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);

function memoryShelf(): Shelf & { rows: Map<string, Waiting> } {
  const rows = new Map<string, Waiting>();
  return {
    rows,
    all: async () => [...rows.values()],
    put: async (entry) => void rows.set(entry.id, entry),
    remove: async (id) => void rows.delete(id),
  };
}

const entry = (number: number, accountId = 'weidner'): Waiting => ({
  id: `entry-${number}`,
  accountId,
  sessionId: `session-${number}`,
  writtenLocal: '2026-03-05T14:50',
  sealed: 'c2VhbGVk',
  keyId: 'key',
  order: number,
});

/** A server that keeps each id once, behind a network that one can cut before or after it heard. */
function house() {
  const kept: string[] = [];
  let way: 'open' | 'cut' | 'answer-lost' = 'open';
  let inside = true;
  return {
    kept,
    set way(is: typeof way) {
      way = is;
    },
    set inside(is: boolean) {
      inside = is;
    },
    send: async ({ id }: Waiting): Promise<Fate> => {
      await Promise.resolve();
      if (way === 'cut') return { kind: 'cut' };
      if (!inside) return { kind: 'stranger' };
      if (!kept.includes(id)) kept.push(id);
      return way === 'answer-lost' ? { kind: 'cut' } : { kind: 'taken' };
    },
  };
}

function outgoing(shelf: Shelf, send: (entry: Waiting) => Promise<Fate>) {
  const told: Sending[] = [];
  const queue = new Outgoing(shelf, send, (state) => void told.push(state));
  queue.accountId = 'weidner';
  return { queue, last: () => told.at(-1) };
}

describe('What was written without network', () => {
  test('waits while there is none, and goes out in the order of writing when it is back', async () => {
    const [shelf, server] = [memoryShelf(), house()];
    const { queue, last } = outgoing(shelf, server.send);
    server.way = 'cut';
    for (const number of [2, 1, 3]) await queue.add(entry(number));
    expect(await queue.drain()).toEqual(['cut']);
    expect(last()).toMatchObject({ count: 3, cut: true });
    server.way = 'open';
    expect(await queue.drain()).toEqual(['taken', 'taken', 'taken']);
    expect(server.kept).toEqual(['entry-1', 'entry-2', 'entry-3']);
    expect(shelf.rows.size).toBe(0);
    expect(last()).toMatchObject({ count: 0, cut: false });
  });

  test('arrives once although the answer was lost', async () => {
    const [shelf, server] = [memoryShelf(), house()];
    const { queue } = outgoing(shelf, server.send);
    await queue.add(entry(1));
    server.way = 'answer-lost';
    await queue.drain();
    expect(shelf.rows.size, 'kept until the server said so').toBe(1);
    server.way = 'open';
    await queue.drain();
    expect(server.kept).toEqual(['entry-1']);
    expect(shelf.rows.size).toBe(0);
  });

  test('stays through sign-out, and goes out only for the one who wrote it', async () => {
    const [shelf, server] = [memoryShelf(), house()];
    const { queue, last } = outgoing(shelf, server.send);
    await queue.add(entry(1));
    queue.accountId = null;
    await queue.drain();
    await queue.look();
    expect(last()).toMatchObject({ count: 1, others: 0 });
    queue.accountId = 'brueck';
    await queue.drain();
    await queue.look();
    expect(last()).toMatchObject({ count: 0, others: 1 });
    expect(server.kept).toEqual([]);
    queue.accountId = 'weidner';
    await queue.drain();
    expect(server.kept).toEqual(['entry-1']);
  });

  test('stays when the session is over meanwhile', async () => {
    const [shelf, server] = [memoryShelf(), house()];
    const { queue } = outgoing(shelf, server.send);
    await queue.add(entry(1));
    server.inside = false;
    expect(await queue.drain()).toEqual(['stranger']);
    expect(shelf.rows.size).toBe(1);
  });

  test('is sent too when it comes while others are on their way', async () => {
    const [shelf, server] = [memoryShelf(), house()];
    const { queue } = outgoing(shelf, server.send);
    await queue.add(entry(1));
    const first = queue.drain();
    await queue.add(entry(2));
    await Promise.all([first, queue.drain()]);
    expect(server.kept).toEqual(['entry-1', 'entry-2']);
    expect(shelf.rows.size).toBe(0);
  });

  test('a full device says so at once, and keeps nothing halfway', async () => {
    const shelf = { ...memoryShelf(), put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) };
    const { queue } = outgoing(shelf, house().send);
    await expect(queue.add(entry(1))).rejects.toThrow('full');
    expect(await shelf.all()).toEqual([]);
  });

  test('whatever the network, the lock and the reloads do, each entry arrives exactly once and none is lost', async () => {
    const runs = 200 * DEPTH;
    let seed = 7;
    const chance = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let run = 0; run < runs; run += 1) {
      const [shelf, server] = [memoryShelf(), house()];
      let { queue } = outgoing(shelf, server.send);
      let written = 0;
      for (let step = 0; step < 25; step += 1) {
        const what = chance();
        if (what < 0.3) {
          written += 1;
          await queue.add(entry(written));
        } else if (what < 0.5) server.way = (['open', 'cut', 'answer-lost'] as const)[Math.floor(chance() * 3)] ?? 'open';
        else if (what < 0.6) queue.accountId = chance() < 0.5 ? null : 'weidner';
        else if (what < 0.7)
          ({ queue } = outgoing(shelf, server.send)); // the page was loaded again
        else void queue.drain();
      }
      server.way = 'open';
      queue.accountId = 'weidner';
      await queue.drain();
      await queue.drain();
      expect(shelf.rows.size).toBe(0);
      expect([...server.kept].toSorted()).toEqual(Array.from({ length: written }, (_, index) => `entry-${index + 1}`).toSorted());
    }
    console.log(`${runs} random days of entries without network, each arrived once`);
  });
});
