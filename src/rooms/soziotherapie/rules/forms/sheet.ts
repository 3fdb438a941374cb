import type { PrescriptionKind } from '../eligibility.ts';
import type { DiagnosisContent } from './diagnoses.ts';
import { IMPAIRMENTS } from './fields.ts';
import { isOpen } from './finding.ts';
import type { HeaderContent } from './header.ts';
import {
  CERTAINTY_LABELS,
  CRITERION_LABELS,
  DEGREE_LABELS,
  FIELD_LABELS,
  type FieldLabel,
  gafBand,
  HOSPITAL_LABELS,
  IMPAIRMENT_LABELS,
  KIND_LABELS,
  PARALLEL_LABELS,
  RESULT_LABELS,
  SPECIALTY_LABELS,
} from './labels.ts';
import type { Form26Content } from './muster-26.ts';
import type { Form28Content } from './muster-28.ts';
import type { SignatureContent } from './provider.ts';
import { isBlank, type Maybe, tidy } from './text.ts';
import type { FormVerdict } from './verdict.ts';
import { conditionText, findingText } from './words.ts';

type Language = 'de' | 'en';
type Row = readonly (string | null)[];
interface Section {
  title: string;
  head: readonly string[];
  rows: readonly Row[];
}

const SHEET = {
  de: {
    field: 'Feld',
    value: 'Angabe',
    person: 'Person und Versicherung',
    practice: 'Verordnung',
    illness: 'Diagnose und Schweregrad',
    needs: 'Voraussetzungen und Ziele',
    amount: 'Umfang',
    provider: 'Soziotherapeutische Praxis',
    signatures: 'Unterschriften',
    insurer: 'Entscheidung der Krankenkasse (später)',
    decision: 'Entscheidung, Einheiten, Zeitraum, Nummer',
    referral: 'Überweisung',
    given: 'Erbrachte Einheiten',
    end: 'Ergebnis',
    check: 'Prüfung',
    state: 'Stand',
    line: 'Voraussetzung',
    source: 'Quelle',
    states: { met: 'erfüllt', hint: 'Hinweis', open: 'offen', no: 'nicht erfüllt' },
    open: 'Was noch fehlt',
    what: 'Was',
    yes: 'ja',
    no: 'nein',
    none: 'keine',
    patient: 'versicherte Person',
    representative: 'gesetzliche Vertretung',
    lead: [
      'Datenblatt aus Geleit: Es hilft, {form} auszufüllen oder zu vergleichen.',
      'Es ist kein amtliches Formular und ersetzt es nicht. Es gilt, was auf dem unterschriebenen {form} steht.',
    ],
  },
  en: {
    field: 'Field',
    value: 'Entry',
    person: 'Person and insurance',
    practice: 'Prescription',
    illness: 'Diagnosis and severity',
    needs: 'Preconditions and goals',
    amount: 'Amount',
    provider: 'Soziotherapie practice',
    signatures: 'Signatures',
    insurer: "The insurer's decision (later)",
    decision: 'Decision, units, period, number',
    referral: 'Referral',
    given: 'Units given',
    end: 'Result',
    check: 'Check',
    state: 'State',
    line: 'Condition',
    source: 'Source',
    states: { met: 'met', hint: 'hint', open: 'open', no: 'not met' },
    open: 'What is still missing',
    what: 'What',
    yes: 'yes',
    no: 'no',
    none: 'none',
    patient: 'insured person',
    representative: 'legal representative',
    lead: [
      'A data sheet of Geleit: it helps to fill in {form} or to compare with it.',
      'It is no official form and does not replace it. What counts is what stands on the signed {form}.',
    ],
  },
} as const;

/** Values as people read them; null where nothing was written. */
const writer = (language: Language) => {
  const words = SHEET[language];
  const day = (text: Maybe<string>) => {
    const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(tidy(text));
    return parts ? (language === 'de' ? `${parts[3]}.${parts[2]}.${parts[1]}` : parts[0]) : tidy(text) || null;
  };
  return {
    words,
    day,
    text: (value: Maybe<string>) => (isBlank(value) ? null : (value ?? '').trim()),
    number: (value: Maybe<number>) => (value === null || value === undefined ? null : value.toLocaleString(language)),
    yesNo: (value: Maybe<boolean>) => (typeof value === 'boolean' ? (value ? words.yes : words.no) : null),
    label: (name: FieldLabel) => FIELD_LABELS[name][language],
    signed: (value: SignatureContent | undefined) => (value?.signed ? (day(value.on) ?? words.yes) : null),
    list: (rows: readonly (string | null)[]) => (rows.length > 0 ? rows.map((row) => row ?? '').join('\n') : null),
  };
};
type Writer = ReturnType<typeof writer>;

