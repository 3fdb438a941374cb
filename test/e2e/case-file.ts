import type { Locator } from 'playwright-core';
import { quiet } from '../browser.ts';
import type { Keyboard } from './keyboard.ts';
import { see } from './people.ts';

/** Another part of the file, once the page has read what was just written. */
export const goTo = async (keys: Keyboard, name: string) => {
  const parts = keys.page.getByRole('navigation', { name: 'Bereiche der Akte' });
  await quiet(keys.page);
  await keys.enter('link', name, parts);
  const there = parts.locator('[aria-current="page"]').getByText(name);
  await see(there).catch(async (fault: unknown) => {
    throw new Error(`${fault}\n${await keys.standing()}\n${(await keys.page.locator('body').ariaSnapshot()).slice(0, 6_000)}`);
  });
};

/** Everybody on the picture as it is read out: who, sector, nearness, how many they know. */
export const drawn = async (picture: Locator) =>
  (await Promise.all((await picture.getByRole('button').all()).map((one) => one.getAttribute('aria-label')))).toSorted();

/** The same from the list beside it. */
export async function listed(list: Locator): Promise<string[]> {
  const found: string[] = [];
  for (const sector of await list.locator('h3').all()) {
    const name = await sector.innerText();
    for (const row of await sector.locator('xpath=..').getByRole('listitem').all()) {
      const [who = '', nearness = '', knows = ''] = (await row.locator('.row > span').first().innerText()).split(' · ');
      const links = knows.includes('niemanden') ? 0 : knows.split(/, | und /).length;
      found.push(`${who}, ${name}, ${nearness}, ${links === 1 ? '1 Verbindung' : `${links} Verbindungen`}`);
    }
  }
  return found.toSorted();
}
