import type { Page } from 'playwright-core';
import { chooseTime, matches, openDesk, takeDown } from '../e2e/call.ts';
import { enter, see } from '../e2e/people.ts';
import { bring, type Studio } from './album.ts';

/** A list as a network keeps it, with two faults to be named. */
const LIST = [
  'Name;Beruf;Praxis;Straße;PLZ;Ort;Telefon;E-Mail;Nimmt auf',
  'Wiebke Hansen;Psychologische Psychotherapeutin;Praxis Hansen;Rheinweg 12;53113;Bonn;0228 555 701;hansen@praxis.example;ja',
  'Murat Erdem;KJP;Praxis Erdem;Kirchstr. 4;53177;Bonn;0228 555 702;erdem@praxis.example;ja',
  'Lena Fuchs;Ärztin;Praxis Fuchs;Hauptstr. 9;99999;Bonn;0228 555 703;fuchs@praxis.example;vielleicht',
].join('\n');

/** Somebody books for a person who wishes a letter. */
async function bookByLetter(page: Page, address: string): Promise<void> {
  await openDesk(page, address);
  await takeDown(page, { birthDate: '30.1.1969', postalCode: '53111' });
  await page.getByLabel('Vorname').fill('Paula');
  await page.getByLabel('Nachname').fill('Hartung');
  const time = await chooseTime(page, (await matches(page).first().getByRole('button').first().textContent()) ?? '');
  await page.getByRole('button', { name: time, exact: true }).click();
  await see(page.getByRole('timer', { name: /^Gehalten/ }));
  await page.getByRole('radio', { name: 'Brief' }).check({ force: true });
  await page.getByLabel('Straße').fill('Am Hof 3');
  await page.getByLabel('Ort', { exact: true }).fill('Bonn');
  await page.getByLabel('Mitgeteilt und einverstanden').check({ force: true });
  await page.getByRole('button', { name: /^Verbindlich buchen/ }).click();
  await see(page.getByText('Die Bestätigung geht als Brief.'));
}

/** Tasks and post. */
export async function post({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Aufgaben und Post');
  const { page, context } = await enter(browser, product, 'Jana');
  await bookByLetter(page, product.address);
  await page.goto(`${product.address}/aufgaben`);
  await see(page.getByText(/überfällig|heute|später/));
  const tasks = 'Aufgaben nach Frist, daneben die Post: Briefe, Rückläufer, geschlossene Wege.';
  await album.take(page, 'aufgaben', tasks);
  await album.onPhone(page, 'aufgaben', tasks);
  await page.getByRole('button', { name: /Briefe? (zusammen )?drucken$/ }).click();
  await see(page.getByRole('button', { name: 'Liegen in der Post' }));
  await album.take(page, 'post', 'Ein Druckauftrag: alle Briefe in einer Datei. Verschickt sind sie erst, wenn jemand es sagt.');
  await context.close();
}

export async function administration({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Verwaltung');
  const tomasz = await enter(browser, product, 'Tomasz');
  for (const [part, sign, caption, phone] of [
    ['personen', /Personen mit Konto/, 'Personen, Rollen, Einladungen.', false],
    ['dienstplan', /Lücke|Vertretung/, 'Der Dienstplan des Hintergrunddienstes, mit seinen Lücken.', true],
    ['texte', /So sieht es aus/, 'Texte der Nachrichten: je Sprache, mit Vorschau und Prüfung.', true],
  ] as const) {
    await tomasz.page.goto(`${product.address}/verwaltung/${part}`);
    await see(tomasz.page.getByText(sign), 30_000);
    await album.take(tomasz.page, part, caption);
    if (phone) await album.onPhone(tomasz.page, part, caption);
  }
  await tomasz.context.close();

  const marit = await enter(browser, product, 'Marit');
  await marit.page.goto(`${product.address}/verwaltung/einlesen`);
  await see(marit.page.getByText('Was steht in der Liste?'));
  await marit.page.locator('input[type=file]').setInputFiles({ name: 'therapeuten.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await see(marit.page.getByText(/Fehler in der Datei/));
  const read = 'Listen einlesen: Spalten zuordnen, jeder Fehler mit seiner Zeile. Gespeichert wird alles oder nichts.';
  await bring(marit.page.getByText('Spalten zuordnen'), 'start');
  await album.take(marit.page, 'einlesen', read);
  await bring(marit.page.getByText(/Fehler in der Datei/), 'start');
  await album.take(marit.page, 'einlesen-fehler', 'Was daraus würde: ein Fehler hält alles auf und wird genannt.');
  await marit.context.close();

  const karin = await enter(browser, product, 'Karin');
  await karin.page.goto(`${product.address}/verwaltung/protokoll`);
  await see(karin.page.getByText(/Protokoll/));
  await album.take(karin.page, 'protokoll', 'Das Protokoll: wer wann was gesehen oder getan hat.');
  await karin.context.close();
}

export async function figures({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Auswertung');
  const { page, context } = await enter(browser, product, 'Marit');
  await page.goto(`${product.address}/auswertung`);
  await see(page.getByText(/Alle Kennzahlen/), 60_000);
  const year = 'Das Jahr in Zahlen, mit Definition, Zähler und Nenner; jedes Bild auch als Tabelle.';
  await album.take(page, 'auswertung', year);
  await album.inTheDark(page, 'auswertung', year);
  await album.onPhone(page, 'auswertung', year);
  await bring(page.getByRole('heading', { name: /gleichmäßig verteilt|Ungleich verteilt/i }), 'start');
  await album.take(
    page,
    'auswertung-fairness',
    'Wo Bedarf offen bleibt, und wer wie viel öffnet und bekommt: sichtbar nur für die Koordination.',
  );
  await album.whole(page, 'auswertung-ganz', 'Die ganze Seite.', 2_600);
  await page.goto(`${product.address}/auswertung/kosten`);
  await see(page.getByText(/Umlage feststellen/));
  await page.getByLabel('Kosten des Netzwerks im Jahr').fill('12.400,00');
  await album.take(page, 'kostenumlage', 'Die Kostenumlage hängt nur an der Mitgliedschaft, nie an vermittelten Plätzen.');
  await context.close();
}
