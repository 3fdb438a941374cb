import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe as look } from '../axe.ts';
import { quiet } from '../browser.ts';
import { chooseTime, matches, openDesk, takeDown } from './call.ts';
import { cursor, enter, goneFrom, type Stage, see, until } from './people.ts';

const SOON = 2_000;
const alarmButton = (page: Page) => page.getByRole('dialog').getByRole('button', { name: /^Alarm auslösen/ });
const clock = (page: Page) => page.getByRole('dialog').getByRole('timer', { name: /^Seit der Auslösung/ });
const alarm = (page: Page) => page.getByRole('region', { name: 'Alarm' });

export function crisisJourneys({ product, browser }: Stage): void {
  const ask = async <Answer>(context: BrowserContext, method: string, path: string, data?: object, version?: number): Promise<Answer> => {
    const headers = {
      'X-Geleit': '1',
      'Idempotency-Key': randomUUID(),
      Origin: product.address,
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    };
    const answer = await context.request.fetch(`${product.address}${path}`, { method, headers, ...(data ? { data } : {}) });
    expect(answer.status(), `${method} ${path}: ${await answer.text()}`).toBeLessThan(300);
    return (answer.status() === 204 ? {} : await answer.json()) as Answer;
  };
  const openOnes = async (context: BrowserContext) =>
    (await ask<{ emergencies: { id: string; raisedByName: string; level: string }[] }>(context, 'GET', '/api/crisis/emergencies'))
      .emergencies;

  test('F9 by mistake: Escape closes, and nobody was called', async () => {
    const { page, context } = await enter(browser, product, 'Samuel');
    await openDesk(page, product.address);
    const before = await openOnes(context);
    await page.keyboard.press('F9');
    await see(alarmButton(page));
    await page.keyboard.press('Escape');
    await goneFrom(page.getByRole('dialog'));
    expect(await openOnes(context)).toEqual(before);
    await context.close();
  });

  test('The clinical lead reads the script as a table, drafts a wording, sees the difference, and signs it', async () => {
    const { page, context } = await enter(browser, product, 'Amara');
    await page.goto(`${product.address}/notfaelle/leitfaden`);
    await see(page.getByRole('cell', { name: 'Hat sich etwas angetan oder ist jetzt in Gefahr' }));
    const sign = page.getByRole('button', { name: 'Unterschreiben' });
    if (await sign.isVisible()) {
      await sign.click();
      await page.getByRole('dialog').getByRole('button', { name: 'Unterschreiben' }).click();
    }
    await see(page.getByText('in Gebrauch'));
    expect(await axe(page, 'script')).toEqual([]);
    expect(await narrow(page, 'script')).toEqual([]);
    await page.getByRole('button', { name: 'Neue Fassung entwerfen' }).click();
    await page.getByLabel('Bezeichnung der Fassung').fill('2027-1');
    await page.getByRole('dialog').getByRole('button', { name: 'Neue Fassung entwerfen' }).click();
    await (await see(page.getByRole('button', { name: 'Wortlaut ändern' }))).click();
    await page.getByLabel('questions/Q3 deutsch').fill('Haben Sie schon überlegt, wie?');
    expect(await axe(page, 'script being worded')).toEqual([]);
    await page.getByRole('button', { name: 'Entwurf speichern' }).click();
    await see(page.getByText('1 Stelle weicht von der geltenden Fassung ab.'));
    await see(page.getByText('Haben Sie überlegt, wie?'));
    await sign.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unterschreiben' }).click();
    await see(page.getByText('abgelöst'));
    await context.close();
  });

  test('No version is signed: the sheet says why, gives numbers and the duty contact, and still calls for help', async () => {
    const lead = await enter(browser, product, 'Amara');
    await lead.page.goto(`${product.address}/notfaelle/leitfaden`);
    await (await see(lead.page.getByRole('button', { name: 'Zurückziehen' }))).click();
    await lead.page.getByRole('dialog').getByRole('button', { name: 'Zurückziehen' }).click();
    await see(lead.page.getByText('Keine Fassung ist unterschrieben.'));

    const { page, context } = await enter(browser, product, 'Samuel');
    await page.goto(`${product.address}/aufgaben`);
    await see(page.getByRole('heading', { name: 'Aufgaben', level: 1 }));
    await page.keyboard.press('F9');
    await see(page.getByText('Die Sicherheitsfragen sind nicht freigegeben.'));
    await see(page.getByRole('dialog').getByRole('link', { name: '112', exact: true }));
    await see(page.getByRole('dialog').getByRole('link', { name: '0228 555 112', exact: true }).first());
    expect(await axe(page, 'unsigned')).toEqual([]);
    await page.keyboard.press('Enter');
    await see(clock(page));
    await see(page.getByText('Stufe Orange: jetzt übergeben'));
    await context.close();

    const duty = await enter(browser, product, 'Yılmaz');
    const [raised] = (await openOnes(duty.context)).filter(({ raisedByName }) => raisedByName === 'Samuel Okafor');
    await duty.page.goto(`${product.address}/notfaelle/${raised?.id}`);
    await (await see(duty.page.getByRole('button', { name: 'Fehlalarm', exact: true }))).click();
    await duty.page.getByLabel('Grund').fill('Probe am frühen Morgen.');
    await duty.page.getByRole('button', { name: 'Als Fehlalarm beenden' }).click();
    await see(duty.page.getByText(/Beendet um/));
    await duty.context.close();

    const { scripts } = await ask<{ scripts: { id: string }[] }>(lead.context, 'GET', '/api/crisis/scripts');
    const fromId = scripts[0]?.id;
    const draft = await ask<{ id: string; version: number; hash: string }>(lead.context, 'POST', '/api/crisis/scripts', {
      fromId,
      scriptVersion: '2027-2',
    });
    await ask(lead.context, 'POST', `/api/crisis/scripts/${draft.id}/sign`, { hash: draft.hash }, draft.version);
    await lead.context.close();
  });

  test('In the middle of a booking, by keys alone: questions, level, note; help is seen coming within two seconds, and the booking is still there', async () => {
    const jana = await enter(browser, product, 'Jana');
    await openDesk(jana.page, product.address);
    await takeDown(jana.page);
    await jana.page.getByLabel('Vorname').fill('Anna-Lena');
    await jana.page.getByLabel('Nachname').fill('Kowalski');
    const therapist = (await matches(jana.page).first().getByRole('button').first().textContent()) ?? '';
    const time = await chooseTime(jana.page, therapist);
    await jana.page.getByRole('button', { name: time, exact: true }).click();
    await see(jana.page.getByRole('timer', { name: /^Gehalten/ }));
    const duty = await enter(browser, product, 'Yılmaz', { width: 390, height: 844 });
    await duty.page.goto(`${product.address}/notfaelle`);
    await see(duty.page.getByRole('heading', { name: 'Offen', exact: true }));

    await jana.page.keyboard.press('F9');
    await see(alarmButton(jana.page));
    expect(await cursor(jana.page)).toContain('Alarm auslösen');
    await until('the questions have the cursor', async () => {
      await jana.page.keyboard.press('Shift+Tab');
      return jana.page.evaluate<boolean>(`document.activeElement.closest('fieldset') !== null`);
    });
    // back at the first question by the arrow, then figures: each answers and goes on
    for (let step = 0; step < 9; step += 1) await jana.page.keyboard.press('ArrowUp');
    for (const figure of ['2', '1', '1', '1']) await jana.page.keyboard.press(figure);
    await see(clock(jana.page));
    await see(jana.page.getByText('Orange wegen „überlegt, wie: ja“.'));
    await see(jana.page.getByText(/wartet: Kowalski/));
    await see(jana.page.getByText('Alarm zugestellt, noch nicht bestätigt'));
    // back at the call it is said that booking waits, and F9 comes back to this very emergency
    await jana.page.keyboard.press('Escape');
    await see(jana.page.getByText(/Buchen wartet auf den Hintergrunddienst/));
    await see(jana.page.getByText(/Ihr Notfall läuft: Anna-Lena Kowalski, Stufe Orange/));
    await jana.page.keyboard.press('F9');
    await see(clock(jana.page));
    await jana.page.getByLabel('Wo ist der Mensch?').fill('zu Hause, Klingel Kowalski');
    await jana.page.getByLabel('Notiz mit Uhrzeit').fill('Ihre Schwester kommt gegen elf.');
    await jana.page.keyboard.press('Control+Enter');
    await see(jana.page.getByText('Notiz: „Ihre Schwester kommt gegen elf.“'));
    expect(await axe(jana.page, 'sheet')).toEqual([]);
    await jana.page.emulateMedia({ colorScheme: 'dark' });
    expect(await axe(jana.page, 'sheet dark')).toEqual([]);
    await jana.page.emulateMedia({ colorScheme: 'light' });

    await see(alarm(duty.page));
    await until('the title flashes', async () => /NOTFALL/.test(await duty.page.title()));
    await alarm(duty.page).getByRole('button', { name: 'Übernehmen' }).click();
    const taken = jana.page.getByText(/Dr\. Elif Yılmaz hat um .* übernommen/);
    const from = Date.now();
    await see(taken, SOON);
    expect(Date.now() - from).toBeLessThan(SOON);
    await goneFrom(alarm(duty.page).getByRole('button', { name: 'Übernehmen' }));

    // the way to an end, on a phone
    await (await see(duty.page.getByRole('dialog').getByRole('button', { name: 'Ich spreche' }))).click();
    await (await see(duty.page.getByRole('dialog').getByRole('button', { name: 'Stufe senken' }))).click();
    await duty.page.getByRole('radio', { name: 'Gelb' }).check({ force: true });
    await duty.page.getByLabel('Grund').fill('Gesprochen, klar distanziert.');
    await duty.page.getByRole('dialog').getByRole('button', { name: 'Stufe senken' }).last().click();
    await see(jana.page.getByText('Stufe Gelb: Rückruf heute'));
    expect(await axe(duty.page, 'phone')).toEqual([]);
    await duty.page.getByRole('dialog').getByRole('button', { name: 'Beruhigt, beenden' }).first().click();
    await duty.page.getByLabel('Grund').fill('Kein akuter Druck, Absprache hält.');
    await duty.page.getByLabel('Nächster Schritt, vereinbart').fill('Akutsprechstunde am Dienstag.');
    await duty.page.getByLabel('Rückruf am').fill('morgen 09:00');
    await duty.page.getByRole('dialog').getByRole('button', { name: 'Beenden', exact: true }).click();
    await see(duty.page.getByText(/beruhigt, Rückruf vereinbart/));

    await jana.page.keyboard.press('Escape');
    await goneFrom(jana.page.getByRole('dialog'));
    await see(jana.page.getByText('Ihr Notfall ist zu Ende: Anna-Lena Kowalski.'));
    await see(jana.page.getByText('Die Buchung darf weitergehen.'));
    await see(jana.page.getByRole('timer', { name: /^Gehalten/ }));
    expect(await jana.page.getByLabel('Nachname').inputValue()).toBe('Kowalski');
    await jana.context.close();
    await duty.context.close();
  });

  test('Without a network the sheet stands, says that nothing was sent, and the alarm goes out when the network is back', async () => {
    const jana = await enter(browser, product, 'Jana');
    jana.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
    await openDesk(jana.page, product.address);
    await until('the sheet is fetched ahead', () =>
      jana.page.evaluate<boolean>(
        `['/assets/sheet-', '/assets/offer-column-', '/api/crisis/script'].every((part) => performance.getEntriesByType('resource').some(({ name }) => name.includes(part)))`,
      ),
    );
    await quiet(jana.page);
    await jana.context.setOffline(true);
    await jana.page.keyboard.press('F9');
    await see(alarmButton(jana.page));
    await jana.page.keyboard.press('Enter');
    await see(jana.page.getByText('Keine Verbindung. Der Alarm ist nicht gesendet.'));
    await see(jana.page.getByRole('dialog').getByRole('link', { name: '112', exact: true }));
    await jana.page.getByLabel('Notiz mit Uhrzeit').fill('Bahnhof, Gleis 2.');
    await jana.page.keyboard.press('Control+Enter');
    await see(jana.page.getByText('noch nicht gesendet'));
    await jana.context.setOffline(false);
    await see(clock(jana.page));
    await see(jana.page.getByText('Notiz: „Bahnhof, Gleis 2.“'));
    await goneFrom(jana.page.getByText('noch nicht gesendet'));
    await jana.context.close();
  });

  test('Nobody on the roster: a banner on every page of the desk; Rot prompts 112, calls the coordination, and the desk hands over to 112', async () => {
    const marit = await enter(browser, product, 'Marit');
    const { duties } = await ask<{
      duties: { id: string; name: string; accountId: string; from: string; until: string; rank: number; phone: string | null }[];
    }>(marit.context, 'GET', '/api/access/duty');
    for (const { id } of duties) await ask(marit.context, 'DELETE', `/api/access/duty/${id}`);
    try {
      await dead(marit);
    } finally {
      for (const { id: _, name: __, ...duty } of duties) await ask(marit.context, 'POST', '/api/access/duty', duty);
    }
    await marit.context.close();
  });

  async function dead(marit: Awaited<ReturnType<typeof enter>>): Promise<void> {
    const jana = await enter(browser, product, 'Jana');
    await openDesk(jana.page, product.address);
    await see(jana.page.getByText(/Kein Hintergrunddienst eingeteilt\. Bei Gefahr: 112/));
    await jana.page.keyboard.press('F9');
    await see(jana.page.getByText('Niemand ist eingeteilt.'));
    await jana.page.getByRole('dialog').getByRole('radio', { name: 'ja', exact: true }).first().check({ force: true });
    await see(jana.page.getByText('Rot wegen „Gefahr jetzt: ja“.'));
    await see(jana.page.getByText('112 jetzt rufen. Warten Sie auf niemanden.'));
    expect(await axe(jana.page, 'red sheet')).toEqual([]);
    expect(await narrow(jana.page, 'red sheet')).toEqual([]);
    await marit.page.goto(`${product.address}/telefon`);
    await see(alarm(marit.page));
    await jana.page.getByRole('button', { name: '112 ist gerufen' }).click();
    await see(jana.page.getByText(/112 gerufen um/));
    await jana.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Überg(abe vorbereiten|eben)$/ })
      .first()
      .click();
    await jana.page.getByLabel('An wen').selectOption('rescue-112');
    await jana.page.getByRole('dialog').getByRole('button', { name: 'Übergeben', exact: true }).last().click();
    await see(jana.page.getByText('fehlt noch'));
    const form = jana.page.getByRole('dialog').locator('.happened');
    await form.getByLabel('Wo ist der Mensch?').fill('Bonn, Rheinufer 3');
    await form.getByLabel('Wer ist dabei?').fill('niemand');
    await form.getByLabel('Rückrufnummer').fill('0171 1234567');
    await form.getByLabel('Was ist vereinbart?').fill('Bleibt am Telefon, bis der Wagen da ist.');
    await form.getByRole('radio', { name: 'ja', exact: true }).check({ force: true });
    await form.getByRole('button', { name: 'Übergeben', exact: true }).click();
    await see(jana.page.getByText(/Übergeben an Rettungsdienst 112/));
    await jana.context.close();
  }

  test('An exercise is marked as one everywhere', async () => {
    const amara = await enter(browser, product, 'Amara');
    await amara.page.goto(`${product.address}/notfaelle`);
    await (await see(amara.page.getByRole('button', { name: 'Übung beginnen' }))).click();
    await amara.page.getByRole('dialog').getByRole('button', { name: 'Übung auslösen' }).click();
    await see(amara.page.getByText('Dies ist eine Übung.'));
    // a deputy who is alarmed later hears it at once, wherever she is
    const deputy = await enter(browser, product, 'Becker');
    await deputy.page.goto(`${product.address}/aufgaben`);
    await see(deputy.page.getByRole('heading', { name: 'Aufgaben', level: 1 }));
    await deputy.page.waitForTimeout(1_000); // the room above the page is there
    await amara.page.getByRole('button', { name: 'Jetzt die Vertretung' }).click();
    await see(alarm(deputy.page).getByRole('button', { name: 'Übernehmen' }), 2 * SOON);
    await deputy.context.close();
    expect(await axe(amara.page, 'page of one')).toEqual([]);
    expect(await narrow(amara.page, 'page of one')).toEqual([]);
    const duty = await enter(browser, product, 'Yılmaz');
    await duty.page.goto(`${product.address}/notfaelle`);
    await see(duty.page.getByText('Übung', { exact: true }));
    expect(await axe(duty.page, 'page')).toEqual([]);
    expect(await narrow(duty.page, 'page')).toEqual([]);
    await amara.context.close();
    await duty.context.close();
  });
}

/** 200 % zoom of 1366 px, and a phone: nothing scrolls sideways. */
async function narrow(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of [683, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const needed = await page.evaluate<number>(
      `Math.max(...[document.documentElement, ...document.querySelectorAll('dialog .body')].map((one) => one.scrollWidth - one.clientWidth))`,
    );
    if (needed > 0) found.push(`${where} at ${width} px is ${needed} px too wide`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  return found;
}

async function axe(page: Page, where: string): Promise<string[]> {
  return (await look(page)).map(
    ({ id, nodes }) =>
      `${where}: ${id}: ${nodes
        .slice(0, 2)
        .map(({ html }) => html.slice(0, 120))
        .join(' | ')}`,
  );
}
