import { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import { type MISTAKEN, Mistake } from '../contract/decisions.ts';
import { judgeSubmission } from '../rules/deadlines.ts';
import type { PrescriptionState } from '../rules/life/prescription.ts';
import * as store from '../store/prescriptions.ts';
import { endOfDay } from './episode-step.ts';
import { parametersFor } from './practice.ts';
import * as step from './prescription-step.ts';
import { reckon } from './reckon.ts';
import { dueOf } from './submissions.ts';

type What = (typeof MISTAKEN)[number];
const Kept = z.array(Mistake.extend({ by: z.uuid() }));

/** What was marked on a prescription, oldest first, with the account that did it. */
export const mistakesOf = (row: { mistakes: unknown }) => Kept.parse(row.mistakes);

const STATE_OF = { approved: 'APPROVED', partly: 'PARTIALLY_APPROVED', refused: 'REFUSED' } as const;
type Kind = keyof typeof STATE_OF;

/** Where a prescription stood before a letter: with the expert, covered for the time being (R7), or only sent. */
async function waitingState(call: Call, row: store.PrescriptionRow): Promise<PrescriptionState> {
  if (row.md_notice_on !== null) return 'MD_REVIEW';
  if (row.received_on === null || row.issued_on === null) return 'SUBMITTED';
  const isHoliday = await step.insurerHolidays(call, row, row.issued_on);
  const p = await parametersFor(call, row.organisation_id, row.issued_on);
  return judgeSubmission({ issuedOn: row.issued_on, receivedOn: row.received_on }, isHoliday, p).ok ? 'PROVISIONAL' : 'SUBMITTED';
}

/** Takes the last entry of this sort back: its day, and the row as it stood before it; null where something else came after it. */
async function takeBack(
  call: Call,
  row: store.PrescriptionRow,
  what: What,
): Promise<{ on: string; change: store.PrescriptionChange } | null> {
  const letter = (await store.selectLetters(call.tx, row.id)).at(-1);
  if (what === 'receipt') {
    const open = row.state === 'SUBMITTED' || row.state === 'PROVISIONAL';
    if (!open || row.received_on === null || row.delay_notice_on !== null) return null;
    return { on: row.received_on, change: { state: 'SUBMITTED', received_on: null, decision_due_on: null, deemed_flag_on: null } };
  }
  if (!letter) return null;
  const stands = STATE_OF[letter.kind as Kind];
  if (what === 'objection') {
    if (row.state !== 'OBJECTED' || letter.objected_on === null) return null;
    await store.clearObjection(call.tx, letter.id);
    return { on: letter.objected_on, change: { state: stands } };
  }
  if (row.state !== stands) return null;
  await store.markLetter(call.tx, letter.id, call.now);
  if (letter.after_objection) return { on: letter.decided_on, change: { state: 'OBJECTED' } };
  return { on: letter.decided_on, change: { state: await waitingState(call, row), decision_due_on: await dueOf(call, row) } };
}

/**
 * The lead marks a receipt, a letter or an objection as entered in error. It is no step of the life (2.2 lists none back): the entry stays
 * to be read with day, reason and time (§ 630f (1) BGB), counts no more, and the listed step is taken again from where it was taken.
 * Refuses "entry-not-last" where something stands on it. Units are counted anew.
 */
export async function markMistake(
  call: Call,
  _permit: Permit<'soziotherapie.lead'>,
  id: string,
  version: number | undefined,
  { what, because }: Pick<Mistake, 'what' | 'because'>,
) {
  const row = await step.lockPrescription(call, id, version);
  const episode = await step.getEpisode(call, row.episode_id);
  const found = episode.state === 'CLOSED' ? null : await takeBack(call, row, what);
  if (!found) throw new Refusal('entry-not-last', { facts: { state: row.state } });
  const { accountId } = accountOf(call);
  const mistakes = [...mistakesOf(row), { what, on: found.on, because, at: call.now.toString(), by: accountId }];
  await store.updatePrescription(call.tx, id, { ...found.change, mistakes: JSON.stringify(mistakes) });
  await record(call, {
    action: 'soziotherapie.prescription.corrected',
    kind: 'U',
    object: ['prescription', id],
    personId: row.person_id,
    reason: because,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, what, from: row.state, to: found.change.state ?? row.state },
  });
  if (what === 'decision') for (const kind of ['sozio-objection', 'sozio-tell-prescriber']) await settleTasks(call, kind, id, 'cause-gone');
  if (what === 'receipt')
    await step.askAbout(call, row, {
      kind: 'sozio-receipt',
      due: endOfDay(row.submit_until ?? found.on),
      priority: 1,
      facts: { until: row.submit_until },
    });
  await reckon(call, row.person_id, row.organisation_id);
  return step.movedOf(call, id);
}
