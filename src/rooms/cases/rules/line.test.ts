import { describe, expect, test } from 'vitest';
import { derivedPhase } from './derived-phase.ts';
import {
  ACTIVE,
  ENDED,
  IN_PREPARATION,
  LINE_EVENTS,
  LINE_STATES,
  LINE_TARGET,
  type LineEvent,
  type LineState,
  lineEvents,
  stepLine,
} from './line.ts';
import { newsOfClosing, OF_EPISODE, OF_PLACE, OF_REFERRAL, ofClosedEpisode, type Reflection, stepsTo } from './line-mirror.ts';

const GOOD = { mirrors: false, onTrial: true, outcome: 'met', nextStartOn: '2026-03-23' } as const;
const FORWARD = ['identified', 'prepared', 'referred', 'accepted', 'scheduled', 'started', 'adapted', 'completed'] as const;

/** B.3.6 read anew from its sentences: the way forward by its order, the side states each with the list of states it may come from. */
function naive(state: LineState, event: LineEvent, onTrial: boolean): LineState | null {
  const to = LINE_TARGET[event];
  const before: readonly LineState[] = ['identified', 'prepared', 'referred', 'waitlisted', 'accepted', 'scheduled'];
  if (to === 'client_declined' || to === 'cancelled') return before.includes(state) ? to : null;
  if (to === 'rejected' || to === 'waitlisted' || to === 'no_response') return state === 'referred' ? to : null;
  if (to === 'failed_start') return state === 'accepted' || state === 'scheduled' || (state === 'started' && onTrial) ? to : null;
  if (state === 'waitlisted') return to === 'accepted' || to === 'scheduled' ? to : null;
  const [from, next] = [FORWARD.indexOf(state as (typeof FORWARD)[number]), FORWARD.indexOf(to as (typeof FORWARD)[number])];
  return from >= 0 && next > from ? to : null;
}

describe('the course of a service line (rule book B.3.6)', () => {
  test.each(LINE_STATES.flatMap((state) => LINE_EVENTS.map((event) => [state, event] as const)))('from %s, %s', (state, event) => {
    for (const onTrial of [true, false]) {
      const wanted = naive(state, event, onTrial);
      for (const who of ['case-manager', 'lead', 'system'] as const) {
        const found = stepLine(state, event, who, { ...GOOD, onTrial });
        expect(found.ok ? found.to : null, `${who}, trial ${onTrial}`).toBe(wanted);
      }
      expect(stepLine(state, event, 'desk', { ...GOOD, onTrial }).ok).toBe(false);
    }
  });

  test.each([
    ['identified', 'waitlist', 'line-not-so-far'],
    ['prepared', 'reject', 'line-never-back'],
    ['waitlisted', 'start', 'line-waits'],
    ['started', 'cancel', 'line-runs'],
    ['completed', 'start', 'line-ended'],
    ['failed_start', 'schedule', 'line-ended'],
  ] as const)('what is not listed is refused in words: %s, %s', (state, event, because) => {
    expect(stepLine(state, event, 'case-manager', GOOD)).toEqual({ ok: false, because });
  });

  test.each([
    ['a mirrored line waits for its source', 'identified', 'refer', { ...GOOD, mirrors: true }, 'line-mirrored'],
    ['a start without a date is not scheduled', 'accepted', 'schedule', { ...GOOD, nextStartOn: null }, 'line-date-missing'],
    ['nothing is completed without an outcome', 'started', 'complete', { ...GOOD, outcome: null }, 'line-outcome-missing'],
    ['a service that runs for good can no longer fail to start', 'started', 'fail-start', { ...GOOD, onTrial: false }, 'line-not-on-trial'],
  ] as const)('%s', (_, state, event, facts, because) => {
    expect(stepLine(state, event, 'case-manager', facts)).toEqual({ ok: false, because });
  });

  test('a step of somebody else is said to be that', () => {
    expect(stepLine('identified', 'prepare', 'therapist', GOOD)).toEqual({ ok: false, because: 'line-not-for-role' });
  });

  test('a mirrored line offers no button but the adaptation, a free one offers what the table lists', () => {
    expect(lineEvents('scheduled', { mirrors: true, onTrial: false })).toEqual(['adapt']);
    expect(lineEvents('scheduled', { mirrors: false, onTrial: false })).toEqual([
      'start',
      'adapt',
      'complete',
      'fail-start',
      'decline',
      'cancel',
    ]);
    for (const state of ENDED) expect(lineEvents(state, { mirrors: false, onTrial: true })).toEqual([]);
  });

  test('every state counts for exactly one: preparation, active, ended', () => {
    for (const state of LINE_STATES) expect([IN_PREPARATION, ACTIVE, ENDED].filter((set) => set.has(state)).length, state).toBe(1);
  });

  test.each([
    [['identified'], 'linking'],
    [['started', 'waitlisted'], 'linking'],
    [['started', 'completed'], 'monitoring'],
    [['adapted', 'rejected'], 'monitoring'],
    [['completed', 'failed_start'], null],
    [[], null],
  ] as const)('lines %j make the phase %s', (states, phase) => {
    expect(derivedPhase(states.map((state) => ({ state })))).toBe(phase);
  });

  test('random walks keep to the naive reading and never come back', () => {
    const depth = Number(process.env.GELEIT_DEPTH ?? 1);
    const walks = 5_000 * depth;
    let seed = 20260302;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    let steps = 0;
    const ends = new Map<LineState, number>();
    for (let walk = 0; walk < walks; walk += 1) {
      let state: LineState = 'identified';
      const seen = new Set<LineState>([state]);
      for (let turn = 0; turn < 20; turn += 1) {
        const event = LINE_EVENTS[Math.floor(random() * LINE_EVENTS.length)] ?? 'prepare';
        const onTrial = random() < 0.5;
        const found = stepLine(state, event, 'case-manager', { ...GOOD, onTrial });
        const wanted = naive(state, event, onTrial);
        if ((found.ok ? found.to : null) !== wanted)
          throw new Error(`${state} ${event} trial ${onTrial}: ${JSON.stringify(found)} not ${wanted}`);
        if (!found.ok) continue;
        if (seen.has(found.to)) throw new Error(`back to ${found.to}`);
        seen.add(found.to);
        state = found.to;
        steps += 1;
      }
      // no dead end: a state that is not ended still offers something
      if (!ENDED.has(state) && lineEvents(state, { mirrors: false, onTrial: true }).length === 0) throw new Error(`dead end in ${state}`);
      ends.set(state, (ends.get(state) ?? 0) + 1);
    }
    console.log(`service lines: ${walks} walks, ${steps} steps, ends in ${ends.size} states`);
    for (const state of ENDED) expect(ends.get(state) ?? 0, state).toBeGreaterThan(0);
  });
});

