import { Refusal } from '#kernel/decision.ts';
import { berlinInstant } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import { closeLinks, keepAnswer, type LinkAnswer, type Opened, openLink } from '#rooms/access/actions/links.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { Shown } from '../contract/links.ts';
import { addDays } from '../rules/calendar.ts';
import * as plans from '../store/care-plan.ts';
import { findReview } from '../store/reviews.ts';
import { clientName, contentOf, differenceOf, getCase, signatureView } from './care-plan.ts';
import { todayOf } from './cases.ts';
import { findPracticeHead } from './practice-head.ts';
import { keepReported, reportOf } from './report.ts';
import { addSignature } from './signatures.ts';

type OpenLink = Extract<Opened, { ok: true }>;

/**
 * What stands behind a link, for its recipient alone. By the system; it reads exactly the one object that the link names, and only
 * after the link said "open". A refusal is returned, so that a wrong code and a closed link stay written down.
 */
export async function showLink(call: Call, secret: string, browser: string, code?: string): Promise<Shown | { step: 'code' } | Refusal> {
  const opened = await openLink(call, secret, browser, code);
  if (!opened.ok) return opened.refusal ?? { step: 'code' };
  const gone = await outdated(call, opened);
  return gone ?? shown(call, opened);
}

/** Who no longer prescribes, and whose case is over, has nothing to open (scenario S10). */
async function outdated(call: Call, { link }: OpenLink): Promise<Refusal | null> {
  const episodeId = await episodeOf(call, link);
  const found = episodeId ? await plans.findCase(call.tx, episodeId) : undefined;
  const former = link.recipient_kind === 'prescriber' && found?.prescriber_id !== link.recipient_id;
  if (found && !former && found.state !== 'CLOSED') return null;
  await closeLinks(call, { id: link.id }, former ? 'prescriber-changed' : 'case-closed');
  return new Refusal('link-expired');
}

async function episodeOf(call: Call, { object_id, purpose }: OpenLink['link']): Promise<string | undefined> {
  if (purpose === 'sign-plan') return (await plans.findPlan(call.tx, object_id))?.episode_id;
  return (await findReview(call.tx, object_id))?.episode_id;
}

const partyOf = (recipientKind: string) => (recipientKind === 'prescriber' ? ('prescriber' as const) : ('client' as const));

async function shown(call: Call, { link, recipientName }: OpenLink): Promise<Shown> {
  const plan = link.purpose === 'sign-plan' ? await plans.findPlan(call.tx, link.object_id) : undefined;
  const review = link.purpose === 'read-report' ? await findReview(call.tx, link.object_id) : undefined;
  const episodeId = plan?.episode_id ?? review?.episode_id;
  if (!episodeId) throw new Error('a link to nothing');
  const found = await getCase(call, episodeId);
  await recordReads(call, 'soziotherapie.link.read', link.object_kind, [{ id: link.object_id, personId: link.person_id }]);
  return {
    step: 'open',
    recipientKind: link.recipient_kind as Shown['recipientKind'],
    recipientName,
    expiresAt: link.expires_at.toString(),
    answered: link.answered_at ? { at: link.answered_at.toString(), answer: link.answer as LinkAnswer } : null,
    practice: await findPracticeHead(call, link.organisation_id),
    client: { name: clientName(found), birthDate: found.birth_date },
    plan: plan ? await planShown(call, plan, partyOf(link.recipient_kind)) : null,
    report: review ? await reportOf(call, review) : null,
  };
}

async function planShown(call: Call, plan: plans.PlanRecord, party: 'prescriber' | 'client'): Promise<NonNullable<Shown['plan']>> {
  const content = await contentOf(call, plan);
  const signatures = await plans.selectSignatures(call.tx, [plan.id]);
  const prescription = (await plans.selectPrescriptions(call.tx, plan.episode_id)).find(({ id }) => id === plan.prescription_id);
  return {
    number: plan.number,
    validFrom: plan.valid_from,
    plannedUnits: plan.planned_units,
    prescribedUnits: prescription?.units ?? null,
    content,
    signatures: signatures.map(signatureView).map(({ party: who, how, signedOn }) => ({ party: who, how, signedOn })),
    open: plan.state === 'offered' && !signatures.some((one) => one.party === party),
    difference: (await differenceOf(call, plan, content)).difference,
  };
}

/** The recipient's one answer. Refuses as `showLink`, and "link-answered", "link-not-this-answer", "link-text-missing", "plan-not-offered". */
export async function answerLink(
  call: Call,
  secret: string,
  browser: string,
  { answer, text }: { answer: LinkAnswer; text?: string | undefined },
): Promise<{ answer: LinkAnswer; at: string } | Refusal> {
  const opened = await openLink(call, secret, browser);
  if (!opened.ok) return opened.refusal ?? new Refusal('link-code-needed');
  const gone = await outdated(call, opened);
  if (gone) return gone;
  const { link } = opened;
  if (link.answered_at) return new Refusal('link-answered');
  const fits = link.purpose === 'sign-plan' ? answer !== 'read' : answer === 'read' || answer === 'asked-back';
  if (!fits) return new Refusal('link-not-this-answer');
  const said = answer === 'asked-back' || answer === 'declined';
  if (said && !text) return new Refusal('link-text-missing', { errors: [{ pointer: '/text', code: 'link-text-missing' }] });
  await keepAnswer(call, link, answer, said ? text : undefined); // first: the third signature closes what still waits
  if (answer === 'signed') await signByLink(call, opened);
  if (answer === 'read') await reported(call, opened);
  if (said) await tell(call, opened, answer);
  return { answer, at: call.now.toString() };
}

async function signByLink(call: Call, { link }: OpenLink): Promise<void> {
  const plan = await plans.lockPlan(call.tx, link.object_id);
  if (!plan) throw new Error('a link to no plan');
  await addSignature(call, plan, {
    party: partyOf(link.recipient_kind),
    how: 'link',
    byGuardian: link.recipient_kind === 'guardian',
    signedOn: todayOf(call),
    linkId: link.id,
  });
}

async function reported(call: Call, { link }: OpenLink): Promise<void> {
  const review = await findReview(call.tx, link.object_id);
  if (review) await keepReported(call, review, link.recipient_id, 'link');
}

/** A question or a no becomes a task of who accompanies; the words themselves stay sealed with the link. */
async function tell(call: Call, { link }: OpenLink, answer: 'asked-back' | 'declined'): Promise<void> {
  const episodeId = await episodeOf(call, link);
  const found = episodeId ? await plans.findCase(call.tx, episodeId) : undefined;
  const whom = found?.practitioner_id
    ? { assigneeRole: 'soziotherapist', practitionerId: found.practitioner_id }
    : { assigneeRole: 'lead', organisationId: link.organisation_id };
  await appendTask(call, {
    kind: answer === 'declined' ? 'plan-declined' : link.purpose === 'sign-plan' ? 'plan-asked-back' : 'report-asked-back',
    object: [link.object_kind, link.object_id],
    personId: link.person_id,
    ...whom,
    dueAt: berlinInstant(Temporal.PlainDate.from(addDays(todayOf(call), 2)), Temporal.PlainTime.from('18:00')),
    facts: { episodeId: episodeId ?? null },
  });
}
