import { DOMAINS } from '#rooms/cases/rules/area-domains.ts';
import type { Criterion, CriterionAnswer, Screening, ScreeningQuestion, Span } from '#rooms/cases/rules/screening.ts';
import { findServiceType } from '#rooms/directory/rules/service-types.ts';
import { State } from '../../../ui/index.ts';
import { type CaseFileWords, caseFile } from '../../../words/case-file.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import type { Typed } from './screening-input.ts';

/** More than these stand folded: while nothing is answered yet, everything is a question. */
const SHOWN = 6;
const TONE: Record<CriterionAnswer, 'yes' | 'no' | 'open'> = { yes: 'yes', no: 'no', unknown: 'open' };
export const RESULT_TONE = {
  indicated: 'yes',
  pending_consent: 'partly',
  short_counselling: 'open',
  not_indicated: 'open',
  undetermined: 'open',
} as const;

const counted = (w: CaseFileWords, { least, most }: Span) =>
  least === most ? String(least) : Number.isFinite(most) ? w.clearing.between(least, most) : w.clearing.atLeast(least);

/** Each criterion with what was counted, the result, and what is still to be asked. */
export function ScreeningResult({ screening, typed }: { screening: Screening; typed: Typed }) {
  const w = useWords(caseFile);
  const { language } = useLanguage();
  const { problemAreas, systems, organisations, events, weakAreas } = screening.counted;
  const because: Record<Criterion, string> = {
    G: w.clearing.counted.G(counted(w, problemAreas), counted(w, systems)),
    K1: w.clearing.counted.K1(counted(w, problemAreas)),
    K2: w.clearing.counted.K2(counted(w, organisations)),
    K3: w.clearing.counted.K3(counted(w, events)),
    K4: w.clearing.counted.K4(counted(w, weakAreas)),
    K5: screening.criteria.K5 === 'yes' ? w.clearing.counted.K5.yes : w.clearing.counted.K5.no,
  };
  const domain = (code: string) => (code in DOMAINS ? DOMAINS[code as keyof typeof DOMAINS][language] : code);
  const ask = (question: ScreeningQuestion): string => {
    if (question.ask === 'severity' || question.ask === 'own-resources') return w.clearing.asks[question.ask](domain(question.domain));
    if (question.ask === 'system')
      return w.clearing.asks.system(findServiceType(typed.providers[question.provider]?.serviceType ?? '')?.[language] ?? '?');
    if (question.ask === 'event-day')
      return w.clearing.asks['event-day'](w.clearing.eventKinds[typed.events[question.event]?.kind ?? 'rejected']);
    return w.clearing.asks[question.ask];
  };
  const line = (question: (typeof screening.questions)[number]) => <li key={JSON.stringify(question)}>{ask(question)}</li>;
  return (
    <section className="case-result" aria-live="polite" aria-label={w.clearing.result}>
      <p className="row">
        <State tone={RESULT_TONE[screening.result]}>{w.clearing.results[screening.result]}</State>
      </p>
      <p className="s q">{w.clearing.resultText[screening.result]}</p>
      <ul className="case-criteria">
        {(Object.keys(because) as Criterion[]).map((key) => (
          <li key={key}>
            <State tone={TONE[screening.criteria[key]]}>{w.clearing.answer[screening.criteria[key]]}</State>
            <span>
              <b>{w.clearing.criteria[key]}</b>
              <br />
              <span className="s q">{because[key]}</span>
            </span>
          </li>
        ))}
      </ul>
      {screening.questions.length > 0 && (
        <>
          <h3>{w.clearing.questions}</h3>
          <ul className="case-questions s">{screening.questions.slice(0, SHOWN).map(line)}</ul>
          {screening.questions.length > SHOWN && (
            <details className="s">
              <summary>{w.clearing.moreQuestions(screening.questions.length - SHOWN)}</summary>
              <ul className="case-questions">{screening.questions.slice(SHOWN).map(line)}</ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}
