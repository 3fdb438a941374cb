import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { chooseTime, matches, openDesk, takeDown } from './call.ts';
import { enter, type Stage, see, until } from './people.ts';

export function messageJourneys({ product, browser }: Stage): void {
  test('A confirmation goes as a text message: the desk sees what is safe, and the text names nobody', async () => {
    const { page, context } = await enter(browser, product, 'Jana');
    await holdFor(page, product.address, 'Miriam', 'SMS');
    await see(page.getByText(/^Die SMS nennt nur Tag, Uhrzeit und Telefon/));
    const safe = page.getByRole('region', { name: 'Sichere Erreichbarkeit' });
    await (await see(safe.getByRole('button', { name: /Ändern/ }))).click();
    await safe.getByRole('checkbox', { name: 'SMS schreiben' }).uncheck({ force: true });
    await safe.getByRole('button', { name: 'Speichern' }).click();
    await see(safe.getByText(/^SMS ist hier nicht sicher/));
    await safe.getByRole('button', { name: /Ändern/ }).click();
    await safe.getByRole('checkbox', { name: 'SMS schreiben' }).check({ force: true });
    await safe.getByRole('button', { name: 'Speichern' }).click();
    await see(safe.getByText('Nichts vermerkt: alle Wege sind offen.'));
    await page.getByLabel('Mitgeteilt und einverstanden').check({ force: true });
    const before = new Set(texts(product.folder));
    await page.getByRole('button', { name: /^Verbindlich buchen/ }).click();
    await see(page.getByText('Die Bestätigung geht als SMS.'));
    await until('the text has gone', async () => texts(product.folder).some((file) => !before.has(file)), 20_000);
    const sent = texts(product.folder)
      .filter((file) => !before.has(file))
      .map((file) => readFileSync(join(product.folder, 'outbox', file), 'utf8'));
    expect(sent.find((text) => text.startsWith('Ihr Termin steht: '))).toBeDefined();
    for (const text of sent) expect(text).not.toMatch(/Miriam|Hartung|Therap|Praxis/);
    await context.close();
  });

  test('Letters are printed in one file, wait again after a jam, and count as sent only when somebody says so', async () => {
    const { page, context } = await enter(browser, product, 'Jana');
    await holdFor(page, product.address, 'Paula', 'Brief');
    await page.getByLabel('Straße').fill('Am Hof 3');
    await page.getByLabel('Ort', { exact: true }).fill('Bonn');
    await page.getByLabel('Mitgeteilt und einverstanden').check({ force: true });
    await page.getByRole('button', { name: /^Verbindlich buchen/ }).click();
    await see(page.getByText('Die Bestätigung geht als Brief.'));
    await page.goto(`${product.address}/aufgaben`);
    const post = await see(page.getByRole('region', { name: 'Briefe zum Drucken' }));
    const print = post.getByRole('button', { name: /drucken$/ });
    const waiting = (await (await see(print)).textContent()) ?? '';
    await print.click();
    const file = await see(post.getByRole('link', { name: /^Briefe vom .* öffnen$/ }));
    const answer = await context.request.get(`${product.address}${await file.getAttribute('href')}`);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    expect((await answer.body()).toString('latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>');
    await post.getByRole('button', { name: 'Papierstau: alle warten wieder' }).click();
    await until('all of them wait again', async () => (await print.textContent().catch(() => '')) === waiting);
    await print.focus();
    await page.keyboard.press('Enter');
    await (await see(post.getByRole('button', { name: 'Liegen in der Post' }))).focus();
    await page.keyboard.press('Enter');
    await see(post.getByText('Kein Brief wartet.', { exact: false }));
    await post.getByText('Frühere Druckaufträge').click();
    await see(post.getByText('verschickt'));
    await see(post.getByText('zurückgenommen'));
    await context.close();
  });

  test('A text is worded by keyboard, refused where it tells too much, used, and taken back', async () => {
    const { page, context } = await enter(browser, product, 'Tomasz');
    await page.goto(`${product.address}/verwaltung/texte`);
    await (await see(page.getByRole('combobox', { name: 'Nachricht' }))).selectOption({ label: 'Erinnerung am Tag vorher' });
    await page.getByRole('combobox', { name: 'Als' }).selectOption({ label: 'SMS' });
    const text = page.getByRole('textbox', { name: 'Text' });
    await text.fill('Morgen ist Ihre Therapie: {when}.');
    await see(page.getByText('„Therapie“ verrät zu viel. Andere können mitlesen.'));
    await text.fill('Bis morgen um .');
    await text.press('End');
    await text.press('ArrowLeft');
    await page.getByRole('button', { name: /^\{when\} einsetzen/ }).focus();
    await page.keyboard.press('Enter');
    await until('the placeholder stands at the cursor', async () => (await text.inputValue()) === 'Bis morgen um {when}.');
    await see(page.getByRole('region', { name: 'So sieht es aus' }).getByText(/^Bis morgen um Do.*17:30/));
    await page.getByRole('button', { name: 'Diesen Text verwenden' }).click();
    await see(page.getByText('eigener Text', { exact: true }));
    await page.getByRole('button', { name: 'Zurück zum mitgelieferten Text' }).click();
    await see(page.getByText('mitgelieferter Text', { exact: true }));
    await page.getByRole('combobox', { name: 'Sprache' }).selectOption({ label: 'Arabisch' });
    await until('it reads from the right', async () => (await page.locator('.letter-preview').getAttribute('dir')) === 'rtl');
    await context.close();
  });
}

/** A call up to the hold, and the way on which the confirmation shall go. */
async function holdFor(page: Page, address: string, givenName: string, channel: 'SMS' | 'Brief'): Promise<void> {
  await openDesk(page, address);
  await takeDown(page);
  await page.getByLabel('Vorname').fill(givenName);
  await page.getByLabel('Nachname').fill('Hartung');
  const time = await chooseTime(page, (await matches(page).first().getByRole('button').first().textContent()) ?? '');
  await page.getByRole('button', { name: time, exact: true }).click();
  await see(page.getByRole('timer', { name: /^Gehalten/ }));
  await page.getByRole('radio', { name: channel }).check({ force: true });
}

const texts = (folder: string) => readdirSync(join(folder, 'outbox')).filter((file) => file.endsWith('.sms.txt'));
