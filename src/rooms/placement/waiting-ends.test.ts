import { afterAll, beforeAll, expect, test } from 'vitest';
import { WaitingStage } from '#test/waiting-stage.ts';
import { escalateContacts } from './jobs/waiting.ts';

let stage: WaitingStage;
beforeAll(async () => {
  stage = await WaitingStage.set();
});
afterAll(() => stage.close());

const tasks = (objectId: string) =>
  stage.offer.look<{ kind: string; assignee_role: string; outcome: string | null }>(
    'select kind, assignee_role, outcome from tasks.task where object_id = $1 order by created_at, id',
    objectId,
  );
const open = async (objectId: string) => (await tasks(objectId)).filter(({ outcome }) => outcome === null).map(({ kind }) => kind);
const withdraw = (id: string) =>
  stage.offer.ask<{ state: string; version: number }>(stage.jana, 'placement.saveDraft', {
    params: { id },
    body: { waitingConsent: false },
  });
const take = (id: string) => stage.offer.ask<{ until: string }>(stage.jana, 'placement.takeProposal', { params: { id }, body: {} });
async function firstOf(placeId: string) {
  const [first] = await stage.line(placeId);
  if (!first) throw new Error('nobody stands in this line');
  return first;
}
/** Nobody and nothing of the test before: everybody leaves, every place is closed. */
async function clear(): Promise<void> {
  const { admin } = stage.offer;
  await admin.query(
    "update scheduling.slot set state = 'withdrawn', live = false, held_by = null, held_for = null, held_until = null where live",
  );
  await admin.query(
    "update directory.place set state = 'closed', held_by = null, held_for = null, held_until = null where state in ('open', 'held')",
  );
  await admin.query(
    "update placement.request set state = 'closed', closed_at = created_at, closed_reason = 'error' where state <> 'closed'",
  );
  await admin.query("update placement.waiting_offer set state = 'withdrawn', ended_at = proposed_at where state in ('proposed', 'held')");
}

test('whoever takes the consent to the list back waits no more in the same moment; the desk is asked how to go on', async () => {
  const one = await stage.waits('Zurueck');
  const { placeId } = await stage.openPlace();
  await stage.tick();
  expect(await stage.line(placeId)).toHaveLength(1);
  const answer = await withdraw(one.requestId);
  expect(answer.state).toBe('triaged');
  const row = await stage.request(one.requestId);
  expect([row.state, row.waiting_since, row.version]).toEqual(['triaged', null, answer.version]);
  expect(await stage.line(placeId)).toEqual([]);
  expect(await open(one.requestId)).toEqual(['waiting-consent-withdrawn']);
  await stage.tick();
  expect(await stage.line(placeId), 'nothing is proposed again').toEqual([]);
  await clear();
});

test('what was held for a call-back is free again, unless she was reached for it and still thinks about it', async () => {
  const [silent, spoken] = [await stage.waits('Still'), await stage.waits('Erreicht')];
  const [first, second] = [await stage.openPlace(), await stage.openPlace({ startsAt: stage.now.add({ hours: 22 * 24 }) })];
  await stage.tick();
  const offers = await Promise.all([firstOf(first.placeId), firstOf(second.placeId)]);
  const of = (requestId: string) => offers.find((offer) => offer.request_id === requestId)?.id ?? '';
  for (const { id } of offers) await take(id);
  await stage.offer.ask(stage.jana, 'placement.recordAttempt', {
    params: { id: of(spoken.requestId) },
    body: { result: 'reached', stillNeeded: true, elsewhere: 'no' },
  });
  expect((await withdraw(silent.requestId)).state).toBe('triaged');
  expect((await withdraw(spoken.requestId)).state).toBe('offered');
  const held = await stage.offer.look<{ held_for: string | null }>("select held_for from directory.place where state = 'held'");
  expect(held).toEqual([{ held_for: spoken.requestId }]);
  // A no leads to the desk's list now, not back to a list that she left.
  await stage.offer.ask(stage.jana, 'placement.declineProposal', { params: { id: of(spoken.requestId) }, body: { reason: 'later' } });
  expect((await stage.request(spoken.requestId)).state).toBe('triaged');
  await clear();
});

