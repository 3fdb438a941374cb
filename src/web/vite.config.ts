import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { leanContracts } from './lean-contracts.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [react(), leanContracts()],
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
  },
  server: { port: 5173, proxy: { '/api': 'http://localhost:3000' } },
});
