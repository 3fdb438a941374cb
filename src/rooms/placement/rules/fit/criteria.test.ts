import { describe, expect, test } from 'vitest';
import {
  type FitOffer,
  type FitRequest,
  fitOffers,
  HARD_IDS,
  type HardId,
  mayBeHeld,
  mayOverride,
  type OfferWindow,
  PASSUNGSREGEL_1,
  type WeeklyWindow,
} from '../fit.ts';

/** Each hard criterion with yes, no, clarify and its boundaries (rule book A.4.1 with its clarifications). Today is Monday 2026-03-02. */

const place: FitOffer = {
  id: 'p',
  practitionerId: 't',
  version: 3,
  kind: 'PLACE',
  procedure: 'VT',
  setting: 'single',
  ageMin: 18,
  insuranceKinds: ['GKV', 'PKV'],
  languages: [],
  interpreterWelcome: 'unknown',
  specialities: {},
  access: {},
  modalities: ['in-person'],
  windows: [{ weekday: 1, from: '17:00', to: '19:00' }],
  earliestStart: '2026-03-23',
  state: 'open',
  seatFree: true,
  acceptsNew: true,
  confirmedAt: '2026-03-01',
  load: { assigned: 0, opened: 0 },
  firstSlots: [{ kind: 'CONSULT', start: '2026-03-23T16:00:00Z' }],
  excluded: false,
  pairBlocked: false,
};

const request: FitRequest = { insurance: 'GKV', setting: 'single', placeKnown: false };

function judged(asked: Partial<FitRequest>, offered: Partial<FitOffer>, today = '2026-03-02') {
  const result = fitOffers({ ...request, ...asked }, [{ ...place, ...offered }], { today, rule: PASSUNGSREGEL_1 });
  const one = result.ranked[0] ?? result.clarify[0] ?? result.excluded[0];
  if (!one) throw new Error('not considered');
  return { ...one, line: (id: string) => one.lines.find((line) => line.id === id) };
}

type Case = [
  what: string,
  id: HardId,
  verdict: 'yes' | 'no' | 'clarify' | 'unknown',
  FitRequestPart: Partial<FitRequest>,
  Partial<FitOffer>,
];

const window = (from: string, to: string): WeeklyWindow[] => [{ weekday: 1, from, to }];
const offered = (...windows: [from: string, to: string, rest?: Partial<OfferWindow>][]): Partial<FitOffer> => ({
  windows: windows.map(([from, to, rest]) => ({ weekday: 1, from, to, ...rest })),
});
const slotOn = (start: string): Partial<FitOffer> => ({ firstSlots: [{ kind: 'CONSULT', start }] });
const inPerson: Partial<FitRequest> = { modalities: ['in-person'], placeKnown: true };
const withVideo: Partial<FitRequest> = { modalities: ['in-person', 'video'], placeKnown: true };
const video: Partial<FitOffer> = { modalities: ['in-person', 'video'] };

