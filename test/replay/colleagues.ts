import { berlinInstant } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { confirmStillTrue } from '#rooms/directory/actions/offer.ts';
import { openLike } from '#rooms/directory/actions/place.ts';
import { movePlace } from '#rooms/directory/actions/step.ts';
import { previewOwnAbsence, saveOwnAbsence } from '#rooms/scheduling/actions/absence.ts';
import { shuffled } from '../../bench/lib/random.ts';
import { ofYear } from './inputs.ts';
import type { Scene } from './scene.ts';
import type { Switchboard } from './switchboard.ts';

const ANNOUNCED_DAYS = 35;
/** A therapy whose place is given again has run for this long. */
const SHORTEST = { hours: 24 * 7 * 16 };

/** The demo tells of the last weeks itself: from when on nobody confirms by the week, or falls ill by chance. */
export interface Ends {
  confirming: Temporal.Instant;
  illness: Temporal.Instant;
}

/** The therapists of the network: what they do every week, what they open, when they are away. */
export class Colleagues {
  readonly #scene: Scene;
  readonly #desk: Switchboard;
  readonly #names: readonly string[];
  readonly #until: Ends;

  constructor(desk: Switchboard, names: readonly string[], until: Ends) {
    this.#desk = desk;
    this.#scene = desk.scene;
    this.#names = names;
    this.#until = until;
  }

  /** Puts openings and absences of a year on the agenda. */
  planYear(year: number, first: Temporal.PlainDate, days: number): void {
    this.#planOpenings(year, first, days);
    this.#planLate(year, first, days);
    for (const [index, name] of this.#names.entries()) this.#planAbsences(name, this.#scene.chanceFor(10 + year, index), first, days);
  }

  #planOpenings(year: number, first: Temporal.PlainDate, days: number): void {
    const { inputs, agenda } = this.#scene;
    const count = Math.round((ofYear(inputs.openingsPerYear, year) * days) / 365);
    const whose = [...shuffled(Math.max(count, 1), inputs.seed + 31 * year)];
    for (let index = 0; index < count; index += 1) {
      const chance = this.#scene.chanceFor(20 + year, index);
      const name = this.#names[(whose[index] ?? 0) % this.#names.length];
      if (!name) continue;
      let day = first.add({ days: Math.floor(((index + chance.next()) * days) / count) });
      while (day.dayOfWeek > 5) day = day.add({ days: 1 });
      const at = berlinInstant(day, Temporal.PlainTime.from({ hour: 8 + chance.below(9), minute: chance.below(60) }));
      const announced = at.subtract({ hours: 24 * ANNOUNCED_DAYS });
      const begun = Temporal.Instant.compare(announced, agenda.time) > 0 ? announced : at;
      agenda.at(begun, () => this.#opens(name, day.subtract({ days: 1 }), at), 'announce');
    }
  }

  /** A few more colleagues open another place in October and November. */
  #planLate(year: number, first: Temporal.PlainDate, days: number): void {
    const { inputs, agenda } = this.#scene;
    for (let index = 0; index < ofYear(inputs.lateOpenings, year); index += 1) {
      const chance = this.#scene.chanceFor(30 + year, index);
      const name = this.#names[chance.below(this.#names.length)];
      let day = first.add({ days: 275 + ((index * 13) % 45) });
      while (day.dayOfWeek > 5) day = day.add({ days: 1 });
      const at = berlinInstant(day, Temporal.PlainTime.from({ hour: 8 + chance.below(9), minute: chance.below(60) }));
      if (name && days > 330) agenda.at(at, () => this.#opensAnother(name), 'open');
    }
  }

  /** A colleague gives a place: one whose therapy ends, announced before, or another one like hers. */
  async #opens(name: string, endDay: Temporal.PlainDate, at: Temporal.Instant): Promise<void> {
    const scene = this.#scene;
    const running = this.#desk.running.get(name) ?? [];
    const long = running.findIndex(({ since }) => Temporal.Instant.compare(since.add(SHORTEST), scene.agenda.time) < 0);
    const inTime = Temporal.Instant.compare(at, scene.agenda.time) > 0;
    if (long >= 0 && inTime) {
      const [{ placeId } = { placeId: '' }] = running.splice(long, 1);
      const announced = await scene.attempt('end announced', () =>
        this.#as(name, (call) => movePlace(call, { id: placeId, event: 'announce-end', facts: { endDay } })),
      );
      if (announced) {
        scene.agenda.at(at, () => this.#ends(name, placeId), 'therapy ends');
        return;
      }
    }
    scene.agenda.at(at, () => this.#opensAnother(name), 'open');
  }

  async #ends(name: string, placeId: string): Promise<void> {
    await this.#scene.attempt('therapy ended', () => this.#as(name, (call) => movePlace(call, { id: placeId, event: 'end-reached' })));
  }

  async #opensAnother(name: string): Promise<void> {
    const scene = this.#scene;
    await scene.attempt('place opened', () =>
      scene.cast.as(name, async (call, permit) => {
        const places = await call.tx
          .selectFrom('directory.place')
          .select('id')
          .where('practitioner_id', '=', scene.cast.practitioner(name))
          .where('kind', '=', 'PLACE')
          .orderBy('created_at')
          .orderBy('id')
          .execute();
        const model = places[places.length % 3] ?? places[0];
        if (!model) return undefined;
        await confirmStillTrue(call, permit('directory.offer'));
        return openLike(call, permit('directory.offer'), model.id);
      }),
    );
  }

