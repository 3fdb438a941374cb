import { insist, Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { berlinInstant } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { closeLinks } from '#rooms/access/actions/links.ts';
import { countAnswer } from '#rooms/directory/actions/services.ts';
import { takeBackMessages } from '#rooms/messages/actions/take-back.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { newOptionOn, nextTick } from '../rules/clock.ts';
import {
  type ReferralEffect,
  type ReferralEvent,
  type ReferralFacts,
  type ReferralOutcome,
  type ReferralState,
  type Rejection,
  stepReferral,
} from '../rules/life.ts';
import { appendStep, findCoordinator, findReferral, type ReferralChange, type ReferralRecord, updateReferral } from '../store/referrals.ts';
import { sealNote, stateOf, ticking, todayOf } from './record.ts';

/** Something that happened to a referral: what, who says so, and what belongs to it. */
export interface News {
  event: ReferralEvent;
  by: 'sender' | 'partner' | 'client' | 'system';
  day?: string | undefined;
  time?: string | undefined;
  reason?: Rejection | undefined;
  outcome?: ReferralOutcome | undefined;
  note?: string | undefined;
  /** Why the system did it: a code. */
  because?: string | undefined;
}

const OPEN_TASKS = ['referral-remind', 'referral-phone', 'referral-ask-status', 'referral-start-open', 'referral-hold-over'] as const;
const AT_SIX = Temporal.PlainTime.from('18:00');
export const eveningOf = (day: string) => berlinInstant(Temporal.PlainDate.from(day), AT_SIX);

/** In which parts somebody acts: who sends acts by her role, everybody else as what they are. */
function partiesOf(call: Call, by: News['by']): readonly Party[] {
  if (by !== 'sender') return [by];
  return call.actor.kind === 'account'
    ? call.actor.roles.filter((role): role is 'case-manager' | 'lead' => role === 'case-manager' || role === 'lead')
    : [];
}

/**
 * Takes one step of a locked referral with everything that belongs to it: its row, its course, links, tasks, the answer rate, and the
 * word to the case. Refuses with the codes of the life cycle, and "referral-day-wrong".
 * @param more what sending brings: the frozen packet and its release
 */
export async function move(
  call: Call,
  row: ReferralRecord,
  news: News,
  more: { facts?: ReferralFacts; change?: ReferralChange } = {},
): Promise<ReferralRecord> {
  const from = stateOf(row);
  const day = news.event === 'schedule' ? news.day && news.time : news.day;
  const facts: ReferralFacts = {
    ...more.facts,
    day: day !== undefined && day !== '',
    reason: news.reason !== undefined,
    outcome: news.outcome !== undefined,
    ...(row.held_from ? { heldFrom: row.held_from as NonNullable<ReferralFacts['heldFrom']> } : {}),
  };
  const { to, effects } = insist(stepReferral(from, news.event, partiesOf(call, news.by), facts), errorsOf(news));
  insistDay(call, row, news);
  const change: ReferralChange = { ...changeOf(call, row, news, to), ...more.change, state: to };
  const after: ReferralRecord = { ...row, ...(change as Partial<ReferralRecord>), version: row.version + 1 };
  change.next_on = nextTick(ticking(after))?.on ?? null;
  await updateReferral(call.tx, row, change);
  await keepStep(call, row, { event: news.event, state: to, by: news.by, reason: news.reason ?? news.because ?? null, note: news.note });
  await carryOut(call, row, effects);
  for (const kind of OPEN_TASKS) await settleTasks(call, kind, row.id, 'done');
  await record(call, {
    action: 'referrals.referral.moved',
    kind: 'U',
    object: ['referral', row.id],
    personId: row.person_id,
    reason: news.reason ?? news.because ?? null,
    data: {
      event: news.event,
      from,
      state: to,
      by: news.by,
      lineId: row.line_id,
      caseId: row.origin_id,
      organisationId: row.organisation_id,
      serviceType: row.service_type,
      onDay: (news.event === 'start' ? news.day : undefined) ?? todayOf(call),
      outcome: news.outcome ?? null,
    },
  });
  return { ...after, next_on: change.next_on };
}

const POINTERS: Partial<Record<ReferralEvent, [string, string]>> = {
  waitlist: ['/day', 'referral-day-missing'],
  schedule: ['/day', 'referral-day-missing'],
  start: ['/day', 'referral-day-missing'],
  reject: ['/reason', 'referral-reason-missing'],
  complete: ['/outcome', 'referral-outcome-missing'],
};
function errorsOf({ event, day, reason, outcome }: News) {
  const pointer = POINTERS[event];
  if (!pointer || (pointer[0] === '/reason' ? reason : pointer[0] === '/outcome' ? outcome : event !== 'schedule' && day)) return {};
  return { errors: [{ pointer: pointer[0], code: pointer[1] }] };
}

/** A start has been, a promise is ahead. */
function insistDay(call: Call, row: ReferralRecord, { event, day }: News): void {
  if (!day) return;
  const today = todayOf(call);
  const wrong =
    event === 'start'
      ? day > today || day < (row.sent_on ?? day)
      : event === 'waitlist'
        ? day < today
        : event === 'schedule' && day < (row.sent_on ?? today);
  if (wrong) throw new Refusal('referral-day-wrong', { errors: [{ pointer: '/day', code: 'referral-day-wrong' }] });
}

function changeOf(call: Call, row: ReferralRecord, news: News, to: ReferralState): ReferralChange {
  const today = todayOf(call);
  const answered: ReferralChange = { answered_on: row.answered_on ?? today };
  const back: ReferralChange = row.state === 'on_hold' ? { held_from: null, held_on: null } : {};
  switch (news.event) {
    case 'open':
      return { seen_on: today };
    case 'accept':
      return answered;
    case 'reject':
      return { ...answered, rejected_because: news.reason ?? null };
    case 'waitlist':
      return {
        ...answered,
        expected_on: news.day ?? null,
        ...(row.waitlisted_on ? { asked_status_on: today } : { waitlisted_on: today }),
      };
    case 'schedule':
      return { ...answered, first_at: news.day && news.time ? momentOf(news.day, news.time) : null, start_asked: false };
    case 'start':
      return { ...answered, started_on: news.day ?? today, started_told_by: news.by === 'client' ? 'client' : 'provider' };
    case 'hold':
      return { held_from: row.state as 'accepted' | 'scheduled' | 'started', held_on: today, hold_asked: false };
    case 'complete':
      return { ...back, completed_on: today, outcome: news.outcome ?? null, outcome_on: today };
    case 'expire':
      return { reminded: 3 };
    default:
      return to === 'on_hold' ? {} : back;
  }
}

const momentOf = (day: string, time: string) => berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from(time));

