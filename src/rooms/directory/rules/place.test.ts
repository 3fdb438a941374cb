import { describe, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import type { Party } from '#kernel/machine.ts';
import { PLACE_EVENTS, PLACE_STATES, type PlaceEvent, type PlaceFacts, type PlaceState, stepPlace } from './place.ts';
import { dueReminders, interruptionTooLong, isBound, pairFreeFrom, proposeReopening, seatsOf, startAfterEnd } from './place-watch.ts';

const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
const today = Temporal.PlainDate.from('2026-03-02');
const PARTIES: Party[] = [...ROLES, 'system', 'web', 'client', 'guardian'];

const GOOD: PlaceFacts = {
  now,
  ofActor: true,
  fieldsComplete: true,
  confirmedAt: now.subtract({ hours: 48 }),
  acceptsPatients: true,
  slotHeldForSameRequest: true,
  slotBooked: true,
  versionMatches: true,
  requestHasOtherPlace: false,
  requestOfActor: true,
  byHolder: true,
  heldUntil: now.add({ minutes: 5 }),
  firstAppointmentFailed: true,
  hasBookedSuccessor: false,
  trialEnough: true,
  clientSaidYes: true,
  reason: 'chemistry',
  initiator: 'client',
  reasonGiven: true,
  decisionOverdue: true,
  endDay: today,
  interrupted: false,
};
const good = (event: PlaceEvent, state: PlaceState): PlaceFacts => ({
  ...GOOD,
  heldUntil: event === 'time-out' ? now : now.add({ minutes: 5 }),
  interrupted: event === 'resume' && state !== 'paused',
});

const THER_COORD: Party[] = ['therapist', 'coordinator'];
const PRINTED: [string, PlaceState, PlaceEvent, PlaceState, Party[]][] = [
  ['PL0', 'none', 'create', 'draft', THER_COORD],
  ['PL1', 'draft', 'open', 'open', ['therapist']],
  ['PL2', 'open', 'hold', 'held', ['desk', 'case-manager']],
  ['PL3', 'held', 'release-hold', 'open', ['desk', 'case-manager']],
  ['PL3', 'held', 'time-out', 'open', ['system']],
  ['PL4', 'held', 'book', 'reserved', ['desk', 'case-manager']],
  ['PL5', 'reserved', 'first-attended', 'trial', ['system']],
  ['PL6', 'reserved', 'first-failed', 'open', ['therapist', 'desk']],
  ['PL7', 'trial', 'confirm-start', 'occupied', ['therapist']],
  ['PL8', 'trial', 'release', 'open', ['therapist', 'desk']],
  ['PL9', 'trial', 'decision-overdue', 'trial', ['system']],
  ['PL10', 'occupied', 'announce-end', 'ending', ['therapist']],
  ['PL11', 'ending', 'end-reached', 'open', ['therapist']],
  ['PL11', 'ending', 'extend', 'occupied', ['therapist']],
  ['PL12', 'occupied', 'end-early', 'open', ['therapist']],
  ['PL12', 'ending', 'end-early', 'open', ['therapist']],
  ['PL13', 'open', 'pause', 'paused', THER_COORD],
  ['PL13', 'held', 'pause', 'paused', THER_COORD],
  ['PL14', 'reserved', 'pause', 'reserved', THER_COORD],
  ['PL14', 'trial', 'pause', 'trial', THER_COORD],
  ['PL14', 'occupied', 'pause', 'occupied', THER_COORD],
  ['PL14', 'ending', 'pause', 'ending', THER_COORD],
  ['PL14b', 'reserved', 'resume', 'reserved', THER_COORD],
  ['PL14b', 'trial', 'resume', 'trial', THER_COORD],
  ['PL14b', 'occupied', 'resume', 'occupied', THER_COORD],
  ['PL14b', 'ending', 'resume', 'ending', THER_COORD],
  ['PL15', 'paused', 'resume', 'open', ['therapist']],
  ['PL16', 'open', 'close', 'closed', THER_COORD],
  ['PL16', 'paused', 'close', 'closed', THER_COORD],
  ['PL16', 'draft', 'close', 'closed', THER_COORD],
];

describe('the life of a place (A.3.3)', () => {
  test('every state, event and role: exactly the printed rows pass', () => {
    let passed = 0;
    for (const state of PLACE_STATES) {
      for (const event of PLACE_EVENTS) {
        for (const party of PARTIES) {
          const row = PRINTED.find(([, from, name, , who]) => from === state && name === event && who.includes(party));
          const answer = stepPlace(state, event, party, good(event, state));
          if (row) expect(answer, `${state} ${event} ${party}`).toMatchObject({ ok: true, id: row[0], to: row[3] });
          else expect(answer.ok, `${state} ${event} ${party}`).toBe(false);
          passed += answer.ok ? 1 : 0;
        }
      }
    }
    expect(passed).toBe(PRINTED.reduce((sum, [, , , , who]) => sum + who.length, 0));
  });

  const spoils: [PlaceState, PlaceEvent, Party, Partial<PlaceFacts>, string][] = [
    ['none', 'create', 'therapist', { ofActor: false }, 'place-not-yours'],
    ['none', 'open', 'therapist', {}, 'place-unknown'],
    ['draft', 'open', 'therapist', { fieldsComplete: false }, 'place-incomplete'],
    ['draft', 'open', 'therapist', { confirmedAt: null }, 'place-stale'],
    ['draft', 'hold', 'desk', {}, 'place-not-open-yet'],
    ['open', 'hold', 'desk', { confirmedAt: now.subtract({ hours: 15 * 24 }) }, 'place-stale'],
    ['open', 'hold', 'desk', { slotHeldForSameRequest: false }, 'slot-not-held-with-place'],
    ['open', 'hold', 'desk', { acceptsPatients: false }, 'place-takes-nobody'],
    ['open', 'hold', 'desk', { versionMatches: false }, 'place-changed'],
    ['open', 'hold', 'desk', { requestHasOtherPlace: true }, 'request-has-a-place'],
    ['open', 'hold', 'case-manager', { requestOfActor: false }, 'request-not-yours'],
    ['open', 'hold', 'therapist', {}, 'place-not-for-role'],
    ['open', 'book', 'desk', {}, 'place-not-held'],
    ['held', 'hold', 'desk', {}, 'place-held'],
    ['held', 'release-hold', 'desk', { byHolder: false }, 'hold-not-yours'],
    ['held', 'time-out', 'system', { heldUntil: now.add({ seconds: 1 }) }, 'hold-still-runs'],
    ['held', 'book', 'desk', { byHolder: false }, 'hold-not-yours'],
    ['held', 'book', 'desk', { heldUntil: now }, 'hold-expired'],
    ['held', 'book', 'desk', { slotBooked: false }, 'slot-not-booked'],
    ['held', 'close', 'therapist', {}, 'place-held'],
    ['reserved', 'hold', 'desk', {}, 'place-taken'],
    ['reserved', 'first-failed', 'desk', { firstAppointmentFailed: false }, 'first-appointment-stands'],
    ['reserved', 'first-failed', 'therapist', { hasBookedSuccessor: true }, 'successor-is-booked'],
    ['reserved', 'first-failed', 'system', {}, 'place-not-for-role'],
    ['reserved', 'pause', 'coordinator', { interrupted: true }, 'place-interrupted'],
    ['reserved', 'resume', 'coordinator', { interrupted: false }, 'place-not-interrupted'],
    ['trial', 'hold', 'desk', {}, 'place-on-trial'],
    ['trial', 'confirm-start', 'therapist', { trialEnough: false }, 'trial-sessions-missing'],
    ['trial', 'confirm-start', 'therapist', { clientSaidYes: false }, 'client-yes-missing'],
    ['trial', 'release', 'therapist', { initiator: undefined } as never, 'initiator-missing'],
    ['trial', 'release', 'desk', { initiator: 'therapist' }, 'only-for-the-client'],
    ['trial', 'release', 'desk', { reason: 'blame' } as never, 'release-reason-missing'],
    ['trial', 'decision-overdue', 'system', { decisionOverdue: false }, 'decision-not-overdue'],
    ['occupied', 'announce-end', 'therapist', { endDay: today.add({ days: 91 }) }, 'end-too-far'],
    ['occupied', 'announce-end', 'therapist', { endDay: today.subtract({ days: 1 }) }, 'end-in-past'],
    ['occupied', 'end-early', 'therapist', { reasonGiven: false }, 'reason-missing'],
    ['occupied', 'hold', 'desk', {}, 'place-occupied'],
    ['ending', 'hold', 'desk', {}, 'place-ending'],
    ['ending', 'end-reached', 'therapist', { endDay: today.add({ days: 1 }) }, 'end-not-reached'],
    ['paused', 'resume', 'therapist', { confirmedAt: null }, 'place-stale'],
    ['paused', 'resume', 'coordinator', {}, 'place-not-for-role'],
    ['paused', 'hold', 'desk', {}, 'place-paused'],
    ['closed', 'open', 'therapist', {}, 'place-closed'],
  ];
  test.each(spoils)('from %s, %s by %s with %j is refused: %s', (state, event, party, spoil, code) => {
    expect(stepPlace(state, event, party, { ...good(event, state), ...spoil })).toEqual({ ok: false, because: code });
  });

  test('a failed fit blocks the pair, sends the request back and blames nobody', () => {
    expect(stepPlace('trial', 'release', 'desk', GOOD)).toMatchObject({
      effects: ['clear-request', 'block-pair-24-months', 'request-back-priority-2', 'store-reason', 'set-open-since', 'clear-interrupted'],
    });
  });

  test('a hold that is lost leaves the day since which the place is open', () => {
    const lost = stepPlace('held', 'time-out', 'system', good('time-out', 'held'));
    expect(lost.ok && lost.effects.includes('set-open-since')).toBe(false);
    expect(stepPlace('held', 'pause', 'therapist', GOOD)).toMatchObject({ effects: expect.arrayContaining(['warn-desk', 'clear-hold']) });
  });

  test('an end in exactly 90 days can be announced, and the next therapy starts the day after', () => {
    expect(stepPlace('occupied', 'announce-end', 'therapist', { ...GOOD, endDay: today.add({ days: 90 }) }).ok).toBe(true);
    expect(startAfterEnd(today).toString()).toBe('2026-03-03');
  });

  test('no printed row but PL6, PL8, PL11 and PL12 leads from somebody to others (I4)', () => {
    const ways = PRINTED.filter(([, from, , to]) => ['reserved', 'trial', 'occupied', 'ending'].includes(from) && to === 'open');
    expect([...new Set(ways.map(([id]) => id))]).toEqual(['PL6', 'PL8', 'PL11', 'PL12']);
  });
});

describe('what is watched on a place', () => {
  test('seats: taken are reserved, trial and occupied; free leaves out holds and endings as well', () => {
    expect(seatsOf(8, ['held', 'reserved', 'trial', 'occupied', 'ending', 'open'])).toEqual({ taken: 3, free: 3 });
    expect(seatsOf(2, ['occupied', 'occupied', 'ending'])).toEqual({ taken: 2, free: 0 });
    expect(PLACE_STATES.filter(isBound)).toEqual(['reserved', 'trial', 'occupied']);
  });

  test.each([
    [0, ['therapist']],
    [6, ['therapist']],
    [7, ['therapist', 'therapist']],
    [13, ['therapist', 'therapist']],
    [14, ['therapist', 'therapist', 'coordinator']],
  ])('%i days after the decision became overdue %j are reminded', (days, to) => {
    expect(dueReminders(now, now.add({ hours: days * 24 })).map((reminder) => reminder.to)).toEqual(to);
  });

  test('an interruption is too long from day 43 on, also across the clock change', () => {
    expect(interruptionTooLong(null, now)).toBe(false);
    expect(interruptionTooLong(now, Temporal.Instant.from('2026-04-13T21:59:59Z'))).toBe(false);
    expect(interruptionTooLong(now, Temporal.Instant.from('2026-04-13T22:00:00Z'))).toBe(true);
  });

  test('a pair is free again on the same calendar day after 24 months', () => {
    expect(pairFreeFrom(now).toString()).toBe('2028-03-02');
    expect(pairFreeFrom(Temporal.Instant.from('2028-02-29T10:00:00Z')).toString()).toBe('2030-02-28');
  });

  test('a reserved place is proposed again 7 days after its first appointment failed, unless a successor is booked', () => {
    expect(proposeReopening(now, false, now.add({ hours: 24 * 7 }))).toBe(true);
    expect(proposeReopening(now, false, now.add({ hours: 24 * 6 }))).toBe(false);
    expect(proposeReopening(now, true, now.add({ hours: 24 * 9 }))).toBe(false);
  });
});
