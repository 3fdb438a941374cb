import { addDays, addMonthsClip, addWorkingDays, type Day, daysFrom, type IsHoliday } from './calendar.ts';
import { byUrgency, type DueCase, type DueItem, type DueKind, type DuePrescription, type DueSession, type DueTone } from './due.ts';
import { judgeFollowUp } from './follow-up.ts';
import type { EpisodeState } from './life/episode.ts';
import type { PrescriptionState } from './life/prescription.ts';
import type { Parameters } from './parameters.ts';
import { nextReview } from './review.ts';
import { type Facts, RULES } from './ruling.ts';
import { UNIT_PARTS } from './units.ts';

interface Clock {
  today: Day;
  now: Temporal.Instant;
  isHoliday: IsHoliday;
}

type Made = Omit<DueItem, 'source' | 'facts' | 'objectId'> & { facts?: Facts; objectId?: string };
type Give = (item: Made) => void;

/** Answer to an inquiry; a practice's own aim (E1). */
const ANSWER_WORKING_DAYS = 2;
const REFERRAL_STATES: readonly EpisodeState[] = ['INQUIRY', 'REFERRED', 'TRIAL'];
const WAITING: readonly PrescriptionState[] = ['SUBMITTED', 'PROVISIONAL', 'MD_REVIEW'];

function toneOf(dueOn: Day, today: Day, soonDays: number): DueTone {
  const left = daysFrom(today, dueOn);
  return left < 0 ? 'late' : left <= 1 ? 'now' : left <= soonDays ? 'soon' : 'fine';
}

function ofPrescription(one: DuePrescription, of: DueCase, { today }: Clock, give: Give): void {
  const { id: objectId, issuedOn, submitUntil, receivedOn, decisionDueOn, decision, state } = one;
  const tab = 'verordnungen';
  if ((state === 'ISSUED' || state === 'COMPLETE') && submitUntil && one.usage === 'UNUSED')
    give({
      kind: 'submission',
      tone: toneOf(submitUntil, today, 5),
      dueOn: submitUntil,
      who: 'office',
      rule: 'R7',
      facts: { issuedOn, prescription: one.kind },
      tab,
      objectId,
    });
  if (state === 'SUBMITTED' && receivedOn === null && submitUntil)
    give({
      kind: 'receipt-missing',
      tone: toneOf(submitUntil, today, 5),
      dueOn: submitUntil,
      who: 'office',
      rule: 'R7',
      facts: { submittedOn: one.submittedOn, prescription: one.kind },
      tab,
      objectId,
    });
  if (WAITING.includes(state) && decisionDueOn) {
    const over = today > decisionDueOn;
    const kind = over ? 'deemed-approval' : 'decision-open';
    give({
      kind,
      tone: over ? 'late' : toneOf(decisionDueOn, today, 3),
      dueOn: decisionDueOn,
      who: 'office',
      rule: 'R8',
      facts: { receivedOn, expert: state === 'MD_REVIEW', prescription: one.kind },
      tab,
      objectId,
    });
  }
  if ((state === 'REFUSED' || state === 'PARTIALLY_APPROVED') && decision?.objectionUntil) {
    const until = decision.objectionUntil;
    const facts = { approved: decision.units, prescribed: one.units, prescription: one.kind };
    if (today <= until)
      give({ kind: 'objection', tone: toneOf(until, today, 14), dueOn: until, who: 'soziotherapist', rule: 'R9', facts, tab, objectId });
    else if (state === 'REFUSED' && of.state === 'IN_APPLICATION')
      give({ kind: 'refusal-final', tone: 'late', dueOn: until, who: 'office', rule: 'R9', facts, tab: 'uebersicht', objectId });
  }
  if (one.carePlanDueOn && of.plan === null && one.usage !== 'LAPSED')
    give({
      kind: 'plan-follows',
      tone: toneOf(one.carePlanDueOn, today, 10),
      dueOn: one.carePlanDueOn,
      who: 'soziotherapist',
      rule: 'R7',
      tab: 'plan',
      objectId,
    });
}

