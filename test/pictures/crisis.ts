import { chooseTime, matches, openDesk, takeDown } from '../e2e/call.ts';
import { enter, see } from '../e2e/people.ts';
import { PHONE, type Studio } from './album.ts';

/** An emergency in the middle of a booking, from the desk and from the phone of the duty psychologist. */
export async function emergency({ product, browser, album }: Studio): Promise<void> {
  album.chapter('Notfälle');
  const jana = await enter(browser, product, 'Jana');
  const { page } = jana;
  await openDesk(page, product.address);
  await takeDown(page, { birthDate: '21.8.1986', postalCode: '53227' });
  await page.getByLabel('Vorname').fill('Anna-Lena');
  await page.getByLabel('Nachname').fill('Kowalski');
  const therapist = (await matches(page).first().getByRole('button').first().textContent()) ?? '';
  const time = await chooseTime(page, therapist);
  await page.getByRole('button', { name: time, exact: true }).click();
  await see(page.getByRole('timer', { name: /^Gehalten/ }));

  const duty = await enter(browser, product, 'Yılmaz', PHONE);
  await duty.page.goto(`${product.address}/notfaelle`);
  await see(duty.page.getByRole('heading', { name: 'Offen', exact: true }));

  await page.keyboard.press('F9');
  await see(page.getByRole('dialog').getByRole('button', { name: /^Alarm auslösen/ }));
  const opened = 'F9 öffnet das Notfallblatt: Alarm auslösen geht sofort, Fragen und Nummern stehen daneben. Die Buchung wartet.';
  await album.take(page, 'notfall', opened);
  await album.onPhone(page, 'notfall', opened);

  await page
    .getByRole('dialog')
    .getByRole('group', { name: /^Haben Sie sich etwas angetan/ })
    .getByRole('radio')
    .first()
    .focus();
  for (const figure of ['2', '1', '1', '1']) await page.keyboard.press(figure);
  await see(page.getByRole('dialog').getByRole('timer', { name: /^Seit der Auslösung/ }));
  await see(page.getByText('Orange wegen „überlegt, wie: ja“.'));
  await page.getByLabel('Wo ist der Mensch?').fill('zu Hause, Klingel Kowalski');
  const asked = 'Gefragt und ausgelöst: die Stufe mit ihrem Grund, die laufende Uhr, wer gerufen ist, was jetzt zu tun ist.';
  await album.take(page, 'notfall-gefragt', asked);
  await album.inTheDark(page, 'notfall-gefragt', asked);

  await see(duty.page.getByRole('region', { name: 'Alarm' }));
  await album.take(duty.page, 'dienst-alarm-handy', 'Der Alarm bei der diensthabenden Psychologin. Auf dem Handy.');
  await duty.page.getByRole('region', { name: 'Alarm' }).getByRole('button', { name: 'Übernehmen' }).click();
  await see(duty.page.getByRole('dialog').getByRole('button', { name: 'Ich spreche' }));
  await album.take(duty.page, 'dienst-uebernommen-handy', 'Übernommen: der Telefonplatz sieht den Namen. Auf dem Handy.');
  await see(page.getByRole('dialog').getByText(/Dr\. Elif Yılmaz hat um .* übernommen/));
  await album.take(page, 'notfall-uebernommen', 'Der Telefonplatz sieht innerhalb von zwei Sekunden, wer übernommen hat.');

  const oncall = await enter(browser, product, 'Yılmaz');
  await oncall.page.goto(`${product.address}/notfaelle`);
  await see(oncall.page.getByRole('heading', { name: 'Offen', exact: true }));
  await album.take(oncall.page, 'notfaelle', 'Alle Notfälle: offene mit Uhr, beendete mit dem, was daraus wurde.');
  const lead = await enter(browser, product, 'Amara');
  await lead.page.goto(`${product.address}/notfaelle/leitfaden`);
  await see(lead.page.getByRole('cell', { name: 'Hat sich etwas angetan oder ist jetzt in Gefahr' }));
  await album.take(lead.page, 'leitfaden', 'Der Leitfaden: Fragen, Stufen, Fristen als Daten, von der fachlichen Leitung unterschrieben.');
  for (const { context } of [jana, duty, oncall, lead]) await context.close();
}
