import { describe, expect, test } from 'vitest';
import type { Party } from '#kernel/machine.ts';
import {
  CLOSE_REASONS,
  EPISODE_EFFECTS,
  EPISODE_EVENTS,
  EPISODE_STATES,
  EPISODE_TABLE,
  EPISODE_UNLISTED,
  type EpisodeFacts,
  stepEpisode,
} from './episode.ts';
import {
  PRESCRIPTION_EVENTS,
  PRESCRIPTION_STATES,
  PRESCRIPTION_TABLE,
  PRESCRIPTION_UNLISTED,
  type PrescriptionFacts,
  stepPrescription,
} from './prescription.ts';
import { mayTransfer, RELEASE_EVENTS, RELEASE_STATES, RELEASE_TABLE, RELEASE_UNLISTED, stepRelease } from './release-of-secrecy.ts';
import { SESSION_EVENTS, SESSION_STATES, SESSION_TABLE, SESSION_UNLISTED, type SessionFacts, stepSession } from './session.ts';
import { stepUsage, USAGE_EVENTS, USAGE_TABLE, USAGE_UNLISTED, USAGES } from './usage.ts';

const episode: EpisodeFacts = {
  nameAndChannel: true,
  referralHolds: true,
  trialHolds: true,
  referralResultDocumented: true,
  regularHolds: true,
  carePlanDrafted: true,
  unitUsable: true,
  refusalFinal: true,
  pauseStart: true,
  usableUnits: 0,
  remainingCapMinutes: 60,
  windowOpen: true,
  closeReason: 'GOAL_REACHED',
  closingReport: true,
  openSessions: 0,
  indicationAgain: true,
};
const prescription: PrescriptionFacts = {
  requiredFields: true,
  signedOn: true,
  formRules: true,
  carePlan: 'attached',
  approvalFree: true,
  channel: true,
  proofStored: true,
  receivedInTime: true,
  noticeStored: true,
  decisionComplete: true,
  prescribed: 30,
  approved: 30,
  objector: 'client',
  objectionInTime: true,
  usage: 'UNUSED',
  prescriberStopped: true,
};
const session: SessionFacts = {
  timesHold: true,
  overlaps: false,
  covered: true,
  inHospital: false,
  noteComplete: true,
  timeliness: 'on-time',
  reasonGiven: true,
  signedOrReason: true,
  releasable: true,
  invoiceRun: true,
};
const said = (answer: { ok: boolean; because?: string; id?: string; to?: string }) =>
  answer.ok ? `${answer.id} ${answer.to}` : answer.because;

