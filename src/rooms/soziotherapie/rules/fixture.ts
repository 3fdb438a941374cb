import type { FederalState } from '#kernel/codes.ts';
import type { CoverPrescription } from './coverage-standing.ts';
import { submissionDeadline } from './deadlines.ts';
import type { IcdLookup } from './eligibility.ts';
import { statutoryHolidays } from './holidays.ts';
import { type Choices, parametersOn } from './parameters.ts';
import { needsApproval } from './trial.ts';

/** Shared beginnings of the tests of these rules. */
export const P = parametersOn('2026-03-01');
export const choose = (choices: Choices) => parametersOn('2026-03-01', choices);
export const NW = statutoryHolidays('NW');
export const inState = (state: FederalState) => statutoryHolidays(state);

const NOT_TERMINAL = ['F22', 'F25', 'F20', 'F60', 'F60.3', 'F43', 'F10', 'F33', 'F32'];
const TERMINAL = ['F20.8', 'F20.9', 'F23.0', 'F60.31', 'F43.1', 'F10.2', 'F33.2', 'F32.2', 'F21', 'F24', 'F84.0', 'F99'];
/** A few codes of chapter F as the imported table would answer them. */
export const icd: IcdLookup = (code) => (TERMINAL.includes(code) ? 'terminal' : NOT_TERMINAL.includes(code) ? 'not-terminal' : 'unknown');

export const SURE = { cannotUseCareIndependently: true, hospitalReason: true, therapyAbility: true };

/** A prescription that reached the insurer on its last day and is not decided. */
export function prescription(more: Partial<CoverPrescription> = {}): CoverPrescription {
  const issuedOn = more.issuedOn ?? '2026-03-02';
  const submitUntil = submissionDeadline(issuedOn, NW, P);
  const kind = more.kind ?? 'INITIAL';
  const units = more.units ?? 30;
  return {
    id: 'V1',
    kind,
    issuedOn,
    units,
    groupAllowed: true,
    approvalFree: !needsApproval({ kind, units }, [], P).needed,
    receivedOn: submitUntil,
    submitUntil,
    decision: null,
    ...more,
  };
}
