import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { Plan as PlanShape } from '../contract/care-plan.ts';
import { FormContent } from '../contract/forms.ts';
import { allPlannedUnits, emptyPlan, judgePlan, type PlanContent, type PlanFacts } from '../rules/forms/muster-27.ts';
import { planDifference } from '../rules/forms/plan-difference.ts';
import * as store from '../store/care-plan.ts';
import { isDeputy, todayOf } from './cases.ts';
import { homeNursing } from './parallel-care.ts';
import { releasesOf } from './plan-releases.ts';

type Read = Permit<'soziotherapie.read'>;
type Care = Permit<'soziotherapie.care'>;

export const planPlace = (row: string) => ({ table: 'soziotherapie.care_plan', column: 'sealed', row });
const formPlace = (row: string) => ({ table: 'soziotherapie.prescription', column: 'form_sealed', row });

/** A case that the caller may see; anybody else's does not exist. */
export async function getCase(call: Call, id: string): Promise<store.CaseRow> {
  const found = await store.findCase(call.tx, id);
  if (!found) throw new Refusal('not-found');
  return found;
}

/** A case whose plan the caller reads as a whole; a deputy sees the goals where she writes a unit, and no more of it (rule book 5.3). */
export async function getReadable(call: Call, id: string): Promise<store.CaseRow> {
  const found = await getCase(call, id);
  if (isDeputy(call, found)) throw new Refusal('not-found');
  return found;
}

/** Plans and reviews are written by who accompanies and by the lead, not by a deputy (rule book 5.3). */
export function mayWrite(call: Call, { practitioner_id, organisation_id, state }: store.CaseRow): boolean {
  const { roles, practitionerId, organisationId } = accountOf(call);
  if (state === 'CLOSED' || organisationId !== organisation_id) return false;
  return roles.includes('lead') || (roles.includes('soziotherapist') && practitionerId !== null && practitionerId === practitioner_id);
}

export async function getWritable(call: Call, id: string): Promise<store.CaseRow> {
  const found = await getCase(call, id);
  if (found.state === 'CLOSED') throw new Refusal('plan-case-closed');
  if (!mayWrite(call, found)) throw new Refusal('plan-not-yours');
  return found;
}

export const contentOf = async (call: Call, plan: Pick<store.PlanRecord, 'id' | 'person_id' | 'sealed'>): Promise<PlanContent> =>
  JSON.parse(await call.sealer.open(call.tx, plan.person_id, planPlace(plan.id), plan.sealed)) as PlanContent;

/** SHA-256 of exactly what is signed: content, version, first day and prescription; the id makes equal texts differ. */
export function digestOf(plan: Pick<store.PlanRecord, 'id' | 'number' | 'valid_from' | 'prescription_id'>, content: PlanContent): Buffer {
  const signed = [plan.id, plan.number, plan.valid_from, plan.prescription_id, content];
  return createHash('sha256').update(JSON.stringify(signed)).digest();
}

export function signatureView({ party, how, by_guardian, signed_on, file_id, recorded_at, recorded_by_name }: store.SignatureRecord) {
  const recorded = { recordedAt: recorded_at.toString(), recordedByName: recorded_by_name };
  return { party, how, byGuardian: by_guardian, signedOn: signed_on, fileId: file_id, ...recorded };
}

function rowOf(plan: store.PlanRecord, signatures: readonly store.SignatureRecord[]) {
  return {
    id: plan.id,
    version: plan.version,
    number: plan.number,
    state: plan.state,
    prescriptionId: plan.prescription_id,
    validFrom: plan.valid_from,
    plannedUnits: plan.planned_units,
    signedOn: plan.signed_on,
    offeredOn: plan.offered_at ? dayInBerlin(plan.offered_at).toString() : null,
    writtenAt: plan.written_at.toString(),
    writtenByName: plan.written_by_name,
    signatures: signatures.filter(({ care_plan_id }) => care_plan_id === plan.id).map(signatureView),
  };
}

export const clientName = ({ given_name, family_name }: Pick<store.CaseRow, 'given_name' | 'family_name'>) =>
  [given_name, family_name].filter(Boolean).join(' ');

export async function listPlans(call: Call, _permit: Read, episodeId: string) {
  const found = await getReadable(call, episodeId);
  const plans = await store.selectPlans(call.tx, episodeId);
  const signatures = await store.selectSignatures(
    call.tx,
    plans.map(({ id }) => id),
  );
  const prescriptions = await store.selectPrescriptions(call.tx, episodeId);
  return {
    plans: plans.map((plan) => rowOf(plan, signatures)),
    prescriptions: prescriptions.map(({ id, issued_on, units, kind, prescriber_name }) => ({
      id,
      issuedOn: issued_on,
      units,
      kind,
      prescriberName: prescriber_name,
    })),
    mayWrite: mayWrite(call, found),
    prescriber: found.prescriber_id ? { id: found.prescriber_id, name: found.prescriber_name ?? '' } : null,
    clientName: clientName(found),
    hasGuardian: found.guardian,
  };
}

