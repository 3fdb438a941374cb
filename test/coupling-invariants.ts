import { expect } from 'vitest';
import { isFresh } from '#rooms/directory/rules/freshness.ts';
import { PLACE_STATES } from '#rooms/directory/rules/place.ts';
import { isBound, seatsOf } from '#rooms/directory/rules/place-watch.ts';
import { REQUEST_STATES } from '#rooms/placement/rules/request.ts';
import { APPOINTMENT_STATES } from '#rooms/scheduling/rules/appointment.ts';
import { blocks, isLive } from '#rooms/scheduling/rules/hold.ts';
import { SLOT_STATES } from '#rooms/scheduling/rules/slot.ts';
import { GROUP, type World } from './coupling.ts';

/** What must hold after every step (rule book A.3.3, I1 to I6). */
export function invariants(world: World) {
  for (const { state } of world.places) expect(PLACE_STATES).toContain(state);
  for (const { state } of world.slots) expect(SLOT_STATES).toContain(state);
  for (const { state } of world.requests) expect(REQUEST_STATES).toContain(state);
  for (const { state } of world.appointments) expect(APPOINTMENT_STATES).toContain(state);

  // I1: at most one live hold or reservation per place and per slot, and a live hold keeps everybody else out
  for (const slot of world.slots) {
    const live = slot.hold !== null && isLive(slot.hold, world.now);
    const booked = world.appointments.filter((one) => one.slot === slot.id && one.state === 'booked').length;
    expect(Number(live) + booked).toBeLessThanOrEqual(1);
    if (slot.hold && live) expect(blocks(slot.hold, { holder: 'nobody', request: 'none' }, world.now)).toBe(true);
    if (slot.state === 'held')
      expect(world.places.filter((one) => one.hold !== null && one.hold.request === slot.hold?.request)).toHaveLength(1);
  }
  for (const place of world.places) {
    expect(place.hold !== null).toBe(place.state === 'held');
    // I2: exactly one request where it is bound
    if (isBound(place.state)) expect(place.request).not.toBeNull();
    if (['open', 'held', 'paused', 'closed'].includes(place.state)) expect(place.request).toBeNull();
    // I4: nothing but these rows gives it to others
    if (place.freedBy !== null) expect(['PL6', 'PL8', 'PL11', 'PL12']).toContain(place.freedBy);
    // I5: the spells have no gap
    const ends = [...place.spells.slice(1).map(({ from }) => from), world.now];
    const sum = place.spells.reduce((total, { from }, index) => total + from.until(ends[index] ?? world.now).total('seconds'), 0);
    expect(sum).toBe(world.begin.until(world.now).total('seconds'));
    expect(place.spells.at(-1)?.state).toBe(place.state);
    // I6: it was fresh when it was held
    const last = place.spells.at(-1);
    if (place.state === 'held' && last) expect(isFresh(place.confirmedAt, last.from)).toBe(true);
  }
  for (const request of world.requests) {
    const bound = world.places.filter((one) => ['reserved', 'trial'].includes(one.state) && one.request === request.id);
    const held = world.places.filter((one) => one.hold?.request === String(request.id));
    expect(bound.length + held.length).toBeLessThanOrEqual(1);
    if (bound.length === 1) expect(request.state).toBe('placed');
  }
  // I3: the seats of a group
  const seats = seatsOf(
    GROUP.length,
    GROUP.map((id) => world.places[id]?.state ?? 'closed'),
  );
  expect(seats.taken).toBeLessThanOrEqual(GROUP.length);
  expect(seats.free + seats.taken).toBeLessThanOrEqual(GROUP.length);
}