async function carryOut(call: Call, row: ReferralRecord, effects: readonly ReferralEffect[]): Promise<void> {
  for (const effect of effects) {
    if (effect === 'close-links') {
      await closeLinks(call, { objectId: row.id }, 'referral-over');
      await takeBackMessages(call, row.id, 'referral-over');
    } else if (effect === 'count-answer' || effect === 'count-silence') {
      if (row.service_id) await countAnswer(call, row.service_id, effect === 'count-answer');
    } else if (effect === 'ask-new-option') await tellCoordinator(call, row, 'referral-new-option', newOptionOn(todayOf(call)));
  }
}

/** A task of who coordinates the case, or of the lead where nobody does. */
export async function tellCoordinator(call: Call, row: ReferralRecord, kind: string, day: string, note?: string): Promise<void> {
  const accountId = await findCoordinator(call.tx, row.origin_id);
  await appendTask(call, {
    kind,
    object: ['referral', row.id],
    personId: row.person_id,
    organisationId: row.organisation_id,
    ...(accountId ? { assigneeId: accountId } : { assigneeRole: 'lead' }),
    dueAt: eveningOf(day),
    facts: { caseId: row.origin_id },
    note,
  });
}

/** One line of the course. */
export async function keepStep(
  call: Call,
  row: ReferralRecord,
  step: { event: string; state: ReferralState; by: News['by']; reason?: string | null; note?: string | undefined },
): Promise<void> {
  const id = call.newId();
  await appendStep(call.tx, {
    id,
    referral_id: row.id,
    person_id: row.person_id,
    organisation_id: row.organisation_id,
    event: step.event,
    state: step.state,
    on_day: todayOf(call),
    at: call.now,
    by_account: call.actor.kind === 'account' ? call.actor.accountId : null,
    by_party: step.by,
    reason: step.reason ?? null,
    note_sealed: step.note ? await sealNote(call, row, id, step.note) : null,
  });
}

/** The row as it stands, which must be there. */
export async function getReferral(call: Call, id: string): Promise<ReferralRecord> {
  const row = await findReferral(call.tx, id);
  if (!row) throw new Refusal('not-found');
  return row;
}
