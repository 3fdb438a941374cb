import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { type ClockStep, tick } from '../rules/clock.ts';
import { lockDue, type ReferralRecord, updateReferral } from '../store/referrals.ts';
import { mailReminder } from './mail.ts';
import { keepStep, move, tellCoordinator } from './move.ts';
import { coveredNow, recipientOf, stateOf, ticking, todayOf } from './record.ts';

/** Takes the steps of all referrals whose day has come; answers how many referrals there were. One transaction takes a handful. */
export async function takeDueSteps(call: Call, most: number): Promise<number> {
  const today = todayOf(call);
  const due = await lockDue(call.tx, today, most);
  for (const row of due) await takeSteps(call, row, today);
  return due.length;
}

async function takeSteps(call: Call, row: ReferralRecord, today: string): Promise<void> {
  const { steps, tell, after, next } = tick(ticking(row), today);
  const ends = tell === 'no-response';
  for (const step of steps) if (step !== 'no-response') await keepStep(call, row, { event: step, state: stateOf(row), by: 'system' });
  const change = {
    reminded: Math.min(after.reminded, 3),
    asked_status_on: after.askedStatusOn,
    start_asked: after.startAsked,
    hold_asked: after.holdAsked,
    next_on: ends ? today : (next?.on ?? null),
  };
  await updateReferral(call.tx, row, change);
  const now: ReferralRecord = { ...row, ...change, version: row.version + 1 };
  if (ends) await move(call, now, { event: 'expire', by: 'system' }, { facts: { clockOut: true } });
  else if (tell) await tellOf(call, now, tell, today);
}

/** Who hears of a step: the partner by mail where she can read something, else who coordinates the case. */
async function tellOf(call: Call, row: ReferralRecord, step: ClockStep, today: string): Promise<void> {
  const reminds = step === 'first-reminder' || step === 'second-reminder';
  const mailed =
    (reminds || step === 'ask-status') &&
    (await coveredNow(call, row)).length > 0 &&
    (await mailReminder(call, row, await recipientOf(call, row), reminds ? 'answer' : 'status'));
  if (!mailed) await tellCoordinator(call, row, TASK_OF[step], today);
  await record(call, {
    action: 'referrals.referral.reminded',
    kind: 'U',
    object: ['referral', row.id],
    personId: row.person_id,
    data: { step, by: mailed ? 'email' : 'task', caseId: row.origin_id, lineId: row.line_id, organisationId: row.organisation_id },
  });
}

const TASK_OF: Readonly<Record<ClockStep, string>> = {
  'first-reminder': 'referral-remind',
  'second-reminder': 'referral-remind',
  phone: 'referral-phone',
  'no-response': 'referral-new-option',
  'ask-status': 'referral-ask-status',
  'start-open': 'referral-start-open',
  'hold-over': 'referral-hold-over',
};
