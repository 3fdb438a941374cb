import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { closingAfter, compareWaiting, nextContactAt, type Priority } from './rules/waiting.ts';
import { linesOf, type Pair } from './rules/waiting-line.ts';
import { afterAttempt, CALLBACK, type EarlierOffer, mayProposeAgain } from './rules/waiting-offer.ts';

/** Who waits in the simulated year. */
interface Waiter {
  id: string;
  priority: Priority;
  createdAt: Temporal.Instant;
  group: { insurance: 'GKV' | 'PKV'; procedure: string; language: string };
  lastContact: Temporal.Instant;
  next: Temporal.Instant;
  skipped: number;
  notice: Temporal.Instant | null;
  reachedAt: Temporal.Instant | null;
  vain: Temporal.Instant[];
  past: Map<string, EarlierOffer[]>;
  offer: string | null;
}

interface Place {
  id: string;
  procedure: string;
  languages: readonly string[];
  freeAt: Temporal.Instant;
  held: { by: string; until: Temporal.Instant; calls: Temporal.Instant[] } | null;
}

export interface Year {
  waited: { days: number; group: Waiter['group']; priority: Priority }[];
  toFill: number[];
  toFirstCall: number[];
  left: Record<string, number>;
  waiting: number;
  /** People passed over at a place, by the reason that was named to nobody in particular but can be. */
  overtaken: Record<string, number>;
  unnamed: string[];
  doubles: number;
  latePromises: number;
  takenByCallers: number;
}

function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PROCEDURES = ['VT', 'VT', 'VT', 'TP', 'TP', 'AP', 'ST'];
const LANGUAGES = ['de', 'de', 'de', 'de', 'de', 'de', 'tr', 'ar', 'en'];

/**
 * A year of a waiting list by the rules that the product uses: people come and go, places become free, two desks call on working days
 * between nine and five. Everything comes from the seed. Measures what nobody may ever see: a place offered to two, a person with two
 * offers, somebody passed over without a reason, a promise broken by the order of work.
 */
