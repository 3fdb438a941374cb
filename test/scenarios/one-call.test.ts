import PostalMime from 'postal-mime';
import { afterAll, describe, expect, test } from 'vitest';
import { EXAMPLES } from '#rooms/placement/rules/fit/fixture.ts';
import { FIXED_POLICY } from '#test/cast/practice.ts';
import { book, fitFor, hold, KOWALSKI, offerOf, placesOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor, key } from './front-door.ts';

const door = await FrontDoor.open({ town: 'examples' });
afterAll(() => door.close());
const [jana, samuel] = [await door.signedIn('jana'), await door.signedIn('samuel')];
const { nameOf, placeId, criteriaOf } = door.examples;
const example = EXAMPLES.find(({ name }) => name.startsWith('1: '));
if (!example) throw new Error('example 1 is missing');
const criteria = criteriaOf(example.request);
const p01 = placeId.get('P01') ?? '';

describe('D 1: one call, one place', () => {
  test('Ms K. is placed with P01 in one call, and everything of it is one transaction', async () => {
    const p = await door.therapist('P01');
    await p.done('placement.changeMyPolicy', { body: { ...FIXED_POLICY, appliesTo: ['CONSULT', 'TRIAL', 'THERAPY'] } });
    const birthDate = criteria.birthDate ?? '';
    const id = await takeCall(jana, { caller: { ...KOWALSKI, birthDate, email: 'frau.k@post.example' }, criteria });

    // the list as example A.4.6/1, with reasons
    const fit = await fitFor(jana, id, criteria);
    expect(fit.nextKind.kind).toBe('CONSULT');
    const considered = new Set(example.considered);
    const named = (list: { card: { placeId: string }; score: number }[]) =>
      list.map(({ card, score }) => [nameOf.get(card.placeId), score]).filter(([name]) => considered.has(name as string));
    expect(named(fit.ranked)).toEqual([
      ['P01', 91.7],
      ['P02', 77.6],
      ['P03', 60.8],
      ['P06', 51.2],
    ]);
    expect(named(fit.clarify)).toEqual([['P09', 91.7]]);
    expect(nameOf.get(fit.ranked[0].card.placeId)).toBe('P01');
    expect(
      fit.ranked[0].lines.map((line: { points: number }) => line.points).reduce((sum: number, one: number) => sum + one),
    ).toBeGreaterThan(0);

    const before = await samuelSees();
    expect(before).toContain(p01);
    const live = await samuel.listen();
    const offer = await offerOf(jana, id, criteria, p01);
    expect(offer.startsAt).toBe('2026-03-23T16:00:00Z'); // 17:00 in Bonn
    const held = await hold(jana, id, offer);
    expect(held.body).toMatchObject({ state: 'offered', heldUntil: '2026-03-02T09:10:00Z' });
    await live.until('placement.offer.held', id);
    expect(await samuelSees()).not.toContain(p01);

    // the rule of exactly this therapist is there to read out
    const { policy } = await jana.done('placement.getOffer', { params: { id: p01 }, query: { requestId: id, slotId: offer.slotId } });
    expect(policy.spoken.de).toMatch(/60/);
    const began = Date.now();
    const booked = await book(jana, id, { policyVersion: policy.version });
    expect(booked).toMatchObject({ status: 200, body: { state: 'placed', startsAt: '2026-03-23T16:00:00Z' } });

    // P01 is gone from other searches at once, and the other desk hears it
    await live.until('placement.offer.booked', id);
    expect(await samuelSees()).not.toContain(p01);
    live.stop();

    const appointmentId = booked.body.appointmentId;
    const request = await jana.ask('placement.getRequest', { params: { id } });
    expect(request.body).toMatchObject({
      state: 'placed',
      hold: null,
      booking: { appointmentId, placeState: 'reserved', state: 'booked' },
    });
    expect(request.etag).toBe(`"${request.body.version}"`);
    const [state] = await door.stage.look<{ place: string; slot: string }>(
      'select p.state as place, s.state as slot from directory.place p, scheduling.slot s where p.id = $1 and s.id = $2',
      p01,
      offer.slotId,
    );
    expect(state).toEqual({ place: 'reserved', slot: 'booked' });

    await oneTransaction(id);
    await confirmationArrives(began);
  });

  async function samuelSees() {
    return placesOf(await samuel.done('placement.findFit', { body: { criteria, most: 50 } }));
  }

  async function oneTransaction(id: string) {
    const [about] = await door.stage.look<{ person_id: string }>('select person_id from placement.request where id = $1', id);
    const told = await door.stage.look<{ action: string; xid: string; actor_id: string }>(
      "select action, xid::text, actor_id from platform.event where person_id = $1 and kind <> 'R' order by seq",
      about?.person_id,
    );
    // the six steps of the rule book's course, each once
    const course = ['placement.request.created', 'placement.request.triaged', 'placement.offers.presented', 'placement.offer.held'];
    const booking = ['scheduling.appointment.booked', 'directory.place.reserved', 'placement.offer.booked'];
    for (const action of [...course, ...booking]) expect(told.filter((one) => one.action === action)).toHaveLength(1);
    const ofBooking = told.filter(({ action }) =>
      [...booking, 'placement.policy.acknowledged', 'messages.message.queued'].includes(action),
    );
    expect(ofBooking).toHaveLength(5);
    expect(new Set(ofBooking.map(({ xid }) => xid)).size).toBe(1);
    // one person did all of it; what the worker adds beside it (the mail that went out, a look for doubles) is nobody's
    const hers = told.filter(({ action, actor_id: by }) => by !== null || [...course, ...booking].includes(action));
    expect(hers.length).toBeGreaterThanOrEqual(course.length + booking.length);
    expect(new Set(hers.map(({ actor_id: by }) => by)).size).toBe(1);
  }

  async function confirmationArrives(began: number) {
    const mail = await door.mailTo('frau.k@post.example');
    expect(mail.arrivedAt - began).toBeLessThan(5 * 60_000);
    const read = await PostalMime.parse(mail.raw);
    expect(read.subject).toBe('Nachricht von Netz Bonn');
    expect(read.subject).not.toMatch(/therap|termin|praxis|psych/i);
    expect(read.text).toMatch(/Montag, 23\. März 2026.*17:00/);
    expect(read.text).toContain('Praxis P01');
    expect(read.text).toContain('60'); // the fee of the rule, in full text
    expect(read.text).toMatch(/48 Stunden|21\. März/);
    expect(read.text).toMatch(/116 117/);
    expect(read.attachments.map(({ filename }) => filename)).toContain('termin.ics');
  }
});

