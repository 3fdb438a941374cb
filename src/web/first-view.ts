import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** Below this size a packed file saves nothing worth a file of its own; bytes. */
const WORTH_PACKING = 1024;

/**
 * Names the app in the page itself, so that it is fetched beside the little script that starts it; and packs every file once as small
 * as it gets (the server sends `.br` or `.gz` where it finds them).
 */
export function firstView(): Plugin {
  return {
    name: 'geleit-first-view',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }): HtmlTagDescriptor[] {
        const app = Object.values(bundle).find((file): file is Rolldown.OutputChunk => file.type === 'chunk' && file.name === 'app');
        if (!app) throw new Error('the app has no chunk named app');
        return [app.fileName].map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head',
        }));
      },
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          if (!/\.(js|css|svg)$/.test(name)) continue;
          const plain = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          if (plain.length < WORTH_PACKING) continue;
          this.emitFile({ type: 'asset', fileName: `${name}.br`, source: brotliCompressSync(plain) });
          this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gzipSync(plain, { level: 9 }) });
        }
      },
    },
  };
}
