import { BERLIN } from '#kernel/time.ts';
import type { Fit } from './fit.ts';
import type { FitOffer, FitRequest, WeeklyWindow } from './types.ts';

/**
 * The fit once more, written from the rule book without looking at speed or at the other files: minute by minute, with
 * Temporal and BigInt. Tests compare the two. The numbers of version 1 are typed in here a second time on purpose.
 */
export function naiveFit(q: FitRequest, offers: FitOffer[], todayIso: string, kind: Fit['nextKind']['kind']) {
  const today = Temporal.PlainDate.from(todayIso);
  const empty = {
    ranked: [] as string[],
    clarify: [] as string[],
    excluded: {} as Record<string, string>,
    hints: {} as Record<string, number>,
  };
  if (kind === 'none') return empty;
  const want = q.want ?? 'THERAPY';
  const wanted =
    want !== 'THERAPY' ? [want] : q.setting === 'single' ? ['PLACE'] : q.setting === 'group' ? ['GROUP_SEAT'] : ['PLACE', 'GROUP_SEAT'];
  const speak = (tag: string) => ({ 'de-AT': 'de', 'en-GB': 'en', 'sgn-DE': 'gsg' })[tag] ?? tag;
  const asked = <T>(list: readonly T[] | undefined) => (list?.length ? list : undefined);
  const must = q.procedureMust && q.procedureWish?.length;
  const wish = must ? [] : (asked(q.procedureWish) ?? q.ptv11?.procedures ?? []);
  const problems = (q.problems ?? []).filter((code) => code !== 'UNK');

  const facts = offers.map((o) => {
    const berlin = (text: string) =>
      text.includes('T') ? Temporal.Instant.from(text).toZonedDateTimeISO(BERLIN).toPlainDate() : Temporal.PlainDate.from(text);
    const begins =
      o.state === 'ending' && o.endsOn ? Temporal.PlainDate.from(o.endsOn).add({ days: 1 }) : Temporal.PlainDate.from(o.earliestStart);
    const notBefore = Temporal.PlainDate.compare(begins, today) < 0 ? today : begins;
    const slot = o.firstSlots
      .filter((one) => one.kind === kind)
      .map((one) => Temporal.Instant.from(one.start))
      .sort(Temporal.Instant.compare)[0];
    const first = slot ? slot.toZonedDateTimeISO(BERLIN).toPlainDate() : notBefore;
    const age = q.birthDate ? yearsBetween(q.birthDate, first) : q.age;
    const ranks = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];
    const spoken = [...o.languages.map((one) => [speak(one.tag), ranks.indexOf(one.level)] as const)];
    if (!spoken.some(([tag]) => tag === 'de')) spoken.push(['de', 5]);
    const mine = asked(q.languages)?.map(speak);
    const level = Math.max(-1, ...spoken.filter(([tag]) => mine?.includes(tag)).map(([, rank]) => rank));
    const interpreter = q.interpreterAccepted === true && o.interpreterWelcome === 'yes';
    const video = !!q.modalities?.includes('video') && o.modalities.includes('video');
    const length = o.kind === 'GROUP_SEAT' || o.kind === 'GROUP_BASIC' ? 100 : 50;
    const theirs = o.windows.filter((w) => !w.validFrom || w.validFrom <= notBefore.toString());
    const common = asked(q.windows) ? runs(q.windows ?? [], theirs).filter((run) => run >= length).length : undefined;

    const no: string[] = [];
    const clarify: string[] = [];
    const ask = (id: string, answer: boolean | 'clarify') => {
      if (answer === false) no.push(id);
      if (answer === 'clarify') clarify.push(id);
    };
    const own = o.state === 'held' && o.heldForThis === true;
    const paused = o.pauseUntil !== undefined && o.pauseUntil >= todayIso;
    const available =
      o.acceptsNew !== false && !paused && (o.state === 'ending' || own || (o.state === 'open' && (o.seatFree || o.heldForThis === true)));
    const stale = !o.confirmedAt || berlin(o.confirmedAt).until(today, { largestUnit: 'days' }).days > 14;
    ask('H1', !available ? false : o.state === 'ending' || stale || o.acceptsNew === undefined ? 'clarify' : true);
    const needsSlot = want === 'THERAPY';
    ask('H2', !wanted.includes(o.kind) ? false : needsSlot && (kind === 'ACUTE' || !slot) ? 'clarify' : true);
    ask('H3', age === undefined || (age >= o.ageMin && age <= (o.ageMax ?? 999)));
    ask('H4', !q.insurance || o.insuranceKinds.includes(q.insurance));
    ask('H5', !o.excluded);
    ask('H6', ['CONSULT', 'TRIAL', 'SERVICE'].includes(o.kind) || !q.setting || q.setting === 'either' || q.setting === o.setting);
    ask('H7', !must || (!!o.procedure && !!q.procedureWish?.includes(o.procedure)));
    ask('H8', !mine || level >= 3 || interpreter);
    const access = (q.accessNeeds ?? []).map((need) => o.access[need] ?? 'unknown');
    ask('H9', video || (access.includes('no') ? false : access.includes('unknown') ? 'clarify' : true));
    ask('H10', !asked(q.modalities) || o.modalities.some((one) => q.modalities?.includes(one)));
    ask('H11', common === undefined || common > 0);
    const far = q.placeKnown && q.maxTravelMinutes !== undefined && !video;
    ask('H12', !far || (o.travelMinutes === undefined ? 'clarify' : o.travelMinutes <= (q.maxTravelMinutes ?? 0)));
    ask('H13', !q.genderMust || !q.genderWish || (o.gender === undefined ? 'clarify' : o.gender === q.genderWish));
    ask('H14', !o.pairBlocked);
    ask('H15', !q.startDeadline || begins.toString() <= q.startDeadline);
    const wait = today.until(begins, { largestUnit: 'days' }).days;
    return { o, begins, no, clarify, level, interpreter, common, wait };
  });

  const placeKinds = ['PLACE', 'GROUP_SEAT', 'ACUTE', ...wanted];
  const ofA = facts.filter(({ o }) => o.practitionerId === q.wishedPractitioner && placeKinds.includes(o.kind));
  const full = q.wishedPractitioner !== undefined && ofA.every((one) => one.no.includes('H1'));
  const live = ofA.map(({ o }) => o).filter((o) => o.state !== 'closed');
  const focusOf = (o: FitOffer) => Object.entries(o.specialities).flatMap(([code, level]) => (level === 'S' ? code : []));
  const focusA = new Set(live.flatMap(focusOf));

  const score = ({ o, wait, common, level, interpreter }: (typeof facts)[number]): number => {
    const terms: [w: number, top: number, bottom: number][] = [];
    if (problems.length > 0 && o.kind !== 'ACUTE') {
      const value = (code: (typeof problems)[number]) => ({ S: 10, B: 6, U: 1, none: 3 })[o.specialities[code] ?? 'none'];
      const all = [problems[0] as (typeof problems)[number], ...problems].map(value);
      terms.push([35, all.reduce((sum, one) => sum + one, 0), 10 * all.length]);
    }
    if (wish.length > 0) terms.push([20, o.procedure && wish.includes(o.procedure) ? 1 : 0, 1]);
    terms.push([15, 84 - Math.min(Math.max(0, wait), 84), 84]);
    if (common !== undefined) terms.push([10, [0, 2, 3, 4][Math.min(common, 3)] ?? 0, 4]);
    if (q.placeKnown && o.modalities.includes('in-person') && (asked(q.modalities)?.includes('in-person') ?? true)) {
      terms.push([5, o.travelMinutes === undefined ? 0 : 60 - Math.min(o.travelMinutes, 60), 60]);
    }
    if (asked(q.languages) && !q.languages?.some((tag) => speak(tag) === 'de')) {
      terms.push([5, level >= 4 ? 10 : level === 3 ? 6 : interpreter ? 3 : 0, 10]);
    }
    if (q.genderWish && !q.genderMust) terms.push([5, o.gender === q.genderWish ? 1 : 0, 1]);
    if (q.modalityWish) terms.push([5, o.modalities.includes(q.modalityWish) ? 1 : 0, 1]);
    if (full) {
      const mine = focusOf(o);
      const shared = mine.filter((code) => focusA.has(code)).length;
      const union = new Set([...mine, ...focusA]).size || 1;
      const same =
        (o.procedure && live.some((one) => one.procedure === o.procedure) ? 4 : 0) +
        (o.gender && live.some((one) => one.gender === o.gender) ? 2 : 0);
      terms.push([10, same * union + 4 * shared, 10 * union]);
    }
    let top = 0n;
    let bottom = 1n;
    for (const [w, t, b] of terms) [top, bottom] = [top * BigInt(b) + BigInt(w * t) * bottom, bottom * BigInt(b)];
    const divisor = bottom * BigInt(terms.reduce((sum, [w]) => sum + w, 0));
    return Number((2n * 1000n * top + divisor) / (2n * divisor));
  };

  const scored = facts.map((one) => ({ ...one, tenths: one.no.length === 0 ? score(one) : 0 }));
  type Scored = (typeof scored)[number];
  const moment = (text: string | undefined) =>
    !text
      ? 9e15
      : text.includes('T')
        ? Temporal.Instant.from(text).epochMilliseconds
        : Temporal.PlainDate.from(text).toZonedDateTime(BERLIN).epochMilliseconds;
  const load = ({ load: { assigned, opened } }: FitOffer) => (opened === 0 ? 0 : assigned / opened);
  const main = (o: FitOffer) => ['S', 'B', undefined, 'U'].indexOf(problems[0] && o.specialities[problems[0]]);
  const keys = ({ o, begins, tenths }: Scored): (number | string)[] =>
    want === 'ACUTE'
      ? [begins.toString(), -tenths, moment(o.openSince), o.id]
      : [wish.length > 0 && o.procedure && wish.includes(o.procedure) ? 0 : 1, main(o), load(o), moment(o.openSince), o.id];
  const compare = (a: (number | string)[], b: (number | string)[]) => {
    const at = a.findIndex((key, index) => key !== b[index]);
    return at < 0 ? 0 : (a[at] as number) < (b[at] as number) ? -1 : 1;
  };
  const top = (one: Scored) => (want === 'ACUTE' ? keys(one) : [-one.tenths, ...keys(one)]);

  let rest = scored
    .filter((one) => one.no.length + one.clarify.length === 0)
    .filter((one, _index, all) =>
      all.every((other) => other.o.practitionerId !== one.o.practitionerId || compare(top(one), top(other)) <= 0),
    );
  const ranked: string[] = [];
  const wished = rest.find((one) => one.o.practitionerId === q.wishedPractitioner);
  if (wished) ranked.push(`0 - ${wished.o.id} ${wished.tenths}`);
  rest = rest.filter((one) => one !== wished);
  for (let rank = 1, band = 1; rest.length > 0; band += 1) {
    const best = Math.max(...rest.map((one) => one.tenths));
    const members = want === 'ACUTE' ? rest : rest.filter((one) => one.tenths >= best - 50);
    members.sort((a, b) => compare(keys(a), keys(b)));
    for (const one of members) ranked.push(`${rank++} ${want === 'ACUTE' ? '-' : band} ${one.o.id} ${one.tenths}`);
    rest = rest.filter((one) => !members.includes(one));
  }
  const hints: Record<string, number> = {};
  for (const { no, clarify } of scored) {
    const [only = ''] = no;
    if (no.length === 1 && clarify.length === 0 && ['H7', 'H10', 'H11', 'H12', 'H13'].includes(only)) hints[only] = (hints[only] ?? 0) + 1;
  }
  const unclear = scored.filter((one) => one.no.length === 0 && one.clarify.length > 0);
  unclear.sort((a, b) => compare([-a.tenths, a.o.id], [-b.tenths, b.o.id]));
  return {
    ranked,
    clarify: unclear.map((one) => `${one.o.id} ${one.tenths} ${one.clarify}`),
    excluded: Object.fromEntries(scored.filter((one) => one.no.length > 0).map((one) => [one.o.id, `${one.no}|${one.clarify}`])),
    hints,
  };
}

