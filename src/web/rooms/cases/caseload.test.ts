import { expect, test } from 'vitest';
import type { CaseCard, TeamMember } from '#rooms/cases/contract/caseload.ts';
import { BOARD_PHASES } from '#rooms/cases/rules/board.ts';
import { COLUMN_OF, COLUMNS } from './caseload-data.ts';
import { byNeed, shownCases, startFilter } from './caseload-filter.ts';
import { periodOf } from './result-period.ts';
import { unattended } from './unattended.ts';

const card = (change: Partial<CaseCard>): CaseCard => ({
  id: change.called ?? 'x',
  version: 1,
  personId: 'p',
  called: 'Anna Weiß',
  named: true,
  phase: 'monitoring',
  phaseSince: '2026-02-02',
  days: 28,
  limitDays: null,
  stuck: false,
  intensity: 'B',
  area: 'health',
  priority: 2,
  openedOn: '2026-01-05',
  managerId: 'olena',
  managerName: 'Olena Marchuk',
  reader: 'manager',
  next: null,
  overdue: 0,
  openTasks: 0,
  gaps: 0,
  duplicates: 0,
  others: 0,
  worst: null,
  ...change,
});
const member = (accountId: string, absence: TeamMember['absence'] = null): TeamMember => ({
  accountId,
  name: accountId,
  manages: true,
  leads: false,
  points: 0,
  weighing: 0,
  openCases: 0,
  limit: 40,
  limitVersion: 0,
  absence,
});
const step = (on: string) => ({ kind: 'contact', taskKind: null, on, overdue: false }) as const;

test('Every phase stands in one column of the board', () => {
  expect(new Set(BOARD_PHASES.map((phase) => COLUMN_OF[phase]))).toEqual(new Set(COLUMNS));
});

test('A case manager begins with her own cases, a lead without any with the team', () => {
  const cards = [card({ called: 'A' }), card({ called: 'B', reader: 'substitute' }), card({ called: 'C', reader: 'lead' })];
  const names = (leads: boolean, own: boolean, more = {}) =>
    shownCases(cards, { ...startFilter(leads, own), ...more }).map(({ called }) => called);
  expect(names(false, true)).toEqual(['A']);
  expect(names(true, true)).toEqual(['A']);
  expect(names(true, false)).toEqual(['A', 'B', 'C']);
  expect(names(false, true, { whose: 'standIn' })).toEqual(['B']);
});

test('Overdue is what is late and what is stuck; area, intensity and phase narrow it', () => {
  const cards = [
    card({ called: 'A', overdue: 1 }),
    card({ called: 'B', stuck: true, area: 'social' }),
    card({ called: 'C', intensity: 'A' }),
  ];
  const names = (more: object) => shownCases(cards, { ...startFilter(false, true), ...more }).map(({ called }) => called);
  expect(names({ overdue: true })).toEqual(['A', 'B']);
  expect(names({ area: 'social' })).toEqual(['B']);
  expect(names({ intensity: 'A' })).toEqual(['C']);
  expect(names({ phase: 'linking' })).toEqual([]);
});

test('What is late stands on top, then what is grave, then the nearest day, then the name', () => {
  const cards = [
    card({ called: 'D', next: step('2026-03-04') }),
    card({ called: 'C', next: step('2026-03-03') }),
    card({ called: 'B', worst: 'warn' }),
    card({ called: 'A2', worst: 'alert' }),
    card({ called: 'A1', overdue: 2 }),
    card({ called: 'E' }),
  ];
  expect(cards.toSorted(byNeed).map(({ called }) => called)).toEqual(['A1', 'A2', 'B', 'C', 'D', 'E']);
});

test('Nobody looks after a case whose manager left, or is away while who stands in is away, too', () => {
  const away = (substituteId: string | null, now = true) => ({ id: 'a', fromOn: '2026-03-01', toOn: '2026-03-09', now, substituteId });
  const because = (team: TeamMember[]) => unattended([card({})], team).map((one) => one.because);
  expect(because([member('olena')])).toEqual([]);
  expect(because([member('benno')])).toEqual(['gone']);
  expect(because([member('olena', away(null))])).toEqual(['away']);
  expect(because([member('olena', away(null, false))])).toEqual([]);
  expect(because([member('olena', away('benno')), member('benno')])).toEqual([]);
  expect(because([member('olena', away('benno')), member('benno', away(null))])).toEqual(['away']);
  expect(because([member('olena', away('gone')), member('benno')])).toEqual(['away']);
});

test('A period has its first and last day, also at the turn of quarter and year', () => {
  const on = (day: string) => Temporal.PlainDate.from(day);
  expect(periodOf('quarter', on('2026-03-31'))).toEqual({ from: '2026-01-01', to: '2026-03-31' });
  expect(periodOf('quarter', on('2026-12-01'))).toEqual({ from: '2026-10-01', to: '2026-12-31' });
  expect(periodOf('months', on('2026-03-02'))).toEqual({ from: '2025-03-03', to: '2026-03-02' });
  expect(periodOf('months', on('2028-02-29'))).toEqual({ from: '2027-03-01', to: '2028-02-29' });
  expect(periodOf('last', on('2026-01-01'))).toEqual({ from: '2025-01-01', to: '2025-12-31' });
});