describe('the life of an episode (2.1)', () => {
  test.each([
    ['E1', 'NONE', 'inquire', 'office', {}, 'INQUIRY'],
    ['E1', 'NONE', 'inquire', 'client', {}, 'INQUIRY'],
    ['E2', 'INQUIRY', 'receive-referral', 'office', {}, 'REFERRED'],
    ['E3', 'INQUIRY', 'receive-trial', 'office', {}, 'TRIAL'],
    ['E3', 'REFERRED', 'receive-trial', 'office', {}, 'TRIAL'],
    ['E4', 'REFERRED', 'reach-specialist', 'soziotherapist', {}, 'IN_APPLICATION'],
    ['E4', 'REFERRED', 'reach-specialist', 'soziotherapist', { regularHolds: false }, 'TRIAL'],
    ['E5', 'INQUIRY', 'apply', 'office', {}, 'IN_APPLICATION'],
    ['E5', 'TRIAL', 'apply', 'office', {}, 'IN_APPLICATION'],
    ['E5', 'REFERRED', 'apply', 'office', {}, 'IN_APPLICATION'],
    ['E6', 'IN_APPLICATION', 'first-usable-unit', 'system', {}, 'ACTIVE'],
    ['E7', 'IN_APPLICATION', 'refused-finally', 'office', {}, 'CLOSED'],
    ['E8', 'ACTIVE', 'pause', 'soziotherapist', {}, 'PAUSED'],
    ['E9', 'PAUSED', 'resume', 'soziotherapist', {}, 'ACTIVE'],
    ['E10', 'ACTIVE', 'units-gone', 'system', {}, 'GAP'],
    ['E10', 'PAUSED', 'units-gone', 'system', {}, 'GAP'],
    ['E11', 'GAP', 'follow-up-usable', 'system', {}, 'ACTIVE'],
    ['E12', 'ACTIVE', 'cap-gone', 'system', { remainingCapMinutes: 0 }, 'EXHAUSTED'],
    ['E12', 'GAP', 'cap-gone', 'system', { remainingCapMinutes: 0 }, 'EXHAUSTED'],
    ['E12', 'PAUSED', 'cap-gone', 'system', { remainingCapMinutes: 0 }, 'EXHAUSTED'],
    ['E14', 'CLOSED', 'start-next', 'office', {}, 'CLOSED'],
    ['E14', 'EXHAUSTED', 'start-next', 'office', { windowOpen: false }, 'EXHAUSTED'],
  ] as const)('%s: from %s by %s (%s)', (id, from, event, who, facts, to) => {
    expect(said(stepEpisode(from, event, who, { ...episode, ...facts }))).toBe(`${id} ${to}`);
  });
  test('E13: every open state ends, with a reason, a report and no open session', () => {
    const open = EPISODE_STATES.filter((state) => state !== 'NONE' && state !== 'CLOSED');
    for (const state of open) {
      for (const who of ['soziotherapist', 'lead'] as const) expect(said(stepEpisode(state, 'close', who, episode))).toBe('E13 CLOSED');
      const { closeReason, ...unnamed } = episode;
      expect(closeReason).toBe('GOAL_REACHED');
      expect(said(stepEpisode(state, 'close', 'lead', unnamed))).toBe('episode-close-reason-missing');
      expect(said(stepEpisode(state, 'close', 'lead', { ...episode, openSessions: 1 }))).toBe('sessions-not-documented');
      expect(said(stepEpisode(state, 'close', 'lead', { ...episode, closingReport: false }))).toBe('closing-report-missing');
      expect(said(stepEpisode(state, 'close', 'office', episode))).toBe('episode-not-for-role');
      const refused = { ...episode, closeReason: 'REFUSED_FINAL' } as const;
      expect(said(stepEpisode(state, 'close', 'lead', refused))).toBe('E13 CLOSED');
      expect(said(stepEpisode(state, 'close', 'lead', { ...refused, refusalFinal: false }))).toBe('close-refusal-not-final');
    }
    expect(CLOSE_REASONS).toHaveLength(12);
  });
  test('S12: death stops every message and asks for no report; an early end is told by the prescriber', () => {
    const dead = stepEpisode('ACTIVE', 'close', 'lead', { ...episode, closeReason: 'DECEASED', closingReport: false });
    expect(dead).toMatchObject({ ok: true, effects: ['cancel-appointments', 'stop-messages', 'end-releases'] });
    expect(stepEpisode('ACTIVE', 'close', 'lead', { ...episode, endsEarly: true })).toMatchObject({
      effects: ['closing-report', 'cancel-appointments', 'prescriber-informs-insurer'],
    });
  });
  test('E14: inside the old three years the next episode goes on with their ledger, after them a new window begins', () => {
    expect(stepEpisode('CLOSED', 'start-next', 'office', episode)).toMatchObject({ effects: ['new-episode', 'same-window'] });
    expect(stepEpisode('CLOSED', 'start-next', 'office', { ...episode, windowOpen: false })).toMatchObject({
      effects: ['new-episode', 'new-window'],
    });
    expect(said(stepEpisode('CLOSED', 'start-next', 'office', { ...episode, remainingCapMinutes: 0 }))).toBe('cap-exhausted');
    expect(said(stepEpisode('EXHAUSTED', 'start-next', 'office', episode))).toBe('window-not-over');
  });
  test.each([
    ['NONE', 'inquire', 'office', 'name-or-channel-missing'],
    ['INQUIRY', 'receive-referral', 'office', 'referral-not-valid'],
    ['INQUIRY', 'receive-trial', 'office', 'trial-not-valid'],
    ['REFERRED', 'reach-specialist', 'soziotherapist', 'referral-result-missing'],
    ['TRIAL', 'apply', 'office', 'prescription-not-valid'],
    ['IN_APPLICATION', 'first-usable-unit', 'system', 'no-usable-unit'],
    ['IN_APPLICATION', 'refused-finally', 'office', 'refusal-not-final'],
    ['ACTIVE', 'pause', 'soziotherapist', 'pause-start-missing'],
    ['ACTIVE', 'units-gone', 'system', 'units-left'],
    ['ACTIVE', 'cap-gone', 'system', 'cap-left'],
    ['CLOSED', 'start-next', 'office', 'window-not-over'],
  ] as const)('without its facts %s does not %s', (state, event, who, because) =>
    expect(said(stepEpisode(state, event, who, {}))).toBe(because),
  );
  test('the needs behind the first one refuse, too', () => {
    expect(said(stepEpisode('TRIAL', 'apply', 'office', { regularHolds: true }))).toBe('care-plan-missing');
    expect(said(stepEpisode('ACTIVE', 'units-gone', 'system', { ...episode, remainingCapMinutes: 0 }))).toBe('cap-exhausted');
    expect(said(stepEpisode('ACTIVE', 'units-gone', 'system', { ...episode, windowOpen: false }))).toBe('window-over');
    expect(said(stepEpisode('CLOSED', 'start-next', 'office', { windowOpen: false }))).toBe('indication-missing');
  });
});

