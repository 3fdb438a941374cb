import { afterAll, beforeAll, expect, test } from 'vitest';
import { USUAL, WaitingStage } from '#test/waiting-stage.ts';

let stage: WaitingStage;
beforeAll(async () => {
  stage = await WaitingStage.set();
});
afterAll(() => stage.close());

async function caller(name: string, phone: string): Promise<string> {
  const { offer, jana } = stage;
  const { id } = await offer.ask<{ id: string }>(jana, 'placement.beginRequest', { body: { phone } });
  await offer.ask(jana, 'placement.answerOpener', { params: { id }, body: { answer: 'no' } });
  const person = { givenName: 'Kim', familyName: name, birthDate: '1990-05-04', email: 'kim@example.org', postalCode: '53113' };
  await offer.ask(jana, 'placement.saveDraft', { params: { id }, body: { person, criteria: { ...USUAL }, privacyVersion: '2026-1' } });
  return id;
}

test('a hold that is over may be taken by the next caller at once; who held it before is back at the desk a second later (I2)', async () => {
  const first = await caller('Erst', '0171 3930801');
  const second = await caller('Danach', '0171 3930802');
  const { placeId, slotId } = await stage.openPlace({ startsAt: stage.now.add({ hours: 21 * 24 }) });
  const hold = (id: string) => stage.offer.ask(stage.jana, 'placement.holdOffer', { params: { id }, body: { placeId, slotId } });
  await hold(first);
  stage.pass({ minutes: 11 });
  await hold(second); // the worker's second has not come by yet
  expect((await stage.request(first)).state).toBe('offered'); // nothing names it any more but itself
  await stage.tick();
  expect((await stage.request(first)).state).toBe('triaged');
  expect((await stage.request(second)).state).toBe('offered');
  const held = await stage.offer.look<{ held_for: string }>('select held_for from scheduling.slot where id = $1', slotId);
  expect(held).toEqual([{ held_for: second }]);
  const events = await stage.offer.look(`select 1 from platform.event where action = 'placement.hold.expired' and object_id = $1`, first);
  expect(events).toHaveLength(1);
});
