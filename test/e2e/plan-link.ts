import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '../axe.ts';
import { enter, type Stage, see, until, visitor } from './people.ts';

const faultsOf = async (page: Page) => (await axe(page)).map(({ id }) => id);

interface Row {
  episodeId: string;
  name: string;
}

/** A client of the demo whose plan waits for the prescriber's signature alone. */
async function waiting(page: Page, address: string): Promise<string> {
  const get = async <Answer>(path: string) =>
    (await (await page.context().request.get(address + path, { headers: { 'X-Geleit': '1' } })).json()) as Answer;
  const { clients } = await get<{ clients: Row[] }>('/api/soziotherapie/clients?which=open&page=1');
  for (const { episodeId } of clients) {
    const { plans } = await get<{ plans: { state: string; signatures: { party: string }[] }[] }>(
      `/api/soziotherapie/episodes/${episodeId}/plans`,
    );
    const parties = plans.find(({ state }) => state === 'offered')?.signatures.map(({ party }) => party) ?? [];
    if (parties.length === 2 && !parties.includes('prescriber')) return episodeId;
  }
  throw new Error('no plan waits for a prescriber');
}

export function planLinkJourneys(stage: Stage): void {
  const { product, browser } = stage;

  test('A plan goes to the prescriber by a link; she signs it without an account, and it is in force at once', async () => {
    const { page } = await enter(browser, product, 'Ruth Kessler');
    const episodeId = await waiting(page, product.address);
    await page.goto(`${product.address}/soziotherapie/akte/${episodeId}/plan`);
    await (await see(page.getByRole('button', { name: 'Link erstellen' }))).click();
    const panel = page.getByRole('dialog');
    await panel.getByRole('button', { name: 'Link erstellen' }).click();
    await see(panel.getByText('Adresse und Code stehen nur jetzt hier.'));
    const address = await panel.getByLabel(/^Adresse/).inputValue();
    const code = (await panel.locator('.plan-code').innerText()).replaceAll(/\D/g, '');
    expect(await faultsOf(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Fertig' }).click();

    const doctor = await visitor(browser, 'prescriber', { width: 390, height: 844 });
    doctor.expected.push(/409/); // the wrong code
    await doctor.page.goto(address);
    await see(doctor.page.getByLabel('Code'));
    expect(doctor.page.url()).not.toContain('#');
    expect(await faultsOf(doctor.page)).toEqual([]);
    await doctor.page.getByLabel('Code').fill(code === '000000' ? '000001' : '000000');
    await doctor.page.keyboard.press('Enter');
    await see(doctor.page.getByText(/Sie haben noch 4 Versuche/));
    await doctor.page.getByLabel('Code').fill(code);
    await doctor.page.keyboard.press('Enter');
    const sign = await see(doctor.page.getByRole('button', { name: 'Ich unterschreibe diesen Plan' }));
    expect(await faultsOf(doctor.page)).toEqual([]);
    await sign.click(); // nothing is signed before it was read
    await doctor.page.keyboard.press('Space'); // the box has the cursor
    await sign.click();
    await see(doctor.page.getByText('Ihre Unterschrift ist angekommen.'));

    await see(page.getByText(/unterschrieben .* von allen drei/));
    await see(page.getByText('über den Link'));

    const other = await visitor(browser, 'another browser');
    other.expected.push(/409/);
    await other.page.goto(address);
    await see(other.page.getByText('Der Link gehört zu einem anderen Gerät.'));
  });

  test('A review is held with what took place, changes the plan, and its report is read by the prescriber', async () => {
    const { page } = await enter(browser, product, 'Ruth Kessler');
    await page.goto(`${product.address}/soziotherapie`);
    const { clients } = (await (
      await page.context().request.get(`${product.address}/api/soziotherapie/clients?which=open&page=1`, { headers: { 'X-Geleit': '1' } })
    ).json()) as { clients: Row[] };
    const found = clients.find(({ name }) => name === 'Quirin Adam');
    if (!found) throw new Error('Quirin Adam is not in the demo');
    await page.goto(`${product.address}/soziotherapie/akte/${found.episodeId}/plan`);
    await (await see(page.getByRole('button', { name: 'Überprüfung eintragen' }))).click();
    const panel = page.getByRole('dialog');
    await see(panel.locator('.plan-asked'));
    for (const goal of await panel.locator('.plan-asked').all()) await goal.getByText('zum Teil').click();
    await panel.getByLabel('Für die verordnende Praxis').fill('Kommt verlässlich, plant den Einkauf allein.');
    await panel.getByLabel('GAF heute').fill('42');
    await panel.getByText('Plan ändern').click();
    expect(await faultsOf(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Überprüfung eintragen' }).click();
    await see(page.getByRole('button', { name: 'Zur Unterschrift vorlegen' }));
    await page.getByRole('button', { name: 'Zurück zum Plan' }).click();
    await see(page.getByText(/Der GAF ging von \d+ auf 42\./));
    await page
      .getByText(/Plan ändern/)
      .first()
      .click();
    await (await see(page.getByRole('button', { name: 'Link zum Bericht' }))).click();
    await panel.getByRole('button', { name: 'Link erstellen' }).click();
    const address = await (await see(panel.getByLabel(/^Adresse/))).inputValue();
    const code = (await panel.locator('.plan-code').innerText()).replaceAll(/\D/g, '');
    await panel.getByRole('button', { name: 'Fertig' }).click();

    const doctor = await visitor(browser, 'prescriber');
    await doctor.page.goto(address);
    await (await see(doctor.page.getByLabel('Code'))).fill(code);
    await doctor.page.keyboard.press('Enter');
    await see(doctor.page.getByText('Kommt verlässlich, plant den Einkauf allein.'));
    expect(await faultsOf(doctor.page)).toEqual([]);
    await doctor.page.getByRole('button', { name: 'Zur Kenntnis genommen' }).click();
    await see(doctor.page.getByText('Die Praxis sieht, dass Sie den Bericht gelesen haben.'));
    await until('the practice sees that the report was read', async () => (await page.getByText(/Bericht an Dr\./).count()) > 0);
  });
}