function header(w: Writer, content: HeaderContent | undefined): Row[] {
  const { text, day, label } = w;
  const own = content ?? {};
  return [
    [label('insurerName'), text(own.insurerName)],
    [label('payerIk'), text(own.payerIk)],
    [label('surname'), text(own.surname)],
    [label('givenName'), text(own.givenName)],
    [label('birthDate'), day(own.birthDate)],
    [label('street'), text(own.address?.street)],
    [label('postalCode'), text(own.address?.postalCode)],
    [label('city'), text(own.address?.city)],
    [label('country'), text(own.address?.country)],
    [label('kvnr'), text(own.kvnr)],
    [label('insuredStatus'), text(own.insuredStatus)],
    [label('bsnr'), text(own.bsnr)],
    [label('lanr'), text(own.lanr)],
    [label('issueDate'), day(own.issueDate)],
  ];
}

function diagnosisRows(language: Language, diagnoses: readonly DiagnosisContent[] | undefined): string[] {
  return (diagnoses ?? []).map(({ code, certainty, text }) =>
    [tidy(code) || '–', certainty ? CERTAINTY_LABELS[certainty][language] : '–', tidy(text)].filter(Boolean).join('  '),
  );
}

const sections = (w: Writer, parts: readonly (readonly [string, readonly Row[]])[]): Section[] =>
  parts.map(([title, rows]) => ({ title, head: [w.words.field, w.words.value], rows }));

function form26(content: Form26Content, language: Language): Section[] {
  const w = writer(language);
  const { text, day, number, yesNo, label, signed, list, words } = w;
  const band = content.gaf ? gafBand(content.gaf) : undefined;
  const individual = (content.individualCriteria ?? []).map((one) => CRITERION_LABELS[one][language]);
  const impaired = IMPAIRMENTS.some((group) => content.impairments?.[group]?.degree);
  const impairments = IMPAIRMENTS.map((group): Row => {
    const one = content.impairments?.[group];
    const told = [one?.degree ? DEGREE_LABELS[one.degree][language] : '', tidy(one?.text)].filter(Boolean).join(': ');
    // one of the four is needed, the others may stay unsaid
    return [IMPAIRMENT_LABELS[group][language], told || (impaired ? '–' : null)];
  });
  const by = content.patientApplicationSignature?.by;
  return sections(w, [
    [words.person, header(w, content.header)],
    [
      words.practice,
      [
        [label('kind'), content.kind ? KIND_LABELS[content.kind][language] : null],
        ...(content.kind === 'FOLLOW_UP' || (content.previousPrescriptions ?? []).length > 0
          ? [
              [
                label('previousPrescriptions'),
                list(
                  (content.previousPrescriptions ?? []).map((one) =>
                    [day(one.issuedOn) ?? '–', tidy(one.prescriber), `${one.units ?? '–'} TE`].filter(Boolean).join(', '),
                  ),
                ),
              ] as Row,
            ]
          : []),
        ...(content.kind === 'DISCHARGE' || content.dischargeDate ? [[label('dischargeDate'), day(content.dischargeDate)] as Row] : []),
        ...(isBlank(content.transitionReason) ? [] : [[label('transitionReason'), text(content.transitionReason)] as Row]),
      ],
    ],
    [
      words.illness,
      [
        [label('diagnoses'), list(diagnosisRows(language, content.diagnoses))],
        [label('gaf'), content.gaf ? `${content.gaf}${band ? ` (${band.from}–${band.to}: ${band[language]})` : ''}` : null],
        ...impairments,
        ...(individual.length > 0 || !isBlank(content.individualJustification)
          ? [
              [label('individualCriteria'), list(individual)] as Row,
              [label('individualJustification'), text(content.individualJustification)] as Row,
            ]
          : []),
      ],
    ],
    [
      words.needs,
      [
        [label('cannotUseCareIndependently'), yesNo(content.cannotUseCareIndependently)],
        [label('hospitalReason'), content.hospitalReason ? HOSPITAL_LABELS[content.hospitalReason][language] : null],
        [label('therapyAbility'), yesNo(content.therapyAbility)],
        [label('therapyAbilityText'), text(content.therapyAbilityText)],
        [label('goals'), text(content.goals)],
      ],
    ],
    [
      words.amount,
      [
        [label('unitsPrescribed'), number(content.unitsPrescribed)],
        [label('groupAllowed'), yesNo(content.groupAllowed ?? false)],
        [label('frequencyPerWeek'), number(content.frequencyPerWeek)],
        [label('periodFrom'), day(content.periodFrom)],
        [label('periodTo'), day(content.periodTo)],
        [
          label('parallelCare'),
          list(
            (content.parallelCare ?? []).map((one) => [PARALLEL_LABELS[one.kind][language], tidy(one.text)].filter(Boolean).join(': ')),
          ) ?? words.none,
        ],
      ],
    ],
    [
      words.provider,
      [
        [label('providerName'), text(content.provider?.name)],
        [label('providerIk'), text(content.provider?.ik)],
      ],
    ],
    [
      words.signatures,
      [
        [label('prescriberSignature'), signed(content.prescriberSignature)],
        [label('patientApplicationSignature'), signed(content.patientApplicationSignature)],
        ...(by ? [[label('signedBy'), words[by]] as Row] : []),
      ],
    ],
    [words.insurer, [[words.decision, '______________']]],
  ]);
}

