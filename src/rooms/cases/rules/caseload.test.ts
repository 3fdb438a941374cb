import { describe, expect, it } from 'vitest';
import { ABSENCE_REFUSALS, type KnownAbsence, mayBeAbsent } from './absence.ts';
import { areaWith } from './areas.ts';
import { type BoardFacts, phaseDays, stepsAhead } from './board.ts';
import { HAND_OVER_REFUSALS, mayHandOver } from './hand-over.ts';
import { loadStanding, weightedLoad } from './load.ts';
import { CASE_PHASES } from './phase.ts';

const many = (count: number, intensity: 'A' | 'B' | 'C' | 'D', phase: (typeof CASE_PHASES)[number] = 'monitoring') =>
  Array.from({ length: count }, () => ({ phase, intensity }));

describe('the weighted load', () => {
  it('is 33 points for 3 A, 6 B and 12 C, as printed in B.1', () => {
    expect(weightedLoad([...many(3, 'A'), ...many(6, 'B'), ...many(12, 'C')])).toBe(33);
  });

  it('counts a D case half, and nothing before intake, in a rest or after the end', () => {
    expect(weightedLoad(many(3, 'D'))).toBe(1.5);
    const weighs = CASE_PHASES.filter((phase) => weightedLoad(many(1, 'A', phase)) > 0);
    expect(weighs).toEqual(['intake', 'assessment', 'planning', 'linking', 'monitoring', 'reassessment', 'evaluation']);
    expect(weightedLoad([])).toBe(0);
  });

  it.each([
    [35.5, 40, 'fine'],
    [36, 40, 'near'],
    [40, 40, 'near'],
    [40.5, 40, 'over'],
    [0, 1, 'fine'],
  ] as const)('%d points of %d are %s', (points, limit, standing) => {
    expect(loadStanding(points, limit)).toBe(standing);
  });
});

describe('what comes next in a case', () => {
  const today = '2026-03-02';
  const area = areaWith('health');
  const facts = (more: Partial<BoardFacts> = {}): BoardFacts => ({
    phase: 'monitoring',
    phaseSince: '2026-02-02',
    intensity: 'B',
    openedOn: '2026-01-05',
    resumeOn: null,
    lastContactOn: '2026-02-25',
    lastReviewOn: null,
    agreedPlanOn: null,
    task: null,
    ...more,
  });
  const first = (more: Partial<BoardFacts>) => stepsAhead(facts(more), area, today)[0];

  it('a B case last reached on 10 February is due on the 24th and overdue from 2 March on (B.4 OC)', () => {
    expect(first({ lastContactOn: '2026-02-10' })).toEqual({ kind: 'contact', taskKind: null, on: '2026-02-24', overdue: true });
    expect(first({ lastContactOn: '2026-02-12' })).toEqual({ kind: 'contact', taskKind: null, on: '2026-02-26', overdue: false });
  });

  it('without any contact the opening counts, and before the agreed start nobody is due', () => {
    expect(first({ lastContactOn: null })).toMatchObject({ kind: 'contact', on: '2026-01-19', overdue: true });
    expect(stepsAhead(facts({ phase: 'access', lastContactOn: null }), area, today)).toEqual([]);
  });

  it('the earliest comes first, on one day the task before the contact', () => {
    const steps = stepsAhead(
      facts({ task: { kind: 'case-call', dueOn: '2026-03-11' }, agreedPlanOn: '2025-12-10', phase: 'linking' }),
      area,
      today,
    );
    expect(steps.map(({ kind, on }) => [kind, on])).toEqual([
      ['review', '2026-03-10'],
      ['task', '2026-03-11'],
      ['contact', '2026-03-11'],
      ['phase', '2026-04-03'],
    ]);
  });

  it('a review counts from the last one, before the first from the agreement (B.4 RV)', () => {
    expect(first({ agreedPlanOn: '2025-11-25' })).toMatchObject({ kind: 'review', on: '2026-02-23', overdue: true });
    expect(first({ agreedPlanOn: '2025-11-25', lastReviewOn: '2026-02-20' })).toMatchObject({ kind: 'contact' });
  });

  it('a case that rests waits for its day and its tasks alone', () => {
    const resting = { phase: 'dormant', resumeOn: '2026-03-31', lastContactOn: '2025-12-01', agreedPlanOn: '2025-06-01' } as const;
    expect(stepsAhead(facts(resting), area, today).map(({ kind }) => kind)).toEqual(['resume']);
    expect(stepsAhead(facts({ ...resting, resumeOn: '2026-03-01' }), area, today)[0]).toMatchObject({ kind: 'resume', overdue: true });
  });

  it.each([
    ['assessment', '2026-01-30', 31, 28, true],
    ['assessment', '2026-02-10', 20, 28, false],
    ['assessment', '2026-02-02', 28, 28, false],
    ['monitoring', '2025-01-01', 425, null, false],
    ['intake', '2026-03-05', 0, 14, false],
  ] as const)('%s since %s stands %d days of %s (B.4 ST)', (phase, phaseSince, days, limit, over) => {
    expect(phaseDays({ phase, phaseSince }, area, today)).toEqual({ days, limit, over });
  });

  it('counts calendar days over the spring night and to the end of February', () => {
    expect(phaseDays({ phase: 'assessment', phaseSince: '2026-03-20' }, area, '2026-04-17').days).toBe(28);
    expect(first({ lastContactOn: '2026-02-28', intensity: 'C' })).toMatchObject({ on: '2026-03-30' });
  });
});

