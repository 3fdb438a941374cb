import { fileURLToPath } from 'node:url';
import { launchBrowser } from './browser.ts';
import { Product } from './e2e/product.ts';
import { Album, type Studio } from './pictures/album.ts';
import { cases } from './pictures/cases.ts';
import { emergency } from './pictures/crisis.ts';
import { calls, outside } from './pictures/desk.ts';
import { frontDoor } from './pictures/front-door.ts';
import { calendars, evidence, requests } from './pictures/lists.ts';
import { administration, figures, post } from './pictures/office.ts';
import { soziotherapie } from './pictures/soziotherapie.ts';

const MOST_MB = 10;
const handbook = (name: string) => fileURLToPath(new URL(`../docs/handbuch/${name}`, import.meta.url));

const SCENES = { outside, figures, calls, emergency, requests, evidence, calendars, frontDoor, post, administration, soziotherapie, cases };

/**
 * Takes every picture of the handbook anew, from a demo of its own with its two years of history; or only the scenes that are named
 * (`npm run screenshots -- soziotherapie`): a chapter that has a title of its own is then replaced, the others stay as they are.
 */
process.env.GELEIT_DEMO_DAYS ??= '730';
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SCENES));
if (unknown.length > 0) throw new Error(`no such scene: ${unknown.join(', ')}; there are ${Object.keys(SCENES).join(', ')}`);
const scenes = Object.entries(SCENES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const album = new Album(handbook('bilder'), wanted.length === 0);
const product = await Product.start();
const browser = await launchBrowser();
const studio: Studio = { product, browser, album };
try {
  for (const [, scene] of scenes) await scene(studio);
} finally {
  await browser.close();
  await product.close();
}
const { count, bytes } = album.writeBook(handbook('bilder.md'));
process.stdout.write(`${count} Bilder, ${(bytes / 1e6).toFixed(1)} MB, in docs/handbuch/bilder\n`);
if (bytes > MOST_MB * 1e6) throw new Error(`the pictures are larger than ${MOST_MB} MB together`);
