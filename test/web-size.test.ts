import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

/** What the desk loads before the first call can be taken, script only, gzip -9. */
const BUDGET_KB = 200;
const dist = new URL('../dist/web/', import.meta.url);
const routes = new URL('../src/web/routes.ts', import.meta.url);

interface Chunk {
  file: string;
  imports?: string[];
}

/** The module behind /telefon, as the map of routes names it. */
function telefonModule(): string {
  const map = readFileSync(routes, 'utf8');
  const load = /path: '\/telefon(?:\/[^']*)?',[^}]*?load: ([^}]+?),? \}/.exec(map)?.[1] ?? '';
  const named = load === '' || load.includes('import(') ? load : (new RegExp(`const ${load} = ([^;]+);`).exec(map)?.[1] ?? '');
  return /import\('\.\/([^']+)'\)/.exec(named)?.[1] ?? '';
}

test.skipIf(!existsSync(dist))(`The desk's first view needs at most ${BUDGET_KB} kB of script`, () => {
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<string, Chunk>;
  const words = Object.keys(manifest).filter((key) => /^words\/de\/(shell|problems|codes|access|placement|telefon)\.ts$/.test(key));
  const wanted = ['index.html', 'start.tsx', telefonModule(), ...words];
  const seen = new Set<string>();
  while (wanted.length > 0) {
    const key = wanted.pop() ?? '';
    const chunk = manifest[key];
    if (seen.has(key)) continue;
    expect(chunk, `${key} is in the build`).toBeDefined();
    seen.add(key);
    wanted.push(...(chunk?.imports ?? []));
  }
  const files = new Set([...seen].map((key) => manifest[key]?.file ?? '').filter((file) => file.endsWith('.js')));
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
  console.log(`first view of the desk: ${(bytes / 1000).toFixed(1)} kB of script in ${files.size} files (budget ${BUDGET_KB})`);
  expect(files.size).toBeGreaterThan(3);
  expect(bytes / 1000).toBeLessThanOrEqual(BUDGET_KB);
});
