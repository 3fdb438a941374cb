import type { InsuranceKind } from '#kernel/codes.ts';
import { ageOn } from '#kernel/time.ts';

/** Age groups of A.1.6; 15 to 17 differ again by payer. */
export type AgeBand = 'under-7' | '7-13' | '14' | '15-17' | 'adult' | 'unknown';

/** Somebody who has custody, is guardian (Vormund) or represents an adult (rechtliche Betreuung), and what she or he says. */
export interface Guardian {
  says: 'yes' | 'no' | 'not-asked';
}

/** What the desk knows about who speaks for whom. */
export interface Representation {
  birthDate: Temporal.PlainDate | null;
  /** The day on which the age counts. */
  day: Temporal.PlainDate;
  insurance: InsuranceKind | null;
  /** Who is on the phone. A guardian is whoever holds custody or was appointed. */
  caller: 'self' | 'guardian' | 'relative' | 'referrer';
  /** Of a minor. `court-guardian` is a Vormund: one signature, with the certificate of appointment. */
  custody: 'joint' | 'sole' | 'court-guardian' | 'unknown';
  guardians: readonly Guardian[];
  /** Waiting for the second signature would harm the child (§ 1687 (1) with § 1629 (1) BGB). */
  urgentNeed: boolean;
  /** An adult's Betreuung for health matters, if there is one. */
  betreuung: { scopeKnown: boolean; certificateSeen: boolean } | null;
}

export const REPRESENTATION_BLOCKERS = [
  'birth-date-missing',
  'talk-to-custody-holder',
  'custody-consent-missing',
  'custody-holder-needed',
  'second-consent-missing',
] as const;
export type RepresentationBlocker = (typeof REPRESENTATION_BLOCKERS)[number];

export const REPRESENTATION_TASKS = [
  'clarify-custody',
  'custody-consent-before-trial',
  'custody-consent-two-before-trial',
  'second-signature-before-trial',
  'second-consent-after-urgent-need',
  'insight-by-therapist',
  'guardian-certificate',
  'betreuung-certificate',
  'betreuung-scope',
] as const;
export type RepresentationTask = (typeof REPRESENTATION_TASKS)[number];

/** Hints for the desk that block nothing. */
export type RepresentationHint = 'kjp-only' | 'record-childs-wish' | 'family-court-counselling' | 'information-talk-if-therapist-agrees';

export interface RepresentationResult {
  band: AgeBand;
  /** Who must agree to the treatment. `custody-all` is every custody holder. */
  mustAgree: ('client' | 'custody-all' | 'custody-one' | 'court-guardian')[];
  blockers: RepresentationBlocker[];
  tasks: RepresentationTask[];
  hints: RepresentationHint[];
  /** A cancellation fee can be agreed by these people; otherwise the notice is marked "not binding without custody holder". */
  feeRuleBinds: boolean;
  /** Where confirmations go. The parents' number is never used against a minor's choice. */
  channel: 'clients-choice' | 'custody-holder';
}

/** Payers for which a 15-year-old may apply alone: social benefits, § 36 SGB I. */
const SOCIAL: readonly InsuranceKind[] = ['GKV', 'BG', 'YOUTH'];

/** The group of an age. */
export function ageBand(birthDate: Temporal.PlainDate | null, day: Temporal.PlainDate): AgeBand {
  if (birthDate === null) return 'unknown';
  const age = ageOn(birthDate, day);
  if (age < 7) return 'under-7';
  if (age < 14) return '7-13';
  if (age < 15) return '14';
  return age < 18 ? '15-17' : 'adult';
}

/** Who must agree, what stands in the way, what is left to do (rule book A.1.6, scenarios D 9 and 10). */
export function representation(facts: Representation): RepresentationResult {
  const band = ageBand(facts.birthDate, facts.day);
  if (band === 'unknown') {
    return { band, mustAgree: [], blockers: ['birth-date-missing'], tasks: [], hints: [], feeRuleBinds: false, channel: 'clients-choice' };
  }
  if (band === 'adult') return adult(facts);
  return band === 'under-7' || band === '7-13' ? child(facts, band) : adolescent(facts, band);
}

