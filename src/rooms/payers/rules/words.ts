import type { RefusalWords } from '#rooms/people/rules/refusal-words.ts';

/** Words of the refusals of payers and contracts. */
export const PAYERS_WORDS = {
  'edifact-empty': {
    de: { title: 'Die Datei ist leer.', detail: 'Laden Sie die Kostenträgerdatei noch einmal herunter.' },
    en: { title: 'The file is empty.', detail: 'Download the payer file once more.' },
  },
  'edifact-foreign': {
    de: { title: 'Das ist keine Kostenträgerdatei.', detail: 'Gebraucht wird die Datei der Kassenverbände mit der Endung ke0, ke1 …' },
    en: { title: 'This is no payer file.', detail: 'Needed is the file of the insurers’ associations that ends in ke0, ke1 …' },
  },
  'edifact-cut-off': {
    de: { title: 'Die Datei hört mitten im Text auf.', detail: 'Es wurde nichts gelesen. Laden Sie die Datei noch einmal herunter.' },
    en: { title: 'The file ends in the middle.', detail: 'Nothing was read. Download the file once more.' },
  },
  'edifact-broken': {
    de: {
      title: 'Ein Segment der Datei ist nicht zu lesen.',
      detail: 'Es wurde nichts gelesen. Laden Sie die Datei noch einmal herunter.',
    },
    en: { title: 'A segment of the file cannot be read.', detail: 'Nothing was read. Download the file once more.' },
  },
  'payer-file-other-message': {
    de: { title: 'Die Datei enthält keine Kostenträger.', detail: 'Gebraucht wird eine Datei mit der Nachricht KOTR.' },
    en: { title: 'The file holds no payers.', detail: 'Needed is a file with the message KOTR.' },
  },
  'payer-file-other-procedure': {
    de: {
      title: 'Die Datei gehört zu einem anderen Verfahren.',
      detail: 'Für Soziotherapie gilt Verfahren 05 (sonstige Leistungserbringer), zum Beispiel AO05Q425.',
    },
    en: {
      title: 'The file belongs to another procedure.',
      detail: 'For Soziotherapie procedure 05 (sonstige Leistungserbringer) holds, for example AO05Q425.',
    },
  },
  'payer-file-counts': {
    de: {
      title: 'Die Summen in der Datei stimmen nicht.',
      detail: 'Es fehlt etwas oder es wurde etwas geändert. Es wurde nichts gelesen.',
    },
    en: { title: 'The counts in the file are wrong.', detail: 'Something is missing or was changed. Nothing was read.' },
  },
  'payer-file-quarter-unknown': {
    de: { title: 'Das Quartal der Datei ist nicht zu erkennen.', detail: 'Im Kopf der Datei fehlt ein Name wie AO05Q425.' },
    en: { title: 'The quarter of the file is not to be seen.', detail: 'Its head lacks a name such as AO05Q425.' },
  },
  'payer-file-entry-broken': {
    de: { title: 'Ein Eintrag der Datei ist nicht vollständig.', detail: 'Es ist Eintrag {at}. Es wurde nichts gelesen.' },
    en: { title: 'An entry of the file is not complete.', detail: 'It is entry {at}. Nothing was read.' },
  },
  'payer-file-known': {
    de: { title: 'Diese Datei ist schon gelesen.', detail: 'Es hat sich nichts geändert. Das Quartal ist {quarter}.' },
    en: { title: 'This file was read already.', detail: 'Nothing has changed. The quarter is {quarter}.' },
  },
  'payer-file-older': {
    de: { title: 'Es ist schon ein neuerer Stand gelesen.', detail: 'Gelesen ist {known}, die Datei ist von {quarter}.' },
    en: { title: 'A newer state was read already.', detail: 'Read was {known}, the file is of {quarter}.' },
  },
  'payer-unknown': {
    de: { title: 'Diese Kasse steht in keiner Kostenträgerdatei.', detail: 'Prüfen Sie das IK oder lesen Sie die Datei des Verbands ein.' },
    en: { title: 'This payer stands in no payer file.', detail: 'Check the IK or read in the file of its association.' },
  },
  'contract-line-overlaps': {
    de: {
      title: 'Für diese Tage gilt schon ein Preis.',
      detail: 'Mit zwei Preisen wird nichts freigegeben. Beenden Sie den alten, oder bestätigen Sie und beenden ihn gleich danach.',
    },
    en: {
      title: 'Another price holds on these days.',
      detail: 'With two prices nothing is released. End the old one, or confirm and end it right after.',
    },
  },
  'contract-line-ends-before-start': {
    de: { title: 'Der Preis endet vor seinem ersten Tag.', detail: 'Wählen Sie ein Ende am ersten Tag oder später.' },
    en: { title: 'The price ends before its first day.', detail: 'Choose an end on the first day or later.' },
  },
  'contract-line-ended': {
    de: {
      title: 'Dieser Preis endet schon früher.',
      detail: 'Ein Ende kann vorgezogen, nicht hinausgeschoben werden. Legen Sie einen neuen Preis an.',
    },
    en: { title: 'This price ends earlier already.', detail: 'An end can be moved forward, not back. Add a new price.' },
  },
  'provider-ik-impossible': {
    de: { title: 'Das IK der Praxis kann nicht stimmen.', detail: 'Ein IK hat neun Ziffern; die letzte prüft die anderen.' },
    en: { title: 'The IK of the practice cannot be right.', detail: 'An IK has nine digits; the last one checks the others.' },
  },
} as const satisfies Record<string, RefusalWords>;
