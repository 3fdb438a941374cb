import { describe, expect, it } from 'vitest';
import { PROBLEM_CODES } from '#kernel/codes.ts';
import { HITS_AT_MOST, problemOfIcd, searchProblems } from './problem-search.ts';
import { PROBLEM_WORDS } from './problem-words.ts';

const codes = (typed: string) => searchProblems(typed).map(({ code }) => code);

describe('a typed ICD code', () => {
  it.each([
    ['F33.1', ['DEP']],
    ['f33.1', ['DEP']],
    ['F331', ['DEP']],
    ['F 33,1 G', ['DEP']],
    ['F32.-', ['DEP']],
    ['F34.1', ['DEP']],
    ['F40', ['ANX']],
    ['F41.0', ['ANX']],
    ['F60.31', ['PBD']],
    ['F60.3', ['PBD']],
    ['F60', ['PDO']],
    ['F60.6', ['PDO']],
    ['F43', ['PTS', 'ADJ']],
    ['F43.1', ['PTS']],
    ['F43.2', ['ADJ']],
    ['F10.2', ['SUD']],
    ['F19.9', ['SUD']],
    ['F45.40', ['SOM']],
    ['F65', ['SEX']],
    ['F84.5', ['ASD']],
    ['F98.8', ['CHD']],
    ['F34.0', ['UNK']],
    ['F99', ['UNK']],
  ])('%s is %j', (typed, expected) => {
    expect(codes(typed)).toEqual(expected);
    expect(searchProblems(typed).every(({ by }) => by === 'icd')).toBe(true);
  });

  it('the narrowest range decides for a single code', () => {
    expect(problemOfIcd('F62.0')).toBe('PTS');
    expect(problemOfIcd('F60.30')).toBe('PBD');
    expect(problemOfIcd('F48.0')).toBe('UNK');
    expect(problemOfIcd('I10')).toBe('UNK');
  });

  it('the beginning of a code offers what may follow', () => {
    expect(codes('F3')).toEqual(['DEP', 'BIP']);
    expect(codes('F4')).toHaveLength(HITS_AT_MOST);
  });
});

describe('typed words', () => {
  it.each([
    ['panik', 'ANX'],
    ['Panikattacken', 'ANX'],
    ['schlaf', 'SLE'],
    ['kann nicht einschlafen', 'SLE'],
    ['Schlafprobleme', 'SLE'],
    ['essstoerung', 'EAT'],
    ['Eßstörung', 'EAT'],
    ['essstorung', 'EAT'],
    ['zwaenge', 'OCD'],
    ['Depresion', 'DEP'],
    ['depresssion', 'DEP'],
    ['deprssion', 'DEP'],
    ['traurig', 'DEP'],
    ['trauer um meine Mutter', 'GRI'],
    ['Flashbacks nach einem Unfall', 'PTS'],
    ['Alkohol', 'SUD'],
    ['alkoholproblem', 'SUD'],
    ['Spielsucht', 'ADB'],
    ['borderlein', 'PBD'],
    ['ADHS', 'ADH'],
    ['wochenbettdepression', 'PER'],
    ['Krebs', 'SOMO'],
    ['stimmen hören', 'PSY'],
    ['weiß nicht', 'UNK'],
    ['insomnia', 'SLE'],
    ['panic attacks', 'ANX'],
    ['i feel depressed', 'DEP'],
    ['eating disorder', 'EAT'],
    ['grief', 'GRI'],
    ['mood swings', 'BIP'],
  ])('%s is first of all %s', (typed, first) => {
    expect(codes(typed)[0]).toBe(first);
  });

  it('burnout may be depression or a crisis', () => {
    expect(codes('burnout')).toEqual(['DEP', 'ADJ']);
    expect(codes('Burn-Out')).toEqual(['DEP', 'ADJ']);
  });

  it('two problems in one sentence give both', () => {
    expect(codes('Angst und Alkohol')).toEqual(['ANX', 'SUD']);
  });

  it('an exact word is not drowned by chance likeness', () => {
    expect(codes('angst')).toEqual(['ANX']);
    expect(codes('trauma')[0]).toBe('PTS');
    expect(codes('trauma')).not.toContain('GRI');
  });

  it('nothing typed gives nothing; what nobody knows is "not clear"', () => {
    expect(searchProblems('')).toEqual([]);
    expect(searchProblems(' x ')).toEqual([]);
    expect(searchProblems('xqzwv')).toEqual([{ code: 'UNK', by: 'nothing' }]);
    expect(searchProblems('z'.repeat(10_000))).toEqual([{ code: 'UNK', by: 'nothing' }]);
  });

  it('every word of the list finds its own code among the first three', () => {
    const lost = PROBLEM_CODES.flatMap((code) =>
      PROBLEM_WORDS[code].filter((word) => !codes(word).includes(code)).map((word) => `${code} ${word}`),
    );
    expect(lost).toEqual([]);
  });

  it('never gives more than three codes, and none twice', () => {
    for (const typed of ['a b c', 'st', 'an', 'so', 'angst trauer schmerz sucht schlaf', 'e']) {
      const found = codes(typed);
      expect(found.length).toBeLessThanOrEqual(HITS_AT_MOST);
      expect(new Set(found).size).toBe(found.length);
    }
  });
});
