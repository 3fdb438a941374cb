import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

const PLACE = '__OFFLINE_SHELL__';

/** What of the app is loaded later than the page of home visits itself, and is needed there without network too. */
const LATER =
  /\/src\/web\/(start\.tsx|rooms\/visit\/.*|rooms\/crisis\/sheet\.tsx|words\/(de|en)\/(shell|problems|codes|access|crisis|visit)\.ts)$|temporal-polyfill/;
/** The letters of German and of most names here. */
const LETTERS = /-latin-.*\.woff2$/;

/** Tells the service worker of home visits (offline.ts) which files of this build it keeps. */
export function offlineShell(): Plugin {
  return {
    name: 'geleit-offline-shell',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['offline.js'];
        if (worker?.type !== 'chunk') throw new Error('the worker of home visits was not built');
        if (!worker.code.includes(PLACE)) throw new Error('the worker of home visits has no place for its files');
        const files = filesOf(bundle);
        const version = createHash('sha256').update(files.join(' ')).digest('hex').slice(0, 12);
        worker.code = worker.code.replace(PLACE, JSON.stringify({ version, files }));
      },
    },
  };
}

function filesOf(bundle: Rolldown.OutputBundle): string[] {
  const files = new Set<string>();
  const take = (name: string): void => {
    const found = bundle[name];
    if (files.has(name) || found === undefined) return;
    files.add(name);
    if (found.type !== 'chunk') return;
    for (const next of found.imports) take(next);
    for (const style of found.viteMetadata?.importedCss ?? []) take(style);
    for (const asset of found.viteMetadata?.importedAssets ?? []) take(asset);
    for (const next of found.dynamicImports) if (isNeededLater(bundle[next])) take(next);
  };
  const start = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'index' && file.isEntry);
  if (!start) throw new Error('the app has no entry');
  take(start.fileName);
  for (const name of Object.keys(bundle)) if (LETTERS.test(name)) take(name);
  return [...files, 'mark.svg'].map((name) => `/${name}`).toSorted();
}

const isNeededLater = (file: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): boolean =>
  file?.type === 'chunk' && (LATER.test(file.facadeModuleId ?? '') || file.moduleIds.some((id) => LATER.test(id)));
