import type pg from 'pg';
import { bookOffer } from '#rooms/placement/actions/book.ts';
import { forgetKept } from '#rooms/placement/actions/fit.ts';
import { holdOffer } from '#rooms/placement/actions/hold.ts';
import { bookAll, bookingMisses, freeAll, loadBookingFloor } from '../floors/holdbook.ts';
import { cpuOf } from '../lib/cpu.ts';
import { drive, type Sample } from '../lib/drive.ts';
import { type Bookable, bookables, loadOffers } from '../lib/network.ts';
import { openProduct } from '../lib/product.ts';
import type { Workload } from '../lib/workload.ts';
import { openRequests } from '../race/stage.ts';

const CLIENTS = [1, 8, 32, 64];
const FLOOR_SLOTS = 40_000; // more than the floor books in one run, so that every booking has its own slot
const CONNECTIONS = 16; // of the product; its callers wait for one, as they do behind its door
const DESKS = 8;
const MOST = 1_000; // bookings in one run of the product

/** P2a: hold and book, every time another place and slot, with everything that belongs to it. */
export const p2a: Workload = {
  id: 'P2a',
  title: 'Buchung im Prozess: vormerken und buchen, jede mit eigenem Platz und Termin',
  unit: 'ms',
  metric: 'perSecond',
  goals: [
    { text: 'mindestens 40 % der Untergrenze', reached: (_, ratio) => ratio >= 0.4 },
    { label: '64 clients', text: 'p99 höchstens 60 ms', reached: ({ p99 }) => p99 <= 60 },
  ],
  async setup(ctx) {
    const name = 'bench_floor_book';
    await ctx.server.create(name);
    await ctx.server.with(name, (client) => loadBookingFloor(client, FLOOR_SLOTS));
    const floor = ctx.server.pool(name, Math.max(...CLIENTS));

    const database = `bench_book_${ctx.size.name}`;
    let offers: Bookable[] = [];
    let requests: string[] = [];
    const product = await openProduct(ctx.server, {
      database,
      connections: CONNECTIONS,
      desks: DESKS,
      async load(client) {
        await loadOffers(client, ctx.size, ctx.seed);
        offers = (await bookables(client, ctx.size, ctx.seed)).slice(0, MOST);
        requests = await openRequests(
          client,
          offers.map(({ criteria }) => criteria),
        );
        await client.query('analyze');
      },
    });
    forgetKept();
    const misses = new Set<string>();
    const cpu = () => cpuOf(ctx.server.pid());

    const holdAndBook = async (index: number): Promise<void> => {
      const offer = offers[index];
      const request = requests[index];
      if (!offer || !request) throw new RangeError(`no offer ${index}`);
      const { placeId, slotId } = offer;
      await product.atDesk(index, 'placement.desk', (call, permit) => holdOffer(call, permit, request, { placeId, slotId }));
      await product.atDesk(index, 'placement.desk', (call, permit) => bookOffer(call, permit, request, WISH));
    };

    return {
      async run() {
        const samples: Sample[] = [];
        for (const clients of CLIENTS) {
          await ctx.server.with(database, undo);
          samples.push(await drive({ label: `${clients} clients`, clients, operations: offers.length, cpu: cpu() }, holdAndBook));
          for (const miss of await ctx.server.with(database, (client) => productMisses(client, offers.length))) misses.add(miss);
        }
        return samples;
      },
      async floor(round) {
        const samples: Sample[] = [];
        for (const clients of CLIENTS) {
          await freeAll(floor);
          samples.push(await bookAll(floor, { clients, slots: FLOOR_SLOTS, seconds: ctx.seconds, seed: ctx.seed + round, cpu: cpu() }));
          for (const miss of await bookingMisses(floor)) misses.add(miss);
        }
        return samples;
      },
      check: async () => [...misses],
      facts: () => ({ 'Buchungen je Lauf des Produkts': offers.length }),
      async close() {
        await product.close();
        await floor.end();
      },
    };
  },
};

const WISH = {
  acknowledgement: { response: 'accepted', policyVersion: 0, language: 'de', interpreter: false },
  channel: 'email',
  contractParty: 'self',
} as const;

/** Takes back what the last run booked, as the superuser, between runs and not counted. The event log stays, as it must. */
async function undo(client: pg.Client): Promise<void> {
  for (const table of [
    'placement.acknowledgement',
    'messages.message',
    'tasks.task',
    'placement.allocation',
    'placement.fit_snapshot',
    'scheduling.appointment',
  ]) {
    await client.query(`delete from ${table}`);
  }
  await client.query(`delete from access.care_relation where kind <> 'desk'`);
  await client.query(
    `update scheduling.slot set state = 'free', held_by = null, held_for = null, held_until = null, held_extended = false where state in ('held', 'booked')`,
  );
  await client.query(
    `update directory.place set state = 'open', held_by = null, held_for = null, held_until = null, request_id = null where state in ('held', 'reserved')`,
  );
  await client.query(`update placement.request set state = 'triaged', placed_at = null, snapshot_id = null where state <> 'triaged'`);
  await client.query('vacuum analyze');
}

/** Every booking has its appointment, its place, its message and its event; nothing is there twice. */
async function productMisses(client: pg.Client, expected: number): Promise<string[]> {
  const { rows } = await client.query<Record<string, number>>(
    `select (select count(distinct slot_id) from scheduling.appointment where state = 'booked')::int appointments,
            (select count(distinct place_id) from placement.allocation where ended_at is null)::int allocations,
            (select count(*) from messages.message)::int messages,
            (select count(*) from scheduling.appointment a where exists (
              select from platform.event e where e.object_id = a.id and e.action = 'scheduling.appointment.booked'))::int events`,
  );
  return Object.entries(rows[0] ?? { rows: 0 })
    .filter(([, count]) => count !== expected)
    .map(([what, count]) => `${count} ${what} after ${expected} bookings`);
}
