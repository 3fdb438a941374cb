import { type Route, serve } from '#platform/http.ts';
import { getDayPlan, orderDay } from '../actions/day-plan.ts';
import * as wire from '../contract/day-plan.ts';

/** One's own day only. */
export const dayPlanRoutes: Route[] = [
  serve(wire.getDayPlan, 'soziotherapie.care', (call, { permit, query }) => getDayPlan(call, permit, query.day)),
  serve(wire.orderDay, 'soziotherapie.care', (call, { permit, body }) => orderDay(call, permit, body.day, body.order)),
];
