import type { judgeEligibility } from '../eligibility.ts';
import { isRegular, tidyIcd } from '../eligibility.ts';
import type { Parameters } from '../parameters.ts';
import type { Facts } from '../ruling.ts';
import { readDiagnoses } from './diagnoses.ts';
import type { FormFacts } from './facts.ts';
import { type Findings, isOpen } from './finding.ts';
import type { Form26Content } from './muster-26.ts';
import type { Form28Content } from './muster-28.ts';
import type { CONDITION_WORDS } from './words.ts';

export type ConditionCode = keyof typeof CONDITION_WORDS;

/** One line of the check list: what must hold, whether it does, and where that is written. */
export interface Condition {
  code: ConditionCode;
  /** `open`: an answer is missing; `no`: the answer speaks against it; `hint`: holds, with something to know. */
  state: 'met' | 'hint' | 'open' | 'no';
  source: string;
  facts: Facts;
  /** Fields that it reads, to jump there. */
  pointer: string;
}

function stateOf(found: Findings, pointers: readonly string[]): Condition['state'] {
  const here = found.list.filter(({ pointer }) => pointers.some((one) => pointer === one || pointer.startsWith(`${one}/`)));
  if (here.some((one) => isOpen(one) && one.severity === 'wrong')) return 'no';
  if (here.some(isOpen)) return 'open';
  return here.some(({ severity, code }) => severity === 'warning' && code !== 'field-recommended') ? 'hint' : 'met';
}

const line = (
  found: Findings,
  code: ConditionCode,
  source: string,
  pointers: readonly [string, ...string[]],
  facts: Facts = {},
  state = stateOf(found, pointers),
): Condition => ({ code, state, source, facts, pointer: pointers[0] });

const hours = (minutes: number) => Math.floor(minutes / 60);

/** The check list of Muster 26, in the order in which a practice reads it. */
export function conditions26(
  content: Form26Content,
  facts: FormFacts,
  found: Findings,
  ruling: ReturnType<typeof judgeEligibility>,
  p: Parameters,
  approvalNeeded: boolean,
): Condition[] {
  const read = readDiagnoses(content.diagnoses ?? []);
  const best = read.find(({ code, certainty }) => certainty === 'G' && isRegular(code)) ?? read[0];
  const known = { code: best ? tidyIcd(best.code) : null, certainty: best?.certainty ?? null };
  const trial = content.kind === 'TRIAL';
  const individual = (ruling.ok && ruling.as === 'individual-case') || (!ruling.ok && ruling.because === 'justification-missing');
  const named = !best
    ? 'diagnosis-open'
    : ruling.ok && ruling.as === 'regular'
      ? 'diagnosis-in-list'
      : individual
        ? 'diagnosis-individual'
        : 'diagnosis';
  const gaf = content.gaf ? 'gaf' : 'gaf-open';
  const units = typeof content.unitsPrescribed === 'number' ? (trial ? 'trial-units' : 'units') : trial ? 'trial-units-open' : 'units-open';
  const list = [
    line(found, named, 'ST-RL § 2', ['/diagnoses', '/individualCriteria', '/individualJustification'], known),
    ...(trial ? [] : [line(found, gaf, 'ST-RL § 2', ['/gaf'], { gaf: content.gaf ?? null, guide: p.gafGuide, ceiling: p.gafCeiling })]),
    line(found, 'impairments', 'ST-RL § 2', ['/impairments'], {}, stateOf(found, ['/impairments']) === 'hint' ? 'met' : undefined),
    line(found, 'independence', '§ 37a (1) SGB V', ['/cannotUseCareIndependently']),
    line(found, 'hospital', '§ 37a (1) SGB V', ['/hospitalReason'], { reason: content.hospitalReason ?? null }),
    ...(trial ? [] : [line(found, 'ability', 'ST-RL § 1', ['/therapyAbility', '/therapyAbilityText', '/goals'])]),
    line(found, units, trial ? 'ST-RL § 5' : 'ST-RL § 5 (1)', ['/unitsPrescribed', '/kind'], {
      units: content.unitsPrescribed ?? null,
      most: trial ? p.maxTrialUnits : p.maxUnitsPerPrescription,
      hours: hours(facts.remainingMinutes),
    }),
    line(found, 'prescriber', 'ST-RL § 4', ['/prescriber', '/transitionReason']),
  ];
  if (content.kind === 'FOLLOW_UP') list.push(line(found, 'previous', 'Muster 26', ['/previousPrescriptions']));
  if (content.kind === 'DISCHARGE') list.push(line(found, 'discharge', 'ST-RL § 4a', ['/dischargeDate']));
  if ((content.parallelCare ?? []).length > 0 || found.list.some(({ pointer }) => pointer === '/parallelCare')) {
    list.push(line(found, 'parallel-care', 'ST-RL § 6 (2)', ['/parallelCare']));
  }
  if (approvalNeeded) list.push(line(found, 'application', 'Muster 26', ['/patientApplicationSignature']));
  return [...list, form(found, list, 'Muster 26')];
}

/** The check list of Muster 28. */
export function conditions28(content: Form28Content, found: Findings, p: Parameters): Condition[] {
  const read = readDiagnoses(content.diagnosisOrSuspicion ?? [])[0];
  const list = [
    line(found, read ? 'diagnosis' : 'diagnosis-open', 'ST-RL § 2', ['/diagnosisOrSuspicion'], {
      code: read ? tidyIcd(read.code) : null,
      certainty: read?.certainty ?? null,
    }),
    line(found, 'reason', '§ 37a (1) SGB V', ['/reason', '/hospitalAvoidance']),
    line(found, typeof content.units === 'number' ? 'referral-units' : 'trial-units-open', 'ST-RL § 4', ['/units'], {
      units: content.units ?? null,
      most: p.maxReferralUnits,
    }),
    line(found, 'referring-doctor', 'ST-RL § 4', ['/referringDoctor', '/prescriber']),
    line(found, 'provider', 'Muster 28', ['/provider']),
  ];
  if ((content.deliveredUnits ?? []).length > 0 || content.result?.kind) {
    list.push(line(found, 'referral-result', 'Muster 28', ['/result', '/deliveredUnits', '/sentToInsurerOn', '/sentToDoctorOn']));
  }
  return [...list, form(found, list, 'Muster 28')];
}

/** Everything else that a form needs, as one line with the number of what is open. */
function form(found: Findings, list: readonly Condition[], source: string): Condition {
  const named = [
    '/diagnoses',
    '/individual',
    '/gaf',
    '/impairments',
    '/cannotUse',
    '/hospital',
    '/therapyAbility',
    '/goals',
    '/units',
    '/kind',
  ];
  const told = [...list.map(({ pointer }) => pointer), ...named];
  const rest = found.list.filter((one) => isOpen(one) && !told.some((pointer) => one.pointer.startsWith(pointer)));
  const wrong = rest.filter(({ severity }) => severity === 'wrong').length;
  return {
    code: 'fields',
    state: wrong > 0 ? 'no' : rest.length > 0 ? 'open' : 'met',
    source,
    facts: { open: rest.length },
    pointer: rest[0]?.pointer ?? '/header',
  };
}