function yearsBetween(birth: string, day: Temporal.PlainDate): number {
  const born = Temporal.PlainDate.from(birth);
  let years = 0;
  // the birthday of a year is the day after 28 February where 29 February is missing
  for (;;) {
    const next = born.year + years + 1;
    const leap = Temporal.PlainDate.from({ year: next, month: 1, day: 1 }).inLeapYear;
    const birthday = born.month === 2 && born.day === 29 && !leap ? `${next}-03-01` : `${next}-${born.toString().slice(5)}`;
    if (birthday > day.toString()) return years;
    years += 1;
  }
}

/** Lengths of the runs of minutes that both sides have, day by day. */
function runs(a: readonly WeeklyWindow[], b: readonly WeeklyWindow[]): number[] {
  const inside = (windows: readonly WeeklyWindow[], weekday: number, minute: number) => {
    const at = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
    return windows.some((w) => w.weekday === weekday && at(w.from) <= minute && minute < at(w.to));
  };
  const lengths: number[] = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    let length = 0;
    for (let minute = 0; minute <= 1440; minute += 1) {
      if (minute < 1440 && inside(a, weekday, minute) && inside(b, weekday, minute)) length += 1;
      else {
        if (length > 0) lengths.push(length);
        length = 0;
      }
    }
  }
  return lengths;
}
