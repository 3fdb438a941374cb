import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { axe as look } from '../axe.ts';
import { freshDatabase } from '../database.ts';
import { cursor, goneFrom, see, until } from './people.ts';
import { DAY, openVisitHouse } from './visit-house.ts';

const [FIRST, SECOND] = ['Almut', 'Bernd'];
const OUR_FIRST = 'Gemeinsam den Weg zur Apotheke geübt, sie fuhr allein zurück.';
const OUR_SECOND = 'Am Küchentisch den Brief vom Amt gelesen und geordnet.';
const THEIRS = 'Am Telefon mit der Praxis gesprochen, der Brief kommt morgen.';

/** A finger that counts: taps on the screen, and keys of the keyboard on it. */
class Finger {
  taps = 0;
  keys = 0;
  async tap(what: Locator): Promise<void> {
    await (await see(what)).click();
    this.taps += 1;
  }
  async type(where: Locator, text: string): Promise<void> {
    await this.tap(where);
    await where.pressSequentially(text);
    this.keys += text.length;
  }
  toString = () => `${this.taps} taps, ${this.keys} keys`;
}

/** Everything that lies in the browser's databases and storage, as text; bytes as Latin-1, as somebody with a hex editor sees them. */
const DUMP = `(async () => {
  const seen = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  const say = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder('latin1').decode(value) : value instanceof CryptoKey
    ? 'key ' + value.extractable : value && typeof value === 'object'
    ? Object.entries(value).map(([name, one]) => name + '=' + say(one)).join(' ') : String(value);
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((go) => { const ask = indexedDB.open(name); ask.onsuccess = () => go(ask.result); });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((go) => { const ask = database.transaction(store).objectStore(store).getAll(); ask.onsuccess = () => go(ask.result); });
      seen.push(name + '/' + store + ': ' + rows.map(say).join(' | '));
    }
    database.close();
  }
  for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) seen.push(url);
  return seen.join('\\n');
})()`;
const dump = (page: Page) => page.evaluate<string>(DUMP);

const worker = (page: Page) =>
  until('the browser keeps the page itself', () =>
    page.evaluate<boolean>(
      `navigator.serviceWorker.getRegistration('/hausbesuch').then((one) => one !== undefined && one.active?.state === 'activated' && new URL(one.scope).pathname === '/hausbesuch')`,
    ),
  );

