import type { RefusalWords } from './refusal-words.ts';

/** Words of the refusals about who pays. */
export const COVER_WORDS = {
  'payer-ik-impossible': {
    de: {
      title: 'Das IK der Kasse kann nicht stimmen.',
      detail: 'Es hat neun Ziffern; die letzte prüft die anderen. Lesen Sie es noch einmal von der Karte.',
    },
    en: {
      title: 'The IK of the insurer cannot be right.',
      detail: 'It has nine digits; the last one checks the others. Read it from the card once more.',
    },
  },
  'payer-ik-no-insurer': {
    de: { title: 'Dieses IK gehört keiner Krankenkasse.', detail: 'IK von Krankenkassen beginnen mit 10.' },
    en: { title: 'This IK belongs to no health insurer.', detail: 'IKs of health insurers begin with 10.' },
  },
  'kvnr-impossible': {
    de: { title: 'Das kann keine Versichertennummer sein.', detail: 'Sie hat einen Buchstaben und neun Ziffern, zum Beispiel A123456780.' },
    en: { title: 'This cannot be an insurance number.', detail: 'It has one letter and nine digits, for example A123456780.' },
  },
  'kvnr-confirm': {
    de: {
      title: 'Die Prüfziffer der Versichertennummer passt nicht.',
      detail: 'Vergleichen Sie mit der Karte. Steht es dort so, bestätigen Sie die Nummer.',
    },
    en: {
      title: 'The check digit of the insurance number does not fit.',
      detail: 'Compare it with the card. If it stands there like this, confirm the number.',
    },
  },
  'cover-ends-before-start': {
    de: { title: 'Das Ende liegt vor dem Beginn.', detail: 'Wählen Sie ein Ende am ersten Tag oder später.' },
    en: { title: 'The end lies before the beginning.', detail: 'Choose an end on the first day or later.' },
  },
  'cover-overlaps': {
    de: {
      title: 'An diesen Tagen ist schon eine Kasse eingetragen.',
      detail: 'Tragen Sie einen Wechsel ein, oder beenden Sie zuerst die andere.',
    },
    en: { title: 'An insurer is entered for these days already.', detail: 'Enter a change, or end the other one first.' },
  },
  'cover-without-former': {
    de: {
      title: 'Vor diesem Tag ist keine Kasse eingetragen.',
      detail: 'Ein Wechsel braucht eine frühere Kasse. Tragen Sie die Kasse neu ein.',
    },
    en: { title: 'No insurer is entered before this day.', detail: 'A change needs a former insurer. Enter the insurer as new.' },
  },
  'cover-same-payer': {
    de: { title: 'Es ist dieselbe Kasse wie vorher.', detail: 'Ein Wechsel nennt eine andere Kasse. Ohne Wechsel ist nichts zu tun.' },
    en: { title: 'It is the same insurer as before.', detail: 'A change names another insurer. Without one there is nothing to do.' },
  },
  'exemption-ends-before-start': {
    de: { title: 'Die Befreiung endet vor ihrem ersten Tag.', detail: 'Übernehmen Sie beide Tage vom Bescheid der Kasse.' },
    en: { title: 'The exemption ends before its first day.', detail: 'Take both days from the certificate of the insurer.' },
  },
  'exemption-over-years': {
    de: { title: 'Eine Befreiung gilt in einem Kalenderjahr.', detail: 'Tragen Sie für jedes Jahr einen eigenen Bescheid ein.' },
    en: { title: 'An exemption holds within one calendar year.', detail: 'Enter a certificate of its own for each year.' },
  },
} as const satisfies Record<string, RefusalWords>;