describe('the life of a prescription (2.2)', () => {
  test.each([
    ['V1', 'DRAFT', 'issue', 'web', {}, 'ISSUED'],
    ['V2', 'ISSUED', 'check', 'office', {}, 'COMPLETE'],
    ['V2', 'ISSUED', 'check', 'office', { carePlan: 'follows', carePlanDue: true }, 'COMPLETE'],
    ['V3', 'ISSUED', 'set-free', 'system', {}, 'APPROVAL_FREE'],
    ['V3', 'COMPLETE', 'set-free', 'system', {}, 'APPROVAL_FREE'],
    ['V4', 'COMPLETE', 'submit', 'office', {}, 'SUBMITTED'],
    ['V5', 'SUBMITTED', 'received-in-time', 'system', {}, 'PROVISIONAL'],
    ['V6', 'SUBMITTED', 'expert-asked', 'office', {}, 'MD_REVIEW'],
    ['V6', 'PROVISIONAL', 'expert-asked', 'office', {}, 'MD_REVIEW'],
    ['V7', 'SUBMITTED', 'approve', 'office', {}, 'APPROVED'],
    ['V7', 'MD_REVIEW', 'approve', 'office', {}, 'APPROVED'],
    ['V8', 'PROVISIONAL', 'approve-partly', 'office', { approved: 20 }, 'PARTIALLY_APPROVED'],
    ['V9', 'PROVISIONAL', 'refuse', 'office', {}, 'REFUSED'],
    ['V10', 'REFUSED', 'object', 'client', {}, 'OBJECTED'],
    ['V10', 'PARTIALLY_APPROVED', 'object', 'guardian', { objector: 'guardian' }, 'OBJECTED'],
    ['V11', 'OBJECTED', 'approve', 'office', {}, 'APPROVED'],
    ['V11', 'OBJECTED', 'approve-partly', 'office', { approved: 1 }, 'PARTIALLY_APPROVED'],
    ['V11', 'OBJECTED', 'refuse', 'office', {}, 'REFUSED'],
    ['V15', 'OBJECTED', 'withdraw', 'office', {}, 'WITHDRAWN'],
    ['V15', 'APPROVED', 'withdraw', 'web', { usage: 'IN_USE' }, 'WITHDRAWN'],
    ['V1', 'DRAFT', 'issue', 'office', {}, 'ISSUED'],
  ] as const)('%s: from %s by %s (%s)', (id, from, event, who, facts, to) => {
    expect(said(stepPrescription(from, event, who, { ...prescription, ...facts }))).toBe(`${id} ${to}`);
  });
  test.each([
    ['DRAFT', 'issue', {}, 'form-incomplete'],
    ['DRAFT', 'issue', { requiredFields: true }, 'prescriber-signature-missing'],
    ['ISSUED', 'check', {}, 'form-rules-open'],
    ['ISSUED', 'check', { formRules: true, carePlan: 'follows' }, 'care-plan-missing'],
    ['COMPLETE', 'submit', {}, 'channel-unknown'],
    ['COMPLETE', 'submit', { channel: true }, 'proof-missing'],
    ['SUBMITTED', 'expert-asked', {}, 'notice-missing'],
    ['SUBMITTED', 'approve', {}, 'decision-incomplete'],
    ['SUBMITTED', 'approve', { decisionComplete: true, prescribed: 20, approved: 30 }, 'approved-above-prescribed'],
    ['SUBMITTED', 'approve', { decisionComplete: true, prescribed: 30, approved: 20 }, 'approved-not-all'],
    ['SUBMITTED', 'approve-partly', { decisionComplete: true, prescribed: 30, approved: 0 }, 'approved-not-some'],
    ['SUBMITTED', 'approve-partly', { decisionComplete: true, prescribed: 30, approved: 30 }, 'approved-not-some'],
    ['REFUSED', 'object', { objector: 'provider', objectionInTime: true }, 'objection-not-by-client'],
    ['REFUSED', 'object', { objector: 'client' }, 'objection-too-late'],
    ['APPROVED', 'withdraw', {}, 'prescriber-statement-missing'],
    ['APPROVED', 'withdraw', { prescriberStopped: true, usage: 'USED_UP' }, 'prescription-used-up'],
    ['APPROVED', 'withdraw', { prescriberStopped: true, usage: 'LAPSED' }, 'prescription-lapsed'],
    ['REFUSED', 'withdraw', prescription, 'prescription-refused'],
    ['WITHDRAWN', 'withdraw', prescription, 'prescription-withdrawn'],
  ] as const)('%s does not %s where something is missing: %o', (state, event, facts, because) => {
    expect(said(stepPrescription(state, event, 'office', facts))).toBe(because);
  });
  test('needs of the system refuse as well, and nobody acts for another', () => {
    expect(said(stepPrescription('SUBMITTED', 'approve', 'soziotherapist', prescription))).toBe('prescription-not-for-role');
    expect(said(stepPrescription('ISSUED', 'set-free', 'system', {}))).toBe('approval-needed');
    expect(said(stepPrescription('SUBMITTED', 'received-in-time', 'system', {}))).toBe('submission-too-late');
  });
  test('R8: silence of the insurer has no event, so it can change no state', () => {
    expect(PRESCRIPTION_EVENTS.filter((event) => /deem|expire|overdue/.test(event))).toEqual([]);
    for (const rows of Object.values(PRESCRIPTION_TABLE)) {
      for (const row of rows) if (row.to === 'APPROVED') expect(row.who).toEqual(['office']);
    }
  });
  test.each([
    ['V12', 'UNUSED', 'first-session', { usable: true }, 'V12 IN_USE'],
    ['V12', 'UNUSED', 'first-session', {}, 'prescription-not-usable'],
    ['V13', 'IN_USE', 'last-unit', { leftParts: 0 }, 'V13 USED_UP'],
    ['V13', 'IN_USE', 'last-unit', { leftParts: 3 }, 'units-left'],
    ['V14', 'UNUSED', 'lapse', { lapseReason: 'insurer' }, 'V14 LAPSED'],
    ['V14', 'IN_USE', 'lapse', { lapseReason: 'window' }, 'V14 LAPSED'],
    ['V14', 'IN_USE', 'lapse', {}, 'lapse-reason-missing'],
  ] as const)('%s: from %s by %s', (_id, from, event, facts, expected) =>
    expect(said(stepUsage(from, event, 'system', facts))).toBe(expected),
  );
});

