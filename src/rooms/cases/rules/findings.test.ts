import { describe, expect, test } from 'vitest';
import { AREA_SETS } from './area-sets.ts';
import { dayNumber, dayOfNumber, plusDays } from './findings/days.ts';
import { overlapDays } from './findings/duplicates.ts';
import { absence, domain, goal, line, measure, quiet, referral, release } from './findings/facts.fixture.ts';
import type { CaseFacts } from './findings/facts.ts';
import { FINDING_RULES, type FindingRule, GROUP_OF, SEVERITY_OF, SUGGESTED } from './findings/kinds.ts';
import { closedBecause, findingsOn, isSnoozed } from './findings.ts';

const TODAY = '2026-03-02';
const AREA = AREA_SETS.health;
const found = (facts: CaseFacts, rule: FindingRule, day = TODAY) => findingsOn(facts, day, AREA).filter((one) => one.rule === rule);

type Row = [what: string, facts: Partial<CaseFacts>, since: string | null, day?: string];
/** Each row: what stands in the file, and since when the rule speaks; null where it is silent. */
function table(rule: FindingRule, rows: Row[]) {
  describe(rule, () => {
    test.each(rows)('%s', (_, facts, since, day = TODAY) => {
      const all = found(quiet(facts), rule, day);
      expect(all.map((one) => one.since)).toEqual(since === null ? [] : [since]);
      for (const { severity, evidence } of all) {
        expect(severity).toBe(SEVERITY_OF[rule]);
        expect(evidence.length).toBeGreaterThan(0);
      }
    });
  });
}

test('a case in order has no finding at all', () => {
  expect(findingsOn(quiet(), TODAY, AREA)).toEqual([]);
});

const debts = { goals: [goal()] };
table('G1', [
  ['printed: debts unmet, assessment of 10 February, no measure', { domains: [domain()] }, '2026-02-25'],
  ['printed: "not now, client wish" of 15 February', { domains: [domain({ notNowOn: '2026-02-15' })] }, null],
  ['the fourteenth day after the assessment is still in time', { domains: [domain({ completedOn: '2026-02-16' })] }, null],
  ['the fifteenth is not', { domains: [domain({ completedOn: '2026-02-15' })] }, '2026-03-02'],
  ['the professional view alone is enough', { domains: [domain({ clientNeed: 'met', profNeed: 'unmet' })] }, '2026-02-25'],
  ['met in both views', { domains: [domain({ clientNeed: 'met', profNeed: 'met' })] }, null],
  ['an assessment that still runs says nothing', { domains: [domain({ completedOn: null })] }, null],
  ['a planned measure answers it', { ...debts, domains: [domain()], measures: [measure({ status: 'planned' })] }, null],
  ['a measure of another domain does not', { goals: [goal({ domain: 'D4' })], domains: [domain()], measures: [measure()] }, '2026-02-25'],
  [
    'a measure that was cancelled answers it no longer',
    { ...debts, domains: [domain()], measures: [measure({ status: 'cancelled', settledOn: '2026-02-28' })] },
    '2026-02-28',
  ],
  [
    'nor does the measure of a goal that was dropped',
    { goals: [goal({ status: 'dropped', statusSince: '2026-03-01' })], domains: [domain()], measures: [measure()] },
    '2026-03-01',
  ],
  [
    'found unmet again by the next round: it stands since the first',
    { domains: [domain(), domain({ id: 'again', round: 2, completedOn: '2026-03-01' })] },
    '2026-02-25',
  ],
  [
    'met meanwhile and unmet again: the newer round counts',
    { domains: [domain({ clientNeed: 'met', completedOn: '2026-01-10' }), domain({ round: 2, completedOn: '2026-02-12' })] },
    '2026-02-27',
  ],
]);

const planned = { status: 'planned', startedOn: null } as const;
table('G2', [
  ['printed: start on 9 February', { measures: [measure({ ...planned, startOn: '2026-02-09' })], ...debts }, '2026-02-24'],
  ['printed: start on 20 February', { measures: [measure({ ...planned, startOn: '2026-02-20' })], ...debts }, null],
  ['the fourteenth day', { measures: [measure({ ...planned, startOn: '2026-02-16' })], ...debts }, null],
  ['the day after', { measures: [measure({ ...planned, startOn: '2026-02-15' })], ...debts }, '2026-03-02'],
  ['it began', { measures: [measure({ ...planned, startOn: '2026-02-09', startedOn: '2026-02-12' })], ...debts }, null],
  ['its service began', { lines: [line()], measures: [measure({ ...planned, startOn: '2026-02-09', lineId: 'line' })], ...debts }, null],
  ['a case at rest', { phase: 'dormant', measures: [measure({ ...planned, startOn: '2026-02-09' })], ...debts }, null],
]);

