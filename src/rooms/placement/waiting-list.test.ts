import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/decision.ts';
import { type Waiting, WaitingStage } from '#test/waiting-stage.ts';

let stage: WaitingStage;
beforeAll(async () => {
  stage = await WaitingStage.set();
});
afterAll(() => stage.close());

/** No test sees what another left: everybody leaves the list, every place is closed. */
afterEach(async () => {
  await stage.offer.admin.query(
    "update scheduling.slot set state = 'withdrawn', live = false, held_by = null, held_for = null, held_until = null where live",
  );
  await stage.offer.admin.query(
    "update directory.place set state = 'closed', held_by = null, held_for = null, held_until = null where state in ('open', 'held')",
  );
  await stage.offer.admin.query(
    "update placement.request set state = 'closed', closed_at = created_at, closed_reason = 'error' where state in ('waiting', 'offered', 'triaged')",
  );
  await stage.offer.admin.query(
    "update placement.waiting_offer set state = 'withdrawn', ended_at = proposed_at where state in ('proposed', 'held')",
  );
});

const take = (who: 'jana' | 'samuel', id: string, body: Record<string, unknown> = {}) =>
  stage.offer.ask<{ state: string; until: string; requestId: string }>(stage[who], 'placement.takeProposal', { params: { id }, body });
const attempt = (who: 'jana' | 'samuel', id: string, body: Record<string, unknown>) =>
  stage.offer.ask<{ after: string; state: string; requestState: string }>(stage[who], 'placement.recordAttempt', { params: { id }, body });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (fault: unknown) => (fault instanceof Refusal ? fault.code : String(fault)),
  );
async function firstOf(placeId: string) {
  const [first] = await stage.line(placeId);
  if (!first) throw new Error('nobody stands in this line');
  return first;
}
/** Everybody who waits is on the list, then a place opens and is proposed. */
async function placeOpens(): Promise<string> {
  await stage.tick();
  const { placeId } = await stage.openPlace();
  await stage.tick();
  return placeId;
}
async function twoInLine(first: string, second: string) {
  const people = { first: await stage.waits(first, { createdAt: '2026-02-01T09:00:00Z' }), second: await stage.waits(second) };
  return { people, placeId: await placeOpens() };
}
const order = async (placeId: string, people: Record<string, Waiting>) =>
  (await stage.line(placeId)).map((row) => Object.entries(people).find(([, one]) => one.requestId === row.request_id)?.[0]);