const CASES: Case[] = [
  ['an open, confirmed place', 'H1', 'yes', {}, {}],
  ['a reserved place', 'H1', 'no', {}, { state: 'reserved' }],
  ['a place held by somebody else', 'H1', 'no', {}, { state: 'held' }],
  ['a place held for this very request', 'H1', 'yes', {}, { state: 'held', heldForThis: true }],
  ['a group without a free seat', 'H1', 'no', {}, { seatFree: false }],
  ['no new patients', 'H1', 'no', {}, { acceptsNew: false }],
  ['new patients not stated', 'H1', 'clarify', {}, { acceptsNew: undefined }],
  ['paused until today, inclusive', 'H1', 'no', {}, { pauseUntil: '2026-03-02' }],
  ['paused until yesterday', 'H1', 'yes', {}, { pauseUntil: '2026-03-01' }],
  ['a running therapy that ends', 'H1', 'clarify', {}, { state: 'ending', endsOn: '2026-04-30' }],
  ['a running therapy that ends, its seat still taken', 'H1', 'clarify', {}, { state: 'ending', seatFree: false }],
  ['ending, but no new patients', 'H1', 'no', {}, { state: 'ending', acceptsNew: false }],
  ['confirmed 14 days ago at 23:59', 'H1', 'yes', {}, { confirmedAt: '2026-02-16T22:59:00Z' }],
  ['confirmed 14 days ago at 00:00', 'H1', 'yes', {}, { confirmedAt: '2026-02-15T23:00:00Z' }],
  ['confirmed 15 days ago at 23:59', 'H1', 'clarify', {}, { confirmedAt: '2026-02-15T22:59:00Z' }],
  ['never confirmed', 'H1', 'clarify', {}, { confirmedAt: undefined }],

  ['the wanted kind with a lawful first slot', 'H2', 'yes', {}, {}],
  ['another kind', 'H2', 'no', {}, { kind: 'ACUTE' }],
  ['no first slot', 'H2', 'clarify', {}, { firstSlots: [] }],
  ['a first slot of another kind only', 'H2', 'clarify', {}, { firstSlots: [{ kind: 'TRIAL', start: '2026-03-23T16:00:00Z' }] }],
  ['Akutbehandlung comes first', 'H2', 'clarify', { oncallWantsAcute: true }, {}],
  ['a group seat, setting egal', 'H2', 'yes', { setting: 'either' }, { kind: 'GROUP_SEAT', setting: 'group' }],
  ['a group seat, single wanted', 'H2', 'no', {}, { kind: 'GROUP_SEAT', setting: 'group' }],
  ['ACUTE needs no coupled slot', 'H2', 'yes', { want: 'ACUTE' }, { kind: 'ACUTE', firstSlots: [] }],

  ['age not known', 'H3', 'unknown', {}, {}],
  ['18th birthday on the day of the first appointment', 'H3', 'yes', { birthDate: '2008-03-23' }, {}],
  ['18th birthday the day after it', 'H3', 'no', { birthDate: '2008-03-24' }, {}],
  ['the first slot lies after midnight in Berlin, not in UTC', 'H3', 'yes', { birthDate: '2008-03-24' }, slotOn('2026-03-23T23:00:00Z')],
  ['born on 29 February, first appointment on 28 February', 'H3', 'no', { birthDate: '2008-02-29' }, slotOn('2026-02-28T12:00:00Z')],
  ['born on 29 February, first appointment on 1 March', 'H3', 'yes', { birthDate: '2008-02-29' }, slotOn('2026-03-01T12:00:00Z')],
  ['20 on the last day before the 21st birthday', 'H3', 'yes', { birthDate: '2005-03-24' }, { ageMin: 3, ageMax: 20 }],
  ['21 on the day', 'H3', 'no', { birthDate: '2005-03-23' }, { ageMin: 3, ageMax: 20 }],
  ['no first slot: the start counts', 'H3', 'yes', { birthDate: '2008-03-23' }, { firstSlots: [] }],
  ['no first slot, start past: today counts', 'H3', 'yes', { birthDate: '2008-03-02' }, { firstSlots: [], earliestStart: '2026-01-05' }],
  ['turns 18 tomorrow, start past', 'H3', 'no', { birthDate: '2008-03-03' }, { firstSlots: [], earliestStart: '2026-01-05' }],
  ['only the age is known', 'H3', 'no', { age: 17 }, {}],

  ['payer accepted', 'H4', 'yes', {}, {}],
  ['payer not accepted', 'H4', 'no', { insurance: 'KE' }, { firstSlots: [{ kind: 'TRIAL', start: '2026-03-23T16:00:00Z' }] }],
  ['payer not known', 'H4', 'unknown', { insurance: undefined }, {}],

  ['no exclusion hit', 'H5', 'yes', {}, {}],
  ['an exclusion hit', 'H5', 'no', {}, { excluded: true }],

  ['setting not known', 'H6', 'unknown', { setting: undefined }, {}],
  ['setting egal', 'H6', 'yes', { setting: 'either' }, {}],
  ['group wanted', 'H6', 'no', { setting: 'group' }, {}],
  ['combined for single', 'H6', 'no', {}, { setting: 'combined' }],
  ['combined for egal', 'H6', 'yes', { setting: 'either' }, { setting: 'combined' }],
  ['a Sprechstunde is held alone', 'H6', 'yes', { want: 'CONSULT', setting: 'group' }, { kind: 'CONSULT' }],

  ['a wish is no must', 'H7', 'yes', { procedureWish: ['TP'] }, {}],
  ['must, met', 'H7', 'yes', { procedureWish: ['TP', 'VT'], procedureMust: true }, {}],
  ['must, not met', 'H7', 'no', { procedureWish: ['TP'], procedureMust: true }, {}],
  ['must without a wish', 'H7', 'yes', { procedureWish: [], procedureMust: true }, {}],
  [
    'the PTV 11 never makes a must',
    'H7',
    'yes',
    { ptv11: { recommendations: ['therapy'], procedures: ['AP'], date: '2026-02-01' }, procedureMust: true },
    {},
  ],
  ['must, the place has no procedure', 'H7', 'no', { procedureWish: ['TP'], procedureMust: true }, { procedure: undefined }],

  ['languages not known', 'H8', 'unknown', {}, {}],
  ['German is C2 without saying', 'H8', 'yes', { languages: ['de-AT'] }, { languages: [{ tag: 'en', level: 'C1' }] }],
  ['German stated below B2', 'H8', 'no', { languages: ['de'] }, { languages: [{ tag: 'de', level: 'B1' }] }],
  ['B2 is enough', 'H8', 'yes', { languages: ['tr'] }, { languages: [{ tag: 'tr-TR', level: 'B2' }] }],
  ['B1 is not', 'H8', 'no', { languages: ['tr'] }, { languages: [{ tag: 'tr', level: 'B1' }] }],
  ['both sides accept an interpreter', 'H8', 'yes', { languages: ['prs'], interpreterAccepted: true }, { interpreterWelcome: 'yes' }],
  ['interpreter not stated by the place', 'H8', 'no', { languages: ['prs'], interpreterAccepted: true }, {}],
  ['interpreter not accepted by the caller', 'H8', 'no', { languages: ['prs'] }, { interpreterWelcome: 'yes' }],
  ['German sign language by its two tags', 'H8', 'yes', { languages: ['sgn-DE'] }, { languages: [{ tag: 'gsg', level: 'C1' }] }],
  ['another sign language', 'H8', 'no', { languages: ['gsg'] }, { languages: [{ tag: 'ase', level: 'C2' }] }],
  ['one of several languages', 'H8', 'yes', { languages: ['prs', 'en'] }, { languages: [{ tag: 'en', level: 'B2' }] }],

  ['needs not asked', 'H9', 'unknown', {}, {}],
  ['no needs', 'H9', 'yes', { accessNeeds: [] }, { access: { 'step-free': 'no' } }],
  ['step-free there', 'H9', 'yes', { ...inPerson, accessNeeds: ['step-free'] }, { access: { 'step-free': 'yes' } }],
  ['step-free missing', 'H9', 'no', { ...inPerson, accessNeeds: ['step-free'] }, { access: { 'step-free': 'no' } }],
  ['step-free unknown', 'H9', 'clarify', { ...inPerson, accessNeeds: ['step-free'] }, {}],
  ['one feature unknown, one missing', 'H9', 'no', { ...inPerson, accessNeeds: ['lift', 'step-free'] }, { access: { 'step-free': 'no' } }],
  ['missing, but video suits both', 'H9', 'yes', { ...withVideo, accessNeeds: ['step-free'] }, { ...video, access: { 'step-free': 'no' } }],
  ['unknown, but video suits both', 'H9', 'yes', { ...withVideo, accessNeeds: ['step-free'] }, video],
  ['missing, video offered but not acceptable', 'H9', 'no', { ...inPerson, accessNeeds: ['lift'] }, { ...video, access: { lift: 'no' } }],

  ['ways of meeting not asked', 'H10', 'unknown', {}, { modalities: ['video'] }],
  ['one in common', 'H10', 'yes', withVideo, { modalities: ['video'] }],
  ['none in common', 'H10', 'no', inPerson, { modalities: ['video'] }],

  ['times not asked', 'H11', 'unknown', {}, {}],
  ['50 minutes exactly', 'H11', 'yes', { windows: window('16:00', '17:50') }, {}],
  ['49 minutes', 'H11', 'no', { windows: window('16:00', '17:49') }, {}],
  ['touching windows are one', 'H11', 'yes', { windows: [...window('17:00', '17:25'), ...window('17:25', '17:50')] }, {}],
  ['a gap of a minute', 'H11', 'no', { windows: [...window('17:00', '17:49'), ...window('17:50', '18:39')] }, {}],
  ['touching windows of the place', 'H11', 'yes', { windows: window('17:00', '18:00') }, offered(['16:00', '17:30'], ['17:30', '19:00'])],
  [
    'even and odd weeks count like every week',
    'H11',
    'yes',
    { windows: window('17:00', '17:50') },
    offered(['17:00', '17:25', { rhythm: 'even' }], ['17:25', '18:00', { rhythm: 'odd' }]),
  ],
  [
    '100 minutes for a group',
    'H11',
    'yes',
    { setting: 'group', windows: window('17:00', '18:40') },
    { kind: 'GROUP_SEAT', setting: 'group' },
  ],
  [
    '99 minutes for a group',
    'H11',
    'no',
    { setting: 'group', windows: window('17:00', '18:39') },
    { kind: 'GROUP_SEAT', setting: 'group' },
  ],
  ['another day', 'H11', 'no', { windows: [{ weekday: 2, from: '17:00', to: '19:00' }] }, {}],
  [
    'from the day of the start on',
    'H11',
    'yes',
    { windows: window('17:00', '19:00') },
    offered(['17:00', '19:00', { validFrom: '2026-03-23' }]),
  ],
  [
    'from the day after the start on',
    'H11',
    'no',
    { windows: window('17:00', '19:00') },
    offered(['17:00', '19:00', { validFrom: '2026-03-24' }]),
  ],
  [
    'valid from today, start past',
    'H11',
    'yes',
    { windows: window('17:00', '19:00') },
    { ...offered(['17:00', '19:00', { validFrom: '2026-03-02' }]), earliestStart: '2026-01-05' },
  ],
  [
    'valid from tomorrow, start past',
    'H11',
    'no',
    { windows: window('17:00', '19:00') },
    { ...offered(['17:00', '19:00', { validFrom: '2026-03-03' }]), earliestStart: '2026-01-05' },
  ],
  ['until midnight', 'H11', 'yes', { windows: window('23:00', '24:00') }, offered(['23:10', '24:00'])],
  [
    'a session never crosses midnight',
    'H11',
    'no',
    { windows: [...window('23:30', '24:00'), { weekday: 2, from: '00:00', to: '00:30' }] },
    { windows: [...window('23:30', '24:00'), { weekday: 2, from: '00:00', to: '00:30' }] },
  ],

  ['no limit', 'H12', 'yes', inPerson, { travelMinutes: 200 }],
  ['exactly the limit', 'H12', 'yes', { ...inPerson, maxTravelMinutes: 25 }, { travelMinutes: 25 }],
  ['a minute more', 'H12', 'no', { ...inPerson, maxTravelMinutes: 25 }, { travelMinutes: 26 }],
  ['way unknown', 'H12', 'clarify', { ...inPerson, maxTravelMinutes: 25 }, {}],
  ['way unknown, but video suits both', 'H12', 'yes', { ...withVideo, maxTravelMinutes: 25 }, video],
  ['too far, but video suits both', 'H12', 'yes', { ...withVideo, maxTravelMinutes: 25 }, { ...video, travelMinutes: 90 }],
  ['the caller gives no postal code', 'H12', 'unknown', { maxTravelMinutes: 25 }, { travelMinutes: 90 }],

  ['a wish is no must', 'H13', 'yes', { genderWish: 'f' }, { gender: 'm' }],
  ['must, met', 'H13', 'yes', { genderWish: 'f', genderMust: true }, { gender: 'f' }],
  ['must, not met', 'H13', 'no', { genderWish: 'f', genderMust: true }, { gender: 'd' }],
  ['must, not stated', 'H13', 'clarify', { genderWish: 'f', genderMust: true }, {}],

  ['pair free', 'H14', 'yes', {}, {}],
  ['pair blocked', 'H14', 'no', {}, { pairBlocked: true }],

  ['start on the deadline', 'H15', 'yes', { startDeadline: '2026-03-23' }, {}],
  ['start the day after', 'H15', 'no', { startDeadline: '2026-03-22' }, {}],
  ['ending: the day after the end counts', 'H15', 'no', { startDeadline: '2026-04-30' }, { state: 'ending', endsOn: '2026-04-30' }],
  ['ACUTE without a deadline has none', 'H15', 'yes', { want: 'ACUTE' }, { kind: 'ACUTE', earliestStart: '2026-09-01' }],
];

