import { describe, expect, test } from 'vitest';
import { kvnrFault, lanrFault } from '#kernel/identifiers.ts';
import { berlinInstant } from '#kernel/time.ts';
import { addDays } from './calendar.ts';
import { copayLedger, copayOf } from './copay.ts';
import { type CoverSession, coverSessions } from './coverage.ts';
import type { CoverPrescription } from './coverage-standing.ts';
import {
  decisionDeadline,
  deemedApprovalPossible,
  judgeSubmission,
  notifiedOn,
  objectionDeadline,
  submissionDeadline,
} from './deadlines.ts';
import { dischargeDays } from './discharge.ts';
import { judgeDocumentation } from './documentation.ts';
import { judgeEligibility } from './eligibility.ts';
import { icd, NW, P, prescription, SURE } from './fixture.ts';
import { judgeFollowUp } from './follow-up.ts';
import { judgeGroupBooking } from './group.ts';
import { judgeHospital } from './hospital.ts';
import { splitAtBorder } from './ledger.ts';
import { stepEpisode } from './life/episode.ts';
import { stepPrescription } from './life/prescription.ts';
import { judgeDemarcation, judgeNursingVisit } from './parallel-care.ts';
import { judgePrescriber } from './prescriber.ts';
import { headPrice, lineAmount } from './price.ts';
import { judgeDeletion, keepFileUntil } from './retention.ts';
import { nextReview } from './review.ts';
import { groupQuantity } from './units.ts';

const session = (day: string, minutes = 60, more: Partial<CoverSession> = {}): CoverSession => ({
  id: day,
  day,
  setting: 'single',
  minutes,
  ...more,
});
const cover = (prescriptions: CoverPrescription[], sessions: CoverSession[]) => coverSessions({ prescriptions, sessions }, P);
const statuses = (result: ReturnType<typeof cover>) => result.sessions.flatMap(({ segments }) => segments.map(({ status }) => status));
const weekly = (count: number, from: string) => Array.from({ length: count }, (_, index) => session(addDays(from, 7 * index)));
const eligible = (code: string, gaf: number, more: object = {}) =>
  judgeEligibility({ kind: 'INITIAL', diagnoses: [{ code, certainty: 'G' }], gaf, preconditions: SURE, ...more }, icd, P);

