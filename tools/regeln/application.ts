import { judgeAmount } from '#rooms/soziotherapie/rules/amount.ts';
import {
  decisionDeadline,
  deemedApprovalPossible,
  judgeObjection,
  judgeSubmission,
  notifiedOn,
  objectionDeadline,
} from '#rooms/soziotherapie/rules/deadlines.ts';
import { judgeDischarge } from '#rooms/soziotherapie/rules/discharge.ts';
import { type Certainty, type EligibilityQuestion, judgeEligibility } from '#rooms/soziotherapie/rules/eligibility.ts';
import { judgeFollowUp } from '#rooms/soziotherapie/rules/follow-up.ts';
import { statutoryHolidays } from '#rooms/soziotherapie/rules/holidays.ts';
import { parametersOn } from '#rooms/soziotherapie/rules/parameters.ts';
import { judgePrescriber } from '#rooms/soziotherapie/rules/prescriber.ts';
import { gridDay, nextReview } from '#rooms/soziotherapie/rules/review.ts';
import { firstRegularRemaining, judgeReferral, judgeTrial, needsApproval } from '#rooms/soziotherapie/rules/trial.ts';
import type { Chapter } from './chapter.ts';
import { day, said } from './say.ts';

const P = parametersOn('2026-03-01');
const NW = statutoryHolidays('NW');
const BE = statutoryHolidays('BE');
const TERMINAL = /^(F20\.[0-69]|F21|F24|F60\.31|F33\.2|F25\.1|F32\.3)$/;
const icd = (code: string) => (TERMINAL.test(code) ? 'terminal' : 'not-terminal');
const SURE = { cannotUseCareIndependently: true, hospitalReason: true, therapyAbility: true };
const REASON = 'Kann Wege außerhalb der Wohnung nicht allein gehen.';
const AS = { trial: 'Ja, als Probeeinheiten.', regular: 'Ja, Regelfall.', 'individual-case': 'Ja, als begründeter Einzelfall.' };

function eligible(code: string, gaf: number, more: Partial<EligibilityQuestion> = {}): string {
  const [icdCode = '', certainty = 'G'] = code.split(' ');
  const diagnoses = [{ code: icdCode, certainty: certainty as Certainty }];
  return said(judgeEligibility({ kind: 'INITIAL', diagnoses, gaf, preconditions: SURE, ...more }, icd, P), ({ as }) => AS[as]);
}
const submitted = (issuedOn: string, receivedOn: string, state = NW) =>
  said(
    judgeSubmission({ issuedOn, receivedOn }, state, P),
    ({ lastDay }) => `Rechtzeitig, letzter Tag ist ${day(lastDay)}. Die Kasse zahlt bis zu ihrer Entscheidung.`,
  );
const psychiatrist = {
  form: 26,
  kind: 'psychiatrist',
  issuedOn: '2026-03-02',
  permission: { from: '2015-01-01', to: null },
  patientBirthDate: '1984-05-02',
} as const;

