import { describe, expect, test } from 'vitest';
import { missingForBooking, missingForTriage, type RequestDraft } from './draft.ts';

const full: RequestDraft = {
  callbackPhone: '0171 3920041',
  privacyNoticeGiven: true,
  safetyOpener: 'no',
  callerRole: 'self',
  birthDate: '1993-02-14',
  stage: 'ptv11',
  problems: ['DEP', 'ANX'],
  insurance: 'GKV',
  languages: ['de'],
  setting: 'single',
  name: 'Anna-Lena Kowalski',
  channel: 'sms',
  channelTarget: '0171 3920041',
  policyNoticed: true,
};

describe('what is missing', () => {
  test('nothing, when everything was asked', () => {
    expect(missingForTriage(full)).toEqual([]);
    expect(missingForBooking(full)).toEqual([]);
  });

  test('everything, in the order of a call', () => {
    expect(missingForBooking({}).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/callbackPhone missing',
      '/privacyNoticeGiven missing',
      '/safetyOpener opener-not-answered',
      '/callerRole missing',
      '/birthDate birth-date-missing',
      '/stage missing',
      '/problems missing',
      '/insurance missing',
      '/languages missing',
      '/setting missing',
      '/policyNotice policy-notice-missing',
      '/name name-missing',
      '/channel channel-missing',
    ]);
    expect(missingForTriage({}).map(({ pointer }) => pointer)).toEqual([
      '/safetyOpener',
      '/birthDate',
      '/stage',
      '/problems',
      '/insurance',
      '/languages',
      '/setting',
    ]);
  });

  test('a dropped line leaves a request that is triaged, without name, channel and policy', () => {
    const { name: _, channel: __, policyNoticed: ___, ...dropped } = full;
    expect(missingForTriage(dropped)).toEqual([]);
    expect(missingForBooking(dropped).map(({ pointer }) => pointer)).toEqual(['/policyNotice', '/name', '/channel']);
  });

  const cases: [string, RequestDraft, string[], string[]][] = [
    ['an age is enough to look, not to book', { ...full, birthDate: null, age: 33 }, [], ['/birthDate birth-date-missing']],
    ['UNK is a problem', { ...full, problems: ['UNK'] }, [], []],
    ['UNK beside another is none', { ...full, problems: ['UNK', 'DEP'] }, ['/problems not-alone'], ['/problems not-alone']],
    ['an unknown stage is an answer', { ...full, stage: 'unknown' }, [], []],
    ['either setting is an answer', { ...full, setting: 'either' }, [], []],
    ['an unknown payer is none', { ...full, insurance: 'unknown' }, ['/insurance missing'], ['/insurance missing']],
    ['spaces are no name', { ...full, name: '  ' }, [], ['/name name-missing']],
    ['a channel without number', { ...full, channelTarget: '' }, [], ['/channel channel-missing']],
    ['opener yes waits for a release', { ...full, safetyOpener: 'yes' }, [], ['/safetyOpener safety-release-missing']],
    ['opener unclear waits for a release', { ...full, safetyOpener: 'unclear' }, [], ['/safetyOpener safety-release-missing']],
    ['released', { ...full, safetyOpener: 'yes', safetyReleased: true }, [], []],
    [
      'the other parent says no',
      { ...full, representationBlockers: ['second-consent-missing'] },
      [],
      ['/guardians representation-missing'],
    ],
  ];
  test.each(cases)('%s', (_case, draft, triage, booking) => {
    const words = (faults: { pointer: string; code: string }[]) => faults.map(({ pointer, code }) => `${pointer} ${code}`);
    expect(words(missingForTriage(draft))).toEqual(triage);
    expect(words(missingForBooking(draft))).toEqual(booking);
  });
});
