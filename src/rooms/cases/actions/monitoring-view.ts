import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { ContactView, EntryView, FindingView, MonitoredLine, Monitoring } from '../contract/monitoring.ts';
import { type Day, latest, plusDays } from '../rules/findings/days.ts';
import type { Evidence } from '../rules/findings/kinds.ts';
import { FINDING_RULES, SEVERITIES } from '../rules/findings/kinds.ts';
import { isSnoozed } from '../rules/findings.ts';
import { ACTIVE } from '../rules/line.ts';
import { lightOf, nextContact } from '../rules/monitoring.ts';
import type { CaseRow } from '../store/cases.ts';
import { type FindingRow, selectFindings } from '../store/findings.ts';
import * as store from '../store/monitoring.ts';
import { selectGoals, selectMeasures } from '../store/plan.ts';
import { areaOf } from './areas.ts';
import { getCaseRow, isOver, todayOf } from './case.ts';
import { refreshFindings, snoozeReason } from './findings.ts';
import { openProvider } from './line-texts.ts';
import { type ContactText, contactPlace, entryPlace, reviewPlace } from './monitoring.ts';
import { goalText, measureText } from './plan-case.ts';

const MOST_CONTACTS = 200;
const MOST_ENTRIES = 300;
const numberOf = (value: string | number | null) => (value === null ? null : Number(value));

/** Everything of the tab: findings first, then lines with their lights, contacts against the rhythm, reviews, stays. */
export async function readMonitoring(call: Call, _permit: Permit<'cases.care'>, caseId: string): Promise<Monitoring> {
  const found = await getCaseRow(call, caseId);
  await refreshFindings(call, [caseId]);
  const today = todayOf(call);
  const [area, contacts, entries, reviews, stays, lines, goals, measures, findings] = await Promise.all([
    areaOf(call, found.area),
    store.selectContacts(call.tx, caseId, MOST_CONTACTS),
    store.selectEntries(call.tx, caseId, MOST_ENTRIES),
    store.selectReviews(call.tx, caseId),
    store.selectStays(call.tx, caseId),
    store.selectMonitoredLines(call.tx, caseId),
    selectGoals(call.tx, caseId),
    selectMeasures(call.tx, caseId),
    selectFindings(call.tx, caseId),
  ]);
  await recordReads(call, 'cases.monitoring.read', 'case', [{ id: caseId, personId: found.person_id }]);
  const names = new Map<string, string>();
  const shownLines = await Promise.all(lines.map((line) => lineView(call, line, entries, today)));
  for (const { id, provider } of shownLines) if (provider) names.set(id, provider);
  const shownGoals = await Promise.all(
    goals.map(async (goal) => ({ id: goal.id, text: (await goalText(call, goal)).text, status: goal.status })),
  );
  for (const { id, text } of shownGoals) names.set(id, text);
  for (const measure of measures) names.set(measure.id, (await measureText(call, measure)).text);
  const reachedOn = latest(...contacts.filter(isReached).map(({ on_day }) => on_day)) ?? null;
  const rhythm = area.rhythms[found.intensity as 'A' | 'B' | 'C' | 'D'];
  return {
    today,
    mayWrite: !isOver(found) && accountOf(call).kind === 'account',
    phase: found.phase,
    intensity: found.intensity as 'A' | 'B' | 'C' | 'D',
    openedOn: found.opened_on,
    rhythm: { days: rhythm.days, graceDays: rhythm.graceDays },
    lastReachedOn: reachedOn,
    contact: contactDue(found, reachedOn, rhythm, today),
    review: reviewDue(found, lines, reviews, area.review, today),
    findings: await findingViews(call, findings, names, today),
    lines: shownLines,
    goals: shownGoals.filter(({ status }) => status !== 'dropped' && status !== 'superseded'),
    contacts: await Promise.all(contacts.map((row) => contactView(call, row))),
    entries: await Promise.all(entries.map((row) => entryView(call, row))),
    reviews: await Promise.all(
      reviews.map(async (row) => ({
        id: row.id,
        reviewedOn: row.reviewed_on,
        outcome: row.outcome,
        withClient: row.with_client,
        note: row.text_sealed ? await call.sealer.open(call.tx, row.person_id, reviewPlace(row.id), row.text_sealed) : '',
        byName: row.by_name,
      })),
    ),
    stays: stays.map((row) => ({
      id: row.id,
      admittedOn: row.admitted_on,
      dischargedOn: row.discharged_on,
      followUpNeeded: row.follow_up_needed,
    })),
  };
}

const isReached = ({ reached, with_whom, amended }: store.ContactRow) =>
  reached && !amended && (with_whom === 'client' || with_whom === 'guardian');

function contactDue(found: CaseRow, reachedOn: Day | null, rhythm: { days: number; graceDays: number }, today: Day): Monitoring['contact'] {
  if (isOver(found) || found.phase === 'dormant') return null;
  const { dueOn, until } = nextContact({ reachedOn, openedOn: found.opened_on }, rhythm);
  return { dueOn, until, overdue: today > until };
}

