import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe as look } from '../axe.ts';
import { quiet } from '../browser.ts';
import { enter, type Stage, see, visitor } from './people.ts';

/** Who looks at what, and what must stand there before it is looked at. `phone`: on the narrow screens too. */
const SCREENS: { who: string | null; path: string; sign: RegExp; phone?: true }[] = [
  { who: null, path: '/', sign: /Ein Anruf, ein Platz/, phone: true },
  { who: null, path: '/anmelden', sign: /Anmelden bei/, phone: true },
  { who: null, path: '/einladung#x', sign: /Der Link ist unvollständig/ },
  { who: 'Jana', path: '/telefon', sign: /Plätze passen/, phone: true },
  { who: 'Jana', path: '/anfragen', sign: /\d+ Zeilen?/, phone: true },
  { who: 'Brandt', path: '/angebot', sign: /Meine Plätze/, phone: true },
  { who: 'Brandt', path: '/kalender', sign: /Woche \d+/, phone: true },
  { who: 'Marit', path: '/netzwerk', sign: /Brandt/, phone: true },
  { who: 'Marit', path: '/aufgaben', sign: /überfällig|heute|später/, phone: true },
  { who: 'Marit', path: '/auswertung', sign: /Alle Kennzahlen/, phone: true },
  { who: 'Marit', path: '/auswertung/vorgaenge', sign: /Vergebene Plätze \d/ },
  { who: 'Marit', path: '/auswertung/kosten', sign: /Umlage feststellen/, phone: true },
  { who: 'Marit', path: '/auswertung/definitionen', sign: /Ehrliche Null/ },
  { who: 'Marit', path: '/konto', sign: /Wo Sie angemeldet sind/ },
  { who: 'Tomasz', path: '/verwaltung/personen', sign: /Personen mit Konto/ },
  { who: 'Tomasz', path: '/verwaltung/dienstplan', sign: /Dienst/ },
  { who: 'Tomasz', path: '/verwaltung/einstellungen', sign: /Speichern|Einstellungen/ },
  { who: 'Tomasz', path: '/verwaltung/postausgang', sign: /Postausgang/ },
  { who: 'Tomasz', path: '/verwaltung/rollen', sign: /Telefonplatz/ },
  { who: 'Karin', path: '/verwaltung/protokoll', sign: /Protokoll/ },
  { who: 'Yılmaz', path: '/anfragen', sign: /\d+ Zeilen?/ },
];

export function everyScreen({ product, browser }: Stage): void {
  const people = [...new Set(SCREENS.map(({ who }) => who))];
  for (const who of people) {
    const screens = SCREENS.filter((screen) => screen.who === who);
    test(`${who ?? 'Nobody yet'}: ${screens.map(({ path }) => path).join(', ')} can be used by everybody, in light and dark, wide and narrow`, async () => {
      const { page, context } = who ? await enter(browser, product, who) : await visitor(browser);
      const found: string[] = [];
      for (const { path, sign, phone } of screens) {
        await page.setViewportSize({ width: 1366, height: 768 });
        await page.emulateMedia({ colorScheme: 'light' });
        await page.goto(`${product.address}${path}`);
        await see(page.getByText(sign));
        await quiet(page); // what comes after the first look
        found.push(...(await axe(page, `${path} light`)), ...(await emergencyOf(page, path)));
        await page.emulateMedia({ colorScheme: 'dark' });
        found.push(...(await axe(page, `${path} dark`)));
        await page.emulateMedia({ colorScheme: 'light' });
        // 200 % zoom of 1366 px, and a phone.
        for (const width of [683, 390]) {
          await page.setViewportSize({ width, height: 844 });
          found.push(...(await tooWide(page, path, width)));
        }
        // Tall enough that nothing lies half below the bar at the bottom, which axe would take for its true size and colour.
        await page.setViewportSize({ width: 390, height: 4_000 });
        if (phone) found.push(...(await axe(page, `${path} phone`)));
      }
      expect(found).toEqual([]);
      await context.close();
    });
  }
}

/** The sheet for emergencies, once. */
async function emergencyOf(page: Page, path: string): Promise<string[]> {
  if (path !== '/telefon') return [];
  await page.keyboard.press('F9');
  await see(page.getByRole('dialog'));
  const found = await axe(page, 'emergency light');
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await axe(page, 'emergency dark')));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Escape');
  return found;
}

async function axe(page: Page, where: string): Promise<string[]> {
  return (await look(page)).map(
    ({ id, help, nodes }) =>
      `${where}: ${id}, ${help}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 140))
        .join(' | ')}`,
  );
}

async function tooWide(page: Page, path: string, width: number): Promise<string[]> {
  const needed = await page.evaluate<number>('document.documentElement.scrollWidth');
  return needed > width ? [`${path} at ${width} px scrolls sideways: it needs ${needed} px`] : [];
}
