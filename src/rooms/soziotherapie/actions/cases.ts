import type { FederalState } from '#kernel/codes.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Day } from '../rules/calendar.ts';
import { type CoverPrescription, standingOn } from '../rules/coverage-standing.ts';
import { dischargeDays } from '../rules/discharge.ts';
import type { DueCase, DuePrescription } from '../rules/due.ts';
import { statutoryHolidays } from '../rules/holidays.ts';
import type { Parameters } from '../rules/parameters.ts';
import * as store from '../store/overview.ts';

export const nameOf = (row: { given_name: string | null; family_name: string | null; called: string | null }): string =>
  [row.given_name, row.family_name].filter(Boolean).join(' ') || row.called || '';

export const todayOf = (call: Call): Day => dayInBerlin(call.now).toString();

/** Where no practice has said its state yet: the days that are holidays everywhere are among them. */
const FALLBACK_STATE = 'NW';
export const holidaysOf = (state: string | null) => statutoryHolidays((state ?? FALLBACK_STATE) as FederalState);

/** In which of her roles somebody looks: the lead sees the practice, a Soziotherapeutin her clients, the office its own work. */
export function scopeOf(call: Call): 'practice' | 'own' | 'office' {
  const { roles } = accountOf(call);
  return roles.includes('lead') ? 'practice' : roles.includes('soziotherapist') ? 'own' : 'office';
}
/** Diagnoses, GAF and reviews are not for an account that only administers (rule book 5.3). */
export const caresIn = (call: Call): boolean => scopeOf(call) !== 'office';
export const isLead = (call: Call): boolean => scopeOf(call) === 'practice';
/** Who sees a case without accompanying it: for the visit she has its goals and notes, no diagnosis, prescription or plan (rule book 5.3). */
export const isDeputy = (call: Call, { practitioner_id }: { practitioner_id: string | null }): boolean =>
  scopeOf(call) === 'own' && !accountOf(call).roles.includes('office') && practitioner_id !== accountOf(call).practitionerId;

/** A prescription as the rules of coverage take it; null while nobody has issued it. */
export function coverOf(row: store.PrescriptionRow, p: Parameters): CoverPrescription | null {
  if (row.state === 'DRAFT' || row.issued_on === null || row.units === null) return null;
  const decided = row.decided_units !== null && row.notified_on !== null;
  return {
    id: row.id,
    kind: row.kind,
    issuedOn: row.issued_on,
    units: row.units,
    groupAllowed: row.group_allowed,
    approvalFree: row.state === 'APPROVAL_FREE',
    receivedOn: row.received_on,
    submitUntil: row.submit_until ?? row.issued_on,
    decision: decided
      ? {
          units: row.decided_units ?? 0,
          notifiedOn: row.notified_on ?? row.issued_on,
          ...(row.known_on ? { knownOn: row.known_on } : {}),
          validFrom: row.valid_from,
          validTo: row.valid_to,
        }
      : null,
    ...(row.discharged_on ? { usable: dischargeDays(row.discharged_on, p) } : {}),
    lapsesFrom: row.lapses_from,
    withdrawnOn: row.withdrawn_on,
  };
}

/** R16: what a prescription still pays today, in parts of a unit. */
export function leftPartsOf(row: store.PrescriptionRow, windowEnd: Day | null, today: Day, p: Parameters): number {
  if (row.usage === 'USED_UP' || row.usage === 'LAPSED') return 0;
  const cover = coverOf(row, p);
  if (cover === null) return 0;
  const at = { day: today, group: false, usedParts: row.used_parts, setOffParts: row.set_off_parts, windowEnd };
  const standing = standingOn(cover, at, p);
  return standing.usable ? standing.leftParts : 0;
}

function duePrescription(row: store.PrescriptionRow, windowEnd: Day | null, today: Day, p: Parameters): DuePrescription {
  const discharge = row.discharged_on ? dischargeDays(row.discharged_on, p).to : null;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    usage: row.usage,
    issuedOn: row.issued_on,
    units: row.units,
    submitUntil: row.submit_until,
    submittedOn: row.submitted_on,
    receivedOn: row.received_on,
    carePlanDueOn: row.care_plan_due_on,
    decisionDueOn: row.decision_due_on,
    decision: row.decided_units === null ? null : { units: row.decided_units, objectionUntil: row.objection_until },
    leftParts: leftPartsOf(row, windowEnd, today, p),
    validUntil: discharge ?? row.valid_to ?? windowEnd,
  };
}

