import { Refusal } from '#kernel/decision.ts';
import { berlinInstant } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { holdReview as HoldReview, recordContact as RecordContact, recordEntry as RecordEntry } from '../contract/monitoring.ts';
import { plusDays } from '../rules/findings/days.ts';
import { happenedOn, REVIEW_LEADS_TO } from '../rules/monitoring.ts';
import type { CaseRow } from '../store/cases.ts';
import { findLineRow } from '../store/linking.ts';
import * as store from '../store/monitoring.ts';
import { findGoal } from '../store/plan.ts';
import { areaOf } from './areas.ts';
import { endOfDay, lockOpenCase, todayOf } from './case.ts';

type Care = Permit<'cases.care'>;
type ContactWish = NonNullable<(typeof RecordContact)['body']>['_output'];
type EntryWish = NonNullable<(typeof RecordEntry)['body']>['_output'];
type ReviewWish = NonNullable<(typeof HoldReview)['body']>['_output'];

/** What is sealed of a contact. */
export interface ContactText {
  summary: string;
  nextStep: string;
}
export const NEXT_STEP = 'case-next-step';

const place = (table: string, column: string) => (row: string) => ({ table, column, row });
export const contactPlace = place('cases.contact', 'summary_sealed');
export const entryPlace = place('cases.monitoring_entry', 'text_sealed');
export const reviewPlace = place('cases.review', 'text_sealed');

const refused = (pointer: string, code: string) => new Refusal(code, { errors: [{ pointer, code }] });

function insistHappened(call: Call, on: string, found: CaseRow, pointer: string): void {
  const may = happenedOn(on, { openedOn: found.opened_on, today: todayOf(call) });
  if (!may.ok) throw refused(pointer, may.because);
}

const ids = (found: CaseRow) => ({ case_id: found.id, person_id: found.person_id, organisation_id: found.organisation_id });
const told = (call: Call, found: CaseRow, action: string, object: [string, string], data: Record<string, string | boolean> = {}) =>
  record(call, {
    action,
    kind: 'C',
    object,
    personId: found.person_id,
    data: { organisationId: found.organisation_id, caseId: found.id, ...data },
  });

async function insistOwnLine(call: Call, caseId: string, lineId: string | null): Promise<void> {
  if (lineId !== null && (await findLineRow(call.tx, lineId))?.case_id !== caseId) throw new Refusal('not-found');
}

/** When it was: the day and time said, else now; a day without a time is its noon. */
function timeOf(call: Call, { onDay, time }: Pick<ContactWish, 'onDay' | 'time'>): Temporal.Instant {
  const today = todayOf(call);
  if (!time && (!onDay || onDay === today)) return call.now;
  return berlinInstant(Temporal.PlainDate.from(onDay ?? today), Temporal.PlainTime.from(time ?? '12:00'));
}

/**
 * Writes a contact; a correction is a new row that names the old one. A next step with a day becomes a task of who coordinates the case.
 * Refuses "contact-summary-missing", "contact-amended-already", "day-in-future", "day-before-case", "next-day-past".
 */
export async function recordContact(call: Call, _permit: Care, caseId: string, wish: ContactWish) {
  const found = await lockOpenCase(call, caseId);
  const today = todayOf(call);
  const onDay = wish.onDay ?? today;
  const at = timeOf(call, wish);
  insistHappened(call, onDay, found, '/onDay');
  if (Temporal.Instant.compare(at, call.now) > 0) throw refused('/time', 'day-in-future');
  if (wish.reached && wish.summary === '') throw refused('/summary', 'contact-summary-missing');
  if (wish.nextOn !== null && wish.nextOn < today) throw refused('/nextOn', 'next-day-past');
  await insistOwnLine(call, caseId, wish.lineId);
  if (wish.amendsId !== null) {
    const older = await store.findContact(call.tx, wish.amendsId);
    if (older?.case_id !== caseId) throw new Refusal('not-found');
    if (older.amended) throw new Refusal('contact-amended-already');
    await settleTasks(call, NEXT_STEP, wish.amendsId, 'amended');
  }
  const id = call.newId();
  const text: ContactText = { summary: wish.summary, nextStep: wish.nextStep };
  await store.appendContact(call.tx, {
    id,
    ...ids(found),
    kind: wish.kind,
    with_whom: wish.withWhom,
    at,
    on_day: onDay,
    minutes: wish.minutes,
    reached: wish.reached,
    summary_sealed: await call.sealer.seal(call.tx, found.person_id, contactPlace(id), JSON.stringify(text)),
    service_line_id: wish.lineId,
    next_on: wish.nextOn,
    made_at: call.now,
    made_by: accountOf(call).accountId,
    amends_id: wish.amendsId,
  });
  if (wish.nextOn !== null)
    await appendTask(call, {
      kind: NEXT_STEP,
      object: ['contact', id],
      personId: found.person_id,
      assigneeId: found.manager_id,
      organisationId: found.organisation_id,
      dueAt: endOfDay(wish.nextOn),
      facts: { caseId },
      note: wish.nextStep || undefined,
    });
  await told(call, found, wish.amendsId ? 'cases.contact.amended' : 'cases.contact.recorded', ['contact', id], {
    kind: wish.kind,
    withWhom: wish.withWhom,
    reached: wish.reached,
  });
  return { id };
}

