import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FORM_LANGUAGES } from '#rooms/portal/rules/fields.ts';
import { FORM_WORDS } from '#rooms/portal/rules/words.ts';
import { axe } from '../axe.ts';
import { enter, goneFrom, type Stage, see, until } from './people.ts';

/** The telephone's ids of calls are its own for a day. */
const run = `e2e-${Date.now().toString(36)}`;
let numbers = 0;
/** A number that nobody of the demo, and none of the other journeys, has. */
function newNumber(): string {
  numbers += 1;
  return `0171 78${(10_000 + (Date.now() % 80_000) + numbers).toString().slice(0, 5)}`;
}

/** Whoever answers faster than this is taken for a machine. */
const READING_MS = 2_100;

/** Somebody outside whose browser runs no script at all. */
async function outsider({ browser }: Stage, width = 390): Promise<{ page: Page; leave: () => Promise<void> }> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 844 }, locale: 'de-DE' });
  const page = await context.newPage();
  page.setDefaultTimeout(25_000);
  return { page, leave: () => context.close() };
}

async function fillIn(page: Page, phone: string): Promise<void> {
  await page
    .getByRole('radiogroup', { name: /keinen Aufschub/ })
    .getByRole('radio', { name: 'nein' })
    .check();
  await page.getByRole('radio', { name: 'per Telefon' }).check();
  await page.getByLabel('Telefonnummer').fill(phone);
  await page.getByRole('checkbox', { name: 'nachmittags', exact: true }).first().check();
  await page.getByLabel(/ansprechen/).fill('Anna K.');
  await page.getByRole('radio', { name: 'für mich' }).check();
  await page.getByLabel(/Geburtsdatum oder Alter/).fill('12.03.1990');
  await page.getByLabel(/versichert/).selectOption('GKV');
  await page.getByLabel(/In einem Satz/).fill('Ich schlafe nicht mehr.');
  await page.getByRole('checkbox', { name: /Ich willige ein/ }).check();
}

async function parkIfAsked(page: Page): Promise<void> {
  const park = page.getByRole('button', { name: 'Parken und annehmen' });
  const open = async () => /telefon\/[0-9a-f-]{36}$/.test(page.url());
  await until('the call is asked about or taken', async () => (await park.isVisible()) || open());
  if (await park.isVisible()) await park.click();
  await until('a request is open', open);
}

