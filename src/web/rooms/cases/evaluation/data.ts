import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import * as wire from '#rooms/cases/contract/evaluation.ts';
import { call } from '../../../call.ts';
import { CASES } from '../data.ts';

export type Evaluation = z.output<typeof wire.getEvaluation.answer>;
export type EvaluationRow = NonNullable<Evaluation['evaluation']>;

export const evaluationQuery = (id: string) =>
  queryOptions({ queryKey: [CASES, 'evaluation', id], queryFn: ({ signal }) => call(wire.getEvaluation, { params: { id }, signal }) });

export const pdfOfEvaluation = (id: string, language: string) => `/api/cases/evaluations/${id}/pdf?language=${language}`;
