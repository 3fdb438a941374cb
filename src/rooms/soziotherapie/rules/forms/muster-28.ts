import { type IcdLookup, judgeEligibility } from '../eligibility.ts';
import type { Parameters } from '../parameters.ts';
import { judgePrescriber, mayUse26, type PrescriberQuestion } from '../prescriber.ts';
import { judgeReferral, needsApproval } from '../trial.ts';
import { conditions28 } from './conditions.ts';
import { checkDiagnoses, type DiagnosisContent, readDiagnoses } from './diagnoses.ts';
import type { FormFacts } from './facts.ts';
import type { ReferralResult, TargetSpecialty } from './fields.ts';
import { type Confirmation, Findings } from './finding.ts';
import { checkHeader, checkIdentifier, type HeaderContent, type HeaderDays } from './header.ts';
import { checkProvider, checkSignature, type ProviderContent, type SignatureContent } from './provider.ts';
import { checkDay, checkText, isBlank, type Maybe } from './text.ts';
import { type FormVerdict, verdict } from './verdict.ts';

/** Content of Muster 28 as it is written, also half filled in (rule book 4.4). */
export interface Form28Content {
  form: '28';
  header?: HeaderContent | undefined;
  referringDoctor?: { name?: Maybe<string>; lanr?: Maybe<string>; bsnr?: Maybe<string> } | undefined;
  diagnosisOrSuspicion?: readonly DiagnosisContent[] | undefined;
  reason?: Maybe<string>;
  hospitalAvoidance?: Maybe<boolean>;
  units?: Maybe<number>;
  provider?: ProviderContent | undefined;
  targetSpecialty?: Maybe<TargetSpecialty>;
  prescriberSignature?: SignatureContent | undefined;
  deliveredUnits?: readonly { on?: Maybe<string>; minutes?: Maybe<number>; signed?: Maybe<boolean> }[] | undefined;
  result?: { kind?: Maybe<ReferralResult>; on?: Maybe<string>; text?: Maybe<string> } | undefined;
  sentToInsurerOn?: Maybe<string>;
  sentToDoctorOn?: Maybe<string>;
  confirmed?: readonly Confirmation[] | undefined;
}

interface Judging {
  found: Findings;
  content: Form28Content;
  facts: FormFacts;
  days: HeaderDays;
  p: Parameters;
}

/** Answers whether who refers could issue Muster 26 herself. */
function checkDoctor({ found, content, facts, days, p }: Judging): boolean {
  const { referringDoctor: doctor, header } = content;
  checkText(found, '/referringDoctor/name', doctor?.name, { required: true, most: 100, printed: true });
  for (const kind of ['lanr', 'bsnr'] as const) {
    const number = checkIdentifier(found, `/referringDoctor/${kind}`, kind, doctor?.[kind]);
    const above = isBlank(header?.[kind]) ? undefined : checkIdentifier(new Findings('28', []), '/', kind, header?.[kind]);
    if (number !== undefined && above !== undefined && number !== above)
      found.wrong(`/referringDoctor/${kind}`, 'doctor-other-than-header');
  }
  const { prescriber } = facts;
  if (prescriber === null || prescriber === undefined) {
    found.missing('/prescriber', 'prescriber-not-chosen', { rule: 'R24' });
    return false;
  }
  const question: PrescriberQuestion = {
    form: 28,
    kind: prescriber.kind,
    issuedOn: days.issueDate ?? facts.today,
    permission: prescriber.permission,
    patientBirthDate: days.birthDate ?? facts.master?.birthDate ?? '1970-01-01',
  };
  const ruling = judgePrescriber(question, p);
  if (!ruling.ok) found.wrong('/prescriber', ruling.because, { rule: 'R24', facts: ruling.facts });
  return mayUse26(question);
}

function checkUnits({ found, content, facts, p }: Judging, issuerMayUse26: boolean): boolean {
  const { units } = content;
  if (units === null || units === undefined) {
    found.missing('/units', 'units-missing', { rule: 'R4' });
    return false;
  }
  const ruling = judgeReferral({ units, issuerMayUse26 }, p);
  if (!ruling.ok) {
    found.wrong('/units', ruling.because, { rule: 'R4', facts: ruling.facts });
    return false;
  }
  found.hints('/prescriber', 'R4', ruling.hints);
  if (facts.remainingMinutes <= 0) found.wrong('/units', 'cap-exhausted', { rule: 'R5' });
  else if (units * 60 > facts.remainingMinutes) {
    found.warn('/units', 'more-than-remaining', { rule: 'R5', facts: { remainingMinutes: facts.remainingMinutes } });
  }
  const episode = facts.earlier.filter(({ sameEpisode }) => sameEpisode);
  const { needed } = needsApproval({ kind: 'REFERRAL', units }, episode, p);
  if (needed) found.warn('/units', 'approval-needed-total', { rule: 'R4', facts: { most: p.approvalFreeUnitsTotal } });
  return needed;
}

