import type { CheckLine, FileView } from '../contract/file-view.ts';
import type { Day, IsHoliday } from '../rules/calendar.ts';
import { judgeSubmission } from '../rules/deadlines.ts';
import type { Condition } from '../rules/forms/conditions.ts';
import type { Parameters } from '../rules/parameters.ts';
import { RULES } from '../rules/ruling.ts';
import type { PrescriptionRow } from '../store/overview.ts';

const ANSWERS = { met: 'yes', hint: 'partly', open: 'open', no: 'no' } as const satisfies Record<Condition['state'], CheckLine['answer']>;

/** Which prescription the list is about: the newest that is not decided, else the newest at all. */
export function currentOf<Row extends PrescriptionRow>(rows: readonly Row[]): Row | undefined {
  const alive = rows.filter(({ state, usage }) => state !== 'WITHDRAWN' && usage !== 'LAPSED' && usage !== 'USED_UP');
  return (
    alive.findLast(({ state }) => state === 'DRAFT' || state === 'ISSUED' || state === 'COMPLETE' || state === 'SUBMITTED') ?? alive.at(-1)
  );
}

/** R7 and Muster 27: what the insurer needs beside the form. */
function around(row: PrescriptionRow, plan: 'agreed' | 'coming' | 'none', today: string, isHoliday: IsHoliday, p: Parameters): CheckLine[] {
  const lines: CheckLine[] = [];
  if (row.state === 'APPROVAL_FREE' || row.approval_free || row.kind === 'REFERRAL') return lines;
  const answer = plan === 'agreed' ? 'yes' : row.care_plan_due_on ? 'partly' : 'open';
  lines.push({
    answer,
    code: plan === 'agreed' ? 'plan-agreed' : row.care_plan_due_on ? 'plan-follows' : 'plan-open',
    facts: { until: row.care_plan_due_on },
    source: 'Muster 27; ST-RL § 9',
  });
  if (row.issued_on === null) return lines;
  const ruling = judgeSubmission({ issuedOn: row.issued_on, receivedOn: row.received_on }, isHoliday, p);
  const facts = { ...ruling.facts, late: today > (row.submit_until ?? today) };
  const source = RULES.R7.source;
  if (ruling.ok) lines.push({ answer: 'yes', code: 'received-in-time', facts, source });
  else if (ruling.because === 'submission-pending')
    lines.push({ answer: facts.late ? 'no' : 'open', code: facts.late ? 'receipt-unknown' : 'to-submit', facts, source });
  else lines.push({ answer: 'no', code: 'received-late', facts, source });
  return lines;
}

/** Facts that name an illness stay with who accompanies. */
const PRIVATE = ['code', 'certainty', 'gaf'];
const without = (facts: CheckLine['facts'], named: boolean) =>
  named ? facts : Object.fromEntries(Object.entries(facts).filter(([key]) => !PRIVATE.includes(key)));

/** The check list of a prescription: every condition with its answer and its paragraph. */
export function checkOf(
  row: PrescriptionRow,
  conditions: readonly Condition[],
  more: { plan: 'agreed' | 'coming' | 'none'; today: Day; isHoliday: IsHoliday; named: boolean },
  p: Parameters,
): NonNullable<FileView['check']> {
  const lines: CheckLine[] = conditions.map(({ state, code, source, facts }) => ({
    answer: ANSWERS[state],
    code,
    facts: without(facts, more.named),
    source,
  }));
  return {
    prescriptionId: row.id,
    kind: row.kind,
    number: row.number,
    lines: [...lines, ...around(row, more.plan, more.today, more.isHoliday, p)],
  };
}
