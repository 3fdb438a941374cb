import { describe, expect, test } from 'vitest';
import { amountOf, leftAfter, minutesBetween, USUAL } from './amount.ts';
import { type Draft, missingOf, ownCharacters, ownWordsLeft, startDraft, type Target, unpaidMinutes, workOf } from './draft.ts';
import { clockFace } from './run-clock.tsx';
import { stopsOf } from './stops.ts';
import { mapLink } from './today.tsx';
import { filled } from './warnings.tsx';

const GOAL = '0195f1c0-0000-7000-8000-00000000000b';
const visit: Target = {
  sessionId: '0195f1c0-0000-7000-8000-000000000001',
  episodeId: '0195f1c0-0000-7000-8000-000000000002',
  version: 4,
  setting: 'single',
  start: '2026-03-05T14:00',
  end: '2026-03-05T15:00',
  placeKind: 'home',
  unitsLeft: { prescriptionMinutes: 315, capMinutes: 5000, ofMinutes: 1800 },
  counting: USUAL,
  warnings: [],
  goals: [{ id: GOAL, kind: 'near', text: 'Die Depotspritze hole ich mir selbst ab.' }],
};
const BLOCKS = ['Wir haben geübt, ', 'Wir haben besprochen, '];
const warned = (code: string) => ({ ...visit, warnings: [{ code, rule: 'R16', source: '', facts: {} }] });
const written: Draft = {
  ...startDraft(visit, '2026-03-05T15:10'),
  kinds: ['COORDINATION'],
  done: 'Gemeinsam bei der Praxis Petrova angerufen und den Termin abgestimmt.',
};

describe('What a length of time comes to', () => {
  test.each([
    ['single', 47, 75, 13, 100],
    ['single', 14, 0, 1, 25],
    ['single', 60, 100, 15, 125],
    ['group', 89, 83, 1, 100],
    ['group', 90, 100, 90, 200],
  ] as const)('%s, %i minutes: %i hundredths, in %i minutes %i', (setting, minutes, hundredths, inMinutes, then) => {
    expect(amountOf(setting, minutes)).toMatchObject({ hundredths, next: { inMinutes, hundredths: then } });
  });

  test('a practice that bills other steps sees its own (R3-07)', () => {
    const threes = { ...USUAL, billingStepMinutes: 3 };
    expect(amountOf('single', 20, threes)).toMatchObject({ hundredths: 30, billableMinutes: 18, next: { inMinutes: 1 } });
    expect(leftAfter('single', 20, { prescriptionMinutes: 10, capMinutes: 5000 }, threes)).toMatchObject({ coveredMinutes: 9 });
    expect(unpaidMinutes({ ...visit, counting: threes, unitsLeft: { ...visit.unitsLeft, prescriptionMinutes: 17 } }, 18)).toBe(3);
  });

  test.each([
    ['single', 60, { prescriptionMinutes: 315, capMinutes: 5000 }, { coveredMinutes: 60, uncoveredMinutes: 0, afterMinutes: 255 }],
    ['single', 60, { prescriptionMinutes: 30, capMinutes: 5000 }, { coveredMinutes: 30, uncoveredMinutes: 30, afterMinutes: 0 }],
    ['single', 60, { prescriptionMinutes: 900, capMinutes: 45 }, { coveredMinutes: 45, uncoveredMinutes: 15, afterMinutes: 0 }],
    ['single', 60, { prescriptionMinutes: null, capMinutes: 5000 }, { coveredMinutes: 0, uncoveredMinutes: 60, afterMinutes: 0 }],
    ['group', 90, { prescriptionMinutes: 60, capMinutes: 90 }, { coveredMinutes: 90, uncoveredMinutes: 0 }],
    ['group', 90, { prescriptionMinutes: 60, capMinutes: 89 }, { coveredMinutes: 0, uncoveredMinutes: 90 }],
  ] as const)('%s of %i minutes with %o left', (setting, minutes, left, expected) => {
    expect(leftAfter(setting, minutes, left)).toMatchObject(expected);
  });

  test('an end before the start is no time', () => {
    expect(minutesBetween('2026-03-05T14:00', '2026-03-05T13:00')).toBe(0);
    expect(minutesBetween('2026-03-05T23:40', '2026-03-06T00:20')).toBe(40);
  });

  test('the clock reads as a clock', () => {
    expect([clockFace(0), clockFace(2832), clockFace(3753)]).toEqual(['00:00', '47:12', '1:02:33']);
  });
});

