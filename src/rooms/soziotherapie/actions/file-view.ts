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
import { UNIT_PARTS } from '../rules/units.ts';
import * as file from '../store/file-view.ts';
import * as store from '../store/overview.ts';
import { findPractice } from '../store/practice.ts';
import { cardOf } from './cards.ts';
import { caresIn, dueCase, holidaysOf, isDeputy, isLead, leftPartsOf, nameOf, todayOf, windowOn } from './cases.ts';
import { checkOf, currentOf } from './check.ts';
import { contingentOf } from './contingent.ts';
import { judgeContent, type Known, openForm } from './forms.ts';
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
  const [p, practice, prescriptions, windows, plans, reviews, stays, { over, next }, covers, entries, others] = await Promise.all([
    parametersFor(call, organisationId),
    findPractice(tx, organisationId),
    file.selectPrescriptionsWithForms(tx, id),
    store.selectWindows(tx, [personId]),
    file.selectPlansWithContent(tx, personId, planned),
    caresIn(call) ? store.selectReviews(tx, [personId]) : null,
    file.selectStays(tx, personId),
    file.selectAround(tx, id, call.now),
    file.selectCovers(tx, personId, organisationId, today),
    file.selectEntries(tx, personId),
    file.selectOtherCases(tx, personId, organisationId, id),
    call.sealer.fetch(tx, personId),
  ]);
  const coverOn = (day: Day) => covers.find((one) => one.from_on <= day && (one.to_on ?? day) >= day);
  const cover = coverOn(today);
  await recordReads(call, 'soziotherapie.file.read', 'episode', [{ id, personId }]);
  const window = windowOn(windows, today);
  const isHoliday = holidaysOf(cover?.state ?? practice?.fields.state ?? null);
  const inpatients = new Set(stays.some((one) => one.admitted_on <= today && (one.discharged_on ?? today) >= today) ? [personId] : []);
  const ownPlans = plans.filter(({ episode_id }) => episode_id === id);
  const gathered = {
    prescriptions,
    windows,
    plans: ownPlans,
    reviews: reviews?.filter(({ episode_id }) => episode_id === id) ?? null,
    inpatients,
    sessions: over,
  };
  const due = dueItems(dueCase(row, gathered, today, p), { today, now: call.now, isHoliday }, p);
  const left = prescriptions.reduce((sum, one) => sum + leftPartsOf(one, window?.end_on ?? null, today, p), 0);
  const contingent = contingentOf(row, { today, window, entries, prescriptions, stays, leftParts: left }, p);
  const current = currentOf(prescriptions);
  const opened = new Map<string, Promise<FormContent | null>>();
  const formOf = (prescription: string | undefined) => {
    const found = prescriptions.find(({ id: own }) => own === prescription);
    if (!found) return Promise.resolve(null);
    const content = opened.get(found.id) ?? openForm(call, { id: found.id, form_sealed: found.form_sealed, person_id: personId });
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
  const known: Known = {
    person: row,
    coverOn: (day) => judgedCover(coverOn(day), day),
    practice,
    prescriber: current?.prescriber ?? null,
    earlier: others.length === 0 ? earlierOf(prescriptions, current?.id) : null,
    windows: windows.map((one, index) => ({ ...one, former_end: windows[index - 1]?.end_on ?? null })),
    paid: paidIn(entries),
  };
  const conditions = content ? (await judgeContent(call, asked, content, known)).conditions : [];
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
    care: mine ? await careOf(prescriptions, formOf) : null,
    prescriber:
      row.prescriber_id && row.prescriber_name && row.prescriber_kind
        ? { id: row.prescriber_id, name: [row.prescriber_title, row.prescriber_name].filter(Boolean).join(' '), kind: row.prescriber_kind }
        : null,
    cover: cover ? { payerName: cover.payer_name, kvnr: cover.kvnr, state: cover.state, to: cover.to_on } : null,
    copay: copayOf(row.birth_date, cover, today, p),
    nextVisit: next ? { sessionId: next.id, start: next.start_local, placeKind: next.place_kind } : null,
    holidays: cover?.state ?? practice?.fields.state ?? 'NW',
    window: window ? { start: window.start_on, end: window.end_on, usedMinutes: window.used_minutes } : null,
    formerWindows: windows
      .filter((one) => one !== window && one.end_on < today)
      .map((one) => ({ start: one.start_on, end: one.end_on, usedMinutes: one.used_minutes })),
    contingent,
    due,
    prescriptions: prescriptions.map((one) => cardOf(one, due, today)),
    check: current ? checkOf(current, conditions, { plan: agreed, today, isHoliday, named: mine }, p) : null,
    plan: await planOf(call, row, ownPlans),
  };
  return new Versioned(row.version, view);
}

/** Who pays on a day, and whether a price of the practice holds then. */
function judgedCover(cover: file.CoverRow | undefined, day: Day) {
  return cover && { ...cover, contract_on_file: cover.contracts.some(({ from, to }) => from <= day && (to ?? day) >= day) };
}

/** What was issued before the one that is judged, in the order of issue, as `selectEarlier` finds it where a person has one case. */
const earlierOf = (prescriptions: readonly file.FormedRow[], judged: string | undefined) =>
  prescriptions.flatMap((one) =>
    one.id !== judged && one.state !== 'DRAFT' && one.issued_on !== null && one.units !== null
      ? [
          {
            id: one.id,
            episode_id: one.episode_id,
            kind: one.kind,
            issued_on: one.issued_on,
            units: one.units,
            delivered: one.used_parts / UNIT_PARTS,
            withdrawn: one.state === 'WITHDRAWN',
            prescriber: one.prescriber_name,
            form_sealed: one.form_sealed,
          },
        ]
      : [],
  );

/** Sessions of which something stands in the ledger: a prescription pays them. */
function paidIn(entries: readonly file.EntryRow[]): string[] {
  const minutes = new Map<string, number>();
  for (const one of entries) if (one.session_id) minutes.set(one.session_id, (minutes.get(one.session_id) ?? 0) + one.minutes);
  return [...minutes].flatMap(([id, left]) => (left > 0 ? [id] : []));
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
  prescriptions: readonly file.FormedRow[],
  formOf: (prescriptionId: string | undefined) => Promise<FormContent | null>,
): Promise<FileView['care']> {
  const newest = prescriptions.findLast(({ state, form_sealed }) => state !== 'DRAFT' && form_sealed !== null);
  const content = await formOf(newest?.id);
  if (!content) return null;
  const named = (content.form === '26' ? content.diagnoses : content.diagnosisOrSuspicion) ?? [];
  return {
    diagnoses: named.flatMap(({ code, certainty }) => (code ? [{ code, certainty: certainty ?? null }] : [])),
    gaf: content.form === '26' ? (content.gaf ?? null) : null,
  };
}

/** The plan that counts, else the newest on its way; nothing for whom it was not read. */
async function planOf(call: Call, row: file.FileRow, plans: readonly file.SealedPlanRow[]): Promise<FileView['plan']> {
  const plan = plans.find(({ state }) => state === 'agreed') ?? plans.at(-1);
  if (!plan?.sealed) return null;
  const content = JSON.parse(await call.sealer.open(call.tx, row.person_id, PLAN(plan.id), plan.sealed)) as PlanContent;
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
