import { judgeAmount } from '../amount.ts';
import { judgeDischarge } from '../discharge.ts';
import { type Criterion, type IcdLookup, judgeEligibility } from '../eligibility.ts';
import type { Parameters } from '../parameters.ts';
import { judgePrescriber } from '../prescriber.ts';
import { judgeTrial, needsApproval } from '../trial.ts';
import { conditions26 } from './conditions.ts';
import { checkDiagnoses, type DiagnosisContent, readDiagnoses } from './diagnoses.ts';
import { type FormFacts, isRegularKind } from './facts.ts';
import type { Degree, Form26Kind, HospitalReason, Impairment, ParallelCareKind } from './fields.ts';
import { IMPAIRMENTS } from './fields.ts';
import { type Confirmation, Findings } from './finding.ts';
import { checkHeader, type HeaderContent, type HeaderDays } from './header.ts';
import { checkProvider, checkSignature, type ProviderContent, type SignatureContent } from './provider.ts';
import { checkDay, checkText, isBlank, isDay, lengthOf, type Maybe } from './text.ts';
import { type FormVerdict, verdict } from './verdict.ts';

/** Content of Muster 26 as it is written, also half filled in (rule book 4.2). */
export interface Form26Content {
  form: '26';
  header?: HeaderContent | undefined;
  kind?: Maybe<Form26Kind>;
  previousPrescriptions?: readonly { issuedOn?: Maybe<string>; prescriber?: Maybe<string>; units?: Maybe<number> }[] | undefined;
  diagnoses?: readonly DiagnosisContent[] | undefined;
  individualCriteria?: readonly Criterion[] | undefined;
  individualJustification?: Maybe<string>;
  gaf?: Maybe<number>;
  impairments?: Partial<Record<Impairment, { degree?: Maybe<Degree>; text?: Maybe<string> } | undefined>> | undefined;
  hospitalReason?: Maybe<HospitalReason>;
  cannotUseCareIndependently?: Maybe<boolean>;
  therapyAbility?: Maybe<boolean>;
  therapyAbilityText?: Maybe<string>;
  goals?: Maybe<string>;
  unitsPrescribed?: Maybe<number>;
  groupAllowed?: Maybe<boolean>;
  frequencyPerWeek?: Maybe<number>;
  periodFrom?: Maybe<string>;
  periodTo?: Maybe<string>;
  parallelCare?: readonly { kind: ParallelCareKind; text?: Maybe<string> }[] | undefined;
  provider?: ProviderContent | undefined;
  dischargeDate?: Maybe<string>;
  transitionReason?: Maybe<string>;
  prescriberSignature?: SignatureContent | undefined;
  patientApplicationSignature?: (SignatureContent & { by?: Maybe<'patient' | 'representative'> }) | undefined;
  confirmed?: readonly Confirmation[] | undefined;
}

interface Judging {
  found: Findings;
  content: Form26Content;
  facts: FormFacts;
  days: HeaderDays;
  p: Parameters;
}

