import type * as messages from '#rooms/messages/contract.ts';
import type { previewOf } from '#rooms/messages/rules/render.ts';
import { useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';

type Language = messages.Text['wordings'][number]['language'];
type Seen = ReturnType<typeof previewOf>;

/** How it looks to whoever gets it, with made-up details. */
export function Preview({ preview, language }: { preview: Seen | undefined; language: Language }) {
  const w = useWords(messageWords);
  return (
    <section className="card stack tight" aria-labelledby="h-preview">
      <h2 id="h-preview">{w.preview}</h2>
      <p className="s q">{w.previewLead}</p>
      <div
        className="voice letter letter-preview"
        lang={language === 'de-easy' ? 'de' : language}
        dir={language === 'ar' || language === 'fa' ? 'rtl' : undefined}
      >
        {preview?.text}
      </div>
      {preview?.parts && (
        <p className="s q">
          {w.parts(preview.parts.parts, preview.parts.units)}
          {preview.parts.alphabet === 'ucs-2' && ` ${w.ucs2}`}
        </p>
      )}
    </section>
  );
}
