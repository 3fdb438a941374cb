import { afterAll, describe, expect, test } from 'vitest';
import { CASE_N, EXAMPLES } from '#rooms/placement/rules/fit/fixture.ts';
import { book, fitFor, hold, KOWALSKI, offerOf, takeCall } from './calls.ts';
import { eventually } from './duty.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open({ town: 'examples' });
afterAll(() => door.close());
const [jana, samuel, marit] = [await door.signedIn('jana'), await door.signedIn('samuel'), await door.signedIn('marit')];
const SHEET = [
  ['tss-116117', 'Terminservicestelle', '116117', []],
  ['counselling', 'Beratung Bonn', '0228 555 900', ['531']],
  ['counselling', 'Beratung Köln', '0221 555 900', ['50']],
] as const;
const NOTHING_MORE = {
  url: null,
  address: null,
  hours: null,
  textDe: null,
  textEn: null,
  textEasy: null,
  states: [],
  languages: [],
  inEmergency: false,
  onSheet: true,
  source: null,
};
const { nameOf, placeId, criteriaOf } = door.examples;
const wishes = criteriaOf(CASE_N.request);
const caller = { ...KOWALSKI, birthDate: wishes.birthDate ?? '', email: 'niemand@post.example' };
interface Listed {
  card: { placeId: string };
}
const names = (ids: string[]) => ids.map((id) => nameOf.get(id)).sort();

describe('D 14: nobody fits', () => {
  test('the hints count 3 and 1 and never speak of P02; who declines goes on the list with everything that helps meanwhile', async () => {
    // the printed case knows six places of the town; the others pause
    for (const [place, name] of nameOf) {
      if (CASE_N.considered.includes(name)) continue;
      const [row] = await door.stage.look<{ version: number; state: string }>(
        'select version, state from directory.place where id = $1',
        place,
      );
      const therapist = await door.therapist(name as `P${string}`);
      if (row?.state === 'open') await therapist.done('directory.pausePlace', { params: { id: place }, version: row.version });
    }
    const id = await takeCall(jana, { caller, criteria: wishes, more: { waitingConsent: true } });
    const fit = await fitFor(jana, id, wishes, { why: true });
    expect(fit.ranked).toEqual([]);
    // of those that the printed case looks at nobody fits and nobody is to be asked
    const among = (rows: Listed[]) => names(rows.map(({ card }) => card.placeId)).filter((name) => CASE_N.considered.includes(name ?? ''));
    expect(among(fit.clarify)).toEqual([]);
    expect(among(fit.excluded)).toEqual([...CASE_N.considered].sort());
    const { single } = fit.relaxations;
    const hint = (criterion: string) =>
      single.find(({ criteria }: { criteria: string[] }) => criteria.length === 1 && criteria[0] === criterion);
    expect(hint('H11').places).toBe(3);
    expect(hint('H12').places).toBe(1);
    expect(names(hint('H11').samples)).toEqual(['P01', 'P03', 'P05']);
    expect(names(hint('H12').samples)).toEqual(['P06']);
    // C: no hint, single, paired or over video, names P02 or says what she does not treat
    const p02 = placeId.get('P02') ?? '';
    expect(JSON.stringify(fit.relaxations)).not.toContain(p02);
    expect(JSON.stringify(fit.relaxations)).not.toContain('H5');
    // whoever asks why reads "confidential" and nothing of what she does not treat
    const looked = fit.excluded.find(({ card }: Listed) => card.placeId === p02);
    const line = looked.lines.find(({ id: of }: { id: string }) => of === 'H5');
    expect(line).toMatchObject({ verdict: 'no', note: { key: 'confidential', facts: {} } });
    expect(JSON.stringify(looked)).not.toMatch(/"EAT"|"PBD"/);

    // the numbers are true: with other times those three come, with a longer way that one
    const otherTimes = { ...wishes, windows: [] };
    expect(names((await fitFor(jana, id, otherTimes)).ranked.map(({ card }: Listed) => card.placeId))).toEqual(
      expect.arrayContaining(['P01', 'P03', 'P05']),
    );
    expect(names((await fitFor(jana, id, { ...wishes, maxTravelMinutes: 60 })).ranked.map(({ card }: Listed) => card.placeId))).toContain(
      'P06',
    );

    // the caller declines both
    await jana.done('placement.triageRequest', { params: { id }, body: {} });
    const estimate = await jana.done('placement.estimateWaiting', { body: { criteria: wishes, requestId: id } });
    expect(estimate.estimate.says).toBe('nothing'); // a network without a past promises nothing
    for (const [kind, name, phone, postalPrefixes] of SHEET)
      await marit.done('directory.addGuidance', { body: { ...NOTHING_MORE, kind, name, phone, postalPrefixes } });
    const waiting = await jana.ask('placement.setWaiting', { params: { id }, body: { guidance: ['tss', 'ke', 'counselling', 'crisis'] } });
    expect(waiting).toMatchObject({ status: 200, body: { state: 'waiting', nextContactAt: '2026-03-16T09:00:00Z' } });
    const { tasks } = await samuel.done('tasks.list');
    const contact = tasks.find((task: { kind: string; objectId: string }) => task.kind === 'waiting-contact' && task.objectId === id);
    expect(Temporal.Instant.compare(Temporal.Instant.from(contact.dueAt), Temporal.Instant.from('2026-03-16T23:00:00Z'))).toBeLessThan(0);
    const view = await samuel.done('placement.getWaiting', { params: { id } });
    expect(view).toMatchObject({ position: 1, list: 1, skipped: 0, guidance: ['tss', 'ke', 'counselling', 'crisis'] });
    expect(view.said).toMatchObject({ says: 'nothing' });

    // the sheet: what the network gives those who wait where she lives, as a PDF
    const { guidance } = await jana.done('directory.listGuidance', { query: { only: 'sheet', postalCode: '53123' } });
    expect(guidance.map(({ name }: { name: string }) => name)).toEqual(['Terminservicestelle', 'Beratung Bonn']);
    const sheet = await jana.ask('directory.guidanceSheet', { query: { postalCode: '53123', language: 'de' } });
    expect(sheet.status).toBe(200);
    expect(sheet.text.startsWith('%PDF-')).toBe(true);

    // a closer place that opens later is proposed; an unfitting one is not
    expect((await jana.done('placement.listProposals')).places).toEqual([]);
  });

  test('without consent to the list nobody is put on it; without a way to be reached neither', async () => {
    const id = await takeCall(jana, { caller: { ...caller, givenName: 'Ohne' }, criteria: wishes });
    await jana.done('placement.triageRequest', { params: { id }, body: {} });
    const refused = await jana.ask('placement.setWaiting', { params: { id }, body: {} });
    expect(refused.status).toBe(409);
    expect(refused.code).toMatch(/consent/);
  });
});

