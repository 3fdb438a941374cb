import { expect, test } from 'vitest';
import { openDesk, takeDown } from './call.ts';
import { enter, type Stage, see, until } from './people.ts';

export function crashJourney({ product, browser }: Stage): void {
  test('A draft survives the death of the server: nothing typed is lost, and it is saved when the server is back', async () => {
    const visit = await enter(browser, product, 'Jana');
    const { page } = visit;
    await openDesk(page, product.address);
    await takeDown(page);
    await see(page.getByText(/^gespeichert \d/));
    visit.expected.push(/ERR_|Failed to (load|fetch)|50[0-9]|EventSource/); // the browser notes that nobody answers
    await product.kill();
    await page.getByLabel('Vorname').fill('Wilhelmine');
    await page.getByLabel('Nachname').fill('Ackermann-Sørensen');
    await page.waitForTimeout(1_500);
    expect(await page.getByLabel('Vorname').inputValue()).toBe('Wilhelmine');
    await product.up();
    await until(
      'the draft is saved again',
      async () => {
        const again = page.getByRole('button', { name: 'Noch einmal speichern' });
        if (await again.isVisible()) await again.click({ timeout: 1_000 }).catch(() => undefined); // it may save by itself meanwhile
        return page.getByText(/^gespeichert \d/).isVisible();
      },
      30_000,
    );
    const other = await enter(browser, product, 'Jana');
    await other.page.goto(page.url());
    await until('another device shows it', async () => (await other.page.getByLabel('Vorname').inputValue()) === 'Wilhelmine');
    expect(await other.page.getByLabel('Nachname').inputValue()).toBe('Ackermann-Sørensen');
    await other.context.close();
    await visit.context.close();
  });
}
