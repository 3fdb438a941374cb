import { servePage } from '../floors/page.ts';
import { openNetwork } from '../lib/apps.ts';
import { type ColdLoad, coldLoad, openBrowser, type Profile } from '../lib/browser.ts';
import type { Sample } from '../lib/drive.ts';
import { median } from '../lib/figures.ts';
import { loadOffers } from '../lib/network.ts';
import { SIZES } from '../lib/sizes.ts';
import type { Workload } from '../lib/workload.ts';
import { openSessions } from '../race/stage.ts';

const PROFILES: Profile[] = ['fast', 'slow'];
const FIELD = '#q'; // the floor's; the desk has no list of 500 rows to search yet

/** P5: the first view of somebody at the desk, which no cache knows yet, up to its first paint. */
export const p5: Workload = {
  id: 'P5',
  title: 'Seite: erster Aufruf der Arbeitsplätze bis zum ersten Bild',
  unit: 'ms',
  metric: 'p50',
  goals: [
    { label: 'fast', text: 'erstes Bild in höchstens 300 ms', reached: ({ p50 }) => p50 <= 300 },
    { label: 'slow', text: 'erstes Bild in höchstens 700 ms', reached: ({ p50 }) => p50 <= 700 },
  ],
  async setup(ctx) {
    const page = await servePage();
    const database = 'bench_page';
    await ctx.server.create(database);
    const network = await openNetwork(ctx.server, database);
    const app = await network.start();
    const [session = ''] = await ctx.server.with(database, async (client) => {
      await loadOffers(client, SIZES.small, ctx.seed);
      return openSessions(client, 1);
    });
    const cookie = { name: 'geleit', value: session };
    const browser = await openBrowser();
    const keys: number[] = [];
    const seen: ColdLoad[] = [];
    await coldLoad(browser, page.url, 'fast', FIELD); // the browser's own first page is not counted
    return {
      run: () =>
        inTurn(PROFILES, async (profile) => {
          const load = await coldLoad(browser, `${app.origin}/`, profile, FIELD, cookie);
          if (profile === 'slow') seen.push(load);
          return asSample(profile, load);
        }),
      floor: () =>
        inTurn(PROFILES, async (profile) => {
          const load = await coldLoad(browser, page.url, profile, FIELD);
          if (profile === 'slow' && load.keyToPaint !== null) keys.push(load.keyToPaint);
          return asSample(profile, load);
        }),
      check: async () => [
        ...(keys.length === 0 ? ['the page of the floor has no search field'] : []),
        ...(seen.some(({ scriptBytes }) => scriptBytes === 0) ? ['the product sent a page without its app: is the web app built?'] : []),
      ],
      facts: () => ({
        'Skript über die Leitung, kB (Ziel höchstens 200)': median(seen.map(({ scriptBytes }) => scriptBytes / 1000)),
        'Stil über die Leitung, kB': median(seen.map(({ styleBytes }) => styleBytes / 1000)),
        Anfragen: median(seen.map(({ requests }) => requests)),
        'Blockiert auf langsamem Gerät, ms (Ziel höchstens 100)': median(seen.map(({ totalBlocking }) => totalBlocking)),
        'Untergrenze: Taste bis Bild bei 500 Zeilen, langsam, ms': median(keys),
      }),
      async close() {
        await browser.close();
        await page.close();
        await app.stop();
        await network.close();
      },
    };
  },
};

function asSample(label: string, seen: ColdLoad): Sample {
  return { label, latencies: [seen.firstPaint], perSecond: 1000 / seen.firstPaint, serverCpuMs: null, errors: 0 };
}

async function inTurn<In, Out>(list: readonly In[], each: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const item of list) results.push(await each(item));
  return results;
}
