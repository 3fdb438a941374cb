import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Something on a page at which somebody without a mouse, with a reading voice or with weak eyes would stumble. */
export interface Violation {
  id: string;
  help: string;
  nodes: { html: string; target: string[] }[];
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The short build, brought to a page once: AxeBuilder sends the long one each time, and opens a further page for the result.
const source = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

const SETTLED = `(async () => {
  const runs = (one) => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime);
  for (let end = Date.now() + 2000; document.getAnimations().some(runs) && Date.now() < end; ) await new Promise((go) => setTimeout(go, 20));
  for (let frames = 0; frames < 2; frames += 1) await new Promise((go) => requestAnimationFrame(go));
})()`;

const LOOK = `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} }, resultTypes: ['violations'] }).then(
  ({ violations }) => violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, target }) => ({ html, target: target.map(String) })) })))`;

/** Everything that axe finds on a page as it stands, once its colours have settled. Our pages have no frames. */
export async function axe(page: Page): Promise<Violation[]> {
  await page.evaluate(SETTLED);
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(source);
  return await page.evaluate<Violation[]>(LOOK);
}
