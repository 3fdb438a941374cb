import { ALARM_LEVELS, type AlarmLevel } from './codes.ts';
import { DEADLINES } from './safety.ts';
import type { Condition, ScriptBody } from './script.ts';

/** What is wrong with a draft, as a pointer into it and a code. */
export interface ScriptFault {
  pointer: string;
  code:
    | 'question-missing'
    | 'question-twice'
    | 'unknown-question'
    | 'unknown-answer'
    | 'unknown-mark'
    | 'answer-twice'
    | 'danger-not-first'
    | 'danger-not-red'
    | 'level-never-reached'
    | 'line-never-reached'
    | 'unanswered-too-calm'
    | 'button-without-level'
    | 'lines-out-of-order'
    | 'deadline-too-long'
    | 'escalation-out-of-order'
    | 'no-112';
}

/** The questions that no wording may leave out: danger now, thoughts, intent, staying safe (rule book A.1.5). */
const NEEDED = ['Q0', 'Q2', 'Q4', 'Q7'] as const;

/** Everything that keeps a draft from being signed; nothing: it may be. */
export function scriptFaults(body: ScriptBody): ScriptFault[] {
  return [...questionFaults(body), ...lineFaults(body), ...levelFaults(body)];
}

function questionFaults(body: ScriptBody): ScriptFault[] {
  const ids = body.questions.map(({ id }) => id);
  const faults: ScriptFault[] = NEEDED.filter((id) => !ids.includes(id)).map((id) => ({
    pointer: `/questions/${id}`,
    code: 'question-missing',
  }));
  if (ids.includes('Q0') && ids[0] !== 'Q0') faults.push({ pointer: '/questions', code: 'danger-not-first' });
  body.questions.forEach(({ id, answers, unanswered }, index) => {
    if (ids.indexOf(id) !== index) faults.push({ pointer: `/questions/${index}/id`, code: 'question-twice' });
    const codes = answers.map(({ code }) => code);
    if (new Set(codes).size !== codes.length) faults.push({ pointer: `/questions/${index}/answers`, code: 'answer-twice' });
    if (!codes.includes(unanswered)) faults.push({ pointer: `/questions/${index}/unanswered`, code: 'unknown-answer' });
  });
  return faults;
}

function lineFaults(body: ScriptBody): ScriptFault[] {
  const faults: ScriptFault[] = [];
  body.lines.forEach(({ when }, index) => {
    faults.push(...conditionFaults(body, when, `/lines/${index}/when`));
  });
  const order = body.lines.map(({ level }) => ALARM_LEVELS.indexOf(level));
  if (order.some((place, index) => index > 0 && place > (order[index - 1] ?? place)))
    faults.push({ pointer: '/lines', code: 'lines-out-of-order' });
  if (faults.length > 0) return faults; // what follows needs conditions that can be read
  faults.push(...reachFaults(body));
  const reds = body.lines.filter(({ level }) => level === 'RED');
  const danger = (answer: string) => reds.some(({ when }) => certain(when, { question: 'Q0', answer }));
  if (!danger('yes')) faults.push({ pointer: '/lines', code: 'danger-not-red' });
  if (!body.lines.some(({ when }) => certain(when, 'button'))) faults.push({ pointer: '/lines', code: 'button-without-level' });
  // Silence never counts less than a spoken "no": somebody who answers nothing is alarmed at the highest level.
  const silent = Object.fromEntries(body.questions.map(({ id, unanswered }) => [id, unanswered]));
  if (!reds.some(({ when }) => holdsFor(when, silent))) faults.push({ pointer: '/questions', code: 'unanswered-too-calm' });
  return faults;
}

function conditionFaults(body: ScriptBody, when: Condition, pointer: string): ScriptFault[] {
  if ('all' in when) return when.all.flatMap((part, index) => conditionFaults(body, part, `${pointer}/all/${index}`));
  if ('any' in when) return when.any.flatMap((part, index) => conditionFaults(body, part, `${pointer}/any/${index}`));
  if ('mark' in when) return body.marks.some(({ id }) => id === when.mark) ? [] : [{ pointer, code: 'unknown-mark' }];
  if ('opener' in when || 'fact' in when) return [];
  const question = body.questions.find(({ id }) => id === when.question);
  if (!question) return [{ pointer, code: 'unknown-question' }];
  const codes = question.answers.map(({ code }) => code);
  return ('is' in when ? when.is : when.isNot).every((code) => codes.includes(code)) ? [] : [{ pointer, code: 'unknown-answer' }];
}

