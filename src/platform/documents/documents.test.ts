import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isNeutral } from '../mail/neutral.ts';
import { type AppointmentConfirmation, appointmentConfirmation, paperOf } from './appointment-confirmation.ts';
import { APPOINTMENT_WORDS, type LetterLanguage } from './appointment-words.ts';
import { typeset } from './typeset.ts';

const LETTER: AppointmentConfirmation = {
  language: 'de',
  sender: { name: 'Kollegennetz Bonn', street: 'Am Hofgarten 8', city: '53113 Bonn', phone: '0228 555 0100' },
  recipient: { name: 'Anna Kowalski', lines: ['Wilhelmstraße 12', '53111 Bonn'] },
  kind: 'CONSULT',
  start: Temporal.Instant.from('2026-03-05T16:30:00Z'),
  minutes: 50,
  practitioner: 'Dipl.-Psych. Dr. Maria Sand',
  place: { lines: ['Praxis Dr. Sand', 'Große Straße 1', '53113 Bonn'] },
  bring: ['egk', 'ptv11', 'reports'],
  cancellation: { text: 'Bis 48 Stunden vorher kostet es nichts.\nBeim ersten Mal auch nicht.', contact: '0228 555 0123' },
  crisis: [
    { name: 'Notruf', number: '112' },
    { name: 'TelefonSeelsorge', number: '116 123' },
  ],
  writtenAt: Temporal.Instant.from('2026-03-02T10:15:00Z'),
};

interface Run {
  page: number;
  /** Millimetres from the top of the page to the baseline, and from the left. */
  top: number;
  left: number;
  text: string;
}

const MM = 72 / 25.4;
const A4_HEIGHT = 841.8898;

/** The visible text of a PDF by Typst: objects, ToUnicode maps of its fonts, text runs with their place. */
function runsOf(pdf: Buffer): Run[] {
  const bytes = pdf.toString('latin1');
  const objects = new Map<string, string>();
  for (const match of bytes.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(match[1] ?? '', match[2] ?? '');
  const stream = (id: string) => {
    const match = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(objects.get(id) ?? '');
    const raw = Buffer.from(match?.[1] ?? '', 'latin1');
    return (/FlateDecode/.test(objects.get(id) ?? '') ? inflateSync(raw) : raw).toString('latin1');
  };
  const fontMap = (id: string) => {
    const map = new Map<number, string>();
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1] ?? '';
    const utf16 = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
    for (const [, from = '', to = ''] of stream(unicode).matchAll(/^<([0-9a-f]{4})> <((?:[0-9a-f]{4})+)>$/gim)) {
      map.set(Number.parseInt(from, 16), utf16(to));
    }
    return map;
  };
  const runs: Run[] = [];
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body));
  pages.forEach((body, page) => {
    const fonts = new Map(Array.from(body.matchAll(/\/(f\d+) (\d+) 0 R/g), ([, name = '', id = '']) => [name, fontMap(id)]));
    const content = inHex(stream(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? ''));
    let at = { top: 0, left: 0 };
    let font = new Map<number, string>();
    const token = /1 0 0 -1 ([\d.]+) ([\d.]+) cm|\/(f\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|(<[0-9a-f]+>) Tj/g;
    for (const [, x, y, name, kerned, plain] of content.matchAll(token)) {
      if (x !== undefined) at = { left: Number(x) / MM, top: (A4_HEIGHT - Number(y)) / MM };
      else if (name !== undefined) font = fonts.get(name) ?? new Map();
      else runs.push({ page, ...at, text: decoded(kerned ?? plain ?? '', font) });
    }
  });
  return runs;
}

/** Literal strings of a content stream as hexadecimal ones: brackets that match need no escape inside them. */
function inHex(content: string): string {
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  let out = '';
  for (let index = 0; index < content.length; index += 1) {
    if (content[index] !== '(') {
      out += content[index];
      continue;
    }
    let depth = 1;
    let inner = '';
    for (index += 1; index < content.length; index += 1) {
      const sign = content[index] ?? '';
      const octal = sign === '\\' ? /^[0-7]{1,3}/.exec(content.slice(index + 1, index + 4))?.[0] : undefined;
      if (octal !== undefined) {
        inner += String.fromCharCode(Number.parseInt(octal, 8));
        index += octal.length;
      } else if (sign === '\\') {
        index += 1;
        inner += escapes[content[index] ?? ''] ?? content[index] ?? '';
      } else {
        if (sign === '(') depth += 1;
        if (sign === ')') depth -= 1;
        if (depth === 0) break;
        inner += sign;
      }
    }
    out += `<${Buffer.from(inner, 'latin1').toString('hex')}>`;
  }
  return out;
}

