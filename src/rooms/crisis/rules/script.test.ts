import { describe, expect, test } from 'vitest';
import { type Answers, levelOf, type OpenerAnswer, QUESTIONS, type SafetyCall } from './safety.ts';
import { levelByScript, nextQuestion, type ScriptBody, type ScriptCall } from './script.ts';
import { type ScriptFault, scriptFaults } from './script-faults.ts';
import { SHIPPED_SCRIPT } from './shipped-script.ts';

const depth = Number(process.env.GELEIT_DEPTH ?? 1);
const CALM = { Q0: 'no', Q1: 'no', Q2: 'no', Q3: 'no', Q4: 'no', Q5: 'no', Q6: 'never', Q7: 'safe+not alone', Q8: 'no' };
const call = (answers: Record<string, string>, more: Partial<ScriptCall> = {}): ScriptCall => ({
  opener: 'yes',
  answers: { ...CALM, ...answers },
  marks: [],
  age: 35,
  finished: true,
  ...more,
});

describe('the level function as data gives what the rule book prints (A.1.5)', () => {
  test.for<[string, string, ScriptCall]>([
    ['RED', 'has taken something', call({ Q0: 'yes' })],
    ['RED', 'a plan, intent not denied', call({ Q5: 'yes', Q4: '?' })],
    ['RED', 'cannot say to stay safe', call({ Q7: 'cannot say' })],
    ['RED', 'intent, and no answer about a plan', call({ Q4: 'yes', Q5: '?' })],
    ['RED', 'afraid of harming a person that is named', call({ Q8: 'yes' }, { marks: ['namesPerson'] })],
    ['RED', 'is threatening now', call({}, { marks: ['threatening'] })],
    ['RED', 'answers nothing at all', { opener: 'yes', answers: {}, marks: [], age: 35, finished: true }],
    ['ORANGE', 'a plan, intent denied', call({ Q5: 'yes', Q4: 'no' })],
    ['ORANGE', 'has thought about how', call({ Q2: 'yes', Q3: 'yes' })],
    ['ORANGE', 'an attempt within three months', call({ Q6: '<= 3 months' })],
    ['ORANGE', 'frightening perceptions', call({ Q8: 'yes' })],
    ['ORANGE', 'no answer to the first question', call({ Q0: '?' })],
    ['ORANGE', 'thoughts, and no answer about a method', call({ Q2: 'yes', Q3: '?' })],
    ['ORANGE', 'thoughts at fifteen', call({ Q2: 'yes' }, { age: 15 })],
    ['ORANGE', 'thoughts, age not known', call({ Q2: 'yes' }, { age: null })],
    ['ORANGE', 'the button', call({}, { button: true })],
    ['YELLOW', 'would rather not be here', call({ Q1: 'yes' })],
    ['YELLOW', 'thoughts at thirty-five', call({ Q2: 'yes' })],
    ['YELLOW', 'an attempt long ago', call({ Q6: '> 3 months' })],
    ['YELLOW', 'the opener was unclear', call({}, { opener: 'unclear' })],
    ['YELLOW', 'one question without an answer', call({ Q1: '?' })],
    ['GREEN', 'everything denied', call({})],
    ['GREEN', 'the script was never opened', { opener: 'no', answers: {}, marks: [], age: null, finished: false }],
    ['RED', 'raised by hand', call({}, { raisedTo: 'RED' })],
  ])('%s: %s', ([level, , said]) => {
    expect(levelByScript(SHIPPED_SCRIPT, said)).toBe(level);
  });

  test('for every other call, too: the lines are the function', () => {
    const cases = 4_000 * depth;
    let seed = 20_260_302;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    const counts = new Map<string, number>();
    for (let at = 0; at < cases; at += 1) {
      const opener = (['no', 'yes', 'unclear'] as const)[random(3)] as OpenerAnswer;
      const calm = random(2) === 0;
      const answers: Record<string, string> = {};
      for (const { id, answers: codes } of QUESTIONS) {
        const picked = codes[random(codes.length)] as string;
        // half of the calls are nearly calm, so that the lower lines are met as well
        if (calm && random(4) > 0) answers[id] = CALM[id];
        else if (random(6) > 0) answers[id] = picked;
      }
      const scriptOpened = random(2) === 0;
      const marks = ['namesPerson', 'threatening'].filter(() => random(8) === 0);
      const age = random(10) === 0 ? null : random(80);
      const said: SafetyCall = {
        opener,
        scriptOpened,
        answers: answers as Answers,
        namesPerson: marks.includes('namesPerson'),
        threatening: marks.includes('threatening'),
        button: random(12) === 0,
        age,
      };
      const level = levelOf(said);
      counts.set(level, (counts.get(level) ?? 0) + 1);
      const finished = opener !== 'no' || scriptOpened;
      const found = levelByScript(SHIPPED_SCRIPT, { opener, answers, marks, age, finished, button: said.button === true });
      expect(found, JSON.stringify(said)).toBe(level);
    }
    console.log(`${cases} calls: ${JSON.stringify(Object.fromEntries(counts))}`);
    expect([...counts.keys()].sort()).toEqual(['GREEN', 'ORANGE', 'RED', 'YELLOW']);
  });

  test('while the script is asked, what was not asked yet raises nothing', () => {
    const asking = { opener: 'yes', answers: { Q0: 'no', Q1: 'yes' }, marks: [], age: 35, finished: false } as const;
    expect(levelByScript(SHIPPED_SCRIPT, asking)).toBe('YELLOW');
    expect(levelByScript(SHIPPED_SCRIPT, { ...asking, finished: true })).toBe('RED');
    expect(nextQuestion(SHIPPED_SCRIPT, asking.answers)?.id).toBe('Q2');
    expect(nextQuestion(SHIPPED_SCRIPT, CALM)).toBeUndefined();
  });
});

