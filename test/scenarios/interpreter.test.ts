import { afterAll, expect, test } from 'vitest';
import { book, fitFor, hold, offerOf, takeCall } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const haddad = await door.therapist('haddad');
const place = door.practice.places.haddad;
const DARI = {
  insurance: 'GKV' as const,
  setting: 'single' as const,
  problems: ['ANX' as const],
  languages: ['prs'],
  interpreterAccepted: true,
};
const caller = (givenName: string) => ({ givenName, familyName: 'Rahimi', birthDate: '2007-01-10', email: 'rahimi@post.example' });
const interpreterTasks = async (id: string) =>
  (await jana.done('tasks.list')).tasks.filter(
    (one: { kind: string; objectId: string }) => one.kind === 'organise-interpreter' && one.objectId === id,
  );
const giveBack = async (id: string) => {
  const { version } = await jana.done('placement.getRequest', { params: { id } });
  await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
};

test('D 11: Dari is understood with an interpreter only; a relative is refused; not organised yet, it is due five days before', async () => {
  const id = await takeCall(jana, { caller: caller('Laila'), criteria: DARI });
  const wanted = { ...DARI, birthDate: '2007-01-10' };
  const fit = await fitFor(jana, id, wanted, { why: true });
  const one = fit.ranked.find(({ card }: { card: { placeId: string } }) => card.placeId === place);
  const h8 = one.lines.find((line: { id: string }) => line.id === 'H8');
  expect(h8).toMatchObject({ verdict: 'yes', note: { key: 'interpreter', facts: { languages: ['fa'] } } });
  const brandt = fit.excluded.find(({ card }: { card: { placeId: string } }) => card.placeId === door.practice.places.brandt);
  expect(brandt.no).toContain('H8');

  const offer = await offerOf(jana, id, wanted, place);
  expect((await hold(jana, id, offer)).status).toBe(200);
  const relative = await book(jana, id, { interpreterBy: 'relative' });
  expect(relative).toMatchObject({ status: 409, code: 'relative-not-interpreter' });
  expect(relative.body.title).toBe('Angehörige dolmetschen in der Therapie nicht.');
  expect(relative.body.detail).toContain('die Krankenkasse zahlt es nicht');
  const unknown = await book(jana, id, { interpreterBy: 'Onkel Karim' });
  expect(unknown).toMatchObject({ status: 400, code: 'invalid-input' });
  expect(unknown.body.errors).toMatchObject([{ pointer: '/interpreterBy' }]);

  expect((await book(jana, id, { interpreterBy: 'none-yet' })).status).toBe(200);
  const due = Temporal.Instant.from(offer.startsAt).subtract({ hours: 5 * 24 });
  expect(await interpreterTasks(id)).toMatchObject([{ dueAt: due.toString(), priority: 1, assigneeRole: 'desk' }]);
  expect((await haddad.done('placement.myAllocations')).allocations).toMatchObject([{ interpreterBy: 'none-yet' }]);
  await giveBack(id);
});

test('organised by the social office, the booking says so and nobody is asked again; who speaks the language needs none', async () => {
  const id = await takeCall(jana, { caller: caller('Sara'), criteria: DARI });
  const offer = await offerOf(jana, id, { ...DARI, birthDate: '2007-01-10' }, place);
  expect((await hold(jana, id, offer)).status).toBe(200);
  expect((await book(jana, id, { interpreterBy: 'social-office' })).status).toBe(200);
  expect(await interpreterTasks(id)).toEqual([]);
  expect((await haddad.done('placement.myAllocations')).allocations).toMatchObject([{ interpreterBy: 'social-office' }]);
  await giveBack(id);

  const arabic = { ...DARI, languages: ['ar'] };
  const other = await takeCall(jana, { caller: caller('Amir'), criteria: arabic });
  const same = await offerOf(jana, other, { ...arabic, birthDate: '2007-01-10' }, place);
  expect((await hold(jana, other, same)).status).toBe(200);
  expect((await book(jana, other)).status).toBe(200);
  expect(await interpreterTasks(other)).toEqual([]);
  expect(door.faults).toEqual([]);
});
