import { useState } from 'react';
import { type Finding, isOpen } from '#rooms/soziotherapie/rules/forms/finding.ts';
import { pointerLabel } from '#rooms/soziotherapie/rules/forms/sheet.ts';
import type { FormVerdict } from '#rooms/soziotherapie/rules/forms/verdict.ts';
import { conditionText, findingText } from '#rooms/soziotherapie/rules/forms/words.ts';
import { AnswerMark, announce, Banner, Button, State } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';

const MARKS = { met: 'yes', hint: 'partly', open: 'open', no: 'no' } as const;

/** At every moment: which condition holds, which one does not, and where that is written. */
export function CheckList({ verdict, go }: { verdict: FormVerdict; go?: (pointer: string) => void }) {
  const w = useWords(forms);
  const { language } = useLanguage();
  const { met, hints, open, notMet } = verdict.summary;
  const tone = notMet > 0 ? 'no' : open > 0 ? 'open' : hints > 0 ? 'partly' : 'yes';
  const { law, foundingDocument } = verdict.meets;
  // while something of the indication is missing, neither text says anything
  const said = verdict.eligibleAs !== null || verdict.findings.some((one) => one.rule === 'R1' && one.severity === 'wrong');
  const meets = law ? (foundingDocument ? w.meetsBoth : w.meetsLaw) : foundingDocument ? w.meetsFounding : w.meetsNone;
  return (
    <section className="card form-check" aria-labelledby="form-check">
      <div className="head">
        <h2 id="form-check">{w.checkTitle}</h2>
        <State tone={tone}>{w.summary(met, hints, open, notMet)}</State>
      </div>
      <ul>
        {verdict.conditions.map((one) => (
          <li key={one.code}>
            <span className={MARKS[one.state]}>
              <AnswerMark answer={MARKS[one.state]} />
              <span className="vh">{w.answers[one.state]}: </span>
            </span>
            {one.state === 'met' || !go ? (
              <span>{conditionText(one, language)}</span>
            ) : (
              <button type="button" className="link" onClick={() => go(one.pointer)}>
                {conditionText(one, language)}
              </button>
            )}
            <span className="q s">{one.source}</span>
          </li>
        ))}
      </ul>
      {said && <p className="s q">{meets}</p>}
    </section>
  );
}

/** Every open place with its sentence and its paragraph, to jump there. */
export function OpenList({ findings, go }: { findings: readonly Finding[]; go: (pointer: string) => void }) {
  const w = useWords(forms);
  const { language } = useLanguage();
  const open = findings.filter(isOpen);
  const told = findings.filter((one) => !isOpen(one) && one.severity === 'warning' && one.code !== 'field-recommended');
  const line = (one: Finding) => (
    <li key={`${one.pointer} ${one.code}`}>
      <button type="button" className="link" onClick={() => go(one.pointer)}>
        {pointerLabel(one.pointer, language)}
      </button>
      <span>{findingText(one, language)}</span>
      <span className="q s">{one.source}</span>
    </li>
  );
  return (
    <div className="form-open">
      {open.length === 0 ? (
        <Banner tone="yes">{w.nothingOpen}</Banner>
      ) : (
        <>
          <Banner tone={open.some(({ severity }) => severity === 'wrong') ? 'no' : 'partly'}>{w.stillOpen(open.length)}</Banner>
          <ul>{open.map(line)}</ul>
        </>
      )}
      {told.length > 0 && <ul>{told.map(line)}</ul>}
    </div>
  );
}

/**
 * What to tell the prescriber where the conditions do not hold: the reasons with their paragraphs, no name and no diagnosis. In German,
 * whatever the language of the page: it goes to a practice. What is only missing is asked for once the form was issued without it.
 */
export function PrescriberMessage({
  verdict,
  issued,
  issuedOn,
  practice,
}: {
  verdict: FormVerdict;
  issued: boolean;
  issuedOn: string | null;
  practice: string;
}) {
  const w = useWords(forms);
  const format = useFormat();
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  const reasons = verdict.findings
    .filter(
      (one) =>
        isOpen(one) &&
        (issued || one.severity === 'wrong') &&
        (one.rule === 'R1' || one.rule === 'R4' || one.rule === 'R5' || one.rule === 'R24'),
    )
    .map((one) => `${pointerLabel(one.pointer.replace(/\/\d+.*$/, ''), 'de')}: ${findingText(one, 'de')} (${one.source})`);
  if (reasons.length === 0) return null;
  const text = w.message(issuedOn ? format.date(issuedOn) : '', [...new Set(reasons)], practice);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('copied');
      announce(w.copied);
    } catch {
      setSaid('failed');
    }
  };
  return (
    <section className="card form-message" aria-labelledby="form-message">
      <h2 id="form-message">{w.toPrescriber}</h2>
      <p className="s q">{w.toPrescriberHint}</p>
      <pre lang="de">{text}</pre>
      <div className="row">
        <Button onPress={copy}>{w.copy}</Button>
        {said && (
          <span className="s q" role="status">
            {said === 'copied' ? w.copied : w.copyFailed}
          </span>
        )}
      </div>
    </section>
  );
}
