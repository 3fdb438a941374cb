/** How the consent to Case Management stands: nobody asked yet, given, no longer, or refused by somebody who must agree. */
export type CaseConsent = 'none' | 'given' | 'withdrawn' | 'expired' | 'refused';

/** The wording that is read out or signed; a new wording is a new version. */
export const CASE_CONSENT_TEXT = '2026-11';
export const CONSENT_FORMS = ['spoken', 'paper', 'screen', 'portal'] as const;

/** One person whose yes is needed. */
export interface Signatory {
  by: 'client' | 'guardian';
  /** Undefined while nobody has asked. */
  answer?: 'yes' | 'no';
  /** Her yes counts for the other custody holder, too, and that is on record (§ 1687 BGB leaves weighty matters to both). */
  signsForBoth?: boolean;
}

/**
 * K5 (rule book B.2.4): the client; of a minor also every recorded custody holder. One no is a no; one parent stands for both only where
 * that is recorded.
 * @returns yes, no, or unknown while somebody has not answered
 */
export function allAgree(signatories: readonly Signatory[]): 'yes' | 'no' | 'unknown' {
  if (signatories.some(({ answer }) => answer === 'no')) return 'no';
  const client = signatories.filter(({ by }) => by === 'client');
  const guardians = signatories.filter(({ by }) => by === 'guardian');
  const both = guardians.some(({ answer, signsForBoth }) => answer === 'yes' && signsForBoth === true);
  const asked = both ? client : signatories;
  return client.length > 0 && asked.every(({ answer }) => answer === 'yes') ? 'yes' : 'unknown';
}

/** Stands through the end of its day in Berlin (rule book B.2.3). */
export function consentStanding(
  record: { withdrawn: boolean; until: string | null } | undefined,
  refused: boolean,
  today: string,
): CaseConsent {
  if (!record) return refused ? 'refused' : 'none';
  if (record.withdrawn) return 'withdrawn';
  return record.until !== null && record.until < today ? 'expired' : 'given';
}
