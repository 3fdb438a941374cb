/** Care systems of the screening's gate (rule book B.2.4 and its clarification): a provider carries exactly one. */
export const CARE_SYSTEMS = [
  'health',
  'long-term-care',
  'participation',
  'work',
  'youth',
  'social-assistance',
  'education',
  'justice',
  'counselling',
] as const;
export type CareSystem = (typeof CARE_SYSTEMS)[number];

/** What a kind of service is called; a network may call it otherwise. */
export interface Named {
  de: string;
  en: string;
}

/** A kind of service that a person may need: what it is called, who pays for it, how often one meets. */
export interface ServiceType extends Named {
  /** Stands in lines, referrals and the directory; never changes. */
  code: string;
  system: CareSystem;
  /** Usual days from one meeting to the next; null where there is no rhythm (a single service). Monthly = 30. */
  rhythmDays: number | null;
  /** The person lives there while it lasts: after its end the follow-up is due within 7 days (B.4 G4). */
  inpatient: boolean;
  /** Runs on until it is ended: an interruption is worth a finding (B.4 G3). */
  continuous: boolean;
}

type Kind = 'weekly' | 'fortnightly' | 'monthly' | 'quarterly' | 'daily' | 'once' | 'inpatient';
const RHYTHM = { daily: 1, weekly: 7, fortnightly: 14, monthly: 30, quarterly: 90, once: null, inpatient: 7 } as const;

const type = (code: string, system: CareSystem, kind: Kind, de: string, en: string): ServiceType => ({
  code,
  system,
  rhythmDays: RHYTHM[kind],
  inpatient: kind === 'inpatient',
  continuous: kind !== 'once' && kind !== 'inpatient',
  de,
  en,
});