table('G3', [
  ['printed: weekly Soziotherapie, last on 12 February', { lines: [line({ rhythmDays: 7, lastContactOn: '2026-02-12' })] }, '2026-02-27'],
  ['printed: monthly doctor, last on 20 January', { lines: [line({ rhythmDays: 30, lastContactOn: '2026-01-20' })] }, null],
  ['daily nursing: never less than 14 days', { lines: [line({ rhythmDays: 1, lastContactOn: '2026-02-16' })] }, null],
  ['and from the fifteenth on', { lines: [line({ rhythmDays: 1, lastContactOn: '2026-02-15' })] }, '2026-03-02'],
  ['without any contact it counts from the start', { lines: [line({ rhythmDays: 7, startedOn: '2026-02-10' })] }, '2026-02-25'],
  ['a single service has no rhythm to break', { lines: [line({ rhythmDays: 7, continuous: false })] }, null],
  ['an ended service', { lines: [line({ rhythmDays: 7, state: 'completed', endedOn: '2026-02-20' })] }, null],
  ['a case at rest', { phase: 'dormant', lines: [line({ rhythmDays: 7, lastContactOn: '2026-02-12' })] }, null],
  [
    'after a rest it counts from its end',
    { resumedOn: '2026-03-01', lines: [line({ rhythmDays: 7, lastContactOn: '2026-02-12' })] },
    '2026-03-01',
  ],
]);

const stay = (dischargedOn: string | null, followUpNeeded = true) => ({
  stays: [{ id: 'stay', admittedOn: '2026-02-01', dischargedOn, followUpNeeded }],
});
const next = (nextStartOn: string) => ({
  lines: [line({ id: 'next', state: 'scheduled', startedOn: null, since: '2026-02-20', nextStartOn })],
});
const ended = (facts: Partial<CaseFacts['lines'][number]> = {}) =>
  line({ state: 'completed', endedOn: '2026-02-10', followUpNeeded: true, domain: 'D1', ...facts });
table('G4', [
  ['printed: discharged on 20 February, next contact 5 March (13 days)', { ...stay('2026-02-20'), ...next('2026-03-05') }, '2026-02-20'],
  ['printed: discharged on 27 February, contact 4 March', { ...stay('2026-02-27'), ...next('2026-03-04') }, null],
  ['booked on the seventh day', { ...stay('2026-02-26'), ...next('2026-03-05') }, null],
  ['booked on the eighth: too late from the discharge on', { ...stay('2026-02-26'), ...next('2026-03-06') }, '2026-02-26'],
  ['nothing booked: from the eighth day on', stay('2026-02-20'), '2026-02-28'],
  ['nothing booked, seventh day', stay('2026-02-23'), null],
  ['still inside', stay(null), null],
  ['no follow-up needed', stay('2026-02-10', false), null],
  ['the next service began, late as it was', { ...stay('2026-02-10'), lines: [line({ startedOn: '2026-02-25' })] }, null],
  ['a service that runs already saw her again', { ...stay('2026-02-10'), lines: [line({ lastContactOn: '2026-02-14' })] }, null],
  ['the date that was booked in time passed without a start', { ...stay('2026-02-20'), ...next('2026-02-26') }, '2026-02-28'],
  ['a service that ended has 14 days', { lines: [ended({ endedOn: '2026-02-16' })] }, null],
  ['and not one more', { lines: [ended({ endedOn: '2026-02-15' })] }, '2026-03-02'],
  ['an inpatient service has seven', { lines: [ended({ endedOn: '2026-02-22', inpatient: true })] }, '2026-03-02'],
  ['a service of the same domain followed', { lines: [ended(), line({ id: 'next', domain: 'D1', startedOn: '2026-02-20' })] }, null],
  [
    'a service of another domain does not close it',
    { lines: [ended(), line({ id: 'next', domain: 'D10', serviceType: 'housing-office', startedOn: '2026-02-20' })] },
    '2026-02-25',
  ],
  [
    'a date of a service that was cancelled since is none',
    { ...stay('2026-02-20'), lines: [line({ state: 'cancelled', startedOn: null, nextStartOn: '2026-02-26' })] },
    '2026-02-28',
  ],
  [
    'nor is it one too late',
    { ...stay('2026-02-27'), lines: [line({ state: 'client_declined', startedOn: null, nextStartOn: '2026-03-20' })] },
    null,
  ],
  ['its own next start was booked too late', { lines: [ended({ nextStartOn: '2026-03-20' })] }, '2026-02-10'],
]);

