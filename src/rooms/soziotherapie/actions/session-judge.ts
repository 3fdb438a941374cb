import { Refusal } from '#kernel/decision.ts';
import { berlinInstant } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { isBusy } from '#rooms/consent/actions/busy-times.ts';
import type { Warning } from '../contract/sessions.ts';
import type { LocalTime } from '../rules/calendar.ts';
import { type Coverage, coverSessions, judgeWithin } from '../rules/coverage.ts';
import { judgeHospital } from '../rules/hospital.ts';
import { judgeOverlap } from '../rules/overlap.ts';
import { type HomeNursing, judgeNursingVisit } from '../rules/parallel-care.ts';
import type { Grounds, RuleId, Ruling } from '../rules/ruling.ts';
import { RULES } from '../rules/ruling.ts';
import { measureSession } from '../rules/units.ts';
import * as store from '../store/sessions.ts';
import { parametersFor } from './practice.ts';
import { hospitalStays, judgeInBook } from './reckon.ts';
import { type Book, openBook } from './reckon-question.ts';
import { insistOn } from './session-step.ts';

/** Longer than this is a mistake of typing. */
const MOST_HOURS = 12;
/** Nobody plans beyond it; a year like this was typed by mistake. */
const LAST_YEAR = '2089';
const SOME_DAY: LocalTime = '9999-12-31T23:59';

/** A session's times as the clock on the wall shows them, and when that was. */
export interface Times {
  start: LocalTime;
  end: LocalTime;
  day: string;
  minutes: number;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
}

const instantOf = (local: LocalTime) => {
  const at = Temporal.PlainDateTime.from(local);
  return berlinInstant(at.toPlainDate(), at.toPlainTime());
};

/**
 * R3: day and minutes by the clock on the wall. In the spring night a time may not exist, so that its end would lie before its start;
 * then the end is as many minutes later as the clock says.
 * @param now where given, a session that ends later is refused (R21)
 */
export function timesOf(wish: { start: LocalTime; end: LocalTime }, now: LocalTime = SOME_DAY): Times {
  const { day, minutes } = insistOn(measureSession(wish, now));
  if (day.slice(0, 4) > LAST_YEAR) throw new Refusal('session-year-impossible');
  if (minutes > MOST_HOURS * 60) throw new Refusal('session-too-long', { facts: { mostHours: MOST_HOURS } });
  const startsAt = instantOf(wish.start);
  const end = instantOf(wish.end);
  const endsAt = Temporal.Instant.compare(startsAt, end) < 0 ? end : startsAt.add({ minutes });
  return { start: wish.start, end: wish.end, day, minutes, startsAt, endsAt };
}

/** A unit that is asked about: planned, moved or just over. */
export interface AskedUnit extends Pick<Times, 'start' | 'end' | 'day' | 'minutes'> {
  id?: string;
  setting: 'single' | 'group';
  meetingId?: string | null;
  personId: string;
  organisationId: string;
  practitionerId: string;
  placeKind: string;
}

const warn = (ruling: Grounds, code: string, facts = ruling.facts): Warning => ({
  code,
  rule: ruling.rule,
  source: ruling.source,
  facts: { ...facts },
});
const hintsOf = (ruling: Grounds): Warning[] => ruling.hints.map(({ code, facts }) => warn(ruling, code, facts ?? ruling.facts));
/** A rule's no as something to know beforehand. */
const asWarning = (ruling: Ruling): Warning[] => (ruling.ok ? hintsOf(ruling) : [warn(ruling, ruling.because), ...hintsOf(ruling)]);

/** R26 with the way between two places. */
export async function judgeBusy(call: Call, unit: AskedUnit, p: { travelBufferMinutes: number }) {
  const edge = (time: LocalTime, minutes: number) =>
    Temporal.PlainDateTime.from(time).add({ minutes }).toString({ smallestUnit: 'minute' });
  const others = await store.selectBusy(call.tx, {
    organisationId: unit.organisationId,
    practitionerId: unit.practitionerId,
    personId: unit.personId,
    from: edge(unit.start, -p.travelBufferMinutes),
    to: edge(unit.end, p.travelBufferMinutes),
  });
  const booked = {
    id: unit.id ?? '~',
    therapistId: unit.practitionerId,
    personId: unit.personId,
    start: unit.start,
    end: unit.end,
    place: store.placeOf(unit.placeKind, unit.personId),
    ...(unit.meetingId ? { groupId: unit.meetingId } : {}),
  };
  return judgeOverlap(booked, others, p);
}

/** Home nursing with its visiting times (R20). */
async function openNursing(call: Call, personId: string, organisationId: string): Promise<HomeNursing[]> {
  const rows = await store.selectNursing(call.tx, personId, organisationId);
  return Promise.all(
    rows.map(async (row) => {
      const place = { table: 'soziotherapie.parallel_care', column: 'details_sealed', row: row.id };
      const details: unknown = row.details_sealed ? JSON.parse(await call.sealer.open(call.tx, personId, place, row.details_sealed)) : {};
      const { visits = [] } = details as { visits?: { start: LocalTime; end: LocalTime }[] };
      return { from: row.from_on, to: row.to_on, visits };
    }),
  );
}

