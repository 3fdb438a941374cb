import { chooseTime, fitColumn, matches, openDesk, takeDown } from '../e2e/call.ts';
import { enter, see, visitor } from '../e2e/people.ts';
import type { Studio } from './album.ts';

/** Before anybody is signed in. */
export async function outside({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Beginnen');
  const { page, context } = await visitor(browser);
  await page.goto(product.address);
  await see(page.getByRole('button', { name: /^Telefonplatz/ }));
  const start = 'Die Startseite der Vorführung: ein Klick je Person.';
  await album.take(page, 'start', start);
  await album.onPhone(page, 'start', start);
  await page.goto(`${product.address}/anmelden`);
  await see(page.getByLabel('Passwort'));
  await album.take(page, 'anmeldung', 'Die Anmeldung mit Adresse und Passwort, danach der Code aus der App.');
  await context.close();
}

/** A call: held, lost to somebody faster, nothing fits. */
export async function calls({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Am Telefonplatz');
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
  await album.take(page, 'telefonplatz', held);
  await album.inTheDark(page, 'telefonplatz', held);
  await album.onPhone(page, 'telefonplatz', held, page.getByRole('heading', { name: 'Ausfallregelung vorlesen' }));

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
  await album.take(
    samuel.page,
    'telefonplatz-wettlauf',
    'Ein anderer Tisch war schneller: wer hält, und was noch frei ist. Nichts Eingegebenes geht verloren.',
  );

  await openDesk(other.page, product.address);
  await takeDown(other.page, { birthDate: '9.9.1991', postalCode: '53359' });
  await other.page.getByLabel('Weg höchstens').selectOption({ label: 'bis 15 Min.' });
  await see(fitColumn(other.page).getByText(/Kein Platz passt/));
  const nothing = 'Nichts passt: was eine Lockerung bringt, und die Warteliste mit dem, was bis dahin hilft.';
  await album.take(other.page, 'telefonplatz-nichts-passt', nothing);
  await album.onPhone(other.page, 'telefonplatz-nichts-passt', nothing, other.page.getByText('Gerade passt kein Platz.'));
  for (const { context } of [jana, samuel, other]) await context.close();
}