function adult({ betreuung }: Representation): RepresentationResult {
  const tasks: RepresentationTask[] = [];
  if (betreuung && !betreuung.certificateSeen) tasks.push('betreuung-certificate');
  if (betreuung && !betreuung.scopeKnown) tasks.push('betreuung-scope');
  // until the scope is known nobody can say who contracts
  const feeRuleBinds = betreuung === null || betreuung.scopeKnown;
  return { band: 'adult', mustAgree: ['client'], blockers: [], tasks, hints: [], feeRuleBinds, channel: 'clients-choice' };
}

/** Under 14 the desk talks with custody holders only, and they consent and contract. */
function child(facts: Representation, band: AgeBand): RepresentationResult {
  const custody = custodyOf(facts);
  const blockers: RepresentationBlocker[] = facts.caller === 'guardian' ? [] : ['talk-to-custody-holder'];
  const hints: RepresentationHint[] = ['kjp-only', 'record-childs-wish', ...custody.hints];
  return {
    band,
    mustAgree: [custody.who],
    blockers: [...blockers, ...custody.blockers],
    tasks: custody.tasks,
    hints,
    feeRuleBinds: custody.complete,
    channel: 'custody-holder',
  };
}

/** From 14 the call is accepted from the minor, and the therapist judges insight (Einsichtsfähigkeit). */
function adolescent(facts: Representation, band: AgeBand): RepresentationResult {
  const custody = custodyOf(facts);
  const alone = band === '15-17' && facts.insurance !== null && SOCIAL.includes(facts.insurance);
  const refused = facts.guardians.some(({ says }) => says === 'no');
  // at 14, and at 15 to 17 for private payers, a custody holder contracts; who may act alone is not stopped by a parent's no
  const unasked = (blocker: RepresentationBlocker) => blocker === 'custody-consent-missing' && !refused;
  const blockers = alone ? [] : custody.blockers.map((blocker) => (unasked(blocker) ? 'custody-holder-needed' : blocker));
  return {
    band,
    mustAgree: alone ? ['client'] : ['client', custody.who],
    blockers,
    tasks: ['insight-by-therapist', ...(alone ? forLater(facts, custody) : custody.tasks)],
    hints: ['kjp-only', ...custody.hints.filter((hint) => !alone || hint !== 'information-talk-if-therapist-agrees')],
    feeRuleBinds: custody.complete,
    channel: facts.caller === 'guardian' && !alone ? 'custody-holder' : 'clients-choice',
  };
}

/** Scenario D 9: booked alone, the custody holders' consent is a task before the first trial session. */
function forLater({ custody }: Representation, { complete, tasks }: Custody): RepresentationTask[] {
  if (complete) return tasks.filter((task) => task === 'guardian-certificate');
  if (custody === 'joint') return ['custody-consent-two-before-trial'];
  return custody === 'unknown' ? ['clarify-custody', 'custody-consent-before-trial'] : ['custody-consent-before-trial'];
}

interface Custody {
  who: 'custody-all' | 'custody-one' | 'court-guardian';
  /** All who must have agreed. */
  complete: boolean;
  blockers: RepresentationBlocker[];
  tasks: RepresentationTask[];
  hints: RepresentationHint[];
}

/** What the custody holders' answers amount to. Joint custody needs both (§ 1687 BGB), the second signature before the first trial. */
function custodyOf({ custody, guardians, urgentNeed }: Representation): Custody {
  const agreed = guardians.filter(({ says }) => says === 'yes').length;
  const refused = guardians.some(({ says }) => says === 'no');
  const needed = custody === 'joint' ? 2 : 1;
  const complete = !refused && agreed >= needed && custody !== 'unknown';
  const who = custody === 'court-guardian' ? 'court-guardian' : custody === 'sole' ? 'custody-one' : 'custody-all';
  const blockers: RepresentationBlocker[] = [];
  const tasks: RepresentationTask[] = [];
  const hints: RepresentationHint[] = [];
  if (custody === 'unknown') tasks.push('clarify-custody');
  if (custody === 'court-guardian') tasks.push('guardian-certificate');
  if (refused && !(urgentNeed && agreed > 0)) {
    blockers.push(agreed > 0 ? 'second-consent-missing' : 'custody-consent-missing');
    hints.push('information-talk-if-therapist-agrees', 'family-court-counselling');
  } else if (refused) {
    tasks.push('second-consent-after-urgent-need');
    hints.push('family-court-counselling');
  } else if (agreed === 0) {
    blockers.push('custody-consent-missing');
  } else if (agreed < needed) {
    tasks.push('second-signature-before-trial');
  }
  return { who, complete, blockers, tasks, hints };
}