function checkIndication({ found, content, p }: Judging, icd: IcdLookup) {
  const { kind, gaf, individualCriteria = [], individualJustification } = content;
  const diagnoses = content.diagnoses ?? [];
  if (diagnoses.length === 0) found.missing('/diagnoses', 'diagnosis-missing', { rule: 'R1' });
  checkDiagnoses(found, '/diagnoses', diagnoses, icd);
  checkText(found, '/individualJustification', individualJustification, { most: 1000 });
  const ruling = judgeEligibility(
    {
      kind: kind ?? 'INITIAL',
      diagnoses: readDiagnoses(diagnoses),
      gaf: gaf ?? null,
      criteria: individualCriteria,
      justification: individualJustification ?? '',
      preconditions: {
        ...(typeof content.cannotUseCareIndependently === 'boolean' && {
          cannotUseCareIndependently: content.cannotUseCareIndependently,
        }),
        ...(content.hospitalReason && { hospitalReason: true }),
        ...(typeof content.therapyAbility === 'boolean' && { therapyAbility: content.therapyAbility }),
      },
    },
    icd,
    p,
  );
  found.hints(
    '/gaf',
    'R1',
    ruling.hints.filter(({ code }) => code === 'safety-check' || code === 'above-guide-value'),
  );
  found.hints(
    '/diagnoses',
    'R1',
    ruling.hints.filter(({ code }) => code === 'law-only' || code === 'founding-document-only'),
  );
  if (kind !== 'TRIAL' && (gaf === null || gaf === undefined || gaf === 0)) found.missing('/gaf', 'gaf-missing', { rule: 'R1' });
  else if (typeof gaf === 'number' && (!Number.isInteger(gaf) || gaf < 0 || gaf > 100))
    found.wrong('/gaf', 'gaf-impossible', { rule: 'R1' });
  if (ruling.ok) return ruling;
  const more = { rule: 'R1', facts: ruling.facts } as const;
  if (ruling.because === 'gaf-above-ceiling' || ruling.because === 'gaf-above-guide-outside-list')
    found.wrong('/gaf', ruling.because, more);
  if (ruling.because === 'justification-missing') {
    if (individualCriteria.length === 0) found.missing('/individualCriteria', 'justification-missing', more);
    if (lengthOf(individualJustification) < p.justificationCharacters)
      found.missing('/individualJustification', 'justification-missing', more);
  }
  if ((ruling.because === 'no-f-diagnosis' || ruling.because === 'diagnosis-not-confirmed') && !found.openAt('/diagnoses')) {
    found.wrong('/diagnoses', ruling.because, more);
  }
  return ruling;
}

function checkPreconditions({ found, content }: Judging): void {
  const { kind, cannotUseCareIndependently, hospitalReason, therapyAbility, therapyAbilityText } = content;
  const more = { rule: 'R1', source: '§ 37a (1) SGB V' } as const;
  if (typeof cannotUseCareIndependently !== 'boolean') found.missing('/cannotUseCareIndependently', 'question-unanswered', more);
  else if (!cannotUseCareIndependently) found.wrong('/cannotUseCareIndependently', 'precondition-not-met', more);
  if (!hospitalReason) found.missing('/hospitalReason', 'question-unanswered', more);
  // whether somebody can take part is what trial units find out
  if (kind !== 'TRIAL') {
    const ability = { rule: 'R1', source: 'ST-RL § 1' } as const;
    if (typeof therapyAbility !== 'boolean') found.missing('/therapyAbility', 'question-unanswered', ability);
    else if (!therapyAbility) found.wrong('/therapyAbility', 'precondition-not-met', ability);
    checkText(found, '/therapyAbilityText', therapyAbilityText, { required: therapyAbility === true, most: 500 });
    checkText(found, '/goals', content.goals, { required: true, most: 1000 });
  } else {
    checkText(found, '/therapyAbilityText', therapyAbilityText, { most: 500 });
    checkText(found, '/goals', content.goals, { most: 1000 });
  }
}

function checkImpairments({ found, content }: Judging): void {
  const given = IMPAIRMENTS.map((group) => [group, content.impairments?.[group]] as const);
  const impaired = given.filter(([, one]) => one?.degree && one.degree !== 'none');
  if (impaired.length === 0) found.missing('/impairments', 'impairment-missing', { rule: 'R1', source: 'ST-RL § 2' });
  for (const [group, one] of given) {
    checkText(found, `/impairments/${group}/text`, one?.text, { most: 300 });
    const told = one?.degree === 'moderate' || one?.degree === 'severe';
    if (told && isBlank(one?.text))
      found.warn(`/impairments/${group}/text`, 'impairment-not-described', { rule: 'R1', source: 'ST-RL § 2' });
  }
}

