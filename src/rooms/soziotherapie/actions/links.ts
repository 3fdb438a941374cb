import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import { createLink, readLinks, revokeLink as revoke } from '#rooms/access/actions/links.ts';
import type { LinkRow, makeLink as MakeLink } from '../contract/links.ts';
import { findPlan, selectPlans } from '../store/care-plan.ts';
import { findReview, selectReviews } from '../store/reviews.ts';
import { clientName, getCase, getReadable, mayWrite } from './care-plan.ts';
import { caresIn } from './cases.ts';

type Read = Permit<'soziotherapie.read'>;
type Wish = NonNullable<(typeof MakeLink)['body']>['_output'];

export async function listLinks(call: Call, _permit: Read, episodeId: string) {
  await getReadable(call, episodeId);
  const plans = await selectPlans(call.tx, episodeId);
  const reviews = caresIn(call) ? await selectReviews(call.tx, episodeId) : [];
  const found = await readLinks(
    call,
    [...plans, ...reviews].map(({ id }) => id),
  );
  return {
    links: found.map(
      ({ link, state, recipientName, said }): LinkRow => ({
        id: link.id,
        version: link.version,
        purpose: link.purpose as LinkRow['purpose'],
        objectId: link.object_id,
        recipientKind: link.recipient_kind as LinkRow['recipientKind'],
        recipientName,
        state,
        createdAt: link.created_at.toString(),
        createdByName: link.created_by_name,
        expiresAt: link.expires_at.toString(),
        openedAt: link.bound_at?.toString() ?? null,
        answeredAt: link.answered_at?.toString() ?? null,
        answer: link.answer as LinkRow['answer'],
        said,
      }),
    ),
  };
}

/**
 * A link to a plan that waits for this signature, or to the report of a review for who prescribes now. Refuses "plan-not-offered",
 * "review-not-found", "link-recipient-missing", "plan-signed-already".
 */
export async function makeLink(call: Call, _permit: Read, episodeId: string, wish: Wish) {
  const found = await getCase(call, episodeId);
  const { roles, organisationId } = accountOf(call);
  const office = roles.includes('office') && organisationId === found.organisation_id && wish.purpose === 'sign-plan';
  if (found.state === 'CLOSED') throw new Refusal('plan-case-closed');
  if (!office && !mayWrite(call, found)) throw new Refusal('plan-not-yours');
  const prescriber = wish.recipientKind === 'prescriber';
  if (prescriber && !found.prescriber_id) throw new Refusal('link-recipient-missing');
  if (wish.recipientKind === 'guardian' && !found.guardian) throw new Refusal('link-recipient-missing');
  if (wish.purpose === 'sign-plan') {
    const plan = await findPlan(call.tx, wish.objectId);
    if (!plan || plan.episode_id !== found.id) throw new Refusal('not-found');
    if (plan.state !== 'offered') throw new Refusal('plan-not-offered');
  } else {
    const review = await findReview(call.tx, wish.objectId);
    if (!review || review.episode_id !== found.id) throw new Refusal('not-found');
    if (!prescriber) throw new Refusal('link-recipient-missing');
  }
  return createLink(call, {
    purpose: wish.purpose,
    objectKind: wish.purpose === 'sign-plan' ? 'care-plan' : 'review',
    objectId: wish.objectId,
    personId: found.person_id,
    organisationId: found.organisation_id,
    recipientKind: wish.recipientKind,
    recipientId: prescriber ? found.prescriber_id : null,
    recipientName: prescriber ? (found.prescriber_name ?? '') : clientName(found),
  });
}

/** Closes a link at once, whoever of the practice made it. */
export async function revokeLink(call: Call, _permit: Read, id: string, version: number | undefined) {
  return revoke(call, id, version);
}
