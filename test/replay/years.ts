import { dayInBerlin } from '#kernel/time.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { type OwnDatabase, setStage } from '#test/cast/stage.ts';
import type { Building } from '#test/demo/building.ts';
import { findBroken } from '#test/simulation/invariants.ts';
import { seedIds } from '#test/simulation/simulate.ts';
import { StepFault } from './agenda.ts';
import { compareFigures } from './figures.ts';
import { restart } from './house.ts';
import type { Inputs } from './inputs.ts';
import { type Set as Network, setNetwork } from './network.ts';
import type { Tally } from './scene.ts';
import { Watch } from './watch.ts';

export interface Years {
  database: OwnDatabase;
  inputs: Inputs;
  /** Midnight at which the history ends. */
  until: Temporal.Instant;
  days: number;
  /** Invariants are asked after so many steps, about what those steps wrote; 0 asks only the whole, at the end of each month. */
  checkEvery: number;
  ruleOf?: Building['ruleOf'];
  say?: (line: string) => void;
  /** Looks at the end of the history before it goes. */
  look?: (network: Network, stage: Awaited<ReturnType<typeof setStage>>) => Promise<void>;
}

export interface Played {
  tally: Tally;
  steps: number;
  seconds: number;
  checks: number;
  wholeChecks: number;
  /** Published figures that equal a raw recount. */
  figures: number;
}

/** A sentence that broke, with what is needed to play it again. */
export class BrokenYears extends Error {
  constructor(seed: number, fault: unknown) {
    super(`seed ${seed}: ${fault instanceof Error ? fault.message : String(fault)}`, {
      cause: fault instanceof StepFault ? fault.cause : fault,
    });
    this.name = 'BrokenYears';
  }
}

/** Nobody reads the mails of a replay. */
const nobody: Mailer = {
  letterhead: { networkName: 'Netz', from: 'netz@geleit.example' },
  send: async () => ({ ok: true, messageId: 'nobody' }),
  close: async () => {},
};
const MONTH = 30;

/** Plays years of the network on a fresh database, from one seed. */
export async function playYears(years: Years): Promise<Played> {
  const { database, inputs, until, days, checkEvery, ruleOf, say = () => {} } = years;
  const giveBack = seedIds(inputs.seed + 1);
  const stage = await setStage(database, { at: until.subtract({ hours: 24 * days }), mode: 'demo' });
  const { world, clock } = stage;
  Object.assign(world, { memory: new Map(), idleSeconds: 12 * 3600 });
  const { connections } = database;
  try {
    const building = { days, denseDays: 0, oneByOne: true, ...(ruleOf ? { ruleOf } : {}) };
    const network = await setNetwork({
      world,
      clock,
      connections,
      mailer: nobody,
      inputs,
      building,
      now: until,
      ownLastWeeks: false,
      trouble,
    });
    const { agenda, replay, scene, house } = network;
    const watch = checkEvery > 0 ? await Watch.over(stage.admin) : undefined;
    const began = performance.now();
    let [steps, day, whole] = [0, 0, 0];
    replay.begin();
    const then = async (name: string) => {
      steps += 1;
      await house.minute(); // the worker's timers, whether or not somebody asks: the same seed shall end the same
      if (watch && steps % checkEvery === 0) insist(await watch.findBroken(clock.now));
      if (name !== 'day' || ++day % MONTH !== 0) return;
      await stage.admin.query('analyze');
      await house.minute();
      insist(await findBroken(stage));
      whole += 1;
      const seconds = (performance.now() - began) / 1000;
      say(`  ${agenda.day} · ${day} days · ${steps} steps · ${(day / seconds).toFixed(1)} simulated days per second · nothing broken`);
    };
    await agenda.run({ then });
    clock.turnTo(until);
    await house.minute();
    insist(await findBroken(stage));
    const seconds = (performance.now() - began) / 1000;
    const ofYears = [...new Set([0, days - 1].map((day) => dayInBerlin(until.subtract({ hours: 24 * (days - day) - 12 })).year))];
    const figures = await compareFigures(stage, ofYears);
    await years.look?.(network, stage);
    return { tally: scene.tally, steps, seconds, checks: watch?.asked ?? 0, wholeChecks: whole + 1, figures };
  } catch (fault) {
    throw new BrokenYears(inputs.seed, fault);
  } finally {
    giveBack();
    await stage.close();
  }

  /** A restart in the middle of a day; or all connections die under whatever is being done, and then the restart. */
  async function trouble(kind: 'restart' | 'crash', meanwhile: () => Promise<unknown>): Promise<void> {
    if (kind === 'crash') {
      const work = meanwhile().catch(() => undefined);
      await stage.look(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'geleit%' and pid <> pg_backend_pid()",
      );
      await work;
    }
    await restart(world, connections);
  }
}

function insist(broken: string | undefined): void {
  if (broken) throw new Error(broken);
}
