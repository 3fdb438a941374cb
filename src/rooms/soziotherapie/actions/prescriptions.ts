import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { FormContent } from '../contract/forms.ts';
import type * as wire from '../contract/prescriptions.ts';
import type { Day } from '../rules/calendar.ts';
import { submissionDeadline } from '../rules/deadlines.ts';
import type { PrescriptionKind } from '../rules/eligibility.ts';
import { isOpen } from '../rules/forms/finding.ts';
import { tidied } from '../rules/forms/tidied.ts';
import type { FormVerdict } from '../rules/forms/verdict.ts';
import type { PrescriptionFacts } from '../rules/life/prescription.ts';
import { selectPrescriptionsOf } from '../store/day.ts';
import * as episodes from '../store/episodes.ts';
import { findCoverOn } from '../store/forms.ts';
import * as store from '../store/prescriptions.ts';
import { isDeputy } from './cases.ts';
import { endOfDay } from './episode-step.ts';
import { formPlace, judgeContent, openForm } from './forms.ts';
import { parametersFor } from './practice.ts';
import * as step from './prescription-step.ts';
import { reckon } from './reckon.ts';

type Office = Permit<'soziotherapie.office'>;
type Written = z.output<NonNullable<typeof wire.createPrescription.body>>;

/** Plain columns that other rules and lists ask for; everything else of a form stays sealed. */
function columnsOf({ kind, prescriberId, content }: Written) {
  const referral = content.form === '28';
  if (referral !== (kind === 'REFERRAL') || (content.form === '26' && content.kind && content.kind !== kind))
    throw new Refusal('form-kind-mismatch', { facts: { kind } });
  const units = referral ? content.units : content.unitsPrescribed;
  const most = kind === 'TRIAL' || kind === 'REFERRAL' ? 5 : 30;
  return {
    kind,
    form: content.form,
    prescriber_id: prescriberId,
    // what the form could never carry is said by its checks; the column only takes what may be
    units: units && units >= 1 && units <= most ? units : null,
    group_allowed: content.form === '26' && content.groupAllowed === true,
    discharged_on: content.form === '26' ? (content.dischargeDate ?? null) : null,
  };
}

/** The form as it is kept: its kind follows the kind of the prescription, codes and numbers stand as they are printed. */
const asKept = (kind: PrescriptionKind, content: FormContent): FormContent =>
  tidied(content.form === '26' && kind !== 'REFERRAL' ? { ...content, kind } : content);

const answerOf = (verdict: FormVerdict) => {
  const no = verdict.findings.find((finding) => isOpen(finding) && finding.rule === 'R1');
  return { eligible_as: verdict.eligibleAs, eligible_because: verdict.eligibleAs ? null : (no?.code ?? null) };
};

async function insistPrescriber(call: Call, id: string | null): Promise<void> {
  if (id !== null && !(await store.hasPrescriber(call.tx, id))) throw new Refusal('prescriber-unknown');
}

const seal = (call: Call, personId: string, id: string, content: FormContent) =>
  call.sealer.seal(call.tx, personId, formPlace(id), JSON.stringify(content));

/** A Muster 26 or 28 begins, also half filled in. A closed file takes none. */
export async function createPrescription(call: Call, _permit: Office, episodeId: string, written: Written) {
  const episode = await step.getEpisode(call, episodeId);
  if (episode.state === 'CLOSED') throw new Refusal('episode-closed');
  await insistPrescriber(call, written.prescriberId);
  const columns = columnsOf(written);
  const id = call.newId();
  const content = asKept(written.kind, written.content);
  const asked = {
    episodeId,
    personId: episode.person_id,
    organisationId: episode.organisation_id,
    prescriptionId: id,
    prescriberId: written.prescriberId,
  };
  const verdict = await judgeContent(call, asked, content);
  await store.appendPrescription(call.tx, {
    id,
    episodeId,
    personId: episode.person_id,
    organisationId: episode.organisation_id,
    at: call.now,
    ...columns,
    ...answerOf(verdict),
    form_sealed: await seal(call, episode.person_id, id, content),
  });
  await record(call, {
    action: 'soziotherapie.prescription.begun',
    kind: 'C',
    object: ['prescription', id],
    personId: episode.person_id,
    data: { organisationId: episode.organisation_id, episodeId, kind: written.kind },
  });
  return step.movedOf(call, id, step.hintsOf(verdict));
}