function ofPlan(of: DueCase, { today }: Clock, p: Parameters, give: Give): void {
  const { nextPlan, plan } = of;
  const missing = nextPlan?.missing ?? [];
  if (nextPlan && (nextPlan.state === 'offered' || plan === null))
    give({
      kind: 'plan-unsigned',
      tone: daysFrom(nextPlan.writtenOn, today) > 14 ? 'late' : 'soon',
      dueOn: null,
      who: 'soziotherapist',
      rule: 'R6',
      facts: {
        since: nextPlan.writtenOn,
        draft: nextPlan.state === 'draft',
        client: missing.includes('client'),
        provider: missing.includes('provider'),
        prescriber: missing.includes('prescriber'),
      },
      tab: 'plan',
      objectId: nextPlan.id,
    });
  const follows = of.prescriptions.some(({ carePlanDueOn }) => carePlanDueOn !== null);
  const accompanied = of.state === 'IN_APPLICATION' || of.state === 'ACTIVE';
  if (!nextPlan && !plan && accompanied && !follows)
    give({ kind: 'plan-missing', tone: 'now', dueOn: null, who: 'soziotherapist', rule: 'R6', tab: 'plan' });
  if (plan && of.reviews && of.state !== 'CLOSED' && of.state !== 'EXHAUSTED') {
    const { dueOn, colour } = nextReview({ carePlanSignedOn: plan.signedOn, held: of.reviews, today, inpatient: of.inpatient }, p);
    const tone = colour === 'green' ? 'fine' : colour === 'red' ? 'late' : toneOf(dueOn, today, p.reviewWarnDays);
    const since = of.reviews.toSorted().at(-1) ?? plan.signedOn;
    give({
      kind: 'review',
      tone,
      dueOn,
      who: 'soziotherapist',
      rule: 'R6',
      facts: { since, months: p.reviewIntervalMonths, inpatient: of.inpatient },
      tab: 'plan',
      objectId: plan.id,
    });
  }
}

function ofContingent(of: DueCase, { today }: Clock, p: Parameters, give: Give): void {
  const { state, remainingCapMinutes, windowEnd } = of;
  if (REFERRAL_STATES.includes(state) || state === 'CLOSED' || state === 'IN_APPLICATION') return;
  const leftParts = of.prescriptions.reduce((sum, one) => sum + one.leftParts, 0);
  const ends = of.prescriptions.filter((one) => one.leftParts > 0).map(({ validUntil }) => validUntil ?? windowEnd);
  const validUntil = ends.reduce<Day | null>((latest, end) => (end && (!latest || end > latest) ? end : latest), null);
  // a follow-up that is already on its way needs no second reminder
  const applied = of.prescriptions.some((one) => one.usage === 'UNUSED' && ['DRAFT', 'ISSUED', 'COMPLETE', ...WAITING].includes(one.state));
  const question = { leftParts, unitsPerWeek: of.unitsPerWeek, remainingCapMinutes, validUntil, today };
  const { task, proposedUnits, dueBy, thresholdUnits } = judgeFollowUp(question, p);
  const facts = {
    leftHundredths: Math.floor((leftParts * 100) / UNIT_PARTS),
    proposedUnits,
    dueBy,
    thresholdUnits,
    validUntil,
    remainingMinutes: remainingCapMinutes,
    applied,
  };
  if (state === 'GAP') give({ kind: 'gap', tone: 'late', dueOn: null, who: 'office', rule: 'R15', facts, tab: 'verordnungen' });
  else if (task === 'follow-up' && !applied)
    give({
      kind: 'follow-up',
      tone: leftParts === 0 ? 'late' : 'soon',
      dueOn: dueBy === 'validity' ? validUntil : null,
      who: 'soziotherapist',
      rule: 'R15',
      facts,
      tab: 'verordnungen',
    });
  if (task === 'closing' && state !== 'EXHAUSTED' && remainingCapMinutes <= p.capWarningUnits * 60)
    give({ kind: 'closing', tone: 'soon', dueOn: windowEnd, who: 'soziotherapist', rule: 'R15', facts, tab: 'uebersicht' });
  if (state === 'EXHAUSTED')
    give({ kind: 'closing', tone: 'now', dueOn: windowEnd, who: 'soziotherapist', rule: 'R2', facts, tab: 'uebersicht' });
  else if (task !== 'closing' && remainingCapMinutes <= p.capWarningUnits * 60)
    give({ kind: 'contingent-low', tone: 'soon', dueOn: null, who: 'soziotherapist', rule: 'R2', facts, tab: 'uebersicht' });
  if (windowEnd && state !== 'EXHAUSTED' && daysFrom(today, windowEnd) <= 7 * p.followUpLeadWeeks)
    give({
      kind: 'window-end',
      tone: toneOf(windowEnd, today, 7 * p.followUpLeadWeeks),
      dueOn: windowEnd,
      who: 'soziotherapist',
      rule: 'R2',
      facts,
      tab: 'uebersicht',
    });
}

