import { afterAll, beforeAll, expect, test } from 'vitest';
import { USUAL, WaitingStage } from '#test/waiting-stage.ts';

const KIND = 'hold-over-call-back';
let stage: WaitingStage;
beforeAll(async () => {
  stage = await WaitingStage.set();
});
afterAll(() => stage.close());

let callers = 0;
/** Somebody calls and a place is held for her; the call goes on. */
async function callerWithHold(): Promise<{ id: string; placeId: string; slotId: string }> {
  callers += 1;
  const { offer, jana } = stage;
  const { id } = await offer.ask<{ id: string }>(jana, 'placement.beginRequest', { body: { phone: `0171 39307${10 + callers}` } });
  await offer.ask(jana, 'placement.answerOpener', { params: { id }, body: { answer: 'no' } });
  const person = {
    givenName: 'Kim',
    familyName: `Anruf${callers}`,
    birthDate: '1990-05-04',
    email: 'kim@example.org',
    postalCode: '53113',
  };
  await offer.ask(jana, 'placement.saveDraft', { params: { id }, body: { person, criteria: { ...USUAL }, privacyVersion: '2026-1' } });
  const { placeId, slotId } = await stage.openPlace({ startsAt: stage.now.add({ hours: (21 + callers) * 24 }) });
  await offer.ask(jana, 'placement.holdOffer', { params: { id }, body: { placeId, slotId } });
  return { id, placeId, slotId };
}

async function hangUp(): Promise<void> {
  const { running } = await stage.offer.ask<{ running: { id: string } | null }>(stage.jana, 'placement.myCalls', {});
  if (!running) throw new Error('nobody is on the line');
  await stage.offer.ask(stage.jana, 'placement.endCall', { params: { id: running.id }, body: {} });
}

const tasks = (id: string) =>
  stage.offer.look<{ outcome: string | null; assignee_role: string }>(
    'select outcome, assignee_role from tasks.task where kind = $1 and object_id = $2 order by created_at',
    KIND,
    id,
  );
const over = async () => {
  stage.pass({ minutes: 11 });
  await stage.tick();
};

test('whoever hangs up before the booking is called back: one task for the desk, after the hold is over', async () => {
  const { id } = await callerWithHold();
  await hangUp();
  expect(await tasks(id)).toEqual([]);
  await over();
  expect((await stage.request(id)).state).toBe('triaged');
  expect(await tasks(id)).toEqual([{ outcome: null, assignee_role: 'desk' }]);
});

test('while she is still on the line nobody has hung up; the end of the call asks for the call-back', async () => {
  const { id } = await callerWithHold();
  await over();
  expect((await stage.request(id)).state).toBe('triaged');
  expect(await tasks(id)).toEqual([]);
  await hangUp();
  expect(await tasks(id)).toHaveLength(1);
});

test('reached again, or held again, it is settled; a second loss asks anew, once', async () => {
  const { id, placeId, slotId } = await callerWithHold();
  await hangUp();
  await over();
  await stage.offer.ask(stage.jana, 'placement.beginCall', { body: { requestId: id } });
  expect(await tasks(id)).toMatchObject([{ outcome: 'reached' }]);
  await stage.offer.ask(stage.jana, 'placement.holdOffer', { params: { id }, body: { placeId, slotId } });
  await hangUp();
  await over();
  expect((await tasks(id)).map(({ outcome }) => outcome)).toEqual(['reached', null]);
  await stage.offer.ask(stage.samuel, 'placement.holdOffer', { params: { id }, body: { placeId, slotId } });
  expect((await tasks(id)).map(({ outcome }) => outcome)).toEqual(['reached', 'held-again']);
  await stage.offer.ask(stage.samuel, 'placement.bookOffer', {
    params: { id },
    body: { acknowledgement: { response: 'accepted', policyVersion: 0, language: 'de' }, channel: 'email', contractParty: 'self' },
  });
  await over();
  expect((await tasks(id)).filter(({ outcome }) => outcome === null)).toEqual([]);
});

test('a call that ended without a lost hold, and a person of the waiting list, make no such task', async () => {
  const { id } = await callerWithHold();
  await stage.offer.ask(stage.jana, 'placement.releaseHold', { params: { id }, body: { reason: 'declined' } });
  await hangUp();
  await over();
  expect(await tasks(id)).toEqual([]);
  await stage.offer.admin.query("update directory.place set state = 'closed' where state = 'open'");
  const waiting = await stage.waits('Liste');
  const { placeId } = await stage.openPlace({ startsAt: stage.now.add({ hours: 30 * 24 }) });
  await stage.tick();
  const [first] = await stage.line(placeId);
  await stage.offer.ask(stage.jana, 'placement.takeProposal', { params: { id: first?.id ?? '' }, body: {} });
  stage.pass({ hours: 49 });
  await stage.tick();
  expect(await tasks(waiting.requestId)).toEqual([]);
});