/** Writes what was seen of a service or goal. Refuses "entry-without-subject", "entry-empty", "day-in-future", "day-before-case". */
export async function recordEntry(call: Call, _permit: Care, caseId: string, wish: EntryWish) {
  const found = await lockOpenCase(call, caseId);
  insistHappened(call, wish.onDay, found, '/onDay');
  if (wish.lineId === null && wish.goalId === null) throw refused('/lineId', 'entry-without-subject');
  const { unitsPlanned, unitsDelivered, attended, fits, satisfaction, barrier, note } = wish;
  const said = [unitsPlanned, unitsDelivered, attended, fits, satisfaction, barrier].some((value) => value !== null) || note !== '';
  if (!said) throw refused('/fits', 'entry-empty');
  if (wish.nextOn !== null && wish.nextOn < todayOf(call)) throw refused('/nextOn', 'next-day-past');
  await insistOwnLine(call, caseId, wish.lineId);
  if (wish.goalId !== null && (await findGoal(call.tx, wish.goalId))?.case_id !== caseId) throw new Refusal('not-found');
  const id = call.newId();
  await store.appendEntry(call.tx, {
    id,
    ...ids(found),
    on_day: wish.onDay,
    source: wish.source,
    service_line_id: wish.lineId,
    goal_id: wish.goalId,
    units_planned: unitsPlanned,
    units_delivered: unitsDelivered,
    attended,
    fits,
    satisfaction,
    barrier,
    next_on: wish.nextOn,
    text_sealed: note === '' ? null : await call.sealer.seal(call.tx, found.person_id, entryPlace(id), note),
    made_at: call.now,
    made_by: accountOf(call).accountId,
  });
  await told(call, found, 'cases.monitoring-entry.recorded', ['monitoring-entry', id], { source: wish.source });
  return { id };
}

/** Holds a review; its outcome names the next step, which the case manager takes where the case allows it. */
export async function holdReview(call: Call, _permit: Care, caseId: string, wish: ReviewWish) {
  const found = await lockOpenCase(call, caseId);
  insistHappened(call, wish.reviewedOn, found, '/reviewedOn');
  const id = call.newId();
  await store.appendReview(call.tx, {
    id,
    ...ids(found),
    reviewed_on: wish.reviewedOn,
    outcome: wish.outcome,
    with_client: wish.withClient,
    text_sealed: wish.note === '' ? null : await call.sealer.seal(call.tx, found.person_id, reviewPlace(id), wish.note),
    made_at: call.now,
    made_by: accountOf(call).accountId,
  });
  await told(call, found, 'cases.review.held', ['review', id], { outcome: wish.outcome });
  const area = await areaOf(call, found.area);
  const lines = await store.selectMonitoredLines(call.tx, caseId);
  const soziotherapie = lines.some(
    ({ service_type, state }) => service_type === 'soziotherapie' && (state === 'started' || state === 'adapted'),
  );
  const days = soziotherapie ? Math.min(area.review.soziotherapie, area.review.plan) : area.review.plan;
  return { id, nextDueOn: plusDays(wish.reviewedOn, days), leadsTo: REVIEW_LEADS_TO[wish.outcome] };
}

const stayDays = (call: Call, admittedOn: string, dischargedOn: string | null) => {
  if (dischargedOn !== null && (dischargedOn < admittedOn || dischargedOn > todayOf(call)))
    throw refused('/dischargedOn', 'stay-days-wrong');
};

/** Notes a stay in hospital; it may have begun before the case. Refuses "day-in-future", "stay-days-wrong". */
export async function recordStay(
  call: Call,
  _permit: Care,
  caseId: string,
  wish: { admittedOn: string; dischargedOn: string | null; followUpNeeded: boolean },
) {
  const found = await lockOpenCase(call, caseId);
  if (wish.admittedOn > todayOf(call)) throw refused('/admittedOn', 'day-in-future');
  stayDays(call, wish.admittedOn, wish.dischargedOn);
  const id = call.newId();
  await store.appendStay(call.tx, {
    id,
    ...ids(found),
    admitted_on: wish.admittedOn,
    discharged_on: wish.dischargedOn,
    follow_up_needed: wish.followUpNeeded,
    recorded_at: call.now,
  });
  await told(call, found, 'cases.hospital-stay.recorded', ['hospital-stay', id]);
  return { id };
}

export async function changeStay(call: Call, _permit: Care, id: string, wish: { dischargedOn: string | null; followUpNeeded: boolean }) {
  const stay = await store.lockStay(call.tx, id);
  if (!stay) throw new Refusal('not-found');
  const found = await lockOpenCase(call, stay.case_id);
  stayDays(call, stay.admitted_on, wish.dischargedOn);
  await store.updateStay(call.tx, id, { discharged_on: wish.dischargedOn, follow_up_needed: wish.followUpNeeded });
  await record(call, {
    action: 'cases.hospital-stay.changed',
    kind: 'U',
    object: ['hospital-stay', id],
    personId: found.person_id,
    data: { organisationId: found.organisation_id, caseId: found.id },
  });
  return { id };
}