describe('The form at the door', () => {
  test('opens with the planned time when that is over, with the only goal and the planned place', () => {
    expect(startDraft(visit, '2026-03-05T15:10')).toMatchObject({ start: visit.start, end: visit.end, goalIds: [GOAL], placeKind: 'home' });
    expect(startDraft(visit, '2026-03-05T14:10')).toMatchObject({ start: null, end: null });
  });

  test('takes kinds and goals from the time before, as far as the goals still stand', () => {
    const last = { placeKind: 'outside' as const, kinds: ['CRISIS_HELP' as const], goalIds: ['gone', GOAL] };
    expect(startDraft({ ...visit, placeKind: null, last }, '2026-03-05T14:10')).toMatchObject({
      kinds: ['CRISIS_HELP'],
      goalIds: [GOAL],
      placeKind: 'outside',
    });
  });

  test('a ready-made beginning is no own word', () => {
    expect(ownCharacters(['Wir haben geübt,   Bus fahren'], BLOCKS)).toBe('Bus fahren'.length);
    expect(ownWordsLeft({ done: 'Wir haben geübt, ', reaction: '', nextStep: '' }, BLOCKS)).toBe(30);
    expect(ownWordsLeft(written, BLOCKS)).toBe(0);
  });

  test('lacks nothing when it is written', () => {
    expect(missingOf(visit, written, '2026-03-05T15:10', BLOCKS)).toEqual([]);
  });

  test.each([
    ['no end yet', { end: null }, ['times']],
    ['an end to come', { end: '2026-03-05T15:30' }, ['times']],
    ['no kind', { kinds: [] }, ['kinds']],
    ['no goal', { goalIds: [] }, ['goals']],
    ['too little text', { done: 'Wir haben geübt, kurz' }, ['done']],
  ])('says what is missing: %s', (_, part, missing) => {
    expect(missingOf(visit, { ...written, ...part }, '2026-03-05T15:10', BLOCKS)).toEqual(missing);
  });

  test('what nobody pays must be confirmed, and then goes out as confirmed', () => {
    const unpaid = warned('units-used-up');
    expect(unpaidMinutes(unpaid, 60)).toBe(60);
    expect(missingOf(unpaid, written, '2026-03-05T15:10', BLOCKS)).toEqual(['risk']);
    const confirmed = { ...written, riskConfirmed: true };
    expect(missingOf(unpaid, confirmed, '2026-03-05T15:10', BLOCKS)).toEqual([]);
    expect(workOf(unpaid, confirmed)).toMatchObject({ visit: { riskConfirmed: true } });
  });

  test('a day of admission and the nurses at the same time ask for their words', () => {
    expect(missingOf(warned('hospital-day-note'), written, '2026-03-05T15:10', BLOCKS)).toEqual(['hospital']);
    expect(missingOf(warned('nursing-overlap-reason-missing'), written, '2026-03-05T15:10', BLOCKS)).toEqual(['nursing']);
  });

  test('empty texts are left out of the entry', () => {
    const { visit: entry } = workOf(visit, { ...written, thirdParty: '  ' }) as { visit: object };
    expect(entry).not.toHaveProperty('thirdParty');
    expect(entry).not.toHaveProperty('signature');
    expect(entry).toMatchObject({ version: 4, note: { done: written.done } });
  });
});

describe('Words of the rules', () => {
  test.each([
    ['Ein anderer Termin: {start} bis {end}.', { start: '10:00', end: '11:00' }, 'Ein anderer Termin: 10:00 bis 11:00.'],
    ['Ein anderer Termin: {start} bis {end}.', {}, 'Ein anderer Termin.'],
    ['Es sind nur noch {minutes} Minuten.', {}, 'Es sind nur noch … Minuten.'],
  ])('%s with %o', (text, facts, expected) => {
    expect(filled(text, facts)).toBe(expected);
  });
});

describe('The way of the day', () => {
  const row = (id: string, order: number, meetingId: string | null = null) =>
    ({ ...visit, sessionId: id, order, meetingId, group: meetingId ? 'Kochen' : null }) as unknown as Parameters<typeof stopsOf>[0][number];

  test('is in the order of the route, a meeting is one stop', () => {
    const stops = stopsOf([row('c', 3), row('g1', 2, 'meeting'), row('a', 1), row('g2', 2, 'meeting')]);
    expect(stops.map(({ key, visits }) => [key, visits.length])).toEqual([
      ['a', 1],
      ['meeting', 2],
      ['c', 1],
    ]);
  });

  test('the map is the device’s own', () => {
    expect(mapLink('Lindenstr. 7, 53111 Bonn', 'Android')).toBe('geo:0,0?q=Lindenstr.%207%2C%2053111%20Bonn');
    expect(mapLink('Lindenstr. 7', 'iPhone')).toBe('maps:?q=Lindenstr.%207');
  });
});