/** Until it is checked the content can be put right; units, prescriber and answer of R1 follow it. */
export async function savePrescription(call: Call, _permit: Office, id: string, version: number | undefined, written: Written) {
  const row = await step.lockPrescription(call, id, version);
  if (row.state !== 'DRAFT' && row.state !== 'ISSUED') throw new Refusal('form-fixed', { facts: { state: row.state } });
  await insistPrescriber(call, written.prescriberId);
  const content = asKept(written.kind, written.content);
  const columns = columnsOf({ ...written, content });
  const verdict = await judgeContent(call, { ...step.askedOf(row), prescriberId: written.prescriberId }, content);
  if (row.state === 'ISSUED' && columns.units === null) step.insistForm(verdict, 'form-incomplete', 'issue');
  const redated = row.state === 'ISSUED' ? await redate(call, row, content) : {};
  await store.updatePrescription(call.tx, id, {
    ...columns,
    ...redated,
    ...answerOf(verdict),
    form_sealed: await seal(call, row.person_id, id, content),
  });
  await record(call, {
    action: 'soziotherapie.prescription.saved',
    kind: 'U',
    object: ['prescription', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id },
  });
  if (row.state === 'ISSUED') {
    await rate(call, { ...row, ...columns }, content, await openForm(call, row));
    await reckon(call, row.person_id, row.organisation_id);
  }
  return step.movedOf(call, id, step.hintsOf(verdict));
}

/** The day of issue was put right: the last day of R7, the insurer of the day and the task follow it. */
async function redate(call: Call, row: store.PrescriptionRow, content: FormContent): Promise<store.PrescriptionChange> {
  const issuedOn = content.header?.issueDate;
  if (!issuedOn || issuedOn === row.issued_on) return {};
  step.insistPast(call, issuedOn);
  const change = await datedColumns(call, row, issuedOn);
  for (const kind of ['sozio-submit', 'sozio-submit-last-day', 'sozio-submit-late']) await settleTasks(call, kind, row.id, 'moved');
  await step.askAbout(call, row, {
    kind: 'sozio-submit',
    due: endOfDay(change.submit_until),
    priority: 1,
    facts: { until: change.submit_until },
  });
  return change;
}

/** What follows from the day of issue: R7, and who pays on it. */
async function datedColumns(call: Call, row: store.PrescriptionRow, issuedOn: Day) {
  const [isHoliday, p, cover] = await Promise.all([
    step.insurerHolidays(call, row, issuedOn),
    parametersFor(call, row.organisation_id, issuedOn),
    findCoverOn(call.tx, row.person_id, row.organisation_id, issuedOn),
  ]);
  return { issued_on: issuedOn, submit_until: submissionDeadline(issuedOn, isHoliday, p), payer_ik: cover?.payer_ik ?? null };
}

/** The prescription with its content; opening it is logged. */
export async function getPrescription(call: Call, _permit: Permit<'soziotherapie.read'>, id: string) {
  const row = await store.findPrescription(call.tx, id);
  if (!row || row.organisation_id !== accountOf(call).organisationId) throw new Refusal('not-found');
  if (isDeputy(call, await step.getEpisode(call, row.episode_id))) throw new Refusal('not-found');
  const content = await openForm(call, row);
  if (!content) throw new Refusal('not-found');
  await recordReads(call, 'soziotherapie.prescription.read', 'prescription', [{ id, personId: row.person_id }]);
  return new Versioned(row.version, {
    ...(await step.movedOf(call, id)),
    episodeId: row.episode_id,
    kind: row.kind,
    prescriberId: row.prescriber_id,
    issuedOn: row.issued_on,
    units: row.units,
    eligibility: { as: row.eligible_as as FormVerdict['eligibleAs'], because: row.eligible_because },
    content,
  });
}

/** A rating of the prescriber stays in the history: one row for each that differs from the one before. */
async function rate(call: Call, row: store.PrescriptionRow, content: FormContent, before: FormContent | null): Promise<void> {
  if (content.form !== '26' || !content.gaf || (before?.form === '26' && before.gaf === content.gaf)) return;
  const id = call.newId();
  await store.appendRating(call.tx, {
    id,
    personId: row.person_id,
    organisationId: row.organisation_id,
    episodeId: row.episode_id,
    prescriptionId: row.id,
    prescriberId: row.prescriber_id,
    ratedOn: content.prescriberSignature?.on ?? content.header?.issueDate ?? row.issued_on ?? call.now.toString().slice(0, 10),
    sealed: await call.sealer.seal(
      call.tx,
      row.person_id,
      { table: 'soziotherapie.gaf_rating', column: 'sealed', row: id },
      String(content.gaf),
    ),
    at: call.now,
    by: call.actor.kind === 'account' ? call.actor.accountId : null,
  });
}

/** Why the prescriber is asked; the reason itself stays in the file. */
const NOT_ELIGIBLE = 'not-eligible';

