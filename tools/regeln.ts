import { writeFileSync } from 'node:fs';
import { type Parameters, parametersOn, SETTINGS, type Setting, type SettingName } from '#rooms/soziotherapie/rules/parameters.ts';
import { RULES } from '#rooms/soziotherapie/rules/ruling.ts';
import { APPLICATION } from './regeln/application.ts';
import type { Chapter } from './regeln/chapter.ts';
import { USE } from './regeln/use.ts';

const NAMES: Partial<Record<SettingName, string>> = {
  episodeCapMinutes: 'Kontingent in Minuten',
  episodeYears: 'Jahre des Fensters',
  episodeAnchor: 'Beginn des Fensters',
  capWarningUnits: 'Hinweis vor dem Ende (TE)',
  unitMinutesSingle: 'Minuten einer Einheit',
  unitMinutesGroup: 'Minuten einer Gruppeneinheit',
  billingStepMinutes: 'Abrechnungsschritt (Min.)',
  groupCapCounting: 'Gruppe im Kontingent',
  groupMin: 'Gruppe mindestens',
  groupMax: 'Gruppe höchstens',
  maxUnitsPerPrescription: 'Einheiten je Verordnung',
  maxTrialUnits: 'Probeeinheiten',
  maxReferralUnits: 'Einheiten Muster 28',
  maxTrialPrescriptionsPerYear: 'Probeverordnungen im Jahr',
  trialYear: 'Welches Jahr',
  approvalFreeUnitsTotal: 'Ohne Genehmigung zusammen',
  gafCeiling: 'GAF höchstens',
  gafGuide: 'GAF Orientierung',
  gafSafety: 'GAF Sicherheitshinweis unter',
  justificationCharacters: 'Begründung mindestens (Zeichen)',
  submissionWorkingDays: 'Vorlage (Arbeitstage)',
  carePlanFollowsWorkingDays: 'Muster 27 folgt in (Arbeitstagen)',
  decisionWeeks: 'Entscheidung (Wochen)',
  decisionWeeksWithExpert: 'mit Gutachten (Wochen)',
  noticeFictionDays: 'Bekanntgabe (Tage)',
  objectionMonths: 'Widerspruch (Monate)',
  objectionMonthsUntaught: 'ohne Belehrung (Monate)',
  copayPercent: 'Zuzahlung (v. H.)',
  copayMinCents: 'mindestens (Cent)',
  copayMaxCents: 'höchstens (Cent)',
  copayFromAge: 'ab Alter',
  copayCollection: 'Wer einzieht',
  burdenPercent: 'Belastungsgrenze (v. H.)',
  burdenPercentChronic: 'chronisch (v. H.)',
  burdenWarnPercent: 'Hinweis ab (v. H.)',
  reviewIntervalMonths: 'Abstand (Monate)',
  reviewGrid: 'Festes Raster',
  reviewWarnDays: 'Gelb ab (Tage vorher)',
  followUpLeadWeeks: 'Vorlauf (Wochen)',
  followUpMinimumUnits: 'Vorlauf mindestens (TE)',
  dischargeDays: 'Tage nach Entlassung',
  youthPrescriberUntilAge: 'bis Alter',
  hospitalBlock: 'Sperre',
  travelBufferMinutes: 'Wegzeit (Min.)',
  lateDocHours: 'Grund ab (Std.)',
  veryLateDocHours: 'Freigabe ab (Std.)',
  retentionYearsTreatment: 'Akte (Jahre)',
  retentionYearsVouchers: 'Rechnungen (Jahre)',
};
const VALUES: Readonly<Record<string, string>> = {
  true: 'ja',
  false: 'nein',
  firstUnit: 'erste Einheit',
  firstPrescription: 'erste Verordnung',
  minutes: '90 Minuten zählen 90',
  unit: '90 Minuten zählen 60',
  calendar: 'Kalenderjahr',
  rolling12: 'zwölf Monate',
  insurer: 'die Kasse',
  provider: 'die Praxis',
  inner: 'Tage dazwischen',
  all: 'alle Tage',
  warn: 'nur Hinweis',
};
const BASIS = { law: 'Gesetz', directive: 'Richtlinie', contract: 'Vertrag', practice: 'Praxis' } as const;
const worded = (value: unknown) => VALUES[String(value)] ?? String(value);
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (...cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;

function settingRow(name: SettingName, now: Parameters): string {
  const setting: Setting<unknown> = SETTINGS[name];
  const may =
    setting.basis === 'contract' || setting.basis === 'practice' ? (setting.choices?.map(worded).join(', ') ?? 'andere Zahl') : 'nein';
  const since = setting.rows.at(-1)?.validFrom;
  return row(
    NAMES[name] ?? name,
    `${worded(now[name])}${since ? ` (seit ${since})` : ''}`,
    BASIS[setting.basis],
    setting.source,
    may,
    setting.open ?? '',
  );
}

function chapterText({ rule, settings, text, examples }: Chapter, now: Parameters): string {
  const lines = [`## ${rule} ${RULES[rule].de}`, '', `*${RULES[rule].source}*`, '', text, ''];
  if (settings.length > 0) {
    lines.push(row('Zahl', 'Wert', 'Grundlage', 'Quelle', 'Wählbar', 'Offen'), '|---|---|---|---|---|---|');
    lines.push(...settings.map((name) => settingRow(name, now)), '');
  }
  lines.push(row('Beispiel', 'Gefragt', 'Antwort von Geleit'), '|---|---|---|');
  lines.push(...examples.map(([id, question, answer]) => row(id, question, answer())), '');
  return lines.join('\n');
}

/** The page "how Geleit counts": every rule with source, numbers and examples; the answers are asked of the rules themselves. */
export function rulesPage(): string {
  const now = parametersOn('2026-03-01');
  const chapters = [...APPLICATION, ...USE].sort((one, other) => Number(one.rule.slice(1)) - Number(other.rule.slice(1)));
  return [
    '# Wie Geleit in der Soziotherapie rechnet',
    '',
    'Diese Seite entsteht aus den Regeln selbst (`node tools/regeln.ts`); kein Ergebnis ist von Hand geschrieben. „Offen“ nennt die Frage, die Gesetz und Richtlinie nicht klar beantworten; dort kann die Praxis wählen (Soziotherapie, Praxis, Zahlen). Preise in den Beispielen sind erfunden: 58,50 € für 60 Minuten. TE heißt Therapieeinheit. Sie ersetzt keinen Rat im Einzelfall.',
    '',
    ...chapters.map((chapter) => chapterText(chapter, now)),
  ].join('\n');
}

/** Rules without a chapter; none may be missing. */
export const missingChapters = (): string[] =>
  Object.keys(RULES).filter((rule) => rule !== 'LIFE' && ![...APPLICATION, ...USE].some((chapter) => chapter.rule === rule));

if (import.meta.main) writeFileSync(new URL('../docs/handbuch/regeln.md', import.meta.url), rulesPage());