describe('a free place and who waits (RQ7)', () => {
  test('an opened place is proposed in fair order: priority, then the oldest request; who pays never counts', async () => {
    const people = {
      younger: await stage.waits('Juenger', { createdAt: '2026-02-20T09:00:00Z' }),
      older: await stage.waits('Aelter', { createdAt: '2026-02-01T09:00:00Z' }),
      failed: await stage.waits('Passung', { createdAt: '2026-02-25T09:00:00Z', priority: 2 }),
    };
    await stage.tick();
    const { placeId } = await stage.openPlace();
    expect(await stage.tick()).toBe(3);
    expect(await order(placeId, people)).toEqual(['failed', 'older', 'younger']);
    expect((await stage.line(placeId)).map(({ cause }) => cause)).toEqual(['opened', 'opened', 'opened']);
  });

  test('nobody is proposed what does not fit, and a place without a first appointment in time is proposed to nobody', async () => {
    await stage.waits('Jung', { birthDate: '2012-05-04', criteria: { custody: 'sole' } });
    const grown = await stage.waits('Erwachsen');
    await stage.tick();
    const soon = await stage.openPlace({ startsAt: stage.now.add({ hours: 49 }) });
    const late = await stage.openPlace({ startsAt: stage.now.add({ hours: 51 }) });
    await stage.tick();
    expect(await stage.line(soon.placeId)).toEqual([]);
    expect((await stage.line(late.placeId)).map((row) => row.request_id)).toEqual([grown.requestId]);
  });

  test('whoever waits for one therapist alone is proposed her places only (D 8)', async () => {
    const other = await stage.offer.join('Tom Krause', 'therapist');
    const open = await stage.openPlace({ of: other, tell: false });
    const faithful = await stage.waits('Treu', { wishedPractitioner: stage.therapist.practitionerId ?? '' });
    expect((await stage.request(faithful.requestId)).waiting_wished_only).toBe(true);
    await stage.told('directory.place.opened', open.placeId, other);
    await stage.tick();
    expect(await stage.line(open.placeId)).toEqual([]);
    const hers = await stage.openPlace();
    await stage.tick();
    expect((await stage.line(hers.placeId)).map((row) => row.request_id)).toEqual([faithful.requestId]);
  });

  test('of two places nobody has two turns: the score chooses the place of a person, fairness the person', async () => {
    const people = { first: await stage.waits('Erste', { createdAt: '2026-02-01T09:00:00Z' }), second: await stage.waits('Zweite') };
    await stage.tick();
    const [one, two] = [await stage.openPlace(), await stage.openPlace({ startsAt: stage.now.add({ hours: 22 * 24 }) })];
    await stage.tick();
    const turns = [(await order(one.placeId, people))[0], (await order(two.placeId, people))[0]];
    expect(turns.sort()).toEqual(['first', 'second']);
  });

  test('a place that is paused is proposed to nobody any more, within the next tick', async () => {
    await stage.waits('Pause');
    const placeId = await placeOpens();
    expect(await stage.line(placeId)).toHaveLength(1);
    await stage.offer.admin.query("update directory.place set state = 'paused' where id = $1", [placeId]);
    await stage.told('directory.place.paused', placeId);
    await stage.tick();
    expect(await stage.line(placeId)).toEqual([]);
  });
});