/** From the indication to the insurer's answer. */
export const APPLICATION: readonly Chapter[] = [
  {
    rule: 'R1',
    settings: ['gafCeiling', 'gafGuide', 'gafSafety', 'justificationCharacters'],
    text: 'Verordnet werden kann bei F20.0–F20.6, F21, F22, F24, F25, F31.5, F32.3 und F33.3 mit einem GAF bis 50 (Orientierungswert 40). Andere Diagnosen aus F00–F99 nur im begründeten Einzelfall mit GAF bis 40. Die Diagnose muss gesichert sein, für Probeeinheiten genügt der Verdacht.',
    examples: [
      ['R1-01', 'F20.0 gesichert, GAF 38', () => eligible('F20.0', 38)],
      ['R1-02', 'F20.0 gesichert, GAF 50', () => eligible('F20.0', 50)],
      ['R1-03', 'F20.0 gesichert, GAF 51', () => eligible('F20.0', 51)],
      [
        'R1-05',
        'F60.31 gesichert, GAF 40, Begleiterkrankung begründet',
        () => eligible('F60.31', 40, { criteria: ['COMORBIDITY'], justification: REASON }),
      ],
      ['R1-06', 'dieselbe mit GAF 41', () => eligible('F60.31', 41, { criteria: ['COMORBIDITY'], justification: REASON })],
      ['R1-09', 'F20.9 gesichert, GAF 45', () => eligible('F20.9', 45)],
      ['R1-11', 'F20.0 nur als Verdacht', () => eligible('F20.0 V', 38)],
    ],
  },
  {
    rule: 'R4',
    settings: ['maxTrialUnits', 'maxReferralUnits', 'maxTrialPrescriptionsPerYear', 'trialYear', 'approvalFreeUnitsTotal'],
    text: 'Bis zu 5 Probeeinheiten vor der ersten regulären Verordnung, höchstens zwei solche Verordnungen im Jahr. Probeeinheiten und Muster 28 sind zusammen bis 5 Einheiten ohne Genehmigung möglich.',
    examples: [
      ['R4-02', 'Muster 28 mit 3 TE, dann 2 Probeeinheiten', () => free({ kind: 'TRIAL', units: 2 }, 3)],
      ['R4-03', 'Muster 28 mit 5 TE, dann 5 Probeeinheiten', () => free({ kind: 'TRIAL', units: 5 }, 5)],
      [
        'R4-05',
        'dritte Probeverordnung in einem Jahr',
        () =>
          said(
            judgeTrial(
              { issuedOn: '2026-09-01', units: 2, regularBefore: false, earlier: [trialOn('2026-01-10'), trialOn('2026-05-02')] },
              P,
            ),
          ),
      ],
      [
        'R4-07',
        'Probeeinheiten nach der ersten regulären Verordnung',
        () => said(judgeTrial({ issuedOn: '2026-09-01', units: 2, regularBefore: true, earlier: [] }, P)),
      ],
      [
        'R4-09',
        '3 Probeeinheiten geleistet, 30 genehmigt',
        () => `${firstRegularRemaining({ prescribed: 30, approved: 30, trialUnitsUsed: 3 }, P)} Einheiten bleiben auf der Erstverordnung.`,
      ],
      ['R4-10', 'Muster 28 von einer Psychiaterin mit Genehmigung', () => said(judgeReferral({ units: 5, issuerMayUse26: true }, P))],
    ],
  },
  {
    rule: 'R5',
    settings: ['maxUnitsPerPrescription'],
    text: 'Höchstens 30 Einheiten je Verordnung, und nie mehr, als die Kasse genehmigt hat und das Kontingent noch hergibt.',
    examples: [
      ['R5-02', '31 Einheiten verordnet', () => amount(31, null, 7200)],
      ['R5-03', '30 verordnet, 20 Stunden übrig', () => amount(30, null, 1200)],
      ['R5-05', 'fünfte Verordnung nach 120 Stunden', () => amount(30, null, 0)],
      ['R5-06', '30 verordnet, 20 genehmigt', () => amount(30, 20, 7200)],
    ],
  },
  {
    rule: 'R6',
    settings: ['reviewIntervalMonths', 'reviewGrid', 'reviewWarnDays'],
    text: 'Alle zwei Monate wird der Betreuungsplan überprüft. Der Tag verschiebt sich nicht wegen Wochenenden, denn er ist keine Frist des Gesetzes.',
    examples: [
      ['R6-01', 'Plan unterschrieben am 15.01.2026', () => `Erste Überprüfung ${day(gridDay('2026-01-15', 1, P))}.`],
      ['R6-02', 'Plan vom 31.12.2025, im Raster', () => [1, 2, 3].map((n) => day(gridDay('2025-12-31', n, P))).join(', ')],
      [
        'R6-05',
        'heute 16.03., fällig war der 15.03.',
        () => `Rot: ${-nextReview({ carePlanSignedOn: '2026-01-15', held: [], today: '2026-03-16' }, P).daysLeft} Tag überfällig.`,
      ],
    ],
  },
  {
    rule: 'R7',
    settings: ['submissionWorkingDays', 'carePlanFollowsWorkingDays'],
    text: 'Liegt die Verordnung spätestens am dritten Arbeitstag nach der Ausstellung bei der Kasse, zahlt sie bis zu ihrer Entscheidung. Es zählt der Eingang dort, nicht das Absenden. Arbeitstage sind Montag bis Freitag ohne Feiertage des Bundeslands.',
    examples: [
      ['R7-01', 'ausgestellt Mo 02.03.2026, Eingang Do 05.03., NRW', () => submitted('2026-03-02', '2026-03-05')],
      ['R7-05', 'ausgestellt Fr 22.05.2026 vor Pfingsten, Eingang 28.05.', () => submitted('2026-05-22', '2026-05-28')],
      ['R7-07', 'ausgestellt Mi 03.06.2026 vor Fronleichnam, Eingang 09.06., Berlin', () => submitted('2026-06-03', '2026-06-09', BE)],
      ['R7-09', 'ausgestellt 01.04.2026, Eingang 09.04., NRW', () => submitted('2026-04-01', '2026-04-09')],
    ],
  },
  {
    rule: 'R8',
    settings: ['decisionWeeks', 'decisionWeeksWithExpert'],
    text: 'Die Kasse entscheidet in drei Wochen, mit Gutachten des Medizinischen Dienstes in fünf. Schweigt sie länger, zeigt Geleit einen Hinweis; genehmigt ist damit nichts (BSG 26.05.2020, B 1 KR 9/18 R).',
    examples: [
      ['R8-01', 'Eingang Mo 02.03.2026', () => `Bis ${day(decisionDeadline({ receivedOn: '2026-03-02' }, NW, P))}.`],
      [
        'R8-01',
        'mit Gutachten, gemeldet am 10.03.',
        () => `Bis ${day(decisionDeadline({ receivedOn: '2026-03-02', expertNoticeOn: '2026-03-10' }, NW, P))}.`,
      ],
      [
        'S18',
        'Eingang Mo 16.03.2026, kein Brief, heute 08.04.',
        () =>
          deemedApprovalPossible({ receivedOn: '2026-03-16' }, '2026-04-08', NW, P)
            ? 'Die Frist ist vorbei: Rufen Sie die Kasse an. Der Stand bleibt, wie er ist.'
            : 'Die Frist läuft noch.',
      ],
    ],
  },
  {
    rule: 'R9',
    settings: ['noticeFictionDays', 'objectionMonths', 'objectionMonthsUntaught'],
    text: 'Ein Brief der Kasse gilt am vierten Tag nach dem Absenden als bekannt (bis 2024 am dritten), ein späterer wirklicher Eingang geht vor. Widerspruch: ein Monat, ohne Belehrung ein Jahr. Nur die versicherte Person oder ihre Vertretung kann widersprechen.',
    examples: [
      ['R9-01', 'abgesandt 02.03.2026', () => objection('2026-03-02')],
      ['R9-05', 'abgesandt 02.03.2026, wirklich da am 10.03.', () => objection('2026-03-02', '2026-03-10')],
      [
        'R9-06',
        'ohne Belehrung, bekannt am 06.03.2026',
        () => `Widerspruch bis ${day(objectionDeadline({ notifiedOn: '2026-03-06', remediesTaught: false }, NW, P))}.`,
      ],
      [
        'R9',
        'die Praxis widerspricht selbst',
        () => said(judgeObjection({ notifiedOn: '2026-03-06', remediesTaught: true, objectedOn: '2026-03-20', by: 'provider' }, NW, P)),
      ],
    ],
  },
  {
    rule: 'R15',
    settings: ['followUpLeadWeeks', 'followUpMinimumUnits'],
    text: 'Zeit für die Folgeverordnung ist, wenn die Einheiten noch für sechs Wochen reichen, mindestens aber bei sechs, oder sechs Wochen vor dem Ende der Genehmigung.',
    examples: [
      ['R15-01', '2 TE je Woche, noch 13', () => followUp(13, 2, 3000)],
      ['R15-01', '2 TE je Woche, noch 12', () => followUp(12, 2, 3000)],
      ['R15-05', 'noch 5 TE, im Kontingent 8 Stunden', () => followUp(5, 1, 480)],
      ['R15-06', 'Kontingent leer', () => followUp(0, 1, 0)],
    ],
  },
  {
    rule: 'R23',
    settings: ['dischargeDays'],
    text: 'Ein Krankenhaus kann für bis zu sieben Kalendertage nach der Entlassung verordnen. Was bis dahin nicht genutzt ist, verfällt.',
    examples: [
      [
        'R23-01',
        'entlassen 08.05.2026, Termin am 15.05.',
        () => said(judgeDischarge({ dischargedOn: '2026-05-08', day: '2026-05-15' }, P)),
      ],
      ['R23-01', 'Termin am 16.05.', () => said(judgeDischarge({ dischargedOn: '2026-05-08', day: '2026-05-16' }, P))],
    ],
  },
  {
    rule: 'R24',
    settings: ['youthPrescriberUntilAge'],
    text: 'Muster 26 stellen Fachärztinnen und Psychotherapeuten mit Genehmigung der KV aus, dazu Institutsambulanzen und Krankenhäuser bei der Entlassung. Alle anderen Vertragsärzte überweisen mit Muster 28.',
    examples: [
      ['R24-01', 'Psychiaterin mit Genehmigung, Muster 26', () => said(judgePrescriber(psychiatrist, P))],
      ['R24-02', 'Psychiaterin ohne Genehmigung', () => said(judgePrescriber({ ...psychiatrist, permission: null }, P))],
      ['R24-03', 'Hausarzt, Muster 26', () => said(judgePrescriber({ ...psychiatrist, kind: 'other-doctor' }, P))],
      [
        'R24-06',
        'Kinder- und Jugendlichenpsychotherapeut, Klient ist heute 21 geworden',
        () =>
          said(
            judgePrescriber({ ...psychiatrist, kind: 'child-psychotherapist', issuedOn: '2026-03-15', patientBirthDate: '2005-03-15' }, P),
          ),
      ],
    ],
  },
];

