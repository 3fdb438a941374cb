import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { berlinInstant } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { addWorkingDays, type Day } from '../rules/calendar.ts';
import { statutoryHolidays } from '../rules/holidays.ts';
import { type EpisodeEffect, type EpisodeEvent, type EpisodeFacts, type EpisodeState, stepEpisode } from '../rules/life/episode.ts';
import type { EpisodeChange, EpisodeRow } from '../store/episodes.ts';
import * as store from '../store/episodes.ts';
import { findPractice } from '../store/practice.ts';
import { todayOf } from './reckon-question.ts';

/** Who acts, for the life tables. The lead of a practice may do what its office does (permit soziotherapie.office). */
export function partiesOf(call: Call): Party[] {
  if (call.actor.kind === 'system') return ['system'];
  if (call.actor.kind !== 'account') return ['web'];
  const { roles } = call.actor;
  return roles.includes('lead') ? [...roles, 'office'] : [...roles];
}

/** The end of a day in Berlin: a task due on it is late from the next one on. */
export function endOfDay(day: Day): Temporal.Instant {
  return berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from('23:59'));
}

/** Statutory holidays of the practice's own federal state. */
export async function practiceHolidays(call: Call, organisationId: string) {
  const practice = await findPractice(call.tx, organisationId);
  return statutoryHolidays(practice?.fields.state ?? 'NW');
}

type Asked = Pick<EpisodeRow, 'id' | 'person_id' | 'organisation_id' | 'practitioner_id'>;

/** A task of a practice about a case. For the helper where there is one, else for the lead. */
export async function askService(
  call: Call,
  episode: Asked,
  wish: {
    kind: string;
    object?: readonly [string, string];
    for: 'office' | 'lead' | 'helper';
    due: Temporal.Instant;
    priority?: 1 | 2 | 3;
    facts?: Record<string, string | number | boolean | null>;
  },
): Promise<boolean> {
  const helper = wish.for === 'helper' && episode.practitioner_id !== null;
  return appendTask(call, {
    kind: wish.kind,
    object: wish.object ?? ['episode', episode.id],
    personId: episode.person_id,
    assigneeRole: helper ? 'soziotherapist' : wish.for === 'office' ? 'office' : 'lead',
    practitionerId: helper ? episode.practitioner_id : null,
    organisationId: episode.organisation_id,
    priority: wish.priority ?? 2,
    dueAt: wish.due,
    facts: { episodeId: episode.id, ...wish.facts },
  });
}

/** What a step sets going beside itself; the rest is done by the action that knows more. */
async function carryOut(call: Call, episode: Asked, effect: EpisodeEffect): Promise<void> {
  const due = call.now;
  if (effect === 'answer-task') {
    const answerBy = addWorkingDays(todayOf(call), 2, await practiceHolidays(call, episode.organisation_id));
    await askService(call, episode, { kind: 'sozio-answer-inquiry', for: 'office', due: endOfDay(answerBy) });
  }
  if (effect === 'follow-up-task') await askService(call, episode, { kind: 'sozio-follow-up', for: 'office', due, priority: 1 });
  if (effect === 'tell-client-and-prescriber') await askService(call, episode, { kind: 'sozio-cap-gone', for: 'helper', due });
  if (effect === 'closing-report') await askService(call, episode, { kind: 'sozio-closing', for: 'helper', due });
  if (effect === 'prescriber-informs-insurer')
    await askService(call, episode, { kind: 'sozio-prescriber-informs', for: 'office', due, priority: 1 });
  if (effect === 'copies-of-muster-28') await askService(call, episode, { kind: 'sozio-copies-of-referral', for: 'office', due });
}

/** Questions that a step answers. */
const ENDED_BY: Partial<Record<EpisodeEvent, readonly string[]>> = {
  'follow-up-usable': ['sozio-follow-up', 'sozio-gap'],
  pause: ['sozio-pause'],
  resume: ['sozio-pause-reminder'],
};

/**
 * One step of an episode by the life table: state, event of the log and effects in one transaction. Refuses with the table's code.
 * @returns the new state, the version and the effects that were listed
 */
export async function takeEpisodeStep(
  call: Call,
  episode: EpisodeRow,
  event: EpisodeEvent,
  parties: readonly Party[],
  facts: EpisodeFacts,
  change: EpisodeChange = {},
): Promise<{ id: string; version: number; state: EpisodeState; effects: readonly EpisodeEffect[] }> {
  const step = stepEpisode(episode.state, event, parties, facts);
  if (!step.ok) throw new Refusal(step.because, { facts: { state: episode.state } });
  const version = await store.updateEpisode(call.tx, episode.id, { ...change, state: step.to });
  await record(call, {
    action: 'soziotherapie.episode.moved',
    kind: 'U',
    object: ['episode', episode.id],
    personId: episode.person_id,
    reason: change.close_reason ?? null,
    data: { organisationId: episode.organisation_id, episodeId: episode.id, row: step.id, from: episode.state, to: step.to },
  });
  for (const kind of ENDED_BY[event] ?? []) await settleTasks(call, kind, episode.id, 'done');
  if (episode.state === 'INQUIRY') await settleTasks(call, 'sozio-answer-inquiry', episode.id, 'done');
  // what ends an episode is told by the closing action itself, which writes the report
  for (const effect of step.effects) if (!(effect === 'closing-report' && step.to === 'CLOSED')) await carryOut(call, episode, effect);
  return { id: episode.id, version, state: step.to, effects: step.effects };
}

export { carryOut as carryOutEpisodeEffect };
