import { expect, test } from 'vitest';
import { openDesk, takeDown } from './call.ts';
import { enter, goneFrom, type Stage, see } from './people.ts';

export function safetyJourneys({ product, browser }: Stage): void {
  test('An opener "ja" opens the sheet and blocks booking until the duty psychologist releases it, which shows live', async () => {
    const jana = await enter(browser, product, 'Jana');
    await openDesk(jana.page, product.address);
    await takeDown(jana.page, { opener: 'ja' });
    const sheet = await see(jana.page.getByRole('dialog'));
    expect(await sheet.textContent()).toMatch(/112/);
    expect(await sheet.textContent()).toContain('Dr. Elif Yılmaz');
    await jana.page.keyboard.press('Escape');
    await goneFrom(jana.page.getByRole('dialog'));
    const banner = jana.page.getByText('Buchen wartet auf den Hintergrunddienst.');
    await see(banner);
    const id = jana.page.url().split('/').at(-1) ?? '';

    const duty = await enter(browser, product, 'Yılmaz');
    await duty.page.goto(`${product.address}/anfragen/${id}`);
    await (await see(duty.page.getByLabel('Grund'))).fill('Gesprochen: keine akute Gefahr, Absprachen getroffen.');
    await duty.page.getByRole('button', { name: 'Freigeben', exact: true }).click();
    await goneFrom(duty.page.getByLabel('Grund'));

    await goneFrom(banner);
    expect(jana.page.url()).toContain(id);
    await jana.context.close();
    await duty.context.close();
  });
}