describe('the exclusive offer (RQ7, RQ8)', () => {
  test('two desks take the same proposal in the same moment: one wins, the other hears who', async () => {
    const waiting = await stage.waits('Beide');
    await stage.tick();
    const { placeId, slotId } = await stage.openPlace();
    await stage.tick();
    const { id } = await firstOf(placeId);
    const answers = await Promise.all([codeOf(take('jana', id)), codeOf(take('samuel', id))]);
    expect(answers.sort()).toEqual(['ok', 'proposal-over']);
    const [row] = await stage.offer.look<{ held_until: Date; state: string }>(
      'select state, held_until from scheduling.slot where id = $1',
      slotId,
    );
    expect(row?.state).toBe('held');
    expect(row?.held_until.toISOString()).toBe(new Date(stage.now.add({ hours: 48 }).epochMilliseconds).toISOString());
    expect((await stage.request(waiting.requestId)).state).toBe('offered');
  });

  test('whoever is not next in line is called only with a reason that can be named, and it is kept', async () => {
    const { people, placeId } = await twoInLine('Vorne', 'Hinten');
    const [, second] = await stage.line(placeId);
    expect(second?.request_id).toBe(people.second.requestId);
    const id = second?.id ?? '';
    expect(await codeOf(take('jana', id))).toBe('not-next-in-line');
    await take('jana', id, { before: 'on-the-phone' });
    expect(await stage.offer.look('select before_others from placement.waiting_offer where id = $1', id)).toEqual([
      { before_others: 'on-the-phone' },
    ]);
  });

  test('the ten-minute timer leaves it alone; after 48 hours it lapses, the person waits on and the next is proposed', async () => {
    const { people, placeId } = await twoInLine('Lapse', 'Danach');
    const { id } = await firstOf(placeId);
    await take('jana', id);
    stage.pass({ hours: 47, minutes: 59 });
    await stage.tick();
    expect((await stage.request(people.first.requestId)).state).toBe('offered');
    stage.pass({ minutes: 1 });
    await stage.tick();
    expect(await stage.offer.look('select state, ended_because from placement.waiting_offer where id = $1', id)).toEqual([
      { state: 'lapsed', ended_because: 'time-over' },
    ]);
    expect(await stage.request(people.first.requestId)).toMatchObject({ state: 'waiting', skipped: 0 });
    expect(await order(placeId, people)).toEqual(['second']);
  });

  test('a no with a reason passes the place on and keeps the person at her place in the order', async () => {
    const { people, placeId } = await twoInLine('Nein', 'Naechste');
    const { id } = await firstOf(placeId);
    await take('jana', id);
    await attempt('jana', id, { result: 'reached', stillNeeded: true, elsewhere: 'no' });
    await stage.offer.ask(stage.jana, 'placement.declineProposal', { params: { id }, body: { reason: 'distance' } });
    await stage.tick();
    expect(await order(placeId, people)).toEqual(['second']);
    const other = await stage.openPlace({ startsAt: stage.now.add({ hours: 30 * 24 }) });
    await stage.tick();
    expect((await order(other.placeId, people))[0]).toBe('first');
  });

  test('two calls in vain on the same day are no skip; on two days they are one, with a text and the place for the next', async () => {
    const { people, placeId } = await twoInLine('Nichtda', 'Da');
    const { id } = await firstOf(placeId);
    await take('jana', id);
    expect((await attempt('jana', id, { result: 'not-reached' })).after).toBe('call-again');
    stage.pass({ hours: 4 });
    expect((await attempt('jana', id, { result: 'voicemail' })).after).toBe('call-again');
    stage.pass({ hours: 20 });
    expect(await attempt('samuel', id, { result: 'not-reached' })).toMatchObject({
      after: 'skip',
      state: 'skipped',
      requestState: 'waiting',
    });
    expect(await stage.request(people.first.requestId)).toMatchObject({ state: 'waiting', skipped: 1 });
    const sent = await stage.offer.look<{ template: string }>(
      'select template from messages.message where cause_id = $1',
      people.first.requestId,
    );
    expect(sent).toEqual([{ template: 'not-reached' }]);
    await stage.tick();
    expect(await order(placeId, people)).toEqual(['second']);
  });

  test('in the night of the clock change 48 hours are 48 hours, and two Berlin days are two days', async () => {
    const before = stage.offer.now;
    stage.offer.now = Temporal.Instant.from('2026-03-28T22:30:00Z'); // 23:30 in Berlin, the clocks go forward at 02:00
    try {
      await stage.waits('Sommerzeit', { createdAt: '2026-03-01T09:00:00Z' });
      await stage.tick();
      const { placeId } = await stage.openPlace();
      await stage.tick();
      const { id } = await firstOf(placeId);
      const { until } = await take('jana', id);
      expect(until).toBe('2026-03-30T22:30:00Z'); // 00:30 on the clock, since an hour was skipped
      await attempt('jana', id, { result: 'not-reached' });
      stage.pass({ minutes: 31 }); // 00:01 on Sunday
      expect((await attempt('jana', id, { result: 'not-reached' })).after).toBe('skip');
    } finally {
      stage.offer.now = before;
    }
  });

  test('a colleague who reaches the person books what another desk holds', async () => {
    const waiting = await stage.waits('Uebergabe', { createdAt: '2026-02-01T09:00:00Z' });
    const placeId = await placeOpens();
    const { id } = await firstOf(placeId);
    await take('jana', id);
    expect((await attempt('samuel', id, { result: 'reached', stillNeeded: true, elsewhere: 'on-lists' })).state).toBe('held');
    await stage.offer.ask(stage.samuel, 'placement.bookOffer', {
      params: { id: waiting.requestId },
      body: { acknowledgement: { response: 'accepted', policyVersion: 0, language: 'de' }, channel: 'email', contractParty: 'self' },
    });
    expect(await stage.offer.look('select state, ended_because from placement.waiting_offer where id = $1', id)).toEqual([
      { state: 'accepted', ended_because: 'booked' },
    ]);
    expect((await stage.request(waiting.requestId)).state).toBe('placed');
    const open = await stage.offer.look(
      "select kind from tasks.task where object_id = $1 and done_at is null and kind like 'waiting%'",
      waiting.requestId,
    );
    expect(open).toEqual([]);
  });

  test('another time at the same place, chosen on the telephone: the offer follows, and ends with that hold', async () => {
    const waiting = await stage.waits('Andere', { createdAt: '2026-02-01T09:00:00Z' });
    const placeId = await placeOpens();
    const { id } = await firstOf(placeId);
    await take('jana', id);
    await attempt('jana', id, { result: 'reached', stillNeeded: true, elsewhere: 'no' });
    const other = await stage.slot(placeId, stage.now.add({ hours: 24 * 25 }));
    await stage.offer.ask(stage.jana, 'placement.holdOffer', { params: { id: waiting.requestId }, body: { placeId, slotId: other } });
    const [row] = await stage.offer.look<{ slot_id: string; until_at: Date; state: string }>(
      'select slot_id, until_at, state from placement.waiting_offer where id = $1',
      id,
    );
    expect(row).toMatchObject({ slot_id: other, state: 'held' });
    expect(row?.until_at.getTime()).toBe(stage.now.add({ minutes: 10 }).epochMilliseconds);
    stage.pass({ minutes: 11 });
    await stage.tick();
    expect((await stage.request(waiting.requestId)).state).toBe('waiting');
    expect(await stage.offer.look('select state from placement.waiting_offer where id = $1', id)).toEqual([{ state: 'lapsed' }]);
  });

  test('the therapist withdraws the time while it is held for a call-back: the person waits on, the offer is over', async () => {
    const waiting = await stage.waits('Weg', { createdAt: '2026-02-01T09:00:00Z' });
    await stage.tick();
    const { placeId, slotId } = await stage.openPlace();
    await stage.tick();
    const { id } = await firstOf(placeId);
    await take('jana', id);
    const [slot] = await stage.offer.look<{ version: number }>('select version from scheduling.slot where id = $1', slotId);
    await stage.offer.ask(stage.therapist, 'scheduling.withdrawSlot', {
      params: { id: slotId },
      body: { force: true },
      version: slot?.version ?? 0,
    });
    expect((await stage.request(waiting.requestId)).state).toBe('waiting');
    expect(await stage.offer.look('select state, ended_because from placement.waiting_offer where id = $1', id)).toEqual([
      { state: 'withdrawn', ended_because: 'place-withdrawn' },
    ]);
    expect(await codeOf(attempt('jana', id, { result: 'not-reached' }))).toBe('proposal-over');
  });

  test('five minutes more are not for a call-back', async () => {
    const waiting = await stage.waits('Laenger', { createdAt: '2026-02-01T09:00:00Z' });
    const placeId = await placeOpens();
    const { id } = await firstOf(placeId);
    await take('jana', id);
    expect(await codeOf(stage.offer.ask(stage.jana, 'placement.extendHold', { params: { id: waiting.requestId }, body: {} }))).toBe(
      'callback-not-extended',
    );
  });

  test('a first appointment that starts before the call-back could be made is refused', async () => {
    await stage.waits('Frueh', { createdAt: '2026-02-01T09:00:00Z' });
    const placeId = await placeOpens();
    const { id } = await firstOf(placeId);
    const soon = await stage.slot(placeId, stage.now.add({ hours: 49 }));
    expect(await codeOf(take('jana', id, { slotId: soon }))).toBe('slot-too-soon');
    await stage.offer.admin.query("update scheduling.slot set state = 'withdrawn', live = false where place_id = $1", [placeId]);
    expect(await codeOf(take('jana', id))).toBe('no-late-slot');
  });
});