const hours = (usedUnits: number, more: Partial<CaseFacts['lines'][number]> = {}) => ({
  lines: [line({ approvedUnits: 30, usedUnits, ...more })],
});
table('G5', [
  ['printed: 25 of 30 hours used', hours(25, { used80On: '2026-02-26' }), '2026-02-26'],
  ['printed: 20 of 30 hours used, valid to 31 August', hours(20, { validUntil: '2026-08-31' }), null],
  ['exactly four fifths', hours(24, { used80On: '2026-03-02' }), '2026-03-02'],
  ['28 days before the end', { lines: [line({ validUntil: '2026-03-30' })] }, '2026-03-02'],
  ['29 days before the end', { lines: [line({ validUntil: '2026-03-31' })] }, null],
  ['the end has passed', { lines: [line({ validUntil: '2026-02-20' })] }, '2026-01-23'],
  ['both: since the earlier', hours(25, { used80On: '2026-02-26', validUntil: '2026-03-20' }), '2026-02-20'],
  ['a follow-up application silences both', hours(25, { validUntil: '2026-03-10', followUpAppliedOn: '2026-02-20' }), null],
  ['a service that does not run', hours(25, { state: 'completed', endedOn: '2026-02-20' }), null],
]);

const rejected = { id: 'no', state: 'rejected', since: '2026-02-20', sentOn: '2026-02-13' };
const cleared = { releases: [release()] };
table('G6', [
  ['printed: rejected on 20 February', { referrals: [referral(rejected)] }, '2026-02-28'],
  ['printed: a new referral on 25 February', { ...cleared, referrals: [referral(rejected), referral({ sentOn: '2026-02-25' })] }, null],
  ['the seventh day', { referrals: [referral({ ...rejected, since: '2026-02-23' })] }, null],
  ['an unanswered one counts, too', { referrals: [referral({ ...rejected, state: 'no_response' })] }, '2026-02-28'],
  ['a draft is no referral', { referrals: [referral(rejected), referral({ state: 'draft', sentOn: null })] }, '2026-02-28'],
  [
    'an older one that is still open',
    { ...cleared, referrals: [referral(rejected), referral({ state: 'waitlisted', sentOn: '2026-01-10' })] },
    null,
  ],
  ['an older one that is over', { referrals: [referral(rejected), referral({ state: 'cancelled', sentOn: '2026-01-10' })] }, '2026-02-28'],
  [
    'one sent on the very day, withdrawn since',
    { referrals: [referral(rejected), referral({ state: 'cancelled', sentOn: '2026-02-20' })] },
    null,
  ],
  [
    'another need does not close it',
    { ...cleared, referrals: [referral(rejected), referral({ serviceType: 'housing-office', domain: 'D4', sentOn: '2026-02-25' })] },
    '2026-02-28',
  ],
  [
    'scenario 18: the trial failed',
    { lines: [line({ serviceType: 'psychotherapy', state: 'failed_start', since: '2026-02-20', mirrors: 'request' })] },
    '2026-02-28',
  ],
  [
    'a line that shows a referral is not told twice',
    {
      referrals: [referral({ ...rejected, lineId: 'line' })],
      lines: [line({ state: 'rejected', since: '2026-02-20', startedOn: null, mirrors: 'referral', mirroredId: 'no' })],
    },
    '2026-02-28',
  ],
]);

const therapy = (id: string, startedOn: string, more: Partial<CaseFacts['lines'][number]> = {}) =>
  line({ id, serviceType: 'psychotherapy', mirrors: 'request', practitionerId: id, startedOn, ...more });
table('DU1', [
  [
    'printed: TP since 12 January, VT since 16 February',
    { lines: [therapy('tp', '2026-01-12'), therapy('vt', '2026-02-16')] },
    '2026-02-16',
  ],
  [
    'printed: the first ended on 15 February',
    { lines: [therapy('tp', '2026-01-12', { state: 'completed', endedOn: '2026-02-15' }), therapy('vt', '2026-02-16')] },
    null,
  ],
  [
    'an end planned for today is the last shared day',
    { lines: [therapy('tp', '2026-01-12', { endedOn: TODAY }), therapy('vt', '2026-02-16')] },
    '2026-02-16',
  ],
  ['an end planned for yesterday', { lines: [therapy('tp', '2026-01-12', { endedOn: '2026-03-01' }), therapy('vt', '2026-02-16')] }, null],
  ['the second begins today', { lines: [therapy('tp', '2026-01-12'), therapy('vt', TODAY)] }, TODAY],
  ['the second begins tomorrow', { lines: [therapy('tp', '2026-01-12'), therapy('vt', '2026-03-03')] }, null],
  [
    'two therapies with the same therapist',
    { lines: [therapy('tp', '2026-01-12'), therapy('vt', '2026-02-16', { practitionerId: 'tp' })] },
    null,
  ],
  [
    'two practices of Soziotherapie',
    {
      lines: ['one', 'two'].map((id) =>
        line({ id, serviceType: 'soziotherapie', mirrors: 'episode', organisationId: id, startedOn: '2026-02-02' }),
      ),
    },
    '2026-02-02',
  ],
  [
    'two people of the same practice of Soziotherapie',
    {
      lines: ['one', 'two'].map((id) =>
        line({
          id,
          serviceType: 'soziotherapie',
          mirrors: 'episode',
          organisationId: 'practice',
          practitionerId: id,
          startedOn: '2026-02-02',
        }),
      ),
    },
    null,
  ],
]);