function checkUnits({ found, content, facts, days, p }: Judging): void {
  const { kind, unitsPrescribed: units } = content;
  if (units === null || units === undefined) found.missing('/unitsPrescribed', 'units-missing', { rule: 'R5' });
  else {
    const amount = judgeAmount({ prescribed: units, approved: null, remainingCapMinutes: facts.remainingMinutes }, p);
    if (!amount.ok) found.wrong('/unitsPrescribed', amount.because, { rule: 'R5', facts: amount.facts });
    else found.hints('/unitsPrescribed', 'R5', amount.hints);
    if (kind === 'TRIAL' && amount.ok) {
      const regularBefore = facts.earlier.some((one) => one.sameEpisode && isRegularKind(one.kind) && one.withdrawn !== true);
      const trial = judgeTrial({ issuedOn: days.issueDate ?? facts.today, units, earlier: facts.earlier, regularBefore }, p);
      const at = !trial.ok && trial.because !== 'trial-units-outside' ? '/kind' : '/unitsPrescribed';
      if (!trial.ok) found.wrong(at, trial.because, { rule: 'R4', facts: trial.facts });
    }
  }
  const { frequencyPerWeek } = content;
  if (frequencyPerWeek === null || frequencyPerWeek === undefined) found.warn('/frequencyPerWeek', 'field-recommended');
  else if (!(frequencyPerWeek > 0 && frequencyPerWeek <= 10)) found.wrong('/frequencyPerWeek', 'frequency-impossible');
  const from = checkDay(found, '/periodFrom', content.periodFrom, {});
  const to = checkDay(found, '/periodTo', content.periodTo, {});
  if (isBlank(content.periodFrom)) found.warn('/periodFrom', 'field-recommended');
  if (isBlank(content.periodTo)) found.warn('/periodTo', 'field-recommended');
  if (from !== undefined && to !== undefined && to < from) found.wrong('/periodTo', 'period-backwards');
  if (from !== undefined && days.issueDate !== undefined && from < days.issueDate) {
    found.wrong('/periodFrom', 'period-before-issue', { rule: 'R16', facts: { issueDate: days.issueDate } });
  }
  const { window } = facts;
  if (!window) return;
  if (to !== undefined && to > window.to) found.wrong('/periodTo', 'period-outside-window', { rule: 'R2', facts: { windowTo: window.to } });
}

function checkPrevious({ found, content, facts, days }: Judging): void {
  const listed = content.previousPrescriptions ?? [];
  for (const [index, { issuedOn, prescriber, units }] of listed.entries()) {
    const at = `/previousPrescriptions/${index}`;
    const day = checkDay(found, `${at}/issuedOn`, issuedOn, { required: true, today: facts.today });
    if (day !== undefined && days.issueDate !== undefined && day > days.issueDate) found.wrong(`${at}/issuedOn`, 'previous-after-this');
    checkText(found, `${at}/prescriber`, prescriber, { required: true, most: 100 });
    if (units === null || units === undefined) found.missing(`${at}/units`);
    else if (!Number.isInteger(units) || units < 1 || units > 30)
      found.wrong(`${at}/units`, 'units-above-maximum', { rule: 'R5', facts: { most: 30 } });
  }
  const before = facts.earlier.some((one) => one.sameEpisode && isRegularKind(one.kind) && one.withdrawn !== true);
  if (content.kind === 'FOLLOW_UP' && listed.length === 0) found.missing('/previousPrescriptions', 'previous-missing');
  if (content.kind === 'FOLLOW_UP' && listed.length > 0 && !before)
    found.warn('/previousPrescriptions', 'external-units-missing', { rule: 'R2' });
  if (content.kind === 'INITIAL' && before) found.warn('/kind', 'follow-up-instead');
}

function checkDischarge({ found, content, facts, days, p }: Judging): void {
  const discharge = content.kind === 'DISCHARGE';
  if (discharge && isBlank(content.dischargeDate)) found.missing('/dischargeDate', 'discharge-day-missing', { rule: 'R23' });
  const day = checkDay(found, '/dischargeDate', content.dischargeDate, {});
  if (day === undefined) return;
  if (!discharge && facts.prescriber?.kind !== 'hospital') found.warn('/dischargeDate', 'discharge-day-not-needed');
  if (!discharge || days.issueDate === undefined || days.issueDate <= day) return;
  const ruling = judgeDischarge({ dischargedOn: day, day: days.issueDate }, p);
  if (!ruling.ok) found.wrong('/header/issueDate', ruling.because, { rule: 'R23', facts: ruling.facts });
}