describe('mirrored states (C.1 rules 2 and 3)', () => {
  test('as printed: reserved = scheduled, trial = started on trial, occupied = started, PL8 = failed start, waiting = waitlisted', () => {
    expect(OF_PLACE.booked).toEqual({ state: 'scheduled', onTrial: false });
    expect(OF_PLACE.trial).toEqual({ state: 'started', onTrial: true });
    expect(OF_PLACE.occupied).toEqual({ state: 'started', onTrial: false });
    expect(OF_PLACE.failed).toEqual({ state: 'failed_start', onTrial: false });
    expect(OF_PLACE.waiting).toEqual({ state: 'waitlisted', onTrial: false });
  });

  const at = (state: LineState, onTrial = false): Reflection => ({ state, onTrial });
  test.each([
    ['booked at once', at('identified'), OF_PLACE.booked, ['scheduled']],
    ['the waiting list comes after the search', at('prepared'), OF_PLACE.waiting, ['referred', 'waitlisted']],
    ['from the list to a date', at('waitlisted'), OF_PLACE.booked, ['scheduled']],
    ['the trial begins', at('scheduled'), OF_PLACE.trial, ['started']],
    ['both want to: the trial ends, the state stays', at('started', true), OF_PLACE.occupied, ['started']],
    ['no fit', at('started', true), OF_PLACE.failed, ['failed_start']],
    ['the first appointment failed', at('scheduled'), OF_PLACE.failed, ['failed_start']],
    ['a therapy that runs does not fail any more', at('started'), OF_PLACE.failed, []],
    ['what was adapted stays adapted', at('adapted'), OF_PLACE.occupied, []],
    ['an adapted trial that comes to nothing is over', at('adapted'), OF_PLACE.failed, ['completed']],
    ['the end of what was adapted', at('adapted'), OF_PLACE.ended, ['completed']],
    ['told twice', at('scheduled'), OF_PLACE.booked, []],
    ['an ended line stays', at('failed_start'), OF_PLACE.booked, []],
    ['never back', at('started'), OF_PLACE.booked, []],
    ['a rejection of what was never sent', at('identified'), OF_REFERRAL.rejected, ['referred', 'rejected']],
    ['a start right from the list', at('waitlisted'), OF_REFERRAL.started, ['accepted', 'started']],
    ['seen is no step', at('referred'), OF_REFERRAL.seen, []],
  ] as const)('%s', (_, now, wish, states) => {
    expect(stepsTo(now, wish).map(({ state }) => state)).toEqual(states);
  });

  test('from every state towards every state only steps of the table are taken, and only the last one may be on trial', () => {
    const wishes = [...Object.values(OF_PLACE), ...Object.values(OF_EPISODE), ...Object.values(OF_REFERRAL)];
    let taken = 0;
    for (const state of LINE_STATES)
      for (const onTrial of state === 'started' ? [true, false] : [false])
        for (const wish of wishes) {
          let now: Reflection = { state, onTrial };
          const steps = stepsTo(now, wish);
          steps.forEach((next, index) => {
            if (next.state !== now.state) {
              const event = LINE_EVENTS.find((each) => LINE_TARGET[each] === next.state);
              expect(
                event !== undefined && stepLine(now.state, event, 'system', { onTrial: now.onTrial }).ok,
                `${state} to ${wish.state}`,
              ).toBe(true);
            } else expect([state, steps.length], 'only the trial changes').toEqual(['started', 1]);
            if (index < steps.length - 1) expect(next.onTrial).toBe(false);
            now = next;
            taken += 1;
          });
        }
    expect(taken).toBeGreaterThan(150);
  });

  test.each([
    ['started', false, 'GOAL_REACHED', 'completed'],
    ['adapted', false, 'PATIENT_STOPPED', 'completed'],
    ['started', true, 'UNSUITABLE', 'failed_start'],
    ['referred', false, 'REFUSED_FINAL', 'rejected'],
    ['accepted', false, 'REFUSED_FINAL', 'cancelled'],
    ['referred', false, 'PATIENT_STOPPED', 'client_declined'],
    ['waitlisted', false, 'OTHER', 'cancelled'],
  ] as const)('an episode that closes from %s (trial %s) because of %s shows %s', (state, onTrial, reason, to) => {
    expect(ofClosedEpisode({ state, onTrial }, reason).state).toBe(to);
  });

  test('a fulfilled request was heard before; a withdrawn one is the client, everything else ends aside', () => {
    expect([newsOfClosing('fulfilled'), newsOfClosing('withdrew'), newsOfClosing('self-found'), newsOfClosing(null)]).toEqual([
      null,
      'given-up',
      'found-elsewhere',
      'found-elsewhere',
    ]);
  });
});