const advice = (id: string, startedOn: string, more: Partial<CaseFacts['lines'][number]> = {}) =>
  line({ id, organisationId: id, startedOn, ...more });
table('DU2', [
  [
    'printed: two debt-advice services, 1 February to 2 March',
    { lines: [advice('one', '2026-02-01'), advice('two', '2026-02-01')] },
    '2026-02-14',
  ],
  [
    'printed: Soziotherapie and psychiatric nursing marked "different focus"',
    {
      ...debts,
      lines: [
        advice('sozio', '2026-01-12', { serviceType: 'soziotherapie', domain: 'D1', goalIds: ['goal'] }),
        advice('php', '2026-01-12', { serviceType: 'psychiatric-nursing', domain: 'D1', goalIds: ['goal'], complementaryWith: ['sozio'] }),
      ],
    },
    null,
  ],
  [
    'the same two without the mark',
    {
      lines: [
        advice('sozio', '2026-01-12', { serviceType: 'soziotherapie', domain: 'D1', goalIds: ['goal'] }),
        advice('php', '2026-01-12', { serviceType: 'psychiatric-nursing', domain: 'D1', goalIds: ['goal'] }),
      ],
    },
    '2026-01-25',
  ],
  [
    'the same domain with different goals',
    {
      lines: [
        advice('one', '2026-01-12', { serviceType: 'home-nursing', domain: 'D1', goalIds: ['a'] }),
        advice('two', '2026-01-12', { serviceType: 'specialist', domain: 'D1', goalIds: ['b'] }),
      ],
    },
    null,
  ],
  ['thirteen shared days', { lines: [advice('one', '2026-01-12'), advice('two', '2026-02-18')] }, null],
  ['fourteen', { lines: [advice('one', '2026-01-12'), advice('two', '2026-02-17')] }, '2026-03-02'],
  ['the same provider', { lines: [advice('one', '2026-01-12'), advice('two', '2026-01-12', { organisationId: 'one' })] }, null],
  [
    'one of them is over',
    { lines: [advice('one', '2026-01-12', { state: 'completed', endedOn: '2026-03-01' }), advice('two', '2026-01-12')] },
    null,
  ],
  ['an excluded pair is told as DU1 alone', { lines: [therapy('tp', '2026-01-12'), therapy('vt', '2026-01-12')] }, null],
  [
    'scenario 18: Soziotherapie beside a psychotherapy, even for the same goal',
    {
      lines: [
        therapy('tp', '2026-01-12', { domain: 'D1', goalIds: ['goal'] }),
        line({
          id: 'sozio',
          serviceType: 'soziotherapie',
          mirrors: 'episode',
          organisationId: 'practice',
          domain: 'D1',
          goalIds: ['goal'],
        }),
      ],
    },
    null,
  ],
]);

const honos = (id: string, ratedOn: string, partnerId: string | null = id) => ({ id, instrument: 'HoNOS-D', ratedOn, partnerId });
table('DU3', [
  ['printed: 10 and 20 February', { instruments: [honos('a', '2026-02-10'), honos('b', '2026-02-20')] }, '2026-02-20'],
  ['printed: 5 January and 1 March', { instruments: [honos('a', '2026-01-05'), honos('b', '2026-03-01')] }, null],
  ['thirty days apart', { instruments: [honos('a', '2026-01-30'), honos('b', '2026-03-01')] }, '2026-03-01'],
  ['thirty-one', { instruments: [honos('a', '2026-01-29'), honos('b', '2026-03-01')] }, null],
  ['the 29th day after the second', { instruments: [honos('a', '2026-01-28'), honos('b', '2026-02-01')] }, '2026-02-01'],
  ['the 30th day closes it', { instruments: [honos('a', '2026-01-28'), honos('b', '2026-01-31')] }, null],
  ['the same partner twice', { instruments: [honos('a', '2026-02-10'), honos('b', '2026-02-20', 'a')] }, null],
  ['two instruments', { instruments: [honos('a', '2026-02-10'), { ...honos('b', '2026-02-20'), instrument: 'CANSAS' }] }, null],
  ['not by a partner', { instruments: [honos('a', '2026-02-10'), honos('b', '2026-02-20', null)] }, null],
]);