export interface Gathered {
  prescriptions: readonly store.PrescriptionRow[];
  windows: readonly store.WindowRow[];
  plans: readonly store.PlanRow[];
  reviews: readonly store.ReviewRow[] | null;
  inpatients: ReadonlySet<string>;
  sessions: readonly store.SessionRow[];
}

const PARTIES = ['client', 'provider', 'prescriber'] as const;
/** Where nobody has said how often: once a week. */
const USUAL_PER_WEEK = 1;

/** The Krankheitsfall of a day, else the newest that has begun. */
export function windowOn(windows: readonly store.WindowRow[], day: Day): store.WindowRow | undefined {
  return windows.find(({ start_on, end_on }) => start_on <= day && day <= end_on) ?? windows.findLast(({ start_on }) => start_on <= day);
}

/** One case as the rule of due things takes it. */
export function dueCase(row: store.CaseRow, of: Gathered, today: Day, p: Parameters): DueCase {
  const window = windowOn(of.windows, today);
  const open = window && window.end_on >= today ? window : undefined;
  const agreed = of.plans.findLast(({ state }) => state === 'agreed');
  const coming = of.plans.findLast(({ state }) => state !== 'agreed');
  return {
    id: row.id,
    state: row.state,
    openedOn: row.opened_on,
    helper: row.practitioner_id !== null,
    waiting: row.waiting_since !== null,
    pausedFrom: row.paused_from,
    holdReviewOn: row.legal_hold_review_on,
    unitsPerWeek: row.frequency_per_week ?? USUAL_PER_WEEK,
    remainingCapMinutes: open ? open.cap_minutes - open.used_minutes : p.episodeCapMinutes,
    windowEnd: open?.end_on ?? null,
    prescriptions: of.prescriptions.map((one) => duePrescription(one, window?.end_on ?? null, today, p)),
    plan: agreed?.signed_on ? { id: agreed.id, signedOn: agreed.signed_on } : null,
    nextPlan: coming
      ? {
          id: coming.id,
          state: coming.state as 'draft' | 'offered',
          writtenOn: coming.written_on,
          missing: PARTIES.filter((party) => !coming.parties.includes(party)),
        }
      : null,
    reviews: of.reviews?.map(({ done_on }) => done_on) ?? null,
    inpatient: of.inpatients.has(row.person_id),
    sessions: of.sessions.map(({ id, state, day, ends_at }) => ({ id, state, day, endsAt: ends_at })),
  };
}

/** Reads what the cases of a list are judged by: one question each, all on the way at once. */
export async function gatherCases(
  call: Call,
  organisationId: string,
  rows: readonly store.CaseRow[],
): Promise<(row: store.CaseRow) => Gathered> {
  const { tx } = call;
  const people = [...new Set(rows.map(({ person_id }) => person_id))];
  const ids = rows.map(({ id }) => id);
  const [prescriptions, windows, plans, reviews, inpatients, sessions] = await Promise.all([
    store.selectPrescriptions(tx, ids),
    store.selectWindows(tx, people),
    store.selectPlans(tx, people),
    caresIn(call) ? store.selectReviews(tx, people) : null,
    store.selectInpatients(tx, people, todayOf(call)),
    store.selectUnsettled(tx, organisationId, call.now),
  ]);
  const [byCase, plansBy, sessionsBy] = [by(prescriptions), by(plans), by(sessions)];
  const reviewsBy = reviews && by(reviews);
  const windowsBy = Map.groupBy(windows, ({ person_id }) => person_id);
  return ({ id, person_id }) => ({
    prescriptions: byCase.get(id) ?? [],
    windows: windowsBy.get(person_id) ?? [],
    plans: plansBy.get(id) ?? [],
    reviews: reviewsBy ? (reviewsBy.get(id) ?? []) : null,
    inpatients,
    sessions: sessionsBy.get(id) ?? [],
  });
}

const by = <Row extends { episode_id: string }>(rows: readonly Row[]) => Map.groupBy(rows, ({ episode_id }) => episode_id);
