import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { FileView } from '../contract/file-view.ts';
import type { FormContent } from '../contract/forms.ts';
import { ageAt, type Day } from '../rules/calendar.ts';
import { copayStatus } from '../rules/copay.ts';
import { dueItems } from '../rules/due-items.ts';
import type { PlanContent } from '../rules/forms/muster-27.ts';
import * as file from '../store/file-view.ts';
import * as store from '../store/overview.ts';
import { cardOf } from './cards.ts';
import { caresIn, dueCase, holidaysOf, isDeputy, isLead, leftPartsOf, nameOf, todayOf, windowOn } from './cases.ts';
import { checkOf, currentOf } from './check.ts';
import { contingentOf } from './contingent.ts';
import { judgeContent, openForm } from './forms.ts';
import { ownOrganisation, parametersFor } from './practice.ts';

const PLAN = (row: string) => ({ table: 'soziotherapie.care_plan', column: 'sealed', row });

/** One case with everything that its first page shows. Reads go out together; only what was found for it is opened. */
export async function readFile(call: Call, _permit: Permit<'soziotherapie.read'>, id: string) {
  const { tx } = call;
  const organisationId = ownOrganisation(call);
  const row = await file.findFile(tx, id);
  if (!row || row.organisation_id !== organisationId || (row.restricted_at !== null && !isLead(call))) throw new Refusal('not-found');
  const today = todayOf(call);
  const { person_id: personId } = row;
  /** Diagnoses and the plan are for who accompanies and for the lead; the plan also for the office, never for a deputy (5.3). */
  const mine = isLead(call) || row.practitioner_id === accountOf(call).practitionerId;
  const planned = mine || !caresIn(call);
  const [p, practiceState, prescriptions, windows, plans, reviews, stays, sessions, next, cover, entries, others, forms, plan] =
    await Promise.all([
      parametersFor(call, organisationId),
      store.findPracticeState(tx, organisationId),
      store.selectPrescriptions(tx, [id]),
      store.selectWindows(tx, [personId]),
      store.selectPlans(tx, [personId]),
      caresIn(call) ? store.selectReviews(tx, [personId]) : null,
      file.selectStays(tx, personId),
      store.selectUnsettledOf(tx, id, call.now),
      file.findNextVisit(tx, id, call.now),
      file.findCover(tx, personId, today),
      file.selectEntries(tx, personId),
      file.selectOtherCases(tx, personId, organisationId, id),
      file.selectForms(tx, id),
      planned ? file.findPlanContent(tx, id) : undefined,
      call.sealer.fetch(tx, personId),
    ]);
  await recordReads(call, 'soziotherapie.file.read', 'episode', [{ id, personId }]);
  const window = windowOn(windows, today);
  const isHoliday = holidaysOf(cover?.state ?? practiceState);
  const inpatients = new Set(stays.some((one) => one.admitted_on <= today && (one.discharged_on ?? today) >= today) ? [personId] : []);
  const ownPlans = plans.filter(({ episode_id }) => episode_id === id);
  const gathered = {
    prescriptions,
    windows,
    plans: ownPlans,
    reviews: reviews?.filter(({ episode_id }) => episode_id === id) ?? null,
    inpatients,
    sessions,
  };
  const due = dueItems(dueCase(row, gathered, today, p), { today, now: call.now, isHoliday }, p);
  const left = prescriptions.reduce((sum, one) => sum + leftPartsOf(one, window?.end_on ?? null, today, p), 0);
  const contingent = contingentOf(row, { today, window, entries, prescriptions, stays, leftParts: left }, p);
  const current = currentOf(prescriptions);
  const opened = new Map<string, Promise<FormContent | null>>();
  const formOf = (prescription: string | undefined) => {
    const found = forms.find(({ id: own }) => own === prescription);
    if (!found) return Promise.resolve(null);
    const content = opened.get(found.id) ?? openForm(call, { ...found, person_id: personId });
    opened.set(found.id, content);
    return content;
  };
  const content = await formOf(current?.id);
  const asked = {
    episodeId: id,
    personId,
    organisationId,
    prescriptionId: current?.id ?? null,
    prescriberId: current?.prescriber_id ?? null,
  };
  const conditions = content ? (await judgeContent(call, asked, content)).conditions : [];
  const agreed = ownPlans.some(({ state }) => state === 'agreed') ? 'agreed' : ownPlans.length > 0 ? 'coming' : 'none';
  const view: FileView = {
    episodeId: id,
    personId,
    version: row.version,
    today,
    state: row.state,
    name: nameOf(row),
    birthDate: row.birth_date,
    age: row.birth_date ? ageAt(row.birth_date, today) : null,
    place: [row.postal_code, row.place].filter(Boolean).join(' ') || null,
    phone: row.phone,
    openedOn: row.opened_on,
    deputy: isDeputy(call, row),
    waitingSince: row.waiting_since,
    helper: row.practitioner_id && row.helper_name ? { practitionerId: row.practitioner_id, name: row.helper_name } : null,
    pausedFrom: row.paused_from,
    pauseReason: row.pause_reason,
    closedOn: row.closed_on,
    closeReason: row.close_reason,
    restricted: row.restricted_at !== null,
    legalHold: row.legal_hold !== null,
    frequencyPerWeek: row.frequency_per_week,
    otherCases: others.map((one) => ({ episodeId: one.id, state: one.state, openedOn: one.opened_on, closedOn: one.closed_on })),
    care: mine ? await careOf(prescriptions, forms, formOf) : null,
    prescriber:
      row.prescriber_id && row.prescriber_name && row.prescriber_kind
        ? { id: row.prescriber_id, name: [row.prescriber_title, row.prescriber_name].filter(Boolean).join(' '), kind: row.prescriber_kind }
        : null,
    cover: cover ? { payerName: cover.payer_name, kvnr: cover.kvnr, state: cover.state, to: cover.to_on } : null,
    copay: copayOf(row.birth_date, cover, today, p),
    nextVisit: next ? { sessionId: next.id, start: next.start_local, placeKind: next.place_kind } : null,
    holidays: cover?.state ?? practiceState ?? 'NW',
    window: window ? { start: window.start_on, end: window.end_on, usedMinutes: window.used_minutes } : null,
    formerWindows: windows
      .filter((one) => one !== window && one.end_on < today)
      .map((one) => ({ start: one.start_on, end: one.end_on, usedMinutes: one.used_minutes })),
    contingent,
    due,
    prescriptions: prescriptions.map((one) => cardOf(one, due, today)),
    check: current ? checkOf(current, conditions, { plan: agreed, today, isHoliday, named: mine }, p) : null,
    plan: plan ? await planOf(call, row, ownPlans, plan) : null,
  };
  return new Versioned(row.version, view);
}

