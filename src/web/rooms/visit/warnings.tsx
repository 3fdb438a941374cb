import { TriangleAlert } from 'lucide-react';
import { HINT_WORDS } from '#rooms/soziotherapie/rules/hint-words.ts';
import { SOZIOTHERAPIE_WORDS } from '#rooms/soziotherapie/rules/words.ts';
import { Icon } from '../../ui/index.ts';
import type { Language } from '../../words/book.ts';
import { useLanguage } from '../../words/language.tsx';

type Facts = Readonly<Record<string, string | number | boolean | null>>;
export interface Told {
  code: string;
  rule: string;
  source: string;
  facts: Facts;
}

/** The sentence with its facts; where they did not come along, it is said without them. */
export function filled(text: string, facts: Facts): string {
  const told = text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
  return told.replaceAll(/: [^.]*\{\w+\}[^.]*/g, '').replaceAll(/\{\w+\}/g, '…');
}

/** A code of the rules in words: what it is, and where there is one, what to do. The code itself where no words are known. */
export function sentenceOf(code: string, facts: Facts, language: Language): { title: string; detail: string | null } {
  const refusals: Record<string, (typeof SOZIOTHERAPIE_WORDS)[keyof typeof SOZIOTHERAPIE_WORDS] | undefined> = SOZIOTHERAPIE_WORDS;
  const refusal = refusals[code];
  if (refusal) return { title: filled(refusal[language].title, facts), detail: filled(refusal[language].detail, facts) };
  const hints: Record<string, { de: string; en: string } | undefined> = HINT_WORDS;
  const hint = hints[code];
  return { title: hint ? filled(hint[language], facts) : code, detail: null };
}

/** Warnings one below the other, each with its rule and source. */
export function Warnings({ warnings, quiet }: { warnings: readonly Told[]; quiet?: boolean }) {
  const { language } = useLanguage();
  return (
    <ul className="plain warnings">
      {warnings.map(({ code, rule, source, facts }) => {
        const { title, detail } = sentenceOf(code, facts, language);
        return (
          <li key={code}>
            <span className="partly">
              <Icon of={TriangleAlert} /> {title}
            </span>
            {!quiet && detail && <span> {detail}</span>}
            {!quiet && (
              <span className="s q">
                {' '}
                {rule}, {source}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
