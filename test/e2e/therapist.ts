import { test } from 'vitest';
import { enter, inDays, type Stage, see, THERAPISTS, until } from './people.ts';

const PHONE = { width: 390, height: 844 };

export function therapistJourneys({ product, browser }: Stage): void {
  test('On the phone a therapist opens a place like the last one in two taps, confirms the week in one', async () => {
    const { page, context } = await enter(browser, product, 'Brandt', PHONE);
    await page.goto(`${product.address}/angebot`);
    const places = page.getByRole('region', { name: 'Meine Plätze' });
    await see(places.getByRole('listitem'));
    const before = await places.getByRole('button', { name: 'Pausieren' }).count();
    await page.getByRole('button', { name: 'Platz öffnen' }).click();
    await page.getByRole('button', { name: /^Wie der letzte/ }).click();
    await until('one place more is open', async () => (await places.getByRole('button', { name: 'Pausieren' }).count()) === before + 1);

    await page.getByRole('button', { name: 'Stimmt noch' }).click();
    const today = Temporal.Now.plainDateISO('Europe/Berlin').toLocaleString('de-DE', { day: '2-digit', month: '2-digit' });
    await see(page.getByText(new RegExp(`Zuletzt bestätigt am .*${today}`)));

    await context.close();
  });

  test('After the trial sessions one question: it fits, and the place is occupied', async () => {
    for (const name of [...THERAPISTS, 'Tr', 'Petrenko', 'Vogt']) {
      const { page, context } = await enter(browser, product, name, PHONE);
      await page.goto(`${product.address}/angebot`);
      await see(page.getByRole('region', { name: 'Meine Plätze' }).getByRole('listitem'));
      const asks = page.getByRole('button', { name: 'Passt es?' });
      const open = await asks.count();
      if (open > 0) await asks.first().click();
      const question = page.getByRole('region', { name: /passt es\?$/ });
      const yes = question.getByRole('button', { name: 'Ja, es passt' }).first();
      // Where sessions are still missing nobody may say yes yet.
      if (open > 0 && (await yes.isVisible())) {
        await yes.click();
        const both = question.getByRole('button', { name: 'Ja, beide möchten' });
        if (
          await both.waitFor({ timeout: 1_500 }).then(
            () => true,
            () => false,
          )
        )
          await both.click(); // unless the client has said so herself
        await until('the question is answered', async () => (await asks.count()) < open);
        return;
      }
      await context.close();
    }
    throw new Error('nobody of the demo has a trial to decide on');
  });

  test('An absence shows what it touches before it is entered', async () => {
    const { page, context } = await enter(browser, product, 'Brandt', PHONE);
    await page.goto(`${product.address}/kalender`);
    await (await see(page.getByRole('button', { name: 'Abwesend' }))).click();
    const panel = page.getByRole('dialog', { name: 'Abwesenheit eintragen' });
    await (await see(panel.getByLabel('Letzter Tag'))).fill(inDays(61));
    await panel.getByLabel('Letzter Tag').press('Tab');
    await panel.getByLabel('Erster Tag').fill(inDays(60));
    await panel.getByLabel('Erster Tag').press('Tab');
    await see(panel.getByRole('region', { name: 'Das passiert beim Eintragen' }));
    await see(panel.getByText(/benachrichtigt|Termin|Sitzung/));
    await panel.getByRole('button', { name: 'Abwesenheit eintragen' }).click();
    await until('the panel is closed', async () => (await panel.count()) === 0);
    await context.close();
  });
}
