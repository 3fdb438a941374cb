import { type Route, serve } from '#platform/http.ts';
import * as plans from '../actions/care-plan.ts';
import * as links from '../actions/links.ts';
import { printPlan } from '../actions/plan-paper.ts';
import { markReported, printReport } from '../actions/report.ts';
import * as reviews from '../actions/reviews.ts';
import { dropPlan, signPlan } from '../actions/signatures.ts';
import * as wire from '../contract/care-plan.ts';
import * as linkWire from '../contract/links.ts';
import * as reviewWire from '../contract/reviews.ts';
import { signPlan as signWire } from '../contract/signatures.ts';

/** The answer holds a secret: told once and never kept beside the idempotency key. */
const TOLD_ONCE = { once: false } as const;

/** Care plans, who signs them, links for those without an account, and reviews. The office reads plans and no reviews. */
export const planRoutes: Route[] = [
  serve(wire.listPlans, 'soziotherapie.read', (call, { permit, params }) => plans.listPlans(call, permit, params.id)),
  serve(wire.getPlan, 'soziotherapie.read', (call, { permit, params }) => plans.getPlan(call, permit, params.id)),
  serve(wire.draftPlan, 'soziotherapie.care', (call, { permit, params, body }) =>
    plans.draftPlan(call, permit, params.id, body.prescriptionId),
  ),
  serve(wire.savePlan, 'soziotherapie.care', (call, { permit, params, version, body }) =>
    plans.savePlan(call, permit, params.id, version, body),
  ),
  serve(wire.offerPlan, 'soziotherapie.care', (call, { permit, params, version }) => plans.offerPlan(call, permit, params.id, version)),
  serve(wire.dropPlan, 'soziotherapie.care', (call, { permit, params, version }) => dropPlan(call, permit, params.id, version)),
  serve(wire.printPlan, 'soziotherapie.read', (call, { permit, params, query }) => printPlan(call, permit, params.id, query.language)),
  serve(signWire, 'soziotherapie.read', (call, { permit, params, version, body }) => signPlan(call, permit, params.id, version, body)),
  serve(linkWire.listLinks, 'soziotherapie.read', (call, { permit, params }) => links.listLinks(call, permit, params.id)),
  serve(
    linkWire.makeLink,
    'soziotherapie.read',
    (call, { permit, params, body }) => links.makeLink(call, permit, params.id, body),
    TOLD_ONCE,
  ),
  serve(linkWire.revokeLink, 'soziotherapie.read', (call, { permit, params, version }) =>
    links.revokeLink(call, permit, params.id, version),
  ),
  serve(reviewWire.listDueReviews, 'soziotherapie.care', (call, { permit }) => reviews.listDueReviews(call, permit)),
  serve(reviewWire.getReviews, 'soziotherapie.care', (call, { permit, params }) => reviews.getReviews(call, permit, params.id)),
  serve(reviewWire.holdReview, 'soziotherapie.care', (call, { permit, params, body }) => reviews.holdReview(call, permit, params.id, body)),
  serve(reviewWire.printReport, 'soziotherapie.care', (call, { permit, params, query }) =>
    printReport(call, permit, params.id, query.language),
  ),
  serve(reviewWire.markReported, 'soziotherapie.care', (call, { permit, params, version }) =>
    markReported(call, permit, params.id, version),
  ),
];
