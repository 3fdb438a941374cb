import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { Day } from '../rules/calendar.ts';
import { type DecisionWait, decisionDeadline, deemedApprovalPossible, judgeSubmission } from '../rules/deadlines.ts';
import * as store from '../store/prescriptions.ts';
import { endOfDay } from './episode-step.ts';
import { parametersFor } from './practice.ts';
import * as step from './prescription-step.ts';
import { reckon } from './reckon.ts';
import { todayOf } from './reckon-question.ts';

type Office = Permit<'soziotherapie.office'>;

/** What R8 knows of the waiting for a decision; null before the insurer had it. */
export function waitOf(row: store.PrescriptionRow, decidedOn: Day | null = null): DecisionWait | null {
  if (row.received_on === null) return null;
  const { delay_notice_on: on, delay_notice_until: until } = row;
  return { receivedOn: row.received_on, expertNoticeOn: row.md_notice_on, delayNotice: on && until ? { on, until } : null, decidedOn };
}

/** R8: until when the insurer must decide, as it stands now. */
export async function dueOf(call: Call, row: store.PrescriptionRow): Promise<Day | null> {
  const wait = waitOf(row);
  if (wait === null) return null;
  return decisionDeadline(
    wait,
    await step.insurerHolidays(call, row, wait.receivedOn),
    await parametersFor(call, row.organisation_id, wait.receivedOn),
  );
}

/** R8: a notice that came too late moves nothing: the flag that was raised stays, and so does the call that was asked for. */
async function flagAfter(call: Call, row: store.PrescriptionRow): Promise<Day | null> {
  const wait = waitOf(row);
  if (wait === null || row.deemed_flag_on === null) return null;
  const p = await parametersFor(call, row.organisation_id, wait.receivedOn);
  const stands = deemedApprovalPossible(wait, todayOf(call), await step.insurerHolidays(call, row, wait.receivedOn), p);
  if (!stands) await settleTasks(call, 'sozio-ask-insurer', row.id, 'cause-gone');
  return stands ? row.deemed_flag_on : null;
}

/** V4: sent to the insurer, by a way and with proof. Receipt decides, not sending: the task asks for it. */
export async function submitPrescription(
  call: Call,
  _permit: Office,
  id: string,
  version: number | undefined,
  wish: { on: Day; channel: 'post' | 'fax' | 'in-person' | 'portal' | 'email'; proofFileId: string | null },
) {
  const row = await step.lockPrescription(call, id, version);
  step.insistPast(call, wish.on);
  if (row.issued_on !== null && wish.on < row.issued_on) throw new Refusal('days-out-of-order');
  await step.insistFile(call, row, wish.proofFileId);
  const facts = { channel: true, proofStored: wish.proofFileId !== null };
  const change = { submitted_on: wish.on, submitted_by_channel: wish.channel, proof_file_id: wish.proofFileId };
  const sent = await step.takePrescriptionStep(call, row, 'submit', facts, change);
  await record(call, {
    action: 'soziotherapie.prescription.submitted',
    kind: 'U',
    object: ['prescription', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, channel: wish.channel },
  });
  await settleTasks(call, 'sozio-submit', id, 'done');
  await step.askAbout(call, sent.row, {
    kind: 'sozio-receipt',
    due: endOfDay(row.submit_until ?? wish.on),
    priority: 1,
    facts: { until: row.submit_until },
  });
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id);
}

/** R7, V5: the day on which the insurer had it. In time: provisional cover; too late: nothing is covered until it decides. */
export async function receivePrescription(call: Call, _permit: Office, id: string, version: number | undefined, on: Day) {
  const row = await step.lockPrescription(call, id, version);
  if (row.state !== 'SUBMITTED' && row.state !== 'MD_REVIEW') step.insistStep(row, 'received-in-time');
  if (row.received_on !== null) throw new Refusal('receipt-known');
  step.insistPast(call, on);
  const issuedOn = row.issued_on ?? on;
  const isHoliday = await step.insurerHolidays(call, row, issuedOn);
  const judged = judgeSubmission({ issuedOn, receivedOn: on }, isHoliday, await parametersFor(call, row.organisation_id, issuedOn));
  if (!judged.ok && judged.because === 'received-before-issue') throw new Refusal(judged.because, { facts: { ...judged.facts } });
  if (row.submitted_on !== null && on < row.submitted_on) throw new Refusal('days-out-of-order');
  const received = { ...row, received_on: on };
  const change = { received_on: on, decision_due_on: await dueOf(call, received) };
  if (judged.ok && row.state === 'SUBMITTED')
    await step.takePrescriptionStep(call, row, 'received-in-time', { receivedInTime: true }, change, ['system']);
  else await store.updatePrescription(call.tx, id, change);
  await record(call, {
    action: 'soziotherapie.prescription.received',
    kind: 'U',
    object: ['prescription', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, inTime: judged.ok },
  });
  await settleTasks(call, 'sozio-receipt', id, 'done');
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id, judged.ok ? [] : [{ code: judged.because, facts: { ...judged.facts } }]);
}

/** V6, R8: the Medizinischer Dienst was asked. Stored by the end of three weeks it makes them five. */
export async function noteExpert(call: Call, _permit: Office, id: string, version: number | undefined, on: Day) {
  const row = await step.lockPrescription(call, id, version);
  step.insistPast(call, on);
  if (row.submitted_on !== null && on < row.submitted_on) throw new Refusal('days-out-of-order');
  const asked = { ...row, md_notice_on: on };
  const change = { md_notice_on: on, decision_due_on: await dueOf(call, asked), deemed_flag_on: await flagAfter(call, asked) };
  const { row: after } = await step.takePrescriptionStep(call, row, 'expert-asked', { noticeStored: true }, change);
  await step.askAbout(call, after, { kind: 'sozio-expert-package', due: call.now });
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id);
}

const UNDECIDED: readonly string[] = ['SUBMITTED', 'PROVISIONAL', 'MD_REVIEW'];

/** R8: a delay that the insurer told in writing, with its reason, replaces the end by the day it names. No state changes. */
export async function noteDelay(
  call: Call,
  _permit: Office,
  id: string,
  version: number | undefined,
  { on, until }: { on: Day; until: Day },
) {
  const row = await step.lockPrescription(call, id, version);
  step.insistPast(call, on);
  if (until < on || (row.submitted_on !== null && on < row.submitted_on)) throw new Refusal('days-out-of-order');
  if (!UNDECIDED.includes(row.state)) step.insistStep(row, 'expert-asked');
  const noted = { ...row, delay_notice_on: on, delay_notice_until: until };
  const change = {
    delay_notice_on: on,
    delay_notice_until: until,
    decision_due_on: await dueOf(call, noted),
    deemed_flag_on: await flagAfter(call, noted),
  };
  await store.updatePrescription(call.tx, id, change);
  await record(call, {
    action: 'soziotherapie.prescription.delayed',
    kind: 'U',
    object: ['prescription', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id },
  });
  return step.movedOf(call, id);
}
