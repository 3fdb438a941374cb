import type { Call } from '#platform/call.ts';
import { call112 } from '#rooms/crisis/actions/along.ts';
import { acknowledge, confirmOutcome, deescalate, falseAlarm, handOver, review, speak } from '#rooms/crisis/actions/course.ts';
import { raiseLevel } from '#rooms/crisis/actions/level.ts';
import { raise } from '#rooms/crisis/actions/raise.ts';
import { saveRecord } from '#rooms/crisis/actions/record.ts';
import { runClock } from '#rooms/crisis/actions/tick.ts';
import { releaseSafety } from '#rooms/placement/actions/triage.ts';
import type { CloseReason } from '#rooms/placement/rules/request.ts';
import { completeTask } from '#rooms/tasks/actions.ts';
import type { Chance } from '../../bench/lib/random.ts';
import type { Scene } from './scene.ts';

interface Standing {
  id: string;
  version: number;
  state: string;
  level: string;
  deadline: string | null;
  request: string | null;
}

const RECORD = {
  to: 'rescue-112',
  toName: 'Rettungsleitstelle',
  place: 'zu Hause, zweiter Stock',
  callbackNumber: '0228 555 010',
  withPerson: 'eine Nachbarin ist da',
  agreed: 'Rettungsdienst ist unterwegs, die Nachbarin wartet mit',
  dataAgreed: 'yes',
} as const;

/** What is asked when an alarm has been raised: somebody takes over in time or late, speaks, and ends it; the clock runs meanwhile. */
export class Emergencies {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** The opener of a call has raised one already; the script may raise the level. Afterwards the desk may go on, or not. */
  async fromOpener(desk: string, requestId: string, chance: Chance, then: () => Promise<void>): Promise<void> {
    const emergency = await this.#find('request_id', requestId);
    if (!emergency) return;
    const level = (['YELLOW', 'ORANGE', 'RED'] as const)[chance.weighted([70, 24, 6])] ?? 'YELLOW';
    const asked = level === 'YELLOW' || (await this.#raiseLevel(desk, emergency.id, level));
    if (asked) await this.#course(emergency.id, desk, chance, then);
  }

  /** The red button, from any screen: about somebody whose name nobody knows yet, or by mistake. */
  async button(who: string, chance: Chance, drill = false): Promise<void> {
    const raised = await this.#scene.attempt('red button', () =>
      this.#scene.cast.as(who, (call, permit) => raise(call, permit('crisis.raise'), { from: 'button', drill, phone: '0171 39 24499' })),
    );
    if (raised?.id) await this.#course(raised.id, 'jana', chance, async () => {});
  }

