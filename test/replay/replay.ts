import { berlinInstant } from '#kernel/time.ts';
import { isHoliday } from '#rooms/directory/rules/holiday.ts';
import { forgetKept } from '#rooms/placement/actions/fit.ts';
import type { Chance } from '../../bench/lib/random.ts';
import { Colleagues, type Ends } from './colleagues.ts';
import type { House } from './house.ts';
import { ofYear } from './inputs.ts';
import type { Scene } from './scene.ts';
import { Switchboard } from './switchboard.ts';

/** Calls by month, weekday and hour: more in autumn and after New Year, on Mondays and in the morning. Our guess. */
const MONTHS = [1.15, 1.1, 1.05, 0.95, 0.95, 0.9, 0.8, 0.85, 1.05, 1.15, 1.15, 0.8];
const WEEKDAYS = [1.3, 1.1, 1, 0.9, 0.7];
const HOURS: [hour: number, weight: number][] = [
  [8, 8],
  [9, 16],
  [10, 17],
  [11, 14],
  [12, 6],
  [13, 7],
  [14, 11],
  [15, 11],
  [16, 7],
];
const DAYS_AT_WORK = 251;

export interface Playing {
  scene: Scene;
  house: House;
  first: Temporal.PlainDate;
  days: number;
  names: readonly string[];
  until: Ends;
  /** The server goes down and comes up again, or breaks in the middle of a command. */
  trouble?: ((kind: 'restart' | 'crash', meanwhile: () => Promise<unknown>) => Promise<void>) | undefined;
}

/** Puts a replay's days on the agenda, one after the other; the agenda then runs them. */
export class Replay {
  readonly desk: Switchboard;
  readonly #colleagues: Colleagues;
  readonly #playing: Playing;

  constructor(playing: Playing) {
    this.#playing = playing;
    this.desk = new Switchboard(playing.scene);
    this.#colleagues = new Colleagues(this.desk, playing.names, playing.until);
  }

  begin(): void {
    this.#nextDay(0);
  }

  /** Each day puts the next one on the agenda, so that years are never all in memory. */
  #nextDay(index: number): void {
    const { scene, first, days } = this.#playing;
    if (index >= days) return;
    const day = first.add({ days: index });
    scene.agenda.at(berlinInstant(day, Temporal.PlainTime.from('05:30')), () => this.#day(day, index), 'day');
  }

  async #day(day: Temporal.PlainDate, index: number): Promise<void> {
    const { scene, house, days, first } = this.#playing;
    const { agenda, inputs } = scene;
    forgetKept(); // what a search keeps lives by the machine's clock, not by ours
    const year = Math.floor(index / 365);
    if (index % 365 === 0) this.#colleagues.planYear(year, day, Math.min(365, days - index));
    if (day.dayOfWeek === 1 || index === 0) this.#colleagues.planWeek(day.subtract({ days: day.dayOfWeek - 1 }), Math.floor(index / 7));
    const chance = scene.chanceFor(4, index);
    const at = (time: string) => berlinInstant(day, Temporal.PlainTime.from(time));
    if (day.dayOfWeek <= 5 && !isHoliday('NW', day)) {
      this.#plan(day, year, chance);
      agenda.at(at('11:30'), () => this.desk.list.day(), 'waiting list');
      if (day.dayOfWeek === 5) agenda.at(at('17:30'), () => house.clearDesk(), 'desk is cleared');
    }
    if (index % inputs.eveningEvery === 0) agenda.at(at('19:00'), () => this.#evening(), 'evening');
    if (index % inputs.nightEvery === inputs.nightEvery - 1) agenda.at(at('23:40'), () => this.#night(), 'night');
    // Somebody presses the red button now and then, from any screen.
    if (chance.coin(4 / 365))
      agenda.at(at('14:20'), () => this.desk.emergencies.button(chance.coin(0.5) ? 'marit' : 'mai', chance), 'red button');
    this.#planTrouble(day, chance);
    if (first.until(day).days < days) this.#nextDay(index + 1);
  }

  async #night(): Promise<void> {
    await this.#playing.house.night();
    await this.desk.list.night();
  }

  async #evening(): Promise<void> {
    await this.#playing.house.minute();
    await this.#playing.house.deliver();
  }

  #plan(day: Temporal.PlainDate, year: number, chance: Chance): void {
    const { scene } = this.#playing;
    const usual = ofYear(scene.inputs.callsPerYear, year) / DAYS_AT_WORK;
    const expected = usual * (MONTHS[day.month - 1] ?? 1) * (WEEKDAYS[day.dayOfWeek - 1] ?? 1);
    for (let calls = poisson(chance, expected); calls > 0; calls -= 1) {
      const [hour] = HOURS[chance.weighted(HOURS.map(([, weight]) => weight))] ?? [9, 1];
      const time = Temporal.PlainTime.from({ hour, minute: chance.below(60), second: chance.below(60) });
      scene.agenda.at(berlinInstant(day, time), () => this.desk.answer(), 'call');
    }
  }

  #planTrouble(day: Temporal.PlainDate, chance: Chance): void {
    const { scene, trouble } = this.#playing;
    if (!trouble || !chance.coin(scene.inputs.restartsPerYear / 365)) return;
    const kind = chance.coin(0.5) || !scene.inputs.crashes ? 'restart' : 'crash';
    const time = Temporal.PlainTime.from({ hour: 9 + chance.below(8), minute: chance.below(60) });
    scene.agenda.at(
      berlinInstant(day, time),
      async () => {
        scene.tally.add(kind);
        await trouble(kind, () => this.desk.answer());
      },
      kind,
    );
  }
}

/** How many of something rare happen where so many are expected (Knuth). */
function poisson(chance: Chance, expected: number): number {
  const limit = Math.exp(-expected);
  let count = 0;
  for (let product = chance.next(); product > limit; product *= chance.next()) count += 1;
  return count;
}