/** A line that nothing can fulfil, or that another one before it always takes, misleads whoever signs. */
function reachFaults(body: ScriptBody): ScriptFault[] {
  const faults: ScriptFault[] = [];
  const reachable = new Set<AlarmLevel>();
  body.lines.forEach(({ when, level }, index) => {
    const ways = alternatives(when).filter((way) => way.length > 0 && consistent(body, way));
    const open = ways.filter((way) => !body.lines.slice(0, index).some((before) => implied(before.when, way)));
    if (open.length === 0) faults.push({ pointer: `/lines/${index}`, code: 'line-never-reached' });
    else reachable.add(level);
  });
  for (const level of ALARM_LEVELS) if (!reachable.has(level)) faults.push({ pointer: `/levels/${level}`, code: 'level-never-reached' });
  return faults;
}

type Simple = Exclude<Condition, { all: readonly Condition[] } | { any: readonly Condition[] }>;

/** A condition as alternatives of plain parts that must all hold. */
function alternatives(when: Condition): Simple[][] {
  if ('any' in when) return when.any.flatMap(alternatives).slice(0, MOST_WAYS);
  if (!('all' in when)) return [[when]];
  return when.all.reduce<Simple[][]>(
    (ways, part) => ways.flatMap((way) => alternatives(part).map((more) => [...way, ...more])).slice(0, MOST_WAYS),
    [[]],
  );
}
const MOST_WAYS = 2_000;

/** What answers a way leaves open for a question. */
function left(body: ScriptBody | undefined, way: readonly Simple[], question: string): string[] | undefined {
  const codes = body?.questions.find(({ id }) => id === question)?.answers.map(({ code }) => code);
  let open: string[] | undefined = codes;
  for (const part of way) {
    if (!('question' in part) || part.question !== question) continue;
    if ('is' in part) open = open ? open.filter((code) => part.is.includes(code)) : [...part.is];
    else open = open?.filter((code) => !part.isNot.includes(code));
  }
  return open;
}

function consistent(body: ScriptBody, way: readonly Simple[]): boolean {
  const asked = way.flatMap((part) => ('question' in part ? [part.question] : []));
  return asked.every((question) => (left(body, way, question)?.length ?? 1) > 0);
}

/** True where a condition holds whenever every part of the way does. */
function implied(when: Condition, way: readonly Simple[]): boolean {
  if ('all' in when) return when.all.every((part) => implied(part, way));
  if ('any' in when) return when.any.some((part) => implied(part, way));
  return way.some((part) => {
    if ('mark' in when) return 'mark' in part && part.mark === when.mark;
    if ('fact' in when) return 'fact' in part && part.fact === when.fact;
    if ('opener' in when) return 'opener' in part && part.opener.every((answer) => when.opener.includes(answer));
    if (!('question' in part) || part.question !== when.question) return false;
    if ('is' in when) return 'is' in part && part.is.every((code) => when.is.includes(code));
    return 'is' in part ? part.is.every((code) => !when.isNot.includes(code)) : when.isNot.every((code) => part.isNot.includes(code));
  });
}

/** True where one answer, or the button alone, is enough. */
function certain(when: Condition, given: 'button' | { question: string; answer: string }): boolean {
  const part: Simple = given === 'button' ? { fact: 'button' } : { question: given.question, is: [given.answer] };
  return implied(when, [part]);
}

function holdsFor(when: Condition, answers: Readonly<Record<string, string>>): boolean {
  if ('all' in when) return when.all.every((part) => holdsFor(part, answers));
  if ('any' in when) return when.any.some((part) => holdsFor(part, answers));
  if ('is' in when) return when.is.includes(answers[when.question] ?? '');
  if ('isNot' in when) return !when.isNot.includes(answers[when.question] ?? '');
  return false;
}

/** Deadlines may be shorter than the rule book's, never longer; who is called comes in order of time. */
function levelFaults(body: ScriptBody): ScriptFault[] {
  const faults: ScriptFault[] = [];
  for (const level of ALARM_LEVELS) {
    const { acknowledgeSeconds, escalation, call112, followUpHours } = body.levels[level];
    const printed = DEADLINES[level];
    const pointer = `/levels/${level}`;
    if (acknowledgeSeconds > printed.acknowledgeSeconds)
      faults.push({ pointer: `${pointer}/acknowledgeSeconds`, code: 'deadline-too-long' });
    if (followUpHours > printed.followUpHours) faults.push({ pointer: `${pointer}/followUpHours`, code: 'deadline-too-long' });
    const times = escalation.map(({ afterSeconds }) => afterSeconds);
    const inOrder =
      times.length > 0 && times[0] === acknowledgeSeconds && times.every((time, at) => at === 0 || time > (times[at - 1] ?? time));
    if (!inOrder) faults.push({ pointer: `${pointer}/escalation`, code: 'escalation-out-of-order' });
    if (times.some((time, at) => time > (printed.escalation[at]?.afterSeconds ?? time)))
      faults.push({ pointer: `${pointer}/escalation`, code: 'deadline-too-long' });
    if (level === 'RED' && !call112) faults.push({ pointer: `${pointer}/call112`, code: 'no-112' });
  }
  return faults;
}