describe('the printed scenarios, as far as rules alone can play them', () => {
  test('S1 Almut Reetz: the standard way', () => {
    expect([kvnrFault('A123456780'), lanrFault('123456658')]).toEqual([undefined, undefined]);
    expect(eligible('F20.0', 38)).toMatchObject({ ok: true, as: 'regular' });
    expect(judgeSubmission({ issuedOn: '2026-03-02', receivedOn: '2026-03-05' }, NW, P)).toMatchObject({ ok: true, lastDay: '2026-03-05' });
    expect(decisionDeadline({ receivedOn: '2026-03-05' }, NW, P)).toBe('2026-03-26');
    const open = prescription({ receivedOn: '2026-03-05' });
    const sessions = [session('2026-03-09'), session('2026-03-16', 90)];
    expect(statuses(cover([open], sessions))).toEqual(['PROVISIONAL', 'PROVISIONAL']);
    const decided = cover([{ ...open, decision: { units: 30, notifiedOn: '2026-03-24' } }], sessions);
    expect(statuses(decided)).toEqual(['APPROVED', 'APPROVED']);
    expect(decided.windows).toEqual([{ start: '2026-03-09', end: '2029-03-08', usedMinutes: 150 }]);
    expect(30 - (decided.prescriptions[0]?.usedParts ?? 0) / 180).toBe(27.5);
    expect([copayOf(5850, P), copayOf(8775, P)]).toEqual([585, 878]);
    expect(nextReview({ carePlanSignedOn: '2026-03-05', held: [], today: '2026-03-05' }, P).dueOn).toBe('2026-05-05');
  });

  test('S2 Bertold Klinge: GAF 51 stops it, a second rating of 50 does not', () => {
    expect(eligible('F25.1', 51)).toMatchObject({ ok: false, because: 'gaf-above-ceiling' });
    expect(eligible('F25.1', 50)).toMatchObject({ ok: true, as: 'regular', hints: [{ code: 'above-guide-value' }] });
    expect(stepEpisode('INQUIRY', 'apply', 'office', { carePlanDrafted: true })).toMatchObject({ because: 'prescription-not-valid' });
  });

  test('S3 Corinna Waldow: outside the list as a justified single case', () => {
    const more = { criteria: ['COMORBIDITY'], justification: 'x'.repeat(120) };
    expect(eligible('F60.31', 40, more)).toMatchObject({ ok: true, as: 'individual-case', meets: { law: true, foundingDocument: false } });
    expect(eligible('F60.31', 41, more)).toMatchObject({ ok: false, because: 'gaf-above-guide-outside-list' });
  });

  test('S4 Detlef Amsberg: refused, and three sessions stay paid', () => {
    const known = notifiedOn({ postedOn: '2026-04-24' }, P);
    expect(known).toBe('2026-04-28');
    const refused = prescription({ issuedOn: '2026-04-09', receivedOn: '2026-04-09', decision: { units: 0, notifiedOn: known } });
    const result = cover(
      [refused],
      ['2026-04-13', '2026-04-20', '2026-04-27', '2026-05-04'].map((day) => session(day)),
    );
    expect(statuses(result)).toEqual(['PROVISIONAL', 'PROVISIONAL', 'PROVISIONAL', 'UNCOVERED']);
    expect(result.sessions.filter(({ covered }) => covered).length * lineAmount(5850, 100)).toBe(17_550);
    expect(objectionDeadline({ notifiedOn: known, remediesTaught: true }, NW, P)).toBe('2026-05-28');
    expect(decisionDeadline({ receivedOn: '2026-04-09' }, NW, P)).toBe('2026-04-30');
    expect(decisionDeadline({ receivedOn: '2026-04-09', expertNoticeOn: '2026-04-20' }, NW, P)).toBe('2026-05-15');
    expect(stepPrescription('PROVISIONAL', 'refuse', 'office', { decisionComplete: true })).toMatchObject({
      effects: ['store-decision', 'objection-clock', 'prescriber-task'],
    });
  });

  test('S5 Elif Demirtas: 20 of 30 approved', () => {
    const partly = prescription({ decision: { units: 20, notifiedOn: '2026-03-08' } });
    const result = cover([partly], weekly(21, '2026-03-09'));
    expect(statuses(result)).toEqual([...Array(20).fill('APPROVED'), 'UNCOVERED']);
    expect(result.windows[0]?.usedMinutes).toBe(1200);
    const left = (units: number) =>
      judgeFollowUp({ leftParts: units * 180, unitsPerWeek: 1, remainingCapMinutes: 6000, validUntil: null, today: '2026-03-09' }, P).task;
    expect([left(7), left(6)]).toEqual(['none', 'follow-up']);
  });

  test('S7 Greta Lindhorst: the contingent ends in the middle of a session', () => {
    const split = splitAtBorder({ setting: 'single', billableMinutes: 60, capMinutes: 60 }, 7200 - 7155, P);
    expect(split).toMatchObject({ coveredMinutes: 45, uncoveredMinutes: 15, exhausts: true });
    const question = {
      prescriptions: [prescription()],
      sessions: [session('2026-03-09')],
      externals: [{ id: 'X', day: '2025-05-05', minutes: 7155 }],
    };
    const result = coverSessions(question, P);
    expect(result.sessions[0]?.segments).toMatchObject([
      { minutes: 45, status: 'PROVISIONAL' },
      { minutes: 15, status: 'UNCOVERED', because: 'cap-exhausted' },
    ]);
    const cost = lineAmount(5850, 75);
    expect(cost).toBe(4388);
    const person = { birthDate: '1984-05-02', exemptions: [] };
    const ledger = copayLedger(
      person,
      [{ day: '2026-03-09', costCents: cost, parts: 135 }],
      [{ before: '2026-03-10', reason: 'exhausted' }],
      '2026-03-10',
      P,
    );
    expect(ledger.days).toEqual([{ day: '2026-03-09', costCents: 4388, copayCents: 500, from: 'bucket' }]);
    expect(stepEpisode('ACTIVE', 'cap-gone', 'system', { remainingCapMinutes: 0 })).toMatchObject({
      to: 'EXHAUSTED',
      effects: ['tell-client-and-prescriber', 'closing-report'],
    });
    expect(addDays(result.windows[0]?.end ?? '', 1)).toBe('2028-05-05');
  });

  test('S8 Hartmut Sievers: written 127 hours later', () => {
    const at = (day: string, time: string) => berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from(time));
    const judge = (reasonGiven: boolean) =>
      judgeDocumentation({ endedAt: at('2026-05-04', '11:00'), reasonGiven }, at('2026-05-09', '18:00'), P);
    expect(judge(true)).toMatchObject({ timeliness: 'very-late', to: 'LATE_PENDING', hours: 127 });
    expect(judge(false)).toMatchObject({ because: 'late-reason-missing' });
  });

  test('S10 Jannik Thewes: the prescription of a retired doctor stays usable, the next doctor is checked', () => {
    expect(statuses(cover([prescription({ issuedOn: '2026-06-01', receivedOn: '2026-06-02' })], [session('2026-07-06')]))).toEqual([
      'PROVISIONAL',
    ]);
    const retired = {
      form: 26,
      kind: 'psychiatrist',
      patientBirthDate: '1990-01-01',
      permission: { from: '2000-01-01', to: '2026-06-30' },
    } as const;
    expect(judgePrescriber({ ...retired, issuedOn: '2026-06-30' }, P).ok).toBe(true);
    expect(judgePrescriber({ ...retired, issuedOn: '2026-07-01' }, P)).toMatchObject({ because: 'prescriber-without-permission' });
  });

  test('S11 and S12 Karin Voss and Lothar Brandes: ended, kept for ten years', () => {
    expect([keepFileUntil('2026-07-01', P), keepFileUntil('2026-09-14', P)]).toEqual(['2036-07-01', '2036-09-14']);
    expect(judgeDeletion({ episodes: ['2026-07-01'], legalHold: false }, '2026-08-01', P)).toMatchObject({
      because: 'retention-runs',
      facts: { keptUntil: '2036-07-01' },
    });
    const dead = { closeReason: 'DECEASED', openSessions: 0 } as const;
    expect(stepEpisode('ACTIVE', 'close', 'lead', dead)).toMatchObject({
      to: 'CLOSED',
      effects: ['cancel-appointments', 'stop-messages', 'end-releases'],
    });
  });

  test('S13 Miriam Falk: hospital, discharge prescription, and the old approval goes on', () => {
    const stay = { admittedOn: '2026-04-20', dischargedOn: '2026-05-08' };
    expect(judgeHospital({ start: '2026-04-27T10:00', end: '2026-04-27T11:00' }, [stay], P)).toMatchObject({
      because: 'in-hospital',
      rule: 'R17',
    });
    expect(submissionDeadline('2026-05-08', NW, P)).toBe('2026-05-13');
    const usable = dischargeDays('2026-05-08', P);
    expect(usable.to).toBe('2026-05-15');
    const discharge = prescription({ id: 'D', kind: 'DISCHARGE', issuedOn: '2026-05-08', units: 4, usable });
    const three = cover(
      [discharge],
      ['2026-05-11', '2026-05-13', '2026-05-15'].map((day) => session(day)),
    );
    expect([three.prescriptions[0]?.usedParts, three.windows[0]?.usedMinutes]).toEqual([3 * 180, 180]);
    const old = prescription({ id: 'A', decision: { units: 30, notifiedOn: '2026-03-08' } });
    const after = cover([discharge, old], [session('2026-05-18')]);
    expect(after.sessions[0]?.segments[0]).toMatchObject({ status: 'APPROVED', prescriptionId: 'A' });
  });

  test('S15 Olga Petrenko: eleven in a group', () => {
    const share = (cents: number) => headPrice({ priceCents: cents, per: 'group', setting: 'group' }, 11);
    expect([share(8100), copayOf(share(8100), P), share(5400), copayOf(share(5400), P)]).toEqual([736, 500, 491, 491]);
    expect(groupQuantity(90, P)).toMatchObject({ hundredths: 100, capMinutes: 90 });
    expect(judgeGroupBooking(12, P)).toMatchObject({ because: 'group-full' });
  });

  test('S18 Sascha Uhlig: the insurer is silent, the state stays', () => {
    const wait = { receivedOn: '2026-03-16' };
    expect(decisionDeadline(wait, NW, P)).toBe('2026-04-07');
    expect([deemedApprovalPossible(wait, '2026-04-07', NW, P), deemedApprovalPossible(wait, '2026-04-08', NW, P)]).toEqual([false, true]);
    const silent = prescription({ issuedOn: '2026-03-12', receivedOn: '2026-03-16' });
    expect(statuses(cover([silent], [session('2026-04-20')]))).toEqual(['PROVISIONAL']);
    expect(stepPrescription('PROVISIONAL', 'approve', 'system', { decisionComplete: true, prescribed: 30, approved: 30 })).toMatchObject({
      because: 'prescription-not-for-role',
    });
  });

  test('S20 Uwe Zander: with psychiatric home nursing', () => {
    const nursing = { from: '2026-01-01', to: null, visits: [{ start: '2026-03-09T10:00', end: '2026-03-09T10:30' }] };
    expect(judgeDemarcation({ demarcation: '', goals: [] }, [nursing], '2026-03-02')).toMatchObject({ because: 'demarcation-missing' });
    expect(judgeDemarcation({ demarcation: 'Wege und Ämter', goals: ['Wege'] }, [nursing], '2026-03-02').ok).toBe(true);
    const visit = { start: '2026-03-09T10:15', end: '2026-03-09T11:15' };
    expect(judgeNursingVisit({ ...visit, reasonGiven: false }, [nursing])).toMatchObject({ because: 'nursing-overlap-reason-missing' });
    expect(judgeNursingVisit({ ...visit, reasonGiven: true }, [nursing])).toMatchObject({ ok: true, hints: [{ code: 'nursing-overlap' }] });
  });
});
