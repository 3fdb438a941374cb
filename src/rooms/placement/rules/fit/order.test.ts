import { describe, expect, test } from 'vitest';
import {
  type Explanation,
  type Fit,
  type FitOffer,
  type FitRequest,
  fitOffers,
  judge,
  PASSUNGSREGEL_1,
  prepareOffer,
  prepareRequest,
  replay,
  snapshotOf,
} from '../fit.ts';
import { EXAMPLES, FIXTURE_TODAY, fixtureOffers, fixtureRequest } from './fixture.ts';

/** Score, order, wished therapist, relaxations and replay: the clarifications of the rule book one by one. */

const time = { today: FIXTURE_TODAY, rule: PASSUNGSREGEL_1 };

/** A place that fits everybody: only waiting time counts, and it is 0. */
function place(id: string, own: Partial<FitOffer> = {}): FitOffer {
  return {
    id,
    practitionerId: `t-${id}`,
    version: 1,
    kind: 'PLACE',
    procedure: 'VT',
    setting: 'single',
    ageMin: 0,
    insuranceKinds: ['PKV'],
    languages: [],
    interpreterWelcome: 'unknown',
    specialities: {},
    access: {},
    modalities: ['in-person'],
    windows: [{ weekday: 1, from: '17:00', to: '19:00' }],
    earliestStart: FIXTURE_TODAY,
    state: 'open',
    seatFree: true,
    acceptsNew: true,
    confirmedAt: FIXTURE_TODAY,
    openSince: '2026-01-01',
    load: { assigned: 0, opened: 0 },
    firstSlots: [{ kind: 'TRIAL', start: '2026-03-09T16:00:00Z' }],
    excluded: false,
    pairBlocked: false,
    ...own,
  };
}

function work(asked: Partial<FitRequest>, ...offers: FitOffer[]): Fit {
  return fitOffers({ insurance: 'PKV', placeKnown: false, setting: 'single', ...asked }, offers, time);
}

const list = (result: Fit) => result.ranked.map((one) => [one.placeId, one.score, one.rank, one.band]);
const lines = (one: Explanation | undefined) => Object.fromEntries((one?.lines ?? []).map((line) => [line.id, line]));
const score = (result: Fit) => (result.ranked[0] ?? result.clarify[0])?.score;