function copayOf(
  birthDate: Day | null,
  cover: file.CoverRow | undefined,
  today: Day,
  p: Awaited<ReturnType<typeof parametersFor>>,
): FileView['copay'] {
  const until = cover?.exempt_until ?? null;
  const exemptions = until ? [{ from: today, to: until }] : [];
  return { status: birthDate ? copayStatus({ birthDate, exemptions }, today, p) : until ? 'exempt' : 'due', until };
}

/** What the newest issued form says. */
async function careOf(
  prescriptions: readonly store.PrescriptionRow[],
  forms: readonly file.FormRow[],
  formOf: (prescriptionId: string | undefined) => Promise<FormContent | null>,
): Promise<FileView['care']> {
  const newest = prescriptions.findLast(({ id, state }) => state !== 'DRAFT' && forms.some((one) => one.id === id));
  const content = await formOf(newest?.id);
  if (!content) return null;
  const named = (content.form === '26' ? content.diagnoses : content.diagnosisOrSuspicion) ?? [];
  return {
    diagnoses: named.flatMap(({ code, certainty }) => (code ? [{ code, certainty: certainty ?? null }] : [])),
    gaf: content.form === '26' ? (content.gaf ?? null) : null,
  };
}

async function planOf(
  call: Call,
  row: file.FileRow,
  plans: readonly store.PlanRow[],
  found: { id: string; sealed: Buffer },
): Promise<FileView['plan']> {
  const plan = plans.find(({ id }) => id === found.id);
  if (!plan) return null;
  const content = JSON.parse(await call.sealer.open(call.tx, row.person_id, PLAN(found.id), found.sealed)) as PlanContent;
  const counts = caresIn(call) && plan.signed_on ? await file.countGoals(call.tx, row.id, plan.signed_on) : null;
  return {
    id: plan.id,
    number: plan.number,
    state: plan.state,
    signedOn: plan.signed_on,
    signedBy: plan.parties,
    farGoals: content.farGoals.map(({ text }) => text).filter(Boolean),
    nearGoals: content.nearGoals
      .filter(({ text }) => text)
      .map((goal) => {
        const measure = content.measures.find(({ nearGoalIds }) => nearGoalIds.includes(goal.id));
        return {
          text: goal.text,
          measure: measure ? { kind: measure.kind, frequency: measure.frequency, per: measure.per } : null,
          sessions: counts ? (counts.get(goal.id) ?? 0) : null,
        };
      }),
  };
}
