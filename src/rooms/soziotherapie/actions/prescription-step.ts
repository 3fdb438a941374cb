import type { FederalState } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { isFileOf } from '#rooms/records/actions/read.ts';
import type { FormContent } from '../contract/forms.ts';
import type { PrescriptionMoved } from '../contract/prescriptions.ts';
import type { Day, IsHoliday } from '../rules/calendar.ts';
import { isOpen } from '../rules/forms/finding.ts';
import type { FormVerdict } from '../rules/forms/verdict.ts';
import { statutoryHolidays } from '../rules/holidays.ts';
import { stepEpisode } from '../rules/life/episode.ts';
import { type PrescriptionEffect, type PrescriptionEvent, type PrescriptionFacts, stepPrescription } from '../rules/life/prescription.ts';
import { SOZIOTHERAPIE_WORDS } from '../rules/words.ts';
import * as episodes from '../store/episodes.ts';
import { findCoverOn } from '../store/forms.ts';
import { findPractice } from '../store/practice.ts';
import * as store from '../store/prescriptions.ts';
import { askService, partiesOf, takeEpisodeStep } from './episode-step.ts';
import { judgeContent, openForm } from './forms.ts';
import { lockContingent } from './reckon.ts';
import { todayOf } from './reckon-question.ts';

type Hints = PrescriptionMoved['hints'];

/** The episode of a file within the actor's reach; refuses "not-found". */
export async function getEpisode(call: Call, id: string, lock = false): Promise<episodes.EpisodeRow> {
  const row = await episodes.findEpisode(call.tx, id, lock);
  if (!row || (call.actor.kind === 'account' && row.organisation_id !== accountOf(call).organisationId)) throw new Refusal('not-found');
  return row;
}

/** Locks contingent and prescription, in this order everywhere; an old version is refused. */
export async function lockPrescription(call: Call, id: string, version: number | undefined): Promise<store.PrescriptionRow> {
  const seen = await store.findPrescription(call.tx, id);
  if (!seen || (call.actor.kind === 'account' && seen.organisation_id !== accountOf(call).organisationId)) throw new Refusal('not-found');
  await lockContingent(call, seen.person_id);
  const row = await store.findPrescription(call.tx, id, true);
  if (!row) throw new Refusal('not-found');
  if (version !== undefined && row.version !== version) throw new Refusal('version-old', { current: row.version });
  return row;
}

/** Refuses days that have not come yet. */
export function insistPast(call: Call, ...days: (Day | null | undefined)[]): void {
  const today = todayOf(call);
  if (days.some((day) => typeof day === 'string' && day > today)) throw new Refusal('day-in-future', { facts: { today } });
}

/** A proof is a file of the same person. */
export async function insistFile(call: Call, row: { person_id: string }, id: string | null): Promise<void> {
  if (id !== null && !(await isFileOf(call, id, row.person_id))) throw new Refusal('file-unknown');
}

/** Statutory holidays where the insurer sits; where none is known, where the practice does. */
export async function insurerHolidays(call: Call, row: { person_id: string; organisation_id: string }, day: Day): Promise<IsHoliday> {
  const cover = await findCoverOn(call.tx, row.person_id, row.organisation_id, day);
  const state = cover?.state ?? (await findPractice(call.tx, row.organisation_id))?.fields.state ?? 'NW';
  return statutoryHolidays(state as FederalState);
}

/** One step of a prescription by the life table. Refuses with the table's code. */
export async function takePrescriptionStep(
  call: Call,
  row: store.PrescriptionRow,
  event: PrescriptionEvent,
  facts: PrescriptionFacts,
  change: store.PrescriptionChange = {},
  parties: readonly Party[] = partiesOf(call),
): Promise<{ row: store.PrescriptionRow; effects: readonly PrescriptionEffect[] }> {
  const step = stepPrescription(row.state, event, parties, facts);
  if (!step.ok) throw new Refusal(step.because, { facts: { state: row.state } });
  const version = await store.updatePrescription(call.tx, row.id, { ...change, state: step.to });
  await record(call, {
    action: 'soziotherapie.prescription.moved',
    kind: 'U',
    object: ['prescription', row.id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, episodeId: row.episode_id, row: step.id, from: row.state, to: step.to, what: 'state' },
  });
  return { row: { ...row, ...change, state: step.to, version }, effects: step.effects };
}

/** Refuses what the life table does not list from here, before anything else is asked. */
export function insistStep(row: store.PrescriptionRow, event: PrescriptionEvent): never {
  const step = stepPrescription(row.state, event, ['system', 'office'], {});
  throw new Refusal(step.ok ? 'prescription-not-for-role' : step.because, { facts: { state: row.state } });
}

