import { Refusal } from '#kernel/decision.ts';
import { expireHolds } from '#rooms/placement/jobs.ts';
import type { CloseReason } from '#rooms/placement/rules/request.ts';
import type { DeskName } from '#test/demo/calls.ts';
import { type Caller, Callers } from '#test/demo/persons.ts';
import type { Chance } from '../../bench/lib/random.ts';
import { Courses } from './courses.ts';
import { Emergencies } from './emergencies.ts';
import type { Scene } from './scene.ts';
import { WaitingList } from './waiting.ts';
import { type Wish, wishOf } from './wishes.ts';

/** One person's way through the network. */
export interface Course {
  index: number;
  requestId: string;
  desk: DeskName;
  caller: Caller;
  minor: boolean;
  chance: Chance;
  /** Attempts to find a place so far. */
  tries: number;
  /** Attended sessions with the present therapist, and the last of them. */
  attended: number;
  lastAttended: string | undefined;
  therapist: string | undefined;
  trialsWanted: number;
  /** The fit fails after so many sessions; mostly it does not. */
  failsAfter: number | undefined;
  fits: boolean;
  later: number;
}

/** Therapies that began, by therapist: their places may be given again when they end. */
export interface Running {
  placeId: string;
  since: Temporal.Instant;
}

const REDIRECTED: CloseReason[] = ['redirected-tss', 'redirected-counselling', 'redirected-clinic', 'redirected-ke', 'self-found'];

/** The telephone desk: two people who take calls, place and call back. */
export class Switchboard {
  readonly scene: Scene;
  readonly courses: Courses;
  readonly emergencies: Emergencies;
  readonly list: WaitingList;
  readonly running = new Map<string, Running[]>();
  /** Closed or open requests of people who may call again. */
  readonly known: Course[] = [];
  readonly #callers: Callers;
  #count = 0;

  constructor(scene: Scene) {
    this.scene = scene;
    this.courses = new Courses(this);
    this.emergencies = new Emergencies(scene);
    this.list = new WaitingList(this);
    this.#callers = new Callers(scene.chanceFor(1, 0));
  }

  began(therapist: string, placeId: string): void {
    const list = this.running.get(therapist) ?? [];
    list.push({ placeId, since: this.scene.agenda.time });
    this.running.set(therapist, list);
  }

  /** The telephone rings. */
  async answer(): Promise<void> {
    const { scene } = this;
    const index = this.#count++;
    const chance = scene.chanceFor(2, index);
    // Some have called before: the desk goes on with what it knows.
    const before = chance.coin(0.07) ? this.known[chance.below(Math.max(1, this.known.length))] : undefined;
    if (before) return this.#callsAgain(before);
    if (chance.coin(scene.inputs.races)) return this.#race(index, chance);
    const course = await this.#begin(index, chance, index % 2 ? 'samuel' : 'jana');
    if (course) scene.agenda.after({ minutes: 5 }, 'hold', () => this.place(course));
  }

  async #begin(index: number, chance: Chance, desk: DeskName, like?: Wish): Promise<Course | undefined> {
    const { agenda, calls, inputs } = this.scene;
    const wish = like ?? wishOf(chance, agenda.day);
    const caller = this.#callers.draw({ day: agenda.day, ...wish.criteria }, chance);
    const opener = (['no', 'unclear', 'yes'] as const)[chance.weighted([95, 3, 2])] ?? 'no';
    const intake = {
      ...wish.intake,
      opener,
      waiting: chance.coin(0.8),
      reminders: chance.coin(inputs.wantsReminders) && this.#remindersAreAsked(),
    };
    const requestId = await this.scene.attempt('call', () => calls.take(desk, caller, intake));
    if (!requestId) return undefined;
    const fails = chance.coin(inputs.fitFails);
    const course: Course = {
      index,
      requestId,
      desk,
      caller,
      minor: wish.minor,
      chance,
      tries: 0,
      attended: 0,
      lastAttended: undefined,
      therapist: undefined,
      trialsWanted: 2 + chance.weighted([60, 30, 10]),
      failsAfter: fails ? 1 + chance.below(3) : undefined,
      fits: false,
      later: 0,
    };
    this.courses.add(course);
    if (opener !== 'no') {
      await this.emergencies.fromOpener(desk, requestId, chance, () => this.#spokenWith(course));
      return undefined;
    }
    // Some only want to know where else they can turn.
    if (chance.coin(0.05)) {
      agenda.after({ minutes: 12 }, 'advice only', () => this.close(course));
      return undefined;
    }
    return course;
  }

