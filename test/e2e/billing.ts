import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { openDemoDoor, openSession } from '#rooms/access/actions/bootstrap.ts';
import { setMoney } from '#rooms/billing/money.fixture.ts';
import { mountLive } from '../../src/doors/live.ts';
import { mountWeb } from '../../src/doors/web.ts';
import { axe as look } from '../axe.ts';
import { type FreshDatabase, freshDatabase } from '../database.ts';
import { openHttp } from '../open-http.ts';
import type { ServiceName } from '../soziotherapie-stage.ts';
import { type Look, see, visitor } from './people.ts';

/** A practice whose March lies ready: two units of one client, one of another without a signature, behind a real door. */
async function openMoneyHouse(database: FreshDatabase, web = fileURLToPath(new URL('../../dist/web', import.meta.url))) {
  const stage = await setMoney(database, { mode: 'demo' });
  await stage.cast.asSystem(openDemoDoor);
  const almut = await stage.openCase();
  await stage.prescribe(almut, { issuedOn: '2026-03-02', receivedOn: '2026-03-05', approved: { units: 30, postedOn: '2026-03-20' } });
  await stage.putUnit(almut, { on: '2026-03-09' });
  await stage.putUnit(almut, { on: '2026-03-16', minutes: 90 });
  const corinna = await stage.openCase({ givenName: 'Corinna', familyName: 'Waldow', kvnr: 'M301198706' });
  await stage.prescribe(corinna);
  await stage.putUnit(corinna, { on: '2026-03-11T14:00', signed: false, state: 'DOCUMENTED' });
  const { app: http, log, metrics, origins } = await openHttp(stage.world, { level: 'silent', origins: [] });
  const live = mountLive(http, { world: stage.world, cookie: 'geleit', log, metrics });
  await mountWeb(http, web);
  await http.listen({ port: 0, host: '127.0.0.1' });
  const address = `http://localhost:${(http.server.address() as AddressInfo).port}`;
  origins.push(address);
  const visits: { close(): Promise<void> }[] = [];
  return {
    stage,
    almut,
    address,
    enter: async (browser: Browser, who: ServiceName, look: Look = {}) => {
      const token = await stage.cast.asSystem((call) => openSession(call, stage.cast.account(who)));
      const visit = await visitor(browser, who, look);
      visits.push(visit.context);
      await visit.page.clock.install({ time: stage.clock.now.epochMilliseconds });
      await visit.context.addCookies([{ name: 'geleit', value: token, url: address, httpOnly: true, sameSite: 'Strict' }]);
      return visit;
    },
    close: async () => {
      await Promise.all(visits.map((one) => one.close())); // before their live lines are cut
      await http.close();
      await live.stop();
      await stage.close();
    },
  };
}

