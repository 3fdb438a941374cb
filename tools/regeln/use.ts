import { judgeBurden } from '#rooms/soziotherapie/rules/burden.ts';
import { type CopayItem, copayLedger, copayOf, copayStatus } from '#rooms/soziotherapie/rules/copay.ts';
import { type CoverSession, coverSessions } from '#rooms/soziotherapie/rules/coverage.ts';
import type { CoverPrescription } from '#rooms/soziotherapie/rules/coverage-standing.ts';
import { judgeDocumentation } from '#rooms/soziotherapie/rules/documentation.ts';
import { judgeGroupBooking, judgeGroupSize, judgePresence } from '#rooms/soziotherapie/rules/group.ts';
import { judgeHospital } from '#rooms/soziotherapie/rules/hospital.ts';
import { lapsesByInsurerFrom, payerOn } from '#rooms/soziotherapie/rules/insurer.ts';
import { recountWindows, splitAtBorder, windowEnd } from '#rooms/soziotherapie/rules/ledger.ts';
import { judgeOverlap } from '#rooms/soziotherapie/rules/overlap.ts';
import { judgeDemarcation, judgeNursingVisit } from '#rooms/soziotherapie/rules/parallel-care.ts';
import { parametersOn } from '#rooms/soziotherapie/rules/parameters.ts';
import { findContractLine, headPrice, lineAmount } from '#rooms/soziotherapie/rules/price.ts';
import { judgeDeletion, keepFileUntil, keepVoucherUntil } from '#rooms/soziotherapie/rules/retention.ts';
import { groupQuantity, type Quantity, singleQuantity } from '#rooms/soziotherapie/rules/units.ts';
import type { Chapter } from './chapter.ts';
import { day, euro, hours, said, units } from './say.ts';

const P = parametersOn('2026-03-01');
const HOUR = 5850;
const quantity = ({ hundredths, billableMinutes, unbilledMinutes, capMinutes }: Quantity) =>
  `${units(hundredths)} (${billableMinutes} Min.), Kontingent −${capMinutes} Min.${unbilledMinutes ? `, ${unbilledMinutes} Min. unbezahlt` : ''}`;
const single = (onDay: string, minutes: number, hour = HOUR): CopayItem => {
  const { hundredths, parts } = singleQuantity(minutes, P);
  return { day: onDay, costCents: lineAmount(hour, hundredths), parts };
};
const adult = { birthDate: '1984-05-02', exemptions: [] };
function copays(items: readonly CopayItem[]): string {
  const { days, totalCents } = copayLedger(adult, items, [], '2026-12-31', P);
  return `${days.map((one) => `${day(one.day)}: ${euro(one.copayCents)}`).join('; ')}. Zusammen ${euro(totalCents)}.`;
}
const stay = [{ admittedOn: '2026-04-20', admittedAt: '2026-04-20T14:00', dischargedOn: '2026-05-08', dischargedAt: '2026-05-08T10:00' }];
const inStay = (start: string, end: string) => said(judgeHospital({ start, end }, stay, P));
const periods = [
  { payerIk: '108310400', from: '2020-01-01', to: '2026-06-30' },
  { payerIk: '100177504', from: '2026-07-01', to: null },
];
const nursing = [
  { from: '2026-01-01', to: null, goals: ['Medikamenteneinnahme'], visits: [{ start: '2026-03-02T10:00', end: '2026-03-02T10:30' }] },
];
const wroteAt = (instant: string, reasonGiven = false) =>
  said(
    judgeDocumentation({ endedAt: Temporal.Instant.from('2026-05-04T09:00:00Z'), reasonGiven }, Temporal.Instant.from(instant), P),
    ({ to }) => (to === 'DOCUMENTED' ? 'Angenommen.' : 'Wartet auf die Freigabe der Leitung.'),
  );
