import { formatIn } from './format.ts';

/** For catalogues: "1 Platz passt", "4 Plätze passen". */
export const pluralDe = (count: number, single: string, several: string) => formatIn('de').plural(count, single, several);
export const pluralEn = (count: number, single: string, several: string) => formatIn('en').plural(count, single, several);