describe('the hard criteria', () => {
  test.each(CASES)('%s: %s %s', (_what, id, verdict, asked, offer) => {
    const one = judged(asked, offer);
    expect(one.line(id)?.verdict).toBe(verdict);
    expect(one.no.includes(id)).toBe(verdict === 'no');
    expect(one.clarify.includes(id)).toBe(verdict === 'clarify');
  });

  test('every criterion occurs with a yes and a no', () => {
    const seen = new Set(CASES.map(([, id, verdict]) => `${id} ${verdict}`));
    expect(HARD_IDS.filter((id) => !seen.has(`${id} yes`) || !seen.has(`${id} no`))).toEqual([]);
    console.log(`cases of hard criteria: ${CASES.length}`);
  });

  test('unanswered questions exclude nobody, and are shown as not asked', () => {
    const one = judged({ insurance: undefined, setting: undefined }, {});
    expect(one.verdict).toBe('fits');
    expect(one.lines.filter((line) => line.verdict === 'unknown').map((line) => line.id)).toEqual([
      'H3',
      'H4',
      'H6',
      'H8',
      'H9',
      'H10',
      'H11',
    ]);
  });

  test('what is out and unclear is out', () => {
    const one = judged({ genderWish: 'f', genderMust: true, startDeadline: '2026-03-01' }, {});
    expect([one.verdict, one.no, one.clarify, one.score]).toEqual(['excluded', ['H15'], ['H13'], null]);
  });

  test('a confidential exclusion says nothing about itself', () => {
    const one = judged({ problems: ['PBD', 'DEP'], markers: ['COURT'] }, { excluded: true });
    expect(one.line('H5')?.note).toEqual({ key: 'confidential', facts: {} });
    expect(JSON.stringify(one)).not.toMatch(/PBD|DEP|COURT/);
  });

  test('a malformed time or day is refused, not guessed', () => {
    expect(() => judged({ windows: window('9:00', '10:00') }, {})).toThrow(RangeError);
    expect(() => judged({ startDeadline: '23.03.2026' }, {})).toThrow(RangeError);
  });
});