  #remindersAreAsked(): boolean {
    const { agenda, inputs } = this.scene;
    return agenda.time.until(agenda.now).total('hours') < 24 * inputs.remindersSinceDays;
  }

  /** The duty psychologist has spoken with the person and lets booking go on; some need a clinic first. */
  async #spokenWith(course: Course): Promise<void> {
    const { scene } = this;
    if (course.chance.coin(0.1)) return this.close(course, 'redirected-clinic');
    scene.agenda.after({ minutes: 6 }, 'hold', () => this.place(course));
  }

  /** Holds one of the best matches while the caller listens, and books a few minutes later. */
  async place(course: Course): Promise<void> {
    const { scene } = this;
    if (course.tries++ > 6) return this.close(course, 'unreachable');
    const held = await scene.attempt('hold', () => scene.calls.hold(course.desk, course.requestId, course.chance.below(3)));
    if (!held) return this.#nobodyFits(course);
    return this.bookSoon(course, held.practitionerId);
  }

  /** The rule is read out, and it is booked; or the caller rings off. */
  async bookSoon(course: Course, practitionerId: string): Promise<void> {
    const { scene } = this;
    if (course.chance.coin(scene.inputs.ringsOff)) {
      scene.tally.add('rang off');
      this.#holdEnds();
      return this.callBack(course, 1);
    }
    scene.agenda.after({ minutes: 4 }, 'book', async () => {
      const channel = course.caller.person.channel === 'email' ? 'email' : 'letter';
      const booked = await scene.attempt('booked', () =>
        scene.calls.book(course.desk, course.requestId, practitionerId, channel, course.minor),
      );
      if (!booked) {
        this.#holdEnds();
        return this.callBack(course, 1);
      }
      return this.courses.follow(course, booked);
    });
  }

  /** The worker ends a hold within a second of its time, so that nobody else finds it lapsed. */
  #holdEnds(): void {
    const { agenda, world } = this.scene;
    agenda.after({ minutes: 10.05 }, 'hold ends', () => expireHolds(world));
  }

  callBack(course: Course, days: number): void {
    const { scene } = this;
    scene.agenda.after({ days }, 'call back', async () => {
      const { state } = await scene.calls.standing(course.requestId);
      if (state === 'triaged' || state === 'new') await this.place(course);
    });
  }

  async #nobodyFits(course: Course): Promise<void> {
    const { scene } = this;
    this.known.push(course);
    if (this.known.length > 200) this.known.shift();
    const { state } = await scene.calls.standing(course.requestId);
    if (state === 'waiting') return;
    const waits = course.chance.coin(0.8) && (await scene.attempt('waits', () => scene.calls.wait(course.desk, course.requestId)));
    if (!waits) await this.close(course);
  }

  async close(course: Course, reason?: CloseReason): Promise<void> {
    const chosen = reason ?? REDIRECTED[course.chance.weighted([50, 20, 5, 15, 10])] ?? 'redirected-tss';
    await this.scene.attempt('closed', () => this.scene.calls.close(course.desk, course.requestId, chosen));
  }

  async #callsAgain(course: Course): Promise<void> {
    const { scene } = this;
    const again = await scene.attempt('called again', () => scene.calls.goOn(course.desk, course.requestId));
    if (!again || again.state === 'placed') return;
    scene.agenda.after({ minutes: 3 }, 'hold', () => this.place(course));
  }

  /** Both desks at once, each with a caller who wants the same: one gets the first place, the other the next. */
  async #race(index: number, chance: Chance): Promise<void> {
    const { scene } = this;
    const wish = wishOf(chance, scene.agenda.day);
    const both = await Promise.all([
      this.#begin(index, chance, 'jana', wish),
      this.#begin(index + 500_000, scene.chanceFor(3, index), 'samuel', wish),
    ]);
    scene.agenda.after({ minutes: 5 }, 'race', async () => {
      const outcomes = await Promise.all(both.map((course) => course && this.#grab(course)));
      if (outcomes.includes('lost')) scene.tally.add('races lost');
      scene.tally.add('races');
    });
  }

  async #grab(course: Course): Promise<'held' | 'lost'> {
    const { scene } = this;
    try {
      const held = await scene.calls.hold(course.desk, course.requestId, 0);
      if (held) await this.bookSoon(course, held.practitionerId);
      else await this.#nobodyFits(course);
      return 'held';
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      scene.tally.add(`hold: ${fault.code}`);
      scene.agenda.after({ minutes: 1 }, 'hold', () => this.place(course));
      return 'lost';
    }
  }
}
