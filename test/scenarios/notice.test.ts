import PostalMime from 'postal-mime';
import { afterAll, describe, expect, test } from 'vitest';
import { FIXED_POLICY } from '#test/cast/practice.ts';
import { berlin } from '#test/cast/simulated-time.ts';
import type { Browser } from './browser.ts';
import { book, fitFor, hold, KOWALSKI, placeCaller, placesOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const { places, locationId } = door.practice;
const START = berlin('2026-03-30T10:00');
/** The Sprechstunde is done, so the first appointment is a trial session, which the rule covers. */
const criteria = { ...USUAL, ptv11: { date: '2026-02-20', recommendations: ['therapy' as const] } };
const RULE = { ...FIXED_POLICY, goodwillFirst: false };

/** A trial session on the Monday after the clocks change, booked on 2 March with the rule read out; answers when its text has arrived. */
async function booked(therapist: Browser, placeId: string, email: string, goodwillFirst = false) {
  const { version: policyVersion } = await therapist.done('placement.changeMyPolicy', { body: { ...RULE, goodwillFirst } });
  const { ids } = await therapist.done('scheduling.publishSlots', {
    body: { slots: [{ startsAt: START.toString(), minutes: 50 }], kinds: ['TRIAL'], modality: 'in-person', locationId },
  });
  const id = await takeCall(jana, { caller: { ...KOWALSKI, email }, criteria });
  expect((await hold(jana, id, { placeId, slotId: ids[0] })).status).toBe(200);
  const answer = await book(jana, id, { policyVersion });
  expect(answer.status).toBe(200);
  const mail = await PostalMime.parse((await door.mailTo(email)).raw);
  expect(mail.text).toMatch(/30\. März 2026.*10:00/);
  await door.deliveryNoted(answer.body.appointmentId);
  return { id, appointmentId: answer.body.appointmentId as string, text: mail.text ?? '' };
}

async function cancelled(appointmentId: string, at: string) {
  door.clock.turnTo(at);
  const body = { receivedAt: berlin(at).toString() };
  return jana.done('scheduling.deskCancelByPatient', { params: { id: appointmentId }, version: 1, body });
}

describe('the clocks change before the notice deadline (A.5 cases 4 and 5), from booking to suggestion', () => {
  test('cancelled on Saturday at 9:30 it is in time: 48.5 hours on the clock, although 47.5 have passed', async () => {
    const brandt = await door.therapist('brandt');
    const { id, appointmentId, text } = await booked(brandt, places.brandt, 'fall4@post.example');
    expect(text).toMatch(/28\. März/); // the deadline that the client was told, on the better clock
    expect(await cancelled(appointmentId, '2026-03-28T09:30')).toMatchObject({ state: 'cancelled', cancelledHow: 'patient_in_time' });
    const fee = await brandt.done('placement.getFeeSuggestion', { params: { id: appointmentId } });
    expect(fee).toMatchObject({ result: 'no_fee', rule: 'C5', amountCents: null, decided: null });
    const week = await brandt.done('scheduling.myWeek', { query: { from: '2026-03-30', days: '1' } });
    expect(week.slots.find(({ startsAt }: { startsAt: string }) => startsAt === START.toString()).state).toBe('free');
    const { allocationId } = (await jana.done('placement.getRequest', { params: { id } })).booking;
    await jana.done('placement.releasePlaceForClient', { params: { id: allocationId }, body: { reason: 'time' } });
    door.clock.turnTo('2026-03-02T10:00');
  });

  test('cancelled on Saturday at 10:30 it is late: 60 € may be asked, and the decision is the therapist’s', async () => {
    const rossi = await door.therapist('rossi');
    const { appointmentId } = await booked(rossi, places.rossi, 'fall5@post.example');
    expect(await cancelled(appointmentId, '2026-03-28T10:30')).toMatchObject({ state: 'cancelled', cancelledHow: 'patient_late' });
    const params = { id: appointmentId };
    expect(await rossi.done('placement.getFeeSuggestion', { params })).toMatchObject({
      result: 'fee_possible',
      rule: 'C13',
      amountCents: 6_000,
    });
    await rossi.done('placement.decideFee', { params, body: { decided: 'waived' } });
    expect(await rossi.done('placement.getFeeSuggestion', { params })).toMatchObject({ decided: 'waived' });
    // another therapist learns nothing
    const other = await (await door.therapist('brandt')).ask('placement.getFeeSuggestion', { params });
    expect(other).toMatchObject({ status: 404, code: 'not-found' });
    door.clock.turnTo('2026-03-02T10:00');
  });
});

describe('how fresh a place is', () => {
  test('confirmed 14 days ago at 23:59 it can be held until midnight, and not a second longer', async () => {
    const haddad = await door.therapist('haddad');
    door.clock.turnTo('2026-03-02T23:59');
    await haddad.done('directory.confirmStillTrue');
    const wanted = { ...USUAL, birthDate: '2012-01-01' };
    const caller = { ...KOWALSKI, birthDate: '2012-01-01' };
    const more = { callerRole: 'parent' };
    const id = await takeCall(jana, { caller, criteria: USUAL, more });
    const slot = async () => {
      const fit = await fitFor(jana, id, wanted);
      return [...fit.ranked, ...fit.clarify].find(({ card }: { card: { placeId: string } }) => card.placeId === places.haddad);
    };
    door.clock.turnTo('2026-03-16T23:59:59');
    const fresh = await slot();
    expect(fresh.verdict).toBe('fits');
    expect((await hold(jana, id, { placeId: places.haddad, slotId: fresh.card.firstSlot.id })).status).toBe(200);
    await jana.done('placement.releaseHold', { params: { id }, body: {} });
    door.clock.turnTo('2026-03-17T00:00');
    const stale = await slot();
    expect(stale).toMatchObject({ verdict: 'clarify', clarify: ['H1'] });
    const refused = await hold(jana, id, { placeId: places.haddad, slotId: fresh.card.firstSlot.id });
    expect(refused).toMatchObject({ status: 409, code: 'place-stale' });
    expect(refused.body.title).not.toBe('Das ist unser Fehler');
    // asked, the therapist confirms, and it can be held again
    await jana.done('placement.askTherapist', { params: { id: places.haddad }, body: { criteria: ['H1'] } });
    const { tasks } = await haddad.done('tasks.list');
    expect(tasks.map(({ kind }: { kind: string }) => kind)).toContain('offer-to-clarify');
    await haddad.done('directory.confirmStillTrue');
    expect((await slot()).verdict).toBe('fits');
    door.clock.turnTo('2026-03-02T10:00');
  });
});

test('a disorder excluded after the place was reserved changes nothing of the promise, and closes the door to the next', async () => {
  const brandt = await door.therapist('brandt');
  const { appointmentId, id } = await placeCaller(jana, places.brandt, { criteria: USUAL }, { policyVersion: 2 });
  await brandt.done('directory.addExclusion', { body: { code: 'DEP' } });
  expect(await jana.done('placement.getRequest', { params: { id } })).toMatchObject({
    state: 'placed',
    booking: { appointmentId, state: 'booked', placeState: 'reserved' },
  });
  expect((await brandt.done('placement.myAllocations')).allocations).toMatchObject([{ requestId: id, state: 'reserved' }]);
  const { version } = await jana.done('placement.getRequest', { params: { id } });
  await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
  const next = await takeCall(jana);
  const fit = await fitFor(jana, next, { ...USUAL, birthDate: KOWALSKI.birthDate }, { why: true });
  expect(placesOf(fit)).not.toContain(places.brandt);
  const out = fit.excluded.find(({ card }: { card: { placeId: string } }) => card.placeId === places.brandt);
  expect(out.no).toEqual(['H5']);
  expect(JSON.stringify(out.lines.find((line: { id: string }) => line.id === 'H5'))).not.toContain('DEP');
  expect(door.faults).toEqual([]);
});
