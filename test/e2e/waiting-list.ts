import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '../axe.ts';
import { fitColumn, openDesk } from './call.ts';
import { enter, goneFrom, type Stage, see, until } from './people.ts';

interface Row {
  id: string;
  person: string;
  state: string;
  proposals: number;
}

/** What a signed-in page may read and write. */
async function ask<Answer>(page: Page, address: string, method: 'GET' | 'PATCH', path: string, data?: unknown): Promise<Answer> {
  const answer = await page.context().request.fetch(`${address}${path}`, {
    method,
    headers: { 'X-Geleit': '1', 'Idempotency-Key': randomUUID(), Origin: address },
    ...(data ? { data } : {}),
  });
  expect(answer.status(), path).toBeLessThan(300);
  return (await answer.json()) as Answer;
}

/** Somebody who waits says that other times, ways and groups are right, too: then a free place fits her within seconds. */
async function somebodyFits(page: Page, address: string): Promise<Row> {
  const list = async () => (await ask<{ waiting: Row[] }>(page, address, 'GET', '/api/placement/waiting')).waiting;
  for (const { id, state } of await list()) {
    if (state !== 'waiting') continue;
    const criteria = {
      insurance: 'GKV',
      setting: 'either',
      languages: ['de'],
      problems: ['DEP'],
      postalCode: '53113',
      birthDate: '1990-05-04',
    };
    await ask(page, address, 'PATCH', `/api/placement/requests/${id}/draft`, { criteria });
  }
  await until('a place is proposed', async () => (await list()).some(({ proposals }) => proposals > 0));
  await page.waitForTimeout(1_500); // the others' proposals come in the same moment
  const row = (await list()).find(({ proposals, state }) => proposals > 0 && state === 'waiting');
  if (!row) throw new Error('nobody fits');
  return row;
}

export function waitingListJourneys({ product, browser }: Stage): void {
  test('A desk calls somebody back with the days in sight; the other desk sees who waits and what is reserved; the list can be left', async () => {
    const jana = await enter(browser, product, 'Jana');
    const samuel = await enter(browser, product, 'Samuel');
    const { page } = jana;
    const waiting = await somebodyFits(page, product.address);

    // Samuel has somebody on the line: the cards say who came earlier.
    await openDesk(samuel.page, product.address);
    await (await see(samuel.page.getByRole('radio', { name: 'egal' }))).check({ force: true });
    await see(fitColumn(samuel.page).getByText(/Dafür (wartet eine Person, die|warten \d+ Personen, die) früher kam/));

    await page.goto(`${product.address}/anfragen`);
    await page.getByRole('tab', { name: /^Vorschläge/ }).click();
    await (await see(page.getByRole('button', { name: new RegExp(`^${waiting.person} anrufen:`) }))).click();
    await see(page.getByText(/^Tage zum Anrufen: |^In diesen 48 Stunden liegt/));
    const offered = (await (await see(page.getByText(/, erster Termin /))).textContent()) ?? '';
    expect((await axe(page)).map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.keyboard.press('Enter'); // the cursor is on the one main key
    await see(page.getByText(/^Reserviert bis /));
    expect(await page.getByText(/, erster Termin /).textContent(), 'what was shown is what is held').toBe(offered);
    await see(fitColumn(samuel.page).getByText(/Reserviert für Rückruf bis .+, Tisch 1/));
    await page.keyboard.press('Escape');
    await goneFrom(page.getByRole('heading', { name: /^Rückruf: / }));

    // She wants to wait no longer: what is reserved is free again, and a task asks how to go on.
    await page.getByRole('tab', { name: /^Warteliste/ }).click();
    await (await see(page.getByRole('link', { name: waiting.person, exact: true }))).click();
    await (await see(page.getByText('Nicht mehr auf der Warteliste stehen'))).click();
    await page.getByRole('button', { name: 'Von der Liste nehmen' }).click();
    await goneFrom(page.getByRole('table').getByRole('link', { name: waiting.person, exact: true }));
    const held = () => ask<{ places: { held: { requestId: string } | null }[] }>(page, product.address, 'GET', '/api/placement/proposals');
    expect((await held()).places.filter((place) => place.held?.requestId === waiting.id)).toEqual([]);
    await page.goto(`${product.address}/aufgaben`);
    await see(page.getByText('Nicht mehr auf der Warteliste: anders weitersuchen oder abschließen'));
    await jana.context.close();
    await samuel.context.close();
  });
}
