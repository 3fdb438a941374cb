import { asSystem, type Call, type World } from '#platform/call.ts';
import { listOnDuty } from '#rooms/access/actions/duty.ts';
import { CRISIS_EVENTS } from '../events.ts';
import { escalate } from '../rules/clock.ts';
import type { AlarmLevel, EmergencyState } from '../rules/codes.ts';
import { stepEmergency } from '../rules/emergency.ts';
import { type EmergencyRecord, lockExceeded, lockRunning, updateEmergency } from '../store/emergencies.ts';
import { selectPaged } from '../store/pages.ts';
import { alarm } from './alarm.ts';
import { tell, writeEntry } from './protocol.ts';
import { timingFor } from './wording.ts';

const MOST_AT_ONCE = 500;

/**
 * EM3 for every deadline that is exceeded, each in a transaction of its own: a deadline is a row, so a restart, a second worker or a
 * clock that jumped changes nothing but the moment. Answers how many were carried out.
 */
export async function runClock(world: World): Promise<number> {
  let carried = 0;
  while (carried < MOST_AT_ONCE && (await asSystem(world, 'crisis.clock', passOne))) carried += 1;
  return carried;
}

async function passOne(call: Call): Promise<boolean> {
  const row = await lockExceeded(call.tx, call.now);
  if (!row?.deadline_at) return false;
  const facts = { now: call.now, deadlineAt: row.deadline_at };
  if (!stepEmergency(row.state as EmergencyState, 'deadline-passed', 'system', facts).ok) return false;
  const timing = await timingFor(call, row.script_version, row.level as AlarmLevel);
  const clock = { from: row.clock_from, deadlineAt: row.deadline_at, escalation: row.escalation };
  const { to, escalation, deadlineAt } = escalate(timing, clock, call.now);
  const change = { escalation, deadline_at: deadlineAt, alarms: row.alarms + 1, missed_at: row.missed_at ?? call.now };
  const after = await updateEmergency(call.tx, row.id, change, false);
  await writeEntry(call, after, 'deadline-passed', { deadline: row.deadline_at.toString(), escalation, to });
  const reached = await alarm(call, after, to, 'deadline');
  if (after.level === 'RED' && after.called_112_at === null) await writeEntry(call, after, 'prompt-112');
  await tell(call, CRISIS_EVENTS.escalated, after, { escalation, to, for: reached });
  return true;
}

/**
 * Whoever comes on duty learns of what is open: an emergency that waits alarms her, one whose psychologist's duty is over does, too.
 * Somebody who was alarmed already is not alarmed for this again.
 */
export async function watchDuty(world: World): Promise<number> {
  return asSystem(world, 'crisis.duty', async (call) => {
    const onDuty = await listOnDuty(call);
    const [first] = onDuty;
    if (!first) return 0;
    let told = 0;
    for (const row of await lockRunning(call.tx)) {
      if (
        !concerns(
          row,
          onDuty.map(({ accountId }) => accountId),
        )
      )
        continue;
      const paged = await selectPaged(call.tx, row.id);
      if (paged.includes(first.accountId)) continue;
      await writeEntry(call, row, 'duty-changed', { account: first.accountId });
      await tell(call, CRISIS_EVENTS.alarmed, row, { to: 'first-oncall', for: await alarm(call, row, 'first-oncall', 'duty-changed') });
      told += 1;
    }
    return told;
  });
}

const concerns = (row: EmergencyRecord, onDuty: readonly string[]): boolean =>
  row.state === 'raised' || (row.acknowledged_by !== null && !onDuty.includes(row.acknowledged_by));