describe('D 2: two assistants, same slot, same second', () => {
  test('of fifty at once one holds; 49 hear who was faster, with the next offers, and nobody meets a fault', async () => {
    const p02 = placeId.get('P02') ?? '';
    const birthDate = criteria.birthDate ?? '';
    const ids: string[] = [];
    const caller = { ...KOWALSKI, birthDate };
    for (let ten = 0; ten < 50; ten += 10) {
      const desks = Array.from({ length: 10 }, (_, index) => ((ten + index) % 2 ? jana : samuel));
      ids.push(...(await Promise.all(desks.map((desk) => takeCall(desk, { caller, criteria })))));
    }
    const offer = await offerOf(jana, ids[0] ?? '', criteria, p02);
    const answers = await Promise.all(ids.map((id, index) => hold(index % 2 ? jana : samuel, id, offer)));
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status === 409);
    expect([won.length, lost.length]).toEqual([1, 49]);
    const winner = answers.indexOf(won[0] as (typeof answers)[number]) % 2 ? 'Tisch 1 (Jana Petersen)' : 'Tisch 2 (Samuel Okafor)';
    for (const { body, code } of lost) {
      expect(code).toBe('place-held');
      expect(body.title).toBe('Jemand war schneller und hält diesen Platz gerade.');
      expect(body.detail).toContain('Was Sie eingegeben haben, bleibt stehen');
      expect(body.facts).toMatchObject({ by: winner, until: '2026-03-02T09:10:00Z' });
      expect(body.facts.next.length).toBeGreaterThanOrEqual(2);
      for (const next of body.facts.next) expect(next.placeId).not.toBe(p02);
    }
    // I1: exactly one live hold, and nothing that was typed is lost
    const [live] = await door.stage.look<{ places: number; slots: number; offered: number }>(
      `select (select count(*) from directory.place where state = 'held' and id = $1)::int as places,
        (select count(*) from scheduling.slot where state = 'held')::int as slots,
        (select count(*) from placement.request where id = any ($2) and state = 'offered')::int as offered`,
      p02,
      ids,
    );
    expect(live).toEqual({ places: 1, slots: 1, offered: 1 });
    const loser = ids[answers.findIndex(({ status }) => status === 409)] ?? '';
    expect((await jana.done('placement.getRequest', { params: { id: loser } })).criteria.problems).toEqual(['DEP']);
    // a loser goes on with the next offer that came with the refusal
    const next = lost[0]?.body.facts.next[0];
    expect((await hold(answers.indexOf(lost[0] as (typeof answers)[number]) % 2 ? jana : samuel, loser, next)).status).toBe(200);
    expect(door.faults).toEqual([]);
  });

  test('the same click sent twice is one hold with one answer; another content under the same key is refused', async () => {
    const id = await takeCall(jana, { criteria: { ...USUAL, insurance: 'PKV' } });
    const wanted = { ...USUAL, insurance: 'PKV' as const, birthDate: KOWALSKI.birthDate };
    const [first = ''] = placesOf(await fitFor(jana, id, wanted));
    const offer = await offerOf(jana, id, wanted, first);
    const once = key();
    const [one, other] = [await hold(jana, id, offer, { key: once }), await hold(jana, id, offer, { key: once })];
    expect(one.status).toBe(200);
    expect(other.body).toEqual(one.body);
    expect((await door.stage.told(id)).filter((action) => action === 'placement.offer.held')).toHaveLength(1);
    const changed = await jana.ask('placement.releaseHold', { params: { id }, body: {}, key: once });
    expect(changed).toMatchObject({ status: 422, code: 'key-used-otherwise' });
  });
});
