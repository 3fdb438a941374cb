import { newNumber } from '../e2e/call.ts';
import { enter, see, until } from '../e2e/people.ts';
import type { Product } from '../e2e/product.ts';
import { PHONE, type Studio, WIDE } from './album.ts';

/** What somebody outside sees, and what the desk sees when it rings. */
export async function frontDoor({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Vor der Tür');
  const outsider = await browser.newContext({ viewport: PHONE, locale: 'de-DE', javaScriptEnabled: false });
  const page = await outsider.newPage();
  await page.goto(`${product.address}/anfrage?sprache=de`);
  await album.take(page, 'formular-handy', 'Das öffentliche Formular: ohne Konto, ohne Skript. Auf dem Handy.');
  await page.goto(`${product.address}/anfrage?sprache=ar`);
  await album.take(page, 'formular-arabisch-handy', 'Dasselbe Formular auf Arabisch, von rechts nach links. Auf dem Handy.');
  await page.setViewportSize(WIDE);
  await page.goto(`${product.address}/anfrage?sprache=de-easy`);
  await album.take(page, 'formular', 'Das Formular in einfachem Deutsch am Rechner.');
  await outsider.close();

  const admin = await enter(browser, product, 'Tomasz');
  await admin.page.goto(`${product.address}/verwaltung/telefonanlagen`);
  await admin.page.getByLabel('Name der Anlage').fill('Anlage im Büro');
  await admin.page.getByRole('button', { name: 'Anlage verbinden' }).click();
  const token = await (await see(admin.page.getByLabel('Schlüssel der Anlage'))).inputValue();
  await admin.page.getByRole('button', { name: 'Eingetragen' }).click();

  const desk = await enter(browser, product, 'Samuel');
  const run = `bild-${Date.now().toString(36)}`;
  await desk.page.goto(`${product.address}/telefon#nummer=${encodeURIComponent(newNumber())}&anruf=${run}-1&zustand=angenommen`);
  const park = desk.page.getByRole('button', { name: 'Parken und annehmen' });
  const open = () => /telefon\/[0-9a-f-]{36}$/.test(desk.page.url());
  await until('the call is asked about or taken', async () => open() || (await park.isVisible()));
  if (await park.isVisible()) await park.click();
  await until('the call runs', async () => open());
  await see(desk.page.getByText(/Gespräch 0?0:\d\d/));
  await report(product, token, { call: `${run}-2`, state: 'ringing', number: '0171 7790042' });
  await see(desk.page.getByRole('region', { name: 'Anrufe' }).getByText(/Neuer Anruf|Anruf von/));
  await album.take(desk.page, 'gespraech', 'Der Gesprächsbalken: ein Gespräch läuft, ein zweites klingelt. Nummern stehen nicht darin.');
  await report(product, token, { call: `${run}-2`, state: 'ended' });
  await admin.page.reload();
  await see(admin.page.getByText(/zuletzt gemeldet/));
  await album.take(admin.page, 'telefonanlagen', 'Telefonanlagen: wie eine Anlage ihre Anrufe meldet.');
  await desk.page.getByRole('button', { name: 'Gespräch beenden' }).click();

  const office = await enter(browser, product, 'Marit');
  await office.page.goto(`${product.address}/netzwerk`);
  await see(office.page.getByText(/Brandt/));
  await album.take(office.page, 'netzwerk', 'Das Netzwerk: wer was anbietet und wie frisch das ist.');
  await office.page.getByRole('tab', { name: 'Anlaufstellen' }).click();
  await see(office.page.getByRole('article', { name: 'TelefonSeelsorge' }));
  const guidance = 'Anlaufstellen: Nummern und Wege zum Mitgeben, mit Quelle und Bestätigung. Daraus entsteht das Blatt für Wartende.';
  await album.take(office.page, 'anlaufstellen', guidance);
  await album.onPhone(office.page, 'anlaufstellen', guidance);
  for (const { context } of [admin, desk, office]) await context.close();
}

async function report(
  product: Pick<Product, 'address'>,
  token: string,
  said: { call: string; state: string; number?: string },
): Promise<void> {
  const answer = await fetch(`${product.address}/api/phone/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-geleit': '1' },
    body: JSON.stringify({ token, ...said }),
  });
  if (!answer.ok) throw new Error(`the report was refused: ${answer.status}`);
}
