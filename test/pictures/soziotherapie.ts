import type { Page } from 'playwright-core';
import { enter, see, visitor } from '../e2e/people.ts';
import { bring, PHONE, type Studio } from './album.ts';

interface Row {
  episodeId: string;
  name: string;
}

/** A practice of Soziotherapie: its day, a client's file, the visit at the door, the money, and the prescriber who comes by a link. */
export async function soziotherapie(studio: Studio): Promise<void> {
  studio.album.chapter('Soziotherapie');
  await office(studio);
  await helper(studio);
  await atTheDoor(studio);
  await prescriber(studio);
}

async function office({ product, browser, album }: Studio): Promise<void> {
  const { page, context } = await enter(browser, product, 'Nguyễn');
  await page.goto(`${product.address}/soziotherapie`);
  await see(page.getByRole('heading', { name: 'Wer braucht heute was' }));
  const day = 'Wer braucht heute was: Überfälliges zuerst, mit Tag und Grundlage; daneben die Besuche. Was das Büro tut.';
  await album.take(page, 'sozio-heute', day);
  await page.goto(`${product.address}/soziotherapie/genehmigungen`);
  await see(page.getByRole('heading', { name: 'Genehmigungen' }));
  await album.take(
    page,
    'sozio-genehmigungen',
    'Genehmigungen: alle Verordnungen, von ausgestellt bis verbraucht, mit der Frist der Kasse.',
  );
  await page.goto(`${product.address}/abrechnung`);
  await see(page.getByRole('heading', { level: 2 }));
  await album.take(
    page,
    'sozio-abrechnung',
    'Der Monat: was zur Freigabe bereit ist, mit Betrag und Kasse. Was im Weg steht, steht darüber, mit dem Grund.',
  );
  await page.goto(`${product.address}/praxis/zahlen`);
  await see(page.getByRole('heading', { level: 2 }));
  await album.take(page, 'sozio-zahlen', 'Womit die Praxis rechnet: jede Zahl mit Quelle, und wo das Gesetz offen ist, mit Wahl.');
  await context.close();
}

async function helper({ product, browser, album }: Studio): Promise<void> {
  const { page, context } = await enter(browser, product, 'Jonas Reuter');
  const id = await fileOf(page, product.address, 'Karim Haddad');
  const file = `${product.address}/soziotherapie/akte/${id}`;
  await page.goto(file);
  await see(page.getByRole('heading', { name: 'Kontingent' }));
  const burnDown = 'Die Akte: Fristen, die 120 Stunden als Verlauf mit Vorschau, die Prüfung der Verordnung mit Paragraf.';
  await album.take(page, 'sozio-akte', burnDown);
  await album.inTheDark(page, 'sozio-akte', burnDown);
  await album.onPhone(page, 'sozio-akte', burnDown, page.getByRole('heading', { name: 'Kontingent' }));
  await bring(page.getByRole('heading', { name: /^Prüfung/ }), 'start');
  await album.take(page, 'sozio-pruefung', 'Die Prüfung einer Verordnung: was erfüllt ist, was fehlt, und warum.');
  await page.goto(`${file}/einheiten`);
  await see(page.getByText(/\d+ Zeilen/));
  await album.take(page, 'sozio-einheiten', 'Die Einheiten: geplant, dokumentiert, unterschrieben, abgerechnet.');
  await page.goto(`${file}/plan`);
  await see(page.getByText(/Fernziel/));
  await album.take(page, 'sozio-plan', 'Der Betreuungsplan: Ziele, Unterschriften von allen drei, Überprüfungen.');
  await context.close();
}

