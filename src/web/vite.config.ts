import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstView } from './first-view.ts';
import { leanContracts } from './lean-contracts.ts';
import { offlineShell } from './offline-shell.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react(), leanContracts(), offlineShell(), firstView()],
  resolve: { alias: [{ find: /^#(kernel|rooms|platform)\//, replacement: `${here('..')}/$1/` }] },
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // Nothing becomes a data: address, so that `font-src 'self'` and `img-src 'self'` stay whole.
    assetsInlineLimit: 0,
    // The polyfill would be an inline-like helper for browsers that are older than our target.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Rules, contracts and the kernel only say things: what nobody uses of them is left out whole.
      treeshake: { moduleSideEffects: [{ test: /\/src\/(kernel\/|rooms\/\w+\/(rules|contract|events|problems))/, sideEffects: false }] },
      // Each service worker has an address of its own, so that a browser finds its next version there.
      input: { index: here('index.html'), alarm: here('alarm.ts'), offline: here('offline.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'alarm' || name === 'offline' ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          // Few files: each one costs a request, and a kilobyte of headers. What starts the app is one, what every page shows another.
          groups: [
            {
              name: 'boot',
              priority: 2,
              test: /\/src\/web\/(early|look|pages|words\/(book|device|shell|problems|placement|codes|access))\.ts$|preload-helper/,
            },
            {
              name: 'app',
              priority: 1,
              test: /\/src\/web\/(start\.tsx|ui\/index\.ts|words\/(shell|problems|codes|access|placement|language|format|book|plural)\.tsx?|(live|drafts|submit)\.ts)$|\/rooms\/(access|placement|crisis)\/contract(?!\/(script|waiting|exports|accounts|invitations|log|own-search))/,
            },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': 'http://localhost:3000' } },
});
