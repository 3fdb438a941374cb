import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import * as plans from '#rooms/soziotherapie/contract/care-plan.ts';
import * as links from '#rooms/soziotherapie/contract/links.ts';
import * as reviews from '#rooms/soziotherapie/contract/reviews.ts';
import { call } from '../../../call.ts';

export type Plans = z.output<typeof plans.listPlans.answer>;
export type PlanAnswer = z.output<typeof plans.getPlan.answer>;
export type Difference = z.output<typeof plans.Difference>;
export type Reviews = z.output<typeof reviews.getReviews.answer>;

const ROOM = 'soziotherapie';

export const plansQuery = (id: string) =>
  queryOptions({ queryKey: [ROOM, 'plans', id], queryFn: ({ signal }) => call(plans.listPlans, { params: { id }, signal }) });
export const planQuery = (id: string) =>
  queryOptions({ queryKey: [ROOM, 'plan', id], queryFn: ({ signal }) => call(plans.getPlan, { params: { id }, signal }) });
export const linksQuery = (id: string) =>
  queryOptions({ queryKey: [ROOM, 'links', id], queryFn: ({ signal }) => call(links.listLinks, { params: { id }, signal }) });
/** Not for a deputy: then there is simply no such part on the page. */
export const reviewsQuery = (id: string) =>
  queryOptions({
    queryKey: [ROOM, 'reviews', id],
    queryFn: ({ signal }) => call(reviews.getReviews, { params: { id }, signal }),
    retry: false,
  });

export const pdfOfPlan = (id: string, language: string) => `/api/soziotherapie/plans/${id}/pdf?language=${language}`;
export const pdfOfReport = (id: string, language: string) => `/api/soziotherapie/reviews/${id}/report?language=${language}`;