function checkPrescriber({ found, content, facts, days, p }: Judging): void {
  const { prescriber } = facts;
  checkText(found, '/transitionReason', content.transitionReason, { most: 300 });
  if (prescriber === null || prescriber === undefined) {
    found.missing('/prescriber', 'prescriber-not-chosen', { rule: 'R24' });
    return;
  }
  const dischargedOn = content.dischargeDate && isDay(content.dischargeDate) ? content.dischargeDate : null;
  const ruling = judgePrescriber(
    {
      form: 26,
      kind: prescriber.kind,
      issuedOn: days.issueDate ?? facts.today,
      permission: prescriber.permission,
      patientBirthDate: days.birthDate ?? facts.master?.birthDate ?? '1970-01-01',
      transitionReasonGiven: !isBlank(content.transitionReason),
      dischargedOn,
      ...(content.kind && { discharge: content.kind === 'DISCHARGE' }),
    },
    p,
  );
  found.hints('/prescriber', 'R24', ruling.hints);
  if (ruling.ok) return;
  const more = { rule: 'R24', source: ruling.source, facts: ruling.facts } as const;
  if (ruling.because === 'hospital-only-at-discharge') found.wrong('/kind', ruling.because, more);
  else if (ruling.because === 'transition-reason-missing') found.missing('/transitionReason', ruling.because, more);
  else if (ruling.because === 'discharge-day-missing') {
    if (content.kind !== 'DISCHARGE') found.missing('/dischargeDate', ruling.because, more);
  } else found.wrong('/prescriber', ruling.because, more);
}

function checkParallelCare({ found, content, facts, days }: Judging): void {
  const care = content.parallelCare ?? [];
  for (const [index, one] of care.entries()) {
    checkText(found, `/parallelCare/${index}/text`, one.text, { required: one.kind === 'other', most: 100 });
  }
  const named = care.some(({ kind }) => kind === 'pHKP');
  const day = days.issueDate ?? facts.today;
  const active = facts.nursing.some(({ from, to }) => from <= day && (to === null || day <= to));
  if (named) found.warn('/parallelCare', 'demarcation-needed', { rule: 'R20' });
  else if (active) found.warn('/parallelCare', 'nursing-not-named', { rule: 'R20' });
}

/** Checks Muster 26 whole (rule book 4.1, 4.2 with R1, R4, R5, R20, R23, R24). Pure; the same in the browser and at the door. */
export function judgeForm26(content: Form26Content, facts: FormFacts, icd: IcdLookup, p: Parameters): FormVerdict {
  const found = new Findings('26', content.confirmed ?? []);
  const hospital = content.kind === 'DISCHARGE' || facts.prescriber?.kind === 'hospital';
  if (!content.kind) found.missing('/kind', 'kind-missing');
  const days = checkHeader(found, content.header ?? {}, facts, '26', hospital);
  const judging: Judging = { found, content, facts, days, p };
  const ruling = checkIndication(judging, icd);
  checkPreconditions(judging);
  checkImpairments(judging);
  checkPrevious(judging);
  checkUnits(judging);
  checkDischarge(judging);
  checkPrescriber(judging);
  checkParallelCare(judging);
  checkProvider(found, content.provider, facts);
  const { issueDate } = days;
  const signature = { today: facts.today, issueDate } as const;
  checkSignature(found, '/prescriberSignature', content.prescriberSignature, {
    ...signature,
    stage: 'issue',
    missing: 'prescriber-signature-missing',
  });
  const episode = facts.earlier.filter(({ sameEpisode }) => sameEpisode);
  const approvalNeeded = needsApproval({ kind: content.kind ?? 'INITIAL', units: content.unitsPrescribed ?? 0 }, episode, p).needed;
  if (approvalNeeded) {
    if (content.kind === 'TRIAL')
      found.warn('/unitsPrescribed', 'approval-needed-total', { rule: 'R4', facts: { most: p.approvalFreeUnitsTotal } });
    const application = content.patientApplicationSignature;
    checkSignature(found, '/patientApplicationSignature', application, {
      ...signature,
      stage: 'application',
      missing: 'patient-signature-missing',
    });
    if (application?.signed && !application.by)
      found.missing('/patientApplicationSignature/by', 'signer-missing', { stage: 'application' });
  }
  return verdict(found, conditions26(content, facts, found, ruling, p, approvalNeeded), {
    eligibleAs: ruling.ok ? ruling.as : null,
    individualCase: (ruling.ok && ruling.as === 'individual-case') || (!ruling.ok && ruling.because === 'justification-missing'),
    meets: ruling.meets,
    approvalNeeded,
  });
}
