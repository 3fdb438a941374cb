import { visibleLength } from '#kernel/visible.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Hint, type Ruling, refuse } from './ruling.ts';

export const PRESCRIPTION_KINDS = ['TRIAL', 'INITIAL', 'FOLLOW_UP', 'DISCHARGE', 'REFERRAL'] as const;
/** REFERRAL is Muster 28, all others Muster 26. */
export type PrescriptionKind = (typeof PRESCRIPTION_KINDS)[number];

/** Additional letters of a diagnosis: gesichert, Verdacht, ausgeschlossen, Zustand nach. */
export const CERTAINTIES = ['G', 'V', 'A', 'Z'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What must be added where a diagnosis is outside the list (ST-RL § 2). */
export const CRITERIA = ['COMORBIDITY', 'PLANNING', 'CARE_USE', 'MOBILITY'] as const;
export type Criterion = (typeof CRITERIA)[number];

/** How a code stands in the imported ICD-10-GM. */
export type IcdLookup = (code: string) => 'terminal' | 'not-terminal' | 'unknown';

export interface Diagnosis {
  code: string;
  certainty: Certainty;
}

/** Answers of the prescriber; undefined: not answered yet. */
export interface Preconditions {
  /** Cannot use care independently because of the illness. */
  cannotUseCareIndependently?: boolean;
  /** Hospital treatment is avoided, shortened, or needed but not feasible. */
  hospitalReason?: boolean;
  /** Able to take part, with goals that can be reached. */
  therapyAbility?: boolean;
}

export interface EligibilityQuestion {
  kind: PrescriptionKind;
  diagnoses: readonly Diagnosis[];
  /** 0 or null: no information. */
  gaf: number | null;
  criteria?: readonly Criterion[];
  justification?: string;
  preconditions?: Preconditions;
}

export const ELIGIBLE_AS = ['trial', 'regular', 'individual-case'] as const;
export type EligibleAs = (typeof ELIGIBLE_AS)[number];

export type EligibilityCode =
  | 'gaf-missing'
  | 'gaf-impossible'
  | 'icd-not-terminal'
  | 'icd-unknown'
  | 'justification-missing'
  | 'precondition-unanswered'
  | 'no-f-diagnosis'
  | 'diagnosis-not-confirmed'
  | 'gaf-above-ceiling'
  | 'gaf-above-guide-outside-list'
  | 'precondition-not-met';

/** Codes that ask for more instead of saying no. */
const INCOMPLETE: readonly EligibilityCode[] = [
  'gaf-missing',
  'gaf-impossible',
  'icd-not-terminal',
  'icd-unknown',
  'justification-missing',
  'precondition-unanswered',
];

/** True where the answer is no "no" but waits for a better entry. */
export function isIncomplete(code: string): boolean {
  return (INCOMPLETE as readonly string[]).includes(code);
}

/** Which of the two texts the same facts would meet: the law with its directive, or the coarser founding document. */
export interface Meets {
  law: boolean;
  foundingDocument: boolean;
}

/** Wide letters become plain ones; spaces, marks of no width, small letters, marks of cross and star go. */
const bareIcd = (typed: string) =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Cf}!*+†]/gu, '')
    .replace(/[‐‑‒–—−]/g, '-');

/** The certainty that was typed behind a code ("F20.0 G"), if any. */
export function certaintyIn(typed: string): Certainty | null {
  return (/(?<=\d|-)[GVAZ]$/.exec(bareIcd(typed))?.[0] ?? null) as Certainty | null;
}

/** As people write a code: marks and the certainty behind it go, and a code without its point ("F200") gets it. */
export function tidyIcd(typed: string): string {
  return bareIcd(typed)
    .replace(/(?<=\d|-)[GVAZ]$/, '')
    .replace(/\.?-+$/, '')
    .replace(/^([A-Z]\d\d)(\d{1,2})$/, '$1.$2');
}

// ST-RL § 2: F23, F20.8 and F20.9 are not among them, whatever a coarser list says
const REGULAR = /^(F20\.[0-6]|F21|F22\.[089]|F24|F25\.[01289]|F31\.5|F32\.3|F33\.3)$/;
const CHAPTER_F = /^F\d\d(\.\d{1,2})?$/;

/** True for a diagnosis of the regular list (ST-RL § 2). */
export function isRegular(code: string): boolean {
  return REGULAR.test(tidyIcd(code));
}

/** The founding document names F20–F25 with GAF up to 50 and nothing else (chapter 9, rows 1–3). */
export function meetsFoundingDocument({ diagnoses, gaf }: Pick<EligibilityQuestion, 'diagnoses' | 'gaf'>): boolean {
  const named = diagnoses.some(({ code, certainty }) => certainty === 'G' && /^F2[0-5](\.|$)/.test(tidyIcd(code)));
  return named && gaf !== null && gaf >= 1 && gaf <= 50;
}