export function liveYear(seed: number, { days = 365, perDay = 1.1, freePerDay = 0.9 } = {}): Year {
  const chance = chanceFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const isHoliday = holidaysIn('NW');
  const list: Waiter[] = [];
  const places: Place[] = [];
  const year: Year = {
    waited: [],
    toFill: [],
    toFirstCall: [],
    left: {},
    waiting: 0,
    overtaken: {},
    unnamed: [],
    doubles: 0,
    latePromises: 0,
    takenByCallers: 0,
  };
  const firstDay = Temporal.PlainDate.from('2026-01-01');
  let count = 0;

  const fits = (one: Waiter, place: Place) => one.group.procedure === place.procedure && place.languages.includes(one.group.language);
  const leave = (one: Waiter, why: string) => {
    list.splice(list.indexOf(one), 1);
    year.left[why] = (year.left[why] ?? 0) + 1;
  };
  const touch = (one: Waiter, now: Temporal.Instant) => {
    one.lastContact = now;
    one.next = nextContactAt(now, isHoliday);
  };
  const release = (one: Waiter, place: Place, state: EarlierOffer['state'], now: Temporal.Instant) => {
    one.past.set(place.id, [...(one.past.get(place.id) ?? []), { state, endedAt: now }]);
    one.offer = null;
    place.held = null;
  };
  const reach = (one: Waiter, now: Temporal.Instant) => {
    Object.assign(one, { skipped: 0, notice: null, reachedAt: now, vain: [] });
    touch(one, now);
    const gone = closingAfter(chance() > 0.06, chance() < 0.5 ? 'placed' : 'no');
    if (gone) leave(one, gone);
    return gone === undefined;
  };
  const skip = (one: Waiter, now: Temporal.Instant, last: boolean) => {
    one.skipped += 1;
    one.vain = [];
    if (last) one.notice = now;
    touch(one, now);
  };

  for (let index = 0; index < days; index += 1) {
    const day = firstDay.add({ days: index });
    const open = day.dayOfWeek <= 5 && !isHoliday(day);
    for (let come = perDay; open && come > 0; come -= 1) if (chance() < come) arrive(day);
    for (let come = freePerDay; open && come > 0; come -= 1) if (chance() < come) become(day);
    for (let hour = 0; hour < 24; hour += 1) {
      const now = day.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: { hour } }).toInstant();
      sweep(now);
      if (open && hour >= 9 && hour < 17) work(now);
      check(now);
    }
  }
  year.waiting = list.length;
  return year;

  function arrive(day: Temporal.PlainDate): void {
    const now = day.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: { hour: 9 + Math.floor(chance() * 8) } }).toInstant();
    count += 1;
    const draw = chance();
    list.push({
      id: `r${String(count).padStart(5, '0')}`,
      priority: draw < 0.06 ? 1 : draw < 0.14 ? 2 : 3,
      createdAt: now,
      group: { insurance: chance() < 0.15 ? 'PKV' : 'GKV', procedure: pick(PROCEDURES), language: pick(LANGUAGES) },
      lastContact: now,
      next: nextContactAt(now, isHoliday),
      skipped: 0,
      notice: null,
      reachedAt: null,
      vain: [],
      past: new Map(),
      offer: null,
    });
  }

  function become(day: Temporal.PlainDate): void {
    const freeAt = day.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: { hour: 9 + Math.floor(chance() * 9) } }).toInstant();
    count += 1;
    const languages = chance() < 0.4 ? ['de', pick(LANGUAGES)] : ['de'];
    places.push({ id: `p${String(count).padStart(5, '0')}`, procedure: pick(PROCEDURES), languages, freeAt, held: null });
  }

  /** What time alone does: 48 hours are over, 14 days after the last notice are over. */
  function sweep(now: Temporal.Instant): void {
    for (const place of places) {
      if (!place.held || Temporal.Instant.compare(place.held.until, now) > 0) continue;
      const one = list.find(({ id }) => id === place.held?.by);
      if (one) release(one, place, 'lapsed', now);
      else place.held = null;
    }
    for (const one of [...list])
      if (one.notice && Temporal.Instant.compare(now, one.notice.add({ hours: 14 * 24 })) >= 0) leave(one, 'unreachable');
  }

  /** An hour of two desks: calls that are due for held places, then new ones in the fair order, then promises. */
  function work(now: Temporal.Instant): void {
    let calls = 12;
    for (const place of places.filter(({ held }) => held !== null)) {
      const held = place.held;
      const one = held && list.find(({ id }) => id === held.by);
      const today = dayInBerlin(now);
      if (!one || !held || held.calls.some((at) => dayInBerlin(at).equals(today))) continue;
      calls -= 1;
      ring(one, place, now);
    }
    // somebody on the telephone takes a free place that nobody is being called for
    const free = places.filter(({ held, freeAt }) => held === null && Temporal.Instant.compare(freeAt, now) <= 0);
    if (free.length > 0 && chance() < 0.04) {
      places.splice(places.indexOf(pick(free)), 1);
      year.takenByCallers += 1;
    }
    for (; calls > 0; calls -= 1) {
      const turn = next(now);
      if (!turn) break;
      hold(turn.one, turn.place, now);
      ring(turn.one, turn.place, now);
    }
    for (const one of list
      .filter((each) => !each.offer && Temporal.Instant.compare(each.next, now.add({ hours: 24 })) <= 0)
      .slice(0, Math.max(2, calls))) {
      if (one.notice) continue;
      if (chance() < 0.75) {
        reach(one, now);
        continue;
      }
      one.vain.push(now);
      const after = afterAttempt(one.vain, one.skipped);
      if (after !== 'call-again') skip(one, now, after === 'final-notice');
    }
  }

  /** Whose turn it is, by the rule; everybody who is passed over has a reason with a name. */
  function next(now: Temporal.Instant): { one: Waiter; place: Place } | undefined {
    const free = places.filter(({ held, freeAt }) => held === null && Temporal.Instant.compare(freeAt, now) <= 0);
    const everybody = [...list].sort(compareWaiting);
    const callable = everybody.filter(({ offer, notice }) => offer === null && notice === null);
    const pairs: Pair[] = free.flatMap((place) =>
      callable
        .filter((one) => fits(one, place) && mayProposeAgain(one.past.get(place.id) ?? [], one.reachedAt))
        .map((one) => ({ placeId: place.id, requestId: one.id, tenths: scoreOf(one, place) })),
    );
    const lines = linesOf(
      callable.map(({ id }) => id),
      pairs,
    );
    const turns = new Map([...lines].flatMap(([placeId, line]) => (line[0]?.turn ? [[line[0].requestId, placeId] as const] : [])));
    for (const place of free) {
      const first = lines.get(place.id)?.[0];
      const one = first && list.find(({ id }) => id === first.requestId);
      if (!one) continue;
      for (const before of everybody) {
        if (compareWaiting(before, one) >= 0) break;
        if (fits(before, place)) name(before, place, turns);
      }
      return { one, place };
    }
    return undefined;
  }

  function name(before: Waiter, place: Place, turns: ReadonlyMap<string, string>): void {
    const past = before.past.get(place.id) ?? [];
    const reason =
      before.offer !== null
        ? 'is being offered another place'
        : before.notice !== null
          ? 'has had the last notice'
          : past.some(({ state }) => state === 'declined')
            ? 'said no to this place'
            : !mayProposeAgain(past, before.reachedAt)
              ? 'was not reached for this place'
              : turns.has(before.id)
                ? 'is next for a place that fits better'
                : null;
    if (reason) year.overtaken[reason] = (year.overtaken[reason] ?? 0) + 1;
    else year.unnamed.push(`${before.id} at ${place.id}`);
  }

  function hold(one: Waiter, place: Place, now: Temporal.Instant): void {
    if (place.held !== null || one.offer !== null) year.doubles += 1;
    place.held = { by: one.id, until: now.add({ hours: CALLBACK.holdHours }), calls: [] };
    one.offer = place.id;
    year.toFirstCall.push((now.epochMilliseconds - place.freeAt.epochMilliseconds) / 3_600_000);
  }

  function ring(one: Waiter, place: Place, now: Temporal.Instant): void {
    const { held } = place;
    if (!held) return;
    held.calls.push(now);
    if (chance() < 0.62) {
      if (!reach(one, now)) {
        place.held = null;
        return;
      }
      if (chance() < 0.12) {
        release(one, place, 'declined', now);
        return;
      }
      year.waited.push({ days: daysBetween(dayInBerlin(one.createdAt), dayInBerlin(now)), group: one.group, priority: one.priority });
      year.toFill.push((now.epochMilliseconds - place.freeAt.epochMilliseconds) / 3_600_000);
      leave(one, 'booked');
      places.splice(places.indexOf(place), 1);
      return;
    }
    const after = afterAttempt(held.calls, one.skipped);
    if (after === 'call-again') return;
    release(one, place, 'skipped', now);
    skip(one, now, after === 'final-notice');
  }

  function check(now: Temporal.Instant): void {
    const held = places.filter((place) => place.held !== null);
    const by = new Set(held.map((place) => place.held?.by));
    if (by.size !== held.length) year.doubles += 1;
    for (const one of list) {
      if (Temporal.Instant.compare(one.next, one.lastContact.add({ hours: 14 * 24 })) > 0) year.latePromises += 1;
      if (one.offer !== null && !held.some((place) => place.id === one.offer && place.held?.by === one.id)) year.doubles += 1;
    }
    if (now.epochMilliseconds < 0) throw new Error('time goes forward');
  }
}

/** A stable number from 0 to 999 for a pair. */
function scoreOf(one: Waiter, place: Place): number {
  let hash = 7;
  for (const char of one.id + place.id) hash = (hash * 31 + char.charCodeAt(0)) % 1_000;
  return hash;
}
