import { describe, expect, it } from 'vitest';
import { TEXT_LANGUAGES, type TextLanguage } from '#rooms/messages/rules/kinds.ts';
import { isNeutral } from '#rooms/messages/rules/neutral.ts';
import { type Letter, letterRun, runPaper } from './letter-run.ts';

const SENDER = { name: 'Psychotherapeutennetz Bonn', street: 'Markt 1', city: '53111 Bonn', phone: '0228 555 010' };
const NOW = Temporal.Instant.from('2026-03-02T10:15:00Z');
const letter = (more: Partial<Letter> = {}): Letter => ({
  id: '019a0000-0000-7000-8000-000000000001',
  language: 'de',
  recipient: ['Anna Kowalski', 'Wilhelmstraße 12', '53111 Bonn'],
  appointment: true,
  text: 'Guten Tag Anna Kowalski,\n\nWann: Donnerstag, 5. März 2026, 17:30 Uhr\nTelefon: 0228 555 0123\n\nFreundliche Grüße\nNetz',
  writtenAt: NOW,
  ...more,
});

/** The marks of accessibility in the file itself: PDF/UA-1 claim, tags, language, title shown, one structure tree. */
function marksOf(pdf: Buffer) {
  const text = pdf.toString('latin1');
  return {
    claim: /<pdfuaid:part>1<\/pdfuaid:part>/.test(text),
    tagged: /\/MarkInfo\s*<<[^>]*\/Marked true/.test(text),
    tree: /\/StructTreeRoot/.test(text),
    language: /\/Lang\s*\(([^)]*)\)/.exec(text)?.[1],
    titleShown: /\/DisplayDocTitle true/.test(text),
    pages: [...text.matchAll(/\/Type \/Page\b(?!s)/g)].length,
    headings: [...text.matchAll(/\/S \/H1\b/g)].length,
  };
}

describe('a print run', () => {
  it('is one accessible file: claim, tags, language, title, a heading for each letter', () => {
    const { pdf, complete } = letterRun(
      [letter(), letter({ id: '019a0000-0000-7000-8000-000000000002', appointment: false })],
      SENDER,
      NOW,
    );
    expect(complete).toBe(true);
    expect(marksOf(pdf)).toEqual({ claim: true, tagged: true, tree: true, language: 'de-DE', titleShown: true, pages: 2, headings: 2 });
  });

  it('begins each letter on a sheet of its own and counts its own pages', () => {
    const long = letter({ text: Array.from({ length: 60 }, (_, line) => `Absatz ${line}`).join('\n\n') });
    const { pdf } = letterRun([long, letter()], SENDER, NOW);
    expect(marksOf(pdf).pages).toBeGreaterThanOrEqual(3);
    expect(marksOf(pdf).headings).toBe(2);
  });

  it.each(TEXT_LANGUAGES)('can be printed in %s: every sign is there, the language is said', (language: TextLanguage) => {
    const texts: Partial<Record<TextLanguage, string>> = {
      ar: 'موعدكم: الخميس \u202a0228 555 010\u202c',
      fa: 'نوبت شما',
      uk: 'Ваш запис: четвер',
      ru: 'Ваша запись',
      tr: 'Randevunuz: Perşembe',
    };
    const { pdf, complete } = letterRun([letter({ language, text: texts[language] ?? 'Text' })], SENDER, NOW);
    expect(complete).toBe(true);
    expect(marksOf(pdf).language?.slice(0, 2)).toBe(language.slice(0, 2));
    expect(marksOf(pdf).claim).toBe(true);
  });

  it('shows through the window the address and a neutral line, and nothing tells in title and author', () => {
    const paper = runPaper([letter()], SENDER);
    expect(paper.author).toBe('');
    expect(isNeutral(paper.title)).toBe(true);
    expect(paper.letters[0]?.['window-line']).toBe('Markt 1 · 53111 Bonn');
    expect(paper.letters[0]?.recipient).toEqual(['Anna Kowalski', 'Wilhelmstraße 12', '53111 Bonn']);
    expect(paper.letters[0]?.title).toBe('Ihr Termin');
    expect(isNeutral(JSON.stringify([paper.letters[0]?.info, paper.letters[0]?.title, paper.letters[0]?.['window-line']]))).toBe(true);
    expect(paper.letters[0]?.id).toBe(letter().id);
  });

  it('holds any text as text: nothing of a name is read as markup', () => {
    const { pdf } = letterRun(
      [letter({ recipient: ['#panic("x") *A* $x$', '<b>1</b>', '53111 \\Bonn'], text: '#import "x"\n\n= Titel\n\n{name}' })],
      SENDER,
      NOW,
    );
    expect(marksOf(pdf).claim).toBe(true);
    expect(marksOf(pdf).headings).toBe(1);
  });

  it('without a letter, and with an address of seven lines, is refused', () => {
    expect(() => letterRun([], SENDER, NOW)).toThrow(RangeError);
    expect(() => letterRun([letter({ recipient: ['1', '2', '3', '4', '5', '6', '7'] })], SENDER, NOW)).toThrow(RangeError);
  });

  it('of fifty letters is made in a few seconds', () => {
    const letters = Array.from({ length: 50 }, (_, index) =>
      letter({ id: `019a0000-0000-7000-8000-0000000000${String(index).padStart(2, '0')}` }),
    );
    const began = performance.now();
    const { pdf } = letterRun(letters, SENDER, NOW);
    console.info(`50 letters: ${Math.round(performance.now() - began)} ms, ${Math.round(pdf.length / 1024)} KiB`);
    expect(marksOf(pdf).pages).toBe(50);
  });
});
