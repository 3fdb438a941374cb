import { dayInBerlin } from '#kernel/time.ts';
import type { Agenda } from '#test/replay/agenda.ts';
import { type Chance, chance } from '../../bench/lib/random.ts';
import type { Booked, Calls, DeskName } from './calls.ts';
import { type Caller, Callers } from './persons.ts';

/** How a call of the past went on. */
const COURSES = [
  'fulfilled',
  'trial',
  'fulfilled',
  'elsewhere',
  'released',
  'fulfilled',
  'no-show',
  'trial',
  'cancelled',
  'fulfilled',
  'unreachable',
  'moved-on',
  'fulfilled',
  'late',
] as const; // one cycle of fourteen calls
type Course = (typeof COURSES)[number];

/** So that every course can be seen in the last months, however short the history is. */
const CALLS_OF_THE_PAST = COURSES.length;
const SPREAD_DAYS = 90;
const TIMES = ['08:40', '09:25', '10:10', '11:05', '13:20', '14:35', '15:50', '16:30'];

/** One call for each course, with its bookings, sessions and ending, on top of what the replay plays by chance. */
export class Stories {
  readonly #agenda: Agenda;
  readonly #calls: Calls;
  readonly #chance: Chance;
  readonly callers: Callers;
  readonly #therapists: ReadonlyMap<string, string>;

  constructor(agenda: Agenda, calls: Calls, therapists: ReadonlyMap<string, string>, seed: number) {
    this.#agenda = agenda;
    this.#calls = calls;
    this.#chance = chance(seed);
    this.callers = new Callers(this.#chance);
    this.#therapists = therapists;
  }

  /** Calls spread over the last months, each going its own way. */
  tellHistory(): void {
    for (let index = 0; index < CALLS_OF_THE_PAST; index += 1) {
      const day = -SPREAD_DAYS + Math.floor((index * (SPREAD_DAYS - 4)) / CALLS_OF_THE_PAST);
      const course = COURSES[index % COURSES.length] ?? 'fulfilled';
      const desk = index % 2 === 0 ? 'jana' : 'samuel';
      const time = TIMES[(index * 3) % TIMES.length] ?? '09:25';
      this.#agenda.on(day, time, () => this.#begin(course, desk, index));
    }
  }

  async #begin(course: Course, desk: DeskName, index: number): Promise<void> {
    const caller = this.callers.draw({ day: dayInBerlin(this.#agenda.time), ...(index % 9 === 4 ? trialForm(this.#agenda.time) : {}) });
    const id = await this.#calls.take(desk, caller);
    const later = (minutes: number, work: () => Promise<unknown>) =>
      this.#agenda.at(this.#agenda.time.add({ minutes }), async () => void (await work()));
    if (course === 'elsewhere') return later(60 * 24 * 4, () => this.#calls.close(desk, id, 'self-found'));
    if (course === 'unreachable') return later(60 * 24 * 9, () => this.#calls.close(desk, id, 'unreachable'));
    if (course === 'moved-on') return later(35, () => this.#calls.close(desk, id, 'redirected-counselling'));
    this.place(desk, id, caller, (booked) => this.#follow(course, desk, booked));
  }

  /** Holds five minutes after the call began and books four minutes later. */
  place(desk: DeskName, id: string, caller: Pick<Caller, 'person'>, next: (booked: Booked) => void): void {
    const at = (minutes: number) => this.#agenda.time.add({ minutes });
    this.#agenda.at(at(5), async () => {
      const held = await this.#calls.hold(desk, id, this.#chance.below(3));
      if (!held) return void (await this.#calls.close(desk, id, 'redirected-tss'));
      this.#agenda.at(at(4), async () => {
        const channel = caller.person.channel === 'email' ? 'email' : 'letter';
        next(await this.#calls.book(desk, id, held.practitionerId, channel));
      });
    });
  }

  #follow(course: Course, desk: DeskName, booked: Booked): void {
    const therapist = this.#nameOf(booked);
    const beforeStart = (hours: number) => booked.startsAt.subtract({ hours });
    switch (course) {
      case 'cancelled':
        this.#agenda.at(beforeStart(30), async () => {
          await this.#calls.cancelByPatient(desk, booked.appointmentId);
          await this.#calls.close(desk, booked.requestId, 'withdrew');
        });
        return;
      case 'late':
        this.#agenda.at(beforeStart(2), async () => void (await this.#calls.cancelByPatient(desk, booked.appointmentId)));
        this.#agenda.at(booked.endsAt.add({ hours: 24 * 6 }), () => this.#calls.close(desk, booked.requestId, 'withdrew'));
        return;
      case 'no-show':
        this.#agenda.at(booked.endsAt, async () => void (await this.#calls.mark(therapist, booked.appointmentId, 'mark-missing')));
        this.#agenda.at(booked.endsAt.add({ hours: 24 * 8 }), () => this.#calls.close(desk, booked.requestId, 'unreachable'));
        return;
      default:
        this.#attend(therapist, booked, course, 0);
    }
  }

  /** Marks a session and goes on to the next, until the fit is decided. */
  #attend(therapist: string, booked: Booked, course: Course, trials: number): void {
    this.#agenda.at(booked.endsAt.add({ minutes: 10 + this.#chance.below(120) }), async () => {
      await this.#calls.mark(therapist, booked.appointmentId, 'attend');
      const enough = trials >= 2;
      if (enough && course === 'released') {
        await this.#calls.release(therapist, booked.requestId, 'chemistry');
        this.#agenda.at(this.#agenda.time.add({ hours: 50 }), () => this.#calls.close('samuel', booked.requestId, 'self-found'));
        return;
      }
      if (enough && course === 'trial') return;
      if (enough && trials === 2) await this.#calls.confirmFit(therapist, booked.requestId);
      if (trials >= 4) return;
      const kind = enough ? ('THERAPY' as const) : ('TRIAL' as const);
      const next = await this.#calls.addSession(therapist, { appointmentId: booked.appointmentId, kind });
      if (next) this.#attend(therapist, next, course, trials + 1);
    });
  }

  #nameOf({ practitionerId }: Booked): string {
    const name = this.#therapists.get(practitionerId);
    if (!name) throw new RangeError('nobody of the network');
    return name;
  }
}

/** A caller with a PTV 11 that recommends therapy: trial sessions come first. */
function trialForm(now: Temporal.Instant) {
  return { ptv11: { date: dayInBerlin(now).subtract({ days: 20 }).toString(), recommendations: ['therapy' as const] } };
}
