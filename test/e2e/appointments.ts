import { expect, test } from 'vitest';
import { quiet } from '../browser.ts';
import { enter, inDays, openAppointment, type Stage, see, THERAPISTS, until } from './people.ts';

export function appointmentJourneys({ product, browser }: Stage): void {
  test('A therapist makes a series, sees each day before, and ends it from the second session on', async () => {
    for (const name of THERAPISTS) {
      const { page, context } = await enter(browser, product, name);
      await page.goto(`${product.address}/kalender`);
      if (!(await openAppointment(page))) {
        await context.close();
        continue;
      }
      await page.getByRole('button', { name: 'Serie anlegen' }).click();
      const panel = page.getByRole('dialog', { name: 'Serie anlegen' });
      await panel.getByLabel('Erster Termin').fill(inDays(90));
      await panel.getByLabel('Uhrzeit').fill('06:05');
      await panel.getByLabel('Wie viele').fill('4');
      const dates = panel.getByRole('region', { name: 'Diese Tage werden es' });
      await until('four days are shown', async () => (await dates.getByRole('listitem').count()) === 4);
      await until('the sum is said', async () => /werden angelegt|wird angelegt/.test((await dates.textContent()) ?? ''));
      const make = panel.getByRole('button', { name: /Termine? anlegen$/ });
      // One of them on another day, typed: judged by the server, and one less while it is not whole.
      const most = Number(/\d+/.exec((await make.textContent()) ?? '')?.[0]);
      const third = dates.getByRole('listitem').nth(2);
      if (/frei/.test((await third.textContent()) ?? '')) {
        await third.getByRole('combobox').selectOption({ label: 'an einem anderen Tag' });
        await until('it waits for its day', async () => Number(/\d+/.exec((await make.textContent()) ?? '')?.[0]) === most - 1);
        await third.getByLabel(/^Tag statt/).fill(inDays(106));
        await third.getByLabel(/^Tag statt/).press('Tab');
        await until('its day is taken in', async () => Number(/\d+/.exec((await make.textContent()) ?? '')?.[0]) === most);
      }
      const count = Number(/\d+/.exec((await make.textContent()) ?? '')?.[0]);
      expect(count).toBeGreaterThan(1);
      await make.click();
      await until('the panel is closed', async () => (await panel.count()) === 0);
      for (let week = 0; week < 16 && !(await page.getByRole('button', { name: /06:05/ }).first().isVisible()); week += 1)
        await page
          .getByRole('button', { name: 'Woche vor' })
          .click()
          .then(() => quiet(page)); // its appointments are there
      await page.getByRole('button', { name: /06:05/ }).first().click();
      await page.getByRole('button', { name: 'Ganze Serie' }).click();
      await see(page.getByText(`Noch ${count} Termine ab diesem.`));
      await page.getByText('Ab hier beenden').click();
      await page.getByRole('button', { name: 'Serie beenden' }).click();
      await page
        .getByRole('alertdialog')
        .or(page.getByRole('dialog', { name: /absagen\?$/ }))
        .getByRole('button', { name: 'Serie beenden' })
        .click();
      await until('nothing of it is left', async () => (await page.getByRole('button', { name: /06:05/ }).count()) === 0);
      await context.close();
      return;
    }
    throw new Error('nobody of the demo has an appointment this week');
  });

  test('The desk sees first appointments of all practices by day, and the list of the day is an accessible file', async () => {
    const { page, context } = await enter(browser, product, 'Jana');
    await page.goto(`${product.address}/kalender`);
    const days = await see(page.getByRole('list', { name: 'Erste Termine und freie Zeiten' }));
    expect(await days.getByRole('heading', { level: 3 }).count()).toBeGreaterThanOrEqual(5);
    await page.getByRole('button', { name: 'Liste', exact: true }).click();
    await see(page.getByRole('table', { name: /^Erste Termine am/ }).or(page.getByText('steht im Netz kein erster Termin')));
    const address = await page.getByRole('link', { name: 'Tagesliste (PDF)' }).getAttribute('href');
    const file = await context.request.get(`${product.address}${address}`);
    expect(file.headers()['content-type']).toBe('application/pdf');
    expect((await file.body()).toString('latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>');
    await context.close();
  });

  test('What a person tried herself becomes evidence at the desk, and a letter without a diagnosis', async () => {
    const { page, context } = await enter(browser, product, 'Jana');
    await page.goto(`${product.address}/anfragen`);
    await (
      await see(page.getByRole('table').getByRole('rowheader').getByRole('link').or(page.getByRole('rowheader').getByRole('button')))
    ).click();
    await page.getByText('Suche belegen').click();
    const own = page.getByRole('region', { name: 'Eigene Suche' });
    await own.getByLabel('Tag', { exact: true }).fill(inDays(-20));
    await own.getByLabel('Wo', { exact: true }).fill('Praxis am Kaiserplatz');
    await own.getByRole('button', { name: 'Eintragen' }).click();
    await see(own.getByText('Praxis am Kaiserplatz'));
    await page.getByRole('button', { name: 'Jetzt suchen und vermerken' }).click();
    const letter = page.getByRole('region', { name: 'Brief' });
    const address = await letter.getByRole('link', { name: 'Brief drucken (PDF)' }).getAttribute('href');
    expect(address).toContain('withProblem=no');
    const file = await context.request.get(`${product.address}${address}`);
    expect(file.status()).toBe(200);
    expect((await file.body()).toString('latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>');
    await context.close();
  });
}
