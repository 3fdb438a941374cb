import { describe, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import type { Party } from '#kernel/machine.ts';
import { SLOT_EVENTS, SLOT_STATES, type SlotEvent, type SlotFacts, type SlotState, slotStateAt, stepSlot } from './slot.ts';

const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
const PARTIES: Party[] = [...ROLES, 'system', 'web', 'client', 'guardian'];

/** Facts with which every row passes: the start lies ahead, but timers look from after it. */
const GOOD: SlotFacts = {
  now,
  start: now.add({ hours: 72 }),
  ofActor: true,
  overlapsOther: false,
  requestState: 'triaged',
  requestOfActor: true,
  versionMatches: true,
  byHolder: true,
  heldUntil: now.add({ minutes: 4 }),
  extended: false,
  force: true,
  reasonGiven: true,
  nameKnown: true,
  birthDateKnown: true,
  channelKnown: true,
  policyNoticed: true,
  place: 'held-by-same-request',
  laterSession: true,
};
const FOR_EVENT: Partial<Record<SlotEvent, Partial<SlotFacts>>> = {
  'hold-for-callback': { requestState: 'waiting' },
  'time-out': { heldUntil: now },
  'pass-start': { start: now },
};
const good = (event: SlotEvent): SlotFacts => ({ ...GOOD, ...FOR_EVENT[event] });

/** Typed by hand from the rule book: id, from, event, to, who. */
const PRINTED: [string, SlotState, SlotEvent, SlotState, Party[]][] = [
  ['SL1', 'none', 'publish', 'free', ['therapist', 'coordinator']],
  ['SL2', 'free', 'hold', 'held', ['desk', 'case-manager']],
  ['SL2', 'free', 'hold-for-callback', 'held', ['desk', 'case-manager']],
  ['SL3', 'held', 'extend', 'held', ['desk', 'case-manager']],
  ['SL4', 'held', 'release', 'free', ['desk', 'case-manager']],
  ['SL4', 'held', 'time-out', 'free', ['system']],
  ['SL5', 'held', 'book', 'booked', ['desk', 'case-manager']],
  ['SL5', 'free', 'book', 'booked', ['therapist']],
  ['SL6', 'free', 'block', 'blocked', ['therapist']],
  ['SL6', 'blocked', 'unblock', 'free', ['therapist']],
  ['SL7', 'free', 'withdraw', 'withdrawn', ['therapist', 'coordinator']],
  ['SL7', 'blocked', 'withdraw', 'withdrawn', ['therapist', 'coordinator']],
  ['SL8', 'held', 'withdraw', 'withdrawn', ['therapist', 'coordinator']],
  ['SL9', 'booked', 'appointment-ended', 'free', ['system']],
  ['SL10', 'free', 'pass-start', 'expired', ['system']],
  ['SL10', 'blocked', 'pass-start', 'expired', ['system']],
  ['SL10', 'held', 'pass-start', 'expired', ['system']],
];

describe('the life of a slot (A.3.1)', () => {
  test('every state, event and role: exactly the printed rows pass', () => {
    let asked = 0;
    for (const state of SLOT_STATES) {
      for (const event of SLOT_EVENTS) {
        for (const party of PARTIES) {
          const row = PRINTED.find(([, from, name, , who]) => from === state && name === event && who.includes(party));
          const answer = stepSlot(state, event, party, good(event));
          if (row) expect(answer, `${state} ${event} ${party}`).toMatchObject({ ok: true, id: row[0], to: row[3] });
          else expect(answer.ok, `${state} ${event} ${party}`).toBe(false);
          asked += 1;
        }
      }
    }
    expect(asked).toBe(SLOT_STATES.length * SLOT_EVENTS.length * PARTIES.length);
  });

  const spoils: [SlotState, SlotEvent, Party, Partial<SlotFacts>, string][] = [
    ['none', 'publish', 'therapist', { ofActor: false }, 'slot-not-yours'],
    ['none', 'publish', 'therapist', { start: now }, 'slot-in-past'],
    ['none', 'publish', 'coordinator', { overlapsOther: true }, 'slot-overlaps'],
    ['free', 'hold', 'desk', { requestState: 'new' }, 'request-not-triaged'],
    ['free', 'hold', 'desk', { requestState: 'waiting' }, 'request-not-triaged'],
    ['free', 'hold', 'desk', { start: now.add({ minutes: 119 }) }, 'slot-starts-too-soon'],
    ['free', 'hold', 'desk', { versionMatches: false }, 'slot-changed'],
    ['free', 'hold', 'case-manager', { requestOfActor: false }, 'request-not-yours'],
    ['free', 'hold-for-callback', 'desk', { requestState: 'triaged' }, 'request-not-waiting'],
    ['free', 'hold-for-callback', 'desk', { start: now.add({ hours: 49, minutes: 59 }) }, 'slot-too-soon-for-callback'],
    ['free', 'hold-for-callback', 'case-manager', { requestOfActor: false }, 'request-not-yours'],
    ['free', 'book', 'therapist', { ofActor: false }, 'slot-not-yours'],
    ['free', 'book', 'therapist', { laterSession: false }, 'slot-needs-a-hold'],
    ['free', 'book', 'desk', {}, 'slot-not-for-role'],
    ['free', 'block', 'therapist', { reasonGiven: false }, 'reason-missing'],
    ['free', 'withdraw', 'therapist', { ofActor: false }, 'slot-not-yours'],
    ['free', 'pass-start', 'system', { start: now.add({ seconds: 1 }) }, 'slot-not-begun'],
    ['held', 'extend', 'desk', { byHolder: false }, 'hold-not-yours'],
    ['held', 'extend', 'desk', { heldUntil: now }, 'hold-expired'],
    ['held', 'extend', 'desk', { extended: true }, 'hold-already-extended'],
    ['held', 'extend', 'desk', { forCallback: true }, 'hold-already-extended'],
    ['held', 'release', 'desk', { byHolder: false }, 'hold-not-yours'],
    ['held', 'time-out', 'system', { heldUntil: now.add({ seconds: 1 }) }, 'hold-still-runs'],
    ['held', 'book', 'desk', { byHolder: false }, 'hold-not-yours'],
    ['held', 'book', 'desk', { heldUntil: now }, 'hold-expired'],
    ['held', 'book', 'desk', { nameKnown: false }, 'name-missing'],
    ['held', 'book', 'desk', { birthDateKnown: false }, 'birth-date-missing'],
    ['held', 'book', 'desk', { channelKnown: false }, 'channel-missing'],
    ['held', 'book', 'desk', { policyNoticed: false }, 'policy-notice-missing'],
    ['held', 'book', 'desk', { place: 'not-held' }, 'place-not-held-with-slot'],
    ['held', 'book', 'therapist', {}, 'slot-not-for-role'],
    ['held', 'hold', 'desk', {}, 'slot-held'],
    ['held', 'withdraw', 'therapist', { force: false }, 'slot-being-offered'],
    ['booked', 'hold', 'desk', {}, 'slot-taken'],
    ['booked', 'withdraw', 'coordinator', { force: true }, 'slot-taken'],
    ['blocked', 'hold', 'desk', {}, 'slot-blocked'],
    ['withdrawn', 'hold', 'desk', {}, 'slot-withdrawn'],
    ['expired', 'hold', 'desk', {}, 'slot-over'],
    ['free', 'extend', 'desk', {}, 'slot-not-held'],
    ['none', 'hold', 'desk', {}, 'slot-unknown'],
  ];
  test.each(spoils)('from %s, %s by %s with %j is refused: %s', (state, event, party, spoil, code) => {
    expect(stepSlot(state, event, party, { ...good(event), ...spoil })).toEqual({ ok: false, because: code });
  });

  test('exactly two hours ahead can be held, exactly fifty for a call-back', () => {
    expect(stepSlot('free', 'hold', 'desk', { ...GOOD, start: now.add({ hours: 2 }) }).ok).toBe(true);
    expect(stepSlot('free', 'hold-for-callback', 'desk', { ...good('hold-for-callback'), start: now.add({ hours: 50 }) }).ok).toBe(true);
  });

  test('force is ignored on a free slot, and withdrawing a held one by force warns the desk and frees the place', () => {
    expect(stepSlot('free', 'withdraw', 'therapist', { ...GOOD, force: true })).toMatchObject({ ok: true, id: 'SL7', effects: [] });
    expect(stepSlot('held', 'withdraw', 'coordinator', GOOD)).toMatchObject({
      effects: ['clear-hold', 'release-place', 'tell-request-hold-lost', 'warn-desk'],
    });
  });

  test('a slot without a coupled place books without one', () => {
    expect(stepSlot('held', 'book', 'desk', { ...GOOD, place: 'none' })).toMatchObject({ ok: true, to: 'booked' });
  });

  test('a cancelled appointment gives its slot back only if it can still be held (SL9)', () => {
    const back = (start: Temporal.Instant) => stepSlot('booked', 'appointment-ended', 'system', { now, start });
    expect(back(now.add({ hours: 2 }))).toMatchObject({ to: 'free', effects: ['run-waiting-list'] });
    expect(back(now.add({ hours: 2 }).subtract({ nanoseconds: 1 }))).toMatchObject({ to: 'expired', effects: [] });
  });

  test('facts that nobody gave never hold', () => {
    const bare = { now, start: now.add({ hours: 72 }) };
    for (const [, from, event, , who] of PRINTED) {
      const needsNothing = event === 'appointment-ended' || (event === 'withdraw' && from !== 'held' && who.includes('coordinator'));
      for (const party of who) if (!needsNothing) expect(stepSlot(from, event, party, bare).ok, `${from} ${event} ${party}`).toBe(false);
    }
  });

  test('what a stored slot is now: holds run out and starts pass without waiting for the timer', () => {
    const start = now.add({ hours: 3 });
    expect(slotStateAt({ state: 'held', start, heldUntil: now.add({ seconds: 1 }) }, now)).toBe('held');
    expect(slotStateAt({ state: 'held', start, heldUntil: now }, now)).toBe('free');
    expect(slotStateAt({ state: 'held', start, heldUntil: null }, now)).toBe('free');
    expect(slotStateAt({ state: 'held', start: now, heldUntil: now.add({ hours: 1 }) }, now)).toBe('expired');
    expect(slotStateAt({ state: 'free', start: now }, now)).toBe('expired');
    expect(slotStateAt({ state: 'blocked', start: now }, now)).toBe('expired');
    expect(slotStateAt({ state: 'booked', start: now }, now)).toBe('booked');
    expect(slotStateAt({ state: 'withdrawn', start: now }, now)).toBe('withdrawn');
  });
});
