import type { Page } from 'playwright-core';
import { enter, see, visitor } from '../e2e/people.ts';
import { bring, type Studio } from './album.ts';

/** Case Management: the board, a file with its parts, a partner who answers by a link, and the client's own page. */
export async function cases(studio: Studio): Promise<void> {
  studio.album.chapter('Case Management');
  await manager(studio);
  await partner(studio);
  await lead(studio);
}

async function manager({ product, browser, album }: Studio): Promise<void> {
  const { page, context } = await enter(browser, product, 'Oksana Kovalenko');
  await page.goto(`${product.address}/faelle`);
  await see(page.getByRole('link', { name: /Dragan Petrović/ }));
  const board = 'Das Brett: jeder Fall in seiner Phase, mit nächstem Schritt, Überfälligem und Befunden.';
  await album.take(page, 'faelle-brett', board);
  await album.onPhone(page, 'faelle-brett', board);

  const file = await fileOf(page, product.address, 'Dragan Petrović');
  await page.goto(file);
  await see(page.getByRole('heading', { name: 'Netzwerkkarte' }));
  await see(page.locator('.overview-findings h3'));
  await see(page.locator('.gas'));
  const overview =
    'Die Übersicht einer Fallakte: Fristen, Ziele mit ihrem Stand, Dienste mit Ampel, Befunde mit Beleg und die Netzwerkkarte.';
  await album.whole(page, 'faelle-akte', overview, 1280);
  await album.inTheDark(page, 'faelle-akte', overview);
  await album.onPhone(page, 'faelle-akte', overview);

  await page.goto(`${await fileOf(page, product.address, 'Fall HD 71')}/klaerung`);
  await see(page.getByRole('heading', { name: 'Screening' }));
  await album.take(page, 'faelle-klaerung', 'Die Klärung, noch ohne Namen: was festgehalten ist, was fehlt, und das Screening.');

  const parts: [part: string, sign: RegExp, name: string, caption: string][] = [
    ['assessment', /^Lebensbereiche/, 'faelle-assessment', 'Das Assessment: zehn Lebensbereiche in zwei Sichten, auch als Bild.'],
    [
      'hilfeplan',
      /^Fassungen/,
      'faelle-hilfeplan',
      'Der Hilfeplan: Ziele in eigenen Worten mit Skala und Maßnahmen, der T-Wert im Verlauf.',
    ],
    [
      'linking',
      /^Dienste und Anfragen/,
      'faelle-linking',
      'Linking: jeder Dienst mit Stand und nächstem Schritt, darunter die Anfragen an Stellen.',
    ],
    [
      'monitoring',
      /^Befunde/,
      'faelle-monitoring',
      'Monitoring: Befunde mit Beleg und Vorschlag, Kontakte im Rhythmus, Ampeln der Dienste.',
    ],
    [
      'netzwerkkarte',
      /^Was die Karte zeigt/,
      'faelle-netzwerkkarte',
      'Die Netzwerkkarte, daneben dieselbe Karte als Liste und was sie zeigt.',
    ],
  ];
  for (const [part, sign, name, caption] of parts) {
    await page.goto(`${file}/${part}`);
    await see(page.getByRole('heading', { name: sign }));
    await album.take(page, name, caption);
  }
  await context.close();
}

