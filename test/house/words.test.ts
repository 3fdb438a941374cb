import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PROBLEM_CODES, ROLES } from '#kernel/codes.ts';
import { PERMITS } from '#kernel/permits.ts';
import { DIRECTORY_CODES } from '#rooms/directory/rules/codes.ts';
import { PLACEMENT_CODES } from '#rooms/placement/rules/codes.ts';
import { SCHEDULING_CODES } from '#rooms/scheduling/rules/codes.ts';
import { PROBLEMS } from '../../src/rooms.ts';
import { words as FIELD_WORDS } from '../../src/web/words/de/problems.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const under = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/\.test\.|\.fixture\./.test(name))
    .map((name) => `${folder}/${name}`);
const CODE = under('src', /\.tsx?$/);

/** Codes that look like a refusal's and are none, or that no answer carries; with the reason. */
const NO_WORDS: Record<string, string> = {
  'date-empty': 'the browser tells it beside the field',
  'date-unreadable': 'the browser tells it beside the field',
  'date-impossible': 'the browser tells it beside the field',
  'time-unreadable': 'the browser tells it beside the field',
  'mail-address-invalid': 'why a message could not go out; a state of the message, shown in the list of letters and failures',
  'mail-id-invalid': 'the same',
  'mail-text-empty': 'the same',
  'sms-number-invalid': 'the same',
  'sms-sign-in-refused': 'the same',
  'sms-gateway-unreachable': 'the same',
  'no-address': 'the same',
  'calls-wished': 'the same; the desk calls instead',
  bounced: 'why the desk shall call; words of the task',
  'no-relation': 'the same',
  'opt-out': 'why a way is closed; shown in the list of closed ways',
  'not-a-notice': 'a mail in the folder of failure notices that is none; put aside',
  'not-ours': 'the same',
  'push-gone': 'how waking a browser ended; a state of the alarm, shown with it',
  'push-refused': 'the same',
  'push-service-unreachable': 'the same',
  'rule-unknown': 'what replaying a snapshot finds; for the test of the rule',
  differs: 'what replaying a snapshot finds; for the test of the rule',
  'admin-exists': 'the start asks for the first administrator before it invites',
};
/** Answers of the database's functions that are a yes, or that an action translates before anybody reads them. */
const YES_OF_FUNCTIONS = [
  'ok',
  'held',
  'booked',
  'wrong',
  'used',
  'spent',
  'no-session',
  'raised',
  'invited',
  'accepted',
  'changed',
  'received',
  'again',
  'begun',
  'no',
  'used-up',
];

