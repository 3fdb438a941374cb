import { generateSync } from 'otplib';
import { expect, test } from 'vitest';
import { enter, goneFrom, type Stage, see, visitor } from './people.ts';

const PASSWORD = 'drei Boote liegen still im Hafen';
const EMAIL = 'frida.neumann@geleit.example';

export function administrationJourneys({ product, browser }: Stage): void {
  test('Somebody is invited, accepts with password and app, and signs in with both; a wrong password tells nothing', async () => {
    const admin = await enter(browser, product, 'Tomasz');
    await admin.page.goto(`${product.address}/verwaltung`);
    await (await see(admin.page.getByRole('button', { name: 'Person einladen' }))).click();
    const panel = admin.page.getByRole('dialog', { name: 'Person einladen' });
    await panel.getByLabel('Name').fill('Frida Neumann');
    await panel.getByLabel('E-Mail').fill(EMAIL);
    await panel.getByRole('checkbox', { name: 'Verwaltung' }).check({ force: true });
    await panel.getByRole('button', { name: 'Einladung erzeugen' }).click();
    const link = await (await see(admin.page.getByRole('dialog', { name: 'Link zur Einladung' }).getByLabel('Link'))).inputValue();
    expect(link).toMatch(/\/einladung#/);
    await admin.page.getByRole('button', { name: 'Link ist übergeben' }).click();
    await admin.context.close();

    const frida = await visitor(browser, 'Frida');
    await frida.page.goto(`${product.address}${new URL(link).pathname}${new URL(link).hash}`);
    await (await see(frida.page.getByLabel('Neues Passwort'))).fill(PASSWORD);
    await frida.page.getByRole('button', { name: 'Konto anlegen' }).click();
    const secret =
      (await (
        await see(frida.page.getByLabel('Schlüssel'))
      )
        .inputValue()
        .catch(async () => frida.page.getByLabel('Schlüssel').textContent())) ?? '';
    await frida.page.getByLabel('Code aus der App').fill(codeOf(secret));
    await frida.page.getByRole('button', { name: 'Bestätigen' }).click();
    await see(frida.page.getByRole('heading', { name: 'Verwaltung', level: 1 }));
    await frida.context.close();

    const back = await visitor(browser, 'Frida, later');
    back.expected.push(/401|422|403/); // the browser notes refused passwords
    const refused: string[] = [];
    for (const [email, password] of [
      [EMAIL, 'falsch falsch falsch'],
      ['niemand@geleit.example', 'falsch falsch falsch'],
    ] as const) {
      await signIn(back.page, email, password);
      refused.push((await (await see(back.page.getByRole('alert'))).textContent()) ?? '');
    }
    expect(refused[0]).toBe(refused[1]);
    expect(refused[0]).toMatch(/\w/);
    await signIn(back.page, EMAIL, PASSWORD);
    await (await see(back.page.getByLabel('Code aus der App'))).fill(codeOf(secret, 30)); // each code works once
    await back.page.getByRole('button', { name: /Weiter|Bestätigen/ }).click();
    await see(back.page.getByRole('heading', { name: 'Verwaltung', level: 1 }));
    await goneFrom(back.page.getByLabel('Code aus der App'));
    await back.context.close();
  });

  async function signIn(page: Awaited<ReturnType<typeof visitor>>['page'], email: string, password: string) {
    await page.goto(`${product.address}/anmelden`);
    await (await see(page.getByLabel('E-Mail'))).fill(email);
    await page.getByLabel('Passwort').fill(password);
    await page.getByLabel('Passwort').press('Enter');
  }
}

const codeOf = (secret: string, later = 0) =>
  generateSync({ secret: secret.replaceAll(/\s/g, ''), epoch: Math.floor(Date.now() / 1000) + later });
