import type { FormContent } from '#rooms/soziotherapie/contract/forms.ts';
import type { PrescriptionKind } from '#rooms/soziotherapie/rules/eligibility.ts';
import { sheetOf } from '#rooms/soziotherapie/rules/forms/sheet.ts';
import type { FormVerdict } from '#rooms/soziotherapie/rules/forms/verdict.ts';
import { forms } from '../../../words/forms.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';

/** A form that no longer changes, or that somebody may only read: what stands on the data sheet, on the screen. */
export function ReadForm({ content, verdict, kind }: { content: FormContent; verdict: FormVerdict; kind: PrescriptionKind }) {
  const w = useWords(forms);
  const { language } = useLanguage();
  const { sections } = sheetOf(content, verdict, kind, language);
  return (
    <div className="form-read">
      {sections
        .filter(({ head }) => head.length === 2)
        .map((section) => (
          <section key={section.title} className="card" aria-label={section.title}>
            <h3>{section.title}</h3>
            <dl>
              {section.rows.map(([name, value], index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a field may be named twice
                <div key={index}>
                  <dt>{name}</dt>
                  <dd>{value ?? <em className="q">{w.notThere}</em>}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </div>
  );
}