function codesIn(path: string): string[] {
  return [...read(path).matchAll(/new Refusal\(\s*'([a-z-]+)'|\bbecause: '([a-z-]+)'(?! \||;)|\bno\(\s*'([a-z-]+)'/g)].flatMap(
    ([, ...found]) => found.filter((code) => code !== undefined),
  );
}

describe('every refusal has words', () => {
  const inCode = CODE.filter((path) => path.endsWith('.ts') && !path.startsWith('src/web/')).flatMap((path) =>
    codesIn(path).map((code) => [code, path] as const),
  );
  const inDatabase = under('migrations', /\.sql$/).flatMap((path) =>
    [...read(path).matchAll(/\banswer := (?:case when .*? then '([a-z-]+)' else )?'([a-z-]+)'|\breturn '([a-z-]+)'/g)].flatMap(
      ([, ...codes]) => codes.filter((code) => code !== undefined && !YES_OF_FUNCTIONS.includes(code)).map((code) => [code, path] as const),
    ),
  );

  test('that the code can throw or a rule can answer', () => {
    expect(inCode.length).toBeGreaterThan(150);
    expect(inDatabase.length).toBeGreaterThan(20);
    const wordless = [...inCode, ...inDatabase].filter(([code]) => !(code in PROBLEMS) && !(code in NO_WORDS));
    expect(wordless.map(([code, path]) => `${path} refuses with '${code}', which has no words in its room's rules/words.ts`)).toEqual([]);
  });

  test('and the list of those that need none is not longer than needed', () => {
    const used = new Set([...inCode, ...inDatabase].map(([code]) => code));
    expect(Object.keys(NO_WORDS).filter((code) => !used.has(code) || code in PROBLEMS)).toEqual([]);
  });

  test.each([
    ['directory', DIRECTORY_CODES],
    ['scheduling', SCHEDULING_CODES],
    ['placement', PLACEMENT_CODES],
  ] as const)('that the closed list of %s names', (_room, codes) => {
    expect(codes.filter((code) => !(code in PROBLEMS))).toEqual([]);
  });

  test('beside the field, too: what the door finds in a form, and what contracts name themselves', () => {
    const door = read('src/doors/answer.ts') + read('src/doors/text.ts');
    const codes = [
      ...door.matchAll(/(?:code: |\? |: |return )'([a-z]+-[a-z-]+)'/g),
      ...CODE.filter((path) => /contract/.test(path))
        .map(read)
        .join('\n')
        .matchAll(/\.refine\([^\n]*, '([a-z-]+)'\)/g),
    ].map(([, code]) => code ?? '');
    expect(codes).toEqual(expect.arrayContaining(['too-big', 'control-character', 'invalid-email']));
    // "does not fit" and "is not known" say these: they come from programs, not from forms
    const plain = ['unknown-field', 'wrong-type', 'invalid-value', 'too-deep', 'retry-after', 'content-language'];
    expect([...new Set(codes)].filter((code) => !plain.includes(code) && !(code in FIELD_WORDS.field))).toEqual([]);
  });

  test('in German and in English, both complete, and not the same', () => {
    for (const [code, { de, en }] of Object.entries(PROBLEMS)) {
      for (const text of [de.title, de.detail, en.title, en.detail]) expect(text.trim().length, code).toBeGreaterThan(2);
      expect(de.detail, code).not.toBe(en.detail);
      const facts = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
      expect(facts(de.title + de.detail), `${code}: both languages name the same facts`).toEqual(facts(en.title + en.detail));
    }
  });
});

/** How Geleit does not speak (look.md, German texts). */
const NOT_SO: readonly (readonly [RegExp, string])[] = [
  [/!/, 'no exclamation marks'],
  [/\bleider\b/i, 'no "leider"'],
  [/\bbitte warten\b/i, 'no "bitte warten"'],
  [/\bungültig\w*\b/i, 'say what fits instead of "ungültig"'],
  [/\berfolgreich\b/i, 'no "erfolgreich"'],
  [/\b(?:Fehler|Error):/, 'no "Fehler:"'],
  [/\b(?:du|dein|deine|dich|dir)\b/, 'Sie, not du'],
  [/\bsind Sie sicher\b/i, 'name the consequence instead of "Sind Sie sicher?"'],
];
const spoken = (text: string): string[] => NOT_SO.filter(([pattern]) => pattern.test(text)).map(([, rule]) => `${rule}: ${text}`);

describe('German texts follow the rules of the house', () => {
  test('in refusals', () => {
    const complaints = Object.entries(PROBLEMS).flatMap(([code, { de }]) =>
      spoken(`${de.title} ${de.detail}`).map((line) => `${code}: ${line}`),
    );
    // "kein gültiges JSON" is for programs
    expect(complaints).toEqual([]);
  });

  test('on every screen, in letters and in messages', () => {
    const files = [
      ...under('src/web/words/de', /\.tsx?$/),
      ...CODE.filter((path) => /words\.ts$/.test(path) && path.startsWith('src/rooms')),
      ...CODE.filter((path) => path.startsWith('src/platform/documents')),
    ];
    expect(files.length).toBeGreaterThan(12);
    const complaints = files.flatMap((path) => {
      const text = read(path)
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/(^|\s)\/\/.*$/gm, '$1');
      const german = path.includes('/de/') ? text : text.replace(/\ben: (?:\{[^}]*\}|'[^']*')/g, '');
      return [...german.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].flatMap(([, single, template]) =>
        spoken((single ?? template ?? '').replace(/\$\{[^}]*\}/g, '')).map((line) => `${path}: ${line}`),
      );
    });
    expect(complaints).toEqual([]);
  });

  test('a planted word is found', () => {
    expect(spoken('Leider ungültig!')).toHaveLength(3);
  });
});

describe('the dictionary', () => {
  const page = read('docs/handbuch/woerterbuch.md');
  const everything = [...CODE, ...under('migrations', /\.sql$/)].map(read).join('\n');
  const rows = [...page.matchAll(/^\|\s*(\d+)\s*\|(.*)\|$/gm)].map(([, number, rest = '']) => ({
    number: Number(number),
    cells: rest.split('|').map((cell) => cell.trim()),
  }));
  const isThere = (written: string, name = written.replace('()', '')) =>
    everything.includes(name) ||
    everything.includes(name.split('.').at(-1) ?? name) ||
    name.split('/').every((part) => everything.includes(part));

  test('holds the eighty terms of the rule book (C.3), each in German, English, code and FHIR, with its meaning', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    for (const { number, cells } of rows) expect([number, cells.length, cells.every((cell) => cell.length > 0)]).toEqual([number, 5, true]);
  });

  test('names code that is there, or says that it is not there yet', () => {
    for (const { number, cells } of rows) {
      const [german, , code = ''] = cells;
      if (/noch nicht da|später/.test(code)) continue;
      for (const [, name = ''] of code.matchAll(/`([^`]+)`/g)) expect(isThere(name), `${number} ${german}: ${name}`).toBe(true);
    }
    for (const [, line = ''] of page.matchAll(/^\|([^\d\n].*)\|$/gm)) {
      const [german, , code = ''] = line.split('|').map((cell) => cell.trim());
      for (const [, name = ''] of code.matchAll(/`([^`]+)`/g)) expect(isThere(name), `${german}: ${name}`).toBe(true);
    }
  });

  test('names every room, every role, every permit and every problem code', () => {
    const rooms = readdirSync(join(root, 'src/rooms'));
    const missing = [...rooms, ...ROLES, ...Object.keys(PERMITS), ...PROBLEM_CODES].filter((name) => !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  test('names every state that a thing can be in', () => {
    const states = [...everything.matchAll(/\bstate text not null default '\w+' check \(state in \(([^)]*)\)\)/g)].flatMap(
      ([, list = '']) => [...list.matchAll(/'(\w+)'/g)].map(([, state]) => state),
    );
    expect(states.length).toBeGreaterThan(20);
    expect([...new Set(states)].filter((state) => !page.includes(`\`${state}\``))).toEqual([]);
  });
});
