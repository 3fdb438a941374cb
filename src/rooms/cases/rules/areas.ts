import { type Decision, no, yes } from '#kernel/decision.ts';
import type { Named, ServiceType } from '#rooms/directory/rules/service-types.ts';
import { type AreaDomain, DOMAINS, type DomainCode } from './area-domains.ts';
import { AREA_SETS } from './area-sets.ts';

export type { CareSystem, Named, ServiceType } from '#rooms/directory/rules/service-types.ts';
export { CARE_SYSTEMS, findServiceType, SERVICE_TYPES } from '#rooms/directory/rules/service-types.ts';
export { type AreaDomain, DOMAIN_CODES, DOMAINS, type DomainCode, TEN_DOMAINS } from './area-domains.ts';

/** The four ready sets: health care, long-term care and participation, social work, rehabilitation. */
export const AREA_CODES = ['health', 'care', 'social', 'rehab'] as const;
export type AreaCode = (typeof AREA_CODES)[number];

export const INTENSITIES = ['A', 'B', 'C', 'D'] as const;
export type Intensity = (typeof INTENSITIES)[number];
/** Days from one reached contact to the next, and how many more before it counts as overdue (B.4 OC). */
export interface Rhythm {
  days: number;
  graceDays: number;
}

export const LIMITED_PHASES = ['case_finding', 'intake', 'assessment', 'planning', 'linking'] as const;
export type LimitedPhase = (typeof LIMITED_PHASES)[number];

/** How often a plan is looked at again, in days. */
export interface ReviewDays {
  /** From the last review, or the plan's agreement (B.4 RV). */
  plan: number;
  /** Where a Soziotherapie plan is a service line (B.4 RV). */
  soziotherapie: number;
  /** From the last completed assessment (B.2.2 reassessment). */
  reassessment: number;
  /** A pause at most (B.2.2 dormant). */
  dormant: number;
}

/** How one area works: everything that a network may set, as it holds. */
export interface Area extends Named {
  code: AreaCode;
  /** Whether cases can be opened in it. What runs in it goes on when it is switched off. */
  on: boolean;
  domains: readonly AreaDomain[];
  services: readonly ServiceType[];
  /** Pairs of services of which only one may run (B.4 DU1); the same code twice: at two providers. */
  exclusive: readonly (readonly [string, string])[];
  rhythms: Readonly<Record<Intensity, Rhythm>>;
  /** Days in a phase before it counts as stuck (B.4 ST). */
  phaseLimits: Readonly<Record<LimitedPhase, number>>;
  review: Readonly<ReviewDays>;
}

type Some<T> = { [K in keyof T]?: T[K] | undefined };

/** What a network set otherwise than the ready set; everything left out stays as it is there. */
export interface AreaChanges {
  on?: boolean | undefined;
  name?: Named | undefined;
  /** Domains that stand on top, instead of the ready ones. */
  emphasis?: readonly DomainCode[] | undefined;
  /** Whether the community domain D11 is asked. */
  community?: boolean | undefined;
  /** Service types by their code: new ones, or ready ones as the network calls and counts them. */
  services?: readonly ServiceType[] | undefined;
  /** Codes of ready service types that this network does not use. Lines that run keep their name. */
  removed?: readonly string[] | undefined;
  exclusive?: readonly (readonly [string, string])[] | undefined;
  rhythms?: Some<Record<Intensity, Rhythm>> | undefined;
  phaseLimits?: Some<Record<LimitedPhase, number>> | undefined;
  review?: Some<ReviewDays> | undefined;
}

/** Days after which a phase of an area is long (B.4 ST), a rest at most; null where nothing is usual. They never block. */
export function guideDays(phase: string, { phaseLimits, review }: Pick<Area, 'phaseLimits' | 'review'>): number | null {
  if (phase === 'dormant') return review.dormant;
  return LIMITED_PHASES.some((one) => one === phase) ? phaseLimits[phase as LimitedPhase] : null;
}

const isArea = (code: string): code is AreaCode => (AREA_CODES as readonly string[]).includes(code);

/** Leaves out what is not said, so that it does not cover what is. */
const said = <T extends object>(values: Some<T> | undefined): Partial<T> =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;

/**
 * An area as it holds in a network: the ready set with what the network changed. Valid without any setting; an area's code that nobody
 * knows (of an older version) works like health care.
 */
export function areaWith(code: string, changes?: AreaChanges | null): Area {
  const ready = AREA_SETS[isArea(code) ? code : 'health'];
  if (!changes) return ready;
  const { name, emphasis, community, services = [], removed = [] } = changes;
  const own = new Map(services.map((service) => [service.code, service]));
  const kept = ready.services.filter((service) => !removed.includes(service.code)).map((service) => own.get(service.code) ?? service);
  const added = services.filter((service) => !ready.services.some((each) => each.code === service.code));
  const domains = ready.domains
    .filter((domain) => domain.code !== 'D11' || community !== false)
    .map((domain) => (emphasis ? { ...domain, emphasis: emphasis.includes(domain.code) } : domain));
  const withCommunity =
    community === true && !domains.some((domain) => domain.code === 'D11')
      ? [...domains, { ...DOMAINS.D11, emphasis: emphasis?.includes('D11') ?? false }]
      : domains;
  return {
    ...ready,
    ...(name ? { de: name.de, en: name.en } : {}),
    on: changes.on ?? ready.on,
    domains: withCommunity,
    services: [...kept, ...added],
    exclusive: changes.exclusive ?? ready.exclusive,
    rhythms: { ...ready.rhythms, ...said(changes.rhythms) },
    phaseLimits: { ...ready.phaseLimits, ...said(changes.phaseLimits) },
    review: { ...ready.review, ...said(changes.review) },
  };
}

/** All areas as they hold; `changes` by area code. */
export function areasWith(changes: ReadonlyMap<string, AreaChanges | null | undefined> = new Map()): Area[] {
  return AREA_CODES.map((code) => areaWith(code, changes.get(code)));
}

export const AREA_REFUSALS = ['area-last', 'area-service-twice', 'area-service-unknown'] as const;

/**
 * Whether an area may be set like this: one area stays on, every kind of service stands once, and a pair names kinds of this area.
 * @param after all areas as they would hold
 */
export function mayChangeArea(
  code: AreaCode,
  changes: AreaChanges | null,
  after: readonly Area[],
): Decision<object, (typeof AREA_REFUSALS)[number]> {
  if (!after.some(({ on }) => on)) return no('area-last');
  const own = changes?.services?.map((service) => service.code) ?? [];
  if (new Set(own).size < own.length) return no('area-service-twice');
  const known = new Set(
    [...(after.find((area) => area.code === code)?.services ?? []), ...AREA_SETS[code].services].map((service) => service.code),
  );
  if (changes?.exclusive?.some((pair) => pair.some((one) => !known.has(one)))) return no('area-service-unknown');
  return yes({});
}