const only = (intensity: 'A' | 'C' | 'D', openedOn = '2026-01-05') => ({ openedOn, intensities: [{ from: openedOn, intensity }] });
const became = (...steps: [on: string, intensity: 'A' | 'B' | 'C' | 'D'][]) => ({
  intensities: [{ from: '2026-01-05', intensity: 'B' as const }, ...steps.map(([from, intensity]) => ({ from, intensity }))],
});
const reached = (on: string) => ({ lastReached: { id: 'call', on } });
table('OC', [
  ['printed: B, last on 10 February', reached('2026-02-10'), '2026-03-02'],
  ['printed: B, last on 12 February', reached('2026-02-12'), null],
  ['the last day of grace', reached('2026-02-11'), null],
  ['A: 7 and 3 days', { ...only('A'), ...reached('2026-02-19') }, '2026-03-02'],
  ['A, in time', { ...only('A'), ...reached('2026-02-20') }, null],
  ['C: 30 and 7 days', { ...only('C'), ...reached('2026-01-23') }, '2026-03-02'],
  ['D: 90 and 14 days', { ...only('D', '2025-10-01'), ...reached('2025-11-17') }, '2026-03-02'],
  ['D, in time', { ...only('D', '2025-10-01'), ...reached('2025-11-18') }, null],
  ['nobody reached yet: from the opening', { lastReached: null }, '2026-01-25'],
  [
    'closer together since yesterday: not overdue before',
    { ...became(['2026-01-06', 'C'], ['2026-03-01', 'A']), ...reached('2026-02-01') },
    '2026-03-01',
  ],
  ['closer together, overdue already', { ...became(['2026-03-01', 'A']), ...reached('2026-02-01') }, '2026-02-21'],
  [
    'wider apart, still overdue: since it first was',
    { ...became(['2026-01-10', 'A'], ['2026-03-02', 'B']), ...reached('2026-02-01') },
    '2026-02-12',
  ],
  ['wider apart, in time again', { ...became(['2026-01-10', 'A'], ['2026-03-02', 'C']), ...reached('2026-02-01') }, null],
  [
    'in time for a day in between',
    { ...became(['2026-01-10', 'A'], ['2026-02-19', 'C'], ['2026-02-20', 'A']), ...reached('2026-02-01') },
    '2026-02-20',
  ],
  ['at rest', { phase: 'dormant', ...reached('2026-01-10') }, null],
  ['back from a rest', { resumedOn: '2026-02-28', ...reached('2026-01-10') }, '2026-02-28'],
]);

table('RA', [
  ['printed: sent on 13 February', { ...cleared, referrals: [referral({ sentOn: '2026-02-13' })] }, '2026-02-28'],
  ['printed: sent on 20 February', { ...cleared, referrals: [referral()] }, null],
  ['seen is no answer', { ...cleared, referrals: [referral({ state: 'seen', sentOn: '2026-02-13' })] }, '2026-02-28'],
  ['the fourteenth day', { ...cleared, referrals: [referral({ sentOn: '2026-02-16' })] }, null],
  ['urgent: the fourth day', { ...cleared, referrals: [referral({ urgent: true, sentOn: '2026-02-26' })] }, '2026-03-02'],
  ['urgent: the third', { ...cleared, referrals: [referral({ urgent: true, sentOn: '2026-02-27' })] }, null],
  ['accepted', { ...cleared, referrals: [referral({ state: 'accepted', sentOn: '2026-02-01' })] }, null],
]);

table('GM', [
  ['printed: agreed on 10 February', { goals: [goal({ agreedOn: '2026-02-10' })] }, '2026-02-25'],
  ['printed: agreed on 25 February', { goals: [goal({ agreedOn: '2026-02-25' })] }, null],
  ['the fourteenth day', { goals: [goal({ agreedOn: '2026-02-16' })] }, null],
  ['only active goals', { goals: [goal({ agreedOn: '2026-02-10', status: 'agreed' })] }, null],
  ['a measure that is planned', { goals: [goal({ agreedOn: '2026-02-10' })], measures: [measure({ status: 'planned' })] }, null],
  [
    'its only measure was done on 1 March',
    { goals: [goal({ agreedOn: '2026-02-10' })], measures: [measure({ status: 'done', settledOn: '2026-03-01' })] },
    '2026-03-01',
  ],
  ['at rest', { phase: 'dormant', goals: [goal({ agreedOn: '2026-02-10' })] }, null],
]);

