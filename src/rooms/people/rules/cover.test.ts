import { describe, expect, test } from 'vitest';
import { type CoverQuestion, judgeCover } from './cover.ts';

const WISH: CoverQuestion = { how: 'new', payerIk: '100177504', kvnr: 'A123456780', kvnrConfirmed: false, from: '2026-01-01', to: null };
const judge = (more: Partial<CoverQuestion>, periods: Parameters<typeof judgeCover>[1] = []) => judgeCover({ ...WISH, ...more }, periods);
const period = (id: string, from: string, to: string | null, payerIk = '108310400') => ({ id, payerIk, from, to });
const because = (answer: ReturnType<typeof judgeCover>) => (answer.ok ? 'taken' : answer.because);

describe('Who pays', () => {
  test('takes numbers as they are pasted', () =>
    expect(judge({ payerIk: ' 100 177 504', kvnr: 'a 123456780' })).toMatchObject({
      ok: true,
      payerIk: '100177504',
      kvnr: 'A123456780',
      kvnrConfirmed: false,
    }));
  test.each([
    ['payer-ik-impossible', { payerIk: '100177505' }],
    ['payer-ik-impossible', { payerIk: '10017750' }],
    ['payer-ik-no-insurer', { payerIk: '499900019' }],
    ['kvnr-impossible', { kvnr: '0123456780' }],
    ['kvnr-impossible', { kvnr: 'A12345678' }],
    ['kvnr-confirm', { kvnr: 'G995030567' }],
    ['taken', { kvnr: 'G995030567', kvnrConfirmed: true }],
    ['taken', { kvnr: null }],
    ['cover-ends-before-start', { to: '2025-12-31' }],
    ['taken', { to: '2026-01-01' }],
  ] as const)('%s: %o', (code, more) => expect(because(judge(more))).toBe(code));
  test('two insurers never stand on one day', () => {
    expect(because(judge({}, [period('a', '2020-01-01', null)]))).toBe('cover-overlaps');
    expect(because(judge({ to: '2026-03-31' }, [period('a', '2026-03-31', null)]))).toBe('cover-overlaps');
    expect(because(judge({}, [period('a', '2020-01-01', '2025-12-31')]))).toBe('taken');
  });
  test('R18: a change ends the former insurer the day before', () => {
    expect(judge({ how: 'changed', from: '2026-07-01' }, [period('a', '2020-01-01', null)])).toMatchObject({
      ok: true,
      ends: { id: 'a', on: '2026-06-30' },
    });
    expect(judge({ how: 'merged', from: '2026-07-01' }, [period('a', '2020-01-01', null)])).toMatchObject({
      ends: { id: 'a', on: '2026-06-30' },
    });
    expect(judge({ how: 'changed', from: '2026-07-01' }, [period('a', '2020-01-01', '2026-06-30')])).toMatchObject({
      ok: true,
      ends: null,
    });
  });
  test('a change needs a former and another insurer', () => {
    expect(because(judge({ how: 'changed' }))).toBe('cover-without-former');
    expect(because(judge({ how: 'changed' }, [period('a', '2020-01-01', null, '100177504')]))).toBe('cover-same-payer');
    expect(because(judge({ how: 'changed' }, [period('a', '2020-01-01', null), period('b', '2027-01-01', null)]))).toBe('cover-overlaps');
  });
});
