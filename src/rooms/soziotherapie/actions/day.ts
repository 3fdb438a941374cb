import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { addDays, addMonthsClip, type Day, daysFrom } from '../rules/calendar.ts';
import { deemedApprovalPossible } from '../rules/deadlines.ts';
import { judgeFollowUp } from '../rules/follow-up.ts';
import { contingentOn } from '../rules/ledger.ts';
import * as store from '../store/day.ts';
import * as episodes from '../store/episodes.ts';
import { findPrescription, type PrescriptionRow, selectLetters, updatePrescription } from '../store/prescriptions.ts';
import { askService, endOfDay } from './episode-step.ts';
import { parametersFor } from './practice.ts';
import { insurerHolidays } from './prescription-step.ts';
import { lockContingent, reckon } from './reckon.ts';
import { sameWindows } from './reckon-post.ts';
import { type Book, openBook, todayOf } from './reckon-question.ts';
import { usableToday } from './reckon-steps.ts';
import { waitOf } from './submissions.ts';

const BATCH = 500;
/** After this the file of an ended case is only the lead's (data protection: nobody works with it any more). */
const OPEN_MONTHS = 6;
/** So long before the window ends somebody plans what comes after it. */
const WINDOW_DAYS = 42;
const OBJECTION_DAYS = 7;

type Case = Pick<episodes.EpisodeRow, 'id' | 'person_id' | 'organisation_id' | 'practitioner_id'>;
type Wish = Parameters<typeof askService>[2];

/** Asks once, however often the day is looked at; a task that was answered is not asked again. */
async function askOnce(call: Call, of: Case, wish: Wish): Promise<void> {
  const objectId = wish.object?.[1] ?? of.id;
  if ((await store.lastAsked(call.tx, wish.kind, objectId)) === null) await askService(call, of, wish);
}

/** R7: the last day is said on itself; once it is over without receipt the lead must know that nothing is covered. */
async function watchSubmission(call: Call, of: Case, row: PrescriptionRow, today: Day): Promise<void> {
  const until = row.submit_until;
  if (until === null || row.received_on !== null) return;
  const open = row.state === 'ISSUED' || row.state === 'COMPLETE';
  if (!open && row.state !== 'SUBMITTED') return;
  const object = ['prescription', row.id] as const;
  const facts = { until };
  if (today >= until && open && today === until)
    await askOnce(call, of, { kind: 'sozio-submit-last-day', object, for: 'office', due: endOfDay(until), priority: 1, facts });
  if (today > until) await askOnce(call, of, { kind: 'sozio-submit-late', object, for: 'lead', due: call.now, priority: 1, facts });
}

/** R8: a flag and a telephone call, never a state (BSG 26.05.2020, B 1 KR 9/18 R). */
async function watchDecision(call: Call, of: Case, row: PrescriptionRow, today: Day): Promise<void> {
  if (row.state !== 'SUBMITTED' && row.state !== 'PROVISIONAL' && row.state !== 'MD_REVIEW') return;
  const wait = waitOf(row);
  if (wait === null || row.deemed_flag_on !== null) return;
  const p = await parametersFor(call, row.organisation_id, wait.receivedOn);
  if (!deemedApprovalPossible(wait, today, await insurerHolidays(call, row, wait.receivedOn), p)) return;
  await updatePrescription(call.tx, row.id, { deemed_flag_on: today });
  await record(call, {
    action: 'soziotherapie.prescription.deemed-possible',
    kind: 'U',
    object: ['prescription', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id },
  });
  await askService(call, of, {
    kind: 'sozio-ask-insurer',
    object: ['prescription', row.id],
    for: 'office',
    due: call.now,
    priority: 1,
    facts: { since: row.decision_due_on },
  });
}

/** R9: a week before the end of objection, and the day after it. */
async function watchObjection(call: Call, of: Case & { state: string }, row: PrescriptionRow, today: Day): Promise<void> {
  if (row.state !== 'REFUSED' && row.state !== 'PARTIALLY_APPROVED') return;
  const letter = (await selectLetters(call.tx, row.id)).at(-1);
  const until = letter?.objection_until;
  if (!until || letter.objected_on !== null) return;
  const object = ['prescription', row.id] as const;
  const facts = { until };
  if (today <= until && today >= addDays(until, -OBJECTION_DAYS))
    await askOnce(call, of, { kind: 'sozio-objection-soon', object, for: 'helper', due: endOfDay(until), priority: 1, facts });
  if (today > until && row.state === 'REFUSED' && of.state === 'IN_APPLICATION')
    await askOnce(call, of, { kind: 'sozio-refusal-final', object, for: 'office', due: call.now, facts });
}