describe('the life of a session (2.3)', () => {
  test.each([
    ['T1', 'PLANNED', 'deliver', 'soziotherapist', {}, 'T1 DELIVERED'],
    ['T1', 'CONFIRMED', 'deliver', 'soziotherapist', {}, 'T1 DELIVERED'],
    ['T1 at own risk', 'PLANNED', 'deliver', 'soziotherapist', { covered: false, riskConfirmed: true }, 'T1 DELIVERED'],
    ['T1', 'PLANNED', 'deliver', 'soziotherapist', { covered: false }, 'session-not-covered'],
    ['T1', 'PLANNED', 'deliver', 'soziotherapist', { timesHold: false }, 'session-times-open'],
    ['T1', 'PLANNED', 'deliver', 'soziotherapist', { overlaps: true }, 'session-overlaps'],
    ['T1', 'PLANNED', 'deliver', 'soziotherapist', { inHospital: true }, 'in-hospital'],
    ['T2', 'DELIVERED', 'document', 'soziotherapist', {}, 'T2 DOCUMENTED'],
    ['T2 late', 'DELIVERED', 'document', 'soziotherapist', { timeliness: 'late' }, 'T2 DOCUMENTED'],
    ['T2 late', 'DELIVERED', 'document', 'soziotherapist', { timeliness: 'late', reasonGiven: false }, 'late-reason-missing'],
    ['T2', 'DELIVERED', 'document', 'soziotherapist', { noteComplete: false }, 'note-incomplete'],
    ['T8', 'DELIVERED', 'document', 'soziotherapist', { timeliness: 'very-late' }, 'documentation-late'],
    ['T8', 'DELIVERED', 'document-very-late', 'soziotherapist', { timeliness: 'very-late' }, 'T8 LATE_PENDING'],
    ['T8', 'DELIVERED', 'document-very-late', 'soziotherapist', {}, 'documentation-not-late'],
    ['T8', 'LATE_PENDING', 'release-late', 'lead', {}, 'T8 DOCUMENTED'],
    ['T8', 'LATE_PENDING', 'release-late', 'soziotherapist', {}, 'session-not-for-role'],
    ['T3', 'DOCUMENTED', 'sign', 'client', {}, 'T3 SIGNED'],
    ['T3', 'DOCUMENTED', 'sign', 'client', { signedOrReason: false }, 'signature-missing'],
    ['T4', 'SIGNED', 'release', 'office', {}, 'T4 RELEASED'],
    ['T4', 'SIGNED', 'release', 'office', { releasable: false }, 'release-blocked'],
    ['T5', 'RELEASED', 'invoice', 'office', {}, 'T5 INVOICED'],
    ['T5', 'RELEASED', 'invoice', 'office', { invoiceRun: false }, 'invoice-run-missing'],
    ['T5', 'INVOICED', 'pay', 'office', {}, 'T5 PAID'],
    ['T7', 'PLANNED', 'mark-no-show', 'soziotherapist', {}, 'T7 NO_SHOW'],
    ['T7', 'CONFIRMED', 'cancel-by-client', 'client', {}, 'T7 CANCELLED_PATIENT'],
    ['T7', 'PLANNED', 'cancel-by-provider', 'office', {}, 'T7 CANCELLED_PROVIDER'],
    ['T7', 'PLANNED', 'mark-no-show', 'soziotherapist', { reasonGiven: false }, 'session-reason-missing'],
    ['a mistake is put right until the release', 'SIGNED', 'mark-no-show', 'office', {}, 'T7 NO_SHOW'],
    ['and no more after it', 'RELEASED', 'mark-no-show', 'office', {}, 'session-released'],
    ['not by the client', 'SIGNED', 'cancel-by-client', 'client', {}, 'session-not-for-role'],
  ] as const)('%s: from %s by %s (%s)', (_name, from, event, who, facts, expected) => {
    expect(said(stepSession(from, event, who, { ...session, ...facts }))).toBe(expected);
  });
  test('a dispute goes back to where it came from', () => {
    for (const before of ['SIGNED', 'RELEASED', 'INVOICED', 'PAID'] as const) {
      expect(said(stepSession(before, 'dispute', 'office', session))).toBe('T9 DISPUTED');
      expect(said(stepSession('DISPUTED', 'settle', 'office', { ...session, before }))).toBe(`T9 ${before}`);
    }
    expect(said(stepSession('DISPUTED', 'settle', 'office', session))).toBe('dispute-origin-unknown');
    expect(said(stepSession('DISPUTED', 'settle', 'office', { ...session, before: 'PLANNED' }))).toBe('dispute-origin-unknown');
  });
});