table('MG', [
  ['a running measure without any goal', { measures: [measure({ goalIds: [], madeOn: '2026-02-20' })] }, '2026-02-20'],
  ['a measure with a goal', { ...debts, measures: [measure()] }, null],
  ['a goal, but no start date', { ...debts, measures: [measure({ ...planned, startOn: null, madeOn: '2026-02-26' })] }, '2026-02-26'],
  ['its goal was dropped', { goals: [goal({ status: 'dropped', statusSince: '2026-03-01' })], measures: [measure()] }, '2026-03-01'],
  ['done', { measures: [measure({ goalIds: [], status: 'done' })] }, null],
  ['cancelled', { measures: [measure({ goalIds: [], status: 'cancelled' })] }, null],
]);

const due = (facts: Partial<CaseFacts['goals'][number]>) => ({ goals: [goal({ targetOn: '2026-02-28', ...facts })] });
table('GD', [
  ['printed: 28 February, not rated', due({}), '2026-03-01'],
  ['printed: rated on 28 February', due({ lastRatedOn: '2026-02-28' }), null],
  ['rated the day before only', due({ lastRatedOn: '2026-02-27' }), '2026-03-01'],
  ['the day itself', due({ targetOn: TODAY }), null],
  ['reached', due({ status: 'reached' }), null],
  ['at rest', { phase: 'dormant', ...due({}) }, null],
]);

const sozio = (startedOn: string) =>
  line({ id: 'sozio', serviceType: 'soziotherapie', mirrors: 'episode', organisationId: 'practice', startedOn });
table('RV', [
  ['printed: last on 25 November', { lastReviewOn: '2025-11-25' }, '2026-02-24'],
  ['printed: last on 10 December', { lastReviewOn: '2025-12-10' }, null],
  ['the 90th day', { lastReviewOn: '2025-12-02' }, null],
  ['the 91st', { lastReviewOn: '2025-12-01' }, '2026-03-02'],
  ['before the first review the agreement counts', { agreedPlanOn: '2025-11-25' }, '2026-02-24'],
  ['no plan, no review', {}, null],
  ['with Soziotherapie the 60th day', { lastReviewOn: '2026-01-01', lines: [sozio('2025-12-01')] }, null],
  ['with Soziotherapie the 61st', { lastReviewOn: '2025-12-31', lines: [sozio('2025-12-01')] }, '2026-03-02'],
  ['Soziotherapie that began yesterday: late since yesterday', { lastReviewOn: '2025-12-10', lines: [sozio('2026-03-01')] }, '2026-03-01'],
  ['at rest', { phase: 'dormant', lastReviewOn: '2025-11-25' }, null],
]);

const caritas = (more: Partial<CaseFacts['lines'][number]> = {}) => line({ organisationId: 'caritas', named: true, ...more });
table('CO', [
  [
    'printed: release until 28 February, the service runs',
    { lines: [caritas()], releases: [release({ untilOn: '2026-02-28' })] },
    '2026-03-01',
  ],
  ['printed: valid', { lines: [caritas()], releases: [release()] }, null],
  ['its last day', { lines: [caritas()], releases: [release({ untilOn: TODAY })] }, null],
  ['withdrawn today', { lines: [caritas()], releases: [release({ withdrawnOn: TODAY })] }, TODAY],
  ['never given to a service that the case itself set up', { lines: [caritas()] }, '2026-01-12'],
  ['a therapy place has its own relation', { lines: [therapy('tp', '2026-01-12', { named: true })] }, null],
  ['a referral on hold', { referrals: [referral({ state: 'on_hold' })], releases: [release({ untilOn: '2026-02-28' })] }, '2026-03-01'],
  ['a completed referral', { referrals: [referral({ state: 'completed' })], releases: [release({ untilOn: '2026-02-28' })] }, null],
  ['a referral without any release', { referrals: [referral({ releaseId: null })] }, '2026-02-20'],
  [
    'given anew to the same partner',
    { referrals: [referral()], releases: [release({ untilOn: '2026-02-28' }), release({ id: 'newer' })] },
    null,
  ],
  [
    'one finding for one release, whatever hangs on it',
    {
      referrals: [referral({ state: 'started' })],
      lines: [caritas({ mirrors: 'referral', mirroredId: 'referral' })],
      releases: [release({ untilOn: '2026-02-28' })],
    },
    '2026-03-01',
  ],
]);

const empty = { clientRated: false, clientNeed: null, profNeed: 'met' } as const;
table('CV', [
  ['rated on 10 February, the client not asked', { domains: [domain(empty)] }, '2026-02-25'],
  ['printed: the reason is an acute psychosis', { domains: [domain({ ...empty, clientMissing: 'acute' })] }, null],
  ['the fourteenth day', { domains: [domain({ ...empty, profRatedOn: '2026-02-16' })] }, null],
  ['also while the round runs', { domains: [domain({ ...empty, completedOn: null })] }, '2026-02-25'],
  ['her view is there', { domains: [domain({ clientNeed: 'met', profNeed: 'met' })] }, null],
]);