describe('what keeps a draft from being signed', () => {
  const changed = (change: (body: ScriptBody) => Partial<ScriptBody>): ScriptBody => ({ ...SHIPPED_SCRIPT, ...change(SHIPPED_SCRIPT) });
  const without = (id: string) => changed(({ questions }) => ({ questions: questions.filter((question) => question.id !== id) }));
  const lines = (change: (all: ScriptBody['lines']) => ScriptBody['lines']) => changed((body) => ({ lines: change(body.lines) }));
  const level = (name: 'RED' | 'ORANGE' | 'YELLOW', change: Partial<ScriptBody['levels']['RED']>) =>
    changed(({ levels }) => ({ levels: { ...levels, [name]: { ...levels[name], ...change } } }));

  test('the shipped script has no fault', () => {
    expect(scriptFaults(SHIPPED_SCRIPT)).toEqual([]);
  });

  test.for<[ScriptFault['code'], string, ScriptBody]>([
    ['question-missing', 'the question about danger is gone', without('Q0')],
    ['unknown-question', 'a line asks for what nobody asks', without('Q8')],
    ['danger-not-first', 'danger is asked late', changed(({ questions }) => ({ questions: [...questions].reverse() }))],
    ['question-twice', 'a question stands twice', changed(({ questions }) => ({ questions: [...questions, ...questions.slice(3, 4)] }))],
    [
      'unknown-answer',
      'silence counts as an answer that is not there',
      changed(({ questions }) => ({ questions: questions.map((question) => ({ ...question, unanswered: 'maybe' })) })),
    ],
    [
      'unknown-answer',
      'a line waits for an answer that nobody can give',
      lines((all) => [...all, { level: 'YELLOW', de: 'x', en: 'y', when: { question: 'Q1', is: ['perhaps'] } }]),
    ],
    ['unknown-mark', 'a line waits for a mark that is gone', changed(() => ({ marks: [] }))],
    [
      'answer-twice',
      'an answer stands twice',
      changed(({ questions }) => ({
        questions: questions.map((question) => ({ ...question, answers: [...question.answers, ...question.answers.slice(0, 1)] })),
      })),
    ],
    ['danger-not-red', 'danger now is not RED', lines((all) => all.slice(1))],
    ['level-never-reached', 'nothing is YELLOW', lines((all) => all.filter((line) => line.level !== 'YELLOW'))],
    ['line-never-reached', 'a line stands below one that always takes it', lines((all) => [...all, ...all.slice(-1)])],
    [
      'line-never-reached',
      'a line contradicts itself',
      lines((all) => [
        ...all,
        {
          level: 'YELLOW',
          de: 'x',
          en: 'y',
          when: {
            all: [
              { question: 'Q1', is: ['yes'] },
              { question: 'Q1', is: ['no'] },
            ],
          },
        },
      ]),
    ],
    ['button-without-level', 'the button does nothing', lines((all) => all.filter(({ when }) => !('fact' in when)))],
    ['lines-out-of-order', 'ORANGE stands before RED', lines((all) => [...all].reverse())],
    [
      'unanswered-too-calm',
      'silence counts as a no',
      changed(({ questions }) => ({
        questions: questions.map((question) => ({ ...question, unanswered: CALM[question.id as keyof typeof CALM] })),
      })),
    ],
    ['deadline-too-long', 'RED may wait five minutes', level('RED', { acknowledgeSeconds: 300 })],
    ['escalation-out-of-order', 'nobody is called after the first', level('ORANGE', { escalation: [] })],
    ['no-112', 'RED without 112', level('RED', { call112: false })],
  ])('%s: %s', ([code, , body]) => {
    expect(scriptFaults(body).map((fault) => fault.code)).toContain(code);
  });

  test('a shorter deadline is no fault', () => {
    const quick = { acknowledgeSeconds: 30, escalation: [{ afterSeconds: 30, to: 'second-oncall' as const }] };
    expect(scriptFaults(level('RED', quick))).toEqual([]);
  });
});
