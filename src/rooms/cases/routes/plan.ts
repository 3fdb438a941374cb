import { type Route, serve } from '#platform/http.ts';
import { disclosePart } from '../actions/disclosures.ts';
import * as evaluation from '../actions/evaluation.ts';
import { printEvaluation } from '../actions/evaluation-paper.ts';
import * as goals from '../actions/goals.ts';
import * as measures from '../actions/measures.ts';
import { readPlan } from '../actions/plan.ts';
import { handOverCopy, printPlanCopy } from '../actions/plan-copy.ts';
import { makePlanLink, revokePlanLink } from '../actions/plan-links.ts';
import * as versions from '../actions/plan-versions.ts';
import * as end from '../contract/evaluation.ts';
import * as wire from '../contract/plan.ts';

/** The answer holds a secret: told once and never kept beside the idempotency key. */
const TOLD_ONCE = { once: false } as const;

/** The plan of a case, its agreement, and the evaluation at the end. */
export const casePlanRoutes: Route[] = [
  serve(wire.getPlan, 'cases.care', (call, { permit, params }) => readPlan(call, permit, params.id)),
  serve(wire.addGoal, 'cases.care', (call, { permit, params, body }) => goals.addGoal(call, permit, params.id, body)),
  serve(wire.changeGoal, 'cases.care', (call, { permit, params, version, body }) =>
    goals.changeGoal(call, permit, params.id, version, body),
  ),
  serve(wire.reviseGoal, 'cases.care', (call, { permit, params, version, body }) =>
    goals.reviseGoal(call, permit, params.id, version, body),
  ),
  serve(wire.moveGoal, 'cases.care', (call, { permit, params, version, body }) => goals.moveGoal(call, permit, params.id, version, body)),
  serve(wire.rateGoal, 'cases.care', (call, { permit, params, body }) => goals.rateGoal(call, permit, params.id, body)),
  serve(wire.withdrawRating, 'cases.care', (call, { permit, params }) => goals.withdrawRating(call, permit, params.id)),
  serve(wire.setIncompatible, 'cases.care', (call, { permit, params, version, body }) =>
    goals.setIncompatible(call, permit, params.id, version, body.goalIds),
  ),
  serve(wire.addMeasure, 'cases.care', (call, { permit, params, body }) => measures.addMeasure(call, permit, params.id, body)),
  serve(wire.changeMeasure, 'cases.care', (call, { permit, params, version, body }) =>
    measures.changeMeasure(call, permit, params.id, version, body),
  ),
  serve(wire.moveMeasure, 'cases.care', (call, { permit, params, version, body }) =>
    measures.moveMeasure(call, permit, params.id, version, body),
  ),
  serve(wire.deferNeed, 'cases.care', (call, { permit, params, body }) =>
    goals.deferNeed(call, permit, params.id, params.domain, body.reason),
  ),
  serve(wire.offerPlan, 'cases.care', (call, { permit, params }) => versions.offerPlan(call, permit, params.id)),
  serve(wire.withdrawPlan, 'cases.care', (call, { permit, params, version }) => versions.withdrawPlan(call, permit, params.id, version)),
  serve(wire.agreePlan, 'cases.care', (call, { permit, params, version, body }) =>
    versions.agreePlan(call, permit, params.id, version, body),
  ),
  serve(wire.getPlanVersion, 'cases.care', (call, { permit, params }) => versions.readVersion(call, permit, params.id)),
  serve(wire.printPlanCopy, 'cases.care', (call, { permit, params, query }) => printPlanCopy(call, permit, params.id, query.language)),
  serve(wire.handOverCopy, 'cases.care', (call, { permit, params, body }) => handOverCopy(call, permit, params.id, body.on)),
  serve(
    wire.makePlanLink,
    'cases.care',
    (call, { permit, params, body }) => makePlanLink(call, permit, params.id, body.recipientKind, body.guardianId),
    TOLD_ONCE,
  ),
  serve(wire.revokePlanLink, 'cases.care', (call, { permit, params, version }) => revokePlanLink(call, permit, params.id, version)),
  serve(end.getEvaluation, 'cases.care', (call, { permit, params }) => evaluation.readEvaluation(call, permit, params.id)),
  serve(end.startEvaluation, 'cases.care', (call, { permit, params }) => evaluation.startEvaluation(call, permit, params.id)),
  serve(end.saveEvaluation, 'cases.care', (call, { permit, params, version, body }) =>
    evaluation.saveEvaluation(call, permit, params.id, version, body),
  ),
  serve(end.askApproval, 'cases.care', (call, { permit, params, version }) => evaluation.askApproval(call, permit, params.id, version)),
  serve(end.approveEvaluation, 'cases.lead', (call, { permit, params, version }) =>
    evaluation.approveEvaluation(call, permit, params.id, version),
  ),
  serve(end.returnEvaluation, 'cases.lead', (call, { permit, params, version, body }) =>
    evaluation.returnEvaluation(call, permit, params.id, version, body.note),
  ),
  serve(end.printEvaluation, 'cases.care', (call, { permit, params, query }) => printEvaluation(call, permit, params.id, query.language)),
  serve(end.disclosePart, 'cases.care', (call, { permit, params, body }) => disclosePart(call, permit, params.id, body)),
];
