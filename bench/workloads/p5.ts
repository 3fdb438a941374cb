import { servePage } from '../floors/page.ts';
import { type ColdLoad, coldLoad, openBrowser, type Profile } from '../lib/browser.ts';
import type { Sample } from '../lib/drive.ts';
import { median } from '../lib/figures.ts';
import type { Workload } from '../lib/workload.ts';

const PROFILES: Profile[] = ['fast', 'slow'];

/** P5: a page that no cache knows yet, up to its first paint; then a keystroke in its search field. */
export const p5: Workload = {
  id: 'P5',
  title: 'Seite: erster Aufruf bis zum ersten Bild',
  unit: 'ms',
  metric: 'p50',
  goals: [],
  async setup() {
    const page = await servePage();
    const browser = await openBrowser();
    const keys: number[] = [];
    const load = async (url: string, profile: Profile): Promise<Sample> => {
      const seen = await coldLoad(browser, url, profile, '#q');
      if (profile === 'slow' && seen.keyToPaint !== null) keys.push(seen.keyToPaint);
      return asSample(profile, seen);
    };
    await coldLoad(browser, page.url, 'fast', '#q'); // the browser's own first page is not counted
    return {
      floor: () => inTurn(PROFILES, (profile) => load(page.url, profile)),
      check: async () => (keys.length === 0 ? ['the page of the floor has no search field'] : []),
      facts: () => ({ 'Untergrenze: Taste bis Bild bei 500 Zeilen, langsam, ms': median(keys) }),
      async close() {
        await browser.close();
        await page.close();
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