function trialOn(issuedOn: string) {
  return { kind: 'TRIAL' as const, issuedOn, units: 2 };
}
function free(one: { kind: 'TRIAL'; units: number }, referralUnits: number): string {
  const { needed, totalUnits } = needsApproval(one, [{ kind: 'REFERRAL', issuedOn: '2026-01-10', units: referralUnits }], P);
  return needed ? `Genehmigung nötig: zusammen ${totalUnits} Einheiten.` : `Ohne Genehmigung: zusammen ${totalUnits} Einheiten.`;
}
function amount(prescribed: number, approved: number | null, remainingCapMinutes: number): string {
  return said(judgeAmount({ prescribed, approved, remainingCapMinutes }, P), ({ usableUnits }) => `Nutzbar: ${usableUnits} Einheiten.`);
}
function objection(postedOn: string, receivedOn?: string): string {
  const known = notifiedOn({ postedOn, receivedOn: receivedOn ?? null }, P);
  return `Bekannt am ${day(known)}, Widerspruch bis ${day(objectionDeadline({ notifiedOn: known, remediesTaught: true }, NW, P))}.`;
}
function followUp(left: number, unitsPerWeek: number, remainingCapMinutes: number): string {
  const { task, proposedUnits } = judgeFollowUp(
    { leftParts: left * 180, unitsPerWeek, remainingCapMinutes, validUntil: null, today: '2026-03-02' },
    P,
  );
  if (task === 'none') return 'Noch nicht.';
  return task === 'closing' ? 'Keine Folgeverordnung mehr: Abschluss vorbereiten.' : `Ja, um höchstens ${proposedUnits} Einheiten bitten.`;
}
