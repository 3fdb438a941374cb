import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { berlinInstant, dayInBerlin, inBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Figures, HelperFigures } from '../contract.ts';
import { change } from '../rules/exact.ts';
import type { Facts as CountedFacts } from '../rules/facts.ts';
import { colleaguesOf, figuresOf } from '../rules/figures.ts';
import { demandRows, freshnessByMonth, placesByMonth, unservedBy, waitingBins } from '../rules/tables.ts';
import { Facts } from './facts.ts';

/** A calendar year in Berlin. */
export function yearOf(year: number): { from: Temporal.Instant; to: Temporal.Instant } {
  const first = (of: number) => berlinInstant(new Temporal.PlainDate(of, 1, 1), new Temporal.PlainTime());
  return { from: first(year), to: first(year + 1) };
}

export interface Counted {
  asOf: Temporal.Instant;
  facts: CountedFacts;
}

/** What was counted of a year, kept until something happens that could change it. */
export async function countYear(call: Call, year: number, area: string): Promise<Counted> {
  const { from, to } = yearOf(year);
  const { rows } = await sql<{ as_of: Temporal.Instant; facts: unknown }>`
    select as_of, facts from app.figures(${from.toString()}, ${to.toString()}, ${call.now.toString()}, ${area})`.execute(call.tx);
  const [row] = rows;
  if (!row) throw new Error('nothing was counted');
  return { asOf: row.as_of, facts: Facts.parse(row.facts) };
}

/** Whether somebody sees small numbers as they are, single areas and who got how many. */
function seesAll(call: Call): boolean {
  return accountOf(call).roles.includes('coordinator');
}

export interface Wish {
  year: number;
  area: string;
}

/**
 * V1 to V17 of a year with the year before; small numbers only for the coordination, her own for a therapist.
 * @param published as it goes out of the house: small numbers are hidden from everybody
 */
export async function readFigures(call: Call, _permit: Permit<'figures.read'>, { year, area }: Wish, published = false): Promise<Figures> {
  const open = seesAll(call) && !published;
  // Areas beside the whole would let the small numbers of the last one be computed.
  if (area !== '' && !open) throw new Refusal('area-not-permitted');
  const thisYear = inBerlin(call.now).year;
  if (year > thisYear) throw new Refusal('year-to-come');
  const [periods, now] = await Promise.all([periodsOf(call), countYear(call, year, area)]);
  const before = year > periods.firstDay.year ? await countYear(call, year - 1, area) : null;
  const own = accountOf(call).practitionerId;
  const names =
    open || own
      ? await namesOf(
          call,
          now.facts.helpers.map(({ id }) => id),
        )
      : new Map<string, string>();
  const helpers = now.facts.helpers.map(
    ({ id, takesPart: _, ...rest }): HelperFigures => ({ practitionerId: id, name: names.get(id) ?? '', ...rest }),
  );
  await record(call, { action: 'reports.figures.read', kind: 'R', object: ['figures', call.newId()], data: { year, area } });
  const answer = answerOf({ year, area, now, before, open, running: year === thisYear });
  return {
    ...answer,
    areas: open ? periods.areas : [],
    firstYear: Math.min(periods.firstDay.year, year),
    thisYear,
    // A year is compared with a whole one: whoever began in autumn did not grow by 700 %.
    change: answer.running || !isWhole(year - 1, periods.firstDay) ? null : changeOf(answer.figures, answer.before),
    helpers: open ? helpers : null,
    own: helpers.find(({ practitionerId }) => practitionerId === own) ?? null,
  };
}

interface Shown extends Wish {
  now: Counted;
  before: Counted | null;
  open: boolean;
  running: boolean;
}

/** What is shown of what was counted, small numbers hidden unless `open`; nobody is named. */
export function answerOf({ year, area, now: { asOf, facts }, before, open, running }: Shown): Figures {
  return {
    year,
    area,
    areas: [],
    firstYear: before ? year - 1 : year,
    thisYear: year,
    asOf: asOf.toString(),
    running,
    open,
    colleagues: colleaguesOf(facts),
    figures: figuresOf(facts, { open, whole: !running }),
    before: before ? figuresOf(before.facts, { open, whole: true }) : [],
    change: null,
    months: placesByMonth(facts, open),
    monthsBefore: before ? placesByMonth(before.facts, open) : null,
    waiting: waitingBins(facts, open),
    demand: demandRows(facts, open),
    unserved: {
      reason: unservedBy(facts, 'reason', open),
      language: unservedBy(facts, 'language', open),
      area: unservedBy(facts, 'area', open),
    },
    freshness: freshnessByMonth(facts, open),
    helpers: null,
    own: null,
  };
}

/** The network was there from the first month of that year on. */
const isWhole = (year: number, firstDay: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(firstDay, new Temporal.PlainDate(year, 1, 31)) <= 0;

type Numbers = Figures['figures'];

function changeOf(now: Numbers, before: Numbers): number | null {
  const of = (figures: Numbers) => figures.find(({ id, part }) => id === 'V1' && part === '')?.value ?? null;
  const [after, earlier] = [of(now), of(before)];
  return after === null || !earlier ? null : change(after, earlier);
}

async function periodsOf(call: Call): Promise<{ firstDay: Temporal.PlainDate; areas: string[] }> {
  const { rows } = await sql<{ first_day: string; areas: string[] }>`
    select first_day, areas from app.figure_periods(${call.now.toString()})`.execute(call.tx);
  return { firstDay: rows[0] ? Temporal.PlainDate.from(rows[0].first_day) : dayInBerlin(call.now), areas: rows[0]?.areas ?? [] };
}

export async function namesOf(call: Call, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await call.tx.selectFrom('directory.practitioner').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The cases behind V1, without names of clients; the link to a request stands only where the relation still allows it. */
export async function listCases(call: Call, _permit: Permit<'figures.detail'>, { year, area }: Wish) {
  const { from, to } = yearOf(year);
  const { rows } = await sql<{ day: string; practitioner_id: string; place_kind: string; request_id: string | null }>`
    select * from app.figure_cases(${from.toString()}, ${to.toString()}, ${call.now.toString()}, ${area})`.execute(call.tx);
  const names = await namesOf(call, [...new Set(rows.map((row) => row.practitioner_id))]);
  await record(call, {
    action: 'reports.cases.listed',
    kind: 'R',
    object: ['figures', call.newId()],
    data: { year, area, cases: rows.length },
  });
  return {
    cases: rows.map((row) => ({
      day: row.day,
      practitionerId: row.practitioner_id,
      practitioner: names.get(row.practitioner_id) ?? '',
      placeKind: row.place_kind,
      requestId: row.request_id,
    })),
  };
}