async function axe(page: Page): Promise<string[]> {
  return (await look(page)).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
const FOLDER = process.env.GELEIT_SHOTS;
async function shot(page: Page, name: string): Promise<void> {
  if (FOLDER) await page.screenshot({ path: `${FOLDER}/${name}.png` });
}

export function billingJourneys({ browser }: { browser: Browser }): void {
  const opened = freshDatabase({ keep: true }).then((database) => openMoneyHouse(database, process.env.GELEIT_WEB));
  afterAll(async () => (await opened).close());

  test('The office sees what stands in the way, releases the rest, makes drafts, sends one and enters that it was paid', async () => {
    const house = await opened;
    const { page } = await house.enter(browser, 'buero');
    await page.goto(`${house.address}/abrechnung`);
    await see(page.getByRole('heading', { name: 'März 2026' }));
    const blocked = page.getByRole('region', { name: 'Noch nicht freizugeben' });
    await see(blocked.getByText('Waldow, Corinna'));
    await see(blocked.getByRole('link', { name: 'Termine öffnen' }));
    expect(await axe(page)).toEqual([]);
    await shot(page, 'month');
    await page.getByRole('button', { name: '2 Termine freigeben' }).click();
    await see(page.getByText('2 Termine sind freigegeben.'));
    await page.getByRole('button', { name: 'Entwürfe erstellen' }).click();
    await see(page.getByText('Ein Entwurf liegt bereit.'));
    await shot(page, 'month-released');
    await page.getByRole('link', { name: 'Rechnungen' }).click();
    await page.getByRole('button', { name: 'Entwurf', exact: true }).click();
    const panel = page.getByRole('dialog');
    await see(panel.getByRole('link', { name: 'Vorschau § 302' }));
    await panel.getByRole('button', { name: 'Prüfen' }).click();
    await panel.getByRole('button', { name: 'Stellen' }).click();
    await see(panel.getByText('bekommt die nächste Nummer', { exact: false }));
    expect(await axe(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Stellen' }).click();
    await see(page.getByRole('dialog', { name: 'Rechnung 2026-0001' }));
    await shot(page, 'invoice');
    await panel.getByRole('button', { name: 'Antwort der Kasse' }).click();
    await see(panel.getByLabel('Eingegangener Betrag in Euro'));
    await shot(page, 'reply');
    await panel.getByRole('button', { name: 'Speichern' }).click();
    await see(panel.getByText('bezahlt', { exact: true }));
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Offene Posten' }).click();
    await see(page.getByText('Alles ist bezahlt.'));
  });

  test('Prices are entered and two on one day are said; a payer is found with its ways; a file that is none says so', async () => {
    const house = await opened;
    const { page, expected } = await house.enter(browser, 'buero');
    expected.push(/409 \(Conflict\)/); // the file that is none
    await page.goto(`${house.address}/abrechnung/preise`);
    await page.getByRole('button', { name: 'Preis anlegen' }).click();
    const panel = page.getByRole('dialog', { name: 'Neuer Preis' });
    await panel.getByLabel('Vertrag', { exact: true }).fill('AOK Rheinland');
    await panel.getByLabel('Preis in Euro').fill('61,20');
    expect(await axe(page)).toEqual([]);
    await shot(page, 'price');
    await panel.getByRole('button', { name: 'Speichern' }).click();
    await see(page.getByRole('rowheader', { name: 'AOK Rheinland' }));
    await shot(page, 'prices');
    await page.getByRole('link', { name: 'Kassen', exact: true }).click();
    await page.getByRole('searchbox').fill('Techniker');
    await page.getByRole('button', { name: 'Techniker Krankenkasse' }).first().click();
    await see(page.getByRole('dialog').getByText('Wohin es geht'));
    expect(await axe(page)).toEqual([]);
    await shot(page, 'payers');
    await page.locator('input[type=file]').setInputFiles({ name: 'liste.ke0', mimeType: 'text/plain', buffer: Buffer.from('ik;name') });
    await see(page.getByText('Das ist keine Kostenträgerdatei.', { exact: false }));
  });

  test('A client’s copayments stand in her file, with receipts; an exemption sets them to nothing', async () => {
    const house = await opened;
    const { page } = await house.enter(browser, 'buero');
    await page.goto(`${house.address}/soziotherapie/akte/${house.almut.episodeId}/zuzahlung`);
    await see(page.getByRole('heading', { name: 'Zuzahlungen 2026' }));
    await see(page.getByText('14,63 €'));
    expect(await axe(page)).toEqual([]);
    await shot(page, 'copay');
    await page.getByRole('button', { name: 'Befreiung eintragen' }).click();
    await page.getByLabel('Befreit ab').fill('01.03.2026');
    await page.getByRole('form', { name: 'Befreiung eintragen' }).getByRole('button', { name: 'Speichern' }).click();
    await see(page.getByText('keine: befreit').first());
  });

  test('The same on a phone; a helper has no door to it', async () => {
    const house = await opened;
    const { page } = await house.enter(browser, 'buero', { width: 390, height: 844 });
    for (const part of ['', '/rechnungen', '/preise', '/kassen']) {
      await page.goto(`${house.address}/abrechnung${part}`);
      await see(page.locator('.card, .empty'));
      expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'), part).toBe(true);
      expect(await axe(page), part).toEqual([]);
      await shot(page, `phone${part.replace('/', '-')}`);
    }
    const helper = await house.enter(browser, 'weidner');
    await helper.page.goto(`${house.address}/soziotherapie`);
    await see(helper.page.getByRole('navigation').first());
    expect(await helper.page.getByRole('link', { name: 'Abrechnung' }).count()).toBe(0);
  });
}
