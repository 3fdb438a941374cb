import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DESK_BOOKS } from './desk-books.ts';

/** What the desk loads for its first view, script only, gzip -9. */
const BUDGET_KB = 200;
const dist = new URL('../dist/web/', import.meta.url);

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

/** The module of the page whose address begins so: the first one that the map of pages loads after naming the address. */
function moduleOf(path: string): string {
  const map = readFileSync(new URL('../src/web/pages.ts', import.meta.url), 'utf8');
  const [, after = ''] = map.split(new RegExp(`['"]/${path}\\b`));
  return /import\(['"]\.\/([^'"]+)['"]\)/.exec(after)?.[1] ?? `the page ${path}`;
}

describe.skipIf(!existsSync(dist))('The built web app', () => {
  test(`The desk's first view needs at most ${BUDGET_KB} kB of script, with all its columns and its German words`, () => {
    const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<string, Chunk>;
    const chunk = (key: string): Chunk => {
      const found = manifest[key];
      if (!found) throw new Error(`${key} is not in the build: ${Object.keys(manifest).join(', ')}`);
      return found;
    };
    const desk = moduleOf('telefon');
    const seen = new Set<string>();
    const take = (key: string) => {
      if (seen.has(key)) return;
      seen.add(key);
      const { imports = [], dynamicImports = [] } = chunk(key);
      for (const next of imports) take(next);
      // The columns of the desk come by themselves; another page only when somebody goes there.
      if (key.startsWith('rooms/placement/')) for (const next of dynamicImports) take(next);
    };
    for (const key of ['index.html', 'start.tsx', desk]) take(key);
    for (const book of DESK_BOOKS) take(`words/de/${book}.ts`);
    const files = new Set([...seen].map((key) => chunk(key).file).filter((file) => file.endsWith('.js')));
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
    console.log(`first view of the desk: ${(bytes / 1000).toFixed(1)} kB of script in ${files.size} files (budget ${BUDGET_KB})`);
    expect(files.size).toBeGreaterThan(5);
    expect(bytes / 1000).toBeLessThanOrEqual(BUDGET_KB);
  });

  test('No schema of the server came along', () => {
    const scripts = readdirSync(new URL('assets/', dist)).filter((file) => file.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(20);
    for (const file of scripts) expect(readFileSync(new URL(`assets/${file}`, dist), 'utf8'), file).not.toMatch(/ZodError|_zod\b/);
  });
});
