import type { Decision } from '#kernel/decision.ts';
import type { SoziotherapieCode, SoziotherapieHint } from './codes.ts';

/** The rules of the rule book with the place in law that each follows; an answer names both, in the words of a practice. */
export const RULES = {
  R1: { de: 'Indikation', en: 'Indication', source: '§ 37a (1) SGB V; ST-RL §§ 1, 2' },
  R2: { de: 'Kontingent', en: 'Contingent', source: '§ 37a (1) SGB V; ST-RL § 5 (2)' },
  R3: { de: 'Einheiten aus Minuten', en: 'Units from minutes', source: 'ST-RL § 5; Vertrag § 132b SGB V' },
  R4: { de: 'Probeeinheiten und Muster 28', en: 'Trial units and Muster 28', source: 'ST-RL §§ 5, 9' },
  R5: { de: 'Höchstzahl je Verordnung', en: 'Most units of a prescription', source: 'ST-RL § 5 (1)' },
  R6: { de: 'Überprüfung', en: 'Review', source: 'ST-RL § 6; Abstand: Einstellung der Praxis' },
  R7: { de: 'Vorlage bei der Kasse', en: 'Submission to the insurer', source: 'ST-RL § 9' },
  R8: { de: 'Entscheidungsfrist der Kasse', en: "The insurer's time limit", source: '§ 13 (3a) SGB V; § 26 (3) SGB X' },
  R9: { de: 'Widerspruchsfrist', en: 'Time limit of objection', source: '§§ 66, 84 SGG; § 37 (2) SGB X' },
  R10: { de: 'Zuzahlung je Kalendertag', en: 'Copayment per calendar day', source: '§ 37a (3), § 61 SGB V' },
  R11: { de: 'Alter und Befreiung', en: 'Age and exemption', source: '§ 37a (3), § 62 SGB V' },
  R12: { de: 'Teileinheiten an mehreren Tagen', en: 'Parts of a unit on several days', source: '§ 61 SGB V; Einstellung der Praxis' },
  R13: { de: 'Mehrere Termine an einem Tag', en: 'Several sessions on one day', source: '§ 37a (3), § 61 SGB V' },
  R14: { de: 'Belastungsgrenze', en: 'Yearly limit of copayments', source: '§ 62 SGB V' },
  R15: { de: 'Folgeverordnung', en: 'Follow-up prescription', source: 'Einstellung der Praxis' },
  R16: { de: 'Kostenübernahme', en: 'Coverage', source: 'ST-RL § 9' },
  R17: { de: 'Krankenhausaufenthalt', en: 'Hospital stay', source: '§ 39 SGB V; Einstellung der Praxis' },
  R18: { de: 'Kassenwechsel', en: 'Change of insurer', source: '§ 19 (1), (1a) SGB V' },
  R19: { de: 'Gruppengröße', en: 'Group size', source: 'ST-RL § 5; Vertrag § 132b SGB V' },
  R20: { de: 'Neben häuslicher Krankenpflege', en: 'Beside psychiatric home nursing', source: 'ST-RL § 6 (2)' },
  R21: { de: 'Dokumentation', en: 'Documentation', source: '§ 630f (1) BGB; Stunden: Einstellung der Praxis' },
  R22: { de: 'Aufbewahrung', en: 'Retention', source: '§ 630f (3) BGB; § 257 HGB, § 147 AO' },
  R23: { de: 'Entlassverordnung', en: 'Discharge prescription', source: '§ 39 (1a) SGB V; ST-RL § 4a' },
  R24: { de: 'Wer verordnen darf', en: 'Who may prescribe', source: 'ST-RL § 4' },
  R25: { de: 'Preis und Rundung', en: 'Price and rounding', source: 'Vertrag § 132b SGB V' },
  R26: { de: 'Überschneidung', en: 'Overlap', source: 'Vertrag § 132b SGB V' },
  LIFE: { de: 'Ablauf', en: 'Life cycle', source: '§ 37a SGB V; ST-RL' },
} as const satisfies Record<string, { de: string; en: string; source: string }>;
export type RuleId = keyof typeof RULES;

/** Numbers, days and codes for the words of an answer. Never a text that a person wrote. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** Something to know beside a yes or a no. */
export interface Hint {
  code: SoziotherapieHint;
  facts?: Facts;
}

/** What every answer carries: the rule, its place in law, facts for the words, and hints. */
export interface Grounds {
  rule: RuleId;
  /** Paragraph or directive: "ST-RL § 9". */
  source: string;
  facts: Facts;
  hints: readonly Hint[];
}

/** A rule's answer with its grounds. */
export type Ruling<Yes extends object = object, Code extends SoziotherapieCode = SoziotherapieCode> = Decision<Yes, Code> & Grounds;
export type Refused<Code extends SoziotherapieCode = SoziotherapieCode> = { ok: false; because: Code } & Grounds;

type More = Partial<Omit<Grounds, 'rule'>>;

const grounds = (rule: RuleId, more: More): Grounds => ({
  rule,
  source: more.source ?? RULES[rule].source,
  facts: more.facts ?? {},
  hints: more.hints ?? [],
});

/** A rule's yes. */
export function allow<Yes extends object>(rule: RuleId, result: Yes, more: More = {}): { ok: true } & Yes & Grounds {
  return { ok: true, ...result, ...grounds(rule, more) };
}

/** A rule's no. */
export function refuse<Code extends SoziotherapieCode>(rule: RuleId, because: Code, more: More = {}): Refused<Code> {
  return { ok: false, because, ...grounds(rule, more) };
}