  #as<Result>(name: string, work: (call: Call) => Promise<Result>): Promise<Result> {
    return this.#scene.cast.as(name, (call, permit) => {
      permit('directory.offer');
      return work(call);
    });
  }

  /** "Stimmt noch": everybody has her weekday, and forgets it now and then. */
  planWeek(monday: Temporal.PlainDate, week: number): void {
    const { agenda, inputs } = this.#scene;
    for (const [index, name] of this.#names.entries()) {
      const chance = this.#scene.chanceFor(40 + index, week);
      if (chance.coin(inputs.forgetsToConfirm)) continue;
      const at = berlinInstant(
        monday.add({ days: index % 5 }),
        Temporal.PlainTime.from({ hour: 7 + chance.below(12), minute: chance.below(60) }),
      );
      if (Temporal.Instant.compare(at, this.#until.confirming) > 0) continue;
      agenda.at(at, () => this.#scene.attempt('still true', () => this.#confirm(name)), 'still true');
    }
  }

  #confirm(name: string) {
    return this.#scene.cast.as(name, (call, permit) => confirmStillTrue(call, permit('directory.offer')));
  }

  /** Holidays at Easter, in summer, autumn and at Christmas, a day of training, and now and then an illness. */
  #planAbsences(name: string, chance: ReturnType<Scene['chanceFor']>, first: Temporal.PlainDate, days: number): void {
    const dayOf = (month: number, day: number) => {
      const date = Temporal.PlainDate.from({ year: first.year, month, day });
      return Temporal.PlainDate.compare(date, first) < 0 ? date.add({ years: 1 }) : date;
    };
    const leaves: [Temporal.PlainDate, number][] = [
      [dayOf(7, 1).add({ days: chance.below(35) }), 13 + 7 * chance.below(2)],
      [dayOf(12, 22), 11],
      [dayOf(10, 6).add({ days: chance.below(14) }), chance.coin(0.7) ? 6 : 2],
      [dayOf(4, 1).add({ days: chance.below(14) }), chance.coin(0.6) ? 6 : 2],
    ];
    const last = first.add({ days });
    for (const [from, length] of leaves) {
      if (Temporal.PlainDate.compare(from, last) >= 0) continue;
      const known = from.subtract({ days: 62 + chance.below(20) });
      this.#away(name, Temporal.PlainDate.compare(known, first) < 0 ? first : known, from, length, 'leave', chance);
    }
    for (let illness = chance.weighted([20, 35, 30, 15]); illness > 0; illness -= 1) {
      const from = first.add({ days: chance.below(days) });
      this.#away(name, from, from, chance.below(5), 'sick', chance);
    }
    const training = first.add({ days: chance.below(days) });
    this.#away(name, training.subtract({ days: 30 }), training, 0, 'training', chance);
  }

  #away(
    name: string,
    known: Temporal.PlainDate,
    from: Temporal.PlainDate,
    length: number,
    kind: 'leave' | 'sick' | 'training',
    chance: ReturnType<Scene['chanceFor']>,
  ): void {
    const scene = this.#scene;
    const at = berlinInstant(known, Temporal.PlainTime.from({ hour: 7, minute: chance.below(50) }));
    if (Temporal.Instant.compare(at, scene.agenda.time) < 0) return;
    if (kind === 'sick' && Temporal.Instant.compare(at, this.#until.illness) > 0) return;
    const wish = { fromDay: from.toString(), toDay: from.add({ days: length }).toString(), kind };
    const save = () =>
      scene.cast.as(name, async (call, permit) => {
        const { hash } = await previewOwnAbsence(call, permit('scheduling.own'), wish);
        return saveOwnAbsence(call, permit('scheduling.own'), { ...wish, hash });
      });
    scene.agenda.at(at, () => scene.attempt(`away (${kind})`, save), 'away');
  }
}
