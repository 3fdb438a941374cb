import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'STYLE.md',
  ...globSync(['docs/**/*.md', 'data/*.md', 'bench/*.md', 'src/**/*.md'], { cwd: root }),
];
const LINK = /\]\(([^)\s]+)\)/g;

/** A heading as the sites that show these pages make an address of it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
const anchorsOf = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading.replaceAll('`', '')));

function deadLinks(page: string): string[] {
  const dead: string[] = [];
  for (const [, target = ''] of readFileSync(join(root, page), 'utf8').matchAll(LINK)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path = '', anchor] = target.split('#');
    const file = path ? join(root, dirname(page), decodeURIComponent(path)) : join(root, page);
    if (!existsSync(file)) dead.push(`${page}: ${target}`);
    else if (anchor && file.endsWith('.md') && !anchorsOf(file).includes(decodeURIComponent(anchor)))
      dead.push(`${page}: ${target} (no such heading)`);
  }
  return dead;
}

test('Every link between pages of the house leads to a page, a picture or a heading that is there', () => {
  expect(PAGES.flatMap(deadLinks)).toEqual([]);
});

test('Every page of the handbook is named by the README or by another page', () => {
  const all = PAGES.map((page) => [page, readFileSync(join(root, page), 'utf8')] as const);
  const named = (page: string) =>
    all.some(
      ([other, text]) =>
        other !== page && [...text.matchAll(LINK)].some(([, target = '']) => join(dirname(other), target.split('#')[0] ?? '') === page),
    );
  const handbook = PAGES.map((page) => relative('.', page)).filter((page) => page.startsWith('docs/handbuch/'));
  expect(handbook.filter((page) => !named(page))).toEqual([]);
});