  #raiseLevel(desk: string, id: string, level: 'ORANGE' | 'RED') {
    return this.#scene.attempt(`level ${level}`, () =>
      this.#scene.cast.as(desk, (call, permit) => raiseLevel(call, permit('crisis.raise'), id, level)),
    );
  }

  async #course(id: string, desk: string, chance: Chance, then: () => Promise<void>): Promise<void> {
    const emergency = await this.#find('id', id);
    if (!emergency?.deadline) return;
    const { agenda } = this.#scene;
    const red = emergency.level === 'RED';
    if (red) await this.#by(desk, 'called 112', (call, permit) => call112(call, permit('crisis.raise'), id));
    // Mostly within a minute or two; now and then nobody hears the alarm before the clock has called the next one.
    const late = chance.coin(0.15);
    const seconds = late ? 400 + chance.below(3_600) : 15 + chance.below(red ? 40 : 120);
    const at = agenda.time.add({ seconds });
    this.#watchClock(id, at);
    agenda.at(at, () => this.#takeOver(id, red, chance, then), 'duty psychologist');
  }

  /** The clock runs on the server: every deadline that passes before somebody answers is one escalation. */
  #watchClock(id: string, until: Temporal.Instant): void {
    const { agenda, world, tally } = this.#scene;
    const next = async (): Promise<void> => {
      const emergency = await this.#find('id', id);
      if (emergency?.state !== 'raised' || !emergency.deadline) return;
      const deadline = Temporal.Instant.from(emergency.deadline.replace(' ', 'T'));
      const passed = deadline.add({ seconds: 1 });
      if (Temporal.Instant.compare(passed, until) >= 0) return;
      const tick = async () => {
        const carried = await runClock(world);
        if (carried > 0) tally.add('escalated', carried);
        await next();
      };
      agenda.at(passed, tick, 'clock');
    };
    agenda.at(agenda.time, next, 'clock');
  }

  async #takeOver(id: string, red: boolean, chance: Chance, then: () => Promise<void>): Promise<void> {
    const { agenda } = this.#scene;
    await this.#by('yilmaz', 'acknowledged', (call, permit) => acknowledge(call, permit('crisis.respond'), id));
    if (chance.coin(0.06)) {
      await this.#end('false alarm', id, (call, permit, version) =>
        falseAlarm(call, permit('crisis.respond'), id, version, 'Versehentlich gedrückt'),
      );
      agenda.after({ days: 2 }, 'after a false alarm', () => this.#closeRequest(id, 'self-found'));
      return;
    }
    await this.#by('yilmaz', 'in contact', (call, permit) => speak(call, permit('crisis.respond'), id));
    agenda.after({ minutes: 6 + chance.below(25) }, 'after the talk', async () => {
      if (red) return this.#handOver(id, chance);
      const callBackAt = agenda.time.add({ hours: 20 }).toString();
      const end = {
        reason: 'Gesprochen: keine akute Gefahr',
        nextStep: 'Rückruf morgen, Krisennummern genannt',
        callBackAt,
        bookingMayContinue: true,
      };
      const calm = await this.#end('de-escalated', id, (call, permit, version) =>
        deescalate(call, permit('crisis.respond'), id, version, end),
      );
      agenda.after({ hours: 19 }, 'called back', () => this.#calledBack(id));
      if (calm) await then();
    });
  }

  async #handOver(id: string, chance: Chance): Promise<void> {
    const { agenda } = this.#scene;
    await this.#end('record saved', id, (call, permit, version) => saveRecord(call, permit('crisis.raise'), id, version, RECORD));
    await this.#end('handed over', id, (call, permit, version) =>
      handOver(call, permit('crisis.raise'), id, version, { to: 'rescue-112', bookingMayContinue: false }),
    );
    agenda.after({ hours: 20 + chance.below(20) }, 'outcome', async () => {
      await this.#end('outcome known', id, (call, permit, version) =>
        confirmOutcome(call, permit('crisis.respond'), id, version, 'confirmed', 'Stationär aufgenommen'),
      );
      await this.#calledBack(id);
      await this.#closeRequest(id, 'redirected-clinic');
      agenda.after({ days: 1 + chance.below(5) }, 'review', () =>
        this.#end(
          'reviewed',
          id,
          (call, permit, version) => review(call, permit('crisis.lead'), id, version, 'Ablauf besprochen'),
          'amara',
        ),
      );
    });
  }

  /** Somebody of the roster has asked after the person, as it was agreed. */
  async #calledBack(id: string): Promise<void> {
    await this.#by('yilmaz', 'called back', async (call, permit) => {
      const due = await call.tx
        .selectFrom('tasks.task')
        .select(['id', 'version'])
        .where('kind', '=', 'emergency-follow-up')
        .where('object_id', '=', id)
        .where('done_at', 'is', null)
        .execute();
      for (const task of due) await completeTask(call, permit('tasks.own'), task.id, task.version, 'done');
    });
  }

  /** What began with the emergency has an end, too: where booking was still blocked the duty psychologist lets go first. */
  async #closeRequest(id: string, reason: CloseReason): Promise<void> {
    const request = (await this.#find('id', id))?.request;
    if (!request) return;
    if (reason === 'redirected-clinic')
      await this.#by('yilmaz', 'released', (call, permit) =>
        releaseSafety(call, permit('placement.safety'), request, 'Stationär aufgenommen', false),
      );
    await this.#scene.attempt('closed', () => this.#scene.calls.close('jana', request, reason));
  }

  #by(who: string, name: string, work: (call: Call, permit: Permits) => Promise<unknown>) {
    return this.#scene.attempt(name, async () => {
      await this.#scene.cast.as(who, work);
      return true;
    });
  }

  async #end(name: string, id: string, work: (call: Call, permit: Permits, version: number) => Promise<unknown>, who = 'yilmaz') {
    const emergency = await this.#find('id', id);
    return emergency && this.#by(who, name, (call, permit) => work(call, permit, emergency.version));
  }

  async #find(column: 'id' | 'request_id', value: string): Promise<Standing | undefined> {
    return this.#scene.cast.asSystem(async (call) => {
      const row = await call.tx
        .selectFrom('crisis.emergency')
        .select(['id', 'version', 'state', 'level', 'deadline_at', 'request_id'])
        .where(column, '=', value)
        .where('state', '<>', 'closed')
        .orderBy('raised_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      const closed =
        row ??
        (column === 'id'
          ? await call.tx
              .selectFrom('crisis.emergency')
              .select(['id', 'version', 'state', 'level', 'deadline_at', 'request_id'])
              .where('id', '=', value)
              .executeTakeFirst()
          : undefined);
      return closed && { ...closed, deadline: closed.deadline_at?.toString() ?? null, request: closed.request_id };
    });
  }
}

type Permits = Parameters<Parameters<Scene['cast']['as']>[1]>[1];