describe('releases from secrecy (2.4)', () => {
  test.each([
    ['NONE', 'give', 'client', { named: true, signed: true }, 'C1 GIVEN'],
    ['NONE', 'give', 'client', { signed: true }, 'release-incomplete'],
    ['NONE', 'give', 'client', { named: true }, 'client-signature-missing'],
    ['NONE', 'give', 'office', { named: true, signed: true }, 'release-not-for-role'],
    ['GIVEN', 'withdraw', 'office', {}, 'C2 WITHDRAWN'],
    ['GIVEN', 'expire', 'system', { over: true }, 'C3 EXPIRED'],
    ['GIVEN', 'expire', 'system', {}, 'release-not-over'],
    ['WITHDRAWN', 'give', 'client', { named: true, signed: true }, 'release-withdrawn'],
    ['EXPIRED', 'withdraw', 'client', {}, 'release-expired'],
  ] as const)('from %s, %s by %s: %o', (state, event, who, facts, expected) =>
    expect(said(stepRelease(state, event, who, facts))).toBe(expected),
  );
  test('I8, S11: what was queued for 16:21 is not sent after a withdrawal at 16:20', () => {
    const at = (time: string) => Temporal.Instant.from(`2026-06-10T${time}+02:00`);
    const release = { givenAt: at('09:00:00'), withdrawnAt: at('16:20:00'), expiresAt: null };
    expect(['08:59:59', '09:00:00', '16:19:59', '16:20:00', '16:21:00'].map((time) => mayTransfer(release, at(time)))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(mayTransfer({ ...release, withdrawnAt: null, expiresAt: at('12:00:00') }, at('12:00:00'))).toBe(false);
  });
});

test('whatever is not printed is refused with the word of its state, and every state, event and effect is used', () => {
  const everyone: Party[] = [
    'office',
    'soziotherapist',
    'lead',
    'desk',
    'coordinator',
    'client',
    'guardian',
    'web',
    'system',
    'admin',
    'auditor',
  ];
  const machines = [
    [
      EPISODE_TABLE,
      EPISODE_STATES,
      EPISODE_EVENTS,
      EPISODE_UNLISTED,
      (s: string, e: string) => stepEpisode(s as 'NONE', e as 'close', everyone, episode),
    ],
    [
      PRESCRIPTION_TABLE,
      PRESCRIPTION_STATES,
      PRESCRIPTION_EVENTS,
      PRESCRIPTION_UNLISTED,
      (s: string, e: string) => stepPrescription(s as 'DRAFT', e as 'issue', everyone, prescription),
    ],
    [USAGE_TABLE, USAGES, USAGE_EVENTS, USAGE_UNLISTED, (s: string, e: string) => stepUsage(s as 'UNUSED', e as 'lapse', everyone, {})],
    [
      SESSION_TABLE,
      SESSION_STATES,
      SESSION_EVENTS,
      SESSION_UNLISTED,
      (s: string, e: string) => stepSession(s as 'PLANNED', e as 'pay', everyone, session),
    ],
    [
      RELEASE_TABLE,
      RELEASE_STATES,
      RELEASE_EVENTS,
      RELEASE_UNLISTED,
      (s: string, e: string) => stepRelease(s as 'NONE', e as 'give', everyone, {}),
    ],
  ] as const;
  let refused = 0;
  for (const [table, states, events, unlisted, ask] of machines) {
    const rows = Object.entries(table).flatMap(([from, list]) =>
      list.map((row: { event: string; to: string }) => ({ from, event: row.event, to: row.to })),
    );
    expect(events.filter((event) => !rows.some((row) => row.event === event))).toEqual([]);
    expect(states.filter((state) => state !== states[0] && !rows.some(({ to }) => to === state))).toEqual([]);
    for (const state of states) {
      for (const event of events) {
        if (rows.some((row) => row.from === state && row.event === event)) continue;
        refused += 1;
        expect(said(ask(state, event)), `${state} ${event}`).toBe((unlisted as Record<string, string>)[state]);
      }
    }
  }
  expect(refused).toBeGreaterThan(250);
  const effects = Object.values<readonly { id: string; effects?: readonly string[] }[]>(EPISODE_TABLE).flatMap((rows) =>
    rows.flatMap((row) => row.effects ?? []),
  );
  expect(EPISODE_EFFECTS.filter((effect) => !effects.includes(effect))).toEqual([]);
});
