import type { Form, TemplateName, TextLanguage } from './kinds.ts';
import { de } from './shipped/de.ts';
import { deEasy } from './shipped/de-easy.ts';
import { en } from './shipped/en.ts';
import { ar, tr, uk } from './shipped/others.ts';
import type { Wording } from './shipped/wording.ts';

const SHIPPED: Partial<Record<TextLanguage, Partial<Record<TemplateName, Wording>>>> = { de, 'de-easy': deEasy, en, tr, ar, uk };

/** The shipped wording; nothing where this text is not worded in that language. */
export function findShipped(name: TemplateName, language: TextLanguage, form: Form): string | undefined {
  return SHIPPED[language]?.[name]?.[form];
}
