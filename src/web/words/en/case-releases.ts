import type { words as german } from '../de/case-releases.ts';

export const words: typeof german = {
  none: 'No release yet. Without one no partner learns anything of this case.',
  partner: 'Partner of the directory',
  partnerHint: 'Type a name. If the directory has none, write it below.',
  orName: 'Or: to whom exactly (person or unit)',
  directions: 'Direction',
  directionNames: { 'to-recipient': 'We may tell them', 'from-recipient': 'They may tell us' },
  directionsHint: 'Both are kept as two releases.',
  directionMissing: 'the direction',
  form: 'How was it given',
  forms: { paper: 'signed on paper', screen: 'signed on screen', spoken: 'spoken, before a witness' },
  witness: 'Who heard it',
  witnessMissing: 'who heard it',
  language: 'Explained in',
  languages: {
    de: 'German',
    en: 'English',
    tr: 'Turkish',
    ar: 'Arabic',
    uk: 'Ukrainian',
    ru: 'Russian',
    fa: 'Persian',
    other: 'another language',
  },
  both: { 'to-recipient': 'to', 'from-recipient': 'from' },
};
