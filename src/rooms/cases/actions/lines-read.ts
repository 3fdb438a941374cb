import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { LineView } from '../contract/linking.ts';
import { lineEvents } from '../rules/line.ts';
import { LINKING_PARTS } from '../rules/line-parts.ts';
import * as store from '../store/linking.ts';
import { openNotes, openProvider } from './line-texts.ts';
import { type MeasureText, measurePlace, openText } from './plan-case.ts';

/** All lines of a case, with the needs and measures that ask for one. */
export async function listLines(call: Call, _permit: Permit<'cases.care'>, caseId: string) {
  const of = await store.findCaseOfLines(call.tx, caseId);
  if (!of) throw new Refusal('not-found');
  const [rows, course, needs, measures] = await Promise.all([
    store.selectLines(call.tx, caseId),
    store.selectCourse(call.tx, caseId),
    store.selectOpenNeeds(call.tx, caseId),
    store.selectOpenMeasures(call.tx, caseId),
  ]);
  const names = await store.selectProviderNames(call.tx, rows);
  const open = of.phase !== 'closed' && of.phase !== 'not_opened';
  await recordReads(call, 'cases.lines.read', 'case', [{ id: caseId, personId: of.person_id }]);
  const lines = await Promise.all(
    rows.map((row) => viewOf(call, row, { names, open, course: course.filter(({ line_id }) => line_id === row.id) })),
  );
  return {
    phase: of.phase,
    open,
    lines,
    needs,
    measures: await Promise.all(
      measures.map(async ({ id, person_id, kind, text_sealed, status, domains, goal_ids: goalIds, line_id: lineId }) => {
        const { text } = await openText<MeasureText>(call, { id, person_id }, measurePlace, text_sealed);
        return { id, kind, text, status, domains, goalIds, lineId };
      }),
    ),
  };
}

interface Around {
  names: ReadonlyMap<string, string>;
  open: boolean;
  course: readonly { state: string; on_day: string; because: string | null }[];
}

async function viewOf(call: Call, row: store.LineRow, { names, open, course }: Around): Promise<LineView> {
  const [notes, provider] = await Promise.all([openNotes(call, row), openProvider(call, row)]);
  const number = (value: string | number | null) => (value === null ? null : Number(value));
  const named = [row.practitioner_id, row.provider_organisation_id, row.directory_service_id].map((id) => (id ? names.get(id) : undefined));
  return {
    id: row.id,
    version: row.version,
    caseId: row.case_id,
    serviceType: row.service_type,
    domain: row.domain,
    goalIds: row.goal_ids,
    provider: {
      organisationId: row.provider_organisation_id,
      practitionerId: row.practitioner_id,
      serviceId: row.directory_service_id,
      name: provider ?? named.find((name) => name !== undefined) ?? null,
    },
    state: row.state,
    since: row.since,
    onTrial: row.on_trial,
    mirrors: row.mirrors,
    mirroredId: row.mirrored_id,
    rhythmDays: row.rhythm_days,
    continuous: row.continuous,
    approvedUnits: number(row.approved_units),
    usedUnits: number(row.used_units),
    validUntil: row.valid_until,
    followUpAppliedOn: row.follow_up_applied_on,
    followUpNeeded: row.follow_up_needed,
    inpatient: row.inpatient,
    nextStartOn: row.next_start_on,
    complementaryWith: row.complementary_with,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    lastContactOn: row.last_contact_on,
    outcome: row.outcome,
    parts: LINKING_PARTS.flatMap((part) => {
      const kept = row.preparation[part];
      return kept ? [{ part, on: kept.on, checks: kept.checks, note: notes[part] ?? null }] : [];
    }),
    course: course.map(({ state, on_day: on, because }) => ({ state: state as LineView['state'], on, because })),
    events: open ? possible(row) : [],
  };
}

/** Of a search that the case opened herself she may also let go; everything else of a mirrored line is its source's. */
function possible(row: store.LineRow): LineView['events'] {
  const own = lineEvents(row.state, { mirrors: row.mirrors !== null, onTrial: row.on_trial });
  if (row.mirrors !== 'request') return own;
  const free = lineEvents(row.state, { mirrors: false, onTrial: row.on_trial });
  return [...own, ...free.filter((event) => event === 'decline' || event === 'cancel')];
}