/** What the checks of chapter 4 say of a stored form. */
export async function judgeStored(call: Call, row: store.PrescriptionRow): Promise<{ content: FormContent; verdict: FormVerdict }> {
  const content = (await openForm(call, row)) ?? ({ form: row.form } as FormContent);
  return { content, verdict: await judgeContent(call, askedOf(row), content) };
}
export const askedOf = (row: store.PrescriptionRow) => ({
  episodeId: row.episode_id,
  personId: row.person_id,
  organisationId: row.organisation_id,
  prescriptionId: row.id,
  prescriberId: row.prescriber_id,
});

/** Whatever the issue needs is right: R1, R4, R5, R23 and R24 say yes. */
export const holds = (verdict: FormVerdict) =>
  verdict.eligibleAs !== null && !verdict.findings.some((finding) => isOpen(finding) && finding.stage === 'issue');

/** What keeps a form from going on, field by field; a rule of the trade speaks with its own code. */
export function insistForm(verdict: FormVerdict, fallback: 'form-incomplete' | 'form-rules-open', stage: 'issue' | 'application'): void {
  const open = verdict.findings.filter((finding) => isOpen(finding) && (stage === 'application' || finding.stage === 'issue'));
  const [first] = open;
  if (first === undefined) return;
  // only what a rule refuses has the words of a problem; what the entry says stands at its field
  const ruled = open.find(
    ({ rule, severity, code }) => rule !== 'FORM' && severity === 'wrong' && Object.hasOwn(SOZIOTHERAPIE_WORDS, code),
  );
  const errors = open.map(({ pointer, code }) => ({ pointer, code }));
  throw new Refusal(ruled?.code ?? fallback, { errors, facts: { ...(ruled ?? first).facts } });
}

/** E2, E3, E5: the form that just came in moves its episode on, where everything else is there already. */
export async function moveAlong(call: Call, row: store.PrescriptionRow, verdict: FormVerdict): Promise<void> {
  const episode = await getEpisode(call, row.episode_id, true);
  const event = row.kind === 'REFERRAL' ? 'receive-referral' : row.kind === 'TRIAL' ? 'receive-trial' : 'apply';
  const facts = await prescriptionFacts(call, row, verdict);
  if (!stepEpisode(episode.state, event, partiesOf(call), facts).ok) return;
  await takeEpisodeStep(call, episode, event, partiesOf(call), facts, { waiting_since: null });
}

/** What an episode asks of a prescription (E2–E5). */
export async function prescriptionFacts(call: Call, row: store.PrescriptionRow, verdict: FormVerdict) {
  const issued = row.state !== 'DRAFT' && row.state !== 'WITHDRAWN' && row.usage !== 'LAPSED';
  const right = issued && holds(verdict);
  const plan = await episodes.hasCarePlan(call.tx, row.episode_id);
  const { undocumented } = await episodes.countSessions(call.tx, row.episode_id);
  return {
    referralHolds: right && row.kind === 'REFERRAL',
    trialHolds: right && row.kind === 'TRIAL',
    regularHolds: right && row.kind !== 'TRIAL' && row.kind !== 'REFERRAL',
    // O13: Muster 26 may go first where Muster 27 has its day
    carePlanDrafted: plan !== 'none' || row.care_plan_due_on !== null,
    referralResultDocumented: undocumented === 0 && (await hasReferralResult(call, row.episode_id)),
  };
}

/** E4: what became of the units of Muster 28 stands in the provider's part of the form. */
async function hasReferralResult(call: Call, episodeId: string): Promise<boolean> {
  for (const referral of await store.selectReferrals(call.tx, episodeId)) {
    const content = await openForm(call, referral);
    if (content?.form === '28' && content.result?.kind) return true;
  }
  return false;
}

/** A task of the practice about a prescription. */
export async function askAbout(
  call: Call,
  row: store.PrescriptionRow,
  wish: {
    kind: string;
    due: Temporal.Instant;
    for?: 'office' | 'lead' | 'helper';
    priority?: 1 | 2 | 3;
    facts?: Record<string, string | number | boolean | null>;
  },
): Promise<void> {
  const episode = await getEpisode(call, row.episode_id);
  await askService(call, episode, { for: 'office', ...wish, object: ['prescription', row.id] });
}

/** The answer of every step: as the row stands now, after units were counted anew. */
export async function movedOf(call: Call, id: string, hints: Hints = []): Promise<PrescriptionMoved> {
  const row = await store.findPrescription(call.tx, id);
  if (!row) throw new Refusal('not-found');
  return {
    id,
    version: row.version,
    state: row.state,
    usage: row.usage,
    submitUntil: row.submit_until,
    decisionDueOn: row.decision_due_on,
    hints,
  };
}

/** Hints of the rules as the wire carries them. */
export const hintsOf = (verdict: FormVerdict): Hints =>
  verdict.findings.filter(({ severity }) => severity === 'warning').map(({ code, facts }) => ({ code, facts: { ...facts } }));
