import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import type { EPISODE_MOVES, PAUSE_REASONS } from '../contract/episodes.ts';
import type { Day } from '../rules/calendar.ts';
import { refusalFinalFrom } from '../rules/deadlines.ts';
import type { CloseReason, EpisodeFacts } from '../rules/life/episode.ts';
import type { PrescriptionState } from '../rules/life/prescription.ts';
import { stepSession } from '../rules/life/session.ts';
import * as store from '../store/episodes.ts';
import { findPrescription, selectLetters, selectOfEpisode } from '../store/prescriptions.ts';
import { partiesOf, takeEpisodeStep } from './episode-step.ts';
import { lockEpisode, reportPlace } from './episodes.ts';
import * as step from './prescription-step.ts';
import { reckon } from './reckon.ts';
import { openBook, todayOf } from './reckon-question.ts';
import { episodeFacts } from './reckon-steps.ts';

type Read = Permit<'soziotherapie.read'>;

/** Everything about an episode that has its reason in the rules, read at once. */
async function factsOf(call: Call, row: store.EpisodeRow) {
  const book = await openBook(call, row.person_id, row.organisation_id);
  return episodeFacts(book, book.windows);
}

/** E2–E5 and E7: by the office or the helper, with the prescription it is about. */
export async function moveEpisode(
  call: Call,
  _permit: Read,
  id: string,
  version: number | undefined,
  { event, prescriptionId }: { event: (typeof EPISODE_MOVES)[number]; prescriptionId: string },
) {
  const row = await lockEpisode(call, id, version);
  const prescription = await findPrescription(call.tx, prescriptionId, true);
  if (!prescription || prescription.episode_id !== id) throw new Refusal('not-found');
  const { verdict } = await step.judgeStored(call, prescription);
  const facts: EpisodeFacts = {
    ...(await step.prescriptionFacts(call, prescription, verdict)),
    refusalFinal: await isFinal(call, prescription, todayOf(call)),
  };
  const closing = event === 'refused-finally';
  const ended = closing ? { closed_on: todayOf(call), close_reason: 'REFUSED_FINAL', waiting_since: null } : { waiting_since: null };
  const moved = await takeEpisodeStep(call, row, event, partiesOf(call), facts, ended);
  if (closing) await cancelAhead(call, row, 'REFUSED_FINAL');
  await reckon(call, row.person_id, row.organisation_id);
  const after = await store.findEpisode(call.tx, id);
  return { id, version: after?.version ?? moved.version, state: after?.state ?? moved.state };
}

/** R9: whether the insurer's last letter about it is a refusal that is final on a day. */
async function isFinal(call: Call, prescription: { id: string; state: string }, on: Day): Promise<boolean> {
  const letter = (await selectLetters(call.tx, prescription.id)).at(-1);
  if (prescription.state !== 'REFUSED' || letter?.kind !== 'refused') return false;
  const { after_objection: afterObjection, known_on, decided_on, objection_until: objectionUntil, objected_on: objectedOn } = letter;
  const from = refusalFinalFrom({ afterObjection, knownOn: known_on ?? decided_on, objectionUntil, objectedOn });
  return from !== null && on >= from;
}

/** With the insurer, or with it again: what it says of these is still to come. */
const UNDECIDED: readonly PrescriptionState[] = ['SUBMITTED', 'PROVISIONAL', 'MD_REVIEW', 'OBJECTED'];
/** E13 with E7's reason: something was refused, every refusal is final on that day, and nothing lies with the insurer. */
async function allRefusedFinally(call: Call, episodeId: string, on: Day): Promise<boolean> {
  const all = await selectOfEpisode(call.tx, episodeId);
  const refused = all.filter(({ state }) => state === 'REFUSED');
  if (refused.length === 0 || all.some(({ state }) => UNDECIDED.includes(state))) return false;
  for (const one of refused) if (!(await isFinal(call, one, on))) return false;
  return true;
}

/** E8: from a day on; a reminder comes every fourteen days. */
export async function pauseEpisode(
  call: Call,
  _permit: Read,
  id: string,
  version: number | undefined,
  { from, reason }: { from: string; reason: (typeof PAUSE_REASONS)[number] },
) {
  const row = await lockEpisode(call, id, version);
  step.insistPast(call, from);
  if (from < row.opened_on) throw new Refusal('days-out-of-order');
  const columns = { paused_from: from, pause_reason: reason };
  const { effects: _, ...moved } = await takeEpisodeStep(call, row, 'pause', partiesOf(call), { pauseStart: true }, columns);
  return moved;
}