const line = {
  id: 'V',
  providerIk: '499900019',
  insurerGroup: 'VDEK',
  state: 'NW',
  setting: 'single',
  priceCents: HOUR,
  per: 'head',
  validFrom: '2026-01-01',
  validTo: null,
} as const;
const booked = (id: string, start: string, end: string) => ({
  id,
  therapistId: 'T',
  personId: id,
  start: `2026-03-02T${start}`,
  end: `2026-03-02T${end}`,
  place: id,
});

const COVER = {
  EXEMPT: 'ohne Genehmigung gedeckt',
  APPROVED: 'genehmigt',
  PROVISIONAL: 'vorläufig gedeckt',
  UNCOVERED: 'nicht gedeckt',
} as const;
const ordered: CoverPrescription = {
  id: 'V1',
  kind: 'INITIAL',
  issuedOn: '2026-03-02',
  units: 30,
  groupAllowed: true,
  approvalFree: false,
  receivedOn: '2026-03-05',
  submitUntil: '2026-03-05',
  decision: null,
};
function cover(sessions: readonly [string, number][], prescription: Partial<CoverPrescription>): string {
  const asked: CoverSession[] = sessions.map(([on, minutes], index) => ({ id: `S${index}`, day: on, setting: 'single', minutes }));
  const { sessions: covered } = coverSessions({ sessions: asked, prescriptions: [{ ...ordered, ...prescription }] }, P);
  return covered
    .map(
      ({ segments }, index) =>
        `${day(asked[index]?.day ?? '')}: ${segments.map(({ minutes, status }) => `${minutes} Min. ${COVER[status]}`).join(', ')}`,
    )
    .join('; ');
}