export function visitJourneys({ browser }: { browser: Browser }): void {
  const opened = freshDatabase({ keep: true }).then((database) => openVisitHouse(database, process.env.GELEIT_WEB));
  afterAll(async () => (await opened).close());

  beforeEach(async () => (await opened).line.mend());

  const offline = async (page: Page, is: boolean) => {
    const { line } = await opened;
    if (is) line.cut();
    else line.mend();
    await page.context().setOffline(is);
  };

  test('A usual unit is written with few taps: times, place and goal are filled in already', async () => {
    const house = await opened;
    const client = await house.steps.agreed({ givenName: 'Karim', familyName: 'Haddad' });
    const id = await house.plan(client, '08:00', '09:00');
    house.turnTo('09:02');
    const { page, context } = await house.enter(browser, 'weidner', '09:02');
    const finger = new Finger();
    await page.goto(`${house.address}/hausbesuch`);
    const began = Date.now();
    await finger.tap(page.getByRole('button', { name: 'Karim Haddad', exact: true }));
    await see(page.getByText('1,00 TE').first());
    await page.getByText('Antrieb und Motivation').click();
    finger.taps += 1;
    const goals = page.getByRole('group', { name: 'Für welches Ziel' }).getByRole('checkbox');
    if ((await goals.count()) > 0 && !(await goals.first().isChecked())) {
      await goals.first().click({ force: true });
      finger.taps += 1;
    }
    await finger.type(page.getByLabel('Was war'), 'Weg zur Praxis geübt, er fuhr allein.');
    await finger.tap(page.getByRole('button', { name: 'Einheit abschließen' }));
    await see(page.getByText('Unterschrift fehlt'));
    console.log(`a usual unit: ${finger}; ${Date.now() - began} ms of machine time in it`);
    expect(finger.taps).toBeLessThanOrEqual(5);
    const [session] = await house.sessions(client);
    expect(session).toMatchObject({ id, state: 'DOCUMENTED', minutes: 60 });

    // The next time, what was chosen is chosen already: open it, say what was, done.
    const next = await house.plan(client, '09:05', '09:20');
    house.turnTo('09:22');
    await page.clock.fastForward('00:10:00');
    await page.keyboard.press('Shift');
    await page.clock.fastForward('00:10:00');
    await page.reload();
    const again = new Finger();
    await again.tap(page.getByRole('button', { name: 'Karim Haddad', exact: true }));
    await again.type(page.getByLabel('Was war'), 'Rezept abgeholt und Termin gemacht.');
    await again.tap(page.getByRole('button', { name: 'Einheit abschließen' }));
    await until('it is in the file', async () => (await house.sessions(client)).find((one) => one.id === next)?.state === 'DOCUMENTED');
    console.log(`a usual unit, the time after: ${again}`);
    expect(again.taps).toBe(3);
    await context.close();
  });

  test('The same by keys alone, with the signature on paper', async () => {
    const house = await opened;
    house.turnTo('09:25');
    const client = await house.steps.agreed({ givenName: 'Edda', familyName: 'Taste', kvnr: 'H202601018' });
    await house.plan(client, '09:22', '09:52');
    house.turnTo('09:53');
    const { page, context } = await house.enter(browser, 'weidner', '09:53');
    await page.goto(`${house.address}/hausbesuch`);
    await see(page.getByRole('button', { name: 'Edda Taste', exact: true }));
    let keys = 0;
    const press = async (key: string) => {
      await page.keyboard.press(key);
      keys += 1;
    };
    const walkTo = async (name: RegExp) => {
      for (let steps = 0; steps < 60; steps += 1) {
        if (name.test(await cursor(page))) return;
        await press('Tab');
      }
      throw new Error(`the tab key does not come to ${name}; it stands at ${await cursor(page)}`);
    };
    await walkTo(/^Edda Taste$/);
    await press('Enter');
    await see(page.getByLabel('Was war'));
    await walkTo(/Absprachen/);
    await press('Space');
    await walkTo(/Depotspritze/);
    await press('Space');
    await walkTo(/^Was war$/);
    await page.keyboard.type('Briefe geöffnet und zwei davon beantwortet.');
    await walkTo(/^Unterschrift$/);
    await press('Enter');
    await walkTo(/hier/);
    await press('ArrowRight');
    await walkTo(/Übernehmen/);
    await press('Enter');
    await walkTo(/Einheit abschließen/);
    await press('Enter');
    await until('it is in the file', async () => (await house.sessions(client))[0]?.state === 'SIGNED');
    console.log(`by keys alone, with the signature on paper: ${keys} keys beside the sentence`);
    await context.close();
  });

  test('Two units are written without network, nothing is lost, and where the file says something else a person decides', async () => {
    const house = await opened;
    house.turnTo('09:30');
    const first = await house.steps.agreed({ givenName: FIRST, familyName: 'Reetz' });
    const second = await house.steps.agreed({ givenName: SECOND, familyName: 'Zorn', kvnr: 'M301198706' });
    const firstId = await house.plan(first, '10:00', '11:00');
    const secondId = await house.plan(second, '11:30', '12:30');
    house.turnTo('09:55');
    const { page, context, expected } = await house.enter(browser, 'weidner', '09:55');
    expected.push(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION|Failed to load resource|ERR_EMPTY_RESPONSE/);
    const finger = new Finger();
    await page.goto(`${house.address}/hausbesuch`);
    await see(page.getByRole('button', { name: `${FIRST} Reetz`, exact: true }));
    await worker(page);

    // At the client's door: no network, and the page is opened anew.
    await offline(page, true);
    await page.reload();
    await see(page.getByText('Kein Netz.'));
    await finger.tap(page.getByRole('button', { name: `${FIRST} Reetz`, exact: true }));
    await finger.tap(page.getByRole('button', { name: 'Beginn', exact: true }));
    await pass(page, 47);
    await see(page.getByText('0,75 TE'));
    await pass(page, 14);
    await finger.tap(page.getByRole('button', { name: 'Ende', exact: true }));
    await finger.tap(page.getByText('Antrieb und Motivation'));
    await chooseGoal(page, finger);
    await finger.type(page.getByLabel('Was war'), OUR_FIRST);
    await finger.tap(page.getByRole('button', { name: 'Unterschrift' }));
    await drawName(page);
    finger.taps += 1;
    await finger.tap(page.getByRole('button', { name: 'Übernehmen' }));
    expect(await axe(page)).toEqual([]);
    await finger.tap(page.getByRole('button', { name: 'Einheit abschließen' }));
    await see(page.getByText('1 Eintrag wartet.'));
    expect(await axe(page)).toEqual([]);
    console.log(`a unit with clock and signature, without network: ${finger}`);

    // The second, with the planned time.
    await pass(page, 96);
    const other = new Finger();
    await other.tap(page.getByRole('button', { name: `${SECOND} Zorn`, exact: true }));
    await other.tap(page.getByText('Absprachen'));
    await chooseGoal(page, other);
    await other.type(page.getByLabel('Was war'), OUR_SECOND);
    await see(page.locator('main[data-kept]')); // locked up on the device
    await page.reload(); // what is typed outlives a reload, too
    await see(page.getByText('Kein Netz.'));
    await until('what was typed is there again', async () => (await page.getByLabel('Was war').inputValue()) === OUR_SECOND);
    await other.tap(page.getByRole('button', { name: 'Einheit abschließen' }));
    await see(page.getByText('2 Einträge warten.'));
    console.log(`a unit with the planned time, without network: ${other}`);

    // A thief with a hex editor.
    const lying = await dump(page);
    expect(lying).toContain('geleit-waiting/entries');
    for (const text of [FIRST, SECOND, 'Reetz', 'Zorn', 'Apotheke', 'Küchentisch', 'Lindenstr', '0171'])
      expect(lying, text).not.toContain(text);
    expect(lying).not.toContain('key true');

    // Meanwhile somebody wrote the second visit at a desk.
    house.turnTo('12:45');
    await house.writeHere(secondId, '11:30', '12:15', THEIRS);

    await house.endSessions();
    await offline(page, false);
    // Three hours without network: the session is over. What is on the screen stays, and goes out after the proof.
    await see(page.getByText('2 Einträge warten.'));
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByRole('button', { name: /Weidner/ }).click();
    await see(page.getByText('1 Eintrag braucht ein Wort von Ihnen.'), 30_000);
    await until('the first visit is in the file', async () => (await house.sessions(first))[0]?.state === 'SIGNED');
    expect((await house.notes(firstId)).map(({ note }) => note.done)).toEqual([OUR_FIRST]);
    await page.getByRole('button', { name: 'Ansehen' }).click();
    await see(page.getByText(OUR_SECOND));
    await see(page.getByText(THEIRS));
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Beide behalten' }).click();
    await see(page.getByText('Alles ist abgeglichen.'));
    const notes = (await house.notes(secondId)).map(({ note }) => note.done).join('\n');
    expect(notes).toContain(OUR_SECOND);
    expect(notes).toContain(THEIRS);
    expect((await house.sessions(first)).length).toBe(1);
    expect((await house.sessions(second)).length).toBe(1);
    await context.close();
  });

  test('Locking without network throws the day away and loses nothing that waits; the running visit can be written blindly', async () => {
    const house = await opened;
    house.turnTo('13:00');
    const client = await house.steps.agreed({ givenName: 'Clara', familyName: 'Ilgner', kvnr: 'T483920159' });
    const id = await house.plan(client, '13:30', '14:30');
    house.turnTo('13:25');
    const { page, context, expected } = await house.enter(browser, 'weidner', '13:25');
    expected.push(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION|Failed to load resource|ERR_EMPTY_RESPONSE/);
    await page.goto(`${house.address}/hausbesuch`);
    await see(page.getByRole('button', { name: 'Clara Ilgner', exact: true }));
    await worker(page);
    await offline(page, true);
    await page.getByRole('button', { name: 'Clara Ilgner', exact: true }).click();
    await page.getByText('Antrieb und Motivation').click();
    await chooseGoal(page, new Finger());
    await page.getByRole('button', { name: 'Beginn', exact: true }).click();
    await until('the clock is kept', async () => (await dump(page)).includes(id));
    // An hour with the client, the telephone in the pocket: after 15 minutes it locks itself.
    await page.clock.fastForward('00:50:00');
    await see(page.getByText('Gesperrt'));
    await goneFrom(page.getByText('Clara'));
    await until('nothing readable is left', async () => !/geleit-day\/\w+: \S/.test(await dump(page)));
    await page.getByRole('button', { name: 'Besuch festhalten' }).click();
    await page.getByRole('button', { name: 'Ende', exact: true }).click();
    await page.getByLabel('Was war').fill('Im Hof geübt, an den Nachbarn vorbeizugehen, zweimal ohne Pause.');
    await page.getByRole('button', { name: 'Einheit abschließen' }).click();
    await see(page.getByText('1 Eintrag wartet.'));
    await page.reload();
    await see(page.getByText('Ohne Netz ist hier nichts zu sehen'));
    await see(page.getByText('1 Eintrag wartet.'));
    // Back in the network the owed sign-out comes first: nobody gets in without proof.
    house.turnTo('14:20');
    await offline(page, false);
    await page.waitForURL(/\/\?weiter=/);
    expect(await dump(page)).toContain('geleit-waiting/entries');
    expect((await house.sessions(client))[0]?.state).toBe('PLANNED');
    const { people } = (await (await context.request.get(`${house.address}/api/access/demo/people`)).json()) as {
      people: { accountId: string; name: string }[];
    };
    const accountId = people.find(({ name }) => name.includes('Weidner'))?.accountId;
    await context.request.post(`${house.address}/api/access/demo/sign-in`, {
      data: { accountId },
      headers: { 'X-Geleit': '1', 'Idempotency-Key': randomUUID(), Origin: house.address },
    });
    await page.goto(`${house.address}/hausbesuch`);
    await until('the blind entry is in the file', async () => (await house.sessions(client))[0]?.state === 'DOCUMENTED', 30_000);
    const [session] = await house.sessions(client);
    expect(session).toMatchObject({ id, start: `${DAY}T13:25`, end: `${DAY}T14:15` });
    await context.close();
  });
}

