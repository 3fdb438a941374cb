import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { FIGURES } from './rules/figures.ts';

const Year = z.coerce.number().int().min(2000).max(2200);
const Area = z
  .string()
  .regex(/^\d{0,3}$/)
  .default('');
const count = z.int().nullable();
const Shown = z.enum(['shown', 'small', 'withheld']);
export const CellShape = z.strictObject({ n: count, shown: Shown });

export const FigureShape = z.strictObject({
  id: z.enum(FIGURES),
  part: z.string(),
  unit: z.enum(['count', 'rate', 'percent', 'days', 'seconds', 'minutes', 'index']),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  hidden: z.enum(['small', 'nothing']).nullable(),
});

const HelperShape = z.strictObject({
  practitionerId: z.uuid(),
  name: z.string(),
  opened: z.int(),
  offered: z.int(),
  assigned: z.int(),
  began: z.int(),
  started: z.int(),
  released: z.int(),
  releasedByTherapist: z.int(),
  attended: z.int(),
  missed: z.int(),
});
export type HelperFigures = z.output<typeof HelperShape>;

export const FiguresAnswer = z.strictObject({
  year: z.int(),
  area: z.string(),
  areas: z.array(z.string()),
  firstYear: z.int(),
  thisYear: z.int(),
  asOf: z.iso.datetime(),
  /** The year still runs: its figures are of the days until `asOf`. */
  running: z.boolean(),
  /** Small numbers stand as they are: the reader coordinates the network. */
  open: z.boolean(),
  colleagues: z.int(),
  figures: z.array(FigureShape),
  /** The year before, to compare; its V1 by the same days where this year still runs is not given. */
  before: z.array(FigureShape),
  /** V1 against the year before, in per cent with one decimal. */
  change: z.number().nullable(),
  months: z.array(CellShape).nullable(),
  monthsBefore: z.array(CellShape).nullable(),
  waiting: z.array(z.strictObject({ from: z.int(), to: count, cell: CellShape })).nullable(),
  demand: z
    .array(
      z.strictObject({
        group: z.string(),
        total: z.int(),
        withPlace: count,
        without: count,
        below: z.enum(['with', 'without']).nullable(),
        shown: Shown,
        percent: z.number().nullable(),
        medianDays: z.number().nullable(),
      }),
    )
    .nullable(),
  unserved: z.strictObject({
    reason: z.array(z.strictObject({ key: z.string(), cell: CellShape })).nullable(),
    language: z.array(z.strictObject({ key: z.string(), cell: CellShape })).nullable(),
    area: z.array(z.strictObject({ key: z.string(), cell: CellShape })).nullable(),
  }),
  freshness: z.array(z.strictObject({ month: z.int(), open: count, fresh: count, percent: z.number().nullable() })),
  /** For the coordination: who opened and got how many. */
  helpers: z.array(HelperShape).nullable(),
  /** For a therapist: her own numbers. */
  own: HelperShape.nullable(),
});
export type Figures = z.output<typeof FiguresAnswer>;

const period = { params: z.strictObject({ year: Year }), query: z.strictObject({ area: Area }) };

/** V1 to V17 of a calendar year. */
export const figures = endpoint({
  name: 'reports.readFigures',
  method: 'GET',
  path: '/api/figures/:year',
  ...period,
  answer: FiguresAnswer,
});

/** Down to the single cases of V1, without names of clients. */
export const figureCases = endpoint({
  name: 'reports.listCases',
  method: 'GET',
  path: '/api/figures/:year/cases',
  ...period,
  answer: z.strictObject({
    cases: z.array(
      z.strictObject({
        day: z.iso.date(),
        practitionerId: z.uuid(),
        practitioner: z.string(),
        placeKind: z.string(),
        /** Null where nobody here has to do with the person any more. */
        requestId: z.uuid().nullable(),
      }),
    ),
  }),
});

const Publication = z.strictObject({ years: z.array(Year).max(100) });

/** Which years stand under /zahlen, for anybody. */
export const publication = endpoint({ name: 'reports.readPublication', method: 'GET', path: '/api/published-years', answer: Publication });
export const publish = endpoint({
  name: 'reports.publishYears',
  method: 'PUT',
  path: '/api/published-years',
  body: Publication,
  answer: Publication,
});

const language = z.enum(['de', 'en']).default('de');

/** The figures and tables as a workbook. */
export const figuresWorkbook = endpoint({
  name: 'reports.getWorkbook',
  method: 'GET',
  path: '/api/figures/:year/workbook',
  params: period.params,
  query: z.strictObject({ area: Area, language }),
  answer: z.unknown(),
});

/** The printable report of a year, with the definitions beside the figures (PDF/UA): the whole network, small numbers hidden from everybody. */
export const annualReport = endpoint({
  name: 'reports.getAnnualReport',
  method: 'GET',
  path: '/api/figures/:year/report',
  params: period.params,
  query: z.strictObject({ language }),
  answer: z.unknown(),
});

const Member = z.strictObject({
  practitionerId: z.uuid(),
  months: z.int().min(0).max(12),
  seatPercent: z.union([z.literal(25), z.literal(50), z.literal(75), z.literal(100)]),
});
const ShareShape = Member.extend({ name: z.string(), cents: z.int() });

export const Costs = z.strictObject({
  year: z.int(),
  /** Newest first; a correction is a new version, the old one stays. */
  statements: z.array(
    z.strictObject({
      id: z.uuid(),
      statementVersion: z.int(),
      totalCents: z.int(),
      bySeat: z.boolean(),
      issuedAt: z.iso.datetime(),
      shares: z.array(ShareShape),
    }),
  ),
  /** Who belongs to the network now: to begin with. */
  members: z.array(Member.extend({ name: z.string() })),
});
export type CostsAnswer = z.output<typeof Costs>;

export const costs = endpoint({ name: 'reports.readCosts', method: 'GET', path: '/api/costs/:year', params: period.params, answer: Costs });

export const issueCosts = endpoint({
  name: 'reports.issueCosts',
  method: 'POST',
  path: '/api/costs/:year',
  params: period.params,
  body: z.strictObject({ totalCents: z.int().min(0).max(1_000_000_000), bySeat: z.boolean(), members: z.array(Member).min(1).max(5_000) }),
  answer: z.strictObject({ id: z.uuid(), statementVersion: z.int() }),
  status: 201,
});

/** One colleague's statement as a letter (PDF/UA). */
export const costLetter = endpoint({
  name: 'reports.getCostLetter',
  method: 'GET',
  path: '/api/cost-statements/:id/:practitionerId',
  params: z.strictObject({ id: z.uuid(), practitionerId: z.uuid() }),
  query: z.strictObject({ language }),
  answer: z.unknown(),
});
