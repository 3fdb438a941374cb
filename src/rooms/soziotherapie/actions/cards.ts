import type { BoardColumn, Due, PrescriptionCard } from '../contract/overview.ts';
import type { Day } from '../rules/calendar.ts';
import { UNIT_PARTS } from '../rules/units.ts';
import type { PrescriptionRow } from '../store/overview.ts';

const hundredths = (parts: number) => Math.floor((parts * 100) / UNIT_PARTS);

/** Where a prescription stands on the board: a refusal while somebody may object, what became of its units, else what the insurer has to do with it. */
export function columnOf(
  { state, usage, objection_until }: Pick<PrescriptionRow, 'state' | 'usage' | 'objection_until'>,
  today: Day,
): BoardColumn {
  if (state === 'OBJECTED' || (state === 'REFUSED' && objection_until !== null && objection_until >= today)) return 'decided';
  if (state === 'REFUSED') return 'used-up';
  if (usage === 'USED_UP' || usage === 'LAPSED' || state === 'WITHDRAWN') return 'used-up';
  if (state === 'DRAFT' || state === 'ISSUED' || state === 'COMPLETE') return 'issued';
  if (state === 'MD_REVIEW' || state === 'SUBMITTED' || (state === 'PROVISIONAL' && usage === 'UNUSED')) return 'submitted';
  if (usage === 'IN_USE') return 'in-use';
  return 'decided';
}

/** A prescription as a card, with its most urgent deadline. */
export function cardOf(row: PrescriptionRow, due: readonly Due[], today: Day): PrescriptionCard {
  return {
    prescriptionId: row.id,
    version: row.version,
    form: row.form,
    kind: row.kind,
    number: row.number,
    column: columnOf(row, today),
    state: row.state,
    usage: row.usage,
    approvalFree: row.state === 'APPROVAL_FREE',
    issuedOn: row.issued_on,
    prescriberName: row.prescriber_name,
    units: row.units,
    granted: row.decided_units ?? row.units,
    decidedOn: row.decided_on,
    usedHundredths: hundredths(row.used_parts),
    setOffHundredths: hundredths(row.set_off_parts),
    submitUntil: row.submit_until,
    submittedOn: row.submitted_on,
    receivedOn: row.received_on,
    decisionDueOn: row.decision_due_on,
    objectionUntil: row.objection_until,
    carePlanDueOn: row.care_plan_due_on,
    lapseReason: row.lapse_reason,
    due: due.find(({ objectId }) => objectId === row.id) ?? null,
  };
}
