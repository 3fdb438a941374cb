import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, newPage } from './browser.ts';

let browser: Browser;
const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', "default-src 'self'; img-src data:");
  const scripts = request.url === '/bad' ? '<script>document.title = "ran"</script>' : '';
  response.end(`<!doctype html><html lang="de"><link rel="icon" href="data:,"><title>Probe</title><h1>Grüß Gott</h1>${scripts}</html>`);
});

beforeAll(async () => {
  browser = await launchBrowser();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  await browser?.close();
  server.close();
});

const address = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

test('a clean page has no faults, in the size and colours asked for', async () => {
  const { page, context, faults } = await newPage(browser, { width: 390, height: 844, scheme: 'dark' });
  await page.goto(address('/'));
  expect(await page.getByRole('heading').textContent()).toBe('Grüß Gott');
  expect(await page.evaluate('[innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, navigator.language]')).toEqual([
    390,
    true,
    'de-DE',
  ]);
  expect(faults).toEqual([]);
  await context.close();
});

test('a forbidden script is noticed and does not run', async () => {
  const { page, context, faults } = await newPage(browser);
  await page.goto(address('/bad'));
  await expect.poll(() => faults.some((fault) => fault.startsWith('CSP script-src'))).toBe(true);
  expect(await page.title()).toBe('Probe');
  await context.close();
});

test('two people can use the browser at once, each signed in as herself', async () => {
  const [one, two] = [await newPage(browser), await newPage(browser)];
  await one.page.goto(address('/'));
  await two.page.goto(address('/'));
  await one.page.evaluate('document.cookie = "who=one"');
  expect(await two.page.evaluate('document.cookie')).toBe('');
  await one.context.close();
  await two.context.close();
});
