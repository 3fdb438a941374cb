import { useQueryClient } from '@tanstack/react-query';
import { BILLING_WORDS } from '#rooms/billing/rules/words.ts';
import { SOZIOTHERAPIE_WORDS } from '#rooms/soziotherapie/rules/words.ts';
import { useLive } from '../../live.ts';
import { currentLanguage } from '../../words/language.tsx';

/** Everything that a change of money may touch is read again. */
export function useMoneyNews(): () => void {
  const queries = useQueryClient();
  const again = () => void queries.invalidateQueries({ queryKey: ['money'] });
  useLive(['billing', 'payers', 'people.cover', 'people.exemption', 'soziotherapie.session', 'soziotherapie.copay'], again);
  return again;
}

const WORDS: Readonly<Record<string, { de: { title: string; detail: string }; en: { title: string; detail: string } }>> = {
  ...SOZIOTHERAPIE_WORDS,
  ...BILLING_WORDS,
};

/** The words of what stands in the way, with its facts filled in. */
export function wordsOf(code: string, facts: Record<string, unknown>): { title: string; detail: string } {
  const found = WORDS[code]?.[currentLanguage()] ?? { title: code, detail: '' };
  const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '…'));
  return { title: filled(found.title), detail: filled(found.detail) };
}

/** "1,50" of hundredths of a unit. */
export const unitsOf = (tag: string, hundredths: number) => (hundredths / 100).toLocaleString(tag, { minimumFractionDigits: 2 });

/** "58,50" or "58.50" as cent; null where it is no amount. */
export function centsOf(text: string): number | null {
  const match = /^\s*(\d{1,7})(?:[.,](\d{1,2}))?\s*€?\s*$/.exec(text);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}
