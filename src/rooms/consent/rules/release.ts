/** Kinds of data that a release may open, each on its own (security 2.5). Default for a partner: identity and contact only. */
export const DATA_CLASSES = [
  'identity',
  'contact',
  'appointments',
  'assessment',
  'plan',
  'notes',
  'diagnosis',
  'crisis-plan',
  'billing',
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** To whom somebody opens herself. Doctors who treat need none; they are named where a former one shall learn something. */
export const RECIPIENT_KINDS = ['relative', 'helper', 'service', 'doctor', 'case-manager', 'authority', 'other'] as const;
export type RecipientKind = (typeof RECIPIENT_KINDS)[number];

/** For what; FHIR PurposeOfUse codes. */
export const RELEASE_PURPOSES = ['TREAT', 'COORD', 'HPAYMT', 'PATRQT'] as const;
export type ReleasePurpose = (typeof RELEASE_PURPOSES)[number];

export const RELEASE_FORMS = ['paper', 'screen'] as const;
/** Ways in which a release is recorded at all; spoken before a witness, and by herself in the portal, without a file. */
export const RECORDED_FORMS = [...RELEASE_FORMS, 'spoken', 'portal'] as const;
export type RecordedForm = (typeof RECORDED_FORMS)[number];
/** One record a direction (rule book B.2.3): what goes to the recipient, and what she may tell us. */
export const DIRECTIONS = ['to-recipient', 'from-recipient'] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const GIVEN_BY = ['client', 'guardian'] as const;
/** By which channel somebody took it back; every one is good enough (§ 630d (3) BGB, Art. 7 (3) GDPR). */
export const WITHDRAWN_VIA = ['spoken', 'phone', 'paper', 'email', 'portal'] as const;
/** The text that is signed; a new wording is a new version. */
export const RELEASE_TEXT = '2026-11';
/** A release lives so long at most, so that nobody's word stands for ever. */
export const LONGEST_MONTHS = 24;

export type ReleaseStanding = 'given' | 'withdrawn' | 'expired';

/** How a release stands at a moment; withdrawn and expired are final. What ended without anybody's word (the case was closed) is expired. */
export function releaseStanding(
  { withdrawnAt, withdrawnVia, untilAt }: { withdrawnAt: Temporal.Instant | null; withdrawnVia: string | null; untilAt: Temporal.Instant },
  at: Temporal.Instant,
): ReleaseStanding {
  if (withdrawnAt && Temporal.Instant.compare(withdrawnAt, at) <= 0) return withdrawnVia === null ? 'expired' : 'withdrawn';
  return Temporal.Instant.compare(untilAt, at) <= 0 ? 'expired' : 'given';
}

/** Whether a release opens all of these classes. Absence of an answer is a no. */
export function covers(given: readonly string[], wanted: readonly DataClass[]): boolean {
  return wanted.length > 0 && wanted.every((one) => given.includes(one));
}
