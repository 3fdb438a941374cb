import type { Day } from './calendar.ts';

/** Where a number stands. `law` and `directive` are fixed; a network may set the others (a contract's differ per state). */
export type Basis = 'law' | 'directive' | 'contract' | 'practice';

interface Row<Value> {
  value: Value;
  /** The first day of this row; null: no older row is known, it holds for all earlier days. */
  validFrom: Day | null;
}

/** One number of the trade with all its versions, newest last. */
export interface Setting<Value> {
  basis: Basis;
  /** Paragraph, directive, or why a practice decides. */
  source: string;
  rows: readonly [Row<Value>, ...Row<Value>[]];
  /** The law does not say it clearly; what is open, by its number in the rule book (chapter 9), is shown beside the setting. */
  open?: string;
  /** What may be chosen instead, where it is not fixed. */
  choices?: readonly Value[];
}

const fixed = <Value>(basis: 'law' | 'directive', source: string, ...rows: Setting<Value>['rows']): Setting<Value> => ({
  basis,
  source,
  rows,
});
const since = <Value>(validFrom: Day | null, value: Value): Row<Value> => ({ value, validFrom });
const set = <Value>(source: string, value: Value, more: Partial<Setting<Value>> = {}): Setting<Value> => ({
  basis: 'practice',
  source,
  rows: [{ value, validFrom: null }],
  ...more,
});

/** Every number that a rule of Soziotherapie uses. Money in cent, time in minutes unless the name says otherwise. */
export const SETTINGS = {
  episodeCapMinutes: fixed('law', '§ 37a (1) SGB V: höchstens 120 Stunden', since(null, 7200)),
  episodeYears: fixed('law', '§ 37a (1) SGB V: innerhalb von drei Jahren je Krankheitsfall', since(null, 3)),
  episodeAnchor: set<'firstUnit' | 'firstPrescription'>('§ 37a (1) SGB V nennt den Beginn nicht', 'firstUnit', {
    open: 'O1',
    choices: ['firstUnit', 'firstPrescription'],
  }),
  unitMinutesSingle: fixed('directive', 'ST-RL § 5: eine Einheit sind 60 Minuten', since(null, 60)),
  unitMinutesGroup: fixed('directive', 'ST-RL § 5: in Gruppen 90 Minuten', since(null, 90)),
  groupCapCounting: set<'minutes' | 'unit'>('ST-RL § 5: Kontingent „unverändert“, ohne Rechenweg', 'minutes', {
    open: 'O2',
    choices: ['minutes', 'unit'],
  }),
  groupMin: set('Eine Gruppe beginnt mit zwei Menschen', 2),
  groupMax: fixed('directive', 'ST-RL § 5: höchstens 12', since(null, 12)),
  maxUnitsPerPrescription: fixed('directive', 'ST-RL § 5 (1): höchstens 30 Einheiten je Verordnung', since(null, 30)),
  maxTrialUnits: fixed('directive', 'ST-RL § 5: bis zu 5 Probeeinheiten', since(null, 5)),
  maxReferralUnits: fixed('directive', 'ST-RL § 4; Muster 28: bis zu 5 Einheiten', since(null, 5)),
  maxTrialPrescriptionsPerYear: fixed('directive', 'ST-RL § 5: höchstens zwei im Jahr', since(null, 2)),
  trialYear: set<'calendar' | 'rolling12'>('ST-RL § 5 sagt nicht, welches Jahr', 'calendar', {
    open: 'O3',
    choices: ['calendar', 'rolling12'],
  }),
  approvalFreeUnitsTotal: {
    ...fixed('directive', 'ST-RL § 9: ohne Genehmigung bis 5 Einheiten zusammen, in strenger Lesart', since(null, 5)),
    open: 'O4',
  },
  gafCeiling: fixed('directive', 'ST-RL § 2: GAF nie über 50', since(null, 50)),
  gafGuide: fixed('directive', 'ST-RL § 2: Orientierungswert 40; außerhalb der Liste Obergrenze', since(null, 40)),
  gafSafety: set('GAF unter 20: an mögliche Gefahr denken', 20),
  justificationCharacters: set('ST-RL § 2: Einzelfall ist zu begründen; Mindestlänge', 20),
  submissionWorkingDays: fixed('directive', 'ST-RL § 9: dritter Arbeitstag nach der Ausstellung', since(null, 3)),
  carePlanFollowsWorkingDays: set('ST-RL § 9 spricht von der Verordnung; Muster 27 darf folgen', 10, { open: 'O13' }),
  decisionWeeks: fixed('law', '§ 13 (3a) SGB V: drei Wochen', since(null, 3)),
  decisionWeeksWithExpert: fixed('law', '§ 13 (3a) SGB V: fünf Wochen mit Gutachten', since(null, 5)),
  noticeFictionDays: fixed(
    'law',
    '§ 37 (2) SGB X: Bekanntgabe am vierten, bis 2024 am dritten Tag',
    since(null, 3),
    since('2025-01-01', 4),
  ),
  objectionMonths: fixed('law', '§ 84 (1) SGG: ein Monat', since(null, 1)),
  objectionMonthsUntaught: fixed('law', '§ 66 (2) SGG: ein Jahr ohne Belehrung', since(null, 12)),
  copayPercent: fixed('law', '§ 61 SGB V: 10 vom Hundert', since(null, 10)),
  copayMinCents: fixed('law', '§ 61 SGB V: mindestens 5 Euro', since(null, 500)),
  copayMaxCents: fixed('law', '§ 61 SGB V: höchstens 10 Euro', since(null, 1000)),
  copayFromAge: fixed('law', '§ 37a (3) SGB V: ab vollendetem 18. Lebensjahr', since(null, 18)),
  burdenPercent: fixed('law', '§ 62 (1) SGB V: 2 vom Hundert', since(null, 2)),
  burdenPercentChronic: fixed('law', '§ 62 (1) SGB V: 1 vom Hundert bei schwerwiegend chronisch Kranken', since(null, 1)),
  burdenWarnPercent: set('Früh genug für den Antrag auf Befreiung', 80),
  copayCollection: set<'insurer' | 'provider'>('§ 43c SGB V: Zuzahlung an die Kasse; der Vertrag kann es anders regeln', 'insurer', {
    basis: 'contract',
    open: 'O8',
    choices: ['insurer', 'provider'],
  }),
  billingStepMinutes: set('Vertrag § 132b SGB V; nur diese Schritte ergeben glatte Hundertstel', 15, {
    basis: 'contract',
    open: 'O11',
    choices: [60, 30, 15, 6, 3],
  }),
  reviewIntervalMonths: set('ST-RL § 6 verlangt Überprüfung, nennt aber keinen Abstand', 2, { open: 'O6', choices: [1, 2, 3] }),
  reviewGrid: set('Termine vom Plan aus zählen statt vom letzten Gespräch', false, { choices: [false, true] }),
  reviewWarnDays: set('So früh wird die Überprüfung gelb', 14),
  followUpLeadWeeks: set('2 Wochen Verordnung, 3 Wochen Kasse, 1 Woche Reserve', 6),
  followUpMinimumUnits: set('So viele Einheiten bleiben mindestens als Vorlauf', 6),
  capWarningUnits: set('Vor dem Ende des Kontingents sagen', 10),
  dischargeDays: fixed('directive', 'ST-RL § 4a: bis zu 7 Kalendertage nach der Entlassung', since(null, 7)),
  youthPrescriberUntilAge: fixed('directive', 'ST-RL § 4: bis zur Vollendung des 21. Lebensjahres', since(null, 21)),
  hospitalBlock: set<'inner' | 'all' | 'warn'>('Aufnahme- und Entlassungstag sind nicht geregelt', 'inner', {
    open: 'O10',
    choices: ['inner', 'all', 'warn'],
  }),
  travelBufferMinutes: set('Weg zwischen zwei Orten', 15),
  lateDocHours: set('§ 630f (1) BGB: unmittelbarer zeitlicher Zusammenhang, ohne Stundenzahl', 24),
  veryLateDocHours: set('§ 630f (1) BGB: unmittelbarer zeitlicher Zusammenhang, ohne Stundenzahl', 72),
  retentionYearsTreatment: fixed('law', '§ 630f (3) BGB: zehn Jahre nach Abschluss', since(null, 10)),
  retentionYearsVouchers: fixed('law', '§ 257 (4) HGB, § 147 (3) AO: acht, bis 2024 zehn Jahre', since(null, 10), since('2025-01-01', 8)),
  pauseReminderDays: set('In einer Pause regelmäßig nachsehen', 14),
  noShowsInARow: set('Nach so vielen Ausfällen mit der Verordnerin sprechen', 3),
  videoAllowed: set('Keine Regel für Videotermine gefunden', false, { open: 'O14', choices: [false, true] }),
} as const;

