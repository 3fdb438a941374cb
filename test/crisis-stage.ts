import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { addDuty, withdrawDuty } from '#rooms/access/actions/duty.ts';
import { acknowledge, speak } from '#rooms/crisis/actions/course.ts';
import { type Alarms, deliverPages } from '#rooms/crisis/actions/deliver.ts';
import { raise } from '#rooms/crisis/actions/raise.ts';
import { getEmergency } from '#rooms/crisis/actions/read.ts';
import { saveRecord } from '#rooms/crisis/actions/record.ts';
import { getScriptVersion, listScripts, shipScript, signScript } from '#rooms/crisis/actions/scripts.ts';
import { runClock } from '#rooms/crisis/actions/tick.ts';
import type { AlarmLevel } from '#rooms/crisis/rules/codes.ts';
import type { HandOverRecord } from '#rooms/crisis/rules/hand-over.ts';
import { beginRequest } from '#rooms/placement/actions/desk.ts';
import type { StaffName, TherapistName } from './cast/people.ts';
import { type OwnDatabase, setPractice } from './cast/stage.ts';

type Who = StaffName | TherapistName | 'reserve';

/** A practice with a second duty psychologist, a roster, and what an emergency needs. */
export async function setCrisis(database: OwnDatabase) {
  const stage = await setPractice(database);
  const cast = await stage.cast.join('reserve', { name: 'Dr. Ines Vogt', email: 'ines.vogt@geleit.example', roles: ['oncall'] });
  const { clock, world } = stage;
  await shipScript(world);

  const onDuty = (
    who: Who,
    { hours = 8, rank = 1, from = 0, phone = '0228 555 112' }: { hours?: number; rank?: number; from?: number; phone?: string | null } = {},
  ) =>
    cast.as('marit', (call, permit) =>
      addDuty(call, permit('access.roster'), {
        accountId: cast.account(who),
        from: clock.now.add({ hours: from }).toString(),
        until: clock.now.add({ hours: from + hours }).toString(),
        rank,
        phone,
      }),
    );
  const offDuty = (id: string) => cast.as('marit', (call, permit) => withdrawDuty(call, permit('access.roster'), id));

  const raiseAs = (who: Who, body: Partial<Parameters<typeof raise>[2]> = {}) =>
    cast.as(who, (call, permit) => raise(call, permit('crisis.raise'), { from: 'button', drill: false, ...body })) as Promise<{
      id: string;
      version: number;
      level: AlarmLevel;
      state: string;
    }>;
  const read = (who: Who, id: string) => cast.as(who, (call, permit) => getEmergency(call, permit('crisis.raise'), id));
  const kinds = async (id: string) => (await read('jana', id)).entries.map(({ kind }) => kind);

  return {
    ...stage,
    cast,
    onDuty,
    offDuty,
    raiseAs,
    read,
    kinds,
    request: () => cast.as('jana', (call, permit) => beginRequest(call, permit('placement.desk'), '0171 5550101')),
    pass: (seconds: number) => clock.pass({ seconds }),
    tick: () => runClock(world),
    deliver: (alarms: Alarms) => deliverPages(world, alarms),
    take: (who: Who, id: string) => cast.as(who, (call, permit) => acknowledge(call, permit('crisis.respond'), id)),
    speakWith: (who: Who, id: string) => cast.as(who, (call, permit) => speak(call, permit('crisis.respond'), id)),
    async writeRecord(who: Who, id: string, draft: HandOverRecord) {
      const { version } = await read(who, id);
      return cast.as(who, (call, permit) => saveRecord(call, permit('crisis.raise'), id, version, draft));
    },
    pages: (id: string) =>
      stage.look<{ name: string; place: string; channel: string; state: string; failure: string | null }>(
        'select a.name, g.place, g.channel, g.state, g.failure from crisis.page g join access.account a on a.id = g.account_id where g.emergency_id = $1 order by g.made_at, a.name, g.channel',
        id,
      ),
    tasksFor: (role: string, id: string) =>
      stage.look<{ kind: string; due_at: Date; done_at: Date | null; facts: object }>(
        'select kind, due_at, done_at, facts from tasks.task where assignee_role = $1 and object_id = $2 order by created_at',
        role,
        id,
      ),
    async sign() {
      const { scripts } = await cast.as('amara', (call, permit) => listScripts(call, permit('crisis.lead')));
      const [draft] = scripts;
      if (!draft) throw new Error('no script was shipped');
      await stepUp(stage.admin, cast.account('amara'), clock.now);
      return cast.as('amara', async (call, permit) => {
        const { hash } = await getScriptVersion(call, permit('crisis.lead'), draft.id);
        return signScript(call, permit('crisis.lead'), draft.id, draft.version, hash);
      });
    },
    stepUp: (who: Who) => stepUp(stage.admin, cast.account(who), clock.now),
    inSystem: <Result>(work: (call: Call) => Promise<Result>) => cast.asSystem(work),
  };
}

/** As if a fresh code had been given just now. */
async function stepUp(
  admin: { query(text: string, values: unknown[]): Promise<unknown> },
  accountId: string,
  at: Temporal.Instant,
): Promise<void> {
  await admin.query('update access.session set stepped_up_at = $2 where account_id = $1', [accountId, at.toString()]);
}

export { sql };
