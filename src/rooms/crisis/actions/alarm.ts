import type { Call } from '#platform/call.ts';
import { listOnDuty, listWithRole, type OnRoster } from '#rooms/access/actions/duty.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { Channel, Stage } from '../rules/codes.ts';
import type { EmergencyRecord } from '../store/emergencies.ts';
import { appendPages, selectPaged } from '../store/pages.ts';
import { writeEntry } from './protocol.ts';

/** Whom a stage reaches now. */
export async function reachedBy(
  call: Call,
  emergencyId: string | null,
  stage: Stage,
  onDuty?: OnRoster[],
): Promise<{ accountId: string; name: string }[]> {
  const duty = onDuty ?? (await listOnDuty(call));
  if (stage === 'first-oncall') return duty.slice(0, 1);
  if (stage === 'second-oncall') {
    const others = duty.slice(1);
    // with one psychologist only there is nobody to wait for: the coordinator comes at once
    return others.length > 0 ? others : listWithRole(call, 'coordinator');
  }
  if (stage === 'coordinator') return listWithRole(call, 'coordinator');
  if (stage === 'crisis-service') return duty;
  const paged = new Set(emergencyId ? await selectPaged(call.tx, emergencyId) : []);
  const everybody = [...duty, ...(await listWithRole(call, 'coordinator'))];
  return everybody.filter(({ accountId }, at) => paged.has(accountId) || at === 0);
}

/**
 * Alarms whoever a stage reaches, in the transaction of what made it: the open session hears it with the commit, browsers and
 * telephones are woken from the queue. Answers the accounts, for the event.
 */
export async function alarm(call: Call, emergency: EmergencyRecord, stage: Stage, because: string): Promise<string[]> {
  const duty = await listOnDuty(call);
  const reached = await reachedBy(call, emergency.id, stage, duty);
  const place = stage === 'crisis-service' ? 'again' : stage;
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  await appendPages(
    call.tx,
    reached.flatMap(({ accountId }) => {
      const phone = duty.find((one) => one.accountId === accountId)?.phone;
      const channels: Channel[] = phone ? ['session', 'push', 'sms'] : ['session', 'push'];
      return channels.map((channel) => ({ id: call.newId(), emergencyId: emergency.id, accountId, place, channel, at: call.now, by }));
    }),
  );
  const accounts = reached.map(({ accountId }) => accountId);
  await writeEntry(call, emergency, 'alarmed', { to: stage, because, accounts, nobody: accounts.length === 0 });
  if (duty.length === 0) await writeEntry(call, emergency, 'fallback', { to: stage });
  if (stage === 'crisis-service') await askForConference(call, emergency);
  return accounts;
}

/** ORANGE, and nobody answered for ten minutes or nobody is there to answer: the desk calls the regional crisis service into a conference (rule book A.1.5). */
export async function askForConference(call: Call, emergency: EmergencyRecord): Promise<void> {
  await appendTask(call, {
    kind: 'emergency-crisis-service',
    object: ['emergency', emergency.id],
    personId: emergency.person_id,
    assigneeRole: 'desk',
    priority: 1,
    dueAt: call.now,
    facts: { level: emergency.level, drill: emergency.drill },
  });
}
