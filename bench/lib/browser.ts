import { access } from 'node:fs/promises';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

/** One cold load of a page. Times in ms from the navigation, sizes in bytes on the wire. */
export interface ColdLoad {
  firstPaint: number;
  totalBlocking: number;
  scriptMs: number;
  scriptBytes: number;
  styleBytes: number;
  requests: number;
  /** From a keystroke in the search field to the next frame, the median of nine; null where the page has no such field. */
  keyToPaint: number | null;
}

/** A slow phone on a slow line (1.6 Mbit/s, 150 ms, a quarter of this processor), or this machine as it is. */
export type Profile = 'slow' | 'fast';

const QUIET_MS = 500; // the live connection never ends, so the first view is complete when nothing has arrived for so long
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

/** CHROMIUM, the system's Chromium, or the one that npm brought. */
export async function openBrowser(): Promise<Browser> {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium'].filter((path) => path !== undefined);
  for (const path of candidates) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return await chromium.launch({ executablePath: path, args: FLAGS });
  }
  return await chromium.launch({ executablePath: await sparticuz.executablePath(), args: FLAGS });
}

/** Loads a page with nothing in any cache. `field` names the search field by its CSS selector; `cookie` is sent along. */
export async function coldLoad(
  browser: Browser,
  url: string,
  profile: Profile,
  field: string,
  cookie?: { name: string; value: string },
): Promise<ColdLoad> {
  const context = await browser.newContext();
  try {
    if (cookie) await context.addCookies([{ ...cookie, url, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Performance.enable');
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    if (profile === 'slow') {
      const line = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
      await devtools.send('Network.emulateNetworkConditions', line);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    }
    const kinds = new Map<string, string>();
    const bytes: Record<string, number> = {};
    let lastArrival = performance.now();
    devtools.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId) ?? 'Other';
      bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
      lastArrival = performance.now();
    });
    await page.addInitScript({ content: COUNT_BLOCKING });
    await page.goto(url, { waitUntil: 'load', timeout: 60_000 });
    // An app paints after its scripts have come, often after the load event; then more may still be on its way.
    const firstPaint = await paintedWithin(page, 15_000);
    for (let quiet = 0; quiet < QUIET_MS; quiet = performance.now() - lastArrival) await page.waitForTimeout(50);
    const totalBlocking = await page.evaluate<number>('globalThis.blockedMs');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const scriptSeconds = metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
    return {
      firstPaint,
      totalBlocking,
      scriptMs: scriptSeconds * 1000,
      scriptBytes: bytes.Script ?? 0,
      styleBytes: bytes.Stylesheet ?? 0,
      requests: kinds.size,
      keyToPaint: (await page.$(field)) ? await page.evaluate<number>(`(${TYPE_AND_PAINT})(${JSON.stringify(field)})`) : null,
    };
  } finally {
    await context.close();
  }
}

/** Asks again and again, because the page's own policy forbids what would wait inside it. */
async function paintedWithin(page: Page, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const at = await page.evaluate<number | null>(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null`);
    if (at !== null) return at;
    await page.waitForTimeout(50);
  }
  throw new Error(`nothing was painted within ${milliseconds} ms: ${page.url()}`);
}

// What runs inside the page is text, because its words (document, frames) are not those of this program.
const COUNT_BLOCKING = `
  globalThis.blockedMs = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.blockedMs += Math.max(0, entry.duration - 50);
  }).observe({ type: 'longtask', buffered: true });`;

// Sets the field as a keystroke would and waits for the frame that follows, nine times.
const TYPE_AND_PAINT = `async (selector) => {
  const field = document.querySelector(selector);
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const times = [];
  for (let key = 0; key < 9; key += 1) {
    const start = performance.now();
    set.call(field, String(key));
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[4];
}`;