describe('the score', () => {
  test('an exact half is rounded up: 6.25 becomes 6.3', () => {
    expect(score(work({ genderWish: 'f' }, place('a', { gender: 'm', earliestStart: '2026-05-18' })))).toBe(6.3);
  });

  test('waiting is worth nothing from 84 days on, and a start in the past is today', () => {
    expect(score(work({}, place('a', { earliestStart: '2026-05-25' })))).toBe(0);
    expect(score(work({}, place('a', { earliestStart: '2026-09-01' })))).toBe(0);
    expect(score(work({}, place('a', { earliestStart: '2025-09-01' })))).toBe(100);
  });

  test('UNK is no problem to compare, alone or beside others', () => {
    const one = place('a', { specialities: { DEP: 'S', UNK: 'U' } });
    expect(lines(work({ problems: ['UNK'] }, one).ranked[0])).not.toHaveProperty('S1');
    expect(lines(work({ problems: ['UNK', 'DEP'] }, one).ranked[0]).S1?.points).toBe(35);
  });

  test('the main problem counts twice: U, nothing stated and S make 0.375 of 35 points', () => {
    const line = lines(work({ problems: ['DEP', 'ANX', 'PTS'] }, place('a', { specialities: { DEP: 'U', PTS: 'S' } })).ranked[0]).S1;
    expect(line).toMatchObject({ points: 13.13, max: 35, verdict: 'partly' }); // (2 × 0.1 + 0.3 + 1.0) / 4 × 35 = 13.125
  });

  test('a problem that the place does not mention is shown as not stated', () => {
    expect(lines(work({ problems: ['DEP'] }, place('a')).ranked[0]).S1).toMatchObject({ points: 10.5, verdict: 'unknown' });
  });

  test('procedures on the PTV 11 are the wish where the caller has none, and ignored where there is one', () => {
    const ptv11 = { recommendations: ['therapy'], procedures: ['AP'], date: '2026-02-20' } as const;
    expect(lines(work({ ptv11 }, place('a')).ranked[0]).S2?.points).toBe(0);
    expect(lines(work({ ptv11, procedureWish: [] }, place('a', { procedure: 'AP' })).ranked[0]).S2?.points).toBe(20);
    expect(lines(work({ ptv11, procedureWish: ['VT'] }, place('a')).ranked[0]).S2?.points).toBe(20);
    expect(lines(work({ ptv11, procedureWish: ['VT'], procedureMust: true }, place('a')).ranked[0])).not.toHaveProperty('S2');
  });

  test('what the place does not state about procedure, way and gender is worth nothing and says so', () => {
    const asked: Partial<FitRequest> = { procedureWish: ['VT'], genderWish: 'f', placeKnown: true };
    const found = lines(work(asked, place('a', { procedure: undefined })).ranked[0]);
    for (const id of ['S2', 'S5', 'S7']) expect(found[id]).toMatchObject({ points: 0, verdict: 'unknown', note: { key: 'not-stated' } });
  });

  test('the way counts only where both sides meet in person and the caller says from where', () => {
    const near = (modalities: FitOffer['modalities']) => place('a', { travelMinutes: 15, modalities });
    expect(lines(work({ placeKnown: true }, near(['in-person'])).ranked[0]).S5?.points).toBe(3.75);
    expect(lines(work({ placeKnown: true }, near(['video'])).ranked[0])).not.toHaveProperty('S5');
    expect(lines(work({ placeKnown: true, modalities: ['video'] }, near(['video', 'in-person'])).ranked[0])).not.toHaveProperty('S5');
    expect(lines(work({ placeKnown: false }, near(['in-person'])).ranked[0])).not.toHaveProperty('S5');
  });

  test('language quality takes the best common language and leaves the score where German is one of them', () => {
    const polyglot = place('a', {
      languages: [
        { tag: 'tr', level: 'B2' },
        { tag: 'en', level: 'C1' },
      ],
      interpreterWelcome: 'yes',
    });
    const points = (languages: string[]) => lines(work({ languages, interpreterAccepted: true }, polyglot).ranked[0]).S6?.points;
    expect([['tr'], ['tr', 'en'], ['prs'], ['de', 'tr']].map(points)).toEqual([3, 5, 1.5, undefined]);
  });

  test('one, two, three and four common windows are worth 5, 7.5, 10 and 10', () => {
    const windows = [1, 2, 3, 4].map((weekday) => ({ weekday: weekday as 1, from: '08:00', to: '20:00' }));
    const points = [1, 2, 3, 4].map(
      (count) => lines(work({ windows }, place('a', { windows: windows.slice(0, count) })).ranked[0]).S4?.points,
    );
    expect(points).toEqual([5, 7.5, 10, 10]);
  });
});