/** A service is found, released and asked; what it sees without an account. */
async function partner({ product, browser, album }: Studio): Promise<void> {
  const { page, context } = await enter(browser, product, 'Svenja Albers');
  const file = await fileOf(page, product.address, 'Ali Rezaei');
  await page.goto(`${file}/klaerung`);
  const releases = page.getByRole('region', { name: 'Freigaben von der Schweigepflicht' });
  await (await see(releases.getByRole('button', { name: 'Freigabe aufnehmen' }))).click();
  await releases.getByLabel('Partner aus dem Verzeichnis').selectOption({ label: 'Suchtberatung, Beratungshaus Bonn' });
  await releases.getByLabel('Hilfeplan').check();
  await releases.getByLabel('Gilt bis').fill('31.12.2027');
  await releases.getByLabel('Wie wurde sie erteilt').selectOption({ label: 'gesprochen, mit Zeugin oder Zeuge' });
  await releases.getByLabel('Wer hat es gehört').fill('Hanna Lorenz');
  await bring(releases.getByRole('button', { name: 'Freigabe speichern' }), 'center');
  await album.take(
    page,
    'faelle-freigabe',
    'Eine Freigabe aufnehmen: für wen, in welche Richtung, welche Angaben, bis wann und wie erteilt.',
  );
  await releases.getByRole('button', { name: 'Freigabe speichern' }).click();
  await see(releases.getByText('an Suchtberatung, Beratungshaus Bonn'));

  await page.goto(`${file}/linking`);
  await (await see(page.getByRole('button', { name: 'Passenden Dienst suchen' }))).click();
  const search = page.getByRole('region', { name: 'Dienst suchen' });
  await search.getByLabel('Art', { exact: true }).selectOption({ label: 'Suchtberatung' });
  await see(search.getByRole('button', { name: 'Anfragen: Suchtberatung' }));
  await bring(search, 'start');
  await album.take(
    page,
    'faelle-suche',
    'Die Suche nach einem Dienst der Region: was passt und warum, was nicht passt und woran es liegt.',
  );
  await search.getByRole('button', { name: 'Anfragen: Suchtberatung' }).click();
  const panel = page.getByRole('dialog');
  await panel.getByLabel('Worum Sie bitten').fill('Wir bitten um ein erstes Gespräch in der nächsten Woche.');
  await panel.getByLabel('Hilfeplan', { exact: true }).check();
  await panel.getByLabel('Hilfeplan: das soll die Stelle wissen').fill('An vier Tagen der Woche nichts trinken.');
  await panel.getByRole('button', { name: 'Weiter zur Vorschau' }).click();
  await see(panel.getByText(/^Freigegeben bis/));
  await album.take(page, 'faelle-vorschau', 'Die Vorschau einer Anfrage: genau das bekommt die Stelle zu sehen, nicht mehr.');
  await panel.getByRole('button', { name: 'Senden' }).click();
  const address = await (await see(panel.getByRole('textbox', { name: 'Link' }))).inputValue();
  const code = (await panel.locator('.referral-code').innerText()).replaceAll(/\D/g, '');
  const guest = await visitor(browser, 'partner');
  await guest.page.goto(address);
  await (await see(guest.page.getByLabel('Code'))).fill(code);
  await guest.page.keyboard.press('Enter');
  await see(guest.page.getByRole('heading', { name: 'Die Bitte' }));
  const seen = 'Was ein Partner über seinen Link sieht: diese Anfrage, ohne Konto, und wie er antworten kann.';
  await album.take(guest.page, 'faelle-partner', seen);
  await album.onPhone(guest.page, 'faelle-partner', seen);
  await guest.context.close();
  await context.close();
}

async function lead({ product, browser, album }: Studio): Promise<void> {
  const { page, context } = await enter(browser, product, 'Hanna Lorenz');
  await page.goto(`${product.address}/faelle/team`);
  await see(page.getByRole('heading', { name: 'Team und Auslastung' }));
  await album.take(page, 'faelle-team', 'Das Team: Auslastung, Grenze, wer weg ist und wer vertritt.');
  await page.goto(`${product.address}/faelle/ergebnisse`);
  await see(page.getByRole('heading', { name: /Veränderung der Ziele/ }));
  await album.take(page, 'faelle-ergebnisse', 'Was aus den Fällen wurde: vierzehn Zahlen, jede mit der Art, wie sie gezählt wird.');
  await context.close();
}

/** The address of a case's file, by how the case is called on the board. */
async function fileOf(page: Page, address: string, called: string): Promise<string> {
  const answer = await page.context().request.get(`${address}/api/cases/board`, { headers: { 'X-Geleit': '1' } });
  const { cards } = (await answer.json()) as { cards: { id: string; called: string }[] };
  const found = cards.find((card) => card.called === called);
  if (!found) throw new Error(`the demo has no ${called}`);
  return `${address}/faelle/akte/${found.id}`;
}
