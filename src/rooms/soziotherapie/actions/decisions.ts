import type { z } from 'zod';
import { insist, Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type * as wire from '../contract/decisions.ts';
import { judgeAmount } from '../rules/amount.ts';
import { judgeObjection, notifiedOn, objectionDeadline } from '../rules/deadlines.ts';
import { contingentOn } from '../rules/ledger.ts';
import { selectWindows } from '../store/ledger.ts';
import * as store from '../store/prescriptions.ts';
import { endOfDay } from './episode-step.ts';
import { mistakesOf } from './mistakes.ts';
import { parametersFor } from './practice.ts';
import * as step from './prescription-step.ts';
import { reckon } from './reckon.ts';
import { todayOf } from './reckon-question.ts';

type Office = Permit<'soziotherapie.office'>;
type Told = z.output<NonNullable<typeof wire.recordDecision.body>>;

const EVENTS = { approved: 'approve', partly: 'approve-partly', refused: 'refuse' } as const;
const reasonPlace = (id: string) => ({ table: 'soziotherapie.decision', column: 'reason_sealed', row: id });

/** A letter hangs together: sent to the insurer, decided, posted, arrived and known in this order, and nothing of it is still to come. */
function insistDays(call: Call, row: store.PrescriptionRow, told: Told): void {
  step.insistPast(call, told.decidedOn, told.postedOn, told.reallyReceivedOn, told.knownOn);
  const order = [
    row.submitted_on ?? row.issued_on ?? told.decidedOn,
    told.decidedOn,
    told.postedOn,
    told.reallyReceivedOn ?? told.postedOn,
  ];
  const ordered = order.every((day, index) => index === 0 || (order[index - 1] ?? '') <= day);
  if (!ordered || (told.validFrom !== null && told.validTo !== null && told.validTo < told.validFrom))
    throw new Refusal('days-out-of-order');
}

/** R5: what is approved fits to what was prescribed; more than is left of the 120 hours is only told. */
async function hintsOfAmount(call: Call, row: store.PrescriptionRow, units: number) {
  if (units === 0) return [];
  const p = await parametersFor(call, row.organisation_id);
  const { remainingMinutes } = contingentOn(await selectWindows(call.tx, row.person_id), todayOf(call), p);
  const judged = judgeAmount({ prescribed: row.units ?? 0, approved: units, remainingCapMinutes: remainingMinutes }, p);
  if (!judged.ok && judged.because !== 'cap-exhausted') throw new Refusal(judged.because, { facts: { ...judged.facts } });
  return judged.hints.map(({ code, facts }) => ({ code, ...(facts ? { facts: { ...facts } } : {}) }));
}

/** V7–V9, V11: what the insurer decided. The day on which it counts as known and the end of objection follow from its posting (R9). */
export async function recordDecision(call: Call, _permit: Office, id: string, version: number | undefined, told: Told) {
  const row = await step.lockPrescription(call, id, version);
  const units = told.kind === 'refused' ? 0 : told.units;
  const complete = (told.kind === 'refused') === (told.units === 0);
  const facts = { decisionComplete: complete, prescribed: row.units ?? 0, approved: units };
  const afterObjection = row.state === 'OBJECTED';
  insistDays(call, row, told);
  await step.insistFile(call, row, told.fileId);
  const change = { deemed_flag_on: null, decision_due_on: null };
  const { row: after, effects } = await step.takePrescriptionStep(call, row, EVENTS[told.kind], facts, change);
  const hints = await hintsOfAmount(call, row, units);
  const p = await parametersFor(call, row.organisation_id, told.postedOn);
  const notified = notifiedOn({ postedOn: told.postedOn, receivedOn: told.reallyReceivedOn }, p);
  const isHoliday = await step.insurerHolidays(call, row, told.postedOn);
  const objectionUntil =
    told.kind === 'approved' ? null : objectionDeadline({ notifiedOn: notified, remediesTaught: told.remediesTold }, isHoliday, p);
  const decisionId = call.newId();
  const reason = told.reason ? await call.sealer.seal(call.tx, row.person_id, reasonPlace(decisionId), told.reason) : null;
  await store.appendLetter(call.tx, {
    id: decisionId,
    prescription_id: id,
    person_id: row.person_id,
    organisation_id: row.organisation_id,
    kind: told.kind,
    units,
    decided_on: told.decidedOn,
    posted_on: told.postedOn,
    really_received_on: told.reallyReceivedOn,
    known_on: told.knownOn,
    notified_on: notified,
    valid_from: told.validFrom,
    valid_to: told.validTo,
    number: told.number,
    remedies_told: told.remediesTold,
    reason_sealed: reason,
    file_id: told.fileId,
    objection_until: objectionUntil,
    after_objection: afterObjection,
    recorded_at: call.now,
    recorded_by: accountOf(call).accountId,
  });
  await record(call, {
    action: 'soziotherapie.prescription.decided',
    kind: 'U',
    object: ['prescription', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, kind: told.kind, units, afterObjection },
  });
  for (const kind of ['sozio-ask-insurer', 'sozio-receipt', 'sozio-expert-package']) await settleTasks(call, kind, id, 'cause-gone');
  if (effects.includes('objection-clock') && objectionUntil !== null)
    await step.askAbout(call, after, {
      kind: 'sozio-objection',
      for: 'helper',
      due: endOfDay(objectionUntil),
      facts: { until: objectionUntil },
    });
  // the insurer must tell the prescriber its reasons (ST-RL § 9); the practice asks whether it did
  if (effects.includes('prescriber-task'))
    await step.askAbout(call, after, { kind: 'sozio-tell-prescriber', due: call.now, facts: { because: told.kind } });
  await reckon(call, row.person_id, row.organisation_id);
  return { ...(await step.movedOf(call, id, hints)), decisionId, notifiedOn: notified, objectionUntil };
}

/** V10, R9: only the client or who represents her objects, in time; the office writes it down. */
export async function recordObjection(
  call: Call,
  _permit: Office,
  id: string,
  version: number | undefined,
  { on, by }: { on: string; by: 'client' | 'guardian' | 'provider' | 'prescriber' },
) {
  const row = await step.lockPrescription(call, id, version);
  step.insistPast(call, on);
  const letter = (await store.selectLetters(call.tx, id)).at(-1);
  if (letter && on < letter.posted_on) throw new Refusal('days-out-of-order');
  if (letter && (row.state === 'REFUSED' || row.state === 'PARTIALLY_APPROVED')) {
    const isHoliday = await step.insurerHolidays(call, row, letter.posted_on);
    const p = await parametersFor(call, row.organisation_id, letter.posted_on);
    const question = { notifiedOn: letter.notified_on, remediesTaught: letter.remedies_told, objectedOn: on, by };
    const judged = judgeObjection(question, isHoliday, p);
    insist(judged, { facts: { ...judged.facts } });
  }
  const facts = { objector: by === 'prescriber' ? ('provider' as const) : by, objectionInTime: true };
  await step.takePrescriptionStep(call, row, 'object', facts);
  if (letter && (by === 'client' || by === 'guardian')) await store.noteObjection(call.tx, letter.id, on, by);
  await settleTasks(call, 'sozio-objection', id, 'done');
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id);
}