describe('fairness between therapists', () => {
  const asked: Partial<FitRequest> = { placeKnown: true };

  test('a band reaches exactly 5.0 points down, and load rotates inside it only', () => {
    const result = work(
      asked,
      place('a', { travelMinutes: 0, load: { assigned: 2, opened: 2 } }),
      place('b', { travelMinutes: 12, load: { assigned: 1, opened: 2 } }),
      place('c', { travelMinutes: 13, load: { assigned: 0, opened: 2 } }),
    );
    expect(list(result)).toEqual([
      ['b', 95, 1, 1],
      ['a', 100, 2, 1],
      ['c', 94.6, 3, 2],
    ]);
  });

  test('inside a band: procedure wish, then the level of the main problem, load, open since, id', () => {
    const result = work(
      { problems: ['DEP'], procedureWish: ['TP', 'VT'] },
      place('e'),
      place('d'),
      place('c', { openSince: '2025-12-01' }),
      place('b', { load: { assigned: 0, opened: 3 }, openSince: '2026-02-01' }),
      place('f', { load: { assigned: 1, opened: 3 }, openSince: '2025-01-01' }),
    );
    expect(result.ranked.map((one) => one.placeId)).toEqual(['c', 'd', 'e', 'b', 'f']);
  });

  test('a mere 14 percent of the score cannot lift a place over a met procedure wish in the same band', () => {
    const rule = { ...PASSUNGSREGEL_1, bandTenths: 1000 };
    const offers = [place('a', { procedure: 'TP', specialities: { DEP: 'S' } }), place('b', { specialities: { DEP: 'U' } })];
    const request: FitRequest = { insurance: 'PKV', placeKnown: false, problems: ['DEP'], procedureWish: ['VT'] };
    expect(fitOffers(request, offers, { ...time, rule }).ranked.map((one) => one.placeId)).toEqual(['b', 'a']);
  });

  test('of one therapist the best place is ranked, the other fitting ones are kept aside', () => {
    const own = { practitionerId: 't' };
    const result = work(
      {},
      place('a', { ...own, earliestStart: '2026-03-23' }),
      place('b', own),
      place('c', { ...own, state: 'occupied' }),
    );
    expect(list(result)).toEqual([['b', 100, 1, 1]]);
    expect(result.others.map((one) => one.placeId)).toEqual(['a']);
  });

  test('ACUTE: earliest start, then score, then open since, then id; of one therapist the earliest', () => {
    const acute = (id: string, own: Partial<FitOffer>) => place(id, { kind: 'ACUTE', travelMinutes: 30, ...own });
    const result = work(
      { want: 'ACUTE', placeKnown: true, oncallWantsAcute: true },
      acute('a', { earliestStart: '2026-03-06', travelMinutes: 60 }),
      acute('b', { earliestStart: '2026-03-06' }),
      acute('c', { earliestStart: '2026-03-06', openSince: '2025-12-01' }),
      acute('d', { earliestStart: '2026-03-05', practitionerId: 't', travelMinutes: 60 }),
      acute('e', { earliestStart: '2026-03-07', practitionerId: 't', travelMinutes: 0 }),
    );
    expect(list(result).map(([id, , rank, band]) => [id, rank, band])).toEqual([
      ['d', 1, null],
      ['c', 2, null],
      ['b', 3, null],
      ['a', 4, null],
    ]);
    expect(result.others.map((one) => one.placeId)).toEqual(['e']);
    expect(result.warnings).toEqual([]);
  });

  test('ACUTE without a recommendation is matched, with a warning', () => {
    expect(work({ want: 'ACUTE' }, place('a', { kind: 'ACUTE' }))).toMatchObject({
      warnings: ['acute-not-recommended'],
      ranked: [{ rank: 1 }],
    });
  });

  test('the clarify list goes by would-be score, then id, and keeps several places of a therapist', () => {
    const stale = { confirmedAt: '2026-01-01', practitionerId: 't' };
    const result = work({}, place('b', stale), place('a', stale), place('c', { ...stale, earliestStart: '2026-03-09' }));
    expect(result.clarify.map((one) => [one.placeId, one.rank, one.band])).toEqual([
      ['a', null, null],
      ['b', null, null],
      ['c', null, null],
    ]);
  });

  test('where nothing may be booked, nothing is matched', () => {
    const result = work({ safetyLevel: 'RED' }, place('a'));
    expect(result).toMatchObject({ nextKind: { kind: 'none', guidance: 'oncall' }, ranked: [], clarify: [], excluded: [], wished: null });
  });
});

