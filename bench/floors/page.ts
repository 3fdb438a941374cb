import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { PROCEDURES } from '#kernel/codes.ts';
import { SIZES } from '../lib/sizes.ts';
import { type Place, places } from '../lib/world.ts';

const ROWS = 500;

/**
 * The floor of a page (P5): one HTML file with its rows already in it, a dozen lines of script that filter them, nothing to
 * fetch besides. A browser cannot show this job with less.
 */
export async function servePage(): Promise<{ url: string; close(): Promise<void> }> {
  const body = gzipSync(html(), { level: 9 });
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip', 'content-length': body.length });
    answer.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function html(): string {
  const rows = [...firstPlaces(ROWS)].map(
    ({ id, procedure, therapist, waitDays }) =>
      `<tr><td>Platz ${id}<td>${PROCEDURES[procedure]}<td>${therapist.ageMin} bis ${therapist.ageMax}<td>in ${waitDays} Tagen`,
  );
  return `<!doctype html><html lang="de"><meta charset="utf-8"><title>Freie Plätze</title>
<style>body{font:16px/1.5 system-ui;margin:2rem}td{padding:.25rem 1rem .25rem 0}</style>
<h1>Freie Plätze</h1><label>Suchen <input id="q" type="search"></label><table><tbody>${rows.join('\n')}</table>
<script>const rows=[...document.querySelectorAll('tr')];document.getElementById('q').addEventListener('input',e=>{for(const r of rows)r.hidden=!r.textContent.includes(e.target.value)})</script></html>`;
}

function* firstPlaces(count: number): Generator<Place> {
  let left = count;
  for (const place of places(SIZES.small)) {
    if (left === 0) return;
    left -= 1;
    yield place;
  }
}
