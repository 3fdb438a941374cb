import { findServiceType, type ServiceType } from '#rooms/directory/rules/service-types.ts';
import { type AreaDomain, DOMAINS, type DomainCode, TEN_DOMAINS } from './area-domains.ts';
import type { Area, AreaCode } from './areas.ts';

const domains = (emphasis: readonly DomainCode[], more: readonly DomainCode[] = []): AreaDomain[] =>
  [...TEN_DOMAINS, ...more].map((code) => ({ ...DOMAINS[code], emphasis: emphasis.includes(code) }));

const services = (...codes: string[]): ServiceType[] =>
  codes.map((code) => {
    const found = findServiceType(code);
    if (!found) throw new Error(`no such kind of service: ${code}`);
    return found;
  });

/** What every area links sooner or later. */
const COMMON = [
  'psychotherapy',
  'soziotherapie',
  'psychiatrist',
  'general-practice',
  'psychiatric-nursing',
  'social-psychiatric-service',
  'debt-advice',
  'social-counselling',
  'legal-guardian',
  'peer-support',
  'self-help',
] as const;

// B.4 DU1 names these two pairs; they hold in every area.
const EXCLUSIVE = [
  ['psychotherapy', 'psychotherapy'],
  ['soziotherapie', 'soziotherapie'],
] as const;

// Printed in B.4 OC, ST and RV.
const USUAL = {
  rhythms: {
    A: { days: 7, graceDays: 3 },
    B: { days: 14, graceDays: 5 },
    C: { days: 30, graceDays: 7 },
    D: { days: 90, graceDays: 14 },
  },
  phaseLimits: { case_finding: 14, intake: 14, assessment: 28, planning: 14, linking: 60 },
  review: { plan: 90, soziotherapie: 60, reassessment: 180, dormant: 90 },
} as const satisfies Pick<Area, 'rhythms' | 'phaseLimits' | 'review'>;

/** The four ready sets. Numbers that differ from the printed ones are proposals with their reason beside them; a network sets its own. */
export const AREA_SETS = {
  health: {
    code: 'health',
    on: true,
    de: 'Gesundheitswesen',
    en: 'Health care',
    domains: domains(['D1', 'D2', 'D6']),
    services: services(
      ...COMMON,
      'specialist',
      'outpatient-clinic',
      'psychiatric-hospital',
      'day-clinic',
      'home-treatment',
      'home-nursing',
      'occupational-therapy',
      'medical-rehab',
      'addiction-counselling',
      'assisted-living',
      'day-structure',
      'jobcenter',
      'integration-service',
      'family-help',
      'relatives-group',
    ),
    exclusive: EXCLUSIVE,
    ...USUAL,
  },
  care: {
    code: 'care',
    on: true,
    de: 'Pflege und Teilhabe',
    en: 'Long-term care and participation',
    // § 118 (1) no. 9 SGB IX asks for the community as well
    domains: domains(['D5', 'D4', 'D9', 'D8', 'D11'], ['D11']),
    services: services(
      ...COMMON,
      'care-advice',
      'home-care',
      'day-care',
      'short-term-care',
      'residential-care',
      'everyday-support',
      'care-grade',
      'home-adaptation',
      'home-nursing',
      'hospital',
      'palliative-care',
      'medical-aids',
      'physiotherapy',
      'occupational-therapy',
      'speech-therapy',
      'assisted-living',
      'residential-participation',
      'participation-advice',
      'day-structure',
      'sheltered-workshop',
      'personal-budget',
      'early-support',
      'school-assistance',
      'social-office',
      'relatives-group',
      'volunteer',
    ),
    exclusive: EXCLUSIVE,
    ...USUAL,
    rhythms: {
      A: { days: 7, graceDays: 3 },
      B: { days: 14, graceDays: 5 },
      C: { days: 30, graceDays: 7 },
      // § 37 (3) SGB XI: a visit of advice each half year from care grade 2 on
      D: { days: 180, graceDays: 14 },
    },
    // needs change slowly here; § 121 (2) SGB IX asks for every second year at least
    review: { plan: 180, soziotherapie: 60, reassessment: 365, dormant: 90 },
  },
  social: {
    code: 'social',
    on: true,
    de: 'Soziale Arbeit',
    en: 'Social work',
    domains: domains(['D4', 'D10', 'D6', 'D3']),
    services: services(
      ...COMMON,
      'addiction-counselling',
      'substitution',
      'detox',
      'addiction-rehab',
      'low-threshold',
      'housing-first',
      'homeless-support',
      'emergency-shelter',
      'housing-office',
      'assisted-living',
      'social-office',
      'jobcenter',
      'employment-agency',
      'work-opportunity',
      'supported-employment',
      'integration-service',
      'legal-advice',
      'probation',
      'migration-advice',
      'language-course',
      'youth-office',
      'family-help',
      'parenting-advice',
      'school',
      'womens-shelter',
      'volunteer',
    ),
    exclusive: EXCLUSIVE,
    ...USUAL,
    // a home can be lost within a month's notice: closer together, and sooner to a plan
    rhythms: {
      A: { days: 3, graceDays: 2 },
      B: { days: 7, graceDays: 3 },
      C: { days: 30, graceDays: 7 },
      D: { days: 90, graceDays: 14 },
    },
    phaseLimits: { case_finding: 7, intake: 7, assessment: 21, planning: 14, linking: 42 },
  },
  rehab: {
    code: 'rehab',
    on: true,
    de: 'Rehabilitation',
    en: 'Rehabilitation',
    domains: domains(['D1', 'D6', 'D9', 'D5']),
    services: services(
      ...COMMON,
      'medical-rehab',
      'medical-rehab-outpatient',
      'addiction-rehab',
      'rehab-aftercare',
      'rehab-sport',
      'specialist',
      'hospital',
      'day-clinic',
      'occupational-therapy',
      'physiotherapy',
      'speech-therapy',
      'medical-aids',
      'vocational-rehab',
      'vocational-training',
      'supported-employment',
      'integration-service',
      'return-to-work',
      'employment-agency',
      'participation-advice',
      'assisted-living',
      'day-structure',
      'home-adaptation',
      'personal-budget',
    ),
    // one carrier pays for one rehabilitation at a time (§ 14 SGB IX)
    exclusive: [...EXCLUSIVE, ['medical-rehab', 'medical-rehab'], ['medical-rehab', 'medical-rehab-outpatient']],
    ...USUAL,
    // § 14 (1), (2) SGB IX: two weeks to find the carrier, three to decide, seven with an expert
    phaseLimits: { case_finding: 14, intake: 14, assessment: 28, planning: 14, linking: 49 },
    // a measure of some weeks changes what is needed
    review: { plan: 60, soziotherapie: 60, reassessment: 120, dormant: 90 },
  },
} as const satisfies Record<AreaCode, Area>;
