import type { Named } from '#rooms/directory/rules/service-types.ts';

/** Life domains of B.3.1. D1–D10 are asked in every area, D11 where the area asks it. */
export const DOMAIN_CODES = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8', 'D9', 'D10', 'D11'] as const;
export type DomainCode = (typeof DOMAIN_CODES)[number];
/** Without these no assessment is complete (B.2.2). */
export const TEN_DOMAINS: readonly DomainCode[] = DOMAIN_CODES.slice(0, 10);

/** A life domain: its words, where the ICF and § 118 SGB IX have it, and CANSAS by item number. Item texts are protected and stay out. */
export interface Domain extends Named {
  code: DomainCode;
  /** Chapters of the ICF: b functions, d activities, e environment. */
  icf: readonly string[];
  /** Numbers of the nine areas of § 118 (1) SGB IX. */
  section118: readonly number[];
  cansasItems: readonly number[];
}
export interface AreaDomain extends Domain {
  /** Stands on top in this area and is looked at first. */
  emphasis: boolean;
}

const domain = <Code extends DomainCode>(
  code: Code,
  de: string,
  en: string,
  icf: string[],
  section118: number[],
  cansasItems: number[],
) => ({
  code,
  de,
  en,
  icf,
  section118,
  cansasItems,
});

/** The table of B.3.1. */
export const DOMAINS = {
  D1: domain('D1', 'Gesundheit und Behandlung', 'Health and treatment', ['b'], [], [6, 7, 8, 9]),
  D2: domain('D2', 'Sicherheit und Krise', 'Safety and crisis', [], [], [10, 11]),
  D3: domain('D3', 'Sucht', 'Addiction', ['b', 'd'], [], [12, 13]),
  D4: domain('D4', 'Wohnen und Haushalt', 'Housing and household', ['d6'], [6], [1, 3]),
  D5: domain('D5', 'Selbstversorgung und Ernährung', 'Self-care and food', ['d5'], [5], [2, 4]),
  D6: domain('D6', 'Tagesstruktur, Arbeit, Bildung', 'Day structure, work, education', ['d8', 'd1', 'd2'], [1, 2, 8], [5, 18]),
  D7: domain('D7', 'Beziehungen und Familie', 'Relationships and family', ['d7'], [7], [14, 15, 16, 17]),
  D8: domain('D8', 'Kommunikation, Sprache, Digitales', 'Communication, language, digital', ['d3'], [3], [19]),
  D9: domain('D9', 'Mobilität', 'Mobility', ['d4'], [4], [20]),
  D10: domain('D10', 'Geld, Leistungen, Recht, Aufenthalt', 'Money, benefits, law, residence', ['e5'], [], [21, 22]),
  D11: domain('D11', 'Gemeinschaft und Teilhabe', 'Community and citizenship', ['d9'], [9], [14]),
} as const satisfies { [Code in DomainCode]: Domain & { code: Code } };
