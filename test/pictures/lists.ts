import { enter, inDays, openAppointment, see, THERAPISTS } from '../e2e/people.ts';
import { bring, type Studio } from './album.ts';

/** Requests, the waiting list, what it proposes, and the call to somebody who waits. */
export async function requests({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Anfragen und Warteliste');
  const { page, context } = await enter(browser, product, 'Samuel');
  await page.goto(`${product.address}/anfragen`);
  await see(page.getByText(/\d+ Zeilen/));
  await album.take(page, 'anfragen', 'Die Anfragen: zuerst, was als Nächstes fällig ist.');
  await page.getByRole('tab', { name: /^Warteliste/ }).click();
  await see(page.getByText(/Personen? warte/));
  const list = 'Die Warteliste in fairer Reihenfolge, mit Grund, nächstem Kontakt und Vorschlägen.';
  await album.take(page, 'warteliste', list);
  await album.onPhone(page, 'warteliste', list);
  await page.getByRole('tab', { name: /^Vorschläge/ }).click();
  await see(page.getByText(/Diese Plätze sind frei|Kein freier Platz/));
  const proposals = 'Vorschläge: welcher freie Platz wem passt, und wer an der Reihe ist.';
  await album.take(page, 'vorschlaege', proposals);
  await page
    .getByRole('button', { name: / anrufen: / })
    .first()
    .click();
  await see(page.getByText(/^Rückruf: /));
  const call = 'Der Rückruf: was angeboten wird, warum es passt, und was danach gefragt wird.';
  await album.take(page, 'rueckruf', call);
  await album.onPhone(page, 'rueckruf', call);
  await context.close();
}

/** Evidence of a search for somebody who waits. */
export async function evidence({ product, browser, album }: Studio): Promise<void> {
  const { page, context } = await enter(browser, product, 'Samuel');
  await page.goto(`${product.address}/anfragen`);
  await (
    await see(page.getByRole('table').getByRole('rowheader').getByRole('link').or(page.getByRole('rowheader').getByRole('button')))
  ).click();
  await page.getByText('Suche belegen').first().click();
  const own = page.getByRole('region', { name: 'Eigene Suche' });
  for (const [day, whom] of [
    [-26, 'Praxis am Kaiserplatz'],
    [-12, 'Terminservicestelle'],
  ] as const) {
    await own.getByLabel('Tag', { exact: true }).fill(inDays(day));
    await own.getByLabel('Wo', { exact: true }).fill(whom);
    if (whom === 'Terminservicestelle') await own.getByRole('radio', { name: '116117' }).check({ force: true });
    await own.getByRole('button', { name: 'Eintragen' }).click();
    await see(own.getByText(whom));
  }
  await bring(own, 'start');
  await album.take(
    page,
    'suchprotokoll',
    'Die Suche belegen: was die Person versucht hat und was das Netz. Daraus wird ein Brief ohne Diagnose.',
  );
  await context.close();
}

/** What a therapist sees, and the days as the desk sees them. */
export async function calendars({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Kalender');
  const brandt = await enter(browser, product, 'Brandt');
  await brandt.page.goto(`${product.address}/angebot`);
  await see(brandt.page.getByText(/Meine Plätze/));
  const offer = 'Mein Angebot: Plätze, Woche, neue Buchungen, „Passt es?“.';
  await album.take(brandt.page, 'angebot', offer);
  await album.onPhone(brandt.page, 'angebot', offer);
  await brandt.page.goto(`${product.address}/kalender`);
  await see(brandt.page.getByText(/Woche \d+/));
  const week = 'Der Kalender einer Therapeutin.';
  await album.take(brandt.page, 'kalender', week);
  await album.onPhone(brandt.page, 'kalender', week);
  await brandt.context.close();

  for (const name of THERAPISTS) {
    const { page, context } = await enter(browser, product, name);
    await page.goto(`${product.address}/kalender`);
    const found = await openAppointment(page);
    if (found) {
      await page.getByRole('button', { name: 'Serie anlegen' }).click();
      const panel = page.getByRole('dialog', { name: 'Serie anlegen' });
      await panel.getByLabel('Wie viele').fill('12');
      await see(panel.getByText(/werden angelegt|wird angelegt/));
      const series = 'Eine Serie: jeder Tag steht vorher da, mit Feiertagen, Abwesenheit und Überschneidungen.';
      await album.take(page, 'serie', series);
      await album.onPhone(page, 'serie', series);
    }
    await context.close();
    if (found) break;
  }

  const desk = await enter(browser, product, 'Jana');
  await desk.page.goto(`${product.address}/kalender`);
  await see(desk.page.getByRole('list', { name: 'Erste Termine und freie Zeiten' }));
  await album.take(desk.page, 'kalender-telefonplatz', 'Der Kalender des Telefonplatzes: erste Termine und freie Zeiten aller Praxen.');
  await desk.page.getByRole('button', { name: 'Liste', exact: true }).click();
  await see(desk.page.getByRole('table', { name: /^Erste Termine am/ }).or(desk.page.getByText('steht im Netz kein erster Termin')));
  await album.take(desk.page, 'tagesliste', 'Die Tagesliste, auch als barrierefreies PDF.');
  await desk.context.close();
}
