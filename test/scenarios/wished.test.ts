import { afterAll, describe, expect, test } from 'vitest';
import { EXAMPLES } from '#rooms/placement/rules/fit/fixture.ts';
import { book, fitFor, hold, KOWALSKI, offerOf, placesOf, takeCall } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open({ town: 'examples' });
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const { nameOf, placeId, criteriaOf } = door.examples;
const example = EXAMPLES.find(({ name }) => name.startsWith('1:'));
if (!example) throw new Error('example 1 is missing');
const plain = criteriaOf(example.request);
const birthDate = plain.birthDate ?? '';
const caller = { ...KOWALSKI, birthDate };
const a = door.cast.practitioner('P01');
const wishing = { ...plain, wishedPractitioner: a };

interface Row {
  card: { placeId: string; practitionerId: string };
  score: number;
  rank: number | null;
  lines: { id: string; points: number; max: number; note: { key: string } }[];
}
const line = (row: Row, id: string) => row.lines.find((one) => one.id === id);

describe('D 8: the wish for a certain therapist', () => {
  test('while she has a place she stands first, whatever the score', async () => {
    const p03 = door.cast.practitioner('P03');
    const id = await takeCall(jana, { caller, criteria: { ...plain, wishedPractitioner: p03 } });
    const fit = await fitFor(jana, id, { ...plain, wishedPractitioner: p03 });
    expect(fit.ranked[0]).toMatchObject({ rank: 0, card: { practitionerId: p03 } });
    expect(fit.ranked[0].score).toBeLessThan(fit.ranked[1].score);
    expect(fit.wished).toMatchObject({ standing: 'first', name: 'Praxis P03' });
  });

  test('is she full, the list says so, shows who is similar and why, and the caller takes B', async () => {
    const first = await takeCall(jana, { caller, criteria: plain });
    const offer = await offerOf(jana, first, plain, placeId.get('P01') ?? '');
    expect((await hold(jana, first, offer)).status).toBe(200);
    expect((await book(jana, first, { policyVersion: 0 })).status).toBe(200);

    const live = await (await door.therapist('P01')).listen();
    const id = await takeCall(jana, { caller: { ...caller, givenName: 'Berta' }, criteria: wishing });
    const fit = await fitFor(jana, id, wishing);
    expect(fit.wished).toMatchObject({ standing: 'full', practitionerId: a, name: 'Praxis P01' });
    const [similar] = fit.wished.similar;
    expect(similar).toMatchObject({ rank: fit.ranked[0].rank, placeId: fit.ranked[0].card.placeId });
    for (const one of fit.wished.similar) {
      expect(one.percent).toBeGreaterThanOrEqual(0);
      expect(one.from).toMatch(/^2026-/);
      expect(one.name).not.toBe('');
    }
    // P02 (VT like her, DEP no speciality in common but ANX): same procedure and one of three specialities shared
    const p02 = fit.wished.similar.find(({ name }: { name: string }) => name === 'Praxis P02');
    expect(p02).toMatchObject({ sameProcedure: true, sameGender: false, shared: ['ANX'] });

    // no hidden steering: S9 is a line like any other, and with it the order is that of the shown scores
    const without = await fitFor(jana, id, plain);
    for (const row of fit.ranked as Row[]) expect(line(row, 'S9')?.max).toBeGreaterThan(0);
    for (const row of without.ranked as Row[]) expect(line(row, 'S9')?.max ?? 0).toBe(0);
    for (const row of fit.ranked as Row[]) {
      const sum = (pick: 'points' | 'max') => row.lines.reduce((total, one) => total + one[pick], 0);
      expect(row.score).toBeCloseTo((100 * sum('points')) / sum('max'), 0);
    }
    expect(placesOf(fit).sort()).toEqual(placesOf(without).sort()); // the same places; the wish hides nobody

    const b = fit.ranked[0].card;
    const taken = await offerOf(jana, id, wishing, b.placeId);
    expect((await hold(jana, id, taken)).status).toBe(200);
    expect((await book(jana, id, { policyVersion: 0 })).status).toBe(200);
    expect(nameOf.get(b.placeId)).not.toBe('P01');

    // A is not told: no task, no event
    await new Promise((go) => setTimeout(go, 300));
    expect(JSON.stringify(live.heard)).not.toContain(id);
    live.stop();
    const { tasks } = await (await door.therapist('P01')).done('tasks.list');
    expect(JSON.stringify(tasks)).not.toContain(id);
  });

  test('whoever insists on her waits for her, although others would fit, and is asked again within 14 days', async () => {
    const id = await takeCall(jana, { caller: { ...caller, givenName: 'Clara' }, criteria: wishing, more: { waitingConsent: true } });
    await jana.done('placement.triageRequest', { params: { id }, body: {} });
    const waiting = await jana.ask('placement.setWaiting', { params: { id }, body: {} });
    expect(waiting).toMatchObject({ status: 200, body: { state: 'waiting', nextContactAt: '2026-03-16T09:00:00Z' } });
    const { tasks } = await jana.done('tasks.list');
    expect(tasks.find((one: { kind: string; objectId: string }) => one.kind === 'waiting-contact' && one.objectId === id)).toBeTruthy();
    // without such a wish an offer comes first
    const other = await takeCall(jana, { caller: { ...caller, givenName: 'Dora' }, criteria: plain, more: { waitingConsent: true } });
    await jana.done('placement.triageRequest', { params: { id: other }, body: {} });
    const refused = await jana.ask('placement.setWaiting', { params: { id: other }, body: {} });
    expect(refused).toMatchObject({ status: 409, code: 'candidate-exists', body: { title: 'Es gibt ein Angebot, das passt.' } });
  });
});