interface Read {
  code: string;
  certainty: Certainty;
  regular: boolean;
  stands: ReturnType<IcdLookup>;
}

function readChapterF(diagnoses: readonly Diagnosis[], icd: IcdLookup): Read[] {
  return diagnoses
    .map(({ code, certainty }) => ({ code: tidyIcd(code), certainty }))
    .filter(({ code }) => CHAPTER_F.test(code))
    .map((one) => ({ ...one, regular: REGULAR.test(one.code), stands: REGULAR.test(one.code) ? 'terminal' : icd(one.code) }));
}

function judgeTrial(chapterF: readonly Read[]): EligibleAs | EligibilityCode {
  const likely = chapterF.filter(({ certainty }) => certainty === 'G' || certainty === 'V');
  if (likely.some(({ stands }) => stands === 'terminal')) return 'trial';
  if (likely.some(({ stands }) => stands === 'not-terminal')) return 'icd-not-terminal';
  if (likely.length > 0) return 'icd-unknown';
  return chapterF.length > 0 ? 'diagnosis-not-confirmed' : 'no-f-diagnosis';
}

function judgeRegular(question: EligibilityQuestion, chapterF: readonly Read[], p: Parameters): EligibleAs | EligibilityCode {
  const { gaf, criteria = [], justification } = question;
  if (gaf === null || gaf === 0) return 'gaf-missing';
  if (!Number.isInteger(gaf) || gaf < 1 || gaf > 100) return 'gaf-impossible';
  const confirmed = chapterF.filter(({ certainty }) => certainty === 'G');
  if (gaf <= p.gafCeiling) {
    if (confirmed.some(({ regular }) => regular)) return 'regular';
    const outside = gaf <= p.gafGuide && confirmed.some(({ stands }) => stands === 'terminal');
    const justified = criteria.length > 0 && visibleLength(justification ?? '') >= p.justificationCharacters;
    if (outside && justified) return 'individual-case';
    if (confirmed.some(({ stands }) => stands === 'not-terminal')) return 'icd-not-terminal';
    if (confirmed.some(({ stands }) => stands === 'unknown')) return 'icd-unknown';
    if (outside) return 'justification-missing';
  }
  if (chapterF.length === 0) return 'no-f-diagnosis';
  if (confirmed.length === 0) return 'diagnosis-not-confirmed';
  return gaf > p.gafCeiling ? 'gaf-above-ceiling' : 'gaf-above-guide-outside-list';
}

function judgePreconditions({ cannotUseCareIndependently, hospitalReason, therapyAbility }: Preconditions): EligibilityCode | undefined {
  const answers = [cannotUseCareIndependently, hospitalReason, therapyAbility];
  if (answers.includes(undefined)) return 'precondition-unanswered';
  return answers.includes(false) ? 'precondition-not-met' : undefined;
}

const isYes = (judged: EligibleAs | EligibilityCode): judged is EligibleAs => (ELIGIBLE_AS as readonly string[]).includes(judged);

/**
 * R1: may Soziotherapie be prescribed (§ 37a (1) SGB V, ST-RL § 2)? The best diagnosis wins. The law leads; the answer says in
 * `meets` whether the founding document, which knows only F20–F25 and GAF 50, would have said the same.
 * @param icd how a code stands in the ICD-10-GM that the operator imported
 */
export function judgeEligibility(
  question: EligibilityQuestion,
  icd: IcdLookup,
  p: Parameters,
): Ruling<{ as: EligibleAs; meets: Meets }, EligibilityCode> & { meets: Meets } {
  const { kind, gaf } = question;
  const chapterF = readChapterF(question.diagnoses, icd);
  const open = kind === 'TRIAL' || kind === 'REFERRAL';
  let judged = open ? judgeTrial(chapterF) : judgeRegular(question, chapterF, p);
  if (!open && isYes(judged)) judged = judgePreconditions(question.preconditions ?? {}) ?? judged;
  const foundingDocument = meetsFoundingDocument(question);
  const meets = { law: isYes(judged), foundingDocument };
  const hints: Hint[] = [];
  if (gaf !== null && gaf >= 1 && gaf < p.gafSafety) hints.push({ code: 'safety-check', facts: { gaf } });
  if (judged === 'regular' && gaf !== null && gaf > p.gafGuide)
    hints.push({ code: 'above-guide-value', facts: { gaf, guide: p.gafGuide } });
  if (!open && meets.law !== foundingDocument && !isIncomplete(judged))
    hints.push({ code: foundingDocument ? 'founding-document-only' : 'law-only' });
  const facts = { gaf, ceiling: p.gafCeiling, guide: p.gafGuide, diagnoses: chapterF.length };
  return isYes(judged) ? allow('R1', { as: judged, meets }, { facts, hints }) : { ...refuse('R1', judged, { facts, hints }), meets };
}