const mine = { ...debts, measures: [measure({ responsibleKind: 'manager' })] };
table('RS', [
  ['printed: owner on leave 1 to 15 March, nobody instead', { ...mine, absences: [absence()] }, '2026-03-01'],
  ['printed: a substitute is set', { ...mine, absences: [absence({ substituteId: 'benno' })] }, null],
  [
    'the substitute is away herself',
    {
      ...mine,
      absences: [
        absence({ substituteId: 'benno' }),
        absence({ id: 'ill', accountId: 'benno', fromOn: TODAY, toOn: '2026-03-04', substituteId: 'hanna' }),
      ],
    },
    TODAY,
  ],
  ['the leave ended yesterday', { ...mine, absences: [absence({ fromOn: '2026-02-16', toOn: '2026-03-01' })] }, null],
  [
    'two absences without a day between',
    { ...mine, absences: [absence(), absence({ id: 'before', fromOn: '2026-02-26', toOn: '2026-02-28' })] },
    '2026-02-26',
  ],
  ['a measure of nobody', { ...debts, measures: [measure({ responsibleKind: null })] }, '2026-02-25'],
  ['a measure of nobody that is done', { ...debts, measures: [measure({ responsibleKind: null, status: 'done' })] }, null],
  ['the client herself', { ...debts, measures: [measure()], absences: [absence()] }, null],
  [
    'a task of who is away',
    { tasks: [{ id: 'task', kind: 'case-next-step', assigneeId: 'olena', createdOn: '2026-03-02' }], absences: [absence()] },
    TODAY,
  ],
]);

const inPhase = (phase: CaseFacts['phase'], phaseSince: string) => ({ phase, phaseSince });
table('ST', [
  ['printed: assessment since 30 January (31 days)', inPhase('assessment', '2026-01-30'), '2026-02-28'],
  ['printed: since 10 February', inPhase('assessment', '2026-02-10'), null],
  ['case finding: the 14th day', inPhase('case_finding', '2026-02-16'), null],
  ['case finding: the 15th', inPhase('case_finding', '2026-02-15'), '2026-03-02'],
  ['intake: the 15th', inPhase('intake', '2026-02-15'), '2026-03-02'],
  ['planning: the 15th', inPhase('planning', '2026-02-15'), '2026-03-02'],
  ['linking: the 60th', inPhase('linking', '2026-01-01'), null],
  ['linking: the 61st', inPhase('linking', '2025-12-31'), '2026-03-02'],
  ['monitoring has no limit', inPhase('monitoring', '2025-03-01'), null],
]);

const course = (id: string, day: number, from: string, to: string, more: Partial<CaseFacts['measures'][number]> = {}) =>
  measure({ id, weekly: [{ day, from, to }], ...more });
const both = (one: CaseFacts['measures'][number], other: CaseFacts['measures'][number]) => ({ ...debts, measures: [one, other] });
const group = course('group', 2, '10:00', '12:00');
table('CT', [
  [
    'printed: group Tuesday 10–12 and course of the Jobcenter Tuesday 9–12',
    both(group, course('job', 2, '09:00', '12:00', { madeOn: '2026-02-27' })),
    '2026-02-27',
  ],
  ['printed: different days', both(group, course('job', 3, '09:00', '12:00')), null],
  ['touching is no overlap', both(group, course('job', 2, '12:00', '13:00')), null],
  ['one minute is one', both(group, course('job', 2, '11:59', '13:00')), '2026-02-25'],
  [
    'one after the other',
    both(course('group', 2, '10:00', '12:00', { endOn: '2026-03-10' }), course('job', 2, '10:00', '12:00', { startOn: '2026-03-11' })),
    null,
  ],
  [
    'they share one day that comes',
    both(course('group', 2, '10:00', '12:00', { endOn: '2026-03-10' }), course('job', 2, '10:00', '12:00', { startOn: '2026-03-10' })),
    '2026-02-25',
  ],
  [
    'the days they shared are over',
    both(course('group', 2, '10:00', '12:00', { endOn: '2026-03-01' }), course('job', 2, '10:00', '12:00')),
    null,
  ],
  ['a cancelled one', both(group, course('job', 2, '09:00', '12:00', { status: 'cancelled' })), null],
  [
    'two active goals marked as incompatible',
    {
      goals: [goal({ statusSince: '2026-02-25' }), goal({ id: 'other', incompatibleWith: ['goal'], statusSince: '2026-02-28' })],
      measures: [measure({ goalIds: ['goal', 'other'] })],
    },
    '2026-02-28',
  ],
  [
    'one of them was dropped',
    { goals: [goal(), goal({ id: 'other', incompatibleWith: ['goal'], status: 'dropped' })], measures: [measure()] },
    null,
  ],
]);

