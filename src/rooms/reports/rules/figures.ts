import { type Histogram, halfUp, jain, median, nearestRank, percent, sizeOf, wilson, zeroUpper } from './exact.ts';
import { type Facts, histogram, sum } from './facts.ts';
import { FEWEST, isSmall, isSmallShare } from './suppression.ts';

export const FIGURES = [
  'V1',
  'V2',
  'V3',
  'V4',
  'V5',
  'V6',
  'V7',
  'V8',
  'V9',
  'V10',
  'V11',
  'V12',
  'V13',
  'V14',
  'V15',
  'V16',
  'V17',
] as const;
export type FigureId = (typeof FIGURES)[number];
export type Unit = 'count' | 'rate' | 'percent' | 'days' | 'seconds' | 'minutes' | 'index';

/** One published number with what it was made of. */
export interface Figure {
  id: FigureId;
  /** Which of the figure's numbers: "first", "all", "median", a level … */
  part: string;
  unit: Unit;
  /** Rounded as printed; null where there is nothing to compute, or where it is not shown. */
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  /** 95 % bounds in per cent (Wilson); of nought only the upper one (V7). */
  low: number | null;
  high: number | null;
  /** 'small': there is a number, and it is not shown; 'nothing': nothing was there to count. */
  hidden: 'small' | 'nothing' | null;
}

const EMPTY = { value: null, numerator: null, denominator: null, low: null, high: null } as const;
type Name = Pick<Figure, 'id' | 'part'>;

const nothing = (name: Name, unit: Unit): Figure => ({ ...name, unit, ...EMPTY, hidden: 'nothing' });
const small = (name: Name, unit: Unit): Figure => ({ ...name, unit, ...EMPTY, hidden: 'small' });

export function countFigure(name: Name, n: number, open: boolean): Figure {
  if (!open && isSmall(n)) return small(name, 'count');
  return { ...name, unit: 'count', ...EMPTY, value: n, numerator: n, hidden: null };
}

/** A share; `bounds` where A.6 defines them: of nought the bound of V7. */
export function shareFigure(name: Name, numerator: number, denominator: number, open: boolean, bounds = false): Figure {
  if (denominator === 0) return nothing(name, 'percent');
  if (!open && isSmallShare(numerator, denominator)) return small(name, 'percent');
  const [low, high] = !bounds ? [null, null] : numerator === 0 ? [null, zeroUpper(denominator)] : wilson(numerator, denominator);
  return { ...name, unit: 'percent', value: percent(numerator, denominator), numerator, denominator, low, high, hidden: null };
}

function spreadFigure(name: Name, unit: Unit, of: Histogram, value: number | null, open: boolean): Figure {
  const n = sizeOf(of);
  if (value === null) return nothing(name, unit);
  if (!open && n < FEWEST) return small(name, unit);
  return { ...name, unit, ...EMPTY, value, denominator: n, hidden: null };
}

type Scope = 'first' | 'all';

/** Appointments of a scope, by what became of them. */
export function becameOf(facts: Facts, scope: Scope) {
  const of = (...what: Facts['appointments'][number]['what'][]) =>
    sum(facts.appointments, (row) => (scope === 'all' || row.first) && what.includes(row.what));
  return {
    attended: of('attended'),
    noShow: of('noShow'),
    late: of('late', 'lateRefilled'),
    lateUnfilled: of('late'),
    inTime: of('inTime'),
    unmarked: of('unmarked'),
  };
}

function missed(facts: Facts, scope: Scope, open: boolean): Figure[] {
  const { attended, noShow, late, lateUnfilled, inTime, unmarked } = becameOf(facts, scope);
  const lost = noShow + lateUnfilled;
  return [
    shareFigure({ id: 'V4', part: scope }, noShow, attended + noShow, open, true),
    shareFigure({ id: 'V5', part: scope }, late, attended + noShow + late + inTime, open, true),
    shareFigure({ id: 'V6', part: scope }, lost, attended + lost, open, true),
    // Past appointments that nobody marked are left out, and their number is published.
    countFigure({ id: 'V4', part: `unmarked-${scope}` }, unmarked, open),
  ];
}

function waits(id: 'V9' | 'V10', days: Histogram, open: boolean): Figure[] {
  return [
    spreadFigure({ id, part: 'median' }, 'days', days, median(days), open),
    spreadFigure({ id, part: 'p90' }, 'days', days, nearestRank(days, 90), open),
  ];
}

const IN_USE = ['open', 'held', 'reserved', 'trial', 'occupied', 'ending'] as const;
const DAY = 86_400;

function vacancy({ places }: Facts): Figure {
  const name = { id: 'V11', part: '' } as const;
  const open = places.open ?? 0;
  const all = IN_USE.reduce((so, state) => so + (places[state] ?? 0), 0);
  if (all === 0) return nothing(name, 'percent');
  return {
    ...name,
    unit: 'percent',
    ...EMPTY,
    value: percent(open, all),
    numerator: halfUp(open, DAY, 0),
    denominator: halfUp(all, DAY, 0),
    hidden: null,
  };
}