describe('D 8: waiting for a wished therapist', () => {
  const example = EXAMPLES.find(({ name }) => name.startsWith('1:'));
  if (!example) throw new Error('example 1 is missing');
  const plain = criteriaOf(example.request);

  test('her freed place goes to the one who waits for her alone; places of others do not, and he is asked about others every 14 days', async () => {
    const birthDate = plain.birthDate ?? '';
    const a = door.cast.practitioner('P01');
    const taken = await takeCall(jana, { caller: { ...caller, birthDate, givenName: 'Erste' }, criteria: plain });
    expect((await hold(jana, taken, await offerOf(jana, taken, plain, placeId.get('P01') ?? ''))).status).toBe(200);
    expect((await book(jana, taken, { policyVersion: 0 })).status).toBe(200);

    const wishing = { ...plain, wishedPractitioner: a };
    const id = await takeCall(jana, {
      caller: { ...caller, birthDate, givenName: 'Treu' },
      criteria: wishing,
      more: { waitingConsent: true },
    });
    expect((await fitFor(jana, id, wishing)).wished).toMatchObject({ standing: 'full', practitionerId: a });
    await jana.done('placement.triageRequest', { params: { id }, body: {} });
    await jana.done('placement.setWaiting', { params: { id }, body: { wishedOnly: true } });
    const mine = async () => (await jana.done('placement.listWaiting')).waiting.find((row: { id: string }) => row.id === id);
    expect(await mine()).toMatchObject({ wishedOnly: true, proposals: 0, nextContactAt: '2026-03-16T09:00:00Z' });

    // asked about others at the contact, he stays; the next contact is 14 days ahead again
    door.clock.pass({ days: 14 });
    const asked = await samuel.done('placement.recordContact', {
      params: { id },
      body: { result: 'reached', stillNeeded: true, elsewhere: 'no' },
    });
    expect(asked).toMatchObject({ state: 'waiting', nextContactAt: '2026-03-30T08:00:00Z', after: 'reached' });
    expect((await samuel.ask('placement.recordContact', { params: { id }, body: { result: 'reached' } })).code).toBe(
      'contact-questions-missing',
    );

    // somebody else's place opens: not for him
    const p02 = await door.therapist('P02');
    await p02.done('directory.confirmStillTrue', { body: {} });
    const other = await p02.done('directory.openLike', { params: { id: placeId.get('P02') ?? '' } });
    await new Promise((go) => setTimeout(go, 1_800));
    expect(await mine()).toMatchObject({ proposals: 0 });
    expect(other.id).toBeTruthy();
    // hers is freed
    const p01 = await door.therapist('P01');
    await p01.done('directory.confirmStillTrue', { body: {} });
    const { version } = await jana.done('placement.getRequest', { params: { id: taken } });
    const began = Date.now();
    await jana.done('placement.closeRequest', { params: { id: taken }, version, body: { reason: 'withdrew' } });
    const proposed = await eventually(async () =>
      (await jana.done('placement.listProposals')).places.find((one: { placeId: string }) => one.placeId === placeId.get('P01')),
    );
    process.stdout.write(`a place of the wished therapist is freed: proposed after ${Date.now() - began} ms\n`);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(proposed.line).toMatchObject([{ requestId: id, rank: 1, turn: true }]);
    expect(door.faults).toEqual([]);
  });
});
