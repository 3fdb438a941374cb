import type { Page } from 'playwright-core';
import { see, until } from './people.ts';

let callers = 0;
/** A number that nobody of the demo has. */
export function newNumber(): string {
  callers += 1;
  return `0171 77${10_000 + callers}`;
}

export const fitColumn = (page: Page) => page.getByRole('region', { name: 'Passung' });
export const matches = (page: Page) => page.getByRole('list', { name: 'Passende Plätze, beste zuerst' }).getByRole('article');

/** The text of the list of matches once it has settled on something else than `before`. */
export async function matchesChanged(page: Page, before: string): Promise<string> {
  const list = fitColumn(page);
  let now = before;
  await until('the matches change', async () => {
    now = (await list.textContent()) ?? '';
    return now !== before;
  });
  return now;
}

/** Opens the desk for a new call and waits until its first list stands. */
export async function openDesk(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/telefon`);
  await see(page.getByLabel('Telefon', { exact: true }));
  await see(matches(page));
}

/** Takes down what a search needs, by label. */
export async function takeDown(page: Page, wish: { birthDate?: string; postalCode?: string; opener?: 'nein' | 'ja' } = {}): Promise<void> {
  await page.getByLabel('Telefon', { exact: true }).fill(newNumber());
  await page.getByLabel('Telefon', { exact: true }).press('Enter');
  await page.getByRole('checkbox', { name: /^Datenschutz vorgelesen/ }).check();
  await page.getByRole('radio', { name: wish.opener ?? 'nein' }).check({ force: true });
  if (wish.opener === 'ja') return;
  await page.getByLabel('Geburtsdatum').fill(wish.birthDate ?? '14.2.1993');
  await page.getByLabel('Kasse', { exact: true }).selectOption('GKV');
  await page.getByLabel('Stand', { exact: true }).selectOption('none');
  await page.getByRole('combobox', { name: 'Worum geht es' }).fill('depr');
  await see(page.getByRole('option', { name: /Depression/ }));
  await page.getByRole('combobox', { name: 'Worum geht es' }).press('Enter');
  await page.getByLabel('Postleitzahl').fill(wish.postalCode ?? '53113');
  await see(page.getByText('erfüllt: Depression').or(page.getByText('Depression: Schwerpunkt')));
}

/** Chooses a place by its therapist and a free time by its name; answers the name of the time. */
export async function chooseTime(page: Page, therapist: string, wanted: RegExp = /, frei$/): Promise<string> {
  await fitColumn(page).getByRole('button', { name: therapist, exact: true }).first().click(); // the better of her places
  const time = await see(page.getByRole('button', { name: wanted }));
  return (await time.getAttribute('aria-label')) ?? '';
}
