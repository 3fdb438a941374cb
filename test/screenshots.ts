import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { chooseTime, fitColumn, matches, openDesk, takeDown } from './e2e/call.ts';
import { enter, see, visitor } from './e2e/people.ts';
import { Product } from './e2e/product.ts';

const WIDE = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const MOST_MB = 6;

const handbook = fileURLToPath(new URL('../docs/handbuch/', import.meta.url));
const folder = join(handbook, 'bilder');
const captions: [name: string, caption: string][] = [];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const product = await Product.start();
const browser = await launchBrowser();
try {
  await outside();
  await desk();
  await rooms();
} finally {
  await browser.close();
  await product.close();
}
writeFileSync(join(handbook, 'bilder.md'), bookOfPictures());
const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
process.stdout.write(`${captions.length} Bilder, ${(bytes / 1e6).toFixed(1)} MB, in docs/handbuch/bilder\n`);
if (bytes > MOST_MB * 1e6) throw new Error(`the pictures are larger than ${MOST_MB} MB together`);

/** Takes a picture and keeps what it shows. */
async function picture(page: Page, name: string, caption: string): Promise<void> {
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'initial' });
  captions.push([name, caption]);
}

/** The same page on a phone. */
async function onPhone(page: Page, name: string, caption: string, to?: Locator): Promise<void> {
  await page.setViewportSize(PHONE);
  if (to) await to.first().evaluate((shown: { scrollIntoView(how: { block: string }): void }) => shown.scrollIntoView({ block: 'center' }));
  await picture(page, `${name}-handy`, `${caption} Auf dem Handy.`);
  await page.setViewportSize(WIDE);
}

async function inTheDark(page: Page, name: string, caption: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, `${name}-dunkel`, `${caption} Dunkle Darstellung.`);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function outside(): Promise<void> {
  const { page, context } = await visitor(browser);
  await page.goto(product.address);
  await see(page.getByRole('button', { name: /^Telefonplatz/ }));
  const start = 'Die Startseite der Vorführung: ein Klick je Person.';
  await picture(page, 'start', start);
  await onPhone(page, 'start', start);
  await page.goto(`${product.address}/anmelden`);
  await see(page.getByLabel('Passwort'));
  const signIn = 'Die Anmeldung mit Adresse und Passwort, danach der Code aus der App.';
  await picture(page, 'anmeldung', signIn);
  await onPhone(page, 'anmeldung', signIn);
  await context.close();
}

async function desk(): Promise<void> {
  const jana = await enter(browser, product, 'Jana');
  const { page } = jana;
  await openDesk(page, product.address);
  await takeDown(page, { postalCode: '53225' });
  await page.getByLabel('Vorname').fill('Miriam');
  await page.getByLabel('Nachname').fill('Hartung');
  await page.getByLabel('E-Mail').fill('miriam@post.example');
  const therapist = (await matches(page).first().getByRole('button').first().textContent()) ?? '';
  const time = await chooseTime(page, therapist);
  await page.getByRole('button', { name: time, exact: true }).click();
  await see(page.getByRole('timer', { name: /^Gehalten/ }));
  const held =
    'Der Telefonplatz mitten im Anruf: links die Anfrage, in der Mitte die Passung mit Gründen, rechts der gehaltene Platz mit der Ausfallregelung zum Vorlesen.';
  await page.getByLabel('Mitgeteilt und einverstanden').scrollIntoViewIfNeeded();
  await page.getByLabel('Telefon', { exact: true }).scrollIntoViewIfNeeded();
  await picture(page, 'telefonplatz', held);
  await inTheDark(page, 'telefonplatz', held);
  await onPhone(page, 'telefonplatz', held, page.getByRole('heading', { name: 'Ausfallregelung vorlesen' }));

  await page.keyboard.press('F9');
  await see(page.getByRole('dialog'));
  const emergency = 'Das Notfallblatt: Fragen, Nummern, wer übernimmt. Die Buchung wartet solange.';
  await picture(page, 'notfall', emergency);
  await onPhone(page, 'notfall', emergency);
  await page.keyboard.press('Escape');

  const samuel = await enter(browser, product, 'Samuel');
  await openDesk(samuel.page, product.address);
  await takeDown(samuel.page, { birthDate: '4.6.1979' });
  const wanted = (await matches(samuel.page).nth(1).getByRole('button').first().textContent()) ?? '';
  const late = await chooseTime(samuel.page, wanted);
  const other = await enter(browser, product, 'Jana');
  await openDesk(other.page, product.address);
  await takeDown(other.page, { birthDate: '3.5.1988' });
  await chooseTime(other.page, wanted);
  await samuel.page.route(
    '**/api/placement/requests/*/hold',
    async (route) => {
      await other.page.getByRole('button', { name: late, exact: true }).click();
      await see(other.page.getByRole('timer', { name: /^Gehalten/ }));
      await route.continue();
    },
    { times: 1 },
  );
  await samuel.page.getByRole('button', { name: late, exact: true }).click();
  await see(samuel.page.getByText(/war schneller/));
  const race = 'Ein anderer Tisch war schneller: wer hält, und was noch frei ist. Nichts Eingegebenes geht verloren.';
  await picture(samuel.page, 'telefonplatz-wettlauf', race);
  await onPhone(samuel.page, 'telefonplatz-wettlauf', race, samuel.page.getByText(/war schneller/));

  await openDesk(other.page, product.address);
  await takeDown(other.page, { birthDate: '9.9.1991', postalCode: '53359' });
  await other.page.getByLabel('Weg höchstens').selectOption({ label: 'bis 15 Min.' });
  await see(fitColumn(other.page).getByText(/Kein Platz passt/));
  const nothing = 'Nichts passt: was eine Lockerung bringt, und die Warteliste mit dem, was bis dahin hilft.';
  await picture(other.page, 'telefonplatz-nichts-passt', nothing);
  await onPhone(other.page, 'telefonplatz-nichts-passt', nothing, other.page.getByText('Gerade passt kein Platz.'));
  for (const { context } of [jana, samuel, other]) await context.close();
}