export function frontDoorJourneys(stage: Stage): void {
  const { product, browser } = stage;
  const form = (language: string) => `${product.address}/anfrage?sprache=${language}`;

  test('Somebody without an account and without script asks for a place; minutes later the desk has it with its deadline', async () => {
    const { page, leave } = await outsider(stage);
    const phone = newNumber();
    await page.goto(form('de'));
    await page.waitForTimeout(READING_MS);
    // Sent too early: what is missing is said on top and beside each field, and everything typed stays.
    await page.getByLabel('Telefonnummer').fill(phone);
    await page.getByLabel(/Postleitzahl/).fill('5311');
    await page.getByRole('button', { name: 'Anfrage senden' }).click();
    await see(page.getByRole('alert'));
    await page.getByRole('link', { name: /Die Postleitzahl hat fünf Ziffern/ }).click();
    expect(new URL(page.url()).hash).toBe('#postalCode');
    expect(await page.getByLabel('Telefonnummer').inputValue()).toBe(phone);
    await page.getByLabel(/Postleitzahl/).fill('53113');
    await fillIn(page, phone);
    await page.getByRole('button', { name: 'Anfrage senden' }).click();
    await see(page.getByRole('heading', { name: 'Ihre Anfrage ist da' }));
    await see(page.getByText(/Wir melden uns bis [A-Z]\w+, \d+\. /));
    const reference = (await page.locator('.reference').textContent()) ?? '';
    expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await page.reload(); // sent once more: the same answer, no second request
    expect(await page.locator('.reference').textContent()).toBe(reference);
    await leave();

    const desk = await enter(browser, product, 'Jana');
    await desk.page.goto(`${product.address}/aufgaben`);
    await see(desk.page.getByText('Anfrage aus dem Formular: zurückrufen'));
    await desk.page
      .getByRole('link', { name: /Öffnen.*Anfrage aus dem Formular/ })
      .last()
      .click();
    const facts = await see(desk.page.getByRole('region', { name: 'Über das Formular' }));
    expect(await facts.textContent()).toMatch(/Rückruf bis.*nachmittags.*nicht auf den Anrufbeantworter/);
    await see(desk.page.getByRole('button', { name: 'Gespräch beginnen' }));
    await desk.page.getByRole('button', { name: 'Gespräch beginnen' }).click();
    await see(desk.page.getByText(/Gespräch 0?0:0\d/));
    await desk.page.getByRole('button', { name: 'Gespräch beenden' }).click();
    await see(desk.page.getByRole('button', { name: 'Gespräch beginnen' }));
    await desk.context.close();
  });

  test('In six languages, from right to left in Arabic, narrow and wide, in light and dark, with the keyboard alone', async () => {
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 } });
    const page = await context.newPage();
    const found: string[] = [];
    const bytes: number[] = [];
    for (const language of FORM_LANGUAGES) {
      const words = FORM_WORDS[language];
      const answer = await page.goto(form(language));
      bytes.push((await answer?.body())?.byteLength ?? 0);
      await see(page.getByRole('heading', { level: 1, name: words.title }));
      expect(await page.evaluate('document.documentElement.dir')).toBe(words.dir);
      for (const [colorScheme, width] of [
        ['light', 320],
        ['dark', 1366],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        found.push(...(await axe(page)).map(({ id, nodes }) => `${language} ${colorScheme} ${width} ${id} ${nodes[0]?.html}`));
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (wide > width) found.push(`${language} ${width}: ${wide} px wide`);
      }
    }
    expect(found).toEqual([]);
    expect(Math.max(...bytes)).toBeLessThan(60_000);
    // By keys: every field is reached in its order, the last stop is the button.
    await page.goto(form('de'));
    const stops: string[] = [];
    for (let time = 0; time < 80 && stops.at(-1) !== 'BUTTON'; time += 1) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate<string>(`(() => { const at = document.activeElement; return at.name || at.tagName; })()`));
    }
    expect(stops).not.toContain('website');
    const order = [...new Set(stops)];
    expect(order.indexOf('urgent')).toBeLessThan(order.indexOf('channel'));
    expect(order.indexOf('consent')).toBeLessThan(order.indexOf('BUTTON'));
    expect(order).toContain('times');
    await context.close();
  });

  test('What cannot wait meets help at once', async () => {
    const { page, leave } = await outsider(stage, 1366);
    await page.goto(form('de'));
    await page.waitForTimeout(READING_MS);
    await fillIn(page, newNumber());
    await page
      .getByRole('radiogroup', { name: /keinen Aufschub/ })
      .getByRole('radio', { name: 'ja' })
      .check();
    await page.getByRole('button', { name: 'Anfrage senden' }).click();
    await see(page.getByRole('heading', { name: /nicht warten kann/ }));
    await see(page.getByRole('link', { name: '112' }));
    await leave();
  });

  test('Telephone software opens the desk with the number; nothing of it stays in the address, and a call in progress is parked, never lost', async () => {
    const desk = await enter(browser, product, 'Jana');
    const { page } = desk;
    const number = newNumber();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    // What she spoke about before is parked: journeys before this one did not hang up.
    await page.goto(`${product.address}/telefon#nummer=${encodeURIComponent(number.replace(' ', '/'))}&anruf=${run}-1&zustand=angenommen`);
    await parkIfAsked(page);
    await until('the number stands in its field', async () =>
      (await page.getByLabel('Telefon', { exact: true }).inputValue()).includes('78'),
    );
    expect(page.url()).not.toContain('nummer');
    expect(asked.filter((url) => url.includes(number.slice(-5)))).toEqual([]);
    await see(page.getByText(/Gespräch 0?0:\d\d/));
    const first = page.url();
    await page.getByLabel('Nachname').fill('Geparkt');
    // The next call comes in the same window.
    await page.evaluate(`location.hash = '#nummer=${encodeURIComponent(newNumber())}&anruf=${run}-2&zustand=angenommen'`);
    await see(page.getByRole('heading', { name: /Gespräch parken/ }));
    expect(page.url()).toContain(new URL(first).pathname);
    await page.getByRole('button', { name: 'Beim Gespräch bleiben' }).click();
    await goneFrom(page.getByRole('heading', { name: /Gespräch parken/ }));
    expect(await page.getByLabel('Nachname').inputValue()).toBe('Geparkt');
    await page.evaluate(`location.hash = '#nummer=${encodeURIComponent(newNumber())}&anruf=${run}-3&zustand=angenommen'`);
    await page.getByRole('button', { name: 'Parken und annehmen' }).click();
    await until('another request is open', async () => page.url() !== first && /telefon\/[0-9a-f-]{36}$/.test(page.url()));
    await page.goto(first);
    await until('what was typed is still there', async () => (await page.getByLabel('Nachname').inputValue()) === 'Geparkt');
    // The first caller rings again: her open request opens by itself.
    await page.getByRole('button', { name: 'Gespräch beginnen' }).click();
    await page.getByRole('button', { name: 'Gespräch beenden' }).click();
    await page.goto(`${product.address}/telefon#nummer=${encodeURIComponent(number)}&anruf=${run}-4&zustand=angenommen`);
    await until('her request is open again', async () => page.url() === first);
    await desk.context.close();
  });

  test('The coordination keeps what callers are given along; the sheet is a PDF by postal code', async () => {
    const office = await enter(browser, product, 'Marit');
    const { page } = office;
    await page.goto(`${product.address}/netzwerk`);
    await page.getByRole('tab', { name: 'Anlaufstellen' }).click();
    const entry = await see(page.getByRole('article', { name: 'TelefonSeelsorge' }));
    await entry.getByRole('button', { name: /stimmt noch/ }).click();
    await see(entry.getByText(/bestätigt \d/));
    await page.getByRole('button', { name: 'Anlaufstelle anlegen' }).click();
    const panel = page.getByRole('complementary').or(page.getByRole('dialog'));
    await panel.getByLabel('Name', { exact: true }).fill('Beratung am Rhein');
    await panel.getByLabel('Postleitzahlen beginnen mit').fill('531');
    await panel.getByRole('button', { name: 'Speichern' }).click();
    await see(page.getByRole('article', { name: 'Beratung am Rhein' }));
    await page.getByLabel('Postleitzahl', { exact: true }).fill('80331');
    await goneFrom(page.getByRole('article', { name: 'Beratung am Rhein' }));
    await see(page.getByRole('article', { name: 'Krisendienste Bayern' }));
    const href = await page.getByRole('link', { name: /Blatt öffnen/ }).getAttribute('href');
    const pdf = await office.context.request.get(`${product.address}${href}`);
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await office.context.close();
  });

  test('A telephone system is connected once, reports a missed call, and the desk calls back', async () => {
    const admin = await enter(browser, product, 'Tomasz');
    await admin.page.goto(`${product.address}/verwaltung/telefonanlagen`);
    await admin.page.getByLabel('Name der Anlage').fill('Anlage');
    await admin.page.getByRole('button', { name: 'Anlage verbinden' }).click();
    const token = await (await see(admin.page.getByLabel('Schlüssel der Anlage'))).inputValue();
    await admin.context.close();
    const number = newNumber();
    const report = (state: string) =>
      fetch(`${product.address}/api/phone/calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-geleit': '1' },
        body: JSON.stringify({ token, call: `${run}-pbx`, state, number }),
      });
    const desk = await enter(browser, product, 'Jana');
    await desk.page.goto(`${product.address}/telefon`);
    expect((await report('ringing')).status).toBe(200);
    await see(desk.page.getByRole('region', { name: 'Anrufe' }).getByText('Neuer Anruf'));
    expect((await report('ended')).status).toBe(200);
    await goneFrom(desk.page.getByRole('region', { name: 'Anrufe' }).getByText('Neuer Anruf'));
    await desk.page.goto(`${product.address}/aufgaben`);
    await desk.page
      .getByRole('link', { name: /Öffnen.*Verpassten Anruf/ })
      .first()
      .click();
    await see(desk.page.getByRole('link', { name: number }));
    await desk.page.getByRole('button', { name: 'Zurückrufen und Anfrage beginnen' }).click();
    await parkIfAsked(desk.page);
    await until(
      'the number stands in its field',
      async () => (await desk.page.getByLabel('Telefon', { exact: true }).inputValue()) === number,
    );
    await desk.context.close();
  });
}
