import { expect, test } from 'vitest';
import { enter, type Stage, see, until } from './people.ts';

/** Words of the German shell; none of them is an English word. */
const GERMAN =
  /\b(Telefonplatz|Anfragen?|Netzwerk|Aufgaben|Konto|Notfall|Hintergrunddienst|erreichbar|Abmelden|Überall|Tasten|Sprache|Darstellung|Passwort|Rollen|Gerät|Befehl|Räume|Inhalt)\b/;

export function sessionJourneys({ product, browser }: Stage): void {
  test('Signing out everywhere ends the session on the other device too', async () => {
    const here = await enter(browser, product, 'Marit');
    const there = await enter(browser, product, 'Marit');
    await there.page.goto(`${product.address}/aufgaben`);
    await see(there.page.getByRole('heading', { name: 'Aufgaben', level: 1 }));
    there.expected.push(/401/);
    await here.page.goto(`${product.address}/konto`);
    await (await see(here.page.getByRole('button', { name: 'Überall abmelden' }))).click();
    await here.page.getByRole('dialog').getByRole('button', { name: 'Überall abmelden' }).click();
    await see(here.page.getByRole('heading', { name: /Ein Anruf, ein Platz/ }));
    // Its live line may have noticed by itself; otherwise the next step does.
    const asked = there.page.getByRole('dialog', { name: 'Wieder anmelden' });
    await there.page
      .getByRole('link', { name: 'Netzwerk' })
      .click({ timeout: 3_000 })
      .catch(async (fault) => {
        if (!(await asked.isVisible())) throw fault;
      });
    await see(there.page.getByLabel('Passwort').or(there.page.getByRole('heading', { name: /Wieder anmelden|Ein Anruf/ })));
    await here.context.close();
    await there.context.close();
  });

  test('In English the shell and the account have no German word left', async () => {
    const { page, context } = await enter(browser, product, 'Samuel');
    await page.goto(`${product.address}/konto`);
    await (await see(page.getByRole('radio', { name: 'English' }))).click({ force: true });
    await see(page.getByRole('heading', { name: 'My account', level: 1 }));
    await until('no German word is left', async () => !GERMAN.test((await page.locator('body').innerText()) ?? ''));
    expect(await page.evaluate<string>('document.documentElement.lang')).toBe('en');
    expect(await page.locator('body').ariaSnapshot()).not.toMatch(GERMAN);
    await page.getByRole('radio', { name: 'Deutsch' }).click({ force: true });
    await see(page.getByRole('heading', { name: 'Mein Konto', level: 1 }));
    await context.close();
  });
}
