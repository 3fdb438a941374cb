import type { Booked } from '#test/demo/calls.ts';
import type { Course, Switchboard } from './switchboard.ts';

const HOUR = 1;
const DAY = 24 * HOUR;

/** What becomes of a booked appointment and of the trial sessions after it. */
export class Courses {
  readonly #desk: Switchboard;
  readonly #all = new Map<string, Course>();

  constructor(desk: Switchboard) {
    this.#desk = desk;
  }

  /** Whose request it is; the demo's own stories have none here. */
  known(requestId: string): Course | undefined {
    return this.#all.get(requestId);
  }

  add(course: Course): void {
    this.#all.set(course.requestId, course);
  }

  get #scene() {
    return this.#desk.scene;
  }

  /** Draws what happens to an appointment: somebody comes, cancels, moves it or stays away. */
  async follow(course: Course, booked: Booked): Promise<void> {
    const { inputs, agenda } = this.#scene;
    const { chance } = course;
    const until = (hours: number) => booked.startsAt.subtract({ minutes: Math.round(hours * 60) });
    const fits = (at: Temporal.Instant) => Temporal.Instant.compare(at, agenda.time) > 0;
    // All four are drawn each time, so that the same person behaves the same when others behave otherwise.
    const [cancels, late, moves, misses] = [chance.next(), chance.next(), chance.next(), chance.next()];
    const early = until(30 + chance.below(90));
    const inTheLastHours = until(2 + chance.below(18));
    if (cancels < inputs.cancels) {
      const at = late < inputs.cancelsLate || !fits(early) ? inTheLastHours : early;
      if (fits(at)) return agenda.at(at, () => this.#cancelled(course, booked), 'client cancels');
    }
    if (moves < inputs.moves && fits(early)) return agenda.at(early, () => this.#moved(course, booked), 'client moves');
    const chanceToMiss = booked.ruleAccepted ? inputs.missesWithRule : inputs.missesWithoutRule;
    if (misses < chanceToMiss) {
      agenda.at(booked.endsAt.add({ minutes: 5 }), () => this.#missed(course, booked), 'nobody came');
      return;
    }
    const lateMark = chance.coin(0.04) ? 60 * DAY * (1 + chance.below(4)) : 0;
    agenda.at(booked.endsAt.add({ minutes: 10 + chance.below(100) + lateMark }), () => this.#attended(course, booked), 'mark');
  }

  async #attended(course: Course, booked: Booked): Promise<void> {
    const scene = this.#scene;
    const therapist = scene.nameOf(booked.practitionerId);
    const marked = await scene.attempt('attended', () => scene.calls.mark(therapist, booked.appointmentId, 'attend'));
    if (!marked) return this.#recover(course);
    course.attended += 1;
    course.lastAttended = booked.appointmentId;
    course.therapist = therapist;
    return this.#goOn(course);
  }

  /** After a session: the next one, or the answer to "does it fit?". */
  async #goOn(course: Course): Promise<void> {
    const scene = this.#scene;
    const therapist = course.therapist;
    if (!therapist) return this.#recover(course);
    if (course.fits) {
      if (course.later >= scene.inputs.laterSessions) return;
      course.later += 1;
      return this.#nextSession(course, 'THERAPY');
    }
    if (course.failsAfter !== undefined && course.attended > course.failsAfter) return this.#noFit(course, therapist);
    if (course.attended > course.trialsWanted) {
      const confirmed = await scene.attempt('fit', () => scene.calls.confirmFit(therapist, course.requestId));
      if (confirmed) {
        course.fits = true;
        this.#desk.began(therapist, confirmed.placeId);
        return this.#goOn(course);
      }
    }
    return this.#nextSession(course, 'TRIAL');
  }

  async #nextSession(course: Course, kind: 'TRIAL' | 'THERAPY', tries = 0): Promise<void> {
    const scene = this.#scene;
    const { therapist, lastAttended } = course;
    if (!therapist || !lastAttended) return this.#recover(course);
    const next = await scene.attempt('next session', () => scene.calls.addSession(therapist, { appointmentId: lastAttended, kind }));
    if (next) return this.follow(course, next);
    // No free time of that kind; a week later there is more to see. After some weeks the practice goes on without the desk's calendar.
    if (tries < 4) scene.agenda.after({ days: 7 }, 'next session', () => this.#nextSession(course, kind, tries + 1));
  }

  async #noFit(course: Course, therapist: string): Promise<void> {
    const { chance } = course;
    const reason = (['chemistry', 'procedure', 'disorder', 'time'] as const)[chance.weighted([45, 20, 20, 15])] ?? 'chemistry';
    const scene = this.#scene;
    await scene.attempt('no fit', () => scene.calls.release(therapist, course.requestId, reason));
    Object.assign(course, { attended: 0, failsAfter: undefined, lastAttended: undefined, therapist: undefined });
    this.#desk.callBack(course, 1 + chance.below(2));
  }

  async #cancelled(course: Course, booked: Booked): Promise<void> {
    const scene = this.#scene;
    const gone = await scene.attempt('cancelled by client', () => scene.calls.cancelByPatient(course.desk, booked.appointmentId));
    if (!gone) return this.#recover(course);
    if (course.attended > 0) return this.#nextSession(course, course.fits ? 'THERAPY' : 'TRIAL');
    await this.#firstLost(course, 0.5);
  }

  async #missed(course: Course, booked: Booked): Promise<void> {
    const scene = this.#scene;
    const therapist = scene.nameOf(booked.practitionerId);
    const marked = await scene.attempt('missed', () => scene.calls.mark(therapist, booked.appointmentId, 'mark-missing'));
    if (!marked) return this.#recover(course);
    if (course.attended > 0) return this.#nextSession(course, course.fits ? 'THERAPY' : 'TRIAL');
    scene.agenda.after({ days: 7 + course.chance.below(2) }, 'after a missed first talk', () => this.#firstLost(course, 0.7));
  }

  /** The first talk did not take place: some give up, the others look for another place; in both cases this one is free again. */
  async #firstLost(course: Course, givesUp: number): Promise<void> {
    const scene = this.#scene;
    const { state } = await scene.calls.standing(course.requestId);
    if (state === 'closed') return;
    if (course.chance.coin(givesUp)) await scene.attempt('closed', () => scene.calls.close(course.desk, course.requestId, 'withdrew'));
    else {
      await scene.attempt('first talk failed', () => scene.calls.freePlace(course.desk, course.requestId));
      this.#desk.callBack(course, 1 + course.chance.below(3));
    }
  }

  async #moved(course: Course, booked: Booked): Promise<void> {
    const scene = this.#scene;
    const moved = await scene.attempt('moved', () => scene.calls.move(course.desk, booked));
    if (moved) return this.follow(course, moved);
    return this.#recover(course, booked);
  }

  /** Something else happened meanwhile, such as an illness: what stands in the database says how it goes on. */
  async #recover(course: Course, still?: Booked): Promise<void> {
    const { state, placeId, booked } = await this.#scene.calls.standing(course.requestId);
    if (state === 'closed' && !course.fits) return;
    if (booked) {
      if (still?.appointmentId === booked)
        this.#scene.agenda.at(still.endsAt.add({ minutes: 30 }), () => this.#attended(course, still), 'mark');
      return;
    }
    if (placeId && course.lastAttended) return this.#nextSession(course, course.fits ? 'THERAPY' : 'TRIAL');
    if (state === 'triaged' || state === 'waiting') this.#desk.callBack(course, 1);
    else if (placeId) await this.#firstLost(course, 0.2);
  }
}
