import type { TemplateName } from '../kinds.ts';

/** A text in both forms: mail and letter, text message. */
export interface Wording {
  long: string;
  short: string;
}

/** The texts of one language. Only German, plain German and English have all. */
export type Wordings = Record<TemplateName, Wording>;