describe('contacts and promises (RQ6, RQ8)', () => {
  const contact = (requestId: string, body: Record<string, unknown>) =>
    stage.offer.ask<{ after: string; state: string; nextContactAt: string | null }>(stage.jana, 'placement.recordContact', {
      params: { id: requestId },
      body,
    });

  test('whoever is reached is asked both questions, and the next contact is promised within 14 days', async () => {
    const { requestId } = await stage.waits('Frage');
    expect(await codeOf(contact(requestId, { result: 'reached' }))).toBe('contact-questions-missing');
    stage.pass({ days: 3 });
    const answer = await contact(requestId, { result: 'reached', stillNeeded: true, elsewhere: 'on-lists', note: 'Ruft lieber abends an' });
    expect(answer.after).toBe('reached');
    const row = await stage.request(requestId);
    expect(row.elsewhere).toBe('on-lists');
    expect(row.next_step_at.getTime() - row.last_contact_at.getTime()).toBeLessThanOrEqual(14 * 86_400_000);
    const view = await stage.offer.ask<{ contacts: { note: string | null }[] }>(stage.jana, 'placement.getWaiting', {
      params: { id: requestId },
    });
    expect(view.contacts[0]?.note).toBe('Ruft lieber abends an');
  });

  test('whoever is placed elsewhere and needs nothing more leaves the list as self-found', async () => {
    const { requestId } = await stage.waits('Versorgt');
    expect((await contact(requestId, { result: 'reached', stillNeeded: false, elsewhere: 'placed' })).after).toBe('closed');
    expect(await stage.request(requestId)).toMatchObject({ state: 'closed', closed_reason: 'self-found' });
    const again = await stage.waits('Abgesagt');
    await contact(again.requestId, { result: 'reached', stillNeeded: false, elsewhere: 'no' });
    expect(await stage.request(again.requestId)).toMatchObject({ state: 'closed', closed_reason: 'withdrew' });
    expect(await codeOf(contact(again.requestId, { result: 'not-reached' }))).toBe('request-not-waiting');
  });

  test('the third skip is the last notice; 14 days later without an answer the request closes as unreachable, and may be reopened with a reason', async () => {
    const { requestId } = await stage.waits('Stille');
    for (const expected of ['skip', 'skip', 'final-notice']) {
      expect((await contact(requestId, { result: 'not-reached' })).after).toBe('call-again');
      stage.pass({ days: 1 });
      expect((await contact(requestId, { result: 'not-reached' })).after).toBe(expected);
      stage.pass({ days: 2 });
    }
    const noticed = await stage.request(requestId);
    expect(noticed).toMatchObject({ state: 'waiting', skipped: 3 });
    const templates = await stage.offer.look<{ template: string }>(
      'select template from messages.message where cause_id = $1 order by created_at',
      requestId,
    );
    expect(templates.map(({ template }) => template)).toEqual(['not-reached', 'not-reached', 'final-notice']);
    const { placeId } = await stage.openPlace();
    await stage.tick();
    expect(await stage.line(placeId)).toEqual([]); // an answer is waited for, nothing is proposed meanwhile
    stage.pass({ days: 11, hours: 23 });
    await stage.tick();
    expect((await stage.request(requestId)).state).toBe('waiting');
    stage.pass({ hours: 1 });
    await stage.tick();
    expect(await stage.request(requestId)).toMatchObject({ state: 'closed', closed_reason: 'unreachable' });
    expect(await codeOf(stage.offer.ask(stage.jana, 'placement.continueRequest', { params: { id: requestId }, body: {} }))).toBe(
      'reason-missing',
    );
    await stage.offer.ask(stage.jana, 'placement.continueRequest', { params: { id: requestId }, body: { reason: 'answered-notice' } });
    expect(await stage.request(requestId)).toMatchObject({ state: 'triaged', waiting_since: null, skipped: 0, final_notice_at: null });
  });

  test('whoever answers the last notice goes on waiting, with no skips', async () => {
    const { requestId } = await stage.waits('Antwort');
    for (let skip = 0; skip < 3; skip += 1) {
      await contact(requestId, { result: 'not-reached' });
      stage.pass({ days: 1 });
      await contact(requestId, { result: 'not-reached' });
      stage.pass({ days: 1 });
    }
    await contact(requestId, { result: 'reached', stillNeeded: true, elsewhere: 'no' });
    stage.pass({ days: 20 });
    await stage.tick();
    expect(await stage.request(requestId)).toMatchObject({ state: 'waiting', skipped: 0, final_notice_at: null });
  });

  test('the list stands in fair order, with what is overdue and why somebody stands first', async () => {
    const older = await stage.waits('Alt', { createdAt: '2026-01-05T09:00:00Z' });
    const urgent = await stage.waits('Eilig', { criteria: { ptv11: { recommendations: ['acute'] } } });
    stage.pass({ days: 15 });
    const { waiting, overdue } = await stage.offer.ask<{
      waiting: { id: string; position: number; priority: number; reason: string; overdue: boolean }[];
      overdue: number;
    }>(stage.jana, 'placement.listWaiting', {});
    expect(waiting.map(({ id, position, priority, reason }) => ({ id, position, priority, reason }))).toEqual([
      { id: urgent.requestId, position: 1, priority: 1, reason: 'acute' },
      { id: older.requestId, position: 2, priority: 3, reason: 'none' },
    ]);
    expect(overdue).toBe(2);
  });
});

