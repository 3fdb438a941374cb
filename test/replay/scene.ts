import { Refusal } from '#kernel/decision.ts';
import type { World } from '#platform/call.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Calls } from '#test/demo/calls.ts';
import type { Chance } from '../../bench/lib/random.ts';
import { chance } from '../../bench/lib/random.ts';
import type { Agenda } from './agenda.ts';
import type { Inputs } from './inputs.ts';

/** Everything that those who act in a replay share. */
export class Scene {
  readonly world: World;
  readonly cast: Cast<string>;
  readonly calls: Calls;
  readonly agenda: Agenda;
  readonly inputs: Inputs;
  /** Therapists by the id of their profile. */
  readonly therapists: ReadonlyMap<string, string>;
  readonly tally = new Tally();

  constructor(world: World, calls: Calls, agenda: Agenda, inputs: Inputs, therapists: ReadonlyMap<string, string>) {
    this.world = world;
    this.cast = calls.cast;
    this.calls = calls;
    this.agenda = agenda;
    this.inputs = inputs;
    this.therapists = therapists;
  }

  nameOf(practitionerId: string): string {
    const name = this.therapists.get(practitionerId);
    if (!name) throw new RangeError('nobody of the network');
    return name;
  }

  /** A chance of its own for each thing, so that one more opening does not turn everything else over. */
  chanceFor(kind: number, index: number): Chance {
    return chance(Math.imul(this.inputs.seed + 1, 0x9e3779b1) ^ Math.imul(kind + 1, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
  }

  /** Asks for something that may be refused in the trade's own words; a refusal is counted and answered as nothing. */
  async attempt<Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await work();
      this.tally.add(name);
      return result;
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      this.tally.add(`${name}: ${fault.code}`);
      return undefined;
    }
  }
}

/** How often what happened. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** "placed 12, closed 3", most frequent first; `refused` lists what was said no to. */
  line(refused: boolean): string {
    return [...this.counts]
      .filter(([name]) => name.includes(': ') === refused)
      .sort(([, one], [, other]) => other - one)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ');
  }
}