test('withdrawing another consent, or the same of somebody who does not wait, changes nothing', async () => {
  const one = await stage.waits('Bleibt');
  await stage.offer.ask(stage.jana, 'placement.saveDraft', { params: { id: one.requestId }, body: { remindersConsent: true } });
  await stage.offer.ask(stage.jana, 'placement.saveDraft', { params: { id: one.requestId }, body: { remindersConsent: false } });
  expect((await stage.request(one.requestId)).state).toBe('waiting');
  expect((await withdraw(one.requestId)).state).toBe('triaged');
  expect((await withdraw(one.requestId)).state, 'twice is once').toBe('triaged');
  expect((await tasks(one.requestId)).filter(({ kind }) => kind === 'waiting-consent-withdrawn')).toHaveLength(1);
  await clear();
});

test('a promised call that nobody makes is the coordinator’s after one working day, once, until somebody has called', async () => {
  const one = await stage.waits('Versprochen');
  const due = Temporal.Instant.fromEpochMilliseconds((await stage.request(one.requestId)).next_step_at.getTime());
  const before = stage.now;
  stage.offer.now = due.add({ hours: 23 });
  await escalateContacts(stage.offer.world);
  expect(await open(one.requestId)).toEqual(['waiting-contact']);
  stage.offer.now = due.add({ hours: 4 * 24 });
  await escalateContacts(stage.offer.world);
  await escalateContacts(stage.offer.world);
  expect(await open(one.requestId)).toEqual(['waiting-contact', 'waiting-contact-overdue']);
  expect((await tasks(one.requestId)).find(({ kind }) => kind === 'waiting-contact-overdue')?.assignee_role).toBe('coordinator');
  // The coordinator has ticked it off: of the same promise she hears no second time.
  await stage.offer.admin.query(
    "update tasks.task set done_at = now(), outcome = 'done' where kind = 'waiting-contact-overdue' and object_id = $1",
    [one.requestId],
  );
  await escalateContacts(stage.offer.world);
  expect(await open(one.requestId)).toEqual(['waiting-contact']);
  stage.offer.now = before;
  await clear();
});

test('a caller may take a place that others wait for: the desk sees how many, the coordination sees it afterwards', async () => {
  await stage.waits('Frueher', { createdAt: '2026-02-01T09:00:00Z' });
  const { placeId, slotId } = await stage.openPlace();
  await stage.tick();
  const { offer, samuel } = stage;
  const { id } = await offer.ask<{ id: string }>(samuel, 'placement.beginRequest', { body: { phone: '0171 3920777' } });
  await offer.ask(samuel, 'placement.answerOpener', { params: { id }, body: { answer: 'no' } });
  const criteria = {
    insurance: 'GKV',
    setting: 'single',
    languages: ['de'],
    problems: ['DEP'],
    windows: [{ weekday: 1, from: '17:00', to: '20:00' }],
    birthDate: '1991-05-04',
  };
  await offer.ask(samuel, 'placement.saveDraft', {
    params: { id },
    body: {
      person: { givenName: 'Neu', familyName: 'Anrufend', birthDate: '1991-05-04', email: 'neu@example.org', postalCode: '53113' },
      criteria,
      privacyVersion: '2026-1',
    },
  });
  const fit = await offer.ask<{ ranked: { card: { placeId: string; waitingBefore: number } }[] }>(samuel, 'placement.findFit', {
    body: { requestId: id, criteria },
  });
  expect(fit.ranked.map(({ card }) => [card.placeId, card.waitingBefore])).toEqual([[placeId, 1]]);
  await offer.ask(samuel, 'placement.holdOffer', { params: { id }, body: { placeId, slotId } });
  await offer.ask(samuel, 'placement.bookOffer', {
    params: { id },
    body: { acknowledgement: { response: 'accepted', policyVersion: 0, language: 'de' }, channel: 'email', contractParty: 'self' },
  });
  const marit = await offer.join('Marit Lindqvist', 'coordinator');
  const { passed } = await offer.ask<{ passed: { placeId: string; waited: number; requestId: string; by: string }[] }>(
    marit,
    'placement.listPassed',
    {},
  );
  expect(passed.map((row) => [row.placeId, row.waited, row.requestId, row.by])).toEqual([[placeId, 1, id, 'Samuel Okafor']]);
  expect(await offer.look("select data ->> 'waiting' as n from platform.event where action = 'placement.waiting.passed-over'")).toEqual([
    { n: '1' },
  ]);
  await clear();
});