/** Everything to know at planning, by the book as it stands. Only an overlap forbids it; the others are said now and decided on the day. */
export async function judgeAhead(call: Call, unit: AskedUnit, book: Book): Promise<{ busy: Ruling; warnings: Warning[] }> {
  const { personId, organisationId, start, end, day, setting, minutes } = unit;
  const id = unit.id ? { id: unit.id } : {};
  const times = timesOf({ start, end });
  const [busy, elsewhere, stays, visits] = await Promise.all([
    judgeBusy(call, unit, book.p),
    isBusy(call, personId, { start: times.startsAt, end: times.endsAt }),
    hospitalStays(call, personId, organisationId),
    openNursing(call, personId, organisationId),
  ]);
  const cover = judgeInBook(book, { ...id, day, start, setting, minutes });
  const hospital = judgeHospital({ start, end }, stays, book.p);
  const nursing = judgeNursingVisit({ start, end, reasonGiven: true }, visits);
  const night = insistOn(measureSession({ start, end }, SOME_DAY));
  return {
    busy,
    warnings: [
      ...(busy.ok ? hintsOf(busy) : []),
      ...(elsewhere ? [BUSY_ELSEWHERE] : []),
      ...asWarning(hospital),
      ...asWarning(cover),
      ...hintsOf(nursing),
      ...hintsOf(night),
    ],
  };
}

/**
 * She is busy elsewhere, and agreed that this is seen (rule book C.1 rule 5). Only a hint: a helper may just be accompanying her there, and
 * the other appointment may be about to move.
 */
const BUSY_ELSEWHERE: Warning = {
  code: 'client-busy-elsewhere',
  rule: 'C.1',
  source: 'Art. 9 (2) a DSGVO',
  facts: {},
};

/** Minutes that nobody pays, over all sessions that took place but the one asked about. */
const openMinutes = (coverage: Coverage, but: string) =>
  coverage.sessions
    .filter(({ id }) => id !== but)
    .flatMap(({ segments }) => segments)
    .reduce((sum, { status, minutes }) => sum + (status === 'UNCOVERED' ? minutes : 0), 0);

export interface Given {
  riskConfirmed?: boolean | undefined;
  hospitalNote?: string | undefined;
  nursingReason?: string | undefined;
}

/**
 * T1: may this unit count as given? In the order in which a person can do something about it: overlap, hospital, home nursing, cover.
 * A unit at the border is split and warned about; one that nobody pays, or that takes cover from one already given, needs the risk
 * confirmed.
 */
export async function judgeGiven(call: Call, unit: AskedUnit & { id: string }, given: Given) {
  const { personId, organisationId, start, end, day, setting, minutes } = unit;
  const [book, busyAround, stays, visits] = await Promise.all([
    openBook(call, personId, organisationId),
    parametersFor(call, organisationId).then((p) => judgeBusy(call, unit, p)),
    hospitalStays(call, personId, organisationId),
    openNursing(call, personId, organisationId),
    call.sealer.fetch(call.tx, personId), // what is written about it will be sealed
  ]);
  const busy = insistOn(busyAround);
  const hospital = insistOn(judgeHospital({ start, end }, stays, book.p));
  if (hospital.hints.some(({ code }) => code === 'hospital-day-note') && !given.hospitalNote)
    throw new Refusal('hospital-note-missing', { facts: { ...hospital.facts, rule: 'R17', source: RULES.R17.source } });
  const nursing = insistOn(judgeNursingVisit({ start, end, reasonGiven: given.nursingReason !== undefined }, visits));

  const asked = { id: unit.id, day, start, setting, minutes };
  const question = { ...book.question, sessions: book.question.sessions.filter(({ id }) => id !== unit.id) };
  const before = coverSessions(question, book.p);
  const after = coverSessions({ ...question, sessions: [...question.sessions, asked] }, book.p);
  const cover = judgeWithin(after, unit.id);
  const pushedOut = openMinutes(after, unit.id) - openMinutes(before, unit.id);
  const risk = !cover.ok || pushedOut > 0;
  if (risk && given.riskConfirmed !== true) {
    const rule: RuleId = 'R16';
    const facts = { ...cover.facts, rule, source: RULES.R16.source };
    if (cover.ok) throw new Refusal('risk-not-confirmed', { facts: { ...facts, minutes: pushedOut } });
    throw new Refusal('session-not-covered', { facts: { ...facts, because: cover.because } });
  }
  return { book, risk, warnings: [...hintsOf(busy), ...hintsOf(hospital), ...asWarning(cover), ...hintsOf(nursing)] };
}
