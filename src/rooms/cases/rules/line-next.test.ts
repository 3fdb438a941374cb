import { expect, test } from 'vitest';
import { LINE_STATES } from './line.ts';
import { type LineStanding, nextStepOf } from './line-next.ts';

const line = (more: Partial<LineStanding>): LineStanding => ({
  serviceType: 'debt-advice',
  state: 'identified',
  onTrial: false,
  mirrors: null,
  nextStartOn: null,
  parts: [],
  ...more,
});
const prepared = [{ part: 'preparation' as const, checks: [] }];
const debriefed = [{ part: 'preparation' as const, checks: ['debriefed'] }];

test.each([
  ['first the client is prepared', line({}), 'prepare'],
  ['then the provider is asked', line({ parts: prepared }), 'ask-provider'],
  ['a therapy place is searched', line({ serviceType: 'psychotherapy', state: 'prepared' }), 'seek-place'],
  ['a search that is open goes on', line({ serviceType: 'psychotherapy', mirrors: 'request' }), 'go-on-seeking'],
  ['Soziotherapie is handed over', line({ serviceType: 'soziotherapie', parts: prepared }), 'hand-over'],
  ['who was asked answers', line({ state: 'referred' }), 'await-answer'],
  ['on the list somebody asks how it stands', line({ state: 'waitlisted' }), 'ask-status'],
  ['after a yes comes a date', line({ state: 'accepted' }), 'agree-date'],
  ['a date is waited for', line({ state: 'scheduled', nextStartOn: '2026-03-23' }), 'first-appointment'],
  ['after the first contact it is talked about', line({ state: 'started', parts: prepared }), 'debrief'],
  ['a trial waits for its decision', line({ state: 'started', onTrial: true, parts: debriefed }), 'trial-decision'],
  ['what runs is joined with the others', line({ state: 'started', parts: debriefed }), 'network'],
  ['what is joined runs', line({ state: 'adapted', parts: [...debriefed, { part: 'networking', checks: [] }] }), 'none'],
  ['a rejection asks for another way', line({ state: 'rejected' }), 'look-for-other'],
  ['so does a start that failed', line({ state: 'failed_start' }), 'look-for-other'],
  ['what is completed needs nothing', line({ state: 'completed' }), 'none'],
] as const)('%s', (_, standing, step) => {
  expect(nextStepOf(standing).step).toBe(step);
});

test('only an agreed date is told as the day of the next step', () => {
  for (const state of LINE_STATES)
    expect(nextStepOf(line({ state, nextStartOn: '2026-03-23' })).on).toBe(state === 'scheduled' ? '2026-03-23' : null);
});
