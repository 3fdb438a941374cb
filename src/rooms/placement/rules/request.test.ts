import { describe, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import type { Party } from '#kernel/machine.ts';
import { REQUEST_EVENTS, REQUEST_STATES, type RequestEvent, type RequestFacts, type RequestState, stepRequest } from './request.ts';
import { compareWaiting, nextContactBy, priorityOf } from './waiting.ts';

const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
const day = (text: string) => Temporal.PlainDate.from(text);
const PARTIES: Party[] = [...ROLES, 'system', 'web', 'client', 'guardian'];

const GOOD: RequestFacts = {
  now,
  callbackChannel: true,
  ofActor: true,
  openerAnswered: true,
  minimumKnown: true,
  candidates: 3,
  slotAndPlaceBooked: true,
  byHolder: true,
  safetyClear: true,
  representationClear: true,
  waitingConsent: true,
  proposedBySystem: true,
  hardCriteriaHold: true,
  slotAndPlaceHeld: true,
  callDays: [day('2026-02-26'), day('2026-02-27')],
  skipped: 0,
  finalNoticeAt: null,
  closeReason: 'withdrew',
  closedAt: now.subtract({ hours: 24 }),
  reasonGiven: true,
};
const FOR_EVENT: Partial<Record<RequestEvent, Partial<RequestFacts>>> = {
  wait: { candidates: 0 },
  'final-notice-over': { finalNoticeAt: now.subtract({ hours: 14 * 24 }) },
};
const good = (event: RequestEvent): RequestFacts => ({ ...GOOD, ...FOR_EVENT[event] });

const DESK: Party[] = ['desk', 'case-manager'];
const PRINTED: [string, RequestState, RequestEvent, RequestState, Party[]][] = [
  ['RQ1', 'none', 'create', 'new', ['desk', 'case-manager', 'soziotherapist', 'web']],
  ['RQ2', 'new', 'triage', 'triaged', DESK],
  ['RQ3', 'triaged', 'present', 'offered', DESK],
  ['RQ4', 'offered', 'book', 'placed', DESK],
  ['RQ5', 'offered', 'decline', 'triaged', DESK],
  ['RQ5', 'offered', 'hold-lost', 'triaged', ['system']],
  ['RQ6', 'triaged', 'wait', 'waiting', DESK],
  ['RQ6', 'waiting', 'waiting-consent-withdrawn', 'triaged', ['system']],
  ['RQ6', 'offered', 'waiting-consent-withdrawn', 'triaged', ['system']],
  ['RQ7', 'waiting', 'offer-from-waiting', 'offered', DESK],
  ['RQ8', 'waiting', 'not-reached', 'waiting', DESK],
  ['RQ8', 'waiting', 'final-notice-over', 'closed', ['system']],
  ['RQ9', 'placed', 'fit-confirmed', 'closed', ['system']],
  ['RQ10', 'placed', 'place-freed', 'triaged', ['system']],
  ['RQ10', 'placed', 'provider-cancelled', 'triaged', ['system']],
  ['RQ11', 'new', 'close', 'closed', ['desk', 'coordinator']],
  ['RQ11', 'triaged', 'close', 'closed', ['desk', 'coordinator']],
  ['RQ11', 'offered', 'close', 'closed', ['desk', 'coordinator']],
  ['RQ11', 'placed', 'close', 'closed', ['desk', 'coordinator']],
  ['RQ11', 'waiting', 'close', 'closed', ['desk', 'coordinator']],
  ['RQ12', 'closed', 'reopen', 'triaged', ['desk']],
];

describe('the life of a request (A.3.4)', () => {
  test('every state, event and role: exactly the printed rows pass', () => {
    let passed = 0;
    for (const state of REQUEST_STATES) {
      for (const event of REQUEST_EVENTS) {
        for (const party of PARTIES) {
          const row = PRINTED.find(([, from, name, , who]) => from === state && name === event && who.includes(party));
          const answer = stepRequest(state, event, party, good(event));
          if (row) expect(answer, `${state} ${event} ${party}`).toMatchObject({ ok: true, id: row[0], to: row[3] });
          else expect(answer.ok, `${state} ${event} ${party}`).toBe(false);
          passed += answer.ok ? 1 : 0;
        }
      }
    }
    expect(passed).toBe(PRINTED.reduce((sum, [, , , , who]) => sum + who.length, 0));
  });

  const spoils: [RequestState, RequestEvent, Party, Partial<RequestFacts>, string][] = [
    ['none', 'create', 'desk', { callbackChannel: false }, 'callback-channel-missing'],
    ['none', 'create', 'client', {}, 'request-not-for-role'],
    ['none', 'triage', 'desk', {}, 'request-unknown'],
    ['new', 'triage', 'desk', { openerAnswered: false }, 'opener-not-answered'],
    ['new', 'triage', 'desk', { minimumKnown: false }, 'triage-incomplete'],
    ['new', 'triage', 'case-manager', { ofActor: false }, 'request-not-yours'],
    ['new', 'book', 'desk', {}, 'request-not-triaged'],
    ['triaged', 'present', 'desk', { candidates: 0 }, 'no-candidate'],
    ['triaged', 'wait', 'desk', { candidates: 1 }, 'candidate-exists'],
    ['triaged', 'wait', 'desk', { waitingConsent: false }, 'waiting-consent-missing'],
    ['triaged', 'wait', 'desk', { callbackChannel: false }, 'callback-channel-missing'],
    ['triaged', 'book', 'desk', {}, 'request-not-offered'],
    ['offered', 'book', 'desk', { byHolder: false }, 'hold-not-yours'],
    ['offered', 'book', 'desk', { safetyClear: false }, 'safety-release-missing'],
    ['offered', 'book', 'desk', { representationClear: false }, 'representation-missing'],
    ['offered', 'book', 'desk', { slotAndPlaceBooked: false }, 'nothing-booked'],
    ['offered', 'wait', 'desk', {}, 'request-being-offered'],
    ['placed', 'book', 'desk', {}, 'request-placed'],
    ['placed', 'fit-confirmed', 'therapist', {}, 'request-not-for-role'],
    ['waiting', 'offer-from-waiting', 'desk', { proposedBySystem: false }, 'not-proposed'],
    ['waiting', 'offer-from-waiting', 'desk', { hardCriteriaHold: false }, 'does-not-fit'],
    ['waiting', 'offer-from-waiting', 'desk', { slotAndPlaceHeld: false }, 'nothing-held'],
    ['waiting', 'offer-from-waiting', 'system', {}, 'request-not-for-role'],
    ['waiting', 'not-reached', 'desk', { callDays: [day('2026-02-26'), day('2026-02-26')] }, 'call-attempts-missing'],
    ['waiting', 'not-reached', 'desk', { finalNoticeAt: now }, 'final-notice-sent'],
    ['waiting', 'not-reached', 'desk', { skipped: undefined } as never, 'skips-unknown'],
    ['waiting', 'final-notice-over', 'system', { finalNoticeAt: null }, 'final-notice-runs'],
    ['waiting', 'final-notice-over', 'system', { finalNoticeAt: now.subtract({ hours: 14 * 24 - 1 }) }, 'final-notice-runs'],
    ['waiting', 'book', 'desk', {}, 'request-waiting'],
    ['new', 'close', 'desk', { closeReason: 'bored' } as never, 'close-reason-missing'],
    ['closed', 'close', 'desk', {}, 'request-closed'],
    ['closed', 'reopen', 'desk', { closedAt: now.subtract({ hours: 90 * 24, seconds: 1 }) }, 'reopen-too-late'],
    ['closed', 'reopen', 'desk', { reasonGiven: false }, 'reason-missing'],
  ];
  test.each(spoils)('from %s, %s by %s with %j is refused: %s', (state, event, party, spoil, code) => {
    expect(stepRequest(state, event, party, { ...good(event), ...spoil })).toEqual({ ok: false, because: code });
  });

  test('a request may be reopened through its 90th day', () => {
    expect(stepRequest('closed', 'reopen', 'desk', { ...GOOD, closedAt: now.subtract({ hours: 90 * 24 }) }).ok).toBe(true);
  });

  test('the third skip sends the final notice', () => {
    const skip = (skipped: number) => stepRequest('waiting', 'not-reached', 'desk', { ...GOOD, skipped });
    expect(skip(1)).toMatchObject({ effects: ['count-skip', 'text-not-reached'] });
    expect(skip(2)).toMatchObject({ effects: ['count-skip', 'final-notice'] });
  });

  test('a failed fit gives priority 2, a provider who cancels priority 1', () => {
    expect(stepRequest('placed', 'place-freed', 'system', GOOD)).toMatchObject({ effects: ['set-priority-2'] });
    expect(stepRequest('placed', 'provider-cancelled', 'system', GOOD)).toMatchObject({ effects: ['set-priority-1'] });
  });

  test('closing a placed request cancels its appointment and frees its place', () => {
    expect(stepRequest('placed', 'close', 'desk', GOOD)).toMatchObject({
      effects: ['store-reason', 'cancel-holds', 'cancel-appointment', 'free-place'],
    });
  });

  test('only the web form asks for a call-back within a working day', () => {
    expect(stepRequest('none', 'create', 'web', GOOD)).toMatchObject({ effects: ['call-back-task'] });
    expect(stepRequest('none', 'create', 'desk', GOOD)).toMatchObject({ effects: [] });
  });
});

describe('the waiting order', () => {
  const plain = { level: 'GREEN', ptv11Acute: false, providerCancelled: false, fitFailed: false } as const;
  test.each([
    [plain, 3],
    [{ ...plain, fitFailed: true }, 2],
    [{ ...plain, level: 'YELLOW' }, 1],
    [{ ...plain, ptv11Acute: true }, 1],
    [{ ...plain, providerCancelled: true, fitFailed: true }, 1],
  ] as const)('%j has priority %i', (urgency, priority) => expect(priorityOf(urgency)).toBe(priority));

  test('goes by priority, then by the oldest request, then by id', () => {
    const row = (id: string, priority: 1 | 2 | 3, hoursAgo: number) => ({ id, priority, createdAt: now.subtract({ hours: hoursAgo }) });
    const list = [row('d', 3, 900), row('c', 2, 1), row('b', 1, 2), row('a', 1, 2), row('e', 1, 5)].sort(compareWaiting);
    expect(list.map(({ id }) => id)).toEqual(['e', 'a', 'b', 'c', 'd']);
  });

  test('asks again within 14 days (scenario D 14)', () => expect(nextContactBy(now).toString()).toBe('2026-03-16'));
});
