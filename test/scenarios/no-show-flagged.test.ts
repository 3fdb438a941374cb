import { afterAll, describe, expect, test } from 'vitest';
import { FIXED_POLICY } from '#test/cast/practice.ts';
import { book, hold, KOWALSKI, offerOf, takeCall, USUAL } from './calls.ts';
import { eventually, openDuty } from './duty.ts';
import { FrontDoor } from './front-door.ts';

// The call is on 20 February, the appointment in March: D 13.
const door = await FrontDoor.open({ at: Temporal.Instant.from('2026-02-20T09:00:00Z') });
afterAll(() => door.close());
const jana = await door.signedIn('jana');
const duty = await openDuty(door);
const brandt = await door.therapist('brandt');
const { places } = door.practice;
// her rule holds for the first talk, too: otherwise no line of it would be looked at
const { version: policyVersion } = await brandt.done('placement.changeMyPolicy', {
  body: { ...FIXED_POLICY, appliesTo: ['CONSULT', ...FIXED_POLICY.appliesTo] },
});
const wanted = { ...USUAL, birthDate: KOWALSKI.birthDate };

interface Task {
  id: string;
  version: number;
  kind: string;
  objectId: string;
  dueAt: string;
  facts: Record<string, unknown>;
}
const taskOf = async (kind: string, requestId: string): Promise<Task> =>
  (await jana.done('tasks.list')).tasks.find((task: Task) => task.kind === kind && task.objectId === requestId);
const notReached = ({ id, version }: Task) => jana.done('tasks.complete', { params: { id }, version, body: { outcome: 'not-reached' } });

/** Booked with Henrike Brandt, who takes a fee of 60 € with notice of 48 h and forgives the first time. */
async function missed(familyName: string, opener: 'no' | 'unclear') {
  const id = await takeCall(jana, { caller: { ...KOWALSKI, familyName, email: `${familyName.toLowerCase()}@post.example` }, opener });
  if (opener === 'unclear') {
    const { id: emergency, level } = await eventually(() => duty.openOf(id));
    expect(level).toBe('YELLOW');
    await duty.yilmaz.done('crisis.acknowledge', { params: { id: emergency }, body: {} });
    await duty.yilmaz.done('crisis.speak', { params: { id: emergency }, body: {} });
    const { version } = await duty.read(emergency);
    const body = { reason: 'Gesprochen, stabil', nextStep: 'Sprechstunde', callBackAt: door.clock.now.add({ hours: 24 }).toString() };
    await duty.yilmaz.done('crisis.deescalate', { params: { id: emergency }, version, body });
  }
  expect((await hold(jana, id, await offerOf(jana, id, wanted, places.brandt))).status).toBe(200);
  const booked = await book(jana, id, { policyVersion });
  expect(booked.status).toBe(200);
  await door.deliveryNoted(booked.body.appointmentId);
  const appointmentId: string = booked.body.appointmentId;
  const startsAt = Temporal.Instant.from(booked.body.startsAt);
  door.clock.turnTo(startsAt.add({ minutes: 20 }));
  await duty.onDuty('yilmaz', 1, 7 * 24 - 1);
  const [row] = await door.stage.look<{ version: number }>('select version from scheduling.appointment where id = $1', appointmentId);
  await brandt.done('scheduling.markNoShow', { params: { id: appointmentId }, version: row?.version ?? 0, body: {} });
  return { id, appointmentId, startsAt };
}
const placeState = async () =>
  (
    await door.stage.look<{ state: string; request_id: string | null }>(
      'select state, request_id from directory.place where id = $1',
      places.brandt,
    )
  )[0];
const hoursUntil = (at: string) => door.clock.now.until(Temporal.Instant.from(at)).total('hours');

describe('D 13: a flagged person does not come', () => {
  test('she is called within the hour, twice; then the duty psychologist; no fee is asked for; her place stays hers for seven days', async () => {
    await duty.onDuty('yilmaz');
    const { id, appointmentId, startsAt } = await missed('Gelb', 'unclear');
    expect(startsAt.since(Temporal.Instant.from('2026-02-20T09:00:00Z')).total('days')).toBeLessThan(30);

    const first = await taskOf('no-show-outreach', id);
    expect(first.facts).toMatchObject({ level: 'YELLOW' });
    expect(hoursUntil(first.dueAt)).toBeLessThanOrEqual(1);
    // C: the fee rule's line C11
    const fee = await brandt.done('placement.getFeeSuggestion', { params: { id: appointmentId } });
    expect(fee).toMatchObject({ result: 'manual_review', rule: 'C11', recommendation: 'no_fee' });

    door.clock.pass({ minutes: 40 });
    await notReached(first);
    expect(await duty.openOf(id)).toBeUndefined(); // once in vain alarms nobody yet
    const again = await taskOf('no-show-outreach-again', id);
    expect(hoursUntil(again.dueAt)).toBeLessThanOrEqual(1);
    const live = await duty.yilmaz.listen();
    door.clock.pass({ minutes: 50 });
    await notReached(again);
    const raised = await duty.openOf(id);
    expect(raised).toMatchObject({ level: 'YELLOW', raisedFrom: 'no-show', state: 'raised' });
    expect((await live.until('crisis.emergency.raised', raised.id)).data.for).toEqual([duty.accounts.yilmaz]);
    live.stop();
    expect((await duty.read(raised.id, duty.yilmaz)).appointmentId).toBe(appointmentId);
    // within two hours of the appointment she has it
    expect(startsAt.until(door.clock.now).total('hours')).toBeLessThan(2);
    await duty.yilmaz.done('crisis.acknowledge', { params: { id: raised.id }, body: {} });

    door.clock.turnTo(startsAt.add({ hours: 7 * 24 - 2 }));
    await new Promise((go) => setTimeout(go, 1_300)); // every timer of a second has looked
    expect(await placeState()).toEqual({ state: 'reserved', request_id: id });
    await duty.yilmaz.done('crisis.speak', { params: { id: raised.id }, body: {} });
    const { version } = await duty.read(raised.id);
    const body = {
      reason: 'Erreicht, es geht ihr gut',
      nextStep: 'neuer Termin',
      callBackAt: door.clock.now.add({ hours: 24 }).toString(),
    };
    await duty.yilmaz.done('crisis.deescalate', { params: { id: raised.id }, version, body });
    const request = await jana.done('placement.getRequest', { params: { id } });
    await jana.done('placement.closeRequest', { params: { id }, version: request.version, body: { reason: 'withdrew' } });
  });

  test('somebody without a flag is called within a day, and no emergency follows from not being reached', async () => {
    const { id, appointmentId } = await missed('Gruen', 'no');
    const first = await taskOf('no-show-outreach', id);
    expect(first.facts).toEqual({});
    expect(hoursUntil(first.dueAt)).toBeGreaterThan(1);
    expect(hoursUntil(first.dueAt)).toBeLessThanOrEqual(24);
    await notReached(first);
    expect(await taskOf('no-show-outreach-again', id)).toBeUndefined();
    expect(await duty.openOf(id)).toBeUndefined();
    const fee = await brandt.done('placement.getFeeSuggestion', { params: { id: appointmentId } });
    expect(fee.result).toBe('no_fee');
    expect(fee.rule).not.toBe('C11');
    expect(door.faults).toEqual([]);
  });
});
