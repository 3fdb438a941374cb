import { afterAll, describe, expect, test } from 'vitest';
import { book, fitFor, hold, KOWALSKI, offerOf, placeCaller, placesOf, slotsOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const brandt = await door.therapist('brandt');
const place = door.practice.places.brandt;
/** The Sprechstunde is done: trial sessions come first. */
const criteria = { ...USUAL, ptv11: { date: '2026-02-20', recommendations: ['therapy' as const], procedures: ['VT' as const] } };
const wanted = { ...criteria, birthDate: KOWALSKI.birthDate };

/** After its end the therapist notes that the session took place. */
async function attend(appointmentId: string, startsAt: string) {
  door.clock.turnTo(Temporal.Instant.from(startsAt).add({ minutes: 55 }));
  const [row] = await door.stage.look<{ version: number }>('select version from scheduling.appointment where id = $1', appointmentId);
  await brandt.done('scheduling.markAttended', { params: { id: appointmentId }, version: row?.version ?? 0 });
}

/** One more trial session in the therapist's next own free time. */
async function nextSession(appointmentId: string) {
  const from = door.clock.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().add({ days: 1 }).toString();
  const week = await brandt.done('scheduling.myWeek', { query: { from, days: '7' } });
  const slot = week.slots.find(({ state }: { state: string }) => state === 'free');
  const body = { slotId: slot.id, slotVersion: slot.version, kind: 'TRIAL' };
  const { id } = await brandt.done('scheduling.addSession', { params: { id: appointmentId }, body });
  return { id: id as string, slotId: slot.id as string, startsAt: slot.startsAt as string };
}

const placeState = async () =>
  (await door.stage.look<{ state: string }>('select state from directory.place where id = $1', place))[0]?.state;

describe('D 7: the fit fails after the second trial session', () => {
  test('the place is free again, the pair apart for 24 months, the request back with its old date, and the therapist sees no details', async () => {
    const { id, appointmentId, startsAt } = await placeCaller(jana, place, { criteria });
    const before = await jana.done('placement.getRequest', { params: { id } });
    const { allocationId } = before.booking;
    const mine = await brandt.done('placement.myAllocations');
    expect(mine.allocations).toMatchObject([{ id: allocationId, state: 'reserved', person: 'Anna Kowalski', mayConfirm: false }]);

    await attend(appointmentId, startsAt);
    expect(await placeState()).toBe('trial');
    const early = await brandt.ask('placement.confirmFit', {
      params: { id: allocationId },
      version: 2,
      body: { clientAgrees: true },
    });
    expect(early).toMatchObject({ status: 409, code: 'trial-sessions-missing', body: { facts: { missing: 1 } } });
    expect(early.body.detail).toContain('die Sprechstunde zählt nicht');
    const second = await nextSession(appointmentId);
    await attend(second.id, second.startsAt);
    const third = await nextSession(second.id);
    expect((await brandt.done('placement.myAllocations')).allocations).toMatchObject([{ state: 'trial', sessions: 2, mayConfirm: true }]);

    const live = await brandt.listen();
    const released = await jana.ask('placement.releasePlaceForClient', { params: { id: allocationId }, body: { reason: 'chemistry' } });
    expect(released.status).toBe(200);
    const heard = await live.until('placement.place.released', allocationId);
    expect(heard.data).toMatchObject({ by: 'client', placeId: place });
    expect(JSON.stringify(live.heard)).not.toContain('chemistry');
    live.stop();

    // the place is open and visible, with its slots
    expect(await placeState()).toBe('open');
    const other = await takeCall(jana, { caller: { ...KOWALSKI, givenName: 'Berta', phone: '0171 3920042' }, criteria });
    expect(placesOf(await fitFor(jana, other, wanted))).toContain(place);

    // the request is back with priority 2 and the date it always had
    const after = await jana.done('placement.getRequest', { params: { id } });
    expect(after).toMatchObject({ state: 'triaged', priority: 2, createdAt: before.createdAt });
    const { tasks } = await jana.done('tasks.list');
    expect(tasks.filter((one: { kind: string; objectId: string }) => one.kind === 're-place' && one.objectId === id)).toHaveLength(1);

    // a third session that was agreed is off, and its time is free again
    const [later] = await door.stage.look<{ state: string; slot: string }>(
      'select a.state, s.state as slot from scheduling.appointment a join scheduling.slot s on s.id = a.slot_id where a.id = $1',
      third.id,
    );
    expect(later).toEqual({ state: 'cancelled', slot: 'free' });
    expect(after.booking?.state).not.toBe('booked');

    // the therapist knows nothing of the person any more
    expect((await brandt.done('placement.myAllocations')).allocations).toEqual([]);
    for (const [name, body] of [
      ['placement.markSeen', {}],
      ['placement.releasePlace', { reason: 'time', initiator: 'therapist' }],
    ] as const)
      expect(await brandt.ask(name, { params: { id: allocationId }, body })).toMatchObject({ status: 404, code: 'not-found' });
    const again = await brandt.ask('scheduling.addSession', {
      params: { id: second.id },
      body: { slotId: third.slotId, slotVersion: 3, kind: 'TRIAL' },
    });
    expect(again).toMatchObject({ status: 404, code: 'not-found' });
    const week = await brandt.done('scheduling.myWeek', { query: { from: '2026-03-02', days: '28' } });
    expect(week.appointments.map(({ client }: { client: unknown }) => client)).toEqual([null, null, null]);

    // new offers leave this therapist out, and a hold is refused
    const fit = await fitFor(jana, id, wanted, { why: true });
    expect(placesOf(fit)).not.toContain(place);
    expect(placesOf(fit).length).toBeGreaterThan(0);
    expect(fit.excluded.find(({ card }: { card: { placeId: string } }) => card.placeId === place).no).toEqual(['H14']);
    const [slot] = await slotsOf(jana, id, place);
    expect(await hold(jana, id, { placeId: place, slotId: slot?.id ?? '' })).toMatchObject({
      status: 409,
      code: 'does-not-fit',
      body: { facts: { criteria: ['H14'] } },
    });
    // not even the coordinator sets it aside
    const marit = await door.signedIn('marit');
    const override = { criteria: ['H14'], reason: 'Beide wollen es noch einmal versuchen' };
    expect(await hold(marit, id, { placeId: place, slotId: slot?.id ?? '', override })).toMatchObject({
      status: 409,
      code: 'criterion-not-overridable',
    });

    // free again on the same day 24 months later, not the day before
    const on = door.clock.now.toZonedDateTimeISO('Europe/Berlin').add({ months: 24 });
    const blocked = async () => {
      const seen = await fitFor(jana, id, wanted, { why: true });
      const all = [...seen.ranked, ...seen.clarify, ...seen.excluded];
      const one = all.find(({ card }: { card: { placeId: string } }) => card.placeId === place);
      return one.no.includes('H14');
    };
    door.clock.turnTo(on.subtract({ days: 1 }).with({ hour: 23, minute: 59 }).toInstant());
    expect(await blocked()).toBe(true);
    door.clock.turnTo(on.with({ hour: 0, minute: 0, second: 1 }).toInstant());
    expect(await blocked()).toBe(false);
    expect(door.faults).toEqual([]);
  });
});

describe('the first appointment fails (PL6)', () => {
  test('after the client cancelled it the desk gives the place back: open again, request back with priority 2, nobody blocked', async () => {
    door.clock.turnTo(Temporal.Instant.from('2026-03-02T09:00:00Z'));
    const rossi = door.practice.places.rossi;
    const { id, appointmentId } = await placeCaller(jana, rossi, { caller: { ...KOWALSKI, givenName: 'Clara' } });
    const { allocationId } = (await jana.done('placement.getRequest', { params: { id } })).booking;
    const early = await jana.ask('placement.releasePlaceForClient', { params: { id: allocationId }, body: { reason: 'time' } });
    expect(early).toMatchObject({ status: 409, code: 'trial-not-begun' });
    await jana.done('scheduling.deskCancelByPatient', {
      params: { id: appointmentId },
      version: 1,
      body: { receivedAt: door.clock.now.toString() },
    });
    expect((await jana.done('placement.getRequest', { params: { id } })).state).toBe('placed');
    await jana.done('placement.releasePlaceForClient', { params: { id: allocationId }, body: { reason: 'time' } });
    expect(await jana.done('placement.getRequest', { params: { id } })).toMatchObject({ state: 'triaged', priority: 2 });
    const offer = await offerOf(jana, id, { ...USUAL, birthDate: KOWALSKI.birthDate }, rossi);
    expect((await hold(jana, id, offer)).status).toBe(200);
    expect((await book(jana, id)).status).toBe(200);
  });
});
