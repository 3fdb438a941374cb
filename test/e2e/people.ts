import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { newPage, type WatchedPage } from '../browser.ts';
import type { Product } from './product.ts';

/** So long somebody waits for what must come: a machine that does other things, too, is slow. */
const PATIENCE_MS = 25_000;
export type Look = Parameters<typeof newPage>[1];

/** Everybody who was there, with what went wrong on their pages. */
const visits: (WatchedPage & { who: string; expected: RegExp[] })[] = [];

/** Somebody's own browser, not signed in. */
export async function visitor(browser: Browser, who = 'somebody', look: Look = {}): Promise<WatchedPage & { expected: RegExp[] }> {
  const watched = await newPage(browser, { width: 1366, height: 768, ...look });
  watched.page.setDefaultTimeout(PATIENCE_MS);
  const visit = { ...watched, who, expected: [] };
  visits.push(visit);
  return visit;
}

/** Somebody's own browser, signed in as the door of the demo does it. */
export async function enter(browser: Browser, product: Product, name: string, look: Look = {}) {
  const visit = await visitor(browser, name, look);
  const { accountId } = await product.person(name);
  const answer = await visit.context.request.post(`${product.address}/api/access/demo/sign-in`, {
    data: { accountId },
    headers: { 'X-Geleit': '1', 'Idempotency-Key': randomUUID(), Origin: product.address },
  });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  return visit;
}

/**
 * Two who help in one emergency write at the same time: the page reads what the other wrote, joins it and sends again; the browser notes the
 * first refusal all the same. Whether it comes about is chance.
 */
const JOINED = /412 \(Precondition Failed\) \(\/api\/crisis\/emergencies\/[\w-]+\/[\w-]+\)/;

/** Errors in the console, uncaught faults, violations of the policy, on all pages of the run so far. */
export function faults(): string[] {
  return visits.flatMap(({ who, faults: seen, expected }) =>
    seen.filter((fault) => ![JOINED, ...expected].some((known) => known.test(fault))).map((fault) => `${who}: ${fault}`),
  );
}

/** Closes every browser that is still open. */
export async function everybodyLeaves(): Promise<void> {
  await Promise.all(visits.map(({ context }) => context.close()));
}

export async function see(what: Locator, within = PATIENCE_MS): Promise<Locator> {
  await what.first().waitFor({ state: 'visible', timeout: within });
  return what.first();
}

export async function goneFrom(what: Locator, within = PATIENCE_MS): Promise<void> {
  await what.first().waitFor({ state: 'hidden', timeout: within });
}

/** Waits until a condition holds; the message says what was hoped for. */
export async function until(hope: string, look: () => Promise<boolean>, within = PATIENCE_MS): Promise<void> {
  for (const end = Date.now() + within; Date.now() < end; ) {
    if (await look()) return;
    await new Promise((go) => setTimeout(go, 25));
  }
  throw new Error(`not within ${within} ms: ${hope}`);
}

/** The field that has the cursor: its accessible name. */
export const cursor = (page: Page) =>
  page.evaluate<string>(
    `(() => { const at = document.activeElement; return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent ?? ''; })()`,
  );

/** Those of the demo who see people, by the names under which the door finds them; what one of them does not have, another has. */
export const THERAPISTS = [
  'Brandt',
  'Aydın',
  'Kamiński',
  'Lehmann',
  'Seidel',
  'Koch',
  'Farahani',
  'Haddad',
  'Nowicka',
  'Becker',
  'Rossi',
  'Mensah',
] as const;

/** The first appointment in the calendar with somebody whom the therapist still sees. */
export async function openAppointment(page: Page): Promise<boolean> {
  await see(page.getByRole('table', { name: 'Termine der Woche' }));
  const items = page.locator('.ev.run > button:first-child, .ev.new > button:first-child');
  for (let index = 0; index < (await items.count()); index += 1) {
    await items.nth(index).click();
    const panel = page.getByRole('dialog');
    await see(panel);
    if (await panel.getByRole('button', { name: 'Serie anlegen' }).isVisible()) return true;
    await page.keyboard.press('Escape');
  }
  return false;
}

/** A day as people type it. */
export function inDays(days: number): string {
  const { day, month, year } = Temporal.Now.plainDateISO('Europe/Berlin').add({ days });
  return `${day}.${month}.${year}`;
}

export interface Stage {
  product: Product;
  browser: Browser;
}