/** R15, E12: the follow-up, or the end, early enough. One question for each prescription that runs out. */
async function watchUnits(call: Call, of: episodes.EpisodeRow, book: Book): Promise<void> {
  if (of.state !== 'ACTIVE' && of.state !== 'PAUSED') return;
  const { remainingMinutes, window } = contingentOn(book.windows, book.today, book.p);
  if (remainingMinutes > 0 && remainingMinutes <= book.p.capWarningUnits * 60)
    await askOnce(call, of, { kind: 'sozio-cap-warning', for: 'helper', due: call.now, facts: { units: remainingMinutes / 60 } });
  if (window && book.today >= addDays(window.end, -WINDOW_DAYS))
    await askOnce(call, of, { kind: 'sozio-window-end', for: 'office', due: endOfDay(window.end), facts: { until: window.end } });
  const usable = usableToday(book);
  const last = usable.ids.at(-1);
  if (last === undefined) return;
  const unitsPerWeek = Number(of.frequency_per_week ?? 1);
  const question = {
    leftParts: usable.leftParts,
    unitsPerWeek,
    remainingCapMinutes: remainingMinutes,
    validUntil: usable.until,
    today: book.today,
  };
  const { task, proposedUnits, facts } = judgeFollowUp(question, book.p);
  if (task === 'none') return;
  const kind = task === 'follow-up' ? 'sozio-follow-up' : 'sozio-closing';
  const about = { left: Number(facts.leftUnits), proposed: proposedUnits };
  await askOnce(call, of, {
    kind,
    object: ['prescription', last],
    for: task === 'follow-up' ? 'office' : 'helper',
    due: call.now,
    facts: about,
  });
}

/** E8: every fourteen days somebody looks after a pause; E10: a gap is the lead's from the second day on. */
async function watchState(call: Call, of: episodes.EpisodeRow, book: Book): Promise<void> {
  if (of.state === 'PAUSED' && of.paused_from !== null) {
    const rounds = Math.floor(daysFrom(of.paused_from, book.today) / book.p.pauseReminderDays);
    const asked = await store.lastAsked(call.tx, 'sozio-pause-reminder', of.id);
    const since = addDays(of.paused_from, rounds * book.p.pauseReminderDays);
    if (rounds >= 1 && (asked === null || dayInBerlin(asked).toString() < since))
      await askService(call, of, { kind: 'sozio-pause-reminder', for: 'helper', due: call.now, facts: { since: of.paused_from } });
  }
  if (of.state === 'GAP') {
    const told = await store.lastAsked(call.tx, 'sozio-follow-up', of.id);
    if (told !== null && dayInBerlin(told).toString() < book.today)
      await askOnce(call, of, { kind: 'sozio-gap', for: 'lead', due: call.now, priority: 1 });
  }
  if (of.legal_hold !== null && of.legal_hold_review_on !== null && of.legal_hold_review_on <= book.today)
    await askOnce(call, of, { kind: 'sozio-legal-hold', for: 'lead', due: call.now });
}

/** Everything of one person that a day brings without an event. Safe to repeat. */
export async function lookAtPerson(call: Call, personId: string): Promise<void> {
  const today = todayOf(call);
  await lockContingent(call, personId);
  for (const organisationId of await store.selectPracticesOf(call.tx, personId)) {
    const before = await openBook(call, personId, organisationId);
    const told = call.happened.length;
    const { windows } = await reckon(call, personId, organisationId, before);
    // nearly always the day changed nothing, and the book stands as it was read
    const same = call.happened.length === told && sameWindows(before.windows, windows);
    const book = same ? before : await openBook(call, personId, organisationId);
    for (const of of await episodes.selectRunning(call.tx, personId, organisationId)) {
      for (const { id } of await store.selectPrescriptionsOf(call.tx, of.id)) {
        const row = await findPrescription(call.tx, id, true);
        if (!row) continue;
        await watchSubmission(call, of, row, today);
        await watchDecision(call, of, row, today);
        await watchObjection(call, of, row, today);
      }
      await watchUnits(call, of, book);
      await watchState(call, of, book);
    }
  }
  await store.markSeen(call.tx, personId, today);
}

/**
 * Looks at everybody with a running case once a day, each in a transaction of its own. Answers how many were looked at; a fault with one
 * person keeps nobody else waiting and is thrown when all the others are done.
 */
export async function lookAtDay(world: World): Promise<number> {
  const seen = new Set<string>();
  const faults: unknown[] = [];
  for (;;) {
    const most = BATCH + faults.length;
    const unseen = (await asSystem(world, JOB, (call) => store.selectUnseen(call.tx, todayOf(call), most))).filter((id) => !seen.has(id));
    for (const personId of unseen) {
      seen.add(personId);
      await asSystem(world, JOB, (call) => lookAtPerson(call, personId)).catch(async (fault: unknown) => {
        // what a rule refuses (another practice's minutes no longer fit) is no fault: tomorrow it is asked again
        if (fault instanceof Refusal) await asSystem(world, JOB, (call) => store.markSeen(call.tx, personId, todayOf(call)));
        else faults.push(fault);
      });
    }
    if (unseen.length === 0) break;
  }
  await asSystem(world, JOB, restrictEnded);
  if (faults.length > 0) throw faults[0];
  return seen.size;
}
const JOB = 'soziotherapie.look-at-day';

/** Half a year after its end a file is only the lead's. */
async function restrictEnded(call: Call): Promise<void> {
  const before = addMonthsClip(todayOf(call), -OPEN_MONTHS);
  for (const { id, person_id, organisation_id } of await store.selectToRestrict(call.tx, before, BATCH)) {
    await episodes.updateEpisode(call.tx, id, { restricted_at: call.now });
    await episodes.restrictService(call.tx, id, true);
    await record(call, {
      action: 'soziotherapie.episode.restricted',
      kind: 'U',
      object: ['episode', id],
      personId: person_id,
      reason: 'ended-long-ago',
      data: { organisationId: organisation_id, episodeId: id },
    });
  }
}