/** The insurer's letters about one prescription. */
export async function listDecisions(call: Call, _permit: Permit<'soziotherapie.read'>, id: string) {
  const row = await store.findPrescription(call.tx, id);
  if (!row || row.organisation_id !== accountOf(call).organisationId) throw new Refusal('not-found');
  await recordReads(call, 'soziotherapie.decision.read', 'prescription', [{ id, personId: row.person_id }]);
  const letters = await store.selectLetters(call.tx, id, true);
  const decisions = await Promise.all(
    letters.map(async (letter) => ({
      id: letter.id,
      kind: letter.kind as wire.Letter['kind'],
      units: letter.units,
      decidedOn: letter.decided_on,
      postedOn: letter.posted_on,
      knownOn: letter.known_on,
      notifiedOn: letter.notified_on,
      validFrom: letter.valid_from,
      validTo: letter.valid_to,
      number: letter.number,
      remediesTold: letter.remedies_told,
      reason: letter.reason_sealed ? await call.sealer.open(call.tx, row.person_id, reasonPlace(letter.id), letter.reason_sealed) : null,
      fileId: letter.file_id,
      objectionUntil: letter.objection_until,
      objectedOn: letter.objected_on,
      objectedBy: letter.objected_by as wire.Letter['objectedBy'],
      afterObjection: letter.after_objection,
      mistaken: letter.mistaken_at !== null,
    })),
  );
  return { decisions, mistakes: mistakesOf(row).map(({ by: _, ...mistake }) => mistake) };
}
