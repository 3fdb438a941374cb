import { words as codesDe } from '../../words/de/codes.ts';
import { words as placementDe } from '../../words/de/placement.ts';
import { words as codesEn } from '../../words/en/codes.ts';
import { words as placementEn } from '../../words/en/placement.ts';
import { formatIn } from '../../words/format.ts';
import type { Wording } from './note.ts';

/** The words of both languages at once, as the page has one of them. For tests only. */
export const WORDINGS: Record<'de' | 'en', Wording> = {
  de: { w: placementDe, c: codesDe, f: formatIn('de') },
  en: { w: placementEn, c: codesEn, f: formatIn('en') },
};