describe('an absence', () => {
  const today = '2026-03-02';
  const team = ['anna', 'bea', 'lea'];
  const known: KnownAbsence[] = [
    { id: '1', accountId: 'anna', fromOn: '2026-03-10', toOn: '2026-03-20' },
    { id: '2', accountId: 'bea', fromOn: '2026-04-01', toOn: '2026-04-01' },
  ];
  const wish = (fromOn: string, toOn: string, accountId: string, substituteId: string | null) => ({
    fromOn,
    toOn,
    accountId,
    substituteId,
  });
  it.each([
    ['stands with somebody of the team', wish('2026-03-02', '2026-03-08', 'anna', 'bea'), true],
    ['stands without anybody', wish('2026-03-02', '2026-03-02', 'lea', null), true],
    ['ends before today', wish('2026-02-01', '2026-03-01', 'lea', 'bea'), 'absence-over'],
    ['touches another one of hers by a day', wish('2026-03-20', '2026-03-25', 'anna', 'bea'), 'absence-twice'],
    ['begins the day after', wish('2026-03-21', '2026-03-25', 'anna', 'bea'), true],
    ['has herself standing in', wish('2026-03-21', '2026-03-25', 'anna', 'anna'), 'substitute-self'],
    ['has somebody of another service', wish('2026-03-21', '2026-03-25', 'anna', 'rike'), 'substitute-not-of-team'],
    ['has somebody who is away on one day of it', wish('2026-03-28', '2026-04-05', 'anna', 'bea'), 'substitute-absent'],
    ['ends the day before she is away', wish('2026-03-28', '2026-03-31', 'anna', 'bea'), true],
    ['lasts 366 days', wish('2026-03-02', '2027-03-02', 'lea', null), true],
    ['lasts longer than a year', wish('2026-03-02', '2027-03-03', 'lea', null), 'absence-too-long'],
  ] as const)('that %s: %s', (_, asked, answer) => {
    const decision = mayBeAbsent(asked, { today, team, known });
    expect(decision.ok ? true : decision.because).toBe(answer);
  });

  it('that runs keeps its first day; its end may move to today, and it does not stand in its own way', () => {
    const before = { fromOn: '2026-02-25', toOn: '2026-03-20' };
    const running: KnownAbsence[] = [{ id: '7', accountId: 'anna', ...before }];
    const ask = (fromOn: string, toOn: string) =>
      mayBeAbsent(wish(fromOn, toOn, 'anna', 'bea'), { id: '7', before, today, team, known: running });
    expect(ask('2026-02-25', '2026-03-02')).toEqual({ ok: true });
    expect(ask('2026-02-26', '2026-03-05')).toEqual({ ok: false, because: 'absence-begun' });
    expect(ABSENCE_REFUSALS).toHaveLength(7);
  });
});

describe('a hand-over', () => {
  it.each([
    ['monitoring', 'bea', true],
    ['dormant', 'bea', true],
    ['closed', 'bea', 'case-over'],
    ['not_opened', 'bea', 'case-over'],
    ['planning', 'anna', 'hand-over-same'],
    ['planning', 'rike', 'hand-over-not-of-team'],
  ] as const)('of a case in %s to %s: %s', (phase, toId, answer) => {
    const decision = mayHandOver({ phase, managerId: 'anna' }, toId, ['anna', 'bea']);
    expect(decision.ok ? true : decision.because).toBe(answer);
    expect(HAND_OVER_REFUSALS).toHaveLength(3);
  });
});
