import type { Definition } from './definitions.ts';
import type { FigureId } from './figures.ts';

/** The definitions in German (rule book A.6); printed next to V1 to V7 wherever they stand. */
export const DEFINITIONS_DE: Record<FigureId, Definition> = {
  V1: {
    name: 'Vergebene Therapieplätze',
    text: 'Plätze, deren erster Termin stattgefunden hat, jede Anfrage einmal. Gezählt am Tag, an dem die Probe begann. Plätze, nicht einzelne Gespräche: Sprechstunden und Dienste zählen nicht mit.',
    source: 'Zuteilungen mit Beginn der Probe (PL5)',
  },
  V2: {
    name: 'Begonnene Therapien',
    text: 'Beide wollten nach den Probestunden: der Platz ist belegt.',
    source: 'Zuteilungen mit Therapiebeginn (PL7)',
  },
  V3: {
    name: 'Passungsquote',
    text: 'Begonnene Therapien geteilt durch begonnene Therapien und Plätze, die in der Probe freigegeben wurden. Wer noch in der Probe ist, zählt nicht mit.',
    source: 'Therapiebeginn (PL7), Freigabe in der Probe (PL8)',
  },
  V4: {
    name: 'Nicht gekommen',
    text: 'Versäumte Termine geteilt durch stattgefundene und versäumte. Ersttermine sind alle Termine einer Anfrage bis zum ersten, der stattfand. Bereich: 95 % nach Wilson.',
    source: 'Termine nach ihrem Stand, am Tag des Termins',
  },
  V5: {
    name: 'Spät abgesagt',
    text: 'Zu spät abgesagte Termine geteilt durch alle, die ihren Tag erreichten oder von der Person abgesagt wurden. Verlegte und vom Netzwerk abgesagte zählen nicht mit.',
    source: 'Termine nach ihrem Stand, am Tag des Termins',
  },
  V6: {
    name: 'Verlorene Stunden',
    text: 'Versäumte und zu spät abgesagte Termine, deren Zeit niemand anders bekam, geteilt durch stattgefundene und diese.',
    source: 'Termine nach ihrem Stand; neu vergebene Zeit derselben Person im Netzwerk',
  },
  V7: {
    name: 'Ehrliche Null',
    text: 'Kein Ereignis unter n heißt nicht: nie. Mit 95 % Sicherheit liegt der Anteil unter 1 − 0,05^(1/n), etwa 3/n.',
    source: 'steht bei jeder Null von V4 bis V6',
  },
  V8: {
    name: 'Im ersten Anruf vermittelt',
    text: 'Anfragen, die im ersten Anruf gebucht wurden, geteilt durch Anfragen, die in diesem Zeitraum zum ersten Mal aufgenommen waren. Ohne Notfälle (ORANGE, ROT) und ohne Anfragen, für die das Netzwerk nicht da ist. Der erste Anruf dauert von seinem Beginn bis zu seinem Ende; wo kein Anruf verzeichnet ist, zählt die Buchung am selben Tag einer telefonischen Anfrage.',
    source: 'Verlauf der Anfragen, Anrufe',
  },
  V9: {
    name: 'Tage bis zum ersten Termin',
    text: 'Kalendertage von der Anfrage bis zum ersten Termin, der stattfand. Mitte und der Wert, unter dem neun von zehn liegen.',
    source: 'Anfragen und Termine, am Tag des Termins',
  },
  V10: {
    name: 'Tage bis zum Therapiebeginn',
    text: 'Kalendertage von der Anfrage bis zu dem Tag, an dem beide zugesagt haben. Mitte und der Wert, unter dem neun von zehn liegen.',
    source: 'Anfragen und Therapiebeginn (PL7)',
  },
  V11: {
    name: 'Leerstand',
    text: 'Platztage offen geteilt durch Platztage offen, gehalten, reserviert, in der Probe, belegt und endend. Jeder Sitz einer Gruppe ist ein Platz. Ein Tag hat 24 Stunden.',
    source: 'Zustände der Plätze mit ihrer Dauer',
  },
  V12: {
    name: 'Fairness',
    text: 'Jain-Index über vergeben geteilt durch geöffnet je Person. 1 heißt ganz gleich. Geöffnet ist ein Platz, wenn er neu oder wieder für andere frei wird. Nur ab fünf Personen, die geöffnet haben.',
    source: 'Zustände der Plätze',
  },
  V13: {
    name: 'Aktualität',
    text: 'Offene Plätze, die in den letzten 14 Tagen bestätigt waren, geteilt durch offene Plätze, am Ersten jedes Monats. Das Jahr ist Summe durch Summe.',
    source: 'Zustände der Plätze, Bestätigungen',
  },
  V14: {
    name: 'Offener Bedarf',
    text: 'Geschlossene Anfragen ohne Platz, nach Hauptgrund, Sprache, Gebiet (drei Ziffern der Postleitzahl) und Störungsgruppe. Doppelte und irrtümliche zählen nicht.',
    source: 'Anfragen nach ihrem Ende',
  },
  V15: {
    name: 'Notfälle',
    text: 'Zahl je Stufe, Sekunden bis jemand annahm (Mitte und P95) und Anteil innerhalb der Frist. Die Frist selbst gilt noch als rechtzeitig. Übungen zählen nie.',
    source: 'Notfälle und ihre Annahme',
  },
  V16: { name: 'Telefon', text: 'Angenommene geteilt durch alle Anrufe; Mitte der Gesprächsdauer.', source: 'Anrufe' },
  V17: {
    name: 'Warteliste',
    text: 'Wer am Ende des Zeitraums wartet, die Mitte der Wartetage und der Anteil, mit dem in den letzten 14 Tagen gesprochen oder dem geschrieben wurde.',
    source: 'Verlauf der Anfragen, Kontakte',
  },
};
