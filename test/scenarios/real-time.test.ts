import { afterAll, expect, test } from 'vitest';
import { fitFor, hold, KOWALSKI, offerOf, placesOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open({ realTime: true });
afterAll(() => door.close());

test('a hold that runs out is over within a second or so of the real clock, and the other desk sees it by itself', async () => {
  const [jana, samuel] = [await door.signedIn('jana'), await door.signedIn('samuel')];
  const wanted = { ...USUAL, birthDate: KOWALSKI.birthDate };
  const place = door.practice.places.brandt;
  const id = await takeCall(jana);
  const offer = await offerOf(jana, id, wanted, place);
  expect((await hold(jana, id, offer)).status).toBe(200);
  const other = await takeCall(samuel, { caller: { ...KOWALSKI, givenName: 'Berta' } });
  expect(placesOf(await fitFor(samuel, other, wanted))).not.toContain(place);
  const live = await samuel.listen();
  // nobody waits ten minutes for a test: the end is moved near, everything after it is the worker's own doing
  const until = Date.now() + 700;
  for (const table of ['directory.place', 'scheduling.slot'])
    await door.stage.admin.query(`update ${table} set held_until = $1 where held_for = $2`, [new Date(until), id]);
  const { at } = await live.until('placement.hold.expired', id);
  live.stop();
  expect(at).toBeGreaterThanOrEqual(until);
  expect(at - until).toBeLessThan(2_000); // a tick of one second, the log's quarter, and a machine that does other things
  expect(placesOf(await fitFor(samuel, other, wanted))).toContain(place);
  expect(await jana.done('placement.getRequest', { params: { id } })).toMatchObject({ state: 'triaged', hold: null });
  expect(door.faults).toEqual([]);
});
