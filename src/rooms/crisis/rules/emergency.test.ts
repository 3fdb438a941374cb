import { describe, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import type { Party } from '#kernel/machine.ts';
import { escalate, prompt112, restartClock, stageAfter, startClock } from './clock.ts';
import {
  COURSE_STATES,
  type CourseState,
  EMERGENCY_EVENTS,
  type EmergencyEvent,
  type EmergencyFacts,
  emergencySteps,
  followUpDue,
  levelOfMissed,
  stepEmergency,
} from './emergency.ts';
import { type HandOverRecord, missingInRecord } from './hand-over.ts';
import { DEADLINES } from './safety.ts';

const depth = Number(process.env.GELEIT_DEPTH ?? 1);
const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
const later = (seconds: number) => now.add({ seconds });
const PARTIES: Party[] = [...ROLES, 'system', 'web', 'client', 'guardian'];

const GOOD: EmergencyFacts = {
  now,
  level: 'RED',
  responds: true,
  deadlineAt: now.subtract({ seconds: 1 }),
  receiver: 'rescue-112',
  recordComplete: true,
  reasonGiven: true,
  nextStepGiven: true,
  callBackAt: later(3600),
  outcomeKnown: true,
  inquiries: 0,
};
const DESK: Party[] = ['desk', 'coordinator'];
const PRINTED: [string, CourseState, EmergencyEvent, CourseState, Party[]][] = [
  ['EM1', 'none', 'raise', 'raised', [...ROLES]],
  ['EM2', 'raised', 'acknowledge', 'acknowledged', ['oncall']],
  ['EM3', 'raised', 'deadline-passed', 'raised', ['system']],
  ['EM4', 'acknowledged', 'speak', 'in_contact', ['oncall']],
  ['EM5', 'raised', 'hand-over', 'handed_over', ['oncall', ...DESK]],
  ['EM5', 'acknowledged', 'hand-over', 'handed_over', ['oncall', ...DESK]],
  ['EM5', 'in_contact', 'hand-over', 'handed_over', ['oncall', ...DESK]],
  ['EM6', 'in_contact', 'de-escalate', 'closed', ['oncall']],
  ['EM7', 'handed_over', 'confirm-outcome', 'closed', ['oncall']],
  ['EM8', 'raised', 'false-alarm', 'closed', ['oncall']],
  ['EM8', 'acknowledged', 'false-alarm', 'closed', ['oncall']],
];
const UNLISTED: Record<CourseState, string> = {
  none: 'emergency-not-raised',
  raised: 'emergency-not-acknowledged',
  acknowledged: 'emergency-acknowledged',
  in_contact: 'emergency-in-contact',
  handed_over: 'emergency-handed-over',
  closed: 'emergency-closed',
};

describe('the life of an emergency (rule book A.3.5)', () => {
  test('the printed rows and no others, for every state, event and party', () => {
    for (const state of COURSE_STATES)
      for (const event of EMERGENCY_EVENTS)
        for (const party of PARTIES) {
          const row = PRINTED.find(([, from, what]) => from === state && what === event);
          const found = stepEmergency(state, event, party, GOOD);
          if (row?.[4].includes(party)) expect(found).toMatchObject({ ok: true, id: row[0], to: row[3] });
          else expect(found).toEqual({ ok: false, because: row ? 'emergency-not-for-role' : UNLISTED[state] });
        }
    expect(emergencySteps('raised', ['desk'])).toEqual(['hand-over']);
    expect(emergencySteps('closed', ['oncall'])).toEqual([]);
  });

  test.for<[string, CourseState, EmergencyEvent, Party, Partial<EmergencyFacts>]>([
    ['level-too-low', 'none', 'raise', 'desk', { level: 'GREEN' }],
    ['not-on-duty', 'raised', 'acknowledge', 'oncall', { responds: false }],
    ['deadline-runs', 'raised', 'deadline-passed', 'system', { deadlineAt: now }],
    ['deadline-runs', 'raised', 'deadline-passed', 'system', { deadlineAt: null }],
    ['only-112-by-desk', 'raised', 'hand-over', 'desk', { level: 'ORANGE' }],
    ['only-112-by-desk', 'raised', 'hand-over', 'desk', { receiver: 'clinic' }],
    ['hand-over-incomplete', 'in_contact', 'hand-over', 'oncall', { recordComplete: false }],
    ['hand-over-incomplete', 'raised', 'hand-over', 'desk', { recordComplete: false }],
    ['reason-missing', 'in_contact', 'de-escalate', 'oncall', { reasonGiven: false }],
    ['next-step-missing', 'in_contact', 'de-escalate', 'oncall', { nextStepGiven: false }],
    ['call-back-in-past', 'in_contact', 'de-escalate', 'oncall', { callBackAt: now }],
    ['inquiries-missing', 'handed_over', 'confirm-outcome', 'oncall', { outcomeKnown: false, inquiries: 1 }],
    ['reason-missing', 'raised', 'false-alarm', 'oncall', { reasonGiven: false }],
  ])('%s: %s, %s by %s', ([because, state, event, party, facts]) => {
    expect(stepEmergency(state, event, party, { ...GOOD, ...facts })).toEqual({ ok: false, because });
  });

  test('the button needs no level, and the outcome may stay unknown after two inquiries', () => {
    expect(stepEmergency('none', 'raise', 'therapist', { now, button: true }).ok).toBe(true);
    expect(stepEmergency('handed_over', 'confirm-outcome', 'oncall', { ...GOOD, outcomeKnown: false, inquiries: 2 }).ok).toBe(true);
  });

  test('random walks: a model beside it never says otherwise, and closed is the end', { timeout: 10_000 + 1_000 * depth }, () => {
    const walks = 2_000 * depth;
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    const pick = <Of>(list: readonly Of[]): Of => list[random(list.length)] as Of;
    let steps = 0;
    let ended = 0;
    for (let walk = 0; walk < walks; walk += 1) {
      let state: CourseState = 'none';
      for (let at = 0; at < 12 && state !== 'closed'; at += 1) {
        const event = pick(EMERGENCY_EVENTS);
        const party = pick(['oncall', 'oncall', 'desk', 'system', 'therapist', 'web'] as const);
        const facts: EmergencyFacts = {
          now,
          level: pick(['YELLOW', 'ORANGE', 'RED'] as const),
          responds: random(4) > 0,
          deadlineAt: later(random(3) - 1),
          receiver: pick(['rescue-112', 'clinic'] as const),
          recordComplete: random(4) > 0,
          reasonGiven: random(4) > 0,
          nextStepGiven: true,
          callBackAt: later(600),
          outcomeKnown: random(2) === 0,
          inquiries: random(3),
        };
        const found = stepEmergency(state, event, party, facts);
        const expected = model(state, event, party, facts);
        const to = found.ok ? found.to : undefined;
        if (to !== expected) expect(to, `${state} ${event} ${party} ${JSON.stringify(facts)}`).toBe(expected);
        if (found.ok) state = found.to;
        steps += 1;
      }
      if (state === 'closed') ended += 1;
    }
    console.log(`${walks} walks, ${steps} steps, ${ended} ended`);
    expect(ended).toBeGreaterThan(walks / 50);
  });
});

/** The rule book in other words: what a step leads to, or nothing. */
function model(state: CourseState, event: EmergencyEvent, party: string, facts: EmergencyFacts): CourseState | undefined {
  const oncall = party === 'oncall' && facts.responds === true;
  const open = state === 'raised' || state === 'acknowledged' || state === 'in_contact';
  if (event === 'raise' && state === 'none') return party === 'system' || party === 'web' ? undefined : 'raised';
  if (event === 'acknowledge' && state === 'raised' && oncall) return 'acknowledged';
  if (event === 'speak' && state === 'acknowledged' && oncall) return 'in_contact';
  if (event === 'deadline-passed' && state === 'raised' && party === 'system')
    return facts.deadlineAt && facts.now.epochMilliseconds > facts.deadlineAt.epochMilliseconds ? 'raised' : undefined;
  if (event === 'hand-over' && open && facts.recordComplete) {
    if (oncall) return 'handed_over';
    return party === 'desk' && facts.level === 'RED' && facts.receiver === 'rescue-112' ? 'handed_over' : undefined;
  }
  if (event === 'de-escalate' && state === 'in_contact' && oncall && facts.reasonGiven) return 'closed';
  if (event === 'false-alarm' && (state === 'raised' || state === 'acknowledged') && oncall && facts.reasonGiven) return 'closed';
  if (event === 'confirm-outcome' && state === 'handed_over' && oncall)
    return facts.outcomeKnown || (facts.inquiries ?? 0) >= 2 ? 'closed' : undefined;
  return undefined;
}

describe('the clock (rule book A.1.5)', () => {
  const { RED, ORANGE, YELLOW } = DEADLINES;

  test.for([
    ['RED', RED, [60, 120, 180, 240], ['second-oncall', 'coordinator', 'again', 'again']],
    ['ORANGE', ORANGE, [300, 600, 900, 1200], ['second-oncall', 'crisis-service', 'again', 'again']],
    ['YELLOW', YELLOW, [1800, 3600, 5400, 7200], ['second-oncall', 'coordinator', 'again', 'again']],
  ] as const)('%s: who is called when nobody acknowledges', ([, timing, seconds, stages]) => {
    let clock = startClock(timing, now);
    seconds.forEach((passed, at) => {
      expect(clock.deadlineAt.toString()).toBe(later(passed).toString());
      const next = escalate(timing, clock, later(passed).add({ milliseconds: 1 }));
      expect([next.to, next.escalation]).toEqual([stages[at], Math.min(3, at + 1)]);
      clock = next;
    });
  });

  test('with nobody on the roster the first two stages are skipped', () => {
    const clock = startClock(RED, now, true);
    expect(clock.escalation).toBe(2);
    expect(stageAfter(RED, 1)).toBe('coordinator');
    expect(escalate(RED, clock, later(61))).toMatchObject({ to: 'again', escalation: 3 });
  });

  test('raising the level starts anew with the shorter deadline, and a nearer one still holds', () => {
    const yellow = startClock(YELLOW, now);
    expect(restartClock(RED, later(60), yellow).deadlineAt.toString()).toBe(later(120).toString());
    expect(restartClock(RED, later(1_780), yellow).deadlineAt.toString()).toBe(later(1_800).toString());
  });

  test('after hours of standing still every stage is called once, and the alarm repeated once', () => {
    const late = later(6 * 3600);
    let clock = startClock(RED, now);
    const called: string[] = [];
    for (let times = 0; times < 10 && Temporal.Instant.compare(clock.deadlineAt, late) < 0; times += 1) {
      const next = escalate(RED, clock, late);
      called.push(next.to);
      clock = next;
    }
    expect(called).toEqual(['second-oncall', 'coordinator', 'again', 'again']);
    expect(clock.deadlineAt.toString()).toBe(late.add({ seconds: 60 }).toString());
  });

  test('112 is prompted at RED until it was called, and after closing somebody asks again', () => {
    expect([prompt112('RED', false), prompt112('RED', true), prompt112('ORANGE', false)]).toEqual([true, false, false]);
    expect(followUpDue(now, YELLOW.followUpHours).toString()).toBe('2026-03-05T09:00:00Z');
    expect(levelOfMissed('RED')).toBe('ORANGE');
    expect(levelOfMissed('YELLOW')).toBe('YELLOW');
  });
});

describe('the hand-over record', () => {
  const FULL: HandOverRecord = {
    toName: 'RTW 83/2',
    toPhone: '0228 555 01',
    place: 'Markt 1, Bonn',
    callbackNumber: '0171 5550101',
    withPerson: 'Nachbarin',
    agreed: 'Wartet an der Tür',
    dataAgreed: 'yes',
  };

  test.for([
    ['rescue-112', ['/place', '/callbackNumber', '/withPerson']],
    ['police-110', ['/place', '/callbackNumber', '/withPerson']],
    ['clinic', ['/toName', '/callbackNumber', '/withPerson']],
    ['crisis-service', ['/toName', '/place', '/callbackNumber', '/withPerson']],
    ['practitioner', ['/toName', '/callbackNumber']],
    ['physician', ['/toName', '/toPhone', '/callbackNumber']],
    ['relative', ['/toName', '/toPhone', '/place']],
    ['other', ['/toName', '/callbackNumber']],
  ] as const)('to %s', ([to, needed]) => {
    expect(missingInRecord({ to }, true).map(({ pointer }) => pointer)).toEqual(['/agreed', '/dataAgreed', ...needed]);
    expect(missingInRecord({ ...FULL, to }, true)).toEqual([]);
  });

  test('nobody is named as 112 before 112 was called', () => {
    expect(missingInRecord({ ...FULL, to: 'rescue-112' }, false)).toEqual([{ pointer: '/to', code: 'not-called-112' }]);
  });

  test('data passed without agreement need their necessity in words (§ 34 StGB)', () => {
    const passed = { ...FULL, to: 'rescue-112', dataAgreed: 'necessity' } as const;
    expect(missingInRecord(passed, true)).toEqual([{ pointer: '/necessity', code: 'required' }]);
    expect(missingInRecord({ ...passed, necessity: 'Gefahr' }, true)).toEqual([{ pointer: '/necessity', code: 'too-short' }]);
    expect(missingInRecord({ ...passed, necessity: 'Tabletten eingenommen, nicht ansprechbar' }, true)).toEqual([]);
    expect(missingInRecord({}, false).map(({ pointer }) => pointer)).toEqual(['/to', '/agreed', '/dataAgreed']);
  });
});