function decoded(shown: string, font: Map<number, string>): string {
  const raw = Buffer.from(Array.from(shown.matchAll(/<([0-9a-f]+)>/gi), ([, hex]) => hex).join(''), 'hex');
  let text = '';
  for (let index = 0; index + 1 < raw.length; index += 2) text += font.get(raw.readUInt16BE(index)) ?? '□';
  return text;
}

const textOf = (pdf: Buffer) =>
  runsOf(pdf)
    .map(({ text }) => text)
    .join('\n');
/** Runs are cut where a line wraps or a font changes: spaces of any kind are made equal before comparing. */
const squeezed = (text: string) => text.replace(/[\s\u200b]+/g, '');

describe('the confirmation of an appointment', () => {
  it.each<[LetterLanguage, string, string]>([
    ['de', 'Donnerstag, 5. März 2026, 17:30 Uhr', 'de-DE'],
    ['de-easy', 'Donnerstag, 5. März 2026, 17:30 Uhr', 'de-DE'],
    ['en', 'Thursday, 5 March 2026, 17:30', 'en-GB'],
  ])('in %s is accessible and says when, where and with whom', (language, when, lang) => {
    const { pdf, complete } = appointmentConfirmation({ ...LETTER, language });
    const bytes = pdf.toString('latin1');
    expect(complete).toBe(true);
    expect(bytes.startsWith('%PDF-1.7')).toBe(true);
    expect(bytes).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(bytes).toContain(`/Lang (${lang})`);
    expect(bytes).toContain('/StructTreeRoot');
    expect(bytes).toMatch(/\/MarkInfo <<\s*\/Marked true/);
    expect(bytes).toMatch(/\/S \/H1\b/);
    expect(bytes).toMatch(/\/S \/H2\b/);
    expect(bytes.match(/\/S \/TH\b/g)).toHaveLength(2);
    expect(bytes).toMatch(/\/Scope \/Column/);
    expect(bytes).toMatch(/\/DisplayDocTitle true/);
    const text = squeezed(textOf(pdf));
    const { crisis, bring, cannotCome, noFit } = APPOINTMENT_WORDS[language];
    for (const part of [
      when,
      'Große Straße 1',
      'Dipl.-Psych. Dr. Maria Sand',
      'Bis 48 Stunden vorher',
      '116 123',
      crisis,
      bring,
      cannotCome,
      noFit,
    ]) {
      expect(text).toContain(squeezed(part));
    }
  });

  it('has its window, fold mark and subject where DIN 5008 form B puts them', () => {
    const runs = runsOf(appointmentConfirmation(LETTER).pdf);
    const at = (text: string) => runs.find((run) => run.text.startsWith(text));
    expect(at('Anna')?.left).toBeCloseTo(25, 0);
    expect(at('Anna')?.top).toBeGreaterThan(62.7);
    expect(at('53111 Bonn')?.top).toBeLessThan(90);
    expect(at('Ihr Termin')?.top).toBeGreaterThan(98.5);
    expect(at('Ihr Termin')?.top).toBeLessThan(105);
  });

  it.each<LetterLanguage>(['de', 'de-easy', 'en'])('in %s tells nobody above the fold what it is about', (language) => {
    const sender = { ...LETTER.sender, name: 'Psychotherapeutennetz Bonn' };
    const { pdf } = appointmentConfirmation({ ...LETTER, language, sender });
    const above = runsOf(pdf).filter(({ page, top }) => page === 0 && top < 105);
    expect(above.length).toBeGreaterThan(5);
    expect(isNeutral(above.map(({ text }) => text).join(' '))).toBe(true);
    expect(squeezed(textOf(pdf))).toContain('PsychotherapeutennetzBonn'); // it signs, below the fold
  });

  it('what looks like markup stays text', () => {
    const name = '#read("/etc/passwd") *x* _y_ $a$ <b> \\ {client} [c] @d';
    const { pdf } = appointmentConfirmation({
      ...LETTER,
      recipient: { name, lines: ['= Titel', '#eval("1+1")'] },
      practitioner: '#{1+1} // Sand',
    });
    const text = squeezed(textOf(pdf));
    for (const part of [name, '= Titel', '#eval("1+1")', '#{1+1} // Sand']) expect(text).toContain(squeezed(part));
    expect(text).not.toContain('root:');
  });

  it('a very long name wraps and stays in the window', () => {
    const name = 'Friederike-Charlotte Müller-Lüdenscheidt von und zu Hohenlohe-Schillingsfürst-Waldenburg';
    const { pdf } = appointmentConfirmation({ ...LETTER, recipient: { name, lines: ['x'.repeat(110), 'Wilhelmstraße 12', '53111 Bonn'] } });
    const window = runsOf(pdf).filter(({ page, top, left }) => page === 0 && top > 62.7 && top < 95 && left < 100);
    expect(window.length).toBeGreaterThan(4);
    expect(Math.max(...window.map(({ top }) => top))).toBeLessThan(90);
    expect(Math.max(...window.map(({ text }) => text.replaceAll('\u200b', '').length))).toBeLessThan(75);
    expect(squeezed(window.map(({ text }) => text).join(''))).toBe(squeezed(`${name}${'x'.repeat(110)}Wilhelmstraße 1253111 Bonn`));
  });

  it('a name in Cyrillic, Arabic or Vietnamese is printed; a sign that no font has is replaced and reported', () => {
    for (const name of ['Олена Шевченко', 'محمد علي', 'Nguyễn Văn Ánh']) {
      expect(appointmentConfirmation({ ...LETTER, recipient: { ...LETTER.recipient, name } }).complete).toBe(true);
    }
    const { pdf, complete } = appointmentConfirmation({ ...LETTER, recipient: { ...LETTER.recipient, name: '王伟 Wang' } });
    expect(complete).toBe(false);
    expect(textOf(pdf)).toContain('\ufffd\ufffd Wang');
  });

  it('without a rule it says none, by video it names no place, and a guardian learns for whom it is', () => {
    const paper = paperOf({ ...LETTER, cancellation: null, place: 'video', bring: [], clientName: 'Jonas Kowalski' });
    expect(paper.sections.map(({ title }) => title)).toEqual(['Das bringen Sie mit', 'Wenn es nicht passt']);
    expect(paper.sections[0]).toMatchObject({ text: ['Sie brauchen nichts mitzubringen.'], points: [] });
    expect(JSON.stringify(paper.facts)).not.toContain('Große Straße');
    expect(paper.opening[0]).toContain('Jonas Kowalski');
  });

  it('the clock in the letter is the clock in Berlin, also after the change', () => {
    const summer = paperOf({ ...LETTER, start: Temporal.Instant.from('2026-03-30T16:30:00Z') });
    expect(summer.facts[0]?.main).toBe('Montag, 30. März 2026, 18:30 Uhr');
  });

  it('is the same document when it is made again', () => {
    expect(appointmentConfirmation(LETTER).pdf.equals(appointmentConfirmation(LETTER).pdf)).toBe(true);
  });

  it('refuses an address of seven lines', () => {
    expect(() => appointmentConfirmation({ ...LETTER, recipient: { name: 'A', lines: ['1', '2', '3', '4', '5', '6'] } })).toThrow(
      RangeError,
    );
  });

  it('a document that does not compile says so without its data', () => {
    expect(() => typeset('appointment.typ', { title: 'Anna Kowalski' }, LETTER.writtenAt)).toThrow(/^document appointment\.typ/);
    expect(() => typeset('appointment.typ', { title: 'Anna Kowalski' }, LETTER.writtenAt)).not.toThrow(/Kowalski/);
  });

  it('keeps the event loop for well under a tenth of a second', () => {
    const times = Array.from({ length: 20 }, (_, index) => {
      const before = performance.now();
      appointmentConfirmation({ ...LETTER, recipient: { ...LETTER.recipient, name: `Anna ${index}` } });
      return performance.now() - before;
    }).sort((one, other) => one - other);
    expect(times[10]).toBeLessThan(100); // median; measured 6 to 13 ms
  });
});