describe('the wished therapist', () => {
  const asked: Partial<FitRequest> = { wishedPractitioner: 't-a', placeKnown: true };
  const focus = { specialities: { DEP: 'S', ANX: 'S' } } as const;

  test('has an open place that fits: rank 0 without a band, however low its score', () => {
    const result = work(asked, place('a', { travelMinutes: 60, earliestStart: '2026-05-04' }), place('b', { travelMinutes: 0 }));
    expect(list(result).map(([id, , rank, band]) => [id, rank, band])).toEqual([
      ['a', 0, null],
      ['b', 1, 1],
    ]);
    expect(result.wished).toEqual({ standing: 'first', practitionerId: 't-a', placeId: 'a' });
    expect(lines(result.ranked[1])).not.toHaveProperty('S9');
  });

  test('is rank 0 for ACUTE too', () => {
    const result = work(
      { ...asked, want: 'ACUTE' },
      place('a', { kind: 'ACUTE', earliestStart: '2026-04-01' }),
      place('b', { kind: 'ACUTE' }),
    );
    expect(result.ranked.map((one) => [one.placeId, one.rank])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  test.each([
    ['to be clarified', { confirmedAt: undefined }],
    ['excluded', { excluded: true }],
    ['ending', { state: 'ending', endsOn: '2026-04-30' }],
  ] as const)('has a place that is %s: shown there, no similarity', (_what, own) => {
    const result = work(asked, place('a', own), place('b'));
    expect(result.wished).toEqual({ standing: 'shown', practitionerId: 't-a', placeIds: ['a'] });
    expect(lines(result.ranked[0])).not.toHaveProperty('S9');
    expect(result.ranked[0]?.rank).toBe(1);
  });

  test('has no place: similar ones gain, and the facts of the sentence are there', () => {
    const full = { ...focus, state: 'occupied', gender: 'f', practitionerId: 't-a' } as const;
    const result = work(
      { wishedPractitioner: 't-a' },
      place('a', { ...full, procedure: 'TP' }),
      place('a2', { ...full, procedure: 'VT', specialities: { OCD: 'S', SLE: 'B' } }),
      place('b', { ...focus, gender: 'f', earliestStart: '2026-03-09' }),
      place('c', { procedure: 'AP', gender: 'm' }),
    );
    expect(result.wished).toEqual({
      standing: 'full',
      practitionerId: 't-a',
      similar: [
        {
          placeId: 'b',
          practitionerId: 't-b',
          rank: 1,
          from: '2026-03-09',
          percent: 86, // 0.4 + 0.2 + 0.4 × 2/3
          sameProcedure: true,
          sameGender: true,
          shared: ['DEP', 'ANX'],
        },
      ],
    });
    // (15 × 77/84 + 10 × 13/15) / 25
    expect(list(result)).toEqual([
      ['b', 89.7, 1, 1],
      ['c', 60, 2, 2],
    ]);
    expect(lines(result.ranked[0]).S9).toMatchObject({ points: 8.67, max: 10, verdict: 'partly' });
  });

  test('two therapists without any speciality are not alike by that', () => {
    const result = work({ wishedPractitioner: 't-a' }, place('a', { state: 'occupied' }), place('b'));
    expect(lines(result.ranked[0]).S9?.points).toBe(4);
  });

  test('closed places of the wished therapist say nothing about how he works', () => {
    const result = work({ wishedPractitioner: 't-a' }, place('a', { state: 'closed', ...focus }), place('b', focus));
    expect(lines(result.ranked[0]).S9?.points).toBe(0);
  });
});

describe('was wäre wenn', () => {
  test('a group too, with a lawful first step; a group without first slot is not counted', () => {
    const group = { kind: 'GROUP_SEAT', setting: 'group' } as const;
    const { relaxations } = work({}, place('a', group), place('b', { ...group, firstSlots: [] }), place('c', { setting: 'combined' }));
    expect(relaxations.single).toEqual([]);
    expect(relaxations.further).toMatchObject([{ criteria: ['H6'], places: 2, samples: ['a', 'c'] }]);
  });

  test('video too cures way, access and meeting at once', () => {
    const asked: Partial<FitRequest> = { placeKnown: true, modalities: ['in-person'], maxTravelMinutes: 20, accessNeeds: ['lift'] };
    const { relaxations } = work(
      asked,
      place('a', { modalities: ['video'], access: { lift: 'yes' }, travelMinutes: 10 }),
      place('b', { modalities: ['video', 'in-person'], travelMinutes: 90, access: { lift: 'no' } }),
      place('c', { modalities: ['in-person'], travelMinutes: 90, access: { lift: 'yes' } }),
    );
    expect(relaxations.video).toEqual({ places: 2, samples: ['a', 'b'] });
    expect(relaxations.single.map((one) => [one.criteria, one.samples])).toEqual([
      [['H10'], ['a']],
      [['H12'], ['c']],
    ]);
  });

  test('says how many minutes, which date, which procedure and which gender would be enough', () => {
    const far = work(
      { placeKnown: true, maxTravelMinutes: 20 },
      ...[30, 30, 45, 50, 60].map((travelMinutes, n) => place(`${n}`, { travelMinutes })),
    );
    expect(far.relaxations.single[0]?.steps.map((step) => [step.facts.minutes, step.places])).toEqual([
      [30, 2],
      [45, 3],
      [60, 5],
    ]);
    const late = work(
      { startDeadline: '2026-03-10' },
      place('a', { earliestStart: '2026-03-12' }),
      place('b', { earliestStart: '2026-03-11' }),
    );
    expect(late.relaxations.further[0]?.steps.map((step) => [step.facts.on, step.places])).toEqual([
      ['2026-03-11', 1],
      ['2026-03-12', 2],
    ]);
    const other = work(
      { genderWish: 'f', genderMust: true },
      place('a', { gender: 'm' }),
      place('b', { gender: 'd' }),
      place('c', { gender: 'd' }),
    );
    expect(other.relaxations.single[0]?.steps.map((step) => [step.facts.gender, step.places])).toEqual([
      ['d', 2],
      ['m', 1],
    ]);
  });

  test('an interpreter helps only where one is welcome', () => {
    const { relaxations } = work({ languages: ['prs'] }, place('a', { interpreterWelcome: 'yes' }), place('b'));
    expect(relaxations.further).toMatchObject([{ criteria: ['H8'], places: 1, samples: ['a'] }]);
  });

  test('pairs count places that fail exactly the two; excluded, blocked and unclear places never count', () => {
    const asked: Partial<FitRequest> = { startDeadline: '2026-03-10', genderWish: 'f', genderMust: true };
    const both = { gender: 'm', earliestStart: '2026-03-12' } as const;
    const { relaxations } = work(
      asked,
      place('a', both),
      place('b', { ...both, excluded: true }),
      place('c', { ...both, pairBlocked: true }),
      place('d', { ...both, confirmedAt: undefined }),
      place('e', { ...both, state: 'occupied' }),
      place('f', { gender: 'f', excluded: true, earliestStart: '2026-03-12' }),
    );
    expect(relaxations).toMatchObject({
      hints: true,
      single: [],
      further: [],
      pairs: [{ criteria: ['H13', 'H15'], places: 1, samples: ['a'] }],
    });
  });

  test('hints are read out where nothing fits, even if something is to be clarified', () => {
    expect(work({}, place('a', { confirmedAt: undefined })).relaxations.hints).toBe(true);
    expect(work({}, place('a')).relaxations.hints).toBe(false);
  });
});

describe('a stored list', () => {
  const [example] = EXAMPLES;
  if (!example) throw new Error('no example');
  const request = example.request;
  const offers = fixtureOffers(example.considered, request);
  const stored = snapshotOf(request, offers, fitOffers(request, offers, time));

  test('replays the same, whatever order the database keeps keys in', () => {
    const { relaxations, ranked, ...rest } = stored.result;
    expect(replay({ ...stored, result: { relaxations, ...rest, ranked } }).same).toBe(true);
  });

  test('is replayed with the version it was made with', () => {
    const second = { ...PASSUNGSREGEL_1, version: 2, weights: { ...PASSUNGSREGEL_1.weights, S1: 10 } };
    expect(replay(stored, [second, PASSUNGSREGEL_1]).same).toBe(true);
    expect(replay({ ...stored, result: { ...stored.result, ruleVersion: 2 } }, [second])).toMatchObject({ because: 'differs' });
    expect(replay(stored, [second])).toEqual({ same: false, because: 'rule-unknown' });
  });

  test('a changed score is found', () => {
    const ranked = stored.result.ranked.map((one, index) => (index === 0 ? { ...one, score: 99 } : one));
    expect(replay({ ...stored, result: { ...stored.result, ranked } })).toMatchObject({
      same: false,
      because: 'differs',
      differs: ['ranked'],
    });
  });

  test('keeps no code of an exclusion', () => {
    const one = EXAMPLES[1];
    const own = fixtureOffers(one?.considered ?? [], one?.request ?? fixtureRequest({}));
    expect(Object.keys(own[2] ?? {})).not.toContain('exclusions');
    expect(own[2]?.excluded).toBe(true);
  });
});

describe('2,000 places', () => {
  test('are decided from prepared places without explaining them; the medians are printed', () => {
    const request = fixtureRequest({ age: 35, problems: ['DEP'], procedureWish: ['VT'], languages: ['de', 'en'] });
    const ids = ['P01', 'P02', 'P03', 'P04', 'P05', 'P06', 'P09', 'P10', 'P11', 'P12'];
    const base = fixtureOffers(ids, request);
    const candidates = Array.from({ length: 2000 }, (_one, index) => {
      const offer = { ...(base[index % base.length] as FitOffer), id: `${index}`, practitionerId: `${index}` };
      return { offer: prepareOffer(offer), relation: offer };
    });
    const median = (run: () => unknown) => {
      const times = Array.from({ length: 60 }, () => {
        const from = performance.now();
        run();
        return performance.now() - from;
      });
      return times.slice(20).sort((a, b) => a - b)[20] ?? Number.NaN;
    };
    const prepared = prepareRequest(request, FIXTURE_TODAY, PASSUNGSREGEL_1);
    const milliseconds = median(() => judge(prepared, candidates));
    const judged = judge(prepared, candidates);
    console.log(`2,000 places: ${milliseconds.toFixed(2)} ms to decide and order, ${judged.ranked.length} ranked`);
    expect(judged.ranked.length + judged.clarify.length + judged.excluded.length).toBe(2000);
    expect(milliseconds).toBeLessThan(50); // a guard against a slip of the order, not the goal
  });
});