export const LEVELS = ['RED', 'ORANGE', 'YELLOW'] as const;

function emergencies({ emergencies: rows }: Facts, open: boolean): Figure[] {
  return LEVELS.flatMap((level) => {
    const of = rows.filter((row) => row.level === level);
    const n = sum(of);
    const seconds = histogram(of, (row) => (row.seconds === null ? null : Math.round(row.seconds)));
    const hide = !open && isSmall(n);
    const spread = (part: string, value: number | null): Figure =>
      hide ? small({ id: 'V15', part }, 'seconds') : spreadFigure({ id: 'V15', part }, 'seconds', seconds, value, open);
    return [
      countFigure({ id: 'V15', part: level }, n, open),
      spread(`${level}-median`, median(seconds)),
      spread(`${level}-p95`, nearestRank(seconds, 95)),
      shareFigure(
        { id: 'V15', part: `${level}-in-time` },
        sum(of, (row) => row.inTime),
        n,
        open,
      ),
    ];
  });
}

function phone({ phone: rows }: Facts, open: boolean): Figure[] {
  const handling = histogram(rows, (row) => (row.answered ? row.seconds : null));
  const middle = median(handling);
  return [
    shareFigure(
      { id: 'V16', part: 'answered' },
      sum(rows, (row) => row.answered),
      sum(rows),
      open,
    ),
    spreadFigure({ id: 'V16', part: 'median' }, 'minutes', handling, middle === null ? null : halfUp(middle * 2, 120, 1), open),
  ];
}

function waiting({ waiting: rows }: Facts, open: boolean): Figure[] {
  const age = histogram(rows, (row) => row.days);
  return [
    countFigure({ id: 'V17', part: 'length' }, sum(rows), open),
    spreadFigure({ id: 'V17', part: 'median' }, 'days', age, median(age), open),
    shareFigure(
      { id: 'V17', part: 'contacted' },
      sum(rows, (row) => row.contacted),
      sum(rows),
      open,
    ),
  ];
}

export const colleaguesOf = (facts: Facts): number => facts.helpers.filter(({ takesPart }) => takesPart).length;

/**
 * V1 to V17 of a period (rule book A.6).
 * @param open for the coordination: small numbers stand as they are
 * @param whole the period is a whole calendar year that is over: only then is there a figure per month
 */
export function figuresOf(facts: Facts, { open, whole }: { open: boolean; whole: boolean }): Figure[] {
  const course = (what: 'assigned' | 'started' | 'released') => sum(facts.courses, (row) => row.what === what);
  const [assigned, started, released] = [course('assigned'), course('started'), course('released')];
  const colleagues = colleaguesOf(facts);
  const each = (part: string, parts: number, digits: number): Figure => {
    if (colleagues === 0) return nothing({ id: 'V1', part }, 'rate');
    if (!open && isSmall(assigned)) return small({ id: 'V1', part }, 'rate');
    return {
      id: 'V1',
      part,
      unit: 'rate',
      ...EMPTY,
      value: halfUp(assigned, colleagues * parts, digits),
      numerator: assigned,
      denominator: colleagues,
      hidden: null,
    };
  };
  const called = (...what: Facts['firstCall'][number]['what'][]) => sum(facts.firstCall, (row) => what.includes(row.what));
  const days = (what: 'first' | 'start') =>
    histogram(
      facts.days.filter((row) => row.what === what),
      (row) => row.days,
    );
  const fairness = jain(facts.helpers);
  return [
    countFigure({ id: 'V1', part: '' }, assigned, open),
    each('per-colleague', 1, 1),
    ...(whole ? [each('per-colleague-month', 12, 2)] : []),
    countFigure({ id: 'V2', part: '' }, started, open),
    shareFigure({ id: 'V3', part: '' }, started, started + released, open),
    countFigure({ id: 'V3', part: 'on-trial' }, facts.onTrial, open),
    ...missed(facts, 'first', open),
    ...missed(facts, 'all', open),
    shareFigure({ id: 'V8', part: '' }, called('inCall'), called('inCall', 'later'), open),
    ...waits('V9', days('first'), open),
    ...waits('V10', days('start'), open),
    vacancy(facts),
    fairness === null
      ? nothing({ id: 'V12', part: '' }, 'index')
      : {
          id: 'V12',
          part: '',
          unit: 'index',
          ...EMPTY,
          value: fairness,
          denominator: facts.helpers.filter(({ opened }) => opened > 0).length,
          hidden: null,
        },
    shareFigure(
      { id: 'V13', part: '' },
      facts.fresh.reduce((so, row) => so + row.fresh, 0),
      facts.fresh.reduce((so, row) => so + row.open, 0),
      open,
    ),
    countFigure(
      { id: 'V14', part: '' },
      sum(facts.demand, (row) => row.what === 'without'),
      open,
    ),
    ...emergencies(facts, open),
    ...phone(facts, open),
    ...waiting(facts, open),
  ];
}
