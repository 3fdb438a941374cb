import { describe, expect, test } from 'vitest';
import { APPOINTMENT_STATES, type AppointmentState } from './appointment.ts';
import { EXCUSES, MOVED_BY, OUTCOME_WORDS, OUTCOMES, type Outcome, type OutcomeFacts, outcomeOf } from './outcome.ts';

const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
const facts = (state: AppointmentState, more: Partial<OutcomeFacts> = {}): OutcomeFacts => ({
  state,
  now,
  start: now.subtract({ hours: 1 }),
  lateMinutes: null,
  excuse: null,
  movedBy: null,
  ...more,
});

describe('what became of an appointment', () => {
  const table: [string, OutcomeFacts, Outcome][] = [
    ['to come', facts('booked', { start: now.add({ seconds: 1 }) }), 'ahead'],
    ['begun and not marked', facts('booked', { start: now }), 'unmarked'],
    ['came', facts('attended'), 'attended'],
    ['came ten minutes late', facts('attended', { lateMinutes: 10 }), 'attended-late'],
    ['did not come and said nothing', facts('no_show'), 'missed'],
    ['did not come, asked, no reason', facts('no_show', { excuse: 'none' }), 'missed'],
    ['did not come, in hospital', facts('no_show', { excuse: 'hospital' }), 'missed-excused'],
    ['told in time', facts('cancelled/patient_in_time'), 'cancelled-in-time'],
    ['told in time because the child is ill', facts('cancelled/patient_in_time', { excuse: 'child-ill' }), 'cancelled-in-time'],
    ['told too late', facts('cancelled/patient_late'), 'cancelled-late'],
    ['told too late, ill', facts('cancelled/patient_late', { excuse: 'illness' }), 'cancelled-late-excused'],
    ['the practice cancelled', facts('cancelled/provider'), 'withdrawn-by-practice'],
    ['the network cancelled', facts('cancelled/network'), 'withdrawn-by-network'],
    ['the therapy ended', facts('cancelled/network', { reason: 'therapy-ended' }), 'ended-with-therapy'],
    ['moved for the client', facts('rebooked', { movedBy: 'client' }), 'moved-by-client'],
    ['moved for the therapist', facts('rebooked', { movedBy: 'therapist' }), 'moved-by-practice'],
    ['moved for the network', facts('rebooked', { movedBy: 'network' }), 'moved-by-network'],
    ['moved before anybody asked who', facts('rebooked'), 'moved'],
  ];
  test.each(table)('%s', (_case, given, outcome) => {
    expect(outcomeOf(given)).toBe(outcome);
  });

  test('every state, excuse and mover has exactly one outcome, every outcome its words and its own way there', () => {
    const reached = new Set<Outcome>();
    for (const state of APPOINTMENT_STATES)
      for (const excuse of [null, ...EXCUSES])
        for (const movedBy of [null, ...MOVED_BY])
          for (const lateMinutes of [null, 5])
            for (const start of [now, now.add({ hours: 1 })])
              for (const reason of [null, 'therapy-ended'])
                reached.add(outcomeOf({ state, now, start, lateMinutes, excuse, movedBy, reason }));
    expect([...reached].sort()).toEqual([...OUTCOMES].sort());
    expect(Object.keys(OUTCOME_WORDS)).toEqual([...OUTCOMES]);
    expect(new Set(OUTCOMES.map((one) => OUTCOME_WORDS[one].de)).size).toBe(OUTCOMES.length);
  });
});