type Form26 = Extract<FormContent, { form: '26' }>;

/** Muster 26 as it lies with a prescription; null where it has none that can be read. */
async function formOf(call: Call, personId: string, { id, form_sealed }: store.PrescriptionRow): Promise<Form26 | null> {
  if (!form_sealed) return null;
  const read = FormContent.safeParse(JSON.parse(await call.sealer.open(call.tx, personId, formPlace(id), form_sealed)));
  return read.success && read.data.form === '26' ? read.data : null;
}

const diagnosesOf = (form: Form26 | null) =>
  (form?.diagnoses ?? []).flatMap(({ code, certainty, text }) =>
    code ? [{ code, certainty: certainty ?? ('G' as const), text: text ?? '' }] : [],
  );

/** What the checks of 4.3 compare a plan with, as of today. */
async function factsFor(call: Call, found: store.CaseRow, prescription: store.PrescriptionRow | undefined): Promise<PlanFacts> {
  const nursing = await homeNursing(call, found.person_id, found.organisation_id);
  const form = prescription ? await formOf(call, found.person_id, prescription) : null;
  return {
    prescription: prescription
      ? {
          units: prescription.units,
          gaf: form?.gaf || null,
          groupAllowed: prescription.group_allowed,
          diagnoses: diagnosesOf(form),
          parallelCare: (form?.parallelCare ?? []).length > 0,
          form: form !== null,
        }
      : null,
    nursing,
    liveReleases: new Set((await releasesOf(call, found.person_id, found.organisation_id)).map(({ id }) => id)),
    today: todayOf(call),
  };
}

async function judged(call: Call, found: store.CaseRow, plan: Pick<store.PlanRecord, 'prescription_id'>, content: PlanContent) {
  const prescription = (await store.selectPrescriptions(call.tx, found.id)).find(({ id }) => id === plan.prescription_id);
  return { ...judgePlan(content, await factsFor(call, found, prescription)), prescribedUnits: prescription?.units ?? null };
}

/** The version that was in force before this one: what its differences are told against. */
export const formerOf = (plans: readonly store.PlanRecord[], plan: Pick<store.PlanRecord, 'number'>) =>
  plans.find(({ number, state }) => number < plan.number && (state === 'agreed' || state === 'replaced'));

export async function differenceOf(call: Call, plan: store.PlanRecord, content: PlanContent) {
  const former = formerOf(await store.selectPlans(call.tx, plan.episode_id), plan);
  return { former, difference: former ? planDifference(await contentOf(call, former), content) : null };
}

export async function getPlan(call: Call, _permit: Read, id: string) {
  const plan = await store.findPlan(call.tx, id);
  if (!plan) throw new Refusal('not-found');
  const found = await getReadable(call, plan.episode_id);
  const content = await contentOf(call, plan);
  const { faults, hints, prescribedUnits } = await judged(call, found, plan, content);
  const { former, difference } = await differenceOf(call, plan, content);
  const draft = plan.state === 'draft';
  await recordReads(call, 'soziotherapie.plan.read', 'care-plan', [{ id, personId: plan.person_id }]);
  return new Versioned(plan.version, {
    ...rowOf(plan, await store.selectSignatures(call.tx, [id])),
    content,
    faults: draft ? faults : [],
    hints: draft ? hints : [],
    formerNumber: former?.number ?? null,
    difference,
    prescribedUnits,
    releases: draft ? await releasesOf(call, plan.person_id, plan.organisation_id) : [],
  });
}

const happened = (
  call: Call,
  verb: string,
  kind: 'C' | 'U',
  plan: Pick<store.PlanRecord, 'id' | 'person_id' | 'episode_id' | 'organisation_id' | 'number'>,
) =>
  record(call, {
    action: `soziotherapie.plan.${verb}`,
    kind,
    object: ['care-plan', plan.id],
    personId: plan.person_id,
    data: { organisationId: plan.organisation_id, episodeId: plan.episode_id, number: plan.number },
  });

export { happened as recordPlan };

/** A first plan begins with what the prescription says already. */
function begun(form: Form26 | null): PlanContent {
  const empty = emptyPlan();
  if (!form) return empty;
  const impairments = { ...empty.findings.impairments };
  for (const [group, said] of Object.entries(form.impairments ?? {}))
    if (said) impairments[group as keyof typeof impairments] = { degree: said.degree ?? 'none', text: said.text ?? '' };
  return {
    ...empty,
    diagnosis: { list: diagnosesOf(form).slice(0, 5), difference: '' },
    findings: { impairments, text: '', gaf: form.gaf || null },
  };
}