/** What a person with a reading voice or without a mouse would stumble over. Tall enough that nothing lies below the bar at the bottom. */
async function axe(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 390, height: 3_000 });
  const violations = await look(page);
  await page.setViewportSize({ width: 390, height: 844 });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Minutes in which somebody looks at the telephone now and then, so that it does not lock itself. */
async function pass(page: Page, minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 12) {
    await page.clock.fastForward(Math.min(12, left) * 60_000);
    await page.keyboard.press('Shift');
    await until('the hand on the page is noted', () => page.evaluate<boolean>(handNoted));
  }
}

/** Whether the day that is kept on the device knows of a hand within the last minute; also where no day is kept. */
const handNoted = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('geleit-day');
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => (opening.error.name === 'AbortError' ? resolve(true) : reject(opening.error));
  opening.onsuccess = () => {
    const database = opening.result;
    const asking = database.transaction(['keys']).objectStore('keys').get('key');
    asking.onsuccess = () => {
      database.close();
      resolve(asking.result === undefined || Date.now() - asking.result.seen < 60000);
    };
  };
})`;

/** The first goal, where none is filled in. */
async function chooseGoal(page: Page, finger: Finger): Promise<void> {
  const goals = page.getByRole('group', { name: 'Für welches Ziel' }).getByRole('checkbox');
  if (
    (await goals.count()) === 0 ||
    (await page.getByRole('group', { name: 'Für welches Ziel' }).getByRole('checkbox', { checked: true }).count()) > 0
  )
    return;
  await goals.first().click();
  finger.taps += 1;
}

/** A finger's signature on the field. */
async function drawName(page: Page): Promise<void> {
  const box = await (await see(page.locator('.pad canvas'))).boundingBox();
  if (!box) throw new Error('no field to sign on');
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 20; step += 1) await page.mouse.move(box.x + 20 + step * 12, box.y + box.height / 2 + Math.sin(step) * 30);
  await page.mouse.up();
}
