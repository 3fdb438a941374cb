import { afterAll, describe, expect, test } from 'vitest';
import { book, hold, offerOf, slotsOf, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const brandt = await door.therapist('brandt');
const place = door.practice.places.brandt;
/** A round takes a second where both waited for each other and the database chose. */
const ROUNDS = 4 * Number(process.env.GELEIT_DEPTH ?? 1);
const wanted = { ...USUAL, birthDate: '1990-05-04' };

/** A request that holds the place with its first free time. */
async function held() {
  const id = await takeCall(jana);
  const offer = await offerOf(jana, id, wanted, place);
  const answer = await hold(jana, id, offer);
  expect(answer.status).toBe(200);
  return { id, ...offer };
}

/** The time as its therapist sees it. */
async function inCalendar(slotId: string, startsAt: string) {
  const from = Temporal.Instant.from(startsAt).toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString();
  const week = await brandt.done('scheduling.myWeek', { query: { from, days: '1' } });
  return week.slots.find(({ id }: { id: string }) => id === slotId);
}

const withdraw = (slotId: string, version: number, force: boolean) =>
  brandt.ask('scheduling.withdrawSlot', { params: { id: slotId }, version, body: { force } });

async function standing(id: string, slotId: string) {
  const [row] = await door.stage.look<Record<string, string | number>>(
    `select q.state as request, q.priority, p.state as place, s.state as slot,
      (select count(*)::int from scheduling.appointment a where a.request_id = q.id and a.state = 'booked') as booked
     from placement.request q, directory.place p, scheduling.slot s where q.id = $1 and p.id = $2 and s.id = $3`,
    id,
    place,
    slotId,
  );
  return row;
}

describe('D 3: a therapist withdraws a time while it is offered', () => {
  test('without force it is refused with the time until which it is offered; with force the desk is told and nothing can be booked', async () => {
    const live = await jana.listen();
    const { id, slotId, startsAt } = await held();
    door.clock.pass({ minutes: 4 });
    const slot = await inCalendar(slotId, startsAt);
    expect(slot).toMatchObject({ state: 'held', heldUntil: '2026-03-02T09:10:00Z' });
    const refused = await withdraw(slotId, slot.version, false);
    expect(refused).toMatchObject({ status: 409, code: 'slot-being-offered' });
    expect(refused.body.title).toContain('wird gerade angeboten');
    expect(refused.body.facts.heldUntil).toBe('2026-03-02T09:10:00Z');
    expect(await standing(id, slotId)).toMatchObject({ request: 'offered', place: 'held', slot: 'held' });

    const forced = await withdraw(slotId, slot.version, true);
    expect(forced).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    const banner = await live.until('scheduling.slot.withdrawn-while-held', slotId);
    expect(banner.data).toMatchObject({ requestId: id, holderId: door.cast.account('jana') });
    live.stop();
    expect(await standing(id, slotId)).toMatchObject({ request: 'triaged', place: 'open', slot: 'withdrawn', booked: 0 });
    const view = await jana.done('placement.getRequest', { params: { id } });
    expect(view).toMatchObject({ state: 'triaged', hold: null, criteria: { problems: ['DEP'] } });
    const late = await book(jana, id);
    expect(late).toMatchObject({ status: 409, code: 'hold-expired' });
    expect(late.body.title).toBe('Die Zeit zum Halten ist abgelaufen.');
  });

  // The title speaks of {until}, which only details are filled with, and the fact is called heldUntil.
  test('the refusal names that time in words', async () => {
    const { id, slotId, startsAt } = await held();
    const slot = await inCalendar(slotId, startsAt);
    const refused = await withdraw(slotId, slot.version, false);
    await jana.done('placement.releaseHold', { params: { id }, body: {} });
    expect(refused.body.title).toMatch(/bis \d\d:\d\d/);
  });

  test('booked first: the time cannot be withdrawn any more, only cancelled by the provider, and the desk re-places with priority 1', async () => {
    const { id, slotId, startsAt } = await held();
    const { version } = await inCalendar(slotId, startsAt);
    const booked = await book(jana, id);
    expect(booked.status).toBe(200);
    expect(await withdraw(slotId, version, true)).toMatchObject({ status: 412, code: 'version-old' });
    const again = await withdraw(slotId, (await inCalendar(slotId, startsAt)).version, true);
    expect(again.status).toBe(409);
    expect(again.code).toMatch(/^slot-/);
    expect(await standing(id, slotId)).toMatchObject({ request: 'placed', place: 'reserved', slot: 'booked', booked: 1 });

    const cancelled = await brandt.ask('scheduling.cancelByProvider', {
      params: { id: booked.body.appointmentId },
      version: 1,
      body: { reason: 'illness' },
    });
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', cancelledHow: 'provider' } });
    expect(await standing(id, slotId)).toMatchObject({ request: 'triaged', priority: 1, place: 'open', booked: 0 });
    const { tasks } = await jana.done('tasks.list');
    expect(tasks.filter((one: { kind: string; objectId: string }) => one.kind === 're-place' && one.objectId === id)).toMatchObject([
      { priority: 1, assigneeRole: 'desk' },
    ]);
  });

  test('together: whichever commits first wins, and nobody meets a fault', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, slotId, startsAt } = await held();
      const { version } = await inCalendar(slotId, startsAt);
      const early = round % 2 === 0 ? withdraw(slotId, version, true) : undefined;
      const [booking, force] = await Promise.all([book(jana, id), early ?? withdraw(slotId, version, true)]);
      expect([booking.status, force.status].filter((status) => status === 200)).toHaveLength(1);
      const now = await standing(id, slotId);
      if (booking.status === 200) {
        expect(now).toMatchObject({ request: 'placed', place: 'reserved', slot: 'booked', booked: 1 });
        const version = (await jana.done('placement.getRequest', { params: { id } })).version;
        await jana.done('placement.closeRequest', { params: { id }, version, body: { reason: 'withdrew' } });
      } else {
        expect(booking.code).toBe('hold-expired');
        expect(now).toMatchObject({ request: 'triaged', place: 'open', slot: 'withdrawn', booked: 0 });
      }
    }
    expect(door.faults).toEqual([]);
  }, 120_000);
});

test('a place that is paused while it is held takes its time along, and the desk hears it', async () => {
  const live = await jana.listen();
  const { id, slotId } = await held();
  const { places } = await brandt.done('directory.myOffer');
  const { version } = places.find((one: { id: string }) => one.id === place);
  await brandt.done('directory.pausePlace', { params: { id: place }, version });
  await live.until('scheduling.slot.let-go', slotId);
  live.stop();
  expect(await standing(id, slotId)).toMatchObject({ request: 'triaged', place: 'paused', slot: 'free' });
  const free = await jana.ask('placement.holdOffer', { params: { id }, body: { placeId: place, slotId } });
  expect(free).toMatchObject({ status: 409, code: 'place-taken' });
  expect(await slotsOf(jana, id, place)).not.toEqual([]);
});
