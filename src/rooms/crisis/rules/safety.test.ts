import { describe, expect, test } from 'vitest';
import {
  type Answers,
  bookingBlocked,
  changeLevel,
  DEADLINES,
  LEVELS,
  type Level,
  levelOf,
  OPENER,
  QUESTIONS,
  type SafetyCall,
} from './safety.ts';

/** Everything asked and answered with the calmest answer. */
const calm: Answers = { Q0: 'no', Q1: 'no', Q2: 'no', Q3: 'no', Q4: 'no', Q5: 'no', Q6: 'never', Q7: 'safe+not alone', Q8: 'no' };
const call = (answers: Answers, change: Partial<SafetyCall> = {}): SafetyCall => ({
  opener: 'yes',
  answers: { ...calm, ...answers },
  age: 35,
  ...change,
});
const without = (id: keyof Answers): Answers => {
  const { [id]: _, ...rest } = calm;
  return rest;
};

describe('the level of a call (A.1.5)', () => {
  const cases: [string, SafetyCall, Level][] = [
    ['everything calm', call({}), 'GREEN'],
    ['something was taken', call({ Q0: 'yes' }), 'RED'],
    ['plan with intent', call({ Q4: 'yes', Q5: 'yes' }), 'RED'],
    ['plan, intent unclear', call({ Q4: '?', Q5: 'yes' }), 'RED'],
    ['plan, no intent', call({ Q4: 'no', Q5: 'yes' }), 'ORANGE'],
    ['intent, plan unclear', call({ Q4: 'yes', Q5: '?' }), 'RED'],
    ['intent, no plan', call({ Q4: 'yes', Q5: 'no' }), 'ORANGE'],
    ['cannot promise to stay safe', call({ Q7: 'cannot say' }), 'RED'],
    ['Q7 unanswered', { ...call({}), answers: without('Q7') }, 'RED'],
    ['safe but alone', call({ Q7: 'safe+alone' }), 'GREEN'],
    ['fears to harm somebody', call({ Q8: 'yes' }), 'ORANGE'],
    ['and names the person', call({ Q8: 'yes' }, { namesPerson: true }), 'RED'],
    ['names a person without fearing to harm', call({}, { namesPerson: true }), 'GREEN'],
    ['threatens now, whatever Q8 says', call({ Q8: 'no' }, { threatening: true }), 'RED'],
    ['a way was thought of', call({ Q3: 'yes' }), 'ORANGE'],
    ['tried within three months', call({ Q6: '<= 3 months' }), 'ORANGE'],
    ['tried longer ago', call({ Q6: '> 3 months' }), 'YELLOW'],
    ['Q0 unanswered', { ...call({}), answers: without('Q0') }, 'ORANGE'],
    ['Q0 refused', call({ Q0: '?' }), 'ORANGE'],
    ['thoughts, way refused', call({ Q2: 'yes', Q3: '?' }), 'ORANGE'],
    ['thoughts, intent refused', call({ Q2: 'yes', Q4: '?' }), 'ORANGE'],
    ['thoughts, plan refused', call({ Q2: 'yes', Q5: '?' }), 'ORANGE'],
    ['thoughts, all else no', call({ Q2: 'yes' }), 'YELLOW'],
    ['thoughts at 17', call({ Q2: 'yes' }, { age: 17 }), 'ORANGE'],
    ['thoughts at 18', call({ Q2: 'yes' }, { age: 18 }), 'YELLOW'],
    ['thoughts, age unknown', call({ Q2: 'yes' }, { age: null }), 'ORANGE'],
    ['wish not to be there', call({ Q1: 'yes' }), 'YELLOW'],
    ['the button', call({}, { button: true }), 'ORANGE'],
    ['opener unclear, all calm', call({}, { opener: 'unclear' }), 'YELLOW'],
    ['opener no, nothing asked', { opener: 'no', answers: {}, age: null }, 'GREEN'],
    ['opener no, button', { opener: 'no', answers: {}, age: 30, button: true }, 'ORANGE'],
    ['opener no, raised by hand', { opener: 'no', answers: {}, age: 30, raisedTo: 'YELLOW' }, 'YELLOW'],
    ['opener no, script opened and left', { opener: 'no', scriptOpened: true, answers: {}, age: 30 }, 'RED'],
    ['opener yes, nothing answered', { opener: 'yes', answers: {}, age: 30 }, 'RED'],
    ['raising lower changes nothing', call({ Q0: 'yes' }, { raisedTo: 'YELLOW' }), 'RED'],
    ['raising higher counts', call({ Q1: 'yes' }, { raisedTo: 'RED' }), 'RED'],
  ];
  test.each(cases)('%s', (_case, facts, level) => expect(levelOf(facts)).toBe(level));

  test.each(['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q8'] as const)('only %s unanswered in an open script is YELLOW', (id) => {
    expect(levelOf({ opener: 'yes', answers: without(id), age: 40 })).toBe('YELLOW');
  });

  test('no single "?" in place of a "no" ever lowers the level, over all answers', () => {
    let compared = 0;
    const options = QUESTIONS.filter(({ id }) => id !== 'Q6' && id !== 'Q7').map(({ id }) => id);
    for (let bits = 0; bits < 2 ** options.length; bits += 1) {
      const answers: Answers = { ...calm };
      for (const [index, id] of options.entries()) Object.assign(answers, { [id]: bits & (1 << index) ? 'yes' : 'no' });
      for (const age of [15, 35]) {
        const sure = LEVELS.indexOf(levelOf({ opener: 'yes', answers, age }));
        for (const id of options.filter((one) => answers[one] === 'no')) {
          // an intent that is refused counts at least like a denied one
          expect(LEVELS.indexOf(levelOf({ opener: 'yes', answers: { ...answers, [id]: '?' }, age }))).toBeGreaterThanOrEqual(sure);
          compared += 1;
        }
      }
    }
    expect(compared).toBe(2 * 7 * 2 ** 6);
  });

  test('every question has German and English words and its printed answers', () => {
    expect(QUESTIONS.map(({ id }) => id)).toEqual(['Q0', 'Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8']);
    for (const { de, en, answers } of [...QUESTIONS, OPENER]) {
      expect(de).toMatch(/\?$/);
      expect(en).toMatch(/\?$/);
      expect(answers.length).toBeGreaterThan(2);
    }
  });

  test('the printed deadlines', () => {
    expect(LEVELS.map((level) => DEADLINES[level].acknowledgeSeconds)).toEqual([null, 1800, 300, 60]);
    expect(DEADLINES.RED.escalation.map(({ afterSeconds, to }) => `${afterSeconds} ${to}`)).toEqual([
      '60 second-oncall',
      '120 coordinator',
    ]);
    expect(DEADLINES.ORANGE.escalation.map(({ afterSeconds, to }) => `${afterSeconds} ${to}`)).toEqual([
      '300 second-oncall',
      '600 crisis-service',
    ]);
    expect(DEADLINES.YELLOW.escalation.map(({ afterSeconds, to }) => `${afterSeconds} ${to}`)).toEqual([
      '1800 second-oncall',
      '3600 coordinator',
    ]);
  });
});

