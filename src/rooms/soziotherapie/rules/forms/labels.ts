import type { Certainty, Criterion, PrescriptionKind } from '../eligibility.ts';
import type { Degree, HospitalReason, Impairment, ParallelCareKind, ReferralResult, TargetSpecialty } from './fields.ts';

const say = (de: string, en: string) => ({ de, en });
type Said = ReturnType<typeof say>;

/** Names of the fields, as the entry and the data sheet call them; German names are those of the forms. */
export const FIELD_LABELS = {
  insurerName: say('Krankenkasse', 'Insurer'),
  surname: say('Name', 'Family name'),
  givenName: say('Vorname', 'Given name'),
  birthDate: say('Geburtsdatum', 'Date of birth'),
  street: say('Straße, Hausnummer', 'Street, number'),
  postalCode: say('PLZ', 'Postal code'),
  city: say('Ort', 'Town'),
  country: say('Land', 'Country'),
  payerIk: say('Kostenträgerkennung', 'Payer number (IK)'),
  kvnr: say('Versichertennummer', 'Insurance number (KVNR)'),
  insuredStatus: say('Versichertenstatus', 'Insured status'),
  bsnr: say('Betriebsstättennummer (BSNR)', 'Practice number (BSNR)'),
  lanr: say('Arztnummer (LANR)', "Doctor's number (LANR)"),
  issueDate: say('Ausgestellt am', 'Issued on'),
  kind: say('Art der Verordnung', 'Kind of prescription'),
  prescriber: say('Wer verordnet', 'Prescriber'),
  previousPrescriptions: say('Frühere Verordnungen', 'Earlier prescriptions'),
  diagnoses: say('Diagnosen', 'Diagnoses'),
  code: say('ICD-10-GM', 'ICD-10-GM'),
  certainty: say('Sicherheit', 'Certainty'),
  diagnosisText: say('In Worten', 'In words'),
  gaf: say('GAF-Wert', 'GAF'),
  impairments: say('Fähigkeitsstörungen', 'Impairments of ability'),
  degree: say('Grad', 'Degree'),
  individualCriteria: say('Kriterien des Einzelfalls', 'Criteria of the individual case'),
  individualJustification: say('Begründung des Einzelfalls', 'Reasons of the individual case'),
  cannotUseCareIndependently: say(
    'Kann ärztliche Hilfe wegen der Krankheit nicht selbständig in Anspruch nehmen',
    'Cannot use medical help independently because of the illness',
  ),
  hospitalReason: say('Krankenhausbehandlung', 'Hospital treatment'),
  therapyAbility: say('Therapiefähig', 'Able to take part'),
  therapyAbilityText: say('Woran das zu sehen ist', 'How this shows'),
  goals: say('Ziele der Soziotherapie', 'Goals of the Soziotherapie'),
  unitsPrescribed: say('Verordnete Therapieeinheiten', 'Prescribed units'),
  groupAllowed: say('Auch in der Gruppe', 'Also in a group'),
  frequencyPerWeek: say('Einheiten je Woche', 'Units a week'),
  periodFrom: say('Zeitraum von', 'Period from'),
  periodTo: say('Zeitraum bis', 'Period to'),
  parallelCare: say('Andere Hilfen', 'Other help'),
  providerName: say('Soziotherapeutische Praxis', 'Soziotherapie practice'),
  providerIk: say('IK der Praxis', 'IK of the practice'),
  dischargeDate: say('Entlassen am', 'Discharged on'),
  transitionReason: say('Grund für den Übergang nach 18', 'Reason for the transition after 18'),
  prescriberSignature: say('Unterschrift der verordnenden Praxis', "Prescriber's signature"),
  patientApplicationSignature: say('Unterschrift auf dem Antrag', 'Signature on the application'),
  signedOn: say('Unterschrieben am', 'Signed on'),
  signedBy: say('Von wem', 'By whom'),
  units: say('Einheiten', 'Units'),
  minutes: say('Minuten', 'Minutes'),
  on: say('Tag', 'Day'),
  referringDoctor: say('Überweisende Praxis', 'Referring doctor'),
  diagnosisOrSuspicion: say('Diagnose oder Verdacht', 'Diagnosis or suspicion'),
  reason: say('Grund der Überweisung', 'Reason of the referral'),
  hospitalAvoidance: say('Krankenhausbehandlung soll vermieden werden', 'Hospital treatment is to be avoided'),
  targetSpecialty: say('Überweisung an', 'Referred to'),
  deliveredUnits: say('Erbrachte Einheiten', 'Units given'),
  clientSigned: say('Unterschrift', 'Signature'),
  result: say('Ergebnis', 'Result'),
  resultOn: say('Erreicht am', 'Reached on'),
  resultText: say('Kurzbericht', 'Short report'),
  sentToInsurerOn: say('Kopie an die Kasse am', 'Copy to the insurer on'),
  sentToDoctorOn: say('Kopie an die überweisende Praxis am', 'Copy to the referring doctor on'),
} as const satisfies Record<string, Said>;
export type FieldLabel = keyof typeof FIELD_LABELS;