function reviewDue(
  found: CaseRow,
  lines: readonly store.LineRow[],
  reviews: readonly store.ReviewRow[],
  days: { plan: number; soziotherapie: number },
  today: Day,
): Monitoring['review'] {
  const lastOn = latest(found.last_review_on, ...reviews.map(({ reviewed_on }) => reviewed_on)) ?? null;
  const from = latest(lastOn, found.agreed_plan_on) ?? null;
  const soziotherapie = lines.some(({ service_type, state }) => service_type === 'soziotherapie' && ACTIVE.has(state));
  const everyDays = soziotherapie ? Math.min(days.soziotherapie, days.plan) : days.plan;
  const dueOn = from === null || isOver(found) || found.phase === 'dormant' ? null : plusDays(from, everyDays);
  return { lastOn, dueOn, overdue: dueOn !== null && today > dueOn, everyDays };
}

async function findingViews(
  call: Call,
  rows: readonly FindingRow[],
  names: ReadonlyMap<string, string>,
  today: Day,
): Promise<FindingView[]> {
  const named = (evidence: Evidence) => {
    const name = names.get(evidence.id);
    return name === undefined ? evidence : { ...evidence, name };
  };
  const views = rows.map(async (row): Promise<FindingView> => {
    const snoozed = isSnoozed(row.snoozed_until, today);
    const { id, version, rule, subject, severity, since } = row;
    return {
      id,
      version,
      rule,
      subject,
      severity,
      since,
      evidence: row.evidence.map(named),
      snoozedUntil: snoozed ? row.snoozed_until : null,
      snoozeReason: snoozed ? await snoozeReason(call, row) : null,
    };
  });
  return (await Promise.all(views)).toSorted(
    (one, other) =>
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
      (one.since < other.since ? -1 : one.since > other.since ? 1 : FINDING_RULES.indexOf(one.rule) - FINDING_RULES.indexOf(other.rule)),
  );
}

async function lineView(call: Call, row: store.LineRow, entries: readonly store.EntryRow[], today: Day): Promise<MonitoredLine> {
  const own = entries.filter(({ service_line_id }) => service_line_id === row.id);
  const counted = own.find(({ units_planned }) => units_planned !== null);
  const fits = own.find((entry) => entry.fits !== null)?.fits ?? null;
  const delivered = own
    .filter(({ units_delivered, attended }) => Number(units_delivered ?? 0) > 0 || (attended ?? 0) > 0)
    .map(({ on_day }) => on_day);
  const lastContactOn = latest(row.last_contact_on, ...delivered) ?? null;
  const [planned, given] = [numberOf(counted?.units_planned ?? null), numberOf(counted?.units_delivered ?? null)];
  const facts = {
    planned,
    delivered: given,
    fits,
    rhythmDays: row.rhythm_days,
    lastContactOn: lastContactOn ?? row.started_on ?? row.since,
  };
  const light = ACTIVE.has(row.state) ? lightOf(facts, today) : null;
  return {
    id: row.id,
    serviceType: row.service_type,
    provider: row.provider ?? (await openProvider(call, row)),
    state: row.state,
    startedOn: row.started_on,
    rhythmDays: row.rhythm_days,
    approvedUnits: numberOf(row.approved_units),
    usedUnits: numberOf(row.used_units),
    validUntil: row.valid_until,
    light: light && { ...light, planned, delivered: given, fits, lastContactOn },
    mirrored: row.mirrors !== null,
  };
}

async function contactView(call: Call, row: store.ContactRow): Promise<ContactView> {
  const text: ContactText = row.summary_sealed
    ? (JSON.parse(await call.sealer.open(call.tx, row.person_id, contactPlace(row.id), row.summary_sealed)) as ContactText) // written by us
    : { summary: '', nextStep: '' };
  return {
    id: row.id,
    kind: row.kind,
    withWhom: row.with_whom,
    at: row.at.toString(),
    onDay: row.on_day,
    minutes: row.minutes,
    reached: row.reached,
    summary: text.summary,
    nextStep: text.nextStep,
    nextOn: row.next_on,
    lineId: row.service_line_id,
    byName: row.by_name,
    amendsId: row.amends_id,
    amended: row.amended,
  };
}

async function entryView(call: Call, row: store.EntryRow): Promise<EntryView> {
  return {
    id: row.id,
    onDay: row.on_day,
    source: row.source,
    lineId: row.service_line_id,
    goalId: row.goal_id,
    unitsPlanned: numberOf(row.units_planned),
    unitsDelivered: numberOf(row.units_delivered),
    attended: row.attended,
    fits: row.fits,
    satisfaction: row.satisfaction,
    barrier: row.barrier,
    nextOn: row.next_on,
    note: row.text_sealed ? await call.sealer.open(call.tx, row.person_id, entryPlace(row.id), row.text_sealed) : '',
    byName: row.by_name,
  };
}
