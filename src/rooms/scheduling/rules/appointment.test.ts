import { describe, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import type { Party } from '#kernel/machine.ts';
import {
  APPOINTMENT_EVENTS,
  APPOINTMENT_STATES,
  type AppointmentEvent,
  type AppointmentFacts,
  type AppointmentState,
  markFlag,
  stepAppointment,
} from './appointment.ts';

const start = Temporal.Instant.from('2026-03-12T09:00:00Z');
const after = start.add({ hours: 1 });
const before = start.subtract({ hours: 60 });
const PARTIES: Party[] = [...ROLES, 'system', 'web', 'client', 'guardian'];

const GOOD: AppointmentFacts = {
  now: after,
  start,
  slotBooked: true,
  requestOfActor: true,
  ofActor: true,
  laterSession: true,
  receivedAt: before,
  inTime: true,
  successorSlotReady: true,
  firstMarkedAt: after,
  reasonGiven: true,
};
const good = (event: AppointmentEvent): AppointmentFacts => (event === 'mark-missing' ? { ...GOOD, receivedAt: null } : GOOD);

const PRINTED: [string, AppointmentState, AppointmentEvent, AppointmentState, Party[]][] = [
  ['AP1', 'none', 'book', 'booked', ['desk', 'case-manager', 'therapist']],
  ['AP2', 'booked', 'attend', 'attended', ['therapist']],
  ['AP3', 'booked', 'mark-missing', 'no_show', ['therapist']],
  ['AP4', 'booked', 'cancel-by-patient', 'cancelled/patient_in_time', ['desk', 'therapist', 'client', 'guardian']],
  ['AP5', 'booked', 'cancel-by-provider', 'cancelled/provider', ['therapist', 'coordinator']],
  ['AP5b', 'booked', 'cancel-by-network', 'cancelled/network', ['coordinator']],
  ['AP6', 'booked', 'move', 'rebooked', ['desk', 'therapist']],
  ['AP7', 'attended', 'correct-to-missing', 'no_show', ['therapist', 'coordinator']],
  ['AP7', 'no_show', 'correct-to-attended', 'attended', ['therapist', 'coordinator']],
  ['AP7', 'no_show', 'correct-to-cancelled', 'cancelled/patient_in_time', ['therapist', 'coordinator']],
];

describe('the life of an appointment (A.3.2)', () => {
  test('every state, event and role: exactly the printed rows pass', () => {
    let passed = 0;
    for (const state of APPOINTMENT_STATES) {
      for (const event of APPOINTMENT_EVENTS) {
        for (const party of PARTIES) {
          const row = PRINTED.find(([, from, name, , who]) => from === state && name === event && who.includes(party));
          const answer = stepAppointment(state, event, party, good(event));
          if (row) expect(answer, `${state} ${event} ${party}`).toMatchObject({ ok: true, id: row[0], to: row[3] });
          else expect(answer.ok, `${state} ${event} ${party}`).toBe(false);
          passed += answer.ok ? 1 : 0;
        }
      }
    }
    expect(passed).toBe(PRINTED.reduce((sum, [, , , , who]) => sum + who.length, 0));
  });

  const spoils: [AppointmentState, AppointmentEvent, Party, Partial<AppointmentFacts>, string][] = [
    ['none', 'book', 'desk', { slotBooked: false }, 'slot-not-booked'],
    ['none', 'book', 'case-manager', { requestOfActor: false }, 'request-not-yours'],
    ['none', 'book', 'therapist', { laterSession: false }, 'only-later-sessions'],
    ['none', 'attend', 'therapist', {}, 'appointment-unknown'],
    ['booked', 'attend', 'therapist', { now: start.subtract({ seconds: 1 }) }, 'appointment-not-begun'],
    ['booked', 'attend', 'therapist', { ofActor: false }, 'appointment-not-yours'],
    ['booked', 'attend', 'desk', {}, 'appointment-not-for-role'],
    ['booked', 'mark-missing', 'therapist', { now: start.add({ minutes: 19, seconds: 59 }) }, 'too-early-to-mark-missing'],
    ['booked', 'mark-missing', 'therapist', { receivedAt: start.subtract({ seconds: 1 }) }, 'cancellation-was-received'],
    ['booked', 'cancel-by-patient', 'client', { ofActor: false }, 'appointment-not-yours'],
    ['booked', 'cancel-by-patient', 'desk', { receivedAt: start }, 'appointment-has-begun'],
    ['booked', 'cancel-by-patient', 'desk', { receivedAt: null }, 'appointment-has-begun'],
    ['booked', 'cancel-by-patient', 'desk', { now: before.subtract({ hours: 1 }) }, 'appointment-has-begun'],
    ['booked', 'cancel-by-provider', 'therapist', { ofActor: false }, 'appointment-not-yours'],
    ['booked', 'move', 'desk', { successorSlotReady: false }, 'successor-slot-not-held'],
    ['booked', 'correct-to-missing', 'therapist', {}, 'appointment-not-marked'],
    ['attended', 'attend', 'therapist', {}, 'appointment-attended'],
    ['attended', 'correct-to-missing', 'therapist', { reasonGiven: false }, 'reason-missing'],
    ['no_show', 'mark-missing', 'therapist', {}, 'appointment-missed'],
    ['no_show', 'correct-to-attended', 'coordinator', { now: after.add({ hours: 14 * 24, seconds: 1 }) }, 'correction-too-late'],
    ['no_show', 'correct-to-cancelled', 'coordinator', { receivedAt: start }, 'appointment-has-begun'],
    ['cancelled/patient_late', 'attend', 'therapist', {}, 'appointment-cancelled'],
    ['rebooked', 'attend', 'therapist', {}, 'appointment-moved'],
  ];
  test.each(spoils)('from %s, %s by %s with %j is refused: %s', (state, event, party, spoil, code) => {
    expect(stepAppointment(state, event, party, { ...good(event), ...spoil })).toEqual({ ok: false, because: code });
  });

  test('attended counts from the start on, missing from 20 minutes after it, corrections through day 14', () => {
    expect(stepAppointment('booked', 'attend', 'therapist', { ...GOOD, now: start }).ok).toBe(true);
    expect(stepAppointment('booked', 'mark-missing', 'therapist', { ...good('mark-missing'), now: start.add({ minutes: 20 }) }).ok).toBe(
      true,
    );
    expect(stepAppointment('attended', 'correct-to-missing', 'therapist', { ...GOOD, now: after.add({ hours: 14 * 24 }) }).ok).toBe(true);
  });

  test('notice too short makes a late cancellation with a fee check, also by correction', () => {
    expect(stepAppointment('booked', 'cancel-by-patient', 'desk', { ...GOOD, inTime: false })).toMatchObject({
      to: 'cancelled/patient_late',
      effects: ['drop-reminders', 'slot-given-back', 'check-fee'],
    });
    expect(stepAppointment('no_show', 'correct-to-cancelled', 'therapist', { ...GOOD, inTime: false })).toMatchObject({
      to: 'cancelled/patient_late',
    });
  });

  test('a voicemail before the start still cancels when the desk hears it afterwards', () => {
    expect(
      stepAppointment('booked', 'cancel-by-patient', 'desk', { ...GOOD, now: after, receivedAt: start.subtract({ minutes: 5 }) }).ok,
    ).toBe(true);
  });

  test('a guardian cancels for the client, and nobody pays for a move', () => {
    const byGuardian = { ...GOOD, ofActor: false, ownOrRepresented: true };
    expect(stepAppointment('booked', 'cancel-by-patient', 'guardian', byGuardian).ok).toBe(true);
    const moved = stepAppointment('booked', 'move', 'desk', GOOD);
    expect(moved).toMatchObject({ effects: ['drop-reminders', 'book-successor', 'slot-given-back'] });
  });

  test('a missed appointment never gives its slot back', () => {
    const missed = stepAppointment('booked', 'mark-missing', 'therapist', good('mark-missing'));
    expect(missed).toMatchObject({ effects: ['check-fee', 'outreach-task'] });
  });

  const end = start.add({ minutes: 50 });
  test.each([
    [start.subtract({ seconds: 1 }), 'none'],
    [start, 'due'],
    [end.add({ hours: 72 }), 'due'],
    [end.add({ hours: 72, seconds: 1 }), 'overdue'],
    [end.add({ hours: 168 }).subtract({ seconds: 1 }), 'overdue'],
    [end.add({ hours: 168 }), 'with-coordinator'],
  ])('at %s the mark is %s', (at, flag) => {
    expect(markFlag('booked', start, end, at)).toBe(flag);
    expect(markFlag('attended', start, end, at)).toBe('none');
  });
});