describe('all rules together', () => {
  const much = quiet({ ...reached('2026-01-10'), domains: [domain()], referrals: [referral({ sentOn: '2026-02-13' })] });
  test.each(['closed', 'not_opened'] as const)('a case that is %s has no finding', (phase) => {
    expect(findingsOn({ ...much, phase }, TODAY, AREA)).toEqual([]);
  });
  test('a case at rest keeps what time alone does not raise', () => {
    expect(findingsOn({ ...much, phase: 'dormant' }, TODAY, AREA).map(({ rule }) => rule)).toEqual(['G1', 'RA', 'CO']);
    expect(findingsOn(much, TODAY, AREA).map(({ rule }) => rule)).toEqual(['G1', 'OC', 'RA', 'CO']);
  });
  test('an area with other rhythms raises the alarm by its own', () => {
    const social = findingsOn(quiet(reached('2026-02-19')), TODAY, AREA_SETS.social);
    expect(social.map(({ rule, since }) => [rule, since])).toEqual([['OC', '2026-03-02']]);
  });
  test('every rule has a severity, a group and something to do', () => {
    expect(FINDING_RULES).toHaveLength(20);
    for (const rule of FINDING_RULES) expect([SEVERITY_OF[rule], GROUP_OF[rule], SUGGESTED[rule].tab].every(Boolean)).toBe(true);
  });
  test('the order of what stands in the file does not matter', () => {
    const lines = [advice('one', '2026-01-12'), advice('two', '2026-01-12'), advice('three', '2026-01-12')];
    expect(findingsOn(quiet({ lines: lines.toReversed() }), TODAY, AREA)).toEqual(findingsOn(quiet({ lines }), TODAY, AREA));
  });
});

describe('days', () => {
  test.each([
    [['2026-02-01', null], ['2026-02-17', null], 14],
    [['2026-02-01', '2026-02-10'], ['2026-02-10', null], 1],
    [['2026-02-01', '2026-02-09'], ['2026-02-10', null], 0],
    [['2026-02-01', '2026-12-31'], ['2026-03-01', '2026-12-31'], 2],
  ] as const)('the overlap of %j and %j is %i days, cut to today', (one, other, days) => {
    expect(overlapDays(one, other, TODAY)).toBe(days);
  });
  test('counted by whole numbers they are those of the calendar', () => {
    for (let day = Temporal.PlainDate.from('1999-12-30'); day.year < 2033; day = day.add({ days: 17 })) {
      expect(dayOfNumber(dayNumber(day.toString()))).toBe(day.toString());
      expect(plusDays(day.toString(), 43)).toBe(day.add({ days: 43 }).toString());
      expect(plusDays(day.toString(), -400)).toBe(day.add({ days: -400 }).toString());
    }
  });
  test('a snooze hides through the end of its day', () => {
    expect([isSnoozed('2026-03-02', TODAY), isSnoozed('2026-03-01', TODAY), isSnoozed(null, TODAY)]).toEqual([true, false, false]);
  });
});

describe('how a duplicate went away (O8)', () => {
  const [one, two] = [advice('one', '2026-01-12'), advice('two', '2026-01-12')];
  const why = (lines: CaseFacts['lines'], phase: CaseFacts['phase'] = 'monitoring') =>
    closedBecause({ rule: 'DU2', subject: 'one+two' }, quiet({ lines, phase }), TODAY, AREA);
  test.each<[string, CaseFacts['lines'], string]>([
    ['a service ended', [one, { ...two, state: 'completed', endedOn: '2026-03-01' }], 'changed'],
    ['it moved to the same provider', [one, { ...two, organisationId: 'one' }], 'changed'],
    ['it does something else now', [one, { ...two, serviceType: 'housing-office' }], 'changed'],
    ['both were marked as different', [one, { ...two, complementaryWith: ['one'] }], 'gone'],
  ])('%s', (_, lines, because) => {
    expect(findingsOn(quiet({ lines }), TODAY, AREA).filter(({ rule }) => rule === 'DU2')).toEqual([]);
    expect(why(lines)).toBe(because);
  });
  test('with the case itself', () => expect(why([one, two], 'closed')).toBe('case-ended'));
  test('other rules only go', () => expect(closedBecause({ rule: 'OC', subject: 'contact' }, quiet(), TODAY, AREA)).toBe('gone'));
});
