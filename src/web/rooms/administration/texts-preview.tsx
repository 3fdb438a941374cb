import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { z } from 'zod';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';

type Language = messages.Text['wordings'][number]['language'];
type Seen = z.output<typeof messages.previewText.answer>;

/** The server fills and checks a wording, as it will when it is sent. */
export function usePreview(params: { name: messages.Text['name']; form: 'long' | 'short'; language: Language } | undefined, body: string) {
  const settled = useDeferredValue(body);
  const { data } = useQuery({
    queryKey: ['messages', 'preview', params, settled],
    queryFn: () => (params ? call(messages.previewText, { params, body: { body: settled } }) : Promise.reject(new Error('nothing chosen'))),
    enabled: params !== undefined,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  return data;
}

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