function ofSession(one: DueSession, { now, today }: Clock, p: Parameters, give: Give): void {
  const objectId = one.id;
  const tab = 'einheiten';
  const hours = Math.floor((now.epochMilliseconds - one.endsAt.epochMilliseconds) / 3_600_000);
  if (hours < 0) return;
  const facts = { day: one.day, hours, lateAfter: p.lateDocHours, veryLateAfter: p.veryLateDocHours };
  const note = one.state === 'DELIVERED';
  if (note || one.state === 'PLANNED' || one.state === 'CONFIRMED') {
    const tone = hours >= p.lateDocHours ? 'late' : one.day < today ? 'now' : 'soon';
    const dueOn = one.endsAt.add({ hours: p.lateDocHours }).toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString();
    give({ kind: note ? 'note-missing' : 'outcome-missing', tone, dueOn, who: 'soziotherapist', rule: 'R21', facts, tab, objectId });
  }
  if (one.state === 'LATE_PENDING')
    give({ kind: 'late-release', tone: 'now', dueOn: null, who: 'lead', rule: 'R21', facts, tab, objectId });
}

/** Signatures of the service record: asked for at the visit, at the latest when the month ends (T3). */
function ofSignatures(of: DueCase, { today }: Clock, give: Give): void {
  const unsigned = of.sessions.filter(({ state }) => state === 'DOCUMENTED').toSorted((one, other) => (one.day < other.day ? -1 : 1));
  const [first] = unsigned;
  if (!first) return;
  const monthEnd = addDays(addMonthsClip(`${first.day.slice(0, 7)}-01`, 1), -1);
  give({
    kind: 'signature-missing',
    tone: toneOf(monthEnd, today, 5),
    dueOn: monthEnd,
    who: 'soziotherapist',
    rule: 'R21',
    facts: { sessions: unsigned.length, day: first.day },
    tab: 'einheiten',
    objectId: first.id,
  });
}

function ofEpisode(of: DueCase, { today, isHoliday }: Clock, p: Parameters, give: Give): void {
  // E1: the waiting list, somebody who accompanies or a form on its way is an answer
  if (of.state === 'INQUIRY' && !of.waiting && !of.helper && of.prescriptions.length === 0) {
    const dueOn = addWorkingDays(of.openedOn, ANSWER_WORKING_DAYS, isHoliday);
    give({
      kind: 'inquiry-unanswered',
      tone: toneOf(dueOn, today, 2),
      dueOn,
      who: 'office',
      rule: 'LIFE',
      facts: { openedOn: of.openedOn },
      tab: 'uebersicht',
    });
  }
  if (!of.helper && of.state !== 'CLOSED')
    give({
      kind: 'helper-missing',
      tone: 'soon',
      dueOn: null,
      who: 'lead',
      rule: 'LIFE',
      facts: { openedOn: of.openedOn },
      tab: 'uebersicht',
    });
  if (of.state === 'PAUSED' && of.pausedFrom) {
    const passed = Math.max(1, Math.ceil(daysFrom(of.pausedFrom, today) / p.pauseReminderDays));
    const dueOn = addDays(of.pausedFrom, passed * p.pauseReminderDays);
    give({
      kind: 'pause-check',
      tone: toneOf(dueOn, today, 3),
      dueOn,
      who: 'soziotherapist',
      rule: 'LIFE',
      facts: { pausedFrom: of.pausedFrom },
      tab: 'uebersicht',
    });
  }
  if (of.holdReviewOn)
    give({
      kind: 'hold-review',
      tone: toneOf(of.holdReviewOn, today, 14),
      dueOn: of.holdReviewOn,
      who: 'lead',
      rule: 'R22',
      tab: 'uebersicht',
    });
}

const SOURCE: Partial<Record<DueKind, string>> = {
  'inquiry-unanswered': 'Einstellung der Praxis',
  'helper-missing': 'Einstellung der Praxis',
  review: 'ST-RL § 6 und Einstellung der Praxis',
  'plan-missing': 'ST-RL § 6 (2)',
  'plan-follows': 'ST-RL § 9; Einstellung der Praxis',
  'plan-unsigned': 'ST-RL § 6 (2)',
  'signature-missing': 'Vertrag § 132b SGB V',
  'pause-check': 'Einstellung der Praxis: alle 14 Tage',
};

/**
 * Everything a case asks of somebody, with the day, the rule and whose work it is; most urgent first. It decides nothing: the days are
 * those that the rules R6 to R9, R15 and R21 named when they were asked.
 */
export function dueItems(of: DueCase, clock: Clock, p: Parameters): DueItem[] {
  const items: DueItem[] = [];
  const give: Give = ({ facts = {}, objectId = of.id, ...item }) =>
    items.push({ ...item, facts, objectId, source: SOURCE[item.kind] ?? RULES[item.rule].source });
  ofEpisode(of, clock, p, give);
  for (const one of of.prescriptions) ofPrescription(one, of, clock, give);
  if (of.state !== 'CLOSED') {
    ofPlan(of, clock, p, give);
    ofContingent(of, clock, p, give);
  }
  for (const one of of.sessions) ofSession(one, clock, p, give);
  ofSignatures(of, clock, give);
  return items.sort(byUrgency);
}