/** V1, and V3 where no approval is needed. The days of R7 are counted from here. */
export async function issuePrescription(
  call: Call,
  _permit: Office,
  id: string,
  version: number | undefined,
  wish: { issuedOn: Day; signed: boolean },
) {
  const row = await step.lockPrescription(call, id, version);
  step.insistPast(call, wish.issuedOn);
  const { content: stored } = await step.judgeStored(call, row);
  const content = signedAs(stored, wish);
  const verdict = await judgeContent(call, step.askedOf(row), content);
  const dated = await datedColumns(call, row, wish.issuedOn);
  const submitUntil = dated.submit_until;
  const facts = { requiredFields: verdict.requiredFields && row.units !== null, signedOn: wish.signed };
  const change = {
    ...dated,
    form_sealed: await seal(call, row.person_id, id, content),
    ...answerOf(verdict),
  };
  if (row.state === 'DRAFT' && !facts.requiredFields) step.insistForm(verdict, 'form-incomplete', 'issue');
  const issued = await step.takePrescriptionStep(call, row, 'issue', facts, change);
  await rate(call, issued.row, content, null);
  const episode = await step.getEpisode(call, row.episode_id);
  if (row.prescriber_id !== null && episode.prescriber_id === null)
    await episodes.updateEpisode(call.tx, episode.id, { prescriber_id: row.prescriber_id });
  await endFollowUp(call, issued.row);
  if (!(await setFree(call, issued.row, verdict))) {
    await step.askAbout(call, issued.row, { kind: 'sozio-submit', due: endOfDay(submitUntil), priority: 1, facts: { until: submitUntil } });
    if (verdict.eligibleAs === null)
      await step.askAbout(call, issued.row, { kind: 'sozio-tell-prescriber', due: call.now, facts: { because: NOT_ELIGIBLE } });
  }
  await step.moveAlong(call, issued.row, verdict);
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id, step.hintsOf(verdict));
}

/** The follow-up that was asked for is there: nobody needs to ask any more. */
async function endFollowUp(call: Call, row: store.PrescriptionRow): Promise<void> {
  if (row.kind !== 'FOLLOW_UP' && row.kind !== 'INITIAL') return;
  const former = await selectPrescriptionsOf(call.tx, row.episode_id);
  for (const id of [row.episode_id, ...former.map((one) => one.id)]) await settleTasks(call, 'sozio-follow-up', id, 'done');
}

/** The day and the signature as they stand on the paper. */
function signedAs(content: FormContent, { issuedOn, signed }: { issuedOn: Day; signed: boolean }): FormContent {
  const prescriberSignature = { on: content.prescriberSignature?.on ?? issuedOn, signed };
  return { ...content, header: { ...content.header, issueDate: issuedOn }, prescriberSignature };
}

/** V3: Muster 28 and trial units within the total need no approval (R4). */
async function setFree(call: Call, row: store.PrescriptionRow, verdict: FormVerdict): Promise<boolean> {
  const approvalFree = (row.kind === 'TRIAL' || row.kind === 'REFERRAL') && !verdict.approvalNeeded && step.holds(verdict);
  if (!approvalFree) return false;
  await step.takePrescriptionStep(call, row, 'set-free', { approvalFree }, { approval_free: true }, ['system']);
  await settleTasks(call, 'sozio-submit', row.id, 'done');
  return true;
}

/** V2: the form passes chapter 4, and Muster 27 is there or has its day. */
export async function checkPrescription(call: Call, _permit: Office, id: string, version: number | undefined, carePlanDue: Day | null) {
  const row = await step.lockPrescription(call, id, version);
  const { verdict } = await step.judgeStored(call, row);
  const plan = await episodes.hasCarePlan(call.tx, row.episode_id, id);
  const carePlan: PrescriptionFacts['carePlan'] = !verdict.approvalNeeded
    ? 'not-needed'
    : plan === 'agreed'
      ? 'attached'
      : carePlanDue
        ? 'follows'
        : undefined;
  if (row.state === 'ISSUED') step.insistForm(verdict, 'form-rules-open', 'application');
  const facts = { formRules: verdict.formRules, ...(carePlan ? { carePlan } : {}), carePlanDue: carePlanDue !== null };
  const checked = await step.takePrescriptionStep(call, row, 'check', facts, {
    ...answerOf(verdict),
    care_plan_due_on: carePlan === 'follows' ? carePlanDue : null,
  });
  if (checked.effects.includes('care-plan-task') && carePlanDue)
    await step.askAbout(call, checked.row, {
      kind: 'sozio-care-plan',
      for: 'helper',
      due: endOfDay(carePlanDue),
      facts: { until: carePlanDue },
    });
  await setFree(call, checked.row, verdict);
  await step.moveAlong(call, checked.row, verdict);
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id, step.hintsOf(verdict));
}

/** V15: the prescriber stops it and tells the insurer why (ST-RL § 6 (3)); that day itself is still covered. */
export async function withdrawPrescription(
  call: Call,
  _permit: Permit<'soziotherapie.read'>,
  id: string,
  version: number | undefined,
  { on, statement }: { on: Day; statement: boolean },
) {
  const row = await step.lockPrescription(call, id, version);
  step.insistPast(call, on);
  if (row.issued_on !== null && on < row.issued_on) throw new Refusal('days-out-of-order');
  const facts = { prescriberStopped: statement, usage: row.usage };
  const { row: after } = await step.takePrescriptionStep(call, row, 'withdraw', facts, {
    withdrawn_on: on,
    decision_due_on: null,
    deemed_flag_on: null,
  });
  if (row.state !== 'DRAFT') await step.askAbout(call, after, { kind: 'sozio-prescriber-informs', due: call.now, priority: 1 });
  for (const kind of ['sozio-submit', 'sozio-receipt', 'sozio-ask-insurer', 'sozio-care-plan'])
    await settleTasks(call, kind, id, 'cause-gone');
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id);
}
