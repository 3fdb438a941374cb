import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { planSheet } from '#platform/documents/plan-sheet.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { Report } from '../contract/reviews.ts';
import * as store from '../store/reviews.ts';
import { clientName, getCase, getWritable } from './care-plan.ts';
import { findPracticeHead } from './practice-head.ts';
import { reportOnPaper } from './report-paper.ts';
import { ratingsOf, reviewContent } from './reviews.ts';

type Care = Permit<'soziotherapie.care'>;

/** The short report of a review, built field by field from this list: what was written in sessions cannot get into it (rule book D12). */
export async function reportOf(call: Call, review: store.ReviewRecord): Promise<Report> {
  const found = await getCase(call, review.episode_id);
  const { comparison, goals, summary } = await reviewContent(call, review);
  const ratings = await ratingsOf(call, review.person_id);
  return {
    client: { name: clientName(found), birthDate: found.birth_date },
    practice: await findPracticeHead(call, review.organisation_id),
    prescriberName: found.prescriber_name,
    writerName: review.recorded_by_name,
    planNumber: review.plan_number,
    doneOn: review.done_on,
    outcome: review.outcome,
    nextDueOn: review.next_due_on,
    units: comparison.units,
    delivered: comparison.delivered,
    noShow: comparison.noShow,
    cancelled: comparison.cancelledByClient + comparison.cancelledByProvider,
    from: comparison.from,
    to: comparison.to,
    goals: goals.map(({ text, state }) => ({ text, state })),
    ratings: ratings.filter(({ on }) => on <= review.done_on),
    summary,
  };
}

export async function printReport(call: Call, _permit: Care, id: string, language: 'de' | 'en'): Promise<FileAnswer> {
  const review = await store.findReview(call.tx, id);
  if (!review) throw new Refusal('not-found');
  const { pdf } = planSheet(reportOnPaper(language, call.now, await reportOf(call, review)));
  await record(call, {
    action: 'soziotherapie.report.printed',
    kind: 'R',
    object: ['review', id],
    personId: review.person_id,
    data: { organisationId: review.organisation_id, episodeId: review.episode_id },
  });
  return new FileAnswer('application/pdf', language === 'de' ? 'kurzbericht.pdf' : 'short-report.pdf', pdf);
}

/** Says that the report went to who prescribes now, on paper. */
export async function markReported(call: Call, _permit: Care, id: string, version: number | undefined) {
  const review = await store.lockReview(call.tx, id);
  if (!review) throw new Refusal('not-found');
  if (review.version !== version) throw new Refusal('version-old', { current: review.version });
  const found = await getWritable(call, review.episode_id);
  if (!found.prescriber_id) throw new Refusal('link-recipient-missing');
  const next = await keepReported(call, review, found.prescriber_id, 'paper');
  return { id, version: next };
}

/** D4: reports that were sent belong to the file. */
export async function keepReported(
  call: Call,
  review: store.ReviewRecord,
  prescriberId: string | null,
  how: 'paper' | 'link',
): Promise<number> {
  const next = await store.markReported(call.tx, review.id, prescriberId, call.now);
  await record(call, {
    action: 'soziotherapie.report.sent',
    kind: 'U',
    object: ['review', review.id],
    personId: review.person_id,
    data: { organisationId: review.organisation_id, episodeId: review.episode_id, how },
  });
  return next;
}