function form28(content: Form28Content, language: Language): Section[] {
  const w = writer(language);
  const { text, day, number, yesNo, label, signed, list, words } = w;
  const given = (content.deliveredUnits ?? []).map((one) =>
    [day(one.on) ?? '–', `${one.minutes ?? '–'} min`, `${label('clientSigned')}: ${yesNo(one.signed) ?? words.no}`].join(', '),
  );
  return sections(w, [
    [words.person, header(w, content.header)],
    [
      words.referral,
      [
        [label('referringDoctor'), text(content.referringDoctor?.name)],
        [label('lanr'), text(content.referringDoctor?.lanr)],
        [label('bsnr'), text(content.referringDoctor?.bsnr)],
        [label('diagnosisOrSuspicion'), list(diagnosisRows(language, content.diagnosisOrSuspicion))],
        [label('reason'), text(content.reason)],
        [label('hospitalAvoidance'), yesNo(content.hospitalAvoidance)],
        [label('units'), number(content.units)],
        [label('targetSpecialty'), content.targetSpecialty ? SPECIALTY_LABELS[content.targetSpecialty][language] : null],
        [label('prescriberSignature'), signed(content.prescriberSignature)],
      ],
    ],
    [
      words.provider,
      [
        [label('providerName'), text(content.provider?.name)],
        [label('providerIk'), text(content.provider?.ik)],
      ],
    ],
    [words.given, [[label('deliveredUnits'), list(given)]]],
    [
      words.end,
      [
        [label('result'), content.result?.kind ? RESULT_LABELS[content.result.kind][language] : null],
        [label('resultOn'), day(content.result?.on)],
        [label('resultText'), text(content.result?.text)],
        [label('sentToInsurerOn'), day(content.sentToInsurerOn)],
        [label('sentToDoctorOn'), day(content.sentToDoctorOn)],
      ],
    ],
  ]);
}

/** Everything that stands on the data sheet "Ausfüllhilfe zu Muster 26" or "… 28", in reading order. */
export function sheetOf(content: Form26Content | Form28Content, verdict: FormVerdict, kind: PrescriptionKind, language: Language) {
  const words = SHEET[language];
  const form = `Muster ${content.form}`;
  const open = verdict.findings.filter(isOpen);
  const checked: Section = {
    title: words.check,
    head: [words.state, words.line, words.source],
    rows: verdict.conditions.map((one) => [words.states[one.state], conditionText(one, language), one.source]),
  };
  const missing: Section = {
    title: words.open,
    head: [words.field, words.what],
    rows: open.map((one) => [pointerLabel(one.pointer, language), findingText(one, language)]),
  };
  return {
    title: language === 'de' ? `Ausfüllhilfe zu ${form}` : `Completion aid for ${form}`,
    kind: KIND_LABELS[kind][language],
    lead: words.lead.map((sentence) => sentence.replaceAll('{form}', form)),
    sections: [
      ...(content.form === '26' ? form26(content, language) : form28(content, language)),
      checked,
      ...(open.length > 0 ? [missing] : []),
    ],
  };
}

const LAST: Readonly<Record<string, FieldLabel>> = {
  '/provider/name': 'providerName',
  '/provider/ik': 'providerIk',
  '/referringDoctor/name': 'referringDoctor',
  '/result/kind': 'result',
  '/result/on': 'resultOn',
  '/result/text': 'resultText',
};

/** The name of the field that a pointer means: "/diagnoses/0/code" is "Diagnosen 1: ICD-10-GM". */
export function pointerLabel(pointer: string, language: Language): string {
  const known = LAST[pointer];
  if (known) return FIELD_LABELS[known][language];
  const parts = pointer.split('/').slice(1);
  const index = parts.find((part) => /^\d+$/.test(part));
  const name = (part: string | undefined) => {
    if (part === undefined) return undefined;
    if (Object.hasOwn(IMPAIRMENT_LABELS, part)) return IMPAIRMENT_LABELS[part as keyof typeof IMPAIRMENT_LABELS][language];
    return Object.hasOwn(FIELD_LABELS, part) ? FIELD_LABELS[part as FieldLabel][language] : undefined;
  };
  const outer = parts.map(name).find((one) => one !== undefined) ?? pointer;
  const inner = parts.length > 1 ? name(parts.at(-1)) : undefined;
  const numbered = index === undefined ? outer : `${outer} ${Number(index) + 1}`;
  return inner && inner !== outer ? `${numbered}: ${inner}` : numbered;
}
