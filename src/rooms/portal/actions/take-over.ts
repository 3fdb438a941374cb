import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { queueText } from '#rooms/messages/actions/text.ts';
import { beginWebRequest } from '#rooms/placement/actions/web-request.ts';
import type { Criteria } from '#rooms/placement/contract.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import type { Intake } from '../rules/fields.ts';
import { windowsOf } from '../rules/form.ts';
import { countAside, dropAside, lockIntake, updateIntake, waitingIntakes } from '../store/intake.ts';
import { deadlineOf } from './deadline.ts';

const intakePlace = (row: string) => ({ table: 'portal.intake', column: 'sealed', row });
const MOST_AT_ONCE = 50;
/** After so many failed tries somebody has to look. */
const TRIES_BEFORE_ALARM = 3;
/** What looks like a machine's lies aside for so long. */
const ASIDE_DAYS = 30;

/** Takes what lies in the box into the desk's queue; each form in a transaction of its own, so that a faulty one holds up nobody. */
export async function takeOverForms(world: World): Promise<number> {
  const waiting = await asSystem(world, 'portal.take-over', (call) => waitingIntakes(call.tx, call.now, MOST_AT_ONCE));
  let taken = 0;
  for (const id of waiting) {
    const done = await asSystem(world, 'portal.take-over', (call) => takeOver(call, id)).catch(async () => {
      await asSystem(world, 'portal.take-over', (call) => noteFailure(call, id));
      return false;
    });
    if (done) taken += 1;
  }
  return taken;
}

/** One form: request, person, task and mail with the note that it was taken over, all or nothing; so it happens once. */
export async function takeOver(call: Call, id: string): Promise<boolean> {
  const row = await lockIntake(call.tx, id);
  if (!row) return false;
  const intake = JSON.parse(await call.sealer.open(call.tx, row.person_id, intakePlace(id), row.sealed)) as Intake;
  await beginWebRequest(call, {
    requestId: row.request_id,
    personId: row.person_id,
    intakeId: id,
    sentAt: row.at,
    origin: intake.who === 'referrer' ? 'partner' : 'web',
    callerRole: intake.who,
    person: {
      ...(intake.called ? { called: intake.called } : {}),
      ...(intake.phone ? { phone: intake.phone } : {}),
      ...(intake.email ? { email: intake.email } : {}),
      ...(intake.birthDate ? { birthDate: intake.birthDate } : {}),
      ...(intake.postalCode ? { postalCode: intake.postalCode } : {}),
      channel: intake.channel,
      language: row.language,
    },
    criteria: criteriaOf(intake),
    concern: intake.concern,
    consentVersion: intake.consentVersion,
    waitingList: intake.waitingList,
    urgent: intake.urgent,
    callBackBy: await deadlineOf(call, row.at, intake.urgent),
  });
  await updateIntake(call.tx, id, { taken_over_at: call.now });
  await record(call, {
    action: 'portal.intake.taken-over',
    kind: 'U',
    object: ['intake', id],
    personId: row.person_id,
    data: { requestId: row.request_id },
  });
  // Who wants to hear by mail hears at once that it has arrived; a telephone rings when somebody calls.
  if (intake.channel === 'email')
    await queueText(call, {
      personId: row.person_id,
      template: 'request-received',
      data: {},
      cause: ['request', row.request_id],
      channel: 'email',
    });
  return true;
}

/** What the fit can read of it. An age without a date, and what stands on the PTV 11, is for the desk to ask. */
export function criteriaOf(intake: Intake): Criteria {
  const windows = windowsOf(intake.times);
  return {
    ...(intake.birthDate ? { birthDate: intake.birthDate } : {}),
    ...(intake.insurance ? { insurance: intake.insurance } : {}),
    ...(intake.postalCode ? { postalCode: intake.postalCode } : {}),
    ...(intake.procedure ? { procedureWish: [intake.procedure] } : {}),
    ...(windows.length > 0 ? { windows } : {}),
    languages: intake.languages,
    setting: intake.setting,
  };
}

async function noteFailure(call: Call, id: string): Promise<void> {
  const row = await lockIntake(call.tx, id);
  if (!row) return;
  const failures = row.failures + 1;
  await updateIntake(call.tx, id, { failures, next_try_at: call.now.add({ seconds: Math.min(3600, 15 * 2 ** failures) }) });
  if (failures < TRIES_BEFORE_ALARM) return;
  await record(call, { action: 'portal.intake.failed', kind: 'E', object: ['intake', id], data: { failures } });
  await appendTask(call, {
    kind: 'web-request-unreadable',
    object: ['intake', id],
    assigneeRole: 'coordinator',
    priority: 1,
    dueAt: call.now.add({ hours: 24 }),
    facts: { sentAt: row.at.toString() },
  });
}

// One open task for the whole box, whoever sees it first.
const BOX = '00000000-0000-7000-8000-00000000a51d';

/** Once a day: a coordinator looks at what was put aside, before it is dropped. */
export async function tidyAside(call: Call): Promise<void> {
  const dropped = await dropAside(call.tx, call.now.subtract({ hours: ASIDE_DAYS * 24 }));
  if (dropped > 0) await record(call, { action: 'portal.intake.dropped', kind: 'D', object: ['intake', BOX], data: { count: dropped } });
  const count = await countAside(call.tx);
  if (count === 0) return;
  await appendTask(call, {
    kind: 'web-requests-aside',
    object: ['intake', BOX],
    assigneeRole: 'coordinator',
    priority: 3,
    dueAt: call.now.add({ hours: 72 }),
    facts: { count },
  });
}