function checkDelivered({ found, content, facts, days }: Judging): string | undefined {
  const delivered = content.deliveredUnits ?? [];
  let last: string | undefined;
  let minutes = 0;
  for (const [index, one] of delivered.entries()) {
    const at = `/deliveredUnits/${index}`;
    const stage = 'application' as const;
    const on = checkDay(found, `${at}/on`, one.on, { required: true, today: facts.today, stage });
    if (on !== undefined && days.issueDate !== undefined && on < days.issueDate) {
      found.wrong(`${at}/on`, 'delivered-before-issue', { stage, rule: 'R16', facts: { issueDate: days.issueDate } });
    }
    if (on !== undefined && (last === undefined || on > last)) last = on;
    if (one.minutes === null || one.minutes === undefined) found.missing(`${at}/minutes`, 'field-missing', { stage });
    else if (!Number.isInteger(one.minutes) || one.minutes < 1 || one.minutes > 1440)
      found.wrong(`${at}/minutes`, 'minutes-impossible', { stage });
    else minutes += one.minutes;
    if (one.signed !== true) found.missing(`${at}/signed`, 'patient-signature-missing', { stage });
  }
  const most = (content.units ?? 0) * 60;
  if (minutes > most)
    found.wrong('/deliveredUnits', 'delivered-above-prescribed', { stage: 'application', rule: 'R4', facts: { minutes, most } });
  return last;
}

function checkEnd(judging: Judging, last: string | undefined): void {
  const { found, content, facts } = judging;
  const { result, sentToInsurerOn, sentToDoctorOn } = content;
  const stage = 'application' as const;
  const done = !isBlank(sentToInsurerOn) || !isBlank(sentToDoctorOn) || !isBlank(result?.text) || !isBlank(result?.on);
  if (done && !result?.kind) found.missing('/result/kind', 'referral-result-missing', { stage, rule: 'R4' });
  const on = checkDay(found, '/result/on', result?.on, { required: result?.kind === 'SPECIALIST_REACHED', today: facts.today, stage });
  if (on !== undefined && judging.days.issueDate !== undefined && on < judging.days.issueDate) {
    found.wrong('/result/on', 'delivered-before-issue', { stage, facts: { issueDate: judging.days.issueDate } });
  }
  checkText(found, '/result/text', result?.text, { most: 1000 });
  if (result?.kind && result.kind !== 'SPECIALIST_REACHED' && isBlank(result.text))
    found.missing('/result/text', 'field-missing', { stage });
  for (const [pointer, sent] of [
    ['/sentToInsurerOn', sentToInsurerOn],
    ['/sentToDoctorOn', sentToDoctorOn],
  ] as const) {
    const day = checkDay(found, pointer, sent, { today: facts.today, stage });
    if (day !== undefined && last !== undefined && day < last) found.wrong(pointer, 'sent-before-last-unit', { stage, facts: { last } });
    if (isBlank(sent) && result?.kind) found.warn(pointer, 'copy-not-sent', { stage });
  }
}

/** Checks Muster 28 whole (rule book 4.1, 4.4 with R1, R4, R5, R24). */
export function judgeForm28(content: Form28Content, facts: FormFacts, icd: IcdLookup, p: Parameters): FormVerdict {
  const found = new Findings('28', content.confirmed ?? []);
  const days = checkHeader(found, content.header ?? {}, facts, '28', false);
  const judging: Judging = { found, content, facts, days, p };
  const mayUse = checkDoctor(judging);
  const diagnoses = content.diagnosisOrSuspicion ?? [];
  if (diagnoses.length === 0) found.missing('/diagnosisOrSuspicion', 'diagnosis-missing', { rule: 'R1' });
  checkDiagnoses(found, '/diagnosisOrSuspicion', diagnoses, icd);
  const ruling = judgeEligibility({ kind: 'REFERRAL', diagnoses: readDiagnoses(diagnoses), gaf: null }, icd, p);
  if (!ruling.ok && !found.openAt('/diagnosisOrSuspicion')) found.wrong('/diagnosisOrSuspicion', ruling.because, { rule: 'R1' });
  checkText(found, '/reason', content.reason, { required: true, most: 1000 });
  if (content.hospitalAvoidance !== true) {
    found.missing('/hospitalAvoidance', 'hospital-avoidance-missing', { rule: 'R1', source: '§ 37a (1) SGB V' });
  }
  const approvalNeeded = checkUnits(judging, mayUse);
  checkProvider(found, content.provider, facts);
  if (!content.targetSpecialty) found.warn('/targetSpecialty', 'field-recommended');
  checkSignature(found, '/prescriberSignature', content.prescriberSignature, {
    today: facts.today,
    issueDate: days.issueDate,
    stage: 'issue',
    missing: 'prescriber-signature-missing',
  });
  checkEnd(judging, checkDelivered(judging));
  return verdict(found, conditions28(content, found, p), {
    eligibleAs: ruling.ok ? ruling.as : null,
    individualCase: false,
    meets: ruling.meets,
    approvalNeeded,
  });
}