/** From the first unit to the last voucher. */
export const USE: readonly Chapter[] = [
  {
    rule: 'R2',
    settings: ['episodeCapMinutes', 'episodeYears', 'episodeAnchor', 'capWarningUnits'],
    text: 'Je Krankheitsfall höchstens 120 Stunden in drei Jahren. Das Fenster ist fest und beginnt mit der ersten Einheit; was bis zu seinem Ende nicht genutzt ist, verfällt. Einheiten früherer Praxen zählen mit. Alles steht in einem Kontobuch, in dem nichts geändert und nichts gelöscht wird.',
    examples: [
      ['R2-02', 'erste Einheit am 09.03.2026', () => `Fenster bis ${day(windowEnd('2026-03-09', P))}.`],
      ['R2-05', 'erste Einheit am 01.03.2024', () => `Fenster bis ${day(windowEnd('2024-03-01', P))}.`],
      [
        'R2-09',
        '20 Stunden in einer anderen Praxis, 10 hier',
        () =>
          `Übrig: ${hours(
            7200 -
              (recountWindows(
                [
                  { id: '1', day: '2026-01-10', kind: 'EXTERNAL', minutes: 1200, reference: '', evidence: 'Brief' },
                  { id: '2', day: '2026-03-09', kind: 'OWN_SINGLE', minutes: 600, reference: '' },
                ],
                P,
              )[0]?.usedMinutes ?? 0),
          )}.`,
      ],
      [
        'R2-07',
        'noch 45 Minuten, Termin von 60 Minuten',
        () => said(splitAtBorder({ setting: 'single', billableMinutes: 60, capMinutes: 60 }, 45, P), () => 'Der Termin wird geteilt.'),
      ],
    ],
  },
  {
    rule: 'R3',
    settings: ['unitMinutesSingle', 'unitMinutesGroup', 'billingStepMinutes', 'groupCapCounting'],
    text: 'Eine Einheit sind 60 Minuten, in der Gruppe 90. Abgerechnet werden ganze Schritte, abgerundet je Termin. Der Rest bleibt dokumentiert.',
    examples: [
      ['R3-01', '60 Minuten', () => quantity(singleQuantity(60, P))],
      ['R3-02', '50 Minuten', () => quantity(singleQuantity(50, P))],
      ['R3-05', '14 Minuten', () => quantity(singleQuantity(14, P))],
      ['R3-10', 'Gruppe, 180 Minuten', () => quantity(groupQuantity(180, P))],
    ],
  },
  {
    rule: 'R10',
    settings: ['copayPercent', 'copayMinCents', 'copayMaxCents', 'copayCollection'],
    text: 'Je Kalendertag 10 vom Hundert der Kosten, mindestens 5, höchstens 10 Euro, nie mehr als die Kosten. Geschuldet wird sie der Kasse; Geleit rechnet nur vor.',
    examples: [
      ['R10-01', 'Kosten des Tages 36,00 €', () => euro(copayOf(3600, P))],
      ['R10-03', '58,50 €', () => euro(copayOf(5850, P))],
      ['R10-05', '117,00 €', () => euro(copayOf(11_700, P))],
      ['R10-09', 'nicht erschienen', () => euro(copayOf(0, P))],
    ],
  },
  {
    rule: 'R11',
    settings: ['copayFromAge'],
    text: 'Zuzahlung ab dem 18. Geburtstag. Befreit ist, wessen Bescheinigung am Tag der Leistung gilt.',
    examples: [
      ['R11-01', 'geboren 15.03.2008, Termin am 14.03.2026', () => status('2008-03-15', '2026-03-14')],
      ['R11-02', 'Termin am 15.03.2026', () => status('2008-03-15', '2026-03-15')],
      ['R11-03', 'geboren 29.02.2008, Termin am 28.02.2026', () => status('2008-02-29', '2026-02-28')],
      ['R11-05', 'befreit 01.06. bis 31.12.2026, Termin am 01.06.', () => status('1984-05-02', '2026-06-01', true)],
    ],
  },
  {
    rule: 'R12',
    settings: [],
    text: 'Teile einer Einheit an mehreren Tagen werden zu einer Einheit gesammelt, damit die 5 Euro nicht mehrfach anfallen. Gebucht wird am Tag, der die Einheit voll macht.',
    examples: [
      [
        'R12-01',
        'viermal 15 Minuten bei 60,00 € je Stunde',
        () => copays(['01', '02', '03', '04'].map((two) => single(`2026-06-${two}`, 15, 6000))),
      ],
      [
        'R12-05',
        '30, 60 und 30 Minuten bei 58,50 €',
        () => copays([single('2026-06-01', 30), single('2026-06-02', 60), single('2026-06-03', 30)]),
      ],
    ],
  },
  {
    rule: 'R13',
    settings: [],
    text: 'Alle Kosten eines Tages werden zusammengezählt, es gibt eine Zuzahlung.',
    examples: [
      ['R13-01', '45 und 60 Minuten am selben Tag bei 58,50 €', () => copays([single('2026-06-01', 45), single('2026-06-01', 60)])],
    ],
  },
  {
    rule: 'R14',
    settings: ['burdenPercent', 'burdenPercentChronic', 'burdenWarnPercent'],
    text: 'Über 2 vom Hundert des Bruttoeinkommens im Jahr, bei schwerwiegend chronisch Kranken 1 vom Hundert, befreit die Kasse. Geleit sagt rechtzeitig Bescheid.',
    examples: [
      ['R14-01', 'Grundsicherung (12 × 563 €), chronisch, 10 Tage zu 5,85 €', () => burden(10)],
      ['R14-01', '12 Tage zu 5,85 €', () => burden(12)],
    ],
  },
  {
    rule: 'R16',
    settings: [],
    text: 'In dieser Reihenfolge: ohne Genehmigung gedeckt (Probeeinheiten, Muster 28), genehmigt, vorläufig gedeckt (rechtzeitig vorgelegt, noch nicht entschieden), sonst nicht gedeckt. Was vor der Bekanntgabe einer Ablehnung geleistet wurde, bleibt gedeckt.',
    examples: [
      ['R16-02', 'rechtzeitig vorgelegt, noch keine Entscheidung', () => cover([['2026-03-09', 60]], {})],
      [
        'R16-03',
        'abgelehnt, bekannt am 24.03.',
        () =>
          cover(
            [
              ['2026-03-16', 60],
              ['2026-03-25', 60],
            ],
            { decision: { units: 0, notifiedOn: '2026-03-24' } },
          ),
      ],
      ['R16-05', 'Termin vor der Ausstellung', () => cover([['2026-02-27', 60]], {})],
      [
        'R16-07',
        'noch eine halbe Einheit',
        () =>
          cover(
            [
              ['2026-03-23', 30],
              ['2026-03-25', 60],
            ],
            { units: 1 },
          ),
      ],
    ],
  },
  {
    rule: 'R17',
    settings: ['hospitalBlock'],
    text: 'Während eines vollstationären Aufenthalts versorgt das Krankenhaus. Am Tag der Aufnahme davor und am Tag der Entlassung danach ist ein Termin mit Vermerk möglich.',
    examples: [
      ['R17-01', 'Aufenthalt 20.04. bis 08.05., Termin 27.04.', () => inStay('2026-04-27T10:00', '2026-04-27T11:00')],
      ['R17-02', 'Termin am Aufnahmetag um 9:00, Aufnahme 14:00', () => inStay('2026-04-20T09:00', '2026-04-20T10:00')],
    ],
  },
  {
    rule: 'R18',
    settings: [],
    text: 'Mit dem Wechsel der Kasse endet die Genehmigung; die neue Kasse braucht einen neuen Antrag. Nach Schließung oder Fusion gilt sie weiter. Das Kontingent läuft weiter.',
    examples: [
      [
        'R18-01',
        'Wechsel zum 01.07.2026, Termin am 30.06.',
        () => said(payerOn(periods, '2026-06-30'), ({ payerIk }) => `Es zahlt die Kasse mit der IK ${payerIk}.`),
      ],
      ['R18-02', 'Verordnung vom 02.03.2026', () => `Gilt nicht mehr ab ${day(lapsesByInsurerFrom('2026-03-02', periods) ?? '')}.`],
    ],
  },
  {
    rule: 'R19',
    settings: ['groupMin', 'groupMax'],
    text: 'Gruppen haben 2 bis 12 Teilnehmende, jede und jeder mit eigener Kostenübernahme. Kommt nur eine Person, entscheidet die Leitung.',
    examples: [
      ['R19-01', 'eine Person gebucht', () => said(judgeGroupSize(1, P))],
      ['R19-03', 'die 13. Buchung', () => said(judgeGroupBooking(12, P))],
      ['R19-05', '12 gebucht, eine Person da', () => said(judgePresence(1, { singlePlanned: false, leadDecided: false }, P))],
    ],
  },
  {
    rule: 'R20',
    settings: [],
    text: 'Neben psychiatrischer häuslicher Krankenpflege muss der Plan sagen, worin sich beide unterscheiden. Gleiche Ziele und gleiche Zeiten sind ein Hinweis, keine Ablehnung.',
    examples: [
      ['R20-01', 'Abgrenzung leer', () => said(judgeDemarcation({ demarcation: '', goals: [] }, nursing, '2026-03-02'))],
      [
        'R20-02',
        'Pflege 10:00–10:30, Termin 10:15–11:15',
        () => said(judgeNursingVisit({ start: '2026-03-02T10:15', end: '2026-03-02T11:15', reasonGiven: false }, nursing)),
      ],
      [
        'R20-03',
        'gleiches Ziel',
        () => said(judgeDemarcation({ demarcation: 'Wir begleiten zu Ärzten.', goals: ['medikamenteneinnahme '] }, nursing, '2026-03-02')),
      ],
    ],
  },
  {
    rule: 'R21',
    settings: ['lateDocHours', 'veryLateDocHours'],
    text: 'Dokumentiert wird gleich. Nach 24 Stunden gehört ein Grund dazu, nach 72 Stunden die Freigabe der Leitung. Die Zeit ist die des Servers.',
    examples: [
      ['R21-02', 'Ende 04.05. 11:00, geschrieben 05.05. 11:00', () => wroteAt('2026-05-05T09:00:00Z')],
      ['R21-03', 'geschrieben 05.05. 11:01', () => wroteAt('2026-05-05T09:01:00Z')],
      ['S8', 'geschrieben 09.05. 18:00 mit Grund', () => wroteAt('2026-05-09T16:00:00Z', true)],
    ],
  },
  {
    rule: 'R22',
    settings: ['retentionYearsTreatment', 'retentionYearsVouchers'],
    text: 'Die Akte wird zehn Jahre nach dem Ende der Begleitung aufbewahrt, Rechnungen acht Jahre ab dem Jahresende. Eine neue Begleitung beginnt die Zeit neu.',
    examples: [
      ['R22-01', 'Ende 14.03.2026', () => `Bis ${day(keepFileUntil('2026-03-14', P))}.`],
      ['R22-03', 'Rechnung vom 10.05.2026', () => `Bis ${day(keepVoucherUntil('2026-05-10', P))}.`],
      ['R22-06', 'Frist vorbei, aber gesperrt', () => said(judgeDeletion({ episodes: ['2010-01-01'], legalHold: true }, '2026-03-02', P))],
    ],
  },
  {
    rule: 'R25',
    settings: ['billingStepMinutes'],
    text: 'Preis mal Menge, halbe Cent aufgerundet; die Rechnung ist die Summe der gerundeten Zeilen. Der Preis steht im Vertrag. Fehlt er oder passen zwei, wird nicht freigegeben.',
    examples: [
      ['R25-01', '0,75 × 58,50 €', () => euro(lineAmount(HOUR, 75))],
      [
        'R25-05',
        'Gruppenpreis 81,00 €, 11 da',
        () => `${euro(headPrice({ priceCents: 8100, per: 'group', setting: 'group' }, 11))} je Person`,
      ],
      ['R25-06', 'kein Vertrag für diesen Tag', () => said(findContractLine([line], { ...line, day: '2025-12-31' }))],
    ],
  },
  {
    rule: 'R26',
    settings: ['travelBufferMinutes'],
    text: 'Wer begleitet, hat einen Termin zur Zeit, eine Gruppe viele Menschen. Aneinanderstoßen ist erlaubt.',
    examples: [
      [
        'R26-01',
        '10–11 und 11–12 Uhr',
        () => said(judgeOverlap(booked('a', '11:00', '12:00'), [{ ...booked('b', '10:00', '11:00'), place: 'a' }], P)),
      ],
      ['R26-02', '10–11 und 10:59–11:30 Uhr', () => said(judgeOverlap(booked('a', '10:59', '11:30'), [booked('b', '10:00', '11:00')], P))],
      [
        'R26-03',
        '10–11 Uhr hier, 11:05 woanders',
        () => said(judgeOverlap(booked('a', '11:05', '12:00'), [booked('b', '10:00', '11:00')], P)),
      ],
    ],
  },
];

function status(birthDate: string, on: string, exempt = false): string {
  const exemptions = exempt ? [{ from: '2026-06-01', to: '2026-12-31' }] : [];
  return { due: 'Zuzahlung fällig.', 'under-age': 'Keine Zuzahlung: noch nicht 18.', exempt: 'Keine Zuzahlung: befreit.' }[
    copayStatus({ birthDate, exemptions }, on, P)
  ];
}
function burden(days: number): string {
  const { notice, limitCents } = judgeBurden(
    { year: 2026, grossCents: 12 * 56_300, deductionsCents: 0, chronic: true, copaysCents: days * 585 },
    P,
  );
  const what = {
    none: 'Noch kein Hinweis.',
    'near-limit': 'Bald erreicht: Antrag vorbereiten.',
    'limit-reached': 'Erreicht: Befreiung beantragen.',
  }[notice];
  return `${what} Grenze ${euro(limitCents)}.`;
}
