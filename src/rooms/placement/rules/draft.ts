import type { InsuranceKind, ProblemCode } from '#kernel/codes.ts';
import type { OpenerAnswer } from '#rooms/crisis/rules/safety.ts';
import { type FieldFault, problemFaults } from '#rooms/directory/rules/place-fields.ts';

/** What may be answered with "weiß nicht": stored as unknown, never as no. A missing field was not asked. */
type OrUnknown<T> = T | 'unknown';

/** Where the caller stands (A.1.2, 2:15). */
export const STAGES = ['first-contact', 'ptv11', 'after-inpatient', 'in-treatment'] as const;
export type Stage = (typeof STAGES)[number];

/** A request while it is being typed, in the order of a call (rule book A.1.2). */
export interface RequestDraft {
  callbackPhone?: string | null;
  privacyNoticeGiven?: boolean;
  safetyOpener?: OpenerAnswer | null;
  /** A duty psychologist released the booking, see `bookingBlocked`. */
  safetyReleased?: boolean;
  callerRole?: string | null;
  birthDate?: string | null;
  /** Whole years, where the birth date is not known yet. */
  age?: number | null;
  stage?: OrUnknown<Stage> | null;
  problems?: readonly ProblemCode[];
  insurance?: OrUnknown<InsuranceKind> | null;
  /** BCP 47 tags. */
  languages?: readonly string[];
  setting?: 'single' | 'group' | 'either' | null;
  name?: string | null;
  /** Where the confirmation goes. */
  channel?: 'sms' | 'email' | 'letter' | null;
  /** Phone number, address or postal address of that channel. */
  channelTarget?: string | null;
  policyNoticed?: boolean;
  /** Blockers of `representation`. */
  representationBlockers?: readonly string[];
}

const filled = (text: string | null | undefined) => text != null && text.trim() !== '';

type Field = [pointer: string, code: string, known: (draft: RequestDraft) => boolean];

const OPENER: Field = ['/safetyOpener', 'opener-not-answered', ({ safetyOpener }) => safetyOpener != null];
const AGE: Field = ['/birthDate', 'missing', ({ birthDate, age }) => filled(birthDate) || age != null];

/**
 * RQ2: age, stage, problem or UNK, payer, language, setting, and the opener before all. Age, payer and language must be known, because
 * they are hard criteria without an "unclear" (A.4.1 H3, H4, H8); stage may be unknown and setting "either".
 */
const TRIAGE: readonly Field[] = [
  OPENER,
  AGE,
  ['/stage', 'missing', ({ stage }) => stage != null],
  ['/insurance', 'missing', ({ insurance }) => insurance != null && insurance !== 'unknown'],
  ['/languages', 'missing', ({ languages }) => (languages?.length ?? 0) > 0],
  ['/setting', 'missing', ({ setting }) => setting != null],
];

/** A.1.2 rule (b) and SL5, in the order of a call; what triage needs stands between. */
const BOOKING: readonly Field[] = [
  ['/callbackPhone', 'missing', ({ callbackPhone }) => filled(callbackPhone)],
  ['/privacyNoticeGiven', 'missing', ({ privacyNoticeGiven }) => privacyNoticeGiven === true],
  OPENER,
  [
    '/safetyOpener',
    'safety-release-missing',
    ({ safetyOpener, safetyReleased }) => (safetyOpener ?? 'no') === 'no' || safetyReleased === true,
  ],
  ['/callerRole', 'missing', ({ callerRole }) => filled(callerRole)],
  ['/birthDate', 'birth-date-missing', ({ birthDate }) => filled(birthDate)],
  ['/guardians', 'representation-missing', ({ representationBlockers }) => (representationBlockers?.length ?? 0) === 0],
  ...TRIAGE.filter((field) => field !== OPENER && field !== AGE),
  ['/policyNotice', 'policy-notice-missing', ({ policyNoticed }) => policyNoticed === true],
  ['/name', 'name-missing', ({ name }) => filled(name)],
  ['/channel', 'channel-missing', ({ channel, channelTarget }) => channel != null && filled(channelTarget)],
];

function missing(fields: readonly Field[], draft: RequestDraft): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const [pointer, code, known] of fields) {
    // the problem is said before the payer
    if (pointer === '/insurance') faults.push(...problemFaults(draft.problems ?? []));
    if (!known(draft)) faults.push({ pointer, code });
  }
  return faults;
}

/** What a request needs before an offer can be held for it (RQ2). Looking at matches needs nothing. */
export function missingForTriage(draft: RequestDraft): FieldFault[] {
  return missing(TRIAGE, draft);
}

/** What is still missing for booking, in the order in which a call goes. Empty: the button books. */
export function missingForBooking(draft: RequestDraft): FieldFault[] {
  return missing(BOOKING, draft);
}