/** E9: the prescription must still be usable. */
export async function resumeEpisode(call: Call, _permit: Read, id: string, version: number | undefined) {
  const row = await lockEpisode(call, id, version);
  const columns = { paused_from: null, pause_reason: null };
  const { effects: _, ...moved } = await takeEpisodeStep(call, row, 'resume', partiesOf(call), await factsOf(call, row), columns);
  return moved;
}

/** Ends that come before what was prescribed is used up: the prescriber tells the insurer (ST-RL § 6 (3)). */
const EARLY: readonly CloseReason[] = ['GOAL_REACHED', 'GOAL_UNREACHABLE', 'UNSUITABLE', 'PATIENT_STOPPED', 'CONSENT_WITHDRAWN'];
/** Whose end it is: for the feed and the figures of cancelled visits. */
const BY_CLIENT: readonly CloseReason[] = ['PATIENT_STOPPED', 'CONSENT_WITHDRAWN', 'DECEASED', 'MOVED'];
/** After these nobody but the lead opens the file (Art. 18 GDPR). */
const RESTRICTED: readonly CloseReason[] = ['CONSENT_WITHDRAWN'];

/** E13: the end, with its report; what is still agreed is cancelled. */
export async function closeEpisode(
  call: Call,
  _permit: Read,
  id: string,
  version: number | undefined,
  { reason, on, report }: { reason: CloseReason; on: string; report?: string | undefined },
) {
  const row = await lockEpisode(call, id, version);
  step.insistPast(call, on);
  if (on < row.opened_on) throw new Refusal('days-out-of-order');
  const { delivered, undocumented, unmarked } = await store.countSessions(call.tx, id, call.now);
  const facts: EpisodeFacts = {
    closeReason: reason,
    refusalFinal: reason === 'REFUSED_FINAL' && (await allRefusedFinally(call, id, on)),
    closingReport: report !== undefined,
    nothingDelivered: delivered === 0,
    openSessions: undocumented + unmarked,
    endsEarly: EARLY.includes(reason) && delivered > 0,
  };
  const sealed = report ? await call.sealer.seal(call.tx, row.person_id, reportPlace(id), report) : null;
  const columns = { closed_on: on, close_reason: reason, waiting_since: null, ...(sealed ? { closing_report_sealed: sealed } : {}) };
  const { effects, ...moved } = await takeEpisodeStep(call, row, 'close', partiesOf(call), facts, columns);
  if (effects.includes('cancel-appointments')) await cancelAhead(call, row, reason);
  if (effects.includes('stop-messages')) await sql`select app.stop_messages(${row.person_id})`.execute(call.tx);
  for (const kind of CASE_TASKS) await settleTasks(call, kind, id, 'cause-gone');
  if (!RESTRICTED.includes(reason)) return moved;
  const restricted = await store.updateEpisode(call.tx, id, { restricted_at: call.now });
  await record(call, {
    action: 'soziotherapie.episode.restricted',
    kind: 'U',
    object: ['episode', id],
    personId: row.person_id,
    reason,
    data: { organisationId: row.organisation_id, episodeId: id },
  });
  await store.restrictService(call.tx, id, true); // last: who closes it may not see it from here on
  return { ...moved, version: restricted };
}

/** Questions that end with the case. */
const CASE_TASKS = [
  'sozio-answer-inquiry',
  'sozio-follow-up',
  'sozio-gap',
  'sozio-closing',
  'sozio-cap-gone',
  'sozio-cap-warning',
  'sozio-pause-reminder',
  'sozio-window-end',
];

/** What is still agreed does not take place; each visit says so in the log, so that calendars follow. */
async function cancelAhead(call: Call, row: store.EpisodeRow, reason: CloseReason): Promise<void> {
  const event = BY_CLIENT.includes(reason) ? 'cancel-by-client' : 'cancel-by-provider';
  for (const session of await store.selectAhead(call.tx, row.id)) {
    const off = stepSession(session.state as 'PLANNED', event, ['soziotherapist'], { reasonGiven: true });
    if (!off.ok) throw new Refusal(off.because);
    await store.cancelSession(call.tx, session.id, off.to, 'episode-closed');
    await record(call, {
      action: 'soziotherapie.session.moved',
      kind: 'U',
      object: ['session', session.id],
      personId: row.person_id,
      data: {
        organisationId: row.organisation_id,
        episodeId: row.id,
        practitionerId: session.practitioner_id,
        row: off.id,
        event,
        from: session.state,
        to: off.to,
      },
    });
  }
}
