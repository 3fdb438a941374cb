import { queryOptions } from '@tanstack/react-query';
import * as wire from '#rooms/cases/contract/caseload.ts';
import type { BoardPhase } from '#rooms/cases/rules/board.ts';
import { call } from '../../call.ts';
import { CASES } from './data.ts';

/** Days pass while somebody looks at the board. */
const READ_AGAIN_MS = 300_000;

export const boardQuery = queryOptions({
  queryKey: [CASES, 'board'],
  queryFn: ({ signal }) => call(wire.caseBoard, { signal }),
  refetchInterval: READ_AGAIN_MS,
});
export const absencesQuery = queryOptions({ queryKey: [CASES, 'absences'], queryFn: ({ signal }) => call(wire.listAbsences, { signal }) });

/** The board's columns follow the stepper of the file: the three phases before the start are one, and so is what follows the linking. */
export const COLUMNS = ['clearing', 'assessment', 'planning', 'linking', 'monitoring', 'evaluation', 'dormant'] as const;
export type ColumnKey = (typeof COLUMNS)[number];
export const COLUMN_OF: Readonly<Record<BoardPhase, ColumnKey>> = {
  access: 'clearing',
  case_finding: 'clearing',
  intake: 'clearing',
  assessment: 'assessment',
  planning: 'planning',
  linking: 'linking',
  monitoring: 'monitoring',
  reassessment: 'monitoring',
  evaluation: 'evaluation',
  dormant: 'dormant',
};
/** Columns in which more than one phase stands: there a card says which. */
export const SHARED: readonly ColumnKey[] = ['clearing', 'monitoring'];