describe('what a coordinator may override', () => {
  test('H3, H6, H7, H9 to H13 and H15, nothing else', () => {
    expect(HARD_IDS.filter(mayOverride)).toEqual(['H3', 'H6', 'H7', 'H9', 'H10', 'H11', 'H12', 'H13', 'H15']);
  });

  test.each([
    ['a fitting place', [], [], [], { ok: true, overridden: [] }],
    ['a place that is too far', ['H12'], [], [], { ok: false, because: 'does-not-fit' }],
    ['the same, overridden', ['H12'], [], ['H12'], { ok: true, overridden: ['H12'] }],
    ['one of two overridden', ['H11', 'H12'], [], ['H12'], { ok: false, because: 'does-not-fit' }],
    ['a place to be clarified', [], ['H1'], [], { ok: false, because: 'to-be-clarified' }],
    ['access unknown, overridden', [], ['H9'], ['H9'], { ok: true, overridden: ['H9'] }],
    ['a stale place, overridden', [], ['H1'], ['H1'], { ok: false, because: 'criterion-not-overridable' }],
    ['an excluded place, overridden', ['H5'], [], ['H5'], { ok: false, because: 'criterion-not-overridable' }],
    ['a blocked pair, overridden', ['H14'], [], ['H14'], { ok: false, because: 'criterion-not-overridable' }],
    ['more overridden than needed', ['H12'], [], ['H12', 'H13'], { ok: true, overridden: ['H12'] }],
  ] as const)('%s', (_what, no, clarify, overridden, decision) => {
    expect(mayBeHeld({ no, clarify }, overridden)).toEqual(decision);
  });
});