export const KIND_LABELS = {
  TRIAL: say('Probestunden', 'Trial units'),
  INITIAL: say('Erstverordnung', 'First prescription'),
  FOLLOW_UP: say('Folgeverordnung', 'Follow-up prescription'),
  DISCHARGE: say('Entlassverordnung', 'Discharge prescription'),
  REFERRAL: say('Überweisung', 'Referral'),
} as const satisfies Record<PrescriptionKind, Said>;

export const CERTAINTY_LABELS = {
  G: say('G – gesichert', 'G – confirmed'),
  V: say('V – Verdacht', 'V – suspected'),
  Z: say('Z – Zustand nach', 'Z – state after'),
  A: say('A – ausgeschlossen', 'A – ruled out'),
} as const satisfies Record<Certainty, Said>;

export const CRITERION_LABELS = {
  COMORBIDITY: say('Weitere Erkrankung, die ins Gewicht fällt', 'Another illness that weighs'),
  PLANNING: say('Alltag planen und gestalten gelingt kaum', 'Hardly able to plan and carry out daily tasks'),
  CARE_USE: say('Hilfen nutzen und abstimmen gelingt kaum', 'Hardly able to use and coordinate care'),
  MOBILITY: say('Wege allein zurücklegen gelingt kaum', 'Hardly able to get around alone'),
} as const satisfies Record<Criterion, Said>;

export const IMPAIRMENT_LABELS = {
  DRIVE_STRUCTURE: say('Antrieb, Ausdauer, Tagesstruktur', 'Drive, endurance, structure of the day'),
  BEHAVIOUR_CONTACT: say('Verhalten, Kontakt, Konflikte lösen', 'Behaviour, contact, solving conflicts'),
  COGNITION: say('Konzentration, Merken, Denken', 'Concentration, memory, thinking'),
  INSIGHT: say('Zugang zur Krankheit, Krisen erkennen', 'Insight into the illness, seeing a crisis come'),
} as const satisfies Record<Impairment, Said>;

export const DEGREE_LABELS = {
  none: say('keine', 'none'),
  mild: say('leicht', 'mild'),
  moderate: say('mittel', 'moderate'),
  severe: say('schwer', 'severe'),
} as const satisfies Record<Degree, Said>;

export const HOSPITAL_LABELS = {
  AVOID: say('wird vermieden', 'is avoided'),
  SHORTEN: say('wird verkürzt', 'is shortened'),
  NOT_FEASIBLE: say('wäre nötig, geht aber nicht', 'would be needed but is not feasible'),
} as const satisfies Record<HospitalReason, Said>;

export const PARALLEL_LABELS = {
  pHKP: say('Psychiatrische häusliche Krankenpflege', 'Psychiatric home nursing'),
  psychotherapy: say('Psychotherapie', 'Psychotherapy'),
  Eingliederungshilfe: say('Eingliederungshilfe', 'Integration assistance'),
  other: say('Anderes', 'Other'),
} as const satisfies Record<ParallelCareKind, Said>;

export const RESULT_LABELS = {
  SPECIALIST_REACHED: say('Facharztpraxis erreicht', 'Specialist reached'),
  NOT_REACHED: say('Nicht erreicht', 'Not reached'),
  PATIENT_DECLINED: say('Abgelehnt', 'Declined by the client'),
} as const satisfies Record<ReferralResult, Said>;

export const SPECIALTY_LABELS = {
  psychiatry: say('Psychiatrie', 'Psychiatry'),
  neurology: say('Neurologie', 'Neurology'),
  nervenheilkunde: say('Nervenheilkunde', 'Nervenheilkunde'),
  psychosomatic: say('Psychosomatische Medizin', 'Psychosomatic medicine'),
  psychotherapy: say('Psychotherapie', 'Psychotherapy'),
  'child-psychiatry': say('Kinder- und Jugendpsychiatrie', 'Child and youth psychiatry'),
  'clinic-118': say('Psychiatrische Institutsambulanz', 'Psychiatric outpatient clinic'),
} as const satisfies Record<TargetSpecialty, Said>;

/** Bands of the GAF in our own words; where symptoms and functioning differ, the lower band counts. */
export const GAF_BANDS = [
  { from: 91, to: 100, ...say('hervorragend', 'excellent') },
  { from: 81, to: 90, ...say('kaum Symptome', 'hardly any symptoms') },
  { from: 71, to: 80, ...say('vorübergehende Reaktionen', 'passing reactions') },
  { from: 61, to: 70, ...say('leichte Beeinträchtigung', 'mild') },
  { from: 51, to: 60, ...say('mäßige Beeinträchtigung', 'moderate') },
  { from: 41, to: 50, ...say('ernste Beeinträchtigung', 'serious') },
  {
    from: 31,
    to: 40,
    ...say(
      'starke Beeinträchtigung in mehreren Bereichen oder von Realität und Verständigung',
      'strong impairment in several areas, or of reality or communication',
    ),
  },
  { from: 21, to: 30, ...say('in fast allen Bereichen nicht handlungsfähig', 'unable to function in nearly all areas') },
  { from: 11, to: 20, ...say('teils Gefahr oder Verwahrlosung', 'some danger or neglect') },
  { from: 1, to: 10, ...say('ständige Gefahr', 'constant danger') },
] as const;

/** The band of a value; undefined for 0 (no information) and what is no GAF. */
export const gafBand = (gaf: number) => GAF_BANDS.find(({ from, to }) => from <= gaf && gaf <= to);