describe('who changes a level', () => {
  test('anybody raises, only the duty psychologist lowers, with a reason', () => {
    const desk = { oncall: false, reasonGiven: true };
    expect(changeLevel('YELLOW', 'RED', desk)).toEqual({ ok: true, level: 'RED' });
    expect(changeLevel('RED', 'YELLOW', desk)).toEqual({ ok: false, because: 'only-oncall-lowers' });
    expect(changeLevel('RED', 'YELLOW', { oncall: true, reasonGiven: false })).toEqual({ ok: false, because: 'reason-missing' });
    expect(changeLevel('RED', 'YELLOW', { oncall: true, reasonGiven: true })).toEqual({ ok: true, level: 'YELLOW' });
  });
});

describe('booking after the opener', () => {
  const at = Temporal.Instant.from('2026-03-02T09:00:00Z');
  const release = { byOncall: true, at, reasonGiven: true };
  test.each([
    [null, null, null, 'opener-not-answered'],
    ['no', null, null, null],
    ['yes', null, null, 'safety-release-missing'],
    ['unclear', null, null, 'safety-release-missing'],
    ['yes', release, null, null],
    ['unclear', release, at, null],
    ['yes', { ...release, byOncall: false }, null, 'safety-release-missing'],
    ['yes', { ...release, reasonGiven: false }, null, 'safety-release-missing'],
    ['yes', release, at.add({ seconds: 1 }), 'safety-release-missing'],
  ] as const)('opener %s, release %j, answered %s: %s', (opener, given, answeredAt, code) => {
    expect(bookingBlocked(opener, given, answeredAt)).toBe(code);
  });
});