/** Writes the next version as a draft: a copy of the last one with the same ids, or a first one. Refuses "plan-open", "plan-prescription-missing". */
export async function appendDraft(call: Call, found: store.CaseRow, wish: { prescriptionId?: string | undefined; reviewId?: string }) {
  await store.lockCase(call.tx, found.id);
  const plans = await store.selectPlans(call.tx, found.id);
  const open = plans.find(({ state }) => state === 'draft' || state === 'offered');
  if (open) throw new Refusal('plan-open', { facts: { number: open.number } });
  const prescriptions = await store.selectPrescriptions(call.tx, found.id);
  const prescription = wish.prescriptionId ? prescriptions.find(({ id }) => id === wish.prescriptionId) : prescriptions[0];
  if (!prescription) throw new Refusal('plan-prescription-missing');
  const [last] = plans;
  const content = last ? await contentOf(call, last) : begun(await formOf(call, found.person_id, prescription));
  const id = call.newId();
  const plan = {
    id,
    personId: found.person_id,
    organisationId: found.organisation_id,
    episodeId: found.id,
    prescriptionId: prescription.id,
    number: (last?.number ?? 0) + 1,
    sealed: await call.sealer.seal(call.tx, found.person_id, planPlace(id), JSON.stringify(content)),
    validFrom: todayOf(call),
    reviewId: wish.reviewId ?? null,
    at: call.now,
    by: accountOf(call).accountId,
  };
  await store.appendPlan(call.tx, plan);
  const { number } = plan;
  await happened(call, 'drafted', 'C', {
    id,
    person_id: found.person_id,
    episode_id: found.id,
    organisation_id: found.organisation_id,
    number,
  });
  return { id, version: 1, number };
}

export async function draftPlan(call: Call, _permit: Care, episodeId: string, prescriptionId?: string) {
  return appendDraft(call, await getWritable(call, episodeId), { prescriptionId });
}

/** Locks a version as it was shown; refuses "not-found", "version-old". */
export async function lockShown(call: Call, id: string, version: number | undefined): Promise<store.PlanRecord> {
  const plan = await store.lockPlan(call.tx, id);
  if (!plan) throw new Refusal('not-found');
  if (plan.version !== version) throw new Refusal('version-old', { current: plan.version });
  return plan;
}

async function lockDraft(call: Call, id: string, version: number | undefined) {
  const plan = await lockShown(call, id, version);
  const found = await getWritable(call, plan.episode_id);
  if (plan.state !== 'draft') throw new Refusal('plan-not-draft');
  return { plan, found };
}

/** Keeps a draft, also one with gaps. */
export async function savePlan(
  call: Call,
  _permit: Care,
  id: string,
  version: number | undefined,
  wish: { validFrom: string; prescriptionId: string; content: (typeof PlanShape)['_output'] },
) {
  const { plan, found } = await lockDraft(call, id, version);
  if (!(await store.selectPrescriptions(call.tx, found.id)).some((one) => one.id === wish.prescriptionId))
    throw new Refusal('plan-prescription-missing');
  const sealed = await call.sealer.seal(call.tx, plan.person_id, planPlace(id), JSON.stringify(wish.content));
  const change = { sealed, valid_from: wish.validFrom, prescription_id: wish.prescriptionId, planned_units: allPlannedUnits(wish.content) };
  const next = await store.updatePlan(call.tx, id, { ...change, planned_units: Math.min(change.planned_units, 999) });
  await happened(call, 'saved', 'U', plan);
  const { faults, hints } = await judged(call, found, change, wish.content);
  return { id, version: next, faults, hints };
}

/** Offers a draft without gaps for signature; its GAF becomes a rating of its own. */
export async function offerPlan(call: Call, _permit: Care, id: string, version: number | undefined) {
  const { plan, found } = await lockDraft(call, id, version);
  const content = await contentOf(call, plan);
  const { faults } = await judged(call, found, plan, content);
  if (faults.length > 0)
    throw new Refusal('plan-incomplete', {
      errors: faults.map(({ pointer, code }) => ({ pointer, code })),
      facts: { count: faults.length },
    });
  const offered = { state: 'offered' as const, offered_at: call.now, content_digest: digestOf(plan, content) };
  const next = await store.updatePlan(call.tx, id, { ...offered, planned_units: allPlannedUnits(content) });
  if (content.findings.gaf) await appendRating(call, found, content.findings.gaf, todayOf(call), 'muster-27', id);
  await happened(call, 'offered', 'U', plan);
  return { id, version: next, number: plan.number };
}

/** A rating of its own in the history of GAF; the number itself is sealed. */
export async function appendRating(
  call: Call,
  found: store.CaseRow,
  gaf: number,
  on: string,
  source: 'muster-27' | 'review',
  sourceId: string,
) {
  const id = call.newId();
  const place = { table: 'soziotherapie.gaf_rating', column: 'sealed', row: id };
  await store.appendRating(call.tx, {
    id,
    personId: found.person_id,
    organisationId: found.organisation_id,
    episodeId: found.id,
    ratedOn: on,
    source,
    sourceId,
    sealed: await call.sealer.seal(call.tx, found.person_id, place, String(gaf)),
    at: call.now,
    by: accountOf(call).accountId,
  });
}
