import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';

/** A page that remembers what went wrong on it. */
export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** Errors in the console, uncaught faults, and violations of the Content-Security-Policy, in order. Empty is right. */
  faults: string[];
}

/**
 * The Chromium for tests: the one named in CHROMIUM, else Debian's, else the one that npm brought (unpacked once per
 * user, about two seconds).
 */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM names ${named}, which does not exist`);
    return named;
  }
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  return await unpackChromium();
}

// The package unpacks into the temporary folder itself, closed to others and without waiting for a second unpacking: so
// we give it a folder of its own, and show the result only when it is whole.
async function unpackChromium(): Promise<string> {
  const { version } = createRequire(import.meta.url)('../node_modules/@sparticuz/chromium/package.json') as { version: string };
  const parent = join(tmpdir(), `geleit-chromium-${process.getuid?.() ?? homedir().replaceAll(/\W/g, '-')}`);
  const folder = join(parent, version);
  const program = join(folder, 'chromium');
  if (existsSync(program)) return program;
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(parent, 'new-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = draft;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(program)) throw error; // else another test was quicker
  }
  return program;
}

/** Starts a Chromium without a window. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: await findChromium(),
    headless: true,
    // Not the package's own list: it runs everything in one process and switches web security off.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * Opens a page in a context of its own (own cookies), in German.
 * @param look width and height in CSS pixels, colour scheme of the system
 */
export async function newPage(
  browser: Browser,
  look: { width?: number; height?: number; scheme?: 'light' | 'dark'; locale?: string } = {},
): Promise<WatchedPage> {
  const { width = 1280, height = 800, scheme = 'light', locale = 'de-DE' } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale,
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce', // pictures and axe must not catch an element half faded in
  });
  const faults: string[] = [];
  await context.exposeFunction('__geleitFault', (text: string) => {
    faults.push(text);
  });
  // As text: this file is checked with Node's types, which know no document.
  await context.addInitScript({
    content: `document.addEventListener('securitypolicyviolation', (event) =>
      __geleitFault('CSP ' + event.effectiveDirective + ': ' + (event.blockedURI || 'inline') + ' (' + event.sourceFile + ':' + event.lineNumber + ')'));`,
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    faults.push(`console: ${message.text()}${URL.canParse(url) ? ` (${new URL(url).pathname})` : ''}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  listen(page);
  return { page, context, faults };
}

/** What a page has asked for and not yet got, and when that last changed. */
const asked = new WeakMap<Page, { open: Set<Request>; changed: number }>();
/** So long without a question is quiet. */
const QUIET_MS = 150;

function listen(page: Page): void {
  const mine = { open: new Set<Request>(), changed: performance.now() };
  asked.set(page, mine);
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') mine.open.add(request); // the live line stays open
    mine.changed = performance.now();
  });
  const over = (request: Request) => {
    mine.open.delete(request);
    mine.changed = performance.now();
  };
  page.on('requestfinished', over);
  page.on('requestfailed', over);
}

/** Waits until a page of `newPage` has got everything that it asks for: what comes after the first look is there, however slow the machine. */
export async function quiet(page: Page, within = 15_000): Promise<void> {
  const from = performance.now();
  const mine = asked.get(page);
  if (!mine) throw new Error('a page of another kind');
  while (mine.open.size > 0 || performance.now() - Math.max(from, mine.changed) < QUIET_MS) {
    if (performance.now() - from > within) throw new Error(`still asking: ${[...mine.open].map((request) => request.url()).join(', ')}`);
    await new Promise((go) => setTimeout(go, 15));
  }
}
