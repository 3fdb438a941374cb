import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Product } from '../e2e/product.ts';
import { lighter } from './png.ts';

export const WIDE = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

/** What every scene needs: the running product, a browser, and where its pictures go. */
export interface Studio {
  product: Product;
  browser: Browser;
  album: Album;
}

/** The pictures of the handbook with their captions, in the order in which they were taken. */
export class Album {
  readonly #folder: string;
  readonly #chapters: { title: string; pictures: [name: string, caption: string][] }[] = [];

  readonly #whole: boolean;

  /** `whole`: every picture is taken anew. Otherwise what is there stays, and only the chapters that are taken change. */
  constructor(folder: string, whole = true) {
    this.#folder = folder;
    this.#whole = whole;
    if (whole) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  chapter(title: string): void {
    this.#chapters.push({ title, pictures: [] });
  }

  async take(page: Page, name: string, caption: string): Promise<void> {
    await page.waitForTimeout(500); // what fades in has faded in, what comes after the first look is there
    writeFileSync(join(this.#folder, `${name}.png`), lighter(await page.screenshot({ caret: 'initial' })));
    this.#chapters.at(-1)?.pictures.push([name, caption]);
  }

  /** The same page on a phone, with what matters in the middle. */
  async onPhone(page: Page, name: string, caption: string, to?: Locator): Promise<void> {
    await page.setViewportSize(PHONE);
    if (to) await bring(to, 'center');
    await this.take(page, `${name}-handy`, `${caption} Auf dem Handy.`);
    await page.setViewportSize(WIDE);
  }

  async inTheDark(page: Page, name: string, caption: string): Promise<void> {
    await page.emulateMedia({ colorScheme: 'dark' });
    await this.take(page, `${name}-dunkel`, `${caption} Dunkle Darstellung.`);
    await page.emulateMedia({ colorScheme: 'light' });
  }

  /** A page as long as it is. */
  async whole(page: Page, name: string, caption: string, height: number): Promise<void> {
    await page.setViewportSize({ width: WIDE.width, height });
    await page.evaluate(`for (const one of [document.scrollingElement, ...document.querySelectorAll('main')]) one.scrollTo(0, 0)`);
    await this.take(page, name, caption);
    await page.setViewportSize(WIDE);
  }

  /** Writes the book of pictures; answers how many there are and their bytes together. */
  writeBook(path: string): { count: number; bytes: number } {
    const chapters = this.#chapters.map(
      ({ title, pictures }) =>
        `## ${title}\n\n${pictures.map(([name, caption]) => `${caption}\n\n![${caption}](bilder/${name}.png)\n`).join('\n')}`,
    );
    const kept = this.#whole ? [] : chaptersOf(readFileSync(path, 'utf8'));
    const named = (chapter: string) => chapter.slice(0, chapter.indexOf('\n'));
    for (const chapter of chapters) {
      const at = kept.findIndex((one) => named(one) === named(chapter));
      if (at < 0) kept.push(chapter);
      else kept[at] = chapter;
    }
    const lead = 'Alle Personen sind erfunden. `npm run screenshots` nimmt diese Bilder neu auf.';
    writeFileSync(path, `# Bilder\n\n${lead}\n\n${kept.join('\n')}`);
    const files = readdirSync(this.#folder);
    return { count: files.length, bytes: files.reduce((sum, file) => sum + statSync(join(this.#folder, file)).size, 0) };
  }
}

/** The chapters of a book as it was written before. */
const chaptersOf = (book: string): string[] =>
  book
    .split(/^(?=## )/m)
    .slice(1)
    .map((one) => `${one.trimEnd()}\n`);

/** Scrolls so that something stands at the top or in the middle. */
export async function bring(what: Locator, block: 'start' | 'center'): Promise<void> {
  await what.first().evaluate((shown: { scrollIntoView(how: { block: string }): void }, at) => shown.scrollIntoView({ block: at }), block);
}
