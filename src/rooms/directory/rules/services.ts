import type { AccessFeature } from '#kernel/codes.ts';
import { daysBetween } from '#kernel/time.ts';

/** For whom a service is there. */
export const TARGET_GROUPS = [
  'mental-illness',
  'addiction',
  'psychosis',
  'eating-disorder',
  'learning-disability',
  'physical-disability',
  'dementia',
  'brain-injury',
  'young-people',
  'families',
  'parents',
  'women',
  'men',
  'older-people',
  'homeless',
  'refugees',
  'unemployed',
  'debts',
  'violence',
  'relatives',
  'lgbtq',
] as const;
export type TargetGroup = (typeof TARGET_GROUPS)[number];

/** Who pays a service: the social codes, besides insurers, and the services that cost nothing. */
export const SERVICE_PAYERS = [
  'GKV',
  'PKV',
  'SGB-II',
  'SGB-III',
  'SGB-V',
  'SGB-VI',
  'SGB-VII',
  'SGB-VIII',
  'SGB-IX',
  'SGB-XI',
  'SGB-XII',
  'ASYLBLG',
  'SELF',
  'FREE',
] as const;
export type ServicePayer = (typeof SERVICE_PAYERS)[number];

export const CAPACITIES = ['free', 'ask', 'full'] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** Days for which what a service says counts; after it somebody asks again (a default, as H1's 14 days for places). */
export const SERVICE_FRESH_DAYS = 60;

export interface ServiceFacts {
  id: string;
  serviceType: string;
  /** Leading digits of postal codes; empty: everywhere. */
  postalAreas: readonly string[];
  targetGroups: readonly string[];
  minAge: number | null;
  maxAge: number | null;
  /** Empty: not stated. */
  payers: readonly string[];
  languages: readonly string[];
  access: Partial<Record<AccessFeature, 'yes' | 'no' | 'unknown'>>;
  /** Comes to people's homes. */
  outreach: boolean;
  /** What must be there before somebody is taken in; null: nothing. */
  admission: string | null;
  capacity: Capacity;
  waitingDays: number | null;
  /** Berlin day, "YYYY-MM-DD". */
  confirmedOn: string | null;
  asked: number;
  answered: number;
}

/** What is wanted. A missing value is not asked for: its criterion counts neither way. */
export interface ServiceWish {
  serviceType: string;
  postalCode?: string | undefined;
  targetGroups?: readonly string[] | undefined;
  age?: number | undefined;
  payer?: string | undefined;
  /** Any of these; empty: not asked. */
  languages?: readonly string[] | undefined;
  access?: readonly AccessFeature[] | undefined;
  maxWaitingDays?: number | undefined;
  /** Whether what the service asks for is there; open where nobody has looked yet. */
  admission?: 'met' | 'not-met' | undefined;
  outreach?: boolean | undefined;
}

/** The hard criteria (rule book B.3.6: service type, area, target group, age, payer, language, access, capacity, waiting time, admission). */
export const SERVICE_CRITERIA = [
  'type',
  'area',
  'target-group',
  'age',
  'payer',
  'language',
  'access',
  'capacity',
  'waiting',
  'admission',
] as const;
export type ServiceCriterion = (typeof SERVICE_CRITERIA)[number];
export type CriterionVerdict = 'yes' | 'no' | 'clarify' | 'not-asked';

/** Why a criterion came out so: a code with what its sentence needs. */
export interface ServiceLine {
  criterion: ServiceCriterion;
  verdict: CriterionVerdict;
  note: string;
  values: Record<string, string | number | readonly string[] | null>;
}

const line = (criterion: ServiceCriterion, verdict: CriterionVerdict, note: string, values: ServiceLine['values'] = {}): ServiceLine => ({
  criterion,
  verdict,
  note,
  values,
});

type Judge = (service: ServiceFacts, wish: ServiceWish, today: Temporal.PlainDate) => ServiceLine;

/** Days since somebody confirmed; null where nobody ever has. */
export function confirmedDaysAgo(confirmedOn: string | null, today: Temporal.PlainDate): number | null {
  return confirmedOn === null ? null : daysBetween(Temporal.PlainDate.from(confirmedOn), today);
}

const JUDGES: Readonly<Record<ServiceCriterion, Judge>> = {
  type: (service, wish) => line('type', service.serviceType === wish.serviceType ? 'yes' : 'no', 'type'),
  area(service, { postalCode }) {
    if (service.postalAreas.length === 0) return line('area', 'yes', 'area-everywhere');
    if (postalCode === undefined) return line('area', 'clarify', 'area-unknown', { areas: service.postalAreas });
    const inside = service.postalAreas.some((area) => postalCode.startsWith(area));
    return line('area', inside ? 'yes' : 'no', inside ? 'area-inside' : 'area-outside', { areas: service.postalAreas });
  },
  'target-group'(service, { targetGroups = [] }) {
    if (service.targetGroups.length === 0) return line('target-group', 'yes', 'group-all');
    if (targetGroups.length === 0) return line('target-group', 'clarify', 'group-unknown', { groups: service.targetGroups });
    const common = service.targetGroups.filter((each) => targetGroups.includes(each));
    return common.length > 0
      ? line('target-group', 'yes', 'group-common', { groups: common })
      : line('target-group', 'no', 'group-other', { groups: service.targetGroups });
  },
  age({ minAge, maxAge }, { age }) {
    const values = { min: minAge, max: maxAge };
    if (minAge === null && maxAge === null) return line('age', 'yes', 'age-any');
    if (age === undefined) return line('age', 'clarify', 'age-unknown', values);
    const inside = age >= (minAge ?? 0) && age <= (maxAge ?? 150);
    return line('age', inside ? 'yes' : 'no', inside ? 'age-inside' : 'age-outside', values);
  },
  payer(service, { payer }) {
    if (payer === undefined) return line('payer', 'not-asked', 'payer-not-asked', { payers: service.payers });
    if (service.payers.length === 0) return line('payer', 'clarify', 'payer-unknown');
    const known = service.payers.includes(payer) || service.payers.includes('FREE');
    return line('payer', known ? 'yes' : 'no', known ? 'payer-known' : 'payer-other', { payers: service.payers });
  },
  language(service, { languages = [] }) {
    if (languages.length === 0) return line('language', 'not-asked', 'language-not-asked', { languages: service.languages });
    const common = service.languages.filter((each) => languages.includes(each));
    return common.length > 0
      ? line('language', 'yes', 'language-common', { languages: common })
      : line('language', 'no', 'language-none', { languages: service.languages });
  },
  access(service, { access = [] }) {
    if (access.length === 0) return line('access', 'not-asked', 'access-not-asked');
    if (service.outreach) return line('access', 'yes', 'access-comes-home');
    const missing = access.filter((each) => service.access[each] === 'no');
    if (missing.length > 0) return line('access', 'no', 'access-missing', { features: missing });
    const open = access.filter((each) => service.access[each] !== 'yes');
    return open.length > 0 ? line('access', 'clarify', 'access-unknown', { features: open }) : line('access', 'yes', 'access-there');
  },
  capacity({ capacity, confirmedOn, waitingDays }, _wish, today) {
    const ago = confirmedDaysAgo(confirmedOn, today);
    if (capacity === 'full') return line('capacity', 'no', 'capacity-full', { ago, days: waitingDays });
    if (ago === null || ago > SERVICE_FRESH_DAYS) return line('capacity', 'clarify', 'capacity-stale', { ago });
    return capacity === 'free' ? line('capacity', 'yes', 'capacity-free', { ago }) : line('capacity', 'clarify', 'capacity-ask', { ago });
  },
  waiting({ waitingDays }, { maxWaitingDays }) {
    const values = { days: waitingDays, most: maxWaitingDays ?? null };
    if (maxWaitingDays === undefined)
      return line('waiting', 'not-asked', waitingDays === null ? 'waiting-unknown' : 'waiting-days', values);
    if (waitingDays === null) return line('waiting', 'clarify', 'waiting-unknown', values);
    return line(
      'waiting',
      waitingDays <= maxWaitingDays ? 'yes' : 'no',
      waitingDays <= maxWaitingDays ? 'waiting-days' : 'waiting-longer',
      values,
    );
  },
  admission({ admission }, { admission: known }) {
    if (admission === null) return line('admission', 'yes', 'admission-nothing');
    const verdict = known === 'met' ? 'yes' : known === 'not-met' ? 'no' : 'clarify';
    return line('admission', verdict, `admission-${known ?? 'open'}`, { admission });
  },
};

/** Every criterion with its verdict and reason, in the printed order. */
export function judgeService(service: ServiceFacts, wish: ServiceWish, today: Temporal.PlainDate): ServiceLine[] {
  return SERVICE_CRITERIA.map((criterion) => JUDGES[criterion](service, wish, today));
}

export type ServiceVerdict = 'fits' | 'clarify' | 'excluded';

export function verdictOf(lines: readonly ServiceLine[]): ServiceVerdict {
  if (lines.some(({ verdict }) => verdict === 'no')) return 'excluded';
  return lines.some(({ verdict }) => verdict === 'clarify') ? 'clarify' : 'fits';
}

/** What puts one before the other; each with points, so that no order is without its reason. */
export const SERVICE_WEIGHTS = { 'target-group': 30, waiting: 25, capacity: 20, answers: 15, area: 10 } as const;
export type ServiceWeight = keyof typeof SERVICE_WEIGHTS;
/** Waiting beyond this brings no points (as S3 of A.4.2). */
const FARTHEST_DAYS = 84;
/** An answer rate says something from so many referrals on. */
export const RATED_FROM = 3;

export interface ServicePoint {
  id: ServiceWeight;
  /** Tenths of points, whole numbers. */
  points: number;
  max: number;
  /** False where the service has not said it: a low value stands in. */
  stated: boolean;
}

/** Points in tenths; what is not asked for is left out of both sums. */
export function scoreService(service: ServiceFacts, wish: ServiceWish): { lines: ServicePoint[]; score: number } {
  const lines: ServicePoint[] = [];
  const add = (id: ServiceWeight, value: number, stated = true) =>
    lines.push({ id, points: Math.round(SERVICE_WEIGHTS[id] * 10 * value), max: SERVICE_WEIGHTS[id] * 10, stated });
  if (wish.targetGroups?.length) {
    const named = service.targetGroups.some((each) => wish.targetGroups?.includes(each));
    add('target-group', named ? 1 : service.targetGroups.length === 0 ? 0.5 : 0);
  }
  add(
    'waiting',
    service.waitingDays === null ? 0.2 : 1 - Math.min(service.waitingDays, FARTHEST_DAYS) / FARTHEST_DAYS,
    service.waitingDays !== null,
  );
  add('capacity', service.capacity === 'free' ? 1 : service.capacity === 'ask' ? 0.4 : 0);
  const rated = service.asked >= RATED_FROM;
  add('answers', rated ? service.answered / service.asked : 0.5, rated);
  if (wish.postalCode !== undefined) {
    const longest = Math.max(0, ...service.postalAreas.filter((area) => wish.postalCode?.startsWith(area)).map(({ length }) => length));
    add('area', longest > 0 ? longest / 5 : 0.2);
  }
  const most = lines.reduce((sum, { max }) => sum + max, 0);
  const got = lines.reduce((sum, { points }) => sum + points, 0);
  return { lines, score: Math.round((got * 1000) / most) };
}

export interface JudgedService<Facts extends ServiceFacts = ServiceFacts> {
  service: Facts;
  verdict: ServiceVerdict;
  lines: ServiceLine[];
  points: ServicePoint[];
  /** Tenths of per cent, for the order only; people are shown the lines. */
  score: number;
}

/** What giving up one criterion would bring. */
export interface ServiceRelaxation {
  criterion: ServiceCriterion;
  fits: number;
  clarify: number;
  samples: string[];
}

const RELAXABLE = SERVICE_CRITERIA.filter((each) => each !== 'type');
const ORDER: Readonly<Record<ServiceVerdict, number>> = { fits: 0, clarify: 1, excluded: 2 };

/** All candidates judged, best first; below the line what is to clarify, then what is excluded; and what a relaxation would bring. */
export function searchServices<Facts extends ServiceFacts>(
  services: readonly Facts[],
  wish: ServiceWish,
  today: Temporal.PlainDate,
): { found: JudgedService<Facts>[]; relaxations: ServiceRelaxation[] } {
  const found = services
    .map((service): JudgedService<Facts> => {
      const lines = judgeService(service, wish, today);
      const { lines: points, score } = scoreService(service, wish);
      return { service, verdict: verdictOf(lines), lines, points, score };
    })
    .sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict] || b.score - a.score || (a.service.id < b.service.id ? -1 : 1));
  return { found, relaxations: relaxationsOf(found) };
}

function relaxationsOf(found: readonly JudgedService[]): ServiceRelaxation[] {
  return RELAXABLE.flatMap((criterion) => {
    const alone = found.filter(
      ({ lines }) =>
        lines.filter(({ verdict }) => verdict === 'no').length === 1 &&
        lines.some((one) => one.verdict === 'no' && one.criterion === criterion),
    );
    if (alone.length === 0) return [];
    const clarify = alone.filter(({ lines }) => lines.some(({ verdict }) => verdict === 'clarify')).length;
    return [{ criterion, fits: alone.length - clarify, clarify, samples: alone.slice(0, 3).map(({ service }) => service.id) }];
  }).sort((a, b) => b.fits - a.fits || b.clarify - a.clarify);
}
