import type { EntryRow } from '#rooms/crisis/contract.ts';
import type { Language } from '../../words/book.ts';
import { crisis } from '../../words/crisis.ts';
import { useWords } from '../../words/language.tsx';
import type { Script } from './data.ts';

/** What a line of the protocol knows, in words. */
export interface Told {
  by: string;
  level: string;
  asked: string;
  answer: string;
  mark: string;
  note: string;
  /** Who was alarmed. */
  people: string;
  /** What had been answered before the alarm. */
  before: string;
  /** A fact as text; empty where it is not given. */
  fact: (name: string) => string;
}

/** A line of the protocol in words: who did what. Codes come from the server, the words stand in this room's book. */
export function useEntryWords(script: Script | null, language: Language, names: ReadonlyMap<string, string>) {
  const w = useWords(crisis);
  const words = (id: string, code: string) => {
    const question = script?.body.questions.find((one) => one.id === id);
    return {
      asked: w.short[id] ?? question?.[language] ?? id,
      answer: w.answersSpoken[code] ?? w.answers[code] ?? question?.answers.find((one) => one.code === code)?.[language] ?? code,
    };
  };
  return ({ kind, facts, byName, note }: EntryRow): string => {
    const fact = (name: string) => {
      const value = facts[name];
      return value === undefined || value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value);
    };
    const { asked, answer } = words(fact('question'), fact('answer'));
    const told: Told = {
      by: byName ?? w.bySystem,
      level: w.levels[fact('level') || fact('to')] ?? '',
      asked,
      answer,
      mark: script?.body.marks.find(({ id }) => id === fact('mark'))?.[language] ?? fact('mark'),
      note: note ?? '',
      before: Array.isArray(facts.answers)
        ? facts.answers
            .map((pair) => words(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)))
            .map((one) => `${one.asked}: ${one.answer}`)
            .join('; ')
        : '',
      people: Array.isArray(facts.accounts) ? facts.accounts.map((id) => names.get(id) ?? '?').join(', ') : '',
      fact,
    };
    return w.entries[kind]?.(told) ?? [kind, note].filter(Boolean).join(': ');
  };
}