async function rooms(): Promise<void> {
  const shown: { who: string; path: string; name: string; sign: RegExp; caption: string; dark?: true }[] = [
    { who: 'Jana', path: '/anfragen', name: 'anfragen', sign: /\d+ Zeilen/, caption: 'Die Anfragen: zuerst, was als Nächstes fällig ist.' },
    {
      who: 'Brandt',
      path: '/angebot',
      name: 'angebot',
      sign: /Meine Plätze/,
      caption: 'Mein Angebot: Plätze, Woche, neue Buchungen, „Passt es?“.',
      dark: true,
    },
    { who: 'Brandt', path: '/kalender', name: 'kalender', sign: /Woche \d+/, caption: 'Der Kalender einer Therapeutin.' },
    {
      who: 'Marit',
      path: '/netzwerk',
      name: 'netzwerk',
      sign: /Brandt/,
      caption: 'Das Netzwerk: wer was anbietet und wie frisch das ist.',
    },
    {
      who: 'Marit',
      path: '/aufgaben',
      name: 'aufgaben',
      sign: /überfällig/,
      caption: 'Die Aufgaben der Koordination, mit Briefen zum Drucken.',
    },
    {
      who: 'Tomasz',
      path: '/verwaltung/personen',
      name: 'verwaltung',
      sign: /Personen mit Konto/,
      caption: 'Die Verwaltung: Personen, Rollen, Einladungen.',
    },
    {
      who: 'Tomasz',
      path: '/verwaltung/dienstplan',
      name: 'dienstplan',
      sign: /Dienst/,
      caption: 'Der Dienstplan des Hintergrunddienstes, ohne Lücken.',
    },
    {
      who: 'Karin',
      path: '/verwaltung/protokoll',
      name: 'protokoll',
      sign: /Protokoll/,
      caption: 'Das Protokoll: wer wann was gesehen oder getan hat.',
    },
  ];
  for (const { who, path, name, sign, caption, dark } of shown) {
    const { page, context } = await enter(browser, product, who);
    await page.goto(`${product.address}${path}`);
    await see(page.getByText(sign));
    await picture(page, name, caption);
    if (dark) await inTheDark(page, name, caption);
    await onPhone(page, name, caption);
    await context.close();
  }
}

function bookOfPictures(): string {
  const parts = captions.map(([name, caption]) => `## ${caption}\n\n![${caption}](bilder/${name}.png)\n`);
  return `# Bilder\n\nAlle Personen sind erfunden. \`npm run screenshots\` nimmt diese Bilder neu auf.\n\n${parts.join('\n')}`;
}