describe('the honest estimate on real tables', () => {
  /** Somebody who went on the list so many days ago and, perhaps, had a first appointment so many days later. */
  async function waited(daysAgo: number, until: number | null): Promise<void> {
    const { personId, requestId } = await stage.offer.client('Frueher', `Vor ${daysAgo}`);
    const since = stage.now.subtract({ hours: 24 * daysAgo });
    const criteria = { setting: 'single', languages: ['de'], postalCode: '53113', insurance: 'PKV' };
    await stage.offer.admin.query(
      "update placement.request set state = 'waiting', created_at = $2, waiting_since = $2, last_contact_at = $2, next_step_at = $2, criteria = $3 where id = $1",
      [requestId, since.toString(), JSON.stringify(criteria)],
    );
    if (until === null) return;
    await stage.offer.appointment(stage.therapist, { personId, requestId }, since.add({ hours: 24 * until }), { isFirst: true });
    await stage.offer.admin.query(
      "update scheduling.appointment set booked_at = $2, state = 'attended', live = false where request_id = $1",
      [requestId, since.toString()],
    );
    await stage.offer.admin.query("update placement.request set state = 'placed' where id = $1", [requestId]);
  }

  test('from its own past: too few are said to be too few; with enough cases a range, how it was computed, and who stands ahead', async () => {
    const criteria = { setting: 'single', languages: ['de'], postalCode: '53113', insurance: 'GKV' };
    const ask = () =>
      stage.offer.ask<{
        estimate: { says: string; middle?: number; basis: { cases: number; placed: number; waiting: number } };
        ahead: number;
      }>(stage.jana, 'placement.estimateWaiting', { body: { criteria } });
    const before = await ask();
    const start = before.estimate.basis;
    expect(before.estimate.says).toBe(start.placed < 5 ? 'nothing' : 'range');
    for (const days of [40, 41, 42, 43, 44, 45, 46]) await waited(300 - days, days);
    await waited(70, null);
    const { estimate, ahead } = await ask();
    expect(estimate).toMatchObject({ says: 'range' });
    expect(estimate.basis.placed).toBeGreaterThanOrEqual(7);
    expect(estimate.basis.waiting).toBeGreaterThanOrEqual(1);
    expect(estimate.middle).toBeGreaterThanOrEqual(40);
    expect(ahead).toBe(1); // who pays makes no difference
    await stage.offer.admin.query(
      "update placement.request set state = 'closed', closed_at = created_at, closed_reason = 'error' where state = 'placed'",
    );
    const fresh = await stage.waits('Gesagt');
    const view = await stage.offer.ask<{ said: { says: string } | null; guidance: string[] }>(stage.jana, 'placement.getWaiting', {
      params: { id: fresh.requestId },
    });
    expect(view.said?.says).toBe('range');
    expect(view.guidance).toEqual(['tss', 'crisis']);
  });
});