export type SettingName = keyof typeof SETTINGS;
type ValueOf<S> = S extends Setting<infer Value> ? Value : never;
/** All values that hold on one day. */
export type Parameters = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };
/** What a network chose where the law leaves it open. */
export type Choices = Partial<Parameters>;

const all = Object.entries(SETTINGS) as [SettingName, Setting<unknown>][];

/** The value of a setting on a day: the newest row that had begun. */
function rowOn<Value>(setting: Setting<Value>, day: Day): Value {
  return (setting.rows.findLast(({ validFrom }) => validFrom === null || validFrom <= day) ?? setting.rows[0]).value;
}

/** True where a network may set another value: not a number from law or directive, and one of the printed choices where there are any. */
export function mayChoose(name: SettingName, value: unknown): boolean {
  const setting: Setting<unknown> = SETTINGS[name];
  if (setting.basis === 'law' || setting.basis === 'directive') return false;
  if (setting.choices) return setting.choices.includes(value);
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/**
 * Every number as it holds on a day. Choices apply where a network may choose; any other is a RangeError, because a changed law is a
 * new row with its first day here and never a setting.
 */
export function parametersOn(day: Day, choices: Choices = {}): Parameters {
  for (const [name, value] of Object.entries(choices) as [SettingName, unknown][]) {
    if (!mayChoose(name, value)) throw new RangeError(`${name} may not be set to ${String(value)}`);
  }
  return { ...(Object.fromEntries(all.map(([name, setting]) => [name, rowOn(setting, day)])) as Parameters), ...choices };
}

/** Settings that the law leaves open, for the screen that says so. */
export function openSettings(): { name: SettingName; question: string; source: string }[] {
  return all.flatMap(([name, { open, source }]) => (open ? [{ name, question: open, source }] : []));
}
