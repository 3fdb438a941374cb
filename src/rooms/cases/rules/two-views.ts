import { byDomain, type Need, type Rating, type Severity } from './assessment.ts';

/** How far both views agree on whether there is a need (rule book B.3.3). */
export interface Agreement {
  /** Domains that both have said something about; unknown and empty ones are left out. */
  both: number;
  bothYes: number;
  onlyClient: number;
  onlyProfessional: number;
  bothNo: number;
  /** 0 to 1; null where no domain was rated by both. */
  share: number | null;
  /** Cohen's kappa for need yes/no, -1 to 1; null without such domains and where the expected agreement is 1. */
  kappa: number | null;
  /** Both see a need, but only one calls it met. */
  metDiffers: string[];
}

/** Need yes = met or unmet, no = none; unknown and empty are neither (clarification to B.3.3). */
export function needYes(need: Need | null): boolean | null {
  if (need === null || need === 'unknown') return null;
  return need !== 'none';
}

/** Agreement and Cohen's kappa of the client's own view with the professional one. */
export function agreementOf(ratings: readonly Pick<Rating, 'domain' | 'client' | 'professional'>[]): Agreement {
  const count = { bothYes: 0, onlyClient: 0, onlyProfessional: 0, bothNo: 0 };
  const metDiffers: string[] = [];
  for (const { domain, client, professional } of ratings) {
    const [hers, ours] = [needYes(client.need), needYes(professional.need)];
    if (hers === null || ours === null) continue;
    if (hers && ours && client.need !== professional.need) metDiffers.push(domain);
    count[hers ? (ours ? 'bothYes' : 'onlyClient') : ours ? 'onlyProfessional' : 'bothNo'] += 1;
  }
  const { bothYes, onlyClient, onlyProfessional, bothNo } = count;
  const both = bothYes + onlyClient + onlyProfessional + bothNo;
  return { both, ...count, ...kappaOf(bothYes, onlyClient, onlyProfessional, bothNo), metDiffers: metDiffers.sort(byDomain) };
}

/** Observed agreement and Cohen's kappa of a two-by-two table; counts in whole numbers, so that "expected = 1" is decided exactly. */
export function kappaOf(bothYes: number, onlyClient: number, onlyProfessional: number, bothNo: number) {
  const n = bothYes + onlyClient + onlyProfessional + bothNo;
  if (n === 0) return { share: null, kappa: null };
  const expected = (bothYes + onlyClient) * (bothYes + onlyProfessional) + (onlyProfessional + bothNo) * (onlyClient + bothNo);
  const share = (bothYes + bothNo) / n;
  return { share, kappa: expected === n * n ? null : ((bothYes + bothNo) * n - expected) / (n * n - expected) };
}

/** A word for kappa, so that it never stands as a bare number (bands of Landis and Koch 1977). */
export type KappaWord = 'none' | 'slight' | 'fair' | 'moderate' | 'substantial' | 'almost-perfect';
export function kappaWord(kappa: number): KappaWord {
  if (kappa <= 0) return 'none';
  if (kappa <= 0.2) return 'slight';
  if (kappa <= 0.4) return 'fair';
  if (kappa <= 0.6) return 'moderate';
  return kappa <= 0.8 ? 'substantial' : 'almost-perfect';
}

/** A domain in which the two views lie at least two points apart: something to talk about, and a sentence of the plan. */
export interface TalkingPoint {
  domain: string;
  client: Severity;
  professional: Severity;
  /** Points between them, 2 to 4. */
  apart: number;
  explained: boolean;
}

/** Differences of at least two severity points (rule book B.3.3), the widest first. Only where both have rated. */
export function talkingPoints(ratings: readonly Pick<Rating, 'domain' | 'client' | 'professional' | 'explained'>[]): TalkingPoint[] {
  return ratings
    .flatMap(({ domain, client, professional, explained }) => {
      if (client.severity === null || professional.severity === null) return [];
      const apart = Math.abs(client.severity - professional.severity);
      return apart < 2 ? [] : [{ domain, client: client.severity, professional: professional.severity, apart, explained }];
    })
    .sort((a, b) => b.apart - a.apart || byDomain(a.domain, b.domain));
}

/** An open need: unmet in either view (clarification to CR2; G1 asks the same). */
export function isOpenNeed({ client, professional }: Pick<Rating, 'client' | 'professional'>): boolean {
  return client.need === 'unmet' || professional.need === 'unmet';
}

/** Problem area: the higher of both severities is at least 2 (rule book B.2.4). */
export function isProblemArea({ client, professional }: Pick<Rating, 'client' | 'professional'>): boolean {
  return Math.max(client.severity ?? 0, professional.severity ?? 0) >= 2;
}

/** Needs with priority that the plan must meet by a goal: marked, and not put off with a reason. */
export function priorityNeeds(ratings: readonly Rating[]): string[] {
  return ratings
    .filter(({ priority, notNow }) => priority && !notNow)
    .map(({ domain }) => domain)
    .sort(byDomain);
}
