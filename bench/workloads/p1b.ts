import { findFit } from '#rooms/placement/contract.ts';
import { bestPlaces, loadMatchFloor } from '../floors/match.ts';
import { openNetwork } from '../lib/apps.ts';
import { cpuOf, residentMiB } from '../lib/cpu.ts';
import { drive, type Load } from '../lib/drive.ts';
import { openCaller } from '../lib/http.ts';
import { criteriaOf, loadOffers, loadPostalCodes } from '../lib/network.ts';
import type { Workload } from '../lib/workload.ts';
import { wishes } from '../lib/world.ts';
import { desk } from '../race/desk.ts';
import { openSessions } from '../race/stage.ts';

const CLIENTS = 8;

/** P1b: the same requests through HTTP, with session, permit and JSON, on one process. The floor has one connection for each client. */
export const p1b: Workload = {
  id: 'P1b',
  title: 'Passung über HTTP: angemeldet, mit Erlaubnis und JSON, ein Prozess',
  unit: 'ms',
  metric: 'perSecond',
  goals: [
    { text: 'mindestens 40 % der Untergrenze', reached: (_, ratio) => ratio >= 0.4 },
    { text: 'p99 höchstens 10 ms', reached: ({ p99 }) => p99 <= 10 },
  ],
  async setup(ctx) {
    const asked = wishes(ctx.size, ctx.requests, ctx.seed);
    const today = Temporal.Now.plainDateISO('Europe/Berlin');
    const bodies = asked.map((wish, number) => ({ criteria: criteriaOf(wish, number, today) }));

    const floorName = `bench_floor_match_http_${ctx.size.name}`;
    await ctx.server.create(floorName);
    await ctx.server.with(floorName, (client) => loadMatchFloor(client, ctx.size, ctx.seed));
    const floor = ctx.server.pool(floorName, CLIENTS);
    const lines = await Promise.all(Array.from({ length: CLIENTS }, () => floor.connect()));
    for (const line of lines) await line.query("set plan_cache_mode = 'force_generic_plan'");

    const database = `bench_match_http_${ctx.size.name}`;
    await ctx.server.create(database);
    const network = await openNetwork(ctx.server, database);
    const app = await network.start(); // brings the schema
    const sessions = await ctx.server.with(database, async (client) => {
      await loadOffers(client, ctx.size, ctx.seed);
      await loadPostalCodes(client, asked);
      return openSessions(client, CLIENTS);
    });
    const callers = sessions.map((session) => openCaller(app.origin, desk.headers(session)));
    const load = (): Load => ({ label: `${CLIENTS} clients`, clients: CLIENTS, operations: asked.length, cpu: cpuOf(ctx.server.pid()) });
    const shapes = new Set<string>();

    return {
      run: async () => [
        await drive(load(), async (index, client) => {
          const answer = await callers[client]?.ask({ method: findFit.method, path: findFit.path, body: bodies[index] });
          if (answer?.status !== 200) throw new Error(`status ${answer?.status}: ${JSON.stringify(answer?.body)}`);
          if (index % 50 === 0 && !findFit.answer.safeParse(answer.body).success)
            shapes.add(`request ${index}: the answer breaks its contract`);
        }),
      ],
      floor: async () => [
        await drive(load(), async (index, client) => {
          const line = lines[client];
          const wish = asked[index];
          if (line && wish) await bestPlaces(line, wish);
        }),
      ],
      check: async () => [...shapes], // which places are right is recounted in P1a, the same action
      facts: () => ({ 'Speicher des Prozesses danach, MiB': residentMiB(app.pid) ?? Number.NaN }),
      async close() {
        for (const caller of callers) caller.close();
        for (const line of lines) line.release();
        await app.stop();
        await network.close();
        await floor.end();
      },
    };
  },
};