/** Everything that a network may search for, link and refer to when it has set nothing itself. German legal names stay German. */
export const SERVICE_TYPES = [
  // SGB V
  type('psychotherapy', 'health', 'weekly', 'Psychotherapie (Richtlinienverfahren)', 'Psychotherapy (guideline procedure)'),
  type('soziotherapie', 'health', 'weekly', 'Soziotherapie (§ 37a SGB V)', 'Soziotherapie (§ 37a SGB V)'),
  type('psychiatrist', 'health', 'monthly', 'Psychiatrische Behandlung', 'Psychiatric treatment'),
  type('general-practice', 'health', 'quarterly', 'Hausärztliche Behandlung', 'General practice'),
  type('specialist', 'health', 'quarterly', 'Fachärztliche Behandlung', 'Medical specialist'),
  type('outpatient-clinic', 'health', 'monthly', 'Psychiatrische Institutsambulanz', 'Psychiatric outpatient clinic'),
  type('psychiatric-nursing', 'health', 'weekly', 'Psychiatrische häusliche Krankenpflege', 'Psychiatric home nursing'),
  type('home-nursing', 'health', 'weekly', 'Häusliche Krankenpflege (§ 37 SGB V)', 'Home nursing (§ 37 SGB V)'),
  type('psychiatric-hospital', 'health', 'inpatient', 'Psychiatrische Klinik', 'Psychiatric hospital'),
  type('hospital', 'health', 'inpatient', 'Krankenhaus', 'Hospital'),
  type('day-clinic', 'health', 'daily', 'Tagesklinik', 'Day clinic'),
  type('home-treatment', 'health', 'daily', 'Stationsäquivalente Behandlung', 'Home treatment instead of a ward'),
  type('occupational-therapy', 'health', 'weekly', 'Ergotherapie', 'Occupational therapy'),
  type('physiotherapy', 'health', 'weekly', 'Physiotherapie', 'Physiotherapy'),
  type('speech-therapy', 'health', 'weekly', 'Logopädie', 'Speech therapy'),
  type('palliative-care', 'health', 'weekly', 'Palliativversorgung (SAPV)', 'Palliative care at home'),
  type('medical-rehab', 'health', 'inpatient', 'Medizinische Rehabilitation, stationär', 'Medical rehabilitation, inpatient'),
  type('medical-rehab-outpatient', 'health', 'daily', 'Medizinische Rehabilitation, ambulant', 'Medical rehabilitation, outpatient'),
  type('rehab-aftercare', 'health', 'weekly', 'Reha-Nachsorge', 'Aftercare of rehabilitation'),
  type('rehab-sport', 'health', 'weekly', 'Rehabilitationssport', 'Rehabilitation sport'),
  type('medical-aids', 'health', 'once', 'Hilfsmittel', 'Aids'),
  // SGB XI, SGB XII chapter 7
  type('care-advice', 'long-term-care', 'quarterly', 'Pflegeberatung (§ 7a SGB XI)', 'Advice on long-term care (§ 7a SGB XI)'),
  type('home-care', 'long-term-care', 'daily', 'Ambulanter Pflegedienst', 'Care at home'),
  type('day-care', 'long-term-care', 'weekly', 'Tagespflege', 'Day care'),
  type('short-term-care', 'long-term-care', 'inpatient', 'Kurzzeitpflege', 'Short-term care'),
  type('residential-care', 'long-term-care', 'daily', 'Pflegeheim', 'Nursing home'),
  type('everyday-support', 'long-term-care', 'weekly', 'Unterstützung im Alltag (§ 45a SGB XI)', 'Everyday support (§ 45a SGB XI)'),
  type('care-grade', 'long-term-care', 'once', 'Begutachtung des Pflegegrads', 'Assessment of the care grade'),
  type('home-adaptation', 'long-term-care', 'once', 'Wohnraumanpassung', 'Adapting the home'),
  // SGB IX
  type('assisted-living', 'participation', 'weekly', 'Assistenz beim Wohnen (§ 78 SGB IX)', 'Assistance in living (§ 78 SGB IX)'),
  type('residential-participation', 'participation', 'daily', 'Besondere Wohnform', 'Residential home for participation'),
  type('participation-advice', 'participation', 'monthly', 'Teilhabeberatung (EUTB)', 'Independent advice on participation (EUTB)'),
  type('day-structure', 'participation', 'weekly', 'Tagesstätte, Tagesstruktur', 'Day centre'),
  type('sheltered-workshop', 'participation', 'daily', 'Werkstatt für behinderte Menschen', 'Sheltered workshop'),
  type('personal-budget', 'participation', 'quarterly', 'Persönliches Budget', 'Personal budget'),
  type('early-support', 'participation', 'weekly', 'Frühförderung', 'Early support for children'),
  type('school-assistance', 'participation', 'daily', 'Schulbegleitung', 'Assistance at school'),
  // SGB II, SGB III, work with SGB IX
  type('jobcenter', 'work', 'monthly', 'Jobcenter', 'Job centre'),
  type('employment-agency', 'work', 'monthly', 'Agentur für Arbeit', 'Employment agency'),
  type('integration-service', 'work', 'fortnightly', 'Integrationsfachdienst', 'Integration service for work'),
  type('vocational-rehab', 'work', 'daily', 'Berufliche Rehabilitation', 'Vocational rehabilitation'),
  type('vocational-training', 'work', 'daily', 'Berufliches Training, RPK', 'Vocational training'),
  type('supported-employment', 'work', 'weekly', 'Unterstützte Beschäftigung', 'Supported employment'),
  type('return-to-work', 'work', 'monthly', 'Eingliederungsmanagement (BEM)', 'Return to work at the firm (BEM)'),
  type('work-opportunity', 'work', 'daily', 'Arbeitsgelegenheit, Zuverdienst', 'Work opportunity, extra earnings'),
  // SGB VIII
  type('youth-office', 'youth', 'monthly', 'Jugendamt', 'Youth office'),
  type('family-help', 'youth', 'weekly', 'Sozialpädagogische Familienhilfe', 'Family support at home'),
  type('parenting-advice', 'youth', 'monthly', 'Erziehungsberatung', 'Parenting advice'),
  // SGB XII, housing
  type('social-office', 'social-assistance', 'quarterly', 'Sozialamt', 'Social office'),
  type('housing-office', 'social-assistance', 'once', 'Wohnungsamt, Wohngeld', 'Housing office, housing benefit'),
  type('housing-first', 'social-assistance', 'weekly', 'Housing First', 'Housing First'),
  type(
    'homeless-support',
    'social-assistance',
    'weekly',
    'Wohnungslosenhilfe (§ 67 SGB XII)',
    'Support for homeless people (§ 67 SGB XII)',
  ),
  type('emergency-shelter', 'social-assistance', 'daily', 'Notunterkunft', 'Emergency shelter'),
  // school, law
  type('school', 'education', 'daily', 'Schule, Schulsozialarbeit', 'School, social work at school'),
  type('language-course', 'education', 'daily', 'Sprach- und Integrationskurs', 'Language and integration course'),
  type('legal-guardian', 'justice', 'monthly', 'Rechtliche Betreuung', 'Legal guardian'),
  type('probation', 'justice', 'monthly', 'Bewährungshilfe', 'Probation service'),
  type('legal-advice', 'justice', 'once', 'Rechtsberatung', 'Legal advice'),
  // addiction and counselling
  type('addiction-counselling', 'counselling', 'fortnightly', 'Suchtberatung', 'Addiction counselling'),
  type('substitution', 'health', 'weekly', 'Substitutionsbehandlung', 'Substitution treatment'),
  type('detox', 'health', 'inpatient', 'Qualifizierter Entzug', 'Qualified detoxification'),
  type('addiction-rehab', 'health', 'inpatient', 'Entwöhnungsbehandlung', 'Rehabilitation from addiction'),
  type('low-threshold', 'counselling', 'weekly', 'Niedrigschwellige Hilfe, Kontaktcafé', 'Low-threshold help, contact café'),
  type('debt-advice', 'counselling', 'monthly', 'Schuldnerberatung', 'Debt advice'),
  type('social-counselling', 'counselling', 'monthly', 'Allgemeine Sozialberatung', 'Social counselling'),
  type('social-psychiatric-service', 'counselling', 'monthly', 'Sozialpsychiatrischer Dienst', 'Social psychiatric service'),
  type('migration-advice', 'counselling', 'monthly', 'Migrationsberatung', 'Advice on migration'),
  type('womens-shelter', 'counselling', 'daily', 'Frauenhaus, Gewaltschutz', "Women's shelter, protection from violence"),
  type('self-help', 'counselling', 'fortnightly', 'Selbsthilfegruppe', 'Self-help group'),
  type('peer-support', 'counselling', 'fortnightly', 'Genesungsbegleitung (EX-IN)', 'Peer support (EX-IN)'),
  type('relatives-group', 'counselling', 'monthly', 'Angehörigengruppe', 'Group for relatives'),
  type('volunteer', 'counselling', 'weekly', 'Ehrenamtliche Begleitung', 'Volunteer companion'),
] as const satisfies readonly ServiceType[];

const BY_CODE: ReadonlyMap<string, ServiceType> = new Map(SERVICE_TYPES.map((each) => [each.code, each]));

/** A kind of service of the ready catalogue; networks may have kinds of their own beside it. */
export function findServiceType(code: string): ServiceType | undefined {
  return BY_CODE.get(code);
}