/** The visits of the day, one visit, and the same without network. */
async function atTheDoor({ product, browser, album }: Studio): Promise<void> {
  const { page, context, expected } = await enter(browser, product, 'Jonas Reuter', PHONE);
  expected.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await page.clock.install(); // an hour with a client passes in a moment
  await page.goto(`${product.address}/hausbesuch`);
  await see(page.getByRole('button', { name: 'Karim Haddad', exact: true }));
  await album.take(page, 'sozio-besuche-handy', 'Die Besuche des Tages mit Weg, Anruf und was zuletzt vereinbart war. Auf dem Handy.');
  await page.getByRole('button', { name: 'Karim Haddad', exact: true }).click();
  await see(page.getByLabel('Was war'));
  await album.take(
    page,
    'sozio-besuch-handy',
    'Ein Besuch an der Tür: Zeiten, Ziel, was war, nächster Schritt, Unterschrift. Auf dem Handy.',
  );
  await context.setOffline(true);
  await see(page.getByText('Kein Netz.'));
  await page.getByRole('button', { name: 'Beginn', exact: true }).click();
  for (let minutes = 0; minutes < 60; minutes += 12) {
    await page.clock.fastForward('12:00');
    await page.keyboard.press('Shift'); // a hand on the telephone, or it locks itself
  }
  await page.getByRole('button', { name: 'Ende', exact: true }).click();
  await page.getByText('Antrieb und Motivation').click();
  await page.getByLabel('Was war').fill('Weg zur Praxis geübt, er fuhr allein zurück.');
  await page.getByRole('button', { name: 'Einheit abschließen' }).click();
  await see(page.getByText('1 Eintrag wartet.'));
  await album.take(page, 'sozio-ohne-netz-handy', 'Ohne Netz: Der Eintrag wartet versiegelt auf dem Gerät. Auf dem Handy.');
  await context.close(); // what waits goes with this browser: in the demo nothing was written
}

/** The doctor's side: a plan by link, with a code that comes by telephone. */
async function prescriber({ product, browser, album }: Studio): Promise<void> {
  const lead = await enter(browser, product, 'Ruth Kessler');
  const id = await waitsForPrescriber(lead.page, product.address);
  await lead.page.goto(`${product.address}/soziotherapie/akte/${id}/plan`);
  await (await see(lead.page.getByRole('button', { name: 'Link erstellen' }))).click();
  const panel = lead.page.getByRole('dialog');
  await panel.getByRole('button', { name: 'Link erstellen' }).click();
  const address = await (await see(panel.getByLabel(/^Adresse/))).inputValue();
  const code = (await panel.locator('.plan-code').innerText()).replaceAll(/\D/g, '');
  const { page, context } = await visitor(browser, 'prescriber');
  await page.goto(address);
  await (await see(page.getByLabel('Code'))).fill(code);
  await page.keyboard.press('Enter');
  await see(page.getByRole('button', { name: 'Ich unterschreibe diesen Plan' }));
  const shown = 'Was die verordnende Praxis über den Link sieht: diesen Plan und sonst nichts, ohne Konto.';
  await album.take(page, 'sozio-link', shown);
  await album.onPhone(page, 'sozio-link', shown);
  await context.close();
  await lead.context.close();
}

const ask = async <Answer>(page: Page, url: string) =>
  (await (await page.context().request.get(url, { headers: { 'X-Geleit': '1' } })).json()) as Answer;

async function clientsOf(page: Page, address: string): Promise<Row[]> {
  return (await ask<{ clients: Row[] }>(page, `${address}/api/soziotherapie/clients?which=open&page=1`)).clients;
}

async function fileOf(page: Page, address: string, name: string): Promise<string> {
  const found = (await clientsOf(page, address)).find((row) => row.name === name);
  if (!found) throw new Error(`the demo has no ${name}`);
  return found.episodeId;
}

/** Somebody whose plan two have signed, and the prescriber has not. */
async function waitsForPrescriber(page: Page, address: string): Promise<string> {
  for (const { episodeId } of await clientsOf(page, address)) {
    const { plans } = await ask<{ plans: { state: string; signatures: { party: string }[] }[] }>(
      page,
      `${address}/api/soziotherapie/episodes/${episodeId}/plans`,
    );
    const parties = plans.find(({ state }) => state === 'offered')?.signatures.map(({ party }) => party) ?? [];
    if (parties.length === 2 && !parties.includes('prescriber')) return episodeId;
  }
  throw new Error('no plan of the demo waits for a prescriber');
}
